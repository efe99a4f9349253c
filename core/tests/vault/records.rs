use crate::support::*;
use hailstone_core::data::{Field, Kind, Record};
use hailstone_core::testkit::{Trouble, WRITER};
use hailstone_core::vault::{Content, Edit, Query, VaultError};

#[test]
fn a_record_is_there_after_locking_and_unlocking() {
    let (written, store, id) = vault();
    drop(written.lock());
    let mut vault = unlock(&store, "one two three").unwrap();
    assert_eq!(
        content(&mut vault, &store, id),
        Ok(email("ada@example.org"))
    );
    assert_eq!(vault.revision(), 2);
}

#[test]
fn a_receipt_is_kept_like_any_record_and_never_changes() {
    let (mut vault, store, _) = vault();
    let receipt = receipt();
    let ids = write(&mut vault, &store, &[Edit::Insert(receipt.clone())], 3).unwrap();
    assert_eq!(content(&mut vault, &store, ids[0]), Ok(receipt.clone()));
    for edit in [
        Edit::Replace(ids[0], receipt),
        Edit::Replace(ids[0], email("x@example.org")),
        Edit::Update(ids[0], vec![]),
        Edit::Delete(ids[0]),
    ] {
        let outcome = write(&mut vault, &store, &[edit], 4);
        assert_eq!(outcome, Err(VaultError::KindMismatch.into()));
    }
}

#[test]
fn records_stay_in_the_order_in_which_they_were_inserted() {
    let (mut vault, store, first) = vault();
    let more = ["z@example.org", "a@example.org", "m@example.org"];
    let edits = more.map(|address| Edit::Insert(email(address)));
    let mut order = vec![first];
    order.extend(write(&mut vault, &store, &edits, 3).unwrap());
    let edits = [Edit::Replace(order[1], email("b@example.org"))];
    write(&mut vault, &store, &edits, 4).unwrap();
    assert_eq!(all(&mut vault, &store), order);
}

#[test]
fn an_update_changes_the_fields_that_it_names_and_each_says_where_it_comes_from() {
    let (mut vault, store, _) = vault();
    let ada = Record::new(Kind::Person)
        .with(Field::Name, "Ada")
        .with(Field::Nickname, "A")
        .with(Field::Birthdate, "1815-12-10");
    let id = write(&mut vault, &store, &[Edit::Insert(Content::Data(ada))], 3).unwrap()[0];
    let changes = vec![
        (Field::Name, Some(" Ada Lovelace ".into())),
        (Field::Nickname, None),
        (Field::Website, Some("https://ada.example".into())),
    ];
    write(&mut vault, &store, &[Edit::Update(id, changes)], 4).unwrap();
    let opened = opened(&mut vault, &store, id).unwrap();
    let versions = opened.versions();
    let found: Vec<_> = versions
        .iter()
        .map(|one| (one.field, one.value.as_str(), one.change, one.writer))
        .collect();
    assert_eq!(
        found,
        [
            (Field::Name, "Ada Lovelace", 4, WRITER),
            (Field::Birthdate, "1815-12-10", 3, WRITER),
            (Field::Website, "https://ada.example", 4, WRITER),
        ]
    );
}

#[test]
fn a_query_finds_by_kind_by_words_and_by_what_changed_since() {
    let (mut vault, store, ada) = vault();
    let phone = Record::new(Kind::Phone)
        .with(Field::PhoneNumber, "+353 1 234")
        .with(Field::Label, "Büro");
    let edits = [
        Edit::Insert(Content::Data(phone)),
        Edit::Insert(email("bob@example.org")),
    ];
    let ids = write(&mut vault, &store, &edits, 3).unwrap();
    let mut find = |asked: Query<'_>| -> Vec<_> {
        let found = query(&mut vault, &store, &asked);
        found.into_iter().map(|(id, _)| id).collect()
    };
    let some = Query::default;
    let kinds = Some([Kind::Phone].as_slice());
    assert_eq!(find(Query { kinds, ..some() }), [ids[0]]);
    let has = |words: &'static str| move |title: &str| title.to_lowercase().contains(words);
    let matches: Option<&dyn Fn(&str) -> bool> = Some(&has("example.org"));
    assert_eq!(find(Query { matches, ..some() }), [ada, ids[1]]);
    let matches: Option<&dyn Fn(&str) -> bool> = Some(&has("büro"));
    assert_eq!(find(Query { matches, ..some() }), [ids[0]]);
    let matches: Option<&dyn Fn(&str) -> bool> = Some(&has("nobody"));
    assert!(find(Query { matches, ..some() }).is_empty());
    let since = Some(2);
    assert_eq!(find(Query { since, ..some() }), ids);
    let since = Some(3);
    assert!(find(Query { since, ..some() }).is_empty());
}

#[test]
fn a_deleted_record_can_be_had_back_until_it_is_erased() {
    let (mut vault, store, id) = vault();
    let deleted = Query {
        deleted: true,
        ..Query::default()
    };
    write(&mut vault, &store, &[Edit::Delete(id)], 3).unwrap();
    assert!(all(&mut vault, &store).is_empty());
    assert_eq!(query(&mut vault, &store, &deleted)[0].1, "ada@example.org");
    for edit in [Edit::Delete(id), Edit::Update(id, vec![])] {
        let outcome = write(&mut vault, &store, &[edit], 4);
        assert_eq!(outcome, Err(Trouble::Vault(VaultError::RecordUnknown)));
    }
    write(&mut vault, &store, &[Edit::Restore(id)], 5).unwrap();
    assert_eq!(
        content(&mut vault, &store, id),
        Ok(email("ada@example.org"))
    );
    let outcome = write(&mut vault, &store, &[Edit::Erase(id)], 6);
    assert_eq!(outcome, Err(Trouble::Vault(VaultError::RecordUnknown)));

    write(&mut vault, &store, &[Edit::Delete(id), Edit::Erase(id)], 7).unwrap();
    assert_eq!(query(&mut vault, &store, &deleted), [(id, String::new())]);
    assert!(
        opened(&mut vault, &store, id)
            .unwrap()
            .versions()
            .is_empty()
    );
    let since = Query {
        since: Some(4),
        ..Query::default()
    };
    assert_eq!(
        query(&mut vault, &store, &since).len(),
        1,
        "that it is gone is a change"
    );
}
