//! What goes out of a vault to a site: the records that could answer, and the token, whose receipt is in the vault first.

use super::{Opened, Wallet};
use crate::clock;
use crate::entropy;
use crate::error::Failure;
use hailstone_core::data::{Kind, Receipt, Record};
use hailstone_core::error::Coded;
use hailstone_core::id::{RecordId, WriterId};
use hailstone_core::release::{Consented, Token};
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

    /// Makes the token that the person consented to. Its receipt is written before anybody has it.
    ///
    /// # Errors
    /// [`Failure::Release`], and as [`Wallet::change`]; nothing has gone out then.
    pub fn share(&mut self, consented: Consented, writer: WriterId) -> Result<Token, Failure> {
        let made = consented.token(self.vault.site_secret(), clock::now(), entropy::seed()?);
        let token = made.map_err(|error| Failure::Release { code: error.code() })?;
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
