use super::Origin;
use crate::data::{Outcome, Receipt};
use crate::error::{Class, Coded, display_code};
use crate::jose::JoseError;
use crate::sd_jwt::SdJwtError;
use crate::time::Timestamp;
use alloc::string::ToString;
use alloc::vec::Vec;

/// Why a request is not answered. None of these reaches the site: to it every one looks like a refusal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RequestError {
    /// More than [`MAX_BYTES`](super::Request::MAX_BYTES) of JSON.
    TooLarge,
    /// Objects and arrays nested deeper than [`MAX_DEPTH`](super::Request::MAX_DEPTH).
    TooDeep,
    /// Not JSON, not an object, or an object that names a member twice.
    Malformed,
    /// More of something than a person could judge, or than is worth computing; says of what.
    LimitExceeded(&'static str),
    /// Not `openid4vp-v1-unsigned`.
    ProtocolUnsupported,
    /// Not the serialised origin of a page that may ask.
    OriginInvalid,
    /// No `nonce`.
    NonceMissing,
    /// A `nonce` that is empty, too long, or not of `[A-Za-z0-9-._~]`.
    NonceInvalid,
    /// `response_type` is not `vp_token`.
    ResponseTypeUnsupported,
    /// `response_mode` is not `dc_api` or `dc_api.jwt`.
    ResponseModeUnsupported,
    /// No `dcql_query`.
    QueryMissing,
    /// A `dcql_query` that breaks a rule of DCQL; says what was expected.
    QueryInvalid(&'static str),
    /// `transaction_data` is there, and must not be ignored (OpenID4VP 1.0 §5.1).
    TransactionDataUnsupported,
    /// `client_metadata` that is not what it should be; says what was expected.
    MetadataInvalid(&'static str),
    /// An encrypted answer is asked for, and no key for it given.
    EncryptionKeyMissing,
    /// The key for the answer is not a public key: off its curve, of small order, with a private member, without `kid`.
    EncryptionKeyInvalid,
    /// No key or content encryption that we have: `ECDH-ES` on P-256 or X25519, with A256GCM or A128GCM.
    AlgorithmUnsupported,
    /// The site does not accept what we could send: `dc+sd-jwt` signed with ES256.
    FormatUnsupported,
    /// `verifier_info` that is not what it should be; says what was expected.
    PurposeInvalid(&'static str),
}

impl RequestError {
    /// The receipt of a request that was not answered because of this error.
    pub fn receipt(self, origin: &Origin, now: Timestamp) -> Receipt {
        Receipt {
            at: now,
            origin: origin.to_string(),
            outcome: Outcome::Invalid,
            error: Some(self.code().into()),
            purpose: Vec::new(),
            items: Vec::new(),
            subject: None,
            token_hash: None,
        }
    }
}

impl Coded for RequestError {
    fn code(&self) -> &'static str {
        match self {
            Self::TooLarge => "request.too_large",
            Self::TooDeep => "request.too_deep",
            Self::Malformed => "request.malformed",
            Self::LimitExceeded(_) => "request.limit_exceeded",
            Self::ProtocolUnsupported => "request.protocol_unsupported",
            Self::OriginInvalid => "request.origin_invalid",
            Self::NonceMissing => "request.nonce_missing",
            Self::NonceInvalid => "request.nonce_invalid",
            Self::ResponseTypeUnsupported => "request.response_type_unsupported",
            Self::ResponseModeUnsupported => "request.response_mode_unsupported",
            Self::QueryMissing => "request.query_missing",
            Self::QueryInvalid(_) => "request.query_invalid",
            Self::TransactionDataUnsupported => "request.transaction_data_unsupported",
            Self::MetadataInvalid(_) => "request.metadata_invalid",
            Self::EncryptionKeyMissing => "request.encryption_key_missing",
            Self::EncryptionKeyInvalid => "request.encryption_key_invalid",
            Self::AlgorithmUnsupported => "request.algorithm_unsupported",
            Self::FormatUnsupported => "request.format_unsupported",
            Self::PurposeInvalid(_) => "request.purpose_invalid",
        }
    }

    fn class(&self) -> Class {
        match self {
            // Well-formed, and we cannot do it.
            Self::ProtocolUnsupported
            | Self::ResponseTypeUnsupported
            | Self::ResponseModeUnsupported
            | Self::TransactionDataUnsupported
            | Self::AlgorithmUnsupported
            | Self::FormatUnsupported => Class::Ours,
            _ => Class::Hostile,
        }
    }
}

display_code!(RequestError);

/// Why a choice or a release was not carried out.
#[derive(Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ReleaseError {
    /// With these ticks a required part is missing.
    Incomplete,
    /// Nothing in the vault is what the site asked for.
    NothingMatches,
    /// A choice names a credential, claim, slot or record that the proposal does not show.
    ChoiceUnknown,
    /// The token could not be issued.
    Issuance(SdJwtError),
    /// The answer could not be encrypted.
    Encryption(JoseError),
}

impl Coded for ReleaseError {
    fn code(&self) -> &'static str {
        match self {
            Self::Incomplete => "release.incomplete",
            Self::NothingMatches => "release.nothing_matches",
            Self::ChoiceUnknown => "release.choice_unknown",
            Self::Issuance(error) => error.code(),
            Self::Encryption(error) => error.code(),
        }
    }

    fn class(&self) -> Class {
        match self {
            Self::Incomplete | Self::NothingMatches => Class::Person,
            // Everything was checked when the request came in: what fails now is a defect of ours, not the site's doing.
            Self::ChoiceUnknown | Self::Issuance(_) | Self::Encryption(_) => Class::Ours,
        }
    }
}

display_code!(ReleaseError);
