//! SHA-256 (FIPS 180-4) and HKDF (RFC 5869).

use crate::secret::Secret;
use hkdf::Hkdf;
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

/// As much of a digest as the memory's records and objects carry.
pub(crate) type Digest = [u8; 16];

/// SHA-256 of the parts, one after the other.
pub(crate) fn sha256(parts: &[&[u8]]) -> [u8; 32] {
    let mut hash = Sha256::new();
    parts.iter().for_each(|part| hash.update(part));
    hash.finalize().into()
}

/// SHA-256 of what comes in parts.
#[derive(Clone)]
pub(crate) struct Running(Sha256);

impl Running {
    pub(crate) fn new() -> Self {
        Self(Sha256::new())
    }

    pub(crate) fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// The first half of it.
    pub(crate) fn finish(self) -> Digest {
        let whole: [u8; 32] = self.0.finalize().into();
        let mut half = Digest::default();
        for (place, byte) in half.iter_mut().zip(whole) {
            *place = byte;
        }
        half
    }
}

/// HKDF-SHA-256 to thirty-two bytes.
pub(crate) fn derive(salt: &[u8], secret: &[u8], info: &[&[u8]]) -> Secret<32> {
    Secret::fill_with(|out| expand(salt, secret, info, out))
}

/// HKDF-SHA-256 to two keys, with no `info`: the HKDF of the Noise framework (revision 34, §4.3).
pub(crate) fn derive_two(salt: &[u8], secret: &[u8]) -> (Secret<32>, Secret<32>) {
    let mut out = Zeroizing::new([0; 64]);
    expand(salt, secret, &[], &mut *out);
    let (first, second) = out.split_at(32);
    let half = |half: &[u8]| Secret::fill_with(|bytes| bytes.copy_from_slice(half));
    (half(first), half(second))
}

/// Every caller asks for at most two blocks, and RFC 5869 §2.3 allows 255.
fn expand(salt: &[u8], secret: &[u8], info: &[&[u8]], out: &mut [u8]) {
    let outcome = Hkdf::<Sha256>::new(Some(salt), secret).expand_multi_info(info, out);
    debug_assert!(outcome.is_ok(), "HKDF output is limited to 8160 bytes");
}
