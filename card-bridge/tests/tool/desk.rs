//! The program, with a home of its own and a scripted pinentry.

use std::fs;
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

/// Seven records.
pub(crate) const ADA: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../core/interchange/tests/samples/ada.vcf"
);

/// Gives the lines of the file `answers` one after the other, then gives up; writes down what it was told.
const PINENTRY: &str = r#"#!/bin/sh
cd "$HOME"
echo OK
while read -r line; do
  echo "$line" >> told
  case "$line" in
    GETPIN)
      answer=$(head -n 1 answers)
      sed 1d answers > rest && mv rest answers
      if [ -n "$answer" ]; then echo "D $answer"; echo OK; else echo 'ERR 83886179 cancelled'; fi ;;
    BYE) echo OK; exit ;;
    *) echo OK ;;
  esac
done
"#;

pub(crate) struct Desk {
    pub(crate) home: TempDir,
    pub(crate) locale: &'static str,
}

impl Desk {
    pub(crate) fn new() -> Self {
        let home = tempfile::tempdir().unwrap();
        fs::create_dir(home.path().join("bin")).unwrap();
        let pinentry = home.path().join("bin/pinentry");
        fs::write(&pinentry, PINENTRY).unwrap();
        fs::set_permissions(&pinentry, fs::Permissions::from_mode(0o755)).unwrap();
        Self { home, locale: "C" }
    }

    /// With Ada's data in a vault that the passphrase "correct horse" opens.
    pub(crate) fn with_ada() -> Self {
        let desk = Self::new();
        assert_eq!(
            code(&desk.run(&["create"], "correct horse\ncorrect horse")),
            ""
        );
        assert_eq!(code(&desk.run(&["import", ADA], "correct horse")), "");
        desk
    }

    pub(crate) fn run(&self, arguments: &[&str], answers: &str) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_hailstone"));
        command.args(arguments).stdin(Stdio::null());
        self.at_home(&mut command, answers).output().unwrap()
    }

    /// On a terminal, where these lines are typed. What is said and what went wrong come out as one.
    pub(crate) fn on_a_terminal(&self, arguments: &[&str], answers: &str, typed: &str) -> Output {
        let quoted = arguments.iter().map(|word| format!(" '{word}'"));
        let line = env!("CARGO_BIN_EXE_hailstone").to_owned() + &quoted.collect::<String>();
        let mut command = Command::new("script");
        command.args(["-qec", &line, "/dev/null"]);
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut running = self.at_home(&mut command, answers).spawn().unwrap();
        let mut input = running.stdin.take().unwrap();
        input.write_all(typed.as_bytes()).unwrap();
        // Held until the end: a terminal that is gone is nobody there.
        let output = running.wait_with_output().unwrap();
        drop(input);
        output
    }

    fn at_home<'a>(&self, command: &'a mut Command, answers: &str) -> &'a mut Command {
        fs::write(self.home.path().join("answers"), answers).unwrap();
        let path = std::env::var("PATH").unwrap_or_default();
        command
            .env("PATH", format!("{}/bin:{path}", self.home.path().display()))
            .env("HOME", self.home.path())
            .env("LC_ALL", self.locale)
            .env("PCSCLITE_CSOCK_NAME", self.home.path().join("no-pcscd"))
            .env("XDG_RUNTIME_DIR", self.home.path().join("run"))
            .env_remove("XDG_DATA_HOME")
            .env_remove("XDG_CONFIG_HOME")
            .env_remove("XDG_STATE_HOME")
            .env_remove("DISPLAY")
            .env_remove("WAYLAND_DISPLAY")
    }

    pub(crate) fn vault(&self) -> PathBuf {
        self.home.path().join(".local/share/hailstone/vault.db")
    }

    /// What the pinentry was told since the last time.
    pub(crate) fn told(&self) -> String {
        let file = self.home.path().join("told");
        let told = fs::read_to_string(&file).unwrap_or_default();
        drop(fs::remove_file(file));
        told
    }
}

pub(crate) fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.into()).unwrap()
}

/// The code on the last line of what went wrong; empty if nothing did.
pub(crate) fn code(output: &Output) -> String {
    let errors = text(&output.stderr);
    let last = errors.lines().last().unwrap_or_default().trim();
    assert_eq!(output.status.success(), !last.starts_with('['), "{errors}");
    match last.strip_prefix('[').and_then(|last| last.split_once(',')) {
        Some((code, _)) => code.into(),
        None => String::new(),
    }
}

pub(crate) const ADA_SHOWN: &str = "\
person
  name                   Ada Lovelace
  given_name             Ada
  family_name            Lovelace
  middle_name            Augusta
  nickname               Ada
  birthdate              1915-12-10
  website                https://ada.example.org
email (home)
  email                  ada.lovelace@example.org
email (work)
  email                  ada@analytical.example
phone (work)
  phone_number           +44 20 7946 0999
phone (home)
  phone_number           +44-20-7946-0123
address (home)
  address.formatted      12 St James's Square
                         SW1Y 4LB London
                         United Kingdom
  address.street_address 12 St James's Square
  address.locality       London
  address.postal_code    SW1Y 4LB
  address.country        United Kingdom
address (work)
  address.formatted      Analytical Engines Ltd
                         7 Dorset Street
                         London W1U 6QR
  address.street_address 7 Dorset Street
                         Second floor
  address.locality       London
  address.region         Greater London
  address.postal_code    W1U 6QR
  address.country        United Kingdom
";
