//! SD-JWT (RFC 9901) against npm `@sd-jwt/core`.
//!
//! Half of the credentials are issued by ours and half by the other, and of those half are presented by each; every presentation is
//! verified by both. Presentations that are broken, each in one way, ours has to refuse with the code of the rule that is broken. The
//! other takes some of them; those are exactly the ways that [`LENIENT`] lists, and that RFC 9901 forbids in §7.1 and §7.3.

mod broken;
mod cases;

use crate::oracle;
use crate::random::Random;
use broken::{WAYS, Way, broken};
use cases::{AUDIENCE, Case, HOLDER, ISSUER, NONCE, NOW, case, pointer, public};
use hailstone_core::entropy::Seed;
use hailstone_core::error::Coded;
use hailstone_core::jose::{Jwk, SigningKey};
use hailstone_core::sd_jwt::{
    Binding, Credential, Decoys, Expected, HashAlgorithm, Held, KeyBinding, Pointer, SdJwtError,
    verify,
};
use hailstone_core::time::Timestamp;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// How many credentials there are.
const CASES: u64 = 7_000;
/// How many broken presentations.
const BROKEN: u64 = 4_200;

/// What `@sd-jwt/core` 0.19.0 takes and RFC 9901 forbids: §7.1 (3, 4 and 5) for digests and disclosures, §7.3 (5f) for the audience,
/// RFC 7519 §4.1.4 for the moment of expiry, RFC 8725 §2.4 for a member twice, RFC 7515 §2 for padding.
const LENIENT: [Way; 16] = [
    Way::ExpiresNow,
    Way::AnotherAudience,
    Way::DisclosureTwice,
    Way::Unreferenced,
    Way::WithoutParent,
    Way::DigestTwice,
    Way::NameTaken,
    Way::NameReserved,
    Way::ItemInObject,
    Way::PropertyInArray,
    Way::DigestsNoList,
    Way::DigestNoText,
    Way::PlaceholderInObject,
    Way::PlaceholderWithMore,
    Way::MemberTwice,
    Way::NotBase64url,
];

fn key(text: &str) -> SigningKey {
    SigningKey::parse(&serde_json::from_str(text).unwrap()).unwrap()
}

fn with_expected<T>(read: impl FnOnce(&Expected<'_>) -> T) -> T {
    let issuer = Jwk::parse(&public(ISSUER)).unwrap();
    read(&Expected {
        issuer: Some(&issuer),
        typ: "example+sd-jwt",
        now: Timestamp::from_unix(NOW),
        leeway: 0,
        audience: None,
        required: &["exp"],
        hashes: &HashAlgorithm::ALL,
    })
}

const BINDING: Binding<'_> = Binding::Required {
    audience: AUDIENCE,
    nonce: NONCE,
    max_age: 300,
};

/// Ours, in the words of the other.
fn verified(presentation: &str) -> Result<Value, SdJwtError> {
    let verified = with_expected(|expected| verify(presentation, expected, &BINDING));
    verified.map(|verified| json!({"claims": verified.claims}))
}

fn verify_question(presentation: &str) -> Value {
    json!({
        "operation": "verify", "jwk": public(ISSUER), "presentation": presentation, "nonce": NONCE, "now": NOW,
    })
}

fn issue(seed: u64, case: &Case) -> String {
    let hash = HashAlgorithm::ALL
        .into_iter()
        .find(|hash| hash.as_str() == case.hash);
    let disclosable: Vec<Pointer> = case.disclosable.iter().map(|path| pointer(path)).collect();
    let mut bytes = [7; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    let credential = Credential {
        header: &json!({"typ": "example+sd-jwt"}),
        payload: &case.payload,
        disclosable: &disclosable,
        decoys: &[Decoys {
            at: Pointer::default(),
            number: case.decoys,
        }],
        hash: hash.unwrap(),
    };
    let token = credential
        .issue(&key(ISSUER), Seed::take(&mut bytes))
        .unwrap();
    token.as_str().to_owned()
}

fn present(case: &Case, token: &str) -> String {
    let (held, verified) = with_expected(|expected| Held::receive(token, expected)).unwrap();
    assert_eq!(verified.claims, case.payload, "{token}");
    let chosen: Vec<Pointer> = case.chosen.iter().map(|path| pointer(path)).collect();
    let binding = KeyBinding {
        audience: AUDIENCE,
        nonce: NONCE,
        issued_at: Timestamp::from_unix(NOW),
    };
    held.present(&chosen).bind(&binding, &key(HOLDER))
}

fn text(value: &Value, name: &str) -> String {
    value[name]
        .as_str()
        .unwrap_or_else(|| panic!("{value}"))
        .to_owned()
}

/// The disclosures of a presentation, in whatever order.
fn disclosures(presentation: &str) -> BTreeSet<&str> {
    let parts = presentation.split('~').skip(1);
    parts
        .filter(|part| !part.contains('.') && !part.is_empty())
        .collect()
}

#[test]
fn what_either_issues_and_presents_both_verify_to_the_same_claims() {
    let cases: Vec<Case> = (0..oracle::cases(CASES)).map(case).collect();
    let issue_questions: Vec<Value> = cases
        .iter()
        .step_by(2)
        .map(|case| {
            json!({
                "operation": "issue", "jwk": serde_json::from_str::<Value>(ISSUER).unwrap(), "payload": case.payload,
                "frame": case.issuing_frame(), "hash": case.hash,
            })
        })
        .collect();
    let theirs = oracle::ask("sd-jwt.mjs", &issue_questions);
    let tokens: Vec<String> = cases
        .iter()
        .enumerate()
        .map(|(at, case)| match &theirs {
            Some(theirs) if at % 2 == 0 => text(&theirs[at / 2], "token"),
            _ => issue(u64::try_from(at).unwrap(), case),
        })
        .collect();
    let ours: Vec<String> = cases
        .iter()
        .zip(&tokens)
        .map(|(case, token)| present(case, token))
        .collect();
    let ours_verified: Vec<Value> = ours
        .iter()
        .map(|presentation| verified(presentation).unwrap_or_else(|e| panic!("{e} {presentation}")))
        .collect();
    // The cases are of use: much of what could be disclosed is, and much is not.
    let all: usize = cases.iter().map(|case| case.disclosable.len()).sum();
    let disclosed: usize = cases.iter().map(|case| case.disclosed().len()).sum();
    println!("{all} disclosures, {disclosed} disclosed");
    assert!(all > 2 * cases.len() && (all / 3..all * 4 / 5).contains(&disclosed));

    let present_questions: Vec<Value> = cases
        .iter()
        .zip(&tokens)
        .map(|(case, token)| {
            json!({
                "operation": "present", "jwk": serde_json::from_str::<Value>(HOLDER).unwrap(), "token": token,
                "frame": case.presenting_frame(), "hash": case.hash,
                "binding": {"iat": NOW, "aud": AUDIENCE, "nonce": NONCE},
            })
        })
        .collect();
    let Some(theirs) = oracle::ask("sd-jwt.mjs", &present_questions) else {
        return;
    };
    let questions: Vec<Value> = ours.iter().map(|text| verify_question(text)).collect();
    let answers = oracle::ask("sd-jwt.mjs", &questions).unwrap();
    let seen = ours.iter().zip(&ours_verified).zip(theirs).zip(answers);
    for (((ours, claims), theirs), answer) in seen {
        let theirs = text(&theirs, "presentation");
        assert_eq!(disclosures(ours), disclosures(&theirs));
        assert_eq!(verified(&theirs).as_ref(), Ok(claims), "{theirs}");
        assert_eq!(&answer, claims, "{ours}");
    }
}

#[test]
fn what_is_broken_is_refused_for_its_reason_and_the_other_takes_what_is_listed() {
    let random = &mut Random::new(9901);
    let ways = WAYS.iter().cycle();
    let cases: Vec<(Way, String)> = (0..oracle::cases(BROKEN))
        .zip(ways)
        .map(|(_, way)| {
            let way = *way;
            (way, broken(way, random))
        })
        .collect();
    for (way, presentation) in &cases {
        let code = verified(presentation).map_err(|error| error.code());
        assert_eq!(code, Err(way.code()), "{way:?} {presentation}");
    }
    let questions: Vec<Value> = cases
        .iter()
        .map(|(_, text)| verify_question(text))
        .collect();
    let Some(answers) = oracle::ask("sd-jwt.mjs", &questions) else {
        return;
    };
    let mut taken = BTreeSet::new();
    let mut refused = BTreeSet::new();
    for ((way, _), answer) in cases.iter().zip(answers) {
        let kind = if answer.get("refused").is_none() {
            &mut taken
        } else {
            &mut refused
        };
        kind.insert(*way);
    }
    assert_eq!(taken, BTreeSet::from(LENIENT));
    let either_way: Vec<_> = taken.intersection(&refused).collect();
    assert!(either_way.is_empty(), "taken and refused: {either_way:?}");
}
