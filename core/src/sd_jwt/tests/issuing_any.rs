//! Issuing what is not self-asserted: nested, recursive, elements of arrays, decoys, every hash.

use super::*;
use crate::jose::{Ed25519Key, Signer};

fn at(path: &[&str]) -> Pointer {
    path.iter().fold(Pointer::default(), |pointer, part| {
        match part.parse::<usize>() {
            Ok(index) => pointer.index(index),
            Err(_) => pointer.name(part),
        }
    })
}

fn claims() -> Map<String, Value> {
    members(json!({
        "vct": "https://issuer.example/pid", "iss": "https://issuer.example", "exp": NOW.as_unix() + 600,
        "given_name": "Ada", "address": {"street": "Main", "country": "DE"},
        "nationalities": ["DE", "FR", ["UK"]], "a/b~c": {"x": 1},
    }))
}

fn issued(
    disclosable: &[Pointer],
    decoys: &[Decoys],
    hash: HashAlgorithm,
) -> Result<SdJwt, SdJwtError> {
    let credential = Credential {
        header: &json!({"typ": TOKEN_TYPE}),
        payload: &claims(),
        disclosable,
        decoys,
        hash,
    };
    credential.issue(&key(), seed(3))
}

fn everything() -> Vec<Pointer> {
    [
        &["given_name"][..],
        &["address"],
        &["address", "street"],
        &["nationalities"],
        &["nationalities", "0"],
        &["nationalities", "2"],
        &["nationalities", "2", "0"],
        &["a/b~c", "x"],
    ]
    .map(at)
    .into()
}

fn verified_claims(token: &SdJwt) -> Result<Map<String, Value>, SdJwtError> {
    let public = key().public_jwk();
    let expected = Expected {
        hashes: &HashAlgorithm::ALL,
        ..expected(&public)
    };
    verify_issued(token.as_str(), &expected).map(|verified| verified.claims)
}

#[test]
fn what_is_issued_with_all_its_disclosures_is_what_was_given() {
    for hash in HashAlgorithm::ALL {
        let token = issued(&everything(), &[], hash).unwrap();
        assert_eq!(verified_claims(&token), Ok(claims()));
        let opened = open(token.as_str());
        assert_eq!(opened.payload["_sd_alg"], hash.as_str());
        assert_eq!(opened.disclosures.len(), 8);
        // In the order in which they were asked for.
        assert_eq!(opened.disclosures[0][1], "given_name");
        assert_eq!(opened.disclosures[4][1], "DE");
    }
}

#[test]
fn sj_4_a_claim_inside_of_another_is_behind_its_digest() {
    let token = issued(&everything(), &[], HashAlgorithm::SHA256).unwrap();
    let opened = open(token.as_str());
    let payload = opened.payload.to_string();
    for hidden in ["Ada", "Main", "DE", "FR", "nationalities", "address"] {
        assert!(!payload.contains(hidden), "{hidden}");
    }
    assert_eq!(opened.payload["a/b~c"]["_sd"].as_array().unwrap().len(), 1);
    // The address itself says nothing of its street.
    let address = opened.disclosures[1].to_string();
    assert!(address.contains("country") && !address.contains("Main"));
}

#[test]
fn sj_2_sj_4_digests_stand_once_and_sorted_wherever_they_are() {
    let decoys = [Decoys {
        at: Pointer::default(),
        number: 20,
    }];
    let token = issued(&everything(), &decoys, HashAlgorithm::SHA256).unwrap();
    let opened = open(token.as_str());
    let digests: Vec<_> = opened.payload["_sd"].as_array().unwrap().iter().collect();
    assert_eq!(digests.len(), 23);
    assert!(
        digests
            .windows(2)
            .all(|pair| pair[0].as_str() < pair[1].as_str())
    );
    assert_eq!(verified_claims(&token), Ok(claims()));
}

#[test]
fn sj_4_decoys_look_like_digests_and_lead_nowhere() {
    let decoys = [
        Decoys {
            at: at(&["address"]),
            number: 2,
        },
        Decoys {
            at: at(&["nationalities"]),
            number: 3,
        },
    ];
    let token = issued(&[], &decoys, HashAlgorithm::SHA256).unwrap();
    let opened = open(token.as_str());
    assert_eq!(
        opened.payload["address"]["_sd"].as_array().unwrap().len(),
        2
    );
    let items = opened.payload["nationalities"].as_array().unwrap();
    assert_eq!(items.len(), 6);
    for item in &items[3..] {
        assert_eq!(item.as_object().unwrap().len(), 1);
        assert_eq!(item["..."].as_str().unwrap().len(), 43);
    }
    assert_eq!(verified_claims(&token), Ok(claims()));
}

#[test]
fn sj_3_every_disclosure_has_a_salt_of_its_own() {
    let token = issued(&everything(), &[], HashAlgorithm::SHA256).unwrap();
    let opened = open(token.as_str());
    let mut salts: Vec<_> = opened
        .disclosures
        .iter()
        .map(|disclosure| disclosure[0].as_str().unwrap())
        .collect();
    assert!(salts.iter().all(|salt| salt.len() == 22));
    salts.sort_unstable();
    salts.dedup();
    assert_eq!(salts.len(), 8);
}

#[test]
fn sv_3_without_anything_disclosable_there_is_no_digest_at_all() {
    let token = issued(&[], &[], HashAlgorithm::SHA256).unwrap();
    let opened = open(token.as_str());
    assert!(opened.payload.get("_sd").is_none() && opened.payload.get("_sd_alg").is_none());
    assert_eq!(Value::Object(claims()), opened.payload);
}

#[test]
fn what_cannot_be_hidden_is_refused() {
    let invalid = Err(SdJwtError::ClaimInvalid);
    for pointer in [
        &[][..],
        &["nothing"],
        &["given_name", "more"],
        &["nationalities", "3"],
        &["nationalities", "x"],
        &["address", "street", "0"],
    ] {
        let outcome = issued(&[at(pointer)], &[], HashAlgorithm::SHA256);
        assert_eq!(outcome, invalid, "{pointer:?}");
    }
    for twice in [&["given_name"][..], &["nationalities", "0"]] {
        let outcome = issued(&[at(twice), at(twice)], &[], HashAlgorithm::SHA256);
        assert_eq!(outcome, invalid);
    }
    let decoys = |pointer: &[&str]| {
        let decoys = Decoys {
            at: at(pointer),
            number: 1,
        };
        issued(&everything(), &[decoys], HashAlgorithm::SHA256)
    };
    assert_eq!(decoys(&["vct"]), invalid);
    assert_eq!(decoys(&["address"]), invalid, "it is hidden itself");
}

#[test]
fn sv_2_what_a_credential_says_of_itself_is_not_hidden_and_its_type_is_there() {
    let mut payload = claims();
    payload.insert("status".into(), json!({"status_list": {"idx": 1}}));
    payload.insert("cnf".into(), json!({"jwk": {"kty": "EC"}}));
    let issue = |typ: &str, payload: &Map<String, Value>, pointer: Pointer| {
        let credential = Credential {
            header: &json!({"typ": typ}),
            payload,
            disclosable: &[pointer],
            decoys: &[],
            hash: HashAlgorithm::SHA256,
        };
        credential.issue(&key(), seed(3)).map(drop)
    };
    for path in [
        &["vct"][..],
        &["iss"],
        &["exp"],
        &["status"],
        &["status", "status_list"],
        &["cnf", "jwk"],
    ] {
        assert_eq!(
            issue(TOKEN_TYPE, &payload, at(path)),
            Err(SdJwtError::ClaimInvalid)
        );
        assert_eq!(issue("example+sd-jwt", &payload, at(path)), Ok(()));
    }
    payload.remove("vct");
    assert_eq!(
        issue(TOKEN_TYPE, &payload, at(&["given_name"])),
        Err(SdJwtError::ClaimMissing("vct"))
    );
}

#[test]
fn sj_2_reserved_names_in_what_is_to_be_issued_are_refused() {
    for bad in [
        json!({"_sd": []}),
        json!({"a": [{"...": "x"}]}),
        json!({"a": {"_sd_alg": "x"}}),
    ] {
        let credential = Credential {
            header: &json!({}),
            payload: &members(bad),
            disclosable: &[],
            decoys: &[],
            hash: HashAlgorithm::SHA256,
        };
        assert_eq!(
            credential.issue(&key(), seed(3)),
            Err(SdJwtError::ClaimInvalid)
        );
    }
}

#[test]
fn any_of_our_algorithms_issues_and_binds() {
    let jwk = json!({"kty": "OKP", "crv": "Ed25519", "d": "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"});
    let holder = Ed25519Key::parse(&jwk).unwrap();
    let mut payload = claims();
    let public: Value = serde_json::from_str(&holder.public_jwk().to_json()).unwrap();
    payload.insert("cnf".into(), json!({"jwk": public}));
    let credential = Credential {
        header: &json!({"typ": TOKEN_TYPE}),
        payload: &payload,
        disclosable: &[at(&["given_name"])],
        decoys: &[],
        hash: HashAlgorithm::SHA384,
    };
    let token = credential.issue(&holder, seed(3)).unwrap();
    assert_eq!(open(token.as_str()).header["alg"], "Ed25519");
    let public = holder.public_jwk();
    let expected = Expected {
        hashes: &HashAlgorithm::ALL,
        ..expected(&public)
    };
    let presentation = token.bind(&key_binding(), &holder);
    let verified = verify(&presentation, &expected, &required()).unwrap();
    assert_eq!(verified.claims["given_name"], "Ada");
    assert_eq!(verified.holder_key(), Ok(holder.public_jwk()));
    assert_eq!(
        format!("{credential:?}"),
        "Credential(8 claims, 1 disclosable)"
    );

    // The same presentation, its signature made elsewhere.
    let unbound = token.unbound(&key_binding(), holder.algorithm());
    let signature = holder.sign(unbound.message());
    assert_eq!(unbound.finish(&signature), presentation);
}
