//! The verification of a presentation that a person issued themselves (`docs/release-profile.md`).

use super::binding::verify_binding;
use super::parts::Parts;
use super::process::Nowhere;
use super::rules::Strict;
use super::verify::{Jwt, verify_token};
use super::{Binding, Expected, HashAlgorithm, SdJwtError, TOKEN_TYPE, Verified};
use crate::jose::{JoseError, Jwk};
use crate::time::Timestamp;
use alloc::string::String;
use serde_json::Value;

/// What a site expects of a self-asserted presentation (`docs/release-profile.md`).
#[derive(Clone, Copy, Debug)]
pub struct SelfAsserted<'a> {
    /// The type of credential, one of those that people may assert themselves. A `did:jwk` issuer is nobody in
    /// particular: for any other type it must not be accepted.
    pub vct: &'a str,
    /// The key binding's `aud`.
    pub audience: &'a str,
    /// The key binding's `nonce`.
    pub nonce: &'a str,
    /// The time now.
    pub now: Timestamp,
    /// By how many seconds clocks may differ.
    pub leeway: u64,
    /// For how many seconds a presentation is good.
    pub max_age: u64,
}

/// Verifies a self-asserted presentation: the issuer is the `did:jwk` of the key that signed it, and the holder's key is
/// the same one.
///
/// # Errors
/// [`SdJwtError::TokenInvalid`] when `kid` is no `did:jwk` of a P-256 key; [`SdJwtError::IssuerWrong`] when `iss` or
/// `cnf` is not that key; [`SdJwtError::ClaimMissing`] when there is no `exp`; [`SdJwtError::VctWrong`]; else as
/// [`super::verify()`].
pub fn verify_self_asserted(
    presentation: &str,
    expected: &SelfAsserted<'_>,
) -> Result<Verified, SdJwtError> {
    let parts = Parts::parse(presentation)?;
    if parts.binding.is_none() {
        return Err(SdJwtError::BindingMissing);
    }
    let jwt = Jwt::parse(parts.jwt)?;
    let kid = jwt.jws.header().get("kid").and_then(Value::as_str);
    let did = kid
        .and_then(|kid| kid.strip_suffix("#0"))
        .filter(|did| !did.contains('#'))
        .ok_or(SdJwtError::TokenInvalid(JoseError::KeyInvalid(
            "`kid` with a `did:jwk` and `#0`",
        )))?;
    // Its own text, not the spelling that we would have chosen: the method keeps it verbatim.
    let did = String::from(did);
    let issuer = Jwk::parse_did(&did).map_err(SdJwtError::TokenInvalid)?;
    let token = Expected {
        issuer: Some(&issuer),
        typ: TOKEN_TYPE,
        now: expected.now,
        leeway: expected.leeway,
        audience: None,
        required: &["exp"],
        hashes: &[HashAlgorithm::SHA256],
    };
    let judge = &mut Strict;
    let verified = verify_token(jwt, &parts, &token, judge, &mut Nowhere)?;
    let claims = &verified.claims;
    if claims.get("iss").and_then(Value::as_str) != Some(&did) {
        return Err(SdJwtError::IssuerWrong);
    }
    if claims.get("vct").and_then(Value::as_str) != Some(expected.vct) {
        return Err(SdJwtError::VctWrong);
    }
    if verified.holder_key()? != issuer {
        return Err(SdJwtError::IssuerWrong);
    }
    let binding = Binding::Required {
        audience: expected.audience,
        nonce: expected.nonce,
        max_age: expected.max_age,
    };
    verify_binding(&parts, &verified, &token, &binding, judge)?;
    Ok(verified)
}
