use super::answer::Answer;
use super::formats::Formats;
use super::purpose::{self, Statement};
use super::query::{CredentialQuery, Format};
use super::{Examined, Origin, Proof, Proposal, Query, RequestError, Site};
use crate::data::Record;
use crate::data::{Kind, Outcome, Receipt, TokenType, token_type};
use crate::id::RecordId;
use crate::jose::json::{self, Limits};
use crate::time::Timestamp;
use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::fmt;
use serde_json::{Map, Value};

/// The protocols of the Digital Credentials API (OpenID4VP 1.0 Appendix A.1): unsigned requests, [`Request::parse`].
pub const PROTOCOL: &str = "openid4vp-v1-unsigned";
/// Requests with one signature, [`Examined::over_api`] and [`Request::from_examined`].
pub const SIGNED: &str = "openid4vp-v1-signed";
/// Requests with several.
pub const MULTISIGNED: &str = "openid4vp-v1-multisigned";

/// A site's request, checked.
///
/// It can be cloned, so that a host can propose again after the vault was locked; a consent cannot.
/// `Debug` shows the origin and counts, nothing of what is asked.
#[derive(Clone)]
pub struct Request(Arc<Checked>);

/// What is read of it.
struct Checked {
    site: Site,
    proof: Proof,
    nonce: String,
    answer: Answer,
    query: Query,
    formats: Formats,
    statements: Vec<Statement>,
}

impl Request {
    /// The most JSON that is read, in bytes.
    pub const MAX_BYTES: usize = 64 << 10;
    /// The deepest nesting of objects and arrays that is read.
    pub const MAX_DEPTH: usize = 16;
    pub(super) const LIMITS: Limits = Limits {
        size: Self::MAX_BYTES,
        depth: Self::MAX_DEPTH,
    };
    /// The longest nonce, in bytes.
    pub const MAX_NONCE_BYTES: usize = 512;

    /// Checks an unsigned request of the Digital Credentials API: its `protocol`, the origin as the browser names it, and its
    /// `data` as JSON text (OpenID4VP 1.0 §5, §6, Appendix A.2).
    ///
    /// Parameters that this protocol does not have are ignored, among them `client_id` and `expected_origins`: for an
    /// unsigned request the site is its origin (A.2). `transaction_data` is the exception that §5.1 demands.
    ///
    /// # Errors
    /// [`RequestError`], the first rule that is broken: size, nesting and JSON before anything is looked at.
    pub fn parse(protocol: &str, origin: Origin, data: &str) -> Result<Self, RequestError> {
        if protocol != PROTOCOL {
            return Err(RequestError::ProtocolUnsupported);
        }
        let parameters = json::read_object(data.as_bytes(), Self::LIMITS)?;
        Self::check(Site::Page(origin), Proof::Address, &parameters)
    }

    /// Checks the parameters of a signed request of the Digital Credentials API whose signature was verified.
    ///
    /// # Errors
    /// As [`Request::parse`].
    pub fn from_examined(origin: Origin, examined: Examined) -> Result<Self, RequestError> {
        Self::check(Site::Page(origin), examined.proof, &examined.parameters)
    }

    /// Checks the parameters, from wherever they came.
    pub(super) fn check(
        site: Site,
        proof: Proof,
        parameters: &Map<String, Value>,
    ) -> Result<Self, RequestError> {
        if parameters.contains_key("transaction_data") {
            return Err(RequestError::TransactionDataUnsupported);
        }
        if parameters.get("response_type").and_then(Value::as_str) != Some("vp_token") {
            return Err(RequestError::ResponseTypeUnsupported);
        }
        let nonce = nonce(parameters)?;
        let query = query(parameters)?;
        let answer = Answer::read(parameters, &site)?;
        let formats = Formats::read(parameters)?;
        let statements = purpose::read(parameters, &query)?;
        Ok(Self(Arc::new(Checked {
            site,
            proof,
            nonce,
            answer,
            query,
            formats,
            statements,
        })))
    }

    /// The site, and where its answer goes.
    pub fn site(&self) -> &Site {
        &self.0.site
    }

    /// Whether the answer is encrypted to a key of the site.
    pub fn is_encrypted(&self) -> bool {
        self.0.answer.is_encrypted()
    }

    /// What was proved about who asks.
    pub fn proof(&self) -> &Proof {
        &self.0.proof
    }

    /// The kinds of record that [`Request::propose`] can make use of: the others need not be opened.
    pub fn kinds(&self) -> Vec<Kind> {
        let credentials = self.0.query.credentials();
        let own = credentials
            .iter()
            .flat_map(|credential| token_types(credential.format()))
            .flat_map(|token_type| token_type.slots)
            .map(|slot| slot.kind);
        let mut types = credentials.iter().flat_map(CredentialQuery::types);
        let issued = types.any(|name| token_type(name).is_none());
        let mut kinds = Vec::new();
        for kind in own.chain(issued.then_some(Kind::Credential)) {
            if !kinds.contains(&kind) {
                kinds.push(kind);
            }
        }
        kinds
    }

    /// Finds what would answer the request among `records`, whose order is that in which alternatives are shown.
    /// Records of other kinds are passed over, and credentials that are not valid at this time.
    pub fn propose(self, records: Vec<(RecordId, Record)>, now: Timestamp) -> Proposal {
        Proposal::make(self, records, now)
    }

    /// What the site says it wants the answer as a whole for.
    pub fn purpose(&self) -> Vec<super::Purpose> {
        self.purposes(None)
    }

    /// Ends the request before anything was proposed.
    pub fn end(self, outcome: Outcome, now: Timestamp) -> Receipt {
        self.receipt(outcome, now)
    }

    /// What the site wants to do with the answer as a whole, or, for `Some`, with one credential.
    pub(super) fn purposes(&self, credential: Option<usize>) -> Vec<super::Purpose> {
        self.0
            .statements
            .iter()
            .filter(|statement| match (&statement.credentials, credential) {
                (None, None) => true,
                (Some(places), Some(place)) => places.contains(&place),
                _ => false,
            })
            .flat_map(|statement| statement.purposes.iter().cloned())
            .collect()
    }

    /// A receipt of nothing released: every purpose that the site stated stands in it.
    pub(super) fn receipt(&self, outcome: Outcome, now: Timestamp) -> Receipt {
        let purposes = self.0.statements.iter().flat_map(|s| &s.purposes);
        Receipt {
            at: now,
            origin: self.0.site.name().into(),
            outcome,
            error: None,
            purpose: purposes
                .map(|purpose| (purpose.language.clone(), purpose.text.clone()))
                .collect(),
            items: Vec::new(),
            subject: None,
            token_hash: None,
        }
    }

    /// What the site can read.
    pub(super) fn formats(&self) -> &Formats {
        &self.0.formats
    }

    pub(super) fn query(&self) -> &Query {
        &self.0.query
    }

    pub(super) fn answer(&self) -> &Answer {
        &self.0.answer
    }

    pub(super) fn nonce(&self) -> &str {
        &self.0.nonce
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("site", &self.0.site)
            .field("answer", &self.0.answer)
            .field("credentials", &self.0.query.credentials().len())
            .finish_non_exhaustive()
    }
}

/// Our types among those that the site takes, in its order.
pub(super) fn token_types(format: &Format) -> impl Iterator<Item = &'static TokenType> {
    let vct_values: &[String] = match format {
        Format::SdJwtVc { vct_values } => vct_values,
        Format::Mdoc { .. } | Format::Other(_) => &[],
    };
    vct_values.iter().filter_map(|vct| token_type(vct))
}

/// VP-W4.
fn nonce(parameters: &Map<String, Value>) -> Result<String, RequestError> {
    let nonce = parameters.get("nonce").ok_or(RequestError::NonceMissing)?;
    url_safe(nonce).ok_or(RequestError::NonceInvalid)
}

/// Text of the alphabet that `nonce` and `state` have (§5.2), no longer than a nonce may be.
pub(super) fn url_safe(value: &Value) -> Option<String> {
    let good = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~');
    value
        .as_str()
        .filter(|text| (1..=Request::MAX_NONCE_BYTES).contains(&text.len()))
        .filter(|text| text.bytes().all(good))
        .map(String::from)
}

/// §5.1: `dcql_query` or `scope`, never both; over the Digital Credentials API only the first is there to be had (A.2).
fn query(parameters: &Map<String, Value>) -> Result<Query, RequestError> {
    let query = parameters
        .get("dcql_query")
        .ok_or(RequestError::QueryMissing)?;
    if parameters.contains_key("scope") {
        return Err(RequestError::QueryInvalid("dcql_query without scope"));
    }
    Query::parse(query)
}
