//! Seals and opens long contents where it is fastest: short ones in the module, the others chunk by chunk by the browser's
//! own AES-GCM, several at once. Their bytes then never enter the module's memory. The core says what each chunk is sealed with.
//!
//! This is the only file that hands a key to SubtleCrypto: from here, and not extractable.

use crate::error::Failure;
use hailstone_core::vault::{Chunk, ContentKey, VaultError};
use js_sys::{Array, Promise, Uint8Array};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};

/// The browser's own cryptography (Web Cryptography API). It is JavaScript because every promise that Rust waits for costs a few
/// microseconds, as much as there is to win with short contents.
#[wasm_bindgen(inline_js = r#"
const name = 'AES-GCM';
const NONCE = 12;
const AT_ONCE = 8;

const refusal = ([code, kind]) => Object.assign(new Error(code), { code, class: kind, triesLeft: null });
const refuse = (words) => () => {
  throw refusal(words);
};

// Most contents are one chunk: two promises and no more, each of which costs as much as some hundred bytes.
const only = async (usage, imported, iv, additionalData, chunk, none, refused) => {
  let words = none;
  try {
    const key = await imported;
    words = refused;
    return [new Uint8Array(await crypto.subtle[usage]({ name, iv, additionalData }, key, chunk))];
  } catch {
    throw refusal(words);
  }
};

export function crypt(seals, raw, nonces, data, chunks, none, refused) {
  const usage = seals ? 'encrypt' : 'decrypt';
  const imported = crypto.subtle.importKey('raw', raw, name, false, [usage]);
  // The module's memory may hold something else by the time that the key is there.
  const ivs = nonces.slice();
  const additionalData = data.slice();
  if (chunks.length === 1) return only(usage, imported, ivs, additionalData, chunks[0], none, refused);
  const one = (key, place) =>
    crypto.subtle[usage](
      { name, iv: ivs.subarray(place * NONCE, (place + 1) * NONCE), additionalData },
      key,
      chunks[place],
    ).then((done) => new Uint8Array(done));
  const all = (key) => {
    const outcome = new Array(chunks.length);
    let next = 0;
    const work = () => {
      const place = next++;
      return place < chunks.length && one(key, place).then((done) => ((outcome[place] = done), work()));
    };
    return Promise.all(Array.from({ length: Math.min(AT_ONCE, chunks.length) }, work)).then(
      () => outcome,
      (reason) => {
        // Nothing of a content that is not whole goes out, and what is not begun is not begun any more.
        next = chunks.length;
        outcome.fill();
        throw reason;
      },
    );
  };
  return imported.then((key) => all(key).catch(refuse(refused)), refuse(none));
}
"#)]
extern "C" {
    /// All chunks of a content, for as many chunks. Of what is shown of the module's memory it takes copies before it answers, and
    /// of the key none but the platform's own. `none` and `refused` are code and class of the error where the key is not taken, and
    /// where the bytes are not.
    #[wasm_bindgen(catch)]
    fn crypt(
        seals: bool,
        key: &[u8],
        nonces: &[u8],
        associated_data: &[u8],
        chunks: &Array,
        none: &Array,
        refused: &Array,
    ) -> Result<Promise, JsValue>;
}

thread_local! {
    /// Code and class of an error, handed over once: a text costs as much each time as a short content.
    static NONE: Array = words(&Failure::NO_CRYPTOGRAPHY);
    static TAMPERED: Array = words(&VaultError::Tampered.into());
}

fn words(failure: &Failure) -> Array {
    let texts = [failure.code(), failure.class().as_str()];
    texts.into_iter().map(JsValue::from).collect()
}

/// Up to this length, sealed, nothing is handed over: about here the platform begins to be faster, its two threads' hops included.
const SHORT: usize = 512;

/// Seals a content: an array of its sealed chunks, or a promise of it where the platform does the work. A store keeps each chunk by itself, so
/// that the middle is read without the beginning.
///
/// # Errors
/// `vault.record_too_large` where the content has another length than its key was made for, `wallet.no_cryptography`.
pub fn seal(key: &ContentKey, content: &Uint8Array) -> Result<JsValue, Failure> {
    if u64::from(content.length()) != key.reference().length() {
        return Err(VaultError::RecordTooLarge.into());
    }
    let chunks = chunks(key);
    if let ([only], true) = (chunks.as_slice(), key.sealed_length() <= SHORT) {
        let sealed = key.seal(only, &zeroize::Zeroizing::new(content.to_vec()))?;
        return Ok(alone(sealed.as_slice()));
    }
    if chunks.len() == 1 {
        return start(true, key, &chunks, &Array::of1(content));
    }
    let parts = Array::new();
    for chunk in &chunks {
        parts.push(&content.subarray(number(chunk.plain.start)?, number(chunk.plain.end)?));
    }
    start(true, key, &chunks, &parts)
}

/// Opens what [`seal`] made: the content, in as many parts, or a promise of it.
///
/// # Errors
/// `vault.tampered` for anything else, `wallet.no_cryptography`.
pub fn open(key: &ContentKey, sealed: &Array) -> Result<JsValue, Failure> {
    let chunks = chunks(key);
    if usize::try_from(sealed.length()) != Ok(chunks.len()) {
        return Err(VaultError::Tampered.into());
    }
    for (chunk, part) in chunks.iter().zip(sealed.iter()) {
        let part: Uint8Array = part.dyn_into().map_err(|_| Failure::ARGUMENT)?;
        if usize::try_from(part.length()) != Ok(chunk.sealed.len()) {
            return Err(VaultError::Tampered.into());
        }
        if key.sealed_length() <= SHORT {
            return Ok(alone(key.open(chunk, &part.to_vec())?.expose()));
        }
    }
    start(false, key, &chunks, sealed)
}

fn chunks(key: &ContentKey) -> Vec<Chunk> {
    (0..key.chunks()).filter_map(|one| key.chunk(one)).collect()
}

/// Gives everything to the platform.
fn start(
    seals: bool,
    key: &ContentKey,
    chunks: &[Chunk],
    parts: &Array,
) -> Result<JsValue, Failure> {
    let nonces: Vec<u8> = chunks.iter().flat_map(|chunk| chunk.nonce).collect();
    let refused = if seals { &NONE } else { &TAMPERED };
    let promise = NONE.with(|none| {
        refused.with(|refused| {
            crypt(
                seals,
                key.key().expose(),
                &nonces,
                key.associated_data(),
                parts,
                none,
                refused,
            )
        })
    });
    promise
        .map(JsValue::from)
        .map_err(|_| Failure::NO_CRYPTOGRAPHY)
}

/// The only chunk there is.
fn alone(bytes: &[u8]) -> JsValue {
    Array::of1(&Uint8Array::from(bytes)).into()
}

fn number(place: usize) -> Result<u32, Failure> {
    u32::try_from(place).map_err(|_| Failure::ARGUMENT)
}
