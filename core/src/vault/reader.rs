//! What lies in a page, taken from its front piece by piece: `postcard`'s wire format without `serde` between, which goes
//! through identifiers byte by byte.

use crate::data::Receipt;
use alloc::boxed::Box;
use alloc::string::String;
use core::ops::Range;

/// A plaintext and how far it is taken. What takes a piece gives `None` where it is not what it should be.
///
/// Texts are moved to the front, over what was taken before: there they lie side by side and are checked together, which for
/// short ones takes a third of the time. Everything small is inlined, so that places stay in registers.
pub(super) struct Reader<'p> {
    bytes: &'p mut [u8],
    taken: usize,
    texts: usize,
}

impl<'p> Reader<'p> {
    pub(super) const fn new(bytes: &'p mut [u8]) -> Self {
        Self {
            bytes,
            taken: 0,
            texts: 0,
        }
    }

    /// The texts, when all of the plaintext is taken and all of them are UTF-8.
    pub(super) fn finish(self) -> Option<&'p str> {
        if self.taken != self.bytes.len() {
            return None;
        }
        let bytes: &'p [u8] = self.bytes;
        core::str::from_utf8(bytes.get(..self.texts)?).ok()
    }

    /// What is not taken yet.
    #[inline(always)]
    pub(super) fn left(&self) -> &[u8] {
        self.bytes.get(self.taken..).unwrap_or_default()
    }

    /// Takes so many bytes.
    #[inline(always)]
    pub(super) fn skip(&mut self, length: usize) -> Option<Range<usize>> {
        let start = self.taken;
        let end = start.checked_add(length)?;
        if end > self.bytes.len() {
            return None;
        }
        self.taken = end;
        Some(start..end)
    }

    #[inline(always)]
    pub(super) fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        let array = *self.left().first_chunk::<N>()?;
        self.taken = self.taken.saturating_add(N);
        Some(array)
    }

    #[inline(always)]
    pub(super) fn bool(&mut self) -> Option<bool> {
        match self.byte()? {
            0 => Some(false),
            1 => Some(true),
            _ => None,
        }
    }

    #[inline(always)]
    pub(super) fn u16(&mut self) -> Option<u16> {
        self.varint(u16::BITS)?.try_into().ok()
    }

    #[inline(always)]
    pub(super) fn u32(&mut self) -> Option<u32> {
        self.varint(u32::BITS)?.try_into().ok()
    }

    #[inline(always)]
    pub(super) fn u64(&mut self) -> Option<u64> {
        self.varint(u64::BITS)
    }

    /// How many bytes or elements follow.
    #[inline(always)]
    pub(super) fn length(&mut self) -> Option<usize> {
        self.varint(usize::BITS)?.try_into().ok()
    }

    /// Where it lies among the texts. That it begins with a character is seen here, that all are characters in
    /// [`Self::finish`].
    #[inline(always)]
    pub(super) fn text(&mut self) -> Option<Range<usize>> {
        let length = self.length()?;
        let taken = self.skip(length)?;
        let first = self.bytes.get(taken.start).copied().unwrap_or_default();
        if length > 0 && first & 0xc0 == 0x80 {
            return None;
        }
        let start = self.texts;
        // Both are within the bytes: texts never go beyond what is taken.
        self.bytes.copy_within(taken, start);
        self.texts = start.saturating_add(length);
        Some(start..self.texts)
    }

    /// A text of its own.
    #[inline(never)]
    pub(super) fn string(&mut self) -> Option<String> {
        let length = self.length()?;
        let taken = self.skip(length)?;
        let text = core::str::from_utf8(self.bytes.get(taken)?).ok()?;
        Some(text.into())
    }

    /// A receipt, which has lists of lists in it and is rare: `serde` reads it.
    pub(super) fn receipt(&mut self) -> Option<Box<Receipt>> {
        let left = self.left();
        let (receipt, behind) = postcard::take_from_bytes(left).ok()?;
        let length = left.len().checked_sub(behind.len())?;
        self.skip(length)?;
        Some(receipt)
    }

    #[inline(always)]
    fn byte(&mut self) -> Option<u8> {
        let byte = *self.bytes.get(self.taken)?;
        self.taken = self.taken.saturating_add(1);
        Some(byte)
    }

    #[inline(always)]
    fn varint(&mut self, bits: u32) -> Option<u64> {
        // Most numbers are small.
        match self.bytes.get(self.taken) {
            Some(byte) if *byte < 0x80 => {
                self.taken = self.taken.saturating_add(1);
                Some(u64::from(*byte))
            }
            _ => {
                let (value, taken) = long_varint(self.bytes, self.taken, bits)?;
                self.taken = taken;
                Some(value)
            }
        }
    }
}

/// A number of so many bits from this place on, and the place behind it: seven bits in each byte, the lowest first; the
/// eighth says that another byte follows.
fn long_varint(bytes: &[u8], mut taken: usize, bits: u32) -> Option<(u64, usize)> {
    let mut value = 0_u64;
    let mut shift = 0_u32;
    loop {
        let byte = bytes.get(taken)?;
        taken = taken.saturating_add(1);
        let part = u64::from(byte & 0x7f);
        // More bits than the number has: the last byte of the longest form is partly empty.
        let room = bits.saturating_sub(shift);
        if room < 7 && (part >> room) != 0 {
            return None;
        }
        value |= part << shift;
        if byte & 0x80 == 0 {
            return Some((value, taken));
        }
        shift = shift.saturating_add(7);
        if shift >= bits {
            return None;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::borrow::ToOwned;
    use alloc::vec::Vec;

    /// Each of these with every byte string that is near to it.
    fn near(bytes: &[u8]) -> Vec<Vec<u8>> {
        let mut all = alloc::vec![bytes.to_vec()];
        for place in 0..bytes.len() {
            all.push(bytes[..place].to_vec());
            for byte in 0..=255 {
                let mut other = bytes.to_vec();
                other[place] = byte;
                all.push(other);
            }
        }
        all
    }

    macro_rules! same_as_postcard {
        ($take:ident, $type:ty) => {
            let values: [$type; 6] = [0, 1, 127, 128, <$type>::MAX / 2, <$type>::MAX];
            for value in values {
                for bytes in near(&postcard::to_allocvec(&value).unwrap()) {
                    let mut copy = bytes.clone();
                    let mut reader = Reader::new(&mut copy);
                    let taken = reader.$take();
                    let taken = taken.map(|value| (value, reader.left()));
                    let expected = postcard::take_from_bytes::<$type>(&bytes).ok();
                    assert_eq!(taken, expected, "{bytes:?}");
                }
            }
        };
    }

    #[test]
    fn f5_numbers_are_read_and_refused_as_postcard_does() {
        same_as_postcard!(u16, u16);
        same_as_postcard!(u32, u32);
        same_as_postcard!(u64, u64);
        same_as_postcard!(length, usize);
    }

    #[test]
    fn f5_texts_are_read_and_refused_as_postcard_does() {
        for texts in [("", "a"), ("Jürg", ""), ("雹", "雹"), ("\u{80}", "\u{7ff}")] {
            for mut bytes in near(&postcard::to_allocvec(&texts).unwrap()) {
                let expected = postcard::take_from_bytes::<(&str, &str)>(&bytes);
                let expected = expected.ok().filter(|(_, left)| left.is_empty());
                let expected = expected.map(|((one, two), _)| (one.to_owned(), two.to_owned()));
                let mut reader = Reader::new(&mut bytes);
                let taken = reader
                    .text()
                    .and_then(|one| Some((one, reader.text()?)))
                    .and_then(|(one, two)| {
                        let texts = reader.finish()?;
                        Some((texts.get(one)?.to_owned(), texts.get(two)?.to_owned()))
                    });
                assert_eq!(taken, expected);
            }
        }
    }
}
