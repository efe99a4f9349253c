//! Token status lists (draft-ietf-oauth-status-list-20): whether a credential still counts, in the JWT form. The list is fetched by
//! whoever is outside; here it is verified and looked into.

mod error;
#[cfg(test)]
mod tests;

pub use error::StatusError;

use crate::deflate;
use crate::jose::json::{self, Limits};
use crate::jose::{JoseError, Jwk, base64url, jws};
use crate::time::Timestamp;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use serde_json::{Map, Value};

/// Where a credential's status is written (§6.2).
///
/// ```
/// use hailstone_core::status_list::Reference;
/// let claims = serde_json::from_str(r#"{"status":{"status_list":{"idx":7,"uri":"https://issuer.example/statuses/1"}}}"#)?;
/// let reference = Reference::parse(&claims).unwrap().unwrap();
/// assert_eq!(reference.index, 7);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// The place in the list (`idx`).
    pub index: u64,
    /// The list (`uri`).
    pub uri: String,
}

/// The longest `uri`, in bytes.
const URI: usize = 2048;

impl Reference {
    /// Reads the `status` claim of a verified credential; `None` where there is none.
    ///
    /// # Errors
    /// [`StatusError::MechanismUnknown`] for a status that is in no status list: it has one, and we cannot know it;
    /// [`StatusError::ReferenceInvalid`] for anything else that is not one.
    pub fn parse(claims: &Map<String, Value>) -> Result<Option<Self>, StatusError> {
        let Some(status) = claims.get("status") else {
            return Ok(None);
        };
        let status = status.as_object().filter(|members| !members.is_empty());
        let status = status.ok_or(StatusError::ReferenceInvalid("`status` as an object"))?;
        let list = status.get("status_list");
        let list = list.ok_or(StatusError::MechanismUnknown)?;
        let index = list.get("idx").and_then(Value::as_u64);
        let uri = list.get("uri").and_then(Value::as_str);
        let uri = uri.filter(|uri| (1..=URI).contains(&uri.len()));
        match (index, uri) {
            (Some(index), Some(uri)) => Ok(Some(Self {
                index,
                uri: uri.into(),
            })),
            _ => Err(StatusError::ReferenceInvalid(
                "`idx` as a number and `uri` as text",
            )),
        }
    }
}

/// What a credential is worth (§7.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Status {
    /// It counts.
    Valid,
    /// It counts no more, and never will.
    Invalid,
    /// It does not count for now.
    Suspended,
    /// What the issuer means by this number is between them and those who ask; to us it is not valid.
    Other(u8),
}

impl Status {
    const fn from_number(number: u8) -> Self {
        match number {
            0 => Self::Valid,
            1 => Self::Invalid,
            2 => Self::Suspended,
            other => Self::Other(other),
        }
    }
}

/// What is expected of a status list token (§8.3).
#[derive(Clone, Copy, Debug)]
pub struct Expected<'a> {
    /// Where it was fetched, which is the credential's `uri`.
    pub uri: &'a str,
    /// The key of who issues statuses. That it may, for this credential, is the caller's to know (§11.3).
    pub issuer: &'a Jwk,
    /// The time now.
    pub now: Timestamp,
    /// By how many seconds clocks may differ.
    pub leeway: u64,
}

/// A list of statuses that was verified. `Debug` shows how large it is.
#[derive(Clone, PartialEq, Eq)]
pub struct StatusList {
    bits: u8,
    bytes: Vec<u8>,
    ttl: Option<u64>,
}

/// The payload of a status list token: all of its size is the list.
const PAYLOAD: Limits = Limits {
    size: 1 << 20,
    depth: 8,
};

/// The most bytes of a list: 128 million statuses of one bit.
const LIST: usize = 16 << 20;

const TYPE: &str = "statuslist+jwt";

impl StatusList {
    /// Verifies a status list token in JWT form (§5.1, §8.3) and decompresses its list.
    ///
    /// # Errors
    /// [`StatusError`], each variant for the rule that does not hold.
    pub fn parse(token: &str, expected: &Expected<'_>) -> Result<Self, StatusError> {
        let verified = jws::verify(token, expected.issuer).map_err(StatusError::TokenInvalid)?;
        if verified.header.get("typ").and_then(Value::as_str) != Some(TYPE) {
            return Err(StatusError::TypeWrong);
        }
        let claims = json::read_object(&verified.payload, PAYLOAD);
        let claims = claims.map_err(|error| StatusError::TokenInvalid(JoseError::from(error)))?;
        if claims.get("sub").and_then(Value::as_str) != Some(expected.uri) {
            return Err(StatusError::SubjectWrong);
        }
        let made = number(&claims, "iat")?.ok_or(StatusError::ClaimMissing("iat"))?;
        if Timestamp::from_unix(made) > expected.now.plus_seconds(expected.leeway) {
            return Err(StatusError::NotYetValid);
        }
        if let Some(expiry) = number(&claims, "exp")?
            && expected.now >= Timestamp::from_unix(expiry).plus_seconds(expected.leeway)
        {
            return Err(StatusError::Expired);
        }
        let ttl = number(&claims, "ttl")?;
        if ttl == Some(0) {
            return Err(StatusError::ClaimMissing("ttl"));
        }
        let list = claims.get("status_list").and_then(Value::as_object);
        let list = list.ok_or(StatusError::ClaimMissing("status_list"))?;
        let list = Self::read_list(list)?;
        Ok(Self { ttl, ..list })
    }

    /// The list itself (§4.2).
    fn read_list(list: &Map<String, Value>) -> Result<Self, StatusError> {
        let bits = match list.get("bits").and_then(Value::as_u64) {
            Some(1) => 1,
            Some(2) => 2,
            Some(4) => 4,
            Some(8) => 8,
            _ => return Err(StatusError::ClaimMissing("bits")),
        };
        let packed = list.get("lst").and_then(Value::as_str);
        let packed = packed.ok_or(StatusError::ClaimMissing("lst"))?;
        let packed = base64url::decode(packed).map_err(|_| StatusError::ListInvalid)?;
        let bytes = deflate::decompress_zlib(&packed, LIST).ok_or(StatusError::ListInvalid)?;
        Ok(Self {
            bits,
            bytes,
            ttl: None,
        })
    }

    /// The status at a place of the list, from 0, the first in the lowest bits of the first byte (§4.1).
    ///
    /// # Errors
    /// [`StatusError::IndexOutside`] behind its end.
    pub fn status(&self, index: u64) -> Result<Status, StatusError> {
        let bits = u64::from(self.bits);
        let at = index.checked_mul(bits).ok_or(StatusError::IndexOutside)?;
        let byte = usize::try_from(at >> 3).ok();
        let byte = byte.and_then(|byte| self.bytes.get(byte));
        let byte = byte.ok_or(StatusError::IndexOutside)?;
        let shifted = byte.wrapping_shr(u32::try_from(at & 7).unwrap_or_default());
        let mask = u8::MAX.wrapping_shr(u32::from(8_u8.saturating_sub(self.bits)));
        Ok(Status::from_number(shifted & mask))
    }

    /// For how many seconds after it was fetched it may be used before it is fetched again (`ttl`).
    pub const fn time_to_live(&self) -> Option<u64> {
        self.ttl
    }
}

impl fmt::Debug for StatusList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "StatusList({} bits, {} bytes)",
            self.bits,
            self.bytes.len()
        )
    }
}

/// A number of whole seconds, not negative.
fn number(claims: &Map<String, Value>, name: &'static str) -> Result<Option<u64>, StatusError> {
    match claims.get(name) {
        None => Ok(None),
        Some(value) => match value.as_u64() {
            None => Err(StatusError::ClaimMissing(name)),
            seconds => Ok(seconds),
        },
    }
}
