//! Credentials that an issuer has bound to a key on a card: asked for, taken in, and signed by the card for a site, on every kind of card.

mod stage;

use super::bench::{Bench, text, wait_for};
use super::hailstone::{PIN, set_up};
use super::host::OURS;
use hailstone_bridge::card::{PcscReaders, Readers, run};
use hailstone_core::card::Verification;
use hailstone_core::card::piv::{self, ManagementKey};
use hailstone_core::entropy::Seed;
use hailstone_core::jose::{Jwk, base64url, jws};
use serde_json::json;
use stage::{OWN, audience, furnished, prepared, presented, prompts, taken_in, verifies};
use std::fs;
use std::thread;
use std::time::Duration;

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

/// The signing input of a key binding.
fn input(nonce: &str) -> String {
    let part = |text: &str| base64url::encode(text.as_bytes());
    let payload =
        json!({"iat": 1, "aud": "origin:https://shop.example", "nonce": nonce, "sd_hash": "h"});
    format!(
        "{}.{}",
        part(r#"{"alg":"ES256","typ":"kb+jwt"}"#),
        part(&payload.to_string())
    )
}

/// As a browser asks: what comes back is by the key that the card has proved.
#[test]
fn a_browser_has_a_card_sign_key_bindings_and_nothing_else() {
    let bench = Bench::new();
    prepared(&bench, "piv");
    prepared(&bench, "openpgp");
    assert!(bench.run(&["create"]).status.success());
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
fn a_card_that_is_pulled_out_while_its_pin_is_typed_signs_nothing() {
    let mut bench = Bench::new();
    prepared(&bench, "openpgp");
    let card = format!("{}/b6", bench.named("openpgp"));
    bench.slow_pinentry(OWN);
    let mut host = bench.host(OURS, "").met();
    let sign = json!({"type": "sign", "card": card, "inputs": [input("one")], "language": "en"});
    host.send(sign.clone());
    wait_for(&bench.file("asked"));
    bench.tell("remove 0");
    thread::sleep(Duration::from_millis(1000));
    fs::write(bench.file("answer"), "").unwrap();
    let answer = loop {
        let answer = host.receive();
        if answer["event"].is_null() {
            break answer;
        }
    };
    assert_eq!(answer["error"]["code"], "card.removed");
    let (answer, _) = host.ask(sign.clone());
    assert_eq!(answer["error"]["code"], "card.absent");
    bench.tell("insert 0");
    thread::sleep(Duration::from_millis(1000));
    let (answer, _) = host.ask(sign);
    assert!(answer["response"]["signatures"].is_string(), "{answer}");
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
