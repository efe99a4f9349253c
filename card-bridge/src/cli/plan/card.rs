//! What was typed of cards, and what it means.

use crate::card::PinDeed;
use crate::cli::args::{Card, OnCard, PinCommand, PukCommand};
use crate::command::card_copy::{CardCopy, Deed};
use crate::command::card_reset::CardReset;
use crate::command::card_retire::{CardRetire, Retired};
use crate::command::card_spare::CardSpare;
use crate::command::card_test::CardTest;
use crate::error::{Argument, Failure};
use crate::prompt::PinKind;
use hailstone_core::card::CardRef;
use hailstone_core::card::openpgp::Serial;
use std::time::Duration;

/// What to do with a card.
#[derive(Debug, PartialEq)]
pub(in crate::cli) enum CardPlan {
    List,
    Info,
    Init {
        card: Option<CardRef>,
    },
    Pin {
        card: Option<CardRef>,
        deed: PinDeed,
    },
    Copy(CardCopy),
    Reset(CardReset),
    Retire(CardRetire),
    Spare(CardSpare),
    Test(CardTest),
    Trust {
        fingerprint: String,
    },
}

impl TryFrom<Card> for CardPlan {
    type Error = Failure;

    fn try_from(typed: Card) -> Result<Self, Failure> {
        Ok(match typed {
            Card::List { records: None, .. } => Self::List,
            Card::List {
                records: Some(card),
                place,
                opening,
            } => Self::Copy(CardCopy {
                card: named(card)?,
                vault: place.vault,
                with: opening.with,
                deed: Deed::List,
            }),
            Card::Put {
                records,
                without,
                replace,
                on,
            } => Self::Copy(copy(
                on,
                Deed::Put {
                    wanted: records,
                    unwanted: without,
                    replace,
                },
            )?),
            Card::Sync { on } => Self::Copy(copy(on, Deed::Sync)?),
            Card::Get { file, on } => Self::Copy(copy(on, Deed::Get { file })?),
            Card::Info => Self::Info,
            Card::Init { card: typed } => Self::Init {
                card: named(typed)?,
            },
            Card::Pin(PinCommand::Change { card }) => Self::Pin {
                card: named(card)?,
                deed: PinDeed::Change(PinKind::User),
            },
            Card::Pin(PinCommand::Unblock { card }) => Self::Pin {
                card: named(card)?,
                deed: PinDeed::Unblock,
            },
            Card::Puk(PukCommand::Change { card }) => Self::Pin {
                card: named(card)?,
                deed: PinDeed::Change(PinKind::Puk),
            },
            Card::Reset {
                card,
                yes,
                without_pin,
                even_if_last,
                place,
            } => Self::Reset(CardReset {
                card: named(card)?,
                vault: place.vault,
                yes,
                without_pin,
                even_if_last,
            }),
            Card::Retire {
                card,
                place,
                opening,
            } => Self::Retire(CardRetire {
                card: match read(&card) {
                    Some(card) => Retired::Card(card),
                    None => Retired::Label(card),
                },
                vault: place.vault,
                with: opening.with,
            }),
            Card::Spare {
                card,
                label,
                wait,
                place,
                opening,
            } => Self::Spare(CardSpare {
                card: named(card)?,
                label,
                patience: Duration::from_secs(wait.into()),
                vault: place.vault,
                with: opening.with,
            }),
            Card::Test {
                card,
                place,
                opening,
            } => Self::Test(CardTest {
                card: named(card)?,
                vault: place.vault,
                with: opening.with,
            }),
            Card::Trust { fingerprint } => Self::Trust { fingerprint },
        })
    }
}

fn copy(on: OnCard, deed: Deed) -> Result<CardCopy, Failure> {
    Ok(CardCopy {
        card: named(on.card)?,
        vault: on.place.vault,
        with: on.opening.with,
        deed,
    })
}

/// `openpgp:000F:A1B2C3D4`, as `card list` writes it, or the serial of an OpenPGP card alone.
pub(super) fn named(typed: Option<String>) -> Result<Option<CardRef>, Failure> {
    let known = |text: String| read(&text).ok_or(Failure::ArgumentInvalid(Argument::Card));
    typed.map(known).transpose()
}

fn read(text: &str) -> Option<CardRef> {
    let card = text.parse().ok();
    card.or_else(|| Serial::parse(text).map(Serial::card))
}
