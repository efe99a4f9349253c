use super::{CredentialError, Issuer, IssuerProof};
use crate::jose::json::{self, Limits};
use crate::jose::jws::Unverified;
use crate::jose::{Jwk, base64url};
use crate::time::Timestamp;
use crate::trust::{Anchors, Chain, Vouched};
use serde_json::Value;

/// The payload of a credential whose issuer is to be found, as large as any credential.
const PAYLOAD: Limits = Limits {
    size: 1 << 20,
    depth: 32,
};

impl Issuer {
    /// Whose credential it is: whose key the person gave, a JWK; else whom its certificate names, if it has one; else the
    /// `did:jwk` that it names.
    ///
    /// # Errors
    /// [`CredentialError::IssuerKeyInvalid`], and as [`Issuer::certified`] and [`Issuer::named_by_did`].
    pub fn find(
        token: &str,
        key: Option<&str>,
        anchors: &Anchors,
        now: Timestamp,
    ) -> Result<Self, CredentialError> {
        if let Some(key) = key {
            let key = Jwk::parse_text(key).map_err(|_| CredentialError::IssuerKeyInvalid)?;
            return Ok(Self::given(key));
        }
        match Self::certified(token, anchors, now) {
            Err(CredentialError::IssuerKeyUnknown) => Self::named_by_did(token),
            found => found,
        }
    }

    /// The issuer that the token names by a certificate (`x5c`), for which an authority has to vouch. `iss`, where it is
    /// there, has to be `https://` and a host that the certificate names (SD-JWT VC §2.5); where it is not, the issuer is
    /// who the certificate says.
    ///
    /// # Errors
    /// [`CredentialError::IssuerKeyUnknown`] when there is no certificate, or nobody vouches for it;
    /// [`CredentialError::IssuerMismatch`]; [`CredentialError::Trust`].
    pub fn certified(
        token: &str,
        anchors: &Anchors,
        now: Timestamp,
    ) -> Result<Self, CredentialError> {
        const UNKNOWN: CredentialError = CredentialError::IssuerKeyUnknown;
        let (jwt, _) = token.trim().split_once('~').ok_or(UNKNOWN)?;
        let jwt = Unverified::parse(jwt).map_err(|_| UNKNOWN)?;
        let chain = Chain::parse_x5c(jwt.header().get("x5c").ok_or(UNKNOWN)?)?;
        if chain.verify(anchors, now)? == Vouched::Nobody {
            return Err(UNKNOWN);
        }
        let payload = jwt.payload().map_err(|_| UNKNOWN)?;
        let payload = json::read_object(&payload, PAYLOAD).map_err(|_| UNKNOWN)?;
        let name = match payload.get("iss").and_then(Value::as_str) {
            None => chain.subject(),
            Some(iss) => {
                let host = host(iss).ok_or(CredentialError::IssuerMismatch)?;
                if !chain.is_for(host)? {
                    return Err(CredentialError::IssuerMismatch);
                }
                host.into()
            }
        };
        let authorities = chain.authority_key_identifiers();
        Ok(Self {
            key: chain.key()?,
            proof: IssuerProof::Certificate,
            name,
            authorities: authorities.iter().map(|id| base64url::encode(id)).collect(),
        })
    }
}

/// The host of an `https` issuer.
pub(super) fn host(iss: &str) -> Option<&str> {
    iss.strip_prefix("https://")?.split('/').next()
}
