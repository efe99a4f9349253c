//! A request, what would answer it, and what the person does with that.

use super::{Sentence, sentences_of};
use crate::error::Failure;
use hailstone_core::release;
use serde::Serialize;
use tsify::Tsify;
use wasm_bindgen::prelude::wasm_bindgen;

/// A request that was taken in: its number, and what is wrong with it where something is.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct ReleaseStart {
    pub(crate) release: u32,
    pub(crate) origin: String,
    pub(crate) purpose: Vec<Sentence>,
    #[tsify(type = "Proof")]
    pub(crate) proof: release::Proof,
    pub(crate) error: Option<ErrorView>,
}

#[wasm_bindgen(typescript_custom_section)]
const PROOF: &str = "
/** What is known of who asks, beyond the address. */
export type Proof =
    | { kind: 'address' }
    | { kind: 'certificate'; name: string; authority: string | null }
    | { kind: 'unknown-signer'; name: string }
    | { kind: 'key'; did: string }
    | { kind: 'attested'; name: string; authority: string };
";

/// An error as a value.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct ErrorView {
    code: String,
    #[tsify(type = "'retry' | 'person' | 'ours' | 'hostile'")]
    class: String,
}

impl ErrorView {
    pub(crate) fn code(&self) -> &str {
        &self.code
    }

    /// Of an error of another module, by its words.
    pub(crate) fn new(code: &str, class: &str) -> Self {
        Self {
            code: code.into(),
            class: class.into(),
        }
    }
}

impl From<&Failure> for ErrorView {
    fn from(failure: &Failure) -> Self {
        Self {
            code: failure.code().into(),
            class: failure.class().as_str().into(),
        }
    }
}

/// A proposal as a screen shows it.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct ProposalView {
    origin: String,
    #[tsify(type = "Proof")]
    proof: release::Proof,
    purpose: Vec<Sentence>,
    encrypted: bool,
    #[tsify(type = "'ready' | 'incomplete' | 'nothing-matches'")]
    state: release::State,
    whole: bool,
    credentials: Vec<CredentialView>,
    choices: Vec<SetView>,
}

/// A credential set that more than one of its options satisfies.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct SetView {
    set: usize,
    options: Vec<OptionView>,
}

/// One of the options: the types of its tokens.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct OptionView {
    option: usize,
    chosen: bool,
    types: Vec<String>,
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
    multiple: bool,
    own: Option<bool>,
    slots: Vec<SlotView>,
    claims: Vec<ClaimView>,
    issued: Vec<IssuedView>,
}

/// A credential of an issuer's that could be taken.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct IssuedView {
    record: String,
    label: Option<String>,
    vct: String,
    issuer: String,
    #[tsify(type = "'key' | 'did' | 'certificate'")]
    proof: &'static str,
    #[tsify(type = "number | null")]
    until: Option<u64>,
    chosen: bool,
    satisfied: bool,
    claims: Vec<ClaimView>,
    open: Vec<OpenView>,
}

/// A claim that cannot be withheld.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct OpenView {
    claim: String,
    value: String,
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
            proof: view.proof,
            purpose: sentences_of(view.purpose),
            encrypted: view.encrypted,
            state: view.state,
            whole,
            credentials: view.credentials.into_iter().map(Into::into).collect(),
            choices: view.choices.into_iter().map(set).collect(),
        }
    }
}

fn set(view: release::SetView) -> SetView {
    let option = |one: release::OptionView| OptionView {
        option: one.option,
        chosen: one.chosen,
        types: one.types,
    };
    SetView {
        set: view.set,
        options: view.options.into_iter().map(option).collect(),
    }
}

fn claim(claim: release::ClaimView) -> ClaimView {
    ClaimView {
        claim: claim.claim,
        slot: claim.slot,
        value: claim.value,
        required: claim.required,
        ticked: claim.ticked,
        sent: claim.sent,
    }
}

fn issued(view: release::IssuedView) -> IssuedView {
    let open = |one: release::OpenView| OpenView {
        claim: one.claim,
        value: one.value,
    };
    IssuedView {
        record: view.record.to_string(),
        label: view.label,
        vct: view.vct,
        issuer: view.issuer,
        proof: view.proof.as_str(),
        until: view.until.map(|until| until.as_unix()),
        chosen: view.chosen,
        satisfied: view.satisfied,
        claims: view.claims.into_iter().map(claim).collect(),
        open: view.open.into_iter().map(open).collect(),
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
        Self {
            id: view.id,
            vct: view.vct,
            required: view.required,
            included: view.included,
            satisfied: view.satisfied,
            purpose: sentences_of(view.purpose),
            slots: view.slots.into_iter().map(slot).collect(),
            multiple: view.multiple,
            own: view.own,
            claims: view.claims.into_iter().map(claim).collect(),
            issued: view.issued.into_iter().map(issued).collect(),
        }
    }
}
