//! `release_bench sd-jwt N`, `release_bench jwe` and `release_bench p256`: for `cargo xtask bench release`, how long it takes to issue a
//! credential of so many claims, to present half of them, and to verify that; to encrypt an answer, and to decrypt it; to sign and to
//! verify alone, which is the least that the others take. A line for each task with its name and
//! the median of its times in microseconds. What others need for the same is in `xtask/peers/release`.

#![allow(clippy::print_stdout, reason = "what it is for")]

use hailstone_core::entropy::Seed;
use hailstone_core::jose::{Jwk, KeyUse, SecretJwk, SigningKey, jwe, jws};
use hailstone_core::sd_jwt::{
    Binding, Credential, Expected, HashAlgorithm, Held, KeyBinding, Pointer, verify,
};
use hailstone_core::time::Timestamp;
use serde_json::{Value, json};
use std::error::Error;
use std::hint::black_box;
use std::time::Instant;

type Result<T = ()> = std::result::Result<T, Box<dyn Error>>;

/// RFC 7518 appendix C, Bob.
const KEY: &str = r#"{"kty":"EC","crv":"P-256","x":"weNJy2HscCSM6AEDTDg04biOvhFhyyWvOHQfeF_PxMQ","y":"e8lnCO-AlStT-NJVX-crhB7QRYhiix03illJOVAOyck","d":"VEmDZpDXXK8p8N0Cndsxs924q6nS1RXFASRl6BfUqdw"}"#;

const NOW: Timestamp = Timestamp::from_unix(1_800_000_000);
const AUDIENCE: &str = "https://verifier.example";
const NONCE: &str = "nonce";

fn main() -> Result {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["sd-jwt", number] => tokens(number.parse()?),
        ["jwe"] => messages(),
        ["p256"] => signatures(),
        _ => Err("`sd-jwt` and a number, `jwe` or `p256` expected".into()),
    }
}

/// Does it again and again for a quarter of a second, and says the median.
fn measure<T>(name: &str, mut task: impl FnMut() -> Result<T>) -> Result {
    let begin = Instant::now();
    let mut times = Vec::new();
    while begin.elapsed().as_millis() < 250 || times.len() < 5 {
        let start = Instant::now();
        black_box(task()?);
        times.push(start.elapsed().as_secs_f64() * 1e6);
    }
    times.sort_by(f64::total_cmp);
    let median = times.get(times.len() / 2).ok_or("nothing was measured")?;
    println!("{name} {median}");
    Ok(())
}

fn seed(number: &mut u64) -> Seed {
    *number += 1;
    let mut bytes = [9; 32];
    for (place, byte) in bytes.iter_mut().zip(number.to_le_bytes()) {
        *place = byte;
    }
    Seed::take(&mut bytes)
}

fn tokens(number: usize) -> Result {
    let jwk: Value = serde_json::from_str(KEY)?;
    let key = SigningKey::parse(&jwk)?;
    let public = key.public_jwk();
    let claims: Vec<String> = (0..number).map(|at| format!("claim_{at}")).collect();
    let holder: Value = serde_json::from_str(&public.to_json())?;
    let mut payload = json!({"iss": "https://issuer.example", "vct": "https://issuer.example/pid", "exp": 4_000_000_000_u64, "cnf": {"jwk": holder}});
    for claim in &claims {
        payload[claim] = json!(format!("the value of {claim}"));
    }
    let pointers: Vec<Pointer> = claims
        .iter()
        .map(|claim| Pointer::default().name(claim))
        .collect();
    let credential = Credential {
        header: &json!({"typ": "dc+sd-jwt"}),
        payload: payload.as_object().ok_or("an object")?,
        disclosable: &pointers,
        decoys: &[],
        hash: HashAlgorithm::SHA256,
    };
    let mut count = 0;
    measure("issue", || Ok(credential.issue(&key, seed(&mut count))?))?;

    let expected = Expected {
        issuer: Some(&public),
        typ: "dc+sd-jwt",
        now: NOW,
        leeway: 60,
        audience: None,
        required: &["exp"],
        hashes: &[HashAlgorithm::SHA256],
    };
    let token = credential.issue(&key, seed(&mut count))?;
    let (held, _) = Held::receive(token.as_str(), &expected)?;
    let binding = KeyBinding {
        audience: AUDIENCE,
        nonce: NONCE,
        issued_at: NOW,
    };
    let present = || {
        held.present(pointers.iter().step_by(2))
            .bind(&binding, &key)
    };
    measure("present", || Ok(present()))?;

    let presentation = present();
    let binding = Binding::Required {
        audience: AUDIENCE,
        nonce: NONCE,
        max_age: 300,
    };
    measure("verify", || Ok(verify(&presentation, &expected, &binding)?))
}

/// Each time from a key that was never seen: a site makes one for each request.
fn messages() -> Result {
    let public = SecretJwk::parse(&serde_json::from_str(KEY)?)?
        .public_jwk()
        .to_json();
    let plaintext = vec![b'a'; 2048];
    let mut count = 0;
    let mut encrypt = || -> Result<String> {
        let recipient = jwe::Recipient {
            jwk: Jwk::parse_for(&serde_json::from_str(&public)?, KeyUse::Agreement)?,
            kid: None,
        };
        let encryption = jwe::Encryption::A256GCM;
        let seed = seed(&mut count);
        Ok(jwe::encrypt(&plaintext, &recipient, encryption, seed)?)
    };
    let message = encrypt()?;
    measure("encrypt", encrypt)?;
    measure("decrypt", || {
        let key = SecretJwk::parse(&serde_json::from_str(KEY)?)?;
        Ok(jwe::decrypt(&message, &key)?)
    })
}

fn signatures() -> Result {
    let key = SigningKey::parse(&serde_json::from_str(KEY)?)?;
    let public = key.public_jwk();
    let payload = [b'a'; 200];
    measure("sign", || Ok(key.sign(&payload)))?;
    let token = jws::sign(&json!({}), &payload, &key);
    measure("verify", || Ok(jws::verify(&token, &public)?))
}
