//! The data objects in GET DATA, PUT DATA and DELETE DATA (HC-32, HC-33): in one order, each at most once, so that there is one way to
//! write a command.

/// `5C`: the tag list, here of one tag.
const TAG_LIST: u8 = 0x5c;
/// `54`: the offset.
const OFFSET: u8 = 0x54;
/// `80`: the rules.
const RULES: u8 = 0x80;
/// `53`: the bytes.
const BYTES: u8 = 0x53;

/// What GET DATA asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Get {
    /// Which objects there are.
    List,
    /// Bytes of one.
    Object { tag: u32, offset: u32 },
}

/// What PUT DATA brings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Put<'a> {
    pub(crate) tag: u32,
    pub(crate) offset: u32,
    pub(crate) rules: Option<u8>,
    pub(crate) bytes: &'a [u8],
}

/// The data of GET DATA.
pub(crate) fn parse_get(data: &[u8]) -> Option<Get> {
    if data == [TAG_LIST, 0] {
        return Some(Get::List);
    }
    let (tag, rest) = tag_list(data)?;
    let (offset, rest) = offset(rest)?;
    rest.is_empty().then_some(Get::Object { tag, offset })
}

/// The data of PUT DATA.
pub(crate) fn parse_put(data: &[u8]) -> Option<Put<'_>> {
    let (tag, rest) = tag_list(data)?;
    let (offset, rest) = offset(rest)?;
    let (rules, rest) = match rest {
        [RULES, 1, rules, rest @ ..] => (Some(*rules), rest),
        _ => (None, rest),
    };
    let (length, bytes) = match rest {
        [BYTES, length @ 0..=0x7f, bytes @ ..] => (u16::from(*length), bytes),
        [BYTES, 0x81, length, bytes @ ..] => (u16::from(*length), bytes),
        [BYTES, 0x82, high, low, bytes @ ..] => (u16::from_be_bytes([*high, *low]), bytes),
        _ => return None,
    };
    (usize::from(length) == bytes.len()).then_some(Put {
        tag,
        offset,
        rules,
        bytes,
    })
}

/// The data of DELETE DATA.
pub(crate) fn parse_tag(data: &[u8]) -> Option<u32> {
    let (tag, rest) = tag_list(data)?;
    rest.is_empty().then_some(tag)
}

fn tag_list(data: &[u8]) -> Option<(u32, &[u8])> {
    let [TAG_LIST, length @ 1..=3, rest @ ..] = data else {
        return None;
    };
    let (tag, rest) = rest.split_at_checked(usize::from(*length))?;
    Some((tag_number(tag)?, rest))
}

/// ISO/IEC 7816-4 §6.3: one byte, or `xxx11111` and up to two more, of which all but the last have bit 8 set.
fn tag_number(tag: &[u8]) -> Option<u32> {
    match *tag {
        [0] => None,
        [tag] if tag & 0x1f != 0x1f => Some(u32::from_be_bytes([0, 0, 0, tag])),
        [high, low @ 0x1f..=0x7f] if high & 0x1f == 0x1f => {
            Some(u32::from_be_bytes([0, 0, high, low]))
        }
        [high, middle @ 0x81..=0xff, low @ 0..=0x7f] if high & 0x1f == 0x1f => {
            Some(u32::from_be_bytes([0, high, middle, low]))
        }
        _ => None,
    }
}

fn offset(data: &[u8]) -> Option<(u32, &[u8])> {
    match data {
        [OFFSET, 3, a, b, c, rest @ ..] => Some((u32::from_be_bytes([0, *a, *b, *c]), rest)),
        [OFFSET, ..] => None,
        _ => Some((0, data)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hc_33_data_objects_stand_in_one_order() {
        let put = parse_put(&[
            0x5c, 2, 0x5f, 0x21, 0x54, 3, 0, 1, 0, 0x80, 1, 0x12, 0x53, 2, 7, 8,
        ]);
        let expected = Put {
            tag: 0x5f21,
            offset: 256,
            rules: Some(0x12),
            bytes: &[7, 8],
        };
        assert_eq!(put, Some(expected));
        let bad: [&[u8]; 8] = [
            &[],
            &[0x5c, 1, 0xc1],
            &[0x53, 0, 0x5c, 1, 0xc1],
            &[0x5c, 1, 0xc1, 0x53, 1],
            &[0x5c, 1, 0xc1, 0x53, 0, 0],
            &[0x5c, 1, 0xc1, 0x80, 1, 0x11, 0x54, 3, 0, 0, 0, 0x53, 0],
            &[0x5c, 1, 0xc1, 0x54, 2, 0, 0, 0x53, 0],
            &[0x5c, 1, 0xc1, 0x53, 0x83, 0, 0, 0],
        ];
        for data in bad {
            assert_eq!(parse_put(data), None, "{data:02x?}");
        }
        assert_eq!(parse_get(&[0x5c, 0]), Some(Get::List));
        assert_eq!(parse_get(&[0x5c, 1, 0xc1, 0]), None);
        assert_eq!(parse_tag(&[0x5c, 1, 0xc1]), Some(0xc1));
    }

    #[test]
    fn a_tag_has_one_to_three_bytes_as_the_standard_says() {
        let good: [(&[u8], u32); 4] = [
            (&[0x53], 0x53),
            (&[0x7f, 0x49], 0x7f49),
            (&[0x5f, 0xc1, 0x02], 0x005f_c102),
            (&[0xdf, 0x81, 0x00], 0x00df_8100),
        ];
        for (tag, number) in good {
            assert_eq!(tag_number(tag), Some(number), "{tag:02x?}");
        }
        let bad: [&[u8]; 7] = [
            &[],
            &[0],
            &[0x5f],
            &[0x53, 0x21],
            &[0x5f, 0x81],
            &[0x5f, 0x80, 0x21],
            &[0x5f, 0x81, 0x81],
        ];
        for tag in bad {
            assert_eq!(tag_number(tag), None, "{tag:02x?}");
        }
    }
}
