//! A card may answer anything. The input is a row of answers, each with its length (one byte) before it.
#![no_main]

use hailstone_core::card::openpgp::{DecryptionKey, Verification, finish_reset, open, select};
use hailstone_core::card::{CardError, Step};
use hailstone_core::secret::SecretBytes;
use hailstone_core::time::Timestamp;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let mut answers = Answers(bytes);
    let _ = talk(&mut answers);
    let _ = sign(&mut Answers(bytes));
    let _ = reset(&mut Answers(bytes));
});

struct Answers<'a>(&'a [u8]);

impl<'a> Answers<'a> {
    fn run<T>(&mut self, step: Result<Step<T>, CardError>) -> Option<T> {
        let mut step = step.ok()?;
        loop {
            match step {
                Step::Done(outcome) => return Some(outcome),
                Step::Send(pending) => {
                    let (length, rest) = self.0.split_first()?;
                    let (answer, rest) = rest.split_at_checked(usize::from(*length))?;
                    self.0 = rest;
                    step = pending.answer(answer).ok()?;
                }
            }
        }
    }
}

fn talk(answers: &mut Answers<'_>) -> Option<()> {
    let pin = || SecretBytes::new(b"12345678".to_vec());
    let card = answers.run(open())?;
    if *card.key() == DecryptionKey::Absent {
        let slot = card.into_empty_slot().ok()?;
        if let Verification::Granted(slot) = answers.run(slot.verify(pin()))? {
            answers.run(slot.generate(Timestamp::from_unix(0)))?;
        }
        return Some(());
    }
    let DecryptionKey::Usable(point) = card.key().clone() else {
        return None;
    };
    let mut card = card.into_decryption().ok()?;
    loop {
        match answers.run(card.verify(pin()))? {
            Verification::Granted(card) => return answers.run(card.decipher(&point)).map(drop),
            // Neither asks the card anything, so the next time would be the same.
            Verification::Refused(_, CardError::PinBlocked | CardError::PinLength { .. }) => {
                return None;
            }
            Verification::Refused(again, _) => card = again,
        }
    }
}

fn sign(answers: &mut Answers<'_>) -> Option<()> {
    let card = answers.run(select())?;
    let card = answers.run(card.into_signature())?;
    let pin = SecretBytes::new(b"12345678".to_vec());
    match answers.run(card.verify(pin))? {
        Verification::Granted(card) => answers.run(card.sign(&[7; 32])).map(drop),
        Verification::Refused(..) => None,
    }
}

fn reset(answers: &mut Answers<'_>) -> Option<()> {
    let Some(card) = answers.run(select()) else {
        return answers.run(finish_reset());
    };
    answers.run(card.reset())
}
