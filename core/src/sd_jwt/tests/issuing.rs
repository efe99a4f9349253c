use super::*;

const ADDRESS: [&[&str]; 3] = [&["address", "locality"], &["address", "country"], &["name"]];

fn address_token() -> SdJwt {
    let value = json!("x");
    let claims = ADDRESS.map(|path| Claim {
        path,
        value: &value,
    });
    issue(&issuance(&claims), &key(), seed(3)).unwrap()
}

fn refused(path: &[&str], value: &Value) {
    let claims = [Claim { path, value }];
    let outcome = issue(&issuance(&claims), &key(), seed(3));
    assert_eq!(outcome, Err(SdJwtError::ClaimInvalid), "{path:?} {value}");
}

#[test]
fn the_token_of_the_profile_has_exactly_its_members_in_their_order() {
    let token = token(&[("email", json!("ada@example.org"))]);
    let parts: Vec<_> = token.as_str().split('.').collect();
    let did = key().public_jwk().to_did();
    let header = base64url::decode(parts[0]).unwrap();
    assert_eq!(
        String::from_utf8(header).unwrap(),
        format!(r##"{{"alg":"ES256","typ":"dc+sd-jwt","kid":"{did}#0"}}"##)
    );
    let digest = digest(&open(token.as_str()).encoded[0]);
    let jwk = key().public_jwk().to_json();
    let payload = base64url::decode(parts[1]).unwrap();
    assert_eq!(
        String::from_utf8(payload).unwrap(),
        format!(
            r#"{{"iss":"{did}","vct":"{VCT}","iat":1800000000,"exp":1800000600,"cnf":{{"jwk":{jwk}}},"_sd_alg":"sha-256","_sd":["{digest}"]}}"#
        )
    );
}

#[test]
fn sj_1_a_token_is_its_parts_with_a_tilde_after_each() {
    let text = token(&[("email", json!("a")), ("phone_number", json!("b"))]);
    let text = text.as_str();
    assert!(text.ends_with('~') && !text.contains("~~"));
    assert_eq!(text.matches('~').count(), 3);
    let bound = token(&[]).bind(&key_binding(), &key());
    assert!(!bound.ends_with('~'));
}

#[test]
fn sj_1_no_disclosure_is_sent_twice_or_without_its_digest() {
    let opened = open(token(&[("email", json!("a")), ("phone_number", json!("a"))]).as_str());
    assert_ne!(opened.encoded[0], opened.encoded[1]);
    let digests = opened.payload["_sd"].as_array().unwrap();
    for disclosure in &opened.encoded {
        assert!(digests.contains(&json!(digest(disclosure))));
    }
    refuse_twice(&["email"], &["email"]);
}

fn refuse_twice(first: &[&str], second: &[&str]) {
    let value = json!("x");
    let claims = [first, second].map(|path| Claim {
        path,
        value: &value,
    });
    let outcome = issue(&issuance(&claims), &key(), seed(3));
    assert_eq!(outcome, Err(SdJwtError::ClaimInvalid));
}

#[test]
fn sj_2_the_algorithm_is_es256_and_each_digest_stands_once() {
    let opened = open(address_token().as_str());
    assert_eq!(opened.header["alg"], "ES256");
    let mut digests: Vec<_> = opened.payload["_sd"].as_array().unwrap().clone();
    digests.extend(opened.payload["address"]["_sd"].as_array().unwrap().clone());
    digests.sort_by_key(ToString::to_string);
    digests.dedup();
    assert_eq!(digests.len(), 3);
}

#[test]
fn sj_2_sd_alg_is_at_the_top_only() {
    let payload = open(address_token().as_str()).payload;
    assert_eq!(payload["_sd_alg"], "sha-256");
    assert_eq!(payload["address"].as_object().unwrap().len(), 1);
}

#[test]
fn sj_2_reserved_names_are_refused_in_paths_and_in_values() {
    for name in ["_sd", "...", "_sd_alg"] {
        refused(&[name], &json!("x"));
        refused(&["address", name], &json!("x"));
        refused(&[name, "x"], &json!("x"));
        refused(&["x"], &json!([{"y": {name: 1}}]));
    }
    refused(&[], &json!("x"));
    refused(&["n"; 10], &json!("x"));
}

#[test]
fn sj_3_a_disclosure_is_salt_name_and_value_hashed_as_base64url_text() {
    let value = json!({"é": ["\u{1f980}", null, 1.5]});
    let opened = open(token(&[("email", value.clone())]).as_str());
    let parts = opened.disclosures[0].as_array().unwrap();
    assert_eq!(parts.len(), 3);
    assert_eq!((&parts[1], &parts[2]), (&json!("email"), &value));
    assert_eq!(opened.payload["_sd"], json!([digest(&opened.encoded[0])]));
}

#[test]
fn sj_3_the_digest_is_that_of_rfc_9901_section_4_2_3() {
    let example = "WyI2cU1RdlJMNWhhaiIsICJmYW1pbHlfbmFtZSIsICJNw7ZiaXVzIl0";
    assert_eq!(
        digest(example),
        "uutlBuYeMDyjLLTpf6Jxi7yNkEF35jdyWMn9U7b_RYY"
    );
}

#[test]
fn sj_3_every_claim_has_a_fresh_salt_of_128_bits() {
    let first = open(token(&[("email", json!("a")), ("phone_number", json!("a"))]).as_str());
    let value = json!("a");
    let claims = [Claim {
        path: &["email"],
        value: &value,
    }];
    let second = issue(&issuance(&claims), &key(), seed(9)).unwrap();
    let mut salts: Vec<_> = first.disclosures.iter().map(|d| d[0].clone()).collect();
    salts.push(open(second.as_str()).disclosures[0][0].clone());
    for (place, salt) in salts.iter().enumerate() {
        assert_eq!(base64url::decode(salt.as_str().unwrap()).unwrap().len(), 16);
        assert!(!salts[..place].contains(salt));
    }
}

#[test]
fn sj_3_a_name_that_another_claim_has_is_refused() {
    refuse_twice(&["address"], &["address", "locality"]);
    refuse_twice(&["address", "locality"], &["address"]);
    refuse_twice(&["a", "b"], &["a", "b"]);
}

#[test]
fn sj_4_digests_are_sorted_at_every_level() {
    let names: Vec<String> = (0..20).map(|n| format!("c{n}")).collect();
    let paths: Vec<[&str; 2]> = names.iter().map(|name| ["group", name.as_str()]).collect();
    let value = json!(1);
    let claims: Vec<_> = paths
        .iter()
        .map(|path| Claim {
            path,
            value: &value,
        })
        .collect();
    let issued = issue(&issuance(&claims), &key(), seed(3)).unwrap();
    let payload = open(issued.as_str()).payload;
    let digests: Vec<_> = payload["group"]["_sd"].as_array().unwrap().clone();
    assert_eq!(digests.len(), 20);
    assert!(digests.is_sorted_by_key(|digest| digest.as_str().unwrap().to_string()));
}

#[test]
fn sj_4_nested_claims_are_structured() {
    let opened = open(address_token().as_str());
    assert_eq!(
        opened.payload["address"]["_sd"].as_array().unwrap().len(),
        2
    );
    assert_eq!(opened.payload["_sd"].as_array().unwrap().len(), 1);
    let claims = verified(&address_token()).unwrap();
    assert_eq!(claims["address"], json!({"locality": "x", "country": "x"}));
    assert_eq!(claims["name"], "x");
}

#[test]
fn sj_5_a_key_binding_has_its_type_and_exactly_its_claims() {
    let token = token(&[("email", json!("a"))]);
    let bound = token.bind(&key_binding(), &key());
    let jwt = bound.strip_prefix(token.as_str()).unwrap();
    let verified = jws::verify(jwt, &key().public_jwk()).unwrap();
    assert_eq!(
        Value::Object(verified.header),
        json!({"alg": "ES256", "typ": "kb+jwt"})
    );
    let payload: Value = serde_json::from_slice(&verified.payload).unwrap();
    assert_eq!(
        payload,
        json!({"iat": NOW.as_unix(), "aud": AUDIENCE, "nonce": NONCE, "sd_hash": digest(token.as_str())})
    );
}

#[test]
fn sj_5_what_goes_into_a_key_binding_is_escaped() {
    let binding = KeyBinding {
        audience: "a\"b\\",
        nonce: "\n",
        issued_at: NOW,
    };
    let bound = token(&[]).bind(&binding, &key());
    let payload = decoded(bound.rsplit('~').next().unwrap().split('.').nth(1).unwrap());
    assert_eq!(
        (&payload["aud"], &payload["nonce"]),
        (&json!("a\"b\\"), &json!("\n"))
    );
}

#[test]
fn sj_6_a_holder_refuses_a_key_binding_from_an_issuer() {
    let token = token(&[("email", json!("a"))]);
    let public = key().public_jwk();
    assert!(verify_issued(token.as_str(), &expected(&public)).is_ok());
    let bound = token.bind(&key_binding(), &key());
    assert_eq!(
        verify_issued(&bound, &expected(&public)),
        Err(SdJwtError::BindingUnexpected)
    );
}

#[test]
fn sv_2_what_a_token_says_of_itself_is_not_a_claim_to_issue() {
    for name in ALWAYS_PLAIN.iter().chain(&["iat"]) {
        refused(&[name], &json!("x"));
        refused(&[name, "x"], &json!("x"));
    }
}

#[test]
fn sv_3_without_claims_there_is_no_digest_at_all() {
    let opened = open(token(&[]).as_str());
    let names: Vec<_> = opened
        .payload
        .as_object()
        .unwrap()
        .keys()
        .cloned()
        .collect();
    assert_eq!(names, ["cnf", "exp", "iat", "iss", "vct"]);
    assert!(opened.disclosures.is_empty());
}

#[test]
fn debug_output_of_a_token_shows_no_claim() {
    let token = token(&[]);
    assert_eq!(
        format!("{token:?}"),
        format!("SdJwt({} bytes)", token.as_str().len())
    );
    let verified = verify_issued(token.as_str(), &expected(&key().public_jwk())).unwrap();
    assert_eq!(format!("{verified:?}"), "Verified(5 claims)");
}
