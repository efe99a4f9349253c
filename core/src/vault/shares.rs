//! Recovery shares: a recovery key in several parts, so many of which say it again and fewer say nothing (Shamir, "How to
//! share a secret", 1979, over the field of AES). Each part is a sheet of its own, fifteen words. The only file that
//! imports `vsss_rs`.

use super::kind::UnlockerKind;
use super::recovery::RecoveryKey;
use super::unlocker::{Root, SealedHalf, Unlocker};
use super::{RECOVERY_WORDS, VaultError, words};
use crate::entropy::{Random, Seed};
use crate::hazmat::x25519;
use crate::id::VaultId;
use crate::label::Label;
use crate::secret::SecretBytes;
use alloc::vec::Vec;
use vsss_rs::Gf256;
use zeroize::Zeroizing;

/// How many words a share has.
pub const SHARE_WORDS: usize = 15;

/// The most shares of one set.
const MOST: u8 = 8;
/// The version of what stands on a share.
const VERSION: u8 = 1;

const LABELS: (Label, Label) = (Label::SharesPrivateKey, Label::SharesPrivateHalf);

/// Whether so many of so many shares can be a set.
pub(super) fn check(threshold: u8, count: u8) -> Result<(), VaultError> {
    if 2 <= threshold && threshold <= count && count <= MOST {
        Ok(())
    } else {
        Err(VaultError::SharesOutOfRange)
    }
}

/// One share: `version (1) = 1 || set (2) || threshold (4 bits) || number (4 bits) || part (16)`, as fifteen words of
/// BIP-39 with five bits of checksum.
#[derive(Debug, PartialEq, Eq)]
pub struct RecoveryShare {
    set: [u8; 2],
    threshold: u8,
    number: u8,
    part: Part,
}

/// Sixteen secret bytes, as a recovery key's.
type Part = RecoveryKey;

impl RecoveryShare {
    /// Reads the words of a share, as [`RecoveryKey::parse`] reads those of a sheet.
    ///
    /// # Errors
    /// As there, and [`VaultError::VersionTooNew`].
    pub fn parse(typed: &SecretBytes) -> Result<Self, VaultError> {
        Self::read(&words::read(typed, &[SHARE_WORDS])?)
    }

    fn read(entropy: &SecretBytes) -> Result<Self, VaultError> {
        let wrong = VaultError::RecoveryWordsWrong;
        let bytes = entropy.expose();
        let (&[version, one, two, threshold], part) = bytes.split_first_chunk().ok_or(wrong)?;
        let (threshold, number) = (threshold >> 4, threshold & 0x0f);
        match version {
            0 => return Err(wrong),
            VERSION => {}
            _ => return Err(VaultError::VersionTooNew),
        }
        if !(1..=MOST).contains(&number) || check(threshold, MOST).is_err() {
            return Err(wrong);
        }
        Ok(Self {
            set: [one, two],
            threshold,
            number,
            part: Part::of(part),
        })
    }

    /// The words, to be written down.
    pub fn words(&self) -> Vec<&'static str> {
        words::write(self.entropy().expose())
    }

    /// Three different places of words, in ascending order and counted from one, to be asked for when the share was written.
    pub fn rehearsal(seed: Seed) -> Vec<u8> {
        words::places(15, seed)
    }

    /// Whether the word at this place, counted from one, is the one that was typed.
    pub fn has_word(&self, place: u8, typed: &SecretBytes) -> bool {
        words::has_word(self.entropy().expose(), place, typed)
    }

    /// What stands on every share of its set.
    pub const fn set(&self) -> [u8; 2] {
        self.set
    }

    /// How many shares of its set open the vault.
    pub const fn threshold(&self) -> u8 {
        self.threshold
    }

    /// Its number in its set, counted from one.
    pub const fn number(&self) -> u8 {
        self.number
    }

    /// The key that shares of one set say together, in any order; more of them than it takes do no harm.
    ///
    /// # Errors
    /// [`VaultError::ShareOther`], [`VaultError::ShareTwice`] and [`VaultError::SharesMissing`]. Shares that go together by
    /// what stands on them, one of which is forged, say a key that opens nothing.
    pub fn join(shares: &[Self]) -> Result<RecoveryKey, VaultError> {
        let first = shares
            .first()
            .ok_or(VaultError::SharesMissing { missing: 2 })?;
        let mut known: Vec<u8> = Vec::new();
        for (place, share) in (1..=u8::MAX).zip(shares) {
            if share.set != first.set || share.threshold != first.threshold {
                return Err(VaultError::ShareOther { place });
            }
            if known.contains(&share.number) {
                return Err(VaultError::ShareTwice { place });
            }
            known.push(share.number);
        }
        let have = u8::try_from(known.len()).unwrap_or(u8::MAX);
        let missing = first.threshold.saturating_sub(have);
        if missing > 0 {
            return Err(VaultError::SharesMissing { missing });
        }
        let shares = shares.iter().take(usize::from(first.threshold));
        let parts = shares.map(|share| [&[share.number], share.part.entropy()].concat());
        let parts: Zeroizing<Vec<Vec<u8>>> = Zeroizing::new(parts.collect());
        let key = Gf256::combine_bytes(&*parts).map_err(|_| VaultError::RecoveryWrong)?;
        Ok(RecoveryKey::of(&Zeroizing::new(key)))
    }

    fn entropy(&self) -> SecretBytes {
        let [one, two] = self.set;
        let start = [VERSION, one, two, (self.threshold << 4) | self.number];
        SecretBytes::new([&start, self.part.entropy()].concat())
    }
}

/// A set of new shares, and the key that they say.
#[derive(Debug)]
pub struct RecoveryShares {
    key: RecoveryKey,
    threshold: u8,
    set: [u8; 2],
    shares: Vec<RecoveryShare>,
}

impl RecoveryShares {
    /// Makes `count` shares, `threshold` of which open the vault.
    ///
    /// # Errors
    /// [`VaultError::SharesOutOfRange`].
    pub fn make(threshold: u8, count: u8, seed: Seed) -> Result<Self, VaultError> {
        check(threshold, count)?;
        let mut random = seed.expand();
        let set = random.make();
        let key = RecoveryKey::of(random.make_secret().expose());
        let (least, all) = (usize::from(threshold), usize::from(count));
        let parts = Gf256::split_bytes(least, all, key.entropy(), random.source());
        let parts = Zeroizing::new(parts.map_err(|_| VaultError::SharesOutOfRange)?);
        let shares = parts.iter().filter_map(|part| {
            let (number, part) = part.split_first()?;
            Some(RecoveryShare {
                set,
                threshold,
                number: *number,
                part: Part::of(part),
            })
        });
        Ok(Self {
            threshold,
            set,
            shares: shares.collect(),
            key,
        })
    }

    /// The shares, in the order of their numbers.
    pub fn shares(&self) -> &[RecoveryShare] {
        &self.shares
    }
}

/// What a person types who has something on paper: a whole sheet, or one share.
#[derive(Debug, PartialEq, Eq)]
pub enum Paper {
    /// A recovery sheet.
    Sheet(RecoveryKey),
    /// A recovery share.
    Share(RecoveryShare),
}

impl Paper {
    /// Reads whichever it is, by the number of words.
    ///
    /// # Errors
    /// As [`RecoveryKey::parse`] and [`RecoveryShare::parse`].
    pub fn parse(typed: &SecretBytes) -> Result<Self, VaultError> {
        let entropy = words::read(typed, &[RECOVERY_WORDS, SHARE_WORDS])?;
        if entropy.expose().len() == 16 {
            Ok(Self::Sheet(RecoveryKey::of(entropy.expose())))
        } else {
            RecoveryShare::read(&entropy).map(Self::Share)
        }
    }
}

impl Unlocker {
    /// An unlocker for recovery shares: a fresh key pair, its private half sealed.
    pub(super) fn for_shares(
        vault: VaultId,
        label: &str,
        shares: &RecoveryShares,
        root: Root<'_>,
        random: &mut Random,
    ) -> Result<Self, VaultError> {
        let salt = random.make();
        let half = SealedHalf::make(vault, shares.key.secret(), &salt, LABELS, random)?;
        let kind = UnlockerKind::Shares {
            threshold: shares.threshold,
            count: u8::try_from(shares.shares.len()).map_err(|_| VaultError::SharesOutOfRange)?,
            set: shares.set,
            salt,
            private_half: half.sealed,
        };
        Self::wrapped(vault, half.id, label, half.public_key, kind, root, random)
    }

    /// The private half of the key pair that shares open together.
    pub(super) fn joined_private_half(
        &self,
        vault: VaultId,
        key: &RecoveryKey,
    ) -> Result<x25519::SecretKey, VaultError> {
        let UnlockerKind::Shares {
            salt, private_half, ..
        } = self.kind()
        else {
            return Err(VaultError::UnlockerUnknown);
        };
        self.open_half(vault, key.secret(), salt, LABELS, private_half)
            .map_err(|_| VaultError::RecoveryWrong)
    }
}
