//! Credentials that issuers give to the person (SD-JWT VC, `dc+sd-jwt`): received once, with everything checked that can
//! be, kept as records like all others, and presented unchanged.
//!
//! A [`HolderKey`] is made for an issuer to bind the credential to; [`receive`] verifies what the issuer sends and makes the
//! record; [`Credential`] is what such a record holds. What was proved about the issuer, and what was not, is kept with it.

mod certified;
mod error;
mod holder;
mod issuer;
mod open;
mod receive;

pub use error::CredentialError;
pub use holder::HolderKey;
pub use issuer::{Issuer, IssuerProof};
pub use receive::receive;

use crate::data::{Field, Kind, Record};
use crate::sd_jwt::{Expected, HashAlgorithm, Held, Pointer};
use crate::time::Timestamp;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use serde_json::Value;

/// The types that people assert themselves begin with this; no issuer's credential is of one of them.
const OWN_TYPES: &str = "urn:hailstone:";

/// By how many seconds an issuer's clock may differ from ours.
const LEEWAY: u64 = 60;

/// What a record of a credential holds, read.
///
/// `Debug` shows its type, never what it says.
pub struct Credential {
    held: Held,
    types: Vec<String>,
    claims: Value,
    issuer: Issuer,
    holder: Option<HolderKey>,
}

impl Credential {
    /// Reads a record, and verifies again what was verified when it was received, as of that time.
    ///
    /// # Errors
    /// [`CredentialError::RecordDamaged`] for a record that holds no credential, such as one that waits for it; else as
    /// [`receive`].
    pub fn read(record: &Record) -> Result<Self, CredentialError> {
        let damaged = CredentialError::RecordDamaged;
        let token = record.field(Field::Credential).ok_or(damaged)?;
        let received = record.field(Field::Received).and_then(|at| at.parse().ok());
        let issuer = Issuer::of(record).ok_or(damaged)?;
        let received = Timestamp::from_unix(received.ok_or(damaged)?);
        let (held, verified) = Held::receive(token, &expected(&issuer, received))?;
        Ok(Self {
            held,
            types: types(record).map(String::from).collect(),
            claims: Value::Object(verified.claims),
            issuer,
            holder: HolderKey::of(record),
        })
    }

    /// Its `vct`.
    pub fn vct(&self) -> &str {
        self.types.first().map_or("", String::as_str)
    }

    /// Its `vct`, and every other type that it says it is.
    pub fn types(&self) -> &[String] {
        &self.types
    }

    /// Everything that it says, what can be withheld and what cannot.
    pub const fn claims(&self) -> &Value {
        &self.claims
    }

    /// Whose it is.
    pub const fn issuer(&self) -> &Issuer {
        &self.issuer
    }

    /// The key that it is bound to.
    pub const fn holder(&self) -> Option<HolderKey> {
        self.holder
    }

    /// From when and until when it is good, as far as it says so (`nbf`, `exp`).
    pub fn validity(&self) -> (Option<Timestamp>, Option<Timestamp>) {
        let time = |name| {
            let seconds = self.claims.get(name).and_then(Value::as_u64);
            seconds.map(Timestamp::from_unix)
        };
        (time("nbf"), time("exp"))
    }

    /// Whether it is good at this time.
    pub fn is_valid(&self, now: Timestamp) -> bool {
        let (from, until) = self.validity();
        from.is_none_or(|from| from <= now) && until.is_none_or(|until| now < until)
    }

    /// Whether the member of this name, or something in it, goes out only where it is asked for.
    pub fn can_withhold(&self, name: &str) -> bool {
        let place = Pointer::default().name(name);
        let inside = place.clone().name("");
        let mut places = self.held.disclosable();
        places.any(|at| at == place.as_str() || at.starts_with(inside.as_str()))
    }

    pub(crate) const fn held(&self) -> &Held {
        &self.held
    }

    pub(crate) fn authorities(&self) -> &[String] {
        &self.issuer.authorities
    }

    /// What goes out with it whatever is chosen, with names like `address.country`, without what it says about itself.
    pub fn open(&self) -> Vec<(String, String)> {
        self.open_beside(&[])
    }

    /// What goes out beside the claims at these places when they are disclosed: what cannot be withheld, and what stands
    /// open in a disclosure that one of them needs.
    pub(crate) fn open_beside(&self, chosen: &[&Pointer]) -> Vec<(String, String)> {
        open::claims(&self.held, &self.claims, chosen)
    }
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credential")
            .field("vct", &self.vct())
            .field("proof", &self.issuer.proof)
            .finish_non_exhaustive()
    }
}

/// The types of a record's credential, without reading the credential.
pub fn types(record: &Record) -> impl Iterator<Item = &str> {
    let types = record.field(Field::CredentialType);
    let types = types.filter(|_| record.kind() == Kind::Credential);
    types.into_iter().flat_map(str::lines)
}

/// A claim's value as people read it: text as it is, what an array or an object holds one after the other, numbers and the
/// like as JSON has them.
pub fn text_of(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(elements) => {
            let elements: Vec<String> = elements.iter().map(text_of).collect();
            elements.join(", ")
        }
        Value::Object(members) => {
            let members = members.iter();
            let members: Vec<String> = members
                .map(|(name, value)| [name.as_str(), &text_of(value)].join(": "))
                .collect();
            members.join(", ")
        }
        other => crate::jose::json::text(other),
    }
}

fn expected<'a>(issuer: &'a Issuer, now: Timestamp) -> Expected<'a> {
    Expected {
        issuer: Some(&issuer.key),
        typ: "dc+sd-jwt",
        now,
        leeway: LEEWAY,
        audience: None,
        required: &[],
        hashes: &HashAlgorithm::ALL,
    }
}
