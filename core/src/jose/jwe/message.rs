use super::Encryption;
use crate::hazmat::aead;
use crate::jose::jws::read_header;
use crate::jose::{COMPACT_SIZE, JoseError, Jwk, SecretJwk, base64url, concat_kdf};
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use serde_json::{Map, Value};

/// An encrypted message taken apart, not decrypted yet: for when the key depends on what the header says.
pub struct Message<'a> {
    header: Map<String, Value>,
    encryption: Encryption,
    party_u: Vec<u8>,
    party_v: Vec<u8>,
    /// The protected header as it came, which is what the tag covers (RFC 7516 §5.2 step 15).
    protected: &'a str,
    nonce: [u8; 12],
    /// With the tag behind.
    sealed: Vec<u8>,
}

impl<'a> Message<'a> {
    /// Takes a compact serialisation (RFC 7516 §7.1) apart.
    ///
    /// # Errors
    /// [`JoseError::TooLarge`] over 1 MiB, or over 32 KiB of header; [`JoseError::Malformed`] for another shape than five parts
    /// of base64url, a JSON object as header and no encrypted key; [`JoseError::AlgorithmNotAllowed`] for another `alg` or `enc`,
    /// and for `zip`; [`JoseError::CriticalHeader`] for `crit`.
    pub fn parse(compact: &'a str) -> Result<Self, JoseError> {
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
        let nonce = base64url::decode_array(nonce)?;
        let mut sealed = base64url::decode(ciphertext)?;
        sealed.extend_from_slice(&base64url::decode_array::<{ aead::TAG_LENGTH }>(tag)?);
        Ok(Self {
            encryption,
            party_u: party(&header, "apu")?,
            party_v: party(&header, "apv")?,
            header,
            protected,
            nonce,
            sealed,
        })
    }

    /// The protected header: `kid`, and whatever else it says.
    pub const fn header(&self) -> &Map<String, Value> {
        &self.header
    }

    /// The content encryption that the header names.
    pub const fn encryption(&self) -> Encryption {
        self.encryption
    }

    /// Decrypts with the recipient's private key; `apu` and `apv` are honoured (RFC 7518 §4.6.1).
    ///
    /// # Errors
    /// [`JoseError::DecryptionFailed`], whatever is wrong with the keys or the ciphertext: another curve, a point off it, a result of
    /// zero, a tag that does not fit.
    pub fn decrypt(&self, key: &SecretJwk) -> Result<Vec<u8>, JoseError> {
        let ephemeral = self.header.get("epk");
        let ephemeral = ephemeral.and_then(|epk| Jwk::parse(epk).ok());
        let shared = key.agree(&ephemeral.ok_or(JoseError::DecryptionFailed)?)?;
        let key = concat_kdf::derive(
            &shared,
            self.encryption.as_str(),
            &self.party_u,
            &self.party_v,
            self.encryption.key_bits(),
        );
        self.encryption
            .open(&key, &self.nonce, self.protected.as_bytes(), &self.sealed)
            .map_err(|_| JoseError::DecryptionFailed)
    }
}

impl fmt::Debug for Message<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Message({} bytes)", self.sealed.len())
    }
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
