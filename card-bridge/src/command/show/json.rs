//! For programs.

use super::Shown;
use crate::clock;
use hailstone_core::data::{Receipt, Record};
use hailstone_core::id::{RecordId, VaultId};
use serde_json::{Map, Value, json};

/// `{ vault, records: [{ id, kind, fields: { claim name: value } }], receipts?: […], tampered: [{ id, kind }] }`. Fields of
/// a later version, which have no name here, are left out.
pub(super) fn write(vault: VaultId, shown: &Shown, receipts: bool) -> String {
    let records: Vec<Value> = shown
        .records
        .iter()
        .map(|(id, found)| record(*id, found))
        .collect();
    let tampered: Vec<Value> = shown
        .tampered
        .iter()
        .map(|(id, kind)| json!({"id": id, "kind": kind.as_str()}))
        .collect();
    let mut all = json!({"vault": vault, "records": records, "tampered": tampered});
    if receipts {
        let receipts: Vec<Value> = shown
            .receipts
            .iter()
            .map(|(id, found)| receipt(*id, found))
            .collect();
        all["receipts"] = receipts.into();
    }
    format!("{all:#}")
}

fn record(id: RecordId, record: &Record) -> Value {
    let fields: Map<String, Value> = record
        .fields()
        .filter(|(field, _)| !field.name().is_empty())
        .map(|(field, value)| (field.name().into(), value.into()))
        .collect();
    json!({"id": id, "kind": record.kind().as_str(), "fields": fields})
}

pub(in crate::command) fn receipt(id: RecordId, receipt: &Receipt) -> Value {
    let items: Vec<Value> = receipt
        .items
        .iter()
        .map(|item| json!({"vct": item.vct, "claims": item.claims}))
        .collect();
    let hash = receipt
        .token_hash
        .map(|hash| hash.map(|byte| format!("{byte:02x}")).concat());
    json!({
        "id": id,
        "at": clock::write(receipt.at),
        "origin": receipt.origin,
        "outcome": receipt.outcome,
        "error": receipt.error,
        "purpose": receipt.purpose,
        "items": items,
        "subject": receipt.subject,
        "tokenHash": hash,
    })
}
