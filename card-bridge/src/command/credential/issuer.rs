//! Whose credential it is, by what the person gives for it or by what it says.

use super::text;
use crate::clock;
use crate::command::authorities;
use crate::error::Failure;
use hailstone_core::credential::{CredentialError, Issuer};
use hailstone_core::sd_jwt;
use std::path::{Path, PathBuf};

/// The token, in the compact serialisation whatever it came in.
pub(in crate::command) fn compact(text: &str) -> Result<String, Failure> {
    let compact = sd_jwt::compact(text).map_err(CredentialError::Token)?;
    Ok(compact.into_owned())
}

/// Whose it is, by the key in a file, or by these authorities and those of the public web.
pub(super) fn find(
    token: &str,
    key: Option<&Path>,
    anchors: &[PathBuf],
) -> Result<Issuer, Failure> {
    let key = key.map(text).transpose()?;
    let trusted = authorities::read(anchors)?;
    Ok(Issuer::find(token, key.as_deref(), &trusted, clock::now())?)
}
