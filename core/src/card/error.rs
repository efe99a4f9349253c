//! What can go wrong between a host and a card, the card itself included.

use super::status::Status;
use crate::error::{Class, Coded, display_code};

/// An error of the way to the card, of its reader, or of the card.
///
/// The core itself makes those that the card's answers tell; a host adds those of the reader and of the person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CardError {
    /// The system's smart card service does not run, or stopped.
    ServiceAbsent,
    /// No reader is connected.
    ReaderAbsent,
    /// No reader holds a card.
    Absent,
    /// Another program holds the card.
    InUse,
    /// The card left its reader, or lost power, during the work.
    Removed,
    /// The reader holds another card than the one that is wanted.
    Other,
    /// The card does not have the application.
    ApplicationAbsent,
    /// The application was being made new, and the card was taken out before it was done: nothing is on it any more.
    Terminated,
    /// The application is there, its key is not.
    KeyAbsent,
    /// There is a key already, and it would be destroyed.
    KeyPresent,
    /// The key is of another algorithm, or the card cannot have a key of ours.
    KeyUnsupported,
    /// The key is an RSA key, with which there is no key agreement.
    KeyRsa,
    /// The card has no key for signatures in that place.
    SignatureKeyAbsent,
    /// The key for signatures is none of P-256: RSA or Ed25519, say.
    SignatureKeyUnsupported,
    /// The card has another key than the one that is asked for.
    KeyOther,
    /// The PIN was wrong; so many tries are left.
    PinWrong {
        /// Never zero: with none left it is [`CardError::PinBlocked`].
        tries_left: u8,
    },
    /// The PIN is the one that cards are delivered with, and no other was chosen.
    PinFactory,
    /// No tries are left; the card has to be unblocked first.
    PinBlocked,
    /// The PUK was wrong, and the card does not tell how many tries are left.
    PukWrong,
    /// No tries of the PUK or the Admin PIN are left: nobody can help a blocked PIN any more.
    PukBlocked,
    /// The PIN has too few or too many characters for this card. No try was used.
    PinLength {
        /// The fewest bytes that are allowed.
        least: u8,
        /// The most bytes that are allowed.
        most: u8,
    },
    /// The card's management key is another one than was given. No try was used: there are none to count.
    ManagementKeyWrong,
    /// Every place for a key of ours is taken.
    SlotsTaken,
    /// The object of that name holds something that is not ours.
    ObjectTaken,
    /// The card has no room for more data.
    Full,
    /// The card has no objects that a copy of the vault could lie in.
    NoPlace,
    /// There is no such object, or no such key.
    ObjectAbsent,
    /// The card wants its PIN for that.
    PinNeeded,
    /// The card's memory failed, or is damaged.
    Memory,
    /// What came back over the secure channel is not what the card sent, or the card is not the one it says it is.
    ChannelBroken,
    /// The person closed the prompt without a PIN.
    PinCancelled,
    /// The system does not let this account use the security key.
    Forbidden,
    /// The security key has no PIN yet, so it verifies nobody.
    PinUnset,
    /// Several wrong PINs in a row: the security key takes none until it was without power.
    PinPaused,
    /// The security key does not have the credential.
    CredentialAbsent,
    /// The security key has a credential of these already.
    CredentialPresent,
    /// The security key cannot give secrets (CTAP 2.2 §12.7, hmac-secret).
    PrfAbsent,
    /// The card waits for a touch, and nobody touched it in time.
    TouchMissing,
    /// The card asks for something that we do not do.
    Unsupported(&'static str),
    /// The card answered with a status that its specification does not foresee here.
    Status(Status),
    /// The security key answered with a status that its specification does not foresee here (CTAP 2.2 §8.2).
    Ctap(u8),
    /// The card's answer breaks the rules of its format; this is what was expected.
    Malformed(&'static str),
    /// The reader or the service failed in a way that has no better name.
    Reader,
}

impl Coded for CardError {
    fn code(&self) -> &'static str {
        match self {
            Self::ServiceAbsent => "card.service_absent",
            Self::ReaderAbsent => "card.reader_absent",
            Self::Absent => "card.absent",
            Self::InUse => "card.in_use",
            Self::Removed => "card.removed",
            Self::Other => "card.other",
            Self::ApplicationAbsent => "card.application_absent",
            Self::Terminated => "card.terminated",
            Self::KeyAbsent => "card.key_absent",
            Self::KeyPresent => "card.key_present",
            Self::KeyUnsupported => "card.key_unsupported",
            Self::KeyRsa => "card.key_rsa",
            Self::SignatureKeyAbsent => "card.signature_key_absent",
            Self::SignatureKeyUnsupported => "card.signature_key_unsupported",
            Self::KeyOther => "card.key_other",
            Self::PinWrong { .. } => "card.pin_wrong",
            Self::PinFactory => "card.pin_factory",
            Self::PinBlocked => "card.pin_blocked",
            Self::PukWrong => "card.puk_wrong",
            Self::PukBlocked => "card.puk_blocked",
            Self::PinLength { .. } => "card.pin_length",
            Self::ManagementKeyWrong => "card.management_key_wrong",
            Self::SlotsTaken => "card.slots_taken",
            Self::ObjectTaken => "card.object_taken",
            Self::Full => "card.full",
            Self::NoPlace => "card.no_place",
            Self::ObjectAbsent => "card.object_absent",
            Self::PinNeeded => "card.pin_needed",
            Self::Memory => "card.memory",
            Self::ChannelBroken => "card.channel_broken",
            Self::PinCancelled => "card.pin_cancelled",
            Self::Forbidden => "card.forbidden",
            Self::PinUnset => "card.pin_unset",
            Self::PinPaused => "card.pin_paused",
            Self::CredentialAbsent => "card.credential_absent",
            Self::CredentialPresent => "card.credential_present",
            Self::PrfAbsent => "card.prf_absent",
            Self::TouchMissing => "card.touch_missing",
            Self::Unsupported(_) => "card.unsupported",
            Self::Status(_) => "card.status",
            Self::Ctap(_) => "card.ctap",
            Self::Malformed(_) => "card.malformed",
            Self::Reader => "card.reader",
        }
    }

    fn class(&self) -> Class {
        match self {
            Self::ServiceAbsent
            | Self::ReaderAbsent
            | Self::Absent
            | Self::InUse
            | Self::Removed
            | Self::Other
            | Self::ApplicationAbsent
            | Self::Terminated
            | Self::KeyAbsent
            | Self::KeyPresent
            | Self::KeyUnsupported
            | Self::KeyRsa
            | Self::SignatureKeyAbsent
            | Self::SignatureKeyUnsupported
            | Self::KeyOther
            | Self::PinWrong { .. }
            | Self::PinFactory
            | Self::PinBlocked
            | Self::PukWrong
            | Self::PukBlocked
            | Self::PinLength { .. }
            | Self::ManagementKeyWrong
            | Self::SlotsTaken
            | Self::ObjectTaken
            | Self::Full
            | Self::NoPlace
            | Self::Memory
            | Self::PinCancelled
            | Self::Forbidden
            | Self::PinUnset
            | Self::PinPaused
            | Self::CredentialAbsent
            | Self::CredentialPresent
            | Self::PrfAbsent
            | Self::TouchMissing => Class::Person,
            Self::Reader => Class::Retry,
            Self::ObjectAbsent
            | Self::PinNeeded
            | Self::Unsupported(_)
            | Self::Status(_)
            | Self::Ctap(_) => Class::Ours,
            Self::Malformed(_) | Self::ChannelBroken => Class::Hostile,
        }
    }

    fn tries_left(&self) -> Option<u8> {
        match self {
            Self::PinWrong { tries_left } => Some(*tries_left),
            Self::PinBlocked | Self::PukBlocked => Some(0),
            _ => None,
        }
    }
}

display_code!(CardError);
