//! What a holder receives, keeps and presents.

use super::*;
use alloc::vec;
use proptest::prelude::*;

fn pointer(text: &str) -> Pointer {
    let parts = text.split('/').skip(1);
    parts.fold(Pointer::default(), |pointer, part| {
        match part.parse::<usize>() {
            Ok(index) => pointer.index(index),
            Err(_) => pointer.name(part),
        }
    })
}

/// A credential with an address that is hidden and has hidden parts, an open group with a hidden member, and hidden nationalities.
fn token() -> SdJwt {
    let jwk: Value = serde_json::from_str(&key().public_jwk().to_json()).unwrap();
    let credential = Credential {
        header: &json!({"typ": TOKEN_TYPE}),
        payload: &members(json!({
            "vct": "https://issuer.example/pid", "exp": NOW.as_unix() + 600, "cnf": {"jwk": jwk},
            "name": "Ada", "address": {"street": "Main", "country": "DE", "geo": {"lat": 1}},
            "addressee": "x", "group": {"open": 1, "hidden": 2}, "nationalities": ["DE", "FR"],
        })),
        disclosable: &[
            "/name",
            "/address",
            "/address/street",
            "/address/geo/lat",
            "/addressee",
            "/group/hidden",
            "/nationalities/0",
            "/nationalities/1",
        ]
        .map(pointer),
        decoys: &[Decoys {
            at: Pointer::default(),
            number: 3,
        }],
        hash: HashAlgorithm::SHA256,
    };
    credential.issue(&key(), seed(4)).unwrap()
}

fn held() -> Held {
    let (held, verified) = Held::receive(token().as_str(), &expected(&key().public_jwk())).unwrap();
    assert_eq!(held.claims(), Ok(verified.claims));
    held
}

/// What a recipient learns, and how many disclosures they get.
fn presented(choice: &[&str]) -> (Value, usize) {
    let choice: Vec<_> = choice.iter().map(|text| pointer(text)).collect();
    let presentation = held().present(&choice);
    let number = presentation.as_str().matches('~').count() - 1;
    let mut claims = verified(&presentation).unwrap();
    for always in ["vct", "exp", "cnf"] {
        claims.as_object_mut().unwrap().remove(always);
    }
    (claims, number)
}

#[test]
fn a_choice_of_claims_is_what_the_recipient_learns() {
    let open = |extra: Value| {
        let mut claims = members(json!({"group": {"open": 1}, "nationalities": []}));
        claims.extend(members(extra));
        Value::Object(claims)
    };
    assert_eq!(presented(&[]), (open(json!({})), 0));
    assert_eq!(presented(&["/name"]), (open(json!({"name": "Ada"})), 1));
    assert_eq!(
        presented(&["/group/hidden"]),
        (open(json!({"group": {"open": 1, "hidden": 2}})), 1)
    );
    assert_eq!(
        presented(&["/nationalities/1"]),
        (open(json!({"nationalities": ["FR"]})), 1)
    );
    assert_eq!(
        presented(&["/nationalities"]),
        (open(json!({"nationalities": ["DE", "FR"]})), 2)
    );
    // Open anyway, or not there at all.
    assert_eq!(
        presented(&["/group/open", "/nothing", "/name/more/x"]),
        (open(json!({"name": "Ada"})), 1)
    );
}

#[test]
fn sj_4_a_claim_comes_with_all_that_it_stands_in() {
    let (claims, number) = presented(&["/address/street"]);
    assert_eq!(
        claims["address"],
        json!({"street": "Main", "country": "DE", "geo": {}})
    );
    assert_eq!(number, 2);
    let (claims, number) = presented(&["/address/geo/lat"]);
    assert_eq!(
        claims["address"],
        json!({"country": "DE", "geo": {"lat": 1}})
    );
    assert_eq!(number, 2);
    // An open part of a hidden whole.
    assert_eq!(presented(&["/address/country"]).1, 1);
}

#[test]
fn a_claim_comes_with_everything_inside_of_it_and_nothing_beside_it() {
    let (claims, number) = presented(&["/address"]);
    assert_eq!(
        claims["address"],
        json!({"street": "Main", "country": "DE", "geo": {"lat": 1}})
    );
    assert!(claims.get("addressee").is_none());
    assert_eq!(number, 3);
    assert_eq!(presented(&[""]).1, 8);
}

#[test]
fn sj_1_no_disclosure_is_sent_twice_and_their_order_is_the_issuer_s() {
    let (_, number) = presented(&["/address", "/address/street", "/address", "/name", "/name"]);
    assert_eq!(number, 4);
    let all = held().present(&[pointer("/nationalities"), pointer("")]);
    assert_eq!(all, token());
}

#[test]
fn sj_6_a_holder_receives_what_is_verified_and_nothing_that_was_presented() {
    let public = key().public_jwk();
    let presentation = token().bind(&key_binding(), &key());
    assert_eq!(
        Held::receive(&presentation, &expected(&public)).err(),
        Some(SdJwtError::BindingUnexpected)
    );
    let other = other_key().public_jwk();
    assert!(matches!(
        Held::receive(token().as_str(), &expected(&other)).err(),
        Some(SdJwtError::TokenInvalid(_))
    ));
    let late = Expected {
        now: NOW.plus_seconds(600),
        ..expected(&public)
    };
    assert_eq!(
        Held::receive(token().as_str(), &late).err(),
        Some(SdJwtError::Expired)
    );
    // A disclosure that leads nowhere, or stands there twice.
    let stray = format!(
        "{}{}~",
        token().as_str(),
        disclosure(&json!(["salt", "x", 1]))
    );
    assert_eq!(
        Held::receive(&stray, &expected(&public)).err(),
        Some(SdJwtError::DisclosureUnreferenced)
    );
}

#[test]
fn what_is_kept_reads_back_and_anything_else_is_refused() {
    let held = held();
    let bytes = held.encode().unwrap();
    let allowed = [HashAlgorithm::SHA256];
    assert_eq!(Held::decode(&bytes, &allowed), Ok(held.clone()));
    assert_eq!(
        Held::decode(&bytes, &[HashAlgorithm::SHA512]),
        Err(SdJwtError::HashNotAllowed)
    );
    for length in 0..bytes.len() {
        assert!(Held::decode(&bytes[..length], &allowed).is_err());
    }
    let mut newer = bytes;
    newer[0] = 2;
    assert!(matches!(
        Held::decode(&newer, &allowed),
        Err(SdJwtError::Malformed(_))
    ));
    let pointers: Vec<_> = held.disclosable().collect();
    assert_eq!(
        pointers,
        [
            "/address",
            "/address/geo/lat",
            "/address/street",
            "/addressee",
            "/group/hidden",
            "/name",
            "/nationalities/0",
            "/nationalities/1"
        ]
    );
    assert_eq!(
        format!("{held:?}"),
        format!("Held({} bytes, 8 disclosures)", token().as_str().len())
    );
    assert_eq!(held.as_str(), token().as_str());
}

#[test]
fn names_with_the_marks_of_a_pointer_are_told_apart() {
    let credential = Credential {
        header: &json!({"typ": "x"}),
        payload: &members(
            json!({"a/b": 1, "a~1b": 2, "a": {"b": 3}, "": {"": 4}, "exp": NOW.as_unix() + 1}),
        ),
        disclosable: &[
            Pointer::default().name("a/b"),
            Pointer::default().name("a~1b"),
            Pointer::default().name("a").name("b"),
            Pointer::default().name("").name(""),
        ],
        decoys: &[],
        hash: HashAlgorithm::SHA256,
    };
    let token = credential.issue(&key(), seed(1)).unwrap();
    let public = key().public_jwk();
    let expected = Expected {
        typ: "x",
        ..expected(&public)
    };
    let (held, _) = Held::receive(token.as_str(), &expected).unwrap();
    for (pointer, name) in [
        (Pointer::default().name("a/b"), "a/b"),
        (Pointer::default().name("a~1b"), "a~1b"),
    ] {
        let presentation = held.present([&pointer]);
        let claims = verify_issued(presentation.as_str(), &expected)
            .unwrap()
            .claims;
        assert!(claims.contains_key(name));
        assert_eq!(presentation.as_str().matches('~').count(), 2);
    }
    let inner = Pointer::default().name("").name("");
    let presentation = held.present([&inner]);
    let claims = verify_issued(presentation.as_str(), &expected)
        .unwrap()
        .claims;
    assert_eq!(claims[""], json!({"": 4}));
    assert_eq!(claims["a"], json!({}));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whatever is chosen, what comes out verifies, and says what was chosen and nothing that was not.
    #[test]
    fn any_choice_verifies_and_says_no_more(
        choice in prop::sample::subsequence(vec!["/name", "/address", "/address/street", "/address/geo/lat", "/addressee", "/group/hidden", "/nationalities/0", "/nationalities/1"], 0..8)
    ) {
        let (claims, _) = presented(&choice);
        let has = |pointer: &str| claims.pointer(pointer).is_some();
        let chosen = |pointer: &str| choice.contains(&pointer);
        prop_assert_eq!(has("/name"), chosen("/name"));
        prop_assert_eq!(has("/addressee"), chosen("/addressee"));
        prop_assert_eq!(has("/group/hidden"), chosen("/group/hidden"));
        prop_assert_eq!(has("/address"), choice.iter().any(|text| text.starts_with("/address") && *text != "/addressee"));
        prop_assert_eq!(has("/address/street"), chosen("/address/street") || chosen("/address"));
        prop_assert_eq!(has("/address/geo/lat"), chosen("/address/geo/lat") || chosen("/address"));
        let number = usize::from(chosen("/nationalities/0")) + usize::from(chosen("/nationalities/1"));
        prop_assert_eq!(claims["nationalities"].as_array().unwrap().len(), number);
    }

    #[test]
    fn a_choice_gives_the_same_in_any_order(
        (choice, shuffled) in prop::sample::subsequence(held().disclosable().map(pointer).collect::<Vec<_>>(), 0..=held().disclosable().count())
            .prop_flat_map(|choice| (Just(choice.clone()), Just(choice).prop_shuffle())),
    ) {
        let held = held();
        prop_assert_eq!(held.present(&choice), held.present(&shuffled));
    }

    #[test]
    fn any_bytes_are_decoded_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..80)) {
        let _ = Held::decode(&bytes, &HashAlgorithm::ALL);
    }
}
