use crate::error::{Class, Coded, display_code};
use crate::jose::JoseError;

/// Why a token could not be made, or was not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SdJwtError {
    /// `sd_jwt.claim_invalid`: a claim to be issued has no name, a reserved name, a name that another claim has, or a
    /// value that holds a reserved name.
    ClaimInvalid,
    /// `sd_jwt.malformed`: not an SD-JWT in compact serialisation (RFC 9901 §4), or its payload misuses a reserved
    /// name. Holds what was expected.
    Malformed(&'static str),
    /// `sd_jwt.too_large`: more bytes, disclosures or nesting than are read.
    TooLarge,
    /// `sd_jwt.token_invalid`: the issuer-signed JWT is not one, or its signature is not good.
    TokenInvalid(JoseError),
    /// `sd_jwt.type_wrong`: the header's `typ` is not the one that was asked for.
    TypeWrong,
    /// `sd_jwt.issuer_unknown`: there is no key that is known, by a way that is allowed, to be the issuer's (SD-JWT VC §2.5).
    IssuerUnknown,
    /// `sd_jwt.hash_not_allowed`: `_sd_alg` is not a hash that is allowed.
    HashNotAllowed,
    /// `sd_jwt.disclosure_invalid`: a disclosure is not JSON of the shape that its place asks for.
    DisclosureInvalid,
    /// `sd_jwt.name_reserved`: a disclosure's name is `_sd` or `...`, or of a claim that may not be disclosed.
    NameReserved,
    /// `sd_jwt.name_taken`: a disclosure's name is there already.
    NameTaken,
    /// `sd_jwt.digest_repeated`: one digest twice, or one disclosure twice.
    DigestRepeated,
    /// `sd_jwt.disclosure_unreferenced`: a disclosure to which no digest leads.
    DisclosureUnreferenced,
    /// `sd_jwt.claim_missing`: a claim that verification needs is absent or of another type. Holds its name.
    ClaimMissing(&'static str),
    /// `sd_jwt.issuer_wrong`: in a self-asserted token, `kid`, `iss` and `cnf` are not one key.
    IssuerWrong,
    /// `sd_jwt.vct_wrong`: the token is of another type of credential than was asked for.
    VctWrong,
    /// `sd_jwt.expired`: the time is at or after `exp`.
    Expired,
    /// `sd_jwt.not_yet_valid`: the time is before `nbf`.
    NotYetValid,
    /// `sd_jwt.audience_wrong`: the token's own `aud` does not name us.
    AudienceWrong,
    /// `sd_jwt.binding_missing`: key binding is required, and there is none.
    BindingMissing,
    /// `sd_jwt.binding_unexpected`: a key binding where an issuer hands out a token (RFC 9901 §7.2).
    BindingUnexpected,
    /// `sd_jwt.binding_invalid`: the key binding is not a JWT signed with the key of `cnf`.
    BindingInvalid(JoseError),
    /// `sd_jwt.binding_type_wrong`: the key binding's `typ` is not `kb+jwt`.
    BindingTypeWrong,
    /// `sd_jwt.binding_time_wrong`: the key binding was made too long ago, or in the future.
    BindingTimeWrong,
    /// `sd_jwt.binding_audience_wrong`: the key binding is for somebody else.
    BindingAudienceWrong,
    /// `sd_jwt.binding_nonce_wrong`: the key binding answers another request.
    BindingNonceWrong,
    /// `sd_jwt.binding_hash_wrong`: the key binding is for another token or another choice of disclosures.
    BindingHashWrong,
}

impl Coded for SdJwtError {
    fn code(&self) -> &'static str {
        match self {
            Self::ClaimInvalid => "sd_jwt.claim_invalid",
            Self::Malformed(_) => "sd_jwt.malformed",
            Self::TooLarge => "sd_jwt.too_large",
            Self::TokenInvalid(_) => "sd_jwt.token_invalid",
            Self::TypeWrong => "sd_jwt.type_wrong",
            Self::IssuerUnknown => "sd_jwt.issuer_unknown",
            Self::HashNotAllowed => "sd_jwt.hash_not_allowed",
            Self::DisclosureInvalid => "sd_jwt.disclosure_invalid",
            Self::NameReserved => "sd_jwt.name_reserved",
            Self::NameTaken => "sd_jwt.name_taken",
            Self::DigestRepeated => "sd_jwt.digest_repeated",
            Self::DisclosureUnreferenced => "sd_jwt.disclosure_unreferenced",
            Self::ClaimMissing(_) => "sd_jwt.claim_missing",
            Self::IssuerWrong => "sd_jwt.issuer_wrong",
            Self::VctWrong => "sd_jwt.vct_wrong",
            Self::Expired => "sd_jwt.expired",
            Self::NotYetValid => "sd_jwt.not_yet_valid",
            Self::AudienceWrong => "sd_jwt.audience_wrong",
            Self::BindingMissing => "sd_jwt.binding_missing",
            Self::BindingUnexpected => "sd_jwt.binding_unexpected",
            Self::BindingInvalid(_) => "sd_jwt.binding_invalid",
            Self::BindingTypeWrong => "sd_jwt.binding_type_wrong",
            Self::BindingTimeWrong => "sd_jwt.binding_time_wrong",
            Self::BindingAudienceWrong => "sd_jwt.binding_audience_wrong",
            Self::BindingNonceWrong => "sd_jwt.binding_nonce_wrong",
            Self::BindingHashWrong => "sd_jwt.binding_hash_wrong",
        }
    }

    fn class(&self) -> Class {
        match self {
            Self::ClaimInvalid => Class::Ours,
            Self::IssuerUnknown => Class::Person,
            Self::Expired | Self::NotYetValid | Self::BindingTimeWrong => Class::Retry,
            _ => Class::Hostile,
        }
    }
}

display_code!(SdJwtError);
