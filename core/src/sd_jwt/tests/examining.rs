//! Rule by rule: what is said of a token that fails in more than one way.

use super::*;
use crate::jose::JoseError;

fn report(
    presentation: &str,
    binding: &Binding<'_>,
) -> (Vec<(&'static str, Option<&'static str>)>, bool) {
    use crate::error::Coded;
    let public = key().public_jwk();
    let (report, verified) = examine(presentation, &expected(&public), binding);
    assert_eq!(verified.is_some(), !report.has_failed());
    let rules = report.rules();
    let rules = rules.map(|(rule, outcome)| (rule.code(), outcome.err().map(|error| error.code())));
    (rules.collect(), verified.is_some())
}

#[test]
fn every_rule_of_a_good_presentation_holds() {
    let token = token(&[("email", json!("ada@example.org"))]);
    let bound = token.bind(&key_binding(), &key());
    let (rules, good) = report(&bound, &required());
    assert!(good);
    assert!(rules.iter().all(|(_, error)| error.is_none()));
    let all: Vec<_> = Rule::ALL.iter().map(|rule| rule.code()).collect();
    let seen: Vec<_> = rules.iter().map(|(rule, _)| *rule).collect();
    assert_eq!(seen, all);
}

#[test]
fn what_does_not_hold_is_said_and_the_rest_is_looked_at() {
    let bad = payload(json!({"exp": NOW.as_unix() - 1, "nbf": NOW.as_unix() + 9, "aud": "x"}));
    let token = signed(with_typ("other"), &bad, &[]);
    let bound = token.bind(
        &KeyBinding {
            audience: "x",
            nonce: "y",
            issued_at: NOW.plus_seconds(99),
        },
        &other_key(),
    );
    let (rules, good) = report(&bound, &required());
    assert!(!good);
    let failed: Vec<_> = rules
        .into_iter()
        .filter_map(|(rule, error)| Some((rule, error?)))
        .collect();
    assert_eq!(
        failed,
        [
            ("typ", "sd_jwt.type_wrong"),
            ("exp", "sd_jwt.expired"),
            ("nbf", "sd_jwt.not_yet_valid"),
            ("aud", "sd_jwt.audience_wrong"),
            ("binding_signature", "sd_jwt.binding_invalid"),
            ("binding_iat", "sd_jwt.binding_time_wrong"),
            ("binding_aud", "sd_jwt.binding_audience_wrong"),
            ("binding_nonce", "sd_jwt.binding_nonce_wrong"),
        ]
    );
}

fn with_typ(typ: &str) -> Value {
    json!({"typ": typ})
}

#[test]
fn behind_what_the_next_rules_need_nothing_is_looked_at() {
    let (rules, _) = report("nothing", &required());
    assert_eq!(rules, [("shape", Some("sd_jwt.malformed"))]);
    let stray = format!(
        "{}{}~",
        token(&[]).as_str(),
        disclosure(&json!(["salt", "x", 1]))
    );
    let (rules, _) = report(&stray, &Binding::NotRequired);
    assert_eq!(
        rules.last(),
        Some(&("disclosures", Some("sd_jwt.disclosure_unreferenced")))
    );
}

/// SV-4: no key that is known by an allowed way is a reason to refuse, whatever else holds.
#[test]
fn sv_4_without_a_known_issuer_nothing_is_verified() {
    let public = key().public_jwk();
    let token = token(&[]);
    let nobody = Expected {
        issuer: None,
        ..expected(&public)
    };
    assert_eq!(
        verify_issued(token.as_str(), &nobody),
        Err(SdJwtError::IssuerUnknown)
    );
    let (report, verified) = examine(token.as_str(), &nobody, &Binding::NotRequired);
    assert!(verified.is_none());
    let failed: Vec<_> = report
        .rules()
        .filter(|(_, outcome)| outcome.is_err())
        .collect();
    assert_eq!(failed, [(Rule::Issuer, Err(SdJwtError::IssuerUnknown))]);
}

#[test]
fn a_missing_binding_is_one_rule_and_the_token_is_looked_at() {
    let (rules, good) = report(token(&[]).as_str(), &required());
    assert!(!good);
    assert_eq!(
        rules[1],
        ("binding_present", Some("sd_jwt.binding_missing"))
    );
    assert!(rules.len() > 5);
}

#[test]
fn what_a_token_says_before_it_is_verified_is_to_hand() {
    let token = token(&[("email", json!("ada@example.org"))]);
    let unread = Unread::parse(token.as_str()).unwrap();
    assert_eq!(unread.header["typ"], TOKEN_TYPE);
    assert_eq!(unread.payload["vct"], VCT);
    assert!(unread.payload.contains_key("_sd"));
    assert_eq!(
        Unread::parse("a~"),
        Err(SdJwtError::TokenInvalid(JoseError::Malformed(
            "three parts with dots between (RFC 7515 §7.1)"
        )))
    );
    assert_eq!(format!("{unread:?}"), "Unread(7 members)");
}
