//! Whole conversations with the cards that differ from one another.

mod agreement;
mod keys;
mod management;
mod objects;
mod opening;
mod pins;
mod reset;
mod signing;

use super::cards::*;
use super::*;
use crate::card::hex;
use crate::card::point::{Curve, Point};
use crate::card::story::Story;
use crate::entropy::Seed;
use alloc::format;
use alloc::string::String;

fn secret(text: &str) -> SecretBytes {
    SecretBytes::new(text.into())
}

fn key(wants_touch: bool) -> Key {
    Key {
        slot: Slot::new(0x95).unwrap(),
        public_key: Point::parse(&hex(POINT)).unwrap(),
        wants_touch,
    }
}

fn story(rest: &str) -> Story {
    Story::read(&format!("{}\n{rest}", opened()))
}

fn refused<G, R>(outcome: Verification<G, R>) -> (R, CardError) {
    match outcome {
        Verification::Granted(_) => panic!("it was taken"),
        Verification::Refused(card, error) => (card, error),
    }
}

fn granted<G, R>(outcome: Verification<G, R>) -> G {
    match outcome {
        Verification::Granted(card) => card,
        Verification::Refused(_, error) => panic!("{error:?}"),
    }
}

/// Any agreement with [`POINT`] in slot 95.
fn agree() -> String {
    format!("> 0087119547 7C45 8200 8541 {POINT} 00")
}

const PIN: &str = "> 00200080 08 313233343536FFFF";

/// What a card with the factory key is asked and answers: one with Triple DES refuses AES-192.
const ADMINISTERED: &str = "
    > 00870A9B04 7C028000 00
    < 6A86
    > 0087039B04 7C028000 00
    < 7C0A 8008 1122334455667788 9000
    > 0087039B16 7C14 8008 WITNESS 8108 CHALLENGE 00
    < 7C0A 8208 PROOF 9000";

/// The story with the numbers that our own Triple DES gives, which the vectors of its file vouch for.
fn administered(proof: Option<&str>) -> String {
    let text = |bytes: &[u8]| -> String { bytes.iter().map(|b| format!("{b:02X}")).collect() };
    let factory = hex(&"0102030405060708".repeat(3));
    let mut witness: [u8; 8] = hex("1122334455667788").try_into().unwrap();
    crate::hazmat::tdes::decrypt(&factory, &mut witness).unwrap();
    let random: [u8; 16] = Seed::take(&mut [7; 32]).expand().make();
    let mut challenge: [u8; 8] = random[..8].try_into().unwrap();
    let sent = text(&challenge);
    crate::hazmat::tdes::encrypt(&factory, &mut challenge).unwrap();
    ADMINISTERED
        .replace("WITNESS", &text(&witness))
        .replace("CHALLENGE", &sent)
        .replace("PROOF", proof.unwrap_or(&text(&challenge)))
}

fn administer(story: &mut Story) -> Result<Administered, CardError> {
    let card = story.play(open()).unwrap();
    let step = card.administer(ManagementKey::factory(), Seed::take(&mut [7; 32]));
    story.play(step).map(granted)
}
