//! For any vault, any query and anything that a person does.

use crate::support::*;
use crate::token::{share, verified};
use hailstone_core::data::{Field, Kind, Record, TYPES, token_type};
use hailstone_core::id::RecordId;
use hailstone_core::release::{Choice, Origin, PROTOCOL, ProposalView, Query, Request, State};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select, subsequence};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Values from a small pool, so that `values` sometimes match.
fn value() -> impl Strategy<Value = String> {
    prop_oneof![
        select(vec!["a", "b", "c"]).prop_map(String::from),
        "[ -~ä\u{202e}\"\\\\]{1,12}"
    ]
}

fn any_record() -> impl Strategy<Value = Record> {
    let kinds = select(vec![
        Kind::Person,
        Kind::Email,
        Kind::Phone,
        Kind::Address,
        Kind::Receipt,
    ]);
    kinds.prop_flat_map(|kind| {
        let slots = TYPES.iter().flat_map(|token_type| token_type.slots);
        let fields: Vec<Field> = slots
            .filter(|slot| slot.kind == kind)
            .flat_map(|slot| slot.claims)
            .map(|claim| claim.field)
            .chain([Field::Label])
            .collect();
        let most = fields.len();
        (subsequence(fields, 0..=most), vec(value(), most)).prop_map(move |(fields, values)| {
            fields
                .iter()
                .zip(values)
                .fold(Record::new(kind), |record, (field, value)| {
                    record.with(*field, &value)
                })
        })
    })
}

fn any_records() -> impl Strategy<Value = Vec<(RecordId, Record)>> {
    vec(any_record(), 0..8).prop_map(|records| {
        records
            .into_iter()
            .zip(1..)
            .map(|(record, number)| (id(number), record))
            .collect()
    })
}

/// Paths of our own types, paths to objects, and paths to nowhere.
fn any_path(vct: &'static str) -> impl Strategy<Value = Value> {
    let own = token_type(vct)
        .into_iter()
        .flat_map(|token_type| token_type.slots)
        .flat_map(|slot| slot.claims);
    let own: Vec<Value> = own.map(|claim| json!(claim.path)).collect();
    prop_oneof![
        12 => select(own),
        2 => Just(json!(["address"])),
        1 => select(vec![json!(["nothing"]), json!(["name", 0]), json!(["address", null]), json!([null])]),
    ]
}

fn any_claim(vct: &'static str) -> impl Strategy<Value = Value> {
    let values = prop_oneof![4 => Just(None), 1 => subsequence(vec![json!("a"), json!("b"), json!(1), json!(true)], 1..=3).prop_map(Some)];
    (any_path(vct), values).prop_map(|(path, values)| match values {
        None => json!({"path": path}),
        Some(values) => json!({"path": path, "values": values}),
    })
}

fn any_credential() -> impl Strategy<Value = Value> {
    select(vec![PERSON, CONTACT, ADDRESS]).prop_flat_map(|vct| {
        (
            vec(any_claim(vct), 0..5),
            vec(vec(any::<Index>(), 0..4), 0..5),
        )
            .prop_map(move |(mut claims, sets)| {
                for (place, claim) in claims.iter_mut().enumerate() {
                    claim["id"] = json!(format!("c{place}"));
                }
                let mut query = json!({"format": "dc+sd-jwt", "meta": {"vct_values": [vct]}});
                if claims.is_empty() {
                    return query;
                }
                let sets: Vec<Vec<String>> = sets
                    .iter()
                    .map(|set| {
                        set.iter()
                            .map(|place| format!("c{}", place.index(claims.len())))
                            .collect()
                    })
                    .collect();
                if !sets.is_empty() {
                    query["claim_sets"] = json!(sets);
                }
                query["claims"] = json!(claims);
                query
            })
    })
}

fn any_query() -> impl Strategy<Value = Value> {
    let set = (any::<bool>(), vec(vec(any::<Index>(), 1..3), 1..3));
    (vec(any_credential(), 1..4), vec(set, 0..3)).prop_map(|(mut credentials, sets)| {
        for (place, credential) in credentials.iter_mut().enumerate() {
            credential["id"] = json!(format!("q{place}"));
        }
        let id = |place: &Index| format!("q{}", place.index(credentials.len()));
        let sets: Vec<Value> = sets
            .iter()
            .map(|(required, options)| json!({"required": required, "options": options.iter().map(|option| option.iter().map(id).collect()).collect::<Vec<Vec<String>>>()}))
            .collect();
        let mut query = json!({"credentials": credentials});
        if !sets.is_empty() {
            query["credential_sets"] = json!(sets);
        }
        query
    })
}

/// A choice by places, made into one of what is shown.
fn any_choice() -> impl Strategy<Value = (u8, Index, Index, Index, bool)> {
    (
        0_u8..3,
        any::<Index>(),
        any::<Index>(),
        any::<Index>(),
        prop::bool::weighted(0.8),
    )
}

fn choice(
    view: &ProposalView,
    (kind, credential, place, record, yes): (u8, Index, Index, Index, bool),
) -> Option<Choice> {
    if view.credentials.is_empty() {
        return None;
    }
    let credential = credential.get(&view.credentials);
    match kind {
        0 => Some(include(&credential.id, yes)),
        1 if !credential.claims.is_empty() => Some(tick(
            &credential.id,
            &place.get(&credential.claims).claim,
            yes,
        )),
        2 if !credential.slots.is_empty() => {
            let slot = place.index(credential.slots.len());
            let alternative = record.get(&credential.slots[slot].alternatives);
            Some(take(&credential.id, slot, alternative.id))
        }
        _ => None,
    }
}

/// The claims of a token, members with a dot, without what a token says of itself.
fn names(claims: &Value) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for (name, value) in claims.as_object().unwrap() {
        match value {
            Value::Object(members) if name == "address" => {
                names.extend(members.keys().map(|member| format!("{name}.{member}")))
            }
            _ if ["iss", "vct", "iat", "exp", "cnf"].contains(&name.as_str()) => {}
            _ => drop(names.insert(name.clone())),
        }
    }
    names
}

fn check(records: &[(RecordId, Record)], view: &ProposalView, query: &Query) {
    for credential in &view.credentials {
        let asked = query
            .credentials()
            .iter()
            .find(|asked| asked.id() == credential.id)
            .unwrap();
        for claim in &credential.claims {
            let chosen = credential.slots[claim.slot].chosen;
            let (_, record) = records.iter().find(|(id, _)| *id == chosen).unwrap();
            let field = Field::from_name(&claim.claim).unwrap();
            assert_eq!(
                record.field(field),
                Some(claim.value.as_str()),
                "a value that is in the chosen record"
            );
            assert!(
                !claim.sent || claim.ticked && credential.included,
                "nothing is sent without a tick"
            );
            let document = claim
                .claim
                .rsplit('.')
                .fold(json!(claim.value), |value, name| json!({name: value}));
            assert!(
                asked
                    .claims()
                    .iter()
                    .any(|asked| asked.path().select(&document).is_some()),
                "nothing is shown that was not asked for"
            );
        }
        for slot in &credential.slots {
            assert!(
                slot.alternatives
                    .iter()
                    .any(|alternative| alternative.id == slot.chosen)
            );
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn what_goes_out_was_asked_for_and_ticked_and_satisfies_the_query(
        query in any_query(),
        records in any_records(),
        choices in vec(any_choice(), 0..8),
    ) {
        let parsed = Query::parse(&query).unwrap();
        let mut proposal = propose_query(query, records.clone());
        let untouched = proposal.view();
        check(&records, &untouched, &parsed);
        for place in choices {
            if let Some(choice) = choice(&proposal.view(), place) {
                prop_assert_eq!(proposal.choose(&choice), Ok(()));
                check(&records, &proposal.view(), &parsed);
            }
        }
        let view = proposal.view();
        if view.state != State::Ready {
            prop_assert!(proposal.consent().is_err());
            return Ok(());
        }
        let token = share(proposal);
        let vct_of = |id: &str| view.credentials.iter().find(|credential| credential.id == id).unwrap().vct.clone();
        let answer = verified(&token, vct_of);
        for credential in &view.credentials {
            let sent: BTreeSet<String> = credential.claims.iter().filter(|claim| claim.sent).map(|claim| claim.claim.clone()).collect();
            match answer.get(&credential.id) {
                None => prop_assert!(!credential.included),
                Some(claims) => {
                    prop_assert!(credential.included);
                    prop_assert_eq!(names(claims), sent, "the token holds what the view says, and no more");
                    let asked = parsed.credentials().iter().find(|asked| asked.id() == credential.id).unwrap();
                    prop_assert!(asked.accepts(claims), "the site's own check");
                }
            }
        }
        // Every required set is satisfied by a whole option, and nothing is there that no option asks for (DQ-6).
        let has = |place: &usize| answer.contains_key(parsed.credentials()[*place].id());
        for set in parsed.sets() {
            prop_assert!(!set.required() || set.options().iter().any(|option| option.iter().all(has)));
        }
        for (place, credential) in parsed.credentials().iter().enumerate() {
            let is_asked = |set: &hailstone_core::release::CredentialSet| set.options().iter().any(|option| option.contains(&place) && option.iter().all(has));
            prop_assert!(!answer.contains_key(credential.id()) || parsed.sets().iter().any(is_asked));
        }
    }

    #[test]
    fn untouched_it_is_ready_whenever_anything_is_required(query in any_query(), records in any_records()) {
        let view = propose_query(query, records).view();
        if view.credentials.iter().any(|credential| credential.required) {
            prop_assert_eq!(view.state, State::Ready);
        }
    }

    #[test]
    fn any_text_is_read_or_refused(protocol in "openid4vp-v1-unsigned|.{0,20}", text in ".{0,200}") {
        let _ = Request::parse(&protocol, origin(), &text);
        let _ = Request::parse(PROTOCOL, origin(), &text);
    }

    #[test]
    fn any_json_in_any_place_is_read_or_refused(value in any_json(), place in any::<Index>()) {
        let mut request = encrypted(&[public(&p256_pair()), public(&x25519_pair())]);
        request["verifier_info"] = json!([{"format": "urn:hailstone:purpose:1", "data": {"purpose": {"en": "x"}}, "credential_ids": ["contact"]}]);
        request["dcql_query"]["credential_sets"] = json!([{"options": [["contact"]]}]);
        let pointers = pointers(&request, String::new());
        *request.pointer_mut(&pointers[place.index(pointers.len())]).unwrap() = value;
        if let Ok(request) = parse(&request) {
            let _ = request.propose(records(), now()).consent();
        }
    }

    #[test]
    fn any_text_is_an_origin_or_not(text in "(https?://)?[a-z0-9.:\\[\\]@/A-Z-]{0,30}|.{0,40}") {
        if let Ok(origin) = Origin::parse(&text) {
            prop_assert_eq!(origin.as_str(), text);
        }
    }
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(json!(null)),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,8}".prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 16, 4, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(Value::from),
            vec(("[a-z_]{0,8}", inner), 0..4)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

/// Every place of a JSON document (RFC 6901).
fn pointers(value: &Value, prefix: String) -> Vec<String> {
    let below: Vec<String> = match value {
        Value::Object(members) => members
            .iter()
            .flat_map(|(name, value)| {
                pointers(
                    value,
                    format!("{prefix}/{}", name.replace('~', "~0").replace('/', "~1")),
                )
            })
            .collect(),
        Value::Array(elements) => elements
            .iter()
            .enumerate()
            .flat_map(|(place, value)| pointers(value, format!("{prefix}/{place}")))
            .collect(),
        _ => Vec::new(),
    };
    std::iter::once(prefix).chain(below).collect()
}
