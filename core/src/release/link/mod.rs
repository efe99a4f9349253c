//! Requests outside of the Digital Credentials API: a link (`openid4vp:`, `haip-vp:`), behind which a signed request lies or in which
//! an unsigned one stands, and an answer that is posted (OpenID4VP 1.0 §5.1, §5.10, §8.2).
//!
//! ```text
//! Link::follow ──► Step::Fetch(Call) ── the host fetches ── Call::take ──► Request ── … ──► Token ── the host posts ── redirect_of
//!        └───────► Step::Asked(Request)
//! ```

mod call;
mod reply;
mod uri;

pub use call::{Call, Method};
pub use reply::redirect_of;

use super::client::{ClientId, Examined, Prefix, Trust};
use super::request::url_safe;
use super::site::Post;
use super::{Proof, Request, RequestError, Site};
use crate::entropy::Seed;
use alloc::boxed::Box;
use alloc::string::String;
use core::fmt;
use serde_json::{Map, Value};
use uri::{Query, https_origin};

/// A link that asks for something.
///
/// `Debug` shows nothing of it.
pub struct Link(Query);

/// What follows from a link.
#[derive(Debug)]
pub enum Step {
    /// The request lies elsewhere.
    Fetch(Call),
    /// This is it.
    Asked(Box<Request>),
}

impl Link {
    /// The schemes that are ours to open (OpenID4VP 1.0 §13.1.2, OpenID4VC HAIP 1.0 §5.2).
    pub const SCHEMES: [&str; 2] = ["openid4vp", "haip-vp"];

    /// Reads a link.
    ///
    /// # Errors
    /// [`RequestError::TooLarge`], [`RequestError::LinkInvalid`] for another scheme, for what is not text, for a parameter that is
    /// there twice.
    pub fn parse(uri: &str) -> Result<Self, RequestError> {
        Query::parse(uri).map(Self)
    }

    /// Follows it one step. `seed` makes the nonce by which what is fetched is known to be fresh.
    ///
    /// # Errors
    /// [`RequestError`].
    pub fn follow(self, seed: Seed, trust: &Trust<'_>) -> Result<Step, RequestError> {
        let Self(mut query) = self;
        let client_id = query.take("client_id");
        let client_id = client_id.ok_or(RequestError::LinkInvalid("client_id"))?;
        let client = ClientId::parse(&client_id)?;
        match (query.take("request_uri"), query.take("request")) {
            (Some(_), Some(_)) => Err(RequestError::LinkInvalid(
                "request_uri or request, not both",
            )),
            (Some(uri), None) => {
                let method = query.take("request_uri_method");
                Call::make(uri, method.as_deref(), client, seed).map(Step::Fetch)
            }
            // §5.1: the method belongs to request_uri.
            _ if query.take("request_uri_method").is_some() => Err(RequestError::LinkInvalid(
                "request_uri beside request_uri_method",
            )),
            (None, Some(object)) => {
                let examined = Examined::of_link(&object, client.as_str(), trust)?;
                asked(client, examined).map(Step::Asked)
            }
            (None, None) => unsigned(client, query.into_parameters()?).map(Step::Asked),
        }
    }
}

impl fmt::Debug for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Link(..)")
    }
}

/// A request whose parameters stand in the link. Without a signature nothing is proved of who wrote it, but that the answer goes
/// to the place that it is named by.
fn unsigned(
    client: ClientId,
    parameters: Map<String, Value>,
) -> Result<Box<Request>, RequestError> {
    if client.prefix != Prefix::RedirectUri {
        return Err(RequestError::ClientInvalid(
            "a signed request, as the prefix demands",
        ));
    }
    let expected = RequestError::ResponseUriInvalid("response_uri: the one of client_id");
    let post = post(client, &parameters)?;
    if post.response_uri != post.client.rest() {
        return Err(expected);
    }
    let request = Request::check(Site::Link(post), Proof::Address, &parameters)?;
    Ok(Box::new(request))
}

/// A request whose signature was verified.
fn asked(client: ClientId, examined: Examined) -> Result<Box<Request>, RequestError> {
    let Examined {
        parameters,
        proof,
        uris,
        ..
    } = examined;
    let post = post(client, &parameters)?;
    match post.client.prefix {
        // §5.9.3: the host of the answer is the one of the certificate.
        Prefix::X509SanDns if !uri::host(&post.origin).eq_ignore_ascii_case(post.client.rest()) => {
            return Err(RequestError::ResponseUriInvalid(
                "response_uri: on the host of client_id",
            ));
        }
        Prefix::VerifierAttestation
            if uris.is_some_and(|uris| !uris.contains(&post.response_uri)) =>
        {
            return Err(RequestError::ResponseUriInvalid(
                "response_uri: one of the attestation",
            ));
        }
        _ => {}
    }
    let request = Request::check(Site::Link(post), proof, &parameters)?;
    Ok(Box::new(request))
}

/// VP-R4: where the answer goes, and what goes back with it.
fn post(client: ClientId, parameters: &Map<String, Value>) -> Result<Post, RequestError> {
    if parameters.contains_key("redirect_uri") {
        return Err(RequestError::ResponseUriInvalid(
            "response_uri, without redirect_uri",
        ));
    }
    let expected = RequestError::ResponseUriInvalid("response_uri: an https address");
    let response_uri = parameters.get("response_uri").and_then(Value::as_str);
    let response_uri = response_uri.ok_or(expected)?;
    let origin = https_origin(response_uri).ok_or(expected)?;
    let state = match parameters.get("state") {
        None => None,
        Some(state) => {
            let good = url_safe(state);
            Some(good.ok_or(RequestError::LinkInvalid(
                "state: of the alphabet of a nonce",
            ))?)
        }
    };
    Ok(Post {
        client,
        origin,
        response_uri: response_uri.into(),
        state,
    })
}
