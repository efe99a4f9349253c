//! Contents that are too long for a record: a scan, a photograph. They are sealed in chunks, each a message of its own, so that
//! a host can do the work where it is fastest (SubtleCrypto, several at once) and open the middle without the beginning.
//!
//! This is a step machine, too: the core says which bytes are which chunk, under which key, nonce and associated data
//! ([`ContentKey::chunk`]); the host seals, or lets [`ContentKey::seal`] do it.

use super::envelope::{self, Purpose};
use super::unlocked::Unlocked;
use super::{Vault, VaultError};
use crate::entropy::Seed;
use crate::hazmat::aead::{self, TAG_LENGTH};
use crate::id::VaultId;
use crate::label::Label;
use crate::secret::{Secret32, SecretBytes};
use alloc::vec::Vec;
use core::fmt;
use core::ops::Range;
use serde::{Deserialize, Serialize};

/// How many bytes of a content one chunk has, but for the last. Between 64 and 256 KiB the browser's own AES-GCM is at its
/// fastest.
pub const CHUNK_LENGTH: usize = 128 * 1024;

/// The longest content: 1 GiB.
pub const CONTENT_MAX: u64 = 1 << 30;

/// What is needed to open a content again, besides the vault. It is no secret, but it belongs in a sealed record: whoever
/// can change it can make the content unreadable.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContentRef {
    epoch: u32,
    length: u64,
    salt: [u8; 24],
}

impl ContentRef {
    /// The length of the content in bytes.
    pub const fn length(&self) -> u64 {
        self.length
    }
}

impl fmt::Debug for ContentRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ContentRef")
            .field("epoch", &self.epoch)
            .finish_non_exhaustive()
    }
}

/// The key of one content, and of no other.
#[derive(Debug)]
pub struct ContentKey {
    reference: ContentRef,
    key: Secret32,
    associated_data: Vec<u8>,
}

/// One chunk: what its message is made of.
#[derive(Clone, PartialEq, Eq)]
pub struct Chunk {
    /// Where it lies in the content.
    pub plain: Range<usize>,
    /// Where it lies among the sealed bytes, which are the chunks one behind the other, each with its tag.
    pub sealed: Range<usize>,
    /// The nonce.
    pub nonce: [u8; 12],
}

impl fmt::Debug for Chunk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Chunk")
            .field("sealed", &self.sealed)
            .finish_non_exhaustive()
    }
}

impl Vault<Unlocked> {
    /// A key for a content that is to be sealed.
    ///
    /// # Errors
    /// [`VaultError::RecordTooLarge`] above [`CONTENT_MAX`].
    pub fn make_content_key(&self, length: u64, seed: Seed) -> Result<ContentKey, VaultError> {
        let reference = ContentRef {
            epoch: self.state.keys.current().epoch,
            length,
            salt: seed.into_salt(),
        };
        self.content_key(reference)
    }

    /// The key of a content that was sealed.
    ///
    /// # Errors
    /// [`VaultError::Tampered`] where no root of this vault can have sealed it, [`VaultError::RecordTooLarge`] above
    /// [`CONTENT_MAX`].
    pub fn content_key(&self, reference: ContentRef) -> Result<ContentKey, VaultError> {
        if reference.length > CONTENT_MAX {
            return Err(VaultError::RecordTooLarge);
        }
        let root = self.state.keys.of(reference.epoch);
        let root = root.ok_or(VaultError::Tampered)?;
        let purpose = purpose(self.header.vault, &reference);
        Ok(ContentKey {
            key: envelope::key(root, &reference.salt, &purpose),
            associated_data: purpose.associated_data(),
            reference,
        })
    }
}

impl ContentKey {
    /// What opens the content again.
    pub const fn reference(&self) -> ContentRef {
        self.reference
    }

    /// The key itself, for a host that hands it to its platform's cryptography, not extractable, and to nothing else.
    pub const fn key(&self) -> &Secret32 {
        &self.key
    }

    /// The associated data of every chunk. What tells one chunk from another is its nonce.
    pub fn associated_data(&self) -> &[u8] {
        &self.associated_data
    }

    /// How many chunks the content has: at least one, so that an empty content is authentic, too.
    pub fn chunks(&self) -> u32 {
        let full = self.length().div_ceil(CHUNK_LENGTH);
        u32::try_from(full).unwrap_or(u32::MAX).max(1)
    }

    /// The length of all sealed chunks together.
    pub fn sealed_length(&self) -> usize {
        let chunks = usize::try_from(self.chunks()).unwrap_or(usize::MAX);
        chunks
            .saturating_mul(TAG_LENGTH)
            .saturating_add(self.length())
    }

    /// One chunk, counted from 0; `None` behind the last. Each is as long as the first, but for the last, which may be shorter.
    pub fn chunk(&self, number: u32) -> Option<Chunk> {
        let last = self.chunks().checked_sub(1)?;
        let place = usize::try_from(number).ok().filter(|_| number <= last)?;
        let start = place.checked_mul(CHUNK_LENGTH)?;
        let end = start.saturating_add(CHUNK_LENGTH).min(self.length());
        let tags = place.checked_mul(TAG_LENGTH)?;
        let sealed_end = end.checked_add(tags)?.checked_add(TAG_LENGTH)?;
        Some(Chunk {
            plain: start..end,
            sealed: start.checked_add(tags)?..sealed_end,
            nonce: nonce(number, number == last),
        })
    }

    /// Seals one chunk: `ciphertext || tag`.
    ///
    /// # Errors
    /// [`VaultError::RecordTooLarge`] where it is not as long as the chunk is.
    pub fn seal(&self, chunk: &Chunk, plaintext: &[u8]) -> Result<Vec<u8>, VaultError> {
        if plaintext.len() != chunk.plain.len() {
            return Err(VaultError::RecordTooLarge);
        }
        let key = self.key.expose();
        aead::seal256(key, &chunk.nonce, &self.associated_data, plaintext)
            .map_err(|_| VaultError::RecordTooLarge)
    }

    /// Opens one chunk.
    ///
    /// # Errors
    /// [`VaultError::Tampered`] for anything but what was sealed there.
    pub fn open(&self, chunk: &Chunk, sealed: &[u8]) -> Result<SecretBytes, VaultError> {
        let key = self.key.expose();
        aead::open256(key, &chunk.nonce, &self.associated_data, sealed)
            .map(SecretBytes::new)
            .map_err(|_| VaultError::Tampered)
    }

    fn length(&self) -> usize {
        // Not above a gibibyte, so it fits where a pointer has 32 bits.
        usize::try_from(self.reference.length).unwrap_or(usize::MAX)
    }
}

/// `vault (16) || epoch (4) || length (8)`, big-endian.
fn purpose(vault: VaultId, reference: &ContentRef) -> Purpose {
    let epoch = reference.epoch.to_be_bytes();
    let length = reference.length.to_be_bytes();
    let place: [&[u8]; 3] = [vault.as_bytes(), &epoch, &length];
    Purpose::new(Label::ContentKey, Label::Content, &place)
}

/// The chunk's number and whether it is the last: a chunk cannot stand for another, nor the content end early. As in the
/// STREAM construction (Hoang, Reyhanitabar, Rogaway, Vizár 2015).
fn nonce(number: u32, last: bool) -> [u8; 12] {
    let [a, b, c, d] = number.to_be_bytes();
    [0, 0, 0, 0, 0, 0, 0, a, b, c, d, u8::from(last)]
}
