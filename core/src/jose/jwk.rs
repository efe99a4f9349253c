use super::{Algorithm, JoseError, base64url, json};
use crate::hazmat::p256::{self, Coordinates};
use crate::hazmat::{ed25519, hash, x25519};
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use serde_json::Value;

/// The curves on which we agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Curve {
    /// NIST P-256: `kty` `EC`, `crv` `P-256` (RFC 7518 §6.2). For signatures and for agreement.
    P256,
    /// X25519: `kty` `OKP`, `crv` `X25519` (RFC 8037 §2). For agreement.
    X25519,
}

/// The types of the keys that we take.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum KeyType {
    /// NIST P-256: `kty` `EC`, `crv` `P-256` (RFC 7518 §6.2). For signatures and for agreement.
    P256,
    /// X25519: `kty` `OKP`, `crv` `X25519` (RFC 8037 §2). For agreement.
    X25519,
    /// Ed25519: `kty` `OKP`, `crv` `Ed25519` (RFC 8037 §2). For signatures.
    Ed25519,
}

/// What a key is to be used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum KeyUse {
    /// To verify signatures.
    Signature,
    /// To agree with, in `ECDH-ES`.
    Agreement,
}

/// A public key (RFC 7517). A value of this type is a point of its curve, and not one of a small order.
///
/// ```
/// use hailstone_core::jose::{Jwk, KeyType};
/// let key = Jwk::parse_text(r#"{"kty":"OKP","crv":"X25519","x":"3p7bfXt9wbTTW2HC7OQ1Nz-DQ8hbeGdNrfx-FG-IK08","kid":"1"}"#)?;
/// assert_eq!(key.key_type(), KeyType::X25519);
/// assert_eq!(key.to_json(), r#"{"crv":"X25519","kty":"OKP","x":"3p7bfXt9wbTTW2HC7OQ1Nz-DQ8hbeGdNrfx-FG-IK08"}"#);
/// # Ok::<(), hailstone_core::jose::JoseError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Jwk(pub(super) Point);

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Point {
    P256(Coordinates),
    X25519([u8; 32]),
    Ed25519([u8; 32]),
}

const DID_PREFIX: &str = "did:jwk:";

/// The JSON of one key.
const KEY: json::Limits = json::Limits {
    size: 32 << 10,
    depth: 8,
};

impl Jwk {
    /// A P-256 key from its affine coordinates, big-endian.
    ///
    /// # Errors
    /// [`JoseError::KeyInvalid`] when they are not a point of the curve.
    pub fn p256(x: [u8; 32], y: [u8; 32]) -> Result<Self, JoseError> {
        let coordinates = Coordinates { x, y };
        p256::check(&coordinates).map_err(|_| JoseError::KeyInvalid("a point of P-256"))?;
        Ok(Self(Point::P256(coordinates)))
    }

    /// An X25519 key from its u coordinate (RFC 7748 §5).
    ///
    /// # Errors
    /// [`JoseError::KeyInvalid`] for the points of a small order, with which every agreement is all zero.
    pub fn x25519(x: [u8; 32]) -> Result<Self, JoseError> {
        if x25519::has_small_order(&x) {
            return Err(JoseError::KeyInvalid("an X25519 point of a large order"));
        }
        Ok(Self(Point::X25519(x)))
    }

    /// An Ed25519 key from its encoding (RFC 8032 §5.1.2).
    ///
    /// # Errors
    /// [`JoseError::KeyInvalid`] when it is not the canonical encoding of a point, or one of a small order, whose signatures
    /// anybody makes.
    pub fn ed25519(x: [u8; 32]) -> Result<Self, JoseError> {
        ed25519::check(&x)
            .map_err(|_| JoseError::KeyInvalid("an Ed25519 point of a large order"))?;
        Ok(Self(Point::Ed25519(x)))
    }

    /// Reads a public key from a JSON object. Members that we have no use for (`kid`, `use`, `alg`, `x5c`, …) are
    /// ignored; whoever chooses among keys looks at them itself.
    ///
    /// # Errors
    /// [`JoseError::KeyInvalid`] for another `kty` or `crv`, a coordinate that is missing or has another length than 32
    /// bytes, a point that is not of the curve or of a small order, and for the private member `d`: a key that has left
    /// its owner's hands is no key.
    pub fn parse(value: &Value) -> Result<Self, JoseError> {
        refuse_private(value)?;
        Self::parse_public(value)
    }

    /// [`Jwk::parse`], for a key that may be used so: if it has `use`, `key_ops` or `alg` (RFC 7517 §4.2 to §4.4), they
    /// must allow it.
    ///
    /// # Errors
    /// [`JoseError::AlgorithmNotAllowed`] when they do not, or the curve does not; else as [`Jwk::parse`].
    // Inlined, so that a program that only ever agrees has nothing in it of what verifies.
    #[inline]
    pub fn parse_for(value: &Value, key_use: KeyUse) -> Result<Self, JoseError> {
        match key_use {
            KeyUse::Signature => Self::parse_for_signatures(value),
            KeyUse::Agreement => Self::parse_for_agreement(value),
        }
    }

    fn parse_for_signatures(value: &Value) -> Result<Self, JoseError> {
        let key = Self::parse(value)?;
        let is_name = |member: &Value| {
            let algorithm = member.as_str().and_then(Algorithm::from_name);
            algorithm.is_some_and(|algorithm| algorithm.key_type() == key.key_type())
        };
        let allowed = key.key_type() != KeyType::X25519
            && value.get("use").is_none_or(|member| member == "sig")
            && value.get("alg").is_none_or(is_name)
            && value.get("key_ops").is_none_or(|member| {
                let listed = member.as_array().map(Vec::as_slice).unwrap_or_default();
                listed.iter().any(|item| item == "verify")
            });
        if allowed {
            Ok(key)
        } else {
            Err(JoseError::AlgorithmNotAllowed)
        }
    }

    fn parse_for_agreement(value: &Value) -> Result<Self, JoseError> {
        refuse_private(value)?;
        let key = Self::parse_curve(value)?;
        let is_operation = |item: &Value| item == "deriveKey" || item == "deriveBits";
        let allowed = value.get("use").is_none_or(|member| member == "enc")
            && value.get("alg").is_none_or(|member| member == "ECDH-ES")
            && value.get("key_ops").is_none_or(|member| {
                // WebCrypto exports a public key for agreement with an empty list.
                let listed = member.as_array().map(Vec::as_slice).unwrap_or_default();
                listed.is_empty() || listed.iter().any(is_operation)
            });
        if allowed {
            Ok(key)
        } else {
            Err(JoseError::AlgorithmNotAllowed)
        }
    }

    /// The public members of a key that may have private ones.
    pub(super) fn parse_public(value: &Value) -> Result<Self, JoseError> {
        match (text(value, "kty"), text(value, "crv")) {
            (Some("OKP"), Some("Ed25519")) => Self::ed25519(bytes(value, "x")?),
            _ => Self::parse_curve(value),
        }
    }

    /// The same for a key on a curve on which we agree.
    fn parse_curve(value: &Value) -> Result<Self, JoseError> {
        match (text(value, "kty"), text(value, "crv")) {
            (Some("EC"), Some("P-256")) => Self::p256(bytes(value, "x")?, bytes(value, "y")?),
            (Some("OKP"), Some("X25519")) => Self::x25519(bytes(value, "x")?),
            _ => Err(JoseError::KeyInvalid(
                "`EC` `P-256`, `OKP` `X25519` or `OKP` `Ed25519`",
            )),
        }
    }

    /// [`Jwk::parse`] from JSON text.
    ///
    /// # Errors
    /// As [`Jwk::parse`]; [`JoseError::Malformed`] or [`JoseError::TooLarge`] when the text is not a JSON object of at
    /// most 32 KiB with each name once.
    pub fn parse_text(text: &str) -> Result<Self, JoseError> {
        let members = json::read_object(text.as_bytes(), KEY)?;
        Self::parse(&Value::Object(members))
    }

    /// Reads `did:jwk:…`, with or without the fragment `#0` of its only key.
    ///
    /// # Errors
    /// [`JoseError::Malformed`] when it is no `did:jwk`; else as [`Jwk::parse_text`].
    pub fn parse_did(did: &str) -> Result<Self, JoseError> {
        let encoded = did
            .strip_prefix(DID_PREFIX)
            .ok_or(JoseError::Malformed("`did:jwk:`"))?;
        let encoded = encoded.strip_suffix("#0").unwrap_or(encoded);
        if encoded.len() > KEY.size {
            return Err(JoseError::TooLarge);
        }
        let members = json::read_object(&base64url::decode(encoded)?, KEY)?;
        Self::parse(&Value::Object(members))
    }

    /// The type of the key.
    pub const fn key_type(&self) -> KeyType {
        match self.0 {
            Point::P256(_) => KeyType::P256,
            Point::X25519(_) => KeyType::X25519,
            Point::Ed25519(_) => KeyType::Ed25519,
        }
    }

    /// Whether `signature` is one of `message` under this key, which must be of the algorithm's type.
    pub(super) fn verify(
        &self,
        algorithm: Algorithm,
        message: &[u8],
        signature: &[u8; 64],
    ) -> Result<(), JoseError> {
        let is_good = match (algorithm, &self.0) {
            (Algorithm::Es256, Point::P256(key)) => p256::verify(key, message, signature),
            (Algorithm::EdDsa | Algorithm::Ed25519, Point::Ed25519(key)) => {
                ed25519::verify(key, message, signature)
            }
            _ => return Err(JoseError::AlgorithmNotAllowed),
        };
        if is_good {
            Ok(())
        } else {
            Err(JoseError::SignatureInvalid)
        }
    }

    /// Whether `signature` (`r || s`) is an `ES256` one of `message` under this key.
    pub(crate) fn has_signed(&self, message: &[u8], signature: &[u8; 64]) -> bool {
        matches!(&self.0, Point::P256(key) if p256::verify(key, message, signature))
    }

    /// JSON of the required members alone, in lexicographic order and without white space (RFC 7638 §3): the one
    /// spelling of the key.
    pub fn to_json(&self) -> String {
        match &self.0 {
            Point::P256(Coordinates { x, y }) => format!(
                r#"{{"crv":"P-256","kty":"EC","x":"{}","y":"{}"}}"#,
                base64url::encode(x),
                base64url::encode(y)
            ),
            Point::X25519(x) => octet_key("X25519", x),
            Point::Ed25519(x) => octet_key("Ed25519", x),
        }
    }

    /// The thumbprint (RFC 7638): SHA-256 of [`Jwk::to_json`].
    pub fn thumbprint(&self) -> [u8; 32] {
        hash::sha256(&[self.to_json().as_bytes()])
    }

    /// The key as `did:jwk`: the method's prefix and the base64url of [`Jwk::to_json`].
    pub fn to_did(&self) -> String {
        let json = self.to_json();
        let length = base64url::encoded_length(json.len()).saturating_add(DID_PREFIX.len());
        let mut did = String::with_capacity(length);
        did.push_str(DID_PREFIX);
        base64url::append(&mut did, json.as_bytes());
        did
    }
}

fn octet_key(curve: &str, x: &[u8; 32]) -> String {
    format!(
        r#"{{"crv":"{curve}","kty":"OKP","x":"{}"}}"#,
        base64url::encode(x)
    )
}

/// A key that has left its owner's hands is no key.
fn refuse_private(value: &Value) -> Result<(), JoseError> {
    if value.get("d").is_some() {
        return Err(JoseError::KeyInvalid("a public key, without `d`"));
    }
    Ok(())
}

fn text<'a>(value: &'a Value, member: &str) -> Option<&'a str> {
    value.get(member).and_then(Value::as_str)
}

fn bytes(value: &Value, member: &str) -> Result<[u8; 32], JoseError> {
    text(value, member)
        .and_then(|text| base64url::decode_array(text).ok())
        .ok_or(JoseError::KeyInvalid("coordinates of 32 bytes each"))
}
