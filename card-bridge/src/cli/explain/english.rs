//! In English.

mod card;
mod credential;
mod key;
mod request;
mod vault;

use super::{of_request, pair, plain};
use crate::error::{Argument, Failure};
use hailstone_core::vault::StoreError as Store;
use hailstone_core::wire::BridgeError as Bridge;
use hailstone_interchange::ImportError as Import;

pub(super) fn explain(failure: &Failure) -> (String, String) {
    match failure {
        Failure::Card(error) => card::explain(*error),
        Failure::Bridge(error) => bridge(*error),
        Failure::Vault(error) => vault::explain(*error),
        Failure::Store(error) => store(*error),
        Failure::Import(error) => import(*error),
        Failure::Credential(error) => credential::explain(*error),
        Failure::Request(error) => of_request(*error, request::words(*error)),
        Failure::Authority { path, error } => {
            let (what, remedy) = request::certificate(*error);
            pair(format!("{}: {what}", path.display()), remedy)
        }
        Failure::Site(fault) => request::site(*fault),
        Failure::NothingMatches => pair(
            "Your vault has nothing that answers this request; nothing was sent.",
            "Add what is asked for with `hailstone import`, or refuse.",
        ),
        Failure::SignatureWrong => pair(
            "What the card signed is not by the key that the credential is bound to. Nothing was sent.",
            "Its key was replaced, or it is another card that goes by the same name. Use the card that had the key when you gave it to the issuer.",
        ),
        Failure::Release { .. } => pair(
            "Something went wrong inside Hailstone; nothing was sent.",
            "Please report the code below.",
        ),
        Failure::NotVerified => pair(
            "Not everything holds, or not everything could be looked at.",
            "Do not rely on what it says before every rule above holds; each says what to do.",
        ),
        Failure::NotShared => pair(
            "Nothing was sent.",
            "You can try the link again, or go back to the site.",
        ),
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
        Failure::ManagementKeyCancelled => pair(
            "No management key was entered.",
            "Try again when you have it. Nothing was changed.",
        ),
        Failure::RecoveryCancelled => pair(
            "No words of the recovery sheet were entered.",
            "Try again when you have the sheet at hand. Nothing was written.",
        ),
        Failure::KeyAbsent => pair(
            "No security key with FIDO2 is connected.",
            "Connect it over USB, or put it on the reader.",
        ),
        Failure::KeysSeveral => pair(
            "Several security keys are connected.",
            "Leave the one in that is meant, and take the others out.",
        ),
        Failure::KeyBlocked => pair(
            "The PIN of the security key is blocked after too many wrong ones.",
            "Nothing unblocks it but a reset of the key, which deletes all that is on it: open the vault in another way, with --with.",
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
        Failure::CardLast { label } => pair(
            format!(
                "The card, “{}”, is the only thing that opens the vault.",
                plain(label)
            ),
            "Nothing was done. Add something else first, with `hailstone unlocker add`; or say --even-if-last, and lose the vault.",
        ),
        Failure::CardOpensAlready { label } => pair(
            format!("This card opens the vault already, as “{}”.", plain(label)),
            "Nothing was done. Put another card in.",
        ),
        Failure::SpareAbsent => pair(
            "No other card was put in.",
            "Nothing was written. Try again when the new card is at hand, with more time by --wait SECONDS.",
        ),
        Failure::CardOpensNothing => pair(
            "This card does not open the vault.",
            "`hailstone status` names what does; `hailstone unlocker add --card` adds this card.",
        ),
        Failure::ConfirmationAbsent => pair(
            "This destroys something, and there is no terminal to ask whether you mean it.",
            "Nothing was done. Run this in a terminal, or add --yes.",
        ),
        Failure::NotConfirmed => pair(
            "What was typed is not the card's name.",
            "Nothing was done.",
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
        Failure::ArgumentInvalid(Argument::Key) => pair(
            "What was given with --key is no JWK.",
            "Give a file with one key as JSON (RFC 7517).",
        ),
        Failure::ArgumentInvalid(Argument::Slot) => pair(
            "The card has no key for signatures of this number.",
            "PIV cards sign with 9a and 9c, Hailstone cards with 02 to 04, OpenPGP cards with b6; without --slot it is the usual one.",
        ),
        Failure::ArgumentInvalid(Argument::Record) => pair(
            "No record, or more than one, has an identifier that begins like this.",
            "`hailstone show --json` and `hailstone card list --records` show the identifiers.",
        ),
        Failure::CardCopyAbsent => pair(
            "There is no copy of a vault on this card.",
            "`hailstone card put` puts one there.",
        ),
        Failure::ArgumentInvalid(Argument::Card) => pair(
            "That is not the serial of a card.",
            "Write it as `hailstone card list` does, like openpgp:000F:A1B2C3D4.",
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
