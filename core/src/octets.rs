//! Arrays of bytes, read one by one. Serde's own reading of an array is unrolled, some kilobytes for every length; the bytes are the
//! same.

use core::fmt;
use serde::de::{Deserializer, Error, SeqAccess, Visitor};
use serde::{Serialize, Serializer};

pub(crate) fn serialize<S: Serializer, const N: usize>(
    octets: &[u8; N],
    serializer: S,
) -> Result<S::Ok, S::Error>
where
    [u8; N]: Serialize,
{
    octets.serialize(serializer)
}

pub(crate) fn deserialize<'de, D: Deserializer<'de>, const N: usize>(
    deserializer: D,
) -> Result<[u8; N], D::Error> {
    deserializer.deserialize_tuple(N, Octets)
}

struct Octets<const N: usize>;

impl<'de, const N: usize> Visitor<'de> for Octets<N> {
    type Value = [u8; N];

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("octets")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut octets: A) -> Result<[u8; N], A::Error> {
        let mut all = [0; N];
        fill(&mut all, &mut octets)?;
        Ok(all)
    }
}

/// Once for all lengths.
fn fill<'de, A: SeqAccess<'de>>(all: &mut [u8], octets: &mut A) -> Result<(), A::Error> {
    for (place, octet) in all.iter_mut().enumerate() {
        *octet = octets
            .next_element()?
            .ok_or_else(|| A::Error::invalid_length(place, &"more octets"))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;
    use serde::{Deserialize, Serialize};

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Ours(#[serde(with = "super")] [u8; 32]);

    #[test]
    fn they_are_written_and_read_as_serde_does_it() {
        let octets: [u8; 32] = core::array::from_fn(|place| u8::MAX >> (place % 8));
        let written = postcard::to_allocvec(&Ours(octets)).unwrap();
        assert_eq!(written, postcard::to_allocvec(&octets).unwrap());
        assert_eq!(postcard::from_bytes::<Ours>(&written), Ok(Ours(octets)));
        let json = serde_json::to_string(&Ours(octets)).unwrap();
        assert_eq!(json, serde_json::to_string(&octets).unwrap());
        assert_eq!(serde_json::from_str::<Ours>(&json).unwrap(), Ours(octets));
    }

    #[test]
    fn too_few_of_them_are_refused() {
        assert!(postcard::from_bytes::<Ours>(&[7; 31]).is_err());
        for wrong in [31, 33] {
            let octets: Vec<u8> = (0..wrong).collect();
            let json = serde_json::to_string(&octets).unwrap();
            assert!(serde_json::from_str::<Ours>(&json).is_err(), "{wrong}");
        }
    }
}
