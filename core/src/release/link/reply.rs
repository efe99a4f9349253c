use super::uri::https_origin;
use crate::jose::json::{self, Limits};
use crate::release::RequestError;
use alloc::string::String;
use serde_json::Value;

/// The most that is read of what a site says to an answer.
const LIMITS: Limits = Limits {
    size: 16 << 10,
    depth: 8,
};

/// What a site says when it has the answer (OpenID4VP 1.0 §8.2): where the person's browser goes on, if anywhere. The address is `https`, as
/// what the wallet opens for a stranger must be no more than a page.
///
/// # Errors
/// [`RequestError::Malformed`] when it is not a JSON object, [`RequestError::ResponseUriInvalid`] when the address is another.
pub fn redirect_of(body: &[u8]) -> Result<Option<String>, RequestError> {
    let members = json::read_object(body, LIMITS)?;
    match members.get("redirect_uri") {
        None => Ok(None),
        Some(Value::String(uri)) if https_page(uri) => Ok(Some(uri.clone())),
        Some(_) => Err(RequestError::ResponseUriInvalid(
            "redirect_uri: an https address",
        )),
    }
}

/// An address with or without a fragment.
fn https_page(uri: &str) -> bool {
    let (page, fragment) = uri.split_once('#').unwrap_or((uri, ""));
    https_origin(page).is_some() && fragment.bytes().all(|byte| byte.is_ascii_graphic())
}
