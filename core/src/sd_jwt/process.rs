//! The processing of disclosures (RFC 9901 §7.1 steps 3 to 5): from the signed payload and the disclosures to what the
//! token says.

use super::{
    ALWAYS_PLAIN, DIGESTS, HASH_NAME, HashAlgorithm, PLACEHOLDER, SdJwtError, is_reserved, issue,
};
use crate::jose::base64url;
use crate::jose::json::{self, JsonError, Limits};
use alloc::string::String;
use alloc::vec::Vec;
use core::cmp::Ordering;
use core::mem;
use serde_json::map::Entry;
use serde_json::{Map, Value};

/// One disclosure, decoded; also the payload of a token.
pub(super) const VALUE: Limits = Limits {
    size: 1 << 20,
    depth: 32,
};

/// Nesting of what comes out: disclosures inside of disclosures add up.
pub(super) const DEPTH: usize = 64;

/// Puts the disclosures in their places and removes every digest, `_sd` and `_sd_alg`. Digests without a disclosure are
/// ignored; they may be decoys. The order of the disclosures means nothing. Signatures are not looked at: this is a part
/// of [`super::verify`], and of use on its own to whoever has verified already.
///
/// # Errors
/// [`SdJwtError::HashNotAllowed`] when `_sd_alg` is not one of [`HashAlgorithm::ALL`]; [`SdJwtError::DigestRepeated`] for a digest or
/// a disclosure twice; [`SdJwtError::DisclosureUnreferenced`] for one that belongs nowhere;
/// [`SdJwtError::DisclosureInvalid`], [`SdJwtError::NameReserved`] and [`SdJwtError::NameTaken`] for one that may not
/// stand where its digest is; [`SdJwtError::Malformed`] when `_sd`, `...` or `_sd_alg` is used for anything else;
/// [`SdJwtError::TooLarge`] for nesting over 64 levels.
pub fn process(
    mut payload: Map<String, Value>,
    disclosures: &[&str],
) -> Result<Map<String, Value>, SdJwtError> {
    let hash = take_hash(&mut payload, &HashAlgorithm::ALL)?;
    place(payload, disclosures, hash, &[], &mut Nowhere)
}

/// Takes `_sd_alg` out of a payload: the hash that it names, which must be one of those allowed.
pub(super) fn take_hash(
    payload: &mut Map<String, Value>,
    allowed: &[HashAlgorithm],
) -> Result<HashAlgorithm, SdJwtError> {
    let named = payload.remove(HASH_NAME);
    let name = match &named {
        None => HashAlgorithm::SHA256.as_str(),
        Some(name) => name.as_str().ok_or(SdJwtError::HashNotAllowed)?,
    };
    let hash = allowed.iter().find(|hash| hash.as_str() == name);
    hash.copied().ok_or(SdJwtError::HashNotAllowed)
}

/// Refuses a `dc+sd-jwt` that hides something in a claim which is never disclosable, nor is anything inside of it (SD-JWT VC
/// §2.2.2.2).
pub(super) fn refuse_hidden(payload: &Map<String, Value>) -> Result<(), SdJwtError> {
    let hides_something = ALWAYS_PLAIN
        .iter()
        .filter_map(|name| payload.get(*name))
        .any(|value| issue::has_reserved_name(value, DEPTH));
    if hides_something {
        return Err(SdJwtError::NameReserved);
    }
    Ok(())
}

/// [`process`] with a known hash. `always_plain` are names that no disclosure may have at the top. `places` hears where each
/// disclosure went.
pub(super) fn place(
    mut payload: Map<String, Value>,
    disclosures: &[&str],
    hash: HashAlgorithm,
    always_plain: &[&str],
    places: &mut impl Places,
) -> Result<Map<String, Value>, SdJwtError> {
    // Step 3a.
    let mut known: Vec<_> = disclosures
        .iter()
        .enumerate()
        .map(|(at, text)| Known {
            digest: hash.digest(text),
            at,
            text,
            is_found: false,
        })
        .collect();
    known.sort_unstable_by(|a, b| a.digest.cmp(&b.digest));
    let mut processor = Processor {
        known,
        next: 0,
        seen: Vec::new(),
        decoded: Vec::new(),
        places,
    };
    processor.object(&mut payload, always_plain, DEPTH)?;
    let Processor {
        known, mut seen, ..
    } = processor;
    // Step 4. A list is sorted already, as a rule, and to sort some of these takes little.
    seen.sort();
    let is_repeated = seen.windows(2).any(|pair| pair.first() == pair.last())
        || known.windows(2).any(|pair| match pair {
            [one, next] => one.digest == next.digest,
            _ => false,
        });
    if is_repeated {
        return Err(SdJwtError::DigestRepeated);
    }
    // Step 5.
    if known.iter().all(|disclosure| disclosure.is_found) {
        Ok(payload)
    } else {
        Err(SdJwtError::DisclosureUnreferenced)
    }
}

/// Where in what comes out the processing is.
pub(super) trait Places {
    /// Goes into a member of an object; returns what [`Places::leave`] is to be told.
    fn enter_name(&mut self, name: &str) -> usize;
    /// Goes into an element of an array.
    fn enter_index(&mut self, index: usize) -> usize;
    /// Goes back out.
    fn leave(&mut self, entered: usize);
    /// What stands here came out of this disclosure, by its place in the token.
    fn disclosed(&mut self, disclosure: usize);
}

/// For who does not want to know.
pub(super) struct Nowhere;

impl Places for Nowhere {
    fn enter_name(&mut self, _: &str) -> usize {
        0
    }
    fn enter_index(&mut self, _: usize) -> usize {
        0
    }
    fn leave(&mut self, _: usize) {}
    fn disclosed(&mut self, _: usize) {}
}

/// A disclosure that came with the token.
struct Known<'a> {
    digest: String,
    /// Its place in the token.
    at: usize,
    text: &'a str,
    is_found: bool,
}

struct Processor<'a, 'p, P> {
    /// In the order of their digests.
    known: Vec<Known<'a>>,
    /// Behind the one that was looked for last.
    next: usize,
    /// Every digest found so far.
    seen: Vec<String>,
    /// Where one disclosure after the other is decoded.
    decoded: Vec<u8>,
    places: &'p mut P,
}

impl<'a, P: Places> Processor<'a, '_, P> {
    fn value(&mut self, value: &mut Value, depth: usize) -> Result<(), SdJwtError> {
        match value {
            Value::Object(members) => self.object(members, &[], depth),
            Value::Array(items) => self.array(items, depth),
            _ => Ok(()),
        }
    }

    /// Steps 3b to 3e for one object. `forbidden` are names that no disclosure may have here.
    fn object(
        &mut self,
        members: &mut Map<String, Value>,
        forbidden: &[&str],
        depth: usize,
    ) -> Result<(), SdJwtError> {
        let below = depth.checked_sub(1).ok_or(SdJwtError::TooLarge)?;
        let digests = match members.remove(DIGESTS) {
            None => Vec::new(),
            Some(Value::Array(digests)) => digests,
            Some(_) => return Err(SdJwtError::Malformed("`_sd` as an array of text")),
        };
        if members.contains_key(PLACEHOLDER) {
            return Err(SdJwtError::Malformed("`...` in an array only"));
        }
        if members.contains_key(HASH_NAME) {
            return Err(SdJwtError::Malformed("`_sd_alg` at the top only"));
        }
        for (name, value) in members.iter_mut() {
            let entered = self.places.enter_name(name);
            self.value(value, below)?;
            self.places.leave(entered);
        }
        for digest in digests {
            let Value::String(digest) = digest else {
                return Err(SdJwtError::Malformed("`_sd` as an array of text"));
            };
            let Some((at, disclosure)) = self.find(digest) else {
                continue;
            };
            let (name, mut value) = object_property(disclosure, &mut self.decoded)?;
            if is_reserved(&name) || forbidden.contains(&name.as_str()) {
                return Err(SdJwtError::NameReserved);
            }
            let Entry::Vacant(place) = members.entry(name) else {
                return Err(SdJwtError::NameTaken);
            };
            let entered = self.places.enter_name(place.key());
            self.places.disclosed(at);
            self.value(&mut value, below)?;
            self.places.leave(entered);
            place.insert(value);
        }
        Ok(())
    }

    /// Steps 3b to 3d for one array.
    fn array(&mut self, items: &mut Vec<Value>, depth: usize) -> Result<(), SdJwtError> {
        let below = depth.checked_sub(1).ok_or(SdJwtError::TooLarge)?;
        let mut kept = Vec::with_capacity(items.len());
        for mut item in mem::take(items) {
            let mut place = None;
            if let Some(digest) = take_placeholder(&mut item)? {
                match self.find(digest) {
                    None => continue,
                    Some((at, disclosure)) => {
                        item = array_element(disclosure, &mut self.decoded)?;
                        place = Some(at);
                    }
                }
            }
            let entered = self.places.enter_index(kept.len());
            if let Some(at) = place {
                self.places.disclosed(at);
            }
            self.value(&mut item, below)?;
            self.places.leave(entered);
            kept.push(item);
        }
        *items = kept;
        Ok(())
    }

    /// The disclosure of a digest. Where a digest is there twice, or a disclosure, nothing comes of it in the end (step 4).
    fn find(&mut self, digest: String) -> Option<(usize, &'a str)> {
        let place = self.search(&digest);
        self.seen.push(digest);
        let known = self.known.get_mut(place?)?;
        if known.is_found {
            return None;
        }
        known.is_found = true;
        Some((known.at, known.text))
    }
}

impl<P> Processor<'_, '_, P> {
    /// A list of digests is in order, as a rule (RFC 9901 §4.2.4.1), and so the place of one is where the one before was, or next to it.
    fn search(&mut self, digest: &str) -> Option<usize> {
        let order = |at: usize| {
            self.known
                .get(at)
                .map(|one| one.digest.as_str().cmp(digest))
        };
        let before = self.next.checked_sub(1).and_then(order);
        let place = match (before, order(self.next)) {
            (None | Some(Ordering::Less), Some(Ordering::Equal)) => Ok(self.next),
            (None | Some(Ordering::Less), None | Some(Ordering::Greater)) => Err(self.next),
            _ => self
                .known
                .binary_search_by(|known| known.digest.as_str().cmp(digest)),
        };
        match place {
            Ok(at) => {
                self.next = at.saturating_add(1);
                Some(at)
            }
            Err(at) => {
                self.next = at;
                None
            }
        }
    }
}

/// The digest of `{"...": "<digest>"}`; `None` for every other array element.
fn take_placeholder(item: &mut Value) -> Result<Option<String>, SdJwtError> {
    let Value::Object(members) = item else {
        return Ok(None);
    };
    match members.remove(PLACEHOLDER) {
        None => Ok(None),
        Some(Value::String(digest)) if members.is_empty() => Ok(Some(digest)),
        Some(_) => Err(SdJwtError::Malformed(
            "`...` alone, with text (RFC 9901 §4.2.4.2)",
        )),
    }
}

/// The name and value of an object property's disclosure (RFC 9901 §4.2.1).
fn object_property(disclosure: &str, decoded: &mut Vec<u8>) -> Result<(String, Value), SdJwtError> {
    match <[Value; 3]>::try_from(read(disclosure, decoded)?) {
        Ok([Value::String(_), Value::String(name), value]) => Ok((name, value)),
        _ => Err(SdJwtError::DisclosureInvalid),
    }
}

/// The value of an array element's disclosure (RFC 9901 §4.2.2).
fn array_element(disclosure: &str, decoded: &mut Vec<u8>) -> Result<Value, SdJwtError> {
    match <[Value; 2]>::try_from(read(disclosure, decoded)?) {
        Ok([Value::String(_), value]) => Ok(value),
        _ => Err(SdJwtError::DisclosureInvalid),
    }
}

fn read(disclosure: &str, decoded: &mut Vec<u8>) -> Result<Vec<Value>, SdJwtError> {
    let bytes = base64url::decode_in(disclosure, decoded);
    let bytes = bytes.map_err(|_| SdJwtError::DisclosureInvalid)?;
    let text = core::str::from_utf8(bytes).map_err(|_| SdJwtError::DisclosureInvalid)?;
    match json::read(text, VALUE) {
        Ok(Value::Array(items)) => Ok(items),
        Err(JsonError::TooLarge | JsonError::TooDeep) => Err(SdJwtError::TooLarge),
        _ => Err(SdJwtError::DisclosureInvalid),
    }
}
