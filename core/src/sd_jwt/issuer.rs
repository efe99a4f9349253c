use super::issue::{append_disclosure, has_reserved_name};
use super::process::DEPTH;
use super::{
    ALWAYS_PLAIN, DIGESTS, HASH_NAME, HashAlgorithm, PLACEHOLDER, Pointer, SdJwt, SdJwtError,
    TOKEN_TYPE,
};
use crate::entropy::{Random, Seed};
use crate::jose::{Signer, jws};
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use serde_json::{Map, Value};

/// What an issuer hands out: any payload, of which any members and elements may be selectively disclosable (RFC 9901 §4), also inside of
/// each other (§6.3, recursive).
///
/// `Debug` shows how much there is, never what it says.
#[derive(Clone, Copy)]
pub struct Credential<'a> {
    /// The header; `alg` becomes the key's. With `typ` `dc+sd-jwt` the rules of credentials hold (SD-JWT VC §2.2).
    pub header: &'a Value,
    /// All claims, without a digest in them.
    pub payload: &'a Map<String, Value>,
    /// What is disclosable, each once, in any order.
    pub disclosable: &'a [Pointer],
    /// Where digests of nothing hide how many claims there are (§4.2.5).
    pub decoys: &'a [Decoys],
    /// The hash of the disclosures.
    pub hash: HashAlgorithm,
}

/// Digests that belong to no disclosure, among those of one object or array.
#[derive(Clone, Debug)]
pub struct Decoys {
    /// The object or array, which is not inside of anything disclosable.
    pub at: Pointer,
    /// How many.
    pub number: usize,
}

impl fmt::Debug for Credential<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "Credential({} claims, {} disclosable)",
            self.payload.len(),
            self.disclosable.len()
        )
    }
}

impl Credential<'_> {
    /// Issues it: each disclosure with a salt of 128 bits from the seed (§9.3), each `_sd` sorted (§4.2.4.1), `_sd_alg` where there is a
    /// digest at all. The disclosures stand in the order of `disclosable`.
    ///
    /// # Errors
    /// [`SdJwtError::ClaimInvalid`] for a pointer to nothing, to the whole, twice, or to what a credential says of itself and what is
    /// inside of that; for decoys in what is no object and no array; and for a payload with a reserved name in it, or nested over 64
    /// levels. [`SdJwtError::ClaimMissing`] for a credential without `vct`.
    pub fn issue(&self, key: &impl Signer, seed: Seed) -> Result<SdJwt, SdJwtError> {
        let mut payload = Value::Object(self.payload.clone());
        if has_reserved_name(&payload, DEPTH) {
            return Err(SdJwtError::ClaimInvalid);
        }
        if self.header.get("typ").is_some_and(|typ| typ == TOKEN_TYPE) {
            self.check_credential()?;
        }
        let mut random = seed.expand();
        // The innermost first: what is around then has the digest and not the claim in it.
        let mut order: Vec<(usize, &Pointer)> = self.disclosable.iter().enumerate().collect();
        let depth = |pointer: &Pointer| {
            pointer
                .as_str()
                .bytes()
                .filter(|byte| *byte == b'/')
                .count()
        };
        order.sort_by_key(|(_, pointer)| core::cmp::Reverse(depth(pointer)));
        let mut disclosures: Vec<String> = self.disclosable.iter().map(|_| String::new()).collect();
        for (at, pointer) in order {
            let disclosure = self.hide(&mut payload, pointer, &mut random)?;
            if let Some(place) = disclosures.get_mut(at) {
                *place = disclosure;
            }
        }
        for decoys in self.decoys {
            self.hide_nothing(&mut payload, decoys, &mut random)?;
        }
        sort(&mut payload);
        if let Value::Object(members) = &mut payload
            && !(disclosures.is_empty() && self.decoys.is_empty())
        {
            members.insert(HASH_NAME.into(), self.hash.as_str().into());
        }
        let payload = crate::jose::json::text(&payload);
        let mut token = jws::sign(self.header, payload.as_bytes(), key);
        token.push('~');
        for disclosure in &disclosures {
            token.push_str(disclosure);
            token.push('~');
        }
        Ok(SdJwt::new(token, self.hash))
    }

    fn check_credential(&self) -> Result<(), SdJwtError> {
        if !self.payload.get("vct").is_some_and(Value::is_string) {
            return Err(SdJwtError::ClaimMissing("vct"));
        }
        let is_open = |pointer: &Pointer| {
            let first = pointer.as_str().split('/').nth(1).unwrap_or_default();
            ALWAYS_PLAIN.contains(&first)
        };
        if self.disclosable.iter().any(is_open) || self.decoys.iter().any(|one| is_open(&one.at)) {
            return Err(SdJwtError::ClaimInvalid);
        }
        Ok(())
    }

    /// Takes a claim out and leaves its digest where it stood; returns its disclosure.
    fn hide(
        &self,
        payload: &mut Value,
        pointer: &Pointer,
        random: &mut Random,
    ) -> Result<String, SdJwtError> {
        let text = pointer.as_str();
        let (above, last) = text.rsplit_once('/').ok_or(SdJwtError::ClaimInvalid)?;
        let container = payload.pointer_mut(above).ok_or(SdJwtError::ClaimInvalid)?;
        let mut disclosure = String::new();
        match container {
            Value::Object(members) => {
                let unescaped;
                let name = if last.contains('~') {
                    unescaped = last.replace("~1", "/").replace("~0", "~");
                    &unescaped
                } else {
                    last
                };
                let mut value = members.remove(name).ok_or(SdJwtError::ClaimInvalid)?;
                sort(&mut value);
                append_disclosure(&mut disclosure, Some(name), &value, random);
                let digest = self.hash.digest(&disclosure).into();
                append_digest(members, digest)?;
            }
            Value::Array(items) => {
                let index: usize = last.parse().map_err(|_| SdJwtError::ClaimInvalid)?;
                let item = items.get_mut(index).ok_or(SdJwtError::ClaimInvalid)?;
                if item.get(PLACEHOLDER).is_some() {
                    return Err(SdJwtError::ClaimInvalid);
                }
                sort(item);
                append_disclosure(&mut disclosure, None, item, random);
                *item = placeholder(self.hash.digest(&disclosure));
            }
            _ => return Err(SdJwtError::ClaimInvalid),
        }
        Ok(disclosure)
    }

    /// Decoys: the hashes of random bytes. In an array they stand at its end.
    fn hide_nothing(
        &self,
        payload: &mut Value,
        decoys: &Decoys,
        random: &mut Random,
    ) -> Result<(), SdJwtError> {
        let container = payload.pointer_mut(decoys.at.as_str());
        let container = container.ok_or(SdJwtError::ClaimInvalid)?;
        for _ in 0..decoys.number {
            let noise: [u8; 32] = random.make();
            let digest = self.hash.digest(&crate::jose::base64url::encode(&noise));
            match container {
                Value::Object(members) => append_digest(members, digest.into())?,
                Value::Array(items) => items.push(placeholder(digest)),
                _ => return Err(SdJwtError::ClaimInvalid),
            }
        }
        Ok(())
    }
}

fn append_digest(members: &mut Map<String, Value>, digest: Value) -> Result<(), SdJwtError> {
    match members.get_mut(DIGESTS) {
        Some(Value::Array(digests)) => digests.push(digest),
        Some(_) => return Err(SdJwtError::ClaimInvalid),
        None => {
            members.insert(DIGESTS.into(), Value::Array(Vec::from([digest])));
        }
    }
    Ok(())
}

fn placeholder(digest: String) -> Value {
    let mut members = Map::new();
    members.insert(PLACEHOLDER.into(), digest.into());
    Value::Object(members)
}

/// Sorts every list of digests that is open: what was hidden inside of a disclosure was sorted when that was made.
fn sort(value: &mut Value) {
    match value {
        Value::Object(members) => {
            if let Some(Value::Array(digests)) = members.get_mut(DIGESTS) {
                digests.sort_by(|a, b| a.as_str().cmp(&b.as_str()));
            }
            members.values_mut().for_each(sort);
        }
        Value::Array(items) => items.iter_mut().for_each(sort),
        _ => {}
    }
}
