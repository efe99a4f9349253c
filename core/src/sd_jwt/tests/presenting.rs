use super::*;
use crate::jose::JoseError;

fn outcome(presentation: &str) -> Result<Verified, SdJwtError> {
    verify(presentation, &expected(&key().public_jwk()), &required())
}

/// A key binding by hand.
fn bound(token: &SdJwt, header: Value, payload: Value, signer: &SigningKey) -> String {
    let jwt = jws::sign(&header, payload.to_string().as_bytes(), signer);
    format!("{}{jwt}", token.as_str())
}

fn binding_header() -> Value {
    json!({"typ": "kb+jwt"})
}

fn binding_payload(token: &SdJwt) -> Value {
    json!({"iat": NOW.as_unix(), "aud": AUDIENCE, "nonce": NONCE, "sd_hash": digest(token.as_str())})
}

fn with(mut value: Value, name: &str, member: Value) -> Value {
    value[name] = member;
    value
}

#[test]
fn a_presentation_verifies_to_its_claims() {
    let claims = verified(&email()).unwrap();
    assert_eq!(claims["email"], "ada@example.org");
    assert_eq!(claims["vct"], VCT);
    assert!(claims.get("_sd").is_none() && claims.get("_sd_alg").is_none());
}

#[test]
fn sj_v1_what_is_not_an_sd_jwt_is_refused() {
    for text in [
        "",
        "a",
        "a.b.c",
        "~",
        "~~",
        &email().as_str().replace('~', "~~"),
    ] {
        let result = outcome(text).unwrap_err();
        assert!(
            matches!(
                result,
                SdJwtError::Malformed(_) | SdJwtError::BindingMissing
            ),
            "{text} {result:?}"
        );
        assert!(verify_issued(text, &expected(&key().public_jwk())).is_err());
    }
    let long = "a~".repeat(600_000);
    assert_eq!(outcome(&long), Err(SdJwtError::TooLarge));
}

#[test]
fn sj_v1_a_signature_of_another_key_is_refused() {
    let presentation = email().bind(&key_binding(), &key());
    let other = other_key().public_jwk();
    assert_eq!(
        verify(&presentation, &expected(&other), &required()),
        Err(SdJwtError::TokenInvalid(JoseError::SignatureInvalid))
    );
}

#[test]
fn sj_v1_an_algorithm_outside_of_the_list_is_refused() {
    for alg in ["none", "HS256", "ES384", "EdDSA", "es256", ""] {
        let head = base64url::encode(
            json!({"alg": alg, "typ": TOKEN_TYPE})
                .to_string()
                .as_bytes(),
        );
        let token = email();
        let (_, rest) = token.as_str().split_once('.').unwrap();
        let result = verify_issued(&format!("{head}.{rest}"), &expected(&key().public_jwk()));
        assert_eq!(
            result,
            Err(SdJwtError::TokenInvalid(JoseError::AlgorithmNotAllowed)),
            "{alg}"
        );
    }
}

#[test]
fn sj_v1_a_changed_payload_is_refused() {
    let token = email();
    let parts: Vec<_> = token.as_str().splitn(3, '.').collect();
    let changed = base64url::encode(payload(json!({"vct": "urn:x"})).to_string().as_bytes());
    assert_eq!(
        verify_issued(
            &format!("{}.{changed}.{}", parts[0], parts[2]),
            &expected(&key().public_jwk())
        ),
        Err(SdJwtError::TokenInvalid(JoseError::SignatureInvalid))
    );
}

#[test]
fn sj_v1_a_hash_that_is_not_allowed_here_is_refused() {
    let token = signed(header(), &payload(json!({"_sd_alg": "sha-512"})), &[]);
    let public = key().public_jwk();
    let outcome = |hashes| {
        let expected = Expected {
            hashes,
            ..expected(&public)
        };
        verify_issued(token.as_str(), &expected).map(|verified| verified.hash)
    };
    assert_eq!(
        outcome(&[HashAlgorithm::SHA256]),
        Err(SdJwtError::HashNotAllowed)
    );
    assert_eq!(outcome(&[]), Err(SdJwtError::HashNotAllowed));
    assert_eq!(outcome(&HashAlgorithm::ALL), Ok(HashAlgorithm::SHA512));
}

#[test]
fn sj_v1_another_hash_in_a_signed_token_is_refused() {
    let token = signed(header(), &payload(json!({"_sd_alg": "md5"})), &[]);
    assert_eq!(verified(&token), Err(SdJwtError::HashNotAllowed));
}

#[test]
fn sj_v3_an_expired_token_is_refused() {
    for (expiry, leeway, expected_outcome) in [
        (NOW.as_unix() + 1, 0, Ok(())),
        (NOW.as_unix(), 0, Err(SdJwtError::Expired)),
        (NOW.as_unix(), 1, Ok(())),
    ] {
        let token = signed(header(), &payload(json!({"exp": expiry})), &[]);
        let public = key().public_jwk();
        let expected = Expected {
            leeway,
            ..expected(&public)
        };
        let result = verify_issued(token.as_str(), &expected);
        assert_eq!(result.map(drop), expected_outcome);
    }
}

#[test]
fn sj_v3_a_token_before_its_time_is_refused() {
    let token = signed(header(), &payload(json!({"nbf": NOW.as_unix() + 1})), &[]);
    assert_eq!(verified(&token), Err(SdJwtError::NotYetValid));
    let token = signed(header(), &payload(json!({"nbf": NOW.as_unix()})), &[]);
    assert!(verified(&token).is_ok());
}

#[test]
fn sj_v3_a_token_for_another_audience_is_refused() {
    for (aud, ours) in [
        (json!("https://us"), true),
        (json!(["x", "https://us"]), true),
        (json!("https://them"), false),
        (json!(["x"]), false),
        (json!(7), false),
    ] {
        let token = signed(header(), &payload(json!({"aud": aud})), &[]);
        let public = key().public_jwk();
        let for_us = Expected {
            audience: Some("https://us"),
            ..expected(&public)
        };
        assert_eq!(
            verify_issued(token.as_str(), &for_us).is_ok(),
            ours,
            "{aud}"
        );
        assert_eq!(verified(&token), Err(SdJwtError::AudienceWrong));
    }
}

#[test]
fn sj_v3_a_required_claim_that_is_absent_or_no_time_is_refused() {
    let token = signed(header(), &payload(json!({"exp": null})), &[]);
    assert_eq!(verified(&token), Err(SdJwtError::ClaimMissing("exp")));
    for wrong in [json!("1800000600"), json!(-1), json!(1.5)] {
        let token = signed(header(), &payload(json!({"exp": wrong})), &[]);
        assert_eq!(verified(&token), Err(SdJwtError::ClaimMissing("exp")));
    }
}

#[test]
fn sj_v4_a_missing_key_binding_is_refused_when_one_is_required() {
    assert_eq!(outcome(email().as_str()), Err(SdJwtError::BindingMissing));
}

#[test]
fn sj_v4_policy_decides_not_what_is_there() {
    let public = key().public_jwk();
    let expected = expected(&public);
    let unbound = verify(email().as_str(), &expected, &Binding::NotRequired);
    let garbage = format!("{}garbage", email().as_str());
    assert_eq!(verify(&garbage, &expected, &Binding::NotRequired), unbound);
    assert!(unbound.is_ok());
}

#[test]
fn sj_v4_the_type_of_a_key_binding_is_checked() {
    let token = email();
    for header in [json!({}), json!({"typ": "JWT"}), json!({"typ": 1})] {
        let presentation = bound(&token, header, binding_payload(&token), &key());
        assert_eq!(outcome(&presentation), Err(SdJwtError::BindingTypeWrong));
    }
}

#[test]
fn sj_v4_the_algorithm_and_signature_of_a_key_binding_are_checked() {
    let token = email();
    let presentation = bound(
        &token,
        binding_header(),
        binding_payload(&token),
        &other_key(),
    );
    assert_eq!(
        outcome(&presentation),
        Err(SdJwtError::BindingInvalid(JoseError::SignatureInvalid))
    );
    let none = base64url::encode(br#"{"alg":"none","typ":"kb+jwt"}"#);
    let body = base64url::encode(binding_payload(&token).to_string().as_bytes());
    assert_eq!(
        outcome(&format!("{}{none}.{body}.", token.as_str())),
        Err(SdJwtError::BindingInvalid(JoseError::AlgorithmNotAllowed))
    );
}

#[test]
fn sj_v4_the_key_must_be_the_one_in_cnf() {
    let token = signed(header(), &payload(json!({"cnf": null})), &[]);
    assert_eq!(verified(&token), Err(SdJwtError::ClaimMissing("cnf")));
    let other: Value = serde_json::from_str(&other_key().public_jwk().to_json()).unwrap();
    let token = signed(header(), &payload(json!({"cnf": {"jwk": other}})), &[]);
    assert_eq!(
        verified(&token),
        Err(SdJwtError::BindingInvalid(JoseError::SignatureInvalid))
    );
}

#[test]
fn sj_v4_a_key_binding_outside_of_its_window_is_refused() {
    let token = email();
    for (made, good) in [
        (NOW.as_unix(), true),
        (NOW.as_unix() - 300, true),
        (NOW.as_unix() - 301, false),
        (NOW.as_unix() + 1, false),
    ] {
        let payload = with(binding_payload(&token), "iat", json!(made));
        let presentation = bound(&token, binding_header(), payload, &key());
        let expected_outcome = if good {
            Ok(())
        } else {
            Err(SdJwtError::BindingTimeWrong)
        };
        assert_eq!(outcome(&presentation).map(drop), expected_outcome, "{made}");
    }
    let mut without = binding_payload(&token);
    without.as_object_mut().unwrap().remove("iat");
    for wrong in [
        without,
        with(binding_payload(&token), "exp", json!(NOW.as_unix())),
        with(binding_payload(&token), "nbf", json!(NOW.as_unix() + 1)),
    ] {
        let presentation = bound(&token, binding_header(), wrong, &key());
        assert_eq!(outcome(&presentation), Err(SdJwtError::BindingTimeWrong));
    }
}

#[test]
fn sj_v4_another_audience_nonce_or_hash_is_refused() {
    let token = email();
    for (name, member, error) in [
        (
            "aud",
            json!("origin:https://evil.example"),
            SdJwtError::BindingAudienceWrong,
        ),
        ("aud", json!([AUDIENCE]), SdJwtError::BindingAudienceWrong),
        ("nonce", json!("other"), SdJwtError::BindingNonceWrong),
        ("nonce", json!(null), SdJwtError::BindingNonceWrong),
        (
            "sd_hash",
            json!(digest("other")),
            SdJwtError::BindingHashWrong,
        ),
        ("sd_hash", json!(null), SdJwtError::BindingHashWrong),
    ] {
        let payload = with(binding_payload(&token), name, member);
        let presentation = bound(&token, binding_header(), payload, &key());
        assert_eq!(outcome(&presentation), Err(error), "{name}");
    }
}

#[test]
fn sj_v4_a_disclosure_taken_away_or_added_breaks_the_binding() {
    let token = token(&[("email", json!("a")), ("phone_number", json!("b"))]);
    let presentation = token.bind(&key_binding(), &key());
    let first = &open(token.as_str()).encoded[0];
    let fewer = presentation.replace(&format!("~{first}~"), "~");
    assert_eq!(outcome(&fewer), Err(SdJwtError::BindingHashWrong));
}
