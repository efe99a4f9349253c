//! What a screen is told of a proposal, and what it sends back: the JSON of both is `camelCase`.

use super::{Proof, Purpose};
use crate::credential::IssuerProof;
use crate::data::Kind;
use crate::id::RecordId;
use crate::time::Timestamp;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use serde::{Deserialize, Serialize};

/// A proposal as a screen shows it. It holds the person's data; `Debug` shows counts.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ProposalView {
    /// The site.
    pub origin: String,
    /// What was proved about it.
    pub proof: Proof,
    /// What the site says it wants the whole for: its own words, in the languages it gave.
    pub purpose: Vec<Purpose>,
    /// Whether the answer is encrypted to a key of the site.
    pub encrypted: bool,
    /// Whether it could be shared as it stands.
    pub state: State,
    /// The tokens that the answer is made of as things stand, in the site's order; none when nothing matches.
    pub credentials: Vec<CredentialView>,
    /// Where any of several combinations of tokens is enough, which of them; such a choice can change the tokens.
    pub choices: Vec<SetView>,
}

/// A credential set that more than one of its options satisfies.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SetView {
    /// Its place in the request.
    pub set: usize,
    /// Whether nothing can be shared without one of them.
    pub required: bool,
    /// Its options, what the site prefers first.
    pub options: Vec<OptionView>,
}

/// One of the options.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct OptionView {
    /// Its place in the set.
    pub option: usize,
    /// Whether it is the one that is taken.
    pub chosen: bool,
    /// The types of its tokens.
    pub types: Vec<String>,
}

/// How far a proposal is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// It can be shared.
    Ready,
    /// With these ticks a required part is missing, or nothing is left to share.
    Incomplete,
    /// The vault has nothing that answers the request.
    NothingMatches,
}

/// One token.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CredentialView {
    /// The name of the credential query.
    pub id: String,
    /// The token's type; of several, that of the first.
    pub vct: String,
    /// Whether nothing can be shared without it.
    pub required: bool,
    /// Whether the person includes it.
    pub included: bool,
    /// Whether its claims, as ticked, are one of the combinations that the site takes.
    pub satisfied: bool,
    /// What the site says it wants this token for.
    pub purpose: Vec<Purpose>,
    /// Whether the site takes more than one token here.
    pub multiple: bool,
    /// Whether the person's own data is taken, where it could be.
    pub own: Option<bool>,
    /// The records that a token of own data is made of; none where it is not taken.
    pub slots: Vec<SlotView>,
    /// The claims that the chosen records have, in the site's order.
    pub claims: Vec<ClaimView>,
    /// The credentials of issuers that could be taken, in the order of the records.
    pub issued: Vec<IssuedView>,
}

/// A credential of an issuer's.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct IssuedView {
    /// Its record.
    pub record: RecordId,
    /// The person's own word for it.
    pub label: Option<String>,
    /// Its type.
    pub vct: String,
    /// Who issued it.
    pub issuer: String,
    /// Why that is believed.
    pub proof: IssuerProof,
    /// When it ends, if it does.
    pub until: Option<Timestamp>,
    /// Whether it is bound to a key that goes along, the same for every site.
    pub bound: bool,
    /// What the card is called that has that key and signs, where one has it.
    pub card: Option<String>,
    /// Whether it is taken.
    pub chosen: bool,
    /// Whether its claims, as ticked, are one of the combinations that the site takes.
    pub satisfied: bool,
    /// The claims that are asked for and that it has, in the site's order. `slot` means nothing here.
    pub claims: Vec<ClaimView>,
    /// What goes out with it that was not asked for, as the issuer made it so.
    pub open: Vec<OpenView>,
}

/// A claim that cannot be withheld.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct OpenView {
    /// Its name, members with a dot.
    pub claim: String,
    /// Its value.
    pub value: String,
}

/// One record of a token, and what could stand in its place.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SlotView {
    /// The kind of record.
    pub kind: Kind,
    /// The record that is chosen.
    pub chosen: RecordId,
    /// All records that could be, the chosen one among them.
    pub alternatives: Vec<AlternativeView>,
}

/// A record that could be chosen.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AlternativeView {
    /// The record.
    pub id: RecordId,
    /// One line by which the person recognises it.
    pub title: String,
    /// The person's own word for it.
    pub label: Option<String>,
}

/// One claim.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ClaimView {
    /// Its name, members with a dot: `address.locality`.
    pub claim: String,
    /// The place in `slots` of the record that it is read from.
    pub slot: usize,
    /// Its value, as it would be sent.
    pub value: String,
    /// Whether the token cannot be made without it.
    pub required: bool,
    /// Whether the box is ticked.
    pub ticked: bool,
    /// Whether it would be sent as things stand: included, ticked, and part of the combination that goes out.
    pub sent: bool,
}

/// What the person does with a proposal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Choice {
    /// Includes a token or leaves it out. One that the site asks for only together with others goes with them.
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
        record: RecordId,
    },
    /// Takes an answer to a query, or not. Where the site takes one only, it stands in the place of the one before.
    Answer {
        /// The name of the credential query.
        credential: String,
        /// The record of an issuer's credential; the person's own data without one.
        record: Option<RecordId>,
        /// Whether it is taken.
        chosen: bool,
    },
    /// Ticks a claim of an issuer's credential, or takes the tick away.
    TickIssued {
        /// The name of the credential query.
        credential: String,
        /// The record of the credential.
        record: RecordId,
        /// The name of the claim.
        claim: String,
        /// Whether it may go out.
        ticked: bool,
    },
    /// Takes another option of a credential set.
    Option {
        /// The place of the set.
        set: usize,
        /// The place of the option.
        option: usize,
    },
}

impl Choice {
    /// The name of the credential query that the choice is about, if it is about one.
    pub fn credential(&self) -> Option<&str> {
        match self {
            Self::Include { credential, .. }
            | Self::Tick { credential, .. }
            | Self::Record { credential, .. }
            | Self::Answer { credential, .. }
            | Self::TickIssued { credential, .. } => Some(credential),
            Self::Option { .. } => None,
        }
    }
}

impl fmt::Debug for ProposalView {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ProposalView")
            .field("origin", &self.origin)
            .field("state", &self.state)
            .field("credentials", &self.credentials)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for CredentialView {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CredentialView")
            .field("slots", &self.slots.len())
            .field("claims", &self.claims.len())
            .field("issued", &self.issued.len())
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for SlotView {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SlotView")
            .field("kind", &self.kind)
            .field("alternatives", &self.alternatives.len())
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for AlternativeView {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AlternativeView(redacted)")
    }
}

impl fmt::Debug for SetView {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SetView")
            .field("options", &self.options.len())
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for IssuedView {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("IssuedView")
            .field("claims", &self.claims.len())
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for ClaimView {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ClaimView(redacted)")
    }
}
