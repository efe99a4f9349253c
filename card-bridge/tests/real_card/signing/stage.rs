//! What the tests of signatures stand on: a card with a key that somebody has made, an issuer, a site.

use super::super::bench::{Bench, text};
use super::super::site::Site;
use hailstone_core::entropy::Seed;
use hailstone_core::jose::SigningKey;
use hailstone_core::sd_jwt::{Credential, HashAlgorithm, Pointer};
use serde_json::{Value, json};
use std::fs;
use std::process::Output;
use std::time::Duration;

pub(super) const OWN: &str = "271828";
pub(super) const ADA: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../core/interchange/tests/samples/ada.vcf"
);

/// The key of RFC 7515 Appendix A.3.
pub(super) fn issuer() -> SigningKey {
    SigningKey::parse(&json!({
        "kty": "EC", "crv": "P-256",
        "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
        "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
        "d": "jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI"
    }))
    .unwrap()
}

/// A degree for whoever has this key.
pub(super) fn degree(jwk: &str, name: &str) -> String {
    let jwk: Value = serde_json::from_str(jwk).unwrap();
    let payload = json!({
        "iss": "https://uni.example", "vct": "https://uni.example/degree", "exp": 4_000_000_000_u64,
        "cnf": {"jwk": jwk}, "degree": "Doctor of Letters", "given_name": name
    });
    let disclosable = ["degree", "given_name"].map(|name| Pointer::default().name(name));
    let credential = Credential {
        header: &json!({"typ": "dc+sd-jwt"}),
        payload: payload.as_object().unwrap(),
        disclosable: &disclosable,
        decoys: &[],
        hash: HashAlgorithm::SHA256,
    };
    let token = credential.issue(&issuer(), Seed::take(&mut [3; 32]));
    token.unwrap().as_str().into()
}

/// Has the tool take a credential in that is bound to this key.
pub(super) fn taken_in(bench: &Bench, pin: &str, jwk: &str, name: &str) -> Output {
    let (file, key) = (bench.file("degree.txt"), bench.file("issuer.jwk"));
    fs::write(&file, degree(jwk, name)).unwrap();
    fs::write(&key, issuer().public_jwk().to_json()).unwrap();
    let [file, key] = [&file, &key].map(|path| path.to_str().unwrap());
    let add = ["credential", "add", file, "--issuer-key", key];
    bench.typing(pin, &[&add[..], &["--label", name]].concat())
}

/// A vault with Ada's data, which the same as the PIN opens, and a degree that is bound to a key of this card. Gives the key.
pub(super) fn furnished(bench: &Bench, pin: &str, key: &[&str]) -> String {
    let create = bench.typing(pin, &["create", "--label", "Words"]);
    assert!(create.status.success(), "{create:?}");
    assert!(bench.typing(pin, &["import", ADA]).status.success());
    let asked = [&["credential", "key", "--label", "University"], key].concat();
    let made = bench.typing(pin, &asked);
    assert!(made.status.success(), "{made:?}");
    assert!(
        text(&made.stderr).contains("has just signed with it"),
        "{made:?}"
    );
    let jwk = text(&made.stdout).trim().to_owned();
    let added = taken_in(bench, pin, &jwk, "Ada");
    assert!(added.status.success(), "{added:?}");
    assert!(
        text(&added.stdout).contains("bound to               a key on card "),
        "{added:?}"
    );
    jwk
}

/// A site that asks for the degree, and for an e-mail address if it likes; what a person types and is told there, and what it got.
pub(super) fn presented(
    bench: &Bench,
    pins: &str,
    multiple: bool,
    typed: &str,
) -> (String, Option<Value>) {
    let site = Site::start(1, |_, _| "{}".into());
    let answer = format!("{}/answer", site.origin);
    let query = json!({
        "credentials": [
            {"id": "degree", "format": "dc+sd-jwt", "multiple": multiple,
             "meta": {"vct_values": ["https://uni.example/degree"]}, "claims": [{"path": ["degree"]}]},
            {"id": "contact", "format": "dc+sd-jwt", "meta": {"vct_values": ["urn:hailstone:contact:1"]},
             "claims": [{"path": ["email"]}]}
        ],
        "credential_sets": [{"options": [["contact"]]}, {"options": [["degree"]], "required": false}]
    });
    let metadata = json!({"vp_formats_supported": {"dc+sd-jwt": {}}});
    let client = format!("redirect_uri:{answer}");
    let link = form_urlencoded::Serializer::new(String::new())
        .extend_pairs([
            ("client_id", client.as_str()),
            ("response_type", "vp_token"),
            ("response_mode", "direct_post"),
            ("response_uri", &answer),
            ("nonce", "n-0S6_WzA2Mj"),
            ("state", "s"),
            ("client_metadata", &metadata.to_string()),
            ("dcql_query", &query.to_string()),
        ])
        .finish();
    drop(fs::remove_file(bench.file("typed")));
    drop(fs::remove_file(bench.file("shown")));
    let mut command = bench.command_of("script");
    let hailstone = env!("CARGO_BIN_EXE_hailstone");
    command
        .args([
            "-qec",
            &format!("{hailstone} present 'openid4vp://?{link}' --local --no-browser"),
            "/dev/null",
        ])
        .env("HAILSTONE_DEMO_PIN", pins)
        .env("HAILSTONE_DEMO_PIN_STATE", bench.file("typed"));
    let shown = text(&bench.answering(command, typed).stdout);
    let heard = site.heard.recv_timeout(Duration::from_millis(200)).ok();
    let token = heard.map(|(_, _, body)| {
        let fields: Vec<_> = form_urlencoded::parse(body.as_bytes()).collect();
        let (_, token) = fields.iter().find(|(name, _)| name == "vp_token").unwrap();
        serde_json::from_str(token).unwrap()
    });
    (shown, token)
}

/// What the tool itself says of a presentation: whether everything holds that a site checks.
pub(super) fn verifies(bench: &Bench, presentation: &str, audience: &str) -> Output {
    let file = bench.file("presentation.txt");
    fs::write(&file, presentation).unwrap();
    bench.run(&[
        "verify",
        file.to_str().unwrap(),
        "--issuer-key",
        bench.file("issuer.jwk").to_str().unwrap(),
        "--audience",
        audience,
        "--nonce",
        "n-0S6_WzA2Mj",
    ])
}

/// What stands in `aud`: the port is another one each time.
pub(super) fn audience(shown: &str) -> String {
    let (_, rest) = shown.split_once("goes to ").unwrap();
    format!("redirect_uri:{}", rest.split_whitespace().next().unwrap())
}

pub(super) fn prompts(bench: &Bench, words: &str) -> usize {
    bench.shown().matches(words).count()
}

/// Has the card make a key for signatures as another program would. What finds a `pcscd` finds it by the environment, so this is done in a process of
/// its own.
pub(super) fn prepared(bench: &Bench, what: &str) {
    let name = "signing::as_another_program";
    let done = bench.step(name, &[("HAILSTONE_TEST_KEY", what)]).output();
    let done = done.unwrap();
    assert!(done.status.success(), "{done:?}");
    assert!(text(&done.stdout).contains("1 passed"), "{done:?}");
}
