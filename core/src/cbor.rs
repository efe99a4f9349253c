//! CBOR (RFC 8949) as security keys speak it (CTAP 2.2 §8, "Message Encoding"): short, and in one order only, which is the
//! order in which a map is written here.

use alloc::string::String;
use alloc::vec::Vec;
use cbor4ii::core::dec::{Decode, Read, Reference};
use cbor4ii::core::enc::Encode;
use cbor4ii::core::error::Never;
use cbor4ii::core::types::Array;
use cbor4ii::core::utils::BufWriter;
use cbor4ii::core::{RawValue, Value};

/// CTAP 2.2 §8: maps and arrays are nested four deep at most. The library counts a value and what is in it as two each.
const DEEPEST: u8 = 12;

/// One value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Item(Value);

impl Item {
    pub(crate) fn integer(value: impl Into<i128>) -> Self {
        Self(Value::Integer(value.into()))
    }

    pub(crate) const fn boolean(value: bool) -> Self {
        Self(Value::Bool(value))
    }

    pub(crate) fn bytes(value: impl Into<Vec<u8>>) -> Self {
        Self(Value::Bytes(value.into()))
    }

    pub(crate) fn text(value: impl Into<String>) -> Self {
        Self(Value::Text(value.into()))
    }

    pub(crate) fn array(items: impl IntoIterator<Item = Self>) -> Self {
        Self(Value::Array(items.into_iter().map(|item| item.0).collect()))
    }

    /// The keys in the canonical order, and no value that is `None`.
    pub(crate) fn map<K: Into<Self>>(entries: impl IntoIterator<Item = (K, Option<Self>)>) -> Self {
        let entries = entries.into_iter().filter_map(|(key, value)| {
            let key: Self = key.into();
            Some((key.0, value?.0))
        });
        Self(Value::Map(entries.collect()))
    }

    /// Reads exactly one value.
    pub(crate) fn read(bytes: &[u8]) -> Option<Self> {
        let mut reader = Bounded::new(bytes);
        let value = Value::decode(&mut reader).ok()?;
        reader.is_at_end().then_some(Self(value))
    }

    /// Reads one value, and gives what stands behind it.
    pub(crate) fn read_first(bytes: &[u8]) -> Option<(Self, &[u8])> {
        let mut reader = Bounded::new(bytes);
        let first = RawValue::decode(&mut reader).ok()?.as_bytes();
        let rest = bytes.get(first.len()..)?;
        Some((Self::read(first)?, rest))
    }

    pub(crate) fn write(&self) -> Vec<u8> {
        let mut writer = BufWriter::new(Vec::new());
        let written = self.0.encode(&mut writer);
        debug_assert!(written.is_ok(), "a vector takes whatever is written");
        writer.into_inner()
    }

    pub(crate) fn as_integer(&self) -> Option<i128> {
        match &self.0 {
            Value::Integer(value) => Some(*value),
            _ => None,
        }
    }

    pub(crate) fn as_unsigned<T: TryFrom<i128>>(&self) -> Option<T> {
        T::try_from(self.as_integer()?).ok()
    }

    pub(crate) const fn as_bool(&self) -> Option<bool> {
        match &self.0 {
            Value::Bool(value) => Some(*value),
            _ => None,
        }
    }

    pub(crate) fn as_bytes(&self) -> Option<&[u8]> {
        match &self.0 {
            Value::Bytes(value) => Some(value),
            _ => None,
        }
    }

    pub(crate) fn as_text(&self) -> Option<&str> {
        match &self.0 {
            Value::Text(value) => Some(value),
            _ => None,
        }
    }

    /// The elements of an array.
    pub(crate) fn elements(&self) -> Option<impl Iterator<Item = Self>> {
        match &self.0 {
            Value::Array(values) => Some(values.iter().cloned().map(Self)),
            _ => None,
        }
    }

    pub(crate) const fn is_map(&self) -> bool {
        matches!(self.0, Value::Map(_))
    }

    /// The value under this key of a map; of several, the first.
    pub(crate) fn under(&self, key: impl Into<Self>) -> Option<Self> {
        let Value::Map(entries) = &self.0 else {
            return None;
        };
        let key: Self = key.into();
        let found = entries.iter().find(|(known, _)| *known == key.0);
        found.map(|(_, value)| Self(value.clone()))
    }
}

impl From<i8> for Item {
    fn from(key: i8) -> Self {
        Self::integer(key)
    }
}

impl From<&str> for Item {
    fn from(key: &str) -> Self {
        Self::text(key)
    }
}

/// The elements of an array as they stand there, byte for byte.
pub(crate) fn raw_elements(bytes: &[u8]) -> Option<Vec<&[u8]>> {
    let mut reader = Bounded::new(bytes);
    let length = Array::len(&mut reader).ok()??;
    let mut elements = Vec::new();
    for _ in 0..length {
        elements.push(RawValue::decode(&mut reader).ok()?.as_bytes());
    }
    reader.is_at_end().then_some(elements)
}

/// An array of values that are written already.
pub(crate) fn write_raw(elements: &[&[u8]]) -> Vec<u8> {
    let mut writer = BufWriter::new(Vec::new());
    let written = Array::bounded(elements.len(), &mut writer);
    debug_assert!(written.is_ok(), "a vector takes whatever is written");
    let mut bytes = writer.into_inner();
    for element in elements {
        bytes.extend_from_slice(element);
    }
    bytes
}

/// Reads a slice, and nothing that is nested deeper than anything of ours.
struct Bounded<'a> {
    left: &'a [u8],
    deeper: u8,
}

impl<'a> Bounded<'a> {
    const fn new(left: &'a [u8]) -> Self {
        Self {
            left,
            deeper: DEEPEST,
        }
    }

    const fn is_at_end(&self) -> bool {
        self.left.is_empty()
    }
}

impl<'a> Read<'a> for Bounded<'a> {
    type Error = Never;

    fn fill<'short>(&'short mut self, want: usize) -> Result<Reference<'a, 'short>, Never> {
        Ok(Reference::Long(self.left.get(..want).unwrap_or(self.left)))
    }

    fn advance(&mut self, n: usize) {
        self.left = self.left.get(n..).unwrap_or_default();
    }

    fn step_in(&mut self) -> bool {
        let deeper = self.deeper.checked_sub(1);
        self.deeper = deeper.unwrap_or_default();
        deeper.is_some()
    }

    fn step_out(&mut self) {
        self.deeper = self.deeper.saturating_add(1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::card::hex;
    use alloc::vec;

    #[test]
    fn a_value_is_written_as_the_standard_says_and_read_again() {
        let item = Item::map([
            (1, Some(Item::integer(2))),
            (3, Some(Item::integer(-25))),
            (4, None),
            (
                -1,
                Some(Item::array([Item::boolean(true), Item::text("a")])),
            ),
            (-2, Some(Item::bytes(vec![9, 8]))),
        ]);
        let written = item.write();
        assert_eq!(written, hex("A4 01 02 03 38 18 20 82 F5 61 61 21 42 0908"));
        let read = Item::read(&written).unwrap();
        assert_eq!(read, item);
        assert_eq!(read.under(3).unwrap().as_integer(), Some(-25));
        assert_eq!(read.under(1).unwrap().as_unsigned(), Some(2_u8));
        assert_eq!(read.under(4), None);
        assert_eq!(read.under(-1).unwrap().elements().unwrap().count(), 2);
        assert_eq!(read.under(-2).unwrap().as_bytes(), Some(&[9, 8][..]));
    }

    #[test]
    fn one_value_is_read_and_no_more_and_no_less() {
        assert_eq!(Item::read(&hex("01 02")), None);
        assert_eq!(Item::read(&hex("42 01")), None);
        assert_eq!(Item::read(&[]), None);
        let bytes = hex("A1 61 61 01 FF FE");
        let (first, rest) = Item::read_first(&bytes).unwrap();
        assert_eq!(first.under("a").unwrap().as_integer(), Some(1));
        assert_eq!(rest, [0xff, 0xfe]);
    }

    #[test]
    fn lengths_that_lie_and_nests_without_end_are_refused() {
        for bytes in [
            hex("9B FFFFFFFFFFFFFFFF 01"),
            hex("BB FFFFFFFFFFFFFFFF 01"),
            hex("5B FFFFFFFFFFFFFFFF 01"),
            vec![0x81; 10_000],
            vec![0xc1; 10_000],
            vec![0x9f; 10_000],
        ] {
            assert_eq!(Item::read(&bytes), None);
            assert_eq!(Item::read_first(&bytes), None);
            assert_eq!(raw_elements(&bytes), None);
        }
    }

    #[test]
    fn elements_stay_as_they_stand_there() {
        // A length in more bytes than it needs is not canonical, and not ours to mend.
        let bytes = hex("83 01 5801AA 9F01FF");
        let elements = raw_elements(&bytes).unwrap();
        assert_eq!(elements, [&hex("01")[..], &hex("5801AA"), &hex("9F01FF")]);
        assert_eq!(write_raw(&elements), bytes);
        assert_eq!(write_raw(&[]), [0x80]);
    }
}
