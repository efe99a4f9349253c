//! What the application says of itself: DO 6E, Application Related Data (OpenPGP card 3.4.1 §4.4.3).

use super::Pin;
use super::kdf::Kdf;
use super::key::{Algorithm, SignatureAlgorithm};
use crate::card::apdu::Lengths;
use crate::card::error::CardError;
use crate::card::{self, CardRef, tlv};
use alloc::string::{String, ToString};
use core::fmt;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The card's own name: manufacturer and serial number out of its application identifier (OpenPGP card 3.4.1 §4.2.1), in
/// upper-case hexadecimal with a colon between, as `000F:AABBCCDD`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Serial([u8; 6]);

impl Serial {
    /// The card that is named, where it is an OpenPGP card.
    pub fn of(card: &CardRef) -> Option<Self> {
        let is_ours = card.application() == card::Application::Openpgp && card.slot() == 0;
        Self::parse(card.serial()).filter(|_| is_ours)
    }

    /// The decryption key of the card with this serial.
    pub fn card(self) -> CardRef {
        CardRef::known(card::Application::Openpgp, self.to_string(), 0)
    }

    /// Reads what `Display` writes; anything else is `None`.
    pub fn parse(text: &str) -> Option<Self> {
        let (manufacturer, number) = text.split_once(':')?;
        let upper = |part: &str| part.bytes().all(|b| matches!(b, b'0'..=b'9' | b'A'..=b'F'));
        if manufacturer.len() != 4 || number.len() != 8 || !upper(manufacturer) || !upper(number) {
            return None;
        }
        let [a, b] = u16::from_str_radix(manufacturer, 16).ok()?.to_be_bytes();
        let [c, d, e, f] = u32::from_str_radix(number, 16).ok()?.to_be_bytes();
        Some(Self([a, b, c, d, e, f]))
    }
}

impl fmt::Display for Serial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [a, b, number @ ..] = self.0;
        write!(f, "{a:02X}{b:02X}:")?;
        number.iter().try_for_each(|byte| write!(f, "{byte:02X}"))
    }
}

impl fmt::Debug for Serial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Serial({self})")
    }
}

impl Serialize for Serial {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Serial {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text)
            .ok_or_else(|| serde::de::Error::custom("expected a serial like 000F:AABBCCDD"))
    }
}

/// How many tries a PIN has left, and how long it may be (DO C4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct PinStatus {
    user_most: u8,
    admin_most: u8,
    user_tries: u8,
    admin_tries: u8,
}

impl PinStatus {
    /// DO C4, alone or with its tag.
    pub(super) fn parse(bytes: &[u8]) -> Result<Self, CardError> {
        match tlv::unwrap(bytes, 0xc4) {
            [_, user_most, _, admin_most, user_tries, _, admin_tries] => Ok(Self {
                user_most: *user_most,
                admin_most: *admin_most,
                user_tries: *user_tries,
                admin_tries: *admin_tries,
            }),
            _ => Err(CardError::Malformed("the seven bytes of the PIN status")),
        }
    }

    pub(super) const fn tries(self, pin: Pin) -> u8 {
        match pin {
            Pin::User => self.user_tries,
            Pin::Admin => self.admin_tries,
        }
    }

    /// The most bytes of a PIN in UTF-8; a card that wants ISO 9564 format 2 blocks (bit 8) is one that we do not serve.
    pub(super) const fn most(self, pin: Pin) -> Result<u8, CardError> {
        let most = match pin {
            Pin::User => self.user_most,
            Pin::Admin => self.admin_most,
        };
        if most & 0x80 == 0 {
            Ok(most)
        } else {
            Err(CardError::Unsupported("PIN block format 2"))
        }
    }
}

/// The application as it introduces itself.
#[derive(Clone, Debug)]
pub(super) struct Application {
    pub(super) serial: Serial,
    pub(super) pin: PinStatus,
    pub(super) kdf: Kdf,
    pub(super) lengths: Lengths,
    /// C0, bit 1: there may be a KDF-DO (F9).
    pub(super) has_kdf: bool,
    /// C0, bit 3: algorithm attributes can be changed.
    pub(super) algorithm_changeable: bool,
    /// C2: what the decryption key is, or would be.
    pub(super) algorithm: Algorithm,
    /// C1: what the signature key is, or would be.
    pub(super) signature_algorithm: SignatureAlgorithm,
    /// D6: the signature key works only after a touch.
    pub(super) signature_touch: bool,
    /// C5 or DE say that there is a decryption key.
    pub(super) key_announced: bool,
    /// DE says that there is a signature key.
    signature_information: bool,
    /// C0, bit 4: how long an object for private use may be.
    pub(super) longest_private: Option<u16>,
    /// D7: the decryption key works only after a touch.
    pub(super) touch: bool,
    /// Historical bytes: the card can be terminated and activated again.
    pub(super) life_cycle: bool,
    /// C5: which of the keys for signing, decrypting and authenticating are there.
    pub(super) keys: [bool; 3],
    /// The version of the specification, out of the application identifier.
    pub(super) version: [u8; 2],
}

impl Application {
    /// Reads DO 6E.
    pub(super) fn parse(bytes: &[u8]) -> Result<Self, CardError> {
        const MISSING: CardError =
            CardError::Malformed("application related data with 4F, 73 and C0, C2, C4 in it");
        let whole = tlv::unwrap(bytes, 0x6e);
        // Version 2 cards and some later ones repeat discretionary objects beside 73; smartcard-app-openpgp puts into 73
        // what belongs beside it.
        let discretionary = tlv::find(whole, 0x73)?.unwrap_or(whole);
        let object = |tag| -> Result<Option<&[u8]>, CardError> {
            match tlv::find(discretionary, tag)? {
                None => tlv::find(whole, tag),
                found => Ok(found),
            }
        };
        let capabilities = object(0xc0)?.ok_or(MISSING)?;
        let (flags, _) = capabilities.split_first().ok_or(MISSING)?;
        let fingerprints = object(0xc5)?.unwrap_or_default();
        let is_set = |print: &[u8]| print.iter().any(|byte| *byte != 0);
        let mut keys = [false; 3];
        for (key, print) in keys.iter_mut().zip(fingerprints.chunks_exact(20)) {
            *key = is_set(print);
        }
        let aid = object(0x4f)?.ok_or(MISSING)?;
        let historical = object(0x5f52)?.unwrap_or_default();
        let touch = object(0xd7)?.and_then(<[u8]>::first);
        let signature_touch = object(0xd6)?.and_then(<[u8]>::first);
        let signature = object(0xc1)?.unwrap_or_default();
        Ok(Self {
            serial: serial(aid)?,
            pin: PinStatus::parse(object(0xc4)?.ok_or(MISSING)?)?,
            kdf: Kdf::None,
            lengths: lengths(historical, object(0x7f66)?)?,
            has_kdf: flags & 0x01 != 0,
            algorithm_changeable: flags & 0x04 != 0,
            algorithm: Algorithm::parse(object(0xc2)?.ok_or(MISSING)?),
            signature_algorithm: SignatureAlgorithm::parse(signature),
            signature_touch: signature_touch.is_some_and(|policy| *policy != 0),
            key_announced: keys[1] || object(0xde)?.is_some_and(|pairs| key_exists(pairs, 2)),
            signature_information: object(0xde)?.is_some_and(|pairs| key_exists(pairs, 1)),
            longest_private: (flags & 0x08 != 0).then(|| longest_private(aid, capabilities)),
            touch: touch.is_some_and(|policy| *policy != 0),
            life_cycle: has_life_cycle(historical),
            keys,
            version: aid
                .get(6..8)
                .and_then(|bytes| bytes.try_into().ok())
                .unwrap_or_default(),
        })
    }

    /// C5 or DE say that there is a signature key.
    pub(super) const fn signature_announced(&self) -> bool {
        let [signature, ..] = self.keys;
        signature || self.signature_information
    }
}

/// The application identifier: `D276 0001 24 01`, version, manufacturer, serial number, two bytes of zeros.
fn serial(aid: &[u8]) -> Result<Serial, CardError> {
    match aid {
        [
            0xd2,
            0x76,
            0x00,
            0x01,
            0x24,
            0x01,
            _,
            _,
            a,
            b,
            c,
            d,
            e,
            f,
            _,
            _,
        ] => Ok(Serial([*a, *b, *c, *d, *e, *f])),
        _ => Err(CardError::Malformed(
            "the application identifier of an OpenPGP card",
        )),
    }
}

/// "Maximum length of special DOs" since version 3 (OpenPGP card 3.4.1 §4.4.3.7). Before, there were 254 bytes for all.
fn longest_private(aid: &[u8], capabilities: &[u8]) -> u16 {
    match (aid.get(6), capabilities) {
        (Some(3..), [_, _, _, _, _, _, high, low, ..]) => u16::from_be_bytes([*high, *low]),
        _ => 254,
    }
}

/// DE, Key Information: pairs of key reference and status; reference 1 is the signature key, 2 decryption; status 0 is "not present".
fn key_exists(pairs: &[u8], reference: u8) -> bool {
    pairs
        .chunks_exact(2)
        .any(|pair| matches!(pair, [key, status] if *key == reference && *status != 0))
}

/// Short commands in chains wherever the card announces chaining, or announces nothing. Extended length needs the
/// announcement in the historical bytes (ISO/IEC 7816-4 §12.1.1.9, third byte of object 7x) and the limit in DO 7F66.
fn lengths(historical: &[u8], limits: Option<&[u8]>) -> Result<Lengths, CardError> {
    const CHAINING: u8 = 0x80;
    const EXTENDED: u8 = 0x40;
    let capabilities = capabilities(historical).unwrap_or(CHAINING);
    if capabilities & CHAINING != 0 || capabilities & EXTENDED == 0 {
        return Ok(Lengths::Short);
    }
    let most = limits.map(tlv::parse).transpose()?.and_then(|list| {
        // Two objects 02: the longest command, the longest answer.
        match list.first().map(|tlv| (tlv.tag, tlv.value)) {
            Some((0x02, [high, low])) => Some(u16::from_be_bytes([*high, *low])),
            _ => None,
        }
    });
    Ok(most.map_or(Lengths::Short, Lengths::Extended))
}

/// The status indicator, the last three bytes: the life cycle is in its first, 03 or 05 where there is one (OpenPGP card 3.4.1 §6.2).
fn has_life_cycle(historical: &[u8]) -> bool {
    matches!(historical, [0x00, .., 0x03 | 0x05, _, _])
}

/// The third byte of the card capabilities among the historical bytes, which are compact TLV after a category byte.
fn capabilities(historical: &[u8]) -> Option<u8> {
    let (_, mut rest) = historical.split_first()?;
    while let [header, after @ ..] = rest {
        let (value, next) = after.split_at_checked(usize::from(header & 0x0f))?;
        if header & 0xf0 == 0x70 {
            return value.get(2).copied();
        }
        rest = next;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::card::Curve;
    use alloc::format;

    #[test]
    fn a_serial_reads_back_what_it_wrote() {
        let serial = serial(&[
            0xd2, 0x76, 0, 1, 0x24, 1, 3, 4, 0, 0x0f, 0xaa, 0xbb, 0xcc, 0xdd, 0, 0,
        ])
        .unwrap();
        assert_eq!(format!("{serial}"), "000F:AABBCCDD");
        assert_eq!(Serial::parse("000F:AABBCCDD"), Some(serial));
        for wrong in [
            "",
            "000f:aabbccdd",
            "000F:AABBCCD",
            "000FAABBCCDD",
            "+00F:AABBCCDD",
            "é0F:AABBCCDD",
        ] {
            assert_eq!(Serial::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_card_may_put_everything_into_the_discretionary_objects() {
        // What smartcard-app-openpgp 0.4.0 answers, without the objects that we do not read.
        let bytes = crate::card::hex(
            "734C 4F10 D276000124010341FFFE000000020000 5F520A 0031E473FB11FF059000
             7F6608 0202FFFF0202FFFF C00A 7D00FFFFFFFFFFFF0001
             C20B 122B060104019755010501 C407 007F7F7F030003",
        );
        let application = Application::parse(&bytes).unwrap();
        assert_eq!(format!("{}", application.serial), "FFFE:00000002");
        assert_eq!(application.algorithm, Algorithm::Ecdh(Curve::X25519));
        assert_eq!(application.lengths, Lengths::Short);
    }

    #[test]
    fn an_identifier_of_another_application_is_refused() {
        assert!(serial(&[0xa0, 0, 0, 3, 8]).is_err());
        assert!(serial(&[0; 16]).is_err());
    }

    #[test]
    fn extended_length_needs_both_announcements_and_no_chaining() {
        let limits: &[u8] = &[2, 2, 0x0b, 0xfe, 2, 2, 0x0b, 0xfe];
        let historical = |third| [0x00, 0x31, 0xc5, 0x73, 0xc0, 0x01, third, 0x05, 0x90, 0x00];
        assert_eq!(lengths(&historical(0xc0), Some(limits)), Ok(Lengths::Short));
        assert_eq!(
            lengths(&historical(0x40), Some(limits)),
            Ok(Lengths::Extended(0x0bfe))
        );
        assert_eq!(lengths(&historical(0x40), None), Ok(Lengths::Short));
        assert_eq!(lengths(&historical(0x00), Some(limits)), Ok(Lengths::Short));
        assert_eq!(lengths(&[], Some(limits)), Ok(Lengths::Short));
    }

    #[test]
    fn a_pin_status_of_another_length_is_refused() {
        assert!(PinStatus::parse(&[0; 6]).is_err());
        assert!(PinStatus::parse(&[0; 8]).is_err());
        let bare = PinStatus::parse(&[1, 127, 127, 64, 3, 0, 2]).unwrap();
        assert_eq!(
            PinStatus::parse(&[0xc4, 7, 1, 127, 127, 64, 3, 0, 2]),
            Ok(bare)
        );
        assert_eq!((bare.tries(Pin::User), bare.tries(Pin::Admin)), (3, 2));
        assert_eq!(bare.most(Pin::Admin), Ok(64));
        let block = PinStatus::parse(&[1, 0xff, 127, 64, 3, 0, 2]).unwrap();
        assert!(block.most(Pin::User).is_err());
    }
}
