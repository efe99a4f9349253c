//! `hailstone create`: a new vault.

use super::{prompt, remind, vault_file};
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
    /// In which file, if not the usual one.
    pub vault: Option<PathBuf>,
}

/// Makes the vault.
///
/// # Errors
/// As [`Wallet::create`].
pub fn run(create: Create, language: Language) -> Result<(), Failure> {
    let file = vault_file(create.vault)?;
    let mut desk = Desk {
        readers: &mut PcscReaders::new(),
        prompt: &mut prompt(),
        language,
        seen: Seen::own(),
    };
    let wallet = Wallet::create(&file, create.with, create.label.as_deref(), &mut desk)?;
    let (id, file) = (wallet.id(), file.display());
    say(&match language {
        Language::English => format!("Made the vault {id} in {file}"),
        Language::German => format!("Tresor {id} angelegt in {file}"),
    });
    remind(&wallet, language);
    Ok(())
}
