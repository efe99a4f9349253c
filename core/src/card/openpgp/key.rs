//! The decryption key: its algorithm, its public half, its fingerprint.

use crate::card::error::CardError;
use crate::card::tlv;
use crate::hazmat::sha1::sha1;
use crate::time::Timestamp;
use alloc::vec::Vec;

/// Curve25519 with ECDH as the algorithm attributes of DO C2 write it (OpenPGP card 3.4.1 §4.4.3.10): ECDH, then the
/// object identifier 1.3.6.1.4.1.3029.1.5.1.
pub(super) const ECDH_CURVE25519: [u8; 11] = [
    0x12, 0x2b, 0x06, 0x01, 0x04, 0x01, 0x97, 0x55, 0x01, 0x05, 0x01,
];

/// What DO C2 says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Algorithm {
    /// Curve25519 with ECDH.
    X25519,
    /// Anything else.
    Other,
}

impl Algorithm {
    pub(super) fn parse(attributes: &[u8]) -> Self {
        match attributes.strip_prefix(&ECDH_CURVE25519) {
            // The byte after the identifier, where there is one, is the format for importing keys.
            Some([] | [0x00 | 0xff]) => Self::X25519,
            _ => Self::Other,
        }
    }
}

/// What the decryption slot holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DecryptionKey {
    /// Nothing.
    Absent,
    /// A key of ours: the public half, as RFC 7748 §5 writes it.
    X25519([u8; 32]),
    /// A key of another algorithm.
    Other,
}

/// The point in an answer to GENERATE ASYMMETRIC KEY PAIR: 7F49 with 86 in it (OpenPGP card 3.4.1 §7.2.14).
pub(super) fn point(answer: &[u8]) -> Result<[u8; 32], CardError> {
    const EXPECTED: CardError =
        CardError::Malformed("a public key 7F49 with a point of 32 bytes in it");
    let template = tlv::find(answer, 0x7f49)?.ok_or(EXPECTED)?;
    native_point(tlv::find(template, 0x86)?.ok_or(EXPECTED)?).ok_or(EXPECTED)
}

/// A Curve25519 point of 32 bytes, or of 33 with the prefix 0x40 that RFC 9580 §9.2.1 gives it in OpenPGP.
pub(super) fn native_point(bytes: &[u8]) -> Option<[u8; 32]> {
    let bare = match bytes {
        [0x40, bare @ ..] if bytes.len() == 33 => bare,
        bare => bare,
    };
    bare.try_into().ok()
}

/// The version 4 fingerprint (RFC 9580 §5.5.4.2) of an ECDH key on Curve25519Legacy (§5.5.5.6), with the KDF parameters
/// that §11.5.1 gives that curve: SHA2-256 and AES-128.
pub(super) fn fingerprint(point: &[u8; 32], created: u32) -> [u8; 20] {
    const VERSION: u8 = 4;
    const ECDH: u8 = 18;
    /// A multiprecision integer of 263 bits: 0x40 and the point (RFC 9580 §3.2, §9.2.1).
    const BITS: [u8; 2] = 263u16.to_be_bytes();
    const PREFIX: u8 = 0x40;
    /// Three octets: 1, SHA2-256 (8), AES-128 (7).
    const KDF: [u8; 4] = [3, 1, 8, 7];
    /// Length of the identifier, and the identifier.
    const IDENTIFIER: [u8; 11] = [
        0x0a, 0x2b, 0x06, 0x01, 0x04, 0x01, 0x97, 0x55, 0x01, 0x05, 0x01,
    ];
    /// 1 + 4 + 1 + 11 + 2 + 33 + 4.
    const LENGTH: [u8; 2] = 56u16.to_be_bytes();
    let mut body = Vec::new();
    body.push(VERSION);
    body.extend(created.to_be_bytes());
    body.push(ECDH);
    body.extend(IDENTIFIER);
    body.extend(BITS);
    body.push(PREFIX);
    body.extend(point);
    body.extend(KDF);
    debug_assert_eq!(body.len(), 56, "the length that is hashed");
    sha1(&[&[0x99], &LENGTH, &body])
}

/// OpenPGP times have four octets (RFC 9580 §3.5); a clock beyond the year 2106 stays there.
pub(super) fn created(now: Timestamp) -> u32 {
    u32::try_from(now.as_unix()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::card::story::hex;

    #[test]
    fn the_fingerprint_is_the_one_that_gnupg_computes() {
        // A subkey made by GnuPG 2.2 for this test, created at 1700000000.
        let point = hex("0D79AE9FB128FAB67BEEA71D0DAA1E67A773C0D05B5C5AF1054B67CA00DEEC67");
        assert_eq!(
            fingerprint(&point.try_into().unwrap(), 1_700_000_000).to_vec(),
            hex("ADEA7CEDD516F654290D4E9A85B6172CA0EF8D4B")
        );
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
    fn only_ecdh_on_curve25519_is_ours() {
        let ours = hex("122B060104019755010501");
        assert_eq!(Algorithm::parse(&ours), Algorithm::X25519);
        assert_eq!(
            Algorithm::parse(&[&ours[..], &[0xff]].concat()),
            Algorithm::X25519
        );
        for other in [
            "",
            "010800001100",
            "122A8648CE3D030107",
            "132B060104019755010501",
            "122B060104019755010501FFFF",
        ] {
            assert_eq!(Algorithm::parse(&hex(other)), Algorithm::Other, "{other}");
        }
    }
}
