//! A verifier that signs its requests.

use hailstone_core::jose::{SigningKey, base64url, jws};
use hailstone_core::release::Trust;
use hailstone_core::time::Timestamp;
use hailstone_core::trust::Anchors;
use p256::elliptic_curve::sec1::ToSec1Point;
use p256::pkcs8::DecodePrivateKey;
use serde_json::{Value, json};

/// A file of `core/src/trust/tests/certificates`.
macro_rules! der {
    ($name:literal) => {
        include_bytes!(concat!(
            "../../src/trust/tests/certificates/",
            $name,
            ".der"
        ))
        .as_slice()
    };
}
pub(crate) use der;

pub(crate) const NOW: Timestamp = Timestamp::from_unix(1_800_000_000);

/// The key of every leaf.
pub(crate) fn key() -> SigningKey {
    let key = include_bytes!("../../src/trust/tests/certificates/leaf.p8");
    let key = p256::SecretKey::from_pkcs8_der(key).unwrap();
    let point = key.public_key().to_sec1_point(false);
    SigningKey::parse(&json!({
        "kty": "EC", "crv": "P-256",
        "x": base64url::encode(point.x().unwrap()),
        "y": base64url::encode(point.y().unwrap()),
        "d": base64url::encode(&key.to_bytes()),
    }))
    .unwrap()
}

pub(crate) fn x5c(ders: &[&[u8]]) -> Value {
    let standard = |der: &&[u8]| {
        // The tests' own base64, so that ours is held against another.
        use base64ct::{Base64, Encoding};
        Base64::encode_string(der)
    };
    json!(ders.iter().map(standard).collect::<Vec<_>>())
}

/// The header of a request object, with these certificates.
pub(crate) fn header(ders: &[&[u8]]) -> Value {
    json!({"typ": "oauth-authz-req+jwt", "x5c": x5c(ders)})
}

pub(crate) fn sign(header: &Value, payload: &Value) -> String {
    jws::sign(header, payload.to_string().as_bytes(), &key())
}

pub(crate) fn anchors() -> Anchors {
    let mut anchors = Anchors::none().with_public_web();
    anchors.add(der!("root-p256")).unwrap();
    anchors
}

pub(crate) fn trust(anchors: &Anchors) -> Trust<'_> {
    Trust { anchors, now: NOW }
}

pub(crate) fn hash_id(der: &[u8]) -> String {
    use sha2::{Digest, Sha256};
    format!("x509_hash:{}", base64url::encode(&Sha256::digest(der)))
}
