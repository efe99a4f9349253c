//! Paths of the project and child processes: quiet with a log, loud, or captured.

use crate::{
    error::{Failure, Result},
    progress::Progress,
};
use std::{
    env,
    ffi::OsStr,
    fs::{self, File},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread,
    time::Duration,
};

/// How many of a log's last lines are shown when its program fails.
const SHOWN_LINES: usize = 150;

/// Where things are.
pub(crate) struct Project {
    root: PathBuf,
    target: PathBuf,
}

impl Project {
    /// Finds the project: beside the manifest that cargo names, else upwards from here.
    pub(crate) fn find() -> Result<Self> {
        let start = match env::var_os("CARGO_MANIFEST_DIR") {
            Some(directory) => PathBuf::from(directory),
            None => env::current_dir()
                .map_err(|error| Failure::new(format!("no current folder: {error}")))?,
        };
        let root = start
            .ancestors()
            .find(|folder| folder.join("xtask/Cargo.toml").is_file())
            .ok_or_else(|| {
                Failure::new("this is not the Hailstone project")
                    .remedy("run it inside the repository")
            })?
            .to_path_buf();
        let target = env::var_os("CARGO_TARGET_DIR")
            .map_or_else(|| root.join("target"), |path| root.join(path));
        Ok(Self { root, target })
    }

    /// A path below the top level.
    pub(crate) fn path(&self, relative: &str) -> PathBuf {
        join(&self.root, relative)
    }

    /// A path below cargo's target folder.
    pub(crate) fn target(&self, relative: &str) -> PathBuf {
        join(&self.target, relative)
    }

    /// A path below `target/hailstone`, where everything that we build goes.
    pub(crate) fn output(&self, relative: &str) -> PathBuf {
        join(&self.target.join("hailstone"), relative)
    }

    /// A tool that `setup` installed. Always in the project's own target folder, whatever cargo's is.
    pub(crate) fn tool(&self, name: &str) -> PathBuf {
        self.root.join("target/tools/bin").join(name)
    }

    /// A program with the top level as its working folder.
    pub(crate) fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new(program);
        command.current_dir(&self.root);
        command
    }

    /// Cargo, the same one that runs us.
    pub(crate) fn cargo(&self, arguments: &[&str]) -> Command {
        let mut command = self.command(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        command.args(arguments);
        for (name, _) in env::vars_os() {
            // Told to us about ourselves; a build script of another package must not read them.
            if name.to_str().is_some_and(|name| {
                name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_")
            }) {
                command.env_remove(&name);
            }
        }
        command
    }

    /// npm in `web/`.
    pub(crate) fn npm(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new("npm");
        command.current_dir(self.path("web")).args(arguments);
        command
    }

    /// Node in the top level.
    pub(crate) fn node(&self, script: &str, arguments: &[&str]) -> Command {
        let mut command = self.command("node");
        command.arg(script).args(arguments);
        command
    }

    /// Runs a program with its output in a log, shown only when it fails.
    pub(crate) fn quiet(&self, what: &str, command: &mut Command) -> Result {
        let log_path = self.output("logs").join(format!("{}.log", slug(what)));
        let log = create(&log_path)?;
        let copy = log
            .try_clone()
            .map_err(|error| Failure::file(&log_path, &error))?;
        let mut child = command
            // A log has no colours.
            .envs([
                ("NO_COLOR", "1"),
                ("TERM", "dumb"),
                ("CARGO_TERM_COLOR", "never"),
            ])
            .stdin(Stdio::null())
            .stdout(log)
            .stderr(copy)
            .spawn()
            .map_err(|error| cannot_start(command, &error))?;
        let mut progress = Progress::start(what);
        let status = loop {
            match child.try_wait() {
                Ok(Some(status)) => break status,
                Ok(None) => {
                    thread::sleep(Duration::from_millis(100));
                    progress.tick();
                }
                Err(error) => return Err(cannot_start(command, &error)),
            }
        };
        progress.end(status.success());
        if status.success() {
            return Ok(());
        }
        let text = fs::read(&log_path).unwrap_or_default();
        eprintln!("{}", tail(&String::from_utf8_lossy(&text), SHOWN_LINES));
        Err(
            Failure::new(format!("{what}: {}: {status}", shown(command))).remedy(format!(
                "read above, or all of it in {}",
                self.relative(&log_path)
            )),
        )
    }

    /// Runs a program that speaks for itself.
    pub(crate) fn loud(&self, what: &str, command: &mut Command) -> Result {
        let status = command
            .status()
            .map_err(|error| cannot_start(command, &error))?;
        if status.success() {
            Ok(())
        } else {
            Err(Failure::new(format!(
                "{what}: {}: {status}",
                shown(command)
            )))
        }
    }

    /// A path as the person sees it.
    pub(crate) fn relative(&self, path: &Path) -> String {
        path.strip_prefix(&self.root)
            .unwrap_or(path)
            .display()
            .to_string()
    }
}

/// What a program prints on standard output.
pub(crate) fn capture(command: &mut Command) -> Result<String> {
    let output = command
        .stdin(Stdio::null())
        .output()
        .map_err(|error| cannot_start(command, &error))?;
    if output.status.success() {
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    } else {
        Err(Failure::new(format!(
            "{}: {}\n{}",
            shown(command),
            output.status,
            tail(&String::from_utf8_lossy(&output.stderr), SHOWN_LINES)
        )))
    }
}

/// Whether a program runs and ends well; what it prints is of no interest.
pub(crate) fn succeeds(command: &mut Command) -> bool {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// Reads a text file.
pub(crate) fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).map_err(|error| Failure::file(path, &error))
}

/// Writes a file, with the folders above it.
pub(crate) fn write(path: &Path, bytes: impl AsRef<[u8]>) -> Result {
    create(path)?;
    fs::write(path, bytes).map_err(|error| Failure::file(path, &error))
}

/// Like `Path::join`, without a slash at the end when there is nothing to join.
fn join(folder: &Path, relative: &str) -> PathBuf {
    if relative.is_empty() {
        folder.to_path_buf()
    } else {
        folder.join(relative)
    }
}

fn create(path: &Path) -> Result<File> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(|error| Failure::file(folder, &error))?;
    }
    File::create(path).map_err(|error| Failure::file(path, &error))
}

fn cannot_start(command: &Command, error: &std::io::Error) -> Failure {
    Failure::new(format!(
        "{} does not start: {error}",
        command.get_program().to_string_lossy()
    ))
    .remedy("run `cargo xtask setup`; if it is still missing, install it")
}

fn shown(command: &Command) -> String {
    let mut words = vec![command.get_program().to_string_lossy()];
    words.extend(command.get_args().map(OsStr::to_string_lossy));
    words.join(" ")
}

fn slug(what: &str) -> String {
    what.chars()
        .map(|char| {
            if char.is_ascii_alphanumeric() {
                char.to_ascii_lowercase()
            } else {
                '-'
            }
        })
        .collect()
}

fn tail(text: &str, lines: usize) -> String {
    let all: Vec<&str> = text.lines().collect();
    all.get(all.len().saturating_sub(lines)..)
        .unwrap_or_default()
        .join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_log_is_shown_from_its_end() {
        assert_eq!(tail("a\nb\nc", 2), "b\nc");
        assert_eq!(tail("a", 2), "a");
    }

    #[test]
    fn a_log_is_named_after_its_step() {
        assert_eq!(slug("clippy (wasm32)"), "clippy--wasm32-");
    }
}
