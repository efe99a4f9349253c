//! One OpenPGP card, our step machine and the client `openpgp-card` that others wrote, side by side: what one does the other finds, and
//! they come to the same.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    missing_docs,
    reason = "a test says no by panicking, in its helpers too"
)]

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
        mpsc::{Receiver, Sender, channel},
    },
    thread,
    time::{Duration, Instant},
};

use card_backend::{CardBackend, CardCaps, CardTransaction, PinType, SmartcardError};
use hailstone_core::{
    card::{
        CardError, Curve, Point, Step, Verification,
        copy::{PrivateObjects, read},
        openpgp::{self, DecryptionKey, Pin},
    },
    secret::SecretBytes,
    time::Timestamp,
};
use hailstone_virtual_card::card::{Options, with_card};
use openpgp_card::{
    Card,
    ocard::{
        KeyType,
        algorithm::AlgoSimple,
        crypto::{Cryptogram, PublicKeyMaterial},
        data::Fingerprint,
    },
    state::Open,
};
use secrecy::SecretString;
use sha2::{Digest, Sha256};
use x25519_dalek::{PublicKey, StaticSecret};

const PIN: &str = "123456";
const ADMIN_PIN: &str = "12345678";

/// A card in a thread of its own, which whoever has this may talk to.
#[derive(Clone)]
struct Shared(Arc<Mutex<Line>>, Arc<AtomicUsize>);

struct Line {
    /// `None` takes the power away and gives it back.
    commands: Sender<Option<Vec<u8>>>,
    answers: Receiver<Vec<u8>>,
}

impl Shared {
    fn insert() -> Self {
        let (commands, taken) = channel::<Option<Vec<u8>>>();
        let (given, answers) = channel();
        thread::spawn(move || {
            with_card(&Options::default(), |card| {
                for command in taken {
                    let answer = match command {
                        Some(command) => card.transmit(&command),
                        None => {
                            card.reset();
                            vec![]
                        }
                    };
                    if given.send(answer).is_err() {
                        break;
                    }
                }
            })
            .unwrap();
        });
        let line = Line { commands, answers };
        Self(Arc::new(Mutex::new(line)), Arc::default())
    }

    fn ask(&self, command: Option<Vec<u8>>) -> Vec<u8> {
        let line = self.0.lock().unwrap();
        line.commands.send(command).unwrap();
        line.answers.recv().unwrap()
    }

    fn transmit(&self, command: &[u8]) -> Vec<u8> {
        self.1.fetch_add(1, Ordering::Relaxed);
        self.ask(Some(command.into()))
    }

    /// How many commands there were since it was asked last.
    fn commands(&self) -> usize {
        self.1.swap(0, Ordering::Relaxed)
    }

    /// Ours.
    fn run<T>(&self, step: Result<Step<T>, CardError>) -> Result<T, CardError> {
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

    /// Theirs.
    fn theirs(&self) -> Card<Open> {
        self.ask(None);
        Card::new(self.clone()).unwrap()
    }

    /// The card's key agrees with a host's, as ours has it.
    fn agree(&self, curve: Curve, point: &Point) -> Vec<u8> {
        self.ask(None);
        let card = self.run(openpgp::select()).unwrap();
        let card = self.run(card.into_decryption(curve)).unwrap();
        let card = granted(self.run(card.verify(secret(PIN))).unwrap());
        self.run(card.decipher(point)).unwrap().expose().to_vec()
    }

    fn make_key(&self) -> Point {
        let slot = self
            .run(openpgp::open())
            .unwrap()
            .into_empty_slot()
            .unwrap();
        let slot = granted(self.run(slot.verify(secret(ADMIN_PIN))).unwrap());
        let now = Timestamp::from_unix(1_700_000_000);
        self.run(slot.generate(now)).unwrap()
    }
}

impl From<Shared> for Box<dyn CardBackend + Send + Sync> {
    fn from(card: Shared) -> Self {
        Box::new(card)
    }
}

impl CardBackend for Shared {
    fn limit_card_caps(&self, caps: CardCaps) -> CardCaps {
        caps
    }

    fn transaction(
        &mut self,
        _: Option<&[u8]>,
    ) -> Result<Box<dyn CardTransaction + Send + Sync + '_>, SmartcardError> {
        Ok(Box::new(self.clone()))
    }
}

impl CardTransaction for Shared {
    fn transmit(&mut self, command: &[u8], _: usize) -> Result<Vec<u8>, SmartcardError> {
        Ok(Self::transmit(self, command))
    }

    fn feature_pinpad_verify(&self) -> bool {
        false
    }

    fn feature_pinpad_modify(&self) -> bool {
        false
    }

    fn pinpad_verify(
        &mut self,
        _: PinType,
        _: &Option<CardCaps>,
    ) -> Result<Vec<u8>, SmartcardError> {
        Err(SmartcardError::NotTransacted)
    }

    fn pinpad_modify(
        &mut self,
        _: PinType,
        _: &Option<CardCaps>,
    ) -> Result<Vec<u8>, SmartcardError> {
        Err(SmartcardError::NotTransacted)
    }

    fn was_reset(&self) -> bool {
        false
    }
}

fn secret(text: &str) -> SecretBytes {
    SecretBytes::from(text.to_owned())
}

fn words(text: &str) -> SecretString {
    text.to_owned().into()
}

fn granted<G, R>(outcome: Verification<G, R>) -> G {
    match outcome {
        Verification::Granted(card) => card,
        Verification::Refused(_, error) => panic!("{error:?}"),
    }
}

fn bytes(key: &PublicKeyMaterial) -> Vec<u8> {
    match key {
        PublicKeyMaterial::E(key) => key.data().to_vec(),
        PublicKeyMaterial::R(_) => panic!("an RSA key"),
    }
}

#[test]
fn a_key_that_we_make_is_the_one_that_they_find_and_use() {
    let card = Shared::insert();
    let made = card.make_key();
    let mut theirs = card.theirs();
    let mut open = theirs.transaction().unwrap();
    let found = open.public_key_material(KeyType::Decryption).unwrap();
    assert_eq!(bytes(&found), made.as_bytes());
    assert!(open.fingerprint(KeyType::Decryption).unwrap().is_some());
    let created = open.key_generation_time(KeyType::Decryption).unwrap();
    assert_eq!(created.unwrap().get(), 1_700_000_000);
    // Ours is selected anew in between: both ask the card the same thing.
    let host = StaticSecret::from([7; 32]);
    let point = PublicKey::from(&host);
    open.verify_user_pin(words(PIN)).unwrap();
    let shared = open.card().decipher(Cryptogram::ECDH(point.as_bytes()));
    let Point::X25519(made) = made else {
        panic!("{made:?}");
    };
    let expected = host.diffie_hellman(&made.into()).to_bytes();
    assert_eq!(shared.unwrap(), expected);
    drop(open);
    let ours = card.agree(Curve::X25519, &Point::X25519(point.to_bytes()));
    assert_eq!(ours, expected);
}

#[test]
fn a_key_that_they_make_is_one_that_opens_a_vault_and_is_never_replaced() {
    for (algorithm, curve) in [
        (AlgoSimple::Curve25519, Curve::X25519),
        (AlgoSimple::NIST256, Curve::P256),
    ] {
        let card = Shared::insert();
        let mut theirs = card.theirs();
        let mut open = theirs.transaction().unwrap();
        let mut admin = open.as_admin_card(words(ADMIN_PIN)).unwrap();
        admin.set_algorithm(KeyType::Decryption, algorithm).unwrap();
        let print = |_: &PublicKeyMaterial, _, _| Ok(Fingerprint::from([3; 20]));
        let (made, _) = admin.generate_key(print, KeyType::Decryption).unwrap();
        drop(open);
        card.ask(None);
        let ours = card.run(openpgp::open()).unwrap();
        let DecryptionKey::Usable(point) = ours.key() else {
            panic!("{:?}", ours.key());
        };
        assert_eq!(
            (point.as_bytes(), point.curve()),
            (&bytes(&made)[..], curve)
        );
        assert_eq!(ours.into_empty_slot().err(), Some(CardError::KeyPresent));
        // The point of the key itself will do.
        let point = Point::parse(&bytes(&made)).unwrap();
        assert_eq!(card.agree(curve, &point).len(), 32);
    }
}

#[test]
fn both_count_the_same_tries_and_know_the_same_pin() {
    let card = Shared::insert();
    card.make_key();
    let ours = card
        .run(openpgp::open())
        .unwrap()
        .into_decryption()
        .unwrap();
    let Verification::Refused(_, error) = card.run(ours.verify(secret("654321"))).unwrap() else {
        panic!("a wrong PIN was taken");
    };
    assert_eq!(error, CardError::PinWrong { tries_left: 2 });
    let mut theirs = card.theirs();
    let mut open = theirs.transaction().unwrap();
    assert_eq!(open.pw_status_bytes().unwrap().err_count_pw1(), 2);
    assert!(open.verify_user_pin(words("654321")).is_err());
    drop(open);
    card.ask(None);
    let ours = card.run(openpgp::open()).unwrap();
    assert_eq!(
        (ours.tries_left(Pin::User), ours.tries_left(Pin::Admin)),
        (1, 3)
    );
    let ours = card.run(openpgp::select()).unwrap();
    let changed = ours.change(Pin::User, secret(PIN), &secret("271828"));
    drop(granted(card.run(changed).unwrap()));
    let mut theirs = card.theirs();
    let mut open = theirs.transaction().unwrap();
    open.verify_user_pin(words("271828")).unwrap();
    assert_eq!(open.pw_status_bytes().unwrap().err_count_pw1(), 3);
}

#[test]
fn a_copy_that_we_put_is_what_they_read_and_what_they_put_is_left_alone() {
    let card = Shared::insert();
    let objects = |card: &Shared| {
        card.ask(None);
        let ours = card.run(openpgp::select()).unwrap().into_private_use();
        let ours = card.run(ours.unwrap().verify(secret(PIN))).unwrap();
        PrivateObjects::of(&granted(ours))
    };
    let mut copy = vec![9; 600];
    copy.extend(Sha256::digest(&copy));
    let copies = card.run(read(objects(&card))).unwrap();
    let written = card.run(copies.write(&copy)).unwrap();
    card.run(written.settle()).unwrap();
    let mut theirs = card.theirs();
    let mut open = theirs.transaction().unwrap();
    for number in [1, 3] {
        // The third takes the PIN.
        if number == 3 {
            open.verify_user_pin(words(PIN)).unwrap();
        }
        let object = open.private_use_do(number).unwrap();
        assert!(
            object.starts_with(b"HSTC") && object.ends_with(&copy),
            "{number}"
        );
    }
    let mut user = open.as_user_card(words(PIN)).unwrap();
    user.set_private_use_do(1, b"of another program".to_vec())
        .unwrap();
    user.set_private_use_do(3, b"of another program".to_vec())
        .unwrap();
    drop(open);
    let copies = card.run(read(objects(&card))).unwrap();
    assert_eq!(copies.all().count(), 0);
    let refused = card.run(copies.write(&copy)).err();
    assert_eq!(refused, Some(CardError::ObjectTaken));
    let mut theirs = card.theirs();
    let mut open = theirs.transaction().unwrap();
    assert_eq!(open.private_use_do(1).unwrap(), b"of another program");
}

#[test]
fn an_unlock_takes_us_no_more_commands_than_them() {
    let card = Shared::insert();
    let made = card.make_key();
    card.commands();
    card.agree(made.curve(), &made);
    let ours = card.commands();
    let mut theirs = card.theirs();
    let mut open = theirs.transaction().unwrap();
    open.verify_user_pin(words(PIN)).unwrap();
    let shared = open.card().decipher(Cryptogram::ECDH(made.as_bytes()));
    assert_eq!(shared.unwrap().len(), 32);
    let theirs = card.commands();
    println!("unlock: {ours} commands, openpgp-card {theirs}");
    assert!(ours <= theirs, "{ours} and {theirs}");
}

/// The median of many unlocks by each, in turn, for `cargo xtask bench card`.
#[test]
#[ignore = "measures"]
fn side_by_side() {
    let card = Shared::insert();
    let made = card.make_key();
    let (mut ours, mut theirs) = (vec![], vec![]);
    for _ in 0..101 {
        let start = Instant::now();
        card.agree(made.curve(), &made);
        ours.push(start.elapsed());
        let start = Instant::now();
        let mut client = card.theirs();
        let mut open = client.transaction().unwrap();
        open.verify_user_pin(words(PIN)).unwrap();
        let point = Cryptogram::ECDH(made.as_bytes());
        assert_eq!(open.card().decipher(point).unwrap().len(), 32);
        theirs.push(start.elapsed());
    }
    let median = |times: &mut Vec<Duration>| {
        times.sort();
        times[times.len() / 2].as_secs_f64() * 1000.0
    };
    let (ours, theirs) = (median(&mut ours), median(&mut theirs));
    println!(
        r#"{{"name":"card unlock, OpenPGP in this process","value":{ours},"unit":"ms","peer":"openpgp-card 0.7","peer_value":{theirs}}}"#
    );
}
