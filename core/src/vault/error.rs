use crate::error::{Class, Coded, display_code};

/// Why a vault could not be created, opened, read or changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VaultError {
    /// The header is not one: truncated, of another program, or inconsistent.
    HeaderMalformed,
    /// The backup file is not one, or not whole.
    BackupMalformed,
    /// The note of what was seen of a vault is not one, or not whole.
    WitnessMalformed,
    /// The header, the backup file, the recovery share or the note of what was seen is of a later version of Hailstone.
    VersionTooNew,
    /// The cost of the passphrase derivation in the header is below the floor or above the ceiling.
    CostOutOfRange,
    /// The passphrase derivation could not run, for want of memory.
    DerivationFailed,
    /// The passphrase is empty.
    PassphraseEmpty,
    /// A label is empty, too long or has control characters.
    LabelInvalid,
    /// No unlocker has this identifier, or it is of another kind.
    UnlockerUnknown,
    /// The vault has as many unlockers as it can take.
    UnlockersFull,
    /// The only unlocker cannot be removed.
    UnlockerLast,
    /// The passphrase does not open this unlocker.
    PassphraseWrong,
    /// The card's key does not open this unlocker.
    CardWrong,
    /// The card opens this unlocker only together with a secret that another installation keeps.
    LocalSecretMissing,
    /// What stands at this place, counted from one, is none of the words that a recovery sheet can have.
    RecoveryWordUnknown {
        /// The place.
        place: u8,
    },
    /// They are not as many words as a recovery sheet, or a recovery share, has.
    RecoveryWordsCount,
    /// The words are no recovery sheet's and no share's: their checksum is another one.
    RecoveryWordsWrong,
    /// The words are a recovery sheet's, or enough shares of one set, but they do not open this unlocker.
    RecoveryWrong,
    /// The passkey's answer does not open this unlocker.
    PasskeyWrong,
    /// What the browser says of a passkey cannot be: its identifier is empty or too long.
    PasskeyInvalid,
    /// There are two to eight recovery shares, and two to all of them open the vault.
    SharesOutOfRange,
    /// The recovery share at this place, counted from one, belongs to another set than the first.
    ShareOther {
        /// The place.
        place: u8,
    },
    /// The recovery share at this place, counted from one, is there twice.
    ShareTwice {
        /// The place.
        place: u8,
    },
    /// There are not enough recovery shares.
    SharesMissing {
        /// How many more it takes.
        missing: u8,
    },
    /// The vault is older than one that was seen before: somebody, or a backup, put an earlier copy in its place.
    RolledBack,
    /// A rehearsal takes another unlocker than the one that has opened the vault.
    RehearsalSame,
    /// What was parked does not open this vault any more: it has a new root, or the session's key is another one.
    ParkedStale,
    /// The card's public key, or the result of its key agreement, has a small order or is no point of its curve.
    AgreementInvalid,
    /// Sealed bytes are not what this vault wrote there.
    Tampered,
    /// There is no record with this identifier.
    RecordUnknown,
    /// The record is larger than a vault takes.
    RecordTooLarge,
    /// What is to be written does not go with what the record is: another kind, or a receipt, which never changes.
    KindMismatch,
    /// The vault has reached a limit of its format: of pages, of writers, of epochs.
    Full,
    /// There is not even room for what every copy of the vault has to have: its unlockers.
    NoRoom,
    /// The vault has no unlocker but passphrases, and what is made of it is opened by keys only.
    KeyMissing,
    /// The two are not copies of one vault.
    OtherVault,
    /// The copy has a newer root than the open vault has: one of its own unlockers has to open it.
    CopyNewer,
    /// The changes were prepared for another revision.
    ChangesStale,
}

impl Coded for VaultError {
    fn code(&self) -> &'static str {
        match self {
            Self::HeaderMalformed => "vault.header_malformed",
            Self::BackupMalformed => "vault.backup_malformed",
            Self::WitnessMalformed => "vault.witness_malformed",
            Self::VersionTooNew => "vault.version_too_new",
            Self::CostOutOfRange => "vault.cost_out_of_range",
            Self::DerivationFailed => "vault.derivation_failed",
            Self::PassphraseEmpty => "vault.passphrase_empty",
            Self::LabelInvalid => "vault.label_invalid",
            Self::UnlockerUnknown => "vault.unlocker_unknown",
            Self::UnlockersFull => "vault.unlockers_full",
            Self::UnlockerLast => "vault.unlocker_last",
            Self::PassphraseWrong => "vault.passphrase_wrong",
            Self::CardWrong => "vault.card_wrong",
            Self::LocalSecretMissing => "vault.local_secret_missing",
            Self::RecoveryWordUnknown { .. } => "vault.recovery_word_unknown",
            Self::RecoveryWordsCount => "vault.recovery_words_count",
            Self::RecoveryWordsWrong => "vault.recovery_words_wrong",
            Self::RecoveryWrong => "vault.recovery_wrong",
            Self::PasskeyWrong => "vault.passkey_wrong",
            Self::PasskeyInvalid => "vault.passkey_invalid",
            Self::SharesOutOfRange => "vault.shares_out_of_range",
            Self::ShareOther { .. } => "vault.share_other",
            Self::ShareTwice { .. } => "vault.share_twice",
            Self::SharesMissing { .. } => "vault.shares_missing",
            Self::RolledBack => "vault.rolled_back",
            Self::RehearsalSame => "vault.rehearsal_same",
            Self::ParkedStale => "vault.parked_stale",
            Self::AgreementInvalid => "vault.agreement_invalid",
            Self::Tampered => "vault.tampered",
            Self::RecordUnknown => "vault.record_unknown",
            Self::RecordTooLarge => "vault.record_too_large",
            Self::KindMismatch => "vault.kind_mismatch",
            Self::Full => "vault.full",
            Self::NoRoom => "vault.no_room",
            Self::KeyMissing => "vault.key_missing",
            Self::OtherVault => "vault.other_vault",
            Self::CopyNewer => "vault.copy_newer",
            Self::ChangesStale => "vault.changes_stale",
        }
    }

    fn class(&self) -> Class {
        match self {
            Self::HeaderMalformed
            | Self::BackupMalformed
            | Self::WitnessMalformed
            | Self::CostOutOfRange
            | Self::AgreementInvalid
            | Self::Tampered => Class::Hostile,
            Self::VersionTooNew
            | Self::PassphraseEmpty
            | Self::LabelInvalid
            | Self::UnlockersFull
            | Self::UnlockerLast
            | Self::Full
            | Self::NoRoom
            | Self::KeyMissing
            | Self::OtherVault
            | Self::CopyNewer
            | Self::PassphraseWrong
            | Self::CardWrong
            | Self::LocalSecretMissing
            | Self::RecoveryWordUnknown { .. }
            | Self::RecoveryWordsCount
            | Self::RecoveryWordsWrong
            | Self::RecoveryWrong
            | Self::PasskeyWrong
            | Self::SharesOutOfRange
            | Self::ShareOther { .. }
            | Self::ShareTwice { .. }
            | Self::SharesMissing { .. }
            | Self::RolledBack
            | Self::RehearsalSame
            | Self::ParkedStale
            | Self::RecordTooLarge => Class::Person,
            Self::DerivationFailed
            | Self::UnlockerUnknown
            | Self::PasskeyInvalid
            | Self::RecordUnknown
            | Self::KindMismatch => Class::Ours,
            Self::ChangesStale => Class::Retry,
        }
    }
}

display_code!(VaultError);

/// Why a store could not read or write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StoreError {
    /// Somebody else wrote since the vault was read; nothing was written.
    Conflict,
    /// There is no room; nothing was written.
    Full,
    /// The store cannot be reached: no permission, no such path, blocked by the browser.
    Unavailable,
    /// The store's own structure is damaged.
    Damaged,
}

impl Coded for StoreError {
    fn code(&self) -> &'static str {
        match self {
            Self::Conflict => "store.conflict",
            Self::Full => "store.full",
            Self::Unavailable => "store.unavailable",
            Self::Damaged => "store.damaged",
        }
    }

    fn class(&self) -> Class {
        match self {
            Self::Conflict => Class::Retry,
            Self::Full | Self::Unavailable => Class::Person,
            Self::Damaged => Class::Ours,
        }
    }
}

display_code!(StoreError);
