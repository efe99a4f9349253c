//! Credentials from issuers in copies of a vault that become one.

use crate::merging::{Copy, Seeds, first};
use crate::support::*;
use hailstone_core::credential::{self, HolderKey};
use hailstone_core::data::{Field, Kind, Record};
use hailstone_core::secret::Secret32;
use hailstone_core::vault::{Content, Edit, Query};

/// The key waits in both copies, and each is given a credential that is bound to it.
#[test]
fn credentials_that_two_copies_received_for_one_key_stay_apart_and_whole() {
    let mut seeds = Seeds(1);
    let mut one = Copy::of(&first(), 1);
    let key = HolderKey::make(seeds.next());
    let waiting = key.waiting("University", &Secret32::take(&mut [5; 32]));
    let insert = Edit::Insert(Content::Data(waiting.clone()));
    let id = one.write(&[insert], &mut seeds)[0];
    let mut other = Copy::of(&one.store, 2);
    let received = |token: &str, authority: &str| {
        let record = waiting.clone().with(Field::Credential, token);
        record.with(Field::IssuerAuthorities, authority)
    };
    let came = [received("e30.e30.MQ~", "A"), received("e30.e30.Mg~", "")];
    for (copy, record) in [(&mut one, &came[0]), (&mut other, &came[1])] {
        copy.write(&credential::keep(record.clone(), Some(id)), &mut seeds);
    }
    one.merge(&mut other, &mut seeds).unwrap();
    other.merge(&mut one, &mut seeds).unwrap();
    assert_eq!(one.state(), other.state());
    for copy in [&mut one, &mut other] {
        assert!(copy.choices().iter().all(|choice| *choice == (0, false)));
        let found = query(&mut copy.vault, &copy.store, &Query::default());
        let kept: Vec<Record> = found
            .iter()
            .map(|(id, _)| content(&mut copy.vault, &copy.store, *id).unwrap())
            .filter_map(|content| match content {
                Content::Data(record) if record.kind() == Kind::Credential => Some(record),
                _ => None,
            })
            .collect();
        assert_eq!(kept.len(), 2, "nothing waits");
        assert!(came.iter().all(|record| kept.contains(record)));
    }
}
