//! The salts that a key is asked for.

use crate::hazmat::hash::sha256;

/// What `hmac-secret` is asked for: one salt or two (CTAP 2.2 §12.7).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Salts {
    first: [u8; 32],
    second: Option<[u8; 32]>,
}

impl Salts {
    /// What a browser makes of `eval.first` and `eval.second` (WebAuthn Level 3 §10.1.4, client extension processing for
    /// authentication, step 6).
    ///
    /// ```
    /// use hailstone_core::card::fido2::Salts;
    ///
    /// let one = Salts::prf(b"one", None);
    /// assert_ne!(one, Salts::prf(b"one", Some(b"two")));
    /// assert_ne!(one, Salts::prf(b"two", None));
    /// ```
    pub fn prf(first: &[u8], second: Option<&[u8]>) -> Self {
        let salt = |input: &[u8]| sha256(&[b"WebAuthn PRF\0", input]);
        Self {
            first: salt(first),
            second: second.map(salt),
        }
    }

    pub(super) fn parts(&self) -> (&[u8; 32], Option<&[u8; 32]>) {
        (&self.first, self.second.as_ref())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::card::hex;

    #[test]
    fn a_salt_is_what_browsers_make_of_an_input() {
        // SHA-256 of "WebAuthn PRF", a zero byte and the input, by another implementation.
        let salts = Salts::prf(b"first input", Some(b"second"));
        let known = "A834369B80315181CF10F817B66F815D298322B4670ACC0B67C68D6012CF2B0C";
        assert_eq!(salts.first.to_vec(), hex(known));
        assert_ne!(salts.second, Some(salts.first));
    }
}
