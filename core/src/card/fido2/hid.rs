//! CTAPHID (CTAP 2.2 §11.2.4): a message in reports of 64 bytes, and the channel that it goes over. The host moves reports and
//! knows how long it waits; everything else is here.

use crate::card::error::CardError;
use crate::secret::SecretBytes;
use alloc::vec::Vec;

/// How long a report is.
pub const REPORT: usize = 64;
/// How much fits into the first report of a message, and into each that follows.
const FIRST: usize = REPORT - 7;
const NEXT: usize = REPORT - 5;
/// With 128 reports behind the first one, which is all that are counted.
const LONGEST: usize = FIRST + 128 * NEXT;
/// Marks the first report of a message.
const INITIAL: u8 = 0x80;

const KEEPALIVE: u8 = 0x3b;
const ERROR: u8 = 0x3f;
/// CTAPHID_KEEPALIVE, STATUS_UPNEEDED.
const TOUCH_WANTED: u8 = 0x02;
/// CTAPHID_INIT, CAPABILITY_CBOR.
const HAS_CBOR: u8 = 0x04;
/// CTAPHID_ERROR, ERR_INVALID_CMD and ERR_CHANNEL_BUSY.
const INVALID_COMMAND: u8 = 0x01;
const CHANNEL_BUSY: u8 = 0x06;

/// What a message is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    /// CTAPHID_INIT: a channel is wanted.
    Init,
    /// CTAPHID_CBOR: a message of CTAP.
    Cbor,
    /// CTAPHID_CANCEL: what the channel waits for is not wanted any more.
    Cancel,
}

impl Command {
    const fn byte(self) -> u8 {
        match self {
            Self::Init => 0x06,
            Self::Cbor => 0x10,
            Self::Cancel => 0x11,
        }
    }
}

/// A channel that a key has given out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Channel([u8; 4]);

impl Channel {
    /// The one on which a channel is asked for.
    pub const BROADCAST: Self = Self([0xff; 4]);

    /// Reads the answer to [`Command::Init`]. `None` for the answer to somebody else's, who sent another nonce.
    ///
    /// # Errors
    /// [`CardError::Malformed`], and [`CardError::PrfAbsent`] by a key that has no CTAP.
    pub fn given(answer: &[u8], nonce: &[u8; 8]) -> Result<Option<Self>, CardError> {
        const EXPECTED: CardError = CardError::Malformed("a channel");
        let (echo, rest) = answer.split_first_chunk::<8>().ok_or(EXPECTED)?;
        let (channel, rest) = rest.split_first_chunk::<4>().ok_or(EXPECTED)?;
        let [_protocol, _major, _minor, _build, capabilities, ..] = rest else {
            return Err(EXPECTED);
        };
        if echo != nonce {
            return Ok(None);
        }
        if matches!(channel, [0, 0, 0, 0] | [0xff, 0xff, 0xff, 0xff]) {
            return Err(EXPECTED);
        }
        if capabilities & HAS_CBOR == 0 {
            return Err(CardError::PrfAbsent);
        }
        Ok(Some(Self(*channel)))
    }
}

/// Cuts a message into reports.
///
/// # Errors
/// [`CardError::Unsupported`] for one that is too long.
pub fn reports(
    channel: Channel,
    command: Command,
    message: &[u8],
) -> Result<Vec<[u8; REPORT]>, CardError> {
    const TOO_LONG: CardError = CardError::Unsupported("a message longer than CTAPHID carries");
    let length = u16::try_from(message.len()).map_err(|_| TOO_LONG)?;
    if message.len() > LONGEST {
        return Err(TOO_LONG);
    }
    let (first, rest) = message.split_at_checked(FIRST).unwrap_or((message, &[]));
    let [high, low] = length.to_be_bytes();
    let header = [command.byte() | INITIAL, high, low];
    let mut reports = Vec::from([report(channel, &header, first)]);
    for (number, part) in (0..INITIAL).zip(rest.chunks(NEXT)) {
        reports.push(report(channel, &[number], part));
    }
    Ok(reports)
}

fn report(channel: Channel, header: &[u8], part: &[u8]) -> [u8; REPORT] {
    let mut report = [0; REPORT];
    let bytes = channel.0.iter().chain(header).chain(part);
    for (place, byte) in report.iter_mut().zip(bytes) {
        *place = *byte;
    }
    report
}

/// What one report has brought.
#[derive(Debug)]
pub enum Received {
    /// Nothing for us, or a part of the message.
    Part,
    /// The key works, or waits for a touch: the message comes later.
    Waiting {
        /// Whether it is for a touch.
        touch: bool,
    },
    /// The whole message.
    Message(SecretBytes),
}

/// Puts the answer to one message together.
#[derive(Debug)]
pub struct Receiver {
    channel: Channel,
    command: Command,
    received: SecretBytes,
    /// How long the message is, once that is known.
    length: Option<usize>,
    next: u8,
}

impl Receiver {
    /// Waits for the answer to a message with this command on this channel.
    pub fn new(channel: Channel, command: Command) -> Self {
        Self {
            channel,
            command,
            received: SecretBytes::default(),
            length: None,
            next: 0,
        }
    }

    /// Takes one report. Those of other channels belong to other programs, and are left alone.
    ///
    /// # Errors
    /// [`CardError::Malformed`] for one that breaks the rules, [`CardError::InUse`] when the key is busy with another program,
    /// [`CardError::PrfAbsent`] when it has no CTAP, [`CardError::Reader`] for its other errors.
    pub fn take(&mut self, report: &[u8]) -> Result<Received, CardError> {
        const EXPECTED: CardError = CardError::Malformed("a report of CTAPHID");
        let (channel, rest) = report.split_first_chunk::<4>().ok_or(EXPECTED)?;
        if *channel != self.channel.0 {
            return Ok(Received::Part);
        }
        let (kind, rest) = rest.split_first().ok_or(EXPECTED)?;
        match (self.length, kind & INITIAL) {
            (None, INITIAL) => self.begin(kind & !INITIAL, rest),
            (Some(length), 0) if *kind == self.next => {
                self.next = kind.checked_add(1).ok_or(EXPECTED)?;
                self.append(length, rest)
            }
            // An error ends a message that has begun, too.
            (Some(_), INITIAL) if kind & !INITIAL == ERROR => self.begin(ERROR, rest),
            _ => Err(EXPECTED),
        }
    }

    fn begin(&mut self, command: u8, rest: &[u8]) -> Result<Received, CardError> {
        const EXPECTED: CardError = CardError::Malformed("the first report of an answer");
        let (length, rest) = rest.split_first_chunk::<2>().ok_or(EXPECTED)?;
        let length = usize::from(u16::from_be_bytes(*length));
        match command {
            KEEPALIVE => {
                let status = rest.first().filter(|_| length == 1).ok_or(EXPECTED)?;
                let touch = *status == TOUCH_WANTED;
                Ok(Received::Waiting { touch })
            }
            ERROR => Err(match rest.first().filter(|_| length == 1) {
                Some(&INVALID_COMMAND) => CardError::PrfAbsent,
                Some(&CHANNEL_BUSY) => CardError::InUse,
                Some(_) => CardError::Reader,
                None => EXPECTED,
            }),
            command if command == self.command.byte() && length <= LONGEST => {
                self.length = Some(length);
                self.append(length, rest)
            }
            _ => Err(EXPECTED),
        }
    }

    fn append(&mut self, length: usize, part: &[u8]) -> Result<Received, CardError> {
        let left = length.saturating_sub(self.received.expose().len());
        let part = part.get(..left).unwrap_or(part);
        if part.is_empty() && left > 0 {
            return Err(CardError::Malformed("a report with something in it"));
        }
        self.received.append(part);
        if self.received.expose().len() < length {
            return Ok(Received::Part);
        }
        Ok(Received::Message(core::mem::take(&mut self.received)))
    }
}

#[cfg(test)]
mod tests;
