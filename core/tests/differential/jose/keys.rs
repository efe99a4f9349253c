//! Keys that are published: two of each type, so that there is a wrong one for each right one.

use hailstone_core::jose::{Ed25519Key, Jwk, SecretJwk, Signer, SigningKey};
use serde_json::Value;

/// RFC 7518 appendix C, Bob and Alice.
const P256: [&str; 2] = [
    r#"{"kty":"EC","crv":"P-256","x":"weNJy2HscCSM6AEDTDg04biOvhFhyyWvOHQfeF_PxMQ","y":"e8lnCO-AlStT-NJVX-crhB7QRYhiix03illJOVAOyck","d":"VEmDZpDXXK8p8N0Cndsxs924q6nS1RXFASRl6BfUqdw"}"#,
    r#"{"kty":"EC","crv":"P-256","x":"gI0GAILBdu7T53akrFmMyGcsF3n5dO7MmwNBHKW5SV0","y":"SLW_xSffzlPWrHEVI30DHM_4egVwt3NQqeUD7nMFpps","d":"0_NxaRPUMQoAJt50Gz8YiTr8gRTwyEaCumd-MToTmIo"}"#,
];
/// RFC 8032 §7.1, the first two.
const ED25519: [&str; 2] = [
    r#"{"kty":"OKP","crv":"Ed25519","d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#,
    r#"{"kty":"OKP","crv":"Ed25519","d":"TM0Imyj_ltqdtsNG7BFOD1uKMZ81q6Yk2oz27U-4pvs","x":"PUAXw-hDiVqStwqnTRt-vJyYLM8uxJaMwM1V8Sr0Zgw"}"#,
];
/// RFC 7748 §6.1, Bob and Alice.
const X25519: [&str; 2] = [
    r#"{"kty":"OKP","crv":"X25519","x":"3p7bfXt9wbTTW2HC7OQ1Nz-DQ8hbeGdNrfx-FG-IK08","d":"XasIfmJKikt54X-Lg4AO5m87sSkmGLb9HC-LJ_-I4Os"}"#,
    r#"{"kty":"OKP","crv":"X25519","x":"hSDwCYkwp1R0i33ctD73Wg2_Og0mOBr066SpjqqbTmo","d":"dwdtCnMYpX08FsFyUbJmRd9ML4frwJkqsXf7pR25LCo"}"#,
];

type Sign = dyn Fn(&[u8]) -> [u8; 64];

/// A key for signatures.
pub(crate) struct Signing {
    pub(crate) algorithm: &'static str,
    /// With `d`.
    pub(crate) private: Value,
    pub(crate) public: Value,
    pub(crate) jwk: Jwk,
    signer: Box<Sign>,
}

impl Signing {
    pub(crate) fn sign(&self, message: &[u8]) -> [u8; 64] {
        (self.signer)(message)
    }
}

/// Two for each of our algorithms, next to each other.
pub(crate) fn signing() -> Vec<Signing> {
    let mut keys = Vec::new();
    for text in P256 {
        let private = value(text);
        let key = SigningKey::parse(&private).unwrap();
        keys.push(Signing {
            algorithm: "ES256",
            public: public(&private),
            private,
            jwk: key.public_jwk(),
            signer: Box::new(move |message| key.sign(message)),
        });
    }
    for algorithm in ["EdDSA", "Ed25519"] {
        for text in ED25519 {
            let mut named = value(text);
            named["alg"] = algorithm.into();
            let key = Ed25519Key::parse(&named).unwrap();
            let private = value(text);
            keys.push(Signing {
                algorithm,
                public: public(&private),
                private,
                jwk: key.public_jwk(),
                signer: Box::new(move |message| key.sign(message)),
            });
        }
    }
    keys
}

/// A key for agreement.
pub(crate) struct Agreeing {
    pub(crate) private: Value,
    pub(crate) public: Value,
    pub(crate) jwk: Jwk,
    pub(crate) secret: SecretJwk,
}

/// Two on each curve, next to each other.
pub(crate) fn agreeing() -> Vec<Agreeing> {
    let texts = P256.into_iter().chain(X25519);
    texts
        .map(|text| {
            let private = value(text);
            let secret = SecretJwk::parse(&private).unwrap();
            Agreeing {
                public: public(&private),
                private,
                jwk: secret.public_jwk().clone(),
                secret,
            }
        })
        .collect()
}

fn value(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

fn public(private: &Value) -> Value {
    let mut public = private.clone();
    public.as_object_mut().unwrap().remove("d");
    public
}
