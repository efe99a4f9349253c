//! Requests by a link, answered by a post (OpenID4VP 1.0 §5.10, §8.2).

use crate::signer::{NOW, anchors, der, hash_id, header, sign, trust};
use crate::support::*;
use crate::token::share;
use hailstone_core::entropy::Seed;
use hailstone_core::jose::{SecretJwk, jwe};
use hailstone_core::release::{Call, Link, LinkStep, Method, Proof, Request, RequestError};
use hailstone_core::sd_jwt::{SelfAsserted, verify_self_asserted};
use serde_json::{Value, json};

pub(crate) const DNS: &str = "x509_san_dns:shop.example";
pub(crate) const RESPONSE: &str = "https://shop.example/answers/7";

pub(crate) fn seed() -> Seed {
    Seed::take(&mut [5; 32])
}

/// An address with these parameters.
pub(crate) fn link(parameters: &[(&str, &str)]) -> String {
    let query = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(parameters)
        .finish();
    format!("openid4vp://?{query}")
}

pub(crate) fn follow(uri: &str) -> Result<LinkStep, RequestError> {
    Link::parse(uri)?.follow(seed(), &trust(&anchors()))
}

pub(crate) fn call(parameters: &[(&str, &str)]) -> Call {
    match follow(&link(parameters)) {
        Ok(LinkStep::Fetch(call)) => call,
        other => panic!("{other:?}"),
    }
}

pub(crate) fn asked(uri: &str) -> Result<Box<Request>, RequestError> {
    match follow(uri)? {
        LinkStep::Asked(request) => Ok(request),
        LinkStep::Fetch(_) => panic!("nothing to fetch"),
    }
}

/// A request object for a link that breaks no rule.
pub(crate) fn object() -> Value {
    let mut object = plain();
    object["client_id"] = json!(DNS);
    object["aud"] = json!("https://self-issued.me/v2");
    object["response_mode"] = json!("direct_post");
    object["response_uri"] = json!(RESPONSE);
    object["state"] = json!("st-1");
    object
}

pub(crate) fn with(name: &str, value: Value) -> Value {
    let mut object = object();
    match value {
        Value::Null => object.as_object_mut().unwrap().remove(name),
        value => object.as_object_mut().unwrap().insert(name.into(), value),
    };
    object
}

pub(crate) fn leaf() -> Value {
    header(&[der!("leaf")])
}

/// A request object that lies behind the address of a link.
pub(crate) fn fetched(object: &Value) -> Result<Box<Request>, RequestError> {
    let client_id = object["client_id"].as_str().unwrap();
    let call = call(&[
        ("client_id", client_id),
        ("request_uri", "https://shop.example/r/7"),
    ]);
    call.take(&sign(&leaf(), object), &trust(&anchors()))
}

pub(crate) fn refusal(object: &Value) -> RequestError {
    fetched(object).expect_err("the request breaks a rule")
}

/// An unsigned request, all of it in the link.
pub(crate) fn unsigned(parameters: &[(&str, &str)]) -> String {
    let plain = plain();
    let (query, metadata) = (
        plain["dcql_query"].to_string(),
        plain["client_metadata"].to_string(),
    );
    let mut all = vec![
        ("response_type", "vp_token"),
        ("response_mode", "direct_post"),
        ("nonce", "n-0S6_WzA2Mj"),
        ("dcql_query", &query),
        ("client_metadata", &metadata),
    ];
    all.retain(|(name, _)| !parameters.iter().any(|(other, _)| other == name));
    all.extend_from_slice(parameters);
    all.retain(|(_, value)| !value.is_empty());
    link(&all)
}

pub(crate) fn form(body: &str) -> Vec<(String, String)> {
    form_urlencoded::parse(body.as_bytes())
        .into_owned()
        .collect()
}

pub(crate) fn expected(audience: &str) -> SelfAsserted<'_> {
    SelfAsserted {
        vct: CONTACT,
        audience,
        nonce: "n-0S6_WzA2Mj",
        now: NOW,
        leeway: 0,
        max_age: 60,
    }
}

#[test]
fn vp_w9_a_request_object_is_fetched_and_answered_by_a_post() {
    let call = call(&[
        ("client_id", DNS),
        ("request_uri", "https://shop.example/r/7"),
    ]);
    assert_eq!(call.url(), "https://shop.example/r/7");
    assert_eq!(call.method(), &Method::Get);
    let request = call
        .take(&sign(&leaf(), &object()), &trust(&anchors()))
        .unwrap();
    assert!(matches!(request.proof(), Proof::Certificate { .. }));
    assert_eq!(request.site().name(), DNS);
    assert_eq!(request.site().response_uri(), Some(RESPONSE));

    let token = share(request.propose(records(), now()));
    let form = form(token.data());
    let [(vp_token, tokens), (state, value)] = form.as_slice() else {
        panic!("two fields")
    };
    assert_eq!(
        (vp_token.as_str(), state.as_str(), value.as_str()),
        ("vp_token", "state", "st-1")
    );
    let tokens: Value = serde_json::from_str(tokens).unwrap();
    // VP-R2: for the whole client identifier.
    let verified = verify_self_asserted(tokens["contact"][0].as_str().unwrap(), &expected(DNS));
    assert_eq!(verified.unwrap().claims["email"], "ada@example.org");
}

#[test]
fn vp_r3_an_encrypted_answer_has_the_state_inside() {
    let mut object = with("response_mode", json!("direct_post.jwt"));
    object["client_metadata"] = encrypted(&[public(&p256_pair())])["client_metadata"].clone();
    let request = fetched(&object).unwrap();
    let token = share(request.propose(records(), now()));
    let form = form(token.data());
    let [(name, jwe)] = form.as_slice() else {
        panic!("one field")
    };
    assert_eq!(name, "response");
    let decrypted = jwe::decrypt(jwe, &SecretJwk::parse(&p256_pair()).unwrap()).unwrap();
    let inside: Value = serde_json::from_slice(&decrypted).unwrap();
    assert_eq!(inside["state"], "st-1");
    assert!(inside["vp_token"]["contact"][0].is_string());
}

#[test]
fn vp_w9_what_is_posted_for_has_to_repeat_the_nonce() {
    let parameters = [
        ("client_id", DNS),
        ("request_uri", "https://shop.example/r/7"),
        ("request_uri_method", "post"),
    ];
    let body = |call: &Call| match call.method() {
        Method::Post(body) => form(body),
        Method::Get => panic!("a post"),
    };
    let first = call(&parameters);
    let fields = body(&first);
    let [(name, nonce)] = fields.as_slice() else {
        panic!("one field, and nothing about the wallet")
    };
    assert_eq!((name.as_str(), nonce.len()), ("wallet_nonce", 43));
    let good = with("wallet_nonce", json!(nonce));
    assert!(
        first
            .take(&sign(&leaf(), &good), &trust(&anchors()))
            .is_ok()
    );
    for bad in [Value::Null, json!("another"), json!(7), json!("")] {
        let refused = call(&parameters).take(
            &sign(&leaf(), &with("wallet_nonce", bad)),
            &trust(&anchors()),
        );
        assert_eq!(refused.map(|_| ()), Err(RequestError::WalletNonceMismatch));
    }
}

#[test]
fn vp_w9_the_method_is_get_or_post_in_small_letters() {
    for method in ["GET", "POST", "Post", "put", ""] {
        let uri = link(&[
            ("client_id", DNS),
            ("request_uri", "https://shop.example/r/7"),
            ("request_uri_method", method),
        ]);
        let refused = follow(&uri).map(|_| ()).unwrap_err();
        assert_eq!(refused, RequestError::MethodInvalid, "{method}");
        assert_eq!(refused.standard_code(), "invalid_request_uri_method");
    }
    // It belongs to request_uri.
    let alone = unsigned(&[
        ("client_id", &format!("redirect_uri:{RESPONSE}")),
        ("response_uri", RESPONSE),
        ("request_uri_method", "post"),
    ]);
    assert!(matches!(asked(&alone), Err(RequestError::LinkInvalid(_))));
}

#[test]
fn vp_w9_the_client_is_the_one_of_the_link() {
    let call = call(&[
        ("client_id", &hash_id(der!("leaf"))),
        ("request_uri", "https://shop.example/r/7"),
    ]);
    let refused = call.take(&sign(&leaf(), &object()), &trust(&anchors()));
    assert!(matches!(refused, Err(RequestError::ClientInvalid(_))));
}

#[test]
fn vp_w9_only_the_object_counts() {
    let call = call(&[
        ("client_id", DNS),
        ("request_uri", "https://shop.example/r/7"),
        ("nonce", "another"),
        ("response_uri", "https://evil.example"),
    ]);
    let request = call
        .take(&sign(&leaf(), &object()), &trust(&anchors()))
        .unwrap();
    assert_eq!(request.site().response_uri(), Some(RESPONSE));
}

#[test]
fn vp_w5_an_object_of_a_link_is_for_a_wallet() {
    for bad in [Value::Null, json!("https://shop.example")] {
        assert_eq!(refusal(&with("aud", bad)), RequestError::AudienceInvalid);
    }
}

#[test]
fn vp_w9_an_address_is_https() {
    for uri in [
        "http://shop.example/r",
        "ftp://shop.example/r",
        "file:///etc/passwd",
        "https://user@shop.example/r",
        "https://shop.example/r#f",
        "https://shop.example\\@evil.example/",
        "//shop.example/r",
        "shop.example",
        "",
    ] {
        let uri = link(&[("client_id", DNS), ("request_uri", uri)]);
        assert!(
            matches!(follow(&uri), Err(RequestError::LinkInvalid(_))),
            "{uri}"
        );
    }
}

#[test]
fn a_link_is_one_of_ours_and_says_each_thing_once() {
    let object = sign(&leaf(), &object());
    let good = link(&[("client_id", DNS), ("request", &object)]);
    assert!(asked(&good).is_ok());
    for prefix in ["haip-vp://?", "OPENID4VP:?", "openid4vp://authorize?"] {
        assert!(
            asked(&good.replacen("openid4vp://?", prefix, 1)).is_ok(),
            "{prefix}"
        );
    }
    let long = "a".repeat(200_000);
    for bad in [
        "",
        "openid4vp",
        "openid4vp:",
        "openid4vp://",
        "https://?client_id=x",
        "openid4vci://?client_id=x",
        "openid4vp://?client_id=a&client_id=b",
        "openid4vp://?client_id=%ff",
        "openid4vp://?client_id=x#y",
        "openid4vp://?client_id=x y",
        "openid4vp://?request_uri=https%3A%2F%2Fshop.example",
        &format!("{good}&request_uri=https%3A%2F%2Fshop.example"),
    ] {
        assert!(
            matches!(follow(bad), Err(RequestError::LinkInvalid(_))),
            "{bad}"
        );
    }
    assert_eq!(
        follow(&format!("openid4vp://?a={long}"))
            .map(|_| ())
            .unwrap_err(),
        RequestError::TooLarge
    );
}
