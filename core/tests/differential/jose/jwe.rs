use super::breaks::{BREAKS, Break, bytes, encode, is_not_strict};
use super::keys::{Agreeing, agreeing};
use crate::oracle;
use crate::random::Random;
use hailstone_core::entropy::Seed;
use hailstone_core::jose::{Jwk, base64url, jwe};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// How many messages there are; each is encrypted by one of the two, and half of them are broken.
const CASES: u64 = 10_000;

const ENCRYPTIONS: [jwe::Encryption; 3] = [
    jwe::Encryption::A128GCM,
    jwe::Encryption::A192GCM,
    jwe::Encryption::A256GCM,
];

struct Message {
    plaintext: Vec<u8>,
    encryption: jwe::Encryption,
    kid: Option<String>,
    apu: Vec<u8>,
    apv: Vec<u8>,
}

fn message(seed: u64) -> Message {
    let random = &mut Random::new(seed ^ 0x6a77);
    let party = |random: &mut Random| {
        let named = random.percent(40);
        if named { bytes(random, 24) } else { Vec::new() }
    };
    Message {
        plaintext: bytes(random, 200),
        encryption: *random.pick(&ENCRYPTIONS),
        kid: random.percent(50).then(|| encode(&bytes(random, 12))),
        apu: party(random),
        apv: party(random),
    }
}

fn key(seed: u64, keys: &[Agreeing]) -> usize {
    usize::try_from(seed).unwrap() % keys.len()
}

/// What the other is asked to encrypt.
fn encrypt_question(seed: u64, keys: &[Agreeing]) -> Value {
    let message = message(seed);
    let mut header = json!({"alg": "ECDH-ES", "enc": message.encryption.as_str()});
    if let Some(kid) = message.kid {
        header["kid"] = json!(kid);
    }
    json!({
        "operation": "encrypt", "jwk": keys[key(seed, keys)].public, "header": header,
        "plaintext": encode(&message.plaintext), "apu": encode(&message.apu), "apv": encode(&message.apv),
    })
}

fn of_ours(seed: u64, keys: &[Agreeing]) -> String {
    let message = message(seed);
    let recipient = jwe::Recipient {
        jwk: keys[key(seed, keys)].jwk.clone(),
        kid: message.kid,
    };
    let parties = jwe::Parties {
        producer: &message.apu,
        recipient: &message.apv,
    };
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    let seed = Seed::take(&mut bytes);
    jwe::encrypt_between(
        &message.plaintext,
        &recipient,
        parties,
        message.encryption,
        seed,
    )
    .unwrap()
}

struct Case {
    jwe: String,
    /// Which of the keys is to decrypt it.
    key: usize,
    stricter: bool,
}

impl Case {
    fn question(&self, keys: &[Agreeing]) -> Value {
        json!({"operation": "decrypt", "jwe": self.jwe, "jwk": keys[self.key].private})
    }

    fn ours(&self, keys: &[Agreeing]) -> Option<Value> {
        let read = jwe::Message::parse(&self.jwe).ok()?;
        let payload = read.decrypt(&keys[self.key].secret).ok()?;
        Some(json!({"payload": encode(&payload), "header": read.header()}))
    }
}

/// A message whose header says something else. The header is under the tag, so nothing of this is good.
fn with_header(compact: &str, random: &mut Random) -> String {
    let (encoded, rest) = compact.split_once('.').unwrap();
    let mut header: Value = serde_json::from_slice(&base64url::decode(encoded).unwrap()).unwrap();
    let zero = encode(&[0; 32]);
    match random.below(12) {
        0 => header["alg"] = json!("ECDH-ES+A128KW"),
        1 => header["alg"] = json!("dir"),
        2 => header["enc"] = json!(*random.pick(&["A128GCM", "A256GCM", "A128CBC-HS256", "none"])),
        3 => header["zip"] = json!("DEF"),
        4 => header["crit"] = json!(["x"]),
        5 => drop(header.as_object_mut().unwrap().remove("epk")),
        6 => header["epk"]["x"] = json!(zero),
        7 => header["epk"] = json!({"kty": "OKP", "crv": "X25519", "x": zero}),
        8 => header["epk"]["y"] = json!(encode(&bytes(random, 32))),
        9 => header["apu"] = json!(1),
        10 => header["apv"] = json!(encode(b"somebody")),
        _ => header["kid"] = json!("another"),
    }
    format!("{}.{rest}", encode(header.to_string().as_bytes()))
}

fn case(seed: u64, keys: &[Agreeing], compact: &str) -> Case {
    let random = &mut Random::new(seed);
    let mut key = key(seed, keys);
    let mut stricter = false;
    let jwe = match random.below(20) {
        0..10 => compact.to_owned(),
        10..16 => {
            let broken: Break = *random.pick(&BREAKS);
            let text = broken.apply(compact, random);
            stricter = is_not_strict(&text);
            text
        }
        16..19 => with_header(compact, random),
        _ => {
            key = (key + 1 + random.below(keys.len() - 1)) % keys.len();
            compact.to_owned()
        }
    };
    Case { jwe, key, stricter }
}

#[test]
fn what_either_encrypts_and_somebody_breaks_both_read_alike() {
    let keys = agreeing();
    let number = oracle::cases(CASES);
    let requests: Vec<Value> = (0..number / 2)
        .map(|seed| encrypt_question(seed, &keys))
        .collect();
    let theirs = oracle::ask("jose.mjs", &requests);
    let cases: Vec<Case> = (0..number)
        .map(|seed| {
            let made = theirs.as_ref().filter(|_| seed < number / 2);
            let made = made.map(|made| {
                let answer = &made[usize::try_from(seed).unwrap()];
                answer["compact"].as_str().expect("it encrypts").to_owned()
            });
            case(seed, &keys, &made.unwrap_or_else(|| of_ours(seed, &keys)))
        })
        .collect();
    let ours: Vec<Option<Value>> = cases.iter().map(|case| case.ours(&keys)).collect();
    let good = ours.iter().flatten().count();
    let half = cases.len() / 2;
    assert!((half * 3 / 4..half * 3 / 2).contains(&good), "{good}");

    let questions: Vec<Value> = cases.iter().map(|case| case.question(&keys)).collect();
    let Some(answers) = oracle::ask("jose.mjs", &questions) else {
        return;
    };
    let mut stricter = 0;
    for ((case, ours), answer) in cases.iter().zip(&ours).zip(answers) {
        let theirs = answer.get("refused").is_none().then_some(&answer);
        if case.stricter && ours.is_none() {
            stricter += usize::from(theirs.is_some());
        } else {
            assert_eq!(ours.as_ref(), theirs, "{} {answer}", case.question(&keys));
        }
    }
    println!("stricter than jose: base64url {stricter}");
    assert!(stricter > 0);
}

#[test]
fn every_key_has_the_thumbprint_that_jose_gives_it() {
    let signing = super::keys::signing();
    let keys: Vec<(Value, Jwk)> = agreeing()
        .into_iter()
        .map(|key| (key.public, key.jwk))
        .chain(signing.into_iter().map(|key| (key.public, key.jwk)))
        .collect();
    let questions: Vec<Value> = keys
        .iter()
        .map(|(jwk, _)| json!({"operation": "thumbprint", "jwk": jwk}))
        .collect();
    let Some(answers) = oracle::ask("jose.mjs", &questions) else {
        return;
    };
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for ((_, jwk), answer) in keys.iter().zip(answers) {
        let thumbprint = encode(&jwk.thumbprint());
        assert_eq!(answer["thumbprint"], thumbprint);
        *seen.entry(thumbprint).or_default() += 1;
    }
    assert_eq!(seen.len(), 6);
}
