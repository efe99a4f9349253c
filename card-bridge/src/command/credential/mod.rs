//! `hailstone credential`: what issuers say about the person.

mod issuer;
mod text;

pub(super) use issuer::compact;

use super::{prompt, remind_of_copy, vault_file};
use crate::card::{PcscReaders, Sought};
use crate::cli::{note, say};
use crate::clock;
use crate::error::{Argument, Failure};
use crate::seen::Seen;
use crate::wallet::{Desk, Shut, Wallet};
use crate::writer;
use hailstone_core::credential::Received;
use hailstone_core::data::Record;
use hailstone_core::id::RecordId;
use hailstone_core::vault::Edit;
use hailstone_core::wire::Language;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// The longest file that is looked at; no credential is longer than 1 MiB.
const MAX_LENGTH: u64 = 2 << 20;

/// What to do with the credentials of which vault.
#[derive(Debug, PartialEq, Eq)]
pub struct Credential {
    /// What to do.
    pub deed: Deed,
    /// The vault's file, if not the usual one.
    pub vault: Option<PathBuf>,
    /// The label of what to open the vault with.
    pub with: Option<String>,
}

/// What to do with a credential.
#[derive(Debug, PartialEq, Eq)]
pub enum Deed {
    /// Take one in.
    Add {
        /// Its file; `-` is what is typed or piped in.
        file: PathBuf,
        /// The file with the issuer's key.
        issuer_key: Option<PathBuf>,
        /// The certificates of further authorities that are trusted for this.
        anchors: Vec<PathBuf>,
        /// The person's name for it.
        label: Option<String>,
    },
    /// List them.
    List,
    /// Show one with all that it says.
    Show {
        /// The beginning of its identifier.
        record: String,
    },
    /// Remove one.
    Remove {
        /// The beginning of its identifier.
        record: String,
    },
    /// Make a key for an issuer, or take one that is on a card.
    Key {
        /// On a card.
        on: Option<Sought>,
        /// What it is for.
        label: Option<String>,
    },
}

/// Does it.
///
/// # Errors
/// [`Failure::File`], [`Failure::Credential`], [`Argument::Record`], and as [`Shut::unlock`].
pub fn run(credential: Credential, language: Language) -> Result<(), Failure> {
    // A file that is no good is found out before anybody is asked for anything.
    let read = match &credential.deed {
        Deed::Add {
            file,
            issuer_key,
            anchors,
            ..
        } => {
            let token = issuer::compact(&text(file)?)?;
            let issuer = issuer::find(&token, issuer_key.as_deref(), anchors)?;
            Some(Received::verify(&token, &issuer, clock::now())?)
        }
        _ => None,
    };
    let mut desk = Desk {
        readers: &mut PcscReaders::new(),
        prompt: &mut prompt(),
        language,
        seen: Seen::own(),
    };
    let shut = Shut::read(&vault_file(credential.vault)?)?;
    let mut wallet = shut.unlock(credential.with.as_deref(), &mut desk)?;
    match (credential.deed, read) {
        (Deed::Add { label, .. }, Some(received)) => {
            let (record, known) =
                wallet.receive(received, &label.unwrap_or_default(), writer::own()?)?;
            for line in text::added(&record, known, language) {
                say(&line);
            }
        }
        (Deed::Show { record }, _) => {
            let (id, record) = find(&mut wallet, &record)?;
            for line in text::whole(id, &record, language) {
                say(&line);
            }
        }
        (Deed::Remove { record }, _) => {
            let (id, record) = find(&mut wallet, &record)?;
            wallet.change(&[Edit::Delete(id)], writer::own()?)?;
            say(&text::removed(&record, language));
        }
        (Deed::Key { on, label }, _) => {
            let label = label.unwrap_or_default();
            let (jwk, words) = match on {
                None => (
                    wallet.make_holder_key(&label, writer::own()?)?,
                    text::new_key(language).into(),
                ),
                Some(sought) => {
                    let holder =
                        wallet.take_card_key(&sought, &label, writer::own()?, &mut desk)?;
                    let words = text::card_key(holder.card(), language);
                    (holder.public_jwk().to_json(), words)
                }
            };
            say(&jwk);
            note(&words);
        }
        (Deed::List | Deed::Add { .. }, _) => {
            for line in text::list(&wallet.credentials()?, language) {
                say(&line);
            }
        }
    }
    remind_of_copy(&wallet, language);
    Ok(())
}

/// The one credential whose identifier begins like this.
fn find(wallet: &mut Wallet, beginning: &str) -> Result<(RecordId, Record), Failure> {
    let known = wallet.credentials()?;
    let mut meant = known
        .into_iter()
        .filter(|(id, _)| !beginning.is_empty() && id.to_string().starts_with(beginning));
    match (meant.next(), meant.next()) {
        (Some(one), None) => Ok(one),
        _ => Err(Failure::ArgumentInvalid(Argument::Record)),
    }
}

/// A file's text, or what is piped in.
pub(super) fn text(file: &Path) -> Result<String, Failure> {
    let failed = |error: io::Error| Failure::file(file, &error);
    let mut text = String::new();
    let read = if file == Path::new("-") {
        io::stdin().take(MAX_LENGTH).read_to_string(&mut text)
    } else {
        File::open(file)
            .map_err(failed)?
            .take(MAX_LENGTH)
            .read_to_string(&mut text)
    };
    read.map_err(failed)?;
    Ok(text)
}
