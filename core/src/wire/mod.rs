//! What the extension and the bridge say to each other, over the browser's native messaging.
//!
//! The extension sends [`Incoming`], the bridge answers with [`Outgoing`] of the same id: any number of events, then one
//! response or one error. There is no message with a PIN in it, none that carries a command for the card, none that has a card sign anything but
//! key bindings, and none that names a file: the store that is spoken of is the one vault in the person's own folder, and only sealed bytes of it pass.
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
mod outgoing;
#[cfg(test)]
mod tests;

pub use binary::{Bytes, Point, Shared};
pub use error::BridgeError;
pub use outgoing::{Answer, Card, CardReader, ErrorBody, Event, Outgoing, Response};

use crate::card::CardRef;
use alloc::string::String;
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

/// The name under which browsers know the bridge.
pub const HOST_NAME: &str = "app.hailstone.bridge";

/// The version of these messages.
pub const PROTOCOL: u32 = 7;

/// How many signatures one request may ask of a card.
pub const SIGNATURES: usize = 64;

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
    /// Signatures by a key on a card, for credentials that an issuer has bound to it.
    Sign {
        /// The key that is meant.
        card: CardRef,
        /// What is signed, at most [`SIGNATURES`]: signing inputs of KB-JWTs ([`crate::sd_jwt::BindingInput`]), all for the same site, which the person
        /// is told.
        inputs: Vec<String>,
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
        /// Whether the card is to sign, and not to open the vault. Which of both, who asks knows alone; the person is told their word for it.
        #[serde(default)]
        signs: bool,
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
