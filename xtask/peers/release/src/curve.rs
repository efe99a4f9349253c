use crate::sd_jwt::KEY;
use crate::{Result, measure};
use p256::SecretKey;
use p256::ecdh::diffie_hellman;
use p256::ecdsa::signature::{Signer, Verifier};
use p256::ecdsa::{Signature, SigningKey};

/// A signature and its verification, and nothing around them.
pub(crate) fn signatures() -> Result {
    let key = SigningKey::from_slice(&KEY)?;
    let payload = [b'a'; 200];
    measure("sign", || {
        let signature: Signature = key.sign(&payload);
        Ok(signature)
    })?;
    let signature: Signature = key.sign(&payload);
    measure("verify", || {
        Ok(key.verifying_key().verify(&payload, &signature)?)
    })
}

/// A key pair of which the private half is there already, and the agreement with another.
pub(crate) fn agreement() -> Result {
    let key = SecretKey::from_slice(&KEY)?;
    let other = SecretKey::from_slice(&[9; 32])?.public_key();
    measure("pair and agreement", || {
        let shared = diffie_hellman(key.to_nonzero_scalar(), other.as_affine());
        Ok((key.public_key(), shared))
    })
}
