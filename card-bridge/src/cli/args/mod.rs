//! What can be typed.

mod card;
mod credential;
mod verify;

pub(super) use card::{Card, OnCard, PinCommand, PukCommand};
pub(super) use credential::Credential;
pub(super) use verify::Verify;

use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Your own data, on your own card or machine, with no host.
#[derive(Debug, Parser)]
#[command(name = "hailstone", version)]
pub(super) struct Typed {
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Make a vault, opened by a passphrase, a card or a security key
    Create {
        /// Open it with a card instead of a passphrase; the serial is needed when there are several
        #[arg(long, value_name = "SERIAL", num_args = 0..=1)]
        card: Option<Option<String>>,
        /// Keep a sealed copy of it on that card, too, in as much room as there is
        #[arg(long, requires = "card")]
        on_card: bool,
        /// Open it with a security key (FIDO2) instead, by a passkey that is made on it
        #[arg(long, conflicts_with = "card")]
        fido2: bool,
        /// Your name for the passphrase, the card or the key
        #[arg(long, value_name = "TEXT")]
        label: Option<String>,
        #[command(flatten)]
        place: VaultFile,
    },
    /// Add the data in a vCard to the vault
    Import {
        /// The vCard
        file: PathBuf,
        #[command(flatten)]
        place: VaultFile,
        #[command(flatten)]
        opening: OpenedWith,
    },
    /// Show what is in the vault
    Show {
        /// As JSON
        #[arg(long)]
        json: bool,
        /// Also show which sites asked, and what they got
        #[arg(long)]
        receipts: bool,
        #[command(flatten)]
        place: VaultFile,
        #[command(flatten)]
        opening: OpenedWith,
    },
    /// Tell what opens the vault, without opening it
    Status {
        #[command(flatten)]
        place: VaultFile,
    },
    /// Lock the vault in every browser that has it open
    Lock,
    /// Write the whole vault, sealed, into one new file
    Backup(BackupFile),
    /// Make a vault of a backup, where there is none; it is opened with one of the backup's own unlockers
    Restore(BackupFile),
    /// Bring what a backup of the vault has, and the vault has not, into the vault; nothing is lost
    Merge(BackupFile),
    /// Answer the request behind a link (openid4vp: or haip-vp:) that a site shows
    Present {
        /// The link
        uri: String,
        /// Trust this authority, too, to say who a site is (a certificate, PEM or DER; may be given several times)
        #[arg(long, value_name = "FILE")]
        anchor: Vec<PathBuf>,
        /// Take addresses on this machine, for those who develop a site
        #[arg(long)]
        local: bool,
        /// Do not open the page on which the site goes on, only say it
        #[arg(long)]
        no_browser: bool,
        #[command(flatten)]
        place: VaultFile,
        #[command(flatten)]
        opening: OpenedWith,
    },
    /// List what two copies say differently
    #[command(args_conflicts_with_subcommands = true)]
    Choices {
        #[command(subcommand)]
        settle: Option<Choices>,
        #[command(flatten)]
        place: VaultFile,
        #[command(flatten)]
        opening: OpenedWith,
    },
    /// Write everything in the clear into one new file, as JSON
    Export {
        /// The new file
        file: PathBuf,
        /// Yes: whoever has the file may read everything in it
        #[arg(long)]
        in_the_clear: bool,
        #[command(flatten)]
        place: VaultFile,
        #[command(flatten)]
        opening: OpenedWith,
    },
    /// Try the way back: open a backup, or the vault, with what is on paper, and write down that it worked
    Rehearse {
        /// The backup; without one, the vault itself
        file: Option<PathBuf>,
        /// Try this unlocker, by its label, instead of what is on paper
        #[arg(long, value_name = "LABEL")]
        by: Option<String>,
        #[command(flatten)]
        place: VaultFile,
        #[command(flatten)]
        opening: OpenedWith,
    },
    /// Go on with a vault that is older than one that was opened here before
    AcceptOlder {
        #[command(flatten)]
        place: VaultFile,
        #[command(flatten)]
        opening: OpenedWith,
    },
    /// Open the vault with the words of a recovery sheet or of shares, and choose a new passphrase for it
    Recover {
        /// Your name for the new passphrase
        #[arg(long, value_name = "TEXT")]
        label: Option<String>,
        #[command(flatten)]
        place: VaultFile,
        #[command(flatten)]
        opening: OpenedWith,
    },
    /// What opens the vault: list it, add to it, take from it
    #[command(subcommand)]
    Unlocker(Unlocker),
    /// Credentials that issuers gave to you: take one in, show it, remove it; make a key for one
    #[command(subcommand)]
    Credential(Credential),
    /// Check a token, a key binding or an encrypted message and say rule by rule what holds
    Verify(Verify),
    /// Cards: find one, make a key on one
    #[command(subcommand)]
    Card(Card),
    /// Browsers: make the wallet in the browser find this program
    #[command(subcommand)]
    Browser(Browser),
    /// Speak with the wallet in the browser; browsers start this themselves
    Host {
        /// What a browser says of the extension that it starts this for
        caller: Vec<String>,
    },
}

#[derive(Debug, Args)]
pub(super) struct VaultFile {
    /// The vault's file, if it is not the usual one
    #[arg(long, value_name = "FILE")]
    pub(super) vault: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct OpenedWith {
    /// Open the vault with this passphrase, card, security key or recovery sheet, by its label
    #[arg(long, value_name = "LABEL")]
    pub(super) with: Option<String>,
}

#[derive(Debug, Subcommand)]
pub(super) enum Choices {
    /// Make one choice: a value of a field by its number, or `keep` or `delete` for a record
    Settle {
        /// The record, by the beginning of its identifier, as the list has it
        record: String,
        /// The field, by its name; or `keep`, or `delete`
        field: String,
        /// The value, by its number in the list
        number: Option<usize>,
        #[command(flatten)]
        place: VaultFile,
        #[command(flatten)]
        opening: OpenedWith,
    },
}

#[derive(Debug, Subcommand)]
pub(super) enum Unlocker {
    /// List what opens the vault, and when each last did
    List {
        #[command(flatten)]
        place: VaultFile,
        #[command(flatten)]
        opening: OpenedWith,
    },
    /// Add a passphrase, a card, a security key, a recovery sheet or recovery shares
    Add {
        #[command(flatten)]
        means: NewMeans,
        /// Which card, as `card list` names it; needed when there are several
        #[arg(long, value_name = "SERIAL", conflicts_with_all = ["passphrase", "fido2", "recovery", "shares"])]
        serial: Option<String>,
        /// Write the recovery sheet into this new file, as a page to print, instead of showing the words here; for shares,
        /// into a file each, with its number behind the name
        #[arg(long, value_name = "FILE", conflicts_with_all = ["passphrase", "card", "fido2"])]
        html: Option<PathBuf>,
        /// Your name for it
        #[arg(long, value_name = "TEXT")]
        label: Option<String>,
        #[command(flatten)]
        place: VaultFile,
        #[command(flatten)]
        opening: OpenedWith,
    },
    /// Give a passphrase, a card or a recovery sheet another label
    Rename {
        /// Its label
        label: String,
        /// Its new label
        new: String,
        #[command(flatten)]
        place: VaultFile,
        #[command(flatten)]
        opening: OpenedWith,
    },
    /// Remove a passphrase, a card or a recovery sheet: it opens nothing that is written from then on
    Remove {
        /// Its label
        label: String,
        #[command(flatten)]
        place: VaultFile,
        #[command(flatten)]
        opening: OpenedWith,
    },
}

#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
pub(super) struct NewMeans {
    /// A passphrase
    #[arg(long)]
    pub(super) passphrase: bool,
    /// A card
    #[arg(long)]
    pub(super) card: bool,
    /// A security key (FIDO2): a passkey is made on it, which opens the vault in Chromium, too
    #[arg(long)]
    pub(super) fido2: bool,
    /// A recovery sheet: twelve words to keep on paper
    #[arg(long)]
    pub(super) recovery: bool,
    /// Recovery shares: N sheets of fifteen words for different places, any K of which open the vault
    #[arg(long, value_name = "K/N")]
    pub(super) shares: Option<String>,
}

#[derive(Debug, Args)]
pub(super) struct BackupFile {
    /// The backup
    pub(super) file: PathBuf,
    #[command(flatten)]
    pub(super) place: VaultFile,
    #[command(flatten)]
    pub(super) opening: OpenedWith,
}

#[derive(Debug, Subcommand)]
pub(super) enum Browser {
    /// Write the file by which browsers find this program
    Install {
        /// Which kind of browser
        #[arg(long, value_enum, default_value = "all")]
        browser: BrowserKind,
        /// The user data folder of one browser of Chromium's kind
        #[arg(long, value_name = "DIR")]
        profile: Option<PathBuf>,
        /// Allow this extension too (may be given several times)
        #[arg(long, value_name = "ID")]
        extension_id: Vec<String>,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum BrowserKind {
    /// Chromium, Chrome, Edge, Brave, Vivaldi
    Chromium,
    /// Firefox
    Firefox,
    /// Both kinds
    All,
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_description_of_the_arguments_is_consistent() {
        Typed::command().debug_assert();
    }
}
