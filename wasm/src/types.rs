//! The shapes that JavaScript sees. They mirror the core's values field by field, so that the compiler notices when
//! one of the two changes.

use crate::error::Failure;
use hailstone_core::data;
use hailstone_core::id::RecordId;
use hailstone_core::jose::base64url;
use hailstone_core::release::{self, Choice as CoreChoice};
use hailstone_core::vault::{Content, FieldVersion, Merged, Opened};
use serde::{Deserialize, Serialize};
use tsify::Tsify;

/// One record of the person's data.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct RecordView {
    id: String,
    #[tsify(type = "'person' | 'email' | 'phone' | 'address'")]
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

/// What a merge has changed.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct MergeView {
    came: usize,
    changed: usize,
    choices: usize,
    disputed: usize,
}

impl From<Merged> for MergeView {
    fn from(merged: Merged) -> Self {
        Self {
            came: merged.came,
            changed: merged.changed,
            choices: merged.choices,
            disputed: merged.disputed,
        }
    }
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

pub(crate) fn sentences_of(purposes: Vec<release::Purpose>) -> Vec<Sentence> {
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

/// A request that was taken in: its number, and what is wrong with it where something is.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct ReleaseStart {
    pub(crate) release: u32,
    pub(crate) origin: String,
    pub(crate) purpose: Vec<Sentence>,
    pub(crate) error: Option<ErrorView>,
}

/// An error as a value.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct ErrorView {
    code: &'static str,
    #[tsify(type = "'retry' | 'person' | 'ours' | 'hostile'")]
    class: &'static str,
}

impl From<&Failure> for ErrorView {
    fn from(failure: &Failure) -> Self {
        Self {
            code: failure.code(),
            class: failure.class().as_str(),
        }
    }
}

/// A proposal as a screen shows it.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct ProposalView {
    origin: String,
    purpose: Vec<Sentence>,
    encrypted: bool,
    #[tsify(type = "'ready' | 'incomplete' | 'nothing-matches'")]
    state: release::State,
    whole: bool,
    credentials: Vec<CredentialView>,
}

/// One token of a proposal.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct CredentialView {
    id: String,
    vct: String,
    required: bool,
    included: bool,
    satisfied: bool,
    purpose: Vec<Sentence>,
    slots: Vec<SlotView>,
    claims: Vec<ClaimView>,
}

/// One record of a token, and what could stand in its place.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct SlotView {
    #[tsify(type = "'person' | 'email' | 'phone' | 'address'")]
    kind: &'static str,
    chosen: String,
    alternatives: Vec<AlternativeView>,
}

/// A record that could be chosen.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct AlternativeView {
    id: String,
    title: String,
    label: Option<String>,
}

/// One claim of a token.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct ClaimView {
    claim: String,
    slot: usize,
    value: String,
    required: bool,
    ticked: bool,
    sent: bool,
}

impl ProposalView {
    /// `whole`: every record opened that could have been a part of it.
    pub(crate) fn new(view: release::ProposalView, whole: bool) -> Self {
        Self {
            origin: view.origin,
            purpose: sentences_of(view.purpose),
            encrypted: view.encrypted,
            state: view.state,
            whole,
            credentials: view.credentials.into_iter().map(Into::into).collect(),
        }
    }
}

impl From<release::CredentialView> for CredentialView {
    fn from(view: release::CredentialView) -> Self {
        let slot = |slot: release::SlotView| SlotView {
            kind: slot.kind.as_str(),
            chosen: slot.chosen.to_string(),
            alternatives: slot
                .alternatives
                .into_iter()
                .map(|one| AlternativeView {
                    id: one.id.to_string(),
                    title: one.title,
                    label: one.label,
                })
                .collect(),
        };
        let claim = |claim: release::ClaimView| ClaimView {
            claim: claim.claim,
            slot: claim.slot,
            value: claim.value,
            required: claim.required,
            ticked: claim.ticked,
            sent: claim.sent,
        };
        Self {
            id: view.id,
            vct: view.vct,
            required: view.required,
            included: view.included,
            satisfied: view.satisfied,
            purpose: sentences_of(view.purpose),
            slots: view.slots.into_iter().map(slot).collect(),
            claims: view.claims.into_iter().map(claim).collect(),
        }
    }
}

/// What the person does with a proposal.
#[derive(Deserialize, Tsify)]
#[serde(tag = "type", rename_all = "kebab-case", try_from = "AnyChoice")]
pub enum Choice {
    /// Includes a token or leaves it out.
    Include {
        /// The name of the credential query.
        credential: String,
        /// Whether it goes out.
        included: bool,
    },
    /// Ticks a claim, or takes the tick away.
    Tick {
        /// The name of the credential query.
        credential: String,
        /// The name of the claim.
        claim: String,
        /// Whether it may go out.
        ticked: bool,
    },
    /// Takes another record for a slot.
    Record {
        /// The name of the credential query.
        credential: String,
        /// The place of the slot.
        slot: usize,
        /// One of the slot's alternatives.
        record: String,
    },
}

/// Every member of every [`Choice`]. An enum with its tag among the members is read by way of a copy of them all, and that
/// is a lot of code.
#[derive(Deserialize)]
struct AnyChoice {
    r#type: String,
    credential: String,
    included: Option<bool>,
    claim: Option<String>,
    ticked: Option<bool>,
    slot: Option<usize>,
    record: Option<String>,
}

impl TryFrom<AnyChoice> for Choice {
    type Error = &'static str;

    fn try_from(any: AnyChoice) -> Result<Self, Self::Error> {
        let credential = any.credential;
        let choice = match any.r#type.as_str() {
            "include" => any.included.map(|included| Self::Include {
                credential,
                included,
            }),
            "tick" => any.claim.zip(any.ticked).map(|(claim, ticked)| Self::Tick {
                credential,
                claim,
                ticked,
            }),
            "record" => any.slot.zip(any.record).map(|(slot, record)| Self::Record {
                credential,
                slot,
                record,
            }),
            _ => None,
        };
        choice.ok_or("a choice expected")
    }
}

impl TryFrom<Choice> for CoreChoice {
    type Error = Failure;

    fn try_from(choice: Choice) -> Result<Self, Failure> {
        Ok(match choice {
            Choice::Include {
                credential,
                included,
            } => Self::Include {
                credential,
                included,
            },
            Choice::Tick {
                credential,
                claim,
                ticked,
            } => Self::Tick {
                credential,
                claim,
                ticked,
            },
            Choice::Record {
                credential,
                slot,
                record,
            } => {
                let record = RecordId::parse(&record).ok_or(Failure::ARGUMENT)?;
                Self::Record {
                    credential,
                    slot,
                    record,
                }
            }
        })
    }
}
