//! `hailstone verify`: a token, a key binding or an encrypted message, rule by rule. It asks for no vault and for no network.

mod english;
mod german;
mod given;
mod item;
mod message;
mod shown;
mod token;

use super::credential::{compact, text};
use crate::cli::say;
use crate::error::Failure;
use given::Given;
use hailstone_core::wire::Language;
use item::Item;
use std::path::PathBuf;

/// What to look at, and what it has to be.
#[derive(Debug, PartialEq, Eq)]
pub struct Verify {
    /// The file; `-` is what is piped in.
    pub file: PathBuf,
    /// As JSON.
    pub json: bool,
    /// For whom it has to be.
    pub audience: Option<String>,
    /// What it has to answer.
    pub nonce: Option<String>,
    /// The file with the issuer's key.
    pub issuer_key: Option<PathBuf>,
    /// The certificates of further authorities that are trusted for this.
    pub anchors: Vec<PathBuf>,
    /// The file with the status list token.
    pub status_list: Option<PathBuf>,
    /// The file with the key that signed it.
    pub status_key: Option<PathBuf>,
    /// The file with the key for what is no credential.
    pub key: Option<PathBuf>,
    /// The type that the token has to have.
    pub typ: String,
    /// For how many seconds a key binding is good.
    pub max_age: u64,
    /// As of this moment, in seconds since 1970, if not now.
    pub at: Option<u64>,
}

/// Looks, and says how each rule came out.
///
/// # Errors
/// [`Failure::NotVerified`] unless every rule was looked at and holds; [`Failure::File`] and others for what was given to compare with.
pub fn run(verify: Verify, language: Language) -> Result<(), Failure> {
    let given = Given::read(&verify)?;
    let text = text(&verify.file)?;
    let items = look(text.trim(), &given);
    let verified = items.iter().all(Item::holds);
    if verify.json {
        say(&shown::json(&items, verified));
    } else {
        for line in shown::text(&items, language) {
            say(&line);
        }
    }
    if verified {
        Ok(())
    } else {
        Err(Failure::NotVerified)
    }
}

/// By its shape: two dots are a JWS, four a JWE, and whatever else is taken for a token, in which the first rule then does not hold.
fn look(text: &str, given: &Given) -> Vec<Item> {
    match (
        text.contains('~') || text.starts_with('{'),
        text.matches('.').count(),
    ) {
        (false, 2) => Vec::from([message::signed(text, given)]),
        (false, 4) => message::encrypted(text, given),
        _ => {
            let compact = compact(text).unwrap_or_else(|_| text.to_owned());
            Vec::from([token::token(&compact, given)])
        }
    }
}

#[cfg(test)]
mod tests;
