//! Whose credential it is, by what the person gives for it or by what it says.

use super::text;
use crate::clock;
use crate::command::authorities;
use crate::error::Failure;
use hailstone_core::credential::{CredentialError, Issuer};
use hailstone_core::jose::Jwk;
use hailstone_core::sd_jwt;
use std::path::{Path, PathBuf};

/// The token, in the compact serialisation whatever it came in.
pub(in crate::command) fn compact(text: &str) -> Result<String, Failure> {
    let text = text.trim();
    if text.starts_with('{') {
        return Ok(sd_jwt::parse_json(text).map_err(CredentialError::Token)?);
    }
    Ok(text.into())
}

/// The key that the person gave comes first; then a certificate, for which an authority has to vouch; then a `did:jwk`.
pub(super) fn find(
    token: &str,
    key: Option<&Path>,
    anchors: &[PathBuf],
) -> Result<Issuer, Failure> {
    if let Some(key) = key {
        let key = Jwk::parse_text(&text(key)?);
        let key = key.map_err(|_| CredentialError::IssuerKeyInvalid)?;
        return Ok(Issuer::given(key));
    }
    let trusted = authorities::read(anchors)?;
    match Issuer::certified(token, &trusted, clock::now()) {
        Err(CredentialError::IssuerKeyUnknown) => Ok(Issuer::named_by_did(token)?),
        found => Ok(found?),
    }
}
