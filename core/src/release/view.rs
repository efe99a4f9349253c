//! What a screen is told of a proposal, and what it sends back: the JSON of both is `camelCase`.

use super::{Proof, Purpose};
use crate::data::Kind;
use crate::id::RecordId;
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
    /// The tokens that the answer could be made of, in the site's order; none when nothing matches.
    pub credentials: Vec<CredentialView>,
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
    /// The token's type.
    pub vct: String,
    /// Whether nothing can be shared without it.
    pub required: bool,
    /// Whether the person includes it.
    pub included: bool,
    /// Whether its claims, as ticked, are one of the combinations that the site takes.
    pub satisfied: bool,
    /// What the site says it wants this token for.
    pub purpose: Vec<Purpose>,
    /// The records that it is made of.
    pub slots: Vec<SlotView>,
    /// The claims that the chosen records have, in the site's order.
    pub claims: Vec<ClaimView>,
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
}

impl Choice {
    /// The name of the credential query that the choice is about.
    pub fn credential(&self) -> &str {
        match self {
            Self::Include { credential, .. }
            | Self::Tick { credential, .. }
            | Self::Record { credential, .. } => credential,
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

impl fmt::Debug for ClaimView {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ClaimView(redacted)")
    }
}
