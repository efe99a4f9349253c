use crate::support::*;
use hailstone_core::data::{Outcome, Receipt};
use hailstone_core::testkit::{fixed_seed, run};
use hailstone_core::vault::{Content, Edit, Store};

#[test]
fn a_record_is_there_after_locking_and_unlocking() {
    let (written, store, id) = vault();
    drop(written.lock().unwrap());
    let vault = unlock(&store, "one two three").unwrap();
    assert_eq!(
        vault.open(id, &object(&store, id)),
        Ok(email("ada@example.org"))
    );
    assert_eq!(vault.revision(), 2);
}

#[test]
fn a_receipt_is_kept_like_any_record() {
    let (mut vault, store, _) = vault();
    let receipt = Receipt {
        at: NOW,
        origin: "https://shop.example".into(),
        outcome: Outcome::Refused,
        error: None,
        purpose: vec![],
        items: vec![],
        subject: None,
        token_hash: None,
    };
    let content = Content::Receipt(Box::new(receipt));
    let prepared = vault
        .prepare(vec![Edit::Insert(content.clone())], fixed_seed(3))
        .unwrap();
    run(store.apply(prepared.changes())).unwrap();
    let id = prepared.inserted()[0];
    vault.commit(prepared).unwrap();
    assert_eq!(vault.open(id, &object(&store, id)), Ok(content));
}

#[test]
fn records_stay_in_the_order_in_which_they_were_inserted() {
    let (mut vault, _, first) = vault();
    let more = ["z@example.org", "a@example.org", "m@example.org"];
    let edits = more.map(|address| Edit::Insert(email(address))).to_vec();
    let prepared = vault.prepare(edits, fixed_seed(3)).unwrap();
    let mut order = vec![first];
    order.extend_from_slice(prepared.inserted());
    vault.commit(prepared).unwrap();
    let edits = vec![Edit::Replace(order[1], email("b@example.org"))];
    let prepared = vault.prepare(edits, fixed_seed(4)).unwrap();
    vault.commit(prepared).unwrap();
    assert!(vault.entries().map(|(id, _)| id).eq(order));
}
