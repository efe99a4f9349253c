//! A credential of an issuer's that can answer a credential query: which of the claims that are asked for go out of it.

use super::boxes::{self, Boxes};
use super::consent::Presented;
use super::mask::Mask;
use super::query::{CredentialQuery, Holding, Query};
use super::view::{ClaimView, IssuedView, OpenView};
use super::{ReleaseError, Step};
use crate::credential::{self, Credential};
use crate::data::{Field, Record};
use crate::id::RecordId;
use crate::sd_jwt::Pointer;
use crate::time::Timestamp;
use alloc::format;
use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;
use serde_json::Value;

/// A credential of the person's, read.
pub(super) struct Held {
    id: RecordId,
    record: Arc<Record>,
    credential: Arc<Credential>,
}

/// The credentials of types that the query names, those that are valid now. One that cannot be read is damaged; where
/// credentials are shown, that is said.
pub(super) fn held(
    query: &Query,
    records: &[(RecordId, Arc<Record>)],
    now: Timestamp,
) -> Vec<Held> {
    let is_named = |name: &str| {
        let mut queries = query.credentials().iter();
        queries.any(|query| query.types().any(|taken| taken == name))
    };
    records
        .iter()
        .filter(|(_, record)| credential::types(record).any(is_named))
        .filter_map(|(id, record)| {
            let credential = Credential::read(record).ok()?;
            credential.is_valid(now).then(|| Held {
                id: *id,
                record: Arc::clone(record),
                credential: Arc::new(credential),
            })
        })
        .collect()
}

/// A credential that answers a query.
pub(super) struct Issued {
    pub(super) id: RecordId,
    label: Option<String>,
    credential: Arc<Credential>,
    /// The claims of the query that it has, by their places.
    lines: Vec<Line>,
    /// The combinations that it satisfies, in the site's order.
    sets: Vec<Mask>,
    boxes: Boxes,
    pub(super) chosen: bool,
}

struct Line {
    place: usize,
    name: String,
    value: String,
    /// Where in the credential it is.
    pointers: Vec<Pointer>,
}

impl Issued {
    pub(super) fn find(query: &CredentialQuery, held: &Held) -> Option<Self> {
        let credential = &held.credential;
        let types: Vec<&str> = credential.types().iter().map(String::as_str).collect();
        let authorities: Vec<&str> = credential
            .authorities()
            .iter()
            .map(String::as_str)
            .collect();
        let found = query.matched(&Holding {
            types: &types,
            claims: credential.claims(),
            authorities: &authorities,
            holder_binding: credential.holder().is_some(),
        })?;
        let mut sets = query.claim_masks().to_vec();
        sets.retain(|set| found.contains_all(*set));
        let used = sets.iter().copied().fold(Mask::EMPTY, Mask::or);
        let claims = query.claims().iter().enumerate();
        let lines = claims
            .filter(|(place, _)| used.contains(*place))
            .map(|(place, claim)| {
                let steps = claim.path().steps();
                let selected = claim.path().select(credential.claims());
                let mut pointers = Vec::new();
                follow(
                    Pointer::default(),
                    credential.claims(),
                    steps,
                    &mut pointers,
                );
                Line {
                    place,
                    name: name(steps),
                    value: text(&selected.unwrap_or_default()),
                    pointers,
                }
            })
            .collect();
        Some(Self {
            id: held.id,
            label: held.record.field(Field::Label).map(String::from),
            credential: Arc::clone(credential),
            lines,
            sets,
            boxes: Boxes::default(),
            chosen: false,
        })
    }

    pub(super) fn vct(&self) -> &str {
        self.credential.vct()
    }

    pub(super) fn tick(&mut self, claim: &str, ticked: bool) -> Result<(), ReleaseError> {
        let named: Vec<usize> = self
            .lines
            .iter()
            .filter(|line| line.name == claim)
            .map(|line| line.place)
            .collect();
        if named.is_empty() {
            return Err(ReleaseError::ChoiceUnknown);
        }
        for place in named {
            self.boxes.set(place, ticked);
        }
        Ok(())
    }

    pub(super) fn is_satisfied(&self) -> bool {
        self.selected().is_some()
    }

    /// What goes out of it.
    pub(super) fn presented(&self) -> Presented {
        let selected = self.selected().unwrap_or_default();
        let sent = || {
            self.lines
                .iter()
                .filter(move |line| selected.contains(line.place))
        };
        let open = self.open(selected).into_iter().map(|(name, _)| name);
        Presented {
            credential: Arc::clone(&self.credential),
            pointers: sent()
                .flat_map(|line| line.pointers.iter().cloned())
                .collect(),
            names: sent().map(|line| line.name.clone()).chain(open).collect(),
        }
    }

    pub(super) fn view(&self, included: bool) -> IssuedView {
        let required = self.required();
        let ticked = self.ticked();
        let selected = self.selected().unwrap_or_default();
        let claims = self.lines.iter().map(|line| ClaimView {
            claim: line.name.clone(),
            slot: 0,
            value: line.value.clone(),
            required: required.contains(line.place),
            ticked: ticked.contains(line.place),
            sent: included && self.chosen && selected.contains(line.place),
        });
        let open = self.open(selected).into_iter();
        let issuer = self.credential.issuer();
        IssuedView {
            record: self.id,
            label: self.label.clone(),
            vct: self.vct().into(),
            issuer: issuer.name().into(),
            proof: issuer.proof(),
            until: self.credential.validity().1,
            bound: self.credential.holder().is_some(),
            chosen: self.chosen,
            satisfied: self.is_satisfied(),
            claims: claims.collect(),
            open: open
                .map(|(claim, value)| OpenView { claim, value })
                .collect(),
        }
    }

    /// What goes out beside the claims that are selected.
    fn open(&self, selected: Mask) -> Vec<(String, String)> {
        let lines = self.lines.iter();
        let chosen = lines.filter(|line| selected.contains(line.place));
        let pointers: Vec<&Pointer> = chosen.flat_map(|line| &line.pointers).collect();
        self.credential.open_beside(&pointers)
    }

    fn combinations(&self) -> impl Iterator<Item = Mask> {
        self.sets.iter().copied()
    }

    fn required(&self) -> Mask {
        self.combinations().reduce(Mask::and).unwrap_or_default()
    }

    fn ticked(&self) -> Mask {
        let offered = self.combinations().fold(Mask::EMPTY, Mask::or);
        self.boxes
            .ticked(self.combinations(), self.required(), offered)
    }

    fn selected(&self) -> Option<Mask> {
        boxes::selected(self.combinations(), self.ticked())
    }
}

/// Every place that a path leads to (OpenID4VP 1.0 §7.1.1); the path fits, as it has selected something.
fn follow(here: Pointer, value: &Value, steps: &[Step], found: &mut Vec<Pointer>) {
    let Some((step, steps)) = steps.split_first() else {
        found.push(here);
        return;
    };
    match (step, value) {
        (Step::Name(name), Value::Object(members)) => {
            if let Some(value) = members.get(name) {
                follow(here.name(name), value, steps, found);
            }
        }
        (Step::Every, Value::Array(elements)) => {
            for (place, value) in elements.iter().enumerate() {
                follow(here.clone().index(place), value, steps, found);
            }
        }
        (Step::At(place), Value::Array(elements)) => {
            let place = usize::try_from(*place).unwrap_or(usize::MAX);
            if let Some(value) = elements.get(place) {
                follow(here.index(place), value, steps, found);
            }
        }
        _ => {}
    }
}

/// A path as people read it: `address.locality`, `degrees.*.type`, `nationalities.0`.
fn name(steps: &[Step]) -> String {
    let parts: Vec<String> = steps
        .iter()
        .map(|step| match step {
            Step::Name(name) => name.clone(),
            Step::Every => "*".into(),
            Step::At(place) => format!("{place}"),
        })
        .collect();
    parts.join(".")
}

fn text(values: &[&Value]) -> String {
    let values: Vec<String> = values
        .iter()
        .map(|value| credential::text_of(value))
        .collect();
    values.join(", ")
}
