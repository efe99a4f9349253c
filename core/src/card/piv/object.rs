//! Data objects as a store: GET DATA and PUT DATA (NIST SP 800-73-5 part 2 §3.1.2, §3.3.1).
//!
//! What we write stands in an envelope of its own, so that an object of another program is known as such and never
//! overwritten. Most objects can be read without a PIN, so what is in them is sealed before it comes here.

use super::management::Administered;
use super::send;
use crate::card::apdu::{Command, Response};
use crate::card::error::CardError;
use crate::card::status::Status;
use crate::card::step::{Outgoing, Step};
use crate::card::tlv;
use crate::secret::SecretBytes;

/// The most bytes that one object takes of us: 3052, the least that is known of any card, without our envelope.
pub const MOST: usize = 3047;

/// The envelope around what is ours, a tag for private use (ISO/IEC 7816-4 §6.3).
const OURS: u16 = 0xdf48;

/// The name of a data object.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Object([u8; 3]);

impl Object {
    /// The card holder unique identifier.
    pub(super) const HOLDER: Self = Self([0x5f, 0xc1, 0x02]);
    /// The printed information, which wants the PIN to be read.
    pub(super) const PRINTED: Self = Self([0x5f, 0xc1, 0x09]);

    /// One of the objects that YubiKeys have for anybody: 5F0010 to 5F00FF. Other cards refuse to write them
    /// ([`Write::NoSuchObject`]). `None` beyond the last.
    pub const fn free(number: u8) -> Option<Self> {
        match 0x10_u8.checked_add(number) {
            Some(low) => Some(Self([0x5f, 0x00, low])),
            None => None,
        }
    }

    pub(super) const fn certificate(low: u8) -> Self {
        Self([0x5f, 0xc1, low])
    }

    /// The tag.
    pub const fn tag(self) -> [u8; 3] {
        self.0
    }

    pub(super) fn get(self) -> Result<Outgoing, CardError> {
        let list = tlv::write(0x5c, &self.0)?;
        let command = Command::new(0xcb, 0x3f, 0xff).with(SecretBytes::new(list));
        Ok(send(command.answered()))
    }

    pub(super) fn read<C: Send + 'static>(self, card: C) -> Result<Step<Read<C>>, CardError> {
        self.get()?.then(|response| {
            let content = Content::of(&response)?;
            Ok(Step::Done(Read { card, content }))
        })
    }

    fn put(self, value: &[u8]) -> Result<Outgoing, CardError> {
        let mut data = tlv::write(0x5c, &self.0)?;
        data.extend(tlv::write(0x53, value)?);
        Ok(send(
            Command::new(0xdb, 0x3f, 0xff).with(SecretBytes::new(data)),
        ))
    }
}

/// What an object holds.
#[derive(Debug)]
pub enum Content {
    /// Nothing, or the card has no such object.
    Absent,
    /// What we wrote.
    Ours(SecretBytes),
    /// Something of another program.
    Foreign,
}

impl Content {
    pub(super) fn of(response: &Response) -> Result<Self, CardError> {
        match response.status {
            status if status.is_ok() => {}
            status if says_absent(status) => return Ok(Self::Absent),
            status => return Err(CardError::Status(status)),
        }
        // ISO/IEC 7816-4 §7.4.2 lets a card answer with nothing where there is nothing.
        if response.data.expose().is_empty() {
            return Ok(Self::Absent);
        }
        let Ok(Some(value)) = tlv::find(response.data.expose(), 0x53) else {
            return Ok(Self::Foreign);
        };
        if value.is_empty() {
            return Ok(Self::Absent);
        }
        match tlv::parse(value).as_deref() {
            Ok([only]) if only.tag == OURS => Ok(Self::Ours(SecretBytes::new(only.value.to_vec()))),
            _ => Ok(Self::Foreign),
        }
    }
}

/// Cards differ in what they answer for an object that is not there, and for one that they cannot have.
fn says_absent(status: Status) -> bool {
    [
        Status::NOT_FOUND,
        Status::DATA_NOT_FOUND,
        Status::WRONG_DATA,
        Status::WRONG_PARAMETERS,
        Status::FUNCTION_NOT_SUPPORTED,
    ]
    .contains(&status)
}

/// A card, and what was read from it.
#[derive(Debug)]
pub struct Read<C> {
    /// The card, as it was before.
    pub card: C,
    /// What the object holds.
    pub content: Content,
}

/// How a card took data.
#[derive(Debug)]
pub enum Write {
    /// It is written.
    Done(Administered),
    /// The card has no object of that name.
    NoSuchObject(Administered),
}

/// Writes, unless the object is somebody else's. What is there is read first: one exchange more, and nothing is lost.
pub(super) fn write(
    card: Administered,
    object: Object,
    data: &[u8],
) -> Result<Step<Write>, CardError> {
    if data.len() > MOST {
        return Err(CardError::Unsupported("more than one object takes"));
    }
    let value = match data {
        // An object is deleted by writing nothing to it (NIST SP 800-73-5 part 2 §3.3.1).
        [] => alloc::vec::Vec::new(),
        data => tlv::write(OURS, data)?,
    };
    object.get()?.then(move |response| {
        if let Content::Foreign = Content::of(&response)? {
            return Err(CardError::ObjectTaken);
        }
        object
            .put(&value)?
            .then(move |response| match response.status {
                status if status.is_ok() => Ok(Step::Done(Write::Done(card))),
                status if says_absent(status) => Ok(Step::Done(Write::NoSuchObject(card))),
                Status::NO_MEMORY => Err(CardError::Full),
                status => Err(CardError::Status(status)),
            })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn free_objects_end_with_their_page() {
        let tag = |number| Object::free(number).map(Object::tag);
        assert_eq!(tag(0), Some([0x5f, 0x00, 0x10]));
        assert_eq!(tag(239), Some([0x5f, 0x00, 0xff]));
        assert_eq!(tag(240), None);
    }
}
