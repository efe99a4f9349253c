//! Our side: the example `vault_bench` of the bridge.

use super::process::number;
use crate::{
    error::{Failure, Result},
    shell::{Project, capture, write},
};
use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// A contact as every program gets it.
pub(super) struct Contact {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) email: String,
    pub(super) nickname: String,
}

/// One vault of ours.
pub(super) struct Ours {
    program: PathBuf,
    file: PathBuf,
}

impl Ours {
    /// Compiles the program, as it would be shipped.
    pub(super) fn build(project: &Project) -> Result {
        project.quiet(
            "build vault_bench",
            &mut project.cargo(&[
                "build",
                "--locked",
                "--release",
                "--package",
                "hailstone-bridge",
                "--example",
                "vault_bench",
            ]),
        )
    }

    /// Makes a vault of this many contacts.
    pub(super) fn make(
        project: &Project,
        folder: &Path,
        count: u32,
    ) -> Result<(Self, Vec<Contact>)> {
        let ours = Self {
            program: project.target("release/examples/vault_bench"),
            file: folder.join(format!("{count}.vault")),
        };
        let text = capture(ours.run("make").arg(&ours.file).arg(count.to_string()))?;
        let contacts = text.lines().map(parse_contact).collect::<Result<_>>()?;
        Ok((ours, contacts))
    }

    /// A process that does nothing.
    pub(super) fn empty(&self) -> Command {
        self.run("empty")
    }

    /// Opens the vault and one record of it.
    pub(super) fn look_up(&self, contact: &Contact) -> Command {
        let mut command = self.run("look-up");
        command.arg(&self.file).arg(&contact.id);
        command
    }

    /// Milliseconds for the same inside one process.
    pub(super) fn look_ups(&self, contact: &Contact) -> Result<f64> {
        let mut command = self.run("look-ups");
        number(&capture(command.arg(&self.file).arg(&contact.id))?)
    }

    /// Milliseconds for the first search, and for one of those after it.
    pub(super) fn search(&self, words: &[&str]) -> Result<(f64, f64)> {
        let mut command = self.run("titles");
        let text = capture(command.arg(&self.file).args(words))?;
        let mut numbers = text.split_whitespace().map(number);
        match (numbers.next(), numbers.next()) {
            (Some(first), Some(next)) => Ok((first?, next?)),
            _ => Err(Failure::new(format!("two numbers expected, not {text:?}"))),
        }
    }

    /// Milliseconds to change one of these records.
    pub(super) fn save(&self, contacts: &[&Contact]) -> Result<f64> {
        let mut command = self.run("save");
        let ids = contacts.iter().map(|contact| &contact.id);
        first(&capture(command.arg(&self.file).args(ids))?)
    }

    /// Milliseconds to open the vault and every record.
    pub(super) fn read_all(&self) -> Result<f64> {
        first(&capture(self.run("read-all").arg(&self.file))?)
    }

    /// Milliseconds to read as many bytes from a plain file, and to open them with AES-GCM.
    pub(super) fn read_bare(&self, count: u32) -> Result<f64> {
        let file = self.file.with_extension("bare");
        first(&capture(self.run("bare").arg(file).arg(count.to_string()))?)
    }

    fn run(&self, verb: &str) -> Command {
        let mut command = Command::new(&self.program);
        command.arg(verb);
        command
    }
}

fn first(text: &str) -> Result<f64> {
    number(text.split_whitespace().next().unwrap_or_default())
}

fn parse_contact(line: &str) -> Result<Contact> {
    let mut parts = line.split('\t').map(str::to_owned);
    let mut part = || {
        parts
            .next()
            .ok_or_else(|| Failure::new(format!("a contact expected, not {line:?}")))
    };
    Ok(Contact {
        id: part()?,
        name: part()?,
        email: part()?,
        nickname: part()?,
    })
}

/// An empty folder that nobody else may write in, which is what a vault wants.
pub(super) fn make_folder(project: &Project) -> Result<PathBuf> {
    let folder = project.output("bench-vault");
    if folder.exists() {
        fs::remove_dir_all(&folder).map_err(|error| Failure::file(&folder, &error))?;
    }
    write(&folder.join("key"), "07".repeat(32))?;
    Ok(folder)
}
