//! JWE compact serialisation (RFC 7516 §7.1): `ECDH-ES` in direct agreement (RFC 7518 §4.6) on P-256 or X25519 (RFC
//! 8037 §3.2), with AES-GCM for the content (RFC 7518 §5.3).

mod encryption;
mod message;

pub use encryption::Encryption;
pub use message::Message;

use super::jwk::{Jwk, Point};
use super::{HEADER, JoseError, SecretJwk, base64url, concat_kdf, json};
use crate::entropy::{Random, Seed};
use crate::hazmat::{aead, p256, x25519};
use crate::secret::Secret32;
use alloc::string::String;
use alloc::vec::Vec;
use serde_json::Value;

/// Whom a message is encrypted for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recipient {
    /// The recipient's public key.
    pub jwk: Jwk,
    /// Its `kid`, copied into the header (OpenID4VP 1.0 §8.3).
    pub kid: Option<String>,
}

/// What both sides say of themselves, which goes into the derived key (RFC 7518 §4.6.1). Both are empty in OpenID4VP 1.0 (§8.3).
#[derive(Clone, Copy, Debug, Default)]
pub struct Parties<'a> {
    /// `apu`, of whoever encrypts.
    pub producer: &'a [u8],
    /// `apv`, of whoever decrypts.
    pub recipient: &'a [u8],
}

/// Encrypts with a key pair that is made from the seed for this message alone. The header is `alg`, `enc`, `kid` if
/// there is one, and `epk`.
///
/// # Errors
/// [`JoseError::TooLarge`] when AES-GCM cannot seal so many bytes, or the header would be over 32 KiB; [`JoseError::KeyInvalid`]
/// when the recipient's key is one for signatures, or the agreement fails, which the checks of [`Jwk`] exclude.
pub fn encrypt(
    plaintext: &[u8],
    recipient: &Recipient,
    encryption: Encryption,
    seed: Seed,
) -> Result<String, JoseError> {
    encrypt_between(plaintext, recipient, Parties::default(), encryption, seed)
}

/// [`encrypt`], with `apu` and `apv` in the header where they are not empty.
///
/// # Errors
/// As [`encrypt`].
pub fn encrypt_between(
    plaintext: &[u8],
    recipient: &Recipient,
    parties: Parties<'_>,
    encryption: Encryption,
    seed: Seed,
) -> Result<String, JoseError> {
    let mut random = seed.expand();
    let (ephemeral, shared) = agree_ephemeral(&recipient.jwk, &mut random)?;
    let header = header_text(encryption, recipient.kid.as_deref(), parties, &ephemeral);
    if header.len() > HEADER.size {
        return Err(JoseError::TooLarge);
    }
    let key = concat_kdf::derive(
        &shared,
        encryption.as_str(),
        parties.producer,
        parties.recipient,
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

/// Decrypts what [`encrypt`] or any other `ECDH-ES` sender made.
///
/// # Errors
/// As [`Message::parse`] and [`Message::decrypt`].
pub fn decrypt(compact: &str, key: &SecretJwk) -> Result<Vec<u8>, JoseError> {
    Message::parse(compact)?.decrypt(key)
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
        Point::Ed25519(_) => Err(JoseError::KeyInvalid("a key to agree with")),
    }
}

fn header_text(
    encryption: Encryption,
    kid: Option<&str>,
    parties: Parties<'_>,
    ephemeral: &Jwk,
) -> String {
    let mut header = String::from(r#"{"alg":"ECDH-ES","enc":""#);
    header.push_str(encryption.as_str());
    header.push('"');
    if let Some(kid) = kid {
        header.push_str(r#","kid":"#);
        header.push_str(&json::text(&Value::from(kid)));
    }
    for (name, party) in [("apu", parties.producer), ("apv", parties.recipient)] {
        if !party.is_empty() {
            header.push_str(",\"");
            header.push_str(name);
            header.push_str("\":\"");
            base64url::append(&mut header, party);
            header.push('"');
        }
    }
    header.push_str(r#","epk":"#);
    header.push_str(&ephemeral.to_json());
    header.push('}');
    header
}
