//! What of a vault answers a query: DQ-2 to DQ-9 as a person sees them.

use crate::support::*;
use hailstone_core::data::{Field, Kind, Record};
use hailstone_core::release::State;
use serde_json::json;

#[test]
fn dq_2_without_claims_nothing_that_can_be_withheld_is_sent() {
    let mut query = credential("who", PERSON, &[]);
    query.as_object_mut().unwrap().remove("claims");
    let view = propose(std::slice::from_ref(&query), records()).view();
    assert_eq!(view.state, State::Ready);
    assert!(view.credentials[0].claims.is_empty() && view.credentials[0].slots.is_empty());
    let view = propose(&[query], vec![(id(2), email("ada@example.org"))]).view();
    assert_eq!(
        view.state,
        State::NothingMatches,
        "nothing of that type is in the vault"
    );
}

#[test]
fn dq_2_without_claim_sets_every_claim_is_required() {
    let view = propose(
        &[credential("who", PERSON, &["birthdate", "name"])],
        records(),
    )
    .view();
    assert_eq!(sent(&view), ["who/birthdate", "who/name"]);
    assert!(
        view.credentials[0]
            .claims
            .iter()
            .all(|claim| claim.required && claim.ticked)
    );
}

#[test]
fn dq_2_the_first_set_that_is_there_and_ticked_is_sent() {
    let sets: &[&[&str]] = &[
        &["name", "birthdate", "nickname"],
        &["name", "birthdate"],
        &["name"],
    ];
    let query = credential_with_sets("who", PERSON, &["name", "birthdate", "nickname"], sets);
    let mut proposal = propose(&[query], records());
    let view = proposal.view();
    assert_eq!(
        shown(&view),
        ["who/name", "who/birthdate"],
        "no nickname is in the vault"
    );
    assert_eq!(sent(&view), ["who/name"], "less is enough");
    proposal.choose(&tick("who", "birthdate", true)).unwrap();
    assert_eq!(sent(&proposal.view()), ["who/name", "who/birthdate"]);
}

#[test]
fn dq_2_the_order_of_the_site_decides_between_sets() {
    let sets: &[&[&str]] = &[&["name"], &["name", "birthdate"]];
    let query = credential_with_sets("who", PERSON, &["name", "birthdate"], sets);
    let mut proposal = propose(&[query], records());
    proposal.choose(&tick("who", "birthdate", true)).unwrap();
    let view = proposal.view();
    assert!(view.credentials[0].claims[1].ticked);
    assert_eq!(
        sent(&view),
        ["who/name"],
        "a tick is leave, not a wish of the site"
    );
}

#[test]
fn dq_2_of_alternatives_the_smallest_starts_ticked() {
    let sets: &[&[&str]] = &[&["given_name", "family_name"], &["name"]];
    let query = credential_with_sets("who", PERSON, &["given_name", "family_name", "name"], sets);
    let mut proposal = propose(&[query], records());
    let view = proposal.view();
    assert_eq!(
        (view.state, sent(&view)),
        (State::Ready, vec!["who/name".into()])
    );
    assert!(
        view.credentials[0]
            .claims
            .iter()
            .all(|claim| !claim.required)
    );
    proposal.choose(&tick("who", "name", false)).unwrap();
    assert_eq!(proposal.view().state, State::Incomplete);
    proposal.choose(&tick("who", "given_name", true)).unwrap();
    proposal.choose(&tick("who", "family_name", true)).unwrap();
    let view = proposal.view();
    assert_eq!(
        (view.state, sent(&view)),
        (
            State::Ready,
            vec!["who/given_name".into(), "who/family_name".into()]
        )
    );
}

#[test]
fn dq_2_a_claim_in_no_set_is_not_asked_for() {
    let query = credential_with_sets("who", PERSON, &["name", "birthdate"], &[&["name"]]);
    assert_eq!(shown(&propose(&[query], records()).view()), ["who/name"]);
}

#[test]
fn dq_2_an_empty_set_makes_every_claim_optional() {
    let query = credential_with_sets("who", PERSON, &["name"], &[&["name"], &[]]);
    let mut proposal = propose(&[query], records());
    let view = proposal.view();
    assert_eq!((view.state, sent(&view).len()), (State::Ready, 0));
    proposal.choose(&tick("who", "name", true)).unwrap();
    assert_eq!(sent(&proposal.view()), ["who/name"]);
}

#[test]
fn dq_3_a_missing_required_claim_leaves_the_credential_out() {
    assert_nothing_matches(credential("who", PERSON, &["name", "nickname"]));
    assert_nothing_matches(credential_with_sets(
        "who",
        PERSON,
        &["name", "nickname"],
        &[&["name", "nickname"], &["nickname"]],
    ));
    assert_nothing_matches(credential("who", PERSON, &["name", "email"]));
    assert_nothing_matches(credential("who", PERSON, &["label"]));
    assert_nothing_matches(credential("who", PERSON, &["iss"]));
}

#[test]
fn dq_3_claims_of_two_records_of_a_kind_are_never_mixed() {
    let given = Record::new(Kind::Person).with(Field::GivenName, "Ada");
    let family = Record::new(Kind::Person).with(Field::FamilyName, "Hopper");
    let query = credential("who", PERSON, &["given_name", "family_name"]);
    let view = propose(&[query], vec![(id(1), given), (id(2), family)]).view();
    assert_eq!(view.state, State::NothingMatches);
}

#[test]
fn dq_3_an_unknown_claim_spoils_only_the_sets_it_is_in() {
    let sets: &[&[&str]] = &[&["name", "shoe_size"], &["name"]];
    let query = credential_with_sets("who", PERSON, &["name", "shoe_size"], sets);
    assert_eq!(sent(&propose(&[query], records()).view()), ["who/name"]);
}

#[test]
fn dq_4_another_value_is_as_good_as_none() {
    let with_values = |values: serde_json::Value| {
        let mut query = credential("where", ADDRESS, &["address.country", "address.locality"]);
        query["claims"][0]["values"] = values;
        query
    };
    let query = with_values(json!(["Ireland", "United Kingdom"]));
    assert_eq!(propose(&[query], records()).view().state, State::Ready);
    for values in [
        json!(["Ireland"]),
        json!(["united kingdom"]),
        json!([1, true]),
    ] {
        assert_nothing_matches(with_values(values));
    }
    let mut whole = credential("where", ADDRESS, &["address"]);
    whole["claims"][0]["values"] = json!(["London"]);
    assert_nothing_matches(whole);
}

#[test]
fn dq_4_values_choose_among_records() {
    let away = home()
        .with(Field::Country, "Ireland")
        .with(Field::Label, "away");
    let mut query = credential("where", ADDRESS, &["address.country"]);
    query["claims"][0]["values"] = json!(["Ireland"]);
    let view = propose(&[query], vec![(id(4), home()), (id(5), away)]).view();
    let slot = &view.credentials[0].slots[0];
    assert_eq!((slot.chosen, slot.alternatives.len()), (id(5), 1));
    assert_eq!(view.credentials[0].claims[0].value, "Ireland");
}

#[test]
fn dq_5_a_path_to_an_object_asks_for_every_member_that_is_there() {
    let view = propose(&[credential("where", ADDRESS, &["address"])], records()).view();
    assert_eq!(
        sent(&view),
        [
            "where/address.street_address",
            "where/address.locality",
            "where/address.country"
        ]
    );
    assert!(
        view.credentials[0]
            .claims
            .iter()
            .all(|claim| claim.required)
    );
    let empty = Record::new(Kind::Address).with(Field::Label, "empty");
    let view = propose(
        &[credential("where", ADDRESS, &["address"])],
        vec![(id(1), empty)],
    )
    .view();
    assert_eq!(
        view.state,
        State::NothingMatches,
        "an object without members is none"
    );
}

#[test]
fn dq_5_a_path_into_a_string_or_an_array_matches_nothing() {
    for path in [
        json!(["name", 0]),
        json!(["name", null]),
        json!(["name", "x"]),
        json!([null]),
        json!([0]),
        json!(["Name"]),
    ] {
        let mut query = credential("who", PERSON, &["name"]);
        query["claims"][0]["path"] = path;
        assert_nothing_matches(query);
    }
    let mut query = credential("where", ADDRESS, &["address"]);
    query["claims"][0]["path"] = json!(["address", null]);
    assert_nothing_matches(query);
}

#[test]
fn dq_5_two_paths_to_one_claim_show_it_once() {
    let query = credential("where", ADDRESS, &["address.locality", "address"]);
    let view = propose(&[query], records()).view();
    assert_eq!(
        shown(&view),
        [
            "where/address.locality",
            "where/address.street_address",
            "where/address.country"
        ]
    );
}

#[test]
fn dq_6_without_credential_sets_all_or_nothing() {
    let who = credential("who", PERSON, &["name"]);
    let view = propose(
        &[who.clone(), credential("contact", CONTACT, &["email"])],
        records(),
    )
    .view();
    assert_eq!(sent(&view), ["who/name", "contact/email"]);
    assert!(
        view.credentials
            .iter()
            .all(|credential| credential.required)
    );
    let view = propose(&[who, credential("contact", CONTACT, &["fax"])], records()).view();
    assert_eq!(
        (view.state, view.credentials.len()),
        (State::NothingMatches, 0)
    );
}

#[test]
fn dq_6_the_first_option_that_is_there_is_taken() {
    let query = json!({
        "credentials": [
            credential("foreign", "https://example.org/pid", &["name"]),
            credential("nick", PERSON, &["nickname"]),
            credential("contact", CONTACT, &["email"]),
            credential("who", PERSON, &["name"]),
            credential("never", PERSON, &["birthdate"])
        ],
        "credential_sets": [{"options": [["foreign"], ["nick", "contact"], ["who", "contact"], ["contact"]]}]
    });
    let view = propose_query(query, records()).view();
    assert_eq!(
        sent(&view),
        ["contact/email", "who/name"],
        "and a query in no set is not asked for"
    );
}

#[test]
fn dq_6_when_a_required_set_cannot_be_met_nothing_is_returned() {
    let query = json!({
        "credentials": [credential("who", PERSON, &["name"]), credential("nick", PERSON, &["nickname"])],
        "credential_sets": [{"options": [["who"]]}, {"options": [["nick"]], "required": true}]
    });
    assert_eq!(
        propose_query(query, records()).view().state,
        State::NothingMatches
    );
}

#[test]
fn dq_6_an_optional_set_that_cannot_be_met_is_passed_over() {
    let query = json!({
        "credentials": [credential("who", PERSON, &["name"]), credential("nick", PERSON, &["nickname"])],
        "credential_sets": [{"options": [["who"]]}, {"options": [["nick"]], "required": false}]
    });
    let view = propose_query(query, records()).view();
    assert_eq!(
        (view.state, sent(&view)),
        (State::Ready, vec!["who/name".into()])
    );
}

#[test]
fn dq_7_a_proof_of_possession_and_one_token_whatever_is_asked() {
    let mut query = credential("who", PERSON, &["name"]);
    query["multiple"] = json!(true);
    query["require_cryptographic_holder_binding"] = json!(false);
    assert_eq!(propose(&[query], records()).view().state, State::Ready);
}

#[test]
fn dq_8_no_authority_vouches_for_a_self_asserted_token() {
    let mut query = credential("who", PERSON, &["name"]);
    query["trusted_authorities"] =
        json!([{"type": "aki", "values": ["s9tIpPmhxdiuNkHMEWNpYim8S8Y"]}]);
    assert_nothing_matches(query);
}

#[test]
fn dq_9_the_vct_is_compared_exactly() {
    for vct in [
        "urn:hailstone:person:2",
        "urn:hailstone:person",
        "URN:hailstone:person:1",
        "https://example.org/pid",
    ] {
        assert_nothing_matches(credential("who", vct, &["name"]));
    }
    for format in ["vc+sd-jwt", "jwt_vc_json", "DC+SD-JWT"] {
        let mut query = credential("who", PERSON, &["name"]);
        query["format"] = json!(format);
        assert_nothing_matches(query);
    }
}

#[test]
fn dq_9_the_first_vct_that_is_there_is_taken() {
    let mut query = credential("x", PERSON, &["email"]);
    query["meta"]["vct_values"] = json!(["https://example.org/pid", ADDRESS, PERSON, CONTACT]);
    let view = propose(&[query], records()).view();
    assert_eq!(view.credentials[0].vct, CONTACT);
}
