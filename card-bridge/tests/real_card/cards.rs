//! The card's own verbs, and the host in front of a card.

use super::bench::{Bench, text, wait_for};
use super::host::{OURS, agree, ephemeral, expected};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use std::thread;
use std::time::Duration;

#[test]
fn an_empty_card_gets_a_key_and_agrees_as_the_mathematics_say() {
    let bench = Bench::new();
    let listed = bench.run(&["card", "list"]);
    assert!(text(&listed.stdout).contains("no key"), "{listed:?}");
    let made = bench.run(&["card", "init"]);
    assert!(
        text(&made.stdout).contains("can open a vault now"),
        "{made:?}"
    );
    assert!(bench.shown().contains("Admin PIN"), "{}", bench.shown());
    let status = bench.run(&["card", "info"]);
    assert!(text(&status.stdout).contains("X25519 key"), "{status:?}");
    let again = bench.run(&["card", "init"]);
    assert!(!again.status.success());
    assert!(
        text(&again.stderr).contains("[card.key_present, person]"),
        "{again:?}"
    );

    let mut host = bench.host(OURS, "271828").met();
    let card = host.card();
    assert!(card["card"].as_str().unwrap().starts_with("openpgp:"));
    assert_eq!(card["pinTriesLeft"], 3);
    let (secret, point) = ephemeral();
    let (answer, events) = host.agree(&card["card"], &point);
    assert_eq!(answer["response"]["shared"], expected(&card, &secret));
    assert_eq!(events, ["pin-wanted", "card-working"]);
    assert!(host.leave() < Duration::from_secs(2));
}

#[test]
fn a_wrong_pin_is_asked_for_again_and_giving_up_tells_the_tries() {
    let bench = Bench::with_key();
    let (secret, point) = ephemeral();
    let mut host = bench.host(OURS, "000000,271828").met();
    let card = host.card();
    let (answer, events) = host.agree(&card["card"], &point);
    assert_eq!(
        answer["response"]["shared"],
        expected(&card, &secret),
        "{answer}"
    );
    assert_eq!(
        events,
        ["pin-wanted", "card-working", "pin-wanted", "card-working"]
    );
    assert!(
        bench.shown().contains("Wrong PIN, 2 tries left"),
        "{}",
        bench.shown()
    );
    host.leave();

    fs::remove_file(bench.file("pins-given")).unwrap();
    let mut host = bench.host(OURS, "000000,000000,cancel").met();
    let (answer, _) = host.agree(&card["card"], &point);
    assert_eq!(
        answer["error"],
        json!({"code": "card.pin_wrong", "class": "person", "triesLeft": 1})
    );
    assert!(bench.shown().contains("last try"), "{}", bench.shown());
    assert_eq!(host.card()["pinTriesLeft"], 1);
    host.leave();

    fs::remove_file(bench.file("pins-given")).unwrap();
    let mut host = bench.host(OURS, "000000").met();
    let (answer, _) = host.agree(&card["card"], &point);
    assert_eq!(answer["error"]["code"], "card.pin_blocked");
}

#[test]
fn giving_up_at_once_uses_no_try() {
    let bench = Bench::with_key();
    let mut host = bench.host(OURS, "cancel").met();
    let card = host.card();
    let (answer, _) = host.agree(&card["card"], &ephemeral().1);
    assert_eq!(answer["error"]["code"], "card.pin_cancelled");
    assert_eq!(host.card()["pinTriesLeft"], 3);
}

#[test]
fn a_card_that_is_not_there_or_not_the_one_is_told_apart() {
    let mut bench = Bench::with_key();
    let mut host = bench.host(OURS, "271828").met();
    let card = host.card();
    let (answer, events) = host.agree(&json!("openpgp:0006:00000001"), &ephemeral().1);
    assert_eq!(answer["error"]["code"], "card.other");
    assert!(events.is_empty());
    bench.tell("remove 0");
    thread::sleep(Duration::from_millis(1000));
    for request in [
        json!({"type": "list-cards"}),
        agree(&card["card"], &ephemeral().1),
    ] {
        let (answer, _) = host.ask(request);
        assert_eq!(answer["error"]["code"], "card.absent");
    }
    let listed = bench.run(&["card", "list"]);
    assert!(
        text(&listed.stderr).contains("[card.absent, person]"),
        "{listed:?}"
    );
    bench.tell("insert 0");
    thread::sleep(Duration::from_millis(1000));
    assert_eq!(host.card()["card"], card["card"]);
}

#[test]
fn a_card_taken_out_while_the_prompt_is_open_is_a_removed_card() {
    let mut bench = Bench::with_key();
    bench.slow_pinentry("271828");
    let mut host = bench.host(OURS, "").met();
    let card = host.card();
    host.send(agree(&card["card"], &ephemeral().1));
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
}

#[test]
fn when_the_browser_leaves_the_prompt_goes_with_it() {
    let bench = Bench::with_key();
    let asked = bench.file("asked");
    bench.pinentry(&format!("echo $$ > '{}'; exec sleep 60", asked.display()));
    let mut host = bench.host(OURS, "").met();
    let card = host.card();
    host.send(agree(&card["card"], &ephemeral().1));
    wait_for(&asked);
    assert!(host.leave() < Duration::from_secs(3));
    let process = fs::read_to_string(&asked).unwrap();
    assert!(!Path::new("/proc").join(process.trim()).exists());
    // The card is free again.
    assert!(bench.run(&["card", "list"]).status.success());
}

#[test]
fn another_extension_is_refused_until_a_person_adds_it() {
    let bench = Bench::new();
    let other = "abcdefghijklmnopabcdefghijklmnop";
    let origin = format!("chrome-extension://{other}/");
    let mut host = bench.host(&origin, "271828");
    let (answer, _) = host.ask(json!({"type": "list-cards"}));
    assert_eq!(answer["error"]["code"], "bridge.caller_refused");
    let profile = bench.file("profile");
    let installed = bench
        .command()
        .args([
            "browser",
            "install",
            "--browser",
            "chromium",
            "--extension-id",
            other,
        ])
        .arg("--profile")
        .arg(&profile)
        .output()
        .unwrap();
    assert!(installed.status.success(), "{installed:?}");
    let manifest = profile.join("NativeMessagingHosts/app.hailstone.bridge.json");
    let manifest: Value = serde_json::from_slice(&fs::read(manifest).unwrap()).unwrap();
    assert_eq!(manifest["allowed_origins"], json!([OURS, origin]));
    let mut host = bench.host(&origin, "271828").met();
    assert_eq!(host.card()["publicKey"], Value::Null);
}
