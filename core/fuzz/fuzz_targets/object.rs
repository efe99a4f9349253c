//! A sealed object: bytes that the vault did not write never open.
#![no_main]

use hailstone_core::data::{Field, Kind, Record};
use hailstone_core::id::RecordId;
use hailstone_core::testkit::fixed_seed;
use hailstone_core::time::Timestamp;
use hailstone_core::vault::{CardApplication, Content, Edit, NewUnlocker, Unlocked, Vault};
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

static VAULT: LazyLock<(Vault<Unlocked>, RecordId, Vec<u8>)> = LazyLock::new(|| {
    let mut base = [0; 32];
    base[0] = 9;
    let card = NewUnlocker::Card {
        label: "Card",
        application: CardApplication::Openpgp,
        serial: "1",
        public_key: base,
    };
    let (mut vault, _) = Vault::create(&card, Timestamp::from_unix(1), fixed_seed(1)).unwrap();
    let record = Record::new(Kind::Email).with(Field::Email, "ada@example.org");
    let prepared = vault
        .prepare(vec![Edit::Insert(Content::Data(record))], fixed_seed(2))
        .unwrap();
    let (id, sealed) = prepared.changes().put()[0].clone();
    vault.commit(prepared).unwrap();
    (vault, id, sealed)
});

fuzz_target!(|sealed: &[u8]| {
    let (vault, id, good) = &*VAULT;
    assert_eq!(vault.open(*id, sealed).is_ok(), sealed == good);
});
