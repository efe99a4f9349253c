use super::{BINDING_TYPE, SdJwtError};
use crate::hazmat::hash;
use crate::jose::json::{self, Limits};
use crate::jose::{Algorithm, base64url};
use alloc::string::String;
use serde_json::{Map, Value};

/// The signing input of a key binding JWT (RFC 9901 §4.3, RFC 7515 §5.1 step 5), looked at by whoever has the card that is to sign it: a
/// card's key is the person's for other things too, and this is the only kind of message that it is given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BindingInput {
    digest: [u8; 32],
    audience: String,
}

/// No request that is answered has longer ones.
const SIZE: usize = 16 << 10;

const PART: Limits = Limits {
    size: SIZE,
    depth: 2,
};

const EXPECTED: SdJwtError = SdJwtError::Malformed("the signing input of a key binding");

impl BindingInput {
    /// Reads one: `typ` and `alg` are all that its header has, `aud`, `iat`, `nonce` and `sd_hash` all of its payload.
    ///
    /// # Errors
    /// [`SdJwtError::Malformed`] for anything else.
    pub fn parse(text: &str) -> Result<Self, SdJwtError> {
        let (header, payload) = text
            .split_once('.')
            .filter(|_| text.len() <= SIZE)
            .ok_or(EXPECTED)?;
        let header = object(header)?;
        let is = |name, value: &str| header.get(name).and_then(Value::as_str) == Some(value);
        if header.len() != 2 || !is("alg", Algorithm::Es256.as_str()) || !is("typ", BINDING_TYPE) {
            return Err(EXPECTED);
        }
        let payload = object(payload)?;
        let said = |name| {
            let text = payload.get(name).and_then(Value::as_str);
            text.filter(|text| !text.is_empty())
        };
        let is_whole = payload.len() == 4
            && payload.get("iat").is_some_and(Value::is_u64)
            && said("nonce").is_some()
            && said("sd_hash").is_some();
        let audience = said("aud").filter(|_| is_whole).ok_or(EXPECTED)?;
        Ok(Self {
            digest: hash::sha256(&[text.as_bytes()]),
            audience: audience.into(),
        })
    }

    /// What is signed: SHA-256 of the whole (RFC 7518 §3.4).
    pub const fn digest(&self) -> &[u8; 32] {
        &self.digest
    }

    /// For whom: `origin:` and an origin, or what else a client is called (OpenID4VP 1.0 §B.3.6, A.2).
    pub fn audience(&self) -> &str {
        &self.audience
    }
}

fn object(part: &str) -> Result<Map<String, Value>, SdJwtError> {
    let bytes = base64url::decode(part).map_err(|_| EXPECTED)?;
    json::read_object(&bytes, PART).map_err(|_| EXPECTED)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sd_jwt::{KeyBinding, SdJwt};
    use crate::time::Timestamp;
    use std::format;

    const HEADER: &str = r#"{"alg":"ES256","typ":"kb+jwt"}"#;
    const PAYLOAD: &str = r#"{"iat":1,"aud":"a","nonce":"n","sd_hash":"h"}"#;

    fn input(header: &str, payload: &str) -> String {
        let part = |text: &str| base64url::encode(text.as_bytes());
        format!("{}.{}", part(header), part(payload))
    }

    #[test]
    fn what_we_have_signed_is_read() {
        let binding = KeyBinding {
            audience: "origin:https://shop.example",
            nonce: "n-0S6_WzA2Mj",
            issued_at: Timestamp::from_unix(1_800_000_000),
        };
        let token = SdJwt::new("a.b.c~".into(), crate::sd_jwt::HashAlgorithm::SHA256);
        let unbound = token.unbound(&binding, Algorithm::Es256);
        let read = BindingInput::parse(unbound.signing_input()).unwrap();
        assert_eq!(read.audience(), "origin:https://shop.example");
        assert_eq!(*read.digest(), hash::sha256(&[unbound.message()]));
        // A card has no such signature.
        let other = token.unbound(&binding, Algorithm::Ed25519);
        assert_eq!(BindingInput::parse(other.signing_input()), Err(EXPECTED));
    }

    #[test]
    fn nothing_else_is_given_to_a_card() {
        assert!(BindingInput::parse(&input(HEADER, PAYLOAD)).is_ok());
        for header in [
            "{}",
            r#"{"alg":"ES256"}"#,
            r#"{"alg":"ES256","typ":"dc+sd-jwt"}"#,
            r#"{"alg":"ES256","typ":"JWT"}"#,
            r#"{"alg":"EdDSA","typ":"kb+jwt"}"#,
            r#"{"alg":"ES256","typ":"kb+jwt","kid":"1"}"#,
            r#"{"alg":"ES256","alg":"ES256","typ":"kb+jwt"}"#,
        ] {
            let refused = BindingInput::parse(&input(header, PAYLOAD));
            assert_eq!(refused, Err(EXPECTED), "{header}");
        }
        for payload in [
            "{}",
            "[]",
            r#"{"iat":1,"nonce":"n","sd_hash":"h"}"#,
            r#"{"iat":1,"aud":"","nonce":"n","sd_hash":"h"}"#,
            r#"{"iat":1,"aud":["a"],"nonce":"n","sd_hash":"h"}"#,
            r#"{"iat":"1","aud":"a","nonce":"n","sd_hash":"h"}"#,
            r#"{"iat":1,"aud":"a","nonce":"n","sd_hash":"h","exp":2}"#,
            r#"{"iat":1,"aud":"a","nonce":{},"sd_hash":"h"}"#,
        ] {
            let refused = BindingInput::parse(&input(HEADER, payload));
            assert_eq!(refused, Err(EXPECTED), "{payload}");
        }
        let good = input(HEADER, PAYLOAD);
        for text in ["", ".", "a", "tree 0123", &good[1..], &format!("{good}.x")] {
            assert_eq!(BindingInput::parse(text), Err(EXPECTED), "{text}");
        }
        let long = PAYLOAD.replace("\"a\"", &format!("\"{}\"", "a".repeat(SIZE)));
        assert_eq!(BindingInput::parse(&input(HEADER, &long)), Err(EXPECTED));
    }
}
