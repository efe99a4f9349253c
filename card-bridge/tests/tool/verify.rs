//! `hailstone verify`, on published tokens and on what the tool's own core makes.

use super::desk::{Desk, code, text};
use hailstone_core::entropy::Seed;
use hailstone_core::jose::{Jwk, SigningKey, jwe, jws};
use hailstone_core::sd_jwt::{Credential, HashAlgorithm, KeyBinding, Pointer};
use hailstone_core::time::Timestamp;
use serde_json::{Value, json};
use std::fs;
use std::process::Output;

/// RFC 9901 appendix A.5: the issuer of its examples.
const ISSUER: &str = r#"{"kty":"EC","crv":"P-256","x":"b28d4MwZMjw8-00CG4xfnn9SLMVMM19SlqZpVb_uNtQ","y":"Xv5zWwuoaTgdS6hV43yI6gBwTnjukmFQQnJ_kCxzqk8"}"#;
/// RFC 7518 appendix C, Bob.
const OURS: &str = r#"{"kty":"EC","crv":"P-256","x":"weNJy2HscCSM6AEDTDg04biOvhFhyyWvOHQfeF_PxMQ","y":"e8lnCO-AlStT-NJVX-crhB7QRYhiix03illJOVAOyck","d":"VEmDZpDXXK8p8N0Cndsxs924q6nS1RXFASRl6BfUqdw"}"#;
const OURS_PUBLIC: &str = r#"{"kty":"EC","crv":"P-256","x":"weNJy2HscCSM6AEDTDg04biOvhFhyyWvOHQfeF_PxMQ","y":"e8lnCO-AlStT-NJVX-crhB7QRYhiix03illJOVAOyck"}"#;
const AT: u64 = 1_800_000_000;

fn published(name: &str) -> String {
    let path = format!(
        "{}/../core/tests/vectors/rfc9901/{name}",
        env!("CARGO_MANIFEST_DIR")
    );
    fs::read_to_string(path).unwrap()
}

fn ours() -> SigningKey {
    SigningKey::parse(&serde_json::from_str(OURS).unwrap()).unwrap()
}

/// A credential of a type, with whatever else, its name hidden, bound to our key.
fn credential(header: &Value, vct: &str, more: &Value) -> String {
    let public: Value = serde_json::from_str(OURS_PUBLIC).unwrap();
    let mut payload =
        json!({"vct": vct, "exp": AT + 600, "name": "Ada\u{7}", "cnf": {"jwk": public}});
    for (name, value) in more.as_object().unwrap() {
        payload[name] = value.clone();
    }
    let credential = Credential {
        header,
        payload: payload.as_object().unwrap(),
        disclosable: &[Pointer::default().name("name")],
        decoys: &[],
        hash: HashAlgorithm::SHA256,
    };
    let token = credential.issue(&ours(), Seed::take(&mut [4; 32])).unwrap();
    let binding = KeyBinding {
        audience: "https://verifier.example",
        nonce: "nonce",
        issued_at: Timestamp::from_unix(AT),
    };
    token.bind(&binding, &ours())
}

/// A folder with files, and the program in it.
struct Files(Desk);

impl Files {
    fn new() -> Self {
        let files = Self(Desk::new());
        files.write("issuer.jwk", ISSUER);
        files.write("ours.jwk", OURS_PUBLIC);
        files.write("private.jwk", OURS);
        files
    }

    fn write(&self, name: &str, content: &str) -> String {
        let path = self.0.home.path().join(name);
        fs::write(&path, content).unwrap();
        path.to_str().unwrap().into()
    }

    fn path(&self, name: &str) -> String {
        self.0.home.path().join(name).to_str().unwrap().into()
    }

    fn verify(&self, content: &str, options: &[&str]) -> Output {
        let file = self.write("file", content);
        let mut arguments = vec!["verify", file.as_str()];
        arguments.extend(options);
        self.0.run(&arguments, "")
    }

    /// What failed, and what was not looked at.
    fn verdict(&self, content: &str, options: &[&str]) -> (bool, Vec<String>) {
        let output = self.verify(content, &[options, &["--json"]].concat());
        let shown: Value = serde_json::from_slice(&output.stdout).unwrap();
        let verified = shown["verified"] == true;
        assert_eq!(output.status.success(), verified);
        assert_eq!(code(&output) == "tool.not_verified", !verified);
        let mut bad = Vec::new();
        for item in shown["items"].as_array().unwrap() {
            assert!(item.get("claims").is_none() || item["rules"][0]["outcome"] == "held");
            for rule in item["rules"].as_array().unwrap() {
                match rule["outcome"].as_str().unwrap() {
                    "held" => {}
                    "failed" => bad.push(format!(
                        "{} {}",
                        text_of(&rule["rule"]),
                        text_of(&rule["code"])
                    )),
                    _ => bad.push(format!(
                        "{} {}",
                        text_of(&rule["rule"]),
                        text_of(&rule["option"])
                    )),
                }
            }
        }
        (verified, bad)
    }
}

fn text_of(value: &Value) -> &str {
    value.as_str().unwrap()
}

#[test]
fn the_presentation_of_rfc_9901_holds_and_says_so_in_both_languages() {
    let mut files = Files::new();
    let token = published("sd_jwt/simple/presentation.txt");
    let binding: Value = serde_json::from_str(&published("sd_jwt/simple/kb_payload.json")).unwrap();
    let (at, issuer) = (binding["iat"].to_string(), files.path("issuer.jwk"));
    let options = [
        "--issuer-key",
        &issuer,
        "--typ",
        "example+sd-jwt",
        "--at",
        &at,
        "--audience",
        "https://verifier.example.org",
        "--nonce",
        "1234567890",
    ];
    let good = files.verify(&token, &options);
    assert_eq!(code(&good), "");
    let said = text(&good.stdout);
    assert!(said.contains("  holds  The signature is good (RFC 9901 §7.1 (2b))\n"));
    assert!(said.contains("  issuer: https://issuer.example.com (key)\n"));
    assert!(said.contains("  given_name: \"John\"\n"), "{said}");
    assert_eq!(files.verdict(&token, &options), (true, vec![]));

    // The same in JSON, and in German.
    let (jwt, rest) = token.trim().split_once('~').unwrap();
    let (disclosures, kb) = rest.rsplit_once('~').unwrap();
    let parts: Vec<_> = jwt.split('.').collect();
    let disclosures: Vec<_> = disclosures.split('~').collect();
    let in_json = json!({
        "protected": parts[0], "payload": parts[1], "signature": parts[2],
        "header": {"disclosures": disclosures, "kb_jwt": kb},
    });
    files.0.locale = "de_DE.UTF-8";
    let good = files.verify(&in_json.to_string(), &options);
    assert_eq!(code(&good), "");
    assert!(text(&good.stdout).contains("  gilt   Die Unterschrift des Inhabers stimmt"));
    let bad = files.verify(&token, &options[..8]);
    assert!(text(&bad.stdout).contains("Nicht geprüft: Geben Sie --nonce an."));
    assert!(text(&bad.stderr).contains("Nicht alles gilt, oder nicht alles ließ sich prüfen."));
}

#[test]
fn each_rule_that_does_not_hold_is_named() {
    let files = Files::new();
    let token = published("sd_jwt/simple/presentation.txt");
    let issuer = files.path("issuer.jwk");
    let typ = ["--typ", "example+sd-jwt", "--issuer-key", &issuer];
    let (verified, bad) = files.verdict(
        &token,
        &[
            &typ[..],
            &["--at", "1900000000", "--nonce", "x", "--audience", "y"],
        ]
        .concat(),
    );
    assert!(!verified);
    assert_eq!(
        bad,
        [
            "exp sd_jwt.expired",
            "binding_iat sd_jwt.binding_time_wrong",
            "binding_aud sd_jwt.binding_audience_wrong",
            "binding_nonce sd_jwt.binding_nonce_wrong",
        ]
    );
    let ours = files.path("ours.jwk");
    let (_, bad) = files.verdict(&token, &["--issuer-key", &ours, "--at", "1748537244"]);
    assert_eq!(bad[0], "signature sd_jwt.token_invalid");
    assert_eq!(bad[1], "typ sd_jwt.type_wrong");
    assert!(
        bad.contains(&"binding_aud --audience".into())
            && bad.contains(&"binding_nonce --nonce".into())
    );
    let (_, bad) = files.verdict(&token, &["--typ", "example+sd-jwt", "--at", "1748537244"]);
    assert_eq!(bad[0], "issuer sd_jwt.issuer_unknown");
    let (_, bad) = files.verdict("nothing", &[]);
    assert_eq!(bad, ["shape sd_jwt.malformed"]);
    let unbound = published("sd_jwt/simple/issuance.txt");
    let (_, bad) = files.verdict(
        &unbound,
        &[&typ[..], &["--at", "1748537244", "--nonce", "x"]].concat(),
    );
    assert_eq!(bad, ["binding_present sd_jwt.binding_missing"]);
}

#[test]
fn what_people_assert_themselves_has_its_own_key_and_nobody_else_has() {
    let files = Files::new();
    let did = ours().public_jwk().to_did();
    let header = json!({"typ": "dc+sd-jwt", "kid": format!("{did}#0")});
    let at = AT.to_string();
    let options = [
        "--at",
        &at,
        "--audience",
        "https://verifier.example",
        "--nonce",
        "nonce",
    ];
    let own = credential(&header, "urn:hailstone:contact:1", &json!({"iss": did}));
    assert_eq!(files.verdict(&own, &options), (true, vec![]));
    let shown = text(&files.verify(&own, &options).stdout);
    assert!(
        shown.contains("(did)") && shown.contains("name: \"Ada\\u0007\""),
        "{shown}"
    );

    let other = credential(
        &header,
        "https://state.example/passport",
        &json!({"iss": did}),
    );
    assert_eq!(
        files.verdict(&other, &options).1,
        ["issuer sd_jwt.issuer_unknown"]
    );
    let somebody = credential(
        &header,
        "urn:hailstone:contact:1",
        &json!({"iss": "https://x.example"}),
    );
    assert_eq!(
        files.verdict(&somebody, &options).1,
        ["issuer sd_jwt.issuer_wrong"]
    );
}

#[test]
fn a_status_is_looked_up_in_the_list_that_was_given() {
    let files = Files::new();
    let uri = "https://issuer.example/statuses/1";
    let list = |lst: &str| {
        let payload = json!({"sub": uri, "iat": AT, "status_list": {"bits": 1, "lst": lst}});
        jws::sign(
            &json!({"typ": "statuslist+jwt"}),
            payload.to_string().as_bytes(),
            &ours(),
        )
    };
    // The first list of the draft's §4.2: 1, 0, 0, 1, …
    let file = files.write("list", &list("eNrbuRgAAhcBXQ"));
    let key = files.path("ours.jwk");
    let at = AT.to_string();
    let options = [
        "--at",
        &at,
        "--issuer-key",
        &key,
        "--audience",
        "https://verifier.example",
        "--nonce",
        "nonce",
    ];
    let with_list = [&options[..], &["--status-list", &file]].concat();
    let token = |index: u64| {
        let status = json!({"status": {"status_list": {"idx": index, "uri": uri}}});
        credential(
            &json!({"typ": "dc+sd-jwt"}),
            "https://issuer.example/pid",
            &status,
        )
    };
    assert_eq!(files.verdict(&token(1), &with_list), (true, vec![]));
    assert_eq!(
        files.verdict(&token(0), &with_list).1,
        ["status status.invalid"]
    );
    assert_eq!(
        files.verdict(&token(99), &with_list).1,
        ["status status.index_outside"]
    );
    assert_eq!(
        files.verdict(&token(1), &options).1,
        ["status_list --status-list"]
    );
    let broken = files.write("list", "x");
    let with_broken = [&options[..], &["--status-list", &broken]].concat();
    assert_eq!(
        files.verdict(&token(1), &with_broken).1,
        ["status_list status.token_invalid"]
    );
}

#[test]
fn a_message_is_opened_and_each_token_in_it_looked_at() {
    let files = Files::new();
    let token = credential(
        &json!({"typ": "dc+sd-jwt"}),
        "https://issuer.example/pid",
        &json!({}),
    );
    let answer = json!({"vp_token": {"pid": [token], "more": ["nothing"]}});
    let recipient = jwe::Recipient {
        jwk: Jwk::parse_text(OURS_PUBLIC).unwrap(),
        kid: None,
    };
    let seed = Seed::take(&mut [5; 32]);
    let encryption = jwe::Encryption::A192GCM;
    let message =
        jwe::encrypt(answer.to_string().as_bytes(), &recipient, encryption, seed).unwrap();
    let (public, private, at) = (
        files.path("ours.jwk"),
        files.path("private.jwk"),
        AT.to_string(),
    );
    let options = [
        "--at",
        &at,
        "--issuer-key",
        &public,
        "--audience",
        "https://verifier.example",
        "--nonce",
        "nonce",
    ];
    let (verified, bad) = files.verdict(&message, &[&options[..], &["--key", &private]].concat());
    assert!(!verified);
    assert_eq!(bad, ["shape sd_jwt.malformed"], "the second one");
    let shown = text(
        &files
            .verify(&message, &[&options[..], &["--key", &private]].concat())
            .stdout,
    );
    assert!(
        shown.starts_with("jwe\n") && shown.contains("sd-jwt pid\n"),
        "{shown}"
    );

    assert_eq!(files.verdict(&message, &options).1, ["decryption --key"]);
    assert_eq!(
        files.verdict(&message, &["--key", &public]).1,
        ["decryption jose.key_invalid"]
    );
    let changed = message.replace("..", "..A");
    assert_eq!(
        files.verdict(&changed, &["--key", &private]).1,
        ["message jose.malformed"]
    );
    let no_key = files.write("no.jwk", "nothing");
    assert_eq!(
        code(&files.verify(&message, &["--key", &no_key])),
        "tool.key_invalid"
    );
}

#[test]
fn a_key_binding_or_another_signature_by_itself_is_looked_at_as_far_as_it_goes() {
    let files = Files::new();
    let token = credential(
        &json!({"typ": "dc+sd-jwt"}),
        "https://issuer.example/pid",
        &json!({}),
    );
    let binding = token.rsplit_once('~').unwrap().1;
    let (key, at) = (files.path("ours.jwk"), AT.to_string());
    let options = [
        "--at",
        &at,
        "--audience",
        "https://verifier.example",
        "--nonce",
        "nonce",
    ];
    let with_key = [&options[..], &["--key", &key]].concat();
    assert_eq!(files.verdict(binding, &with_key).1, ["sd_hash FILE"]);
    assert_eq!(
        files.verdict(binding, &options).1,
        ["binding_signature --key", "sd_hash FILE"]
    );
    let signed = jws::sign(&json!({"typ": "JWT"}), b"{}", &ours());
    assert_eq!(files.verdict(&signed, &["--key", &key]), (true, vec![]));
    assert_eq!(files.verdict(&signed, &[]).1, ["signature --key"]);
    let other = files.path("issuer.jwk");
    assert_eq!(
        files.verdict(&signed, &["--key", &other]).1,
        ["signature jose.signature_invalid"]
    );
}
