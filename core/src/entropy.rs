//! Randomness comes in as a [`Seed`], once per operation, and is expanded here into as many bytes as that operation
//! needs (ChaCha20, RFC 8439). The host fills the seed from the system's source; a test gives a fixed one.

use crate::secret::Secret32;
use chacha20::ChaCha20Rng;
use core::fmt;
use rand_core::{Rng, SeedableRng};

/// Thirty-two fresh random bytes, used up by one operation: it cannot be cloned, and every operation takes it by value.
pub struct Seed(Secret32);

impl Seed {
    /// Takes the bytes over and wipes the caller's copy. They must come from a cryptographically secure source and
    /// must never be used for a second seed.
    pub fn take(bytes: &mut [u8; 32]) -> Self {
        Self(Secret32::take(bytes))
    }

    /// The beginning of the seed as it is, for an operation that needs a salt and nothing else.
    pub(crate) fn into_salt(self) -> [u8; 24] {
        let mut salt = [0; 24];
        for (place, byte) in salt.iter_mut().zip(self.0.expose()) {
            *place = *byte;
        }
        salt
    }

    /// Starts the expansion. The generator wipes its state on drop.
    pub(crate) fn expand(self) -> Random {
        Random(ChaCha20Rng::from_seed(*self.0.expose()))
    }
}

impl fmt::Debug for Seed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Seed(redacted)")
    }
}

/// Random bytes for one operation.
pub(crate) struct Random(ChaCha20Rng);

impl Random {
    /// Random bytes that need not be secret: a salt, an identifier.
    pub(crate) fn make<const N: usize>(&mut self) -> [u8; N] {
        let mut bytes = [0; N];
        self.0.fill_bytes(&mut bytes);
        bytes
    }

    /// The generator itself, for a crate that draws from one.
    pub(crate) const fn source(&mut self) -> &mut (impl rand_core::CryptoRng + use<>) {
        &mut self.0
    }

    /// A random secret.
    pub(crate) fn make_secret(&mut self) -> Secret32 {
        Secret32::fill_with(|bytes| self.0.fill_bytes(bytes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_expands_to_bytes_that_do_not_repeat() {
        let mut random = Seed::take(&mut [7; 32]).expand();
        let first: [u8; 32] = random.make();
        let second: [u8; 32] = random.make();
        assert_ne!(first, second);
        let mut again = Seed::take(&mut [7; 32]).expand();
        assert_eq!(first, again.make::<32>());
    }
}
