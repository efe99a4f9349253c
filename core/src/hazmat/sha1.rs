//! SHA-1 (FIPS 180-4), for OpenPGP version 4 fingerprints only (RFC 9580 §5.5.4.2): there it names a key, and nothing
//! rests on nobody finding a second key of the same name.

use sha1::{Digest, Sha1};

/// SHA-1 of the parts, one after the other.
pub(crate) fn sha1(parts: &[&[u8]]) -> [u8; 20] {
    let mut hash = Sha1::new();
    parts.iter().for_each(|part| hash.update(part));
    hash.finalize().into()
}

#[cfg(test)]
mod tests {
    use super::sha1;

    #[test]
    fn sha1_is_sha1() {
        // FIPS 180-4, the example "abc".
        let digest = [
            0xa9, 0x99, 0x3e, 0x36, 0x47, 0x06, 0x81, 0x6a, 0xba, 0x3e, 0x25, 0x71, 0x78, 0x50,
            0xc2, 0x6c, 0x9c, 0xd0, 0xd8, 0x9d,
        ];
        assert_eq!(sha1(&[b"a", b"bc"]), digest);
    }
}
