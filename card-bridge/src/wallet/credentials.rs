//! Credentials from issuers, in the vault.

use super::{Desk, Opened, Wallet};
use crate::card::{self, Known, Signer, Sought};
use crate::entropy;
use crate::error::Failure;
use hailstone_core::credential::{self, CardHolder, HolderKey, Place, Received};
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
        let secret = self.vault.site_secret();
        let jwk = key.public_jwk(secret).to_json();
        let waiting = Content::Data(key.waiting(label, secret));
        self.change(&[Edit::Insert(waiting)], writer)?;
        Ok(jwk)
    }

    /// Takes a key that is on a card, to be bound to, unless the vault has it already. The card has signed with it.
    ///
    /// # Errors
    /// As [`card::holder`] and [`Wallet::change`].
    pub fn take_card_key(
        &mut self,
        sought: &Sought,
        label: &str,
        writer: WriterId,
        desk: &mut Desk<'_>,
    ) -> Result<CardHolder, Failure> {
        let mut progress = desk.card_progress();
        let mut signer = Signer {
            prompt: desk.prompt,
            progress: &mut progress,
            known: &Known::read()?,
            language: desk.language,
        };
        let holder = card::holder(desk.readers, &mut signer, sought)?;
        let waiting = holder.waiting(label);
        let is_it = |record: &Record| {
            [Field::HolderKey, Field::HolderJwk]
                .iter()
                .all(|field| record.field(*field) == waiting.field(*field))
        };
        if !self.credentials()?.iter().any(|(_, known)| is_it(known)) {
            self.change(&[Edit::Insert(Content::Data(waiting))], writer)?;
        }
        Ok(holder)
    }

    /// Receives a credential into the vault; a key that waits for it waits no more. Gives the record, and whether it
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
        let waiting = match place {
            Place::Known => return Ok((record, true)),
            Place::Waiting(id) => Some(id),
            Place::New => None,
        };
        self.change(&credential::keep(record.clone(), waiting), writer)?;
        Ok((record, false))
    }
}
