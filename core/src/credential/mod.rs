//! Credentials that issuers give to the person (SD-JWT VC, `dc+sd-jwt`): received once, with everything checked that can
//! be, kept as records like all others, and presented unchanged.
//!
//! A [`HolderKey`] is made for an issuer to bind the credential to, or a [`CardHolder`] is found on a card; [`Received`] is what the issuer sends, verified, and
//! becomes the record; [`Credential`] is what such a record holds. What was proved about the issuer, and what was not, is kept with it.

mod certified;
mod error;
mod holder;
mod issuer;
mod open;
mod receive;

pub use error::CredentialError;
pub use holder::{CardHolder, Holder, HolderKey};
pub use issuer::{Issuer, IssuerProof};
pub use receive::{Place, Received, keep};

use crate::data::{Field, Kind, Record};
use crate::jose::json::{self, Limits};
use crate::sd_jwt::{HashAlgorithm, Held, Pointer};
use crate::time::Timestamp;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use serde_json::Value;

/// The types that people assert themselves begin with this; no issuer's credential is of one of them.
const OWN_TYPES: &str = "urn:hailstone:";

/// The hash of disclosures that is taken: the one that OpenID4VC HAIP 1.0 §7 has everybody support. A browser's module
/// with others in it would be larger for all who never see them.
const HASH: HashAlgorithm = HashAlgorithm::SHA256;

/// What is kept of a credential beside its token; disclosures inside of disclosures add up to this depth.
const KEPT: Limits = Limits {
    size: 1 << 20,
    depth: 66,
};

/// By how many seconds an issuer's clock may differ from ours.
const LEEWAY: u64 = 60;

/// What a record of a credential holds, read.
///
/// `Debug` shows its type, never what it says.
pub struct Credential {
    held: Held,
    types: Vec<String>,
    claims: Value,
    issuer: String,
    proof: IssuerProof,
    authorities: Vec<String>,
    holder: Option<Holder>,
}

impl Credential {
    /// Reads a record. What it holds was verified when it was received.
    ///
    /// # Errors
    /// [`CredentialError::RecordDamaged`] for a record that holds no credential, such as one that waits for it;
    /// [`CredentialError::Token`].
    pub fn read(record: &Record) -> Result<Self, CredentialError> {
        let damaged = CredentialError::RecordDamaged;
        let text = |field| record.field(field);
        let token = text(Field::Credential).ok_or(damaged)?;
        let proof = text(Field::IssuerProof).and_then(IssuerProof::from_text);
        let authorities = text(Field::IssuerAuthorities).unwrap_or_default();
        let read = |field| json::read(text(field).unwrap_or_default(), KEPT).map_err(|_| damaged);
        let Value::Array(listed) = read(Field::CredentialPlaces)? else {
            return Err(damaged);
        };
        let mut places = Vec::with_capacity(listed.len());
        for place in listed {
            match place {
                Value::String(place) => places.push(place),
                _ => return Err(damaged),
            }
        }
        let mut lines = Vec::new();
        for line in authorities.lines() {
            lines.push(line.into());
        }
        let mut named = Vec::new();
        for name in types(record) {
            named.push(name.into());
        }
        Ok(Self {
            held: Held::restore(token, places, HASH)?,
            claims: read(Field::CredentialClaims)?,
            types: named,
            issuer: text(Field::Issuer).unwrap_or_default().into(),
            proof: proof.ok_or(damaged)?,
            authorities: lines,
            holder: Holder::of(record)?,
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
    pub fn issuer(&self) -> &str {
        &self.issuer
    }

    /// Why that is believed.
    pub const fn proof(&self) -> IssuerProof {
        self.proof
    }

    /// The key that it is bound to.
    pub const fn holder(&self) -> Option<&Holder> {
        self.holder.as_ref()
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
        let mut places = self.held.places();
        places.any(|at| at == place.as_str() || at.starts_with(inside.as_str()))
    }

    pub(crate) const fn held(&self) -> &Held {
        &self.held
    }

    pub(crate) fn authorities(&self) -> &[String] {
        &self.authorities
    }

    /// What goes out with it whatever is chosen, with names like `address.country`, without what it says about itself.
    pub fn open(&self) -> Vec<(String, String)> {
        self.open_beside(&[])
    }

    /// What goes out beside the claims at these places when they are disclosed: what cannot be withheld, and what stands
    /// open in a disclosure that one of them needs.
    pub(crate) fn open_beside(&self, chosen: &[Pointer]) -> Vec<(String, String)> {
        open::claims(&self.held, &self.claims, chosen)
    }
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credential")
            .field("vct", &self.vct())
            .field("proof", &self.proof)
            .finish_non_exhaustive()
    }
}

/// The types of a record's credential, without reading the credential.
pub fn types(record: &Record) -> impl Iterator<Item = &str> {
    let types = record.field(Field::CredentialType);
    let types = types.filter(|_| record.kind() == Kind::Credential);
    types.unwrap_or_default().lines()
}

/// Whether a record's credential has a type that is wanted.
pub(crate) fn is_one_of(record: &Record, is_wanted: impl Fn(&str) -> bool) -> bool {
    types(record).any(is_wanted)
}

/// A claim's value as people read it: text as it is, what an array or an object holds one after the other, numbers and the
/// like as JSON has them.
pub fn text_of(value: &Value) -> String {
    let mut text = String::new();
    append_text(&mut text, value);
    text
}

pub(crate) fn append_text(text: &mut String, value: &Value) {
    let mut separator = "";
    match value {
        Value::String(value) => text.push_str(value),
        Value::Array(elements) => {
            for value in elements {
                text.push_str(separator);
                append_text(text, value);
                separator = ", ";
            }
        }
        Value::Object(members) => {
            for (name, value) in members {
                text.push_str(separator);
                text.push_str(name);
                text.push_str(": ");
                append_text(text, value);
                separator = ", ";
            }
        }
        other => text.push_str(&json::text(other)),
    }
}
