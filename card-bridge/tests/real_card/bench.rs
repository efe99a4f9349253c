//! A `pcscd` with a card in it, and the program in front of it.

use super::host::Host;
use serde_json::Value;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Output, Stdio};
use std::thread;
use std::time::{Duration, Instant};
use tempfile::TempDir;

pub(super) fn required(variable: &str) -> PathBuf {
    let path = std::env::var_os(variable).map(PathBuf::from).unwrap_or_else(|| {
        panic!(
            "{variable} is not set. Build the virtual card with `cargo build -p hailstone-virtual-card`, and set \
             HAILSTONE_VIRTUAL_STACK to the program virtual-stack and HAILSTONE_DEMO_PINENTRY_DIR to its folder."
        )
    });
    assert!(path.exists(), "{variable}: {} is not there", path.display());
    path
}

/// A `pcscd` of this test's own, with one card, and a folder of its own for everything else.
pub(super) struct Bench {
    stack: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
    socket: String,
    folder: TempDir,
}

impl Bench {
    /// With a card that has no key.
    pub(super) fn new() -> Self {
        Self::with(&[])
    }

    /// With what these arguments of `virtual-stack` ask for.
    pub(super) fn with(arguments: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let pinentries = required("HAILSTONE_DEMO_PINENTRY_DIR");
        let demo = ["pinentry", "demo-pinentry"]
            .map(|name| pinentries.join(name))
            .into_iter()
            .find(|path| path.is_file())
            .expect("HAILSTONE_DEMO_PINENTRY_DIR holds neither pinentry nor demo-pinentry");
        fs::create_dir(folder.path().join("bin")).unwrap();
        symlink(
            fs::canonicalize(demo).unwrap(),
            folder.path().join("bin/pinentry"),
        )
        .unwrap();
        let mut stack = Command::new(required("HAILSTONE_VIRTUAL_STACK"))
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let input = stack.stdin.take();
        let mut output = BufReader::new(stack.stdout.take().unwrap());
        let mut line = String::new();
        output.read_line(&mut line).unwrap();
        let started: Value = serde_json::from_str(&line).expect("virtual-stack did not start");
        Self {
            stack,
            input,
            output,
            socket: started["PCSCLITE_CSOCK_NAME"].as_str().unwrap().into(),
            folder,
        }
    }

    /// With a card that `card init` has given a key.
    pub(super) fn with_key() -> Self {
        let bench = Self::new();
        let made = bench.run(&["card", "init"]);
        assert!(made.status.success(), "{made:?}");
        bench
    }

    pub(super) fn tell(&mut self, order: &str) {
        let input = self.input.as_mut().unwrap();
        writeln!(input, "{order}").unwrap();
        let mut line = String::new();
        self.output.read_line(&mut line).unwrap();
        assert_eq!(line.trim(), r#"{"ok":true}"#, "{order}");
    }

    pub(super) fn socket(&self) -> &str {
        &self.socket
    }

    pub(super) fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Puts a shell script in the place of the demonstration's pinentry; `getpin` is what it does then.
    pub(super) fn pinentry(&self, getpin: &str) {
        let path = self.file("bin/pinentry");
        fs::remove_file(&path).unwrap();
        let script = format!(
            "#!/bin/sh\necho OK\nwhile read -r line; do case \"$line\" in\nGETPIN) {getpin} ;;\n*) echo OK ;;\nesac; done\n"
        );
        fs::write(&path, script).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    }

    /// A pinentry that says that it was asked, in the file `asked`, and gives this PIN once there is a file `answer`.
    pub(super) fn slow_pinentry(&self, pin: &str) {
        self.pinentry(&format!(
            "touch '{}'; while ! [ -e '{}' ]; do sleep 0.1; done; echo 'D {pin}'; echo OK",
            self.file("asked").display(),
            self.file("answer").display()
        ));
    }

    /// Runs a step of a test in a process of its own: what finds a `pcscd` finds it by its environment.
    pub(super) fn step(&self, name: &str, variables: &[(&str, &str)]) -> Command {
        let mut command = self.command_of(std::env::current_exe().unwrap().to_str().unwrap());
        command
            .args(["--exact", name, "--ignored"])
            .envs(variables.iter().copied());
        command
    }

    pub(super) fn command(&self) -> Command {
        self.command_of(env!("CARGO_BIN_EXE_hailstone"))
    }

    /// Another program, which finds the same card, prompt and folders.
    pub(super) fn command_of(&self, program: &str) -> Command {
        let mut path = self.file("bin").into_os_string();
        path.push(":");
        path.push(std::env::var_os("PATH").unwrap_or_default());
        let mut command = Command::new(program);
        command
            .env("PCSCLITE_CSOCK_NAME", &self.socket)
            .env("PATH", path)
            .env("HOME", self.folder.path())
            .env("LC_ALL", "C")
            .env_remove("XDG_CONFIG_HOME")
            .env_remove("XDG_DATA_HOME")
            .env("HAILSTONE_DEMO_PIN_STATE", self.file("pins-given"))
            .env("HAILSTONE_DEMO_PINENTRY_LOG", self.file("shown"))
            .stdin(Stdio::null());
        command
    }

    /// Runs the program before a person who types these, one after the other, the last one for ever.
    pub(super) fn typing(&self, pins: &str, arguments: &[&str]) -> Output {
        // Nothing of these was typed before.
        drop(fs::remove_file(self.file("typed")));
        let mut command = self.command();
        command
            .args(arguments)
            .env("HAILSTONE_DEMO_PIN", pins)
            .env("HAILSTONE_DEMO_PIN_STATE", self.file("typed"));
        command.output().unwrap()
    }

    /// Runs a command that is given this on its standard input.
    pub(super) fn answering(&self, mut command: Command, typed: &str) -> Output {
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut input = child.stdin.take().unwrap();
        input.write_all(typed.as_bytes()).unwrap();
        // A terminal that is hung up asks nobody any more.
        let output = child.wait_with_output().unwrap();
        drop(input);
        output
    }

    pub(super) fn run(&self, arguments: &[&str]) -> Output {
        self.command().args(arguments).output().unwrap()
    }

    /// The card as `card list` names it, of this application.
    pub(super) fn named(&self, application: &str) -> String {
        let listed = text(&self.run(&["card", "list"]).stdout);
        let mut words = listed.split_whitespace();
        let found = words.find(|word| word.starts_with(application));
        found
            .unwrap_or_else(|| panic!("no {application} in {listed}"))
            .into()
    }

    pub(super) fn host(&self, caller: &str, pins: &str) -> Host {
        let mut child = self
            .command()
            .arg(caller)
            .env("HAILSTONE_DEMO_PIN", pins)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        Host {
            input: child.stdin.take(),
            output: child.stdout.take().unwrap(),
            child,
        }
    }

    pub(super) fn shown(&self) -> String {
        fs::read_to_string(self.file("shown")).unwrap_or_default()
    }
}

impl Drop for Bench {
    fn drop(&mut self) {
        // The stack ends with its input.
        drop(self.input.take());
        drop(self.stack.wait());
    }
}

pub(super) fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

pub(super) fn wait_for(path: &Path) {
    let deadline = Instant::now() + Duration::from_secs(10);
    while !path.exists() {
        assert!(Instant::now() < deadline, "{} did not come", path.display());
        thread::sleep(Duration::from_millis(20));
    }
}
