//! Secrets: boxed so that a move leaves no copy behind, wiped on drop, redacted in `Debug`, compared in constant time.
//!
//! None of these types is `Clone`, `Serialize` or `Display`.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use subtle::ConstantTimeEq;
use zeroize::Zeroize;

/// Thirty-two secret bytes: a symmetric key, a private scalar or a shared secret.
pub struct Secret32(Box<[u8; 32]>);

impl Secret32 {
    /// Takes the bytes over and wipes the caller's copy.
    pub fn take(bytes: &mut [u8; 32]) -> Self {
        let mut boxed = Box::new([0; 32]);
        boxed.copy_from_slice(bytes);
        bytes.zeroize();
        Self(boxed)
    }

    /// Makes a secret by letting `fill` write into the place where it will stay.
    pub(crate) fn fill_with(fill: impl FnOnce(&mut [u8; 32])) -> Self {
        let mut boxed = Box::new([0; 32]);
        fill(&mut boxed);
        Self(boxed)
    }

    /// A second secret with the bytes of one of any length, if it is 32 bytes long.
    pub fn read(secret: &SecretBytes) -> Option<Self> {
        let bytes: &[u8; 32] = secret.expose().try_into().ok()?;
        Some(Self::fill_with(|read| read.copy_from_slice(bytes)))
    }

    /// A second secret with the same bytes.
    pub(crate) fn copy(&self) -> Self {
        Self::fill_with(|bytes| bytes.copy_from_slice(self.expose()))
    }

    /// The bytes themselves. The caller must not copy them to a place that is not wiped.
    pub fn expose(&self) -> &[u8; 32] {
        &self.0
    }
}

impl Drop for Secret32 {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl fmt::Debug for Secret32 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret32(redacted)")
    }
}

impl PartialEq for Secret32 {
    fn eq(&self, other: &Self) -> bool {
        self.0.ct_eq(&*other.0).into()
    }
}

impl Eq for Secret32 {}

/// Secret bytes of any length: a PIN, a passphrase, an opened record.
#[derive(Default)]
pub struct SecretBytes(Vec<u8>);

impl SecretBytes {
    /// Takes over a vector; its spare capacity is wiped with it on drop.
    pub fn new(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    /// The bytes themselves. The caller must not copy them to a place that is not wiped.
    pub fn expose(&self) -> &[u8] {
        &self.0
    }

    /// The bytes, for who wipes them or need not.
    pub(crate) fn into_vec(mut self) -> Vec<u8> {
        core::mem::take(&mut self.0)
    }

    /// The bytes themselves, to be changed where they are.
    pub(crate) fn expose_mut(&mut self) -> &mut [u8] {
        &mut self.0
    }

    /// So many bytes to be written over whatever is there, in the same memory where that is large enough.
    pub(crate) fn room(&mut self, length: usize) -> &mut [u8] {
        if self.0.capacity() < length {
            *self = Self::new(Vec::with_capacity(length));
        }
        self.0.resize(length, 0);
        &mut self.0
    }

    /// Puts more behind; memory that was outgrown is wiped.
    pub(crate) fn append(&mut self, bytes: &[u8]) {
        let length = self.0.len().saturating_add(bytes.len());
        if self.0.capacity() < length {
            let mut whole = Vec::with_capacity(length);
            whole.extend_from_slice(&self.0);
            *self = Self::new(whole);
        }
        self.0.extend_from_slice(bytes);
    }
}

impl From<String> for SecretBytes {
    fn from(text: String) -> Self {
        Self(text.into_bytes())
    }
}

impl Drop for SecretBytes {
    fn drop(&mut self) {
        // The whole allocation at once; a vector's own `zeroize` goes through its bytes one by one.
        self.0.clear();
        self.0.spare_capacity_mut().zeroize();
    }
}

impl fmt::Debug for SecretBytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretBytes(redacted)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::format;
    use alloc::vec;

    #[test]
    fn debug_output_of_secrets_shows_nothing() {
        let mut bytes = *b"0123456789abcdef0123456789abcdef";
        assert_eq!(
            format!("{:?}", Secret32::take(&mut bytes)),
            "Secret32(redacted)"
        );
        assert_eq!(bytes, [0; 32], "the source is wiped");
        let text = SecretBytes::from(String::from("correct horse"));
        assert_eq!(format!("{text:?}"), "SecretBytes(redacted)");
    }
    #[test]
    fn memory_is_used_again_where_it_is_large_enough() {
        let mut bytes = SecretBytes::new(vec![7; 64]);
        let place = bytes.expose().as_ptr();
        assert_eq!(bytes.room(8).len(), 8);
        assert_eq!(bytes.expose().as_ptr(), place);
        assert_eq!(bytes.room(65).len(), 65);
        assert_eq!(
            bytes.expose(),
            [0; 65],
            "nothing of what was there is copied"
        );
    }
}
