//! `hailstone present`, against a site of its own on this machine.

use super::desk::{Desk, code, text};
use super::site::Site;
use hailstone_core::jose::{SecretJwk, SigningKey, base64url, jwe, jws};
use hailstone_core::sd_jwt::{SelfAsserted, verify_self_asserted};
use hailstone_core::time::Timestamp;
use hailstone_core::trust::Chain;
use serde_json::{Value, json};
use std::time::{SystemTime, UNIX_EPOCH};

const LEAF: &[u8] = include_bytes!("../../../core/src/trust/tests/certificates/leaf.der");
const LEAF_KEY: &[u8] = include_bytes!("../../../core/src/trust/tests/certificates/leaf.p8");
const AUTHORITY: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../core/src/trust/tests/certificates/root-p256.der"
);
const OPEN: &str = "correct horse";

fn now() -> Timestamp {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    Timestamp::from_unix(now.as_secs())
}

/// Bob's key pair of RFC 7518 Appendix C.
fn pair() -> Value {
    json!({
        "kty": "EC", "crv": "P-256", "use": "enc", "alg": "ECDH-ES", "kid": "p",
        "x": "weNJy2HscCSM6AEDTDg04biOvhFhyyWvOHQfeF_PxMQ",
        "y": "e8lnCO-AlStT-NJVX-crhB7QRYhiix03illJOVAOyck",
        "d": "VEmDZpDXXK8p8N0Cndsxs924q6nS1RXFASRl6BfUqdw"
    })
}

fn parameters(origin: &str) -> Value {
    let mut key = pair();
    key.as_object_mut().unwrap().remove("d");
    json!({
        "response_type": "vp_token",
        "response_mode": "direct_post.jwt",
        "response_uri": format!("{origin}/answer"),
        "nonce": "n-0S6_WzA2Mj",
        "state": "st-1",
        "client_metadata": {
            "jwks": {"keys": [key]},
            "encrypted_response_enc_values_supported": ["A256GCM"],
            "vp_formats_supported": {"dc+sd-jwt": {}}
        },
        "dcql_query": {"credentials": [{
            "id": "contact", "format": "dc+sd-jwt", "meta": {"vct_values": ["urn:hailstone:contact:1"]},
            "claims": [{"id": "e", "path": ["email"]}, {"id": "p", "path": ["phone_number"]}],
            "claim_sets": [["e", "p"], ["e"]]
        }]},
        "verifier_info": [{"format": "urn:hailstone:purpose:1", "data": {"purpose": {"en": "To write to you", "de": "Um Ihnen zu schreiben"}}}]
    })
}

/// The request object of the site, signed with the certificate of the tests.
fn object(origin: &str, change: impl FnOnce(&mut Value)) -> String {
    use base64ct::{Base64, Encoding};
    // A P-256 key as OpenSSL writes it (RFC 5958): the scalar at byte 36, the point at the end.
    let point = &LEAF_KEY[LEAF_KEY.len() - 64..];
    let key = SigningKey::parse(&json!({
        "kty": "EC", "crv": "P-256", "d": base64url::encode(&LEAF_KEY[36..68]),
        "x": base64url::encode(&point[..32]), "y": base64url::encode(&point[32..])
    }));
    let mut payload = parameters(origin);
    payload["client_id"] = json!(client());
    payload["aud"] = json!("https://self-issued.me/v2");
    change(&mut payload);
    let header = json!({"typ": "oauth-authz-req+jwt", "x5c": [Base64::encode_string(LEAF)]});
    jws::sign(&header, payload.to_string().as_bytes(), &key.unwrap())
}

fn client() -> String {
    let chain = Chain::new(vec![LEAF.to_vec()]).unwrap();
    format!("x509_hash:{}", base64url::encode(&chain.leaf_hash()))
}

fn link(pairs: &[(&str, &str)]) -> String {
    let query = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(pairs)
        .finish();
    format!("openid4vp://?{query}")
}

fn form(body: &str) -> Vec<(String, String)> {
    form_urlencoded::parse(body.as_bytes())
        .into_owned()
        .collect()
}

/// The claims of the answer, verified as the site would.
fn verified(body: &str, audience: &str) -> Value {
    let fields = form(body);
    let [(name, response)] = fields.as_slice() else {
        panic!("one field: {fields:?}")
    };
    assert_eq!(name, "response");
    let plain = jwe::decrypt(response, &SecretJwk::parse(&pair()).unwrap()).unwrap();
    let parameters: Value = serde_json::from_slice(&plain).unwrap();
    assert_eq!(parameters["state"], "st-1");
    let expected = SelfAsserted {
        vct: "urn:hailstone:contact:1",
        audience,
        nonce: "n-0S6_WzA2Mj",
        now: now(),
        leeway: 5,
        max_age: 120,
    };
    let token = parameters["vp_token"]["contact"][0].as_str().unwrap();
    Value::Object(verify_self_asserted(token, &expected).unwrap().claims)
}

#[test]
fn a_signed_request_is_fetched_shown_and_answered() {
    let desk = Desk::with_ada();
    let site = Site::start(2, |origin, (first, _, body)| match first.as_str() {
        "POST /request HTTP/1.1" => {
            let nonce = form(body)
                .into_iter()
                .find(|(name, _)| name == "wallet_nonce");
            object(origin, |payload| {
                payload["wallet_nonce"] = json!(nonce.unwrap().1)
            })
        }
        "POST /answer HTTP/1.1" => r#"{"redirect_uri":"https://shop.example/done"}"#.into(),
        other => panic!("{other}"),
    });
    let uri = link(&[
        ("client_id", &client()),
        ("request_uri", &format!("{}/request", site.origin)),
        ("request_uri_method", "post"),
    ]);
    // The second e-mail address is chosen, and the telephone ticked.
    let shown = desk.on_a_terminal(
        &["present", &uri, "--local", "--anchor", AUTHORITY],
        OPEN,
        "nonsense\n2\n5\n99\nshare\n",
    );
    let said = text(&shown.stdout);
    assert!(shown.status.success(), "{said}");
    for words in [
        "Shop Ltd asks for your data.",
        "with a certificate for Shop Ltd, from Example Authority, which you trust.",
        "The answer is encrypted for it, and goes to http://127.0.0.1",
        "The site says: “To write to you”",
        "How to reach you (needed)",
        "ada.lovelace@example.org",
        "Type a number, `share` or `refuse`.",
        "It goes on at: https://shop.example/done",
    ] {
        assert!(said.contains(words), "{words}: {said}");
    }
    let (_, head, _) = site.heard.recv().unwrap();
    assert!(
        head.contains("accept: application/oauth-authz-req+jwt"),
        "{head}"
    );
    assert!(
        !head.contains("user-agent") && !head.contains("cookie"),
        "{head}"
    );
    let (_, _, body) = site.heard.recv().unwrap();
    let claims = verified(&body, &client());
    assert_eq!(claims["email"], "ada@analytical.example", "{claims}");
    assert!(claims["phone_number"].is_string(), "{claims}");

    let receipts = text(&desk.run(&["show", "--receipts"], OPEN).stdout);
    assert!(
        receipts.contains(&format!("{}: shared", client())),
        "{receipts}"
    );
}

#[test]
fn a_person_who_refuses_or_goes_away_gives_nothing_and_the_site_hears_nothing() {
    let desk = Desk::with_ada();
    for typed in ["refuse\n", "\u{4}"] {
        let site = Site::start(2, |origin, _| object(origin, |_| {}));
        let uri = link(&[
            ("client_id", &client()),
            ("request_uri", &format!("{}/request", site.origin)),
        ]);
        let shown = desk.on_a_terminal(&["present", &uri, "--local"], OPEN, typed);
        let said = text(&shown.stdout);
        assert!(said.contains("AN UNKNOWN SIGNER"), "{said}");
        assert!(said.contains("[tool.not_shared, person]"), "{said}");
        let (first, ..) = site.heard.recv().unwrap();
        assert_eq!(first, "GET /request HTTP/1.1");
        assert!(
            site.heard.try_recv().is_err(),
            "nothing else was asked of the site"
        );
    }
    let receipts = text(&desk.run(&["show", "--receipts"], OPEN).stdout);
    assert_eq!(receipts.matches(": refused").count(), 2, "{receipts}");
}

#[test]
fn an_unsigned_request_stands_in_the_link_in_german_too() {
    let mut desk = Desk::with_ada();
    desk.locale = "de_DE.UTF-8";
    let site = Site::start(1, |_, _| "{}".into());
    let all = parameters(&site.origin);
    let id = format!("redirect_uri:{}/answer", site.origin);
    let texts: Vec<(String, String)> = all
        .as_object()
        .unwrap()
        .iter()
        .map(|(name, value)| {
            let text = value
                .as_str()
                .map_or_else(|| value.to_string(), String::from);
            (name.clone(), text)
        })
        .collect();
    let mut pairs: Vec<(&str, &str)> = texts
        .iter()
        .map(|(n, v)| (n.as_str(), v.as_str()))
        .collect();
    pairs.push(("client_id", &id));
    let shown = desk.on_a_terminal(&["present", &link(&pairs), "--local"], OPEN, "teilen\n");
    let said = text(&shown.stdout);
    assert!(shown.status.success(), "{said}");
    assert!(said.contains("Bekannt ist nur die Adresse"), "{said}");
    assert!(
        said.contains("Um Ihnen zu schreiben") && said.contains("Gesendet."),
        "{said}"
    );
    let (_, _, body) = site.heard.recv().unwrap();
    let claims = verified(&body, &id);
    assert!(
        claims.get("phone_number").is_none(),
        "less is enough: {claims}"
    );
}

#[test]
fn what_cannot_be_answered_is_said_before_anybody_is_asked_for_anything() {
    let desk = Desk::with_ada();
    desk.told();
    let present = |uri: &str, options: &[&str]| {
        let mut arguments = vec!["present", uri];
        arguments.extend_from_slice(options);
        text(&desk.on_a_terminal(&arguments, OPEN, "share\n").stdout)
    };
    let site = Site::start(1, |origin, _| {
        object(origin, |payload| payload["exp"] = json!(1))
    });
    let fetched = format!("{}/request", site.origin);
    let good = link(&[("client_id", &client()), ("request_uri", &fetched)]);
    for (said, code) in [
        (present("https://shop.example", &[]), "request.link_invalid"),
        (present(&good, &[]), "tool.site_local"),
        (present(&good, &["--local"]), "request.expired"),
        (present(&good, &["--local"]), "tool.site_unreachable"),
        (
            present(
                &link(&[("client_id", "shop"), ("request_uri", &fetched)]),
                &[],
            ),
            "request.client_unsupported",
        ),
        (
            present(
                &link(&[
                    ("client_id", &client()),
                    ("request_uri", &fetched),
                    ("request_uri_method", "PUT"),
                ]),
                &[],
            ),
            "request.method_invalid",
        ),
        (
            present(&good, &["--anchor", "/etc/hostname"]),
            "certificate.malformed",
        ),
        (present(&good, &["--anchor", "/nowhere"]), "tool.file"),
    ] {
        assert!(said.contains(&format!("[{code}, ")), "{code}: {said}");
    }
    assert!(
        text(&desk.on_a_terminal(&["present", "x:y"], "", "").stdout)
            .contains("(OpenID4VP: invalid_request)")
    );
    assert_eq!(desk.told(), "", "nobody was asked for a passphrase");
    // Without a terminal there is nobody to consent.
    assert_eq!(
        code(&desk.run(&["present", &good], OPEN)),
        "tool.confirmation_absent"
    );
}
