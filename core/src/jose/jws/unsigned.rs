use super::super::base64url;
use alloc::string::String;

/// A JWS that waits for its signature: for a key that signs elsewhere, such as on a card.
#[derive(Clone)]
pub struct Unsigned(String);

/// A dot, and the base64url of 64 bytes.
const SIGNATURE_TEXT: usize = 87;

impl Unsigned {
    /// Makes the signing input (RFC 7515 §5.1 step 5) of a header that is already JSON and says the key's algorithm.
    pub(crate) fn make(header: &str, payload: &[u8]) -> Self {
        let length = base64url::encoded_length(header.len())
            .saturating_add(base64url::encoded_length(payload.len()))
            .saturating_add(1)
            .saturating_add(SIGNATURE_TEXT);
        let mut compact = String::with_capacity(length);
        base64url::append(&mut compact, header.as_bytes());
        compact.push('.');
        base64url::append(&mut compact, payload);
        Self(compact)
    }

    /// What is to be signed.
    pub fn message(&self) -> &[u8] {
        self.0.as_bytes()
    }

    /// The same as text.
    pub fn text(&self) -> &str {
        &self.0
    }

    /// The compact serialisation, with the signature of [`Unsigned::message`]: `r || s`, or `R || S`.
    pub fn finish(self, signature: &[u8; 64]) -> String {
        let mut compact = self.0;
        compact.push('.');
        base64url::append(&mut compact, signature);
        compact
    }
}

impl core::fmt::Debug for Unsigned {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "Unsigned({} bytes)", self.0.len())
    }
}
