//! Whoever speaks to our card may send anything, as it is, in a frame, or sealed as a PIN, and may take power away at any byte. The
//! input is a row of such acts: what kind (one byte), how long (two bytes), and the bytes. Whatever they are, no answer is longer
//! than was said, a plain command ends the session, and the card mounts and takes a handshake afterwards.
#![no_main]
#![allow(
    dead_code,
    unused_imports,
    reason = "the host of the applet's tests, of which a part is used"
)]
#[path = "../../../card-bridge/applet/tests/support/mod.rs"]
mod support;

use hailstone_applet::{LONGEST_DATA, dispatch::Dispatcher};
use libfuzzer_sys::fuzz_target;
use std::sync::OnceLock;
use support::{Card, Flash, Host, card, personalised};

/// Each may cost a handshake, so that more of them would only be slower.
const MOST_ACTS: usize = 12;

/// The memory of a card in use, made once.
static MEMORY: OnceLock<Vec<u8>> = OnceLock::new();

fuzz_target!(|bytes: &[u8]| {
    let memory = MEMORY.get_or_init(|| personalised(12).bytes());
    let flash = Flash::of(memory.clone());
    let mut card = card(&flash);
    let mut host = Host::open(&mut card);
    let mut rest = bytes;
    for _ in 0..MOST_ACTS {
        let [kind, high, low, after @ ..] = rest else {
            break;
        };
        let length = usize::from(u16::from_be_bytes([*high, *low]) % 2400);
        let (act, after) = after.split_at(length.min(after.len()));
        rest = after;
        match kind % 6 {
            0 => {
                plain(&mut card, act);
                host.count += 1;
                let dead = host.seal([0x52, 0x00, 0x00], &[]);
                assert_ne!(host.exchange(&mut card, &dead).1, 0x9000);
                host = Host::open(&mut card);
            }
            1 => frame(&mut card, &mut host, act),
            2 => pin(&mut card, &mut host, act),
            3 => drop(host.send_pin(&mut card, [0x20, 0x00, 0x81], &[&support::PIN])),
            4 => drop(host.send_pin(&mut card, [0x20, 0x00, 0x83], &[&support::PUK])),
            _ => flash.cut_after(u64::from(u16::from_be_bytes([*high, *low]))),
        }
        if flash.is_dead() {
            break;
        }
        // Whatever ended the session, a new one can be had.
        if host.send(&mut card, [0x54, 0x00, 0x00], &[]) == Err(0) {
            if flash.is_dead() {
                break;
            }
            host = Host::open(&mut card);
        }
    }
    let again = Flash::of(flash.bytes());
    drop(Host::open(&mut support::card(&again)));
});

/// A command as it is.
fn plain(card: &mut Card, apdu: &[u8]) {
    let answer = Dispatcher::transmit(card, apdu);
    assert!(answer.data.len() <= LONGEST_DATA);
}

/// A command in a frame.
fn frame(card: &mut Card, host: &mut Host, act: &[u8]) {
    let Some((header, data)) = act.split_first_chunk() else {
        return;
    };
    let sealed = host.seal(*header, data);
    let (answer, status) = host.exchange(card, &sealed);
    assert!(answer.len() <= LONGEST_DATA);
    if status == 0x9000 {
        assert!(host.opened(&answer).is_some());
    } else {
        assert!(answer.is_empty());
    }
}

/// A PIN's plaintext, sealed as it must be.
fn pin(card: &mut Card, host: &mut Host, act: &[u8]) {
    if let Some((header, values)) = act.split_first_chunk::<3>() {
        let blob = host.sealed_pin(*header, &[values]);
        frame(card, host, &[&header[..], &blob].concat());
        // The card counts what has the length of a sealed PIN; STATUS says how many there were.
        if let Ok(status) = host.send(card, [0x52, 0x00, 0x00], &[]) {
            host.sealed_pins = u32::from_be_bytes(status[28..].try_into().unwrap());
        }
    }
}
