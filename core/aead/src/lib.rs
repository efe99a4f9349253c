//! AES-GCM with a 96-bit nonce and a 128-bit tag (NIST SP 800-38D); the tag follows the ciphertext.
//!
//! A package of its own because `aes-gcm` is generic, and so compiled where it is named: in a browser the core is compiled for size,
//! which costs AES-GCM nearly half of its speed.
#![no_std]
#![forbid(unsafe_code)]

extern crate alloc;

use aes_gcm::aead::consts::{U12, U16};
use aes_gcm::aead::inout::InOutBuf;
use aes_gcm::aead::{Aead, AeadInOut, KeyInit, Payload};
use aes_gcm::aes::Aes192;
use aes_gcm::{Aes128Gcm, Aes256Gcm, AesGcm, Nonce};
use alloc::vec::Vec;

/// The crate names the other two only.
type Aes192Gcm = AesGcm<Aes192, U12>;

/// The tag's length in bytes.
pub const TAG_LENGTH: usize = 16;

/// The key, the nonce, the associated data or the ciphertext is not what was sealed; there is nothing more to say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAuthentic;

/// Seals with AES-256-GCM: `ciphertext || tag`.
///
/// # Errors
/// [`NotAuthentic`] for what is too long for one message.
#[inline(never)]
pub fn seal256(
    key: &[u8; 32],
    nonce: &[u8; 12],
    aad: &[u8],
    plaintext: &[u8],
) -> Result<Vec<u8>, NotAuthentic> {
    let sealed = seal_below(key, nonce, aad, plaintext);
    wipe_below();
    sealed
}

#[inline(never)]
fn seal_below(
    key: &[u8; 32],
    nonce: &[u8; 12],
    aad: &[u8],
    plaintext: &[u8],
) -> Result<Vec<u8>, NotAuthentic> {
    seal(&Aes256Gcm::new(key.into()), nonce, aad, plaintext)
}

/// Opens what [`seal256`] made into `room`, which is as long as the ciphertext without the tag. When it does not open, what is in it then
/// is of no use.
///
/// # Errors
/// [`NotAuthentic`] for anything else.
#[inline(never)]
pub fn open256(
    key: &[u8; 32],
    nonce: &[u8; 12],
    aad: &[u8],
    sealed: &[u8],
    room: &mut [u8],
) -> Result<(), NotAuthentic> {
    let opened = open_below(key, nonce, aad, sealed, room);
    wipe_below();
    opened
}

#[inline(never)]
fn open_below(
    key: &[u8; 32],
    nonce: &[u8; 12],
    aad: &[u8],
    sealed: &[u8],
    room: &mut [u8],
) -> Result<(), NotAuthentic> {
    open(&Aes256Gcm::new(key.into()), nonce, aad, sealed, room)
}

/// Writes over what the call before this one has left on the stack. The ciphers wipe their round keys, the first of which are the key
/// itself, but not the registers that were put there while they worked.
#[inline(never)]
fn wipe_below() {
    let mut below = [0_u8; 4096];
    core::hint::black_box(&mut below);
}

// What follows is for answers to sites alone, some kilobytes each, and so compiled where it is called, for size where that is: 25 kB less of the
// browser's module, 1.3 kB of them compressed. What is sealed in one is a few kilobytes, beside a signature, which takes far longer.

/// Seals with AES-192-GCM (JWE `A192GCM` only): `ciphertext || tag`.
///
/// # Errors
/// [`NotAuthentic`] for what is too long for one message.
#[inline]
pub fn seal192(
    key: &[u8; 24],
    nonce: &[u8; 12],
    aad: &[u8],
    plaintext: &[u8],
) -> Result<Vec<u8>, NotAuthentic> {
    seal(&Aes192Gcm::new(key.into()), nonce, aad, plaintext)
}

/// Opens what [`seal192`] made into `room`, which is as long as the ciphertext without the tag. When it does not open, what is in it then
/// is of no use.
///
/// # Errors
/// [`NotAuthentic`] for anything else.
#[inline]
pub fn open192(
    key: &[u8; 24],
    nonce: &[u8; 12],
    aad: &[u8],
    sealed: &[u8],
    room: &mut [u8],
) -> Result<(), NotAuthentic> {
    open(&Aes192Gcm::new(key.into()), nonce, aad, sealed, room)
}

/// Seals with AES-128-GCM (JWE `A128GCM` only): `ciphertext || tag`.
///
/// # Errors
/// [`NotAuthentic`] for what is too long for one message.
#[inline]
pub fn seal128(
    key: &[u8; 16],
    nonce: &[u8; 12],
    aad: &[u8],
    plaintext: &[u8],
) -> Result<Vec<u8>, NotAuthentic> {
    seal(&Aes128Gcm::new(key.into()), nonce, aad, plaintext)
}

/// Opens what [`seal128`] made into `room`, which is as long as the ciphertext without the tag. When it does not open, what is in it then
/// is of no use.
///
/// # Errors
/// [`NotAuthentic`] for anything else.
#[inline]
pub fn open128(
    key: &[u8; 16],
    nonce: &[u8; 12],
    aad: &[u8],
    sealed: &[u8],
    room: &mut [u8],
) -> Result<(), NotAuthentic> {
    open(&Aes128Gcm::new(key.into()), nonce, aad, sealed, room)
}

fn seal(
    cipher: &impl Aead<NonceSize = U12>,
    nonce: &[u8; 12],
    aad: &[u8],
    plaintext: &[u8],
) -> Result<Vec<u8>, NotAuthentic> {
    let payload = Payload {
        msg: plaintext,
        aad,
    };
    cipher
        .encrypt(&Nonce::from(*nonce), payload)
        .map_err(|_| NotAuthentic)
}

fn open(
    cipher: &impl AeadInOut<NonceSize = U12, TagSize = U16>,
    nonce: &[u8; 12],
    aad: &[u8],
    sealed: &[u8],
    room: &mut [u8],
) -> Result<(), NotAuthentic> {
    let (ciphertext, tag) = sealed
        .split_last_chunk::<TAG_LENGTH>()
        .ok_or(NotAuthentic)?;
    let through = InOutBuf::new(ciphertext, room).map_err(|_| NotAuthentic)?;
    cipher
        .decrypt_inout_detached(&Nonce::from(*nonce), aad, through, tag.into())
        .map_err(|_| NotAuthentic)
}
