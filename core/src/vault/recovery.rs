//! The recovery sheet: 128 random bits, written as twelve English words with a checksum (BIP-39), to be kept on paper.
//! The only file that imports `bip39`.
//!
//! The words are a key of full strength, so nothing is stretched: whoever has the sheet has the vault, and nobody comes
//! near it by guessing.

use super::VaultError;
use super::envelope::{self, Purpose};
use super::unlocker::{Root, Unlocker, UnlockerKind, secret32};
use crate::entropy::{Random, Seed};
use crate::hazmat::x25519;
use crate::id::{UnlockerId, VaultId};
use crate::label::Label;
use crate::secret::{Secret32, SecretBytes};
use alloc::string::String;
use alloc::vec::Vec;
use bip39::{Error, Language, Mnemonic};
use zeroize::{Zeroize, Zeroizing};

/// How many words a sheet has.
pub const RECOVERY_WORDS: usize = 12;

/// BIP-39: no two words of the English list begin with the same four letters.
const TELLING: usize = 4;

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
        let key = Self(Secret32::fill_with(|key| {
            for (byte, taken) in key.iter_mut().zip(entropy.iter()) {
                *byte = *taken;
            }
        }));
        entropy.zeroize();
        key
    }

    /// Reads the words as a person types them: in capitals or not, with whatever is no letter between them (so numbers
    /// may stand before them), each whole or by its first four letters at least. The host has brought the text to Unicode
    /// Normalization Form KC.
    ///
    /// # Errors
    /// [`VaultError::RecoveryWordUnknown`], [`VaultError::RecoveryWordsCount`] and, when the checksum does not fit,
    /// [`VaultError::RecoveryWordsWrong`].
    pub fn parse(typed: &SecretBytes) -> Result<Self, VaultError> {
        let typed = str::from_utf8(typed.expose()).map_err(|_| VaultError::RecoveryWordsCount)?;
        // The longest word of the list has eight letters. A text with more words than a sheet has is told by one more.
        let mut words = Zeroizing::new(String::with_capacity(9 * (RECOVERY_WORDS + 1)));
        let typed = typed.split(|c: char| !c.is_alphabetic());
        let typed = typed.filter(|word| !word.is_empty());
        for (place, word) in (1..).zip(typed.take(RECOVERY_WORDS + 1)) {
            let known = find(word).ok_or(VaultError::RecoveryWordUnknown { place })?;
            if place > 1 {
                words.push(' ');
            }
            words.push_str(known);
        }
        if words.split_ascii_whitespace().count() != RECOVERY_WORDS {
            return Err(VaultError::RecoveryWordsCount);
        }
        let mnemonic = Mnemonic::parse_in_normalized(Language::English, &words).map_err(wrong)?;
        let (mut entropy, _length) = mnemonic.to_entropy_array();
        let key = Self(Secret32::fill_with(|key| {
            for (byte, read) in key.iter_mut().zip(&entropy).take(16) {
                *byte = *read;
            }
        }));
        entropy.zeroize();
        Ok(key)
    }

    /// Three different places of words, in ascending order and counted from one, to be asked for when the sheet was written.
    pub fn rehearsal(seed: Seed) -> Vec<u8> {
        let mut random = seed.expand();
        let mut places: Vec<([u8; 8], u8)> = (1..=12).map(|place| (random.make(), place)).collect();
        places.sort_unstable();
        let mut chosen: Vec<u8> = places.iter().take(3).map(|(_, place)| *place).collect();
        chosen.sort_unstable();
        chosen
    }

    /// Whether the word at this place, counted from one, is the one that was typed, read as [`Self::parse`] reads.
    pub fn has_word(&self, place: u8, typed: &SecretBytes) -> bool {
        let typed = str::from_utf8(typed.expose()).unwrap_or_default();
        let typed = find(typed.trim_matches(|c: char| !c.is_alphabetic()));
        let written = (1..).zip(self.words()).find(|(at, _)| *at == place);
        typed.is_some() && typed == written.map(|(_, word)| word)
    }

    /// The words, to be written down. They are the key: the caller shows them to the person and to nobody else.
    pub fn words(&self) -> [&'static str; RECOVERY_WORDS] {
        let mut words = [""; RECOVERY_WORDS];
        // Sixteen bytes are a length that BIP-39 has words for, and there are twelve of them.
        let entropy = self.0.expose().first_chunk::<16>();
        let mnemonic = entropy.and_then(|entropy| Mnemonic::from_entropy(entropy).ok());
        for (place, word) in words
            .iter_mut()
            .zip(mnemonic.iter().flat_map(Mnemonic::words))
        {
            *place = word;
        }
        words
    }
}

/// The word of the list that is meant.
fn find(typed: &str) -> Option<&'static str> {
    let is_meant = |word: &str| {
        word.get(..typed.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(typed))
    };
    let mut list = Language::English.word_list().iter().copied();
    // A word that begins others (`add`, `address`) stands before them: the list is in order.
    list.find(|word| is_meant(word))
        .filter(|word| word.len() == typed.len() || typed.len() >= TELLING)
}

fn wrong(error: Error) -> VaultError {
    match error {
        Error::InvalidChecksum => VaultError::RecoveryWordsWrong,
        _ => VaultError::RecoveryWordsCount,
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
        let id = UnlockerId::make(random);
        let salt = random.make();
        let key_pair = x25519::SecretKey::make(random);
        let public_key = key_pair.public_key();
        let purpose = purpose(&[&Self::place(vault, id, 0), &public_key]);
        let private_half = envelope::seal(&key.0, &salt, &purpose, key_pair.to_secret().expose())
            .map_err(|_| VaultError::RecordTooLarge)?;
        let kind = UnlockerKind::Recovery { salt, private_half };
        Self::wrapped(vault, id, label, public_key, kind, root, random)
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
        let purpose = purpose(&[&Self::place(vault, self.id(), 0), self.public_key()]);
        let opened = envelope::open(&key.0, salt, &purpose, private_half)
            .map_err(|_| VaultError::RecoveryWrong)?;
        secret32(&opened).map(|bytes| x25519::SecretKey::from_secret(&bytes))
    }
}

fn purpose(parts: &[&[u8]]) -> Purpose {
    Purpose::new(Label::RecoveryPrivateKey, Label::RecoveryPrivateHalf, parts)
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
    fn four_letters_tell_every_word_and_a_word_is_never_taken_for_a_longer_one() {
        for word in Language::English.word_list() {
            assert_eq!(find(word), Some(*word));
            if let Some(start) = word.get(..TELLING) {
                assert_eq!(find(start), Some(*word));
            }
        }
        assert_eq!(find("add"), Some("add"));
        assert_eq!(find("addr"), Some("address"));
        for unknown in ["ad", "abou!", "abandonn", "über", "", "xyzz"] {
            assert_eq!(find(unknown).filter(|_| !unknown.is_empty()), None);
        }
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
