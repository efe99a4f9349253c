//! A card with our own application, in the process of a test.

use crate::card::{Known, Readers, Transport, run};
use chacha20::{ChaCha20Rng, rand_core::SeedableRng as _};
use hailstone_applet::dispatch::Dispatcher;
use hailstone_applet::{Applet, Storage, StorageFault};
use hailstone_core::card::hailstone::{KeyType, PinUse, PinValue, Reference, open, seal};
use hailstone_core::card::{CardError, CardRef, Curve, Verification};
use hailstone_core::entropy::Seed;
use hailstone_core::secret::SecretBytes;
use std::sync::{Arc, Mutex};

/// What its PIN is.
pub(crate) const PIN: &str = "246810";

/// A seed that nobody else has.
pub(crate) fn seed() -> Seed {
    crate::entropy::seed().unwrap()
}

struct Memory(Vec<u8>);

impl Storage for Memory {
    fn capacity(&self) -> u32 {
        u32::try_from(self.0.len()).unwrap()
    }

    fn read(&mut self, offset: u32, into: &mut [u8]) -> Result<(), StorageFault> {
        let at = usize::try_from(offset).unwrap();
        into.copy_from_slice(&self.0[at..at + into.len()]);
        Ok(())
    }

    fn write(&mut self, offset: u32, bytes: &[u8]) -> Result<(), StorageFault> {
        let at = usize::try_from(offset).unwrap();
        self.0[at..at + bytes.len()].copy_from_slice(bytes);
        Ok(())
    }

    fn sync(&mut self) -> Result<(), StorageFault> {
        Ok(())
    }
}

/// Our own application, which counts its resets and keeps the commands that it got.
#[derive(Clone)]
pub(crate) struct Stone(Arc<Mutex<Inside>>);

struct Inside {
    card: Dispatcher<Applet<Memory, ChaCha20Rng>>,
    sent: Vec<Vec<u8>>,
    resets: usize,
    is_there: bool,
}

impl Stone {
    /// A new one.
    fn new() -> Self {
        let mut app = Applet::new(Memory(vec![0; 16_384]), ChaCha20Rng::from_seed([3; 32]));
        app.format().unwrap();
        app.mount().unwrap();
        Self(Arc::new(Mutex::new(Inside {
            card: Dispatcher::new(app),
            sent: Vec::new(),
            resets: 0,
            is_there: true,
        })))
    }

    /// With a PIN, and an agreement key in slot 1, and known.
    pub(crate) fn in_use() -> (Self, Known, CardRef) {
        let stone = Self::new();
        let card = &mut stone.held();
        let selected = run(card, open()).unwrap();
        let key = selected.key();
        let channel = run(card, selected.connect(&key, seed())).unwrap();
        let request = channel.pin_request(PinUse::Personalise);
        let values = [(Reference::Pin, PIN), (Reference::Puk, "13579111")];
        let values = values.map(|(reference, typed)| {
            PinValue::derive(reference, &SecretBytes::new(typed.into()), &request.serial).unwrap()
        });
        let sealed = seal(&key, &request, &[&values[0], &values[1]], seed()).unwrap();
        let channel = run(card, channel.personalise(&sealed)).unwrap();
        let request = channel.pin_request(PinUse::Verify(Reference::Pin));
        let sealed = seal(&key, &request, &[&values[0]], seed()).unwrap();
        let Verification::Granted(channel) = run(card, channel.verify(&sealed)).unwrap() else {
            panic!("the PIN was just set");
        };
        let kind = KeyType::Agreement(Curve::X25519);
        let (_, point) = run(card, channel.generate(kind, 1)).unwrap();
        (stone, Known::only(key, point), key.card(1))
    }

    pub(crate) fn held(&self) -> Held {
        Held(self.clone())
    }

    /// What was sent since the last time.
    pub(crate) fn sent(&self) -> Vec<Vec<u8>> {
        std::mem::take(&mut self.0.lock().unwrap().sent)
    }

    pub(crate) fn take_out(&self) {
        self.0.lock().unwrap().is_there = false;
    }

    pub(crate) fn resets(&self) -> usize {
        self.0.lock().unwrap().resets
    }
}

impl Readers for Stone {
    fn with_card(&mut self) -> Result<Vec<String>, CardError> {
        Ok(vec!["R".into()])
    }

    fn connect(&mut self, _: &str) -> Result<Box<dyn Transport>, CardError> {
        Ok(Box::new(self.held()))
    }
}

/// Held by somebody, and reset when it is given back.
pub(crate) struct Held(Stone);

impl Transport for Held {
    fn transmit(&mut self, command: &[u8]) -> Result<SecretBytes, CardError> {
        let inside = &mut *self.0.0.lock().unwrap();
        if !inside.is_there {
            return Err(CardError::Removed);
        }
        inside.sent.push(command.into());
        let answer = inside.card.transmit(command);
        Ok(SecretBytes::new([answer.data, &answer.status].concat()))
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        let mut inside = self.0.0.lock().unwrap();
        inside.resets += 1;
        inside.card.reset();
    }
}
