//! A card may answer anything. The input is a row of answers, each with its length (one byte) before it; as text, it is
//! the name of a card, which must read back as it is written.
#![no_main]

use hailstone_core::card::piv::{
    Found, ManagementKey, Name, Reset, Secret, SigningSlot, Slot, Spent, open,
};
use hailstone_core::card::{CardError, Curve, KeyProof, Point, Step, Verification};
use hailstone_core::entropy::Seed;
use hailstone_core::secret::SecretBytes;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Some(name) = core::str::from_utf8(bytes).ok().and_then(Name::parse) {
        assert_eq!(name.to_string().as_bytes(), bytes);
    }
    let _ = agree(&mut Answers(bytes));
    let _ = sign(&mut Answers(bytes));
    let _ = change(&mut Answers(bytes));
    let _ = reset(&mut Answers(bytes));
    let _ = stored(&mut Answers(bytes));
    drop(ManagementKey::parse(&SecretBytes::new(bytes.to_vec())));
});

struct Answers<'a>(&'a [u8]);

impl Answers<'_> {
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

fn pin() -> SecretBytes {
    SecretBytes::new(b"123456".to_vec())
}

fn agree(answers: &mut Answers<'_>) -> Option<()> {
    let card = answers.run(open())?;
    let Found { card, key } = answers.run(card.find())?;
    let key = key?;
    match answers.run(card.into_agreement(key.clone()).verify(&pin()))? {
        Verification::Granted(card) => answers.run(card.agree(key.public_key)).map(drop),
        Verification::Refused(..) => None,
    }
}

fn sign(answers: &mut Answers<'_>) -> Option<()> {
    let card = answers.run(open())?.into_signing(SigningSlot::Signature);
    let Verification::Granted(card) = answers.run(card.verify(&pin()))? else {
        return None;
    };
    let signature = answers.run(card.sign(&[7; 32]))?;
    let proof = KeyProof::make(Seed::take(&mut [7; 32]));
    // Whatever key comes out is a point.
    let key = proof.key(None, &[signature, signature]).ok()?;
    assert!(Point::parse(key.as_bytes()) == Some(key));
    Some(())
}

fn change(answers: &mut Answers<'_>) -> Option<()> {
    let card = answers.run(open())?;
    let step = card.administer(ManagementKey::factory(), Seed::take(&mut [7; 32]));
    let Verification::Granted(card) = answers.run(step)? else {
        return None;
    };
    let written = answers.run(card.read(Slot::new(0x82)?.certificate()))?;
    match answers.run(written.card.verify(&pin()))? {
        Verification::Granted(card) => {
            let key = answers.run(card.generate(Curve::X25519))?;
            // Whatever a card calls its key is a point.
            assert!(Point::parse(key.public_key.as_bytes()) == Some(key.public_key));
            Some(())
        }
        Verification::Refused(..) => None,
    }
}

fn reset(answers: &mut Answers<'_>) -> Option<()> {
    let card = answers.run(open())?;
    let (card, _) = answers.run(card.certificates())?;
    let Reset::NotYet(mut card) = answers.run(card.reset())? else {
        return Some(());
    };
    for secret in [Secret::Pin, Secret::Puk] {
        card = match answers.run(card.spend(secret, *b"77777777"))? {
            Spent::Again(card) | Spent::Blocked(card) => card,
        };
    }
    answers.run(card.reset()).map(drop)
}

fn stored(answers: &mut Answers<'_>) -> Option<()> {
    let card = answers.run(open())?;
    let Verification::Granted(holder) = answers.run(card.verify(&pin()))? else {
        return None;
    };
    let (holder, key) = answers.run(holder.stored_key())?;
    let step = holder.administer(key?, Seed::take(&mut [7; 32]));
    answers.run(step).map(drop)
}
