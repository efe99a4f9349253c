//! The JSON serialisation (RFC 9901 §8).

use super::*;

/// A presentation in JSON, general or flattened.
fn in_json(compact: &str, general: bool) -> Value {
    let (token, binding) = compact.rsplit_once('~').unwrap();
    let mut parts = token.split('~');
    let jwt: Vec<_> = parts.next().unwrap().split('.').collect();
    let disclosures: Vec<_> = parts.collect();
    let mut header = json!({"disclosures": disclosures, "kid": "open"});
    if !binding.is_empty() {
        header["kb_jwt"] = json!(binding);
    }
    let mut signature = json!({"protected": jwt[0], "signature": jwt[2], "header": header});
    if general {
        let other = json!({"protected": jwt[0], "signature": jwt[2], "header": {"kid": "2"}});
        json!({"payload": jwt[1], "signatures": [signature, other]})
    } else {
        signature["payload"] = json!(jwt[1]);
        signature
    }
}

fn malformed(value: &Value) {
    let outcome = parse_json(&value.to_string());
    assert!(
        matches!(outcome, Err(SdJwtError::Malformed(_))),
        "{value} {outcome:?}"
    );
}

#[test]
fn both_forms_say_what_the_compact_one_says() {
    let token = token(&[("email", json!("ada@example.org")), ("a", json!(1))]);
    let bound = token.bind(&key_binding(), &key());
    for compact in [token.as_str(), &bound] {
        for general in [false, true] {
            let json = in_json(compact, general);
            assert_eq!(parse_json(&json.to_string()).as_deref(), Ok(compact));
            let around = format!("\n{json} \n");
            assert_eq!(super::super::compact(&around).as_deref(), Ok(compact));
            let around = format!(" {compact}\r\n");
            assert_eq!(super::super::compact(&around).as_deref(), Ok(compact));
        }
    }
    let read = parse_json(&in_json(&bound, false).to_string()).unwrap();
    assert!(verify(&read, &expected(&key().public_jwk()), &required()).is_ok());
    // Without a header there is nothing to disclose.
    let mut bare = in_json(token.as_str(), false);
    bare.as_object_mut().unwrap().remove("header");
    let read = parse_json(&bare.to_string()).unwrap();
    assert_eq!(read.matches('~').count(), 1);
}

#[test]
fn only_the_first_signature_brings_disclosures() {
    let token = token(&[("email", json!("ada@example.org"))]);
    for name in ["disclosures", "kb_jwt"] {
        let mut json = in_json(token.as_str(), true);
        json["signatures"][1]["header"][name] = json!([]);
        malformed(&json);
    }
}

#[test]
fn what_could_be_taken_for_a_mark_between_parts_is_refused() {
    let token = token(&[("email", json!("ada@example.org"))]);
    let good = in_json(token.as_str(), false);
    for bad in [
        json!("a.b"),
        json!("a~b"),
        json!("~"),
        json!("a="),
        json!(1),
    ] {
        for name in ["payload", "protected", "signature"] {
            let mut json = good.clone();
            json[name] = bad.clone();
            malformed(&json);
        }
        let mut json = good.clone();
        json["header"]["disclosures"] = json!([bad]);
        malformed(&json);
    }
    for bad in [
        json!("a.b~c"),
        json!(""),
        json!(1),
        json!(null),
        json!("a..="),
    ] {
        let mut json = good.clone();
        json["header"]["kb_jwt"] = bad;
        malformed(&json);
    }
}

#[test]
fn another_shape_is_refused() {
    let token = token(&[("email", json!("ada@example.org"))]);
    let good = in_json(token.as_str(), false);
    for name in ["payload", "protected", "signature"] {
        let mut json = good.clone();
        json.as_object_mut().unwrap().remove(name);
        malformed(&json);
    }
    for (name, value) in [
        ("header", json!([])),
        ("header", json!({"disclosures": {}})),
        ("signatures", json!([])),
    ] {
        let mut json = good.clone();
        json[name] = value;
        malformed(&json);
    }
    malformed(&json!([]));
    for signatures in [json!([]), json!({}), json!([1])] {
        malformed(&json!({"payload": "eA", "signatures": signatures}));
    }
    let twice = good.to_string().replacen('{', "{\"payload\":\"eA\",", 1);
    assert!(matches!(parse_json(&twice), Err(SdJwtError::Malformed(_))));
    assert_eq!(
        parse_json(&" ".repeat((1 << 20) + 1)),
        Err(SdJwtError::TooLarge)
    );
}
