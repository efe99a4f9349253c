//! What holds for any card, however it answers.

use super::cards::*;
use super::*;
use crate::card::story::hex;
use crate::time::Timestamp;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use proptest::prelude::*;

fn pin(text: &str) -> SecretBytes {
    SecretBytes::new(text.into())
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

fn talk(answers: &mut impl Iterator<Item = Vec<u8>>) -> Option<()> {
    let card = feed(open(), answers)?;
    if *card.key() == DecryptionKey::Absent {
        let slot = card.into_empty_slot().ok()?;
        let Verification::Granted(administered) = feed(slot.verify(pin("12345678")), answers)?
        else {
            return None;
        };
        feed(
            administered.generate(Timestamp::from_unix(u64::MAX)),
            answers,
        )?;
        return Some(());
    }
    let DecryptionKey::Usable(point) = card.key().clone() else {
        return None;
    };
    let decryption = card.into_decryption().ok()?;
    let Verification::Granted(verified) = feed(decryption.verify(pin("123456")), answers)? else {
        return None;
    };
    drop(feed(verified.decipher(&point), answers));
    Some(())
}

fn answer() -> impl Strategy<Value = Vec<u8>> {
    let status = prop::sample::select(alloc::vec![
        "9000", "63C1", "6982", "6983", "6A88", "6105", "6C07"
    ]);
    let known = prop::sample::select(alloc::vec![
        String::new(),
        NITROKEY_3.related(),
        EMPTY.related(),
        String::from(NITROKEY_3.pins),
        format!("7F4922 8620 {KEY}"),
        P256_CARD.related(),
        format!("7F4943 8641 {P256_KEY}"),
        String::from(SHARED),
    ]);
    prop_oneof![
        prop::collection::vec(any::<u8>(), 0..64),
        (known, status).prop_map(|(data, status)| hex(&format!("{data}{status}"))),
    ]
}

proptest! {
    #[test]
    fn no_conversation_makes_the_machine_panic(answers in prop::collection::vec(answer(), 0..16)) {
        talk(&mut answers.into_iter());
    }

    #[test]
    fn damaged_application_data_makes_nothing_panic(at in 0usize..200, byte: u8, cut in 0usize..300) {
        let mut related = hex(&NITROKEY_3.related());
        let length = related.len();
        related[at % length] = byte;
        related.truncate(cut);
        drop(Application::parse(&related));
    }
}
