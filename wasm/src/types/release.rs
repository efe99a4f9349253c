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
    #[tsify(type = "CredentialView[]")]
    credentials: Vec<release::CredentialView>,
    #[tsify(type = "SetView[]")]
    choices: Vec<release::SetView>,
}

// The core's own values: copies of them would be a kilobyte of the module.
#[wasm_bindgen(typescript_custom_section)]
const PARTS: &str = "
/** One token of a proposal. */
export interface CredentialView {
    id: string; vct: string; required: boolean; included: boolean; satisfied: boolean; purpose: Sentence[]; multiple: boolean;
    own: boolean | null; slots: SlotView[]; claims: ClaimView[]; issued: IssuedView[];
}
/** One record of a token, and what could stand in its place. */
export interface SlotView {
    kind: 'person' | 'email' | 'phone' | 'address'; chosen: string; alternatives: { id: string; title: string; label: string | null }[];
}
/** One claim of a token. */
export interface ClaimView { claim: string; slot: number; value: string; required: boolean; ticked: boolean; sent: boolean }
/** A credential of an issuer's that could be taken, with what goes out that was not asked for. */
export interface IssuedView {
    record: string; label: string | null; vct: string; issuer: string; proof: 'key' | 'did' | 'certificate'; until: number | null; bound: boolean; card: string | null;
    chosen: boolean; satisfied: boolean; claims: ClaimView[]; open: { claim: string; value: string }[];
}
/** A credential set that more than one of its options satisfies. */
export interface SetView { set: number; required: boolean; options: { option: number; chosen: boolean; types: string[] }[] }
";

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
            credentials: view.credentials,
            choices: view.choices,
        }
    }
}
