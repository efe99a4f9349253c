//! base64url without padding (RFC 4648 §5, RFC 7515 §2), strict: no padding, no white space, no bits left over, so that
//! each sequence of bytes has exactly one text.

use super::JoseError;
use alloc::string::String;
use alloc::vec::Vec;
use base64ct::{Base64, Base64UrlUnpadded, Encoding};

/// Bytes written in one go by [`append`], a multiple of three, and the characters that they make.
const CHUNK: usize = 768;
const CHUNK_TEXT: usize = 1024;
/// The same for what is short.
const SHORT: usize = 96;
const SHORT_TEXT: usize = 128;

/// Writes bytes as base64url.
pub fn encode(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(encoded_length(bytes.len()));
    append(&mut text, bytes);
    text
}

/// Reads base64url.
///
/// # Errors
/// [`JoseError::Malformed`] for a character outside of the alphabet (padding and white space too), for a length that no
/// bytes have, and for a last character with bits that are not zero.
pub fn decode(text: &str) -> Result<Vec<u8>, JoseError> {
    Base64UrlUnpadded::decode_vec(text).map_err(|_| NOT_BASE64URL)
}

/// [`decode`] in a place that is used again and again.
///
/// # Errors
/// As [`decode`].
pub(crate) fn decode_in<'a>(text: &str, place: &'a mut Vec<u8>) -> Result<&'a [u8], JoseError> {
    place.resize(text.len(), 0);
    Base64UrlUnpadded::decode(text, place).map_err(|_| NOT_BASE64URL)
}

/// Reads base64 with padding (RFC 4648 §4), as certificates are written in `x5c` (RFC 7515 §4.1.6).
pub(crate) fn decode_standard(text: &str) -> Option<Vec<u8>> {
    Base64::decode_vec(text).ok()
}

/// Reads the one block of this label in a PEM file (RFC 7468), whatever text stands around it.
pub(crate) fn decode_pem(text: &str, label: &str) -> Option<Vec<u8>> {
    let (begin, end) = (
        alloc::format!("-----BEGIN {label}-----"),
        alloc::format!("-----END {label}-----"),
    );
    let (_, rest) = text.split_once(&begin)?;
    let (inside, rest) = rest.split_once(&end)?;
    let base64: String = inside.split_ascii_whitespace().collect();
    (!rest.contains("-----BEGIN")).then(|| decode_standard(&base64))?
}

/// How many characters so many bytes make.
pub(crate) const fn encoded_length(bytes: usize) -> usize {
    bytes.saturating_mul(4).div_ceil(3)
}

/// [`encode`], at the end of a text that is being built.
pub(crate) fn append(text: &mut String, bytes: &[u8]) {
    // To make room for much takes longer than to write little: a hash, a salt, a signature.
    if bytes.len() <= SHORT {
        append_chunk(text, bytes, &mut [0; SHORT_TEXT]);
    } else {
        let mut buffer = [0; CHUNK_TEXT];
        bytes
            .chunks(CHUNK)
            .for_each(|chunk| append_chunk(text, chunk, &mut buffer));
    }
}

fn append_chunk(text: &mut String, chunk: &[u8], buffer: &mut [u8]) {
    let encoded = Base64UrlUnpadded::encode(chunk, buffer);
    debug_assert!(encoded.is_ok(), "three bytes make four characters");
    text.push_str(encoded.unwrap_or_default());
}

/// [`decode`] into a place of exactly the decoded length; a secret is never anywhere else.
///
/// # Errors
/// As [`decode`], and for any other length.
pub(crate) fn decode_into(text: &str, out: &mut [u8]) -> Result<(), JoseError> {
    let length = out.len();
    match Base64UrlUnpadded::decode(text, out) {
        Ok(decoded) if decoded.len() == length => Ok(()),
        _ => Err(NOT_BASE64URL),
    }
}

/// [`decode`] of exactly `N` bytes.
///
/// # Errors
/// As [`decode_into`].
pub(crate) fn decode_array<const N: usize>(text: &str) -> Result<[u8; N], JoseError> {
    let mut bytes = [0; N];
    decode_into(text, &mut bytes)?;
    Ok(bytes)
}

const NOT_BASE64URL: JoseError = JoseError::Malformed("base64url without padding (RFC 7515 §2)");

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec;
    use proptest::prelude::*;

    #[test]
    fn the_examples_of_rfc_4648_section_10_without_padding() {
        for (bytes, text) in [
            ("", ""),
            ("f", "Zg"),
            ("fo", "Zm8"),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg"),
            ("fooba", "Zm9vYmE"),
            ("foobar", "Zm9vYmFy"),
        ] {
            assert_eq!(encode(bytes.as_bytes()), text);
            assert_eq!(decode(text).unwrap(), bytes.as_bytes());
        }
        // RFC 7515 appendix C: both characters that differ from plain base64.
        assert_eq!(encode(&[3, 236, 255, 224, 193]), "A-z_4ME");
    }

    #[test]
    fn anything_but_the_one_text_is_refused() {
        for text in [
            "Zg==", "Zg=", "Z", "Zm9vY", "Zh", "Zm9", "Zm+v", "Zm/v", "Zm 9v", "Zm9v\n", "Zm9vé",
        ] {
            assert_eq!(decode(text), Err(NOT_BASE64URL), "{text:?}");
        }
    }

    #[test]
    fn an_array_has_exactly_its_length() {
        assert_eq!(decode_array("Zm9v"), Ok(*b"foo"));
        assert_eq!(decode_array::<2>("Zm9v"), Err(NOT_BASE64URL));
        assert_eq!(decode_array::<4>("Zm9v"), Err(NOT_BASE64URL));
    }

    #[test]
    fn long_input_is_written_in_chunks_as_if_in_one() {
        for length in [95, 96, 97, 767, 768, 769, 1536, 2000] {
            let bytes = vec![0xa5; length];
            assert_eq!(encode(&bytes), Base64UrlUnpadded::encode_string(&bytes));
            assert_eq!(encode(&bytes).len(), encoded_length(length));
        }
    }

    proptest! {
        #[test]
        fn bytes_read_back_and_text_is_canonical(bytes in proptest::collection::vec(any::<u8>(), 0..100), text in "[A-Za-z0-9_-]{0,12}|.{0,12}") {
            prop_assert_eq!(decode(&encode(&bytes)), Ok(bytes));
            if let Ok(decoded) = decode(&text) {
                prop_assert_eq!(encode(&decoded), text);
            }
        }
    }
}
