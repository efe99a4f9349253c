use crate::error::{Class, Coded, display_code};
use crate::sd_jwt::SdJwtError;
use crate::trust::TrustError;

/// Why a credential was not taken in, or is not to be had from a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CredentialError {
    /// It is not an SD-JWT VC with a good signature of this issuer, or not valid now: `credential.expired`,
    /// `credential.not_yet_valid`, `credential.signature_invalid`, `credential.already_shown` when a holder has bound it to
    /// somebody, else `credential.malformed`.
    Token(SdJwtError),
    /// `trust.*`: its issuer's certificate.
    Trust(TrustError),
    /// `credential.issuer_key_unknown`: nothing in it leads to a key that may be believed to be the issuer's (SD-JWT VC
    /// §2.5). The person has to give one.
    IssuerKeyUnknown,
    /// `credential.issuer_key_invalid`: what the person gave as the issuer's key is none.
    IssuerKeyInvalid,
    /// `credential.issuer_mismatch`: the `iss` in it is not who its key belongs to.
    IssuerMismatch,
    /// `credential.key_not_ours`: it is bound to a key that this vault does not have.
    KeyNotOurs,
    /// `credential.type_reserved`: its type is one of those that people assert themselves.
    TypeReserved,
    /// `credential.record_damaged`: the record does not hold what a credential needs.
    RecordDamaged,
}

impl From<SdJwtError> for CredentialError {
    fn from(error: SdJwtError) -> Self {
        Self::Token(error)
    }
}

impl From<TrustError> for CredentialError {
    fn from(error: TrustError) -> Self {
        Self::Trust(error)
    }
}

impl Coded for CredentialError {
    fn code(&self) -> &'static str {
        match self {
            Self::Token(SdJwtError::Expired) => "credential.expired",
            Self::Token(SdJwtError::NotYetValid) => "credential.not_yet_valid",
            Self::Token(SdJwtError::TokenInvalid(_)) => "credential.signature_invalid",
            Self::Token(SdJwtError::BindingUnexpected) => "credential.already_shown",
            Self::Token(_) => "credential.malformed",
            Self::Trust(error) => error.code(),
            Self::IssuerKeyUnknown => "credential.issuer_key_unknown",
            Self::IssuerKeyInvalid => "credential.issuer_key_invalid",
            Self::IssuerMismatch => "credential.issuer_mismatch",
            Self::KeyNotOurs => "credential.key_not_ours",
            Self::TypeReserved => "credential.type_reserved",
            Self::RecordDamaged => "credential.record_damaged",
        }
    }

    fn class(&self) -> Class {
        match self {
            Self::Token(error) => error.class(),
            Self::Trust(error) => error.class(),
            Self::IssuerKeyUnknown | Self::IssuerKeyInvalid | Self::KeyNotOurs => Class::Person,
            Self::IssuerMismatch | Self::TypeReserved => Class::Hostile,
            Self::RecordDamaged => Class::Ours,
        }
    }
}

display_code!(CredentialError);
