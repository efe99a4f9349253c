//! Seals and opens long contents where it is fastest: short ones in the module, the others chunk by chunk by the browser's
//! own AES-GCM, several at once. Their bytes then never enter the module's memory. The core says what each chunk is sealed with.
//!
//! This is the only file that hands a key to SubtleCrypto: from here, and not extractable.

use crate::error::Failure;
use hailstone_core::vault::{Chunk, ContentKey, VaultError};
use js_sys::{Array, ArrayBuffer, Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AesGcmParams, CryptoKey, SubtleCrypto};

/// Up to this length nothing is handed over. A first guess: `cargo xtask bench browser --only sealing` has the platform ahead from
/// 256 bytes on, and what the glue around it costs has to come down before a better length can be told.
const SHORT: usize = 2048;

/// How many chunks are on their way at once.
const AT_ONCE: u32 = 8;

const TAG_BITS: u8 = 128;

/// Seals a content: its sealed chunks, one behind the other.
///
/// # Errors
/// `vault.record_too_large` where the content has another length than its key was made for, `wallet.no_cryptography`.
pub async fn seal(key: &ContentKey, content: &Uint8Array) -> Result<Uint8Array, Failure> {
    if u64::from(content.length()) != key.reference().length() {
        return Err(VaultError::RecordTooLarge.into());
    }
    if key.sealed_length() <= SHORT {
        let chunk = key.chunk(0).ok_or(VaultError::RecordTooLarge)?;
        let sealed = key.seal(&chunk, &zeroize::Zeroizing::new(content.to_vec()))?;
        return Ok(Uint8Array::from(sealed.as_slice()));
    }
    let platform = Platform::new(key, "encrypt").await?;
    let sealed = Uint8Array::new_with_length(number(key.sealed_length())?);
    let step = |chunk: &Chunk| {
        let parameters = parameters(chunk);
        let plain = part(content, &chunk.plain)?;
        platform
            .subtle
            .encrypt_with_object_and_buffer_source(&parameters, &platform.key, &plain)
            .map_err(|_| Failure::NO_CRYPTOGRAPHY)
    };
    run(
        key,
        &sealed,
        step,
        |chunk| &chunk.sealed,
        Failure::NO_CRYPTOGRAPHY,
    )
    .await?;
    Ok(sealed)
}

/// Opens what [`seal`] made.
///
/// # Errors
/// `vault.tampered` for anything else, `wallet.no_cryptography`.
pub async fn open(key: &ContentKey, sealed: &Uint8Array) -> Result<Uint8Array, Failure> {
    let tampered = || Failure::from(VaultError::Tampered);
    if usize::try_from(sealed.length()) != Ok(key.sealed_length()) {
        return Err(tampered());
    }
    if key.sealed_length() <= SHORT {
        let chunk = key.chunk(0).ok_or(VaultError::Tampered)?;
        let content = key.open(&chunk, &sealed.to_vec())?;
        return Ok(Uint8Array::from(content.expose()));
    }
    let platform = Platform::new(key, "decrypt").await?;
    let length = u32::try_from(key.reference().length()).map_err(|_| Failure::ARGUMENT)?;
    let content = Uint8Array::new_with_length(length);
    let step = |chunk: &Chunk| {
        let parameters = parameters(chunk);
        let part = part(sealed, &chunk.sealed)?;
        platform
            .subtle
            .decrypt_with_object_and_buffer_source(&parameters, &platform.key, &part)
            .map_err(|_| Failure::NO_CRYPTOGRAPHY)
    };
    // Nothing of a content that is not whole goes out: its parts are dropped here.
    run(key, &content, step, |chunk| &chunk.plain, tampered()).await?;
    Ok(content)
}

struct Platform {
    subtle: SubtleCrypto,
    key: CryptoKey,
}

impl Platform {
    async fn new(key: &ContentKey, usage: &str) -> Result<Self, Failure> {
        let failed = |_| Failure::NO_CRYPTOGRAPHY;
        let crypto = Reflect::get(&js_sys::global(), &"crypto".into()).map_err(failed)?;
        let subtle = Reflect::get(&crypto, &"subtle".into()).map_err(failed)?;
        let subtle: SubtleCrypto = subtle.dyn_into().map_err(failed)?;
        let bytes = Uint8Array::from(key.key().expose().as_slice());
        let imported =
            subtle.import_key_with_str("raw", &bytes, "AES-GCM", false, &Array::of1(&usage.into()));
        // The browser has taken its own copy by now.
        bytes.fill(0, 0, bytes.length());
        let key = JsFuture::from(imported.map_err(failed)?).await;
        let key = key.map_err(failed)?.dyn_into().map_err(failed)?;
        Ok(Self { subtle, key })
    }
}

fn parameters(chunk: &Chunk) -> Object {
    let nonce = Uint8Array::from(chunk.nonce.as_slice());
    let parameters = AesGcmParams::new("AES-GCM", &nonce);
    parameters.set_additional_data(&Uint8Array::from(chunk.associated_data.as_slice()));
    parameters.set_tag_length(TAG_BITS);
    parameters.into()
}

async fn run(
    key: &ContentKey,
    into: &Uint8Array,
    step: impl Fn(&Chunk) -> Result<Promise, Failure>,
    range: impl Fn(&Chunk) -> &core::ops::Range<usize>,
    refused: Failure,
) -> Result<(), Failure> {
    let mut next = 0;
    while next < key.chunks() {
        let end = next.saturating_add(AT_ONCE).min(key.chunks());
        let chunks: Vec<Chunk> = (next..end).filter_map(|one| key.chunk(one)).collect();
        let promises = chunks.iter().map(&step).collect::<Result<Array, _>>()?;
        let Ok(done) = JsFuture::from(Promise::all(&promises)).await else {
            return Err(refused);
        };
        for (chunk, done) in chunks.iter().zip(Array::from(&done).iter()) {
            let done: ArrayBuffer = done.dyn_into().map_err(|_| Failure::NO_CRYPTOGRAPHY)?;
            into.set(&Uint8Array::new(&done), number(range(chunk).start)?);
        }
        next = end;
    }
    Ok(())
}

fn part(bytes: &Uint8Array, range: &core::ops::Range<usize>) -> Result<Uint8Array, Failure> {
    Ok(bytes.subarray(number(range.start)?, number(range.end)?))
}

fn number(place: usize) -> Result<u32, Failure> {
    u32::try_from(place).map_err(|_| Failure::ARGUMENT)
}
