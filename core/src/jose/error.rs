use super::json::JsonError;
use crate::error::{Class, Coded, display_code};

/// Why a key, a signature or an encrypted message was not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JoseError {
    /// `jose.malformed`: the serialisation breaks the rules of its format. Holds what was expected.
    Malformed(&'static str),
    /// `jose.too_large`: more bytes than are read or written.
    TooLarge,
    /// `jose.key_invalid`: not a public key that we use: another type or curve, not a point of it, of a small order, or
    /// with a private member. Holds what was expected.
    KeyInvalid(&'static str),
    /// `jose.algorithm_not_allowed`: `alg` or `enc` is not one of ours, or does not go with the key.
    AlgorithmNotAllowed,
    /// `jose.critical_header`: the header has a `crit` member (RFC 7515 §4.1.11); no extension is understood here.
    CriticalHeader,
    /// `jose.signature_invalid`: the signature is not of this text and this key.
    SignatureInvalid,
    /// `jose.decryption_failed`: there is nothing more to say.
    DecryptionFailed,
}

impl Coded for JoseError {
    fn code(&self) -> &'static str {
        match self {
            Self::Malformed(_) => "jose.malformed",
            Self::TooLarge => "jose.too_large",
            Self::KeyInvalid(_) => "jose.key_invalid",
            Self::AlgorithmNotAllowed => "jose.algorithm_not_allowed",
            Self::CriticalHeader => "jose.critical_header",
            Self::SignatureInvalid => "jose.signature_invalid",
            Self::DecryptionFailed => "jose.decryption_failed",
        }
    }

    fn class(&self) -> Class {
        Class::Hostile
    }
}

display_code!(JoseError);

impl From<JsonError> for JoseError {
    fn from(error: JsonError) -> Self {
        match error {
            JsonError::TooLarge => Self::TooLarge,
            JsonError::TooDeep => Self::Malformed("JSON that is not nested so deeply"),
            JsonError::DuplicateName => Self::Malformed("JSON with each member name once"),
            JsonError::Malformed => Self::Malformed("a JSON object"),
        }
    }
}
