//! On an OpenPGP card: in 0101, which everybody may read, and again in 0103 (OpenPGP card 3.4.1 §4.4.1, "private use").

use super::{Held, Row, Rows, row};
use crate::card::apdu::{Command, Lengths};
use crate::card::error::CardError;
use crate::card::openpgp::{Private, PrivateUse, get_data};
use crate::card::status::Status;
use crate::card::step::{Outgoing, Step};
use crate::secret::SecretBytes;

/// The objects for private use that the person's own PIN is enough for.
#[derive(Debug)]
pub struct PrivateObjects {
    lengths: Lengths,
    most: usize,
    /// Both are known to be ours.
    ours: bool,
}

impl PrivateObjects {
    /// Of a card whose PIN is verified.
    pub fn of(card: &Private) -> Self {
        Self {
            lengths: card.lengths(),
            most: usize::from(card.longest_object()),
            ours: false,
        }
    }

    /// Of a card whose PIN is not verified: 0101 can be read, and nothing else be done.
    pub fn open(card: &PrivateUse) -> Self {
        Self {
            lengths: card.lengths(),
            most: usize::from(card.longest_object()),
            ours: false,
        }
    }

    const fn tag(row: Row) -> u16 {
        match row {
            Row::First => 0x0101,
            Row::Second => 0x0103,
        }
    }

    fn write(self, row: Row, bytes: SecretBytes) -> Result<Step<(Self, bool)>, CardError> {
        let [high, low] = Self::tag(row).to_be_bytes();
        // A command without data is not understood by every card.
        let bytes = match bytes.expose() {
            [] => SecretBytes::new(row::EMPTY.into()),
            _ => bytes,
        };
        let command = Command::new(0xda, high, low).with(bytes);
        self.send(command).then(|response| match response.status {
            Status::NO_MEMORY | Status::MEMORY_FAILURE | Status::WRONG_LENGTH => {
                Err(CardError::Full)
            }
            _ => {
                response.ok()?;
                Ok(Step::Done((self, true)))
            }
        })
    }

    const fn send(&self, command: Command) -> Outgoing {
        Outgoing {
            command,
            lengths: self.lengths,
        }
    }
}

impl Rows for PrivateObjects {
    const MIRRORED: bool = true;

    fn vouch(&mut self) {
        self.ours = true;
    }

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
        let bytes = SecretBytes::new(bytes.into());
        if self.ours {
            return self.write(row, bytes);
        }
        self.get(row, number)?
            .and_then(move |(card, held)| match held {
                Held::Bytes(held) if !row::is_ours(held.expose()) => Ok(Step::Done((card, false))),
                _ => card.write(row, bytes),
            })
    }
}
