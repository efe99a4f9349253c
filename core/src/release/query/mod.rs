//! The Digital Credentials Query Language (OpenID4VP 1.0 §6 and §7), read into the form in which it is evaluated:
//! identifiers have become places in lists, and what a site may leave out is there.

mod evaluate;
mod path;
mod read;

pub use evaluate::{Evaluation, Holding, Index, Match};
pub use path::{Path, Step};

use super::RequestError;
use super::mask::Mask;
use alloc::string::String;
use alloc::vec::Vec;
use serde_json::Value;

/// A rule of DCQL that is broken: what was expected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct QueryError(&'static str);

impl From<QueryError> for RequestError {
    fn from(QueryError(expected): QueryError) -> Self {
        Self::QueryInvalid(expected)
    }
}

/// A DCQL query (§6). Nothing in it is a secret: it is what the site wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Query {
    credentials: Vec<CredentialQuery>,
    sets: Vec<CredentialSet>,
}

impl Query {
    /// The most credential queries in one query.
    pub const MAX_CREDENTIALS: usize = 32;
    /// The most claims in one credential query.
    pub const MAX_CLAIMS: usize = Mask::PLACES;
    /// The most claim sets in one credential query.
    pub const MAX_CLAIM_SETS: usize = 256;
    /// The most credential sets, and the most options in one of them.
    pub const MAX_CREDENTIAL_SETS: usize = 32;
    /// The most elements of `values`, `vct_values`, `trusted_authorities` and their `values`.
    pub const MAX_VALUES: usize = 64;

    /// Reads the value of `dcql_query`. Unknown members are ignored at every level (DQ-1).
    ///
    /// # Errors
    /// [`RequestError::QueryInvalid`] with what was expected; [`RequestError::LimitExceeded`] with what there is too
    /// much of.
    pub fn parse(value: &Value) -> Result<Self, RequestError> {
        read::query(value)
    }

    /// The credential queries, at least one.
    pub fn credentials(&self) -> &[CredentialQuery] {
        &self.credentials
    }

    /// Which of them have to be answered together; a query that has no `credential_sets` has one set that requires
    /// all (§6.4.2).
    pub fn sets(&self) -> &[CredentialSet] {
        &self.sets
    }
}

/// A credential query (§6.1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CredentialQuery {
    id: String,
    format: Format,
    multiple: bool,
    holder_binding: bool,
    trusted_authorities: Vec<TrustedAuthority>,
    claims: Vec<ClaimsQuery>,
    claim_sets: Vec<Mask>,
}

impl CredentialQuery {
    /// The name under which the site expects the answer.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The format, and what it says about the type.
    pub const fn format(&self) -> &Format {
        &self.format
    }

    /// Whether the site takes more than one credential here.
    pub const fn multiple(&self) -> bool {
        self.multiple
    }

    /// Whether the site wants a proof of possession. The wallet sends one whenever there is a key to prove it with.
    pub const fn holder_binding(&self) -> bool {
        self.holder_binding
    }

    /// Who the issuer must belong to; empty for anybody. A self-asserted token belongs to none (DQ-8).
    pub fn trusted_authorities(&self) -> &[TrustedAuthority] {
        &self.trusted_authorities
    }

    /// The claims that are asked for; empty if nothing that can be disclosed selectively is wanted (§6.4.1).
    pub fn claims(&self) -> &[ClaimsQuery] {
        &self.claims
    }

    /// The combinations of [`claims`](Self::claims) that the site takes, by their places, what it prefers first. At
    /// least one: all claims, if it has no `claim_sets`.
    pub fn claim_sets(&self) -> impl Iterator<Item = impl Iterator<Item = usize>> {
        let places = self.claims.len();
        self.claim_sets
            .iter()
            .map(move |set| (0..places).filter(|place| set.contains(*place)))
    }

    /// [`claim_sets`](Self::claim_sets) in the form in which they are compared.
    pub(super) fn claim_masks(&self) -> &[Mask] {
        &self.claim_sets
    }

    /// Whether these claims of a credential satisfy the query: every claim of at least one of the combinations is
    /// there with a value that the site takes (§6.4.1).
    pub fn accepts(&self, claims: &Value) -> bool {
        self.accepted(claims).is_some()
    }
}

/// The format of a credential, with the `meta` that it requires (§6.1, Appendix B).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Format {
    /// `dc+sd-jwt`: SD-JWT VC.
    SdJwtVc {
        /// The types that the site takes, at least one.
        vct_values: Vec<String>,
    },
    /// `mso_mdoc`: ISO mdoc.
    Mdoc {
        /// The document type.
        doctype_value: String,
    },
    /// Any other.
    Other(String),
}

/// One of the authorities that an issuer must belong to (§6.1.1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrustedAuthority {
    /// `type`: `aki`, `etsi_tl`, `openid_federation` or a later one.
    pub kind: String,
    /// What identifies it, at least one.
    pub values: Vec<String>,
}

/// A claims query (§6.3).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimsQuery {
    path: Path,
    values: Option<Vec<Value>>,
}

impl ClaimsQuery {
    /// Where the claim is.
    pub const fn path(&self) -> &Path {
        &self.path
    }

    /// The values that the site takes (strings, integers, booleans), if not any.
    pub fn values(&self) -> Option<&[Value]> {
        self.values.as_deref()
    }

    /// Whether the claim is among `claims` with a value that the site takes; type and value must match exactly (§6.3).
    pub fn accepts(&self, claims: &Value) -> bool {
        let taken = |value: &Value| {
            let values = self.values.as_ref();
            values.is_none_or(|values| values.contains(value))
        };
        self.path.leads_to_any(claims, &taken)
    }
}

/// A credential set query (§6.2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CredentialSet {
    required: bool,
    options: Vec<Vec<usize>>,
}

impl CredentialSet {
    /// Whether nothing may be sent unless this set is satisfied.
    pub const fn required(&self) -> bool {
        self.required
    }

    /// Each option is the places of the credential queries that satisfy the set together, what the site prefers first.
    pub fn options(&self) -> &[Vec<usize>] {
        &self.options
    }
}
