//! Cards as they are delivered, with the PINs that everybody knows: nothing is done with them before they have others.

use super::bench::{Bench, text};
use super::host::{OURS, ephemeral, expected};
use std::process::Output;

/// A card whose key was made, so that the Admin PIN that everybody knows was met.
fn delivered() -> Bench {
    let bench = Bench::with(&["--pins", "factory"]);
    let made = with_admin_pin(&bench, &["card", "init", &bench.named("openpgp")]);
    assert!(made.status.success(), "{made:?}");
    let said = text(&made.stderr);
    assert!(
        said.contains("hailstone card puk change openpgp:"),
        "{said}"
    );
    bench
}

fn with_admin_pin(bench: &Bench, arguments: &[&str]) -> Output {
    bench
        .command()
        .args(arguments)
        .env("HAILSTONE_DEMO_ADMIN_PIN", "12345678")
        .output()
        .unwrap()
}

#[test]
fn a_vault_is_not_made_with_the_pin_that_everybody_knows() {
    let bench = delivered();
    let made = bench.typing("123456,cancel", &["create", "--card"]);
    let refused = text(&made.stderr);
    assert!(refused.contains("[card.pin_factory, person]"), "{made:?}");
    assert!(!bench.run(&["status"]).status.success(), "there is a vault");
    // The same again, then two that differ, then one twice.
    let typed = "123456,123456,2718281,2718282,2718281,2718281";
    let made = bench.typing(typed, &["create", "--card"]);
    assert!(made.status.success(), "{made:?}");
    let shown = bench.shown();
    assert_eq!(shown.matches("everybody knows it").count(), 3, "{shown}");
    assert!(bench.typing("2718281", &["show"]).status.success());
    let old = bench.typing("123456,cancel", &["show"]);
    assert!(
        text(&old.stderr).contains("[card.pin_wrong, person]"),
        "{old:?}"
    );
}

#[test]
fn a_piv_card_gets_its_own_pin_before_its_key_and_is_told_of_its_puk() {
    let bench = Bench::with(&["--pins", "factory"]);
    let card = bench.named("piv");
    let refused = bench.typing("123456,cancel", &["card", "init", &card]);
    assert!(
        text(&refused.stderr).contains("[card.pin_factory, person]"),
        "{refused:?}"
    );
    let made = bench.typing("123456,2718281,2718281", &["card", "init", &card]);
    assert!(made.status.success(), "{made:?}");
    let said = text(&made.stderr);
    assert!(said.contains("Its PUK may be"), "{said}");
    let created = bench.typing("2718281", &["create", "--card", &bench.named("piv")]);
    assert!(created.status.success(), "{created:?}");
}

/// As the extension does, which knows nothing of PINs and waits.
#[test]
fn the_extension_s_agreement_waits_for_the_new_pin_and_goes_on() {
    let bench = delivered();
    let mut host = bench.host(OURS, "123456,2718281,2718281").met();
    let card = host.card();
    let (secret, point) = ephemeral();
    let (answer, events) = host.agree(&card["card"], &point);
    assert_eq!(
        answer["response"]["shared"],
        expected(&card, &secret),
        "{answer}"
    );
    assert_eq!(events.first().map(String::as_str), Some("pin-wanted"));
    let (answer, _) = host.agree(&card["card"], &point);
    assert_eq!(
        answer["response"]["shared"],
        expected(&card, &secret),
        "{answer}"
    );
    host.leave();
    std::fs::remove_file(bench.file("pins-given")).unwrap();
    let other = delivered();
    let mut host = other.host(OURS, "123456,cancel").met();
    let card = host.card();
    let (answer, _) = host.agree(&card["card"], &point);
    assert_eq!(answer["error"]["code"], "card.pin_factory", "{answer}");
}
