use crate::hazmat::hash;
use crate::secret::Secret32;

/// The Concat KDF of `ECDH-ES` (RFC 7518 §4.6.2, SP 800-56A §5.8.1) with SHA-256, for direct agreement: `algorithm` is
/// the `enc` value, `key_bits` at most 256, so that one round is all. A shorter key is the beginning of the result.
pub(super) fn derive(
    shared: &Secret32,
    algorithm: &str,
    party_u: &[u8],
    party_v: &[u8],
    key_bits: u32,
) -> Secret32 {
    hash::sha256_secret(&[
        &1_u32.to_be_bytes(),
        shared.expose(),
        &length(algorithm.as_bytes()),
        algorithm.as_bytes(),
        &length(party_u),
        party_u,
        &length(party_v),
        party_v,
        &key_bits.to_be_bytes(),
    ])
}

/// The length before each variable part. No part is longer than a header may be, so the number fits.
fn length(bytes: &[u8]) -> [u8; 4] {
    u32::try_from(bytes.len()).unwrap_or(u32::MAX).to_be_bytes()
}
