//! The others' side: the same contacts in SQLCipher, in KeePassXC, in the crate `keepass` and in a file of `age`, each with
//! a key that needs no derivation, or the least that can be had.

use super::{
    ours::Contact,
    process::{mean, number, race},
};
use crate::{
    error::{Failure, Result},
    shell::{Project, capture, write},
};
use std::{
    fmt::Write as _,
    path::{Path, PathBuf},
    process::Command,
};

/// One database of SQLCipher.
pub(super) struct SqlCipher {
    file: PathBuf,
}

impl SqlCipher {
    /// What it calls itself.
    pub(super) fn name() -> Result<String> {
        let text = capture(Command::new("sqlcipher").args([":memory:", "PRAGMA cipher_version;"]))?;
        Ok(format!("sqlcipher {}", text.trim()))
    }

    /// The contacts in one table, with indices that a look-up and a search need no more than.
    pub(super) fn make(folder: &Path, contacts: &[Contact]) -> Result<Self> {
        let file = folder.join(format!("{}.sqlcipher", contacts.len()));
        let database = Self { file };
        let mut script = String::from(
            "PRAGMA journal_mode = WAL;
             CREATE TABLE contacts (id TEXT NOT NULL PRIMARY KEY, title TEXT NOT NULL, email TEXT NOT NULL, nickname TEXT NOT NULL)
                 WITHOUT ROWID;
             CREATE INDEX titles ON contacts (title);
             BEGIN;\n",
        );
        for Contact {
            id,
            name,
            email,
            nickname,
        } in contacts
        {
            let _ = writeln!(
                script,
                "INSERT INTO contacts VALUES ('{id}', '{name}', '{email}', '{nickname}');"
            );
        }
        script.push_str("COMMIT;\n");
        database.run_script(&script)?;
        Ok(database)
    }

    /// Opens the database and one row of it.
    pub(super) fn look_up(&self, contact: &Contact) -> Command {
        self.query(&format!(
            "SELECT title, email, nickname FROM contacts WHERE id = '{}';",
            contact.id
        ))
    }

    /// Opens the database and reads every row.
    pub(super) fn read_all(&self) -> Command {
        self.query("SELECT sum(length(id) + length(title) + length(email) + length(nickname)) FROM contacts;")
    }

    /// Milliseconds for the first search, and for one of those after it. What is found is read, and not printed.
    pub(super) fn search(&self, words: &[&str], times: usize) -> Result<(f64, f64)> {
        let mut script = String::from(".timer on\n");
        for words in words.iter().cycle().take(1 + times * words.len()) {
            let _ = writeln!(
                script,
                "SELECT sum(length(id) + length(title)) FROM contacts WHERE title LIKE '%{words}%';"
            );
        }
        let times = parse_times(&self.run_script(&script)?)?;
        match times.split_first() {
            Some((first, next)) if !next.is_empty() => Ok((*first, mean(next))),
            _ => Err(Failure::new("sqlcipher says no times")),
        }
    }

    /// Milliseconds to change one of these rows, each change on the disk before the next begins.
    pub(super) fn save(&self, contacts: &[&Contact], value: &str) -> Result<f64> {
        let mut script = String::from("PRAGMA synchronous = FULL;\n.timer on\n");
        for contact in contacts {
            let _ = writeln!(
                script,
                "UPDATE contacts SET nickname = 'changed, {value}' WHERE id = '{}';",
                contact.id
            );
        }
        Ok(mean(&parse_times(&self.run_script(&script)?)?))
    }

    fn query(&self, sql: &str) -> Command {
        let mut command = Command::new("sqlcipher");
        command.arg(&self.file).arg(format!("{KEY} {sql}"));
        command
    }

    fn run_script(&self, script: &str) -> Result<String> {
        let file = self.file.with_extension("sql");
        write(&file, format!("{KEY}\n{script}"))?;
        let mut command = Command::new("sqlcipher");
        capture(
            command
                .arg("-bail")
                .arg(&self.file)
                .arg(format!(".read {}", file.display())),
        )
    }
}

/// The key itself, so that nothing is derived.
const KEY: &str =
    "PRAGMA key = \"x'0707070707070707070707070707070707070707070707070707070707070707'\";";

/// What `.timer on` prints, in milliseconds: it rounds to whole ones, so only a mean of many says something.
fn parse_times(text: &str) -> Result<Vec<f64>> {
    text.lines()
        .filter_map(|line| line.strip_prefix("Run Time: real "))
        .map(|rest| {
            number(rest.split(' ').next().unwrap_or_default()).map(|seconds| seconds * 1000.0)
        })
        .collect()
}

/// One database of KeePassXC.
pub(super) struct KeePass {
    file: PathBuf,
    key: PathBuf,
}

impl KeePass {
    /// What it calls itself.
    pub(super) fn name() -> Result<String> {
        let text = capture(&mut program("--version"))?;
        Ok(format!("keepassxc-cli {}", text.trim()))
    }

    /// Imports the contacts, with the least derivation that it agrees to, which is a tenth of a second.
    pub(super) fn make(folder: &Path, name: &str, contacts: &[Contact]) -> Result<Self> {
        let file = folder.join(format!("{name}.kdbx"));
        let key = folder.join("key");
        let mut xml = String::from("<KeePassFile><Meta/><Root><Group><Name>Root</Name>");
        for Contact {
            name,
            email,
            nickname,
            ..
        } in contacts
        {
            let _ = write!(
                xml,
                "<Entry><String><Key>Title</Key><Value>{name}</Value></String><String><Key>UserName</Key><Value>{email}</Value></String><String><Key>Notes</Key><Value>{nickname}</Value></String></Entry>"
            );
        }
        xml.push_str("</Group></Root></KeePassFile>");
        let source = file.with_extension("xml");
        write(&source, xml)?;
        let mut import = program("import");
        import.args(["--decryption-time", "100", "--set-key-file"]);
        capture(import.arg(&key).arg(source).arg(&file))?;
        Ok(Self { file, key })
    }

    /// Opens the database and shows one entry.
    pub(super) fn look_up(&self, contact: &Contact) -> Command {
        let mut show = program("show");
        show.args(["--quiet", "--no-password", "--key-file"]);
        show.arg(&self.key).arg(&self.file).arg(&contact.name);
        show
    }
}

/// The same database, opened by the crate `keepass`.
pub(super) struct KeePassCrate {
    program: PathBuf,
}

impl KeePassCrate {
    /// Which crate, in the version that is locked.
    pub(super) const NAME: &str = "keepass crate";

    /// Compiles the program.
    pub(super) fn build(project: &Project) -> Result<Self> {
        project.quiet(
            "build keepass-peer",
            &mut project.cargo(&[
                "build",
                "--locked",
                "--release",
                "--package",
                "hailstone-peers",
            ]),
        )?;
        let program = project.target("release/keepass-peer");
        Ok(Self { program })
    }

    /// Opens the database and shows one entry.
    pub(super) fn look_up(&self, database: &KeePass, contact: &Contact) -> Command {
        let mut command = Command::new(&self.program);
        command.args([&database.file, &database.key]);
        command.arg(&contact.name);
        command
    }
}

/// Milliseconds of a look-up in a full database beyond those of the same in one that has a single contact: without the
/// derivation, and without the start of the program, which is to its good.
pub(super) fn beyond_least(full: Command, least: Command, rounds: usize) -> Result<f64> {
    let [full, least] = race([full, least], rounds)?;
    Ok(full - least)
}

/// One file of `age`: sealed as a whole, so that a look-up opens all of it.
pub(super) struct Age {
    file: PathBuf,
    identity: PathBuf,
}

impl Age {
    /// What it calls itself.
    pub(super) fn name() -> Result<String> {
        let text = capture(Command::new("age").arg("--version"))?;
        Ok(format!("age {}", text.trim()))
    }

    /// The contacts, a line each, sealed to an X25519 identity, which needs no derivation.
    pub(super) fn make(folder: &Path, contacts: &[Contact]) -> Result<Self> {
        let file = folder.join(format!("{}.age", contacts.len()));
        let (plain, identity) = (file.with_extension("tsv"), file.with_extension("identity"));
        let mut text = String::new();
        for Contact {
            id,
            name,
            email,
            nickname,
        } in contacts
        {
            let _ = writeln!(text, "{id}\t{name}\t{email}\t{nickname}");
        }
        write(&plain, text)?;
        capture(Command::new("age-keygen").arg("--output").arg(&identity))?;
        let recipient = capture(Command::new("age-keygen").arg("-y").arg(&identity))?;
        let mut seal = Command::new("age");
        seal.args(["--recipient", recipient.trim(), "--output"]);
        capture(seal.arg(&file).arg(plain))?;
        Ok(Self { file, identity })
    }

    /// Opens the file, which is every contact.
    pub(super) fn read_all(&self) -> Command {
        let mut open = Command::new("age");
        open.args(["--decrypt", "--identity"]);
        open.arg(&self.identity).arg(&self.file);
        open
    }
}

fn program(verb: &str) -> Command {
    let mut command = Command::new("keepassxc-cli");
    // Its toolkit looks for a screen otherwise.
    command.env("QT_QPA_PLATFORM", "offscreen").arg(verb);
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_from_between_the_rows() -> Result {
        let text = "58\nRun Time: real 0.031 user 0.030000 sys 0.000000\n58\nRun Time: real 0.002 user 0.0 sys 0.0\n";
        let times = parse_times(text)?;
        assert!((mean(&times) - 16.5).abs() < 1e-9);
        Ok(())
    }
}
