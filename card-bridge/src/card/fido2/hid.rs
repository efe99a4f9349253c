//! CTAP's messages over reports of USB HID (CTAP 2.2 §11.2). The frames are the core's; here is what takes time.

use super::super::Transport;
use hailstone_core::card::CardError;
use hailstone_core::card::fido2::hid::{Channel, Command, REPORT, Received, Receiver, reports};
use hailstone_core::secret::SecretBytes;
use std::thread;
use std::time::{Duration, Instant};

/// How long a key may say nothing at all. While it works it says so ten times a second (CTAP 2.2 §11.2.9.2.1).
const SILENCE: Duration = Duration::from_secs(3);
/// How long a key may wait for a touch; keys give up sooner by themselves.
const PATIENCE: Duration = Duration::from_secs(90);
/// How often, and after how long each, a key is asked again that another program uses.
const ATTEMPTS: u8 = 20;
const PAUSE: Duration = Duration::from_millis(100);

/// A device that takes and gives reports of 64 bytes.
pub(super) trait Reports: Send {
    /// Sends one.
    fn write(&mut self, report: &[u8; REPORT]) -> Result<(), CardError>;

    /// The next one, if it comes in time.
    fn read(&mut self, timeout: Duration) -> Result<Option<Vec<u8>>, CardError>;
}

/// A key on a channel of its own.
pub(super) struct HidKey<R> {
    device: R,
    channel: Channel,
}

impl<R: Reports> HidKey<R> {
    /// Asks for a channel, with a fresh nonce.
    pub(super) fn open(device: R, nonce: [u8; 8]) -> Result<Self, CardError> {
        let mut key = Self {
            device,
            channel: Channel::BROADCAST,
        };
        key.send(Command::Init, &nonce)?;
        let until = Instant::now() + SILENCE;
        // On this channel there are the answers to other programs, too.
        while Instant::now() < until {
            let answer = key.receive(Command::Init)?;
            if let Some(channel) = Channel::given(answer.expose(), &nonce)? {
                key.channel = channel;
                return Ok(key);
            }
        }
        Err(CardError::Reader)
    }

    fn send(&mut self, command: Command, message: &[u8]) -> Result<(), CardError> {
        for report in reports(self.channel, command, message)? {
            self.device.write(&report)?;
        }
        Ok(())
    }

    fn receive(&mut self, command: Command) -> Result<SecretBytes, CardError> {
        let mut receiver = Receiver::new(self.channel, command);
        let until = Instant::now() + PATIENCE;
        let mut heard = Instant::now();
        loop {
            if Instant::now() > until {
                self.send(Command::Cancel, &[])?;
                return Err(CardError::TouchMissing);
            }
            let Some(report) = self.device.read(SILENCE)? else {
                return Err(CardError::Reader);
            };
            match receiver.take(&report)? {
                Received::Message(message) => return Ok(message),
                Received::Waiting { .. } => heard = Instant::now(),
                // Reports of other programs are no sign of life for us.
                Received::Part if heard.elapsed() > SILENCE => return Err(CardError::Reader),
                Received::Part => {}
            }
        }
    }
}

impl<R: Reports> Transport for HidKey<R> {
    fn transmit(&mut self, command: &[u8]) -> Result<SecretBytes, CardError> {
        for _ in 1..ATTEMPTS {
            self.send(Command::Cbor, command)?;
            match self.receive(Command::Cbor) {
                Err(CardError::InUse) => thread::sleep(PAUSE),
                outcome => return outcome,
            }
        }
        Err(CardError::InUse)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::VecDeque;

    const NONCE: [u8; 8] = [7; 8];
    const OURS: [u8; 4] = [0, 0, 0, 9];

    /// Answers each message by the next row of reports.
    #[derive(Default)]
    struct Scripted {
        rows: VecDeque<Vec<Vec<u8>>>,
        waiting: VecDeque<Vec<u8>>,
        written: Vec<[u8; REPORT]>,
    }

    impl Reports for Scripted {
        fn write(&mut self, report: &[u8; REPORT]) -> Result<(), CardError> {
            self.written.push(*report);
            // The last report of a short message, which all are here.
            self.waiting = self.rows.pop_front().unwrap_or_default().into();
            Ok(())
        }

        fn read(&mut self, _timeout: Duration) -> Result<Option<Vec<u8>>, CardError> {
            Ok(self.waiting.pop_front())
        }
    }

    fn report(channel: [u8; 4], rest: &[u8]) -> Vec<u8> {
        let mut report = channel.to_vec();
        report.extend(rest);
        report.resize(REPORT, 0);
        report
    }

    fn channel(nonce: [u8; 8]) -> Vec<u8> {
        let mut rest = vec![0x86, 0, 17];
        rest.extend(nonce);
        rest.extend(OURS);
        rest.extend([2, 5, 4, 3, 0x0d]);
        report([0xff; 4], &rest)
    }

    fn opened(rows: impl IntoIterator<Item = Vec<Vec<u8>>>) -> Result<HidKey<Scripted>, CardError> {
        let mut all = VecDeque::from([vec![channel([1; 8]), channel(NONCE)]]);
        all.extend(rows);
        let device = Scripted {
            rows: all,
            ..Scripted::default()
        };
        HidKey::open(device, NONCE)
    }

    #[test]
    fn a_channel_is_asked_for_and_used() {
        let waiting = report(OURS, &[0xbb, 0, 1, 2]);
        let theirs = report([0, 0, 0, 8], &[0x90, 0, 1, 0xff]);
        let answer = report(OURS, &[0x90, 0, 2, 0, 0xa0]);
        let mut key = opened([vec![waiting, theirs, answer]]).unwrap();
        assert_eq!(key.transmit(&[4]).unwrap().expose(), [0, 0xa0]);
        let written = &key.device.written;
        assert_eq!(written[0][..8], [0xff, 0xff, 0xff, 0xff, 0x86, 0, 8, 7]);
        assert_eq!(written[1][..8], [0, 0, 0, 9, 0x90, 0, 1, 4]);
    }

    #[test]
    fn a_key_that_another_program_uses_is_asked_again() {
        let busy = || vec![report(OURS, &[0xbf, 0, 1, 6])];
        let answer = vec![report(OURS, &[0x90, 0, 1, 0])];
        let mut key = opened([busy(), busy(), answer]).unwrap();
        assert_eq!(key.transmit(&[4]).unwrap().expose(), [0]);
    }

    #[test]
    fn a_key_that_says_nothing_and_one_that_lies_are_given_up() {
        assert_eq!(
            HidKey::open(Scripted::default(), NONCE).err(),
            Some(CardError::Reader)
        );
        let silent = opened([vec![]]).unwrap().transmit(&[4]);
        assert_eq!(silent.err(), Some(CardError::Reader));
        let gap = vec![report(OURS, &[0x90, 0, 200, 0]), report(OURS, &[0x01])];
        let lies = opened([gap]).unwrap().transmit(&[4]);
        assert!(matches!(lies.err(), Some(CardError::Malformed(_))));
        let old = report(OURS, &[0xbf, 0, 1, 1]);
        let old = opened([vec![old]]).unwrap().transmit(&[4]);
        assert_eq!(old.err(), Some(CardError::PrfAbsent));
    }
}
