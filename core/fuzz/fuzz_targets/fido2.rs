//! A security key may answer anything. The first byte says over what; behind it is a row of answers, or of reports of HID, each
//! with its length (two bytes) before it.
#![no_main]

use hailstone_core::card::fido2::hid::{Channel, Command, REPORT, Received, Receiver, reports};
use hailstone_core::card::fido2::{Link, NewCredential, Permission, Salts, Verified, open};
use hailstone_core::card::{CardError, Step, Verification};
use hailstone_core::entropy::Seed;
use hailstone_core::secret::{Secret32, SecretBytes};
use libfuzzer_sys::fuzz_target;

const RELYING_PARTY: &str = "example.hailstone.invalid";

fuzz_target!(|bytes: &[u8]| {
    match bytes.split_first() {
        Some((0, rest)) => frames(Rows(rest)),
        Some((1, rest)) => {
            let _ = everything(Link::Apdu, &mut Rows(rest));
            let _ = blobs(Link::Apdu, &mut Rows(rest));
        }
        Some((2, rest)) => {
            let _ = everything(Link::Message, &mut Rows(rest));
            let _ = blobs(Link::Message, &mut Rows(rest));
        }
        // A message that is cut into reports comes back whole.
        Some((_, message)) => whole(message),
        None => {}
    }
});

struct Rows<'a>(&'a [u8]);

impl<'a> Rows<'a> {
    fn next(&mut self) -> Option<&'a [u8]> {
        let (length, rest) = self.0.split_first_chunk::<2>()?;
        let (row, rest) = rest.split_at_checked(usize::from(u16::from_be_bytes(*length)))?;
        self.0 = rest;
        Some(row)
    }

    fn run<T>(&mut self, step: Result<Step<T>, CardError>) -> Option<T> {
        let mut step = step.ok()?;
        loop {
            match step {
                Step::Done(outcome) => return Some(outcome),
                Step::Send(pending) => step = pending.answer(self.next()?).ok()?,
            }
        }
    }
}

fn verified(link: Link, permission: Permission, answers: &mut Rows<'_>) -> Option<Verified> {
    let key = answers.run(open(link))?;
    let (key, _) = answers.run(key.has(&[1; 32], RELYING_PARTY))?;
    let key = answers.run(key.prepare(Seed::take(&mut [1; 32])))?;
    let pin = SecretBytes::new(b"246813".to_vec());
    match answers.run(key.verify(&pin, permission, RELYING_PARTY))? {
        Verification::Granted(key) => Some(key),
        Verification::Refused(..) => None,
    }
}

fn everything(link: Link, answers: &mut Rows<'_>) -> Option<()> {
    let new = NewCredential {
        relying_party: RELYING_PARTY,
        relying_party_name: "Hailstone",
        user: [5; 16],
        user_name: "Hailstone",
        excluded: &[&[1; 32]],
    };
    let key = verified(link, Permission::MakeCredential, answers)?;
    let (key, made) = answers.run(key.make(&new))?;
    assert!(!made.credential.is_empty());
    let salts = Salts::prf(b"one", Some(b"two"));
    let (key, given) = answers.run(key.evaluate(&[&made.credential], RELYING_PARTY, &salts))?;
    assert_eq!(given.credential, made.credential);
    assert!(given.second.is_some());
    let blob_key = given.large_blob_key?;
    answers
        .run(key.write_large_blob(&blob_key, b"ours", RELYING_PARTY))
        .map(drop)
}

fn blobs(link: Link, answers: &mut Rows<'_>) -> Option<()> {
    let key = answers.run(open(link))?;
    let blob_key = Secret32::take(&mut [9; 32]);
    answers.run(key.read_large_blob(&blob_key)).map(drop)
}

fn frames(mut rows: Rows<'_>) {
    let nonce = [0; 8];
    if let Some(answer) = rows.next() {
        let _ = Channel::given(answer, &nonce);
    }
    let mut receiver = Receiver::new(Channel::BROADCAST, Command::Cbor);
    while let Some(report) = rows.next() {
        match receiver.take(report) {
            Ok(Received::Part | Received::Waiting { .. }) => {}
            Ok(Received::Message(message)) => {
                assert!(message.expose().len() <= 7609);
                return;
            }
            Err(_) => return,
        }
    }
}

fn whole(message: &[u8]) {
    let Ok(reports) = reports(Channel::BROADCAST, Command::Cbor, message) else {
        assert!(message.len() > 7609);
        return;
    };
    let mut receiver = Receiver::new(Channel::BROADCAST, Command::Cbor);
    for report in reports {
        assert_eq!(report.len(), REPORT);
        if let Received::Message(received) = receiver.take(&report).unwrap() {
            assert_eq!(received.expose(), message);
            return;
        }
    }
    panic!("the message did not come back");
}
