//! Frames (HC-12, HC-13), and what is verified while there is a session.

use super::Refused;
use crate::hazmat::aead::{self, TAG};
use crate::memory::Role;
use crate::secret::Secret;
use apdu_app::VecView;
use core::fmt;
use zeroize::Zeroize as _;

/// The longest data field, either way.
pub(crate) const LONGEST: usize = 2112;
/// What a command is longer than its data: INS P1 P2 and the tag.
pub(crate) const OVERHEAD: usize = 3 + TAG;

/// The header of every frame.
const HEADER: [u8; 4] = [0x00, 0xc2, 0x00, 0x00];
/// The status of every answer that carries a sealed one.
const DONE: [u8; 2] = [0x90, 0x00];

/// One session. Dropping it ends it, with all that hung on it.
pub(crate) struct Session {
    command_key: Secret<32>,
    answer_key: Secret<32>,
    hash: [u8; 32],
    count: u64,
    sealed_pins: u32,
    /// One bit for each role.
    verified: u8,
}

impl Session {
    pub(super) const fn new(
        command_key: Secret<32>,
        answer_key: Secret<32>,
        hash: [u8; 32],
    ) -> Self {
        Self {
            command_key,
            answer_key,
            hash,
            count: 0,
            sealed_pins: 0,
            verified: 0,
        }
    }

    /// What both sides know it by.
    pub(crate) const fn hash(&self) -> &[u8; 32] {
        &self.hash
    }

    /// Opens the frame in `text`, and leaves `INS || P1 || P2 || data` there.
    pub(crate) fn open(&self, text: &mut VecView<u8>) -> Result<(), Refused> {
        let length = text.len().checked_sub(TAG).ok_or(Refused)?;
        let (sealed, tag) = text
            .as_mut_slice()
            .split_last_chunk_mut::<TAG>()
            .ok_or(Refused)?;
        let nonce = nonce(self.count);
        aead::open(&self.command_key, &nonce, &HEADER, sealed, tag).map_err(|_| Refused)?;
        text.truncate(length);
        Ok(())
    }

    /// Seals `data || SW1 || SW2` in `text`, the answer to what was opened last.
    pub(crate) fn seal(&mut self, text: &mut VecView<u8>) -> Result<(), Refused> {
        let nonce = nonce(self.count);
        let tag = aead::seal(&self.answer_key, &nonce, &DONE, text.as_mut_slice())
            .map_err(|_| Refused)?;
        text.extend_from_slice(&tag).map_err(|_| Refused)?;
        self.count = self.count.checked_add(1).ok_or(Refused)?;
        Ok(())
    }

    /// The number of the sealed PIN that is here now.
    pub(crate) fn count_sealed_pin(&mut self) -> Result<u32, Refused> {
        let count = self.sealed_pins;
        self.sealed_pins = count.checked_add(1).ok_or(Refused)?;
        Ok(count)
    }

    /// The number of the next one.
    pub(crate) const fn sealed_pins(&self) -> u32 {
        self.sealed_pins
    }

    /// Whether a reference is verified.
    pub(crate) const fn is_verified(&self, role: Role) -> bool {
        self.verified & bit(role) != 0
    }

    /// Verified, or not any more.
    pub(crate) const fn set_verified(&mut self, role: Role, verified: bool) {
        if verified {
            self.verified |= bit(role);
        } else {
            self.verified &= !bit(role);
        }
    }
}

const fn bit(role: Role) -> u8 {
    match role {
        Role::Pin => 0x01,
        Role::Puk => 0x02,
    }
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Session(frame {})", self.count)
    }
}

/// Empties a buffer that plaintext was in, and leaves none of it behind.
pub(crate) fn wipe(text: &mut VecView<u8>) {
    text.as_mut_slice().zeroize();
    text.clear();
}

fn nonce(count: u64) -> [u8; 12] {
    let [a, b, c, d, e, f, g, h] = count.to_be_bytes();
    [0, 0, 0, 0, a, b, c, d, e, f, g, h]
}
