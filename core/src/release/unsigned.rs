//! An answer that is whole but for the signatures that cards make.

use super::ReleaseError;
use super::Request;
use super::consent::Item;
use super::token::{self, Token};
use crate::card::CardRef;
use crate::credential::CardHolder;
use crate::entropy::Seed;
use crate::sd_jwt::Unbound;
use crate::time::Timestamp;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

/// A consent on its way to its token. A card signs the key bindings of the credentials that were bound to a key on it, and nothing else of the
/// answer; each signature is checked before the token is made.
///
/// `Debug` shows counts.
pub struct Unsigned {
    pub(super) request: Request,
    pub(super) items: Vec<Item>,
    /// One for each item.
    pub(super) presentations: Vec<Presentation>,
    /// The pairwise name, where something says it.
    pub(super) subject: Option<String>,
    pub(super) made: Timestamp,
    /// For the encryption of the answer.
    pub(super) seed: Seed,
}

pub(super) enum Presentation {
    Whole(String),
    Waiting(Unbound, CardHolder),
}

impl Unsigned {
    /// Which key on which card is to sign next, and what: the signing input of a KB-JWT (RFC 9901 §4.3) for each credential that is bound to it.
    /// `None` when no signature is missing.
    pub fn wanted(&self) -> Option<(&CardRef, Vec<&str>)> {
        let mut wanted: Option<(&CardRef, Vec<&str>)> = None;
        for presentation in &self.presentations {
            if let Presentation::Waiting(unbound, holder) = presentation {
                let (card, inputs) = wanted.get_or_insert((holder.card(), Vec::new()));
                if *card == holder.card() {
                    inputs.push(unbound.signing_input());
                }
            }
        }
        wanted
    }

    /// Takes the signatures (`r || s`) of what was wanted, in that order. Each has to be one by the key that the credential is bound to.
    ///
    /// # Errors
    /// [`ReleaseError::SignatureWrong`], and none is taken.
    pub fn sign(&mut self, signatures: &[[u8; 64]]) -> Result<(), ReleaseError> {
        const WRONG: ReleaseError = ReleaseError::SignatureWrong;
        let card = self.wanted().map(|(card, _)| card.clone());
        let card = card.ok_or(WRONG)?;
        let mut left = signatures.iter();
        let mut signed = Vec::new();
        for (place, presentation) in self.presentations.iter().enumerate() {
            match presentation {
                Presentation::Waiting(unbound, holder) if *holder.card() == card => {
                    let signature = left.next().ok_or(WRONG)?;
                    if !holder.public_jwk().has_signed(unbound.message(), signature) {
                        return Err(WRONG);
                    }
                    signed.push((place, unbound.signed(signature)));
                }
                _ => {}
            }
        }
        if left.next().is_some() {
            return Err(WRONG);
        }
        for (place, whole) in signed {
            if let Some(presentation) = self.presentations.get_mut(place) {
                *presentation = Presentation::Whole(whole);
            }
        }
        Ok(())
    }

    /// The token, when everything is signed.
    ///
    /// # Errors
    /// [`ReleaseError::CardNeeded`] when something is not; [`ReleaseError::Encryption`].
    pub fn finish(self) -> Result<Token, ReleaseError> {
        token::finish(self)
    }
}

impl fmt::Debug for Unsigned {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Unsigned")
            .field("tokens", &self.items.len())
            .finish_non_exhaustive()
    }
}
