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
