//! Which Hailstone cards are this person's own, by their keys: a PIN is sealed to one of these and to no other, whoever asks for it.
//! Noted where a card was set up, or where the person has compared its fingerprint.

use crate::error::Failure;
use crate::folders;
use hailstone_core::card::hailstone::CardKey;
use hailstone_core::card::{Application, CardRef, Point};
use std::fs;
use std::io::ErrorKind;
use std::path::PathBuf;

/// The file `hailstone/cards` in the person's folder for data: a line for each, its key and the public half of the key in it that opens
/// vaults, both in hexadecimal digits.
#[derive(Clone, Debug, Default)]
pub struct Known {
    cards: Vec<(CardKey, Point)>,
}

impl Known {
    /// This person's own.
    ///
    /// # Errors
    /// [`Failure::File`] where the file is there and cannot be read, or is not one of ours.
    pub fn read() -> Result<Self, Failure> {
        let file = file()?;
        let text = match fs::read_to_string(&file) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Self::default()),
            Err(error) => return Err(Failure::file(&file, &error)),
        };
        Self::parse(&text).ok_or_else(|| Failure::file(&file, &ErrorKind::InvalidData.into()))
    }

    /// With this card, and kept nowhere.
    #[cfg(test)]
    pub(crate) fn only(card: CardKey, public_key: Point) -> Self {
        Self {
            cards: vec![(card, public_key)],
        }
    }

    /// Adds a card, or notes its new key.
    ///
    /// # Errors
    /// [`Failure::File`], [`Failure::EntropyAbsent`].
    pub fn add(&mut self, card: CardKey, public_key: Point) -> Result<(), Failure> {
        self.cards.retain(|(known, _)| *known != card);
        self.cards.push((card, public_key));
        self.write()
    }

    /// Forgets a card.
    ///
    /// # Errors
    /// As [`Known::add`].
    pub fn forget(&mut self, card: &CardKey) -> Result<(), Failure> {
        self.cards.retain(|(known, _)| known != card);
        self.write()
    }

    /// Whether a PIN may be sealed to it.
    pub fn is_known(&self, card: &CardKey) -> bool {
        self.cards.iter().any(|(known, _)| known == card)
    }

    /// The public half of the key in it that opens vaults.
    pub fn public_key(&self, card: &CardKey) -> Option<Point> {
        let found = self.cards.iter().find(|(known, _)| known == card);
        found.map(|(_, public_key)| public_key.clone())
    }

    fn parse(text: &str) -> Option<Self> {
        let line = |line: &str| {
            let (card, point) = line.split_once(' ')?;
            let card = CardRef::new(Application::Hailstone, card, 0).ok()?;
            Some((CardKey::of(&card)?, Point::parse(&bytes(point)?)?))
        };
        let cards = text.lines().map(line).collect::<Option<_>>()?;
        Some(Self { cards })
    }

    fn write(&self) -> Result<(), Failure> {
        let line = |(card, point): &(CardKey, Point)| {
            format!("{} {}\n", hex(card.as_bytes()), hex(point.as_bytes()))
        };
        let text: String = self.cards.iter().map(line).collect();
        folders::keep(&file()?, text.as_bytes())
    }
}

fn file() -> Result<PathBuf, Failure> {
    Ok(folders::data()?.join("hailstone").join("cards"))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn bytes(digits: &str) -> Option<Vec<u8>> {
    let pair = |pair: &[u8]| u8::from_str_radix(str::from_utf8(pair).ok()?, 16).ok();
    let is_whole = digits.len().is_multiple_of(2) && digits.bytes().all(|b| b.is_ascii_hexdigit());
    is_whole.then(|| digits.as_bytes().chunks(2).map(pair).collect())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_list_of_cards_is_refused_whole() {
        let card = "79a631eede1bf9c98f12032cdeadd0e7a079398fc786b88cc846ec89af85a51a";
        let good = format!("{card} {}\n{card} 04{}\n", "09".repeat(32), "07".repeat(64));
        assert_eq!(Known::parse(&good).unwrap().cards.len(), 2);
        assert_eq!(Known::parse("").unwrap().cards.len(), 0);
        for wrong in [
            "x",
            "\n",
            card,
            &format!("{card} 09"),
            &format!("{card} {}0", "09".repeat(32)),
            &format!("{} {}", card.to_uppercase(), "09".repeat(32)),
            &format!("{good}rest"),
        ] {
            assert!(Known::parse(wrong).is_none(), "{wrong}");
        }
    }
}
