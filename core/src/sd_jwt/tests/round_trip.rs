use super::*;
use proptest::prelude::*;

fn json_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        ".{0,20}".prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map("[a-z]{1,5}", inner, 0..4)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn what_is_issued_and_bound_is_what_is_verified(
        flat in prop::collection::btree_map("k[a-z_\"é]{0,6}", json_value(), 0..5),
        nested in prop::collection::btree_map("[a-z]{1,6}", json_value(), 0..4),
        seed_byte: u8,
    ) {
        let mut paths: Vec<Vec<&str>> = flat.keys().map(|name| [name.as_str()].into()).collect();
        paths.extend(nested.keys().map(|name| Vec::from(["group", name.as_str()])));
        let claims: Vec<_> = paths.iter().zip(flat.values().chain(nested.values()))
            .map(|(path, value)| Claim { path, value })
            .collect();
        let token = issue(&issuance(&claims), &key(), seed(seed_byte)).unwrap();
        let presentation = token.bind(&key_binding(), &key());
        let verified = verify_self_asserted(&presentation, &self_asserted()).unwrap();

        let mut expected = members(payload(json!({})));
        expected.extend(flat.clone());
        if !nested.is_empty() {
            expected.insert("group".into(), Value::Object(nested.clone().into_iter().collect()));
        }
        prop_assert_eq!(verified.claims, expected);
    }

    #[test]
    fn any_text_is_verified_or_refused(text in "[A-Za-z0-9_.~-]{0,80}|.{0,40}") {
        prop_assert!(verify_self_asserted(&text, &self_asserted()).is_err());
        prop_assert!(verify_issued(&text, &expected(&key().public_jwk())).is_err());
    }

    #[test]
    fn any_payload_and_disclosures_are_processed_or_refused(
        payload in prop::collection::btree_map("_sd|[.]{3}|_sd_alg|[a-z]", json_value(), 0..4),
        disclosures in prop::collection::vec("[A-Za-z0-9_-]{0,12}", 0..3),
    ) {
        let disclosures: Vec<_> = disclosures.iter().map(String::as_str).collect();
        let _ = process(payload.into_iter().collect(), &disclosures);
    }
}
