//! RSA: signatures verified, for certificates (RFC 8017 §8.1.2, §8.2.2). There is no private key in this file, so that what
//! is known of the crate behind it (RUSTSEC-2023-0071, timing of decryption) has nothing to work on.

use super::hash::{self, Digest, Sha256, Sha384, Sha512};
use rsa::pkcs1::DecodeRsaPublicKey;
use rsa::traits::PublicKeyParts;
use rsa::{Pkcs1v15Sign, Pss, PublicKey};

/// What stands around the hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Padding {
    /// RSASSA-PKCS1-v1_5.
    Pkcs1,
    /// RSASSA-PSS, with a salt as long as the hash and the same hash in its mask.
    Pss,
}

/// Fewer bits are not a signature's worth any more (CA/Browser Forum Baseline Requirements §6.1.5).
const MIN_BITS: u32 = 2048;

/// Whether a signature in a certificate is good; the key as `RSAPublicKey` (RFC 8017 Appendix A.1.1). Keys of fewer than
/// 2,048 or more than 8,192 bits verify nothing.
pub(crate) fn verify(
    public_key: &[u8],
    padding: Padding,
    digest: Digest,
    message: &[u8],
    signature: &[u8],
) -> bool {
    let Ok(key) = PublicKey::from_pkcs1_der(public_key) else {
        return false;
    };
    if key.n_bits_precision() < MIN_BITS {
        return false;
    }
    let hashed = hash::digest(digest, message);
    match padding {
        Padding::Pkcs1 => {
            let scheme = match digest {
                Digest::Sha256 => Pkcs1v15Sign::new::<Sha256>(),
                Digest::Sha384 => Pkcs1v15Sign::new::<Sha384>(),
                Digest::Sha512 => Pkcs1v15Sign::new::<Sha512>(),
            };
            key.verify(scheme, &hashed, signature).is_ok()
        }
        Padding::Pss => match digest {
            Digest::Sha256 => key.verify(Pss::<Sha256>::new(), &hashed, signature),
            Digest::Sha384 => key.verify(Pss::<Sha384>::new(), &hashed, signature),
            Digest::Sha512 => key.verify(Pss::<Sha512>::new(), &hashed, signature),
        }
        .is_ok(),
    }
}
