//! A credential in the hands of its holder (RFC 9901 §7.2): received, kept, and presented with a choice of its disclosures.

mod pointer;

pub use pointer::Pointer;

use super::parts::Parts;
use super::process::{self, Places, VALUE};
use super::verify::{Expected, Verified, verify_received};
use super::{HashAlgorithm, SdJwt, SdJwtError};
use crate::jose::{base64url, json};
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;
use core::fmt;
use core::ops::Range;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// A credential that an issuer gave, with an index of where each of its disclosures is, so that a presentation is cut out of the text
/// without reading any of it again.
///
/// `Debug` shows lengths only.
#[derive(Clone, PartialEq, Eq)]
pub struct Held {
    token: String,
    hash: HashAlgorithm,
    /// In the order of the token.
    disclosures: Vec<Disclosure>,
    /// Places in `disclosures`, in the order of their pointers.
    by_pointer: Vec<usize>,
}

/// Where a disclosure is in the token, and where what it discloses is in the claims.
#[derive(Clone, PartialEq, Eq)]
struct Disclosure {
    range: Range<usize>,
    pointer: String,
}

impl Held {
    /// Receives what an issuer hands out: verifies it as a recipient would (RFC 9901 §7.2 step 1), and indexes it. What it says comes
    /// back beside it.
    ///
    /// # Errors
    /// [`SdJwtError::BindingUnexpected`] when there is a key binding, as it was then presented to somebody and not issued to us; else
    /// as [`super::verify_issued`].
    pub fn receive(token: &str, expected: &Expected<'_>) -> Result<(Self, Verified), SdJwtError> {
        let parts = Parts::parse(token)?;
        let mut index = Index::new(parts.disclosures.len());
        let verified = verify_received(&parts, expected, &mut index)?;
        let held = Self::new(token.into(), verified.hash, ranges(&parts), index.pointers);
        Ok((held, verified))
    }

    /// What was received once, from the token and the places of its disclosures ([`Held::places`]). Nothing is verified: that
    /// was done when it was received, and what is kept is sealed.
    ///
    /// # Errors
    /// [`SdJwtError::Malformed`] when the two do not belong together; as for [`super::verify_issued`] when the token has no shape.
    pub fn restore(
        token: &str,
        places: Vec<String>,
        hash: HashAlgorithm,
    ) -> Result<Self, SdJwtError> {
        let parts = Parts::parse(token)?;
        if parts.binding.is_some() || parts.disclosures.len() != places.len() {
            return Err(NOT_STORED);
        }
        Ok(Self::new(token.into(), hash, ranges(&parts), places))
    }

    fn new(
        token: String,
        hash: HashAlgorithm,
        ranges: impl Iterator<Item = Range<usize>>,
        pointers: Vec<String>,
    ) -> Self {
        let disclosures: Vec<_> = ranges
            .zip(pointers)
            .map(|(range, pointer)| Disclosure { range, pointer })
            .collect();
        // One after the other into its place: a sort of its own is four kilobytes of a browser's module, and moving a thousand
        // numbers is nothing beside the hashes that a thousand disclosures took.
        let pointer = |at: &usize| disclosures.get(*at).map(|one| one.pointer.as_str());
        let mut by_pointer: Vec<usize> = Vec::with_capacity(disclosures.len());
        for at in 0..disclosures.len() {
            let place = by_pointer.partition_point(|known| pointer(known) < pointer(&at));
            by_pointer.insert(place, at);
        }
        Self {
            token,
            hash,
            disclosures,
            by_pointer,
        }
    }

    /// A presentation, still without key binding, that discloses these claims: each with everything inside of it, and with whatever it
    /// stands in (RFC 9901 §4.2.6: a disclosure needs all its parents). Each disclosure is there once, in the order in which the issuer
    /// sent them.
    ///
    /// A pointer to what is open anyway adds nothing, nor does one to what is not there: whoever chooses has looked at the claims.
    pub fn present<'p>(&self, choice: impl IntoIterator<Item = &'p Pointer>) -> SdJwt {
        let mut chosen = vec![false; self.disclosures.len()];
        // Claims are often chosen in their order, and what is inside of one stands behind it.
        let mut next = 0;
        for pointer in choice {
            for prefix in pointer.prefixes() {
                next = self.first_from(prefix, next);
                if self.choose(&mut chosen, next, |pointer| pointer == prefix) {
                    next = next.saturating_add(1);
                }
            }
            let inside = pointer.inside();
            let mut at = self.first_from(&inside, next);
            while self.choose(&mut chosen, at, |pointer| pointer.starts_with(&inside)) {
                at = at.saturating_add(1);
            }
        }
        let parts = self.disclosures.iter().zip(chosen);
        let parts = parts
            .filter(|(_, chosen)| *chosen)
            .map(|(one, _)| &one.range);
        let first = self.disclosures.first();
        let head = first.map_or(self.token.len(), |one| one.range.start);
        let length = parts
            .clone()
            .map(|range| range.len().saturating_add(1))
            .sum();
        let mut text = String::with_capacity(head.saturating_add(length));
        text.push_str(self.token.get(..head).unwrap_or_default());
        for range in parts {
            text.push_str(self.token.get(range.clone()).unwrap_or_default());
            text.push('~');
        }
        SdJwt::new(text, self.hash)
    }

    /// The place in `by_pointer` of the first pointer that is not before this text, which may be `near`.
    fn first_from(&self, text: &str, near: usize) -> usize {
        let is_before = |at: &usize| {
            let one = self.disclosures.get(*at);
            one.is_some_and(|one| one.pointer.as_str() < text)
        };
        let before = near.checked_sub(1).and_then(|at| self.by_pointer.get(at));
        if before.is_none_or(is_before) && !self.by_pointer.get(near).is_some_and(is_before) {
            return near;
        }
        self.by_pointer.partition_point(is_before)
    }

    /// Chooses the disclosure at a place in `by_pointer` if its pointer is a right one.
    fn choose(&self, chosen: &mut [bool], at: usize, is_right: impl Fn(&str) -> bool) -> bool {
        let Some(at) = self.by_pointer.get(at) else {
            return false;
        };
        let right = self
            .disclosures
            .get(*at)
            .is_some_and(|one| is_right(&one.pointer));
        if let (true, Some(place)) = (right, chosen.get_mut(*at)) {
            *place = true;
        }
        right
    }

    /// Where in the claims something can be withheld, as JSON pointers (RFC 6901), in their order.
    pub fn disclosable(&self) -> impl Iterator<Item = &str> {
        let places = self.by_pointer.iter();
        places.filter_map(|at| Some(self.disclosures.get(*at)?.pointer.as_str()))
    }

    /// Where each disclosure goes, in the order of the token.
    pub fn places(&self) -> impl Iterator<Item = &str> {
        self.disclosures.iter().map(|one| one.pointer.as_str())
    }

    /// The token as the issuer sent it.
    pub fn as_str(&self) -> &str {
        &self.token
    }

    /// All that it says, read out of the token again. It was verified when it was received.
    ///
    /// # Errors
    /// As [`super::process()`], which cannot be for what [`Held::receive`] made.
    pub fn claims(&self) -> Result<Map<String, Value>, SdJwtError> {
        let parts = Parts::parse(&self.token)?;
        let payload = parts.jwt.split('.').nth(1).unwrap_or_default();
        let payload = base64url::decode(payload).map_err(SdJwtError::TokenInvalid)?;
        let payload = json::read_object(&payload, VALUE);
        let mut payload = payload.map_err(|error| SdJwtError::TokenInvalid(error.into()))?;
        let hash = process::take_hash(&mut payload, &[self.hash])?;
        process::place(
            payload,
            &parts.disclosures,
            hash,
            &[],
            &mut process::Nowhere,
        )
    }

    /// As bytes, to be kept.
    ///
    /// # Errors
    /// [`SdJwtError::TooLarge`] never, as what was received is bounded.
    pub fn encode(&self) -> Result<Vec<u8>, SdJwtError> {
        let stored = Stored {
            version: VERSION,
            hash: self.hash.as_str(),
            token: &self.token,
            pointers: self
                .disclosures
                .iter()
                .map(|one| one.pointer.as_str())
                .collect(),
        };
        postcard::to_allocvec(&stored).map_err(|_| SdJwtError::TooLarge)
    }

    /// What [`Held::encode`] made, its hash one of those allowed. The index is taken as it is: it was made when the credential was
    /// verified, and what is kept is sealed.
    ///
    /// # Errors
    /// [`SdJwtError::Malformed`] for anything else; [`SdJwtError::HashNotAllowed`].
    pub fn decode(bytes: &[u8], allowed: &[HashAlgorithm]) -> Result<Self, SdJwtError> {
        let stored: Stored<'_> = postcard::from_bytes(bytes).map_err(|_| NOT_STORED)?;
        if stored.version != VERSION {
            return Err(NOT_STORED);
        }
        let hash = allowed.iter().find(|hash| hash.as_str() == stored.hash);
        let hash = *hash.ok_or(SdJwtError::HashNotAllowed)?;
        let parts = Parts::parse(stored.token)?;
        if parts.binding.is_some() || parts.disclosures.len() != stored.pointers.len() {
            return Err(NOT_STORED);
        }
        let pointers = stored.pointers.into_iter().map(String::from).collect();
        Ok(Self::new(
            stored.token.into(),
            hash,
            ranges(&parts),
            pointers,
        ))
    }
}

impl fmt::Debug for Held {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "Held({} bytes, {} disclosures)",
            self.token.len(),
            self.disclosures.len()
        )
    }
}

/// How a credential is kept.
#[derive(Serialize, Deserialize)]
struct Stored<'a> {
    version: u8,
    hash: &'a str,
    token: &'a str,
    /// One for each disclosure, in the order of the token.
    #[serde(borrow)]
    pointers: Vec<&'a str>,
}

const VERSION: u8 = 1;

const NOT_STORED: SdJwtError = SdJwtError::Malformed("a credential as it is kept");

/// Where the disclosures are in a token: one after the other, each with `~` behind.
fn ranges(parts: &Parts<'_>) -> impl Iterator<Item = Range<usize>> {
    let mut start = parts.jwt.len().saturating_add(1);
    parts.disclosures.iter().map(move |disclosure| {
        let end = start.saturating_add(disclosure.len());
        let range = start..end;
        start = end.saturating_add(1);
        range
    })
}

/// Writes down where each disclosure goes.
struct Index {
    here: Pointer,
    /// By the place of the disclosure in the token.
    pointers: Vec<String>,
}

impl Index {
    fn new(disclosures: usize) -> Self {
        Self {
            here: Pointer::default(),
            pointers: vec![String::new(); disclosures],
        }
    }
}

impl Places for Index {
    fn enter_name(&mut self, name: &str) -> usize {
        let length = self.here.as_str().len();
        self.here.push_name(name);
        length
    }

    fn enter_index(&mut self, index: usize) -> usize {
        let length = self.here.as_str().len();
        self.here.push_index(index);
        length
    }

    fn leave(&mut self, entered: usize) {
        self.here.truncate(entered);
    }

    fn disclosed(&mut self, disclosure: usize) {
        if let Some(pointer) = self.pointers.get_mut(disclosure) {
            *pointer = self.here.as_str().into();
        }
    }
}
