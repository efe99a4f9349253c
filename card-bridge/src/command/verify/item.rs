//! One thing that was looked at, and how each rule came out.

use hailstone_core::credential::Issuer;
use hailstone_core::error::Coded;
use hailstone_core::sd_jwt::{Report, Rule};
use serde_json::{Map, Value};

/// What it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// An SD-JWT, with or without a key binding.
    Token,
    /// A key binding by itself.
    Binding,
    /// Any other JWS.
    Signed,
    /// A JWE.
    Encrypted,
}

impl Kind {
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Token => "sd-jwt",
            Self::Binding => "kb-jwt",
            Self::Signed => "jws",
            Self::Encrypted => "jwe",
        }
    }
}

/// How a rule came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    Held,
    /// With the code of the error.
    Failed(&'static str),
    /// There was nothing to compare with; this option gives it.
    Unchecked(&'static str),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Row {
    /// The rule's stable name.
    pub(super) rule: &'static str,
    /// Where it is written.
    pub(super) clause: &'static str,
    pub(super) outcome: Outcome,
}

impl Row {
    /// A rule that is none of a token's own.
    pub(super) fn new(
        rule: &'static str,
        clause: &'static str,
        outcome: Result<(), &'static str>,
    ) -> Self {
        Self {
            rule,
            clause,
            outcome: outcome.map_or_else(Outcome::Failed, |()| Outcome::Held),
        }
    }

    pub(super) fn unchecked(rule: Rule, option: &'static str) -> Self {
        Self {
            rule: rule.code(),
            clause: rule.clause(),
            outcome: Outcome::Unchecked(option),
        }
    }
}

pub(super) struct Item {
    pub(super) kind: Kind,
    /// Where it was found in a larger whole.
    pub(super) title: Option<String>,
    pub(super) rows: Vec<Row>,
    pub(super) issuer: Option<Issuer>,
    /// What it says; to be shown only where everything holds.
    pub(super) claims: Option<Map<String, Value>>,
}

impl Item {
    pub(super) fn new(kind: Kind, rows: Vec<Row>) -> Self {
        Self {
            kind,
            title: None,
            rows,
            issuer: None,
            claims: None,
        }
    }

    /// Whether every rule was looked at and holds.
    pub(super) fn holds(&self) -> bool {
        !self.rows.is_empty() && self.rows.iter().all(|row| row.outcome == Outcome::Held)
    }

    /// Puts another outcome in the place of a rule that held.
    pub(super) fn replace(&mut self, rule: Rule, outcome: Outcome) {
        let mut rows = self.rows.iter_mut();
        let row = rows.find(|row| row.rule == rule.code() && row.outcome == Outcome::Held);
        if let Some(row) = row {
            row.outcome = outcome;
        }
    }
}

pub(super) fn rows(report: &Report) -> Vec<Row> {
    let rules = report.rules();
    let row = |(rule, outcome): (Rule, Result<(), _>)| {
        let outcome = outcome.map_err(|error: hailstone_core::sd_jwt::SdJwtError| error.code());
        Row::new(rule.code(), rule.clause(), outcome)
    };
    rules.map(row).collect()
}
