//! JWS (RFC 7515) with `ES256` (RFC 7518 §3.4), `EdDSA` and `Ed25519` (RFC 8037 §3.1, RFC 9864 §2.2): the compact
//! serialisation (§7.1) read and written, the JSON serialisations (§7.2) read.
//!
//! Of an `ES256` signature `(r, s)` the other one, `(r, n - s)`, is just as good: FIPS 186-5 §6.4 allows both, cards and browsers make
//! both, and so both are taken. Nobody must tell two messages apart, or recognise one that was seen, by its signature; a nonce is for
//! that. An Ed25519 signature has one form only.

mod general;
mod unsigned;

pub use general::Json;
pub use unsigned::Unsigned;

use super::{Algorithm, COMPACT_SIZE, HEADER, JoseError, Jwk, Signer, base64url, json};
use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use serde_json::{Map, Value};

/// A JWS whose signature is good. `Debug` shows how long the payload is, never what it says.
#[derive(Clone, PartialEq, Eq)]
pub struct Verified {
    /// The protected header.
    pub header: Map<String, Value>,
    /// The payload, decoded.
    pub payload: Vec<u8>,
}

impl fmt::Debug for Verified {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Verified({} bytes)", self.payload.len())
    }
}

/// Signs a payload. `header` is a JSON object; its `alg` becomes the key's whatever it was, its members are written in
/// lexicographic order.
pub fn sign(header: &Value, payload: &[u8], key: &impl Signer) -> String {
    let mut members = header.as_object().cloned().unwrap_or_default();
    members.insert("alg".into(), key.algorithm().as_str().into());
    sign_text(&json::text(&Value::Object(members)), payload, key)
}

/// Signs a payload under a header that is already JSON and says the key's algorithm.
pub(crate) fn sign_text(header: &str, payload: &[u8], key: &impl Signer) -> String {
    let unsigned = Unsigned::make(header, payload);
    let signature = key.sign(unsigned.message());
    unsigned.finish(&signature)
}

/// Verifies a compact serialisation: the header's `alg` must be one of ours and go with the key.
///
/// # Errors
/// As [`Unverified::parse`] and [`Unverified::verify`].
pub fn verify(compact: &str, key: &Jwk) -> Result<Verified, JoseError> {
    Unverified::parse(compact)?.verify(key)
}

/// A payload with one signature, taken apart, and the signature not looked at yet: for when the key depends on what the header or
/// the payload says. Nothing in it is true before [`Unverified::verify`] has said so.
///
/// ```
/// use hailstone_core::jose::{Jwk, jws};
/// // RFC 8037 appendix A.4.
/// let jws = jws::Unverified::parse("eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc.hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg")?;
/// assert_eq!(jws.algorithm().as_str(), "EdDSA");
/// // The header, and what else is known of the signer, says which key is theirs.
/// let key = Jwk::parse_text(r#"{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#)?;
/// assert_eq!(jws.verify(&key)?.payload, b"Example of Ed25519 signing");
/// # Ok::<(), hailstone_core::jose::JoseError>(())
/// ```
#[derive(Clone)]
pub struct Unverified<'a> {
    header: Map<String, Value>,
    unprotected: Map<String, Value>,
    algorithm: Algorithm,
    /// Header and payload in base64url, with the dot between (§5.2 step 8).
    signing_input: Cow<'a, str>,
    /// Where the payload begins in it.
    payload_at: usize,
    signature: [u8; 64],
}

impl<'a> Unverified<'a> {
    /// Takes a compact serialisation apart.
    ///
    /// # Errors
    /// [`JoseError::TooLarge`] over 1 MiB, or over 32 KiB of header; [`JoseError::Malformed`] when it is not three parts of
    /// base64url with a JSON object as header, each of its names once; [`JoseError::CriticalHeader`] for `crit`;
    /// [`JoseError::AlgorithmNotAllowed`] for every `alg` that is not ours, `none` too; [`JoseError::SignatureInvalid`] for a
    /// signature of another length than 64 bytes.
    pub fn parse(compact: &'a str) -> Result<Self, JoseError> {
        if compact.len() > COMPACT_SIZE {
            return Err(JoseError::TooLarge);
        }
        let (signing_input, signature) = compact.rsplit_once('.').ok_or(THREE_PARTS)?;
        let (header, payload) = signing_input.split_once('.').ok_or(THREE_PARTS)?;
        if payload.contains('.') {
            return Err(THREE_PARTS);
        }
        let payload_at = signing_input.len().saturating_sub(payload.len());
        let header = read_header(header)?;
        Self::new(
            header,
            Map::new(),
            Cow::Borrowed(signing_input),
            payload_at,
            signature,
        )
    }

    fn new(
        header: Map<String, Value>,
        unprotected: Map<String, Value>,
        signing_input: Cow<'a, str>,
        payload_at: usize,
        signature: &str,
    ) -> Result<Self, JoseError> {
        // Only what is signed says how it was signed.
        let algorithm = header.get("alg").and_then(Value::as_str);
        let algorithm = algorithm.and_then(Algorithm::from_name);
        Ok(Self {
            algorithm: algorithm.ok_or(JoseError::AlgorithmNotAllowed)?,
            header,
            unprotected,
            signing_input,
            payload_at,
            // RFC 7518 §3.4, RFC 8037 §3.1: another length is another signature, not another format.
            signature: base64url::decode_array(signature)
                .map_err(|_| JoseError::SignatureInvalid)?,
        })
    }

    /// The protected header: `typ`, `kid`, `x5c` and whatever else it says.
    pub const fn header(&self) -> &Map<String, Value> {
        &self.header
    }

    /// The header that no signature covers (§7.2.1); empty in the compact serialisation. It has no name that the protected one has.
    pub const fn unprotected_header(&self) -> &Map<String, Value> {
        &self.unprotected
    }

    /// The algorithm that the protected header names.
    pub const fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    /// The payload, decoded.
    ///
    /// # Errors
    /// [`JoseError::Malformed`] when it is not base64url.
    pub fn payload(&self) -> Result<Vec<u8>, JoseError> {
        base64url::decode(self.payload_text())
    }

    /// The payload, still base64url.
    pub(crate) fn payload_text(&self) -> &str {
        self.signing_input
            .get(self.payload_at..)
            .unwrap_or_default()
    }

    /// Verifies the signature with a key that the caller knows to be the signer's.
    ///
    /// # Errors
    /// [`JoseError::AlgorithmNotAllowed`] for a key of another type than the algorithm's; [`JoseError::SignatureInvalid`] when the
    /// signature is not good; else as [`Unverified::payload`].
    pub fn verify(self, key: &Jwk) -> Result<Verified, JoseError> {
        self.check(key)?;
        Ok(Verified {
            payload: self.payload()?,
            header: self.header,
        })
    }

    /// [`Unverified::verify`] without what comes out.
    pub(crate) fn check(&self, key: &Jwk) -> Result<(), JoseError> {
        key.verify(
            self.algorithm,
            self.signing_input.as_bytes(),
            &self.signature,
        )
    }
}

impl fmt::Debug for Unverified<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Unverified({})", self.algorithm.as_str())
    }
}

/// Reads a protected header and refuses `crit`.
pub(super) fn read_header(encoded: &str) -> Result<Map<String, Value>, JoseError> {
    if encoded.len() > base64url::encoded_length(HEADER.size) {
        return Err(JoseError::TooLarge);
    }
    let header = json::read_object(&base64url::decode(encoded)?, HEADER)?;
    if header.contains_key("crit") {
        return Err(JoseError::CriticalHeader);
    }
    Ok(header)
}

const THREE_PARTS: JoseError =
    JoseError::Malformed("three parts with dots between (RFC 7515 §7.1)");
