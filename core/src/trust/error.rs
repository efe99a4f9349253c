use crate::error::{Class, Coded, display_code};

/// Why a certificate or its path was not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TrustError {
    /// `certificate.malformed`: not a certificate (RFC 5280 §4.1), or not a list of them (RFC 7515 §4.1.6); says what was
    /// expected.
    Malformed(&'static str),
    /// `certificate.too_many`: more certificates than a path is made of.
    TooMany,
    /// `certificate.expired`: past `notAfter`.
    Expired,
    /// `certificate.not_yet_valid`: before `notBefore`.
    NotYetValid,
    /// `certificate.not_for_signatures`: key usage, extended key usage or basic constraints say that it is for something else.
    NotForSignatures,
    /// `certificate.key_unsupported`: its key is not one that we verify requests with.
    KeyUnsupported,
    /// `certificate.path_invalid`: the path to an authority breaks a rule of RFC 5280 §6: a name constraint, a path length, a
    /// signature, a critical extension that nobody knows.
    PathInvalid,
}

impl Coded for TrustError {
    fn code(&self) -> &'static str {
        match self {
            Self::Malformed(_) => "certificate.malformed",
            Self::TooMany => "certificate.too_many",
            Self::Expired => "certificate.expired",
            Self::NotYetValid => "certificate.not_yet_valid",
            Self::NotForSignatures => "certificate.not_for_signatures",
            Self::KeyUnsupported => "certificate.key_unsupported",
            Self::PathInvalid => "certificate.path_invalid",
        }
    }

    fn class(&self) -> Class {
        Class::Hostile
    }
}

display_code!(TrustError);
