//! `hailstone create`: a new vault.

use super::{card_copy, prompt, remind, vault_file};
use crate::card::PcscReaders;
use crate::cli::say;
use crate::error::Failure;
use crate::seen::Seen;
use crate::wallet::{Desk, Means, Wallet};
use hailstone_core::wire::Language;
use std::path::PathBuf;

/// What to make, and where.
#[derive(Debug, PartialEq, Eq)]
pub struct Create {
    /// What opens it.
    pub with: Means,
    /// The person's name for that.
    pub label: Option<String>,
    /// Keep a copy of it on the card that opens it, too.
    pub on_card: bool,
    /// In which file, if not the usual one.
    pub vault: Option<PathBuf>,
}

/// Makes the vault.
///
/// # Errors
/// As [`Wallet::create`]; as `card put` for a copy on the card, with the vault made.
pub fn run(create: Create, language: Language) -> Result<(), Failure> {
    let file = vault_file(create.vault)?;
    let mut desk = Desk {
        readers: &mut PcscReaders::new(),
        prompt: &mut prompt(),
        language,
        seen: Seen::own(),
    };
    let mut wallet = Wallet::create(&file, create.with, create.label.as_deref(), &mut desk)?;
    let (id, file) = (wallet.id(), file.display());
    say(&match language {
        Language::English => format!("Made the vault {id} in {file}"),
        Language::German => format!("Tresor {id} angelegt in {file}"),
    });
    if create.on_card {
        for line in card_copy::keep(&mut wallet, &mut desk)? {
            say(&line);
        }
    }
    remind(&wallet, language);
    Ok(())
}
