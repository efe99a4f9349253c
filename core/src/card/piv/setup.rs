//! A new key: GENERATE ASYMMETRIC KEY PAIR (NIST SP 800-73-5 part 2 §3.3.2), in a slot that is empty beyond doubt.

use super::agreement::{agreeing, authenticating};
use super::find::{self, Found};
use super::key::{Key, generated, identifier};
use super::management::Administered;
use super::metadata::Metadata;
use super::object::{Content, Write};
use super::send;
use super::slot::Slot;
use crate::card::apdu::Command;
use crate::card::error::CardError;
use crate::card::point::{Curve, Point};
use crate::card::status::Status;
use crate::card::step::Step;
use crate::card::tlv;
use crate::secret::SecretBytes;

/// A card after the management key and the PIN.
#[derive(Debug)]
pub struct Ready {
    card: Administered,
}

/// The base point of P-256 (NIST SP 800-186 §3.2.1.3), for an agreement whose result nobody needs.
const BASE_POINT: [u8; 65] = [
    0x04, 0x6b, 0x17, 0xd1, 0xf2, 0xe1, 0x2c, 0x42, 0x47, 0xf8, 0xbc, 0xe6, 0xe5, 0x63, 0xa4, 0x40,
    0xf2, 0x77, 0x03, 0x7d, 0x81, 0x2d, 0xeb, 0x33, 0xa0, 0xf4, 0xa1, 0x39, 0x45, 0xd8, 0x98, 0xc2,
    0x96, 0x4f, 0xe3, 0x42, 0xe2, 0xfe, 0x1a, 0x7f, 0x9b, 0x8e, 0xe7, 0xeb, 0x4a, 0x7c, 0x0f, 0x9e,
    0x16, 0x2b, 0xce, 0x33, 0x57, 0x6b, 0x31, 0x5e, 0xce, 0xcb, 0xb6, 0x40, 0x68, 0x37, 0xbf, 0x51,
    0xf5,
];

/// The other algorithms that a key in a slot may be of: P-384, RSA of 2048, 1024, 3072 and 4096 bits, Ed25519, X25519
/// (NIST SP 800-78-5 table 9, and Yubico's).
const OTHERS: [u8; 7] = [0x14, 0x07, 0x06, 0x05, 0x16, 0xe0, 0xe1];

impl Ready {
    pub(super) const fn new(card: Administered) -> Self {
        Self { card }
    }

    /// For whoever wants no key, but to write objects.
    pub fn into_administered(self) -> Administered {
        self.card
    }

    /// Has the card make a key, and notes it on the card. Where X25519 is wanted and the card does not have it, the key is
    /// of P-256.
    ///
    /// A card that has a key of ours gets no second one. A slot counts as empty when its certificate object is absent, and
    /// when the card says so: in its metadata or, having none, by refusing to use a key there as it would refuse no key. A
    /// card that loses power between making and noting has one slot less: nothing then tells that key from another
    /// program's.
    ///
    /// # Errors
    /// [`CardError::KeyPresent`], [`CardError::SlotsTaken`], [`CardError::KeyUnsupported`] where no slot takes a key.
    pub fn generate(self, wanted: Curve) -> Result<Step<Key>, CardError> {
        let search = Search {
            card: self.card,
            wanted,
            slot: Slot::LAST,
            refused: false,
            told: false,
        };
        find::find(search)?.and_then(|Found { card: search, key }| match key {
            Some(_) => Err(CardError::KeyPresent),
            None => search.look(),
        })
    }
}

/// The way from slot to slot.
struct Search {
    card: Administered,
    wanted: Curve,
    slot: Slot,
    /// Whether a slot was empty and took no key all the same.
    refused: bool,
    /// Whether the card has metadata.
    told: bool,
}

impl Search {
    /// A slot with something in its certificate object is somebody's, key or not.
    fn look(self) -> Result<Step<Key>, CardError> {
        self.slot.certificate().get()?.then(|response| {
            if !matches!(Content::of(&response)?, Content::Absent) {
                return self.next();
            }
            Metadata::ask(self.slot).then(|response| match Metadata::of(&response) {
                Metadata::Empty => Self { told: true, ..self }.make(),
                Metadata::Taken { .. } => self.next(),
                Metadata::Untold => self.probe(),
            })
        })
    }

    /// Tries to use a key, which shows whether there is one. Where an answer may mean either, there is.
    fn probe(self) -> Result<Step<Key>, CardError> {
        let command = agreeing(self.slot.reference(), &Point::P256(BASE_POINT))?;
        command.then(|response| match response.status {
            // What Nitrokeys answer for an empty slot, what the words say, and what PivApplet and older CanoKeys answer.
            status @ (Status::CONDITIONS_NOT_SATISFIED
            | Status::DATA_NOT_FOUND
            | Status::NOT_FOUND
            | Status::WRONG_PARAMETERS) => self.confirm(status, &OTHERS),
            _ => self.next(),
        })
    }

    /// Each of these may be the answer for a key, too, which waits for a touch or is of another algorithm. But a key is of
    /// one algorithm: a slot is empty when the card says the same of another one; and where what it says is that the
    /// algorithm is not the key's, when it says so of all. What is asked for is the signature of one byte, which no key
    /// gives.
    fn confirm(self, first: Status, others: &'static [u8]) -> Result<Step<Key>, CardError> {
        let Some((algorithm, rest)) = others.split_first() else {
            return match first {
                Status::WRONG_PARAMETERS => self.make(),
                _ => self.next(),
            };
        };
        let mut template = tlv::write(0x82, &[])?;
        template.extend(tlv::write(0x81, &[0])?);
        let command = authenticating(*algorithm, self.slot.reference(), &template)?;
        command.then(move |response| match response.status {
            // Also what a card answers that does not know the algorithm.
            Status::WRONG_PARAMETERS => self.confirm(first, rest),
            status if status == first => self.make(),
            _ => self.next(),
        })
    }

    fn next(self) -> Result<Step<Key>, CardError> {
        match (self.slot.before(), self.refused) {
            (Some(slot), _) => Self { slot, ..self }.look(),
            (None, true) => Err(CardError::KeyUnsupported),
            (None, false) => Err(CardError::SlotsTaken),
        }
    }

    fn make(self) -> Result<Step<Key>, CardError> {
        let curve = self.wanted;
        let reference = tlv::write(0x80, &[identifier(curve)])?;
        let command = Command::new(0x47, 0x00, self.slot.reference())
            .with(SecretBytes::new(tlv::write(0xac, &reference)?))
            .answered();
        send(command).then(move |response| match response.status {
            status if status.is_ok() => {
                let public_key = generated(curve, response.data.expose())?;
                self.learn_touch(public_key)
            }
            // Cards differ in what they answer for an algorithm or a slot that they do not have.
            Status::WRONG_DATA
            | Status::WRONG_PARAMETERS
            | Status::FUNCTION_NOT_SUPPORTED
            | Status::NOT_FOUND
            | Status::DATA_NOT_FOUND => match curve {
                Curve::X25519 => Self {
                    wanted: Curve::P256,
                    ..self
                }
                .make(),
                Curve::P256 => Self {
                    refused: true,
                    ..self
                }
                .next(),
            },
            Status::NO_MEMORY => Err(CardError::Full),
            status => Err(CardError::Status(status)),
        })
    }

    /// Which policy for touches the card gave the key. A card without metadata has none.
    fn learn_touch(self, public_key: Point) -> Result<Step<Key>, CardError> {
        if !self.told {
            return self.note(public_key, false);
        }
        Metadata::ask(self.slot).then(move |response| {
            let wants_touch = Metadata::of(&response) == Metadata::Taken { wants_touch: true };
            self.note(public_key, wants_touch)
        })
    }

    fn note(self, public_key: Point, wants_touch: bool) -> Result<Step<Key>, CardError> {
        let key = Key {
            slot: self.slot,
            public_key,
            wants_touch,
        };
        let note = key.to_note()?;
        self.card
            .write(self.slot.certificate(), &note)?
            .and_then(move |written| match written {
                Write::Done(_) => Ok(Step::Done(key)),
                Write::NoSuchObject(_) => Err(CardError::Unsupported("a card without objects")),
            })
    }
}
