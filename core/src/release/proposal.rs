use super::issued;
use super::part::Part;
use super::view::{Choice, OptionView, ProposalView, SetView, State};
use super::{Consented, Query, ReleaseError, Request};
use crate::data::{Outcome, Receipt, Record};
use crate::id::RecordId;
use crate::time::Timestamp;
use alloc::boxed::Box;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::fmt;

/// What would be released, as the person sees and changes it.
///
/// `Debug` shows the origin and counts.
pub struct Proposal {
    request: Request,
    /// What answers the credential queries, by their places; what stands in no option that is whole is none.
    parts: Vec<Option<Part>>,
    sets: Vec<Set>,
}

/// A credential set, and the option that is taken of it: all of it goes out, or the set is not satisfied
/// (OpenID4VP 1.0 §6.4.2).
struct Set {
    /// The place of the set in the request.
    place: usize,
    required: bool,
    options: Vec<Whole>,
    /// A place in `options`.
    chosen: usize,
    /// Of a set that is not required. It starts out as no: less is enough.
    included: bool,
}

/// An option of which every credential query is answered.
struct Whole {
    /// Its place in the set.
    place: usize,
    queries: Vec<usize>,
}

impl Proposal {
    pub(super) fn make(request: Request, records: Vec<(RecordId, Record)>, now: Timestamp) -> Self {
        let records: Vec<(RecordId, Arc<Record>)> = records
            .into_iter()
            .map(|(id, record)| (id, Arc::new(record)))
            .collect();
        let held = issued::held(&request, &records, now);
        let own = request.formats().own().map(|_| records.as_slice());
        let queries = request.query().credentials().iter().enumerate();
        let parts: Vec<Option<Part>> = queries
            .map(|(place, query)| Part::find(place, query, own, &held))
            .collect();
        let sets = arrange(request.query(), &parts).unwrap_or_default();
        Self {
            request,
            parts,
            sets,
        }
    }

    /// The proposal as it stands now.
    pub fn view(&self) -> ProposalView {
        let choices = self.sets.iter().filter(|set| set.options.len() > 1);
        ProposalView {
            origin: self.request.site().name().into(),
            proof: self.request.proof().clone(),
            purpose: self.request.purposes(None),
            encrypted: self.request.answer().is_encrypted(),
            state: self.state(),
            credentials: self
                .shown()
                .map(|part| {
                    let purpose = self.request.purposes(Some(part.query));
                    part.view(self.is_required(part), self.is_included(part), purpose)
                })
                .collect(),
            choices: choices.map(|set| self.choice(set)).collect(),
        }
    }

    /// Carries out what the person chose.
    ///
    /// # Errors
    /// [`ReleaseError::ChoiceUnknown`] for a credential, claim, slot, record or option that [`Proposal::view`] does not
    /// show; the proposal is then as it was.
    pub fn choose(&mut self, choice: &Choice) -> Result<(), ReleaseError> {
        const UNKNOWN: ReleaseError = ReleaseError::ChoiceUnknown;
        if let Choice::Option { set, option } = choice {
            let mut sets = self.sets.iter_mut();
            let set = sets.find(|known| known.place == *set).ok_or(UNKNOWN)?;
            let mut options = set.options.iter();
            let chosen = options.position(|whole| whole.place == *option);
            set.chosen = chosen.ok_or(UNKNOWN)?;
            return Ok(());
        }
        let part = self
            .shown()
            .find(|part| Some(part.id.as_str()) == choice.credential());
        let part = part.ok_or(UNKNOWN)?;
        let (query, required) = (part.query, self.is_required(part));
        if let Choice::Include { included, .. } = choice
            && !required
        {
            let sets = self.sets.iter_mut().filter(|set| set.takes(query));
            sets.for_each(|set| set.included = *included);
            return Ok(());
        }
        let part = self.parts.get_mut(query).and_then(Option::as_mut);
        let part = part.ok_or(UNKNOWN)?;
        match choice {
            Choice::Include { included, .. } => {
                part.withheld = !*included;
                Ok(())
            }
            choice => part.choose(choice),
        }
    }

    /// The person's consent to what the view shows.
    ///
    /// # Errors
    /// The proposal back, with [`ReleaseError::Incomplete`] or [`ReleaseError::NothingMatches`]; see
    /// [`ProposalView::state`].
    pub fn consent(self) -> Result<Consented, (Box<Self>, ReleaseError)> {
        match self.state() {
            State::Ready => {
                let mut items = Vec::new();
                for part in self.shown().filter(|part| self.is_included(part)) {
                    part.give(&mut items);
                }
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
        self.sets.is_empty()
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
        for part in self.shown() {
            let included = self.is_included(part);
            anything |= included;
            if included && !part.is_satisfied() || self.is_required(part) && !included {
                return State::Incomplete;
            }
        }
        if anything {
            State::Ready
        } else {
            State::Incomplete
        }
    }

    /// The parts of the options that are taken, in the order of the query.
    fn shown(&self) -> impl Iterator<Item = &Part> {
        let parts = self.parts.iter().flatten();
        parts.filter(|part| self.sets.iter().any(|set| set.takes(part.query)))
    }

    fn is_required(&self, part: &Part) -> bool {
        let mut sets = self.sets.iter();
        sets.any(|set| set.required && set.takes(part.query))
    }

    fn is_included(&self, part: &Part) -> bool {
        if self.is_required(part) {
            return !part.withheld;
        }
        let mut sets = self.sets.iter();
        sets.any(|set| set.included && set.takes(part.query))
    }

    fn choice(&self, set: &Set) -> SetView {
        let part = |query: &usize| self.parts.get(*query)?.as_ref();
        let options = set.options.iter().enumerate();
        SetView {
            set: set.place,
            required: set.required,
            options: options
                .map(|(place, whole)| OptionView {
                    option: whole.place,
                    chosen: place == set.chosen,
                    types: whole
                        .queries
                        .iter()
                        .filter_map(part)
                        .map(|part| part.vct().into())
                        .collect(),
                })
                .collect(),
        }
    }
}

impl Set {
    /// Whether the option that is taken has this query in it.
    fn takes(&self, query: usize) -> bool {
        let chosen = self.options.get(self.chosen);
        chosen.is_some_and(|whole| whole.queries.contains(&query))
    }
}

impl fmt::Debug for Proposal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Proposal")
            .field("site", self.request.site())
            .field("state", &self.state())
            .field("credentials", &self.shown().count())
            .finish_non_exhaustive()
    }
}

/// The credential sets that can be satisfied, with every option that is whole, the first one taken (DQ-6). `None` when a
/// required set has no such option: then nothing at all is returned.
fn arrange(query: &Query, parts: &[Option<Part>]) -> Option<Vec<Set>> {
    let answered = |place| matches!(parts.get(place), Some(Some(_)));
    let whole = query.whole_options(answered);
    if !query.can_be_satisfied(&whole) {
        return None;
    }
    let sets = query.sets().iter().zip(whole).enumerate();
    let sets = sets.filter(|(_, (_, whole))| !whole.is_empty());
    let sets = sets.map(|(place, (set, whole))| Set {
        place,
        required: set.required(),
        options: whole
            .into_iter()
            .filter_map(|place| {
                let queries = set.options().get(place)?.clone();
                Some(Whole { place, queries })
            })
            .collect(),
        chosen: 0,
        included: false,
    });
    Some(sets.collect())
}
