//! Reading and adding records.

use super::{One, Wallet};
use crate::error::Failure;
use crate::typed;
use crate::types::{ReceiptView, RecordView};
use hailstone_core::data::{Kind, Receipt, Record};
use hailstone_core::id::RecordId;
use hailstone_core::vault::{Content, Edit};
use tsify::Ts;
use wasm_bindgen::prelude::wasm_bindgen;

/// The kinds of the person's own data, and what issuers say.
const DATA: [Kind; 5] = [
    Kind::Person,
    Kind::Email,
    Kind::Phone,
    Kind::Address,
    Kind::Credential,
];

#[wasm_bindgen]
impl Wallet {
    /// The person's data by kind, within a kind in the order in which it was added.
    ///
    /// # Errors
    /// `wallet.locked`, `store.*`.
    pub async fn records(&self) -> Result<Vec<Ts<RecordView>>, Failure> {
        let contents = self
            .unlocked(async |vault| self.contents(vault, &DATA).await)
            .await?;
        let mut left: Vec<Option<One>> = contents.into_iter().map(Some).collect();
        let mut records = Vec::with_capacity(left.len());
        for wanted in DATA {
            for one in &mut left {
                let one = one.take_if(|one| one.opened.kind() == wanted);
                let view = one.and_then(|one| RecordView::new(one.id, one.disputed, one.opened));
                if let Some(view) = view {
                    records.push(typed(&view)?);
                }
            }
        }
        Ok(records)
    }

    /// Whether everything opened when records or receipts were read last. What did not was left out, so that the rest can
    /// still be used.
    ///
    /// # Errors
    /// `wallet.partly_damaged`.
    #[wasm_bindgen(js_name = checkWhole)]
    pub fn check_whole(&self) -> Result<(), Failure> {
        if self.is_whole.get() {
            Ok(())
        } else {
            Err(Failure::PARTLY_DAMAGED)
        }
    }

    /// Adds the records that the interchange module read; resolves with how many. All are added, or none.
    ///
    /// # Errors
    /// `wallet.locked`, `wallet.argument_invalid`, `vault.*`, `store.*`.
    #[wasm_bindgen(js_name = insertDrafts)]
    pub async fn insert_drafts(&self, drafts: &[u8]) -> Result<u32, Failure> {
        let records: Vec<Record> = postcard::from_bytes(drafts).map_err(|_| Failure::ARGUMENT)?;
        let count = u32::try_from(records.len()).map_err(|_| Failure::ARGUMENT)?;
        let mut edits = Vec::with_capacity(records.len());
        for record in records {
            edits.push(Edit::Insert(Content::Data(record)));
        }
        self.edit(edits).await?;
        Ok(count)
    }

    /// The receipts, newest first.
    ///
    /// # Errors
    /// `wallet.locked`, `store.*`.
    pub async fn receipts(&self) -> Result<Vec<Ts<ReceiptView>>, Failure> {
        let contents = self
            .unlocked(async |vault| self.contents(vault, &[Kind::Receipt]).await)
            .await?;
        let mut receipts: Vec<(RecordId, Box<Receipt>)> = vec![];
        for one in contents.into_iter().rev() {
            if let Content::Receipt(receipt) = one.opened.into_content() {
                // They come newest first, but for what a clock that jumped has said: so this puts nearly all at the end.
                let place = receipts.partition_point(|(_, known)| known.at >= receipt.at);
                receipts.insert(place, (one.id, receipt));
            }
        }
        receipts
            .into_iter()
            .map(|(id, receipt)| typed(&ReceiptView::new(id, &receipt)))
            .collect()
    }
}
