//! Where a key of ours is noted: in place of its slot's certificate, which every card has a place for.

use super::key::Key;
use super::object::Content;
use super::slot::Slot;
use crate::card::error::CardError;
use crate::card::step::Step;

/// A card, and the key of ours that it has.
#[derive(Debug)]
pub struct Found<C> {
    /// The card, as it was before.
    pub card: C,
    /// The key, where there is one.
    pub key: Option<Key>,
}

/// From the last slot to the first, as they are given out. At most twenty objects are read, on a card without a key.
pub(super) fn find<C: Send + 'static>(card: C) -> Result<Step<Found<C>>, CardError> {
    find_from(Slot::LAST, card)
}

fn find_from<C: Send + 'static>(slot: Slot, card: C) -> Result<Step<Found<C>>, CardError> {
    slot.certificate().get()?.then(move |response| {
        let key = match Content::of(&response)? {
            // What another slot's note does here is not known; it is not believed.
            Content::Ours(note) => Key::of_note(note.expose()).filter(|key| key.slot == slot),
            Content::Absent | Content::Foreign => None,
        };
        match (&key, slot.before()) {
            (None, Some(before)) => find_from(before, card),
            _ => Ok(Step::Done(Found { card, key })),
        }
    })
}
