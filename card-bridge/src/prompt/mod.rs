//! Asking a person for a PIN, a passphrase or the words of a recovery sheet: in the system's pinentry, or on the terminal of
//! the tool. A PIN goes from here to the card and nowhere else, the others to the core.

mod assuan;
mod composed;
mod leash;
mod pinentry;
mod terminal;
#[cfg(test)]
pub(crate) mod testing;
mod texts;

pub(crate) use composed::composed;
pub use leash::Leash;
pub use pinentry::Pinentry;
pub use terminal::Terminal;

use crate::error::Failure;
use hailstone_core::card::{CardError, CardRef};
use hailstone_core::secret::SecretBytes;
use hailstone_core::wire::{BridgeError, Language};

/// What a person is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Question {
    /// A PIN of a card.
    Pin(PinQuestion),
    /// The PIN of a security key.
    KeyPin(KeyPinQuestion),
    /// A vault's passphrase.
    Passphrase(PassphraseQuestion),
    /// Words of a recovery sheet.
    Recovery(RecoveryQuestion),
    /// A PIV card's management key.
    ManagementKey(ManagementKeyQuestion),
}

/// For a PIN.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PinQuestion {
    /// Which of the card's PINs.
    pub pin: PinKind,
    /// What for.
    pub occasion: PinOccasion,
    /// Of which card.
    pub card: CardRef,
    /// In which language.
    pub language: Language,
    /// How many tries are left, at least one, where the card tells. With one left the person is warned.
    pub tries_left: Option<u8>,
    /// What was wrong with the answer before this one.
    pub mistake: Option<Mistake>,
}

/// For the PIN of a security key (FIDO2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyPinQuestion {
    /// What for.
    pub occasion: PinOccasion,
    /// What the key, or its reader, is called.
    pub key: String,
    /// In which language.
    pub language: Language,
    /// How many tries are left, at least one.
    pub tries_left: Option<u8>,
    /// What was wrong with the answer before this one.
    pub mistake: Option<Mistake>,
}

/// Which of a card's PINs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PinKind {
    /// The person's own, to use a key.
    User,
    /// The administrator's, to change keys.
    Admin,
    /// The one that gives a blocked PIN a new value.
    Puk,
}

/// What a PIN is wanted for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PinOccasion {
    /// To show it to the card.
    Show,
    /// The same, for the copy of the vault on it.
    Copy,
    /// The same, for the key bindings of what goes to one site.
    Sign {
        /// For whom, as the site is called in them, where that was seen.
        audience: Option<String>,
    },
    /// The same, for the card to prove that it has its key for signatures, or to make one.
    Prove,
    /// To be replaced, or to replace another.
    Present,
    /// To make the whole card new.
    Reset,
    /// To be the card's from now on.
    New,
    /// The new one once more.
    Repeat,
}

/// For a PIV card's management key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ManagementKeyQuestion {
    /// Of which card.
    pub card: CardRef,
    /// In which language.
    pub language: Language,
    /// What was wrong with the answer before this one.
    pub mistake: Option<KeyMistake>,
}

/// What was wrong with a management key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyMistake {
    /// Those were no digits of a key.
    Digits,
    /// The key.
    Wrong,
}

/// For a passphrase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PassphraseQuestion {
    /// What for.
    pub occasion: Occasion,
    /// In which language.
    pub language: Language,
    /// What was wrong with the answer before this one.
    pub mistake: Option<PassphraseMistake>,
}

/// What a passphrase is wanted for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Occasion {
    /// To open a vault.
    Open {
        /// The person's name for this passphrase, where the vault has several.
        label: Option<String>,
    },
    /// To open a backup of a vault, which may be older than a change of the passphrase.
    OpenBackup {
        /// As in [`Self::Open`].
        label: Option<String>,
    },
    /// To be the first of a new vault.
    New,
    /// To open a vault beside what opens it already.
    Another,
    /// The new one once more, so that a slip of the fingers is noticed.
    Repeat,
}

/// For words of a recovery sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecoveryQuestion {
    /// What for.
    pub occasion: RecoveryOccasion,
    /// In which language.
    pub language: Language,
    /// What was wrong with the answer before this one.
    pub mistake: Option<RecoveryMistake>,
}

/// What words of a recovery sheet are wanted for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RecoveryOccasion {
    /// All of them, to open a vault.
    Open {
        /// The person's name for the sheet, where only one can be meant.
        label: Option<String>,
    },
    /// All of those of one recovery share, to open a vault with it and others.
    Share {
        /// Which one it will be, counted from one.
        number: u8,
        /// How many it takes.
        of: u8,
    },
    /// One word of a share, to be sure that it was written.
    RehearseShare {
        /// The share's number.
        share: u8,
        /// The word's place, counted from one.
        place: u8,
    },
    /// One of them, to be sure that the sheet was written.
    Rehearse {
        /// Its place, counted from one.
        place: u8,
    },
}

impl Question {
    /// The language to ask in.
    pub const fn language(&self) -> Language {
        match self {
            Self::Pin(question) => question.language,
            Self::KeyPin(question) => question.language,
            Self::Passphrase(question) => question.language,
            Self::Recovery(question) => question.language,
            Self::ManagementKey(question) => question.language,
        }
    }

    /// What it is when the person gives no answer.
    pub(crate) fn given_up(&self) -> Failure {
        match self {
            Self::Pin(_) | Self::KeyPin(_) => CardError::PinCancelled.into(),
            Self::Passphrase(_) => Failure::PassphraseCancelled,
            Self::Recovery(_) => Failure::RecoveryCancelled,
            Self::ManagementKey(_) => Failure::ManagementKeyCancelled,
        }
    }
}

impl From<PinQuestion> for Question {
    fn from(question: PinQuestion) -> Self {
        Self::Pin(question)
    }
}

impl From<ManagementKeyQuestion> for Question {
    fn from(question: ManagementKeyQuestion) -> Self {
        Self::ManagementKey(question)
    }
}

impl From<KeyPinQuestion> for Question {
    fn from(question: KeyPinQuestion) -> Self {
        Self::KeyPin(question)
    }
}

impl From<PassphraseQuestion> for Question {
    fn from(question: PassphraseQuestion) -> Self {
        Self::Passphrase(question)
    }
}

impl From<RecoveryQuestion> for Question {
    fn from(question: RecoveryQuestion) -> Self {
        Self::Recovery(question)
    }
}

/// What was wrong with a PIN.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mistake {
    /// The PIN.
    Wrong,
    /// The second time it was another one.
    Different,
    /// It is the one that cards are delivered with.
    Factory,
    /// Its length, so it was not tried.
    Length {
        /// The fewest characters.
        least: u8,
        /// The most characters.
        most: u8,
    },
}

/// What was wrong with a passphrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PassphraseMistake {
    /// It does not open the vault.
    Wrong,
    /// There is nothing in it.
    Empty,
    /// The second time it was another one.
    Different,
}

/// What was wrong with words of a recovery sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecoveryMistake {
    /// One of them is none that a sheet can have.
    Unknown {
        /// Its place, counted from one.
        place: u8,
    },
    /// They were not as many as a sheet has.
    Count,
    /// Their checksum does not fit.
    Checksum,
    /// They are those of a sheet that does not open the vault.
    OtherSheet,
    /// It is a share of another set, or a sheet where a share is wanted.
    OtherSet,
    /// It is a share that was entered before.
    SameShare,
    /// It is not the word at the place that was asked for.
    OtherWord,
}

/// A way to ask.
pub trait Prompt {
    /// Asks once.
    ///
    /// # Errors
    /// `card.pin_cancelled`, [`Failure::PassphraseCancelled`] or [`Failure::RecoveryCancelled`] when the person gives no answer;
    /// [`BridgeError::PromptAbsent`] or [`BridgeError::PromptFailed`] when they could not be asked.
    fn ask(&mut self, question: &Question) -> Result<SecretBytes, Failure>;
}

/// The first of two prompts that is there: pinentry, else the terminal.
pub struct Either<A, B>(pub A, pub B);

impl<A: Prompt, B: Prompt> Prompt for Either<A, B> {
    fn ask(&mut self, question: &Question) -> Result<SecretBytes, Failure> {
        match self.0.ask(question) {
            Err(Failure::Bridge(BridgeError::PromptAbsent | BridgeError::PromptFailed)) => {
                self.1.ask(question)
            }
            answer => answer,
        }
    }
}
