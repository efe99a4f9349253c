//! `hailstone card reset`: a card made new, with all that is on it gone.

use super::confirm::confirm;
use super::{prompt, vault_file};
use crate::card::{self, Condemned, Holds, Known, PcscReaders, Person, Way};
use crate::cli::{note, plain, say};
use crate::error::Failure;
use crate::prompt::PinKind;
use crate::wallet::Shut;
use hailstone_core::card::{Application, CardRef};
use hailstone_core::wire::Language;
use std::path::PathBuf;

/// Which card, and what was said about it.
#[derive(Debug, PartialEq, Eq)]
pub struct CardReset {
    /// As `card list` names it.
    pub card: Option<CardRef>,
    /// The vault whose unlocker it may be, if not the usual one.
    pub vault: Option<PathBuf>,
    /// Nobody is asked whether they mean it.
    pub yes: bool,
    /// Every try of its PINs is used up instead of asking for one.
    pub without_pin: bool,
    /// Also when nothing else opens the vault.
    pub even_if_last: bool,
}

/// What the card is to the vault.
enum Role {
    None,
    /// One of several unlockers.
    Opens {
        label: String,
    },
}

/// Does it.
///
/// # Errors
/// [`Failure::CardLast`], [`Failure::ConfirmationAbsent`], [`Failure::NotConfirmed`], and as [`card::condemn`] and [`card::reset`].
pub fn run(reset: CardReset, language: Language) -> Result<(), Failure> {
    let mut readers = PcscReaders::new();
    let condemned = card::condemn(&mut readers, reset.card.as_ref())?;
    let role = role(&condemned, reset.vault)?;
    if let (Role::Opens { label }, true) = (&role.0, role.1 && !reset.even_if_last) {
        let label = label.clone();
        return Err(Failure::CardLast { label });
    }
    let by_force = reset.without_pin || condemned.way == Way::Blocking;
    for line in lines(&condemned, &role.0, by_force, language) {
        note(&line);
    }
    let name = name(&condemned, language);
    if !reset.yes {
        confirm(
            &match language {
                Language::English => format!("Type {name} to go on:"),
                Language::German => format!("Geben Sie {name} ein, um fortzufahren:"),
            },
            &name,
        )?;
    }
    let mut person = Person {
        prompt: &mut prompt(),
        language,
    };
    card::reset(
        &mut readers,
        &mut person,
        &mut Known::read()?,
        &condemned,
        by_force,
    )?;
    say(&done(&condemned, &name, language));
    if let Role::Opens { label } = role.0 {
        let label = plain(&label);
        note(&match language {
            Language::English => format!(
                "“{label}” opens nothing any more. Take it from the vault: hailstone unlocker remove \"{label}\""
            ),
            Language::German => format!(
                "„{label}“ öffnet nichts mehr. Nehmen Sie es aus dem Tresor: hailstone unlocker remove \"{label}\""
            ),
        });
    }
    Ok(())
}

/// What the card is to the vault, and whether nothing else opens it. Where there is no usual vault, it is nothing to it.
fn role(condemned: &Condemned, vault: Option<PathBuf>) -> Result<(Role, bool), Failure> {
    let Some(card) = &condemned.card else {
        return Ok((Role::None, false));
    };
    let was_named = vault.is_some();
    let shut = match Shut::read(&vault_file(vault)?) {
        Ok(shut) => shut,
        Err(Failure::VaultAbsent { .. }) if !was_named => return Ok((Role::None, false)),
        Err(failure) => return Err(failure),
    };
    let is_on_it = |key: &CardRef| card::is_same(key, card);
    let (mut label, mut others) = (None, false);
    for unlocker in shut.unlockers() {
        let key = unlocker.card().and_then(|key| key.card().ok());
        match key.filter(is_on_it) {
            Some(_) => label = Some(unlocker.label().to_owned()),
            None => others = true,
        }
    }
    Ok(match label {
        Some(label) => (Role::Opens { label }, !others),
        None => (Role::None, false),
    })
}

/// What a person types to say that they mean it.
fn name(condemned: &Condemned, language: Language) -> String {
    match (&condemned.card, language) {
        (Some(card), _) => card::name(card),
        (None, Language::English) => "yes".into(),
        (None, Language::German) => "ja".into(),
    }
}

fn lines(condemned: &Condemned, role: &Role, by_force: bool, language: Language) -> Vec<String> {
    let say = |english: &str, german: &str| match language {
        Language::English => english.to_owned(),
        Language::German => german.to_owned(),
    };
    let reader = plain(&condemned.reader);
    let which = condemned.card.as_ref().map_or_else(
        || say("a card without a name", "eine Karte ohne Namen"),
        ToString::to_string,
    );
    let mut lines = vec![say(
        &format!("This deletes everything on {which}, in {reader}."),
        &format!("Dies löscht alles auf {which}, in {reader}."),
    )];
    lines.push(format!("  {}", holds(condemned.holds, language)));
    if condemned.way != Way::Begun {
        lines.push(say(
            "  A copy of a vault that `card put` or `card sync` left on it goes, too.",
            "  Auch eine Kopie eines Tresors, die `card put` oder `card sync` darauf ließ, geht verloren.",
        ));
    }
    if let Role::Opens { label } = role {
        let label = plain(label);
        lines.push(say(
            &format!("  It opens your vault, as “{label}”, and will not any more."),
            &format!("  Sie öffnet Ihren Tresor, als „{label}“, und wird es nicht mehr tun."),
        ));
    }
    if by_force && !matches!(condemned.way, Way::Dead | Way::Begun) {
        lines.push(say(
            "  To get there, its PIN and its PUK or Admin PIN are blocked by wrong ones.",
            "  Dazu werden ihre PIN und ihre PUK oder Admin-PIN durch falsche gesperrt.",
        ));
    } else if let Way::Shown(kind) = condemned.way {
        let which = match (kind, language) {
            (PinKind::Admin, Language::English) => "Admin PIN",
            (PinKind::Admin, Language::German) => "Admin-PIN",
            (PinKind::User | PinKind::Puk, _) => "PUK",
        };
        lines.push(say(
            &format!("  Its {which} is asked for; who has not got it says --without-pin."),
            &format!("  Nach der {which} wird gefragt; wer sie nicht hat, sagt --without-pin."),
        ));
    }
    lines
}

fn holds(holds: Holds, language: Language) -> String {
    let say = |english: &'static str, german: &'static str| match language {
        Language::English => english,
        Language::German => german,
    };
    let mut parts: Vec<String> = Vec::new();
    match holds {
        Holds::OpenPgp([sign, decrypt, authenticate]) => {
            for (there, name) in [
                (
                    sign,
                    say("a key for signing", "ein Schlüssel zum Signieren"),
                ),
                (
                    decrypt,
                    say(
                        "a key for decrypting, mail too",
                        "ein Schlüssel zum Entschlüsseln, auch von Mail",
                    ),
                ),
                (
                    authenticate,
                    say("a key for logging in", "ein Schlüssel zum Anmelden"),
                ),
            ] {
                parts.extend(there.then(|| name.to_owned()));
            }
        }
        Holds::Piv { ours, certificates } => {
            let ours = ours.then(|| say("a key of Hailstone's", "ein Schlüssel von Hailstone"));
            parts.extend(ours.map(Into::into));
            let slots = ["9A", "9C", "9D", "9E"].into_iter().zip(certificates);
            parts.extend(slots.filter(|(_, there)| *there).map(|(slot, _)| {
                format!("{} {slot}", say("a certificate in", "ein Zertifikat in"))
            }));
        }
        Holds::Hailstone { keys, objects } => {
            parts.push(match language {
                Language::English => format!("keys: {keys}, objects: {objects}"),
                Language::German => format!("Schlüssel: {keys}, Objekte: {objects}"),
            });
        }
        Holds::Nothing => {
            return say(
                "Its reset broke off, and is finished now: nothing is on it any more.",
                "Ihr Zurücksetzen brach ab und wird nun beendet: Es ist nichts mehr darauf.",
            )
            .into();
        }
    }
    let empty = say(
        "no key that it tells of",
        "kein Schlüssel, von dem sie sagt",
    );
    let what = match parts.is_empty() {
        true => empty.to_owned(),
        false => parts.join(", "),
    };
    format!("{} {what}", say("On it:", "Darauf:"))
}

/// What it is now, and what is to be done next.
fn done(condemned: &Condemned, name: &str, language: Language) -> String {
    let application = condemned.card.as_ref().map(CardRef::application);
    match (application, language) {
        (Some(Application::Hailstone), Language::English) => format!(
            "Card {name} is new. It has another key, and another fingerprint; `hailstone card init` gives it a PIN."
        ),
        (Some(Application::Hailstone), Language::German) => format!(
            "Karte {name} ist neu. Sie hat einen anderen Schlüssel und einen anderen Fingerabdruck; `hailstone card init` gibt ihr eine PIN."
        ),
        (Some(Application::Piv), Language::English) => format!(
            "Card {name} is new. Its PIN, PUK and management key are those that everybody knows."
        ),
        (Some(Application::Piv), Language::German) => format!(
            "Karte {name} ist neu. Ihre PIN, ihre PUK und ihr Verwaltungsschlüssel sind die, die alle kennen."
        ),
        (Some(Application::Openpgp), Language::English) => {
            format!("Card {name} is new. Its PIN and Admin PIN are those that everybody knows.")
        }
        (Some(Application::Openpgp), Language::German) => {
            format!("Karte {name} ist neu. Ihre PIN und Admin-PIN sind die, die alle kennen.")
        }
        (None, Language::English) => "The card is new.".into(),
        (None, Language::German) => "Die Karte ist neu.".into(),
    }
}
