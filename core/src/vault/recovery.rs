//! The recovery sheet: 128 random bits, written as twelve English words with a checksum (BIP-39), to be kept on paper.
//!
//! The words are a key of full strength, so nothing is stretched: whoever has the sheet has the vault, and nobody comes
//! near it by guessing.

use super::kind::UnlockerKind;
use super::unlocker::{Root, SealedHalf, Unlocker};
use super::{VaultError, words};
use crate::entropy::{Random, Seed};
use crate::hazmat::x25519;
use crate::id::VaultId;
use crate::label::Label;
use crate::secret::{Secret32, SecretBytes};
use alloc::vec::Vec;
use zeroize::Zeroize;

/// How many words a sheet has.
pub const RECOVERY_WORDS: usize = 12;

const LABELS: (Label, Label) = (Label::RecoveryPrivateKey, Label::RecoveryPrivateHalf);

/// What the words of a recovery sheet say: sixteen random bytes, with as many zeros behind them.
#[derive(Debug, PartialEq, Eq)]
pub struct RecoveryKey(Secret32);

impl RecoveryKey {
    /// Makes a key for a new sheet.
    pub fn make(seed: Seed) -> Self {
        let random = seed.expand().make_secret();
        Self(Secret32::fill_with(|key| {
            for (byte, random) in key.iter_mut().zip(random.expose()).take(16) {
                *byte = *random;
            }
        }))
    }

    /// Takes the sixteen bytes over and wipes the caller's copy.
    pub fn take(entropy: &mut [u8; 16]) -> Self {
        let key = Self::of(entropy.as_slice());
        entropy.zeroize();
        key
    }

    /// The key of sixteen secret bytes; of another number of bytes there is none.
    pub fn read(secret: &SecretBytes) -> Option<Self> {
        (secret.expose().len() == 16).then(|| Self::of(secret.expose()))
    }

    pub(super) fn of(entropy: &[u8]) -> Self {
        Self(Secret32::fill_with(|key| {
            for (byte, taken) in key.iter_mut().zip(entropy).take(16) {
                *byte = *taken;
            }
        }))
    }

    /// Reads the words as a person types them: in capitals or not, with whatever is no letter between them (so numbers
    /// may stand before them), each whole or by its first four letters at least. The host has brought the text to Unicode
    /// Normalization Form KC.
    ///
    /// # Errors
    /// [`VaultError::RecoveryWordUnknown`], [`VaultError::RecoveryWordsCount`] and, when the checksum does not fit,
    /// [`VaultError::RecoveryWordsWrong`].
    pub fn parse(typed: &SecretBytes) -> Result<Self, VaultError> {
        words::read(typed, &[RECOVERY_WORDS]).map(|entropy| Self::of(entropy.expose()))
    }

    /// Three different places of words, in ascending order and counted from one, to be asked for when the sheet was written.
    pub fn rehearsal(seed: Seed) -> Vec<u8> {
        words::places(12, seed)
    }

    /// Whether the word at this place, counted from one, is the one that was typed, read as [`Self::parse`] reads.
    pub fn has_word(&self, place: u8, typed: &SecretBytes) -> bool {
        words::has_word(self.entropy(), place, typed)
    }

    /// The words, to be written down. They are the key: the caller shows them to the person and to nobody else.
    pub fn words(&self) -> [&'static str; RECOVERY_WORDS] {
        let mut written = [""; RECOVERY_WORDS];
        // Sixteen bytes are a length that BIP-39 has words for, and there are twelve of them.
        for (place, word) in written.iter_mut().zip(words::write(self.entropy())) {
            *place = word;
        }
        written
    }

    /// The sixteen bytes that the words say.
    pub fn entropy(&self) -> &[u8] {
        self.0.expose().get(..16).unwrap_or_default()
    }

    /// The key as it goes into the envelope.
    pub(super) const fn secret(&self) -> &Secret32 {
        &self.0
    }
}

impl Unlocker {
    /// An unlocker for a recovery sheet: a fresh key pair, its private half sealed.
    pub(super) fn for_recovery(
        vault: VaultId,
        label: &str,
        key: &RecoveryKey,
        root: Root<'_>,
        random: &mut Random,
    ) -> Result<Self, VaultError> {
        let salt = random.make();
        let half = SealedHalf::make(vault, &key.0, &salt, LABELS, random)?;
        let kind = UnlockerKind::Recovery {
            salt,
            private_half: half.sealed,
        };
        Self::wrapped(vault, half.id, label, half.public_key, kind, root, random)
    }

    /// The private half of a recovery sheet's key pair.
    pub(super) fn recover_private_half(
        &self,
        vault: VaultId,
        key: &RecoveryKey,
    ) -> Result<x25519::SecretKey, VaultError> {
        let UnlockerKind::Recovery { salt, private_half } = self.kind() else {
            return Err(VaultError::UnlockerUnknown);
        };
        self.open_half(vault, &key.0, salt, LABELS, private_half)
            .map_err(|_| VaultError::RecoveryWrong)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::format;
    use alloc::string::ToString;

    fn parse(words: &str) -> Result<RecoveryKey, VaultError> {
        RecoveryKey::parse(&SecretBytes::from(words.to_string()))
    }

    /// The vectors of 128 bits that BIP-39 refers to (`trezor/python-mnemonic`, `vectors.json`).
    #[test]
    fn the_words_are_those_of_the_standard() {
        let again = |word: &str, last: &str| format!("{}{last}", format!("{word} ").repeat(11));
        for (byte, words) in [
            (0x00, again("abandon", "about")),
            (
                0x7f,
                "legal winner thank year wave sausage worth useful legal winner thank yellow"
                    .into(),
            ),
            (
                0x80,
                "letter advice cage absurd amount doctor acoustic avoid letter advice cage above"
                    .into(),
            ),
            (0xff, again("zoo", "wrong")),
        ] {
            let mut entropy = [byte; 16];
            let key = RecoveryKey::take(&mut entropy);
            assert_eq!(entropy, [0; 16], "the source is wiped");
            assert_eq!(key.words().join(" "), words);
            assert_eq!(parse(&words), Ok(key));
        }
    }

    #[test]
    fn words_are_read_as_people_type_them() {
        let key = RecoveryKey::take(&mut [0x80; 16]);
        for typed in [
            "letter advice cage absurd amount doctor acoustic avoid letter advice cage above",
            "  LETTER Advice\tcage\n absurd amount doctor   acoustic avoid letter advice cage above ",
            "lett advi cage absu amou doct acou avoi lett advic cage abov",
            "1. letter 2. advice 3. cage 4. absurd, amount, doctor, acoustic, avoid; letter-advice-cage-above",
        ] {
            assert_eq!(parse(typed), Ok(RecoveryKey::take(&mut [0x80; 16])));
        }
        assert_eq!(key.words().len(), RECOVERY_WORDS);
    }

    #[test]
    fn what_is_wrong_with_words_is_said_without_them() {
        let eleven = "abandon ".repeat(11);
        let cases = [
            ("", VaultError::RecoveryWordsCount),
            (&eleven, VaultError::RecoveryWordsCount),
            (
                &format!("{eleven}about about"),
                VaultError::RecoveryWordsCount,
            ),
            (&format!("{eleven}abandon"), VaultError::RecoveryWordsWrong),
            (
                "abandon abandno",
                VaultError::RecoveryWordUnknown { place: 2 },
            ),
        ];
        for (typed, error) in cases {
            assert_eq!(parse(typed).unwrap_err(), error, "{typed}");
        }
        assert_eq!(
            RecoveryKey::parse(&SecretBytes::new([0xff].into())).unwrap_err(),
            VaultError::RecoveryWordsCount
        );
    }

    #[test]
    fn a_rehearsal_asks_for_three_places_and_knows_the_words_there() {
        let key = RecoveryKey::take(&mut [0x80; 16]);
        let has = |place, typed: &str| key.has_word(place, &SecretBytes::from(typed.to_string()));
        assert!(has(1, "Letter") && has(12, " abov ") && has(2, "2. advice"));
        for (place, typed) in [
            (1, "advice"),
            (1, "let"),
            (1, ""),
            (0, "letter"),
            (13, "above"),
        ] {
            assert!(!has(place, typed), "{place} {typed}");
        }
        let mut seen = [0_usize; 13];
        for number in 0..100 {
            let places = RecoveryKey::rehearsal(crate::testkit::fixed_seed(number));
            assert!(places.len() == 3 && places.is_sorted_by(|a, b| a < b));
            for place in places {
                seen[usize::from(place)] += 1;
            }
        }
        assert_eq!(seen[0], 0);
        assert!(seen[1..].iter().all(|times| *times > 5), "{seen:?}");
    }

    #[test]
    fn debug_output_of_a_recovery_key_shows_nothing() {
        let key = RecoveryKey::take(&mut [0x41; 16]);
        assert_eq!(format!("{key:?}"), "RecoveryKey(Secret32(redacted))");
    }

    #[test]
    fn a_made_key_is_sixteen_bytes_of_its_seed() {
        let key = RecoveryKey::make(crate::testkit::fixed_seed(1));
        assert_ne!(key.0.expose()[..16], [0; 16]);
        assert_eq!(key.0.expose()[16..], [0; 16]);
        assert_ne!(key, RecoveryKey::make(crate::testkit::fixed_seed(2)));
    }
}
