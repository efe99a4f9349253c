//! Credentials from issuers, in the vault.

use super::{Opened, Wallet};
use crate::entropy;
use crate::error::Failure;
use hailstone_core::credential::{HolderKey, Place, Received};
use hailstone_core::data::{Kind, Record};
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
        let secret = self.vault.site_secret();
        let jwk = key.public_jwk(secret).to_json();
        let waiting = Content::Data(key.waiting(label, secret));
        self.change(&[Edit::Insert(waiting)], writer)?;
        Ok(jwk)
    }

    /// Receives a credential into the vault: where its key waits for it, or as a new record. Gives the record, and whether it
    /// was there already.
    ///
    /// # Errors
    /// [`Failure::Credential`], and as [`Wallet::change`]; nothing is written then.
    pub fn receive(
        &mut self,
        received: Received,
        label: &str,
        writer: WriterId,
    ) -> Result<(Record, bool), Failure> {
        let (record, place) = received.place(&self.credentials()?, label)?;
        let content = Content::Data(record.clone());
        let edit = match place {
            Place::Known => return Ok((record, true)),
            Place::Waiting(id) => Edit::Replace(id, content),
            Place::New => Edit::Insert(content),
        };
        self.change(&[edit], writer)?;
        Ok((record, false))
    }
}
