//! DEFLATE (RFC 1951), for what security keys keep (CTAP 2.2 §6.10.3), and in ZLIB's wrapping (RFC 1950) for lists of statuses.

use alloc::vec::Vec;
use miniz_oxide::deflate::compress_to_vec;
use miniz_oxide::inflate::{decompress_to_vec_with_limit, decompress_to_vec_zlib_with_limit};

/// The level of compression that the library itself takes for usual.
const USUAL: u8 = 6;

/// Compresses.
pub(crate) fn compress(bytes: &[u8]) -> Vec<u8> {
    compress_to_vec(bytes, USUAL)
}

/// Decompresses to exactly `length` bytes. `None` for what is no such stream, or of another length: nothing larger is ever
/// made of it.
pub(crate) fn decompress(bytes: &[u8], length: usize) -> Option<Vec<u8>> {
    let whole = decompress_to_vec_with_limit(bytes, length).ok()?;
    (whole.len() == length).then_some(whole)
}

/// Decompresses ZLIB to at most so many bytes; nothing larger is ever made of it.
pub(crate) fn decompress_zlib(bytes: &[u8], most: usize) -> Option<Vec<u8>> {
    decompress_to_vec_zlib_with_limit(bytes, most).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec;

    #[test]
    fn what_was_compressed_comes_back_and_nothing_larger_than_was_said() {
        let plain = vec![7; 5000];
        let small = compress(&plain);
        assert!(small.len() < 100);
        assert_eq!(decompress(&small, 5000), Some(plain));
        assert_eq!(decompress(&small, 4999), None);
        assert_eq!(decompress(&small, 5001), None);
        assert_eq!(decompress(&[0xff; 9], 10), None);
        assert_eq!(decompress(&compress(&[]), 0), Some(vec![]));
    }

    #[test]
    fn what_zlib_wrapped_comes_back_if_its_sum_is_right_and_it_is_not_too_large() {
        let plain = vec![7; 5000];
        let wrapped = miniz_oxide::deflate::compress_to_vec_zlib(&plain, USUAL);
        assert_eq!(decompress_zlib(&wrapped, 5000), Some(plain));
        assert_eq!(decompress_zlib(&wrapped, 4999), None);
        let mut changed = wrapped.clone();
        *changed.last_mut().unwrap() ^= 1;
        assert_eq!(decompress_zlib(&changed, 5000), None);
        assert_eq!(decompress_zlib(&wrapped[2..], 5000), None);
    }
}
