//! What the bridge says.

use super::{Bytes, Point, Shared};
use crate::card::CardRef;
use crate::error::Coded;
use alloc::string::String;
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

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
    /// To [`Request::Hello`](super::Request::Hello).
    Hello {
        /// The version that the bridge speaks.
        protocol: u32,
        /// The version of the program.
        version: String,
    },
    /// To [`Request::ListCards`](super::Request::ListCards).
    Cards {
        /// In the order of their readers; never empty.
        cards: Vec<Card>,
    },
    /// To [`Request::Agree`](super::Request::Agree).
    Agreed {
        /// What the card computed: an X25519 result, or the x coordinate of a point of P-256.
        shared: Shared,
        /// The name of the reader that the card was in.
        reader: String,
    },
    /// To [`Request::Sign`](super::Request::Sign).
    Signed {
        /// What the card made, `r || s` of 64 bytes each, one after the other in the order of the request. Whether they are by the key that is meant, who has
        /// asked sees.
        signatures: Bytes,
        /// The name of the reader that the card was in.
        reader: String,
    },
    /// To [`Request::ChannelOpen`](super::Request::ChannelOpen).
    ChannelOpened {
        /// What the card says of itself: exactly what SELECT answered.
        told: Bytes,
        /// The name of the reader that the card is in.
        reader: String,
    },
    /// To [`Request::ChannelFrame`](super::Request::ChannelFrame).
    ChannelAnswer {
        /// What the card answered, sealed.
        bytes: Bytes,
    },
    /// To [`Request::ChannelPin`](super::Request::ChannelPin).
    ChannelSealed {
        /// The PIN, sealed to the card.
        bytes: Bytes,
    },
    /// To [`Request::ChannelClose`](super::Request::ChannelClose).
    ChannelClosed {},
    /// To [`Request::CopyRead`](super::Request::CopyRead).
    CopyRead {},
    /// To [`Request::CopyOpen`](super::Request::CopyOpen).
    CopyOpened {
        /// How many bytes the next copy may have.
        room: usize,
    },
    /// To [`Request::CopyWrite`](super::Request::CopyWrite): the card gave it back as it was written, and what was there before is gone. The card is free.
    CopyWritten {},
    /// To [`Request::CopyWrite`](super::Request::CopyWrite): the card has less room than it seemed, and has the copy from before. A smaller one is to be written.
    CopyLess {
        /// How many bytes it may have.
        room: usize,
    },
    /// To [`Request::CopyClose`](super::Request::CopyClose).
    CopyClosed {},
    /// To [`Request::StoreHeader`](super::Request::StoreHeader).
    StoreHeader {
        /// The header; `null` while there is no vault.
        header: Option<Bytes>,
    },
    /// To [`Request::StoreRead`](super::Request::StoreRead).
    StorePages {
        /// How long each page is; `null` for one that is not there.
        lengths: Vec<Option<usize>>,
    },
    /// To [`Request::StorePart`](super::Request::StorePart).
    StoreTaken {},
    /// To [`Request::StoreApply`](super::Request::StoreApply).
    StoreApplied {},
    /// To [`Request::StoreLocked`](super::Request::StoreLocked).
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
    /// One copy that is on the card, sealed, at most [`PART`](super::PART) bytes.
    CopyFound {
        /// As it lies there.
        bytes: Bytes,
    },
    /// The system's service for cards does not answer. The next [`Event::CardReaders`] says that it is back.
    CardServiceAbsent,
    /// Bytes of pages: see [`Request::StoreRead`](super::Request::StoreRead).
    StorePart {
        /// At most [`PART`](super::PART).
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
