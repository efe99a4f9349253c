//! Objects beside a model of them that is a map (section 5 of `docs/card-application.md`).

#![allow(clippy::unwrap_used, reason = "what goes wrong is a failed test")]

mod support;

use proptest::prelude::*;
use std::collections::BTreeMap;
use support::{Card, Host, card, personalised};

const BEGIN: [u8; 3] = [0x50, 0x01, 0x00];
const COMMIT: [u8; 3] = [0x50, 0x02, 0x00];
const ABORT: [u8; 3] = [0x50, 0x03, 0x00];

fn left(host: &mut Host, card: &mut Card) -> u32 {
    u32::from_be_bytes(host.status(card)[14..18].try_into().unwrap())
}

/// What may be done to a few objects.
#[derive(Clone, Debug)]
enum Step {
    Put(u8, Vec<u8>),
    Append(u8, Vec<u8>),
    Delete(u8),
    Begin,
    Commit,
    Abort,
    PowerCycle,
}

fn step() -> impl Strategy<Value = Step> {
    let bytes = || prop::collection::vec(any::<u8>(), 0..700);
    let tag = || 0xc1_u8..0xc6;
    prop_oneof![
        4 => (tag(), bytes()).prop_map(|(tag, bytes)| Step::Put(tag, bytes)),
        3 => (tag(), bytes()).prop_map(|(tag, bytes)| Step::Append(tag, bytes)),
        2 => tag().prop_map(Step::Delete),
        2 => Just(Step::Begin),
        2 => Just(Step::Commit),
        1 => Just(Step::Abort),
        1 => Just(Step::PowerCycle),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn hc_35_hc_36_objects_are_as_a_simple_model_says(steps in prop::collection::vec(step(), 1..40)) {
        let flash = personalised(16);
        let mut card = card(&flash);
        let mut host = Host::open(&mut card);
        host.verify(&mut card).unwrap();
        let mut committed: BTreeMap<u8, Vec<u8>> = BTreeMap::new();
        let mut pending: Option<BTreeMap<u8, Vec<u8>>> = None;
        for step in steps {
            match step {
                Step::Put(tag, bytes) => {
                    if host.put(&mut card, tag, None, &bytes).is_ok() {
                        pending.as_mut().unwrap_or(&mut committed).insert(tag, bytes);
                    }
                }
                Step::Append(tag, bytes) => {
                    let known = pending.as_mut().and_then(|pending| pending.get_mut(&tag));
                    let length = known.as_ref().map_or(1, |known| known.len());
                    if length > 0 && host.append(&mut card, tag, length, &bytes).is_ok() {
                        known.unwrap().extend(bytes);
                    }
                }
                Step::Delete(tag) => {
                    if host.delete(&mut card, tag).is_ok() {
                        pending.as_mut().unwrap_or(&mut committed).remove(&tag);
                    }
                }
                Step::Begin => {
                    if host.send(&mut card, BEGIN, &[]).is_ok() {
                        pending = Some(committed.clone());
                    }
                }
                Step::Commit => {
                    if host.send(&mut card, COMMIT, &[]).is_ok() {
                        committed = pending.take().unwrap();
                    }
                }
                Step::Abort => {
                    if host.send(&mut card, ABORT, &[]).is_ok() {
                        pending = None;
                    }
                }
                Step::PowerCycle => {
                    card = support::card(&flash);
                    host = Host::open(&mut card);
                    host.verify(&mut card).unwrap();
                    pending = None;
                }
            }
            for tag in 0xc1..0xc6 {
                let expected = committed.get(&tag).cloned().ok_or(0x6a88);
                prop_assert_eq!(host.get(&mut card, tag), expected);
            }
            if pending.is_none() {
                let used: usize = committed.values().map(|bytes| bytes.len().div_ceil(254)).sum();
                prop_assert_eq!(left(&mut host, &mut card), u32::try_from((16 - used) * 254).unwrap());
            }
        }
    }
}
