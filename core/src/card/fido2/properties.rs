//! What holds for any security key, however it answers.

use super::message::{answered, error};
use super::*;
use crate::card::apdu::Response;
use crate::card::{Status, Verification, hex};
use crate::entropy::Seed;
use crate::secret::Secret32;
use alloc::format;
use alloc::vec::Vec;
use proptest::prelude::*;

const RELYING_PARTY: &str = "example";
/// A key that can everything, with protocol two, a PIN, and large blobs.
const INFO: &str = "00 A7 01 81 68 4649444F5F325F31 02 82 6B 686D61632D736563726574 6C 6C61726765426C6F624B6579
    03 50 00000000000000000000000000000001
    04 A4 62 726B F5 69 636C69656E7450696E F5 6A 6C61726765426C6F6273 F5 6E 70696E557641757468546F6B656E F5
    05 19 0400 06 82 02 01 0B 19 0800";
/// The base point of P-256 (SP 800-186 §3.2.1.3), as a COSE key.
const AGREEMENT: &str = "00 A1 01 A5 01 02 03 38 18 20 01
    21 58 20 6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296
    22 58 20 4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5";
const RETRIES: &str = "00 A1 03 08";
/// What decrypts to 32 bytes, whatever they are.
const TOKEN: &str = "00 A1 02 58 30 000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000";

fn pin() -> SecretBytes {
    SecretBytes::new(b"246813".to_vec())
}

fn seed() -> Seed {
    Seed::take(&mut [7; 32])
}

/// Feeds an operation with answers, as long as there are any.
fn feed<T>(
    step: Result<Step<T>, CardError>,
    answers: &mut impl Iterator<Item = Vec<u8>>,
) -> Option<T> {
    let mut step = step.ok()?;
    loop {
        match step {
            Step::Done(outcome) => return Some(outcome),
            Step::Send(pending) => step = pending.answer(&answers.next()?).ok()?,
        }
    }
}

fn verified(answers: &mut impl Iterator<Item = Vec<u8>>) -> Option<Verified> {
    let key = feed(open(Link::Message), answers)?;
    let key = feed(key.prepare(seed()), answers)?;
    let step = key.verify(&pin(), Permission::MakeCredential, RELYING_PARTY);
    match feed(step, answers)? {
        Verification::Granted(key) => Some(key),
        Verification::Refused(..) => None,
    }
}

fn everything(answers: &mut impl Iterator<Item = Vec<u8>>) -> Option<()> {
    let new = NewCredential {
        relying_party: RELYING_PARTY,
        relying_party_name: "Hailstone",
        user: [5; 16],
        user_name: "Hailstone",
        excluded: &[],
    };
    let key = verified(answers)?;
    let (key, made) = feed(key.make(&new), answers)?;
    let salts = Salts::prf(b"one", Some(b"two"));
    let step = key.evaluate(&[&made.credential], RELYING_PARTY, &salts);
    feed(step, answers).map(drop)
}

fn blobs(answers: &mut impl Iterator<Item = Vec<u8>>) -> Option<()> {
    let blob_key = Secret32::take(&mut [9; 32]);
    let key = feed(open(Link::Message), answers)?;
    let (key, _) = feed(key.read_large_blob(&blob_key), answers)?;
    let key = feed(key.prepare(seed()), answers)?;
    let step = key.verify(&pin(), Permission::LargeBlobWrite, RELYING_PARTY);
    let Verification::Granted(key) = feed(step, answers)? else {
        return None;
    };
    feed(
        key.write_large_blob(&blob_key, b"ours", RELYING_PARTY),
        answers,
    )
    .map(drop)
}

fn opened(answers: &[&str]) -> Option<Verified> {
    verified(&mut answers.iter().map(|answer| hex(answer)))
}

fn answer() -> impl Strategy<Value = Vec<u8>> {
    let known = prop::sample::select(alloc::vec![
        INFO,
        INFO,
        AGREEMENT,
        AGREEMENT,
        RETRIES,
        TOKEN,
        "00",
        "2E",
        "31",
        "34",
        "00 A1 01 40",
        "00 A1 01 50 8076BE8B528D0075F7AAE98D6FA57A6D3C",
    ]);
    prop_oneof![
        1 => prop::collection::vec(any::<u8>(), 0..64),
        4 => known.prop_map(hex),
        1 => (prop::sample::select(alloc::vec![INFO, AGREEMENT, TOKEN]), any::<u8>(), any::<prop::sample::Index>())
            .prop_map(|(known, byte, at)| {
                let mut damaged = hex(known);
                let at = at.index(damaged.len());
                damaged[at] = byte;
                damaged
            }),
    ]
}

proptest! {
    #[test]
    fn no_conversation_makes_the_machine_panic(answers in prop::collection::vec(answer(), 0..24)) {
        let beginning = || [INFO, RETRIES, AGREEMENT, TOKEN].map(hex).into_iter();
        everything(&mut answers.clone().into_iter());
        everything(&mut beginning().chain(answers.clone()));
        blobs(&mut answers.clone().into_iter());
        blobs(&mut beginning().take(1).chain(answers));
    }

    #[test]
    fn no_key_is_asked_for_ever(answer in answer()) {
        let asked = core::cell::Cell::new(0);
        let mut answers = core::iter::once(hex(INFO)).chain(core::iter::repeat_with(|| {
            asked.set(asked.get() + 1);
            answer.clone()
        }));
        blobs(&mut answers);
        prop_assert!(asked.get() < 100, "{}", asked.get());
    }

    #[test]
    fn authenticator_data_may_be_anything(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        use super::authenticator_data::AuthenticatorData;
        use crate::cbor::Item;
        use crate::hazmat::hash::sha256;
        let mut data = sha256(&[RELYING_PARTY.as_bytes()]).to_vec();
        data.extend(bytes);
        let answer = Item::map([(2, Some(Item::bytes(data)))]);
        let _ = AuthenticatorData::read(&answer, 2, RELYING_PARTY);
    }
}

#[test]
fn a_key_that_follows_the_rules_is_verified() {
    assert!(opened(&[INFO, RETRIES, AGREEMENT, TOKEN]).is_some());
}

#[test]
fn what_a_key_gives_in_place_of_a_point_or_a_token_is_refused() {
    let nowhere = AGREEMENT.replace("6B17D1F2", "6B17D1F3");
    assert!(opened(&[INFO, RETRIES, &nowhere, TOKEN]).is_none());
    assert!(opened(&[INFO, RETRIES, "00 A1 01 A0", TOKEN]).is_none());
    let short = "00 A1 02 58 20 0000000000000000000000000000000000000000000000000000000000000000";
    assert!(opened(&[INFO, RETRIES, AGREEMENT, "00 A1 02 41 00"]).is_none());
    // One block behind the initialisation vector: half a token, as protocol one has it.
    assert!(opened(&[INFO, RETRIES, AGREEMENT, short]).is_some());
}

#[test]
fn a_key_says_what_it_can_and_without_that_it_is_not_used() {
    let key = |info: &str| {
        let mut answers = core::iter::once(hex(info));
        feed(open(Link::Message), &mut answers)
    };
    let all = key(INFO).unwrap();
    assert!(all.info().is_usable() && all.info().has_pin());
    assert_eq!(all.info().large_blobs(), 2048);
    assert_eq!(all.info().least_pin(), 4);
    assert_eq!(all.info().aaguid()[15], 1);
    let without = |what: &str, other: &str| key(&INFO.replace(what, other)).unwrap();
    let no_secrets = without("686D61632D736563726574", "686D61632D736563726575");
    assert!(!no_secrets.info().is_usable());
    assert_eq!(
        no_secrets.prepare(seed()).unwrap_err(),
        CardError::PrfAbsent
    );
    let no_pin = without("636C69656E7450696E F5", "636C69656E7450696E F4");
    assert!(no_pin.info().is_usable());
    assert_eq!(no_pin.prepare(seed()).unwrap_err(), CardError::PinUnset);
    let odd = without("06 82 02 01", "06 82 08 09");
    assert!(!odd.info().is_usable());
    let no_blobs = without("6C61726765426C6F6273 F5", "6C61726765426C6F6273 F4");
    assert_eq!(no_blobs.info().large_blobs(), 0);
    let blob_key = Secret32::take(&mut [9; 32]);
    assert!(matches!(
        no_blobs.read_large_blob(&blob_key),
        Err(CardError::Unsupported(_))
    ));
}

#[test]
fn a_key_of_its_predecessor_alone_and_another_card_are_told_apart() {
    let outcome = |answer: &str| match open(Link::Apdu).unwrap() {
        Step::Send(pending) => match pending.answer(&hex(answer)) {
            Ok(Step::Send(pending)) => pending.answer(&hex("6D00")).map(drop),
            Ok(Step::Done(_)) => Ok(()),
            Err(error) => Err(error),
        },
        Step::Done(_) => Ok(()),
    };
    assert_eq!(outcome("6A82"), Err(CardError::ApplicationAbsent));
    assert_eq!(outcome("5532465F5632 9000"), Err(CardError::PrfAbsent));
}

#[test]
fn a_key_that_waits_is_asked_again_and_not_for_ever() {
    let Step::Send(selecting) = open(Link::Apdu).unwrap() else {
        panic!("selects nothing");
    };
    assert!(!selecting.is_waiting());
    let Ok(Step::Send(mut pending)) = selecting.answer(&hex("9000")) else {
        panic!("asks nothing");
    };
    assert_eq!(pending.command(), hex("80 10 80 00 01 04 00"));
    let mut asked = 0;
    let outcome = loop {
        match pending.answer(&hex("02 9100")) {
            Ok(Step::Send(again)) => pending = again,
            other => break other.map(drop),
        }
        asked += 1;
        assert!(pending.is_waiting());
        assert_eq!(pending.command(), hex("80 11 00 00 00"));
    };
    assert_eq!(outcome, Err(CardError::Malformed("an answer that ends")));
    assert_eq!(asked, 2400);
}

#[test]
fn every_status_has_one_meaning() {
    let response = |data: &[u8]| Response {
        data: SecretBytes::new(data.to_vec()),
        status: Status::OK,
    };
    assert_eq!(error(0x2e), CardError::CredentialAbsent);
    assert_eq!(error(0x7f), CardError::Ctap(0x7f));
    assert_eq!(answered(response(&[0x34])).unwrap().0, 0x34);
    assert!(answered(response(&[])).is_err());
    assert!(answered(response(&[0, 0x01])).is_err(), "no map");
    assert_eq!(ok(response(&[0x32])).unwrap_err(), CardError::PinBlocked);
}

#[test]
fn debug_output_of_a_key_shows_no_secret() {
    let key = opened(&[INFO, RETRIES, AGREEMENT, TOKEN]).unwrap();
    assert_eq!(format!("{key:?}"), "Verified(redacted)");
}
