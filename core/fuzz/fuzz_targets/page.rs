//! A page: sealed bytes that the vault did not write never open, and whatever a plaintext is, it is decoded whole or not
//! at all.
#![no_main]

use hailstone_core::card::{Application, Curve};
use hailstone_core::data::{Field, Kind, Record};
use hailstone_core::testkit::{WRITER, fixed_seed};
use hailstone_core::time::Timestamp;
use hailstone_core::vault::{
    CardKey, Content, Edit, NewUnlocker, Shelf, Unlocked, Vault, reencode_page,
};
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

static VAULT: LazyLock<(Vault<Unlocked>, Shelf, Vec<u8>)> = LazyLock::new(|| {
    let mut base = [0; 32];
    base[0] = 9;
    let card = NewUnlocker::Card {
        label: "Card",
        key: CardKey {
            application: Application::Openpgp,
            serial: "1",
            slot: 0,
            curve: Curve::X25519,
            public_key: base,
        },
        local: None,
    };
    let (mut vault, _) = Vault::create(&card, Timestamp::from_unix(1), fixed_seed(1)).unwrap();
    let record = Record::new(Kind::Email).with(Field::Email, "ada@example.org");
    let edits = [Edit::Insert(Content::Data(record))];
    let prepared = vault.prepare(&edits, WRITER, fixed_seed(2)).unwrap();
    let id = prepared.inserted()[0];
    let pages = prepared.changes().put().to_vec();
    vault.commit(prepared).unwrap();
    let shelf = vault.locate(&[id]).unwrap().shelves.remove(0);
    let page = pages
        .into_iter()
        .find(|(page, _)| *page == shelf.needed().id());
    (vault, shelf, page.unwrap().1)
});

fuzz_target!(|bytes: &[u8]| {
    let (vault, shelf, good) = &*VAULT;
    let opened = vault.open(shelf, Some(bytes));
    assert_eq!(opened[0].1.is_ok(), bytes == good);
    if let Some(again) = reencode_page(bytes) {
        // Numbers can be written in more than one way; what is written anew reads the same.
        assert_eq!(reencode_page(&again).as_deref(), Some(again.as_slice()));
    }
});
