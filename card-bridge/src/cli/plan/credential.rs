//! What was typed of credentials, and what it means.

use super::card::named;
use crate::card::Sought;
use crate::cli::args::Credential as Typed;
use crate::command::credential::{Credential, Deed};
use crate::error::{Argument, Failure};

pub(super) fn plan(typed: Typed) -> Result<Credential, Failure> {
    let (deed, place, opening) = match typed {
        Typed::Add {
            file,
            issuer_key,
            anchor,
            label,
            place,
            opening,
        } => {
            let deed = Deed::Add {
                file,
                issuer_key,
                anchors: anchor,
                label,
            };
            (deed, place, opening)
        }
        Typed::List { place, opening } => (Deed::List, place, opening),
        Typed::Show {
            record,
            place,
            opening,
        } => (Deed::Show { record }, place, opening),
        Typed::Remove {
            record,
            place,
            opening,
        } => (Deed::Remove { record }, place, opening),
        Typed::Key {
            card,
            slot,
            make,
            label,
            place,
            opening,
        } => {
            let on = match card {
                None => None,
                Some(card) => Some(Sought {
                    card: named(card)?,
                    slot: slot.as_deref().map(number).transpose()?,
                    make,
                }),
            };
            (Deed::Key { on, label }, place, opening)
        }
    };
    Ok(Credential {
        deed,
        vault: place.vault,
        with: opening.with,
    })
}

/// Two hexadecimal digits, as a card's keys are numbered.
fn number(typed: &str) -> Result<u8, Failure> {
    let is_number = (1..=2).contains(&typed.len()) && !typed.starts_with('+');
    let number = u8::from_str_radix(typed, 16).ok().filter(|_| is_number);
    number.ok_or(Failure::ArgumentInvalid(Argument::Slot))
}
