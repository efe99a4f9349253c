//! PINs are changed, and a blocked one is helped.

use super::bench::{Bench, text};

#[test]
fn a_pin_is_changed_on_openpgp_and_on_piv() {
    let bench = Bench::new();
    for application in ["openpgp", "piv"] {
        let old = "271828";
        let card = bench.named(application);
        // The one that everybody knows is no new PIN; then it is typed twice, and then the old one.
        let typed = format!("123456,9876543,9876543,{old}");
        let changed = bench.typing(&typed, &["card", "pin", "change", &card]);
        assert!(changed.status.success(), "{application}: {changed:?}");
        let shown = bench.shown();
        assert!(shown.contains("everybody knows it"), "{shown}");
        let again = bench.typing(
            &format!("1234567,1234567,{old},cancel"),
            &["card", "pin", "change", &card],
        );
        let refused = text(&again.stderr);
        assert!(
            refused.contains("[card.pin_wrong, person]"),
            "{application}: {again:?}"
        );
    }
}

#[test]
fn the_puk_of_an_openpgp_card_is_its_admin_pin_and_helps_a_blocked_pin() {
    let bench = Bench::with_key();
    let blocked = bench.typing("000000", &["create", "--card"]);
    let refused = text(&blocked.stderr);
    assert!(
        refused.contains("[card.pin_blocked, person]"),
        "{blocked:?}"
    );
    let helped = bench.typing("9876543", &["card", "pin", "unblock"]);
    assert!(helped.status.success(), "{helped:?}");
    let created = bench.typing("9876543", &["create", "--card"]);
    assert!(created.status.success(), "{created:?}");
}

#[test]
fn a_blocked_pin_of_a_piv_card_is_helped_by_its_puk() {
    let bench = Bench::new();
    let card = bench.named("piv");
    let blocked = bench.typing("7654321,7654321,000000", &["card", "pin", "change", &card]);
    let refused = text(&blocked.stderr);
    assert!(
        refused.contains("[card.pin_blocked, person]"),
        "{blocked:?}"
    );
    let helped = bench.typing(
        "7654321,7654321,31415926",
        &["card", "pin", "unblock", &card],
    );
    assert!(helped.status.success(), "{helped:?}");
    let changed = bench.typing("7654322,7654322,7654321", &["card", "pin", "change", &card]);
    assert!(changed.status.success(), "{changed:?}");
}

/// The last try of what helps a blocked PIN: what is left to do is said, and the card still works by its PIN.
#[test]
fn a_puk_is_dead_after_its_last_try_on_every_kind_of_card() {
    let bench = Bench::with_key();
    let dead = |output: &std::process::Output| {
        let said = text(&output.stderr);
        assert!(said.contains("[card.puk_blocked, person]"), "{output:?}");
        assert!(said.contains("hailstone card spare"), "{said}");
    };
    let piv = bench.named("piv");
    // This card tells the tries of its PUK where it is used, and not where it is changed.
    let typed = "86421357,86421357,11112222,cancel";
    let untold = bench.typing(typed, &["card", "puk", "change", &piv]);
    let said = text(&untold.stderr);
    assert!(said.contains("[card.puk_wrong, person]"), "{untold:?}");
    let typed = "864213,864213,11112222";
    dead(&bench.typing(typed, &["card", "pin", "unblock", &piv]));
    let openpgp = bench.named("openpgp");
    // Whatever is asked for: the new one twice, and the same as the one of now.
    bench.pinentry("echo 'D 11112222'; echo OK");
    dead(&bench.run(&["card", "puk", "change", &openpgp]));
    bench.pinentry("echo 'D 271828'; echo OK");
    let created = bench.run(&["create", "--card", &openpgp]);
    assert!(created.status.success(), "{created:?}");
    made_new(&bench, &openpgp);

    let bench = Bench::with(&["--apps", "hailstone"]);
    let typed = "246810,246810,1357911131,1357911131";
    assert!(bench.typing(typed, &["card", "init"]).status.success());
    let typed = "86421357,86421357,1111222233";
    dead(&bench.typing(typed, &["card", "puk", "change"]));
    dead(&bench.typing("135790,135790,1357911131", &["card", "pin", "unblock"]));
    assert!(
        bench
            .typing("246810", &["create", "--card"])
            .status
            .success()
    );
    made_new(&bench, &bench.named("hailstone"));
}

/// Nobody is asked for what is dead.
fn made_new(bench: &Bench, card: &str) {
    let before = bench.shown();
    let new = bench.run(&["card", "reset", card, "--yes", "--even-if-last"]);
    assert!(new.status.success(), "{new:?}");
    assert_eq!(bench.shown(), before, "somebody was asked");
}
