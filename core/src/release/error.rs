use super::Origin;
use crate::data::{Outcome, Receipt};
use crate::error::{Class, Coded, display_code};
use crate::jose::JoseError;
use crate::jose::json::JsonError;
use crate::sd_jwt::SdJwtError;
use crate::time::Timestamp;
use crate::trust::TrustError;
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
    /// Not a protocol of OpenID4VP 1.0 Appendix A.1, or one that this way in has not.
    ProtocolUnsupported,
    /// Not the serialised origin of a page that may ask.
    OriginInvalid,
    /// No `nonce`.
    NonceMissing,
    /// A `nonce` that is empty, too long, or not of `[A-Za-z0-9-._~]`.
    NonceInvalid,
    /// `response_type` is not `vp_token`.
    ResponseTypeUnsupported,
    /// `response_mode` is not `dc_api` or `dc_api.jwt`, in a link not `direct_post` or `direct_post.jwt`.
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
    /// A client identifier prefix, or a method of identification, that nothing can be proved by here: without a prefix, too
    /// (OpenID4VP 1.0 §5.9.2).
    ClientUnsupported,
    /// The client identifier is not what its prefix demands (§5.9.3); says what was expected.
    ClientInvalid(&'static str),
    /// A verifier attestation by somebody that the person's machine does not trust for it (§12).
    AttestationUntrusted,
    /// A request object that is none; says what was expected.
    ObjectInvalid(&'static str),
    /// The signature of a request object, or of an attestation, is not good.
    Object(JoseError),
    /// The certificate of the signer is not good.
    Certificate(TrustError),
    /// A signed request that was made for other origins (Appendix A.2, `expected_origins`).
    OriginUnexpected,
    /// A request object that is not for a wallet (§5.8).
    AudienceInvalid,
    /// A request object past its `exp`.
    Expired,
    /// A request object before its `nbf`, or issued in the future.
    NotYetValid,
    /// Not a link that asks something; says what was expected.
    LinkInvalid(&'static str),
    /// `request_uri_method` is neither `get` nor `post` (§5.1).
    MethodInvalid,
    /// What came from `request_uri` does not repeat the nonce that the wallet sent (§5.10).
    WalletNonceMismatch,
    /// `response_uri` is missing, stands beside `redirect_uri`, or is not one that this client may name (§8.2); says what was
    /// expected.
    ResponseUriInvalid(&'static str),
}

impl From<JsonError> for RequestError {
    fn from(error: JsonError) -> Self {
        match error {
            JsonError::TooLarge => Self::TooLarge,
            JsonError::TooDeep => Self::TooDeep,
            JsonError::Malformed | JsonError::DuplicateName => Self::Malformed,
        }
    }
}

impl From<TrustError> for RequestError {
    fn from(error: TrustError) -> Self {
        Self::Certificate(error)
    }
}

impl RequestError {
    /// The error code of OpenID4VP 1.0 §8.5 that says the same. It is for the person and the developer beside them: no site is
    /// answered with it before a person agreed (§15.9.2).
    pub const fn standard_code(self) -> &'static str {
        match self {
            Self::TransactionDataUnsupported => "invalid_transaction_data",
            Self::FormatUnsupported => "vp_formats_not_supported",
            Self::MethodInvalid => "invalid_request_uri_method",
            _ => "invalid_request",
        }
    }

    /// The receipt of a request that was not answered because of this error.
    pub fn receipt(self, origin: &Origin, now: Timestamp) -> Receipt {
        Self::receipt_of(self.code(), origin.as_str(), now)
    }

    /// [`RequestError::receipt`] for an error of which the code alone is known: in a browser, signatures are verified in a module of
    /// its own.
    pub fn receipt_of(code: &str, site: &str, now: Timestamp) -> Receipt {
        Receipt {
            at: now,
            origin: site.into(),
            outcome: Outcome::Invalid,
            error: Some(code.into()),
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
            Self::ClientUnsupported => "request.client_unsupported",
            Self::ClientInvalid(_) => "request.client_invalid",
            Self::AttestationUntrusted => "request.attestation_untrusted",
            Self::ObjectInvalid(_) => "request.object_invalid",
            Self::Object(error) => error.code(),
            Self::Certificate(error) => error.code(),
            Self::OriginUnexpected => "request.origin_unexpected",
            Self::AudienceInvalid => "request.audience_invalid",
            Self::Expired => "request.expired",
            Self::NotYetValid => "request.not_yet_valid",
            Self::LinkInvalid(_) => "request.link_invalid",
            Self::MethodInvalid => "request.method_invalid",
            Self::WalletNonceMismatch => "request.wallet_nonce_mismatch",
            Self::ResponseUriInvalid(_) => "request.response_uri_invalid",
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
            | Self::FormatUnsupported
            | Self::ClientUnsupported
            | Self::AttestationUntrusted
            | Self::Object(JoseError::AlgorithmNotAllowed)
            | Self::Certificate(TrustError::KeyUnsupported) => Class::Ours,
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
    /// A credential is bound to a key on a card, which has not signed.
    CardNeeded,
    /// What a card signed is not a signature by the key that the credential is bound to.
    SignatureWrong,
}

impl Coded for ReleaseError {
    fn code(&self) -> &'static str {
        match self {
            Self::Incomplete => "release.incomplete",
            Self::NothingMatches => "release.nothing_matches",
            Self::ChoiceUnknown => "release.choice_unknown",
            Self::Issuance(error) => error.code(),
            Self::Encryption(error) => error.code(),
            Self::CardNeeded => "release.card_needed",
            Self::SignatureWrong => "release.signature_wrong",
        }
    }

    fn class(&self) -> Class {
        match self {
            Self::Incomplete | Self::NothingMatches | Self::CardNeeded | Self::SignatureWrong => {
                Class::Person
            }
            // Everything was checked when the request came in: what fails now is a defect of ours, not the site's doing.
            Self::ChoiceUnknown | Self::Issuance(_) | Self::Encryption(_) => Class::Ours,
        }
    }
}

display_code!(ReleaseError);
