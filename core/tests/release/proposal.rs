//! What a person sees and does.

use crate::support::*;
use hailstone_core::data::{Field, Kind, Outcome, Record};
use hailstone_core::error::Coded;
use hailstone_core::id::RecordId;
use hailstone_core::release::{Choice, Proposal, ReleaseError, State};
use hailstone_core::time::Timestamp;
use serde_json::json;

/// A required name with an optional birth date, an optional contact token.
fn sign_up() -> Proposal {
    let sets: &[&[&str]] = &[&["name", "birthdate"], &["name"]];
    propose_query(
        json!({
            "credentials": [
                credential_with_sets("who", PERSON, &["name", "birthdate"], sets),
                credential("contact", CONTACT, &["email"])
            ],
            "credential_sets": [{"options": [["who"]]}, {"options": [["contact"]], "required": false}]
        }),
        records(),
    )
}

fn consent_error(proposal: Proposal) -> ReleaseError {
    proposal
        .consent()
        .map(|_| ())
        .expect_err("it cannot be shared")
        .1
}

#[test]
fn the_view_is_what_the_contract_says() {
    let mut request = parameters(json!({"credentials": [
        credential_with_sets("home", ADDRESS, &["address.locality", "address.country"], &[&["locality", "country"], &["locality"]])
    ]}));
    request["verifier_info"] =
        json!([{"format": "urn:hailstone:purpose:1", "data": {"purpose": "Delivery"}}]);
    let view = parse(&request).unwrap().propose(records(), now()).view();
    assert_eq!(
        serde_json::to_value(view).unwrap(),
        json!({
            "origin": "https://shop.example",
            "proof": {"kind": "address"},
            "purpose": [{"language": "", "text": "Delivery"}],
            "encrypted": false,
            "state": "ready",
            "credentials": [{
                "id": "home", "vct": "urn:hailstone:address:1", "required": true, "included": true, "satisfied": true, "purpose": [],
                "multiple": false, "own": true, "issued": [],
                "slots": [{
                    "kind": "address", "chosen": "04040404040404040404040404040404",
                    "alternatives": [{"id": "04040404040404040404040404040404", "title": "12 St James's Square, London", "label": "home"}]
                }],
                "claims": [
                    {"claim": "address.locality", "slot": 0, "value": "London", "required": true, "ticked": true, "sent": true},
                    {"claim": "address.country", "slot": 0, "value": "United Kingdom", "required": false, "ticked": false, "sent": false}
                ]
            }],
            "choices": []
        })
    );
    let nothing = propose(&[credential("x", "y", &["z"])], records()).view();
    assert_eq!(
        serde_json::to_value(nothing).unwrap()["state"],
        "nothing-matches"
    );
}

#[test]
fn choices_are_read_as_the_contract_says() {
    let read = |value| serde_json::from_value::<Choice>(value);
    assert_eq!(
        read(json!({"type": "include", "credential": "a", "included": true})).unwrap(),
        include("a", true)
    );
    assert_eq!(
        read(
            json!({"type": "tick", "credential": "a", "claim": "address.locality", "ticked": false})
        )
        .unwrap(),
        tick("a", "address.locality", false)
    );
    let record = json!({"type": "record", "credential": "a", "slot": 1, "record": "07070707070707070707070707070707"});
    assert_eq!(read(record).unwrap(), take("a", 1, id(7)));
    assert!(read(json!({"type": "consent"})).is_err());
    assert!(read(json!({"type": "record", "credential": "a", "slot": -1, "record": "07070707070707070707070707070707"})).is_err());
}

#[test]
fn optional_boxes_and_optional_tokens_start_as_no() {
    let view = sign_up().view();
    assert_eq!(view.state, State::Ready);
    assert_eq!(sent(&view), ["who/name"]);
    let contact = &view.credentials[1];
    assert!(!contact.required && !contact.included && contact.satisfied);
}

#[test]
fn a_person_gives_more_and_takes_it_back() {
    let mut proposal = sign_up();
    proposal.choose(&tick("who", "birthdate", true)).unwrap();
    proposal.choose(&include("contact", true)).unwrap();
    assert_eq!(
        sent(&proposal.view()),
        ["who/name", "who/birthdate", "contact/email"]
    );
    proposal.choose(&tick("who", "birthdate", false)).unwrap();
    proposal.choose(&include("contact", false)).unwrap();
    assert_eq!(sent(&proposal.view()), ["who/name"]);
    assert_eq!(proposal.view().state, State::Ready);
}

#[test]
fn without_a_required_claim_it_cannot_be_shared() {
    let mut proposal = sign_up();
    proposal.choose(&tick("who", "name", false)).unwrap();
    let view = proposal.view();
    assert_eq!(
        (view.state, view.credentials[0].satisfied, sent(&view).len()),
        (State::Incomplete, false, 0)
    );
    assert_eq!(consent_error(proposal), ReleaseError::Incomplete);
}

#[test]
fn without_a_required_token_it_cannot_be_shared() {
    let mut proposal = sign_up();
    proposal.choose(&include("who", false)).unwrap();
    assert_eq!(proposal.view().state, State::Incomplete);
    assert!(sent(&proposal.view()).is_empty());
    let (mut proposal, error) = proposal
        .consent()
        .map(|_| ())
        .expect_err("it cannot be shared");
    assert_eq!(error.code(), "release.incomplete");
    proposal.choose(&include("who", true)).unwrap();
    assert!(
        proposal.consent().is_ok(),
        "the proposal comes back and can be mended"
    );
}

#[test]
fn an_included_token_that_is_not_complete_is_not_shared_either() {
    let mut proposal = sign_up();
    proposal.choose(&include("contact", true)).unwrap();
    proposal.choose(&tick("contact", "email", false)).unwrap();
    assert_eq!(proposal.view().state, State::Incomplete);
}

#[test]
fn nothing_at_all_is_not_shared() {
    let mut proposal = propose_query(
        json!({
            "credentials": [credential("who", PERSON, &["name"])],
            "credential_sets": [{"options": [["who"]], "required": false}]
        }),
        records(),
    );
    assert_eq!(proposal.view().state, State::Incomplete);
    proposal.choose(&include("who", true)).unwrap();
    assert_eq!(proposal.view().state, State::Ready);
}

#[test]
fn tokens_that_are_asked_for_together_go_together() {
    let mut proposal = propose_query(
        json!({
            "credentials": [credential("who", PERSON, &["name"]), credential("contact", CONTACT, &["email"]), credential("home", ADDRESS, &["address"])],
            "credential_sets": [{"options": [["who"]]}, {"options": [["who", "contact", "home"]], "required": false}]
        }),
        records(),
    );
    proposal.choose(&include("home", true)).unwrap();
    let included: Vec<bool> = proposal
        .view()
        .credentials
        .iter()
        .map(|c| c.included)
        .collect();
    assert_eq!(included, [true, true, true]);
    proposal.choose(&include("contact", false)).unwrap();
    let included: Vec<bool> = proposal
        .view()
        .credentials
        .iter()
        .map(|c| c.included)
        .collect();
    assert_eq!(included, [true, false, false]);
    assert_eq!(proposal.view().state, State::Ready);

    let before = proposal.view();
    proposal.choose(&include("who", false)).unwrap();
    proposal.choose(&include("who", true)).unwrap();
    assert_eq!(
        proposal.view(),
        before,
        "a required token brings no optional one along"
    );
}

#[test]
fn a_contact_has_a_slot_for_each_of_its_kinds() {
    let query = credential("contact", CONTACT, &["phone_number", "email"]);
    let mut all = records();
    all.push((id(5), email("work@example.org").with(Field::Label, "work")));
    let mut proposal = propose(&[query], all);
    let view = proposal.view();
    let kinds: Vec<Kind> = view.credentials[0]
        .slots
        .iter()
        .map(|slot| slot.kind)
        .collect();
    assert_eq!(kinds, [Kind::Email, Kind::Phone]);
    assert_eq!(
        view.credentials[0].claims[0].slot, 1,
        "the claims stand in the site's order"
    );
    assert_eq!(
        view.credentials[0].slots[0].alternatives[1]
            .label
            .as_deref(),
        Some("work")
    );
    proposal.choose(&take("contact", 0, id(5))).unwrap();
    let view = proposal.view();
    assert_eq!(view.credentials[0].slots[0].chosen, id(5));
    assert_eq!(view.credentials[0].claims[1].value, "work@example.org");
}

#[test]
fn a_slot_without_a_record_is_not_shown() {
    let sets: &[&[&str]] = &[&["email", "phone_number"], &["phone_number"]];
    let query = credential_with_sets("contact", CONTACT, &["email", "phone_number"], sets);
    let view = propose(&[query], vec![(id(3), phone("+35312345678"))]).view();
    assert_eq!(view.credentials[0].slots.len(), 1);
    assert_eq!(
        (view.credentials[0].claims[0].slot, sent(&view)),
        (0, vec!["contact/phone_number".into()])
    );
}

#[test]
fn only_records_that_satisfy_the_required_claims_are_alternatives() {
    let anonymous = Record::new(Kind::Person).with(Field::Birthdate, "1900-01-01");
    let plain = Record::new(Kind::Person).with(Field::Name, "Countess of Lovelace");
    let sets: &[&[&str]] = &[&["name", "birthdate"], &["name"]];
    let query = credential_with_sets("who", PERSON, &["name", "birthdate"], sets);
    let mut proposal = propose(
        &[query],
        vec![(id(1), anonymous), (id(2), plain), (id(3), ada())],
    );
    let view = proposal.view();
    let slot = &view.credentials[0].slots[0];
    let alternatives: Vec<RecordId> = slot.alternatives.iter().map(|a| a.id).collect();
    assert_eq!(alternatives, [id(2), id(3)]);
    assert_eq!(
        slot.chosen,
        id(3),
        "the first that has what the site prefers"
    );
    proposal.choose(&tick("who", "birthdate", true)).unwrap();
    proposal.choose(&take("who", 0, id(2))).unwrap();
    let view = proposal.view();
    assert_eq!(
        (view.state, sent(&view)),
        (State::Ready, vec!["who/name".into()]),
        "what a record lacks cannot be sent"
    );
    assert_eq!(shown(&view), ["who/name"]);
}

#[test]
fn a_choice_of_what_is_not_shown_changes_nothing() {
    let mut proposal = sign_up();
    let before = proposal.view();
    for choice in [
        include("other", true),
        tick("who", "nickname", true),
        tick("who", "email", true),
        tick("who", "", true),
        tick("other", "name", true),
        take("who", 0, id(2)),
        take("who", 1, id(1)),
        take("other", 0, id(1)),
    ] {
        assert_eq!(
            proposal.choose(&choice),
            Err(ReleaseError::ChoiceUnknown),
            "{choice:?}"
        );
        assert!(proposal.view() == before);
    }
}

#[test]
fn when_nothing_matches_there_is_nothing_to_consent_to() {
    let proposal = propose(&[credential("who", PERSON, &["nickname"])], records());
    assert!(proposal.matches_nothing() && !sign_up().matches_nothing());
    assert_eq!(consent_error(proposal), ReleaseError::NothingMatches);
}

#[test]
fn refusal_closing_and_no_match_leave_receipts_that_differ_in_the_outcome_alone() {
    let now = Timestamp::from_unix(7);
    let mut receipts = vec![
        sign_up().end(Outcome::Refused, now),
        sign_up().end(Outcome::Closed, now),
    ];
    receipts.push(
        propose(&[credential("who", PERSON, &["nickname"])], records())
            .end(Outcome::NothingMatched, now),
    );
    for receipt in &mut receipts {
        assert!(
            receipt.items.is_empty() && receipt.subject.is_none() && receipt.token_hash.is_none()
        );
        receipt.outcome = Outcome::Refused;
    }
    assert!(receipts.iter().all(|receipt| *receipt == receipts[0]));
}

#[test]
fn debug_output_shows_counts_and_no_value() {
    let proposal = sign_up();
    assert_eq!(
        format!("{proposal:?}"),
        "Proposal { site: Page(https://shop.example), state: Ready, credentials: 2, .. }"
    );
    let view = format!("{:?}", proposal.view());
    let claims = format!("{:?}", proposal.view().credentials[0].claims[0]);
    assert_eq!(claims, "ClaimView(redacted)");
    let consented = proposal.consent().expect("it can be shared");
    let consented = format!("{consented:?}");
    assert_eq!(
        consented,
        "Consented { site: Page(https://shop.example), tokens: 1, claims: 1, .. }"
    );
    for text in [view, consented] {
        assert!(!text.contains("Ada") && !text.contains("1815"), "{text}");
    }
}
