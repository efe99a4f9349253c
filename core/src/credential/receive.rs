use super::{CredentialError, HASH, Issuer, LEEWAY, OWN_TYPES};
use crate::data::{Field, Kind, Record};
use crate::id::RecordId;
use crate::jose::json;
use crate::sd_jwt::{Expected, Held, SdJwtError, Verified};
use crate::time::Timestamp;
use crate::vault::{Content, Edit};
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use serde_json::Value;

/// A credential whose issuer and content were verified: what it says, and where its disclosures go, are in the record that
/// becomes of it, so that who has the vault need not verify.
///
/// `Debug` shows nothing of it.
pub struct Received {
    record: Record,
    /// The key that it is bound to, in the one spelling of a key.
    bound: Option<String>,
}

impl Received {
    /// Verifies what an issuer handed out (RFC 9901 §7.2, SD-JWT VC §2.4): its signature by the issuer's key, its rules as an
    /// SD-JWT VC, its validity now.
    ///
    /// # Errors
    /// [`CredentialError`], the first rule that is broken.
    pub fn verify(token: &str, issuer: &Issuer, now: Timestamp) -> Result<Self, CredentialError> {
        let token = token.trim();
        let expected = Expected {
            issuer: Some(&issuer.key),
            typ: "dc+sd-jwt",
            now,
            leeway: LEEWAY,
            audience: None,
            required: &[],
            hashes: &[HASH],
        };
        let (held, verified) = Held::receive(token, &expected)?;
        let text = |name| verified.claims.get(name).and_then(Value::as_str);
        let vct = text("vct").unwrap_or_default();
        if vct.trim() != vct || vct.is_empty() || vct.chars().any(char::is_control) {
            return Err(SdJwtError::Malformed("`vct` as a name").into());
        }
        if vct.starts_with(OWN_TYPES) {
            return Err(CredentialError::TypeReserved);
        }
        let iss = text("iss");
        if !issuer.may_be(iss) {
            return Err(CredentialError::IssuerMismatch);
        }
        let name = match issuer.name.as_str() {
            "" => iss.unwrap_or_default(),
            name => name,
        };
        let bound = match verified.claims.contains_key("cnf") {
            true => Some(verified.holder_key()?.to_json()),
            false => None,
        };
        let algorithm = verified.header.get("alg").and_then(Value::as_str);
        let algorithm = algorithm.unwrap_or_default();
        let places: Vec<Value> = held.places().map(Value::from).collect();
        let record = Record::new(Kind::Credential)
            .with(Field::Credential, token)
            .with(Field::CredentialType, &types(&verified, vct))
            .with(Field::Issuer, name)
            .with(Field::IssuerProof, issuer.proof.as_str())
            .with(Field::IssuerKey, &issuer.key.to_json())
            .with(Field::IssuerAlgorithm, algorithm)
            .with(Field::IssuerAuthorities, &issuer.authorities.join("\n"))
            .with(Field::CredentialPlaces, &json::text(&Value::Array(places)));
        let claims = json::text(&Value::Object(verified.claims));
        let record = record.with(Field::CredentialClaims, &claims);
        Ok(Self { record, bound })
    }

    /// The record to keep, and where it goes among the records of credentials that are `known`. Its label is the one that is
    /// given, else that of the key that waits for it.
    ///
    /// # Errors
    /// [`CredentialError::KeyNotOurs`] when it is bound to a key that none of them names (RFC 7800 §3.2).
    pub fn place(
        self,
        known: &[(RecordId, Record)],
        label: &str,
    ) -> Result<(Record, Place), CredentialError> {
        let Self { mut record, bound } = self;
        let mut waiting = None;
        if let Some(bound) = bound {
            let is_bound = |record: &Record| record.field(Field::HolderJwk) == Some(&bound);
            let same = || known.iter().filter(|(_, record)| is_bound(record));
            let (_, first) = same().next().ok_or(CredentialError::KeyNotOurs)?;
            let key = first.field(Field::HolderKey).unwrap_or_default();
            record.set(Field::HolderKey, key);
            record.set(Field::HolderJwk, &bound);
            waiting = same().find(|(_, record)| record.field(Field::Credential).is_none());
        }
        let token = record.field(Field::Credential);
        if known
            .iter()
            .any(|(_, other)| other.field(Field::Credential) == token)
        {
            return Ok((record, Place::Known));
        }
        let of_key = waiting.and_then(|(_, waiting)| waiting.field(Field::Label));
        let label = Some(label.trim())
            .filter(|label| !label.is_empty())
            .or(of_key);
        record.set(Field::Label, label.unwrap_or_default());
        let place = waiting.map_or(Place::New, |(id, _)| Place::Waiting(*id));
        Ok((record, place))
    }
}

/// Where a credential that was received goes in the vault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// It is there already.
    Known,
    /// The key in this record waits for it.
    Waiting(RecordId),
    /// It is a new record.
    New,
}

/// Keeps a credential that was received, and takes the key away that `waiting` for it: the credential is a record of its own, whose fields stay together
/// whatever another copy of the vault does. Had it come into the key's record, two copies that each received one could become a
/// record with something of both.
pub fn keep(record: Record, waiting: Option<RecordId>) -> Vec<Edit> {
    let mut edits = Vec::from([Edit::Insert(Content::Data(record))]);
    edits.extend(waiting.map(Edit::Delete));
    edits
}

impl fmt::Debug for Received {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Received(redacted)")
    }
}

/// A line for each type that it says it is (SD-JWT VC §2.2.2.1, `aka_vcts`).
fn types(verified: &Verified, vct: &str) -> String {
    let others = verified.claims.get("aka_vcts").and_then(Value::as_array);
    let others = others.into_iter().flatten().filter_map(Value::as_str);
    let mut types: Vec<&str> = Vec::from([vct]);
    types.extend(others.filter(|other| *other != vct && !other.chars().any(char::is_control)));
    types.join("\n")
}
