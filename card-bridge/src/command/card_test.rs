//! `hailstone card test`: whether a card would open the vault today.

use super::card_list::application;
use super::{prompt, vault_file};
use crate::card::{self, Count, Facts, Metered, PcscReaders};
use crate::cli::{plain, say};
use crate::error::Failure;
use crate::prompt::{PinKind, Prompt, Question};
use crate::seen::Seen;
use crate::wallet::{CardUnlocker, Desk, Shut};
use hailstone_core::card::openpgp::{Pin, is_factory_pin};
use hailstone_core::card::{Application, CardError, CardRef};
use hailstone_core::secret::SecretBytes;
use hailstone_core::wire::Language;
use std::path::PathBuf;

/// Which card, and of which vault.
#[derive(Debug, PartialEq, Eq)]
pub struct CardTest {
    /// As `card list` names it.
    pub card: Option<CardRef>,
    /// The vault's file, if not the usual one.
    pub vault: Option<PathBuf>,
    /// The label of what to open the vault with, so that the test counts as a rehearsal.
    pub with: Option<String>,
}

/// Tests it.
///
/// # Errors
/// [`Failure::CardOpensNothing`], [`CardError::PinFactory`], and as [`Shut::unlock`].
pub fn run(test: CardTest, language: Language) -> Result<(), Failure> {
    let mut readers = Metered::new(PcscReaders::new());
    let mut prompt = Careful(prompt());
    let shut = Shut::read(&vault_file(test.vault)?)?;
    let mut desk = Desk {
        readers: &mut readers,
        prompt: &mut prompt,
        language,
        seen: Seen::own(),
    };
    let unlocker = shut.card(test.card.as_ref(), &mut desk)?;
    let facts = card::facts(desk.readers, &unlocker.card)?;
    for line in lines(&unlocker, &facts, language) {
        say(&line);
    }
    let rehearsed = test.with.is_some();
    let count = match test.with {
        None => {
            readers.take();
            let mut desk = Desk {
                readers: &mut readers,
                prompt: &mut prompt,
                language,
                seen: Seen::own(),
            };
            shut.try_card(&unlocker, &mut desk)?;
            readers.take()
        }
        Some(with) => {
            let mut wallet = shut.unlock(Some(&with), &mut desk)?;
            readers.take();
            let mut desk = Desk {
                readers: &mut readers,
                prompt: &mut prompt,
                language,
                seen: Seen::own(),
            };
            wallet.rehearse(None, Some(&unlocker.label), &mut desk)?;
            readers.take()
        }
    };
    say(&opened(count, rehearsed, language));
    Ok(())
}

fn lines(unlocker: &CardUnlocker, facts: &Facts, language: Language) -> Vec<String> {
    let say = |english: &'static str, german: &'static str| match language {
        Language::English => english,
        Language::German => german,
    };
    let which = unlocker.card.application();
    let mut lines = vec![match language {
        Language::English => format!("Card {} “{}”", unlocker.card, plain(&unlocker.label)),
        Language::German => format!("Karte {} „{}“", unlocker.card, plain(&unlocker.label)),
    }];
    let mut line = |name: &str, value: String| lines.push(format!("  {name:<16}{value}"));
    line(say("reader", "Leser"), plain(&facts.reader));
    let version = facts.version.as_deref();
    line(
        say("application", "Anwendung"),
        match (which, version) {
            (_, None) => application(which).into(),
            (Application::Piv, Some(version)) => {
                format!("PIV, {} {version}", say("firmware", "Firmware"))
            }
            (_, Some(version)) => format!("{} {version}", application(which)),
        },
    );
    let tries = |left: u8| match language {
        Language::English => format!("{left} tries left"),
        Language::German => format!("noch {left} Versuche"),
    };
    if let Some(left) = facts.pin_tries {
        line("PIN", tries(left));
    }
    if let Some(left) = facts.puk_tries {
        let name = match which {
            Application::Openpgp => say("Admin PIN", "Admin-PIN"),
            _ => "PUK",
        };
        line(name, tries(left));
    }
    if let Some(touch) = facts.touch {
        let wanted = match touch {
            true => say("wanted", "verlangt"),
            false => say("not wanted", "nicht verlangt"),
        };
        line(say("touch", "Berührung"), wanted.into());
    }
    lines
}

fn opened(count: Count, rehearsed: bool, language: Language) -> String {
    let (apdus, time) = (count.apdus, count.time.as_millis());
    match (rehearsed, language) {
        (false, Language::English) => format!(
            "It opens the vault, and each page of it: {apdus} commands, {time} ms of the card and its reader. Nothing on it was changed."
        ),
        (false, Language::German) => format!(
            "Sie öffnet den Tresor und jede Seite darin: {apdus} Befehle, {time} ms von Karte und Leser. Auf ihr wurde nichts geändert."
        ),
        (true, Language::English) => format!(
            "Rehearsed: it opens the vault, and each page of it: {apdus} commands, {time} ms of the card and its reader. Nothing on it was changed."
        ),
        (true, Language::German) => format!(
            "Geprobt: Sie öffnet den Tresor und jede Seite darin: {apdus} Befehle, {time} ms von Karte und Leser. Auf ihr wurde nichts geändert."
        ),
    }
}

/// Gives no card the PIN that it was delivered with: a card that still has it does not pass, and a test changes none.
struct Careful<P>(P);

impl<P: Prompt> Prompt for Careful<P> {
    fn ask(&mut self, question: &Question) -> Result<SecretBytes, Failure> {
        let answer = self.0.ask(question)?;
        let Question::Pin(question) = question else {
            return Ok(answer);
        };
        let has_factory_pin = question.card.application() != Application::Hailstone;
        let is_users = question.pin == PinKind::User;
        if is_users && has_factory_pin && is_factory_pin(Pin::User, &answer) {
            return Err(CardError::PinFactory.into());
        }
        Ok(answer)
    }
}
