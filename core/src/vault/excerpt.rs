//! A part of the vault in a place that has not room for all of it: some records, the most wanted first, sealed as the whole is
//! and opened by the same unlockers.
//!
//! What is left out is not deleted: an excerpt claims to know nothing of it ([`super::ahead`]), so a copy that it is merged into, or
//! that is merged into it, loses nothing.
//!
//! It has no passphrases among its unlockers: it lies where whoever finds it may read it, and try words at their leisure.

use super::ahead::{Ahead, tidy};
use super::cache::{Blocked, Cache};
use super::header::{Header, VERSION};
use super::keyring::Keyring;
use super::kind::UnlockerKind;
use super::order::{arrange, key};
use super::page::Entry;
use super::row::{Dot, Row};
use super::state::{self, MAX_CHOSEN, Rest};
use super::unlocked::Unlocked;
use super::unlocker::Unlocker;
use super::write::{Act, Work, Writing};
use super::{Backup, Store, StoreError, Vault, VaultError};
use crate::data::Kind;
use crate::entropy::Seed;
use crate::id::RecordId;
use alloc::vec;
use alloc::vec::Vec;

/// No record takes less: as many as there are in this many bytes are looked at.
const LEAST: usize = 48;

/// As much of a vault as there was room for, as a [`Backup`] that any of the vault's unlockers opens.
#[derive(Debug)]
pub struct Excerpt {
    /// It.
    pub backup: Backup,
    /// The records in it, the most wanted first; deleted ones and receipts, too.
    pub records: Vec<RecordId>,
    /// Those for which there was no room.
    pub left_out: Vec<RecordId>,
}

/// What goes into an excerpt.
struct Part<'a> {
    /// In ascending order.
    records: Vec<RecordId>,
    /// Whether they are all there are: then it is a whole copy.
    is_whole: bool,
    chosen: &'a [RecordId],
}

impl Vault<Unlocked> {
    /// Every record, the most wanted first: those of `first` in their order, then who the person is, addresses of every kind, what was
    /// deleted, and receipts, the last change first in each. What is in `first` and not in the vault is left out.
    ///
    /// # Errors
    /// [`Blocked::Pages`] until the whole index is there; [`VaultError::Tampered`] when a page of it is damaged.
    pub fn by_priority(&self, first: &[RecordId]) -> Result<Vec<RecordId>, Blocked> {
        let entries = self.index()?;
        let entries = arrange(entries, |entry| {
            let chosen = first.iter().position(|id| *id == entry.id);
            let place = chosen.unwrap_or(first.len()).to_be_bytes();
            let change = (!entry.change).to_be_bytes();
            key(&[&place, &[rank(entry)], &change])
        });
        Ok(entries.into_iter().map(|entry| entry.id).collect())
    }

    /// The most wanted records, as many as `room` bytes of a backup file hold. It remembers what `first` was:
    /// [`Vault::chosen`].
    ///
    /// # Errors
    /// [`StoreError`]; [`VaultError::KeyMissing`] where the vault has no unlocker but passphrases; [`VaultError::NoRoom`] where not even what every copy has to have would fit; as
    /// [`Vault::by_priority`].
    pub async fn excerpt<E>(
        &mut self,
        store: &impl Store,
        first: &[RecordId],
        room: usize,
        mut seed: impl FnMut() -> Result<Seed, E>,
    ) -> Result<Excerpt, E>
    where
        E: From<StoreError> + From<VaultError>,
    {
        if !self.unlockers().iter().any(is_key) {
            return Err(VaultError::KeyMissing.into());
        }
        let mut wanted = self
            .step::<_, E>(store, |vault| vault.by_priority(first))
            .await?;
        let chosen = wanted.iter().filter(|id| first.contains(id));
        let chosen: Vec<RecordId> = chosen.take(MAX_CHOSEN).copied().collect();
        let most = room.checked_div(LEAST).unwrap_or(0);
        let looked_at = wanted.get(..most).unwrap_or(&wanted);
        let ids = in_order(looked_at);
        let rows = self.step::<_, E>(store, |vault| vault.rows(&ids)).await?;
        self.forget_records();

        // More records never take less: half of those in question at a time.
        let (mut fits, mut too_many) = (0, looked_at.len().saturating_add(1));
        let (mut made, mut next) = (None, looked_at.len());
        loop {
            let part = looked_at.get(..next).unwrap_or(looked_at);
            let part = Part {
                records: in_order(part),
                is_whole: next == wanted.len(),
                chosen: &chosen,
            };
            let backup = self.make_excerpt(&rows, &part, seed()?)?;
            if backup.write()?.len() <= room {
                made = Some(backup);
                fits = next;
            } else {
                too_many = next;
            }
            if too_many.saturating_sub(fits) <= 1 {
                break;
            }
            next = fits.midpoint(too_many);
        }
        let backup = match made {
            Some(backup) => backup,
            // Nothing but the header: it was not tried yet.
            None => {
                let part = Part {
                    records: vec![],
                    is_whole: wanted.is_empty(),
                    chosen: &chosen,
                };
                let backup = self.make_excerpt(&rows, &part, seed()?)?;
                if backup.write()?.len() > room {
                    return Err(VaultError::NoRoom.into());
                }
                backup
            }
        };
        let left_out = wanted.split_off(fits.min(wanted.len()));
        Ok(Excerpt {
            backup,
            records: wanted,
            left_out,
        })
    }

    fn make_excerpt(
        &self,
        rows: &[(RecordId, Row)],
        part: &Part<'_>,
        seed: Seed,
    ) -> Result<Backup, VaultError> {
        let mut random = seed.expand();
        let root = self.state.keys.current();
        let keys = Keyring::new(root.epoch, root.key.copy());
        let mut rest = Rest {
            index: None,
            next_page: 0,
            chosen: part.chosen.into(),
            ..self.state.rest.clone()
        };
        if !part.is_whole {
            let ahead = rest.ahead.iter().map(|group| group.among(&part.records));
            let all = Ahead::of(&rest.writers, &part.records);
            rest.ahead = ahead.chain([all]).collect();
            for seen in &mut rest.writers {
                seen.change = 0;
            }
            rest.ahead = tidy(rest.ahead, &rest.writers);
        }
        let is_in = |(id, _): &&(RecordId, Row)| part.records.binary_search(id).is_ok();
        let work = rows.iter().filter(is_in);
        let work: Vec<Work<'_>> = work
            .map(|(id, row)| (*id, vec![Act::Put(row.clone())]))
            .collect();
        let cache = Cache::default();
        let revision = self.header.revision;
        let mut writing = Writing {
            vault: self.header.vault,
            keys: &keys,
            cache: &cache,
            random: &mut random,
            rest: &mut rest,
            at: Dot {
                change: revision,
                writer: 0,
            },
            revision,
            needed: vec![],
            put: vec![],
            delete: vec![],
            fresh: vec![],
        };
        writing.run(&work)?;
        let pages = writing.put;
        let mut header = Header {
            version: VERSION,
            ..self.header.clone()
        };
        header.unlockers.retain(is_key);
        header.state = state::seal(
            &self.state.site_secret,
            &rest,
            header.vault,
            revision,
            &keys,
            &mut random,
        )?;
        let header = header.write(keys.current().key)?;
        Ok(Backup::new(header, revision, pages))
    }

    /// The records that the person wanted in this excerpt, the most wanted first; the others are there because there was room.
    pub fn chosen(&self) -> &[RecordId] {
        &self.state.rest.chosen
    }

    /// Whether there are changes of which this copy has only a part, because they came with an excerpt: the rest is in another copy.
    pub const fn is_excerpt(&self) -> bool {
        !self.state.rest.ahead.is_empty()
    }
}

fn is_key(unlocker: &Unlocker) -> bool {
    !matches!(unlocker.kind(), UnlockerKind::Passphrase { .. })
}

fn in_order(records: &[RecordId]) -> Vec<RecordId> {
    arrange(records.to_vec(), |id| key(&[id.as_bytes()]))
}

fn rank(entry: &Entry) -> u8 {
    match entry.kind {
        Kind::Receipt => 7,
        _ if !entry.is_there() => 6,
        Kind::Credential => 4,
        Kind::Person => 0,
        Kind::Address => 1,
        Kind::Phone => 2,
        Kind::Email => 3,
    }
}
