//! What is done to a card while it is disturbed, and what must hold afterwards.

use hailstone_core::{
    card::{
        CardError, Curve, Point, Step, Verification, openpgp,
        piv::{
            self, Administered, Content, Doomed, ManagementKey, Reset, Secret, Slot, Spent, Write,
        },
    },
    entropy::Seed,
    secret::SecretBytes,
    time::Timestamp,
};
use hailstone_virtual_card::card::VirtualCard;

/// Why an operation ended early: the card answered so, or was not there any more.
pub(crate) type Outcome<T> = Result<T, CardError>;

/// When a card is pulled out.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pull {
    /// At the command of this number.
    pub(crate) at: usize,
    /// Whether the card still gets that command; its answer is lost in any case.
    pub(crate) delivered: bool,
}

/// The way to a card.
pub(crate) struct Link<'a, 'b> {
    card: &'a mut VirtualCard<'b>,
    pull: Option<Pull>,
    sent: usize,
}

impl<'a, 'b> Link<'a, 'b> {
    pub(crate) fn new(card: &'a mut VirtualCard<'b>, pull: Option<Pull>) -> Self {
        Self {
            card,
            pull,
            sent: 0,
        }
    }

    fn transmit(&mut self, command: &[u8]) -> Outcome<Vec<u8>> {
        let pull = self.pull.filter(|pull| pull.at <= self.sent);
        self.sent += 1;
        match pull {
            None => Ok(self.card.transmit(command)),
            Some(pull) => {
                if pull.delivered && pull.at + 1 == self.sent {
                    self.card.transmit(command);
                }
                Err(CardError::Removed)
            }
        }
    }

    pub(crate) fn run<T>(&mut self, step: Outcome<Step<T>>) -> Outcome<T> {
        let mut step = step?;
        loop {
            match step {
                Step::Done(outcome) => return Ok(outcome),
                Step::Send(pending) => {
                    let answer = self.transmit(pending.command())?;
                    step = pending.answer(&answer)?;
                }
            }
        }
    }
}

/// Something that is done, and something that must hold whether it was done, undone or broken off.
#[derive(Clone, Copy)]
pub(crate) struct Operation {
    pub(crate) act: fn(&mut Link<'_, '_>) -> Outcome<()>,
    pub(crate) look: fn(&mut Link<'_, '_>),
}

pub(crate) fn secret(text: &str) -> SecretBytes {
    SecretBytes::new(text.into())
}

pub(crate) fn granted<G, R>(outcome: Verification<G, R>) -> Outcome<G> {
    match outcome {
        Verification::Granted(card) => Ok(card),
        Verification::Refused(_, error) => Err(error),
    }
}

pub(crate) fn administer(link: &mut Link<'_, '_>, key: ManagementKey) -> Outcome<Administered> {
    let step = link
        .run(piv::open())?
        .administer(key, Seed::take(&mut [7; 32]));
    granted(link.run(step)?)
}

fn put(link: &mut Link<'_, '_>, data: &[u8]) -> Outcome<()> {
    let administered = administer(link, ManagementKey::factory())?;
    let object = Slot::new(0x82).unwrap().certificate();
    match link.run(administered.write(object, data))? {
        Write::Done(_) => Ok(()),
        Write::NoSuchObject(_) => Err(CardError::Full),
    }
}

const OLD: [u8; 700] = [0xAA; 700];
const NEW: [u8; 600] = [0xBB; 600];

/// A card is used before it is disturbed, so that what it does once in its life is done.
pub(crate) fn prepare(link: &mut Link<'_, '_>) -> Outcome<()> {
    put(link, &OLD)?;
    link.run(openpgp::open()).map(drop)
}

/// An object is old or new.
pub(crate) const PUT: Operation = Operation {
    act: |link| put(link, &NEW),
    look: |link| {
        let object = Slot::new(0x82).unwrap().certificate();
        let step = link.run(piv::open()).unwrap().read(object);
        match link.run(step).unwrap().content {
            Content::Ours(data) => assert!(data.expose() == OLD || data.expose() == NEW),
            other => panic!("{other:?}"),
        }
    },
};

fn make_piv_key(link: &mut Link<'_, '_>) -> Outcome<()> {
    let administered = administer(link, ManagementKey::factory())?;
    let ready = granted(link.run(administered.verify(&secret("123456")))?)?;
    link.run(ready.generate(Curve::P256)).map(drop)
}

/// A key is there and works, or another can be made.
pub(crate) const PIV_KEY: Operation = Operation {
    act: make_piv_key,
    look: |link| {
        let step = link.run(piv::open()).unwrap().find();
        if link.run(step).unwrap().key.is_none() {
            make_piv_key(link).unwrap();
        }
        let step = link.run(piv::open()).unwrap().find();
        let found = link.run(step).unwrap();
        let key = found.key.unwrap();
        let step = found
            .card
            .into_agreement(key.clone())
            .verify(&secret("123456"));
        let verified = granted(link.run(step).unwrap()).unwrap();
        link.run(verified.agree(key.public_key)).unwrap();
    },
};

/// A PIN is the old or the new one, and the tries are back once it was right.
pub(crate) const PIN: Operation = Operation {
    act: |link| {
        let card = link.run(piv::open())?;
        let step = card.change(Secret::Pin, &secret("123456"), &secret("87654321"));
        granted(link.run(step)?).map(drop)
    },
    look: |link| {
        let mut card = link.run(piv::open()).unwrap();
        for pin in ["123456", "87654321"] {
            let step = card.change(Secret::Pin, &secret(pin), &secret(pin));
            match link.run(step).unwrap() {
                Verification::Granted(_) => {
                    link.run(piv::forget()).unwrap();
                    assert_eq!(link.run(piv::open()).unwrap().tries_left(), Some(3));
                    return;
                }
                Verification::Refused(again, _) => card = again,
            }
        }
        panic!("neither");
    },
};

fn new_key() -> ManagementKey {
    ManagementKey::new(SecretBytes::new(vec![0x5a; 24])).unwrap()
}

/// The management key is the old or the new one.
pub(crate) const MANAGEMENT_KEY: Operation = Operation {
    act: |link| {
        let administered = administer(link, ManagementKey::factory())?;
        link.run(administered.replace_key(&new_key())).map(drop)
    },
    look: |link| {
        if administer(link, ManagementKey::factory()).is_err() {
            administer(link, new_key()).unwrap();
        }
    },
};

fn make_openpgp_key(link: &mut Link<'_, '_>) -> Outcome<()> {
    let slot = link.run(openpgp::open())?.into_empty_slot()?;
    let slot = granted(link.run(slot.verify(secret("12345678")))?)?;
    let now = Timestamp::from_unix(1_700_000_000);
    link.run(slot.generate(now)).map(drop)
}

/// A key is there and works, or can be made.
pub(crate) const OPENPGP_KEY: Operation = Operation {
    act: make_openpgp_key,
    look: |link| {
        let card = link.run(openpgp::open()).unwrap();
        if *card.key() == openpgp::DecryptionKey::Absent {
            make_openpgp_key(link).unwrap();
        }
        let card = link.run(openpgp::open()).unwrap().into_decryption();
        let step = card.unwrap().verify(secret("123456"));
        let verified = granted(link.run(step).unwrap()).unwrap();
        link.run(verified.decipher(&Point::X25519([9; 32])))
            .unwrap();
    },
};

/// The keys are there, or the card is new; what was begun is finished.
pub(crate) const OPENPGP_RESET: Operation = Operation {
    act: |link| {
        let card = link.run(openpgp::select())?.into_administration();
        let managed = granted(link.run(card.verify(secret("12345678")))?)?;
        link.run(managed.reset())
    },
    look: |link| {
        if link.run(openpgp::select()).err() == Some(CardError::Terminated) {
            link.run(openpgp::finish_reset()).unwrap();
        }
        let card = link.run(openpgp::open()).unwrap();
        assert_eq!(card.tries_left(openpgp::Pin::Admin), 3);
        if *card.key() == openpgp::DecryptionKey::Absent {
            make_openpgp_key(link).unwrap();
        }
    },
};

fn spent(link: &mut Link<'_, '_>, mut card: Doomed, which: Secret) -> Outcome<Doomed> {
    loop {
        match link.run(card.spend(which, *b"77777777"))? {
            Spent::Again(again) => card = again,
            Spent::Blocked(card) => return Ok(card),
        }
    }
}

fn reset_piv(link: &mut Link<'_, '_>) -> Outcome<()> {
    let card = link.run(piv::open())?;
    let Reset::NotYet(card) = link.run(card.reset())? else {
        return Ok(());
    };
    let card = spent(link, card, Secret::Pin)?;
    let card = spent(link, card, Secret::Puk)?;
    match link.run(card.reset())? {
        Reset::Done => Ok(()),
        Reset::NotYet(_) => Err(CardError::PinNeeded),
    }
}

/// Whatever was begun, the next one ends with a card that is new.
pub(crate) const PIV_RESET: Operation = Operation {
    act: reset_piv,
    look: |link| {
        reset_piv(link).unwrap();
        assert_eq!(link.run(piv::open()).unwrap().tries_left(), Some(3));
        make_piv_key(link).unwrap();
    },
};
