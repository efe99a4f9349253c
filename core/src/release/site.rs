use super::Origin;
use super::client::{ClientId, Prefix};
use crate::jose::json;
use alloc::format;
use alloc::string::String;
use core::fmt;
use serde_json::{Map, Value};
use zeroize::Zeroize;

/// Who is answered, and which way.
#[derive(Clone, PartialEq, Eq)]
pub enum Site {
    /// The page that called the Digital Credentials API.
    Page(Origin),
    /// Whoever wrote a link.
    Link(Post),
}

/// The answer to a link, which goes out by a post (OpenID4VP 1.0 §8.2).
#[derive(Clone, PartialEq, Eq)]
pub struct Post {
    pub(super) client: ClientId,
    /// Of `response_uri`.
    pub(super) origin: Origin,
    pub(super) response_uri: String,
    pub(super) state: Option<String>,
}

impl Site {
    /// The name by which the person knows it: the origin, or of a link with a signature the whole client identifier. The pairwise
    /// key is derived from it, so the same name is the same pseudonym.
    pub fn name(&self) -> &str {
        match self {
            Self::Page(origin) => origin.as_str(),
            Self::Link(post) => post.name(),
        }
    }

    /// Where the answer goes: the page, or the host that it is posted to.
    pub const fn origin(&self) -> &Origin {
        match self {
            Self::Page(origin) => origin,
            Self::Link(post) => &post.origin,
        }
    }

    /// Where the answer is posted; nowhere for a page.
    pub fn response_uri(&self) -> Option<&str> {
        match self {
            Self::Page(_) => None,
            Self::Link(post) => Some(&post.response_uri),
        }
    }

    /// VP-R2: for whom the tokens are (§14.1.2, B.3.6; Appendix A.2 for a page, whoever signed the request).
    pub(super) fn audience(&self) -> String {
        match self {
            Self::Page(origin) => format!("origin:{origin}"),
            Self::Link(post) => post.client.as_str().into(),
        }
    }

    /// The response parameters as JSON (§8.1).
    pub(super) fn response(&self, vp_token: Map<String, Value>) -> String {
        let mut members = Map::new();
        members.insert("vp_token".into(), vp_token.into());
        if let Self::Link(Post {
            state: Some(state), ..
        }) = self
        {
            members.insert("state".into(), state.as_str().into());
        }
        json::text(&Value::Object(members))
    }

    /// The response parameters as they go out when nothing is encrypted (Appendix A.4, §8.2).
    pub(super) fn plain(&self, vp_token: Map<String, Value>) -> String {
        let Self::Link(post) = self else {
            return self.response(vp_token);
        };
        let mut tokens = json::text(&Value::Object(vp_token));
        let mut form = form_urlencoded::Serializer::new(String::new());
        form.append_pair("vp_token", &tokens);
        tokens.zeroize();
        if let Some(state) = &post.state {
            form.append_pair("state", state);
        }
        form.finish()
    }

    /// An encrypted answer as it goes out (Appendix A.4, §8.3.1).
    pub(super) fn encrypted(&self, jwe: &str) -> String {
        match self {
            Self::Page(_) => {
                let mut members = Map::new();
                members.insert("response".into(), jwe.into());
                json::text(&Value::Object(members))
            }
            Self::Link(_) => form_urlencoded::Serializer::new(String::new())
                .append_pair("response", jwe)
                .finish(),
        }
    }
}

impl Post {
    /// Nobody signed for `redirect_uri`: then the place is all that is known.
    fn name(&self) -> &str {
        match self.client.prefix {
            Prefix::RedirectUri => self.origin.as_str(),
            _ => self.client.as_str(),
        }
    }
}

impl fmt::Debug for Site {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Page(origin) => write!(f, "Page({origin})"),
            Self::Link(post) => write!(f, "Link({})", post.name()),
        }
    }
}

impl fmt::Debug for Post {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Post({})", self.name())
    }
}
