//! A PIV card makes a vault and opens it, on a card that has OpenPGP, too.

use super::bench::{Bench, text};

#[test]
fn a_piv_card_gets_a_key_of_p256_makes_a_vault_and_opens_it() {
    let bench = Bench::new();
    let new = bench.named("piv");
    let made = bench.run(&["card", "init", &new]);
    assert!(made.status.success(), "{made:?}");
    let info = text(&bench.run(&["card", "info"]).stdout);
    assert!(info.contains("P-256 key"), "{info}");
    let card = bench.named("piv");
    assert!(card.starts_with(&new) && card.ends_with("/95"), "{card}");
    // It is the only key on the card, so nobody has to say which.
    let created = bench.run(&["create", "--card", "--label", "Badge"]);
    assert!(created.status.success(), "{created:?}");
    let shown = bench.run(&["show", "--with", "Badge"]);
    assert_eq!(text(&shown.stdout), "The vault is empty.\n", "{shown:?}");
    let again = bench.run(&["card", "init", &new]);
    let refused = text(&again.stderr);
    assert!(refused.contains("[card.key_present, person]"), "{again:?}");
}
