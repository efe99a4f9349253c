//! Which of the standard's own slots have a certificate: keys of other programs, which a reset would take along.

use super::object::{Content, Object};
use super::{Card, Piv};
use crate::card::error::CardError;
use crate::card::step::Step;

/// The slots 9A, 9C, 9D and 9E, by the objects with their certificates (NIST SP 800-73-5 part 1 table 3).
const SLOTS: [Object; 4] = [
    Object::certificate(0x05),
    Object::certificate(0x0a),
    Object::certificate(0x0b),
    Object::certificate(0x01),
];

impl Piv {
    /// Which of the slots 9A, 9C, 9D and 9E have a certificate. Those without one may have a key all the same: PIV does not tell.
    ///
    /// # Errors
    /// Whatever is neither an object nor its absence.
    pub fn certificates(self) -> Result<Step<(Self, [bool; 4])>, CardError> {
        look(self.card, 0, [false; 4])
    }
}

fn look(
    card: Card,
    place: usize,
    mut found: [bool; 4],
) -> Result<Step<(Piv, [bool; 4])>, CardError> {
    let Some(object) = SLOTS.get(place) else {
        return Ok(Step::Done((Piv { card }, found)));
    };
    object.get()?.then(move |response| {
        if let Some(found) = found.get_mut(place) {
            *found = !matches!(Content::of(&response)?, Content::Absent);
        }
        look(card, place.saturating_add(1), found)
    })
}
