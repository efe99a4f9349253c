//! After a vault is locked and dropped, no byte of its keys is left in the memory of the process.

#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test says no by panicking, in its helpers too"
)]

use hailstone_bridge::entropy::seed;
use hailstone_core::data::{Field, Kind, Record};
use hailstone_core::secret::SecretBytes;
use hailstone_core::testkit::{MemoryStore, Trouble, WRITER, run};
use hailstone_core::time::Timestamp;
use hailstone_core::vault::{Content, Cost, Edit, NewUnlocker, Query, Store, Unlocked, Vault};
use std::fs::{self, File};
use std::os::unix::fs::FileExt;
use zeroize::Zeroize;

/// What must not be found, kept so that it is not found here.
struct Needle {
    name: &'static str,
    masked: Vec<u8>,
}

const MASK: u8 = 0x5a;

impl Needle {
    fn new(name: &'static str, secret: &[u8]) -> Self {
        let masked = secret.iter().map(|byte| byte ^ MASK).collect();
        Self { name, masked }
    }

    fn is_in(&self, bytes: &[u8]) -> bool {
        let Some((first, rest)) = self.masked.split_first() else {
            return false;
        };
        let begins = bytes
            .iter()
            .enumerate()
            .filter(|(_, byte)| **byte ^ MASK == *first);
        let mut places = begins.map(|(place, _)| place + 1);
        places.any(|place| {
            bytes.get(place..place + rest.len()).is_some_and(|found| {
                found
                    .iter()
                    .zip(rest)
                    .all(|(byte, masked)| byte ^ MASK == *masked)
            })
        })
    }
}

/// The names of those that are somewhere in what this process may write to.
fn found(needles: &[Needle]) -> Vec<&'static str> {
    let memory = File::open("/proc/self/mem").unwrap();
    let maps = fs::read_to_string("/proc/self/maps").unwrap();
    let mut found = vec![];
    // One buffer for all, wiped before each look: a copy of the memory is memory, too.
    let mut bytes = vec![0; 1 << 20];
    for line in maps.lines().filter(|line| line.contains(" rw")) {
        let (from, rest) = line.split_once('-').unwrap();
        let (to, _) = rest.split_once(' ').unwrap();
        let from = u64::from_str_radix(from, 16).unwrap();
        let to = u64::from_str_radix(to, 16).unwrap();
        let mut at = from;
        while at < to {
            let length = usize::try_from(to - at).unwrap().min(bytes.len());
            // Mappings like the kernel's own cannot be read.
            if let Ok(read) = memory.read_at(&mut bytes[..length], at) {
                for needle in needles {
                    if needle.is_in(&bytes[..read]) && !found.contains(&needle.name) {
                        found.push(needle.name);
                    }
                }
            }
            bytes.fill(0);
            // The next part overlaps by more than any needle, so that none is cut in two.
            at += u64::try_from(length).unwrap().saturating_sub(256).max(1);
            if length < bytes.len() {
                break;
            }
        }
    }
    found
}

fn words() -> SecretBytes {
    SecretBytes::from(["an extraordinary", "passphrase of its own"].join(" "))
}

/// Makes a vault, uses it, and locks it; gives what must not be left of it.
fn use_and_lock() -> (MemoryStore, Vec<Needle>) {
    let store = MemoryStore::default();
    let passphrase = words();
    let first = NewUnlocker::Passphrase {
        label: "Passphrase",
        passphrase: &passphrase,
        cost: Cost::FLOOR,
    };
    let now = Timestamp::from_unix(1_790_000_000);
    let (vault, created) = Vault::create(&first, now, seed().unwrap()).unwrap();
    run(store.apply(&created)).unwrap();
    drop(vault);
    let locked = Vault::read(created.header()).unwrap();
    let unlocker = locked.unlockers()[0].id();
    let mut vault = locked
        .unlock_with_passphrase(unlocker, &passphrase)
        .unwrap();
    let record = Record::new(Kind::Email).with(Field::Email, "somebody.special@example.org");
    let edits = [Edit::Insert(Content::Data(record))];
    let fresh = || seed().map_err(|_| unreachable!("the system has random bytes"));
    let ids = run(vault.write::<Trouble>(&store, &edits, WRITER, fresh)).unwrap();
    run(vault.open_all::<Trouble>(&store, &ids)).unwrap();
    let removal = removal_of_another(&mut vault, &store);
    run(vault.keep::<Trouble>(&store, removal)).unwrap();
    assert_eq!(vault.query(&Query::default()).unwrap().records.len(), 1);
    let mut needles = vec![
        Needle::new("passphrase", passphrase.expose()),
        Needle::new("value", b"somebody.special@example.org"),
    ];
    for (name, mut key) in vault.keys_for_test() {
        needles.push(Needle::new(name, &key));
        key.zeroize();
    }
    let present = found(&needles);
    for name in ["root", "earlier root", "site secret", "passphrase", "value"] {
        assert!(
            present.contains(&name),
            "{name} is not even there while it is used"
        );
    }
    // These are made for each use, and gone after it.
    for name in ["key of the header", "key of a page"] {
        assert!(
            needles.iter().any(|needle| needle.name == name),
            "no {name}"
        );
        assert!(!present.contains(&name), "{name} is there between two uses");
    }
    drop(vault.lock());
    (store, needles)
}

/// A new epoch: the write that is under way has keys of its own.
fn removal_of_another(
    vault: &mut Vault<Unlocked>,
    store: &MemoryStore,
) -> hailstone_core::vault::Prepared {
    let other = SecretBytes::from(String::from("another"));
    let new = NewUnlocker::Passphrase {
        label: "Another",
        passphrase: &other,
        cost: Cost::FLOOR,
    };
    let added = vault.prepare_unlocker(&new, seed().unwrap()).unwrap();
    run(vault.keep::<Trouble>(store, added)).unwrap();
    let unlocker = vault.unlockers()[1].id();
    vault.prepare_removal(unlocker, seed().unwrap()).unwrap()
}

#[test]
fn after_lock_and_drop_no_key_byte_is_left_in_memory() {
    let (_store, needles) = use_and_lock();
    let left = found(&needles);
    // Values are not keys: a codec's copies are freed, not wiped (docs/threat-model.md).
    let keys: Vec<_> = left.iter().filter(|name| **name != "value").collect();
    assert!(keys.is_empty(), "left in memory: {keys:?}");
}
