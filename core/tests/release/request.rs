use crate::support::*;
use hailstone_core::data::{Kind, Outcome};
use hailstone_core::error::{Class, Coded};
use hailstone_core::release::{Origin, PROTOCOL, Request, RequestError};
use hailstone_core::time::Timestamp;
use serde_json::json;

#[test]
fn a_request_that_breaks_no_rule_is_read() {
    let request = parse(&plain()).unwrap();
    assert_eq!(request.site().name(), ORIGIN);
    let mut kinds = request.kinds();
    kinds.sort();
    assert_eq!(kinds, [Kind::Email, Kind::Phone]);
    for key in [p256_pair(), x25519_pair()] {
        assert!(
            parse(&encrypted(&[public(&key)]))
                .unwrap()
                .propose(records(), now())
                .view()
                .encrypted
        );
    }
}

#[test]
fn dc_1_only_unsigned_requests_are_answered() {
    for protocol in [
        "",
        "openid4vp",
        "openid4vp-v1-signed",
        "openid4vp-v1-multisigned",
        "org-iso-mdoc",
        "OPENID4VP-V1-UNSIGNED",
    ] {
        let error = Request::parse(protocol, origin(), &plain().to_string()).map(|_| ());
        assert_eq!(error, Err(RequestError::ProtocolUnsupported), "{protocol}");
    }
}

#[test]
fn dc_1_parameters_that_the_protocol_does_not_have_are_ignored() {
    let mut request = plain();
    request["state"] = json!(["not even text"]);
    request["redirect_uri"] = json!("https://evil.example");
    request["response_uri"] = json!("https://evil.example");
    request["request_uri"] = json!("https://evil.example");
    request["request"] = json!("e30.e30.e30");
    assert!(parse(&request).is_ok());
}

#[test]
fn dc_2_client_id_and_expected_origins_of_an_unsigned_request_are_ignored() {
    let mut request = plain();
    request["client_id"] = json!("x509_san_dns:bank.example");
    request["expected_origins"] = json!(["https://bank.example"]);
    let view = parse(&request).unwrap().propose(records(), now()).view();
    assert_eq!(view.origin, ORIGIN);
    request["client_id"] = json!(7);
    request["expected_origins"] = json!(null);
    assert!(parse(&request).is_ok());
}

#[test]
fn dc_4_the_response_mode_is_one_of_two() {
    let mut request = plain();
    for mode in [
        json!("direct_post"),
        json!("direct_post.jwt"),
        json!("fragment"),
        json!("DC_API"),
        json!(""),
        json!(null),
        json!(["dc_api"]),
    ] {
        request["response_mode"] = mode;
        assert_eq!(refused(&request), RequestError::ResponseModeUnsupported);
    }
    request.as_object_mut().unwrap().remove("response_mode");
    assert_eq!(refused(&request), RequestError::ResponseModeUnsupported);
}

#[test]
fn dc_5_the_origin_is_parsed_before_anything_is_asked() {
    assert_eq!(
        Origin::parse("https://shop.example/").map(|_| ()),
        Err(RequestError::OriginInvalid)
    );
    assert_eq!(
        Origin::parse("http://shop.example").map(|_| ()),
        Err(RequestError::OriginInvalid)
    );
}

#[test]
fn vp_w2_unknown_parameters_are_ignored_at_every_level() {
    let mut request = encrypted(&[public(&p256_pair())]);
    request["later"] = json!({"deep": [1]});
    request["client_metadata"]["later"] = json!(1);
    request["client_metadata"]["jwks"]["later"] = json!(1);
    request["client_metadata"]["jwks"]["keys"][0]["later"] = json!(1);
    request["client_metadata"]["vp_formats_supported"]["later"] = json!(1);
    request["dcql_query"]["later"] = json!(1);
    request["dcql_query"]["credentials"][0]["later"] = json!(1);
    request["dcql_query"]["credentials"][0]["meta"]["later"] = json!(1);
    request["dcql_query"]["credentials"][0]["claims"][0]["later"] = json!(1);
    assert!(parse(&request).is_ok());
}

#[test]
fn vp_w2_vp_w10_a_request_with_transaction_data_is_refused() {
    for data in [json!([]), json!(["eyJ0eXBlIjoieCJ9"]), json!(null)] {
        let mut request = plain();
        request["transaction_data"] = data;
        assert_eq!(refused(&request), RequestError::TransactionDataUnsupported);
    }
}

#[test]
fn vp_w3_a_query_is_required_and_stands_alone() {
    let mut request = plain();
    request["scope"] = json!("com.example.pid");
    assert!(matches!(refused(&request), RequestError::QueryInvalid(_)));
    request.as_object_mut().unwrap().remove("dcql_query");
    assert_eq!(refused(&request), RequestError::QueryMissing);
    request.as_object_mut().unwrap().remove("scope");
    assert_eq!(refused(&request), RequestError::QueryMissing);
    request["dcql_query"] = json!("credentials");
    assert!(matches!(refused(&request), RequestError::QueryInvalid(_)));
}

#[test]
fn vp_w3_the_response_type_is_vp_token() {
    let mut request = plain();
    for kind in [
        json!("id_token"),
        json!("vp_token id_token"),
        json!("code"),
        json!(null),
        json!(["vp_token"]),
    ] {
        request["response_type"] = kind;
        assert_eq!(refused(&request), RequestError::ResponseTypeUnsupported);
    }
    request.as_object_mut().unwrap().remove("response_type");
    assert_eq!(refused(&request), RequestError::ResponseTypeUnsupported);
}

#[test]
fn vp_w4_the_nonce_is_required_and_url_safe() {
    let mut request = plain();
    for nonce in ["a", "AZaz09-._~", &"n".repeat(Request::MAX_NONCE_BYTES)] {
        request["nonce"] = json!(nonce);
        assert!(parse(&request).is_ok(), "{nonce}");
    }
    let long = "n".repeat(Request::MAX_NONCE_BYTES + 1);
    for nonce in [
        json!(""),
        json!("a b"),
        json!("a+b"),
        json!("a/b"),
        json!("a=="),
        json!("é"),
        json!("a\n"),
        json!("a\u{0}"),
        json!(7),
        json!(null),
        json!(long),
    ] {
        request["nonce"] = nonce;
        assert_eq!(refused(&request), RequestError::NonceInvalid);
    }
    request.as_object_mut().unwrap().remove("nonce");
    assert_eq!(refused(&request), RequestError::NonceMissing);
}

#[test]
fn size_and_nesting_are_bounded_before_anything_is_built() {
    let text = plain().to_string();
    let read = |text: &str| Request::parse(PROTOCOL, origin(), text).map(|_| ());
    let fill = Request::MAX_BYTES - text.len();
    assert_eq!(read(&format!("{text}{}", " ".repeat(fill))), Ok(()));
    assert_eq!(
        read(&format!("{text}{}", " ".repeat(fill + 1))),
        Err(RequestError::TooLarge)
    );
    let nested = |depth: usize| {
        let mut request = plain();
        request["later"] = json!("DEEP");
        let deep = format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        request.to_string().replace("\"DEEP\"", &deep)
    };
    assert_eq!(read(&nested(Request::MAX_DEPTH - 1)), Ok(()));
    assert_eq!(
        read(&nested(Request::MAX_DEPTH)),
        Err(RequestError::TooDeep)
    );
    assert_eq!(read(&"[".repeat(60_000)), Err(RequestError::TooDeep));
}

#[test]
fn what_is_not_a_json_object_is_refused() {
    for text in [
        "",
        "null",
        "[]",
        "7",
        "\"x\"",
        "{",
        "{}x",
        "{\"a\":1,\"a\":2}",
        "\u{feff}{}",
    ] {
        let result = Request::parse(PROTOCOL, origin(), text).map(|_| ());
        assert_eq!(result, Err(RequestError::Malformed), "{text}");
    }
}

#[test]
fn every_error_has_a_code_and_a_receipt_of_its_own() {
    use RequestError::*;
    let all = [
        TooLarge,
        TooDeep,
        Malformed,
        LimitExceeded("x"),
        ProtocolUnsupported,
        OriginInvalid,
        NonceMissing,
        NonceInvalid,
        ResponseTypeUnsupported,
        ResponseModeUnsupported,
        QueryMissing,
        QueryInvalid("x"),
        TransactionDataUnsupported,
        MetadataInvalid("x"),
        EncryptionKeyMissing,
        EncryptionKeyInvalid,
        AlgorithmUnsupported,
        FormatUnsupported,
        PurposeInvalid("x"),
    ];
    let mut codes: Vec<&str> = all.iter().map(Coded::code).collect();
    assert!(codes.iter().all(|code| code.starts_with("request.")));
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), all.len());
    assert_eq!(ProtocolUnsupported.class(), Class::Ours);
    assert_eq!(Malformed.class(), Class::Hostile);
    let receipt = NonceMissing.receipt(&origin(), Timestamp::from_unix(7));
    assert_eq!(
        (receipt.outcome, receipt.error.as_deref()),
        (Outcome::Invalid, Some("request.nonce_missing"))
    );
    assert_eq!(
        (receipt.origin.as_str(), receipt.at),
        (ORIGIN, Timestamp::from_unix(7))
    );
}

#[test]
fn a_request_that_is_ended_leaves_a_receipt_without_a_release() {
    for outcome in [Outcome::Refused, Outcome::Closed, Outcome::Aborted] {
        let receipt = parse(&plain())
            .unwrap()
            .end(outcome, Timestamp::from_unix(7));
        assert_eq!(receipt.outcome, outcome);
        assert_eq!(receipt.origin, ORIGIN);
        assert!(
            receipt.items.is_empty() && receipt.subject.is_none() && receipt.token_hash.is_none()
        );
    }
}

#[test]
fn debug_output_of_a_request_shows_the_origin_and_counts() {
    let request = parse(&encrypted(&[public(&p256_pair())])).unwrap();
    assert_eq!(
        format!("{request:?}"),
        "Request { site: Page(https://shop.example), answer: encrypted(A256GCM), credentials: 1, .. }"
    );
}

#[test]
fn vp_r5_every_error_has_a_code_of_the_standard() {
    use hailstone_core::jose::JoseError;
    use hailstone_core::trust::TrustError;
    for (error, code) in [
        (RequestError::Malformed, "invalid_request"),
        (RequestError::NonceMissing, "invalid_request"),
        (RequestError::QueryInvalid(""), "invalid_request"),
        (RequestError::OriginUnexpected, "invalid_request"),
        (RequestError::ClientUnsupported, "invalid_request"),
        (
            RequestError::Object(JoseError::SignatureInvalid),
            "invalid_request",
        ),
        (
            RequestError::Certificate(TrustError::Expired),
            "invalid_request",
        ),
        (RequestError::ResponseUriInvalid(""), "invalid_request"),
        (RequestError::FormatUnsupported, "vp_formats_not_supported"),
        (
            RequestError::TransactionDataUnsupported,
            "invalid_transaction_data",
        ),
        (RequestError::MethodInvalid, "invalid_request_uri_method"),
    ] {
        assert_eq!(error.standard_code(), code, "{error}");
    }
}
