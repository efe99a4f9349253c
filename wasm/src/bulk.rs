//! Seals and opens long contents where it is fastest: short ones in the module, the others chunk by chunk by the browser's
//! own AES-GCM, several at once. Their bytes then never enter the module's memory. The core says what each chunk is sealed with.
//!
//! This is the only file that hands a key to SubtleCrypto: from here, and not extractable.

use crate::error::Failure;
use hailstone_core::vault::{Chunk, ContentKey, VaultError};
use js_sys::{Array, ArrayBuffer, Promise, Uint8Array};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, future_to_promise};

/// The browser's own cryptography (Web Cryptography API). It is JavaScript because every promise that Rust waits for costs a few
/// microseconds, as much as there is to win with short contents.
#[wasm_bindgen(inline_js = r#"
const name = 'AES-GCM';
const refuse = (code, kind) => () => {
  throw Object.assign(new Error(code), { code, class: kind, triesLeft: null });
};
export const importKey = (raw, usage) => crypto.subtle.importKey('raw', raw, name, false, [usage]);
export const crypt = (usage, key, iv, additionalData, bytes) =>
  crypto.subtle[usage]({ name, iv, additionalData }, key, bytes);
export function crypt1(usage, raw, iv, additionalData, bytes, none, noneKind, refused, refusedKind) {
  const [ownIv, ownData] = [iv.slice(), additionalData.slice()];
  return importKey(raw, usage).then(
    (key) =>
      crypt(usage, key, ownIv, ownData, bytes).then((done) => new Uint8Array(done), refuse(refused, refusedKind)),
    refuse(none, noneKind),
  );
}
"#)]
extern "C" {
    /// Takes a copy of the key before it answers, so that it is shown the module's memory.
    #[wasm_bindgen(catch, js_name = importKey)]
    fn import_key(key: &[u8], usage: &str) -> Result<Promise, JsValue>;

    /// Takes copies, too.
    #[wasm_bindgen(catch)]
    fn crypt(
        usage: &str,
        key: &JsValue,
        nonce: &[u8],
        associated_data: &[u8],
        bytes: &Uint8Array,
    ) -> Result<Promise, JsValue>;

    /// Both, with errors as ours are: one for a key that is not taken, the other for bytes.
    #[wasm_bindgen(catch)]
    #[allow(clippy::too_many_arguments, reason = "an object would cost more")]
    fn crypt1(
        usage: &str,
        key: &[u8],
        nonce: &[u8],
        associated_data: &[u8],
        bytes: &Uint8Array,
        none: &str,
        none_class: &str,
        refused: &str,
        refused_class: &str,
    ) -> Result<Promise, JsValue>;
}

/// Up to this length, sealed, nothing is handed over: about here the platform begins to be faster, its two threads' hops included.
const SHORT: usize = 512;

/// How many chunks are on their way at once.
const AT_ONCE: u32 = 8;

/// Seals a content: a promise of its sealed chunks, one behind the other.
///
/// # Errors
/// `vault.record_too_large` where the content has another length than its key was made for, `wallet.no_cryptography`.
pub fn seal(key: ContentKey, content: Uint8Array) -> Result<Promise, Failure> {
    if u64::from(content.length()) != key.reference().length() {
        return Err(VaultError::RecordTooLarge.into());
    }
    if key.sealed_length() <= SHORT {
        let chunk = key.chunk(0).ok_or(VaultError::RecordTooLarge)?;
        let sealed = key.seal(&chunk, &zeroize::Zeroizing::new(content.to_vec()))?;
        return Ok(resolved(sealed.as_slice()));
    }
    Job {
        key,
        usage: "encrypt",
        bytes: content,
        from: |chunk| &chunk.plain,
        to: |chunk| &chunk.sealed,
        refused: Failure::NO_CRYPTOGRAPHY,
    }
    .start()
}

/// Opens what [`seal`] made.
///
/// # Errors
/// `vault.tampered` for anything else, `wallet.no_cryptography`.
pub fn open(key: ContentKey, sealed: Uint8Array) -> Result<Promise, Failure> {
    if usize::try_from(sealed.length()) != Ok(key.sealed_length()) {
        return Err(VaultError::Tampered.into());
    }
    if key.sealed_length() <= SHORT {
        let chunk = key.chunk(0).ok_or(VaultError::Tampered)?;
        let content = key.open(&chunk, &sealed.to_vec())?;
        return Ok(resolved(content.expose()));
    }
    Job {
        key,
        usage: "decrypt",
        bytes: sealed,
        from: |chunk| &chunk.sealed,
        to: |chunk| &chunk.plain,
        refused: VaultError::Tampered.into(),
    }
    .start()
}

type Place = fn(&Chunk) -> &core::ops::Range<usize>;

/// Something for the platform to do.
struct Job {
    key: ContentKey,
    usage: &'static str,
    bytes: Uint8Array,
    from: Place,
    to: Place,
    /// What is said where it refuses the bytes.
    refused: Failure,
}

impl Job {
    fn start(self) -> Result<Promise, Failure> {
        if self.key.chunks() > 1 {
            return Ok(future_to_promise(async move {
                let done = self.run().await;
                done.map(Into::into).map_err(Into::into)
            }));
        }
        let chunk = self.key.chunk(0).ok_or(Failure::ARGUMENT)?;
        let none = Failure::NO_CRYPTOGRAPHY;
        crypt1(
            self.usage,
            self.key.key().expose(),
            &chunk.nonce,
            &chunk.associated_data,
            &self.bytes,
            none.code(),
            none.class().as_str(),
            self.refused.code(),
            self.refused.class().as_str(),
        )
        .map_err(|_| none)
    }

    /// Several chunks. Nothing of a content that is not whole goes out: its parts are dropped here.
    async fn run(self) -> Result<Uint8Array, Failure> {
        let Self {
            key,
            usage,
            bytes,
            from,
            to,
            refused,
        } = self;
        let failed = |_| Failure::NO_CRYPTOGRAPHY;
        let imported = import_key(key.key().expose(), usage).map_err(failed)?;
        let imported = JsFuture::from(imported).await.map_err(failed)?;
        let last = key.chunks().checked_sub(1).and_then(|last| key.chunk(last));
        let length = last.map_or(0, |last| to(&last).end);
        let into = Uint8Array::new_with_length(number(length)?);
        let mut next = 0;
        while next < key.chunks() {
            let end = next.saturating_add(AT_ONCE).min(key.chunks());
            let chunks: Vec<Chunk> = (next..end).filter_map(|one| key.chunk(one)).collect();
            let begin = |chunk: &Chunk| {
                let part = part(&bytes, from(chunk))?;
                crypt(
                    usage,
                    &imported,
                    &chunk.nonce,
                    &chunk.associated_data,
                    &part,
                )
                .map_err(failed)
            };
            let promises = chunks.iter().map(begin).collect::<Result<Array, _>>()?;
            let Ok(done) = JsFuture::from(Promise::all(&promises)).await else {
                return Err(refused);
            };
            for (chunk, done) in chunks.iter().zip(Array::from(&done).iter()) {
                let done: ArrayBuffer = done.dyn_into().map_err(|_| Failure::NO_CRYPTOGRAPHY)?;
                into.set(&Uint8Array::new(&done), number(to(chunk).start)?);
            }
            next = end;
        }
        Ok(into)
    }
}

fn resolved(bytes: &[u8]) -> Promise {
    let bytes: JsValue = Uint8Array::from(bytes).into();
    Promise::resolve(&bytes)
}

fn part(bytes: &Uint8Array, range: &core::ops::Range<usize>) -> Result<Uint8Array, Failure> {
    Ok(bytes.subarray(number(range.start)?, number(range.end)?))
}

fn number(place: usize) -> Result<u32, Failure> {
    u32::try_from(place).map_err(|_| Failure::ARGUMENT)
}
