//! In English.

mod vault;

use super::{pair, plain};
use crate::error::{Argument, Failure};
use hailstone_core::card::CardError as Card;
use hailstone_core::vault::StoreError as Store;
use hailstone_core::wire::BridgeError as Bridge;
use hailstone_interchange::ImportError as Import;

pub(super) fn explain(failure: &Failure) -> (String, String) {
    match failure {
        Failure::Card(error) => card(*error),
        Failure::Bridge(error) => bridge(*error),
        Failure::Vault(error) => vault::explain(*error),
        Failure::Store(error) => store(*error),
        Failure::Import(error) => import(*error),
        Failure::RecordsTampered { count: 1 } => pair(
            "One record is not as the vault wrote it; it was left out.",
            "Somebody or something has changed the vault's file. Take the record from a copy that you trust.",
        ),
        Failure::RecordsTampered { count } => pair(
            format!("{count} records are not as the vault wrote them; they were left out."),
            "Somebody or something has changed the vault's file. Take the records from a copy that you trust.",
        ),
        Failure::IndexTampered => pair(
            "A part of the vault's index is not as the vault wrote it; records may be missing.",
            "Somebody or something has changed the vault's file. Take the file from a copy that you trust.",
        ),
        Failure::VaultExists { path } => pair(
            format!(
                "There is a vault in {} already. It was left alone.",
                path.display()
            ),
            "Use it, or name another file with --vault.",
        ),
        Failure::FileExists { path } => pair(
            format!(
                "There is a file {} already. It was left alone.",
                path.display()
            ),
            "Name a file that is not there yet.",
        ),
        Failure::VaultAbsent { path } => pair(
            format!("There is no vault in {}.", path.display()),
            "Make one with `hailstone create`, or name its file with --vault.",
        ),
        Failure::VaultNewer => pair(
            "The vault's file was made by a later version of this program.",
            "Update this program.",
        ),
        Failure::FolderOpen { path } => pair(
            format!("Others on this machine may write in {}.", path.display()),
            "Keep the vault in a folder of your own, or take the permission away: chmod go-w.",
        ),
        Failure::PassphraseCancelled => pair(
            "No passphrase was entered.",
            "Try again when you are ready.",
        ),
        Failure::RecoveryCancelled => pair(
            "No words of the recovery sheet were entered.",
            "Try again when you have the sheet at hand. Nothing was written.",
        ),
        Failure::PasskeyElsewhere => pair(
            "A passkey opens the vault only in the browser it was made in.",
            "Open it in another way, with --with.",
        ),
        Failure::ChoiceUnknown => pair(
            "There is no such choice to make.",
            "`hailstone choices` lists all of them, each with the command that settles it.",
        ),
        Failure::ExportInTheClear => pair(
            "An export holds everything in the clear: whoever has the file can read it.",
            "Nothing was written. For a copy of your own, use `hailstone backup`; if it is to be readable, add --in-the-clear.",
        ),
        Failure::RecoveryAbsent => pair(
            "The vault has no recovery sheet.",
            "`hailstone status` names what opens it.",
        ),
        Failure::RehearsalFailed => pair(
            "The words that were entered are not those of the new sheet.",
            "Destroy the sheet: it opens nothing. Then make another one.",
        ),
        Failure::SheetNowhere => pair(
            "The words are shown to a person only, and there is no terminal to show them on.",
            "Run this in a terminal, or name a new file for a page to print, with --html.",
        ),
        Failure::UnlockerUnknown { label } => pair(
            format!(
                "Nothing that opens this vault is called “{}”.",
                plain(label)
            ),
            "`hailstone status` names what opens it.",
        ),
        Failure::LabelTaken { label } => pair(
            format!("The vault has something called “{}” already.", plain(label)),
            "Choose another label. Nothing was written.",
        ),
        Failure::LabelShared { label } => pair(
            format!(
                "Several things that open this vault are called “{}”.",
                plain(label)
            ),
            "Rename one of them first, with `hailstone unlocker rename`. Nothing was written.",
        ),
        Failure::LockSilent { count } => pair(
            format!(
                "{count} browser{} with the vault's file in use did not say that the vault is locked.",
                if *count == 1 { "" } else { "s" }
            ),
            "Look at the browsers that are open, and lock the vault there; then run this again.",
        ),
        Failure::EntropyAbsent => pair(
            "The system gives no random numbers.",
            "Try again; if it goes on, please report which system you use.",
        ),
        Failure::CardUnknown => pair(
            "This Hailstone card is not noted on this machine as one of yours, so your PIN is not given to it.",
            "If it is yours, compare its fingerprint and note it with `hailstone card trust`.",
        ),
        Failure::CardsSeveral => pair(
            "There are several cards.",
            "Say which one, by its serial; `hailstone card list` names them.",
        ),
        Failure::File { path, reason } => pair(
            format!("{} could not be read or written: {reason}.", path.display()),
            "Check the path and who may write there.",
        ),
        Failure::HomeAbsent => pair("Your home folder is not known.", "Set HOME and try again."),
        Failure::SystemUnknown => pair(
            "On this system we do not know where browsers look for the program.",
            "Please report which system and browser you use.",
        ),
        Failure::ArgumentInvalid(Argument::ExtensionId) => pair(
            "That is not the id of an extension for this browser.",
            "Copy the id from the browser's page of extensions.",
        ),
        Failure::ArgumentInvalid(Argument::BrowserNeeded) => pair(
            "A profile folder is only used by browsers of Chromium's kind.",
            "Add `--browser chromium`, or leave --profile out.",
        ),
        Failure::ArgumentInvalid(Argument::Card) => pair(
            "That is not the serial of a card.",
            "Write it as `hailstone card list` does, like openpgp:000F:A1B2C3D4.",
        ),
    }
}

fn card(error: Card) -> (String, String) {
    match error {
        Card::ServiceAbsent => pair(
            "The smart card service does not run.",
            "Install and start pcscd (on Debian: apt install pcscd).",
        ),
        Card::ReaderAbsent => pair(
            "No card reader is connected.",
            "Connect a reader, or a key that is one.",
        ),
        Card::Absent => pair("There is no card in a reader.", "Insert the card."),
        Card::InUse => pair(
            "Another program holds the card.",
            "Close it (for GnuPG: gpgconf --kill scdaemon) and try again.",
        ),
        Card::Removed => pair(
            "The card was taken out, or lost power, before it was done.",
            "Insert it and leave it in until this is done.",
        ),
        Card::Other => pair(
            "This is another card than the one that is wanted.",
            "Insert the right card.",
        ),
        Card::ApplicationAbsent => pair(
            "The card has no OpenPGP application.",
            "Use a card that has one, or switch it on with the tool of its maker.",
        ),
        Card::KeyAbsent => pair(
            "The card has no decryption key.",
            "Make one with `hailstone card init`.",
        ),
        Card::KeyPresent => pair(
            "The card has a decryption key already. It was left alone.",
            "If it is an X25519 or P-256 key you can use the card as it is; else use another card.",
        ),
        Card::KeyUnsupported => pair(
            "The card's key is of a curve that Hailstone does not use, or the card cannot have one that it uses.",
            "Use a card with a key of Curve25519 (X25519) or NIST P-256.",
        ),
        Card::KeyRsa => pair(
            "The card's decryption key is an RSA key. It decrypts mail, but a vault needs a key that agrees on a secret.",
            "Use a card with a key of Curve25519 (X25519) or NIST P-256. The RSA key was left alone.",
        ),
        Card::KeyOther => pair(
            "The card has another key than the one that opens this vault.",
            "Its key was replaced. Open the vault in another way, with --with.",
        ),
        Card::PinWrong { tries_left: 1 } => pair(
            "The PIN was wrong; one more wrong one blocks the card.",
            "Find the right PIN before you go on.",
        ),
        Card::PinWrong { tries_left } => pair(
            format!("The PIN was wrong; {tries_left} more wrong ones block the card."),
            "Find the right PIN before you go on.",
        ),
        Card::PinBlocked => pair(
            "The PIN is blocked after too many wrong ones.",
            "Unblock it with the reset code or the Admin PIN.",
        ),
        Card::PinLength { least, most } => pair(
            format!("The PIN has {least} to {most} characters. This one was not tried."),
            "Try again.",
        ),
        Card::ManagementKeyWrong => pair(
            "This is not the card's management key.",
            "Find the key that the card was set up with. A wrong one uses no try.",
        ),
        Card::SlotsTaken => pair(
            "Every place on the card for a key of ours is taken. Nothing was changed.",
            "Use another card.",
        ),
        Card::ObjectTaken => pair(
            "Another program keeps its data where ours was to go. It was left alone.",
            "Use another card, or delete that data with the program that wrote it.",
        ),
        Card::Full => pair(
            "The card has no room for more.",
            "Delete something from it, or use a card with more room.",
        ),
        Card::ObjectAbsent => pair(
            "The card does not have that.",
            "See with `hailstone card list` what it has.",
        ),
        Card::PinNeeded => pair(
            "The card wants its PIN for that.",
            "Try again; this is a defect of Hailstone's if it stays.",
        ),
        Card::Memory => pair(
            "The card's memory failed, or something in it is damaged.",
            "Take the card out and try again. If it stays, the card is worn out: use another, and a spare or the recovery sheet.",
        ),
        Card::ChannelBroken => pair(
            "What came back is not what the card sent, or it is not the card that it says it is. Nothing was given away.",
            "Connect the reader anew and try again. If it stays, do not trust this reader or this card.",
        ),
        Card::PinCancelled => pair("No PIN was entered.", "Try again when you are ready."),
        Card::TouchMissing => pair(
            "The card waited for a touch.",
            "Try again, and touch it when it blinks.",
        ),
        Card::Unsupported(what) => pair(
            format!("The card wants something that we do not do: {what}."),
            "Please report this with the make of the card.",
        ),
        Card::Status(status) => pair(
            format!("The card answered {status}, which is not expected here."),
            "Please report this with the make of the card.",
        ),
        Card::Malformed(expected) => pair(
            format!("The card's answer makes no sense; expected was {expected}."),
            "Try again; if it goes on, use another card.",
        ),
        Card::Reader => pair(
            "The reader failed.",
            "Take the card out, insert it again, and try once more.",
        ),
    }
}

fn bridge(error: Bridge) -> (String, String) {
    match error {
        Bridge::MessageInvalid => pair(
            "What the browser said is not a message for this program.",
            "Update the extension and this program.",
        ),
        Bridge::Version => pair(
            "The extension and this program are of different versions.",
            "Update both.",
        ),
        Bridge::CallerRefused => pair(
            "Whoever started this is not an extension that may use it.",
            "For an extension of your own: `hailstone browser install --extension-id ID`.",
        ),
        Bridge::Busy => pair("Too many requests wait.", "Try again."),
        Bridge::TooLarge => pair(
            "This is too much to write in one go.",
            "Import it in several parts. Nothing was written.",
        ),
        Bridge::PromptAbsent => pair(
            "There is no way to ask for the PIN or the passphrase.",
            "Install pinentry, or run this in a terminal.",
        ),
        Bridge::PromptFailed => pair(
            "The prompt for the PIN or the passphrase failed.",
            "Check that `pinentry` works here: it needs a window system or a terminal.",
        ),
    }
}

fn store(error: Store) -> (String, String) {
    match error {
        Store::Conflict => pair(
            "Another program writes, or has written, to the vault meanwhile. Nothing was written.",
            "Try again.",
        ),
        Store::Full => pair(
            "There is no room on the disk. Nothing was written.",
            "Make room and try again.",
        ),
        Store::Unavailable => pair(
            "The vault's file cannot be reached.",
            "Check that the disk is there, and that you may read and write the file and its folder.",
        ),
        Store::Damaged => pair(
            "The file is damaged, or not a vault at all.",
            "Check its name; if it is your vault, take it from a copy that you trust.",
        ),
    }
}

fn import(error: Import) -> (String, String) {
    match error {
        Import::TooLarge => pair(
            "The file is larger than 16 MB.",
            "Export your own card alone.",
        ),
        Import::Malformed => pair(
            "The file is not a vCard, or it broke off.",
            "Export it once more.",
        ),
        Import::Empty => pair(
            "There is nothing in the file that a vault keeps.",
            "Check that it is the right one.",
        ),
        Import::SeveralPeople => pair(
            "The file holds the cards of several people.",
            "Export your own card alone.",
        ),
    }
}
