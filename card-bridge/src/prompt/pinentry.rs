//! The system's pinentry, in a process of its own.

use super::assuan::{Assuan, Reply};
use super::{Leash, Prompt, Question, texts};
use crate::error::Failure;
use crate::host::asker::Asker;
use hailstone_core::secret::SecretBytes;
use hailstone_core::wire::BridgeError;
use std::ffi::OsString;
use std::io;
use std::process::{Command, Stdio};

/// Asks in a window, or on a terminal that it knows of.
#[derive(Clone, Debug)]
pub struct Pinentry {
    program: OsString,
    terminal: Option<String>,
    leash: Leash,
    asker: Option<Asker>,
}

impl Pinentry {
    /// The program `pinentry` on the search path. `leash` calls it off; `terminal` is the device to use where there is no
    /// window system.
    pub fn new(leash: Leash, terminal: Option<String>) -> Self {
        Self {
            program: "pinentry".into(),
            terminal,
            leash,
            asker: None,
        }
    }

    /// Says with every question that another program asks, and which.
    #[must_use]
    pub fn on_behalf_of(self, asker: Asker) -> Self {
        let asker = Some(asker);
        Self { asker, ..self }
    }

    fn description(&self, question: &Question) -> String {
        let asked = texts::description(question);
        match &self.asker {
            Some(asker) => format!("{asked}\n\n{}", asker.sentence(question.language())),
            None => asked,
        }
    }

    fn converse(&self, question: &Question) -> Result<SecretBytes, Failure> {
        let mut child = Command::new(&self.program)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|_| BridgeError::PromptAbsent)?;
        let pipes = child.stdout.take().zip(child.stdin.take());
        self.leash.hold(child);
        let (output, input) = pipes.ok_or(BridgeError::PromptFailed)?;
        let answer = self.ask_over(Assuan::greet(output, input), question);
        self.leash.release();
        if self.leash.called_off() {
            return Err(question.given_up());
        }
        match answer {
            Ok(Reply::Ok(answer)) => Ok(answer),
            Ok(Reply::GivenUp) => Err(question.given_up()),
            Ok(Reply::Refused) | Err(_) => Err(BridgeError::PromptFailed.into()),
        }
    }

    fn ask_over<R: io::Read, W: io::Write>(
        &self,
        assuan: io::Result<Assuan<R, W>>,
        question: &Question,
    ) -> io::Result<Reply> {
        let mut assuan = assuan?;
        // Options and decoration: a pinentry that does not know one goes on without it.
        if let Some(terminal) = &self.terminal {
            assuan.ask("OPTION", &format!("ttyname={terminal}"))?;
            if let Ok(kind) = std::env::var("TERM") {
                assuan.ask("OPTION", &format!("ttytype={kind}"))?;
            }
        }
        assuan.ask("OPTION", "lc-ctype=C.UTF-8")?;
        assuan.ask("SETTITLE", texts::TITLE)?;
        assuan.ask("SETOK", texts::go_on(question))?;
        assuan.ask("SETCANCEL", texts::cancel(question))?;
        // Without these the person would not know what they type.
        for (command, text) in [
            ("SETDESC", self.description(question)),
            ("SETPROMPT", texts::label(question).into()),
        ] {
            if !matches!(assuan.ask(command, &text)?, Reply::Ok(_)) {
                return Ok(Reply::Refused);
            }
        }
        if let Some(error) = texts::error(question) {
            assuan.ask("SETERROR", &error)?;
        }
        let answer = assuan.ask("GETPIN", "")?;
        // The answer counts, whatever becomes of the farewell.
        drop(assuan.ask("BYE", ""));
        Ok(answer)
    }
}

impl Prompt for Pinentry {
    fn ask(&mut self, question: &Question) -> Result<SecretBytes, Failure> {
        if self.leash.called_off() {
            return Err(question.given_up());
        }
        self.converse(question)
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use crate::prompt::testing::question;
    use crate::prompt::{Either, Mistake};
    use hailstone_core::card::CardError;
    use std::fs;
    use std::os::unix::fs::PermissionsExt;
    use std::path::Path;
    use std::time::{Duration, Instant};

    #[allow(clippy::unwrap_used, reason = "a helper of tests")]
    /// A pinentry that answers OK to everything, writes down what it was told, and does `getpin` at GETPIN.
    fn scripted(folder: &Path, getpin: &str) -> Pinentry {
        let program = folder.join("pinentry");
        let script = format!(
            "#!/bin/sh\necho OK ready\nwhile read -r line; do echo \"$line\" >> '{}'\ncase \"$line\" in\nGETPIN) {getpin} ;;\nBYE) echo OK; exit ;;\n*) echo OK ;;\nesac\ndone\n",
            folder.join("told").display()
        );
        fs::write(&program, script).unwrap();
        fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
        Pinentry {
            program: program.into(),
            terminal: None,
            leash: Leash::default(),
            asker: None,
        }
    }

    #[test]
    fn the_person_is_told_that_a_browser_asks_and_which() {
        let folder = tempfile::tempdir().unwrap();
        let pinentry = scripted(folder.path(), "echo 'D 1234'; echo OK");
        let mut pinentry = pinentry.on_behalf_of(Asker::Browser("Firefox"));
        pinentry.ask(&question().into()).unwrap();
        let told = fs::read_to_string(folder.path().join("told")).unwrap();
        assert!(
            told.contains("to open your data.%0A%0AFirefox asks for it.\n"),
            "{told}"
        );
    }

    #[test]
    fn the_person_is_told_what_is_asked_and_what_was_wrong() {
        let folder = tempfile::tempdir().unwrap();
        let mut pinentry = scripted(folder.path(), "echo 'D 12%2534'; echo OK");
        let mut question = question();
        question.mistake = Some(Mistake::Wrong);
        question.tries_left = Some(2);
        assert_eq!(pinentry.ask(&question.into()).unwrap().expose(), b"12%34");
        let told = fs::read_to_string(folder.path().join("told")).unwrap();
        assert!(told.contains("SETTITLE Hailstone\n"), "{told}");
        assert!(told.contains("SETPROMPT PIN:\n"), "{told}");
        assert!(told.contains("000F:A1B2C3D4"), "{told}");
        assert!(
            told.contains("SETERROR Wrong PIN, 2 tries left\n"),
            "{told}"
        );
    }

    #[test]
    fn giving_up_refusing_and_breaking_off_are_three_things() {
        let cases = [
            (
                "echo 'ERR 83886179 cancelled'",
                Failure::from(CardError::PinCancelled),
            ),
            (
                "echo 'ERR 83918950 no terminal'",
                BridgeError::PromptFailed.into(),
            ),
            ("exit 1", BridgeError::PromptFailed.into()),
            ("echo 'D 1234'; exit 1", BridgeError::PromptFailed.into()),
        ];
        for (getpin, expected) in cases {
            let folder = tempfile::tempdir().unwrap();
            let outcome = scripted(folder.path(), getpin).ask(&question().into());
            assert_eq!(outcome.unwrap_err(), expected, "{getpin}");
        }
    }

    #[test]
    fn without_a_pinentry_the_next_prompt_is_asked() {
        let absent = Pinentry {
            program: "/nonexistent/pinentry".into(),
            terminal: None,
            leash: Leash::default(),
            asker: None,
        };
        assert_eq!(
            absent.clone().ask(&question().into()).unwrap_err(),
            BridgeError::PromptAbsent.into()
        );
        let next = crate::prompt::testing::FakePrompt::answering(["123456"]);
        let pin = Either(absent, next).ask(&question().into()).unwrap();
        assert_eq!(pin.expose(), b"123456");
    }

    #[test]
    fn a_prompt_that_is_called_off_ends_at_once() {
        let folder = tempfile::tempdir().unwrap();
        let mut pinentry = scripted(folder.path(), "exec sleep 60");
        let leash = pinentry.leash.clone();
        let started = Instant::now();
        let waiting = std::thread::spawn(move || pinentry.ask(&question().into()));
        std::thread::sleep(Duration::from_millis(200));
        leash.call_off();
        assert_eq!(
            waiting.join().unwrap().unwrap_err(),
            CardError::PinCancelled.into()
        );
        assert!(started.elapsed() < Duration::from_secs(10));
    }
}
