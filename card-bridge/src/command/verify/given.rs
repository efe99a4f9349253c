//! What the person gave to compare with.

use super::Verify;
use crate::clock;
use crate::command::authorities;
use crate::command::credential::text;
use crate::error::{Argument, Failure};
use hailstone_core::credential::CredentialError;
use hailstone_core::jose::Jwk;
use hailstone_core::time::Timestamp;
use hailstone_core::trust::Anchors;
use serde_json::Value;
use std::path::Path;

/// By how many seconds clocks may differ.
pub(super) const LEEWAY: u64 = 60;

pub(super) struct Given {
    pub(super) audience: Option<String>,
    pub(super) nonce: Option<String>,
    pub(super) typ: String,
    pub(super) max_age: u64,
    pub(super) now: Timestamp,
    pub(super) issuer_key: Option<Jwk>,
    /// Whom to trust for a certificate, where no key was given.
    pub(super) anchors: Anchors,
    pub(super) status_list: Option<String>,
    pub(super) status_key: Option<Jwk>,
    /// A JWK, public or private.
    pub(super) key: Option<Value>,
}

impl Given {
    pub(super) fn read(verify: &Verify) -> Result<Self, Failure> {
        let public = |file: &Path| {
            let key = Jwk::parse_text(&text(file)?);
            key.map_err(|_| Failure::from(CredentialError::IssuerKeyInvalid))
        };
        let issuer_key = verify.issuer_key.as_deref().map(public).transpose()?;
        let anchors = match &issuer_key {
            Some(_) => Anchors::none(),
            None => authorities::read(&verify.anchors)?,
        };
        let key = verify.key.as_deref().map(|file| {
            let key: Option<Value> = serde_json::from_str(&text(file)?).ok();
            key.ok_or(Failure::ArgumentInvalid(Argument::Key))
        });
        Ok(Self {
            audience: verify.audience.clone(),
            nonce: verify.nonce.clone(),
            typ: verify.typ.clone(),
            max_age: verify.max_age,
            now: verify.at.map_or_else(clock::now, Timestamp::from_unix),
            issuer_key,
            anchors,
            status_list: verify.status_list.as_deref().map(text).transpose()?,
            status_key: verify.status_key.as_deref().map(public).transpose()?,
            key: key.transpose()?,
        })
    }
}
