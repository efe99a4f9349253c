use crate::{Result, measure};
use async_trait::async_trait;
use base64ct::{Base64UrlUnpadded, Encoding};
use p256::ecdsa::signature::{Signer, Verifier};
use p256::ecdsa::{Signature, SigningKey, VerifyingKey};
use sd_jwt_payload::{JsonObject, JwsSigner, KeyBindingJwt, SdJwt, SdJwtBuilder, Sha256Hasher};
use serde_json::{Value, json};
use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

/// The scalar of RFC 7518 appendix C, Bob.
pub(crate) const KEY: [u8; 32] = [
    0x54, 0x49, 0x83, 0x66, 0x90, 0xd7, 0x5c, 0xaf, 0x29, 0xf0, 0xdd, 0x02, 0x9d, 0xdb, 0x31, 0xb3,
    0xdd, 0xb8, 0xab, 0xa9, 0xd2, 0xd5, 0x15, 0xc5, 0x01, 0x24, 0x65, 0xe8, 0x17, 0xd4, 0xa9, 0xdc,
];

struct Key(SigningKey);

#[async_trait]
impl JwsSigner for Key {
    type Error = String;

    async fn sign(
        &self,
        header: &JsonObject,
        payload: &JsonObject,
    ) -> std::result::Result<Vec<u8>, String> {
        let text = |object| serde_json::to_vec(object).map_err(|error| error.to_string());
        let mut jws = format!("{}.{}", base64(&text(header)?), base64(&text(payload)?));
        let signature: Signature = self.0.sign(jws.as_bytes());
        jws.push('.');
        jws.push_str(&base64(&signature.to_bytes()));
        Ok(jws.into_bytes())
    }
}

/// Issues a credential of so many claims, presents half of them, and verifies that.
pub(crate) fn run(number: usize) -> Result {
    let key = Key(SigningKey::from_slice(&KEY)?);
    let verifying = *key.0.verifying_key();
    let hasher = Sha256Hasher::new();
    let claims: Vec<String> = (0..number).map(|at| format!("claim_{at}")).collect();
    let mut payload = json!({"iss": "https://issuer.example", "vct": "https://issuer.example/pid", "exp": 4_000_000_000_u64});
    for claim in &claims {
        payload[claim] = json!(format!("the value of {claim}"));
    }
    let paths: Vec<String> = claims.iter().map(|claim| format!("/{claim}")).collect();
    let issue = || -> Result<SdJwt> {
        let mut builder = SdJwtBuilder::new(&payload)?;
        for path in &paths {
            builder = builder.make_concealable(path)?;
        }
        Ok(now(builder.finish(&key, "ES256"))?)
    };
    measure("issue", || Ok(issue()?.presentation()))?;

    let token = issue()?.presentation();
    let present = || -> Result<String> {
        let mut presented = SdJwt::parse(&token)?.into_presentation(&hasher)?;
        for path in paths.iter().skip(1).step_by(2) {
            presented = presented.conceal(path)?;
        }
        let (mut presented, _) = presented.finish();
        let binding = KeyBindingJwt::builder()
            .iat(1_800_000_000)
            .aud("https://verifier.example")
            .nonce("nonce");
        let binding = now(binding.finish(&presented, &hasher, "ES256", &key))?;
        presented.attach_key_binding_jwt(binding);
        Ok(presented.presentation())
    };
    measure("present", present)?;

    // It checks no signature, no audience and no nonce itself.
    let presentation = present()?;
    measure("verify", || {
        let (token, binding) = presentation.rsplit_once('~').ok_or("no binding")?;
        let jwt = token.split('~').next().unwrap_or_default();
        check(jwt, &verifying)?;
        check(binding, &verifying)?;
        let parsed = SdJwt::parse(&presentation)?;
        let binding = parsed
            .key_binding_jwt()
            .ok_or("no binding")?
            .claims()
            .clone();
        if binding.aud != "https://verifier.example" || binding.nonce != "nonce" {
            return Err("another audience or nonce".into());
        }
        let hash = sd_jwt_payload::Hasher::encoded_digest(&hasher, &format!("{token}~"));
        if binding.sd_hash != hash {
            return Err("another hash".into());
        }
        let claims = parsed.into_disclosed_object(&hasher)?;
        match claims.get("claim_0") {
            Some(Value::String(_)) => Ok(claims),
            _ => Err("a claim is missing".into()),
        }
    })
}

fn check(jws: &str, key: &VerifyingKey) -> Result {
    let (input, signature) = jws.rsplit_once('.').ok_or("no JWS")?;
    let signature = Base64UrlUnpadded::decode_vec(signature).map_err(|_| "no base64url")?;
    key.verify(input.as_bytes(), &Signature::from_slice(&signature)?)?;
    Ok(())
}

fn base64(bytes: &[u8]) -> String {
    Base64UrlUnpadded::encode_string(bytes)
}

/// Nothing here ever waits.
fn now<T>(future: impl Future<Output = T>) -> T {
    let mut context = Context::from_waker(Waker::noop());
    let mut future = pin!(future);
    loop {
        if let Poll::Ready(value) = future.as_mut().poll(&mut context) {
            return value;
        }
    }
}
