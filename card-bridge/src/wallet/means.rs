//! What is to open a vault: a passphrase that the person chooses, a card that is in a reader, or a security key that is connected.

use super::{Desk, passkey, passphrase};
use crate::card::fido2::Passkey;
use crate::card::{self, Known};
use crate::cli::patiently;
use crate::entropy;
use crate::error::Failure;
use crate::prompt::Occasion;
use hailstone_core::card::{CardError, CardRef, Point};
use hailstone_core::entropy::Seed;
use hailstone_core::secret::SecretBytes;
use hailstone_core::vault::{CardKey, Cost, NewUnlocker, Unlocker, VaultError};
use hailstone_core::wire::Language;
use std::time::Instant;

/// What is to open a vault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Means {
    /// A passphrase, which the person is asked for.
    Passphrase,
    /// The card with this serial, or the only one there is.
    Card(Option<CardRef>),
    /// A passkey on the only security key there is (FIDO2), made for it.
    Fido2,
}

/// The same, at hand.
pub(super) struct AtHand {
    label: String,
    what: What,
}

enum What {
    Passphrase(SecretBytes),
    Card { card: CardRef, public_key: Point },
    Passkey(Passkey),
}

impl Means {
    /// Asks the person, or the card, for what an unlocker is made from. Its label is one that none of `known` has, which
    /// is found out before anybody is asked for a passphrase.
    pub(super) fn fetch(
        self,
        label: Option<&str>,
        known: &[Unlocker],
        occasion: Occasion,
        desk: &mut Desk<'_>,
    ) -> Result<AtHand, Failure> {
        match self {
            Self::Passphrase => {
                let label = free(label.unwrap_or("Passphrase"), known)?;
                let what = What::Passphrase(passphrase::choose(occasion, desk)?);
                Ok(AtHand { label, what })
            }
            Self::Card(wanted) => {
                let (card, public_key) = card(wanted.as_ref(), desk)?;
                let name = card::name(&card);
                let usual = match desk.language {
                    Language::English => format!("Card {name}"),
                    Language::German => format!("Karte {name}"),
                };
                let label = free(label.unwrap_or(&usual), known)?;
                let what = What::Card { card, public_key };
                Ok(AtHand { label, what })
            }
            Self::Fido2 => {
                let label = match label {
                    Some(label) => free(label, known)?,
                    None => unused(known, desk.language),
                };
                let what = What::Passkey(passkey::enrol(&label, known, desk)?);
                Ok(AtHand { label, what })
            }
        }
    }
}

impl AtHand {
    pub(super) fn label(&self) -> &str {
        &self.label
    }

    /// Whether it has yet to show that it opens what it is to open; a passphrase was given twice, and a passkey asked twice.
    pub(super) const fn is_untried(&self) -> bool {
        matches!(self.what, What::Card { .. })
    }

    /// Makes the unlocker, and with it whatever `work` makes. For a passphrase it takes about half a second.
    pub(super) fn make<T>(
        &self,
        desk: &Desk<'_>,
        work: impl FnOnce(&NewUnlocker<'_>, Seed) -> Result<T, VaultError>,
    ) -> Result<T, Failure> {
        let seed = entropy::seed()?;
        let label = &self.label;
        Ok(match &self.what {
            What::Passphrase(passphrase) => {
                let working = match desk.language {
                    Language::English => "Making a key from the passphrase …",
                    Language::German => "Ein Schlüssel wird aus der Passphrase gemacht …",
                };
                patiently(working, || {
                    let new = NewUnlocker::Passphrase {
                        label,
                        passphrase,
                        cost: calibrated()?,
                    };
                    work(&new, seed)
                })
            }
            What::Card { card, public_key } => {
                let new = NewUnlocker::Card {
                    label,
                    key: CardKey::new(card, public_key),
                    local: None,
                };
                work(&new, seed)
            }
            What::Passkey(passkey) => {
                let new = NewUnlocker::Passkey {
                    label,
                    credential: &passkey.credential,
                    relying_party: &passkey.relying_party,
                    prf_salt: passkey.prf_salt,
                    output: &passkey.output,
                };
                work(&new, seed)
            }
        }?)
    }
}

/// What takes this machine about half a second.
fn calibrated() -> Result<Cost, VaultError> {
    // Unit tests make many vaults, and none of them is about time; the tests of the program measure.
    if cfg!(test) {
        return Ok(Cost::FLOOR);
    }
    // The first time also fetches the memory from the system.
    Cost::FLOOR.try_out()?;
    let start = Instant::now();
    Cost::FLOOR.try_out()?;
    let took = u32::try_from(start.elapsed().as_millis()).unwrap_or(u32::MAX);
    Ok(Cost::calibrated(Cost::FLOOR, took))
}

/// The label, when none of these has it: with the tool an unlocker is meant by its label.
pub(super) fn free<'u>(
    label: &str,
    known: impl IntoIterator<Item = &'u Unlocker>,
) -> Result<String, Failure> {
    let label = label.to_owned();
    if known.into_iter().any(|known| known.label() == label) {
        Err(Failure::LabelTaken { label })
    } else {
        Ok(label)
    }
}

/// What a security key is called that was given no name, which has none of its own.
fn unused(known: &[Unlocker], language: Language) -> String {
    let usual = match language {
        Language::English => "Security key",
        Language::German => "Sicherheitsschlüssel",
    };
    let numbered = (2_u32..).map(|number| format!("{usual} {number}"));
    let mut labels = std::iter::once(usual.to_owned()).chain(numbered);
    let is_unused = |label: &String| known.iter().all(|known| known.label() != label);
    labels.find(is_unused).unwrap_or_else(|| usual.into())
}

/// The card that is meant, and the public half of its key. Without a word of which one, the only one that has a key.
fn card(wanted: Option<&CardRef>, desk: &mut Desk<'_>) -> Result<(CardRef, Point), Failure> {
    let known = Known::read()?;
    let found = card::list(desk.readers)?;
    let found = found.iter().filter_map(|found| {
        let card = found
            .card()
            .filter(|card| wanted.is_none_or(|wanted| is_it(wanted, card)))?;
        Some((card, found.public_key(&known)))
    });
    let found: Vec<_> = found.collect();
    let mut usable = found
        .iter()
        .filter_map(|(card, key)| Some((card, key.as_ref().ok()?)));
    match (usable.next(), usable.next(), found.as_slice()) {
        (Some((card, key)), None, _) => Ok((card.clone(), key.clone())),
        (Some(_), Some(_), _) => Err(Failure::CardsSeveral),
        (None, _, [(_, Err(error)), ..]) => Err((*error).into()),
        (None, _, _) => Err(CardError::Other.into()),
    }
}

/// Whether a card is the one that a person means, who need not say in which slot its key is.
fn is_it(wanted: &CardRef, card: &CardRef) -> bool {
    let is_named = wanted.application() == card.application() && wanted.serial() == card.serial();
    is_named && (wanted.slot() == 0 || wanted.slot() == card.slot())
}
