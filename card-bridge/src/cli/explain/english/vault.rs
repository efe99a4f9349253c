//! What a vault has against something, in English.

use super::super::pair;
use hailstone_core::vault::VaultError as Vault;

pub(super) fn explain(error: Vault) -> (String, String) {
    match error {
        Vault::HeaderMalformed => pair(
            "The vault's header is not one that this program wrote.",
            "Take the vault's file from a copy that you trust.",
        ),
        Vault::BackupMalformed => pair(
            "The file is no backup of a vault, or it is damaged or cut off.",
            "Check its name, or take another copy of it. Nothing was written.",
        ),
        Vault::VersionTooNew => pair(
            "The vault was written by a later version of Hailstone.",
            "Update this program.",
        ),
        Vault::CostOutOfRange => pair(
            "The vault asks for a passphrase check that is far too cheap or far too dear.",
            "Take the vault's file from a copy that you trust.",
        ),
        Vault::DerivationFailed => pair(
            "There was not enough memory to check the passphrase.",
            "Close other programs and try again.",
        ),
        Vault::PassphraseEmpty => pair("A passphrase cannot be empty.", "Choose one."),
        Vault::LabelInvalid => pair(
            "A label has 1 to 100 characters, all on one line.",
            "Choose another label.",
        ),
        Vault::UnlockerUnknown => pair(
            "The vault has nothing of this kind to open it with.",
            "`hailstone status` names what opens it.",
        ),
        Vault::UnlockersFull => pair(
            "The vault can be opened in as many ways as it can take.",
            "Remove one of them first.",
        ),
        Vault::UnlockerLast => pair(
            "It is the only thing that opens this vault.",
            "Add another one first.",
        ),
        Vault::KindMismatch => pair(
            "A record cannot become one of another kind, and a receipt never changes.",
            "This is a defect of Hailstone; please report it. Nothing was written.",
        ),
        Vault::Full => pair(
            "The vault has reached a limit of its format.",
            "Nothing was written. Make a new vault and copy what you need into it.",
        ),
        Vault::NoRoom => pair(
            "There is not even room for what every copy of the vault has in it: its unlockers.",
            "Nothing was written. Take a card with more room.",
        ),
        Vault::KeyMissing => pair(
            "A copy on a card is opened by a key, and this vault has no unlocker but passphrases.",
            "Nothing was written. Add the card first (`hailstone unlocker add --card`), or a recovery sheet.",
        ),
        Vault::OtherVault => pair(
            "The two files are not copies of one vault.",
            "Nothing was written. Name two copies of the same vault.",
        ),
        Vault::CopyNewer => pair(
            "Since this copy was made from the vault, something that opened it was removed from the copy.",
            "Nothing was written. Open the copy with one of its own unlockers.",
        ),
        Vault::PassphraseWrong => pair(
            "The passphrase does not open this vault.",
            "Find the right one and try again; there is no limit.",
        ),
        Vault::CardWrong => pair(
            "The card has the right serial, but its key does not open this vault.",
            "Its key was replaced. Open the vault in another way, with --with.",
        ),
        Vault::LocalSecretMissing => pair(
            "This card opens the vault only on the machine, or in the browser, that it was set up with.",
            "Open the vault there, or in another way, with --with.",
        ),
        Vault::RecoveryWordUnknown { place } => pair(
            format!("Word {place} is none that a recovery sheet or share can have."),
            "Check it, and that no word before it was left out.",
        ),
        Vault::RecoveryWordsCount => pair(
            "A recovery sheet has twelve words, a recovery share fifteen.",
            "Enter all of them, with spaces between them.",
        ),
        Vault::RecoveryWordsWrong => pair(
            "These words do not belong together: one is another one, or two have changed places.",
            "Compare each with the sheet, in the order of their numbers.",
        ),
        Vault::RecoveryWrong => pair(
            "What is on this paper does not open the vault.",
            "It is another vault's, or was removed, or a share is not copied right. Take another sheet, or a backup from before.",
        ),
        Vault::WitnessMalformed => pair(
            "The note of how far this vault had come is damaged.",
            "Nothing was written. If you know that the file is the newest one, run `hailstone accept-older`.",
        ),
        Vault::PasskeyWrong => pair(
            "This passkey does not open the vault.",
            "Take the one that was made for it, or open the vault in another way.",
        ),
        Vault::PasskeyInvalid => pair(
            "What the browser says of the passkey cannot be.",
            "Please report this: nothing was changed.",
        ),
        Vault::SharesOutOfRange => pair(
            "There can be two to eight recovery shares, and two of them at least must open the vault.",
            "Name two numbers, as in --shares 2/3.",
        ),
        Vault::ShareOther { place } => pair(
            format!("Share {place} belongs to another set than the first."),
            "Put it aside, and take one with the same number of set.",
        ),
        Vault::ShareTwice { place } => pair(
            format!("Share {place} was entered before."),
            "Take another share of the same set.",
        ),
        Vault::SharesMissing { missing: 1 } => pair(
            "One more recovery share is needed.",
            "Ask those who keep the others.",
        ),
        Vault::SharesMissing { missing } => pair(
            format!("{missing} more recovery shares are needed."),
            "Ask those who keep the others.",
        ),
        Vault::RolledBack => pair(
            "This vault is older than it was when it was opened here before: changes that were in it are missing.",
            "Nothing was written. Find the newer file and use it, or merge the two. If the newer one is lost, run `hailstone accept-older`.",
        ),
        Vault::RehearsalSame => pair(
            "A rehearsal takes another unlocker than the one that opens the vault every day.",
            "Take the recovery sheet, the shares, or another unlocker.",
        ),
        Vault::ParkedStale => pair("The vault was locked meanwhile.", "Unlock it again."),
        Vault::AgreementInvalid => pair(
            "The card's key, or its answer, is worthless.",
            "Try again; if it goes on, use another card.",
        ),
        Vault::Tampered => pair(
            "What lies in the vault's file is not what the vault wrote there.",
            "Somebody or something has changed it. Take the file from a copy that you trust.",
        ),
        Vault::RecordUnknown => pair(
            "There is no such record.",
            "`hailstone show` names those that there are.",
        ),
        Vault::RecordTooLarge => pair(
            "A record is larger than a vault takes.",
            "Shorten it to less than a megabyte.",
        ),
        Vault::ChangesStale => pair(
            "The vault has changed meanwhile. Nothing was written.",
            "Try again.",
        ),
    }
}
