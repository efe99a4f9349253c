//! Section 6 of `docs/card-application.md`.
#![allow(clippy::unwrap_used, reason = "what goes wrong is a failed test")]

mod support;

use p256::ecdsa::{Signature, VerifyingKey, signature::hazmat::PrehashVerifier};
use p256::elliptic_curve::sec1::ToSec1Point;
use support::host::{Traffic, sha256};
use support::{Card, Host, card, join, personalised};
use x25519_dalek::{PublicKey, StaticSecret};

const SITE_KEY: [u8; 3] = [0x56, 0x01, 0x00];
const SITE_SIGN: [u8; 3] = [0x56, 0x02, 0x00];

fn open() -> (Card, Host) {
    let mut card = card(&personalised(4));
    let mut host = Host::open(&mut card);
    host.verify(&mut card).unwrap();
    (card, host)
}

fn is_good(public: &[u8], digest: &[u8; 32], signature: &[u8]) -> bool {
    let key = VerifyingKey::from_sec1_bytes(&join(&[&[0x04], public])).unwrap();
    let signature = Signature::from_slice(signature).unwrap();
    key.verify_prehash(digest, &signature).is_ok()
}

#[test]
fn hc_40_a_key_is_made_in_an_empty_slot_and_never_over_another() {
    let (mut card, mut host) = open();
    for (kind, length) in [(1, 32), (2, 64), (3, 64)] {
        let public = host.send(&mut card, [0x46, kind, kind], &[]).unwrap();
        assert_eq!(public.len(), length);
        let shown = host.send(&mut card, [0x47, 0x00, kind], &[]);
        assert_eq!(shown, Ok(join(&[&[kind], &public])));
        for other in 1..=3 {
            assert_eq!(host.send(&mut card, [0x46, other, kind], &[]), Err(0x6985));
        }
    }
    assert_eq!(host.status(&mut card)[24..28], [1, 2, 3, 0]);
    let before = host.send(&mut card, [0x47, 0x00, 1], &[]).unwrap();
    host.send(&mut card, [0x48, 0x00, 1], &[]).unwrap();
    assert_eq!(host.send(&mut card, [0x47, 0x00, 1], &[]), Err(0x6a88));
    assert_eq!(host.send(&mut card, [0x48, 0x00, 1], &[]), Err(0x6a88));
    host.send(&mut card, [0x46, 0x01, 1], &[]).unwrap();
    assert_ne!(host.send(&mut card, [0x47, 0x00, 1], &[]), Ok(before));
    for header in [
        [0x46, 0, 4],
        [0x46, 4, 4],
        [0x46, 1, 0],
        [0x46, 1, 5],
        [0x47, 0, 5],
    ] {
        assert_eq!(host.send(&mut card, header, &[]), Err(0x6a86));
    }
}

#[test]
fn hc_41_both_sides_of_an_agreement_have_the_same_secret() {
    let (mut card, mut host) = open();
    let public = host.send(&mut card, [0x46, 0x01, 1], &[]).unwrap();
    let ours = StaticSecret::from([5; 32]);
    let theirs: [u8; 32] = public.try_into().unwrap();
    let shared = host.send(
        &mut card,
        [0x2a, 0x80, 1],
        PublicKey::from(&ours).as_bytes(),
    );
    let expected = ours.diffie_hellman(&PublicKey::from(theirs));
    assert_eq!(shared, Ok(expected.as_bytes().to_vec()));

    let public = host.send(&mut card, [0x46, 0x02, 2], &[]).unwrap();
    let ours = p256::SecretKey::from_slice(&[5; 32]).unwrap();
    let point = ours.public_key().to_sec1_point(false);
    let shared = host.send(&mut card, [0x2a, 0x80, 2], &point.as_bytes()[1..]);
    let theirs = p256::PublicKey::from_sec1_bytes(&join(&[&[0x04], &public])).unwrap();
    let expected = ours.diffie_hellman(&theirs);
    assert_eq!(shared, Ok(expected.raw_secret_bytes().to_vec()));
}

#[test]
fn hc_41_a_point_of_small_order_or_off_the_curve_is_refused() {
    let (mut card, mut host) = open();
    host.send(&mut card, [0x46, 0x01, 1], &[]).unwrap();
    host.send(&mut card, [0x46, 0x02, 2], &[]).unwrap();
    host.send(&mut card, [0x46, 0x03, 3], &[]).unwrap();
    // The points of order 1, 2, 4 and 8, as RFC 7748 §7 warns of.
    let mut one = [0; 32];
    one[0] = 1;
    let mut minus_one = [0xff; 32];
    minus_one[0] = 0xec;
    minus_one[31] = 0x7f;
    let eight = [
        0xe0, 0xeb, 0x7a, 0x7c, 0x3b, 0x41, 0xb8, 0xae, 0x16, 0x56, 0xe3, 0xfa, 0xf1, 0x9f, 0xc4,
        0x6a, 0xda, 0x09, 0x8d, 0xeb, 0x9c, 0x32, 0xb1, 0xfd, 0x86, 0x62, 0x05, 0x16, 0x5f, 0x49,
        0xb8, 0x00,
    ];
    for point in [[0; 32], one, minus_one, eight] {
        assert_eq!(host.send(&mut card, [0x2a, 0x80, 1], &point), Err(0x6a80));
    }
    for point in [[0; 64], [0xff; 64], [1; 64]] {
        assert_eq!(host.send(&mut card, [0x2a, 0x80, 2], &point), Err(0x6a80));
    }
    for (slot, length) in [(1, 31), (1, 33), (1, 64), (2, 32), (2, 65), (2, 0)] {
        let refused = host.send(&mut card, [0x2a, 0x80, slot], &vec![9; length]);
        assert_eq!(refused, Err(0x6700));
    }
    assert_eq!(host.send(&mut card, [0x2a, 0x80, 3], &[1; 64]), Err(0x6985));
    assert_eq!(host.send(&mut card, [0x2a, 0x80, 4], &[1; 64]), Err(0x6a88));
    assert_eq!(host.send(&mut card, [0x2a, 0x9e, 1], &[1; 32]), Err(0x6985));
}

#[test]
fn hc_42_a_signature_is_good_for_its_digest() {
    let (mut card, mut host) = open();
    let public = host.send(&mut card, [0x46, 0x03, 4], &[]).unwrap();
    let digest = sha256(&[b"hail"]);
    let signature = host.send(&mut card, [0x2a, 0x9e, 4], &digest).unwrap();
    assert!(is_good(&public, &digest, &signature));
    assert!(!is_good(&public, &sha256(&[b"rain"]), &signature));
    assert_eq!(
        host.send(&mut card, [0x2a, 0x9e, 4], &digest[..31]),
        Err(0x6700)
    );
}

#[test]
fn hc_43_no_key_is_used_without_the_pin() {
    let (mut card, mut host) = open();
    host.send(&mut card, [0x46, 0x01, 1], &[]).unwrap();
    let mut host = Host::open(&mut card);
    for with_puk in [false, true] {
        if with_puk {
            host.verify_puk(&mut card).unwrap();
        }
        for (header, length) in [
            ([0x46, 0x01, 2], 0),
            ([0x47, 0x00, 1], 0),
            ([0x48, 0x00, 1], 0),
            ([0x2a, 0x80, 1], 32),
            ([0x2a, 0x9e, 1], 32),
            (SITE_KEY, 32),
            (SITE_SIGN, 64),
        ] {
            let refused = host.send(&mut card, header, &vec![9; length]);
            assert_eq!(refused, Err(0x6982), "{header:02x?}");
        }
    }
}

#[test]
fn hc_44_a_site_key_is_the_same_for_a_context_and_for_no_other() {
    let flash = personalised(4);
    let mut first = card(&flash);
    let mut host = Host::open(&mut first);
    host.verify(&mut first).unwrap();
    let one = host.send(&mut first, SITE_KEY, &[1; 32]).unwrap();
    let two = host.send(&mut first, SITE_KEY, &[2; 32]).unwrap();
    assert_ne!(one, two);
    let mut again = card(&flash);
    let mut host = Host::open(&mut again);
    host.verify(&mut again).unwrap();
    assert_eq!(host.send(&mut again, SITE_KEY, &[1; 32]), Ok(one));
    for length in [0, 31, 33] {
        assert_eq!(
            host.send(&mut again, SITE_KEY, &vec![1; length]),
            Err(0x6700)
        );
    }
}

#[test]
fn hc_45_a_token_takes_two_frames() {
    let (mut card, mut host) = open();
    host.traffic = Traffic::default();
    let context = sha256(&[b"https://shop.example"]);
    let digest = sha256(&[b"token"]);
    let public = host.send(&mut card, SITE_KEY, &context).unwrap();
    let signature = host
        .send(&mut card, SITE_SIGN, &join(&[&context, &digest]))
        .unwrap();
    assert_eq!(host.traffic.apdus, 2);
    assert!(is_good(&public, &digest, &signature));
}
