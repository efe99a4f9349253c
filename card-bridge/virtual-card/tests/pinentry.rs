//! The demonstration's pinentry, spoken to as `gpg-agent` or the bridge would.

#![allow(
    clippy::unwrap_used,
    reason = "a test says no by panicking, in its helpers too"
)]

use std::{
    io::Write as _,
    path::PathBuf,
    process::{Command, Stdio},
};

fn converse(environment: &[(&str, &str)], input: &str) -> String {
    let mut pinentry = Command::new(env!("CARGO_BIN_EXE_demo-pinentry"))
        .env_remove("HAILSTONE_DEMO_PIN")
        .env_remove("HAILSTONE_DEMO_ADMIN_PIN")
        .env_remove("HAILSTONE_DEMO_PIN_STATE")
        .env_remove("HAILSTONE_DEMO_PINENTRY_LOG")
        .envs(environment.iter().copied())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    pinentry
        .stdin
        .take()
        .unwrap()
        .write_all(input.as_bytes())
        .unwrap();
    String::from_utf8(pinentry.wait_with_output().unwrap().stdout).unwrap()
}

fn scratch(name: &str) -> PathBuf {
    let file = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_file(&file);
    file
}

const GREETING: &str = "OK Pleased to meet you\n";

#[test]
fn every_setting_is_accepted_and_the_pin_follows() {
    let said = converse(
        &[],
        "OPTION no-grab\nSETTITLE x\nSETDESC Unlock%0Athe card\nSETPROMPT PIN\nSETERROR no\nSETOK o\nSETCANCEL c\nSETKEYINFO --clear\nGETINFO ttyinfo\nCONFIRM\nMESSAGE\nGETPIN\nBYE\n",
    );
    let expected = format!(
        "{GREETING}{}D 271828\nOK\nOK closing connection\n",
        "OK\n".repeat(11)
    );
    assert_eq!(said, expected);
}

#[test]
fn the_word_admin_in_either_text_asks_for_the_other_pin() {
    for text in ["SETPROMPT Admin PIN", "SETDESC the %41DMIN PIN, please"] {
        let said = converse(&[], &format!("{text}\nGETPIN\nBYE\n"));
        assert!(said.contains("D 27182818\n"), "{said}");
    }
    let said = converse(&[], "SETPROMPT Admin\nSETPROMPT PIN\nGETPIN\n");
    assert!(said.contains("D 271828\n"), "{said}");
}

#[test]
fn a_percent_sign_in_a_pin_is_escaped() {
    let said = converse(&[("HAILSTONE_DEMO_PIN", "1%2\n3")], "GETPIN\n");
    assert_eq!(said, format!("{GREETING}D 1%252%0A3\nOK\n"));
}

#[test]
fn cancel_is_an_error_and_not_a_pin() {
    let said = converse(&[("HAILSTONE_DEMO_PIN", "cancel")], "GETPIN\nBYE\n");
    assert!(
        said.contains("ERR 83886179 Operation cancelled\n"),
        "{said}"
    );
    assert!(!said.contains("\nD "), "{said}");
}

#[test]
fn a_list_goes_on_in_the_next_process() {
    let state = scratch("pin-state");
    let environment = [
        ("HAILSTONE_DEMO_PIN", "999999,cancel,271828"),
        ("HAILSTONE_DEMO_PIN_STATE", state.to_str().unwrap()),
    ];
    let answers: Vec<String> = (0..4).map(|_| converse(&environment, "GETPIN\n")).collect();
    assert!(answers[0].contains("D 999999\n"));
    assert!(answers[1].contains("ERR 83886179"));
    assert!(answers[2].contains("D 271828\n"));
    assert!(answers[3].contains("D 271828\n"), "the last one stays");
}

#[test]
fn the_log_has_the_texts_and_no_pin() {
    let log = scratch("pinentry-log");
    converse(
        &[("HAILSTONE_DEMO_PINENTRY_LOG", log.to_str().unwrap())],
        "SETDESC Unlock%0Athe card\nSETPROMPT PIN:\nGETPIN\nSETERROR Wrong PIN\nGETPIN\n",
    );
    let log = std::fs::read_to_string(log).unwrap();
    assert_eq!(
        log,
        "prompt=\"PIN:\" description=\"Unlock\\nthe card\" error=\"\"\n\
         prompt=\"PIN:\" description=\"Unlock\\nthe card\" error=\"Wrong PIN\"\n"
    );
}

#[test]
fn what_no_pinentry_knows_is_refused() {
    assert!(converse(&[], "FROBNICATE\n").contains("ERR 83886355"));
}
