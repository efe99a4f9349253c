//! A PIV card makes a vault and opens it, on a card that has OpenPGP, too.

use super::bench::{Bench, text};
use hailstone_bridge::card::{PcscReaders, Readers, run};
use hailstone_core::card::Verification;
use hailstone_core::card::piv::{self, ManagementKey};
use hailstone_core::entropy::Seed;
use hailstone_core::secret::SecretBytes;

#[test]
fn a_piv_card_gets_a_key_of_p256_makes_a_vault_and_opens_it() {
    let bench = Bench::new();
    let new = bench.named("piv");
    let made = bench.run(&["card", "init", &new]);
    assert!(made.status.success(), "{made:?}");
    let info = text(&bench.run(&["card", "info"]).stdout);
    assert!(info.contains("P-256 key"), "{info}");
    // Everybody knows it, and what follows from that is said.
    assert!(
        info.contains("whoever has the card can write on it"),
        "{info}"
    );
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

const KEY: &str = "5a5a5a5a5a5a5a5a 5a5a5a5a5a5a5a5a 5a5a5a5a5a5a5a5b";

/// Gives the card another management key, which it keeps behind its PIN as YubiKey Manager has it, or not. What finds a `pcscd` finds it by
/// the environment, so this is done in a process of its own, by [`as_another_program`].
fn administered(bench: &Bench, stored: &str) {
    let mut step = bench.step(
        "piv::as_another_program",
        &[("HAILSTONE_TEST_STORED", stored)],
    );
    let done = step.output().unwrap();
    assert!(done.status.success(), "{done:?}");
    assert!(text(&done.stdout).contains("1 passed"), "{done:?}");
}

#[test]
#[ignore = "a step of other tests"]
fn as_another_program() {
    let stored = std::env::var("HAILSTONE_TEST_STORED").expect("a step of other tests");
    let key = || ManagementKey::parse(&SecretBytes::new(KEY.into())).unwrap();
    let mut readers = PcscReaders::new();
    let reader = readers.with_card().unwrap().remove(0);
    let mut card = readers.connect(&reader).unwrap();
    let opened = run(&mut *card, piv::open()).unwrap();
    let step = opened.administer(ManagementKey::factory(), Seed::take(&mut [7; 32]));
    let Verification::Granted(administered) = run(&mut *card, step).unwrap() else {
        panic!("it has another management key already");
    };
    if stored == "yes" {
        let mut put = vec![0x00, 0xdb, 0x3f, 0xff, 35, 0x5c, 3, 0x5f, 0xc1, 0x09];
        put.extend([0x53, 28, 0x88, 26, 0x89, 24]);
        put.extend([0x5a; 23]);
        put.push(0x5b);
        assert_eq!(card.transmit(&put).unwrap().expose(), [0x90, 0x00]);
    }
    run(&mut *card, administered.replace_key(&key())).unwrap();
}

#[test]
fn a_card_whose_management_key_was_changed_asks_for_it() {
    let bench = Bench::new();
    let card = bench.named("piv");
    administered(&bench, "no");
    let info = text(&bench.run(&["card", "info"]).stdout);
    assert!(!info.contains("whoever has the card"), "{info}");
    let init = ["card", "init", &card];
    let cancelled = bench.typing("271828,cancel", &init);
    let refused = text(&cancelled.stderr);
    assert!(
        refused.contains("[tool.management_key_cancelled, person]"),
        "{cancelled:?}"
    );
    let other = "00".repeat(24);
    let wrong = bench.typing(&format!("271828,xyz,{other},cancel"), &init);
    let refused = text(&wrong.stderr);
    assert!(
        refused.contains("[card.management_key_wrong, person]"),
        "{wrong:?}"
    );
    let shown = bench.shown();
    assert!(shown.contains("hexadecimal digits"), "{shown}");
    assert!(shown.contains("not its management key"), "{shown}");
    let made = bench.typing(&format!("271828,{KEY}"), &init);
    assert!(made.status.success(), "{made:?}");
    assert!(bench.run(&["create", "--card"]).status.success());
}

#[test]
fn a_management_key_that_the_pin_protects_is_not_asked_for() {
    let bench = Bench::new();
    administered(&bench, "yes");
    let made = bench.run(&["card", "init", &bench.named("piv")]);
    assert!(made.status.success(), "{made:?}");
    let shown = bench.shown();
    assert!(!shown.contains("anagement key"), "{shown}");
}
