//! Credentials that an issuer has bound to a key on a card: asked for, taken in, and signed by the card for a site, on every kind of card.

use super::bench::{Bench, text};
use super::hailstone::{PIN, set_up};
use super::host::OURS;
use super::site::Site;
use hailstone_bridge::card::{PcscReaders, Readers, run};
use hailstone_core::card::Verification;
use hailstone_core::card::piv::{self, ManagementKey};
use hailstone_core::entropy::Seed;
use hailstone_core::jose::{Jwk, SigningKey, base64url, jws};
use hailstone_core::sd_jwt::{Credential, HashAlgorithm, Pointer};
use serde_json::{Value, json};
use std::fs;
use std::process::Output;
use std::thread;
use std::time::Duration;

const OWN: &str = "271828";
const ADA: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../core/interchange/tests/samples/ada.vcf"
);

/// The key of RFC 7515 Appendix A.3.
fn issuer() -> SigningKey {
    SigningKey::parse(&json!({
        "kty": "EC", "crv": "P-256",
        "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
        "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
        "d": "jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI"
    }))
    .unwrap()
}

/// A degree for whoever has this key.
fn degree(jwk: &str, name: &str) -> String {
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
fn taken_in(bench: &Bench, pin: &str, jwk: &str, name: &str) -> Output {
    let (file, key) = (bench.file("degree.txt"), bench.file("issuer.jwk"));
    fs::write(&file, degree(jwk, name)).unwrap();
    fs::write(&key, issuer().public_jwk().to_json()).unwrap();
    let [file, key] = [&file, &key].map(|path| path.to_str().unwrap());
    let add = ["credential", "add", file, "--issuer-key", key];
    bench.typing(pin, &[&add[..], &["--label", name]].concat())
}

/// A vault with Ada's data, which the same as the PIN opens, and a degree that is bound to a key of this card. Gives the key.
fn furnished(bench: &Bench, pin: &str, key: &[&str]) -> String {
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
fn presented(bench: &Bench, pins: &str, multiple: bool, typed: &str) -> (String, Option<Value>) {
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
fn verifies(bench: &Bench, presentation: &str, audience: &str) -> Output {
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
fn audience(shown: &str) -> String {
    let (_, rest) = shown.split_once("goes to ").unwrap();
    format!("redirect_uri:{}", rest.split_whitespace().next().unwrap())
}

fn prompts(bench: &Bench, words: &str) -> usize {
    bench.shown().matches(words).count()
}

/// Has the card sign beside own data, with one PIN, and the tool verify it.
fn signs_with_one_pin(bench: &Bench, pin: &str) {
    let (shown, token) = presented(bench, pin, false, "1\nshare\n");
    let token = token.unwrap_or_else(|| panic!("{shown}"));
    assert!(shown.contains(" signs this, with your PIN"), "{shown}");
    assert_eq!(token["contact"].as_array().unwrap().len(), 1, "{token}");
    let [presentation] = token["degree"].as_array().unwrap().as_slice() else {
        panic!("{token}");
    };
    let verified = verifies(bench, presentation.as_str().unwrap(), &audience(&shown));
    assert!(verified.status.success(), "{verified:?}");
    let wrong = verifies(
        bench,
        presentation.as_str().unwrap(),
        "origin:https://other.example",
    );
    assert!(!wrong.status.success(), "{wrong:?}");
    assert_eq!(
        prompts(bench, "to sign what goes to redirect_uri:"),
        1,
        "{}",
        bench.shown()
    );
}

/// Two credentials on one card are signed with one PIN, too.
fn signs_two_with_one_pin(bench: &Bench, pin: &str, jwk: &str) {
    let added = taken_in(bench, pin, jwk, "Augusta");
    assert!(added.status.success(), "{added:?}");
    // The second one is taken, too, and both are included.
    let (shown, token) = presented(bench, pin, true, "1\n3\nshare\n");
    let token = token.unwrap_or_else(|| panic!("{shown}"));
    let both = token["degree"].as_array().unwrap();
    assert_eq!(both.len(), 2, "{shown}");
    for presentation in both {
        let verified = verifies(bench, presentation.as_str().unwrap(), &audience(&shown));
        assert!(verified.status.success(), "{verified:?}");
    }
    assert_eq!(
        prompts(bench, "to sign what goes to redirect_uri:"),
        1,
        "{}",
        bench.shown()
    );
}

#[test]
fn a_hailstone_card_makes_a_key_and_signs_with_one_pin() {
    let (bench, _) = set_up();
    let absent = bench.typing(PIN, &["create", "--label", "Words"]);
    assert!(absent.status.success(), "{absent:?}");
    let without = bench.typing(PIN, &["credential", "key", "--card"]);
    assert!(
        text(&without.stderr).contains("[card.signature_key_absent, person]"),
        "{without:?}"
    );
    let opens = bench.typing(PIN, &["credential", "key", "--card", "--slot", "01"]);
    assert!(
        text(&opens.stderr).contains("[tool.slot_invalid, person]"),
        "{opens:?}"
    );
    fs::remove_file(bench.file(".local/share/hailstone/vault.db")).unwrap();
    let jwk = furnished(&bench, PIN, &["--card", "--make"]);
    signs_with_one_pin(&bench, PIN);
    signs_two_with_one_pin(&bench, PIN, &jwk);
    // The key that is there stays, and does not wait twice.
    let again = bench.typing(PIN, &["credential", "key", "--card", "--make"]);
    assert_eq!(text(&again.stdout).trim(), jwk);
    let another = bench.typing(
        PIN,
        &["credential", "key", "--card", "--make", "--slot", "03"],
    );
    assert_ne!(text(&another.stdout).trim(), jwk, "{another:?}");
    let listed = text(&bench.typing(PIN, &["credential", "list"]).stdout);
    assert_eq!(
        listed.matches("waits for its credential").count(),
        1,
        "{listed}"
    );
    assert!(listed.contains("/03)"), "{listed}");
}

#[test]
fn an_openpgp_card_signs_with_its_signature_key_and_one_pin() {
    let bench = Bench::new();
    prepared(&bench, "openpgp");
    let jwk = furnished(&bench, OWN, &["--card", &bench.named("openpgp")]);
    signs_with_one_pin(&bench, OWN);
    signs_two_with_one_pin(&bench, OWN, &jwk);
    let other = bench.typing(OWN, &["credential", "key", "--card", "--slot", "9c"]);
    assert!(
        text(&other.stderr).contains("[tool.slot_invalid, person]"),
        "{other:?}"
    );
}

#[test]
fn a_piv_card_signs_in_9c_which_wants_its_pin_each_time_and_the_person_types_it_once() {
    let bench = Bench::new();
    prepared(&bench, "piv");
    let card = bench.named("piv");
    let jwk = furnished(&bench, OWN, &["--card", &card]);
    signs_with_one_pin(&bench, OWN);
    signs_two_with_one_pin(&bench, OWN, &jwk);
    prepared(&bench, "piv-9a");
    let key = ["credential", "key", "--card", &card, "--slot", "9a"];
    let another = bench.typing(OWN, &key);
    assert!(another.status.success(), "{another:?}");
    assert_ne!(text(&another.stdout).trim(), jwk);
}

#[test]
fn a_card_whose_key_is_of_another_kind_says_that_it_cannot() {
    let bench = Bench::new();
    assert!(bench.run(&["create"]).status.success());
    prepared(&bench, "rsa");
    let made = bench.run(&["credential", "key", "--card", &bench.named("openpgp")]);
    let said = text(&made.stderr);
    assert!(
        said.contains("[card.signature_key_unsupported, person]"),
        "{made:?}"
    );
    assert!(said.contains("RSA or Ed25519"), "{made:?}");
}

/// As a browser asks: what comes back is by the key that the card has proved.
#[test]
fn a_browser_has_a_card_sign_key_bindings_and_nothing_else() {
    let bench = Bench::new();
    prepared(&bench, "piv");
    prepared(&bench, "openpgp");
    assert!(bench.run(&["create"]).status.success());
    let part = |text: &str| base64url::encode(text.as_bytes());
    let input = |nonce: &str| {
        format!(
            "{}.{}",
            part(r#"{"alg":"ES256","typ":"kb+jwt"}"#),
            part(&format!(
                r#"{{"iat":1,"aud":"origin:https://shop.example","nonce":"{nonce}","sd_hash":"h"}}"#
            ))
        )
    };
    for application in ["openpgp", "piv"] {
        let card = bench.named(application);
        let made = bench.run(&["credential", "key", "--card", &card]);
        let key = Jwk::parse_text(text(&made.stdout).trim()).unwrap();
        let said = text(&made.stderr);
        let (_, rest) = said.split_once('(').unwrap();
        let card = rest.split_once(')').unwrap().0;
        drop(fs::remove_file(bench.file("shown")));
        let mut host = bench.host(OURS, OWN).met();
        let inputs = [input("one"), input("two")];
        let (answer, events) =
            host.ask(json!({"type": "sign", "card": card, "inputs": inputs, "language": "en"}));
        let signatures = answer["response"]["signatures"].as_str().unwrap();
        let signatures = base64url::decode(signatures).unwrap();
        let (all, []) = signatures.as_chunks::<64>() else {
            panic!("{answer}");
        };
        assert_eq!(all.len(), 2);
        for (input, signature) in inputs.iter().zip(all) {
            let jws = format!("{input}.{}", base64url::encode(signature));
            assert!(jws::verify(&jws, &key).is_ok(), "{application}");
        }
        assert_eq!(
            events.iter().filter(|event| *event == "pin-wanted").count(),
            1
        );
        assert_eq!(
            prompts(&bench, "to sign what goes to shop.example"),
            1,
            "{}",
            bench.shown()
        );
        assert!(bench.shown().contains("asks for it"), "{}", bench.shown());
        let (answer, events) = host
            .ask(json!({"type": "sign", "card": card, "inputs": ["tree 0123"], "language": "en"}));
        assert_eq!(answer["error"]["code"], "bridge.message_invalid");
        assert!(events.is_empty());
    }
}

#[test]
fn what_goes_wrong_with_the_card_is_said_and_the_rest_can_still_be_shared() {
    let mut bench = Bench::new();
    prepared(&bench, "openpgp");
    furnished(&bench, OWN, &["--card", &bench.named("openpgp")]);
    // Cancelled, then wrong and given up, and what the card need not sign is shared.
    let pins = format!("{OWN},cancel,000000,cancel");
    let (shown, token) = presented(&bench, &pins, false, "1\nshare\n1\nshare\nshare\n");
    assert!(shown.contains("[card.pin_cancelled, person]"), "{shown}");
    assert!(shown.contains("[card.pin_wrong, person]"), "{shown}");
    let token = token.unwrap_or_else(|| panic!("{shown}"));
    assert!(
        token.get("degree").is_none() && token.get("contact").is_some(),
        "{token}"
    );
    // Not there.
    bench.tell("remove 0");
    thread::sleep(Duration::from_millis(1000));
    let (shown, token) = presented(&bench, OWN, false, "1\nshare\nrefuse\n");
    assert!(shown.contains("[card.absent, person]"), "{shown}");
    assert!(token.is_none());
    bench.tell("insert 0");
    thread::sleep(Duration::from_millis(1000));
    // Another key by now: nothing that is not verified goes out.
    prepared(&bench, "openpgp");
    let (shown, token) = presented(&bench, OWN, false, "1\nshare\nrefuse\n");
    assert!(
        shown.contains("[release.signature_wrong, person]"),
        "{shown}"
    );
    assert!(token.is_none());
    // Blocked.
    let pins = format!("{OWN},000000");
    let (shown, token) = presented(&bench, &pins, false, "1\nshare\nrefuse\n");
    assert!(shown.contains("[card.pin_blocked, person]"), "{shown}");
    assert!(token.is_none());
}

/// Has the card make a key for signatures as another program would. What finds a `pcscd` finds it by the environment, so this is done in a process of
/// its own.
fn prepared(bench: &Bench, what: &str) {
    let name = "signing::as_another_program";
    let done = bench.step(name, &[("HAILSTONE_TEST_KEY", what)]).output();
    let done = done.unwrap();
    assert!(done.status.success(), "{done:?}");
    assert!(text(&done.stdout).contains("1 passed"), "{done:?}");
}

#[test]
#[ignore = "a step of other tests"]
fn as_another_program() {
    const ADMIN: &[u8] = b"27182818";
    let what = std::env::var("HAILSTONE_TEST_KEY").expect("a step of other tests");
    let mut readers = PcscReaders::new();
    let reader = readers.with_card().unwrap().remove(0);
    let mut card = readers.connect(&reader).unwrap();
    if what.starts_with("piv") {
        let opened = run(&mut *card, piv::open()).unwrap();
        let step = opened.administer(ManagementKey::factory(), Seed::take(&mut [7; 32]));
        let Verification::Granted(_) = run(&mut *card, step).unwrap() else {
            panic!("it has another management key already");
        };
        let slot = if what == "piv" { 0x9c } else { 0x9a };
        let generate = [0x00, 0x47, 0x00, slot, 5, 0xac, 3, 0x80, 1, 0x11, 0x00];
        let made = card.transmit(&generate).unwrap();
        assert!(made.expose().ends_with(&[0x90, 0x00]));
        return;
    }
    // ECDSA on P-256, or RSA of 2048 bits (OpenPGP card 3.4.1 §4.4.3.9, §4.4.3.10).
    let attributes: &[u8] = match what.as_str() {
        "rsa" => &[0x01, 0x08, 0x00, 0x00, 0x20, 0x00],
        _ => &[0x13, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07],
    };
    let mut set = vec![0x00, 0xda, 0x00, 0xc1, attributes.len().try_into().unwrap()];
    set.extend(attributes);
    let fingerprint = [&[0x00, 0xda, 0x00, 0xc7, 20][..], &[0x5a; 20]].concat();
    let commands = [
        [
            &[
                0x00, 0xa4, 0x04, 0x00, 6, 0xd2, 0x76, 0x00, 0x01, 0x24, 0x01,
            ][..],
            &[0x00],
        ]
        .concat(),
        [&[0x00, 0x20, 0x00, 0x83, 8][..], ADMIN].concat(),
        set,
        vec![0x00, 0x47, 0x80, 0x00, 2, 0xb6, 0x00, 0x00],
        fingerprint,
    ];
    for command in commands {
        // An RSA key need not be made to be found to be none of ours.
        if what == "rsa" && command.get(1) == Some(&0x47) {
            continue;
        }
        let answer = card.transmit(&command).unwrap();
        assert!(answer.expose().ends_with(&[0x90, 0x00]), "{command:02x?}");
    }
}
