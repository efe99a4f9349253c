use crate::hazmat::hash;
use crate::jose::base64url;
use alloc::string::String;
use core::fmt;

/// A hash function for disclosures (`_sd_alg`, RFC 9901 §4.1.1), by its name in the IANA registry of named information hash
/// algorithms (RFC 6920).
///
/// Not an enumeration, so that a program has in it only those that it allows.
#[derive(Clone, Copy)]
pub struct HashAlgorithm(&'static Function);

struct Function {
    name: &'static str,
    /// The digest in base64url, at the end of a text.
    append: fn(&mut String, &[u8]),
}

impl HashAlgorithm {
    /// SHA-256, which is meant where a token names none.
    pub const SHA256: Self = Self(&Function {
        name: "sha-256",
        append: |text, bytes| base64url::append(text, &hash::sha256(&[bytes])),
    });
    /// SHA-384.
    pub const SHA384: Self = Self(&Function {
        name: "sha-384",
        append: |text, bytes| base64url::append(text, &hash::sha384(bytes)),
    });
    /// SHA-512.
    pub const SHA512: Self = Self(&Function {
        name: "sha-512",
        append: |text, bytes| base64url::append(text, &hash::sha512(bytes)),
    });
    /// All that we have. A truncated hash (`sha-256-128`) is not among them: it is no hash to rely on here (RFC 9901 §9.4).
    pub const ALL: [Self; 3] = [Self::SHA256, Self::SHA384, Self::SHA512];

    /// The name.
    pub const fn as_str(self) -> &'static str {
        self.0.name
    }

    /// The digest of a text in ASCII, in base64url (RFC 9901 §4.2.3).
    pub fn digest(self, text: &str) -> String {
        let mut digest = String::with_capacity(43);
        (self.0.append)(&mut digest, text.as_bytes());
        digest
    }
}

impl PartialEq for HashAlgorithm {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for HashAlgorithm {}

impl fmt::Debug for HashAlgorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
