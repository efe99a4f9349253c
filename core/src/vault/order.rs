//! One way to bring things into order. A sort is some kilobytes of code for every type that it is made for, and the
//! browser's module has to stay small: so keys are sorted, and things follow them.

use alloc::vec::Vec;

/// Long enough for a record's place in the order of insertion and its identifier.
pub(super) type Key = [u8; 28];

/// In the order of the keys; where two are the same, as they were.
pub(super) fn arrange<T>(items: Vec<T>, key: impl Fn(&T) -> Key) -> Vec<T> {
    let mut keys: Vec<(Key, usize)> = items.iter().map(key).zip(0..).collect();
    sort(&mut keys);
    let mut items: Vec<Option<T>> = items.into_iter().map(Some).collect();
    keys.into_iter()
        .filter_map(|(_, place)| items.get_mut(place)?.take())
        .collect()
}

#[inline(never)]
fn sort(keys: &mut [(Key, usize)]) {
    keys.sort_unstable();
}

/// Numbers and identifiers, one after the other, filled up with zeros.
pub(super) fn key(parts: &[&[u8]]) -> Key {
    let mut key = [0; 28];
    let bytes = parts.iter().copied().flatten();
    key.iter_mut()
        .zip(bytes)
        .for_each(|(place, byte)| *place = *byte);
    key
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec;

    #[test]
    fn things_follow_their_keys_and_equals_stay_as_they_were() {
        let items = vec![(3_u16, 'a'), (1, 'b'), (3, 'c'), (2, 'd'), (1, 'e')];
        let arranged = arrange(items, |(number, _)| key(&[&number.to_be_bytes()]));
        assert_eq!(arranged, [(1, 'b'), (1, 'e'), (2, 'd'), (3, 'a'), (3, 'c')]);
    }
}
