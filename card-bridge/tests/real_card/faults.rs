//! A Hailstone card disturbed while it is used: by its service, by the person, by another program; and a set-up that broke off.

use super::bench::{Bench, text, wait_for};
use super::host::{OURS, ephemeral, expected};
use hailstone_bridge::card::{PcscReaders, Readers, run};
use hailstone_core::card::hailstone::{self, PinUse, PinValue, Reference};
use hailstone_core::entropy::Seed;
use hailstone_core::secret::SecretBytes;
use std::fs;
use std::path::PathBuf;
use std::process::{Child, Stdio};
use std::thread;
use std::time::Duration;

const PIN: &str = "246810";
const PUK: &str = "1357911131";

/// A card that opens a vault, and has all its tries.
fn with_vault() -> Bench {
    let bench = Bench::with(&["--apps", "hailstone"]);
    let typed = format!("{PIN},{PIN},{PUK},{PUK}");
    assert!(bench.typing(&typed, &["card", "init"]).status.success());
    assert!(bench.typing(PIN, &["create", "--card"]).status.success());
    bench
}

/// `hailstone show`, as far as the question for the PIN.
fn asking(bench: &Bench) -> Child {
    bench.slow_pinentry(PIN);
    let mut command = bench.command();
    command
        .arg("show")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let running = command.spawn().unwrap();
    wait_for(&bench.file("asked"));
    running
}

/// What it says once the PIN is typed.
fn answered(bench: &Bench, running: Child) -> String {
    fs::write(bench.file("answer"), "").unwrap();
    let output = running.wait_with_output().unwrap();
    assert!(!output.status.success(), "{output:?}");
    text(&output.stderr)
}

/// The vault opens again, and no try was used up.
fn is_whole(bench: &Bench) {
    let tested = bench.run(&["card", "test"]);
    let said = text(&tested.stdout);
    assert!(tested.status.success(), "{tested:?}");
    assert!(said.contains("PIN             3 tries left"), "{said}");
}

#[test]
fn a_service_that_is_killed_in_the_middle_of_a_session_ends_it_and_the_next_one_serves() {
    let mut bench = with_vault();
    let running = asking(&bench);
    bench.tell("restart");
    let said = answered(&bench, running);
    let named = ["[card.service_absent, person]", "[card.removed, person]"];
    assert!(named.iter().any(|name| said.contains(name)), "{said}");
    is_whole(&bench);
}

/// As the extension has it, whose host lives as long as the browser.
#[test]
fn a_host_that_outlives_its_service_goes_on_with_the_next_one() {
    let mut bench = Bench::with_key();
    let mut host = bench.host(OURS, "271828").met();
    let card = host.card();
    bench.tell("restart");
    assert_eq!(host.card()["card"], card["card"]);
    let (secret, point) = ephemeral();
    let (answer, events) = host.agree(&card["card"], &point);
    assert_eq!(
        answer["response"]["shared"],
        expected(&card, &secret),
        "{answer}"
    );
    assert_eq!(events, ["pin-wanted", "card-working"]);
    host.leave();
}

#[test]
fn a_card_that_was_out_and_in_again_gets_no_pin_of_the_session_before() {
    let mut bench = with_vault();
    let running = asking(&bench);
    for order in ["remove 0", "insert 0"] {
        bench.tell(order);
        thread::sleep(Duration::from_millis(1000));
    }
    let said = answered(&bench, running);
    assert!(said.contains("[card.removed, person]"), "{said}");
    is_whole(&bench);
}

#[test]
fn while_a_session_lasts_no_other_program_gets_the_card() {
    let bench = with_vault();
    let running = asking(&bench);
    let other = bench.run(&["card", "list"]);
    assert!(
        text(&other.stderr).contains("[card.in_use, person]"),
        "{other:?}"
    );
    fs::write(bench.file("answer"), "").unwrap();
    let shown = running.wait_with_output().unwrap();
    assert!(shown.status.success(), "{shown:?}");
}

#[test]
fn a_card_that_another_program_holds_is_in_use_and_is_whole_afterwards() {
    let bench = with_vault();
    let (held, release) = (bench.file("held"), bench.file("release"));
    let files = [
        ("HAILSTONE_TEST_HELD", held.to_str().unwrap()),
        ("HAILSTONE_TEST_RELEASE", release.to_str().unwrap()),
    ];
    let mut other = bench.step("faults::as_a_program_that_holds_the_card", &files);
    let mut other = other.stdout(Stdio::null()).spawn().unwrap();
    wait_for(&held);
    let shown = bench.typing(PIN, &["show"]);
    assert!(
        text(&shown.stderr).contains("[card.in_use, person]"),
        "{shown:?}"
    );
    fs::write(&release, "").unwrap();
    assert!(other.wait().unwrap().success());
    bench.slow_pinentry(PIN);
    fs::write(bench.file("answer"), "").unwrap();
    is_whole(&bench);
}

/// Takes the card, begins a session of its own, and lets go in the middle of it: the card is reset.
#[test]
#[ignore = "a step of other tests"]
fn as_a_program_that_holds_the_card() {
    let file = |name: &str| PathBuf::from(std::env::var(name).expect("a step of other tests"));
    let mut readers = PcscReaders::new();
    let reader = readers.with_card().unwrap().remove(0);
    let mut card = readers.connect(&reader).unwrap();
    let opened = run(&mut *card, hailstone::open()).unwrap();
    let key = opened.key();
    let step = opened.connect(&key, Seed::take(&mut [7; 32]));
    let channel = run(&mut *card, step).unwrap();
    fs::write(file("HAILSTONE_TEST_HELD"), "").unwrap();
    wait_for(&file("HAILSTONE_TEST_RELEASE"));
    drop(channel);
}

#[test]
fn a_set_up_that_broke_off_after_the_pin_is_finished_by_trust() {
    let bench = Bench::with(&["--apps", "hailstone"]);
    let step = bench
        .step("faults::as_a_set_up_that_breaks_off", &[])
        .output()
        .unwrap();
    assert!(step.status.success(), "{step:?}");
    let said = text(&bench.run(&["card", "info"]).stdout);
    assert!(said.contains("not noted as yours here"), "{said}");
    let (_, fingerprint) = said.split_once("fingerprint").unwrap();
    let fingerprint = fingerprint.lines().next().unwrap().trim();
    let refused = bench.typing(PIN, &["card", "init"]);
    assert!(
        text(&refused.stderr).contains("[card.unknown, person]"),
        "{refused:?}"
    );
    let trusted = bench.typing(PIN, &["card", "trust", fingerprint]);
    assert!(trusted.status.success(), "{trusted:?}");
    assert!(
        text(&trusted.stdout).contains("can open a vault now"),
        "{trusted:?}"
    );
    assert!(bench.typing(PIN, &["create", "--card"]).status.success());
}

/// Gives the card its PIN and PUK, and no key.
#[test]
#[ignore = "a step of other tests"]
fn as_a_set_up_that_breaks_off() {
    let mut readers = PcscReaders::new();
    let reader = readers.with_card().unwrap().remove(0);
    let mut card = readers.connect(&reader).unwrap();
    let opened = run(&mut *card, hailstone::open()).unwrap();
    let key = opened.key();
    let step = opened.connect(&key, Seed::take(&mut [7; 32]));
    let channel = run(&mut *card, step).unwrap();
    let request = channel.pin_request(PinUse::Personalise);
    let value = |reference, text: &str| {
        PinValue::derive(reference, &SecretBytes::new(text.into()), &request.serial).unwrap()
    };
    let values = [value(Reference::Pin, PIN), value(Reference::Puk, PUK)];
    let [pin, puk] = &values;
    let seed = Seed::take(&mut [8; 32]);
    let sealed = hailstone::seal(&key, &request, &[pin, puk], seed).unwrap();
    run(&mut *card, channel.personalise(&sealed)).unwrap();
}
