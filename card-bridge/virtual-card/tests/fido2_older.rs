//! A security key from before CTAP 2.1: PIN/UV auth protocol one alone, and tokens without permissions. It is the authenticator of
//! the virtual card, which does that, too, when it is asked so; only what it says of itself is made older.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test says no by panicking, in its helpers too"
)]

use hailstone_core::{
    card::{
        CardError, Step, Verification,
        fido2::{self, Link, NewCredential, Permission, Salts, Unverified, Verified},
    },
    entropy::Seed,
    secret::SecretBytes,
};
use hailstone_virtual_card::card::{Options, VirtualCard, with_card};

const PIN: &str = "246813";
const RELYING_PARTY: &str = "example.hailstone.invalid";

/// A key that says less of itself than it can, or all.
struct Key<'a, 'b> {
    card: &'a mut VirtualCard<'b>,
    is_older: bool,
    altered: usize,
}

impl Key<'_, '_> {
    fn transmit(&mut self, command: &[u8]) -> Vec<u8> {
        let mut answer = self.card.transmit(command);
        if self.is_older {
            // Its list of protocols, two and one, and the option, in the answer of authenticatorGetInfo (CTAP 2.2 §6.4).
            self.alter(
                &mut answer,
                &[0x06, 0x82, 0x02, 0x01],
                &[0x06, 0x82, 0x01, 0x01],
            );
            self.alter(&mut answer, b"pinUvAuthToken\xf5", b"pinUvAuthToken\xf4");
        }
        answer
    }

    fn alter(&mut self, answer: &mut [u8], from: &[u8], to: &[u8]) {
        let mut places = answer.windows(from.len());
        if let Some(at) = places.position(|part| part == from) {
            answer[at..at + to.len()].copy_from_slice(to);
            self.altered += 1;
        }
    }

    fn run<T>(&mut self, step: Result<Step<T>, CardError>) -> Result<T, CardError> {
        let mut step = step?;
        loop {
            match step {
                Step::Done(outcome) => return Ok(outcome),
                Step::Send(pending) => {
                    let answer = self.transmit(pending.command());
                    step = pending.answer(&answer)?;
                }
            }
        }
    }

    fn unverified(&mut self) -> Unverified {
        let key = self.run(fido2::open(Link::Apdu)).unwrap();
        self.run(key.prepare(Seed::take(&mut [1; 32]))).unwrap()
    }

    fn verified(&mut self, permission: Permission) -> Verified {
        let step = self.unverified().verify(&pin(), permission, RELYING_PARTY);
        match self.run(step).unwrap() {
            Verification::Granted(key) => key,
            Verification::Refused(_, error) => panic!("{error:?}"),
        }
    }
}

fn pin() -> SecretBytes {
    SecretBytes::new(PIN.into())
}

#[test]
fn an_older_key_makes_a_passkey_and_gives_the_secret_that_a_newer_one_gives() {
    let salts = Salts::prf(&[7; 32], Some(&[8; 32]));
    with_card(&Options::default(), |card| {
        let mut key = Key {
            card,
            is_older: true,
            altered: 0,
        };
        let fresh = key.run(fido2::open(Link::Apdu)).unwrap();
        assert_eq!(key.altered, 2, "it says nothing that could be made older");
        let set = fresh.set_pin(&pin(), Seed::take(&mut [2; 32]));
        key.run(set).unwrap();
        let new = NewCredential {
            relying_party: RELYING_PARTY,
            relying_party_name: "Hailstone",
            user: [5; 16],
            user_name: "Hailstone",
            excluded: &[],
        };
        let verified = key.verified(Permission::MakeCredential);
        let (verified, made) = key.run(verified.make(&new)).unwrap();
        let credential: [&[u8]; 1] = [&made.credential];
        let step = verified.evaluate(&credential, RELYING_PARTY, &salts);
        let (_, older) = key.run(step).unwrap();

        key.is_older = false;
        let verified = key.verified(Permission::GetAssertion);
        let step = verified.evaluate(&credential, RELYING_PARTY, &salts);
        let (_, newer) = key.run(step).unwrap();
        assert_eq!(older.first, newer.first);
        assert_eq!(older.second, newer.second);

        key.is_older = true;
        let wrong = SecretBytes::new(b"000000".to_vec());
        let unverified = key.unverified();
        let most = unverified.tries_left();
        let step = unverified.verify(&wrong, Permission::GetAssertion, RELYING_PARTY);
        let tries_left = most - 1;
        match key.run(step).unwrap() {
            Verification::Refused(_, error) => {
                assert_eq!(error, CardError::PinWrong { tries_left });
            }
            Verification::Granted(_) => panic!("a wrong PIN is taken"),
        }
        key.verified(Permission::GetAssertion);
    })
    .unwrap();
}
