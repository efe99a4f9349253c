//! JWE compact serialisation (RFC 7516 §7.1): `ECDH-ES` in direct agreement (RFC 7518 §4.6) on P-256 or X25519 (RFC
//! 8037 §3.2), with AES-GCM for the content (RFC 7518 §5.3).

use super::jwk::{Jwk, Point};
use super::jws::read_header;
use super::{COMPACT_SIZE, JoseError, SecretJwk, base64url, concat_kdf, json};
use crate::entropy::{Random, Seed};
use crate::hazmat::{aead, p256, x25519};
use crate::secret::Secret32;
use alloc::string::String;
use alloc::vec::Vec;
use serde_json::{Map, Value};

/// The content encryption (`enc`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Encryption {
    /// AES-128 in GCM.
    A128Gcm,
    /// AES-256 in GCM.
    A256Gcm,
}

impl Encryption {
    /// The `enc` value (RFC 7518 §5.1).
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::A128Gcm => "A128GCM",
            Self::A256Gcm => "A256GCM",
        }
    }

    /// The content encryption with this `enc` value.
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "A128GCM" => Some(Self::A128Gcm),
            "A256GCM" => Some(Self::A256Gcm),
            _ => None,
        }
    }

    const fn key_bits(self) -> u32 {
        match self {
            Self::A128Gcm => 128,
            Self::A256Gcm => 256,
        }
    }

    fn seal(
        self,
        key: &Secret32,
        nonce: &[u8; 12],
        aad: &[u8],
        plaintext: &[u8],
    ) -> Result<Vec<u8>, JoseError> {
        match self {
            Self::A128Gcm => aead::seal128(half(key)?, nonce, aad, plaintext),
            Self::A256Gcm => aead::seal256(key.expose(), nonce, aad, plaintext),
        }
        .map_err(|_| JoseError::TooLarge)
    }

    fn open(
        self,
        key: &Secret32,
        nonce: &[u8; 12],
        aad: &[u8],
        sealed: &[u8],
    ) -> Result<Vec<u8>, JoseError> {
        match self {
            Self::A128Gcm => aead::open128(half(key)?, nonce, aad, sealed),
            Self::A256Gcm => aead::open256(key.expose(), nonce, aad, sealed),
        }
        .map_err(|_| JoseError::DecryptionFailed)
    }
}

/// The first 128 bits of a derived key.
fn half(key: &Secret32) -> Result<&[u8; 16], JoseError> {
    key.expose()
        .first_chunk()
        .ok_or(JoseError::DecryptionFailed)
}

/// Whom a message is encrypted for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recipient {
    /// The recipient's public key.
    pub jwk: Jwk,
    /// Its `kid`, copied into the header (OpenID4VP 1.0 §8.3).
    pub kid: Option<String>,
}

/// Encrypts with a key pair that is made from the seed for this message alone. The header is `alg`, `enc`, `kid` if
/// there is one, and `epk`.
///
/// # Errors
/// [`JoseError::TooLarge`] when AES-GCM cannot seal so many bytes; [`JoseError::KeyInvalid`] when the agreement with the
/// recipient's key fails, which the checks of [`Jwk`] exclude.
pub fn encrypt(
    plaintext: &[u8],
    recipient: &Recipient,
    encryption: Encryption,
    seed: Seed,
) -> Result<String, JoseError> {
    let mut random = seed.expand();
    let (ephemeral, shared) = agree_ephemeral(&recipient.jwk, &mut random)?;
    let header = header_text(encryption, recipient.kid.as_deref(), &ephemeral);
    let key = concat_kdf::derive(
        &shared,
        encryption.as_str(),
        &[],
        &[],
        encryption.key_bits(),
    );
    let nonce: [u8; 12] = random.make();

    // Four dots, the nonce (16 characters) and the tag (22).
    let length = base64url::encoded_length(header.len())
        .saturating_add(base64url::encoded_length(plaintext.len()))
        .saturating_add(42);
    let mut compact = String::with_capacity(length);
    base64url::append(&mut compact, header.as_bytes());
    let sealed = encryption.seal(&key, &nonce, compact.as_bytes(), plaintext)?;
    let (ciphertext, tag) = sealed
        .split_last_chunk::<{ aead::TAG_LENGTH }>()
        .ok_or(JoseError::TooLarge)?;
    compact.push_str("..");
    base64url::append(&mut compact, &nonce);
    compact.push('.');
    base64url::append(&mut compact, ciphertext);
    compact.push('.');
    base64url::append(&mut compact, tag);
    Ok(compact)
}

/// Decrypts what [`encrypt`] or any other `ECDH-ES` sender made; `apu` and `apv` are honoured (RFC 7518 §4.6.1).
///
/// # Errors
/// [`JoseError::TooLarge`] over 1 MiB, [`JoseError::Malformed`] for another shape, [`JoseError::AlgorithmNotAllowed`]
/// for another `alg` or `enc`, and for `zip`; [`JoseError::CriticalHeader`] for `crit`. Whatever goes wrong with the
/// keys or the ciphertext is [`JoseError::DecryptionFailed`], always the same.
pub fn decrypt(compact: &str, key: &SecretJwk) -> Result<Vec<u8>, JoseError> {
    if compact.len() > COMPACT_SIZE {
        return Err(JoseError::TooLarge);
    }
    let mut parts = compact.split('.');
    let mut part = || parts.next().ok_or(FIVE_PARTS);
    let (protected, encrypted_key, nonce, ciphertext, tag) =
        (part()?, part()?, part()?, part()?, part()?);
    if parts.next().is_some() {
        return Err(FIVE_PARTS);
    }
    if !encrypted_key.is_empty() {
        return Err(JoseError::Malformed("no encrypted key in direct agreement"));
    }
    let header = read_header(protected)?;
    let encryption = read_encryption(&header)?;
    let party_u = party(&header, "apu")?;
    let party_v = party(&header, "apv")?;
    let nonce: [u8; 12] = base64url::decode_array(nonce)?;
    let mut sealed = base64url::decode(ciphertext)?;
    sealed.extend_from_slice(&base64url::decode_array::<{ aead::TAG_LENGTH }>(tag)?);

    let ephemeral = header
        .get("epk")
        .and_then(|epk| Jwk::parse(epk).ok())
        .ok_or(JoseError::DecryptionFailed)?;
    let shared = key.agree(&ephemeral)?;
    let key = concat_kdf::derive(
        &shared,
        encryption.as_str(),
        &party_u,
        &party_v,
        encryption.key_bits(),
    );
    encryption.open(&key, &nonce, protected.as_bytes(), &sealed)
}

/// A fresh key pair on the recipient's curve: its public half, and the agreement.
fn agree_ephemeral(recipient: &Jwk, random: &mut Random) -> Result<(Jwk, Secret32), JoseError> {
    match &recipient.0 {
        Point::P256(public_key) => {
            let ephemeral = p256::SecretKey::make(random);
            let shared = ephemeral
                .agree(public_key)
                .map_err(|_| JoseError::KeyInvalid("a point of P-256"))?;
            Ok((Jwk(Point::P256(ephemeral.public_key())), shared))
        }
        Point::X25519(public_key) => {
            let ephemeral = x25519::SecretKey::make(random);
            let shared = ephemeral
                .agree(public_key)
                .map_err(|_| JoseError::KeyInvalid("an X25519 point of a large order"))?;
            Ok((Jwk(Point::X25519(ephemeral.public_key())), shared))
        }
    }
}

fn header_text(encryption: Encryption, kid: Option<&str>, ephemeral: &Jwk) -> String {
    let mut header = String::from(r#"{"alg":"ECDH-ES","enc":""#);
    header.push_str(encryption.as_str());
    header.push('"');
    if let Some(kid) = kid {
        header.push_str(r#","kid":"#);
        header.push_str(&json::text(&Value::from(kid)));
    }
    header.push_str(r#","epk":"#);
    header.push_str(&ephemeral.to_json());
    header.push('}');
    header
}

fn read_encryption(header: &Map<String, Value>) -> Result<Encryption, JoseError> {
    let member = |name| header.get(name).and_then(Value::as_str);
    if member("alg") != Some("ECDH-ES") || header.contains_key("zip") {
        return Err(JoseError::AlgorithmNotAllowed);
    }
    member("enc")
        .and_then(Encryption::from_name)
        .ok_or(JoseError::AlgorithmNotAllowed)
}

/// `apu` or `apv`: base64url, empty when absent.
fn party(header: &Map<String, Value>, member: &str) -> Result<Vec<u8>, JoseError> {
    match header.get(member) {
        None => Ok(Vec::new()),
        Some(Value::String(text)) => base64url::decode(text),
        Some(_) => Err(JoseError::Malformed("`apu` and `apv` as text")),
    }
}

const FIVE_PARTS: JoseError = JoseError::Malformed("five parts with dots between (RFC 7516 §7.1)");
