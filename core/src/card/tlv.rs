//! BER-TLV as cards use it (ISO/IEC 7816-4:2020 §6.3): tags of one or two bytes, definite lengths up to 65535.

use super::error::CardError;
use alloc::vec::Vec;

const TAG: CardError = CardError::Malformed("a tag of one or two bytes");
const LENGTH: CardError = CardError::Malformed("a definite length of up to three bytes");
const VALUE: CardError = CardError::Malformed("as many bytes as the length says");

/// One data object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tlv<'a> {
    /// The tag: `0x4F`, `0x7F66`.
    pub tag: u16,
    /// The value, which for a constructed object is again a list.
    pub value: &'a [u8],
}

/// Reads a list of data objects, to its end.
///
/// # Errors
/// [`CardError::Malformed`] where the bytes are no such list.
pub fn parse(bytes: &[u8]) -> Result<Vec<Tlv<'_>>, CardError> {
    let mut list = Vec::new();
    let mut rest = bytes;
    loop {
        // ISO/IEC 7816-4 §6.3: zeros before, between and after objects mean nothing.
        while let [0x00, after @ ..] = rest {
            rest = after;
        }
        if rest.is_empty() {
            return Ok(list);
        }
        let (tlv, after) = one(rest)?;
        list.push(tlv);
        rest = after;
    }
}

/// The value of the first object with this tag.
///
/// # Errors
/// [`CardError::Malformed`] where the bytes are no list of data objects.
pub fn find(bytes: &[u8], tag: u16) -> Result<Option<&[u8]>, CardError> {
    let found = parse(bytes)?.into_iter().find(|tlv| tlv.tag == tag);
    Ok(found.map(|tlv| tlv.value))
}

/// The value of an object that is alone, or the bytes themselves: some cards send the tag that was asked for, some do not.
pub(super) fn unwrap(bytes: &[u8], tag: u16) -> &[u8] {
    match parse(bytes).as_deref() {
        Ok([only]) if only.tag == tag => only.value,
        _ => bytes,
    }
}

fn one(bytes: &[u8]) -> Result<(Tlv<'_>, &[u8]), CardError> {
    let (tag, rest) = match bytes {
        // The low five bits all set: the tag goes on, and its second byte must be the last.
        [high, low, rest @ ..] if high & 0x1f == 0x1f && low & 0x80 == 0 => {
            (u16::from_be_bytes([*high, *low]), rest)
        }
        [tag, rest @ ..] if tag & 0x1f != 0x1f => (u16::from(*tag), rest),
        _ => return Err(TAG),
    };
    let (length, rest) = match rest {
        [length @ 0..=0x7f, rest @ ..] => (usize::from(*length), rest),
        [0x81, length, rest @ ..] => (usize::from(*length), rest),
        [0x82, high, low, rest @ ..] => (usize::from(u16::from_be_bytes([*high, *low])), rest),
        _ => return Err(LENGTH),
    };
    let (value, rest) = rest.split_at_checked(length).ok_or(VALUE)?;
    Ok((Tlv { tag, value }, rest))
}

/// Writes one data object, of a value up to 65535 bytes.
pub(super) fn write(tag: u16, value: &[u8]) -> Result<Vec<u8>, CardError> {
    const TOO_LONG: CardError = CardError::Unsupported("a data object longer than 65535 bytes");
    let length = u16::try_from(value.len()).map_err(|_| TOO_LONG)?;
    let mut bytes = Vec::with_capacity(value.len().saturating_add(5));
    match tag.to_be_bytes() {
        [0, low] => bytes.push(low),
        both => bytes.extend_from_slice(&both),
    }
    match length.to_be_bytes() {
        [0, low @ 0..=0x7f] => bytes.push(low),
        [0, low] => bytes.extend([0x81, low]),
        [high, low] => bytes.extend([0x82, high, low]),
    }
    bytes.extend_from_slice(value);
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn objects_of_every_length_form_are_read() {
        let mut bytes = std::vec![0x00, 0x4f, 0x01, 0xaa, 0x00];
        bytes.extend([0x7f, 0x66, 0x81, 0x02, 0x01, 0x02]);
        bytes.extend([0x73, 0x82, 0x00, 0x00]);
        let list = parse(&bytes).unwrap();
        assert_eq!(list.len(), 3);
        assert_eq!(list[0].value, [0xaa]);
        assert_eq!(list[1].tag, 0x7f66);
        assert_eq!(find(&bytes, 0x73).unwrap(), Some(&[][..]));
        assert_eq!(find(&bytes, 0xc0).unwrap(), None);
    }

    #[test]
    fn what_is_not_a_list_of_objects_is_refused() {
        let cases: [(&[u8], CardError); 9] = [
            (&[0x4f], LENGTH),
            (&[0x4f, 0x02, 0xaa], VALUE),
            (&[0x4f, 0x80, 0x00, 0x00], LENGTH),
            (&[0x4f, 0x81], LENGTH),
            (&[0x4f, 0x82, 0x01], LENGTH),
            (&[0x4f, 0x82, 0xff, 0xff, 0x00], VALUE),
            (&[0x4f, 0x83, 0x00, 0x00, 0x00], LENGTH),
            (&[0x7f], TAG),
            (&[0x7f, 0x81, 0x01, 0x00], TAG),
        ];
        for (bytes, expected) in cases {
            assert_eq!(parse(bytes), Err(expected), "{bytes:02x?}");
        }
    }

    proptest! {
        #[test]
        fn parsing_never_panics(bytes: Vec<u8>) {
            drop(parse(&bytes));
        }

        #[test]
        fn an_object_reads_back_what_was_written(value in prop::collection::vec(any::<u8>(), 0..400), long: bool) {
            let tag = if long { 0x7f49 } else { 0x86 };
            let bytes = write(tag, &value).unwrap();
            prop_assert_eq!(parse(&bytes).unwrap(), std::vec![Tlv { tag, value: &value }]);
            prop_assert_eq!(unwrap(&bytes, tag), &value[..]);
        }
    }
}
