//! Of cards, in English.

use super::{key, pair};
use hailstone_core::card::CardError as Card;

pub(super) fn explain(error: Card) -> (String, String) {
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
        Card::Terminated => pair(
            "The card was taken out while it was made new. Nothing is on it any more.",
            "Finish it with `hailstone card reset`.",
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
        Card::SignatureKeyAbsent => pair(
            "The card has no key for signatures there.",
            "On a Hailstone card make one with `hailstone credential key --card --make`; on other cards with the tool of their maker or with GnuPG, of NIST P-256.",
        ),
        Card::SignatureKeyUnsupported => pair(
            "The card's key for signatures is of another kind than NIST P-256, such as RSA or Ed25519. It signs mail, but no credential can be bound to it here.",
            "Use a card with a key of NIST P-256 for signatures, or a key of the vault: `hailstone credential key`.",
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
        Card::PinFactory => pair(
            "The card still has the PIN that it was delivered with, which everybody knows.",
            "Choose another one with `hailstone card pin change`.",
        ),
        Card::PinBlocked => pair(
            "The PIN is blocked after too many wrong ones.",
            "Give it a new value with `hailstone card pin unblock`, by the PUK or the Admin PIN.",
        ),
        Card::PukWrong => pair(
            "The PUK was wrong. The card does not tell how many tries are left; few wrong ones block it.",
            "Find the right PUK before you go on.",
        ),
        Card::PukBlocked => pair(
            "The PUK, or the Admin PIN, is blocked after too many wrong ones: nothing helps a blocked PIN of this card any more.",
            "While its PIN works, the card opens what it opened: make a spare now (`hailstone card spare`). `hailstone card reset` makes it new, and deletes its keys.",
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
        Card::NoPlace => pair(
            "This card has no place for data, only for keys.",
            "It opens the vault as before. For a copy of the data, take another card.",
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
        Card::PinUnset
        | Card::PinPaused
        | Card::CredentialAbsent
        | Card::CredentialPresent
        | Card::PrfAbsent
        | Card::Forbidden
        | Card::Ctap(_) => key::explain(error),
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
