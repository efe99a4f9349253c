//! A card is made new, and what that destroys is said first.

use super::bench::{Bench, text};
use std::process::Output;

fn refused(output: &Output, code: &str) {
    assert!(!output.status.success(), "{output:?}");
    assert!(text(&output.stderr).contains(code), "{output:?}");
}

fn done(output: &Output) -> String {
    assert!(output.status.success(), "{output:?}");
    text(&output.stderr)
}

#[test]
fn an_openpgp_card_is_made_new_by_its_admin_pin_and_no_other_application_with_it() {
    let bench = Bench::with_key();
    let (card, piv) = (bench.named("openpgp"), bench.named("piv"));
    assert!(bench.run(&["card", "init", &piv]).status.success());
    // Which of the two is not guessed, and nobody is there to be asked.
    refused(
        &bench.run(&["card", "reset"]),
        "[tool.cards_several, person]",
    );
    let alone = bench.run(&["card", "reset", &card]);
    refused(&alone, "[tool.confirmation_absent, person]");
    let wrong = bench
        .command()
        .args(["card", "reset", &card, "--yes"])
        .env("HAILSTONE_DEMO_ADMIN_PIN", "cancel")
        .output()
        .unwrap();
    refused(&wrong, "[card.pin_cancelled, person]");
    assert!(text(&bench.run(&["card", "list"]).stdout).contains("X25519 key"));
    let said = done(&bench.run(&["card", "reset", &card, "--yes"]));
    assert!(said.contains("a key for decrypting"), "{said}");
    assert!(bench.shown().contains("to delete everything on it"));
    let listed = text(&bench.run(&["card", "list"]).stdout);
    assert!(
        listed.contains("no key") && listed.contains("P-256 key"),
        "{listed}"
    );
    // Its PINs are those that everybody knows.
    let made = bench
        .command()
        .args(["card", "init", &card])
        .env("HAILSTONE_DEMO_ADMIN_PIN", "12345678")
        .output()
        .unwrap();
    let said = done(&made);
    assert!(
        said.contains(&format!("hailstone card puk change {card}")),
        "{said}"
    );
}

#[test]
fn without_its_admin_pin_an_openpgp_card_is_made_new_by_using_up_every_try() {
    let bench = Bench::with_key();
    let card = bench.named("openpgp");
    let before = bench.shown();
    let said = done(&bench.run(&["card", "reset", &card, "--yes", "--without-pin"]));
    assert!(said.contains("are blocked by wrong ones"), "{said}");
    assert_eq!(bench.shown(), before, "nobody was asked");
    let info = text(&bench.run(&["card", "info"]).stdout);
    assert!(info.contains("Admin PIN       3 tries left"), "{info}");
}

#[test]
fn a_piv_card_is_made_new_and_that_its_pin_and_puk_are_blocked_for_it_is_said() {
    let bench = Bench::new();
    assert!(
        bench
            .run(&["card", "init", &bench.named("piv")])
            .status
            .success()
    );
    let card = bench.named("piv");
    let said = done(&bench.run(&["card", "reset", &card, "--yes"]));
    assert!(said.contains("a key of Hailstone's"), "{said}");
    assert!(said.contains("are blocked by wrong ones"), "{said}");
    // The name is gone with the rest.
    let listed = text(&bench.run(&["card", "list"]).stdout);
    assert!(!listed.contains(&card), "{listed}");
}

const PIN: &str = "246810";
const PUK: &str = "1357911131";

#[test]
fn a_hailstone_card_is_made_new_by_its_puk_or_without_it_and_is_forgotten() {
    let bench = Bench::with(&["--apps", "hailstone"]);
    let typed = format!("{PIN},{PIN},{PUK},{PUK}");
    let init = || assert!(bench.typing(&typed, &["card", "init"]).status.success());
    init();
    let first = bench.named("hailstone");
    let wrong = bench.typing("8888888888,cancel", &["card", "reset", &first, "--yes"]);
    refused(&wrong, "[card.pin_wrong, person]");
    done(&bench.typing(PUK, &["card", "reset", &first, "--yes"]));
    let second = bench.named("hailstone");
    assert_ne!(first, second, "it has another key");
    refused(
        &bench.run(&["card", "reset", &second, "--yes"]),
        "[card.key_absent, person]",
    );
    init();
    let before = bench.shown();
    done(&bench.run(&["card", "reset", &second, "--yes", "--without-pin"]));
    assert_eq!(bench.shown(), before, "nobody was asked");
    assert_ne!(bench.named("hailstone"), second);
    let cards = bench.file(".local/share/hailstone/cards");
    assert_eq!(std::fs::read_to_string(cards).unwrap(), "");
}

#[test]
fn the_only_thing_that_opens_a_vault_is_not_made_new_by_accident() {
    let bench = Bench::with_key();
    let card = bench.named("openpgp");
    let created = bench.run(&["create", "--card", "--label", "Blue"]);
    assert!(created.status.success(), "{created:?}");
    let last = bench.run(&["card", "reset", &card, "--yes"]);
    refused(&last, "[tool.card_last, person]");
    assert!(text(&last.stderr).contains("“Blue”"), "{last:?}");
    let added = bench.run(&["unlocker", "add", "--passphrase"]);
    assert!(added.status.success(), "{added:?}");
    let said = done(&bench.run(&["card", "reset", &card, "--yes"]));
    assert!(
        said.contains("hailstone unlocker remove \"Blue\""),
        "{said}"
    );
    assert!(
        bench
            .run(&["show", "--with", "Passphrase"])
            .status
            .success()
    );
    let other = Bench::with_key();
    let card = other.named("openpgp");
    assert!(other.run(&["create", "--card"]).status.success());
    done(&other.run(&["card", "reset", &card, "--yes", "--even-if-last"]));
}

#[test]
fn a_person_types_the_card_s_name_or_nothing_is_done() {
    let bench = Bench::with_key();
    let card = bench.named("openpgp");
    let name = card.trim_start_matches("openpgp:");
    let on_a_terminal = |typed: &str| {
        let hailstone = env!("CARGO_BIN_EXE_hailstone");
        let mut script = bench.command_of("script");
        script.args([
            "-qec",
            &format!("{hailstone} card reset {card}"),
            "/dev/null",
        ]);
        bench.answering(script, typed)
    };
    let other = on_a_terminal("yes\n");
    assert!(
        text(&other.stdout).contains("[tool.not_confirmed, person]"),
        "{other:?}"
    );
    assert!(text(&bench.run(&["card", "list"]).stdout).contains("X25519 key"));
    let same = on_a_terminal(&format!("{name}\n"));
    assert!(text(&same.stdout).contains("is new"), "{same:?}");
    assert!(!text(&bench.run(&["card", "list"]).stdout).contains("X25519 key"));
}
