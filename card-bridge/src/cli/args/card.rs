//! What can be typed of cards.

use super::{OpenedWith, VaultFile};
use clap::{Args, Subcommand};
use std::path::PathBuf;

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum Card {
    /// List the cards in the readers, or the records of the vault's copy on one
    List {
        /// The records on this card, as `card list` names it; without a name, on the only one there is
        #[arg(long, value_name = "CARD", num_args = 0..=1)]
        #[allow(
            clippy::option_option,
            reason = "clap's way to say: given, perhaps with a value"
        )]
        records: Option<Option<String>>,
        #[command(flatten)]
        place: VaultFile,
        #[command(flatten)]
        opening: OpenedWith,
    },
    /// Put a sealed copy of the vault on a card, in as much room as there is; what the card has is brought into the vault first
    Put {
        /// Records that are to be on the card before others, as `show --json` names them
        records: Vec<String>,
        /// Records that need not be on the card before others any more
        #[arg(long, value_name = "RECORD")]
        without: Vec<String>,
        /// Overwrite what the card has of another vault, or what does not open
        #[arg(long)]
        replace: bool,
        #[command(flatten)]
        on: OnCard,
    },
    /// Bring what is on a card into the vault, or into a new one where there is none; the card stays as it is
    Get {
        /// Into a backup file instead
        #[arg(long, value_name = "FILE")]
        file: Option<PathBuf>,
        #[command(flatten)]
        on: OnCard,
    },
    /// Bring vault and card together: what each has that the other has not
    Sync {
        #[command(flatten)]
        on: OnCard,
    },
    /// Tell what each card says of itself
    Info,
    /// Make a key on a card that has none, so that it can open a vault; a new Hailstone card gets its PIN and PUK
    Init {
        /// Which card, as `card list` names it; needed when there are several
        card: Option<String>,
    },
    /// Change the PIN, or help one that is blocked
    #[command(subcommand)]
    Pin(PinCommand),
    /// Change the PUK, which on an OpenPGP card is the Admin PIN
    #[command(subcommand)]
    Puk(PukCommand),
    /// Make a card new: everything on it is deleted, and its PINs are those that cards are delivered with
    Reset {
        /// Which card and which of its applications, as `card list` names it; needed when there are several
        #[arg(required_if_eq("yes", "true"))]
        card: Option<String>,
        /// Yes: delete it without asking again, for scripts
        #[arg(long)]
        yes: bool,
        /// Do not ask for the PUK or the Admin PIN: block it and the PIN by wrong ones, which leads to the same
        #[arg(long)]
        without_pin: bool,
        /// Also when nothing else opens the vault
        #[arg(long)]
        even_if_last: bool,
        #[command(flatten)]
        place: VaultFile,
    },
    /// Take a card from what opens the vault, also one that is lost: it opens nothing that is written from then on
    Retire {
        /// Which card, as `card list` names it, or by its label in the vault
        card: String,
        #[command(flatten)]
        place: VaultFile,
        #[command(flatten)]
        opening: OpenedWith,
    },
    /// Make a second card open the vault, in one go: its key, one real unlock, its label
    Spare {
        /// Which card, as `card list` names it; without it, the one that does not open the vault yet
        card: Option<String>,
        /// Your name for it
        #[arg(long, value_name = "TEXT")]
        label: Option<String>,
        /// How long to wait for it
        #[arg(long, value_name = "SECONDS", default_value_t = 120)]
        wait: u32,
        #[command(flatten)]
        place: VaultFile,
        #[command(flatten)]
        opening: OpenedWith,
    },
    /// Check that a card would open the vault today: its PIN, one real unlock, tries left; nothing on it changes
    Test {
        /// Which card, as `card list` names it; without it, the vault's card that is in a reader
        card: Option<String>,
        #[command(flatten)]
        place: VaultFile,
        #[command(flatten)]
        opening: OpenedWith,
    },
    /// Note on this machine that a Hailstone card is yours, after comparing its fingerprint; needs its PIN
    Trust {
        /// The fingerprint, as `card init` and `card info` show it
        fingerprint: String,
    },
}

/// Which card, and which vault.
#[derive(Debug, Args)]
pub(in crate::cli) struct OnCard {
    /// Which card, as `card list` names it; needed when there are several
    #[arg(long)]
    pub(in crate::cli) card: Option<String>,
    #[command(flatten)]
    pub(in crate::cli) place: VaultFile,
    #[command(flatten)]
    pub(in crate::cli) opening: OpenedWith,
}

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum PinCommand {
    /// Change the PIN
    Change {
        /// Which card, as `card list` names it; needed when there are several
        card: Option<String>,
    },
    /// Give a blocked PIN a new value, by the PUK or the Admin PIN
    Unblock {
        /// Which card, as `card list` names it; needed when there are several
        card: Option<String>,
    },
}

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum PukCommand {
    /// Change it
    Change {
        /// Which card, as `card list` names it; needed when there are several
        card: Option<String>,
    },
}
