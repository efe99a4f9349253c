//! Verifier attestations (OpenID4VP 1.0 §5.9.3, §12): a JWT in which somebody that the person trusts says who the site is and with which
//! key it signs.

use super::{ClientId, Trust};
use crate::jose::{Jwk, KeyUse, jws};
use crate::release::RequestError;
use crate::release::client::object::{self, Claims};
use crate::trust::{Chain, Vouched};
use alloc::string::String;
use alloc::vec::Vec;
use serde_json::{Map, Value};

pub(super) struct Attestation {
    /// With which the request is signed.
    pub(super) key: Jwk,
    /// Who says so.
    pub(super) authority: String,
    /// Where answers may go, where the attestation limits that.
    pub(super) uris: Option<Vec<String>>,
}

const EXPECTED: RequestError =
    RequestError::ClientInvalid("jwt: a verifier attestation for this client_id");

impl Attestation {
    /// Reads and checks the header parameter `jwt`. Its issuer has to be certified by an authority that the person added: those of
    /// the public web certify names, and attest to nothing.
    pub(super) fn verify(
        header: &Map<String, Value>,
        client: &ClientId,
        trust: &Trust<'_>,
    ) -> Result<Self, RequestError> {
        let text = header.get("jwt").and_then(Value::as_str).ok_or(EXPECTED)?;
        let unverified = jws::Unverified::parse(text).map_err(RequestError::Object)?;
        let header = unverified.header();
        if header.get("typ").and_then(Value::as_str) != Some("verifier-attestation+jwt") {
            return Err(EXPECTED);
        }
        let chain = Chain::parse_x5c(header.get("x5c").unwrap_or(&Value::Null))?;
        let claims = Claims::of(
            unverified
                .verify(&chain.key()?)
                .map_err(RequestError::Object)?,
        )?;
        let Vouched::Own(authority) = chain.verify(trust.anchors, trust.now)? else {
            return Err(RequestError::AttestationUntrusted);
        };
        claims.check_times(trust.now)?;
        // §12: `exp` and `cnf` are required, and `sub` is the client identifier without its prefix.
        let claims = claims.members;
        if !claims.contains_key("exp")
            || claims.get("sub").and_then(Value::as_str) != Some(client.rest())
        {
            return Err(EXPECTED);
        }
        let key = claims.get("cnf").and_then(|cnf| cnf.get("jwk"));
        let key = Jwk::parse_for(key.ok_or(EXPECTED)?, KeyUse::Signature).map_err(|_| EXPECTED)?;
        let uris = claims
            .get("redirect_uris")
            .map(|uris| object::texts(uris).ok_or(EXPECTED));
        Ok(Self {
            key,
            authority,
            uris: uris.transpose()?,
        })
    }
}
