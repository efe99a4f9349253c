//! What a copy knows of single records beyond what it knows of the whole vault.
//!
//! A copy's list of writers says up to which change it has *everything* that each of them did. An [`excerpt`](super::Excerpt) has
//! some records only, so it can say that of these alone; and so can a copy that an excerpt was merged into.

use super::VaultError;
use super::row::Dot;
use super::state::Seen;
use crate::id::RecordId;
use alloc::vec;
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

/// The most records that are spoken of, each counted as often as it is. What is forgotten beyond it is asked of the person again, as
/// a choice; nothing is lost by it.
const MAX_RECORDS: usize = 2048;
/// The most groups.
const MAX_GROUPS: usize = 32;

/// These records are complete up to these changes, further than the list of writers says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Ahead {
    /// For each writer by its place in the list of writers, its last change that is in the records.
    pub(super) seen: Vec<Dot>,
    /// In ascending order.
    pub(super) records: Vec<RecordId>,
}

impl Ahead {
    /// What a whole copy knows, said of some of its records, which are in ascending order.
    pub(super) fn of(writers: &[Seen], records: &[RecordId]) -> Self {
        let seen = (0_u16..).zip(writers);
        let seen = seen.filter(|(_, seen)| seen.change > 0);
        let seen = seen.map(|(writer, seen)| Dot {
            writer,
            change: seen.change,
        });
        Self {
            seen: seen.collect(),
            records: records.into(),
        }
    }

    /// The same, said of those of its records that are among these, which are in ascending order.
    pub(super) fn among(&self, records: &[RecordId]) -> Self {
        let is_among = |id: &&RecordId| records.binary_search(id).is_ok();
        Self {
            seen: self.seen.clone(),
            records: self.records.iter().filter(is_among).copied().collect(),
        }
    }

    fn has_seen(&self, at: Dot) -> bool {
        let mut seen = self.seen.iter();
        seen.any(|seen| seen.writer == at.writer && seen.change >= at.change)
    }

    fn is_empty(&self) -> bool {
        self.seen.is_empty() || self.records.is_empty()
    }

    fn check(&self, writers: &[Seen]) -> Result<(), VaultError> {
        let known = |seen: &Dot| usize::from(seen.writer) < writers.len();
        let in_order = self.records.is_sorted_by(|one, next| one < next);
        if in_order && self.seen.iter().all(known) {
            Ok(())
        } else {
            Err(VaultError::Tampered)
        }
    }
}

/// Whether a copy has this change in this record, by what it says of single ones.
pub(super) fn has_seen(groups: &[Ahead], id: RecordId, at: Dot) -> bool {
    let of_it = |group: &&Ahead| group.records.binary_search(&id).is_ok();
    groups.iter().filter(of_it).any(|group| group.has_seen(at))
}

/// Refuses what this code would not have written.
pub(super) fn check(groups: &[Ahead], writers: &[Seen]) -> Result<(), VaultError> {
    if groups.len() > MAX_GROUPS {
        return Err(VaultError::Tampered);
    }
    groups.iter().try_for_each(|group| group.check(writers))
}

/// Leaves out what the list of writers says already, and what another group says of the same record; the last of equals stays.
pub(super) fn tidy(groups: Vec<Ahead>, writers: &[Seen]) -> Vec<Ahead> {
    let mut tidy: Vec<Ahead> = vec![];
    let mut records = 0_usize;
    // From the end: what was learnt last goes furthest, and is kept when there are too many.
    for mut group in groups.into_iter().rev() {
        group.seen.retain(|at| {
            let seen = writers.get(usize::from(at.writer));
            seen.is_none_or(|seen| seen.change < at.change)
        });
        for other in &tidy {
            if group.seen.iter().all(|at| other.has_seen(*at)) {
                group
                    .records
                    .retain(|id| other.records.binary_search(id).is_err());
            }
        }
        records = records.saturating_add(group.records.len());
        if group.is_empty() {
            continue;
        }
        if tidy.len() >= MAX_GROUPS || records > MAX_RECORDS {
            break;
        }
        tidy.push(group);
    }
    tidy.reverse();
    tidy
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::WriterId;

    fn id(number: u16) -> RecordId {
        let mut id = [0; 16];
        id[..2].copy_from_slice(&number.to_be_bytes());
        RecordId::from_bytes(id)
    }

    fn group(change: u64, records: &[u16]) -> Ahead {
        Ahead {
            seen: vec![Dot { writer: 0, change }],
            records: records.iter().map(|number| id(*number)).collect(),
        }
    }

    fn writers(change: u64) -> Vec<Seen> {
        let writer = WriterId::from_bytes([1; 16]);
        vec![Seen { writer, change }]
    }

    #[test]
    fn what_the_whole_copy_has_seen_is_not_said_of_a_record() {
        let groups = vec![group(5, &[1]), group(6, &[2])];
        assert_eq!(tidy(groups.clone(), &writers(4)), groups);
        assert_eq!(tidy(groups.clone(), &writers(5)), groups[1..]);
        assert_eq!(tidy(groups, &writers(6)), []);
    }

    #[test]
    fn a_record_stands_in_the_group_that_goes_further() {
        let groups = vec![group(5, &[1, 2]), group(6, &[2, 3])];
        let expected = [group(5, &[1]), group(6, &[2, 3])];
        assert_eq!(tidy(groups, &writers(1)), expected);
        let at = |change| Dot { writer: 0, change };
        assert!(has_seen(&expected, id(2), at(6)));
        assert!(has_seen(&expected, id(1), at(5)));
        assert!(!has_seen(&expected, id(1), at(6)));
        assert!(!has_seen(&expected, id(4), at(1)));
    }

    #[test]
    fn no_more_is_kept_than_is_read_again() {
        let many: Vec<u16> = (0..2000).collect();
        let groups = vec![group(5, &many), group(3, &many)];
        assert_eq!(tidy(groups, &writers(1)), [group(3, &many)]);
        let groups: Vec<Ahead> = (0..40).map(|number| group(5, &[number])).collect();
        let kept = tidy(groups, &writers(1));
        assert_eq!(kept.len(), MAX_GROUPS);
        assert_eq!(check(&kept, &writers(1)), Ok(()));
    }

    #[test]
    fn a_group_of_writers_that_there_are_none_of_is_refused() {
        let groups = [group(5, &[1])];
        assert_eq!(check(&groups, &[]), Err(VaultError::Tampered));
        let unordered = [Ahead {
            seen: vec![],
            records: vec![id(2), id(1)],
        }];
        assert_eq!(check(&unordered, &writers(1)), Err(VaultError::Tampered));
    }
}
