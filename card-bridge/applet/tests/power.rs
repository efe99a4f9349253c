//! Section 9 of `docs/card-application.md`: power goes at every single byte of every command that writes.
#![allow(clippy::unwrap_used, reason = "what goes wrong is a failed test")]

mod support;

use std::collections::BTreeSet;
use support::seen::{NEW, Seen, look, used};
use support::{Card, Flash, Host, PIN, PUK, WRONG, card, formatted};

/// What SELECT and a handshake tell, which finishes a factory reset that was cut.
fn glance(flash: &Flash) -> Vec<u8> {
    let mut card = card(&flash.copy());
    let host = Host::open(&mut card);
    [host.card, host.status].concat()
}

/// Where the blocks of objects begin.
const BLOCKS_AT: usize = 4608;
/// From so many bytes on a command is long.
const LONG: u64 = 2000;

/// Cuts `command`, for which `prepare` makes the session, at every byte it writes, and returns what was seen then in the order of
/// the cuts, without repetitions.
fn cut(
    flash: &Flash,
    prepare: impl Fn(&mut Host, &mut Card),
    command: impl Fn(&mut Host, &mut Card),
) -> Vec<Seen> {
    let run = |cut: &dyn Fn(&Flash)| {
        let flash = flash.copy();
        let mut card = card(&flash);
        let mut host = Host::open(&mut card);
        prepare(&mut host, &mut card);
        let start = flash.written();
        cut(&flash);
        command(&mut host, &mut card);
        (start, flash)
    };
    let prepared = {
        let flash = flash.copy();
        let mut card = card(&flash);
        let mut host = Host::open(&mut card);
        prepare(&mut host, &mut card);
        look(&flash)
    };
    let (start, done) = run(&|_| {});
    let length = done.written() - start;
    let mut seen = vec![prepared];
    let mut in_disorder = BTreeSet::new();
    let mut last = Vec::new();
    for bytes in 0..length {
        let (_, flash) = run(&|flash| flash.cut_after(bytes));
        assert!(flash.is_dead());
        let after = flash.after_cut();
        // Thousands of bytes of overwriting: what a handshake tells is looked at for each, the rest for some.
        let some = length < LONG || bytes % 16 == 0;
        let first_look = glance(&after);
        if some || last != first_look {
            let now = look(&after);
            if seen.last() != Some(&now) {
                seen.push(now);
            }
        }
        last = first_look;
        if !some || bytes % 3 != 0 {
            continue;
        }
        // Of what was not synced, none, every other byte, or an arbitrary part arrived.
        let arrives = |at: usize| match bytes % 9 {
            0 => false,
            3 => at.is_multiple_of(2),
            _ => (at ^ usize::try_from(bytes).unwrap())
                .count_ones()
                .is_multiple_of(2),
        };
        let now = look(&flash.after_cut_in_disorder(arrives));
        in_disorder.insert(format!("{now:?}"));
    }
    // Everything was written and `sync` did not return: any part may have arrived, the commit without what it commits, too.
    for sync in done.syncs().into_iter().filter(|sync| *sync > start) {
        let (_, flash) = run(&|flash| flash.cut_in_sync_at(sync));
        assert!(flash.is_dead());
        let parts: [&dyn Fn(usize) -> bool; 5] = [
            &|_| true,
            &|at| at < BLOCKS_AT,
            &|at| at >= BLOCKS_AT,
            &|at| at < BLOCKS_AT || at.is_multiple_of(3),
            &|at| at.is_multiple_of(2),
        ];
        for arrives in parts {
            let now = look(&flash.after_cut_in_disorder(arrives));
            in_disorder.insert(format!("{now:?}"));
        }
    }
    let done = look(&done);
    if seen.last() != Some(&done) {
        seen.push(done);
    }
    let known: BTreeSet<String> = seen.iter().map(|seen| format!("{seen:?}")).collect();
    assert!(in_disorder.is_subset(&known), "disorder shows nothing else");
    seen
}

fn verified(host: &mut Host, card: &mut Card) {
    host.verify(card).unwrap();
}

/// Before or after, and nothing between.
fn is_atomic(seen: &[Seen]) {
    assert_eq!(seen.len(), 2, "{seen:#?}");
    assert_ne!(seen[0], seen[1]);
}

#[test]
fn hc_73_putting_an_object_is_old_or_new_at_every_byte() {
    let flash = used();
    is_atomic(&cut(&flash, verified, |host, card| {
        drop(host.put(card, 0xc3, None, &[3; 600]));
    }));
    is_atomic(&cut(&flash, verified, |host, card| {
        drop(host.put(card, 0xc1, Some(0x11), &[4; 400]));
    }));
    is_atomic(&cut(&flash, verified, |host, card| {
        drop(host.delete(card, 0xc1));
    }));
}

#[test]
fn hc_35_hc_71_a_transaction_is_old_or_new_at_every_byte() {
    let seen = cut(&used(), verified, |host, card| {
        drop(host.send(card, [0x50, 0x01, 0x00], &[]));
        drop(host.put(card, 0xc1, None, &[5; 200]));
        drop(host.append(card, 0xc1, 200, &[6; 200]));
        drop(host.delete(card, 0xc2));
        drop(host.put(card, 0xc4, Some(0x12), &[7; 20]));
        drop(host.send(card, [0x50, 0x02, 0x00], &[]));
    });
    is_atomic(&seen);
    assert_eq!(seen[1].objects.len(), 2);
}

#[test]
fn hc_73_keys_and_the_generation_are_old_or_new_at_every_byte() {
    let flash = used();
    is_atomic(&cut(&flash, verified, |host, card| {
        drop(host.send(card, [0x46, 0x03, 0x02], &[]));
    }));
    is_atomic(&cut(&flash, verified, |host, card| {
        drop(host.send(card, [0x48, 0x00, 0x01], &[]));
    }));
    is_atomic(&cut(&flash, verified, |host, card| {
        drop(host.send(card, [0x54, 0x01, 0x00], &[]));
    }));
    let seen = cut(&flash, verified, |host, card| {
        host.send(card, [0x56, 0x02, 0x00], &[9; 64]).unwrap();
        host.get(card, 0xc1).unwrap();
    });
    assert_eq!(seen.len(), 1, "reading and signing write nothing");
}

#[test]
fn hc_24_a_try_is_taken_before_the_comparison_and_never_given_back_by_a_cut() {
    let flash = used();
    let tries = |seen: &[Seen]| seen.iter().map(|seen| seen.tries).collect::<Vec<_>>();
    // From three tries, and from two.
    let wrong = |host: &mut Host, card: &mut Card| {
        drop(host.send_pin(card, [0x20, 0x00, 0x81], &[&WRONG]));
    };
    let right = |host: &mut Host, card: &mut Card| drop(host.verify(card));
    let nothing = |_: &mut Host, _: &mut Card| {};
    assert_eq!(tries(&cut(&flash, nothing, wrong)), [[3, 10], [2, 10]]);
    assert_eq!(tries(&cut(&flash, wrong, wrong)), [[2, 10], [1, 10]]);
    let given_back = [[3, 10], [2, 10], [3, 10]];
    assert_eq!(tries(&cut(&flash, nothing, right)), given_back);
    let given_back = [[2, 10], [1, 10], [3, 10]];
    assert_eq!(tries(&cut(&flash, wrong, right)), given_back);
    let puk = cut(&flash, nothing, |host, card| {
        drop(host.send_pin(card, [0x20, 0x00, 0x83], &[&WRONG]));
    });
    assert_eq!(tries(&puk), [[3, 10], [3, 9]]);
}

#[test]
fn hc_28_hc_29_a_change_of_pin_is_old_or_new_at_every_byte() {
    let flash = used();
    let story = |seen: &[Seen]| {
        let story = seen.iter().map(|seen| (seen.pin.unwrap(), seen.tries));
        story.collect::<Vec<_>>()
    };
    let nothing = |_: &mut Host, _: &mut Card| {};
    let seen = cut(&flash, nothing, |host, card| {
        drop(host.send_pin(card, [0x24, 0x00, 0x81], &[&PIN, &NEW]));
    });
    let expected = [(PIN, [3, 10]), (PIN, [2, 10]), (NEW, [3, 10])];
    assert_eq!(story(&seen), expected);
    let seen = cut(&flash, nothing, |host, card| {
        drop(host.send_pin(card, [0x2c, 0x00, 0x81], &[&PUK, &NEW]));
    });
    let expected = [(PIN, [3, 10]), (PIN, [3, 9]), (NEW, [3, 10])];
    assert_eq!(story(&seen), expected);
}

#[test]
fn hc_20_personalising_is_old_or_new_at_every_byte() {
    let nothing = |_: &mut Host, _: &mut Card| {};
    let seen = cut(&formatted(4), nothing, |host, card| {
        drop(host.personalise(card));
    });
    is_atomic(&seen);
    assert_eq!((seen[0].pin, seen[1].pin), (None, Some(PIN)));
}

#[test]
fn hc_61_a_factory_reset_is_old_or_new_at_every_byte() {
    let flash = used();
    let seen = cut(
        &flash,
        |host, card| drop(host.verify_puk(card).unwrap()),
        |host, card| drop(host.send(card, [0x58, 0x00, 0x00], &[])),
    );
    is_atomic(&seen);
    let (old, new) = (&seen[0], &seen[1]);
    assert_eq!(new.generation, old.generation + 2, "HC-50");
    assert_eq!(
        (new.pin, new.site.as_ref(), new.objects.len()),
        (None, None, 0)
    );
    assert_ne!(old.card[6..14], new.card[6..14], "another serial");
    assert_ne!(old.card[14..], new.card[14..], "another card key");
}

#[test]
fn hc_61_nothing_earlier_is_in_the_memory_after_a_reset_wherever_it_was_cut() {
    let secret = b"not to be found in the memory";
    let flash = used();
    let mut first = card(&flash);
    let mut host = Host::open(&mut first);
    verified(&mut host, &mut first);
    host.put(&mut first, 0xc5, None, secret).unwrap();
    host.put(&mut first, 0xc5, None, b"replaced").unwrap();
    host.verify_puk(&mut first).unwrap();
    let found = |flash: &Flash| {
        let bytes = flash.bytes();
        bytes.windows(secret.len()).any(|window| window == secret)
    };
    assert!(found(&flash), "a replaced version is still there");
    let old = flash.bytes();
    for cut in [None, Some(400), Some(1000), Some(4000), Some(9000)] {
        let flash = flash.copy();
        let mut card = card(&flash);
        let mut host = Host::open(&mut card);
        host.verify_puk(&mut card).unwrap();
        if let Some(cut) = cut {
            flash.cut_after(cut);
        }
        drop(host.send(&mut card, [0x58, 0x00, 0x00], &[]));
        let flash = flash.after_cut();
        // The first handshake after power comes finishes it.
        drop(Host::open(&mut support::card(&flash)));
        assert!(!found(&flash), "{cut:?}");
        let bytes = flash.bytes();
        let verifiers = [&old[16..48], &old[272..304]];
        for verifier in verifiers {
            assert!(!bytes.windows(32).any(|window| window == verifier));
        }
        assert!(bytes[4608..].iter().all(|byte| *byte == 0), "objects");
    }
}
