//! What answers one credential query: the person's own data, credentials of issuers, and which of them is taken.

use super::candidate::{Candidate, Records, Slot};
use super::consent::{Item, Own, Source};
use super::issued::{Held, Issued};
use super::query::CredentialQuery;
use super::view::{AlternativeView, Choice, ClaimView, CredentialView, SlotView};
use super::{Purpose, ReleaseError};
use crate::data::Field;
use crate::id::RecordId;
use alloc::string::String;
use alloc::vec::Vec;

pub(super) struct Part {
    /// The place of the query in the request.
    pub(super) query: usize,
    pub(super) id: String,
    multiple: bool,
    own: Option<Candidate>,
    takes_own: bool,
    issued: Vec<Issued>,
    /// Whether the person leaves it out, though it is required.
    pub(super) withheld: bool,
}

impl Part {
    /// `None` when nothing answers the query. Own data is taken first, and of credentials the first.
    pub(super) fn find(
        place: usize,
        query: &CredentialQuery,
        records: Option<&Records>,
        held: &[Held],
    ) -> Option<Self> {
        let own = records.and_then(|records| Candidate::find(query, records));
        let mut issued = Vec::new();
        for held in held {
            issued.extend(Issued::find(query, held));
        }
        let takes_own = own.is_some();
        match issued.first_mut() {
            None if !takes_own => return None,
            Some(first) if !takes_own => first.chosen = true,
            _ => {}
        }
        Some(Self {
            query: place,
            id: query.id().into(),
            multiple: query.multiple(),
            own,
            takes_own,
            issued,
            withheld: false,
        })
    }

    /// Its type; of several, that of the first.
    pub(super) fn vct(&self) -> &str {
        let issued = self.issued.iter().find(|issued| issued.chosen);
        match (self.taken(), issued) {
            (Some(own), _) => own.token_type().vct,
            (None, Some(issued)) => issued.vct(),
            (None, None) => "",
        }
    }

    /// Whether everything that is taken is complete, and anything is.
    pub(super) fn is_satisfied(&self) -> bool {
        let mut taken = self.issued.iter().filter(|issued| issued.chosen).peekable();
        let is_any = self.taken().is_some() || taken.peek().is_some();
        is_any
            && self.taken().is_none_or(Candidate::is_satisfied)
            && taken.all(Issued::is_satisfied)
    }

    pub(super) fn choose(&mut self, choice: &Choice) -> Result<(), ReleaseError> {
        match choice {
            Choice::Answer { record, chosen, .. } => self.take(*record, *chosen),
            Choice::TickIssued {
                record,
                claim,
                ticked,
                ..
            } => {
                let mut issued = self.issued.iter_mut();
                let issued = issued.find(|issued| issued.id == *record && issued.chosen);
                let issued = issued.ok_or(ReleaseError::ChoiceUnknown)?;
                issued.tick(claim, *ticked)
            }
            choice => {
                let own = self.own.as_mut().filter(|_| self.takes_own);
                own.ok_or(ReleaseError::ChoiceUnknown)?.choose(choice)
            }
        }
    }

    /// DQ-7: one answer, unless the site takes several.
    fn take(&mut self, record: Option<RecordId>, chosen: bool) -> Result<(), ReleaseError> {
        let is_there = match record {
            None => self.own.is_some(),
            Some(record) => self.issued.iter().any(|issued| issued.id == record),
        };
        if !is_there {
            return Err(ReleaseError::ChoiceUnknown);
        }
        let replaces = chosen && !self.multiple;
        if record.is_none() || replaces {
            self.takes_own = chosen && record.is_none();
        }
        for issued in &mut self.issued {
            if Some(issued.id) == record {
                issued.chosen = chosen;
            } else if replaces {
                issued.chosen = false;
            }
        }
        Ok(())
    }

    /// Adds what goes out.
    pub(super) fn give(&self, items: &mut Vec<Item>) {
        let mut give = |source| {
            items.push(Item {
                id: self.id.clone(),
                source,
            });
        };
        if let Some(own) = self.taken() {
            give(Source::Own(Own::of(own)));
        }
        for issued in self.issued.iter().filter(|issued| issued.chosen) {
            give(Source::Issued(issued.presented()));
        }
    }

    pub(super) fn view(
        &self,
        required: bool,
        included: bool,
        purpose: Vec<Purpose>,
    ) -> CredentialView {
        let own = self.taken();
        let claim = |line: super::candidate::Line<'_>| ClaimView {
            claim: line.name.into(),
            slot: line.slot,
            value: line.value.into(),
            required: line.required,
            ticked: line.ticked,
            sent: included && line.selected,
        };
        let mut slots = Vec::new();
        let mut claims = Vec::new();
        if let Some(own) = own {
            slots.extend(own.slots.iter().filter_map(slot));
            claims.extend(own.lines().map(claim));
        }
        let mut issued = Vec::with_capacity(self.issued.len());
        for one in &self.issued {
            issued.push(one.view(included));
        }
        CredentialView {
            id: self.id.clone(),
            vct: self.vct().into(),
            required,
            included,
            satisfied: self.is_satisfied(),
            purpose,
            multiple: self.multiple,
            own: self.own.as_ref().map(|_| self.takes_own),
            slots,
            claims,
            issued,
        }
    }

    fn taken(&self) -> Option<&Candidate> {
        self.own.as_ref().filter(|_| self.takes_own)
    }
}

fn slot(slot: &Slot) -> Option<SlotView> {
    let alternatives = slot.alternatives.iter().map(|alternative| AlternativeView {
        id: alternative.id,
        title: alternative.record.title(),
        label: alternative.record.field(Field::Label).map(String::from),
    });
    Some(SlotView {
        kind: slot.kind,
        chosen: slot.chosen()?.id,
        alternatives: alternatives.collect(),
    })
}
