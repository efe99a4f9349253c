//! What holds for credentials (SD-JWT VC), and for those that people issue themselves.

use super::*;
use crate::jose::JoseError;

#[test]
fn sv_1_another_type_is_refused() {
    for typ in [
        json!("vc+sd-jwt"),
        json!("JWT"),
        json!("DC+SD-JWT"),
        json!(null),
    ] {
        let token = signed(json!({"typ": typ}), &payload(json!({})), &[]);
        assert_eq!(verified(&token), Err(SdJwtError::TypeWrong));
    }
}

#[test]
fn sv_2_vct_is_required() {
    for vct in [json!(null), json!(1)] {
        let token = signed(header(), &payload(json!({"vct": vct})), &[]);
        assert_eq!(verified(&token), Err(SdJwtError::ClaimMissing("vct")));
    }
}

#[test]
fn sv_2_what_a_credential_says_of_itself_is_never_disclosable() {
    for name in ALWAYS_PLAIN {
        let text = disclosure(&json!(["salt", name, "x"]));
        let hides = payload(json!({"_sd": [digest(&text)], name: null}));
        let token = signed(header(), &hides, &[&text]);
        assert_eq!(verified(&token), Err(SdJwtError::NameReserved), "{name}");
        let hides_inside = payload(json!({name: {"_sd": [digest("x")]}}));
        let token = signed(header(), &hides_inside, &[]);
        assert_eq!(verified(&token), Err(SdJwtError::NameReserved), "{name}");
    }
    // `sub` and `iat` may be.
    let text = disclosure(&json!(["salt", "sub", "x"]));
    let hides = payload(json!({"_sd": [digest(&text)]}));
    assert_eq!(
        verified(&signed(header(), &hides, &[&text])).unwrap()["sub"],
        "x"
    );
}

#[test]
fn a_self_asserted_presentation_is_of_one_key() {
    let presentation = email().bind(&key_binding(), &key());
    let verified = verify_self_asserted(&presentation, &self_asserted()).unwrap();
    assert_eq!(verified.claims["email"], "ada@example.org");

    let other_type = SelfAsserted {
        vct: "urn:eudi:pid:1",
        ..self_asserted()
    };
    assert_eq!(
        verify_self_asserted(&presentation, &other_type),
        Err(SdJwtError::VctWrong)
    );
    assert_eq!(
        verify_self_asserted(email().as_str(), &self_asserted()),
        Err(SdJwtError::BindingMissing)
    );
}

#[test]
fn a_self_asserted_presentation_of_two_keys_is_refused() {
    let other = other_key().public_jwk();
    let other_jwk: Value = serde_json::from_str(&other.to_json()).unwrap();
    for extra in [
        json!({"iss": other.to_did()}),
        json!({"iss": null}),
        json!({"cnf": {"jwk": other_jwk}}),
    ] {
        let token = signed(header(), &payload(extra), &[]);
        let presentation = token.bind(&key_binding(), &key());
        assert_eq!(
            verify_self_asserted(&presentation, &self_asserted()),
            Err(SdJwtError::IssuerWrong)
        );
    }
    for kid in [
        json!("1"),
        json!(null),
        json!("did:web:x#0"),
        json!("did:jwk:e30#0"),
        json!(format!("{}#0#0", key().public_jwk().to_did())),
    ] {
        let head = json!({"typ": TOKEN_TYPE, "kid": kid});
        let presentation = signed(head, &payload(json!({})), &[]).bind(&key_binding(), &key());
        let outcome = verify_self_asserted(&presentation, &self_asserted());
        assert!(matches!(outcome, Err(SdJwtError::TokenInvalid(_))), "{kid}");
    }
}

#[test]
fn codes_are_stable() {
    use crate::error::Coded;
    assert_eq!(SdJwtError::DigestRepeated.code(), "sd_jwt.digest_repeated");
    assert_eq!(
        SdJwtError::TokenInvalid(JoseError::TooLarge).to_string(),
        "sd_jwt.token_invalid"
    );
}
