//! Credentials from issuers, in the vault.

use super::{Opened, Wallet};
use crate::clock;
use crate::entropy;
use crate::error::Failure;
use hailstone_core::credential::{self, HolderKey, Issuer};
use hailstone_core::data::{Field, Kind, Record};
use hailstone_core::id::{RecordId, WriterId};
use hailstone_core::vault::{Content, Edit};

impl Wallet {
    /// The credentials, and the keys that wait for one, in the order in which they came.
    ///
    /// # Errors
    /// As [`Wallet::records`].
    pub fn credentials(&mut self) -> Result<Vec<(RecordId, Record)>, Failure> {
        let opened = self.records()?.opened.into_iter();
        Ok(opened
            .filter_map(|Opened { id, content, .. }| match content {
                Ok(Content::Data(record)) if record.kind() == Kind::Credential => {
                    Some((id, record))
                }
                _ => None,
            })
            .collect())
    }

    /// Makes a key for an issuer to bind a credential to, and gives its public half, a JWK.
    ///
    /// # Errors
    /// As [`Wallet::change`].
    pub fn make_holder_key(&mut self, label: &str, writer: WriterId) -> Result<String, Failure> {
        let key = HolderKey::make(entropy::seed()?);
        let waiting = Content::Data(key.waiting(label));
        self.change(&[Edit::Insert(waiting)], writer)?;
        Ok(key.public_jwk(self.vault.site_secret()).to_json())
    }

    /// The public half of the key that a record names.
    pub fn holder_jwk(&self, record: &Record) -> Option<String> {
        let key = HolderKey::of(record)?;
        Some(key.public_jwk(self.vault.site_secret()).to_json())
    }

    /// Receives a credential into the vault: where its key waits for it, or as a new record. Gives the record, and whether it
    /// was there already.
    ///
    /// # Errors
    /// [`Failure::Credential`], and as [`Wallet::change`]; nothing is written then.
    pub fn receive(
        &mut self,
        token: &str,
        issuer: &Issuer,
        label: Option<&str>,
        writer: WriterId,
    ) -> Result<(Record, bool), Failure> {
        let known = self.credentials()?;
        let keys: Vec<HolderKey> = known
            .iter()
            .filter_map(|(_, record)| HolderKey::of(record))
            .collect();
        let secret = self.vault.site_secret();
        let mut record = credential::receive(token, issuer, &keys, secret, clock::now())?;
        let same = |other: &&(RecordId, Record)| {
            other.1.field(Field::Credential) == record.field(Field::Credential)
        };
        if let Some((_, present)) = known.iter().find(same) {
            return Ok((present.clone(), true));
        }
        let waits = |other: &&(RecordId, Record)| {
            HolderKey::of(&other.1).is_some()
                && HolderKey::of(&other.1) == HolderKey::of(&record)
                && other.1.field(Field::Credential).is_none()
        };
        let waiting = known.iter().find(waits);
        let label = label.or_else(|| waiting.and_then(|(_, waiting)| waiting.field(Field::Label)));
        record.set(Field::Label, label.unwrap_or_default());
        let edit = match waiting {
            Some((id, _)) => Edit::Replace(*id, Content::Data(record.clone())),
            None => Edit::Insert(Content::Data(record.clone())),
        };
        self.change(&[edit], writer)?;
        Ok((record, false))
    }
}
