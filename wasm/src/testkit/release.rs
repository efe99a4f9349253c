//! Tokens and messages, to be measured beside other people's.

use hailstone_core::entropy::Seed;
use hailstone_core::jose::{Jwk, KeyUse, SecretJwk, SigningKey, jwe};
use hailstone_core::sd_jwt::{
    Binding, Credential, Expected, HashAlgorithm, Held, KeyBinding, Pointer, verify,
};
use hailstone_core::time::Timestamp;
use serde_json::{Map, Value, json};
use wasm_bindgen::prelude::wasm_bindgen;

const NOW: Timestamp = Timestamp::from_unix(1_800_000_000);
const AUDIENCE: &str = "https://verifier.example";
const NONCE: &str = "nonce";

/// A credential of so many claims, half of which are presented.
#[wasm_bindgen]
pub struct Tokens {
    key: SigningKey,
    public: Jwk,
    payload: Map<String, Value>,
    pointers: Vec<Pointer>,
    held: Option<Held>,
}

#[wasm_bindgen]
impl Tokens {
    /// `jwk` is a private P-256 key, for issuer and holder; nothing where it is none.
    pub fn make(jwk: &str, number: usize) -> Option<Tokens> {
        let key = SigningKey::parse(&serde_json::from_str(jwk).ok()?).ok()?;
        let public = key.public_jwk();
        let holder: Value = serde_json::from_str(&public.to_json()).ok()?;
        let payload = json!({"iss": "https://issuer.example", "vct": "https://issuer.example/pid", "exp": 4_000_000_000_u64, "cnf": {"jwk": holder}});
        let mut payload = payload.as_object()?.clone();
        let mut pointers = Vec::new();
        for at in 0..number {
            let claim = format!("claim_{at}");
            pointers.push(Pointer::default().name(&claim));
            payload.insert(claim.clone(), format!("the value of {claim}").into());
        }
        let mut tokens = Self {
            key,
            public,
            payload,
            pointers,
            held: None,
        };
        let issued = tokens.issue(&mut [1; 32])?;
        tokens.held = Some(Held::receive(&issued, &tokens.expected()).ok()?.0);
        Some(tokens)
    }

    /// Issues it, with thirty-two random bytes.
    pub fn issue(&self, seed: &mut [u8]) -> Option<String> {
        let credential = Credential {
            header: &json!({"typ": "dc+sd-jwt"}),
            payload: &self.payload,
            disclosable: &self.pointers,
            decoys: &[],
            hash: HashAlgorithm::SHA256,
        };
        let token = credential.issue(&self.key, Seed::take(seed.try_into().ok()?));
        Some(token.ok()?.as_str().into())
    }

    /// Presents half of what was issued, bound to a recipient.
    pub fn present(&self) -> Option<String> {
        let binding = KeyBinding {
            audience: AUDIENCE,
            nonce: NONCE,
            issued_at: NOW,
        };
        let held = self.held.as_ref()?;
        Some(
            held.present(self.pointers.iter().step_by(2))
                .bind(&binding, &self.key),
        )
    }

    /// How many claims a good presentation has.
    pub fn verify(&self, presentation: &str) -> Option<usize> {
        let binding = Binding::Required {
            audience: AUDIENCE,
            nonce: NONCE,
            max_age: 300,
        };
        let verified = verify(presentation, &self.expected(), &binding).ok()?;
        Some(verified.claims.len())
    }

    fn expected(&self) -> Expected<'_> {
        Expected {
            issuer: Some(&self.public),
            typ: "dc+sd-jwt",
            now: NOW,
            leeway: 60,
            audience: None,
            required: &["exp"],
            hashes: &[HashAlgorithm::SHA256],
        }
    }
}

/// Encrypts for a public key with A256GCM, with thirty-two random bytes.
#[wasm_bindgen(js_name = encryptMessage)]
pub fn encrypt(jwk: &str, plaintext: &[u8], seed: &mut [u8]) -> Option<String> {
    let recipient = jwe::Recipient {
        jwk: Jwk::parse_for(&serde_json::from_str(jwk).ok()?, KeyUse::Agreement).ok()?,
        kid: None,
    };
    let seed = Seed::take(seed.try_into().ok()?);
    jwe::encrypt(plaintext, &recipient, jwe::Encryption::A256GCM, seed).ok()
}

/// Decrypts with a private key.
#[wasm_bindgen(js_name = decryptMessage)]
pub fn decrypt(jwk: &str, message: &str) -> Option<Vec<u8>> {
    let key = SecretJwk::parse(&serde_json::from_str(jwk).ok()?).ok()?;
    jwe::decrypt(message, &key).ok()
}
