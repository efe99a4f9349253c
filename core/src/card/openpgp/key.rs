//! The decryption key: its algorithm, its public half, its fingerprint.

use crate::card::error::CardError;
use crate::card::point::{Curve, Point};
use crate::card::tlv;
use crate::hazmat::sha1::sha1;
use crate::time::Timestamp;
use alloc::vec::Vec;

/// Curve25519 with ECDH as the algorithm attributes of DO C2 write it (OpenPGP card 3.4.1 §4.4.3.10): ECDH, then the
/// object identifier 1.3.6.1.4.1.3029.1.5.1.
pub(super) const ECDH_CURVE25519: [u8; 11] = [
    0x12, 0x2b, 0x06, 0x01, 0x04, 0x01, 0x97, 0x55, 0x01, 0x05, 0x01,
];

/// NIST P-256 with ECDH, likewise: the object identifier 1.2.840.10045.3.1.7.
pub(super) const ECDH_P256: [u8; 9] = [0x12, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07];

/// NIST P-256 with ECDSA as the algorithm attributes of DO C1 write it (OpenPGP card 3.4.1 §4.4.3.10): ECDSA, then the same object identifier.
const ECDSA_P256: [u8; 9] = [0x13, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07];

/// What DO C1 says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SignatureAlgorithm {
    /// ECDSA on P-256.
    P256,
    /// Anything else, such as RSA or Ed25519.
    Other,
}

impl SignatureAlgorithm {
    pub(super) fn parse(attributes: &[u8]) -> Self {
        match attributes.strip_prefix(&ECDSA_P256) {
            Some([] | [0x00 | 0xff]) => Self::P256,
            _ => Self::Other,
        }
    }
}

/// What DO C2 says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Algorithm {
    /// ECDH on a curve that the vault knows.
    Ecdh(Curve),
    /// RSA.
    Rsa,
    /// Anything else.
    Other,
}

impl Algorithm {
    pub(super) fn parse(attributes: &[u8]) -> Self {
        /// OpenPGP card 3.4.1 §4.4.3.9.
        const RSA: u8 = 0x01;
        // The byte after the identifier, where there is one, is the format for importing keys.
        let is = |identifier: &[u8]| {
            let rest = attributes.strip_prefix(identifier);
            matches!(rest, Some([] | [0x00 | 0xff]))
        };
        if is(&ECDH_CURVE25519) {
            Self::Ecdh(Curve::X25519)
        } else if is(&ECDH_P256) {
            Self::Ecdh(Curve::P256)
        } else if attributes.starts_with(&[RSA]) {
            Self::Rsa
        } else {
            Self::Other
        }
    }
}

/// DO C2 for a key of this curve.
pub(super) const fn attributes(curve: Curve) -> &'static [u8] {
    match curve {
        Curve::X25519 => &ECDH_CURVE25519,
        Curve::P256 => &ECDH_P256,
    }
}

/// What the decryption slot holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DecryptionKey {
    /// Nothing.
    Absent,
    /// A key that can open a vault: its public half.
    Usable(Point),
    /// An RSA key. It decrypts what was encrypted to it, but there is no key agreement with it.
    Rsa,
    /// A key of another algorithm or curve.
    Other,
}

/// The point in an answer to GENERATE ASYMMETRIC KEY PAIR: 7F49 with 86 in it (OpenPGP card 3.4.1 §7.2.14).
pub(super) fn point(curve: Curve, answer: &[u8]) -> Result<Point, CardError> {
    const EXPECTED: CardError = CardError::Malformed("a public key 7F49 with a point in it");
    let template = tlv::find(answer, 0x7f49)?.ok_or(EXPECTED)?;
    let point = tlv::find(template, 0x86)?.ok_or(EXPECTED)?;
    match curve {
        Curve::X25519 => native_point(point).map(Point::X25519),
        Curve::P256 => Point::parse(point).filter(|point| point.curve() == Curve::P256),
    }
    .ok_or(EXPECTED)
}

/// What an agreement is answered with: an X25519 result, or on P-256 the x coordinate, alone or in a point.
pub(super) fn shared(curve: Curve, answer: &[u8]) -> Option<[u8; 32]> {
    match (curve, answer) {
        (Curve::X25519, answer) => native_point(answer),
        (Curve::P256, [0x04, both @ ..]) if both.len() == 64 => both.first_chunk().copied(),
        (Curve::P256, x) => x.try_into().ok(),
    }
}

/// A Curve25519 point of 32 bytes, or of 33 with the prefix 0x40 that RFC 9580 §9.2.1 gives it in OpenPGP.
pub(super) fn native_point(bytes: &[u8]) -> Option<[u8; 32]> {
    let bare = match bytes {
        [0x40, bare @ ..] if bytes.len() == 33 => bare,
        bare => bare,
    };
    bare.try_into().ok()
}

/// The version 4 fingerprint (RFC 9580 §5.5.4.2) of an ECDH key on Curve25519Legacy or NIST P-256 (§5.5.5.6), with the KDF
/// parameters that §11.5.1 gives both curves: SHA2-256 and AES-128.
pub(super) fn fingerprint(point: &Point, created: u32) -> [u8; 20] {
    const VERSION: u8 = 4;
    const ECDH: u8 = 18;
    /// Three octets: 1, SHA2-256 (8), AES-128 (7).
    const KDF: [u8; 4] = [3, 1, 8, 7];
    // The curve's identifier is what DO C2 has behind its first byte. A multiprecision integer (RFC 9580 §3.2) of 263 bits is 0x40
    // and the point (§9.2.1), one of 515 bits the point with its 0x04.
    let (identifier, bits, prefix): (&[u8], u16, &[u8]) = match point.curve() {
        Curve::X25519 => (&ECDH_CURVE25519, 263, &[0x40]),
        Curve::P256 => (&ECDH_P256, 515, &[]),
    };
    let identifier = identifier.get(1..).unwrap_or_default();
    let mut body = Vec::new();
    body.push(VERSION);
    body.extend(created.to_be_bytes());
    body.push(ECDH);
    body.extend(u8::try_from(identifier.len()));
    body.extend(identifier);
    body.extend(bits.to_be_bytes());
    body.extend(prefix);
    body.extend(point.as_bytes());
    body.extend(KDF);
    // 56 bytes, or 86.
    let length = u16::try_from(body.len()).unwrap_or_default();
    sha1(&[&[0x99], &length.to_be_bytes(), &body])
}

/// OpenPGP times have four octets (RFC 9580 §3.5); a clock beyond the year 2106 stays there.
pub(super) fn created(now: Timestamp) -> u32 {
    u32::try_from(now.as_unix()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::card::openpgp::cards::{P256_FINGERPRINT, P256_KEY};
    use crate::card::story::hex;

    #[test]
    fn the_fingerprint_is_the_one_that_gnupg_computes() {
        // A subkey made by GnuPG 2.2 for this test, created at 1700000000.
        let point = hex("0D79AE9FB128FAB67BEEA71D0DAA1E67A773C0D05B5C5AF1054B67CA00DEEC67");
        assert_eq!(
            fingerprint(&Point::parse(&point).unwrap(), 1_700_000_000).to_vec(),
            hex("ADEA7CEDD516F654290D4E9A85B6172CA0EF8D4B")
        );
    }

    #[test]
    fn so_is_that_of_a_key_on_p256() {
        let point = Point::parse(&hex(P256_KEY)).unwrap();
        assert_eq!(
            fingerprint(&point, 1_700_000_000).to_vec(),
            hex(P256_FINGERPRINT)
        );
    }

    #[test]
    fn an_answer_on_p256_is_an_x_coordinate_alone_or_in_a_point() {
        let point = hex(P256_KEY);
        let x = Some(point[1..33].try_into().unwrap());
        assert_eq!(shared(Curve::P256, &point), x);
        assert_eq!(shared(Curve::P256, &point[1..33]), x);
        for wrong in [&point[..64], &point[1..], &point[..33], &[]] {
            assert_eq!(shared(Curve::P256, wrong), None);
        }
    }

    #[test]
    fn a_point_has_32_bytes_or_33_with_the_prefix() {
        let mut prefixed = std::vec![0x40];
        prefixed.extend([7; 32]);
        assert_eq!(native_point(&prefixed), Some([7; 32]));
        assert_eq!(native_point(&[7; 32]), Some([7; 32]));
        // 32 bytes that happen to begin with 0x40 are a point.
        assert_eq!(native_point(&[0x40; 32]), Some([0x40; 32]));
        for wrong in [&[7; 33][..], &[7; 31], &[0x40; 34], &[]] {
            assert_eq!(native_point(wrong), None);
        }
    }

    #[test]
    fn only_ecdh_on_two_curves_is_ours() {
        for curve in [Curve::X25519, Curve::P256] {
            let ours = attributes(curve);
            for format in [&[][..], &[0x00], &[0xff]] {
                let attributes = [ours, format].concat();
                assert_eq!(Algorithm::parse(&attributes), Algorithm::Ecdh(curve));
            }
        }
        assert_eq!(Algorithm::parse(&hex("010800001100")), Algorithm::Rsa);
        for other in [
            "",
            "122B81040022",
            "132A8648CE3D030107",
            "132B060104019755010501",
            "122B060104019755010501FFFF",
            "122A8648CE3D03010701",
        ] {
            assert_eq!(Algorithm::parse(&hex(other)), Algorithm::Other, "{other}");
        }
    }
}
