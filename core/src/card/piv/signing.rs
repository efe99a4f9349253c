//! Signatures: GENERAL AUTHENTICATE with a challenge (NIST SP 800-73-5 part 2 §3.2.4, appendix A.4), by a key that the card has
//! already. These keys are of other programs, or of who gave the card out, so none is ever made or replaced here.

use super::agreement::{answered, authenticating};
use super::{Card, Name, Piv, pin};
use crate::card::Verification;
use crate::card::error::CardError;
use crate::card::status::Status;
use crate::card::step::Step;
use crate::card::{Application, CardRef, tlv};
use crate::secret::SecretBytes;
use alloc::string::ToString;

/// A slot whose key signs, and wants the PIN for it (NIST SP 800-73-5 part 1 table 6).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SigningSlot {
    /// 9A, PIV authentication: the PIN once in a session.
    Authentication,
    /// 9C, digital signature: the PIN directly before each one.
    #[default]
    Signature,
}

impl SigningSlot {
    /// From the key reference; `None` for the keys that have another purpose, and for 9E, which signs for whoever has the card.
    pub const fn new(reference: u8) -> Option<Self> {
        match reference {
            0x9a => Some(Self::Authentication),
            0x9c => Some(Self::Signature),
            _ => None,
        }
    }

    /// The key reference.
    pub const fn reference(self) -> u8 {
        match self {
            Self::Authentication => 0x9a,
            Self::Signature => 0x9c,
        }
    }

    /// The key in this slot of the card with this name.
    pub fn card(self, name: Name) -> CardRef {
        CardRef::known(Application::Piv, name.to_string(), self.reference())
    }
}

/// ECDSA on P-256 (NIST SP 800-78-5 table 9).
const P256: u8 = 0x11;

/// A card and one of its signing slots. No PIN is verified.
#[derive(Debug)]
pub struct Signing {
    card: Card,
    slot: SigningSlot,
}

/// The same, and the key may be used, once.
#[derive(Debug)]
pub struct SigningVerified {
    slot: SigningSlot,
}

impl Piv {
    /// Towards one signature by the key in this slot, if there is one.
    pub const fn into_signing(self, slot: SigningSlot) -> Signing {
        Signing {
            card: self.card,
            slot,
        }
    }
}

impl Signing {
    /// How many tries the PIN has left, where the card tells.
    pub const fn tries_left(&self) -> Option<u8> {
        self.card.tries_left
    }

    /// Gives the PIN to the card, for one signature. A PIN that the standard excludes is refused without using a try.
    ///
    /// # Errors
    /// Whatever is no answer to the question whether the PIN is right.
    pub fn verify(
        self,
        pin: &SecretBytes,
    ) -> Result<Step<Verification<SigningVerified, Self>>, CardError> {
        let slot = self.slot;
        pin::verify(
            self.card,
            pin,
            move |_| SigningVerified { slot },
            move |card| Self { card, slot },
        )
    }
}

impl SigningVerified {
    /// A signature (`r || s`) of a digest.
    ///
    /// # Errors
    /// [`CardError::SignatureKeyAbsent`]; [`CardError::SignatureKeyUnsupported`] where the key is of another algorithm; [`CardError::TouchMissing`] where nobody
    /// touched a card that wants it; [`CardError::Malformed`] for a signature that is none of P-256.
    pub fn sign(self, digest: &[u8; 32]) -> Result<Step<[u8; 64]>, CardError> {
        const EXPECTED: CardError = CardError::Malformed("a signature of P-256 in DER");
        let mut template = tlv::write(0x82, &[])?;
        template.extend(tlv::write(0x81, digest)?);
        let command = authenticating(P256, self.slot.reference(), &template)?;
        command.then(|response| match response.status {
            // What Nitrokeys and CanoKeys, and what YubiKeys answer for a slot without a key.
            Status::CONDITIONS_NOT_SATISFIED | Status::DATA_NOT_FOUND => {
                Err(CardError::SignatureKeyAbsent)
            }
            Status::WRONG_PARAMETERS | Status::WRONG_DATA | Status::FUNCTION_NOT_SUPPORTED => {
                Err(CardError::SignatureKeyUnsupported)
            }
            // The PIN was verified directly before.
            Status::SECURITY_NOT_SATISFIED => Err(CardError::TouchMissing),
            _ => {
                let answer = response.ok()?;
                let der = answered(answer.expose(), 0x82, EXPECTED)?;
                Ok(Step::Done(from_der(der).ok_or(EXPECTED)?))
            }
        })
    }
}

/// ECDSA-Sig-Value (RFC 3279 §2.2.3), `r` and `s` of at most 32 bytes without what DER puts before them, as `r || s` (RFC 7518 §3.4).
/// Whether it is a good one, the public key shows.
fn from_der(der: &[u8]) -> Option<[u8; 64]> {
    let sequence = tlv::parse(der).ok()?;
    let [sequence] = sequence.as_slice() else {
        return None;
    };
    let numbers = tlv::parse(sequence.value).ok()?;
    let [r, s] = numbers.as_slice() else {
        return None;
    };
    if (sequence.tag, r.tag, s.tag) != (0x30, 0x02, 0x02) {
        return None;
    }
    let mut signature = [0; 64];
    let (left, right) = signature.split_at_mut_checked(32)?;
    for (place, number) in [(left, r.value), (right, s.value)] {
        // A leading bit of one makes a number negative.
        if number.first().is_none_or(|first| *first & 0x80 != 0) {
            return None;
        }
        let zeros = number.iter().take_while(|byte| **byte == 0).count();
        let number = number.get(zeros..)?;
        let before = place.len().checked_sub(number.len())?;
        place.get_mut(before..)?.copy_from_slice(number);
    }
    Some(signature)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::card::hex;
    use proptest::prelude::*;
    use std::vec::Vec;

    #[test]
    fn only_slots_that_sign_with_the_pin_are_taken() {
        for reference in 0..=0xff {
            let slot = SigningSlot::new(reference);
            assert_eq!(
                slot.map(SigningSlot::reference),
                [0x9a, 0x9c].contains(&reference).then_some(reference)
            );
        }
    }

    /// `number` without what stands before it, with what DER wants there.
    fn der(number: &[u8]) -> Vec<u8> {
        let zeros = number.iter().take_while(|byte| **byte == 0).count();
        let mut value = number[zeros..].to_vec();
        if value.first().is_none_or(|first| first & 0x80 != 0) {
            value.insert(0, 0);
        }
        tlv::write(0x02, &value).unwrap()
    }

    proptest! {
        #[test]
        fn any_two_numbers_are_read_back(r: [u8; 32], s: [u8; 32], short in 0_usize..32) {
            let mut small = r;
            small[..short].fill(0);
            for r in [r, small] {
                let whole = tlv::write(0x30, &[der(&r), der(&s)].concat()).unwrap();
                let read = from_der(&whole).unwrap();
                prop_assert_eq!(read.to_vec(), [r, s].concat());
                for end in 0..whole.len() {
                    prop_assert_eq!(from_der(&whole[..end]), None, "cut to {}", end);
                }
            }
        }

        #[test]
        fn whatever_a_card_says_is_read_or_refused(bytes: Vec<u8>) {
            let _ = from_der(&bytes);
        }
    }

    #[test]
    fn what_is_no_signature_of_der_is_none() {
        for wrong in [
            "",
            "3000",
            "3003 020101",
            "3006 020101 030101",
            "3106 020101 020101",
            "3006 0201FF 020101",
            "3005 0200 020101",
            "3009 020101 020101 020101",
            &std::format!("3026 0221 01{} 020101", "00".repeat(32)),
        ] {
            assert_eq!(from_der(&hex(wrong)), None, "{wrong}");
        }
        let one = from_der(&hex("3006 020101 020102")).unwrap();
        assert_eq!((one[31], one[63]), (1, 2));
    }
}
