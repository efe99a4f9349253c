use super::{CredentialError, certified};
use crate::jose::Jwk;
use crate::jose::jws::Unverified;
use alloc::string::String;
use alloc::vec::Vec;
use serde::Serialize;
use serde_json::Value;

/// How an issuer's key came to be believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum IssuerProof {
    /// The person gave the key: it is the issuer's on their word.
    Key,
    /// The issuer is the key, as a `did:jwk`: nobody in particular.
    Did,
    /// An authority that the person's machine trusts says whose key it is.
    Certificate,
}

impl IssuerProof {
    /// As it is written in records and messages.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Key => "key",
            Self::Did => "did",
            Self::Certificate => "certificate",
        }
    }

    pub(super) fn from_text(text: &str) -> Option<Self> {
        [Self::Key, Self::Did, Self::Certificate]
            .into_iter()
            .find(|proof| proof.as_str() == text)
    }
}

/// Whose key a credential is to be signed with, and why that is believed. Which mechanism is used for a credential is
/// decided by the person or by what the credential is, never by the one who would gain from another (SD-JWT VC §2.5, §7.3).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issuer {
    pub(super) key: Jwk,
    pub(super) proof: IssuerProof,
    /// Who it is; empty where only `iss` says so.
    pub(super) name: String,
    /// The key identifiers of the authorities in its chain, base64url.
    pub(super) authorities: Vec<String>,
}

impl Issuer {
    /// An issuer whose key the person gives.
    pub const fn given(key: Jwk) -> Self {
        Self {
            key,
            proof: IssuerProof::Key,
            name: String::new(),
            authorities: Vec::new(),
        }
    }

    /// The issuer that the token names by a `did:jwk`, in `kid` with its one fragment `#0`; `iss`, where it is there, has to
    /// be that identifier.
    ///
    /// # Errors
    /// [`CredentialError::IssuerKeyUnknown`] when it names none.
    pub fn named_by_did(token: &str) -> Result<Self, CredentialError> {
        const UNKNOWN: CredentialError = CredentialError::IssuerKeyUnknown;
        let (jwt, _) = token.split_once('~').ok_or(UNKNOWN)?;
        let jwt = Unverified::parse(jwt).map_err(|_| UNKNOWN)?;
        let kid = jwt.header().get("kid").and_then(Value::as_str);
        let did = kid.and_then(|kid| kid.strip_suffix("#0")).ok_or(UNKNOWN)?;
        Ok(Self {
            key: Jwk::parse_did(did).map_err(|_| UNKNOWN)?,
            proof: IssuerProof::Did,
            name: did.into(),
            authorities: Vec::new(),
        })
    }

    /// The key.
    pub const fn key(&self) -> &Jwk {
        &self.key
    }

    /// Who it is.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Why that is believed.
    pub const fn proof(&self) -> IssuerProof {
        self.proof
    }

    /// Whether the `iss` of a credential, if there is one, is who the key belongs to. Where only the person vouches for the
    /// key, they vouch for the name.
    pub fn may_be(&self, iss: Option<&str>) -> bool {
        let Some(iss) = iss else {
            return true;
        };
        match self.proof {
            IssuerProof::Key => true,
            IssuerProof::Did => iss == self.name,
            IssuerProof::Certificate => certified::host(iss) == Some(self.name.as_str()),
        }
    }
}
