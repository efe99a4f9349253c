//! FIDO2 over USB HID: the authenticator of the virtual card, behind a device in this process that takes and gives reports. There is
//! no USB here; everything above it is as it is with a key.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test says no by panicking, in its helpers too"
)]

use std::collections::VecDeque;

use hailstone_core::{
    card::{
        CardError, Step, Verification,
        fido2::{
            self, Link, NewCredential, Permission, Salts, Verified,
            hid::{Channel, Command, REPORT, Received, Receiver, reports},
        },
    },
    entropy::Seed,
    secret::SecretBytes,
};
use hailstone_virtual_card::card::{Options, VirtualCard, with_card};

const PIN: &str = "246813";
const RELYING_PARTY: &str = "example.hailstone.invalid";
const NONCE: [u8; 8] = [7; 8];

/// A key on USB.
struct Device<'a, 'b> {
    card: &'a mut VirtualCard<'b>,
    channel: Option<Channel>,
    receiver: Receiver,
    out: VecDeque<[u8; REPORT]>,
}

impl<'a, 'b> Device<'a, 'b> {
    fn plug(card: &'a mut VirtualCard<'b>) -> Self {
        let select = [
            0x00, 0xa4, 0x04, 0x00, 8, 0xa0, 0, 0, 0x06, 0x47, 0x2f, 0, 0x01, 0,
        ];
        assert!(card.transmit(&select).ends_with(&[0x90, 0x00]));
        Self {
            card,
            channel: None,
            receiver: Receiver::new(Channel::BROADCAST, Command::Init),
            out: VecDeque::new(),
        }
    }

    fn take(&mut self, report: &[u8; REPORT]) {
        let Received::Message(message) = self.receiver.take(report).unwrap() else {
            return;
        };
        match self.channel {
            None => self.initialise(message.expose()),
            Some(channel) => {
                self.receiver = Receiver::new(channel, Command::Cbor);
                let answer = self.asked(message.expose());
                // It works first, then waits for a touch; and another program speaks to it meanwhile.
                let waiting = |status| {
                    let mut report = reports(channel, Command::Cbor, &[status]).unwrap()[0];
                    report[4] = 0xbb;
                    report
                };
                self.out.extend([waiting(1), waiting(2)]);
                let theirs = reports(Channel::BROADCAST, Command::Cbor, &[0xff; 100]).unwrap();
                for (number, report) in reports(channel, Command::Cbor, &answer)
                    .unwrap()
                    .into_iter()
                    .enumerate()
                {
                    self.out.push_back(theirs[number % theirs.len()]);
                    self.out.push_back(report);
                }
            }
        }
    }

    /// Answers to somebody else first, whose nonce is another.
    fn initialise(&mut self, nonce: &[u8]) {
        for nonce in [&[0; 8][..], nonce] {
            let mut answer = nonce.to_vec();
            answer.extend([0, 0, 0, 9, 2, 5, 0, 0, 0x05]);
            self.channel = Channel::given(&answer, &NONCE).unwrap();
            self.out
                .extend(reports(Channel::BROADCAST, Command::Init, &answer).unwrap());
        }
        self.receiver = Receiver::new(self.channel.unwrap(), Command::Cbor);
    }

    /// The same authenticator, over its other wire.
    fn asked(&mut self, message: &[u8]) -> Vec<u8> {
        let parts: Vec<&[u8]> = message.chunks(255).collect();
        let (last, chained) = parts.split_last().unwrap();
        for (part, class) in chained
            .iter()
            .map(|part| (part, 0x90))
            .chain([(last, 0x80)])
        {
            let mut command = vec![class, 0x10, 0, 0, u8::try_from(part.len()).unwrap()];
            command.extend_from_slice(part);
            if class == 0x80 {
                command.push(0);
            }
            let mut answer = self.card.transmit(&command);
            if class == 0x90 {
                assert_eq!(answer, [0x90, 0x00]);
                continue;
            }
            loop {
                let low = answer.pop().unwrap();
                match answer.pop().unwrap() {
                    0x90 => return answer,
                    0x61 => answer.extend(self.card.transmit(&[0, 0xc0, 0, 0, low])),
                    high => panic!("{high:02X}{low:02X}"),
                }
            }
        }
        panic!("nothing was asked")
    }
}

/// The host's side, as the bridge has it, without its clock.
struct Host<'a, 'b> {
    device: Device<'a, 'b>,
    channel: Channel,
    touches: usize,
}

impl<'a, 'b> Host<'a, 'b> {
    fn open(device: Device<'a, 'b>) -> Self {
        let mut host = Self {
            device,
            channel: Channel::BROADCAST,
            touches: 0,
        };
        host.send(Command::Init, &NONCE);
        loop {
            let answer = host.receive(Command::Init);
            if let Some(channel) = Channel::given(answer.expose(), &NONCE).unwrap() {
                host.channel = channel;
                return host;
            }
        }
    }

    fn send(&mut self, command: Command, message: &[u8]) {
        for report in reports(self.channel, command, message).unwrap() {
            self.device.take(&report);
        }
    }

    fn receive(&mut self, command: Command) -> SecretBytes {
        let mut receiver = Receiver::new(self.channel, command);
        loop {
            let report = self.device.out.pop_front().unwrap();
            match receiver.take(&report).unwrap() {
                Received::Message(message) => return message,
                Received::Waiting { touch } => self.touches += usize::from(touch),
                Received::Part => {}
            }
        }
    }

    fn run<T>(&mut self, step: Result<Step<T>, CardError>) -> T {
        let mut step = step.unwrap();
        loop {
            match step {
                Step::Done(outcome) => return outcome,
                Step::Send(pending) => {
                    self.send(Command::Cbor, pending.command());
                    let answer = self.receive(Command::Cbor);
                    step = pending.answer(answer.expose()).unwrap();
                }
            }
        }
    }
}

fn pin() -> SecretBytes {
    SecretBytes::new(PIN.into())
}

fn seed(number: u8) -> Seed {
    Seed::take(&mut [number; 32])
}

fn verified(host: &mut Host<'_, '_>, permission: Permission) -> Verified {
    let key = host.run(fido2::open(Link::Message));
    let key = host.run(key.prepare(seed(1)));
    match host.run(key.verify(&pin(), permission, RELYING_PARTY)) {
        Verification::Granted(key) => key,
        Verification::Refused(_, error) => panic!("{error:?}"),
    }
}

#[test]
fn a_passkey_made_over_usb_gives_the_same_secret_over_both_wires() {
    let salts = Salts::prf(&[7; 32], None);
    with_card(&Options::default(), |card| {
        let mut host = Host::open(Device::plug(card));
        let key = host.run(fido2::open(Link::Message));
        host.run(key.set_pin(&pin(), seed(2)));
        let key = verified(&mut host, Permission::MakeCredential);
        let new = NewCredential {
            relying_party: RELYING_PARTY,
            relying_party_name: "Hailstone",
            user: [5; 16],
            user_name: "Hailstone",
            excluded: &[],
        };
        let (key, made) = host.run(key.make(&new));
        let credential: [&[u8]; 1] = [&made.credential];
        let (_, over_usb) = host.run(key.evaluate(&credential, RELYING_PARTY, &salts));
        assert!(host.touches > 0, "nobody was told of a touch");

        // More than a report, and more than a message.
        let blob: Vec<u8> = (0..3000_u32)
            .map(|n| n.wrapping_mul(2_654_435_761).to_be_bytes()[0])
            .collect();
        let blob_key = made.large_blob_key.unwrap();
        let key = verified(&mut host, Permission::LargeBlobWrite);
        host.run(key.write_large_blob(&blob_key, &blob, RELYING_PARTY));
        let key = host.run(fido2::open(Link::Message));
        let (_, read) = host.run(key.read_large_blob(&blob_key));
        assert_eq!(read.unwrap().expose(), blob);

        card.reset();
        let mut send = |command: &[u8]| card.transmit(command);
        let key = over_apdus(&mut send, fido2::open(Link::Apdu));
        let key = over_apdus(&mut send, key.prepare(seed(3)));
        let step = key.verify(&pin(), Permission::GetAssertion, RELYING_PARTY);
        let Verification::Granted(key) = over_apdus(&mut send, step) else {
            panic!("refused");
        };
        let step = key.evaluate(&credential, RELYING_PARTY, &salts);
        let (_, over_pcsc) = over_apdus(&mut send, step);
        assert_eq!(over_usb.first, over_pcsc.first);
    })
    .unwrap();
}

fn over_apdus<T>(send: &mut dyn FnMut(&[u8]) -> Vec<u8>, step: Result<Step<T>, CardError>) -> T {
    let mut step = step.unwrap();
    loop {
        match step {
            Step::Done(outcome) => return outcome,
            Step::Send(pending) => {
                let answer = send(pending.command());
                step = pending.answer(&answer).unwrap();
            }
        }
    }
}
