//! The signature algorithms of certificates, for the path builder: ECDSA on P-256 and P-384, RSA with either padding.

use crate::hazmat::hash::{self, Digest};
use crate::hazmat::rsa::{self, Padding};
use crate::hazmat::{p256, p384};
use rustls_pki_types::{
    AlgorithmIdentifier, InvalidSignature, SignatureVerificationAlgorithm, alg_id,
};

/// All that are taken. SHA-1 and curves that no public authority uses are not.
pub(super) const ALL: &[&dyn SignatureVerificationAlgorithm] = &[
    &Ecdsa(Curve::P256, Digest::Sha256),
    &Ecdsa(Curve::P256, Digest::Sha384),
    &Ecdsa(Curve::P384, Digest::Sha256),
    &Ecdsa(Curve::P384, Digest::Sha384),
    &Rsa(Padding::Pkcs1, Digest::Sha256),
    &Rsa(Padding::Pkcs1, Digest::Sha384),
    &Rsa(Padding::Pkcs1, Digest::Sha512),
    &Rsa(Padding::Pss, Digest::Sha256),
    &Rsa(Padding::Pss, Digest::Sha384),
    &Rsa(Padding::Pss, Digest::Sha512),
];

#[derive(Clone, Copy, Debug)]
enum Curve {
    P256,
    P384,
}

#[derive(Debug)]
struct Ecdsa(Curve, Digest);

impl SignatureVerificationAlgorithm for Ecdsa {
    fn verify_signature(
        &self,
        public_key: &[u8],
        message: &[u8],
        signature: &[u8],
    ) -> Result<(), InvalidSignature> {
        let hash = hash::digest(self.1, message);
        let good = match self.0 {
            Curve::P256 => p256::verify_hash(public_key, &hash, signature),
            Curve::P384 => p384::verify_hash(public_key, &hash, signature),
        };
        good.then_some(()).ok_or(InvalidSignature)
    }

    fn public_key_alg_id(&self) -> AlgorithmIdentifier {
        match self.0 {
            Curve::P256 => alg_id::ECDSA_P256,
            Curve::P384 => alg_id::ECDSA_P384,
        }
    }

    fn signature_alg_id(&self) -> AlgorithmIdentifier {
        match self.1 {
            Digest::Sha256 => alg_id::ECDSA_SHA256,
            Digest::Sha384 => alg_id::ECDSA_SHA384,
            Digest::Sha512 => alg_id::ECDSA_SHA512,
        }
    }
}

#[derive(Debug)]
struct Rsa(Padding, Digest);

impl SignatureVerificationAlgorithm for Rsa {
    fn verify_signature(
        &self,
        public_key: &[u8],
        message: &[u8],
        signature: &[u8],
    ) -> Result<(), InvalidSignature> {
        rsa::verify(public_key, self.0, self.1, message, signature)
            .then_some(())
            .ok_or(InvalidSignature)
    }

    fn public_key_alg_id(&self) -> AlgorithmIdentifier {
        alg_id::RSA_ENCRYPTION
    }

    fn signature_alg_id(&self) -> AlgorithmIdentifier {
        match (self.0, self.1) {
            (Padding::Pkcs1, Digest::Sha256) => alg_id::RSA_PKCS1_SHA256,
            (Padding::Pkcs1, Digest::Sha384) => alg_id::RSA_PKCS1_SHA384,
            (Padding::Pkcs1, Digest::Sha512) => alg_id::RSA_PKCS1_SHA512,
            (Padding::Pss, Digest::Sha256) => alg_id::RSA_PSS_SHA256,
            (Padding::Pss, Digest::Sha384) => alg_id::RSA_PSS_SHA384,
            (Padding::Pss, Digest::Sha512) => alg_id::RSA_PSS_SHA512,
        }
    }
}
