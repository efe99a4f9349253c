//! What can be typed of credentials.

use super::{OpenedWith, VaultFile};
use clap::Subcommand;
use std::path::PathBuf;

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum Credential {
    /// Take a credential in: verify it, and keep it in the vault
    Add {
        /// The credential (SD-JWT VC); - reads what is piped in
        file: PathBuf,
        /// The issuer's key, a file with a JWK, from the issuer themselves
        #[arg(long, value_name = "FILE")]
        issuer_key: Option<PathBuf>,
        /// Trust this authority, too, for the issuer's certificate (PEM or DER; may be given several times)
        #[arg(long, value_name = "FILE", conflicts_with = "issuer_key")]
        anchor: Vec<PathBuf>,
        /// Your name for it
        #[arg(long, value_name = "TEXT")]
        label: Option<String>,
        #[command(flatten)]
        place: VaultFile,
        #[command(flatten)]
        opening: OpenedWith,
    },
    /// List the credentials, and the keys that wait for one
    List {
        #[command(flatten)]
        place: VaultFile,
        #[command(flatten)]
        opening: OpenedWith,
    },
    /// Show all that a credential says
    Show {
        /// The credential, by the beginning of its identifier, as the list has it
        record: String,
        #[command(flatten)]
        place: VaultFile,
        #[command(flatten)]
        opening: OpenedWith,
    },
    /// Remove a credential, or a key that waits for one
    Remove {
        /// The credential, by the beginning of its identifier, as the list has it
        record: String,
        #[command(flatten)]
        place: VaultFile,
        #[command(flatten)]
        opening: OpenedWith,
    },
    /// Make a key for an issuer to bind a credential to, or take one that is on a card, and print its public half (a JWK)
    Key {
        /// A key for signatures on this card, as `card list` names it; without a name, on the only one there is
        #[arg(long, value_name = "CARD", num_args = 0..=1)]
        #[allow(
            clippy::option_option,
            reason = "clap's way to say: given, perhaps with a value"
        )]
        card: Option<Option<String>>,
        /// Which of the card's keys: 9a or 9c (PIV; 9c if not said), 02 to 04 (Hailstone)
        #[arg(long, value_name = "SLOT", requires = "card")]
        slot: Option<String>,
        /// Have a Hailstone card make the key where it has none; one that is there stays
        #[arg(long, requires = "card")]
        make: bool,
        /// What it is for
        #[arg(long, value_name = "TEXT")]
        label: Option<String>,
        #[command(flatten)]
        place: VaultFile,
        #[command(flatten)]
        opening: OpenedWith,
    },
}
