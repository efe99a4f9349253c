//! Objects on the card (docs/card-application.md section 5).

use super::{Channel, Exchange, Verified, number, tag_bytes};
use crate::card::error::CardError;
use crate::card::status::Status;
use crate::card::step::Step;
use crate::secret::SecretBytes;
use alloc::vec::Vec;

/// How many bytes of an object one frame carries at most (section 10).
pub const OBJECT_PART: usize = 2048;

/// Where the vault's copy lies (docs/card-application.md section 5).
const COPY: u32 = 0x5f48;

/// Who may do something with an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Rule {
    /// Whoever has a channel.
    Free,
    /// Who has shown the PIN.
    Pin,
    /// Who has shown the PUK.
    Puk,
    /// Nobody.
    Never,
}

impl Rule {
    const ALL: [Self; 4] = [Self::Free, Self::Pin, Self::Puk, Self::Never];

    const fn nibble(self) -> u8 {
        match self {
            Self::Free => 0,
            Self::Pin => 1,
            Self::Puk => 2,
            Self::Never => 3,
        }
    }

    fn of(nibble: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|rule| rule.nibble() == nibble)
    }
}

/// Who may read, and who may write.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Rules {
    /// Reading.
    pub read: Rule,
    /// Putting and deleting.
    pub write: Rule,
}

impl Rules {
    /// Both with the PIN.
    pub const PIN: Self = Self {
        read: Rule::Pin,
        write: Rule::Pin,
    };

    const fn byte(self) -> u8 {
        self.read.nibble() << 4 | self.write.nibble()
    }

    fn of(byte: u8) -> Option<Self> {
        Some(Self {
            read: Rule::of(byte >> 4)?,
            write: Rule::of(byte & 0x0f)?,
        })
    }
}

/// One line of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Listed {
    /// The tag.
    pub tag: u32,
    /// Who may do what.
    pub rules: Rules,
    /// The length in bytes.
    pub length: u32,
}

impl<S: 'static> Channel<S> {
    /// The objects that may be read now.
    ///
    /// # Errors
    /// [`CardError::Malformed`].
    pub fn list(self) -> Exchange<S, Vec<Listed>> {
        self.ask([0xcb, 0x3f, 0xff], &[0x5c, 0x00], |answer| {
            const EXPECTED: CardError = CardError::Malformed("a list of objects");
            let (lines, []) = answer.as_chunks::<8>() else {
                return Err(EXPECTED);
            };
            let read = |[a, b, c, d, rules, e, f, g]: &[u8; 8]| {
                Some(Listed {
                    tag: u32::from_be_bytes([*a, *b, *c, *d]),
                    rules: Rules::of(*rules)?,
                    length: u32::from_be_bytes([0, *e, *f, *g]),
                })
            };
            lines
                .iter()
                .map(read)
                .collect::<Option<_>>()
                .ok_or(EXPECTED)
        })
    }

    /// An object, whole; `None` where there is none, or where nothing is told of it without the PIN.
    ///
    /// # Errors
    /// [`CardError::PinNeeded`]; [`CardError::Memory`] where it is not what was put there.
    pub fn get(self, tag: u32) -> Exchange<S, Option<SecretBytes>> {
        get_from(self, tag, None)
    }
}

/// What has arrived of an object, and how long the card says that it is.
struct Partial {
    bytes: SecretBytes,
    length: usize,
}

impl Partial {
    /// Takes the next answer. Every part is as long as it can be (HC-32) and the length is always the same, so what a card says at
    /// first bounds both the bytes that are taken and the number of frames.
    fn take(so_far: Option<Self>, answer: &[u8]) -> Option<Self> {
        let (length, part) = answer.split_first_chunk::<4>()?;
        let length = usize::try_from(u32::from_be_bytes(*length)).ok()?;
        let mut partial = match so_far {
            Some(so_far) => so_far,
            None if length <= LONGEST => Self {
                bytes: SecretBytes::new(Vec::with_capacity(length)),
                length,
            },
            None => return None,
        };
        let left = length.checked_sub(partial.bytes.expose().len())?;
        if length != partial.length || part.len() != left.min(OBJECT_PART) {
            return None;
        }
        partial.bytes.append(part);
        Some(partial)
    }

    fn is_whole(&self) -> bool {
        self.bytes.expose().len() == self.length
    }
}

fn get_from<S: 'static>(
    channel: Channel<S>,
    tag: u32,
    so_far: Option<Partial>,
) -> Exchange<S, Option<SecretBytes>> {
    let mut data = tag_list(tag)?;
    if let Some(so_far) = &so_far {
        data.extend(offset(so_far.bytes.expose().len())?);
    }
    channel.exchange([0xcb, 0x3f, 0xff], &data, move |channel, reply| {
        if reply.status == Status::DATA_NOT_FOUND && so_far.is_none() {
            return Ok(Step::Done((channel, None)));
        }
        let answer = reply.ok()?;
        let partial = Partial::take(so_far, answer.expose())
            .ok_or(CardError::Malformed("a part of an object"))?;
        if partial.is_whole() {
            return Ok(Step::Done((channel, Some(partial.bytes))));
        }
        get_from(channel, tag, Some(partial))
    })
}

/// As many bytes as a memory can have (section 10), so that a card cannot make a host take more.
const LONGEST: usize = 254 * 4096;

impl Channel<Verified> {
    /// Puts an object, whole, in the place of what is there: in one commit. Gives the card's new generation.
    ///
    /// # Errors
    /// [`CardError::Full`]; nothing has changed then.
    pub fn put(self, tag: u32, rules: Rules, content: &[u8]) -> Exchange<Verified, u64> {
        if content.len() <= OBJECT_PART {
            let data = put_data(tag, 0, Some(rules), content)?;
            return self.ask(PUT, &data, number);
        }
        self.put_all(&[(tag, rules, content)])
    }

    /// Puts several objects in one commit: all of them, or none.
    ///
    /// # Errors
    /// [`CardError::Full`]; nothing has changed then.
    pub fn put_all(self, objects: &[(u32, Rules, &[u8])]) -> Exchange<Verified, u64> {
        let mut frames: Vec<SecretBytes> = Vec::new();
        for (tag, rules, content) in objects {
            if content.is_empty() {
                frames.push(SecretBytes::new(put_data(*tag, 0, Some(*rules), &[])?));
            }
            for (number, part) in content.chunks(OBJECT_PART).enumerate() {
                let at = number.saturating_mul(OBJECT_PART);
                let rules = (at == 0).then_some(*rules);
                frames.push(SecretBytes::new(put_data(*tag, at, rules, part)?));
            }
        }
        frames.reverse();
        self.exchange([0x50, 0x01, 0x00], &[], |channel, reply| {
            reply.ok()?;
            put_next(channel, frames)
        })
    }

    /// The sealed copy of the vault on this card; `None` while there is none.
    ///
    /// # Errors
    /// As [`Channel::get`].
    pub fn copy(self) -> Exchange<Verified, Option<SecretBytes>> {
        self.get(COPY)
    }

    /// How long a copy may be that is put beside the one that is there.
    pub const fn room_for_copy(&self) -> u32 {
        self.status.bytes_left
    }

    /// Puts a sealed copy of the vault in the place of the one that is there, in one commit. Only who has the PIN reads it.
    ///
    /// # Errors
    /// As [`Channel::put`].
    pub fn put_copy(self, sealed: &[u8]) -> Exchange<Verified, u64> {
        self.put(COPY, Rules::PIN, sealed)
    }

    /// Deletes an object. Gives the card's new generation.
    ///
    /// # Errors
    /// [`CardError::ObjectAbsent`].
    pub fn delete(self, tag: u32) -> Exchange<Verified, u64> {
        self.ask([0xee, 0x3f, 0xff], &tag_list(tag)?, number)
    }
}

const PUT: [u8; 3] = [0xdb, 0x3f, 0xff];

/// What is left of a transaction, the next frame last; then COMMIT. After a refusal ABORT, so that the channel is as it was before.
fn put_next(channel: Channel<Verified>, mut frames: Vec<SecretBytes>) -> Exchange<Verified, u64> {
    let Some(frame) = frames.pop() else {
        return channel.ask([0x50, 0x02, 0x00], &[], number);
    };
    channel.exchange(PUT, frame.expose(), move |channel, reply| {
        match reply.ok() {
            Ok(_) => put_next(channel, frames),
            Err(refused) => channel.exchange([0x50, 0x03, 0x00], &[], move |_, _| Err(refused)),
        }
    })
}

fn put_data(
    tag: u32,
    at: usize,
    rules: Option<Rules>,
    content: &[u8],
) -> Result<Vec<u8>, CardError> {
    const TOO_LONG: CardError = CardError::Unsupported("a part of more than 2048 bytes");
    let mut data = Vec::with_capacity(content.len().saturating_add(24));
    data.extend(tag_list(tag)?);
    if at > 0 {
        data.extend(offset(at)?);
    }
    if let Some(rules) = rules {
        data.extend([0x80, 0x01, rules.byte()]);
    }
    let [high, low] = u16::try_from(content.len())
        .map_err(|_| TOO_LONG)?
        .to_be_bytes();
    match (high, low) {
        (0, 0..=0x7f) => data.extend([0x53, low]),
        (0, _) => data.extend([0x53, 0x81, low]),
        _ => data.extend([0x53, 0x82, high, low]),
    }
    data.extend_from_slice(content);
    Ok(data)
}

fn tag_list(tag: u32) -> Result<Vec<u8>, CardError> {
    let tag = tag_bytes(tag);
    match u8::try_from(tag.len()) {
        Ok(length @ 1..=3) => Ok([&[0x5c, length][..], &tag].concat()),
        _ => Err(CardError::Unsupported(
            "a tag that is not of one to three bytes",
        )),
    }
}

fn offset(at: usize) -> Result<[u8; 5], CardError> {
    let at = u32::try_from(at).map_err(|_| CardError::Full)?;
    let [0, a, b, c] = at.to_be_bytes() else {
        return Err(CardError::Full);
    };
    Ok([0x54, 0x03, a, b, c])
}
