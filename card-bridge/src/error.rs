//! Everything that can go wrong in the program, with the stable code of each.

use hailstone_core::card::CardError;
use hailstone_core::credential::CredentialError;
use hailstone_core::error::{Class, Coded};
use hailstone_core::release::RequestError;
use hailstone_core::trust::TrustError;
use hailstone_core::vault::{StoreError, VaultError};
use hailstone_core::wire::BridgeError;
use hailstone_interchange::ImportError;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// A failure of the tool or of the host.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// Between here and the card, or in the card.
    Card(CardError),
    /// Between here and the extension, or the prompt.
    Bridge(BridgeError),
    /// In the vault.
    Vault(VaultError),
    /// In the vault's file.
    Store(StoreError),
    /// In a file of another program.
    Import(ImportError),
    /// In a credential, or about its issuer.
    Credential(CredentialError),
    /// In what a site asks.
    Request(RequestError),
    /// In the certificate of an authority that the person named.
    Authority {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        error: TrustError,
    },
    /// Between here and a site.
    Site(SiteFault),
    /// Nothing in the vault is what a site asked for.
    NothingMatches,
    /// What a card signed is not by the key that a credential is bound to.
    SignatureWrong,
    /// A token could not be made: a defect of ours, by its code.
    Release {
        /// The code.
        code: &'static str,
    },
    /// Of what was to be verified something does not hold, or could not be looked at.
    NotVerified,
    /// A site asked, and the person gave nothing.
    NotShared,
    /// Some records could not be opened, and the others were.
    RecordsTampered {
        /// How many could not.
        count: usize,
    },
    /// A part of the index could not be opened: records may be missing.
    IndexTampered,
    /// There is a vault in this file already.
    VaultExists {
        /// The file.
        path: PathBuf,
    },
    /// There is something under the name of a file that is to be new.
    FileExists {
        /// The file.
        path: PathBuf,
    },
    /// There is no vault in this file.
    VaultAbsent {
        /// The file.
        path: PathBuf,
    },
    /// The vault's file was made by a later version.
    VaultNewer,
    /// Others on this machine may write in this folder, or own it.
    FolderOpen {
        /// The folder.
        path: PathBuf,
    },
    /// No passphrase was entered.
    PassphraseCancelled,
    /// No management key of a PIV card was entered.
    ManagementKeyCancelled,
    /// No words of a recovery sheet were entered.
    RecoveryCancelled,
    /// The vault has no recovery sheet.
    RecoveryAbsent,
    /// No security key with FIDO2 is connected.
    KeyAbsent,
    /// Several security keys are connected, and it cannot be told which one is meant.
    KeysSeveral,
    /// The PIN of a security key was wrong too often.
    KeyBlocked,
    /// There is no such choice to make.
    ChoiceUnknown,
    /// An export is readable by anybody, and the person has not said that they know.
    ExportInTheClear,
    /// The words that were asked for are not those of the new sheet.
    RehearsalFailed,
    /// The words of a new sheet can be shown to nobody.
    SheetNowhere,
    /// The vault has no unlocker with this label.
    UnlockerUnknown {
        /// What was asked for.
        label: String,
    },
    /// Another unlocker of the vault has this label.
    LabelTaken {
        /// The label.
        label: String,
    },
    /// Several unlockers of the vault have this label, and only one can be meant.
    LabelShared {
        /// The label.
        label: String,
    },
    /// Some browsers were told to lock the vault and have not said that they did.
    LockSilent {
        /// How many.
        count: usize,
    },
    /// The system gives no random bytes.
    EntropyAbsent,
    /// There are several cards, and it was not said which one is meant.
    CardsSeveral,
    /// There is no copy of a vault on the card.
    CardCopyAbsent,
    /// The card to be made new is the only thing that opens the vault.
    CardLast {
        /// What the vault calls it.
        label: String,
    },
    /// The card that was to open the vault does already.
    CardOpensAlready {
        /// What the vault calls it.
        label: String,
    },
    /// Nobody put in the card that was waited for.
    SpareAbsent,
    /// The card is none of those that open the vault.
    CardOpensNothing,
    /// Something is to be destroyed, and nobody can be asked whether they mean it.
    ConfirmationAbsent,
    /// Something was to be destroyed, and the person has not said that they mean it.
    NotConfirmed,
    /// A card of ours that is not noted as this person's own, so that no PIN is sealed to it.
    CardUnknown,
    /// A file or folder could not be read or written.
    File {
        /// Which one.
        path: PathBuf,
        /// Why, as the system says.
        reason: io::ErrorKind,
    },
    /// The person's home folder is not known.
    HomeAbsent,
    /// This system has no place that we know for a browser's manifests.
    SystemUnknown,
    /// Something that was typed cannot be used.
    ArgumentInvalid(Argument),
}

/// What went wrong with a site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SiteFault {
    /// It could not be reached, or broke off.
    Unreachable,
    /// It answered, but not that all is well.
    Refused {
        /// The HTTP status.
        status: u16,
    },
    /// It answered with more than is read.
    TooLarge,
    /// Its address is on this machine, and it was not said that it may be.
    Local,
    /// It has the answer, and what it said to that cannot be read.
    Answered,
}

/// What about an argument was wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Argument {
    /// Not the id of an extension for this browser.
    ExtensionId,
    /// One id for several kinds of browser, or a profile for Firefox, which does not look there.
    BrowserNeeded,
    /// Not the serial of a card.
    Card,
    /// Not the beginning of one record's identifier.
    Record,
    /// Not a file with a JWK.
    Key,
    /// Not the number of a key that this card has for signatures.
    Slot,
}

impl Failure {
    /// A failed read or write of `path`.
    pub fn file(path: &Path, error: &io::Error) -> Self {
        Self::File {
            path: path.into(),
            reason: error.kind(),
        }
    }
}

impl Coded for Failure {
    fn code(&self) -> &'static str {
        match self {
            Self::Card(error) => error.code(),
            Self::Bridge(error) => error.code(),
            Self::Vault(error) => error.code(),
            Self::Store(error) => error.code(),
            Self::Import(error) => error.code(),
            Self::Credential(error) => error.code(),
            Self::Request(error) => error.code(),
            Self::Authority { error, .. } => error.code(),
            Self::Site(SiteFault::Unreachable) => "tool.site_unreachable",
            Self::Site(SiteFault::Refused { .. }) => "tool.site_refused",
            Self::Site(SiteFault::TooLarge) => "tool.site_answer_too_large",
            Self::Site(SiteFault::Local) => "tool.site_local",
            Self::Site(SiteFault::Answered) => "tool.site_answer_invalid",
            Self::NothingMatches => "release.nothing_matches",
            Self::SignatureWrong => "release.signature_wrong",
            Self::Release { code } => code,
            Self::NotVerified => "tool.not_verified",
            Self::NotShared => "tool.not_shared",
            Self::RecordsTampered { .. } | Self::IndexTampered => VaultError::Tampered.code(),
            Self::VaultExists { .. } => "tool.vault_exists",
            Self::FileExists { .. } => "tool.file_exists",
            Self::VaultAbsent { .. } => "tool.vault_absent",
            Self::VaultNewer => "tool.vault_newer",
            Self::FolderOpen { .. } => "tool.folder_open",
            Self::PassphraseCancelled => "tool.passphrase_cancelled",
            Self::ManagementKeyCancelled => "tool.management_key_cancelled",
            Self::RecoveryCancelled => "tool.recovery_cancelled",
            Self::RecoveryAbsent => "tool.recovery_absent",
            Self::KeyAbsent => "tool.key_absent",
            Self::KeysSeveral => "tool.keys_several",
            Self::KeyBlocked => CardError::PinBlocked.code(),
            Self::ChoiceUnknown => "tool.choice_unknown",
            Self::ExportInTheClear => "tool.export_in_the_clear",
            Self::RehearsalFailed => "tool.rehearsal_failed",
            Self::SheetNowhere => "tool.sheet_nowhere",
            Self::UnlockerUnknown { .. } => "tool.unlocker_unknown",
            Self::LabelTaken { .. } => "tool.label_taken",
            Self::LabelShared { .. } => "tool.label_shared",
            Self::LockSilent { .. } => "tool.lock_silent",
            Self::EntropyAbsent => "tool.entropy_absent",
            Self::CardsSeveral => "tool.cards_several",
            Self::CardCopyAbsent => "tool.card_copy_absent",
            Self::CardLast { .. } => "tool.card_last",
            Self::CardOpensAlready { .. } => "tool.card_opens_already",
            Self::SpareAbsent => "tool.spare_absent",
            Self::CardOpensNothing => "tool.card_opens_nothing",
            Self::ConfirmationAbsent => "tool.confirmation_absent",
            Self::NotConfirmed => "tool.not_confirmed",
            Self::CardUnknown => "card.unknown",
            Self::File { .. } => "tool.file",
            Self::HomeAbsent => "tool.home_absent",
            Self::SystemUnknown => "tool.system_unknown",
            Self::ArgumentInvalid(Argument::ExtensionId) => "tool.extension_id_invalid",
            Self::ArgumentInvalid(Argument::BrowserNeeded) => "tool.browser_needed",
            Self::ArgumentInvalid(Argument::Card) => "tool.card_invalid",
            Self::ArgumentInvalid(Argument::Record) => "tool.record_unknown",
            Self::ArgumentInvalid(Argument::Key) => "tool.key_invalid",
            Self::ArgumentInvalid(Argument::Slot) => "tool.slot_invalid",
        }
    }

    fn class(&self) -> Class {
        match self {
            Self::Card(error) => error.class(),
            Self::Bridge(error) => error.class(),
            Self::Vault(error) => error.class(),
            Self::Store(error) => error.class(),
            Self::Import(error) => error.class(),
            Self::Credential(error) => error.class(),
            Self::Request(error) => error.class(),
            Self::Authority { error, .. } => error.class(),
            Self::Site(SiteFault::Unreachable) => Class::Retry,
            Self::Site(SiteFault::TooLarge | SiteFault::Answered) | Self::NotVerified => {
                Class::Hostile
            }
            Self::Release { .. } => Class::Ours,
            Self::RecordsTampered { .. } | Self::IndexTampered => VaultError::Tampered.class(),
            Self::Site(SiteFault::Refused { .. } | SiteFault::Local)
            | Self::NothingMatches
            | Self::SignatureWrong
            | Self::NotShared
            | Self::VaultExists { .. }
            | Self::FileExists { .. }
            | Self::VaultAbsent { .. }
            | Self::VaultNewer
            | Self::FolderOpen { .. }
            | Self::PassphraseCancelled
            | Self::ManagementKeyCancelled
            | Self::RecoveryCancelled
            | Self::RecoveryAbsent
            | Self::KeyAbsent
            | Self::KeysSeveral
            | Self::KeyBlocked
            | Self::ChoiceUnknown
            | Self::ExportInTheClear
            | Self::RehearsalFailed
            | Self::SheetNowhere
            | Self::UnlockerUnknown { .. }
            | Self::LabelTaken { .. }
            | Self::LabelShared { .. }
            | Self::LockSilent { .. }
            | Self::CardsSeveral
            | Self::CardCopyAbsent
            | Self::CardLast { .. }
            | Self::CardOpensAlready { .. }
            | Self::SpareAbsent
            | Self::CardOpensNothing
            | Self::ConfirmationAbsent
            | Self::NotConfirmed
            | Self::CardUnknown
            | Self::File { .. }
            | Self::HomeAbsent
            | Self::ArgumentInvalid(_) => Class::Person,
            Self::EntropyAbsent | Self::SystemUnknown => Class::Ours,
        }
    }

    fn tries_left(&self) -> Option<u8> {
        match self {
            Self::Card(error) => error.tries_left(),
            Self::KeyBlocked => Some(0),
            _ => None,
        }
    }
}

impl From<CardError> for Failure {
    fn from(error: CardError) -> Self {
        Self::Card(error)
    }
}

impl From<BridgeError> for Failure {
    fn from(error: BridgeError) -> Self {
        Self::Bridge(error)
    }
}

impl From<VaultError> for Failure {
    fn from(error: VaultError) -> Self {
        Self::Vault(error)
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<CredentialError> for Failure {
    fn from(error: CredentialError) -> Self {
        Self::Credential(error)
    }
}

impl From<RequestError> for Failure {
    fn from(error: RequestError) -> Self {
        Self::Request(error)
    }
}

impl From<ImportError> for Failure {
    fn from(error: ImportError) -> Self {
        Self::Import(error)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl std::error::Error for Failure {}
