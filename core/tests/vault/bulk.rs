use crate::support::*;
use hailstone_core::testkit::fixed_seed;
use hailstone_core::vault::{CHUNK_LENGTH, CONTENT_MAX, ContentKey, VaultError};
use std::collections::HashSet;
use x25519_dalek::StaticSecret;

fn number(length: usize) -> u64 {
    u64::try_from(length).unwrap()
}

fn bytes(length: usize) -> Vec<u8> {
    (0..length)
        .map(|place| u8::try_from(place * 31 % 251).unwrap())
        .collect()
}

fn seal(key: &ContentKey, content: &[u8]) -> Vec<u8> {
    let mut sealed = vec![];
    for number in 0..key.chunks() {
        let chunk = key.chunk(number).unwrap();
        assert_eq!(chunk.sealed.start, sealed.len());
        sealed.extend(key.seal(&chunk, &content[chunk.plain.clone()]).unwrap());
        assert_eq!(chunk.sealed.end, sealed.len());
    }
    assert_eq!(sealed.len(), key.sealed_length());
    sealed
}

fn open(key: &ContentKey, sealed: &[u8]) -> Result<Vec<u8>, VaultError> {
    let mut content = vec![];
    for number in 0..key.chunks() {
        let chunk = key.chunk(number).unwrap();
        let part = sealed
            .get(chunk.sealed.clone())
            .ok_or(VaultError::Tampered)?;
        content.extend_from_slice(key.open(&chunk, part)?.expose());
    }
    Ok(content)
}

#[test]
fn f9_a_long_content_of_any_length_comes_back() {
    let (vault, ..) = card_vault(&StaticSecret::from([7; 32]));
    let edges = [0, 1, CHUNK_LENGTH - 1, CHUNK_LENGTH, CHUNK_LENGTH + 1];
    for length in edges.into_iter().chain([3 * CHUNK_LENGTH + 5]) {
        let content = bytes(length);
        let key = vault
            .make_content_key(number(length), fixed_seed(9))
            .unwrap();
        let sealed = seal(&key, &content);
        let again = vault.content_key(key.reference()).unwrap();
        assert_eq!(open(&again, &sealed), Ok(content), "{length}");
        assert_eq!(key.chunk(key.chunks()), None);
    }
}

#[test]
fn f9_a_chunk_is_no_other_chunk_and_no_other_content() {
    let (vault, ..) = card_vault(&StaticSecret::from([7; 32]));
    let (other, ..) = begin(&by_card(&StaticSecret::from([8; 32])), 22);
    let length = 2 * CHUNK_LENGTH;
    let key = |seed| vault.make_content_key(number(length), fixed_seed(seed));
    let (one, two) = (key(1).unwrap(), key(2).unwrap());
    let content = bytes(length);
    let sealed = seal(&one, &content);
    let (first, last) = (one.chunk(0).unwrap(), one.chunk(1).unwrap());
    let part = &sealed[first.sealed.clone()];
    assert_eq!(one.open(&last, part).map(drop), Err(VaultError::Tampered));
    assert_eq!(
        two.open(&two.chunk(0).unwrap(), part).map(drop),
        Err(VaultError::Tampered)
    );
    let foreign = other.content_key(one.reference()).unwrap();
    assert_eq!(open(&foreign, &sealed), Err(VaultError::Tampered));
    for place in [0, 1, part.len() / 2, part.len() - 1] {
        let mut flipped = part.to_vec();
        flipped[place] ^= 1;
        assert_eq!(
            one.open(&first, &flipped).map(drop),
            Err(VaultError::Tampered)
        );
    }
    assert_eq!(
        one.open(&first, &part[..part.len() - 1]).map(drop),
        Err(VaultError::Tampered)
    );
    assert_eq!(one.open(&first, &[]).map(drop), Err(VaultError::Tampered));
}

#[test]
fn f9_a_content_does_not_end_early() {
    let (vault, ..) = card_vault(&StaticSecret::from([7; 32]));
    let key = vault
        .make_content_key(number(2 * CHUNK_LENGTH), fixed_seed(1))
        .unwrap();
    let sealed = seal(&key, &bytes(2 * CHUNK_LENGTH));
    // The reference of a content that is only the first chunk long, under the same salt.
    let json = serde_json::to_value(key.reference()).unwrap();
    let mut shorter = json.clone();
    shorter["length"] = CHUNK_LENGTH.into();
    let shorter = vault
        .content_key(serde_json::from_value(shorter).unwrap())
        .unwrap();
    let chunk = shorter.chunk(0).unwrap();
    let part = &sealed[chunk.sealed.clone()];
    assert_eq!(
        shorter.open(&chunk, part).map(drop),
        Err(VaultError::Tampered)
    );
    let mut unknown = json;
    unknown["epoch"] = 77.into();
    let unknown = serde_json::from_value(unknown).unwrap();
    assert_eq!(
        vault.content_key(unknown).map(drop),
        Err(VaultError::Tampered)
    );
}

#[test]
fn f1_no_two_chunks_share_a_key_and_a_nonce() {
    let (vault, ..) = card_vault(&StaticSecret::from([7; 32]));
    let mut seen = HashSet::new();
    for seed in 1..20 {
        let key = vault
            .make_content_key(number(5 * CHUNK_LENGTH), fixed_seed(seed))
            .unwrap();
        for number in 0..key.chunks() {
            let nonce = key.chunk(number).unwrap().nonce;
            assert!(seen.insert((*key.key().expose(), nonce)));
        }
    }
    assert_eq!(seen.len(), 19 * 5);
}

#[test]
fn what_does_not_fit_is_refused_before_anything_is_sealed() {
    let (vault, ..) = card_vault(&StaticSecret::from([7; 32]));
    let outcome = vault.make_content_key(CONTENT_MAX + 1, fixed_seed(1));
    assert_eq!(outcome.map(drop), Err(VaultError::RecordTooLarge));
    let key = vault.make_content_key(10, fixed_seed(1)).unwrap();
    let chunk = key.chunk(0).unwrap();
    assert_eq!(
        key.seal(&chunk, &[0; 9]).map(drop),
        Err(VaultError::RecordTooLarge)
    );
    let shown = format!("{key:?} {chunk:?}");
    assert!(shown.contains("Secret32(redacted)"), "{shown}");
}
