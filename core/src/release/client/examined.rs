use super::object::{Object, Source, texts};
use super::{Proof, Trust};
use crate::jose::{JoseError, json, jws};
use crate::release::{MULTISIGNED, Origin, Request, RequestError, SIGNED};
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use serde::Serialize;
use serde_json::{Map, Value};

/// A signed request whose signature was verified: its parameters, and what was proved about who asks.
///
/// It can be written and read, because in a browser the verifying code is a module of its own, loaded when a signed request comes.
/// `Debug` shows the proof alone.
#[derive(Clone, Serialize)]
pub struct Examined {
    pub(in crate::release) parameters: Map<String, Value>,
    pub(in crate::release) client_id: String,
    pub(in crate::release) proof: Proof,
    /// Where answers may go, where an attestation limits that.
    pub(in crate::release) uris: Option<Vec<String>>,
}

impl Examined {
    /// A request of the Digital Credentials API (`openid4vp-v1-signed`, `openid4vp-v1-multisigned`; OpenID4VP 1.0 Appendix A.3): the
    /// signature is good, and `expected_origins` has the page's own origin.
    ///
    /// Of several signatures those of signers that we cannot judge are passed over; of the others all have to be good, and the one
    /// that proves most counts.
    ///
    /// # Errors
    /// [`RequestError`]; the request's own parameters are not looked at yet.
    pub fn over_api(
        protocol: &str,
        origin: &Origin,
        data: &str,
        trust: &Trust<'_>,
    ) -> Result<Self, RequestError> {
        // The envelope holds a request object in base64url.
        let limits = json::Limits {
            size: Request::MAX_BYTES.saturating_mul(4),
            depth: Request::MAX_DEPTH,
        };
        let mut envelope = json::read_object(data.as_bytes(), limits)?;
        let object = match (protocol, envelope.remove("request")) {
            (SIGNED, Some(Value::String(compact))) => {
                let unverified = jws::Unverified::parse(&compact).map_err(RequestError::Object)?;
                Object::verify(unverified, false, Source::Api, trust)?
            }
            (MULTISIGNED, Some(Value::Object(members))) => several(&members, trust)?,
            (SIGNED | MULTISIGNED, _) => {
                return Err(RequestError::ObjectInvalid("request: a JWS"));
            }
            _ => return Err(RequestError::ProtocolUnsupported),
        };
        check_origins(&object.parameters, origin)?;
        Ok(Self::from(object))
    }

    /// A request object of a link, for the client that the link names (§5.10).
    pub(in crate::release) fn of_link(
        compact: &str,
        client_id: &str,
        trust: &Trust<'_>,
    ) -> Result<Self, RequestError> {
        let unverified = jws::Unverified::parse(compact).map_err(RequestError::Object)?;
        let object = Object::verify(unverified, false, Source::Link, trust)?;
        // VP-W9: identical in both places.
        if object.client.as_str() != client_id {
            return Err(RequestError::ClientInvalid(
                "client_id: the one of the link",
            ));
        }
        Ok(Self::from(object))
    }

    /// Reads what was written with `serde_json`.
    ///
    /// # Errors
    /// [`RequestError::ObjectInvalid`], [`RequestError::TooLarge`], [`RequestError::Malformed`].
    pub fn parse(text: &str) -> Result<Self, RequestError> {
        let limits = json::Limits {
            size: Request::MAX_BYTES.saturating_mul(4),
            depth: Request::MAX_DEPTH.saturating_add(1),
        };
        let members = json::read_object(text.as_bytes(), limits)?;
        let uris = members.get("uris").filter(|uris| !uris.is_null());
        let uris = uris.map(|uris| texts(uris).ok_or(EXAMINED));
        let client_id = text_of(&members, "client_id")?;
        let proof = Proof::read(members.get("proof").and_then(Value::as_object))?;
        let uris = uris.transpose()?;
        let parameters = members.into_iter().find(|(name, _)| name == "parameters");
        let Some((_, Value::Object(parameters))) = parameters else {
            return Err(EXAMINED);
        };
        Ok(Self {
            parameters,
            client_id,
            proof,
            uris,
        })
    }

    /// What was proved.
    pub const fn proof(&self) -> &Proof {
        &self.proof
    }
}

impl Proof {
    fn read(members: Option<&Map<String, Value>>) -> Result<Self, RequestError> {
        let members = members.ok_or(EXAMINED)?;
        Ok(match text_of(members, "kind")?.as_str() {
            "certificate" => Self::Certificate {
                name: text_of(members, "name")?,
                authority: text_of(members, "authority").ok(),
            },
            "unknown-signer" => Self::UnknownSigner {
                name: text_of(members, "name")?,
            },
            "key" => Self::Key {
                did: text_of(members, "did")?,
            },
            "attested" => Self::Attested {
                name: text_of(members, "name")?,
                authority: text_of(members, "authority")?,
            },
            _ => return Err(EXAMINED),
        })
    }
}

const EXAMINED: RequestError = RequestError::ObjectInvalid("a request that was examined");

fn text_of(members: &Map<String, Value>, name: &str) -> Result<String, RequestError> {
    let text = members.get(name).and_then(Value::as_str);
    text.map(String::from).ok_or(EXAMINED)
}

impl From<Object> for Examined {
    fn from(object: Object) -> Self {
        Self {
            parameters: object.parameters,
            client_id: object.client.as_str().into(),
            proof: object.proof,
            uris: object.uris,
        }
    }
}

impl fmt::Debug for Examined {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Examined({:?})", self.proof)
    }
}

/// Several signatures over one payload: the one that proves most.
fn several(members: &Map<String, Value>, trust: &Trust<'_>) -> Result<Object, RequestError> {
    let signed = jws::Json::parse(members).map_err(RequestError::Object)?;
    let mut best: Option<Object> = None;
    let mut passed_over = RequestError::ClientUnsupported;
    for unverified in signed.signatures() {
        let object = unverified
            .map_err(RequestError::Object)
            .and_then(|unverified| Object::verify(unverified, true, Source::Api, trust));
        match object {
            Ok(object)
                if best
                    .as_ref()
                    .is_none_or(|b| b.proof.rank() < object.proof.rank()) =>
            {
                best = Some(object);
            }
            Ok(_) => {}
            // Another wallet's business: an algorithm, a kind of client or an attestation that says nothing here.
            Err(
                error @ (RequestError::ClientUnsupported
                | RequestError::AttestationUntrusted
                | RequestError::Object(JoseError::AlgorithmNotAllowed)),
            ) => passed_over = error,
            Err(error) => return Err(error),
        }
    }
    best.ok_or(passed_over)
}

/// DC-3: plain equality of text, with the origin that the browser names.
fn check_origins(parameters: &Map<String, Value>, origin: &Origin) -> Result<(), RequestError> {
    let expected = RequestError::ObjectInvalid("expected_origins: a non-empty array of text");
    let origins = parameters.get("expected_origins").and_then(texts);
    let origins = origins.filter(|list| !list.is_empty()).ok_or(expected)?;
    if origins.iter().any(|expected| expected == origin.as_str()) {
        Ok(())
    } else {
        Err(RequestError::OriginUnexpected)
    }
}
