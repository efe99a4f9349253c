//! NIST P-256: ECDSA with SHA-256 (FIPS 186-5, deterministic nonces after RFC 6979) and ECDH (SP 800-56A).

use crate::entropy::Random;
use crate::secret::Secret32;
use alloc::vec::Vec;
use core::fmt;
use p256::ecdsa::signature::hazmat::PrehashVerifier;
use p256::ecdsa::signature::{Signer, Verifier};
use p256::elliptic_curve::ops::Invert;
use p256::elliptic_curve::point::{AffineCoordinates, DecompressPoint};
use p256::elliptic_curve::subtle::Choice;
use p256::{AffinePoint, NonZeroScalar, ProjectivePoint, PublicKey, SecretKey as Scalar, ecdsa};
use zeroize::Zeroize;

/// Not a point of the curve, or not a scalar in 1..n.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NotOnCurve;

/// The affine coordinates of a public key, big-endian.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Coordinates {
    pub(crate) x: [u8; 32],
    pub(crate) y: [u8; 32],
}

impl Coordinates {
    /// SEC 1 §2.3.3, uncompressed.
    pub(crate) fn to_sec1(self) -> [u8; 65] {
        let mut sec1 = [0x04; 65];
        let coordinates = self.x.iter().chain(&self.y);
        for (place, byte) in sec1.iter_mut().skip(1).zip(coordinates) {
            *place = *byte;
        }
        sec1
    }
}

/// A private key for agreement, and only for that.
pub(crate) struct SecretKey(Scalar);

impl SecretKey {
    pub(crate) fn make(random: &mut Random) -> Self {
        loop {
            // One draw in 2^32 is out of range (SP 800-56A §5.6.1.2.2, testing candidates).
            if let Ok(key) = Self::from_secret(&random.make_secret()) {
                return key;
            }
        }
    }

    pub(crate) fn from_secret(bytes: &Secret32) -> Result<Self, NotOnCurve> {
        Scalar::from_slice(bytes.expose())
            .map(Self)
            .map_err(|_| NotOnCurve)
    }

    pub(crate) fn public_key(&self) -> Coordinates {
        coordinates(&self.0.public_key())
    }

    /// The x coordinate of the shared point.
    pub(crate) fn agree(&self, public_key: &Coordinates) -> Result<Secret32, NotOnCurve> {
        let public_key = parse(public_key)?;
        let shared = p256::ecdh::diffie_hellman(self.0.to_nonzero_scalar(), public_key.as_affine());
        Ok(Secret32::fill_with(|out| {
            out.copy_from_slice(shared.raw_secret_bytes())
        }))
    }
}

impl fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("p256::SecretKey(redacted)")
    }
}

/// One of the two points that have this x coordinate. An agreement takes the x coordinate of its result, so that it is the same for
/// both.
pub(crate) fn lift(x: &[u8; 32]) -> Result<Coordinates, NotOnCurve> {
    let even = Choice::from(0);
    let point: Option<AffinePoint> = AffinePoint::decompress(&(*x).into(), even).into();
    point.as_ref().map(affine).ok_or(NotOnCurve)
}

/// The scalar that blinds one agreement, and nothing else.
pub(crate) struct Blinding(NonZeroScalar);

impl Blinding {
    /// Blinds `point`: returns what may be sent, and the blinding that undoes it.
    pub(crate) fn make(
        point: &Coordinates,
        random: &mut Random,
    ) -> Result<(Self, Coordinates), NotOnCurve> {
        let scalar = SecretKey::make(random).0.to_nonzero_scalar();
        let blinded = multiply(point, &scalar)?;
        Ok((Self(scalar), blinded))
    }

    /// Removes the blinding from the card's answer, an x coordinate. The curve's order is prime, so nothing else can come of it.
    pub(crate) fn remove(self, reply: &[u8; 32]) -> Result<Secret32, NotOnCurve> {
        let mut shared = multiply(&lift(reply)?, &Invert::invert(&self.0))?;
        let secret = Secret32::take(&mut shared.x);
        shared.y.zeroize();
        Ok(secret)
    }
}

impl Drop for Blinding {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl fmt::Debug for Blinding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Blinding(redacted)")
    }
}

fn multiply(point: &Coordinates, scalar: &NonZeroScalar) -> Result<Coordinates, NotOnCurve> {
    #[allow(
        clippy::arithmetic_side_effects,
        reason = "a group operation, total on its types"
    )]
    let product = ProjectivePoint::from(*parse(point)?.as_affine()) * scalar.as_ref();
    let product = PublicKey::from_affine(product.to_affine()).map_err(|_| NotOnCurve)?;
    Ok(coordinates(&product))
}

/// A private key for signatures, and only for that. It keeps its public half, so that signing is one multiplication.
pub(crate) struct SigningKey(ecdsa::SigningKey);

impl SigningKey {
    pub(crate) fn from_secret(bytes: &Secret32) -> Result<Self, NotOnCurve> {
        ecdsa::SigningKey::from_slice(bytes.expose())
            .map(Self)
            .map_err(|_| NotOnCurve)
    }

    pub(crate) fn public_key(&self) -> Coordinates {
        coordinates(&self.0.verifying_key().into())
    }

    /// An ES256 signature: `r || s` (RFC 7518 §3.4).
    pub(crate) fn sign(&self, message: &[u8]) -> [u8; 64] {
        let signature: ecdsa::Signature = self.0.sign(message);
        signature.to_bytes().into()
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("p256::SigningKey(redacted)")
    }
}

/// Whether the coordinates are a point of the curve.
pub(crate) fn check(coordinates: &Coordinates) -> Result<(), NotOnCurve> {
    parse(coordinates).map(|_| ())
}

/// Whether `signature` (`r || s`) is good.
pub(crate) fn verify(public_key: &Coordinates, message: &[u8], signature: &[u8; 64]) -> bool {
    let Ok(public_key) = parse(public_key) else {
        return false;
    };
    let Ok(signature) = ecdsa::Signature::from_slice(signature) else {
        return false;
    };
    ecdsa::VerifyingKey::from(public_key)
        .verify(message, &signature)
        .is_ok()
}

/// The keys that could have made a signature (`r || s`) of a hash (SEC 1 §4.1.6): none, or up to four.
pub(crate) fn recover(hash: &[u8; 32], signature: &[u8; 64]) -> Vec<Coordinates> {
    let Ok(signature) = ecdsa::Signature::from_slice(signature) else {
        return Vec::new();
    };
    (0..ecdsa::RecoveryId::MAX.saturating_add(1))
        .filter_map(ecdsa::RecoveryId::from_byte)
        .filter_map(|id| ecdsa::VerifyingKey::recover_from_prehash(hash, &signature, id).ok())
        .map(|key| coordinates(&key.into()))
        .collect()
}

/// Whether a signature in a certificate is good: the key as a SEC 1 point, the signature as DER (RFC 5480 §2.2, RFC 3279
/// §2.2.3), over a message that was hashed already.
pub(crate) fn verify_hash(public_key: &[u8], hash: &[u8], signature: &[u8]) -> bool {
    let key = ecdsa::VerifyingKey::from_sec1_bytes(public_key);
    let signature = ecdsa::Signature::from_der(signature);
    match (key, signature) {
        (Ok(key), Ok(signature)) => key.verify_prehash(hash, &signature).is_ok(),
        _ => false,
    }
}

/// Read without an encoding of points in between: what reads any of them would be kilobytes more in the browser's module.
fn parse(coordinates: &Coordinates) -> Result<PublicKey, NotOnCurve> {
    let (x, y) = (coordinates.x.into(), coordinates.y.into());
    let point: Option<AffinePoint> = AffinePoint::from_coordinates(&x, &y).into();
    // A pair of coordinates is never the identity, which has none.
    PublicKey::from_affine(point.ok_or(NotOnCurve)?).map_err(|_| NotOnCurve)
}

fn coordinates(public_key: &PublicKey) -> Coordinates {
    affine(public_key.as_affine())
}

fn affine(point: &AffinePoint) -> Coordinates {
    Coordinates {
        x: point.x().into(),
        y: point.y().into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entropy::Seed;

    #[test]
    fn a_blinded_agreement_gives_the_plain_shared_secret_from_an_x_coordinate_alone() {
        let mut random = Seed::take(&mut [5; 32]).expand();
        let card = SecretKey::make(&mut random);
        let ephemeral = SecretKey::make(&mut random);
        let plain = ephemeral.agree(&card.public_key()).unwrap();
        let lifted = lift(&ephemeral.public_key().x).unwrap();
        let (blinding, sent) = Blinding::make(&lifted, &mut random).unwrap();
        assert_ne!(sent.x, lifted.x);
        let reply = card.agree(&sent).unwrap();
        assert_eq!(blinding.remove(reply.expose()).unwrap(), plain);
    }

    #[test]
    fn an_answer_that_is_no_x_coordinate_of_the_curve_is_refused() {
        let mut random = Seed::take(&mut [6; 32]).expand();
        let key = SecretKey::make(&mut random).public_key();
        // 1 is none: its right side is no square.
        let mut one = [0; 32];
        one[31] = 1;
        for reply in [one, [0xff; 32]] {
            let (blinding, _) = Blinding::make(&key, &mut random).unwrap();
            assert_eq!(lift(&reply), Err(NotOnCurve));
            assert_eq!(blinding.remove(&reply).err(), Some(NotOnCurve));
        }
        let nowhere = Coordinates { x: one, y: one };
        assert!(Blinding::make(&nowhere, &mut random).is_err());
    }
}
