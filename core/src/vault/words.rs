//! Entropy as words and back (BIP-39, the English list): what recovery sheets and shares are written in. The only file that
//! imports `bip39`.

use super::VaultError;
use crate::entropy::Seed;
use crate::secret::SecretBytes;
use alloc::string::String;
use alloc::vec::Vec;
use bip39::{Error, Language, Mnemonic};
use zeroize::{Zeroize, Zeroizing};

/// BIP-39: no two words of the English list begin with the same four letters.
const TELLING: usize = 4;

/// The most words that anything of ours is written in.
const MOST: usize = 15;

/// Reads words as a person types them: in capitals or not, with whatever is no letter between them (so numbers may stand
/// before them), each whole or by its first four letters at least. The host has brought the text to Unicode Normalization
/// Form KC. Gives the entropy: four bytes for every three words.
///
/// # Errors
/// [`VaultError::RecoveryWordUnknown`], [`VaultError::RecoveryWordsCount`] when they are none of these numbers of words,
/// and, when the checksum does not fit, [`VaultError::RecoveryWordsWrong`].
pub(super) fn read(typed: &SecretBytes, counts: &[usize]) -> Result<SecretBytes, VaultError> {
    let typed = str::from_utf8(typed.expose()).map_err(|_| VaultError::RecoveryWordsCount)?;
    let most = counts.iter().copied().max().unwrap_or(0).min(MOST);
    // The longest word of the list has eight letters. A text with more words than are wanted is told by one more.
    let mut words = Zeroizing::new(String::with_capacity(9 * (MOST + 1)));
    let typed = typed.split(|c: char| !c.is_alphabetic());
    let typed = typed.filter(|word| !word.is_empty());
    for (place, word) in (1..).zip(typed.take(most.saturating_add(1))) {
        let known = find(word).ok_or(VaultError::RecoveryWordUnknown { place })?;
        if place > 1 {
            words.push(' ');
        }
        words.push_str(known);
    }
    if !counts.contains(&words.split_ascii_whitespace().count()) {
        return Err(VaultError::RecoveryWordsCount);
    }
    let mnemonic = Mnemonic::parse_in_normalized(Language::English, &words).map_err(wrong)?;
    let (mut entropy, length) = mnemonic.to_entropy_array();
    let read = SecretBytes::new(entropy.get(..length).unwrap_or_default().into());
    entropy.zeroize();
    Ok(read)
}

/// The words for entropy of a length that BIP-39 has words for; none for another length.
pub(super) fn write(entropy: &[u8]) -> Vec<&'static str> {
    let mnemonic = Mnemonic::from_entropy(entropy).ok();
    mnemonic.iter().flat_map(Mnemonic::words).collect()
}

/// Three different places of so many words, in ascending order and counted from one, to be asked for when the words were
/// written down.
pub(super) fn places(count: u8, seed: Seed) -> Vec<u8> {
    let mut random = seed.expand();
    let mut places: Vec<([u8; 8], u8)> = (1..=count).map(|place| (random.make(), place)).collect();
    places.sort_unstable();
    let mut chosen: Vec<u8> = places.iter().take(3).map(|(_, place)| *place).collect();
    chosen.sort_unstable();
    chosen
}

/// Whether the word at this place, counted from one, is the one that was typed, read as [`read`] reads.
pub(super) fn has_word(entropy: &[u8], place: u8, typed: &SecretBytes) -> bool {
    let typed = str::from_utf8(typed.expose()).unwrap_or_default();
    let typed = find(typed.trim_matches(|c: char| !c.is_alphabetic()));
    let written = (1..).zip(write(entropy)).find(|(at, _)| *at == place);
    typed.is_some() && typed == written.map(|(_, word)| word)
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

#[cfg(test)]
mod tests {
    use super::*;

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
}
