//! Secret bytes: wiped on drop, redacted in `Debug`, compared in constant time. There is no heap to keep them in one place, so they
//! are filled where they will stay and handed on by reference.

use core::fmt;
use rand_core::CryptoRng;
use subtle::ConstantTimeEq;
use zeroize::Zeroize;

/// A symmetric key, a private scalar, a shared secret, a PIN's value.
pub(crate) struct Secret<const N: usize>([u8; N]);

impl<const N: usize> Secret<N> {
    /// Zeros, to be written over.
    pub(crate) const fn zero() -> Self {
        Self([0; N])
    }

    /// Lets `fill` write into the place where the secret will stay.
    pub(crate) fn fill_with(fill: impl FnOnce(&mut [u8; N])) -> Self {
        let mut secret = Self::zero();
        fill(&mut secret.0);
        secret
    }

    /// A random one.
    pub(crate) fn make(random: &mut impl CryptoRng) -> Self {
        Self::fill_with(|bytes| random.fill_bytes(bytes))
    }

    /// The bytes themselves. The caller must not copy them to a place that is not wiped.
    pub(crate) const fn expose(&self) -> &[u8; N] {
        &self.0
    }

    /// The bytes themselves, to be written over.
    pub(crate) const fn expose_mut(&mut self) -> &mut [u8; N] {
        &mut self.0
    }
}

impl Secret<32> {
    /// A second one with the bytes of a slice of that length.
    pub(crate) fn copy_of(bytes: &[u8]) -> Option<Self> {
        let bytes: &[u8; 32] = bytes.try_into().ok()?;
        Some(Self::fill_with(|secret| secret.copy_from_slice(bytes)))
    }
}

impl<const N: usize> Drop for Secret<N> {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl<const N: usize> fmt::Debug for Secret<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Secret<{N}>(redacted)")
    }
}

impl<const N: usize> PartialEq for Secret<N> {
    fn eq(&self, other: &Self) -> bool {
        self.0.ct_eq(&other.0).into()
    }
}

#[cfg(test)]
mod tests {
    use super::Secret;
    use std::format;

    #[test]
    fn debug_output_of_a_secret_shows_nothing() {
        let secret = Secret::<4>::fill_with(|bytes| bytes.copy_from_slice(b"1234"));
        assert_eq!(format!("{secret:?}"), "Secret<4>(redacted)");
    }
}
