//! What of any credentials answers a query, whoever issued them: DQ-2 to DQ-9 over claims as JSON.

use hailstone_core::release::{Evaluation, Holding, Index, Query};
use serde_json::{Value, json};

const PID: &str = "https://id.example/pid";
const DEGREE: &str = "https://uni.example/degree";

/// A holding that is bound to a key of the wallet's, of one type, from an issuer without a chain.
fn holding<'a>(types: &'a [&'a str], claims: &'a Value) -> Holding<'a> {
    Holding {
        types,
        claims,
        authorities: &[],
        holder_binding: true,
    }
}

fn person() -> Value {
    json!({
        "given_name": "Ada",
        "age": 36,
        "over_18": true,
        "address": {"locality": "London", "country": "GB"},
        "nationalities": ["British", "Irish"],
        "degrees": [{"type": "Bachelor"}, {"type": "Master", "year": 1840}, {}],
        "mixed": [{"type": "Bachelor"}, "none"],
        "nothing": null
    })
}

fn query(credentials: Value) -> Query {
    Query::parse(&json!({"credentials": credentials})).unwrap()
}

/// One credential query for a PID with these members beside its type.
fn pid(members: Value) -> Value {
    let mut query = json!({"id": "pid", "format": "dc+sd-jwt", "meta": {"vct_values": [PID]}});
    let members = members.as_object().unwrap().clone();
    query.as_object_mut().unwrap().extend(members);
    query
}

fn paths(paths: &[Value]) -> Value {
    let claims = paths.iter().enumerate();
    let claims = claims.map(|(place, path)| json!({"id": format!("c{place}"), "path": path}));
    claims.collect()
}

/// Evaluates twice, with and without an index, which must not differ.
fn evaluate(query: &Query, holdings: &[Holding<'_>]) -> Evaluation {
    let evaluation = query.evaluate(holdings);
    assert_eq!(Index::of(holdings).evaluate(query), evaluation);
    evaluation
}

/// The claim sets of one credential query that one person's PID satisfies; none when it does not answer.
fn sets(members: Value) -> Vec<usize> {
    let query = query(json!([pid(members)]));
    let claims = person();
    let evaluation = evaluate(&query, &[holding(&[PID], &claims)]);
    let found = evaluation.matches(0).first();
    assert_eq!(evaluation.can_be_satisfied(), found.is_some());
    found.map_or_else(Vec::new, |found| {
        found.claim_sets(&query.credentials()[0]).collect()
    })
}

fn answers(members: Value) -> bool {
    !sets(members).is_empty()
}

#[test]
fn dq_2_without_claims_the_credential_answers_with_nothing() {
    assert_eq!(sets(json!({})), [0]);
}

#[test]
fn dq_2_without_claim_sets_every_claim_is_needed() {
    let claims = paths(&[json!(["given_name"]), json!(["address", "locality"])]);
    assert!(answers(json!({"claims": claims})));
    let claims = paths(&[json!(["given_name"]), json!(["family_name"])]);
    assert!(!answers(json!({"claims": claims})));
}

#[test]
fn dq_2_every_claim_set_that_is_there_is_told_in_the_order_of_the_site() {
    let claims = paths(&[
        json!(["given_name"]),
        json!(["family_name"]),
        json!(["age"]),
    ]);
    let of = |claim_sets: Value| sets(json!({"claims": claims, "claim_sets": claim_sets}));
    assert_eq!(
        of(json!([["c0", "c1"], ["c2"], ["c0", "c2"], ["c1"]])),
        [1, 2]
    );
    assert_eq!(of(json!([["c1"], ["c1", "c0"]])), [0; 0]);
    assert_eq!(of(json!([["c1"], []])), [1]);
}

#[test]
fn dq_3_a_credential_that_lacks_a_claim_is_no_match() {
    let claims = paths(&[json!(["address", "street_address"])]);
    assert!(!answers(json!({"claims": claims})));
    let claims = paths(&[json!(["nothing"])]);
    assert!(answers(json!({"claims": claims})), "null is a value");
}

#[test]
fn dq_4_type_and_value_match_exactly_anywhere_in_a_selection() {
    let with =
        |path: Value, values: Value| answers(json!({"claims": [{"path": path, "values": values}]}));
    assert!(with(json!(["given_name"]), json!(["Grace", "Ada"])));
    assert!(!with(json!(["given_name"]), json!(["ada"])));
    assert!(with(json!(["age"]), json!([36])));
    assert!(!with(json!(["age"]), json!(["36"])));
    assert!(with(json!(["over_18"]), json!([true])));
    assert!(!with(json!(["over_18"]), json!([1])));
    assert!(with(json!(["nationalities", null]), json!(["Irish"])));
    assert!(!with(json!(["nationalities", 0]), json!(["Irish"])));
    assert!(with(json!(["degrees", null, "type"]), json!(["Master"])));
    assert!(!with(json!(["degrees", null, "type"]), json!(["Doctor"])));
    assert!(
        !with(json!(["address"]), json!(["London"])),
        "an object equals no value"
    );
}

#[test]
fn dq_5_arrays_and_wildcards_lead_to_elements() {
    let leads = |path: Value| answers(json!({"claims": [{"path": path}]}));
    assert!(leads(json!(["nationalities", null])));
    assert!(leads(json!(["nationalities", 1])));
    assert!(!leads(json!(["nationalities", 2])));
    assert!(!leads(json!(["nationalities", u64::MAX])));
    assert!(leads(json!(["degrees", 1, "year"])));
    assert!(!leads(json!(["degrees", 0, "year"])));
    assert!(
        leads(json!(["degrees", null, "year"])),
        "elements without the member drop out"
    );
    assert!(
        !leads(json!(["mixed", null, "type"])),
        "an element that is no object is an error"
    );
    assert!(!leads(json!(["address", 0])));
    assert!(!leads(json!(["address", null])));
    assert!(!leads(json!(["nationalities", "0"])));
    assert!(!leads(json!(["given_name", "length"])));
}

#[test]
fn dq_6_without_credential_sets_all_are_needed() {
    let claims = person();
    let both = query(json!([
        pid(json!({})),
        {"id": "degree", "format": "dc+sd-jwt", "meta": {"vct_values": [DEGREE]}}
    ]));
    let pid = holding(&[PID], &claims);
    let degree = holding(&[DEGREE], &claims);
    let evaluation = evaluate(&both, &[pid]);
    assert!(!evaluation.can_be_satisfied());
    assert_eq!(
        (evaluation.matches(0).len(), evaluation.options(0)),
        (1, &[][..])
    );
    assert!(evaluate(&both, &[degree, pid]).can_be_satisfied());
}

#[test]
fn dq_6_every_whole_option_of_every_set_is_told() {
    let one = |id: &str, vct: &str| json!({"id": id, "format": "dc+sd-jwt", "meta": {"vct_values": [vct]}});
    let query = Query::parse(&json!({
        "credentials": [one("a", PID), one("b", DEGREE), one("c", "urn:none"), one("d", PID)],
        "credential_sets": [
            {"options": [["c"], ["b", "a"], ["a", "c"], ["d"]]},
            {"options": [["c"]], "required": false},
            {"options": [["a"], ["d"]], "required": false}
        ]
    }))
    .unwrap();
    let claims = person();
    let evaluation = evaluate(
        &query,
        &[holding(&[PID], &claims), holding(&[DEGREE], &claims)],
    );
    assert!(evaluation.can_be_satisfied());
    assert_eq!(evaluation.options(0), [1, 3]);
    assert_eq!(evaluation.options(1), [0; 0]);
    assert_eq!(evaluation.options(2), [0, 1]);
    let nothing = evaluate(&query, &[]);
    assert!(!nothing.can_be_satisfied());
    assert_eq!(nothing.options(7), [0; 0]);
}

#[test]
fn dq_7_what_is_bound_to_no_key_answers_only_a_site_that_asks_for_none() {
    let claims = person();
    let unbound = Holding {
        holder_binding: false,
        ..holding(&[PID], &claims)
    };
    let answers = |members| evaluate(&query(json!([pid(members)])), &[unbound]).can_be_satisfied();
    assert!(!answers(json!({})), "the default is true");
    assert!(!answers(
        json!({"require_cryptographic_holder_binding": true})
    ));
    assert!(answers(
        json!({"require_cryptographic_holder_binding": false})
    ));
}

#[test]
fn dq_7_every_holding_that_answers_is_told() {
    let claims = person();
    let other = json!({"given_name": "Grace"});
    let claims_queries = paths(&[json!(["age"])]);
    let query = query(json!([pid(
        json!({"multiple": true, "claims": claims_queries})
    )]));
    let pid = holding(&[PID], &claims);
    let evaluation = evaluate(&query, &[pid, holding(&[PID], &other), pid]);
    let places: Vec<usize> = evaluation
        .matches(0)
        .iter()
        .map(|found| found.holding)
        .collect();
    assert_eq!(places, [0, 2]);
}

#[test]
fn dq_8_an_authority_is_in_the_issuers_chain_or_nothing_matches() {
    let claims = person();
    let aki = "s9tIpPmhxdiuNkHMEWNpYim8S8Y";
    let chained = Holding {
        authorities: &["AAAA", aki],
        ..holding(&[PID], &claims)
    };
    let answers = |holding: Holding<'_>, authorities: Value| {
        let query = query(json!([pid(json!({"trusted_authorities": authorities}))]));
        evaluate(&query, &[holding]).can_be_satisfied()
    };
    let by = |kind: &str, values: &[&str]| json!([{"type": kind, "values": values}]);
    assert!(answers(chained, by("aki", &["BBBB", aki])));
    assert!(!answers(chained, by("aki", &["BBBB"])));
    assert!(!answers(holding(&[PID], &claims), by("aki", &[aki])));
    for kind in ["etsi_tl", "openid_federation", "later"] {
        assert!(!answers(chained, by(kind, &[aki])), "{kind}");
    }
    assert!(answers(
        chained,
        json!([{"type": "etsi_tl", "values": ["x"]}, {"type": "aki", "values": [aki]}])
    ));
}

#[test]
fn dq_9_the_type_or_one_that_it_extends_is_taken() {
    let claims = person();
    let answers = |types: &[&str], vct_values: Value| {
        let query =
            query(json!([{"id": "a", "format": "dc+sd-jwt", "meta": {"vct_values": vct_values}}]));
        evaluate(&query, &[holding(types, &claims)])
            .matches(0)
            .len()
    };
    assert_eq!(answers(&[PID], json!([DEGREE, PID])), 1);
    assert_eq!(answers(&["urn:de:pid", PID], json!([PID])), 1);
    assert_eq!(answers(&["urn:de:pid", PID], json!([PID, "urn:de:pid"])), 1);
    assert_eq!(answers(&[PID], json!(["https://id.example/PID"])), 0);
    assert_eq!(answers(&[], json!([PID])), 0);
}

#[test]
fn another_format_is_answered_by_nothing() {
    let claims = person();
    for format in [
        json!({"id": "a", "format": "mso_mdoc", "meta": {"doctype_value": PID}}),
        json!({"id": "a", "format": "jwt_vc_json", "meta": {"vct_values": [PID]}}),
    ] {
        let evaluation = evaluate(&query(json!([format])), &[holding(&[PID], &claims)]);
        assert!(!evaluation.can_be_satisfied());
    }
}
