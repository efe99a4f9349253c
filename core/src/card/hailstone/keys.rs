//! Keys on the card: agreement, signatures, and a key for each site (docs/card-application.md section 6).

use super::{Channel, Exchange, Reply, Verified, number};
use crate::card::error::CardError;
use crate::card::point::{Curve, Point};
use crate::card::status::Status;
use crate::card::step::Step;
use crate::secret::Secret32;
use alloc::vec::Vec;

/// What a key is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum KeyType {
    /// Agreement on this curve.
    Agreement(Curve),
    /// Signatures on P-256.
    Signature,
}

impl KeyType {
    const fn byte(self) -> u8 {
        match self {
            Self::Agreement(Curve::X25519) => 0x01,
            Self::Agreement(Curve::P256) => 0x02,
            Self::Signature => 0x03,
        }
    }

    /// As [`super::CardStatus::keys`] has it.
    pub const fn of(byte: u8) -> Option<Self> {
        match byte {
            0x01 => Some(Self::Agreement(Curve::X25519)),
            0x02 => Some(Self::Agreement(Curve::P256)),
            0x03 => Some(Self::Signature),
            _ => None,
        }
    }

    /// A public half as the application writes it.
    fn point(self, bytes: &[u8]) -> Result<Point, CardError> {
        const EXPECTED: CardError = CardError::Malformed("a public key of the key's type");
        match self {
            Self::Agreement(Curve::X25519) => {
                bytes.try_into().map(Point::X25519).map_err(|_| EXPECTED)
            }
            Self::Agreement(Curve::P256) | Self::Signature => {
                let mut sec1 = [0x04; 65];
                if bytes.len() != 64 {
                    return Err(EXPECTED);
                }
                for (place, byte) in sec1.iter_mut().skip(1).zip(bytes) {
                    *place = *byte;
                }
                Ok(Point::P256(sec1))
            }
        }
    }
}

impl Channel<Verified> {
    /// Has the card make a key in an empty slot, and gives its public half.
    ///
    /// # Errors
    /// [`CardError::KeyPresent`] where the slot is taken.
    pub fn generate(self, kind: KeyType, slot: u8) -> Exchange<Verified, Point> {
        self.exchange([0x46, kind.byte(), slot], &[], move |channel, reply| {
            if reply.status == Status::CONDITIONS_NOT_SATISFIED {
                return Err(CardError::KeyPresent);
            }
            let point = kind.point(reply.ok()?.expose())?;
            Ok(Step::Done((channel, point)))
        })
    }

    /// What the slot has.
    ///
    /// # Errors
    /// [`CardError::ObjectAbsent`] where it is empty.
    pub fn public_key(self, slot: u8) -> Exchange<Verified, (KeyType, Point)> {
        self.ask(public_key_header(slot), &[], read_public_key)
    }

    /// Deletes a key for good.
    ///
    /// # Errors
    /// [`CardError::ObjectAbsent`] where the slot is empty.
    pub fn delete_key(self, slot: u8) -> Exchange<Verified, ()> {
        self.ask([0x48, 0x00, slot], &[], |_| Ok(()))
    }

    /// Agreement of the key in the slot and `point`: the X25519 result, or the x coordinate.
    ///
    /// # Errors
    /// [`CardError::KeyOther`] where the key is of another type than the point; [`CardError::ObjectAbsent`].
    pub fn agree(self, slot: u8, point: &Point) -> Exchange<Verified, Secret32> {
        self.exchange(agree_header(slot), coordinates(point), |channel, reply| {
            Ok(Step::Done((channel, read_secret(reply)?)))
        })
    }

    /// A signature (`r || s`) of a digest, by the key in the slot.
    ///
    /// # Errors
    /// [`CardError::SignatureKeyAbsent`] where the slot is empty, [`CardError::SignatureKeyUnsupported`] where its key agrees and does not sign.
    pub fn sign(self, slot: u8, digest: &[u8; 32]) -> Exchange<Verified, [u8; 64]> {
        self.exchange(sign_header(slot), digest, |channel, reply| {
            Ok(Step::Done((channel, read_signature(reply)?)))
        })
    }

    /// The public half of the key that the card has for this context, a P-256 point: another one for every context, and always the
    /// same for one.
    ///
    /// # Errors
    /// [`CardError::ChannelBroken`].
    pub fn site_key(self, context: &[u8; 32]) -> Exchange<Verified, Point> {
        self.ask([0x56, 0x01, 0x00], context, |answer| {
            KeyType::Signature.point(answer)
        })
    }

    /// A signature (`r || s`) of a digest, by the key that the card has for this context.
    ///
    /// # Errors
    /// [`CardError::ChannelBroken`].
    pub fn site_sign(self, context: &[u8; 32], digest: &[u8; 32]) -> Exchange<Verified, [u8; 64]> {
        let both: Vec<u8> = [*context, *digest].concat();
        self.ask([0x56, 0x02, 0x00], &both, signature)
    }

    /// Raises the generation by one, and tells it.
    ///
    /// # Errors
    /// [`CardError::ChannelBroken`].
    pub fn bump(self) -> Exchange<Verified, u64> {
        self.ask([0x54, 0x01, 0x00], &[], number)
    }
}

/// INS, P1, P2 of PUBLIC KEY.
pub(super) const fn public_key_header(slot: u8) -> [u8; 3] {
    [0x47, 0x00, slot]
}

/// What PUBLIC KEY answers.
pub(super) fn read_public_key(answer: &[u8]) -> Result<(KeyType, Point), CardError> {
    const EXPECTED: CardError = CardError::Malformed("a key type and a public key");
    let (kind, point) = answer.split_first().ok_or(EXPECTED)?;
    let kind = KeyType::of(*kind).ok_or(EXPECTED)?;
    Ok((kind, kind.point(point)?))
}

/// INS, P1, P2 of AGREE.
pub(super) const fn agree_header(slot: u8) -> [u8; 3] {
    [0x2a, 0x80, slot]
}

/// What AGREE takes.
pub(super) fn coordinates(point: &Point) -> &[u8] {
    match point {
        Point::X25519(u) => u,
        Point::P256(sec1) => sec1.get(1..).unwrap_or_default(),
    }
}

/// What AGREE answers.
pub(super) fn read_secret(reply: Reply) -> Result<Secret32, CardError> {
    if reply.status == Status::WRONG_LENGTH || reply.status == Status::CONDITIONS_NOT_SATISFIED {
        return Err(CardError::KeyOther);
    }
    Secret32::read(&reply.ok()?).ok_or(CardError::Malformed("a shared secret of 32 bytes"))
}

/// INS, P1, P2 of SIGN.
pub(super) const fn sign_header(slot: u8) -> [u8; 3] {
    [0x2a, 0x9e, slot]
}

/// What SIGN answers.
pub(super) fn read_signature(reply: Reply) -> Result<[u8; 64], CardError> {
    if reply.status == Status::CONDITIONS_NOT_SATISFIED {
        return Err(CardError::SignatureKeyUnsupported);
    }
    match reply.ok() {
        Err(CardError::ObjectAbsent) => Err(CardError::SignatureKeyAbsent),
        answer => signature(answer?.expose()),
    }
}

fn signature(answer: &[u8]) -> Result<[u8; 64], CardError> {
    answer
        .try_into()
        .map_err(|_| CardError::Malformed("a signature of 64 bytes"))
}
