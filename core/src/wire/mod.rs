//! What the extension and the bridge say to each other, over the browser's native messaging.
//!
//! The extension sends [`Incoming`], the bridge answers with [`Outgoing`] of the same id: any number of events, then one
//! response or one error. There is no message with a PIN in it, and none that carries a command for the card.

use crate::card::openpgp::Serial;
use crate::error::{Class, Coded, display_code};
use crate::jose::base64url;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The name under which browsers know the bridge.
pub const HOST_NAME: &str = "app.hailstone.bridge";

/// The version of these messages.
pub const PROTOCOL: u32 = 1;

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
#[serde(tag = "type", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Request {
    /// Who are you, and do we speak the same protocol?
    Hello {
        /// The version that the extension speaks.
        protocol: u32,
    },
    /// Which cards are there?
    ListCards {},
    /// X25519 of a card's decryption key and a point.
    Agree {
        /// The card that is meant.
        serial: Serial,
        /// The (blinded) point.
        point: Point,
        /// The language of the PIN prompt.
        language: Language,
    },
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
        /// What the card computed.
        shared: Point,
    },
}

/// One card in a reader.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Card {
    /// The reader's name, as the system gives it.
    pub reader: String,
    /// The card application.
    pub application: Application,
    /// The card's own name.
    pub serial: Serial,
    /// The public half of its X25519 decryption key; `null` where it has no such key.
    pub public_key: Option<Point>,
    /// How many tries the person's PIN has left.
    pub pin_tries_left: u8,
}

/// The card applications that the bridge serves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Application {
    /// OpenPGP card.
    OpenPgp,
}

/// What the bridge tells while a request is under way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
pub enum Event {
    /// A prompt for the PIN is on the person's screen.
    PinWanted,
    /// The card computes, or waits for a touch.
    CardWorking,
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

/// Thirty-two bytes of a point, in base64url without padding (RFC 4648 §5). `Debug` does not show them.
#[derive(Clone, PartialEq, Eq)]
pub struct Point(pub [u8; 32]);

impl fmt::Debug for Point {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Point(redacted)")
    }
}

impl Serialize for Point {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&base64url::encode(&self.0))
    }
}

impl<'de> Deserialize<'de> for Point {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        base64url::decode_array(&text)
            .map(Self)
            .map_err(|_| serde::de::Error::custom("expected 32 bytes in base64url"))
    }
}

/// What can go wrong between the extension and the bridge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BridgeError {
    /// Not a message of this protocol.
    MessageInvalid,
    /// The extension and the bridge speak different versions.
    Version,
    /// Not an extension that may use the bridge.
    CallerRefused,
    /// Too many requests are waiting.
    Busy,
    /// There is nothing by which a person could be asked for the PIN.
    PromptAbsent,
    /// The prompt for the PIN failed.
    PromptFailed,
}

impl Coded for BridgeError {
    fn code(&self) -> &'static str {
        match self {
            Self::MessageInvalid => "bridge.message_invalid",
            Self::Version => "bridge.version",
            Self::CallerRefused => "bridge.caller_refused",
            Self::Busy => "bridge.busy",
            Self::PromptAbsent => "bridge.prompt_absent",
            Self::PromptFailed => "bridge.prompt_failed",
        }
    }

    fn class(&self) -> Class {
        match self {
            Self::MessageInvalid => Class::Hostile,
            Self::Version | Self::CallerRefused | Self::PromptAbsent => Class::Person,
            Self::Busy => Class::Retry,
            Self::PromptFailed => Class::Ours,
        }
    }
}

display_code!(BridgeError);

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

#[cfg(test)]
mod tests;
