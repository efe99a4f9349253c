//! Request objects (RFC 9101, OpenID4VP 1.0 §5): the signature, and what it proves.

use super::attestation::Attestation;
use super::{ClientId, Prefix, Proof, Trust};
use crate::jose::{Jwk, base64url, json, jws};
use crate::release::{Request, RequestError};
use crate::time::Timestamp;
use crate::trust::{Chain, Vouched};
use alloc::string::String;
use alloc::vec::Vec;
use serde_json::{Map, Value};

/// RFC 9101 §10.8, OpenID4VP 1.0 §5.
const TYPE: &str = "oauth-authz-req+jwt";
/// The wallet as requests name it where it has no metadata of its own (§5.8).
const WALLET: &str = "https://self-issued.me/v2";
/// How far two clocks may be apart, in seconds.
const LEEWAY: u64 = 60;

/// Where a request object came from: what it has to say about itself differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Source {
    /// The Digital Credentials API, which binds it to an origin.
    Api,
    /// A link.
    Link,
}

/// A request object whose signature is good.
pub(super) struct Object {
    pub(super) parameters: Map<String, Value>,
    pub(super) client: ClientId,
    pub(super) proof: Proof,
    /// Where answers may go, where an attestation limits that.
    pub(super) uris: Option<Vec<String>>,
}

impl Object {
    /// One signature over one payload. `client_id` stands in the payload, or, where there may be several signatures, in the
    /// header of each (Appendix A.3.2).
    pub(super) fn verify(
        unverified: jws::Unverified<'_>,
        several: bool,
        source: Source,
        trust: &Trust<'_>,
    ) -> Result<Self, RequestError> {
        let header = unverified.header().clone();
        if header.get("typ").and_then(Value::as_str) != Some(TYPE) {
            return Err(RequestError::ObjectInvalid("typ: oauth-authz-req+jwt"));
        }
        // Which key it is depends on who says they are asking. Nothing of this is believed before the signature is.
        let claims = Claims::read(&unverified.payload().map_err(RequestError::Object)?)?;
        let expected = RequestError::ClientInvalid("client_id: text");
        let client = match several {
            true if claims.members.contains_key("client_id") => {
                return Err(RequestError::ClientInvalid(
                    "client_id: in the headers alone",
                ));
            }
            true => header.get("client_id"),
            false => claims.members.get("client_id"),
        };
        let client = ClientId::parse(client.and_then(Value::as_str).ok_or(expected)?)?;

        let signer = Signer::find(&client, &header, trust)?;
        unverified
            .check(&signer.key)
            .map_err(RequestError::Object)?;
        claims.check_times(trust.now)?;
        claims.check_audience(source)?;

        let mut parameters = claims.members;
        if several {
            if parameters.contains_key("verifier_info") {
                return Err(RequestError::ObjectInvalid(
                    "verifier_info: in the headers alone",
                ));
            }
            if let Some(info) = header.get("verifier_info") {
                parameters.insert("verifier_info".into(), info.clone());
            }
        }
        Ok(Self {
            parameters,
            client,
            proof: signer.proof,
            uris: signer.uris,
        })
    }
}

/// The key that a client identifier leads to, and what is known of its owner if the signature is good.
struct Signer {
    key: Jwk,
    proof: Proof,
    uris: Option<Vec<String>>,
}

impl Signer {
    fn find(
        client: &ClientId,
        header: &Map<String, Value>,
        trust: &Trust<'_>,
    ) -> Result<Self, RequestError> {
        match client.prefix {
            // §5.9.3: such a request must not be signed.
            Prefix::RedirectUri => Err(RequestError::ClientInvalid(
                "redirect_uri: for requests without a signature",
            )),
            Prefix::X509SanDns | Prefix::X509Hash => Self::by_certificate(client, header, trust),
            Prefix::DecentralizedIdentifier => Self::by_did(client, header),
            Prefix::VerifierAttestation => {
                let attestation = Attestation::verify(header, client, trust)?;
                Ok(Self {
                    key: attestation.key,
                    proof: Proof::Attested {
                        name: client.rest().into(),
                        authority: attestation.authority,
                    },
                    uris: attestation.uris,
                })
            }
        }
    }

    fn by_certificate(
        client: &ClientId,
        header: &Map<String, Value>,
        trust: &Trust<'_>,
    ) -> Result<Self, RequestError> {
        let expected = RequestError::ClientInvalid("x5c: the certificate of the signer");
        let chain = Chain::parse_x5c(header.get("x5c").ok_or(expected)?)?;
        let subject = match client.prefix {
            Prefix::X509SanDns if chain.is_for(client.rest())? => client.rest().into(),
            Prefix::X509Hash if base64url::encode(&chain.leaf_hash()) == client.rest() => {
                chain.subject()
            }
            _ => {
                return Err(RequestError::ClientInvalid(
                    "client_id: that of the certificate",
                ));
            }
        };
        let proof = match chain.verify(trust.anchors, trust.now)? {
            Vouched::PublicWeb => Proof::Certificate {
                name: subject,
                authority: None,
            },
            Vouched::Own(authority) => Proof::Certificate {
                name: subject,
                authority: Some(authority),
            },
            Vouched::Nobody => Proof::UnknownSigner { name: subject },
        };
        Ok(Self {
            key: chain.key()?,
            proof,
            uris: None,
        })
    }

    /// `did:jwk` holds its key; any other method would have to be asked somewhere, and whoever is asked learns of it.
    fn by_did(client: &ClientId, header: &Map<String, Value>) -> Result<Self, RequestError> {
        let did = client.rest();
        if !did.starts_with("did:jwk:") || did.contains('#') {
            return Err(RequestError::ClientUnsupported);
        }
        let kid = header.get("kid").and_then(Value::as_str);
        if kid.and_then(|kid| kid.strip_suffix("#0")) != Some(did) {
            return Err(RequestError::ClientInvalid(
                "kid: the key of the identifier",
            ));
        }
        let key = Jwk::parse_did(did);
        Ok(Self {
            key: key.map_err(|_| RequestError::ClientInvalid("did:jwk: a public key"))?,
            proof: Proof::Key { did: did.into() },
            uris: None,
        })
    }
}

/// The payload of a JWT.
pub(super) struct Claims {
    pub(super) members: Map<String, Value>,
}

impl Claims {
    pub(super) fn of(verified: jws::Verified) -> Result<Self, RequestError> {
        Self::read(&verified.payload)
    }

    fn read(payload: &[u8]) -> Result<Self, RequestError> {
        let members = json::read_object(payload, Request::LIMITS)?;
        Ok(Self { members })
    }

    /// RFC 7519 §4.1.4 to §4.1.6, where they are there.
    pub(super) fn check_times(&self, now: Timestamp) -> Result<(), RequestError> {
        let time = |name| match self.members.get(name) {
            None => Ok(None),
            Some(value) => whole_seconds(value)
                .map(Some)
                .ok_or(RequestError::ObjectInvalid("exp, nbf, iat: numbers")),
        };
        let (exp, nbf, iat) = (time("exp")?, time("nbf")?, time("iat")?);
        let (earliest, latest) = (
            now.as_unix().saturating_sub(LEEWAY),
            now.plus_seconds(LEEWAY),
        );
        if exp.is_some_and(|exp| exp <= earliest) {
            return Err(RequestError::Expired);
        }
        let not_yet = |time: Option<u64>| time.is_some_and(|time| time > latest.as_unix());
        if not_yet(nbf) || not_yet(iat) {
            return Err(RequestError::NotYetValid);
        }
        Ok(())
    }

    /// VP-W5: the request object is for a wallet. Over the Digital Credentials API `expected_origins` says where it may be used,
    /// and requests come without `aud`.
    fn check_audience(&self, source: Source) -> Result<(), RequestError> {
        let is_wallet = |value: &Value| value.as_str() == Some(WALLET);
        let good = match self.members.get("aud") {
            None => source == Source::Api,
            Some(Value::Array(several)) => several.iter().any(is_wallet),
            Some(one) => is_wallet(one),
        };
        good.then_some(()).ok_or(RequestError::AudienceInvalid)
    }
}

/// RFC 7519 §2: a number of seconds, with or without a fraction.
fn whole_seconds(value: &Value) -> Option<u64> {
    value.as_u64().or_else(|| {
        let seconds = value.as_f64().filter(|s| (0.0..1e15).contains(s))?;
        // What counts is whole seconds, so that a fraction never lengthens a life.
        alloc::format!("{seconds}").split('.').next()?.parse().ok()
    })
}

/// An array of texts.
pub(super) fn texts(value: &Value) -> Option<Vec<String>> {
    let texts = value.as_array()?.iter();
    texts.map(|text| text.as_str().map(String::from)).collect()
}
