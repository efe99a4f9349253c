//! One credential of a proposal: the records that can answer a credential query, which of them are chosen, and what is
//! ticked.

use super::boxes::{self, Boxes};
use super::mask::Mask;
use super::query::CredentialQuery;
use super::request::token_types;
use super::wanted::{Offer, Wanted, WantedField};
use super::{Choice, ReleaseError};
use crate::data::{Kind, Record, TokenType};
use crate::id::RecordId;
use alloc::sync::Arc;
use alloc::vec::Vec;

/// The person's records as they are held against a query.
pub(super) type Records = [(RecordId, Arc<Record>)];

pub(super) struct Candidate {
    wanted: Wanted,
    boxes: Boxes,
    pub(super) slots: Vec<Slot>,
}

/// A slot of the token type for which there are records.
pub(super) struct Slot {
    /// The place in the token type.
    place: usize,
    pub(super) kind: Kind,
    pub(super) alternatives: Vec<Alternative>,
    /// A place in `alternatives`.
    chosen: usize,
}

pub(super) struct Alternative {
    pub(super) id: RecordId,
    pub(super) record: Arc<Record>,
    offer: Offer,
}

/// One claim that could go out with the chosen records.
pub(super) struct Line<'a> {
    pub(super) path: &'static [&'static str],
    pub(super) name: &'static str,
    /// A place in [`Candidate::slots`].
    pub(super) slot: usize,
    pub(super) value: &'a str,
    pub(super) required: bool,
    pub(super) ticked: bool,
    /// Whether it goes out with these ticks, if the credential does.
    pub(super) selected: bool,
}

impl Candidate {
    /// The first of the site's types for which the records are there, or `None`.
    pub(super) fn find(query: &CredentialQuery, records: &Records) -> Option<Self> {
        token_types(query.format()).find_map(|token_type| {
            let wanted = Wanted::resolve(query, token_type)?;
            Self::match_records(wanted, records)
        })
    }

    fn match_records(mut wanted: Wanted, records: &Records) -> Option<Self> {
        let token_type = wanted.token_type;
        let kinds = || token_type.slots.iter().map(|slot| slot.kind);
        if !records
            .iter()
            .any(|(_, record)| kinds().any(|kind| kind == record.kind()))
        {
            // Even a token without claims is one of a type of which the person has something.
            return None;
        }
        let mut slots: Vec<Slot> = wanted
            .slots()
            .filter_map(|slot| Slot::find(slot, &wanted, records))
            .collect();

        // DQ-3: a combination of which a claim is missing is not there; without one the credential is not.
        let claims_of: Vec<Mask> = wanted.slots().map(|slot| wanted.claims_of(slot)).collect();
        let satisfiable = |set: &Mask| {
            claims_of.iter().all(|of_slot| {
                let needed = set.and(*of_slot);
                needed.is_empty() || slots.iter().any(|slot| slot.has(needed))
            })
        };
        wanted.sets.retain(satisfiable);
        let first = *wanted.sets.first()?;

        for slot in &mut slots {
            let of_slot = wanted.claims_of(slot.place);
            slot.alternatives.retain(|alternative| {
                let has = |set: &Mask| alternative.offer.claims.contains_all(set.and(of_slot));
                wanted.sets.iter().any(has)
            });
            let needed = first.and(of_slot);
            let best = slot.alternatives.iter().position(|a| a.has(needed));
            slot.chosen = best.unwrap_or_default();
        }
        slots.retain(|slot| !slot.alternatives.is_empty());
        Some(Self {
            wanted,
            boxes: Boxes::default(),
            slots,
        })
    }

    pub(super) const fn token_type(&self) -> &'static TokenType {
        self.wanted.token_type
    }

    /// Whether, with these records and ticks, one of the site's combinations is complete.
    pub(super) fn is_satisfied(&self) -> bool {
        self.selected().is_some()
    }

    /// Every claim that the chosen records have, in the site's order.
    pub(super) fn lines(&self) -> impl Iterator<Item = Line<'_>> {
        let required = self.required();
        let ticked = self.ticked();
        let selected = self.selected().unwrap_or_default();
        let offered = self.offer().fields;
        let fields = self.wanted.fields.iter().enumerate();
        fields
            .filter(move |(place, _)| offered.contains(*place))
            .filter_map(move |(place, field)| {
                let (slot, value) = self.value(field)?;
                Some(Line {
                    path: field.claim.path,
                    name: field.claim.field.name(),
                    slot,
                    value,
                    required: required.contains(place),
                    ticked: ticked.contains(place),
                    selected: selected.contains(place),
                })
            })
    }

    /// Carries out a choice about this credential; what goes out at all is the proposal's to decide.
    pub(super) fn choose(&mut self, choice: &Choice) -> Result<(), ReleaseError> {
        match choice {
            Choice::Tick { claim, ticked, .. } => {
                let offered = self.offer().fields;
                let fields = self.wanted.fields.iter().enumerate();
                let (place, _) = fields
                    .filter(|(place, _)| offered.contains(*place))
                    .find(|(_, field)| field.claim.field.name() == claim)
                    .ok_or(ReleaseError::ChoiceUnknown)?;
                self.boxes.set(place, *ticked);
            }
            Choice::Record { slot, record, .. } => {
                let slot = self.slots.get_mut(*slot);
                let slot = slot.ok_or(ReleaseError::ChoiceUnknown)?;
                slot.chosen = slot
                    .alternatives
                    .iter()
                    .position(|alternative| alternative.id == *record)
                    .ok_or(ReleaseError::ChoiceUnknown)?;
            }
            _ => {}
        }
        Ok(())
    }

    /// What the chosen records offer together.
    fn offer(&self) -> Offer {
        let chosen = self.slots.iter().filter_map(Slot::chosen);
        chosen.fold(Offer::default(), |all, alternative| Offer {
            claims: all.claims.or(alternative.offer.claims),
            fields: all.fields.or(alternative.offer.fields),
        })
    }

    /// The fields of each combination that the chosen records have, in the site's order.
    fn combinations(&self) -> impl Iterator<Item = Mask> {
        let offer = self.offer();
        self.wanted
            .sets
            .iter()
            .filter(move |set| offer.claims.contains_all(**set))
            .map(move |set| self.wanted.fields_of(*set, offer.fields))
    }

    /// The fields without which nothing is complete: those in every combination that the chosen records have or, if
    /// they have none, in every one that other records have.
    fn required(&self) -> Mask {
        let common = self.combinations().reduce(Mask::and);
        common.unwrap_or_else(|| {
            let present = self.offer().fields;
            let all = self.wanted.sets.iter();
            all.map(|set| self.wanted.fields_of(*set, present))
                .reduce(Mask::and)
                .unwrap_or_default()
        })
    }

    fn ticked(&self) -> Mask {
        let offered = self.offer().fields;
        self.boxes
            .ticked(self.combinations(), self.required(), offered)
    }

    fn selected(&self) -> Option<Mask> {
        boxes::selected(self.combinations(), self.ticked())
    }

    fn value(&self, field: &WantedField) -> Option<(usize, &str)> {
        let mut slots = self.slots.iter().enumerate();
        let (place, slot) = slots.find(|(_, slot)| slot.place == field.slot)?;
        let value = slot.chosen()?.record.field(field.claim.field)?;
        Some((place, value))
    }
}

impl Slot {
    /// The records that have anything of what is wanted in this slot.
    fn find(place: usize, wanted: &Wanted, records: &Records) -> Option<Self> {
        let kind = wanted.token_type.slots.get(place)?.kind;
        let alternatives = records
            .iter()
            .filter(|(_, record)| record.kind() == kind)
            .map(|(id, record)| Alternative {
                id: *id,
                record: Arc::clone(record),
                offer: wanted.offer(place, record),
            })
            .filter(|alternative| !alternative.offer.claims.is_empty())
            .collect();
        Some(Self {
            place,
            kind,
            alternatives,
            chosen: 0,
        })
    }

    pub(super) fn chosen(&self) -> Option<&Alternative> {
        self.alternatives.get(self.chosen)
    }

    fn has(&self, claims: Mask) -> bool {
        self.alternatives.iter().any(|a| a.has(claims))
    }
}

impl Alternative {
    fn has(&self, claims: Mask) -> bool {
        self.offer.claims.contains_all(claims)
    }
}
