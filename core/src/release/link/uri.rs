use super::Link;
use crate::jose::json;
use crate::release::{Origin, Request, RequestError};
use alloc::collections::BTreeMap;
use alloc::string::String;
use serde_json::{Map, Value};

/// The parameters of a link.
pub(super) struct Query(BTreeMap<String, String>);

/// The longest link, in bytes, when the request stands in it: a request, each of its bytes escaped.
const MAX_BYTES: usize = Request::MAX_BYTES * 3;
/// The parameters that are JSON (RFC 9101 leaves no other way to write them in an address; OpenID4VP 1.0 §5.1).
const JSON: [&str; 4] = [
    "dcql_query",
    "client_metadata",
    "verifier_info",
    "transaction_data",
];

impl Query {
    pub(super) fn parse(uri: &str) -> Result<Self, RequestError> {
        if uri.len() > MAX_BYTES {
            return Err(RequestError::TooLarge);
        }
        if uri.bytes().any(|byte| !byte.is_ascii_graphic()) || uri.contains('#') {
            return Err(RequestError::LinkInvalid("an address"));
        }
        let (scheme, rest) = uri
            .split_once(':')
            .ok_or(RequestError::LinkInvalid("an address"))?;
        // RFC 3986 §3.1: schemes have no case.
        if !Link::SCHEMES
            .iter()
            .any(|ours| ours.eq_ignore_ascii_case(scheme))
        {
            return Err(RequestError::LinkInvalid("openid4vp: or haip-vp:"));
        }
        let (_, query) = rest
            .split_once('?')
            .ok_or(RequestError::LinkInvalid("parameters"))?;
        let mut parameters = BTreeMap::new();
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            if name.contains('\u{fffd}') || value.contains('\u{fffd}') {
                return Err(RequestError::LinkInvalid("parameters that are text"));
            }
            // RFC 6749 §3.1: none more than once.
            if parameters
                .insert(name.into_owned(), value.into_owned())
                .is_some()
            {
                return Err(RequestError::LinkInvalid("each parameter once"));
            }
        }
        Ok(Self(parameters))
    }

    pub(super) fn take(&mut self, name: &str) -> Option<String> {
        self.0.remove(name)
    }

    /// What is left as the parameters of a request.
    pub(super) fn into_parameters(self) -> Result<Map<String, Value>, RequestError> {
        let mut parameters = Map::new();
        for (name, text) in self.0 {
            let value = match JSON.contains(&name.as_str()) {
                true => json::read(&text, Request::LIMITS)?,
                false => text.into(),
            };
            parameters.insert(name, value);
        }
        Ok(parameters)
    }
}

/// The origin of an `https` address (or `http` on this machine, for development), in the one spelling that is read; nothing for
/// any other.
pub(in crate::release) fn https_origin(uri: &str) -> Option<Origin> {
    /// Longer than what servers take.
    const MAX_BYTES: usize = 4096;
    if uri.len() > MAX_BYTES || uri.bytes().any(|byte| !byte.is_ascii_graphic()) {
        return None;
    }
    if uri.contains(['#', '\\']) {
        return None;
    }
    let scheme = uri.find("://")?.checked_add(3)?;
    let rest = uri.get(scheme..)?;
    let end = rest.find(['/', '?']).unwrap_or(rest.len());
    let end = scheme.checked_add(end)?;
    Origin::parse(uri.get(..end)?).ok()
}

/// The host of an origin, without its port.
pub(super) fn host(origin: &Origin) -> &str {
    let text = origin.as_str();
    let (_, authority) = text.split_once("://").unwrap_or(("", text));
    match authority.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => host,
        _ => authority,
    }
}
