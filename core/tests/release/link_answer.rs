//! Where the answer to a link goes (OpenID4VP 1.0 §5.9.3, §8.2).

use crate::link::{DNS, RESPONSE, asked, expected, fetched, form, link, refusal, unsigned, with};
use crate::signer::{der, key, sign};
use crate::support::*;
use crate::token::share;
use hailstone_core::release::{Proof, RequestError, redirect_of};
use hailstone_core::sd_jwt::verify_self_asserted;
use serde_json::{Value, json};

#[test]
fn vp_w7_an_unsigned_request_answers_to_the_place_that_it_is_named_by() {
    let id = format!("redirect_uri:{RESPONSE}");
    let request = asked(&unsigned(&[("client_id", &id), ("response_uri", RESPONSE)])).unwrap();
    assert_eq!(request.proof(), &Proof::Address);
    assert_eq!(request.site().name(), "https://shop.example");
    let token = share(request.propose(records(), now()));
    let form = form(token.data());
    assert_eq!(form.len(), 1, "no state was sent, none goes back");
    let tokens: Value = serde_json::from_str(&form[0].1).unwrap();
    let verified = verify_self_asserted(tokens["contact"][0].as_str().unwrap(), &expected(&id));
    assert!(verified.is_ok());

    let refused = asked(&unsigned(&[
        ("client_id", &id),
        ("response_uri", "https://shop.example/other"),
    ]));
    assert!(matches!(refused, Err(RequestError::ResponseUriInvalid(_))));
    // Every other prefix demands a signature.
    for id in [
        DNS,
        "x509_hash:abc",
        "decentralized_identifier:did:jwk:abc",
        "verifier_attestation:shop",
    ] {
        let refused = asked(&unsigned(&[("client_id", id), ("response_uri", RESPONSE)]));
        assert!(
            matches!(refused, Err(RequestError::ClientInvalid(_))),
            "{id}"
        );
    }
    let refused = asked(&unsigned(&[
        ("client_id", &id),
        ("response_uri", RESPONSE),
        ("dcql_query", "{"),
    ]));
    assert_eq!(refused.map(|_| ()), Err(RequestError::Malformed));
}

#[test]
fn vp_r4_the_answer_goes_where_the_client_may_send_it() {
    for bad in [
        json!("https://evil.example/answers"),
        json!("https://shop.example.evil.example/"),
        json!("http://shop.example/answers"),
        json!("https://Shop.example/answers"),
        json!("https://shop.example@evil.example/"),
        json!(7),
        Value::Null,
    ] {
        let refused = refusal(&with("response_uri", bad.clone()));
        assert!(
            matches!(refused, RequestError::ResponseUriInvalid(_)),
            "{bad}"
        );
    }
    let refused = refusal(&with("redirect_uri", json!(RESPONSE)));
    assert!(matches!(refused, RequestError::ResponseUriInvalid(_)));
    for (mode, good) in [
        ("direct_post", true),
        ("dc_api", false),
        ("fragment", false),
        ("dc_api.jwt", false),
    ] {
        let request = fetched(&with("response_mode", json!(mode)));
        assert_eq!(request.is_ok(), good, "{mode}");
    }
    // Another port of the same host is the same name.
    assert!(
        fetched(&with(
            "response_uri",
            json!("https://shop.example:8443/a?b=c")
        ))
        .is_ok()
    );
}

#[test]
fn vp_r4_an_attestation_may_limit_where_answers_go() {
    use crate::signer::x5c;
    let jwk: Value = serde_json::from_str(&key().public_jwk().to_json()).unwrap();
    let mut object = with("client_id", json!("verifier_attestation:Shop"));
    let mut take = |uris: Value, response: &str| {
        let claims = json!({"sub": "Shop", "exp": 1_800_000_600, "cnf": {"jwk": jwk}, "redirect_uris": uris});
        let attestation = sign(
            &json!({"typ": "verifier-attestation+jwt", "x5c": x5c(&[der!("leaf")])}),
            &claims,
        );
        object["response_uri"] = json!(response);
        let header = json!({"typ": "oauth-authz-req+jwt", "jwt": attestation});
        asked(&link(&[
            ("client_id", "verifier_attestation:Shop"),
            ("request", &sign(&header, &object)),
        ]))
    };
    assert!(take(json!([RESPONSE]), RESPONSE).is_ok());
    for response in [
        "https://shop.example/answers/7/",
        "https://shop.example/answers/8",
    ] {
        assert!(matches!(
            take(json!([RESPONSE]), response),
            Err(RequestError::ResponseUriInvalid(_))
        ));
    }
}

#[test]
fn vp_w4_state_is_of_the_alphabet_of_a_nonce() {
    for bad in [
        json!("a b"),
        json!(""),
        json!("ä"),
        json!(7),
        json!("x".repeat(600)),
    ] {
        assert!(matches!(
            refusal(&with("state", bad)),
            RequestError::LinkInvalid(_)
        ));
    }
}

#[test]
fn vp_r4_the_browser_goes_on_to_a_page_and_nowhere_else() {
    assert_eq!(redirect_of(b"{}"), Ok(None));
    assert_eq!(
        redirect_of(br#"{"redirect_uri":"https://shop.example/done?c=1#d"}"#),
        Ok(Some("https://shop.example/done?c=1#d".into()))
    );
    for bad in [
        "javascript:alert(1)",
        "file:///etc/passwd",
        "http://shop.example/",
        "openid4vp://?x",
        "https://shop.example/a b",
        "-https://shop.example",
        "",
    ] {
        let body = json!({"redirect_uri": bad}).to_string();
        assert!(redirect_of(body.as_bytes()).is_err(), "{bad}");
    }
    for body in ["", "[]", "7", "{\"a\":1,\"a\":2}", "{\"redirect_uri\":7}"] {
        assert!(redirect_of(body.as_bytes()).is_err(), "{body}");
    }
}
