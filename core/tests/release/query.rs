use crate::support::*;
use hailstone_core::release::{Format, Query, RequestError, Step};
use serde_json::{Value, json};

fn invalid(query: Value) {
    let result = Query::parse(&query).map(|_| ());
    assert!(
        matches!(result, Err(RequestError::QueryInvalid(_))),
        "{query}: {result:?}"
    );
}

/// A query with one credential query, which `change` spoils.
fn spoiled(change: impl FnOnce(&mut Value)) -> Value {
    let mut query = json!({"credentials": [credential_with_sets("pid", PERSON, &["name", "birthdate"], &[&["name"]])]});
    change(&mut query["credentials"][0]);
    query
}

#[test]
fn every_example_of_openid4vp_is_read() {
    let examples = [
        include_str!("../vectors/openid4vp/query_lang/claims_alternatives.json"),
        include_str!("../vectors/openid4vp/query_lang/complex_mdoc.json"),
        include_str!("../vectors/openid4vp/query_lang/credentials_alternatives.json"),
        include_str!("../vectors/openid4vp/query_lang/multi_credentials.json"),
        include_str!("../vectors/openid4vp/query_lang/simple.json"),
        include_str!("../vectors/openid4vp/query_lang/simple_mdoc.json"),
        include_str!("../vectors/openid4vp/query_lang/value_matching_simple.json"),
        include_str!("../vectors/openid4vp/request/dcql_jwt_vc.json"),
        include_str!("../vectors/openid4vp/request/dcql_ldp_vc.json"),
    ];
    for example in examples {
        let example: Value = serde_json::from_str(example).unwrap();
        assert!(Query::parse(&example).is_ok(), "{example}");
        // Nothing of them is ours: they are answered like a vault that is empty.
        let view = propose_query(example, records()).view();
        assert!(view.credentials.is_empty());
    }
}

#[test]
fn what_a_site_may_leave_out_is_there_after_reading() {
    let query = Query::parse(&json!({"credentials": [
        {"id": "a", "format": "dc+sd-jwt", "meta": {"vct_values": ["x"]}, "claims": [{"path": ["n", null, 3]}, {"path": ["m"]}]},
        {"id": "b", "format": "later", "meta": {}}
    ]}))
    .unwrap();
    let [a, b] = query.credentials() else {
        panic!("two credentials")
    };
    assert_eq!(
        a.format(),
        &Format::SdJwtVc {
            vct_values: vec!["x".into()]
        }
    );
    assert_eq!(b.format(), &Format::Other("later".into()));
    assert!(!a.multiple() && a.holder_binding() && a.trusted_authorities().is_empty());
    assert_eq!(
        a.claims()[0].path().steps(),
        [Step::Name("n".into()), Step::Every, Step::At(3)]
    );
    let sets: Vec<Vec<usize>> = a.claim_sets().map(Iterator::collect).collect();
    assert_eq!(sets, [vec![0, 1]]);
    let sets: Vec<Vec<usize>> = b.claim_sets().map(Iterator::collect).collect();
    assert_eq!(sets, [Vec::<usize>::new()]);
    let [all] = query.sets() else {
        panic!("one credential set")
    };
    assert!(all.required());
    assert_eq!(all.options(), [vec![0, 1]]);
}

#[test]
fn dq_1_credentials_are_a_non_empty_array_of_objects() {
    for query in [
        json!({}),
        json!([]),
        json!("x"),
        json!({"credentials": []}),
        json!({"credentials": {}}),
        json!({"credentials": [7]}),
        json!({"credentials": null}),
    ] {
        invalid(query);
    }
}

#[test]
fn dq_1_a_credential_id_is_of_one_alphabet_and_unique() {
    for id in [
        json!(""),
        json!("a b"),
        json!("a.b"),
        json!("ä"),
        json!(1),
        json!(null),
    ] {
        invalid(spoiled(|credential| credential["id"] = id));
    }
    invalid(spoiled(|credential| {
        drop(credential.as_object_mut().unwrap().remove("id"))
    }));
    let pid = credential("pid", PERSON, &["name"]);
    invalid(json!({"credentials": [pid, pid]}));
}

#[test]
fn dq_1_format_and_meta_are_required() {
    for name in ["format", "meta"] {
        invalid(spoiled(|credential| {
            drop(credential.as_object_mut().unwrap().remove(name))
        }));
        invalid(spoiled(|credential| credential[name] = json!(7)));
    }
}

#[test]
fn dq_1_vct_values_are_required_for_sd_jwt_vc() {
    for meta in [
        json!({}),
        json!({"vct_values": []}),
        json!({"vct_values": "x"}),
        json!({"vct_values": [1]}),
    ] {
        invalid(spoiled(|credential| credential["meta"] = meta));
    }
}

#[test]
fn dq_1_doctype_value_is_required_for_mdoc() {
    for meta in [json!({}), json!({"doctype_value": []})] {
        invalid(json!({"credentials": [{"id": "a", "format": "mso_mdoc", "meta": meta}]}));
    }
}

#[test]
fn dq_1_flags_are_booleans() {
    for name in ["multiple", "require_cryptographic_holder_binding"] {
        for value in [json!("true"), json!(1), json!(null)] {
            invalid(spoiled(|credential| credential[name] = value));
        }
    }
}

#[test]
fn dq_2_claims_are_a_non_empty_array_of_objects_with_a_path() {
    for claims in [
        json!([]),
        json!({}),
        json!(null),
        json!(["name"]),
        json!([{}]),
        json!([{"path": []}]),
        json!([{"path": "name"}]),
        json!([{"path": [-1]}]),
        json!([{"path": [0.5]}]),
    ] {
        invalid(spoiled(|credential| {
            credential["claims"] = claims;
            credential.as_object_mut().unwrap().remove("claim_sets");
        }));
    }
}

#[test]
fn dq_2_claim_ids_are_of_one_alphabet_and_unique() {
    for id in [json!(""), json!("a b"), json!(1), json!("birthdate")] {
        invalid(spoiled(|credential| credential["claims"][0]["id"] = id));
    }
}

#[test]
fn dq_2_claim_sets_need_claims_with_ids() {
    invalid(spoiled(|credential| {
        drop(credential.as_object_mut().unwrap().remove("claims"))
    }));
    invalid(spoiled(|credential| {
        drop(
            credential["claims"][1]
                .as_object_mut()
                .unwrap()
                .remove("id"),
        )
    }));
    for sets in [
        json!([]),
        json!({}),
        json!(null),
        json!(["name"]),
        json!([["email"]]),
        json!([[1]]),
    ] {
        invalid(spoiled(|credential| credential["claim_sets"] = sets));
    }
}

#[test]
fn dq_4_values_are_a_non_empty_array_of_strings_integers_and_booleans() {
    for values in [
        json!([]),
        json!("x"),
        json!([null]),
        json!([1.5]),
        json!([["x"]]),
        json!([{}]),
    ] {
        invalid(spoiled(|credential| {
            credential["claims"][0]["values"] = values
        }));
    }
    let query = spoiled(|credential| credential["claims"][0]["values"] = json!(["x", 1, -1, true]));
    assert!(Query::parse(&query).is_ok());
}

#[test]
fn dq_4_type_and_value_match_exactly() {
    let query = |values: Value| {
        let query = json!({"credentials": [{"id": "a", "format": "x", "meta": {}, "claims": [{"path": ["c"], "values": values}]}]});
        Query::parse(&query).unwrap().credentials()[0].clone()
    };
    let accepts = |values: Value, value: Value| query(values).accepts(&json!({"c": value}));
    assert!(accepts(json!(["x", 7]), json!(7)));
    assert!(accepts(json!([true]), json!(true)));
    assert!(!accepts(json!(["7"]), json!(7)));
    assert!(!accepts(json!([7]), json!("7")));
    assert!(!accepts(json!([1]), json!(1.0)));
    assert!(!accepts(json!([1]), json!(true)));
    assert!(!accepts(json!(["x"]), json!("X")));
    assert!(!accepts(json!(["x"]), json!("x ")));
    assert!(!accepts(json!(["x"]), json!(null)));
    assert!(!query(json!(["x"])).accepts(&json!({})));
}

#[test]
fn dq_5_a_path_of_an_mdoc_is_two_strings() {
    let query = |path: Value| json!({"credentials": [{"id": "a", "format": "mso_mdoc", "meta": {"doctype_value": "d"}, "claims": [{"path": path}]}]});
    assert!(Query::parse(&query(json!(["org.iso.18013.5.1", "given_name"]))).is_ok());
    for path in [
        json!(["given_name"]),
        json!(["a", "b", "c"]),
        json!(["a", null]),
        json!(["a", 0]),
    ] {
        invalid(query(path));
    }
}

#[test]
fn dq_6_credential_sets_name_credentials() {
    let pid = credential("pid", PERSON, &["name"]);
    for sets in [
        json!([]),
        json!({}),
        json!(null),
        json!([7]),
        json!([{}]),
        json!([{"options": []}]),
        json!([{"options": ["pid"]}]),
        json!([{"options": [[]]}]),
        json!([{"options": [["other"]]}]),
        json!([{"options": [[7]]}]),
        json!([{"options": [["pid"]], "required": "no"}]),
        json!([{"options": [["pid"]], "required": null}]),
    ] {
        invalid(json!({"credentials": [pid], "credential_sets": sets}));
    }
}

#[test]
fn dq_8_trusted_authorities_have_a_type_and_values() {
    for authorities in [
        json!([]),
        json!({}),
        json!(null),
        json!([7]),
        json!([{}]),
        json!([{"type": "aki"}]),
        json!([{"type": "aki", "values": []}]),
        json!([{"type": "aki", "values": [1]}]),
        json!([{"type": 1, "values": ["x"]}]),
    ] {
        invalid(spoiled(|credential| {
            credential["trusted_authorities"] = authorities
        }));
    }
    let query = spoiled(|credential| {
        credential["trusted_authorities"] =
            json!([{"type": "aki", "values": ["s9tIpPmhxdiuNkHMEWNpYim8S8Y"]}])
    });
    let query = Query::parse(&query).unwrap();
    assert_eq!(query.credentials()[0].trusted_authorities()[0].kind, "aki");
}

#[test]
fn a_query_is_no_longer_than_a_person_could_judge() {
    let credentials = |number: usize| -> Vec<Value> {
        (0..number)
            .map(|n| credential(&format!("c{n}"), PERSON, &["name"]))
            .collect()
    };
    let claims = |number: usize| -> Value {
        (0..number)
            .map(|n| json!({"id": format!("c{n}"), "path": [format!("c{n}")]}))
            .collect()
    };
    let limit = |query: Value, what: &'static str| {
        assert_eq!(Query::parse(&query), Err(RequestError::LimitExceeded(what)));
    };
    let ok = |query: Value| assert!(Query::parse(&query).is_ok(), "{query}");

    ok(json!({"credentials": credentials(32)}));
    limit(json!({"credentials": credentials(33)}), "credentials");
    let with_claims = |claims: Value| {
        spoiled(|credential| {
            credential["claims"] = claims;
            credential.as_object_mut().unwrap().remove("claim_sets");
        })
    };
    ok(with_claims(claims(64)));
    limit(with_claims(claims(65)), "claims");
    let with_sets = |number: usize| {
        spoiled(|credential| credential["claim_sets"] = json!(vec![["name"]; number]))
    };
    ok(with_sets(256));
    limit(with_sets(257), "claim_sets");
    let sets = |sets: usize, options: usize| {
        json!({
            "credentials": credentials(1),
            "credential_sets": vec![json!({"options": vec![["c0"]; options]}); sets]
        })
    };
    ok(sets(32, 32));
    limit(sets(33, 1), "credential_sets");
    limit(sets(1, 33), "options");
    limit(
        spoiled(|credential| credential["claims"][0]["values"] = json!(vec!["x"; 65])),
        "values",
    );
    limit(
        spoiled(|credential| credential["meta"]["vct_values"] = json!(vec!["x"; 65])),
        "vct_values",
    );
}
