//! On a PIV card: in objects that YubiKeys have for anybody, or else in those that are meant for the certificates of retired keys
//! (NIST SP 800-73-5 part 1 table 3), which every card has. They are read without a PIN and written with the management key.

use super::{Held, Row, Rows, row};
use crate::card::error::CardError;
use crate::card::piv::{Administered, Content, MOST, Object, Piv, Read, Slot, Write};
use crate::card::step::Step;
use crate::secret::SecretBytes;

/// How many free objects a generation may take, and how many of the retired keys'. Two of those are left for keys.
const FREE: u8 = 16;
const RETIRED: u8 = 9;

/// A card whose objects are read, and perhaps written.
pub trait PivCard: Sized + Send + 'static {
    /// Reads an object.
    ///
    /// # Errors
    /// Whatever is neither its content nor its absence.
    fn read_object(self, object: Object) -> Result<Step<Read<Self>>, CardError>;

    /// Writes an object; `false` where the card has no such object.
    ///
    /// # Errors
    /// [`CardError::Full`].
    fn write_object(self, object: Object, data: &[u8]) -> Result<Step<(Self, bool)>, CardError>;
}

impl PivCard for Piv {
    fn read_object(self, object: Object) -> Result<Step<Read<Self>>, CardError> {
        self.read(object)
    }

    fn write_object(self, _: Object, _: &[u8]) -> Result<Step<(Self, bool)>, CardError> {
        Err(CardError::Unsupported("writing without the management key"))
    }
}

impl PivCard for Administered {
    fn read_object(self, object: Object) -> Result<Step<Read<Self>>, CardError> {
        self.read(object)
    }

    fn write_object(self, object: Object, data: &[u8]) -> Result<Step<(Self, bool)>, CardError> {
        self.write(object, data)?.map(|written| match written {
            Write::Done(card) => (card, true),
            Write::NoSuchObject(card) => (card, false),
        })
    }
}

/// Which objects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Layout {
    Free,
    Retired,
}

/// The objects of a card that may hold a copy.
#[derive(Debug)]
pub struct PivObjects<C> {
    card: C,
    layout: Layout,
}

impl PivObjects<Piv> {
    /// Those in which a copy is, to be read.
    ///
    /// # Errors
    /// Whatever is neither an object's content nor its absence.
    pub fn find(card: Piv) -> Result<Step<Self>, CardError> {
        look(card)?.map(|(card, is_free)| Self {
            card,
            layout: if is_free {
                Layout::Free
            } else {
                Layout::Retired
            },
        })
    }
}

impl PivObjects<Administered> {
    /// Those in which a copy is, or in which there may be one.
    ///
    /// # Errors
    /// Whatever is neither an object's content nor its absence.
    pub fn choose(card: Administered) -> Result<Step<Self>, CardError> {
        look(card)?.and_then(|(card, is_free)| {
            if is_free {
                let layout = Layout::Free;
                return Ok(Step::Done(Self { card, layout }));
            }
            let retired = Self {
                card,
                layout: Layout::Retired,
            };
            super::read(retired)?.and_then(|copies| {
                let is_there = copies.all().next().is_some();
                let retired = copies.into_card();
                if is_there {
                    return Ok(Step::Done(retired));
                }
                retired.probe()
            })
        })
    }

    /// Whether the card has free objects shows when one is written.
    fn probe(self) -> Result<Step<Self>, CardError> {
        let Some(object) = Object::free(0) else {
            return Ok(Step::Done(self));
        };
        let card = self.card;
        card.write_object(object, row::EMPTY)?
            .and_then(move |(card, is_there)| match is_there {
                false => Ok(Step::Done(Self {
                    card,
                    layout: Layout::Retired,
                })),
                true => card.write_object(object, &[])?.map(|(card, _)| Self {
                    card,
                    layout: Layout::Free,
                }),
            })
    }
}

/// Whether there is anything of a copy in the free objects.
fn look<C: PivCard>(card: C) -> Result<Step<(C, bool)>, CardError> {
    look_at(card, Row::First)?.and_then(|(card, is_there)| match is_there {
        true => Ok(Step::Done((card, true))),
        false => look_at(card, Row::Second),
    })
}

fn look_at<C: PivCard>(card: C, row: Row) -> Result<Step<(C, bool)>, CardError> {
    let Some(object) = object(Layout::Free, row, 0) else {
        return Ok(Step::Done((card, false)));
    };
    card.read_object(object)?.map(|Read { card, content }| {
        let is_there = match content {
            Content::Ours(bytes) => row::is_ours(bytes.expose()),
            Content::Absent | Content::Foreign => false,
        };
        (card, is_there)
    })
}

/// The object of a row; `None` beyond the last.
fn object(layout: Layout, row: Row, number: usize) -> Option<Object> {
    let count = match layout {
        Layout::Free => FREE,
        Layout::Retired => RETIRED,
    };
    let number = u8::try_from(number).ok().filter(|number| *number < count)?;
    let before = match row {
        Row::First => 0,
        Row::Second => count,
    };
    let number = number.checked_add(before)?;
    match layout {
        Layout::Free => Object::free(number),
        // From the first on: keys of ours are made in the last.
        Layout::Retired => Slot::new(number.checked_add(0x82)?).map(Slot::certificate),
    }
}

impl<C: PivCard> Rows for PivObjects<C> {
    fn objects(&self) -> usize {
        usize::from(match self.layout {
            Layout::Free => FREE,
            Layout::Retired => RETIRED,
        })
    }

    fn length(&self) -> usize {
        MOST
    }

    fn get(self, row: Row, number: usize) -> Result<Step<(Self, Held)>, CardError> {
        let layout = self.layout;
        let Some(object) = object(layout, row, number) else {
            return Ok(Step::Done((self, Held::Foreign)));
        };
        self.card
            .read_object(object)?
            .map(move |Read { card, content }| {
                let held = match content {
                    Content::Absent => Held::Nothing,
                    Content::Ours(bytes) => Held::Bytes(bytes),
                    Content::Foreign => Held::Foreign,
                };
                (Self { card, layout }, held)
            })
    }

    fn put(self, row: Row, number: usize, bytes: &[u8]) -> Result<Step<(Self, bool)>, CardError> {
        let layout = self.layout;
        let bytes = SecretBytes::new(bytes.into());
        let Some(object) = object(layout, row, number) else {
            return Ok(Step::Done((self, false)));
        };
        self.get(row, number)?.and_then(move |(card, held)| {
            // The note of a key of ours has our envelope, too, and is no part of a copy.
            let is_had = match &held {
                Held::Nothing => true,
                Held::Bytes(held) => row::is_ours(held.expose()),
                Held::Foreign => false,
            };
            if !is_had || (bytes.expose().is_empty() && matches!(held, Held::Nothing)) {
                return Ok(Step::Done((card, is_had)));
            }
            let put = card.card.write_object(object, bytes.expose())?;
            put.map(move |(card, is_there)| (Self { card, layout }, is_there))
        })
    }
}
