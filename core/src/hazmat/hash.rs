//! SHA-2 (FIPS 180-4), HMAC (RFC 2104) and HKDF (RFC 5869).

use crate::label::Label;
use crate::secret::{Secret32, SecretBytes};
use alloc::vec::Vec;
use hkdf::Hkdf;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Digest as _;
pub(super) use sha2::{Sha256, Sha384, Sha512};
use zeroize::Zeroizing;

/// The hashes of a signature in a certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Digest {
    Sha256,
    Sha384,
    Sha512,
}

/// A message under one of them.
pub(crate) fn digest(digest: Digest, message: &[u8]) -> Vec<u8> {
    match digest {
        Digest::Sha256 => Sha256::digest(message).to_vec(),
        Digest::Sha384 => Sha384::digest(message).to_vec(),
        Digest::Sha512 => Sha512::digest(message).to_vec(),
    }
}

/// SHA-256 of the parts, one after the other.
pub(crate) fn sha256(parts: &[&[u8]]) -> [u8; 32] {
    let mut hash = Sha256::new();
    parts.iter().for_each(|part| hash.update(part));
    hash.finalize().into()
}

/// SHA-384.
pub(crate) fn sha384(bytes: &[u8]) -> [u8; 48] {
    Sha384::digest(bytes).into()
}

/// SHA-512.
pub(crate) fn sha512(bytes: &[u8]) -> [u8; 64] {
    Sha512::digest(bytes).into()
}

/// [`sha256`] where a part is secret and so is the result.
pub(crate) fn sha256_secret(parts: &[&[u8]]) -> Secret32 {
    let mut hash = Sha256::new();
    parts.iter().for_each(|part| hash.update(part));
    Secret32::fill_with(|out| hash.finalize_into(out.into()))
}

/// HMAC-SHA-256 of `message`.
pub(crate) fn hmac_sha256(key: &Secret32, message: &[u8]) -> [u8; 32] {
    keyed(key, message).finalize().into_bytes().into()
}

/// Compares an HMAC-SHA-256 tag in constant time.
pub(crate) fn hmac_sha256_matches(key: &Secret32, message: &[u8], tag: &[u8; 32]) -> bool {
    keyed(key, message).verify_slice(tag).is_ok()
}

fn keyed(key: &Secret32, message: &[u8]) -> Hmac<Sha256> {
    // RFC 2104 §2: a key shorter than the block is filled up with zeros.
    let mut block = Zeroizing::new([0; 64]);
    for (place, byte) in block.iter_mut().zip(key.expose()) {
        *place = *byte;
    }
    let mut mac = Hmac::<Sha256>::new((&*block).into());
    mac.update(message);
    mac
}

/// HKDF-SHA-256 to thirty-two bytes; `info` is the label followed by `context`.
pub(crate) fn derive_key(
    label: Label,
    salt: &[u8],
    secret: &Secret32,
    context: &[&[u8]],
) -> Secret32 {
    Secret32::fill_with(|out| derive_into(label, salt, secret, context, out))
}

/// HKDF-SHA-256 into `out`, which is at most 8160 bytes (255 blocks) in every call of this crate: a longer one is a
/// defect that leaves `out` as it was, caught by the tests of the callers.
pub(crate) fn derive_into(
    label: Label,
    salt: &[u8],
    secret: &Secret32,
    context: &[&[u8]],
    out: &mut [u8],
) {
    let mut info = alloc::vec::Vec::from(label.as_bytes());
    context.iter().for_each(|part| info.extend_from_slice(part));
    let outcome = hkdf(salt, secret.expose(), &info, out);
    debug_assert!(outcome.is_ok(), "HKDF output is limited to 8160 bytes");
}

/// Iterated and salted S2K with SHA2-256 (RFC 9580 §3.7.1.3): hashes salt and passphrase again and again until `count`
/// bytes went in, and once at least.
pub(crate) fn s2k_sha256(salt: &[u8], passphrase: &SecretBytes, count: u32) -> SecretBytes {
    s2k::<Sha256>(salt, passphrase, count)
}

/// The same with SHA2-512.
pub(crate) fn s2k_sha512(salt: &[u8], passphrase: &SecretBytes, count: u32) -> SecretBytes {
    s2k::<Sha512>(salt, passphrase, count)
}

fn s2k<D: sha2::Digest>(salt: &[u8], passphrase: &SecretBytes, count: u32) -> SecretBytes {
    let mut hash = D::new();
    let once = salt.len().saturating_add(passphrase.expose().len());
    let mut left = usize::try_from(count).unwrap_or(usize::MAX).max(once);
    while left > 0 {
        for part in [salt, passphrase.expose()] {
            let part = part.get(..left).unwrap_or(part);
            hash.update(part);
            left = left.saturating_sub(part.len());
        }
        if once == 0 {
            break;
        }
    }
    SecretBytes::new(hash.finalize().to_vec())
}

/// HKDF-SHA-256 as it is, for the function above, for Noise and for the published vectors.
pub(crate) fn hkdf(
    salt: &[u8],
    secret: &[u8],
    info: &[u8],
    out: &mut [u8],
) -> Result<(), hkdf::InvalidLength> {
    Hkdf::<Sha256>::new(Some(salt), secret).expand(info, out)
}
