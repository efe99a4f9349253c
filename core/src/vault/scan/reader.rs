//! What lies in a page, taken from its front piece by piece: `postcard`'s wire format without `serde` between, which goes
//! through identifiers byte by byte.

/// The bytes that are not taken yet. What takes them gives `None` where they are not what they should be.
pub(super) struct Reader<'p>(&'p [u8]);

impl<'p> Reader<'p> {
    pub(super) const fn new(bytes: &'p [u8]) -> Self {
        Self(bytes)
    }

    pub(super) const fn left(&self) -> &'p [u8] {
        self.0
    }

    pub(super) const fn go_on_with(&mut self, left: &'p [u8]) {
        self.0 = left;
    }

    pub(super) fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (taken, left) = self.0.split_first_chunk::<N>()?;
        self.0 = left;
        Some(*taken)
    }

    pub(super) fn bool(&mut self) -> Option<bool> {
        match self.byte()? {
            0 => Some(false),
            1 => Some(true),
            _ => None,
        }
    }

    pub(super) fn u16(&mut self) -> Option<u16> {
        self.varint(u16::BITS)?.try_into().ok()
    }

    pub(super) fn u32(&mut self) -> Option<u32> {
        self.varint(u32::BITS)?.try_into().ok()
    }

    pub(super) fn u64(&mut self) -> Option<u64> {
        self.varint(u64::BITS)
    }

    /// How many bytes or elements follow.
    pub(super) fn length(&mut self) -> Option<usize> {
        self.varint(usize::BITS)?.try_into().ok()
    }

    pub(super) fn text(&mut self) -> Option<&'p str> {
        let length = self.length()?;
        let (taken, left) = self.0.split_at_checked(length)?;
        self.0 = left;
        core::str::from_utf8(taken).ok()
    }

    #[inline(always)]
    fn byte(&mut self) -> Option<u8> {
        let (first, left) = self.0.split_first()?;
        self.0 = left;
        Some(*first)
    }

    /// A number of so many bits, seven in each byte, the lowest first; the eighth says that another one follows.
    #[inline(always)]
    fn varint(&mut self, bits: u32) -> Option<u64> {
        // Most numbers are small.
        if let Some((first, left)) = self.0.split_first()
            && *first < 0x80
        {
            self.0 = left;
            return Some(u64::from(*first));
        }
        self.long_varint(bits)
    }

    #[inline(never)]
    fn long_varint(&mut self, bits: u32) -> Option<u64> {
        let mut value = 0_u64;
        let mut shift = 0_u32;
        loop {
            let byte = self.byte()?;
            let part = u64::from(byte & 0x7f);
            // More bits than the number has: the last byte of the longest form is partly empty.
            let room = bits.saturating_sub(shift);
            if room < 7 && (part >> room) != 0 {
                return None;
            }
            value |= part << shift;
            if byte & 0x80 == 0 {
                return Some(value);
            }
            shift = shift.saturating_add(7);
            if shift >= bits {
                return None;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
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
                    let mut reader = Reader::new(&bytes);
                    let taken = reader.$take().map(|value| (value, reader.left()));
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
        for text in ["", "a", "Jürg", "雹"] {
            for bytes in near(&postcard::to_allocvec(text).unwrap()) {
                let mut reader = Reader::new(&bytes);
                let taken = reader.text().map(|text| (text, reader.left()));
                assert_eq!(taken, postcard::take_from_bytes::<&str>(&bytes).ok());
            }
        }
    }
}
