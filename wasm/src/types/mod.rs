//! The shapes that JavaScript sees. They mirror the core's values field by field, so that the compiler notices when
//! one of the two changes.

pub mod release;

pub(crate) use release::{ErrorView, ProposalView, ReleaseStart};

use hailstone_core::data;
use hailstone_core::id::RecordId;
use hailstone_core::jose::base64url;
use hailstone_core::release::Purpose;
use hailstone_core::vault::{Content, FieldVersion, Opened};
use serde::Serialize;
use tsify::Tsify;

/// One record of the person's data.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct RecordView {
    id: String,
    #[tsify(type = "'person' | 'email' | 'phone' | 'address' | 'credential'")]
    kind: &'static str,
    title: String,
    label: Option<String>,
    fields: Vec<FieldView>,
    choices: Vec<ValuesView>,
    disputed: bool,
}

/// The values of a field that two copies changed differently, the newest first: the person has to choose.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct ValuesView {
    name: String,
    values: Vec<String>,
}

/// One field of a record, under its claim name.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct FieldView {
    name: String,
    value: String,
}

/// The fields that have several values.
fn choices(versions: Vec<FieldVersion>) -> Vec<ValuesView> {
    let mut all: Vec<ValuesView> = Vec::new();
    for version in versions {
        let name = version.field.full_name();
        match all.last_mut().filter(|last| last.name == name) {
            Some(last) => last.values.push(version.value),
            None => all.push(ValuesView {
                name: name.into(),
                values: vec![version.value],
            }),
        }
    }
    all.retain(|field| field.values.len() > 1);
    all
}

impl RecordView {
    /// `disputed`: one copy has deleted the record, and another has changed it.
    pub(crate) fn new(id: RecordId, disputed: bool, opened: Opened) -> Option<Self> {
        let choices = choices(opened.versions());
        let Content::Data(record) = opened.into_content() else {
            return None;
        };
        let shown = record
            .fields()
            .filter(|(field, _)| *field != data::Field::Label);
        Some(Self {
            id: id.to_string(),
            kind: record.kind().as_str(),
            title: record.title(),
            label: record.field(data::Field::Label).map(Into::into),
            fields: shown
                .map(|(field, value)| FieldView {
                    name: field.full_name().into(),
                    value: value.into(),
                })
                .collect(),
            choices,
            disputed,
        })
    }
}

/// A sentence in a language (BCP 47; empty when the site did not say).
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct Sentence {
    language: String,
    text: String,
}

fn sentences(pairs: &[(String, String)]) -> Vec<Sentence> {
    pairs
        .iter()
        .map(|(language, text)| Sentence {
            language: language.clone(),
            text: text.clone(),
        })
        .collect()
}

pub(crate) fn sentences_of(purposes: Vec<Purpose>) -> Vec<Sentence> {
    purposes
        .into_iter()
        .map(|purpose| Sentence {
            language: purpose.language,
            text: purpose.text,
        })
        .collect()
}

/// One release or refusal.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct ReceiptView {
    id: String,
    #[tsify(type = "number")]
    at: u64,
    origin: String,
    #[tsify(type = "'shared' | 'refused' | 'closed' | 'nothing-matched' | 'invalid' | 'aborted'")]
    outcome: data::Outcome,
    error: Option<String>,
    purpose: Vec<Sentence>,
    items: Vec<ReceiptItem>,
    subject: Option<String>,
    token_hash: Option<String>,
}

/// One token of a release: its type and the names of the claims in it.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct ReceiptItem {
    vct: String,
    claims: Vec<String>,
}

impl ReceiptView {
    pub(crate) fn new(id: RecordId, receipt: &data::Receipt) -> Self {
        let item = |item: &data::ReceiptItem| ReceiptItem {
            vct: item.vct.clone(),
            claims: item.claims.clone(),
        };
        Self {
            id: id.to_string(),
            at: receipt.at.as_unix(),
            origin: receipt.origin.clone(),
            outcome: receipt.outcome,
            error: receipt.error.clone(),
            purpose: sentences(&receipt.purpose),
            items: receipt.items.iter().map(item).collect(),
            subject: receipt.subject.clone(),
            token_hash: receipt.token_hash.map(|hash| base64url::encode(&hash)),
        }
    }
}
