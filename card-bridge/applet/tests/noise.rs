//! The handshake of section 2 of `docs/card-application.md` with `snow`, a Noise library that others wrote, as the host.

#![allow(clippy::unwrap_used, reason = "what goes wrong is a failed test")]

mod support;

use snow::Builder;
use support::host::{open, seal, select, transmit};
use support::{card, join, personalised};

#[test]
fn hc_10_any_noise_library_can_be_the_host() {
    let mut card = card(&personalised(4));
    let shown = select(&mut card);
    let prologue = join(&[b"hailstone-card/1 channel\0", &shown]);
    let mut host = Builder::new("Noise_NK_25519_AESGCM_SHA256".parse().unwrap())
        .prologue(&prologue)
        .unwrap()
        .remote_public_key(&shown[14..46])
        .unwrap()
        .build_initiator()
        .unwrap();

    let mut message = [0; 64];
    let length = host.write_message(&[], &mut message).unwrap();
    let apdu = join(&[&[0x00, 0x86, 0x00, 0x00, 48], &message[..length], &[0x00]]);
    let (answer, status) = transmit(&mut card, &apdu);
    assert_eq!(status, 0x9000);
    let mut told = [0; 64];
    let length = host.read_message(&answer, &mut told).unwrap();
    assert!(host.is_handshake_finished());

    // The keys are the library's; the frames are ours, since Noise's own have no associated data.
    let (command_key, answer_key) = host.dangerously_get_raw_split();
    let frame = seal(
        &command_key,
        0,
        &[0x00, 0xc2, 0x00, 0x00],
        &[0x52, 0x00, 0x00],
    );
    let apdu = join(&[&[0x00, 0xc2, 0x00, 0x00, 19], &frame, &[0x00]]);
    let (answer, status) = transmit(&mut card, &apdu);
    assert_eq!(status, 0x9000);
    let opened = open(&answer_key, 0, &[0x90, 0x00], &answer).unwrap();
    assert_eq!(opened, join(&[&told[..length], &[0x90, 0x00]]));
}
