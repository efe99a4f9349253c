//! What the extension and the bridge say to each other, over the browser's native messaging.
//!
//! The extension sends [`Incoming`], the bridge answers with [`Outgoing`] of the same id: any number of events, then one
//! response or one error. There is no message with a PIN in it, none that carries a command for the card, and none that
//! names a file: the store that is spoken of is the one vault in the person's own folder, and only sealed bytes of it pass.
//!
//! A card with our own application is spoken with through a channel (docs/card-application.md section 2) that ends in the extension's core:
//! [`Request::ChannelOpen`], then [`Request::ChannelFrame`] as often as it takes, with [`Request::ChannelPin`] when the card wants the PIN,
//! then [`Request::ChannelClose`]. There is one channel at a time. Any other request about a card ends it, and so does everything that goes
//! wrong with it: the card is reset then.
//!
//! A sealed copy of the vault on a card is read by [`Request::CopyRead`]. It is made anew in a session, held like a channel:
//! [`Request::CopyOpen`], [`Request::CopyWrite`] once, or more often where the card turns out to have less room, then
//! [`Request::CopyClose`].

mod binary;
mod error;
#[cfg(test)]
mod tests;

pub use binary::{Bytes, Point, Shared};
pub use error::BridgeError;

use crate::card::CardRef;
use crate::error::Coded;
use alloc::string::String;
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

/// The name under which browsers know the bridge.
pub const HOST_NAME: &str = "app.hailstone.bridge";

/// The version of these messages.
pub const PROTOCOL: u32 = 6;

/// How many messages are brought to a card in one channel at most, each PIN that is asked for counted as one: more than anything takes that an
/// extension does with one.
pub const FRAMES: u8 = 32;

/// How many sealed bytes one message carries at most: in base64url, and with what is around them, less than the megabyte that
/// browsers take from a host.
pub const PART: usize = 512 * 1024;

/// How many pages one request may ask for.
pub const PAGES: usize = 4096;

/// How large one write may be, all parts together.
pub const LARGEST_WRITE: usize = 256 * 1024 * 1024;

/// The id of an answer to something that has no id that could be read.
pub const NO_ID: u64 = 0;

/// One message to the bridge.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Incoming {
    /// Chosen by the extension; every answer carries it.
    pub id: u64,
    /// What is wanted.
    pub request: Request,
}

/// What the extension may ask for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(
    tag = "type",
    rename_all = "kebab-case",
    rename_all_fields = "camelCase",
    deny_unknown_fields
)]
pub enum Request {
    /// Who are you, and do we speak the same protocol?
    Hello {
        /// The version that the extension speaks.
        protocol: u32,
    },
    /// Which cards are there?
    ListCards {},
    /// Tell me when a card is put in or taken out. Stays open: [`Event::CardReaders`] or [`Event::CardServiceAbsent`] at once,
    /// then after each change, and never a response. A second one takes the place of the first.
    CardWatch {},
    /// Agreement of a key on a card and a point.
    Agree {
        /// The key that is meant.
        card: CardRef,
        /// The (blinded) point.
        point: Point,
        /// The language of the PIN prompt.
        language: Language,
    },
    /// A channel to this card, which has to have our own application. It is held alone until the channel ends.
    ChannelOpen {
        /// The card that is meant, by a key on it.
        card: CardRef,
    },
    /// What the card is to be brought: first the message that opens the channel, then sealed frames, at most [`FRAMES`] messages in all.
    ChannelFrame {
        /// One of them, sealed.
        bytes: Bytes,
    },
    /// Ask the person for the PIN, and seal it to the card, to be shown in this channel.
    ChannelPin {
        /// How many tries there are left, as the card has told inside the channel.
        tries_left: u8,
        /// The language of the PIN prompt.
        language: Language,
    },
    /// The channel is of no more use.
    ChannelClose {},
    /// What is on this card of copies of the vault: an [`Event::CopyFound`] for each, the newest first, then [`Response::CopyRead`].
    CopyRead {
        /// The card that is meant, by a key on it.
        card: CardRef,
        /// The language of the PIN prompt, where the card wants the PIN for it.
        language: Language,
    },
    /// The same, and the card is held alone, to be given another copy.
    CopyOpen {
        /// The card that is meant, by a key on it.
        card: CardRef,
        /// The language of the PIN prompt.
        language: Language,
    },
    /// This is to be on the card: a backup file of the vault of which the copies there are, at most [`PART`] bytes.
    CopyWrite {
        /// It.
        bytes: Bytes,
        /// The language of the PIN prompt, where the card wants the PIN once more.
        language: Language,
    },
    /// No copy is to be written any more.
    CopyClose {},
    /// The header of the vault in the file.
    StoreHeader {},
    /// Sealed pages of it, at most [`PAGES`]: their bytes come in [`Event::StorePart`]s, joined in the order of the request,
    /// then [`Response::StorePages`] says where each ends.
    StoreRead {
        /// Their numbers.
        pages: Vec<u32>,
    },
    /// A part of a write, at most [`PART`] bytes; nothing is written yet.
    StorePart {
        /// How many bytes were sent before; 0 begins anew.
        at: u64,
        /// These.
        bytes: Bytes,
    },
    /// The last part of a write, which is done now, whole or not at all: all parts together are what
    /// [`crate::vault::Changes::write`] wrote.
    StoreApply {
        /// How many bytes were sent before.
        at: u64,
        /// These.
        bytes: Bytes,
    },
    /// Tell me when another program has written, and when everything is to be locked. Stays open: [`Event::StoreWatching`] at
    /// once, then whatever happens, and never a response.
    StoreWatch {
        /// The number of [`Event::StoreWatching`] or [`Event::StoreLock`] that was heard last, if one was: if there has been
        /// another call to lock since, it is told at once.
        seen: Option<u64>,
    },
    /// What [`Event::StoreLock`] asked for is done.
    StoreLocked {},
}

/// The languages that the bridge speaks to people.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Language {
    /// English.
    #[default]
    #[serde(rename = "en")]
    English,
    /// German.
    #[serde(rename = "de")]
    German,
}

/// One message from the bridge.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outgoing {
    /// The id of the message that is answered.
    pub id: u64,
    /// The answer.
    #[serde(flatten)]
    pub answer: Answer,
}

/// Exactly one of these members stands beside the id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Answer {
    /// Done; nothing follows.
    Response(Response),
    /// Not done; nothing follows.
    Error(ErrorBody),
    /// Still at it.
    Event(Event),
}

/// The outcome of a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
pub enum Response {
    /// To [`Request::Hello`].
    Hello {
        /// The version that the bridge speaks.
        protocol: u32,
        /// The version of the program.
        version: String,
    },
    /// To [`Request::ListCards`].
    Cards {
        /// In the order of their readers; never empty.
        cards: Vec<Card>,
    },
    /// To [`Request::Agree`].
    Agreed {
        /// What the card computed: an X25519 result, or the x coordinate of a point of P-256.
        shared: Shared,
        /// The name of the reader that the card was in.
        reader: String,
    },
    /// To [`Request::ChannelOpen`].
    ChannelOpened {
        /// What the card says of itself: exactly what SELECT answered.
        told: Bytes,
        /// The name of the reader that the card is in.
        reader: String,
    },
    /// To [`Request::ChannelFrame`].
    ChannelAnswer {
        /// What the card answered, sealed.
        bytes: Bytes,
    },
    /// To [`Request::ChannelPin`].
    ChannelSealed {
        /// The PIN, sealed to the card.
        bytes: Bytes,
    },
    /// To [`Request::ChannelClose`].
    ChannelClosed {},
    /// To [`Request::CopyRead`].
    CopyRead {},
    /// To [`Request::CopyOpen`].
    CopyOpened {
        /// How many bytes the next copy may have.
        room: usize,
    },
    /// To [`Request::CopyWrite`]: the card gave it back as it was written, and what was there before is gone. The card is free.
    CopyWritten {},
    /// To [`Request::CopyWrite`]: the card has less room than it seemed, and has the copy from before. A smaller one is to be written.
    CopyLess {
        /// How many bytes it may have.
        room: usize,
    },
    /// To [`Request::CopyClose`].
    CopyClosed {},
    /// To [`Request::StoreHeader`].
    StoreHeader {
        /// The header; `null` while there is no vault.
        header: Option<Bytes>,
    },
    /// To [`Request::StoreRead`].
    StorePages {
        /// How long each page is; `null` for one that is not there.
        lengths: Vec<Option<usize>>,
    },
    /// To [`Request::StorePart`].
    StoreTaken {},
    /// To [`Request::StoreApply`].
    StoreApplied {},
    /// To [`Request::StoreLocked`].
    StoreNoted {},
}

/// One card in a reader.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Card {
    /// The reader's name, as the system gives it.
    pub reader: String,
    /// The key on it that a vault is opened with, or would be.
    pub card: CardRef,
    /// What the card is called before people.
    pub name: String,
    /// The public half of that key; `null` where it has none yet.
    pub public_key: Option<Point>,
    /// How many tries the person's PIN has left; `null` where the card does not tell it to everybody.
    pub pin_tries_left: Option<u8>,
}

/// One reader.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CardReader {
    /// Its name, as the system gives it.
    pub reader: String,
    /// Whether a card is in it.
    pub has_card: bool,
}

/// What the bridge tells while a request is under way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
pub enum Event {
    /// A prompt for the PIN is on the person's screen.
    PinWanted,
    /// The card computes, or waits for a touch.
    CardWorking,
    /// What is in the readers now. A card that was taken out and put back between two looks is told as both.
    CardReaders {
        /// All readers, in the system's order.
        readers: Vec<CardReader>,
    },
    /// One copy that is on the card, sealed, at most [`PART`] bytes.
    CopyFound {
        /// As it lies there.
        bytes: Bytes,
    },
    /// The system's service for cards does not answer. The next [`Event::CardReaders`] says that it is back.
    CardServiceAbsent,
    /// Bytes of pages: see [`Request::StoreRead`].
    StorePart {
        /// At most [`PART`].
        bytes: Bytes,
    },
    /// The watch has begun.
    StoreWatching {
        /// The number of the last call to lock.
        locks: u64,
    },
    /// Another program has written.
    StoreChanged {
        /// The revision that the file holds now; `null` where there is no vault any more.
        revision: Option<u64>,
    },
    /// Everything that has the vault open is to lock it now.
    StoreLock {
        /// The number of this call.
        locks: u64,
    },
}

/// An error as it is written in messages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ErrorBody {
    /// The stable code.
    pub code: String,
    /// Who has to act: `retry`, `person`, `ours`, `hostile`.
    pub class: String,
    /// How many tries are left, for a wrong PIN; else `null`.
    pub tries_left: Option<u8>,
}

impl From<&dyn Coded> for ErrorBody {
    fn from(error: &dyn Coded) -> Self {
        Self {
            code: error.code().into(),
            class: error.class().as_str().into(),
            tries_left: error.tries_left(),
        }
    }
}

/// A message that is none, and the id under which to say so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// The id, where at least that could be read; else [`NO_ID`].
    pub id: u64,
}

impl Incoming {
    /// Reads a message.
    ///
    /// # Errors
    /// [`Unreadable`], to be answered with [`BridgeError::MessageInvalid`].
    pub fn parse(json: &[u8]) -> Result<Self, Unreadable> {
        #[derive(Deserialize)]
        struct OnlyId {
            id: u64,
        }
        serde_json::from_slice(json).map_err(|_| Unreadable {
            id: serde_json::from_slice(json).map_or(NO_ID, |OnlyId { id }| id),
        })
    }
}

impl Outgoing {
    /// A last answer.
    pub const fn response(id: u64, response: Response) -> Self {
        Self {
            id,
            answer: Answer::Response(response),
        }
    }

    /// A last answer that says what went wrong.
    pub fn error(id: u64, error: &dyn Coded) -> Self {
        Self {
            id,
            answer: Answer::Error(error.into()),
        }
    }

    /// News from a request under way.
    pub const fn event(id: u64, event: Event) -> Self {
        Self {
            id,
            answer: Answer::Event(event),
        }
    }

    /// The message as JSON.
    pub fn to_json(&self) -> Vec<u8> {
        // Strings, numbers and lists of them: serde_json has no way to fail on these.
        serde_json::to_vec(self).unwrap_or_default()
    }
}
