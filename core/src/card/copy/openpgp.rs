//! On an OpenPGP card: one generation in 0101, which everybody may read, one in 0103 (OpenPGP card 3.4.1 §4.4.1, "private use").

use super::{Held, Row, Rows, row};
use crate::card::apdu::{Command, Lengths};
use crate::card::error::CardError;
use crate::card::openpgp::{Private, get_data};
use crate::card::status::Status;
use crate::card::step::{Outgoing, Step};
use crate::secret::SecretBytes;

/// The objects for private use that the person's own PIN is enough for.
#[derive(Debug)]
pub struct PrivateObjects {
    lengths: Lengths,
    most: usize,
}

impl PrivateObjects {
    /// Of a card whose PIN is verified.
    pub fn of(card: &Private) -> Self {
        Self {
            lengths: card.lengths(),
            most: usize::from(card.longest_object()),
        }
    }

    const fn tag(row: Row) -> u16 {
        match row {
            Row::First => 0x0101,
            Row::Second => 0x0103,
        }
    }

    const fn send(&self, command: Command) -> Outgoing {
        Outgoing {
            command,
            lengths: self.lengths,
        }
    }
}

impl Rows for PrivateObjects {
    fn objects(&self) -> usize {
        1
    }

    fn length(&self) -> usize {
        self.most
    }

    fn get(self, row: Row, _: usize) -> Result<Step<(Self, Held)>, CardError> {
        self.send(get_data(Self::tag(row))).then(move |response| {
            let held = match response.status {
                Status::DATA_NOT_FOUND => Held::Nothing,
                _ => match response.ok()? {
                    bytes if bytes.expose().is_empty() => Held::Nothing,
                    bytes => Held::Bytes(bytes),
                },
            };
            Ok(Step::Done((self, held)))
        })
    }

    fn put(self, row: Row, number: usize, bytes: &[u8]) -> Result<Step<(Self, bool)>, CardError> {
        let [high, low] = Self::tag(row).to_be_bytes();
        let bytes = SecretBytes::new(bytes.into());
        self.get(row, number)?.and_then(move |(card, held)| {
            if let Held::Bytes(held) = &held
                && !row::is_ours(held.expose())
            {
                return Ok(Step::Done((card, false)));
            }
            let bytes = match (bytes.expose(), held) {
                ([], Held::Nothing) => return Ok(Step::Done((card, true))),
                // A command without data is not understood by every card.
                ([], _) => SecretBytes::new(row::EMPTY.into()),
                _ => bytes,
            };
            let command = Command::new(0xda, high, low).with(bytes);
            card.send(command).then(|response| match response.status {
                Status::NO_MEMORY | Status::MEMORY_FAILURE | Status::WRONG_LENGTH => {
                    Err(CardError::Full)
                }
                _ => {
                    response.ok()?;
                    Ok(Step::Done((card, true)))
                }
            })
        })
    }
}
