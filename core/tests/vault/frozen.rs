use crate::support::*;
use hailstone_core::testkit::fixed_seed;
use hailstone_core::vault::{Changes, Edit, VERSION, Vault};
use x25519_dalek::{PublicKey, StaticSecret};

/// The frozen example of format version 1: what this version writes from fixed seeds, byte for byte, and what every
/// later version must open.
#[test]
fn the_frozen_vault_of_version_1_is_written_and_opened() {
    const HEADER: &[u8] = include_bytes!("../frozen/vault-1/header.bin");
    const INDEX_OBJECT: &[u8] = include_bytes!("../frozen/vault-1/index.bin");
    const RECORD: &[u8] = include_bytes!("../frozen/vault-1/record.bin");
    let locked = Vault::read(HEADER).unwrap();
    let ids: Vec<_> = locked
        .unlockers()
        .iter()
        .map(|unlocker| unlocker.id())
        .collect();
    let opening = locked
        .unlock_with_passphrase(ids[0], &passphrase("the frozen passphrase"))
        .unwrap();
    let vault = opening.index(INDEX_OBJECT).unwrap();
    let (id, _) = vault.entries().next().unwrap();
    assert_eq!(vault.open(id, RECORD), Ok(email("frozen@example.org")));
    let card = StaticSecret::from([0x42; 32]);
    let agreeing = Vault::read(HEADER)
        .unwrap()
        .agree_with_card(ids[1], fixed_seed(9))
        .unwrap();
    let answer = card
        .diffie_hellman(&PublicKey::from(*agreeing.point()))
        .to_bytes();
    assert!(agreeing.reply(&answer).unwrap().index(INDEX_OBJECT).is_ok());

    let written = frozen();
    assert_eq!(written.header(), HEADER);
    assert_eq!(written.put()[0].1, RECORD);
    assert_eq!(written.put()[1].1, INDEX_OBJECT);
}

/// Writes the frozen example anew; only for a new format version, into a new folder.
#[test]
#[ignore = "writes the frozen example of a new format version"]
fn freeze() {
    let written = frozen();
    let folder = std::path::PathBuf::from(format!("tests/frozen/vault-{VERSION}"));
    std::fs::create_dir(&folder).unwrap();
    std::fs::write(folder.join("header.bin"), written.header()).unwrap();
    std::fs::write(folder.join("record.bin"), &written.put()[0].1).unwrap();
    std::fs::write(folder.join("index.bin"), &written.put()[1].1).unwrap();
}

fn frozen() -> Changes {
    let words = passphrase("the frozen passphrase");
    let (mut vault, _) = Vault::create(&by_passphrase(&words), NOW, fixed_seed(101)).unwrap();
    let card = StaticSecret::from([0x42; 32]);
    let prepared = vault
        .prepare_unlocker(&by_card(&card), fixed_seed(102))
        .unwrap();
    vault.commit(prepared).unwrap();
    vault
        .prepare(
            vec![Edit::Insert(email("frozen@example.org"))],
            fixed_seed(103),
        )
        .unwrap()
        .changes()
        .clone()
}
