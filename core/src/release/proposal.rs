use super::candidate::{Candidate, Slot};
use super::consent::Item;
use super::view::{
    AlternativeView, Choice, ClaimView, CredentialView, ProposalView, SlotView, State,
};
use super::{Consented, Query, ReleaseError, Request};
use crate::data::{Field, Outcome, Receipt, Record};
use crate::id::RecordId;
use crate::time::Timestamp;
use alloc::boxed::Box;
use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::fmt;

/// What would be released, as the person sees and changes it.
///
/// `Debug` shows the origin and counts.
pub struct Proposal {
    request: Request,
    /// In the order of the query; empty when nothing matches.
    parts: Vec<Part>,
    groups: Vec<Group>,
}

/// One token that could be part of the answer.
struct Part {
    candidate: Candidate,
    /// Whether a set that is required needs it.
    required: bool,
    /// Whether the person leaves it out all the same. What is not required is left out with its group.
    withheld: bool,
}

/// An optional credential set, and the option that is offered for it: all of it goes out, or the set is not satisfied
/// (OpenID4VP 1.0 §6.4.2).
struct Group {
    /// Places in [`Proposal::parts`].
    members: Vec<usize>,
    /// Starts out as no: less is enough.
    included: bool,
}

impl Proposal {
    pub(super) fn make(request: Request, records: Vec<(RecordId, Record)>) -> Self {
        let records: Vec<(RecordId, Arc<Record>)> = records
            .into_iter()
            .map(|(id, record)| (id, Arc::new(record)))
            .collect();
        let queries = request.query().credentials().iter().enumerate();
        let candidates: Vec<Option<Candidate>> = queries
            .map(|(place, query)| Candidate::find(place, query, &records))
            .collect();
        let (parts, groups) = arrange(request.query(), candidates).unwrap_or_default();
        Self {
            request,
            parts,
            groups,
        }
    }

    /// The proposal as it stands now.
    pub fn view(&self) -> ProposalView {
        let parts = self.parts.iter().enumerate();
        ProposalView {
            origin: self.request.site().name().into(),
            proof: self.request.proof().clone(),
            purpose: self.request.purposes(None),
            encrypted: self.request.answer().is_encrypted(),
            state: self.state(),
            credentials: parts
                .map(|(place, part)| self.credential(place, part))
                .collect(),
        }
    }

    /// Carries out what the person chose.
    ///
    /// # Errors
    /// [`ReleaseError::ChoiceUnknown`] for a credential, claim, slot or record that [`Proposal::view`] does not show;
    /// the proposal is then as it was.
    pub fn choose(&mut self, choice: &Choice) -> Result<(), ReleaseError> {
        let mut parts = self.parts.iter_mut().enumerate();
        let (place, part) = parts
            .find(|(_, part)| part.candidate.id == choice.credential())
            .ok_or(ReleaseError::ChoiceUnknown)?;
        if let Choice::Include { included, .. } = choice {
            if part.required {
                part.withheld = !*included;
            } else {
                let groups = self.groups.iter_mut();
                groups
                    .filter(|group| group.members.contains(&place))
                    .for_each(|group| group.included = *included);
            }
            return Ok(());
        }
        part.candidate.choose(choice)
    }

    /// The person's consent to what the view shows.
    ///
    /// # Errors
    /// The proposal back, with [`ReleaseError::Incomplete`] or [`ReleaseError::NothingMatches`]; see
    /// [`ProposalView::state`].
    pub fn consent(self) -> Result<Consented, (Box<Self>, ReleaseError)> {
        match self.state() {
            State::Ready => {
                let parts = self.parts.iter().enumerate();
                let items = parts
                    .filter(|(place, _)| self.is_included(*place))
                    .map(|(_, part)| Item::of(&part.candidate))
                    .collect();
                Ok(Consented {
                    request: self.request,
                    items,
                })
            }
            State::Incomplete => Err((Box::new(self), ReleaseError::Incomplete)),
            State::NothingMatches => Err((Box::new(self), ReleaseError::NothingMatches)),
        }
    }

    /// Whether the vault has nothing that answers the request.
    pub fn matches_nothing(&self) -> bool {
        self.parts.is_empty()
    }

    /// Ends the request without a release.
    pub fn end(self, outcome: Outcome, now: Timestamp) -> Receipt {
        self.request.receipt(outcome, now)
    }

    fn state(&self) -> State {
        if self.matches_nothing() {
            return State::NothingMatches;
        }
        let mut anything = false;
        for (place, part) in self.parts.iter().enumerate() {
            let included = self.is_included(place);
            anything |= included;
            if included && !part.candidate.is_satisfied() || part.required && !included {
                return State::Incomplete;
            }
        }
        if anything {
            State::Ready
        } else {
            State::Incomplete
        }
    }

    fn is_included(&self, place: usize) -> bool {
        let part = self.parts.get(place);
        part.is_some_and(|part| match part.required {
            true => !part.withheld,
            false => self
                .groups
                .iter()
                .any(|group| group.included && group.members.contains(&place)),
        })
    }

    fn credential(&self, place: usize, part: &Part) -> CredentialView {
        let included = self.is_included(place);
        let candidate = &part.candidate;
        CredentialView {
            id: candidate.id.clone(),
            vct: candidate.token_type().vct.into(),
            required: part.required,
            included,
            satisfied: candidate.is_satisfied(),
            purpose: self.request.purposes(Some(candidate.query)),
            slots: candidate.slots.iter().filter_map(slot).collect(),
            claims: candidate
                .lines()
                .map(|line| ClaimView {
                    claim: line.name.into(),
                    slot: line.slot,
                    value: line.value.into(),
                    required: line.required,
                    ticked: line.ticked,
                    sent: included && line.selected,
                })
                .collect(),
        }
    }
}

impl fmt::Debug for Proposal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Proposal")
            .field("site", self.request.site())
            .field("state", &self.state())
            .field("credentials", &self.parts.len())
            .finish_non_exhaustive()
    }
}

/// Takes, for each credential set, the first option of which every credential is there (DQ-6). `None` when a required
/// set has no such option: then nothing at all is returned.
fn arrange(query: &Query, candidates: Vec<Option<Candidate>>) -> Option<(Vec<Part>, Vec<Group>)> {
    let is_there = |place: &usize| matches!(candidates.get(*place), Some(Some(_)));
    let mut required = Vec::new();
    let mut optional = Vec::new();
    for set in query.sets() {
        let mut options = set.options().iter();
        match options.find(|option| option.iter().all(is_there)) {
            Some(option) if set.required() => required.extend(option),
            Some(option) => optional.push(option),
            None if set.required() => return None,
            None => {}
        }
    }

    let mut parts = Vec::new();
    let mut places = Vec::new();
    for (place, candidate) in candidates.into_iter().enumerate() {
        let is_required = required.contains(&&place);
        if let Some(candidate) = candidate
            && (is_required || optional.iter().any(|option| option.contains(&place)))
        {
            places.push(place);
            parts.push(Part {
                candidate,
                required: is_required,
                withheld: false,
            });
        }
    }
    let groups = optional.into_iter().map(|option| Group {
        members: (0..)
            .zip(&places)
            .filter_map(|(part, place)| option.contains(place).then_some(part))
            .collect(),
        included: false,
    });
    Some((parts, groups.collect()))
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
