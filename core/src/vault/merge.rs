//! Two copies of one vault, changed without knowing of each other, become one.
//!
//! Each value says which change by which writer it came from, and each copy says up to which change it has every
//! writer's doing. So of two values that differ, one that the other copy has seen and no longer has was overwritten there,
//! and one that it has not seen is news; where both are news, both stay, and the person chooses. This is the
//! optimised observed-remove form of a map of multi-value registers (Bieniusa et al., "An optimized conflict-free
//! replicated set", 2012), with deletions kept as what they are.

use super::ahead::{self, Ahead, tidy};
use super::cache::Blocked;
use super::few::Few;
use super::order::{Key, arrange, key};
use super::page::Entry;
use super::row::{Dot, Presence, Row, Stored, Version};
use super::state::{MAX_WRITERS, Rest, Seen};
use super::unlocked::{Base, Prepared, Unlocked};
use super::write::{Act, Work};
use super::{Vault, VaultError};
use crate::data::Field;
use crate::entropy::Seed;
use crate::id::{RecordId, WriterId};
use alloc::vec;
use alloc::vec::Vec;

/// A merge needs pages of one of the copies, or has failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MergeBlocked {
    /// By the copy that is merged into.
    Mine(Blocked),
    /// By the other copy.
    Theirs(Blocked),
}

/// How two copies of a vault stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Each has all of the other's changes.
    Same,
    /// The other one has changes that this one has not, and not the other way round.
    Behind,
    /// This one has changes that the other one has not, and not the other way round.
    Ahead,
    /// Each has changes that the other one has not.
    Apart,
}

impl Vault<Unlocked> {
    /// How this copy stands to another.
    ///
    /// # Errors
    /// [`VaultError::OtherVault`] when they are not copies of one vault.
    pub fn standing(&self, other: &Self) -> Result<Standing, VaultError> {
        if self.header.vault != other.header.vault {
            return Err(VaultError::OtherVault);
        }
        let news = |of: &Self, to: &Self| {
            let to = &to.state.rest;
            let has =
                |seen: &Seen| seen.change == 0 || has_seen(&to.writers, seen.writer, seen.change);
            let rest = &of.state.rest;
            !rest.writers.iter().all(has) || !has_all(to, rest)
        };
        Ok(match (news(other, self), news(self, other)) {
            (false, false) => Standing::Same,
            (true, false) => Standing::Behind,
            (false, true) => Standing::Ahead,
            (true, true) => Standing::Apart,
        })
    }

    /// Works out the write that brings everything of another copy into this one. Nothing is dropped: where both copies
    /// changed the same field, both values stay ([`super::Summary::choices`]); where one deleted a record that the other
    /// changed, it stays ([`super::Summary::is_disputed`]).
    ///
    /// # Errors
    /// [`MergeBlocked`] until the index of both copies, and the records in which they differ, are there;
    /// [`VaultError::OtherVault`]; [`VaultError::Tampered`] when a page of either is damaged. Nothing has changed then.
    pub fn prepare_merge(&self, other: &Self, seed: Seed) -> Result<Prepared, MergeBlocked> {
        if self.header.vault != other.header.vault {
            return Err(mine(VaultError::OtherVault));
        }
        let theirs = other.index().map_err(MergeBlocked::Theirs)?;
        let ours = self.index().map_err(MergeBlocked::Mine)?;
        let mut rest = self.state.rest.clone();
        let translation =
            translation(&mut rest.writers, &other.state.rest.writers).map_err(mine)?;
        let ahead = other.state.rest.ahead.iter();
        let ahead = ahead.map(|group| translate_group(group, &translation));
        let ahead: Option<Vec<Ahead>> = ahead.collect();
        let ahead = ahead.ok_or(mine(VaultError::Tampered))?;

        let ours = |id: RecordId| {
            let found = ours.binary_search_by_key(&id, |entry| entry.id);
            found.ok().and_then(|place| ours.get(place))
        };
        let differs = |entry: &&&Entry| {
            ours(entry.id).is_none_or(|known| {
                let at = |one: &Presence| translate(one.at, &translation);
                let has = |at: Dot| known.presence.iter().any(|one| one.at == at);
                known.presence.len() != entry.presence.len()
                    || !entry.presence.iter().map(at).all(|at| at.is_some_and(has))
            })
        };
        let ids: Vec<RecordId> = theirs.iter().filter(differs).map(|one| one.id).collect();
        let both = ids.iter().copied().filter(|id| ours(*id).is_some());
        let both: Vec<RecordId> = both.collect();
        let theirs = other.rows(&ids).map_err(MergeBlocked::Theirs)?;
        let mut ours = self
            .rows(&both)
            .map_err(MergeBlocked::Mine)?
            .into_iter()
            .peekable();

        let merger = Merger {
            mine: Knowledge {
                writers: &self.state.rest.writers,
                ahead: &self.state.rest.ahead,
            },
            theirs: Knowledge {
                writers: &other.state.rest.writers,
                ahead: &ahead,
            },
            all: &rest.writers,
        };
        let mut work: Vec<Work<'_>> = vec![];
        // Both are in the order of the identifiers.
        for (id, row) in theirs {
            let row = translate_row(row, &translation).ok_or(mine(VaultError::Tampered))?;
            let row = match ours.next_if(|(own, _)| *own == id) {
                Some((_, own)) => merger.merge(own, row),
                None => row,
            };
            work.push((id, vec![Act::Put(row)]));
        }
        for (seen, known) in rest
            .writers
            .iter_mut()
            .map(|seen| (seen.writer, &mut seen.change))
        {
            let change = other
                .state
                .rest
                .writers
                .iter()
                .find(|other| other.writer == seen);
            *known = (*known).max(change.map_or(0, |seen| seen.change));
        }
        rest.ahead.extend(ahead);
        rest.ahead = tidy(rest.ahead, &rest.writers);
        let mut header = self.next_header();
        // Later changes have greater numbers than all that are in it now, whoever made them.
        header.revision = header.revision.max(other.header.revision.saturating_add(1));
        let at = Dot {
            change: header.revision,
            writer: 0,
        };
        let base = Base { header, rest, at };
        self.work(base, &work, vec![], &mut seed.expand())
            .map_err(MergeBlocked::Mine)
    }
}

fn mine(error: VaultError) -> MergeBlocked {
    MergeBlocked::Mine(Blocked::Failed(error))
}

fn has_seen(seen: &[Seen], writer: WriterId, change: u64) -> bool {
    let mut seen = seen.iter();
    seen.any(|seen| seen.writer == writer && seen.change >= change)
}

/// Whether a copy has what another says of single records.
fn has_all(copy: &Rest, of: &Rest) -> bool {
    let has = |id: RecordId, at: &Dot| {
        let Some(Seen { writer, .. }) = of.writers.get(usize::from(at.writer)) else {
            return false;
        };
        let known = copy.writers.iter().position(|seen| seen.writer == *writer);
        let known = known.and_then(|place| u16::try_from(place).ok());
        has_seen(&copy.writers, *writer, at.change)
            || known.is_some_and(|writer| ahead::has_seen(&copy.ahead, id, Dot { writer, ..*at }))
    };
    of.ahead.iter().all(|group| {
        let mut records = group.records.iter();
        records.all(|id| group.seen.iter().all(|at| has(*id, at)))
    })
}

/// For each place in the other copy's list of writers, the place in ours, where new writers are added as far as there is
/// room: a list that is longer would not be read again.
fn translation(ours: &mut Vec<Seen>, theirs: &[Seen]) -> Result<Vec<u16>, VaultError> {
    let mut places = vec![];
    for seen in theirs {
        let known = ours.iter().position(|own| own.writer == seen.writer);
        let place = match known {
            Some(place) => place,
            None if ours.len() < MAX_WRITERS => {
                ours.push(Seen {
                    writer: seen.writer,
                    change: 0,
                });
                ours.len().saturating_sub(1)
            }
            None => return Err(VaultError::Full),
        };
        places.push(u16::try_from(place).map_err(|_| VaultError::Full)?);
    }
    Ok(places)
}

fn translate(at: Dot, translation: &[u16]) -> Option<Dot> {
    let writer = *translation.get(usize::from(at.writer))?;
    Some(Dot { writer, ..at })
}

fn translate_row(mut row: Row, translation: &[u16]) -> Option<Row> {
    for one in row.presence.iter_mut() {
        one.at = translate(one.at, translation)?;
    }
    if let Stored::Data(fields) = &mut row.stored {
        for version in fields
            .iter_mut()
            .flat_map(|(_, versions)| versions.iter_mut())
        {
            version.at = translate(version.at, translation)?;
        }
    }
    Some(row)
}

fn translate_group(group: &Ahead, translation: &[u16]) -> Option<Ahead> {
    let seen = group.seen.iter().map(|at| translate(*at, translation));
    Some(Ahead {
        seen: seen.collect::<Option<_>>()?,
        records: group.records.clone(),
    })
}

/// What each copy has seen, and every writer by the places that dots name.
struct Merger<'a> {
    mine: Knowledge<'a>,
    theirs: Knowledge<'a>,
    all: &'a [Seen],
}

/// What one copy has seen.
#[derive(Clone, Copy)]
struct Knowledge<'a> {
    writers: &'a [Seen],
    /// Its writers by their places among all.
    ahead: &'a [Ahead],
}

impl Merger<'_> {
    fn seen_in(&self, copy: Knowledge<'_>, id: RecordId, at: Dot) -> bool {
        let writer = self.all.get(usize::from(at.writer));
        writer.is_some_and(|writer| has_seen(copy.writers, writer.writer, at.change))
            || ahead::has_seen(copy.ahead, id, at)
    }

    fn merge(&self, mine: Row, theirs: Row) -> Row {
        let id = mine.id;
        let presence = self.news(
            id,
            &mine.presence,
            &theirs.presence,
            |one| one.at,
            |one, _| *one,
        );
        let stored = match (&mine.stored, &theirs.stored) {
            (Stored::Data(own), Stored::Data(other)) => Stored::Data(self.fields(id, own, other)),
            // A receipt never changes.
            _ => mine.stored.clone(),
        };
        Row {
            presence: if presence.is_empty() {
                mine.presence
            } else {
                presence.into()
            },
            inserted: mine.inserted.min(theirs.inserted),
            stored,
            ..mine
        }
    }

    fn fields(
        &self,
        id: RecordId,
        mine: &[(Field, Few<Version>)],
        theirs: &[(Field, Few<Version>)],
    ) -> Vec<(Field, Few<Version>)> {
        let mut all: Vec<(Field, &[Version], &[Version])> = vec![];
        for (field, versions) in mine {
            all.push((*field, versions, &[]));
        }
        for (field, versions) in theirs {
            match all.iter_mut().find(|(own, ..)| own == field) {
                Some(both) => both.2 = versions,
                None => all.push((*field, &[], versions)),
            }
        }
        let all = arrange(all, |(field, ..)| key(&[&field.code().to_be_bytes()]));
        let merged = all.into_iter().map(|(field, mine, theirs)| {
            let versions = self.news(
                id,
                mine,
                theirs,
                |one| one.at,
                |own, other| match &other.value {
                    // What was erased in one copy is erased.
                    None => other.clone(),
                    Some(_) => own.clone(),
                },
            );
            (field, arrange(versions, |version| self.newest(version.at)))
        });
        merged
            .filter(|(_, versions)| !versions.is_empty())
            .map(|(field, versions)| (field, versions.into()))
            .collect()
    }

    /// The newest first: the same order in every copy, whatever the places of the writers are.
    fn newest(&self, at: Dot) -> Key {
        let writer = self.all.get(usize::from(at.writer));
        let mut age = [0xff; 16];
        if let Some(seen) = writer {
            for (age, byte) in age.iter_mut().zip(seen.writer.as_bytes()) {
                *age = !byte;
            }
        }
        key(&[&(!at.change).to_be_bytes(), &age])
    }

    /// What both have, and what one has that the other has not seen.
    fn news<T: Clone>(
        &self,
        id: RecordId,
        mine: &[T],
        theirs: &[T],
        at: impl Fn(&T) -> Dot,
        both: impl Fn(&T, &T) -> T,
    ) -> Vec<T> {
        let mut news = vec![];
        for own in mine {
            match theirs.iter().find(|other| at(other) == at(own)) {
                Some(other) => news.push(both(own, other)),
                None if !self.seen_in(self.theirs, id, at(own)) => news.push(own.clone()),
                None => {}
            }
        }
        let unknown = |other: &&T| !mine.iter().any(|own| at(own) == at(other));
        let theirs = theirs.iter().filter(unknown);
        news.extend(
            theirs
                .filter(|other| !self.seen_in(self.mine, id, at(other)))
                .cloned(),
        );
        news
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_merge_makes_no_list_of_writers_that_would_not_be_read_again() {
        let seen = |number: u16| {
            let mut id = [0; 16];
            id[..2].copy_from_slice(&number.to_be_bytes());
            let writer = WriterId::from_bytes(id);
            Seen { writer, change: 1 }
        };
        let mut ours: Vec<Seen> = (0..1023).map(seen).collect();
        assert_eq!(
            translation(&mut ours, &[seen(5), seen(1023)]),
            Ok(vec![5, 1023])
        );
        let outcome = translation(&mut ours, &[seen(5), seen(1024)]);
        assert_eq!(outcome, Err(VaultError::Full));
        assert_eq!(ours.len(), MAX_WRITERS);
    }
}
