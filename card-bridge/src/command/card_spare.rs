//! `hailstone card spare`: a second card that opens the vault as well as the first.

use super::card_init::tell;
use super::{prompt, remind, vault_file};
use crate::card::{self, Found, Known, PcscLookout, PcscReaders, Person, Wanted};
use crate::cli::{note, plain, say};
use crate::clock;
use crate::error::Failure;
use crate::seen::Seen;
use crate::wallet::{Desk, Means, Shut};
use hailstone_core::card::CardRef;
use hailstone_core::wire::Language;
use std::path::PathBuf;
use std::time::Duration;

/// Which card is to be the spare, and of which vault.
#[derive(Debug, PartialEq, Eq)]
pub struct CardSpare {
    /// As `card list` names it; without it, the card that does not open the vault yet.
    pub card: Option<CardRef>,
    /// The person's name for it.
    pub label: Option<String>,
    /// How long it is waited for.
    pub patience: Duration,
    /// The vault's file, if not the usual one.
    pub vault: Option<PathBuf>,
    /// The label of what to open the vault with.
    pub with: Option<String>,
}

/// Makes it one: the vault is opened with what opens it, then the other card gets a key of its own where it has none, and opens the
/// vault once. No key is copied.
///
/// # Errors
/// [`Failure::CardOpensAlready`], [`Failure::SpareAbsent`], and as [`Shut::unlock`], [`card::init`] and
/// [`crate::wallet::Wallet::add_unlocker`].
pub fn run(spare: CardSpare, language: Language) -> Result<(), Failure> {
    let mut readers = PcscReaders::new();
    let mut prompt = prompt();
    let shut = Shut::read(&vault_file(spare.vault)?)?;
    let cards = shut.cards();
    let named = spare.card.as_ref();
    if let Some(already) = cards
        .iter()
        .find(|known| named.is_some_and(|named| card::is_same(&known.card, named)))
    {
        let label = already.label.clone();
        return Err(Failure::CardOpensAlready { label });
    }
    let old: Vec<CardRef> = cards.into_iter().map(|known| known.card).collect();
    let mut desk = Desk {
        readers: &mut readers,
        prompt: &mut prompt,
        language,
        seen: Seen::own(),
    };
    let mut wallet = shut.unlock(spare.with.as_deref(), &mut desk)?;
    let mut known = Known::read()?;
    let wanted = Wanted { old: &old, named };
    let found = match card::spare(desk.readers, &known, wanted)? {
        Some(found) => found,
        None => {
            note(put_in(language));
            let mut remind = |left: Duration| note(&waiting(left, language));
            card::wait_for_spare(
                desk.readers,
                PcscLookout::new(),
                &known,
                wanted,
                spare.patience,
                &mut remind,
            )?
        }
    };
    let card = ready(found, &mut desk, &mut known)?;
    let label = wallet.add_unlocker(Means::Card(Some(card)), spare.label.as_deref(), &mut desk)?;
    let label = plain(&label);
    say(&match language {
        Language::English => format!(
            "“{label}” opens the vault, too, with a key of its own. Keep it where the other one is not."
        ),
        Language::German => format!(
            "„{label}“ öffnet jetzt auch den Tresor, mit einem eigenen Schlüssel. Bewahren Sie sie nicht bei der anderen auf."
        ),
    });
    remind(&wallet, language);
    Ok(())
}

/// The card with a key.
fn ready(found: Found, desk: &mut Desk<'_>, known: &mut Known) -> Result<CardRef, Failure> {
    let card = found.card();
    let name = card.as_ref().map_or_else(|| "-".into(), card::name);
    let reader = plain(&found.reader);
    note(&match desk.language {
        Language::English => format!("The new card is {name}, in {reader}."),
        Language::German => format!("Die neue Karte ist {name}, in {reader}."),
    });
    match card {
        Some(card) if found.is_ready(known) => Ok(card),
        card => {
            let mut person = Person {
                prompt: desk.prompt,
                language: desk.language,
            };
            let made = card::init(
                desk.readers,
                &mut person,
                known,
                card.as_ref(),
                clock::now(),
            )?;
            tell(&made, desk.language);
            Ok(made.card)
        }
    }
}

const fn put_in(language: Language) -> &'static str {
    match language {
        Language::English => "The vault is open. Take its card out and put the new one in.",
        Language::German => {
            "Der Tresor ist offen. Nehmen Sie seine Karte heraus und stecken Sie die neue ein."
        }
    }
}

fn waiting(left: Duration, language: Language) -> String {
    let left = left.as_secs();
    match language {
        Language::English => format!("Waiting for the new card, {left} s more …"),
        Language::German => format!("Auf die neue Karte wird gewartet, noch {left} s …"),
    }
}
