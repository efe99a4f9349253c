use super::SdJwtError;
use alloc::vec::Vec;

/// One rule of verification, in the order in which they are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Rule {
    /// The parts, with `~` after each.
    Shape,
    /// Key binding is there if it is required, and is not where an issuer hands out a token.
    BindingPresent,
    /// The header of the token: an algorithm of ours, nothing critical, no name twice.
    Header,
    /// The issuer's key is known, by a way that is allowed for this issuer.
    Issuer,
    /// The issuer's signature.
    Signature,
    /// `typ`.
    Type,
    /// `_sd_alg` is a hash that is allowed.
    Hash,
    /// What a credential says of itself is open.
    Open,
    /// Each disclosure stands where a digest is, once, in the right shape; no digest is there twice.
    Disclosures,
    /// `vct` of a credential.
    CredentialType,
    /// The claims that must be there.
    Required,
    /// `exp`.
    Expiry,
    /// `nbf`.
    Start,
    /// `aud` of the token itself.
    Audience,
    /// `cnf` has a key that we take.
    HolderKey,
    /// The header of the key binding.
    BindingHeader,
    /// The holder's signature.
    BindingSignature,
    /// `typ` of the key binding.
    BindingType,
    /// `iat` of the key binding, and `exp` and `nbf` if it has them.
    BindingTime,
    /// `aud` of the key binding.
    BindingAudience,
    /// `nonce` of the key binding.
    BindingNonce,
    /// `sd_hash`.
    BindingHash,
}

impl Rule {
    /// All of them, in order.
    pub const ALL: [Self; 22] = [
        Self::Shape,
        Self::BindingPresent,
        Self::Header,
        Self::Issuer,
        Self::Signature,
        Self::Type,
        Self::Hash,
        Self::Open,
        Self::Disclosures,
        Self::CredentialType,
        Self::Required,
        Self::Expiry,
        Self::Start,
        Self::Audience,
        Self::HolderKey,
        Self::BindingHeader,
        Self::BindingSignature,
        Self::BindingType,
        Self::BindingTime,
        Self::BindingAudience,
        Self::BindingNonce,
        Self::BindingHash,
    ];

    /// A stable name.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Shape => "shape",
            Self::BindingPresent => "binding_present",
            Self::Header => "header",
            Self::Issuer => "issuer",
            Self::Signature => "signature",
            Self::Type => "typ",
            Self::Hash => "_sd_alg",
            Self::Open => "open_claims",
            Self::Disclosures => "disclosures",
            Self::CredentialType => "vct",
            Self::Required => "required_claims",
            Self::Expiry => "exp",
            Self::Start => "nbf",
            Self::Audience => "aud",
            Self::HolderKey => "cnf",
            Self::BindingHeader => "binding_header",
            Self::BindingSignature => "binding_signature",
            Self::BindingType => "binding_typ",
            Self::BindingTime => "binding_iat",
            Self::BindingAudience => "binding_aud",
            Self::BindingNonce => "binding_nonce",
            Self::BindingHash => "sd_hash",
        }
    }

    /// Where it is written.
    pub const fn clause(self) -> &'static str {
        match self {
            Self::Shape => "RFC 9901 §4",
            Self::BindingPresent => "RFC 9901 §7.2, §7.3, §9.5",
            Self::Header => "RFC 9901 §7.1 (2), RFC 7515 §4",
            Self::Issuer => "RFC 9901 §7.1 (2c), SD-JWT VC §2.5",
            Self::Signature => "RFC 9901 §7.1 (2b)",
            Self::Type => "RFC 9901 §9.11, SD-JWT VC §2.2.1",
            Self::Hash => "RFC 9901 §7.1 (2d)",
            Self::Open => "SD-JWT VC §2.2.2.2",
            Self::Disclosures => "RFC 9901 §7.1 (3 to 5)",
            Self::CredentialType => "SD-JWT VC §2.2.2.1",
            Self::Required => "RFC 9901 §9.7",
            Self::Expiry => "RFC 9901 §7.1 (6), RFC 7519 §4.1.4",
            Self::Start => "RFC 9901 §7.1 (6), RFC 7519 §4.1.5",
            Self::Audience => "RFC 9901 §7.1 (6), RFC 7519 §4.1.3",
            Self::HolderKey => "RFC 9901 §7.3 (5a), RFC 7800 §3.2",
            Self::BindingHeader => "RFC 9901 §7.3 (5b)",
            Self::BindingSignature => "RFC 9901 §7.3 (5c)",
            Self::BindingType => "RFC 9901 §7.3 (5d)",
            Self::BindingTime => "RFC 9901 §7.3 (5e)",
            Self::BindingAudience | Self::BindingNonce => "RFC 9901 §7.3 (5f)",
            Self::BindingHash => "RFC 9901 §7.3 (5g)",
        }
    }
}

/// Hears how each rule came out, and says whether to go on.
pub(super) trait Judge {
    /// # Errors
    /// The outcome's, to stop there.
    fn judge(&mut self, rule: Rule, outcome: Result<(), SdJwtError>) -> Result<(), SdJwtError>;

    /// For what the next rules need: without it there is no going on.
    ///
    /// # Errors
    /// The outcome's.
    fn need<T>(&mut self, rule: Rule, outcome: Result<T, SdJwtError>) -> Result<T, SdJwtError> {
        self.judge(rule, outcome.as_ref().map(drop).map_err(|error| *error))?;
        outcome
    }
}

/// The first rule that does not hold is the end.
pub(super) struct Strict;

impl Judge for Strict {
    #[inline]
    fn judge(&mut self, _: Rule, outcome: Result<(), SdJwtError>) -> Result<(), SdJwtError> {
        outcome
    }
}

/// How each rule came out that could be looked at. One that is not here stands behind another that did not hold, or was not asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report(Vec<(Rule, Result<(), SdJwtError>)>);

impl Report {
    /// The rules that were looked at, in order.
    pub fn rules(&self) -> impl Iterator<Item = (Rule, Result<(), SdJwtError>)> {
        self.0.iter().copied()
    }

    /// Whether there is a rule that did not hold.
    pub fn has_failed(&self) -> bool {
        self.0.iter().any(|(_, outcome)| outcome.is_err())
    }
}

impl Judge for Report {
    fn judge(&mut self, rule: Rule, outcome: Result<(), SdJwtError>) -> Result<(), SdJwtError> {
        self.0.push((rule, outcome));
        Ok(())
    }
}
