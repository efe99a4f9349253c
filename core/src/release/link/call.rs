use super::{RequestError, asked};
use crate::entropy::Seed;
use crate::jose::base64url;
use crate::release::Request;
use crate::release::client::{ClientId, Examined, Trust};
use crate::release::link::uri::https_origin;
use alloc::boxed::Box;
use alloc::string::String;
use core::fmt;

/// A request object to be fetched (OpenID4VP 1.0 §5.10). The host fetches it without cookies, without a name of its own, and without
/// following redirects.
///
/// `Debug` shows the address alone.
pub struct Call {
    url: String,
    method: Method,
    wallet_nonce: Option<String>,
    client: ClientId,
}

/// How it is fetched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Method {
    /// `GET`.
    Get,
    /// `POST`, with this form as its body.
    Post(String),
}

impl Call {
    /// What to send as `Accept`.
    pub const ACCEPT: &str = "application/oauth-authz-req+jwt";
    /// The content type of the form of a post.
    pub const FORM: &str = "application/x-www-form-urlencoded";
    /// The most bytes of an answer that are read.
    pub const MAX_BYTES: usize = Request::MAX_BYTES * 4;

    pub(super) fn make(
        url: String,
        method: Option<&str>,
        client: ClientId,
        seed: Seed,
    ) -> Result<Self, RequestError> {
        if https_origin(&url).is_none() {
            return Err(RequestError::LinkInvalid("request_uri: an https address"));
        }
        // VP-W9: case matters.
        let (method, wallet_nonce) = match method {
            None | Some("get") => (Method::Get, None),
            Some("post") => {
                let nonce = base64url::encode(&seed.expand().make::<32>());
                let form = form_urlencoded::Serializer::new(String::new())
                    .append_pair("wallet_nonce", &nonce)
                    .finish();
                (Method::Post(form), Some(nonce))
            }
            Some(_) => return Err(RequestError::MethodInvalid),
        };
        Ok(Self {
            url,
            method,
            wallet_nonce,
            client,
        })
    }

    /// Where.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// How.
    pub const fn method(&self) -> &Method {
        &self.method
    }

    /// Takes what was fetched, a request object.
    ///
    /// # Errors
    /// [`RequestError`]; [`RequestError::WalletNonceMismatch`] when the nonce that was sent is not in it.
    pub fn take(self, body: &str, trust: &Trust<'_>) -> Result<Box<Request>, RequestError> {
        if body.len() > Self::MAX_BYTES {
            return Err(RequestError::TooLarge);
        }
        let examined = Examined::of_link(body.trim_ascii(), self.client.as_str(), trust)?;
        if let Some(nonce) = &self.wallet_nonce {
            let echoed = examined.parameters.get("wallet_nonce");
            if echoed.and_then(|echoed| echoed.as_str()) != Some(nonce) {
                return Err(RequestError::WalletNonceMismatch);
            }
        }
        asked(self.client, examined)
    }
}

impl fmt::Debug for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Call({})", self.url)
    }
}
