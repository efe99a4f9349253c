//! What finding records in a vault runs, run on nothing.

use super::VaultError;
use super::few::Few;
use super::keyring::Keyring;
use super::page::{self, Entry, Leaf, Page, Plain};
use super::row::{Dot, Presence};
use crate::data::Kind;
use crate::entropy::Seed;
use crate::id::{PageId, RecordId, VaultId};
use alloc::vec::Vec;

/// About as many pages as the index of ten thousand records has.
const PAGES: u16 = 160;
/// In a page that is about as full as they are.
const ENTRIES: u16 = 64;

/// Seals a page of an index, and opens it again and again. A host whose engine compiles code well only when it has run often does this while
/// the person types, so that they do not wait for it afterwards. Nothing of it is kept.
///
/// # Errors
/// None that is not a defect of ours.
pub fn warm_up(seed: Seed) -> Result<(), VaultError> {
    let mut random = seed.expand();
    let keys = Keyring::new(0, random.make_secret());
    let vault = VaultId::make(&mut random);
    let mut entries = Vec::new();
    for number in 0..ENTRIES {
        let at = Dot {
            change: u64::from(number),
            writer: 0,
        };
        entries.push(Entry {
            id: RecordId::make(&mut random),
            kind: Kind::Person,
            inserted: (1, u32::from(number)),
            change: 1,
            presence: Few::One(Presence { at, there: true }),
            title: "A title of some length".into(),
            label: "".into(),
            choices: 0,
            batch: 0,
        });
    }
    let leaf = Leaf {
        entries,
        batches: Vec::new(),
    };
    let id = PageId::from_number(1);
    let (reference, sealed) = page::seal(&Plain::Leaf(&leaf), id, 1, vault, &keys, &mut random)?;
    for _ in 0..PAGES {
        let Page::Leaf(_) = page::open(&reference, &sealed, vault, &keys)? else {
            return Err(VaultError::Tampered);
        };
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testkit::fixed_seed;

    #[test]
    fn what_is_run_on_nothing_works() {
        assert_eq!(warm_up(fixed_seed(1)), Ok(()));
    }
}
