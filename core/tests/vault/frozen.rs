use crate::support::*;
use hailstone_core::id::PageId;
use hailstone_core::secret::SecretBytes;
use hailstone_core::testkit::{MemoryStore, fixed_seed, run};
use hailstone_core::vault::{Changes, Edit, RecoveryKey, Store, VERSION, Vault};
use std::fs;
use std::path::PathBuf;
use x25519_dalek::StaticSecret;

const CARD: [u8; 32] = [0x42; 32];
const WORDS: &str = "the frozen passphrase";
/// The words of the recovery sheet: sixteen times 0x80.
const SHEET: &str =
    "letter advice cage absurd amount doctor acoustic avoid letter advice cage above";
const ADDRESSES: [&str; 2] = ["frozen@example.org", "second@example.org"];

fn folder(version: u16) -> PathBuf {
    PathBuf::from(format!("tests/frozen/vault-{version}"))
}

/// The frozen example of a version: `header.bin`, and each page as `page-N.bin`.
fn thaw(version: u16) -> MemoryStore {
    let mut header = vec![];
    let mut put = vec![];
    for file in fs::read_dir(folder(version)).unwrap() {
        let path = file.unwrap().path();
        let bytes = fs::read(&path).unwrap();
        match path.file_stem().unwrap().to_str().unwrap() {
            "header" => header = bytes,
            page => put.push((
                PageId::from_number(page.strip_prefix("page-").unwrap().parse().unwrap()),
                bytes,
            )),
        }
    }
    let store = MemoryStore::default();
    let changes = Changes::for_test(None, 4, &header, put, vec![]);
    run(store.apply(&changes)).unwrap();
    store
}

#[test]
fn the_frozen_vaults_of_all_versions_are_opened() {
    for version in 1..=VERSION {
        let store = thaw(version);
        let header = header(&store);
        let by_words = unlock(&store, WORDS).unwrap();
        let by_card = unlock_by_card(&header, 1, &StaticSecret::from(CARD)).unwrap();
        let by_sheet = unlock_by_sheet(&header, 2, &sheet()).unwrap();
        for mut vault in [by_words, by_card, by_sheet] {
            let ids = all(&mut vault, &store);
            let contents: Vec<_> = ids
                .iter()
                .map(|id| content(&mut vault, &store, *id).unwrap())
                .collect();
            assert_eq!(contents, ADDRESSES.map(email));
        }
    }
}

/// A release that changes the format without freezing an example of its own fails here.
#[test]
fn what_this_version_writes_is_what_was_frozen_byte_for_byte() {
    let (written, frozen) = (make(), thaw(VERSION));
    assert_eq!(header(&written), header(&frozen));
    assert_eq!(written.pages(), frozen.pages());
    for page in written.pages() {
        assert_eq!(run(written.read(&[page])), run(frozen.read(&[page])));
    }
}

/// Writes the frozen example of a new format version, into a folder of its own.
#[test]
#[ignore = "writes the frozen example of a new format version"]
fn freeze() {
    let store = make();
    let folder = folder(VERSION);
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("header.bin"), header(&store)).unwrap();
    for page in store.pages() {
        let sealed = run(store.read(&[page])).unwrap().pop().unwrap().unwrap();
        fs::write(folder.join(format!("page-{page}.bin")), sealed).unwrap();
    }
}

fn sheet() -> RecoveryKey {
    RecoveryKey::parse(&SecretBytes::from(SHEET.to_string())).unwrap()
}

fn make() -> MemoryStore {
    let store = MemoryStore::default();
    let words = passphrase(WORDS);
    let (mut vault, created) = Vault::create(&by_passphrase(&words), NOW, fixed_seed(101)).unwrap();
    run(store.apply(&created)).unwrap();
    let card = StaticSecret::from(CARD);
    let added = vault
        .prepare_unlocker(&by_card(&card), fixed_seed(102))
        .unwrap();
    keep(&mut vault, &store, added);
    let sheet = sheet();
    let added = vault
        .prepare_unlocker(&by_sheet(&sheet), fixed_seed(104))
        .unwrap();
    keep(&mut vault, &store, added);
    let edits = ADDRESSES.map(|address| Edit::Insert(email(address)));
    write(&mut vault, &store, &edits, 103).unwrap();
    store
}
