use super::*;

#[test]
fn a_full_disk_changes_nothing_and_with_room_it_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let store = SqliteStore::create(&folder.path().join("vault.db")).unwrap();
    let first = Changes::for_test(None, 1, b"header 1", vec![], vec![]);
    store.apply(&first).unwrap();
    store
        .connection
        .pragma_update(None, "max_page_count", 8)
        .unwrap();
    let id = PageId::from_number(1);
    let large = vec![(id, vec![7; 1 << 20])];
    let changes = Changes::for_test(Some(1), 2, b"header 2", large, vec![]);
    assert_eq!(store.apply(&changes), Err(StoreError::Full));
    assert_eq!(store.header(), Ok(Some(b"header 1".to_vec())));
    assert_eq!(store.read(&[id]), Ok(vec![None]));
    let there_is_room = u32::MAX - 1;
    store
        .connection
        .pragma_update(None, "max_page_count", there_is_room)
        .unwrap();
    store.apply(&changes).unwrap();
    assert_eq!(store.read(&[id]), Ok(vec![Some(vec![7; 1 << 20])]));
}

#[test]
fn what_is_discarded_leaves_nothing_behind() {
    let folder = tempfile::tempdir().unwrap();
    let store = SqliteStore::create(&folder.path().join("vault.db")).unwrap();
    let changes = Changes::for_test(None, 1, b"header", vec![], vec![]);
    store.apply(&changes).unwrap();
    store.discard();
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn the_largest_revision_is_kept_exactly() {
    let folder = tempfile::tempdir().unwrap();
    let store = SqliteStore::create(&folder.path().join("vault.db")).unwrap();
    let changes = Changes::for_test(None, u64::MAX, b"header", vec![], vec![]);
    store.apply(&changes).unwrap();
    assert_eq!(revision(&store.connection), Ok(Some(u64::MAX)));
}

#[test]
fn a_commit_is_on_the_disk_and_what_is_deleted_is_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("vault.db");
    let created = SqliteStore::create(&file).unwrap();
    let changes = Changes::for_test(None, 1, b"header", vec![], vec![]);
    created.apply(&changes).unwrap();
    for store in [created, SqliteStore::open(&file).unwrap()] {
        let pragma = |name| store.connection.pragma_query_one::<String>(None, name);
        let number = |name| store.connection.pragma_query_one::<i64>(None, name);
        assert_eq!(pragma("journal_mode").unwrap(), "wal");
        assert_eq!(number("synchronous").unwrap(), 2);
        assert_eq!(number("secure_delete").unwrap(), 1);
    }
}
