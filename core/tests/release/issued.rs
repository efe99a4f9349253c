//! Credentials of issuers beside what people say about themselves, in one answer.

use crate::issuer::*;
use crate::support::*;
use crate::token::share;
use hailstone_core::data::{Field, Outcome};
use hailstone_core::id::RecordId;
use hailstone_core::release::{Choice, IssuedView, Proposal, ReleaseError, State};
use serde_json::{Value, json};

const SEVEN: RecordId = RecordId::from_bytes([7; 16]);
const EIGHT: RecordId = RecordId::from_bytes([8; 16]);

/// The vault's own records, and a PID.
fn with_pid() -> Vec<(RecordId, hailstone_core::data::Record)> {
    let mut all = records();
    all.push((SEVEN, pid()));
    all
}

fn answer(credential: &str, record: Option<RecordId>, chosen: bool) -> Choice {
    Choice::Answer {
        credential: credential.into(),
        record,
        chosen,
    }
}

fn tick_issued(credential: &str, record: RecordId, claim: &str, ticked: bool) -> Choice {
    Choice::TickIssued {
        credential: credential.into(),
        record,
        claim: claim.into(),
        ticked,
    }
}

fn issued(proposal: &Proposal) -> Vec<IssuedView> {
    let credentials = proposal.view().credentials.into_iter();
    credentials
        .flat_map(|credential| credential.issued)
        .collect()
}

fn sent_of(view: &IssuedView) -> Vec<&str> {
    let claims = view.claims.iter().filter(|claim| claim.sent);
    claims.map(|claim| claim.claim.as_str()).collect()
}

#[test]
fn a_credential_goes_out_unchanged_with_the_claims_that_were_asked_for() {
    let query = pid_query(
        "pid",
        &[
            json!(["given_name"]),
            json!(["address", "locality"]),
            json!(["nationalities", null]),
        ],
    );
    let proposal = propose(&[query], with_pid());
    let view = proposal.view();
    assert_eq!(view.state, State::Ready);
    let credential = &view.credentials[0];
    assert_eq!((credential.own, credential.vct.as_str()), (None, PID));
    let [pid] = credential.issued.as_slice() else {
        panic!("one credential")
    };
    assert_eq!(
        (pid.issuer.as_str(), pid.chosen, pid.bound),
        (ISS, true, true)
    );
    assert_eq!(
        sent_of(pid),
        ["given_name", "address.locality", "nationalities.*"]
    );
    assert_eq!(pid.claims[2].value, "British, Irish");
    let open: Vec<_> = pid.open.iter().map(|open| open.claim.as_str()).collect();
    assert_eq!(open, ["address.country", "issuing_authority"]);

    let token = share(proposal);
    let [claims] = presented(&token, "pid").try_into().unwrap();
    assert_eq!(
        without_own(&claims),
        json!({
            "given_name": "Ada",
            "address": {"locality": "London", "country": "GB"},
            "nationalities": ["British", "Irish"],
            "issuing_authority": "Borough"
        })
    );
    let [presentation] = presentations(&token, "pid").try_into().unwrap();
    let token_of = pid_token();
    let (jwt, _) = token_of.split_once('~').unwrap();
    assert!(
        presentation.starts_with(&format!("{jwt}~")),
        "the issuer's own signature"
    );
    for disclosure in presentation
        .split('~')
        .skip(1)
        .filter(|part| !part.contains('.'))
    {
        assert!(token_of.contains(&format!("~{disclosure}~")) || disclosure.is_empty());
    }
    let receipt = token.receipt();
    assert_eq!(
        (receipt.outcome, &receipt.subject),
        (Outcome::Shared, &None)
    );
    assert_eq!(
        receipt.items[0].claims,
        [
            "given_name",
            "address.locality",
            "nationalities.*",
            "address.country",
            "issuing_authority"
        ]
    );
}

#[test]
fn dq_2_of_a_credential_without_claims_only_what_is_open_goes_out() {
    let token = share(propose(&[pid_query("pid", &[])], with_pid()));
    let [claims] = presented(&token, "pid").try_into().unwrap();
    assert_eq!(
        without_own(&claims),
        json!({"issuing_authority": "Borough", "nationalities": []})
    );
}

#[test]
fn a_path_to_an_object_takes_everything_in_it_along() {
    let token = share(propose(
        &[pid_query("pid", &[json!(["address"])])],
        with_pid(),
    ));
    let [claims] = presented(&token, "pid").try_into().unwrap();
    assert_eq!(
        claims["address"],
        json!({"locality": "London", "country": "GB", "street_address": "12 St James's Square"})
    );
    assert!(claims.get("given_name").is_none());
}

#[test]
fn dq_2_the_claim_sets_of_a_site_are_boxes_of_the_person() {
    let mut query = pid_query(
        "pid",
        &[
            json!(["given_name"]),
            json!(["birthdate"]),
            json!(["email"]),
        ],
    );
    query["claim_sets"] = json!([["c0", "c2"], ["c0", "c1"], ["c0"]]);
    let mut proposal = propose(&[query], with_pid());
    let [pid] = issued(&proposal).try_into().unwrap();
    assert_eq!(sent_of(&pid), ["given_name"], "less is enough");
    assert_eq!(pid.claims.len(), 2, "what it does not have is not shown");
    proposal
        .choose(&tick_issued("pid", SEVEN, "birthdate", true))
        .unwrap();
    assert_eq!(sent_of(&issued(&proposal)[0]), ["given_name", "birthdate"]);
    proposal
        .choose(&tick_issued("pid", SEVEN, "given_name", false))
        .unwrap();
    assert_eq!(proposal.view().state, State::Incomplete);
    for unknown in [
        tick_issued("pid", SEVEN, "email", true),
        tick_issued("pid", EIGHT, "birthdate", true),
        tick("pid", "birthdate", true),
        answer("pid", Some(EIGHT), true),
        answer("pid", None, true),
    ] {
        assert_eq!(proposal.choose(&unknown), Err(ReleaseError::ChoiceUnknown));
    }
}

#[test]
fn dq_6_own_data_and_a_credential_go_out_in_one_answer_and_the_person_picks_the_option() {
    let query = json!({
        "credentials": [
            credential("contact", CONTACT, &["email"]),
            pid_query("pid", &[json!(["birthdate"])]),
            credential("who", PERSON, &["birthdate"]),
        ],
        "credential_sets": [
            {"options": [["pid"], ["who"]]},
            {"options": [["contact"]]}
        ]
    });
    let mut proposal = propose_query(query, with_pid());
    let view = proposal.view();
    let ids: Vec<&str> = view.credentials.iter().map(|one| one.id.as_str()).collect();
    assert_eq!(ids, ["contact", "pid"]);
    let [choice] = view.choices.as_slice() else {
        panic!("one choice")
    };
    assert_eq!((choice.set, choice.required), (0, true));
    let options: Vec<_> = choice
        .options
        .iter()
        .map(|one| (one.chosen, one.types.concat()))
        .collect();
    assert_eq!(
        options,
        [(true, PID.to_owned()), (false, PERSON.to_owned())]
    );

    let token = share(propose_again(&proposal));
    assert_eq!(presented(&token, "pid")[0]["birthdate"], "1815-12-10");
    assert_eq!(presentations(&token, "contact").len(), 1);
    assert!(token.receipt().subject.is_some());

    proposal
        .choose(&Choice::Option { set: 0, option: 1 })
        .unwrap();
    let view = proposal.view();
    let ids: Vec<&str> = view.credentials.iter().map(|one| one.id.as_str()).collect();
    assert_eq!(ids, ["contact", "who"]);
    let token = share(proposal);
    assert!(presentations(&token, "pid").is_empty());
    assert_eq!(presentations(&token, "who").len(), 1);

    fn propose_again(proposal: &Proposal) -> Proposal {
        let view = proposal.view();
        assert_eq!(view.state, State::Ready);
        let query = json!({
            "credentials": [
                credential("contact", CONTACT, &["email"]),
                pid_query("pid", &[json!(["birthdate"])]),
            ]
        });
        propose_query(query, with_pid())
    }
}

#[test]
fn dq_6_an_option_that_is_not_shown_cannot_be_taken() {
    let query = json!({
        "credentials": [pid_query("pid", &[]), credential("x", "urn:none", &["x"])],
        "credential_sets": [{"options": [["x"], ["pid"]]}]
    });
    let mut proposal = propose_query(query, with_pid());
    assert!(proposal.view().choices.is_empty(), "one way only");
    for (set, option) in [(0, 0), (1, 1), (0, 2)] {
        let choice = Choice::Option { set, option };
        assert_eq!(proposal.choose(&choice), Err(ReleaseError::ChoiceUnknown));
    }
    assert_eq!(
        proposal.choose(&Choice::Option { set: 0, option: 1 }),
        Ok(())
    );
}

#[test]
fn dq_7_of_several_credentials_the_person_takes_one_or_several_where_the_site_does() {
    let mut all = with_pid();
    all.push((EIGHT, issue_pid(json!({"given_name": "Augusta"}))));
    let mut query = pid_query("pid", &[json!(["given_name"])]);
    let mut proposal = propose(std::slice::from_ref(&query), all.clone());
    let chosen = |proposal: &Proposal| -> Vec<bool> {
        issued(proposal).iter().map(|one| one.chosen).collect()
    };
    assert_eq!(chosen(&proposal), [true, false]);
    proposal.choose(&answer("pid", Some(EIGHT), true)).unwrap();
    assert_eq!(chosen(&proposal), [false, true]);
    let token = share(proposal);
    let [claims] = presented(&token, "pid").try_into().unwrap();
    assert_eq!(claims["given_name"], "Augusta");

    query["multiple"] = json!(true);
    let mut proposal = propose(&[query], all);
    proposal.choose(&answer("pid", Some(EIGHT), true)).unwrap();
    assert_eq!(chosen(&proposal), [true, true]);
    let token = share(propose_same(proposal));
    let names: Vec<Value> = presented(&token, "pid")
        .iter()
        .map(|claims| claims["given_name"].clone())
        .collect();
    assert_eq!(names, ["Ada", "Augusta"]);

    fn propose_same(mut proposal: Proposal) -> Proposal {
        // None at all is not enough.
        proposal.choose(&answer("pid", Some(SEVEN), false)).unwrap();
        proposal.choose(&answer("pid", Some(EIGHT), false)).unwrap();
        assert_eq!(proposal.view().state, State::Incomplete);
        proposal.choose(&answer("pid", Some(SEVEN), true)).unwrap();
        proposal.choose(&answer("pid", Some(EIGHT), true)).unwrap();
        proposal
    }
}

#[test]
fn where_own_data_answers_too_it_is_taken_first_and_the_person_can_change_that() {
    let query = json!({
        "id": "who", "format": "dc+sd-jwt", "meta": {"vct_values": [PID, PERSON]},
        "claims": [{"path": ["birthdate"]}]
    });
    let mut proposal = propose(&[query], with_pid());
    let view = proposal.view();
    let who = &view.credentials[0];
    assert_eq!(
        (who.own, who.vct.as_str(), who.issued[0].chosen),
        (Some(true), PERSON, false)
    );
    assert!(!who.issued[0].claims[0].sent);
    proposal.choose(&answer("who", Some(SEVEN), true)).unwrap();
    let view = proposal.view();
    let who = &view.credentials[0];
    assert_eq!((who.own, who.vct.as_str()), (Some(false), PID));
    assert!(who.slots.is_empty() && who.claims.is_empty());
    assert_eq!(presented(&share(proposal), "who").len(), 1);
}

#[test]
fn what_is_not_valid_now_is_not_offered() {
    let nothing = |members: Value| {
        let query = pid_query("pid", &[]);
        let record = issue_pid(members);
        let request = parse(&parameters(json!({"credentials": [query]}))).unwrap();
        let later = now().plus_seconds(1000);
        request.propose(vec![(SEVEN, record)], later).view().state
    };
    assert_eq!(nothing(json!({})), State::Ready);
    assert_eq!(
        nothing(json!({"exp": now().as_unix() + 1000})),
        State::NothingMatches
    );
    assert_eq!(
        nothing(json!({"exp": now().as_unix() + 1001})),
        State::Ready
    );
}

#[test]
fn dq_7_a_credential_that_is_bound_to_no_key_goes_out_alone_where_the_site_asks_for_no_proof() {
    let record = receive(&issue(&pid_claims(), None), &[]).unwrap();
    let mut query = pid_query("pid", &[json!(["given_name"])]);
    let view = propose(std::slice::from_ref(&query), vec![(SEVEN, record.clone())]).view();
    assert_eq!(view.state, State::NothingMatches);
    query["require_cryptographic_holder_binding"] = json!(false);
    let proposal = propose(&[query], vec![(SEVEN, record)]);
    assert!(!issued(&proposal)[0].bound);
    let [presentation] = presentations(&share(proposal), "pid").try_into().unwrap();
    assert!(presentation.ends_with('~'));
}

#[test]
fn dq_8_the_authorities_of_an_issuer_are_those_in_its_chain() {
    let mut query = pid_query("pid", &[]);
    query["trusted_authorities"] =
        json!([{"type": "aki", "values": ["s9tIpPmhxdiuNkHMEWNpYim8S8Y"]}]);
    let view = propose(std::slice::from_ref(&query), with_pid()).view();
    assert_eq!(view.state, State::NothingMatches);
    let mut record = pid();
    record.set(
        Field::IssuerAuthorities,
        "AAAA\ns9tIpPmhxdiuNkHMEWNpYim8S8Y",
    );
    assert_eq!(
        propose(&[query], vec![(SEVEN, record)]).view().state,
        State::Ready
    );
}

#[test]
fn dq_9_a_type_that_the_credential_says_it_is_too_is_taken() {
    let record = issue_pid(json!({"aka_vcts": ["urn:eu:pid", "urn:old"]}));
    let mut query = pid_query("pid", &[]);
    query["meta"]["vct_values"] = json!(["urn:eu:pid"]);
    let view = propose(std::slice::from_ref(&query), vec![(SEVEN, record)]).view();
    assert_eq!(view.credentials[0].issued[0].vct, PID);
    assert_eq!(
        propose(&[query], with_pid()).view().state,
        State::NothingMatches
    );
}
