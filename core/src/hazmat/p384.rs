//! NIST P-384: ECDSA verified, for certificates (FIPS 186-5). Nothing of ours is signed on this curve.

use p384::ecdsa::signature::hazmat::PrehashVerifier;
use p384::ecdsa::{Signature, VerifyingKey};

/// Whether a signature in a certificate is good: the key as a SEC 1 point, the signature as DER (RFC 5480 §2.2, RFC 3279
/// §2.2.3), over a message that was hashed already.
pub(crate) fn verify_hash(public_key: &[u8], hash: &[u8], signature: &[u8]) -> bool {
    let key = VerifyingKey::from_sec1_bytes(public_key);
    let signature = Signature::from_der(signature);
    match (key, signature) {
        (Ok(key), Ok(signature)) => key.verify_prehash(hash, &signature).is_ok(),
        _ => false,
    }
}
