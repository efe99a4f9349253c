//! NIST P-256: ECDSA (FIPS 186-5, nonces after RFC 6979) and ECDH (SP 800-56A).

use crate::secret::Secret;
use p256::ecdsa::signature::hazmat::PrehashSigner;
use p256::ecdsa::{Signature, SigningKey};
use p256::elliptic_curve::sec1::ToSec1Point;
use p256::{PublicKey, SecretKey};
use rand_core::CryptoRng;

/// Not a point of the curve, or not a scalar in 1..n.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NotOnCurve;

/// A private key's bytes that are a scalar in 1..n (SP 800-56A §5.6.1.2.2, testing candidates).
pub(crate) fn make(random: &mut impl CryptoRng) -> Secret<32> {
    loop {
        let candidate = Secret::make(random);
        if is_scalar(&candidate) {
            return candidate;
        }
    }
}

/// Whether the bytes are a private key.
pub(crate) fn is_scalar(private: &Secret<32>) -> bool {
    SecretKey::from_slice(private.expose()).is_ok()
}

/// `x || y` of the public half.
pub(crate) fn public_key(private: &Secret<32>) -> Result<[u8; 64], NotOnCurve> {
    let point = scalar(private)?.public_key().to_sec1_point(false);
    match point.as_bytes() {
        [0x04, coordinates @ ..] => coordinates.try_into().map_err(|_| NotOnCurve),
        _ => Err(NotOnCurve),
    }
}

/// The x coordinate of the shared point.
pub(crate) fn agree(private: &Secret<32>, public: &[u8; 64]) -> Result<Secret<32>, NotOnCurve> {
    let mut sec1 = [0x04; 65];
    for (place, byte) in sec1.iter_mut().skip(1).zip(public) {
        *place = *byte;
    }
    let public = PublicKey::from_sec1_bytes(&sec1).map_err(|_| NotOnCurve)?;
    let shared = scalar(private)?.diffie_hellman(&public);
    Ok(Secret::fill_with(|out| {
        out.copy_from_slice(shared.raw_secret_bytes())
    }))
}

/// `r || s` over a digest.
pub(crate) fn sign(private: &Secret<32>, digest: &[u8; 32]) -> Result<[u8; 64], NotOnCurve> {
    let key = SigningKey::from(scalar(private)?);
    let signature: Signature = key.sign_prehash(digest).map_err(|_| NotOnCurve)?;
    Ok(signature.to_bytes().into())
}

fn scalar(private: &Secret<32>) -> Result<SecretKey, NotOnCurve> {
    SecretKey::from_slice(private.expose()).map_err(|_| NotOnCurve)
}
