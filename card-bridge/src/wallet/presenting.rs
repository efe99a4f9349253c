//! What goes out of a vault to a site: the records that could answer, and the token, whose receipt is in the vault first.

use super::{Desk, Opened, Wallet};
use crate::card::{self, Known, Signer};
use crate::clock;
use crate::entropy;
use crate::error::Failure;
use hailstone_core::data::{Kind, Receipt, Record};
use hailstone_core::error::Coded;
use hailstone_core::id::{RecordId, WriterId};
use hailstone_core::release::{Consented, ReleaseError, Token};
use hailstone_core::vault::{Content, Edit};

impl Wallet {
    /// The records of these kinds, and whether there are some that could not be opened.
    ///
    /// # Errors
    /// As [`Wallet::records`].
    pub fn of_kinds(&mut self, kinds: &[Kind]) -> Result<(Vec<(RecordId, Record)>, bool), Failure> {
        let found = self.records()?;
        let mut damaged = found.damaged > 0;
        let mut records = Vec::new();
        for Opened { id, kind, content } in found.opened {
            match content {
                Ok(Content::Data(record)) if kinds.contains(&kind) => records.push((id, record)),
                Err(_) if kinds.contains(&kind) => damaged = true,
                _ => {}
            }
        }
        Ok((records, damaged))
    }

    /// Makes the token that the person consented to; what is bound to a key on a card is signed by that card. Its receipt is written before anybody
    /// has it.
    ///
    /// # Errors
    /// [`Failure::SignatureWrong`], and as [`card::sign`]; [`Failure::Release`], and as [`Wallet::change`]; nothing has gone out then.
    pub fn share(
        &mut self,
        consented: Consented,
        writer: WriterId,
        desk: &mut Desk<'_>,
    ) -> Result<Token, Failure> {
        let begun = consented.begin(self.vault.site_secret(), clock::now(), entropy::seed()?);
        let mut unsigned = begun.map_err(|error| failed(&error))?;
        while let Some((card, inputs)) = unsigned.wanted() {
            let mut progress = desk.card_progress();
            let mut signer = Signer {
                prompt: desk.prompt,
                progress: &mut progress,
                known: &Known::read()?,
                language: desk.language,
            };
            let signatures = card::sign(desk.readers, &mut signer, card, &inputs)?;
            unsigned.sign(&signatures).map_err(|error| failed(&error))?;
        }
        let token = unsigned.finish().map_err(|error| failed(&error))?;
        self.keep_receipt(token.receipt().clone(), writer)?;
        Ok(token)
    }

    /// Writes down how a request ended.
    ///
    /// # Errors
    /// As [`Wallet::change`].
    pub fn keep_receipt(&mut self, receipt: Receipt, writer: WriterId) -> Result<(), Failure> {
        let receipt = Content::Receipt(Box::new(receipt));
        self.change(&[Edit::Insert(receipt)], writer)
    }
}

fn failed(error: &ReleaseError) -> Failure {
    match error {
        ReleaseError::SignatureWrong => Failure::SignatureWrong,
        error => Failure::Release { code: error.code() },
    }
}
