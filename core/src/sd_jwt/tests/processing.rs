use super::*;
use proptest::prelude::*;

/// A claim as disclosure, and its digest.
fn hidden(name: &str, value: Value) -> (String, String) {
    let text = disclosure(&json!(["salt", name, value]));
    let digest = digest(&text);
    (text, digest)
}

fn hidden_item(value: Value) -> (String, String) {
    let text = disclosure(&json!(["salt", value]));
    let digest = digest(&text);
    (text, digest)
}

#[test]
fn sj_v2_disclosures_are_put_where_their_digests_stand() {
    let (inner, inner_digest) = hidden("street", json!("Main"));
    let (outer, outer_digest) = hidden("address", json!({"_sd": [inner_digest], "country": "IE"}));
    let (item, item_digest) = hidden_item(json!({"a": 1}));
    let payload = json!({"_sd_alg": "sha-256", "_sd": [outer_digest], "list": [1, {"...": item_digest}, {}], "open": {}});
    assert_eq!(
        processed(payload, &[&item, &inner, &outer]),
        Ok(
            json!({"address": {"street": "Main", "country": "IE"}, "list": [1, {"a": 1}, {}], "open": {}})
        )
    );
}

#[test]
fn sj_v2_unmatched_digest_is_ignored() {
    let decoy = digest("decoy");
    let payload = json!({"_sd": [decoy, "not even a digest"], "a": {"_sd": [digest("b")]}, "c": [{"...": digest("d")}, 2]});
    assert_eq!(processed(payload, &[]), Ok(json!({"a": {}, "c": [2]})));
}

#[test]
fn sj_v2_a_disclosure_of_the_wrong_shape_is_refused() {
    for wrong in [
        json!(["salt", "value"]),
        json!(["salt", "name", 1, 2]),
        json!([1, "name", "value"]),
        json!(["salt", 1, "value"]),
        json!([]),
        json!({"salt": 1}),
        json!("text"),
    ] {
        let text = disclosure(&wrong);
        let payload = json!({"_sd": [digest(&text)]});
        assert_eq!(
            processed(payload, &[&text]),
            Err(SdJwtError::DisclosureInvalid),
            "{wrong}"
        );
    }
    for wrong in [json!(["salt", "name", 1]), json!(["salt"]), json!([1, 2])] {
        let text = disclosure(&wrong);
        let payload = json!({"a": [{"...": digest(&text)}]});
        assert_eq!(
            processed(payload, &[&text]),
            Err(SdJwtError::DisclosureInvalid),
            "{wrong}"
        );
    }
}

#[test]
fn sj_v2_a_disclosure_that_is_not_strict_base64url_json_is_refused() {
    let repeated = base64url::encode(br#"["salt","a",{"b":1,"b":2}]"#);
    let not_utf8 = base64url::encode(b"[\"salt\",\"a\",\"\xff\"]");
    for text in ["!", "WyJ", "WyJzYWx0IiwiYSIsMV0=", &repeated, &not_utf8] {
        let payload = json!({"_sd": [digest(text)]});
        assert_eq!(
            processed(payload, &[text]),
            Err(SdJwtError::DisclosureInvalid),
            "{text}"
        );
    }
}

#[test]
fn sj_v2_a_reserved_name_in_a_disclosure_is_refused() {
    for name in ["_sd", "...", "_sd_alg"] {
        let (text, digest) = hidden(name, json!(["x"]));
        let payload = json!({"_sd": [digest]});
        assert_eq!(processed(payload, &[&text]), Err(SdJwtError::NameReserved));
    }
}

#[test]
fn sj_v2_a_name_that_is_there_already_is_refused() {
    let (first, first_digest) = hidden("a", json!(1));
    let payload = json!({"_sd": [first_digest], "a": 2});
    assert_eq!(processed(payload, &[&first]), Err(SdJwtError::NameTaken));
    let (second, second_digest) = hidden("a", json!(2));
    let payload = json!({"_sd": [first_digest, second_digest]});
    assert_eq!(
        processed(payload, &[&first, &second]),
        Err(SdJwtError::NameTaken)
    );
}

#[test]
fn sj_v2_digest_names_used_for_anything_else_are_refused() {
    let malformed = |payload| {
        let outcome = processed(payload, &[]);
        assert!(
            matches!(outcome, Err(SdJwtError::Malformed(_))),
            "{outcome:?}"
        );
    };
    malformed(json!({"_sd": "text"}));
    malformed(json!({"a": {"_sd": [1]}}));
    malformed(json!({"...": digest("x")}));
    malformed(json!({"a": [{"...": digest("x"), "b": 1}]}));
    malformed(json!({"a": [{"...": 1}]}));
    malformed(json!({"a": {"_sd_alg": "sha-256"}}));
}

#[test]
fn sj_v2_nesting_is_bounded() {
    let mut value = json!({"end": true});
    let mut disclosures = Vec::new();
    for _ in 0..80 {
        let (text, digest) = hidden("next", value);
        disclosures.push(text);
        value = json!({"_sd": [digest]});
    }
    let disclosures: Vec<_> = disclosures.iter().map(String::as_str).collect();
    assert_eq!(processed(value, &disclosures), Err(SdJwtError::TooLarge));
    let deep =
        base64url::encode(format!("[\"s\",\"a\",{}{}]", "[".repeat(40), "]".repeat(40)).as_bytes());
    let payload = json!({"_sd": [digest(&deep)]});
    assert_eq!(processed(payload, &[&deep]), Err(SdJwtError::TooLarge));
}

#[test]
fn sj_v3_a_digest_twice_is_refused() {
    let (text, once) = hidden("a", json!(1));
    for payload in [
        json!({"_sd": [once, once]}),
        json!({"_sd": [once], "b": {"_sd": [once]}}),
        json!({"b": [{"...": digest("x")}, {"...": digest("x")}], "_sd": [once]}),
    ] {
        assert_eq!(
            processed(payload, &[&text]),
            Err(SdJwtError::DigestRepeated)
        );
    }
    let decoy = digest("decoy");
    assert_eq!(
        processed(json!({"_sd": [decoy, decoy]}), &[]),
        Err(SdJwtError::DigestRepeated)
    );
    let (outer, outer_digest) = hidden("outer", json!({"_sd": [once]}));
    assert_eq!(
        processed(json!({"_sd": [once, outer_digest]}), &[&text, &outer]),
        Err(SdJwtError::DigestRepeated)
    );
}

#[test]
fn sj_v3_a_disclosure_twice_is_refused() {
    let (text, digest) = hidden("a", json!(1));
    assert_eq!(
        processed(json!({"_sd": [digest]}), &[&text, &text]),
        Err(SdJwtError::DigestRepeated)
    );
}

#[test]
fn sj_v3_an_unreferenced_disclosure_is_refused() {
    let (text, _) = hidden("a", json!(1));
    assert_eq!(
        processed(json!({"b": 1}), &[&text]),
        Err(SdJwtError::DisclosureUnreferenced)
    );
}

#[test]
fn sj_4_a_child_without_its_parent_is_refused() {
    let (inner, inner_digest) = hidden("street", json!("Main"));
    let (_, outer_digest) = hidden("address", json!({"_sd": [inner_digest]}));
    assert_eq!(
        processed(json!({"_sd": [outer_digest]}), &[&inner]),
        Err(SdJwtError::DisclosureUnreferenced)
    );
}

#[test]
fn sj_v1_a_hash_that_is_truncated_or_unknown_is_refused() {
    for name in [
        json!("SHA-256"),
        json!("sha-256-128"),
        json!("sha3-256"),
        json!("md5"),
        json!(""),
        json!(1),
        json!(null),
    ] {
        assert_eq!(
            processed(json!({"_sd_alg": name}), &[]),
            Err(SdJwtError::HashNotAllowed)
        );
    }
    assert_eq!(processed(json!({}), &[]), Ok(json!({})));
}

#[test]
fn sj_v1_each_hash_that_is_allowed_finds_its_own_digests_only() {
    let (text, _) = hidden("a", json!(1));
    for hash in HashAlgorithm::ALL {
        for other in HashAlgorithm::ALL {
            let payload = json!({"_sd_alg": other.as_str(), "_sd": [hash.digest(&text)]});
            let expected = if hash == other {
                Ok(json!({"a": 1}))
            } else {
                Err(SdJwtError::DisclosureUnreferenced)
            };
            assert_eq!(processed(payload, &[&text]), expected);
        }
    }
}

proptest! {
    /// A list is in order as a rule, which makes looking up quick, and need not be.
    #[test]
    fn sj_v2_digests_are_found_in_any_order_among_decoys(
        claims in prop::collection::vec((any::<bool>(), any::<bool>()), 0..24),
        order in any::<prop::sample::Index>(),
        is_sorted: bool,
    ) {
        let mut digests = Vec::new();
        let mut disclosures = Vec::new();
        let mut expected = Map::new();
        for (at, (is_disclosed, is_in_array)) in claims.into_iter().enumerate() {
            let name = format!("claim_{at}");
            let value = if is_in_array { json!([{"...": digest(&name)}, at]) } else { json!(at) };
            let (text, digest) = hidden(&name, value);
            digests.push(digest);
            if is_disclosed {
                disclosures.push(text);
                expected.insert(name, if is_in_array { json!([at]) } else { json!(at) });
            }
        }
        if is_sorted {
            digests.sort();
        } else if !digests.is_empty() {
            let middle = order.index(digests.len());
            digests.rotate_left(middle);
        }
        let disclosures: Vec<&str> = disclosures.iter().map(String::as_str).collect();
        prop_assert_eq!(
            processed(json!({"_sd": digests}), &disclosures),
            Ok(Value::Object(expected))
        );
    }
}
