//! Lists that nearly always have one element.

use alloc::vec::Vec;
use core::fmt;
use core::marker::PhantomData;
use core::ops::{Deref, DerefMut};
use core::slice;
use serde::de::{Deserialize, Deserializer, SeqAccess, Visitor};
use serde::{Serialize, Serializer};

/// A list. One element lies where the list does and needs no memory of its own: a page has hundreds of such lists, which are read,
/// copied and wiped with it.
#[derive(Clone, Debug)]
pub(super) enum Few<T> {
    One(T),
    /// None, or more than one.
    Others(Vec<T>),
}

impl<T> From<Vec<T>> for Few<T> {
    fn from(mut list: Vec<T>) -> Self {
        match (list.pop(), list.is_empty()) {
            (Some(only), true) => Self::One(only),
            (last, _) => {
                list.extend(last);
                Self::Others(list)
            }
        }
    }
}

impl<T> Deref for Few<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        match self {
            Self::One(only) => slice::from_ref(only),
            Self::Others(list) => list,
        }
    }
}

impl<T> DerefMut for Few<T> {
    fn deref_mut(&mut self) -> &mut [T] {
        match self {
            Self::One(only) => slice::from_mut(only),
            Self::Others(list) => list,
        }
    }
}

impl<T: PartialEq> PartialEq for Few<T> {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl<T: Eq> Eq for Few<T> {}

impl<T: Serialize> Serialize for Few<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (**self).serialize(serializer)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Few<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(Elements(PhantomData))
    }
}

struct Elements<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for Elements<T> {
    type Value = Few<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Few<T>, A::Error> {
        let Some(first) = elements.next_element()? else {
            return Ok(Few::Others(Vec::new()));
        };
        let Some(second) = elements.next_element()? else {
            return Ok(Few::One(first));
        };
        let mut list = Vec::from([first, second]);
        while let Some(next) = elements.next_element()? {
            list.push(next);
        }
        Ok(Few::Others(list))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_written_and_read_as_any_other() {
        for length in 0..5_u16 {
            let list: Vec<u16> = (0..length).collect();
            let bytes = postcard::to_allocvec(&list).unwrap();
            let few = Few::from(list.clone());
            assert_eq!((&*few, few.len()), (&*list, list.len()));
            assert_eq!(postcard::to_allocvec(&few).unwrap(), bytes);
            assert_eq!(postcard::from_bytes::<Few<u16>>(&bytes), Ok(few));
            for cut in 0..bytes.len() {
                assert!(postcard::from_bytes::<Few<u16>>(&bytes[..cut]).is_err());
            }
        }
    }
}
