//! Ordered collections that are filled one by one. Where they are collected, the standard library sorts first, and a sort is
//! some kilobytes of code for every type that it is made for: the browser's module has to stay small. So is a tree.

use alloc::vec::{self, Vec};
use core::slice;
use serde::{Deserialize, Deserializer, Serialize};

/// Values by key, in one row. What is put in goes to its place by moving what stands behind it, so that it is for few values, for small
/// ones, or for such as come in their order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub(crate) struct Map<K, V>(Vec<(K, V)>);

impl<K, V> Map<K, V> {
    pub(crate) const fn new() -> Self {
        Self(Vec::new())
    }

    pub(crate) const fn len(&self) -> usize {
        self.0.len()
    }

    pub(crate) const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn iter(&self) -> slice::Iter<'_, (K, V)> {
        self.0.iter()
    }

    pub(crate) fn iter_mut(&mut self) -> slice::IterMut<'_, (K, V)> {
        self.0.iter_mut()
    }

    pub(crate) fn values_mut(&mut self) -> impl Iterator<Item = &mut V> {
        self.0.iter_mut().map(|(_, value)| value)
    }

    pub(crate) fn retain(&mut self, mut keep: impl FnMut(&V) -> bool) {
        self.0.retain(|(_, value)| keep(value));
    }
}

impl<K: Ord, V> Map<K, V> {
    pub(crate) fn get(&self, key: &K) -> Option<&V> {
        let place = self.place(key).ok()?;
        self.0.get(place).map(|(_, value)| value)
    }

    /// Puts a value in; gives the one that was there.
    pub(crate) fn insert(&mut self, key: K, value: V) -> Option<V> {
        match self.place(&key) {
            Ok(place) => {
                let (_, there) = self.0.get_mut(place)?;
                Some(core::mem::replace(there, value))
            }
            Err(place) => {
                self.0.insert(place, (key, value));
                None
            }
        }
    }

    /// The value of this key, which is made where there is none; `None` never.
    pub(crate) fn get_or_default(&mut self, key: K) -> Option<&mut V>
    where
        V: Default,
    {
        let place = match self.place(&key) {
            Ok(place) => place,
            Err(place) => {
                self.0.insert(place, (key, V::default()));
                place
            }
        };
        self.0.get_mut(place).map(|(_, value)| value)
    }

    pub(crate) fn remove(&mut self, key: &K) -> Option<V> {
        let place = self.place(key).ok()?;
        Some(self.0.remove(place).1)
    }

    fn place(&self, key: &K) -> Result<usize, usize> {
        self.0.binary_search_by(|(known, _)| known.cmp(key))
    }
}

impl<K, V> Default for Map<K, V> {
    fn default() -> Self {
        Self::new()
    }
}

impl<K: Ord, V> FromIterator<(K, V)> for Map<K, V> {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(items: I) -> Self {
        let mut map = Self::new();
        for (key, value) in items {
            map.insert(key, value);
        }
        map
    }
}

impl<K, V> IntoIterator for Map<K, V> {
    type Item = (K, V);
    type IntoIter = vec::IntoIter<(K, V)>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'de, K: Ord + Deserialize<'de>, V: Deserialize<'de>> Deserialize<'de> for Map<K, V> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Vec::deserialize(deserializer).map(Self::from_iter)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_map_holds_what_a_tree_holds() {
        let (mut map, mut tree) = (Map::new(), alloc::collections::BTreeMap::new());
        // Every key comes several times, in an order that is none.
        for step in 0..500_u32 {
            let (key, value) = (step.wrapping_mul(2_654_435_761) % 97, step);
            if step % 3 == 2 {
                assert_eq!(map.remove(&key), tree.remove(&key));
            } else {
                assert_eq!(map.insert(key, value), tree.insert(key, value));
            }
            assert_eq!(map.get(&key), tree.get(&key));
            if step % 7 == 0 {
                *map.get_or_default(key).unwrap() += 1;
                *tree.entry(key).or_default() += 1;
            }
            assert_eq!(map.len(), tree.len());
        }
        assert!(map.iter().map(|(key, value)| (key, value)).eq(&tree));
        map.retain(|value| value % 2 == 0);
        tree.retain(|_, value| *value % 2 == 0);
        assert!(map.into_iter().eq(tree));
    }

    #[test]
    fn what_is_read_is_put_in_its_order_and_once() {
        let written = postcard::to_allocvec(&[(9_u8, 1_u8), (3, 2), (9, 3)][..]).unwrap();
        let map: Map<u8, u8> = postcard::from_bytes(&written).unwrap();
        assert_eq!(map.iter().copied().collect::<Vec<_>>(), [(3, 2), (9, 3)]);
    }
}
