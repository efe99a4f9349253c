//! Ordered collections that are filled one by one. Where they are collected, the standard library sorts first, and a sort is
//! some kilobytes of code for every type that it is made for: the browser's module has to stay small.

use alloc::collections::{BTreeMap, BTreeSet};

pub(crate) fn map<K: Ord, V>(items: impl IntoIterator<Item = (K, V)>) -> BTreeMap<K, V> {
    let mut map = BTreeMap::new();
    map.extend(items);
    map
}

pub(crate) fn set<T: Ord>(items: impl IntoIterator<Item = T>) -> BTreeSet<T> {
    let mut set = BTreeSet::new();
    set.extend(items);
    set
}
