//! What can go wrong between the extension and the bridge.

use crate::error::{Class, Coded, display_code};

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
    /// A write that is larger than the bridge takes.
    TooLarge,
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
            Self::TooLarge => "bridge.too_large",
            Self::PromptAbsent => "bridge.prompt_absent",
            Self::PromptFailed => "bridge.prompt_failed",
        }
    }

    fn class(&self) -> Class {
        match self {
            Self::MessageInvalid => Class::Hostile,
            Self::Version | Self::CallerRefused | Self::TooLarge | Self::PromptAbsent => {
                Class::Person
            }
            Self::Busy => Class::Retry,
            Self::PromptFailed => Class::Ours,
        }
    }
}

display_code!(BridgeError);
