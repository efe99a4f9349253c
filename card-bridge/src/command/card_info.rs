//! `hailstone card info`: what each card says of itself.

use super::card_list::{all, application, key, state};
use crate::card::fido2::Listed;
use crate::card::{self, Found, Known, On, PcscReaders};
use crate::cli::say;
use crate::error::Failure;
use hailstone_core::card::openpgp::Pin;
use hailstone_core::card::{Application, Point};
use hailstone_core::wire::Language;

/// Tells about the cards.
///
/// # Errors
/// As [`card::list`].
pub fn run(language: Language) -> Result<(), Failure> {
    let known = Known::read()?;
    let (cards, keys) = all()?;
    for found in cards {
        // Where the card does not say it, there is nothing to say.
        let has_factory = matches!(found.on, On::Piv { .. })
            && card::has_factory_management_key(&mut PcscReaders::new(), &found.reader)
                .unwrap_or(false);
        for line in lines(&found, has_factory, &known, language) {
            say(&line);
        }
    }
    for found in keys {
        for line in lines_of_key(&found, language) {
            say(&line);
        }
    }
    Ok(())
}

fn lines_of_key(key: &Listed, language: Language) -> Vec<String> {
    let (title, application, state_name, model_name) = match language {
        Language::English => ("Security key", "application", "state", "model"),
        Language::German => ("Sicherheitsschlüssel", "Anwendung", "Zustand", "Modell"),
    };
    let model: String = key.model.iter().map(|byte| format!("{byte:02x}")).collect();
    let mut lines = vec![format!("{title} {}", key.name)];
    for (name, value) in [
        (application, "FIDO2"),
        (state_name, state(key, language)),
        (model_name, &model),
    ] {
        lines.push(format!("  {name:<16}{value}"));
    }
    lines
}

fn lines(found: &Found, has_factory: bool, known: &Known, language: Language) -> Vec<String> {
    let say = |english: &'static str, german: &'static str| match language {
        Language::English => english,
        Language::German => german,
    };
    let mut lines = Vec::new();
    let mut line = |name: &str, value: String| lines.push(format!("  {name:<16}{value}"));
    line(say("reader", "Leser"), found.reader.clone());
    let which = match found.on {
        On::OpenPgp(_) => Application::Openpgp,
        On::Piv { .. } => Application::Piv,
        On::Hailstone { .. } => Application::Hailstone,
    };
    line(say("application", "Anwendung"), application(which).into());
    let public_key = found.public_key(known);
    let kind = key(&public_key, language);
    let digits = public_key.as_ref().map(hex).unwrap_or_default();
    line(
        say("key", "Schlüssel"),
        format!("{kind} {digits}").trim_end().into(),
    );
    let tries = |left: u8| match language {
        Language::English => format!("{left} tries left"),
        Language::German => format!("noch {left} Versuche"),
    };
    if let Some(left) = found.tries_left() {
        line("PIN", tries(left));
    }
    match &found.on {
        On::OpenPgp(card) => {
            let left = card.tries_left(Pin::Admin);
            line(say("Admin PIN", "Admin-PIN"), tries(left));
            let wanted = match card.wants_touch() {
                true => say("wanted", "verlangt"),
                false => say("not wanted", "nicht verlangt"),
            };
            line(say("touch", "Berührung"), wanted.into());
        }
        On::Piv { key, .. } => {
            if key.as_ref().is_some_and(|key| key.wants_touch) {
                line(say("touch", "Berührung"), say("wanted", "verlangt").into());
            }
            if has_factory {
                line(
                    say("management key", "Verwaltungsschl."),
                    say(
                        "the one that cards are delivered with, which everybody knows: whoever has the card can write on it and make keys on it, and so delete the copy and the key that are there; they open nothing by it. Change it with the card's own tool.",
                        "der, mit dem Karten ausgeliefert werden und den alle kennen: Wer die Karte hat, kann sie beschreiben und Schlüssel darauf anlegen, also auch die Kopie und den Schlüssel darauf löschen; öffnen lässt sich damit nichts. Ändern Sie ihn mit dem Programm der Karte.",
                    )
                    .into(),
                );
            }
        }
        On::Hailstone { key, is_in_use } => {
            line(say("fingerprint", "Fingerabdruck"), key.fingerprint());
            let state = match (is_in_use, known.is_known(key)) {
                (false, _) => say("new: no PIN yet", "neu: noch ohne PIN"),
                (true, true) => say("yours", "Ihre"),
                (true, false) => say("not noted as yours here", "hier nicht als Ihre vermerkt"),
            };
            line(say("state", "Zustand"), state.into());
        }
    }
    let name = found
        .card()
        .map_or_else(|| "-".into(), |card| card.to_string());
    let title = match language {
        Language::English => format!("Card {name}"),
        Language::German => format!("Karte {name}"),
    };
    lines.insert(0, title);
    lines
}

fn hex(point: &Point) -> String {
    let bytes = point.as_bytes().iter();
    bytes.map(|byte| format!("{byte:02x}")).collect()
}
