//! Which key on which card, in one line: `openpgp:000F:A1B2C3D4`, `piv:5b7c1c3a0f9e4d2ab1a2c3d4e5f60718/82`.

use super::hailstone::CardKey;
use alloc::string::String;
use core::fmt;
use core::str::FromStr;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The longest name of a card; those of the applications have at most 32 characters.
const LONGEST: usize = 64;

/// A card application that can hold the key of an unlocker.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Application {
    /// An OpenPGP card (version 3.4), its decryption key.
    Openpgp,
    /// PIV (SP 800-73-5), a key of a retired slot.
    Piv,
    /// The Hailstone card application (docs/card-application.md).
    Hailstone,
}

impl Application {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Openpgp, Self::Piv, Self::Hailstone];

    /// As it is written in messages.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Openpgp => "openpgp",
            Self::Piv => "piv",
            Self::Hailstone => "hailstone",
        }
    }
}

/// A key on a card.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct CardRef {
    application: Application,
    serial: String,
    slot: u8,
}

/// Not a line that names a key on a card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotACard;

impl CardRef {
    /// `serial` is the application's own name for the card: visible ASCII without a slash. `slot` is the application's own number of
    /// the key (PIV: the key reference, SP 800-73-5 Part 1 Table 4b); 0 where it has one only.
    ///
    /// # Errors
    /// [`NotACard`] for another name.
    pub fn new(application: Application, serial: &str, slot: u8) -> Result<Self, NotACard> {
        let good = (1..=LONGEST).contains(&serial.len())
            && serial
                .bytes()
                .all(|byte| byte.is_ascii_graphic() && byte != b'/');
        if good {
            Ok(Self {
                application,
                serial: serial.into(),
                slot,
            })
        } else {
            Err(NotACard)
        }
    }

    /// For a name that an application of ours has made.
    pub(super) const fn known(application: Application, serial: String, slot: u8) -> Self {
        Self {
            application,
            serial,
            slot,
        }
    }

    /// The application.
    pub const fn application(&self) -> Application {
        self.application
    }

    /// The application's name for the card.
    pub fn serial(&self) -> &str {
        &self.serial
    }

    /// What the card is called before people: short, but enough to tell one's own cards apart.
    pub fn name(&self) -> String {
        match CardKey::of(self) {
            Some(key) => key.fingerprint().chars().take(9).collect(),
            None => self.serial.clone(),
        }
    }

    /// The application's number of the key.
    pub const fn slot(&self) -> u8 {
        self.slot
    }
}

impl fmt::Display for CardRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.application.as_str())?;
        f.write_str(":")?;
        f.write_str(&self.serial)?;
        if self.slot == 0 {
            Ok(())
        } else {
            write!(f, "/{:02x}", self.slot)
        }
    }
}

impl FromStr for CardRef {
    type Err = NotACard;

    fn from_str(text: &str) -> Result<Self, NotACard> {
        let (application, rest) = text.split_once(':').ok_or(NotACard)?;
        let known = Application::ALL
            .into_iter()
            .find(|known| known.as_str() == application);
        let (serial, slot) = match rest.split_once('/') {
            None => (rest, 0),
            Some((serial, digits)) => {
                let slot = u8::from_str_radix(digits, 16).map_err(|_| NotACard)?;
                // One way to write each.
                let is_ours = digits.len() == 2
                    && slot != 0
                    && digits
                        .bytes()
                        .all(|digit| !digit.is_ascii_uppercase() && digit != b'+');
                (serial, if is_ours { slot } else { return Err(NotACard) })
            }
        };
        Self::new(known.ok_or(NotACard)?, serial, slot)
    }
}

impl Serialize for CardRef {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for CardRef {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse()
            .map_err(|NotACard| serde::de::Error::custom("expected a key on a card"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;

    #[test]
    fn a_key_on_a_card_is_written_in_one_way() {
        for text in [
            "openpgp:000F:A1B2C3D4",
            "piv:5b7c1c3a0f9e4d2ab1a2c3d4e5f60718/82",
            "hailstone:x",
        ] {
            assert_eq!(text.parse::<CardRef>().unwrap().to_string(), text);
        }
        let long = alloc::format!("piv:{}", "a".repeat(65));
        for wrong in [
            "",
            "openpgp",
            "openpgp:",
            "pgp:1",
            "OpenPGP:1",
            "piv:1/",
            "piv:1/0",
            "piv:1/00",
            "piv:1/8F",
            "piv:1/+8",
            "piv:1/100",
            "piv:1/82/82",
            "piv:a b",
            "piv:ä",
            &long,
        ] {
            assert_eq!(wrong.parse::<CardRef>(), Err(NotACard), "{wrong}");
        }
    }
}
