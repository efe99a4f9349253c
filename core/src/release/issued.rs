//! A credential of an issuer's that can answer a credential query: which of the claims that are asked for go out of it.

use super::boxes::{self, Boxes};
use super::consent::Presented;
use super::mask::Mask;
use super::query::{CredentialQuery, Holding};
use super::view::{ClaimView, IssuedView, OpenView};
use super::{ReleaseError, Request, Step};
use crate::credential::{self, Credential, Holder};
use crate::data::{Field, Record};
use crate::id::RecordId;
use crate::jose::json;
use crate::sd_jwt::Pointer;
use crate::time::Timestamp;
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

/// The credentials of types that the query names, those that are valid now and signed as the site takes it. One that cannot be read is damaged; where
/// credentials are shown, that is said.
pub(super) fn held(
    request: &Request,
    records: &[(RecordId, Arc<Record>)],
    now: Timestamp,
) -> Vec<Held> {
    // Loops rather than adapters here and below: each adapter is code of its own in a browser's module.
    let binds = request.formats().takes_binding(Holder::ALGORITHM);
    let mut held = Vec::new();
    for (id, record) in records {
        let queries = request.query().credentials();
        let algorithm = record.field(Field::IssuerAlgorithm).unwrap_or_default();
        let is_wanted = request.formats().takes_issuer(algorithm)
            && credential::is_one_of(record, |name| {
                queries.iter().any(|query| query.takes_type(name))
            });
        let read = is_wanted.then(|| Credential::read(record));
        if let Some(Ok(credential)) = read
            && credential.is_valid(now)
            && (credential.holder().is_none() || binds)
        {
            held.push(Held {
                id: *id,
                record: Arc::clone(record),
                credential: Arc::new(credential),
            });
        }
    }
    held
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
        let mut lines = Vec::new();
        for (place, claim) in query.claims().iter().enumerate() {
            if used.contains(place) {
                let steps = claim.path().steps();
                let mut line = Line {
                    place,
                    name: name(steps),
                    value: String::new(),
                    pointers: Vec::new(),
                };
                line.follow(Pointer::default(), credential.claims(), steps);
                lines.push(line);
            }
        }
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
        let mut found = false;
        for line in self.lines.iter().filter(|line| line.name == claim) {
            self.boxes.set(line.place, ticked);
            found = true;
        }
        found.then_some(()).ok_or(ReleaseError::ChoiceUnknown)
    }

    pub(super) fn is_satisfied(&self) -> bool {
        self.selected().is_some()
    }

    /// What goes out of it.
    pub(super) fn presented(&self) -> Presented {
        let selected = self.selected().unwrap_or_default();
        let mut pointers = Vec::new();
        let mut names = Vec::new();
        for line in self
            .lines
            .iter()
            .filter(|line| selected.contains(line.place))
        {
            pointers.extend_from_slice(&line.pointers);
            names.push(line.name.clone());
        }
        for (name, _) in self.credential.open_beside(&pointers) {
            names.push(name);
        }
        Presented {
            credential: Arc::clone(&self.credential),
            pointers,
            names,
        }
    }

    pub(super) fn view(&self, included: bool) -> IssuedView {
        let required = self.required();
        let ticked = self.ticked();
        let selected = self.selected().unwrap_or_default();
        let mut claims = Vec::with_capacity(self.lines.len());
        let mut pointers = Vec::new();
        for line in &self.lines {
            let is_selected = selected.contains(line.place);
            if is_selected {
                pointers.extend_from_slice(&line.pointers);
            }
            claims.push(ClaimView {
                claim: line.name.clone(),
                slot: 0,
                value: line.value.clone(),
                required: required.contains(line.place),
                ticked: ticked.contains(line.place),
                sent: included && self.chosen && is_selected,
            });
        }
        let mut open = Vec::new();
        for (claim, value) in self.credential.open_beside(&pointers) {
            open.push(OpenView { claim, value });
        }
        IssuedView {
            record: self.id,
            label: self.label.clone(),
            vct: self.vct().into(),
            issuer: self.credential.issuer().into(),
            proof: self.credential.proof(),
            until: self.credential.validity().1,
            bound: self.credential.holder().is_some(),
            card: match self.credential.holder() {
                Some(Holder::Card(holder)) => Some(holder.card().name()),
                _ => None,
            },
            chosen: self.chosen,
            satisfied: self.is_satisfied(),
            claims,
            open,
        }
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

impl Line {
    /// Takes every place that a path leads to, and its value (OpenID4VP 1.0 §7.1.1); the path fits, as it has selected
    /// something.
    fn follow(&mut self, here: Pointer, value: &Value, steps: &[Step]) {
        let Some((step, steps)) = steps.split_first() else {
            if !self.value.is_empty() {
                self.value.push_str(", ");
            }
            credential::append_text(&mut self.value, value);
            self.pointers.push(here);
            return;
        };
        match (step, value) {
            (Step::Name(name), Value::Object(members)) => {
                if let Some(value) = members.get(name) {
                    self.follow(here.name(name), value, steps);
                }
            }
            (Step::Every, Value::Array(elements)) => {
                for (place, value) in elements.iter().enumerate() {
                    self.follow(here.clone().index(place), value, steps);
                }
            }
            (Step::At(place), Value::Array(elements)) => {
                let place = usize::try_from(*place).unwrap_or(usize::MAX);
                if let Some(value) = elements.get(place) {
                    self.follow(here.index(place), value, steps);
                }
            }
            _ => {}
        }
    }
}

/// A path as people read it: `address.locality`, `degrees.*.type`, `nationalities.0`.
fn name(steps: &[Step]) -> String {
    let mut name = String::new();
    for step in steps {
        if !name.is_empty() {
            name.push('.');
        }
        match step {
            Step::Name(member) => name.push_str(member),
            Step::Every => name.push('*'),
            Step::At(place) => name.push_str(&json::text(&Value::from(*place))),
        }
    }
    name
}
