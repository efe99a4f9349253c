use super::breaks::{BREAKS, Break, bytes, encode, is_not_strict};
use super::keys::{Signing, signing};
use crate::oracle;
use crate::random::Random;
use hailstone_core::jose::{Jwk, KeyUse, base64url, jws};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// How many messages there are; each is signed by one of the two, and half of them are broken.
const CASES: u64 = 12_000;

/// A message, and the question whether it is one under this key.
struct Case {
    /// A text, or the JSON of a serialisation.
    jws: Value,
    jwk: Value,
    /// Why ours may refuse what the other takes.
    stricter: Option<&'static str>,
}

impl Case {
    fn question(&self) -> Value {
        json!({"operation": "verify", "jws": self.jws, "jwk": self.jwk})
    }

    /// What ours makes of it, in the words of the other.
    fn ours(&self) -> Option<Value> {
        let key = Jwk::parse_for(&self.jwk, KeyUse::Signature).ok()?;
        let verified = match &self.jws {
            Value::String(compact) => jws::verify(compact, &key).ok()?,
            json => {
                let read = jws::Json::parse_text(&json.to_string()).ok()?;
                let mut signatures = read.signatures();
                signatures.find_map(|one| one.ok()?.verify(&key).ok())?
            }
        };
        Some(json!({"payload": encode(&verified.payload), "header": verified.header}))
    }
}

/// A header that a signer may write.
fn header(key: &Signing, random: &mut Random) -> Value {
    let mut header = json!({"alg": key.algorithm});
    if random.percent(60) {
        header["typ"] = json!(*random.pick(&[
            "kb+jwt",
            "dc+sd-jwt",
            "oauth-authz-req+jwt",
            "",
            "é\u{1f600}"
        ]));
    }
    if random.percent(50) {
        header["kid"] = json!(encode(&bytes(random, 20)));
    }
    if random.percent(30) {
        header["x5c"] = json!([encode(&bytes(random, 60)), "a\"b\\c"]);
    }
    if random.percent(20) {
        header["more"] = json!({"a": [1, -2, null, true, {"b": "\u{0}\u{7f}"}]});
    }
    header
}

/// A compact serialisation, whatever is in it: signed over what it says.
fn signed(header: &[u8], payload: &str, key: &Signing) -> String {
    let input = format!("{}.{payload}", encode(header));
    let signature = key.sign(input.as_bytes());
    format!("{input}.{}", encode(&signature))
}

/// A good message of ours.
fn of_ours(key: &Signing, random: &mut Random) -> String {
    let header = header(key, random).to_string();
    signed(header.as_bytes(), &encode(&bytes(random, 80)), key)
}

/// Headers that no honest signer writes, signed nevertheless, each with why ours is stricter, if it is.
fn odd(key: &Signing, other: &Signing, random: &mut Random) -> (String, Option<&'static str>) {
    let alg = key.algorithm;
    let deep = format!(
        "{{\"alg\":\"{alg}\",\"x\":{}{}}}",
        "[".repeat(20),
        "]".repeat(20)
    );
    let long = format!("{{\"alg\":\"{alg}\",\"x\":\"{}\"}}", "a".repeat(40_000));
    let (header, stricter): (Vec<u8>, _) = match random.below(12) {
        0 => (br#"{"alg":"none"}"#.into(), None),
        1 => (br#"{"alg":"HS256"}"#.into(), None),
        2 => (br#"{"typ":"JWT"}"#.into(), None),
        3 => (format!("{{\"alg\":\"{}\"}}", other.algorithm).into(), None),
        4 => (
            format!("{{\"alg\":\"{alg}\",\"crit\":[\"exp\"],\"exp\":1}}").into(),
            None,
        ),
        5 => (format!("{{\"alg\":\"{alg}\",\"crit\":[]}}").into(), None),
        6 => (
            format!("{{\"alg\":\"{alg}\",\"crit\":[\"b64\"],\"b64\":true}}").into(),
            Some("crit with b64"),
        ),
        7 => (
            format!("{{\"alg\":\"none\",\"alg\":\"{alg}\"}}").into(),
            Some("a member twice"),
        ),
        8 => {
            let mut bytes = format!("{{\"alg\":\"{alg}\",\"x\":\"").into_bytes();
            bytes.extend_from_slice(b"\xff\xc0\"}");
            (bytes, None)
        }
        9 => (deep.into(), Some("nested deeply")),
        10 => (long.into(), Some("a long header")),
        _ => (
            (*random.pick(&[&b"[]"[..], b"null", b"1", b"", b"{", b"{}{}"])).into(),
            None,
        ),
    };
    (signed(&header, &encode(&bytes(random, 40)), key), stricter)
}

/// A message in one of the JSON serialisations, of one or more signers.
fn in_json(keys: &[Signing], key: usize, random: &mut Random) -> (Value, Option<&'static str>) {
    let payload = encode(&bytes(random, 80));
    let number = if random.percent(50) {
        1
    } else {
        1 + random.below(3)
    };
    let mut stricter = None;
    let mut entries: Vec<Value> = (0..number)
        .map(|_| {
            let signer = if random.percent(70) {
                &keys[key]
            } else {
                random.pick(keys)
            };
            let header = header(signer, random).to_string();
            let compact = signed(header.as_bytes(), &payload, signer);
            let parts: Vec<_> = compact.split('.').collect();
            let mut entry = json!({"protected": parts[0], "signature": parts[2]});
            if random.percent(40) {
                entry["header"] = json!({"jku": "https://x.example"});
            }
            entry
        })
        .collect();
    let at = random.below(entries.len());
    let entry = &mut entries[at];
    match random.below(16) {
        0 => entry["header"] = json!({"alg": "ES256"}),
        1 => entry["header"] = json!({"crit": ["x"], "x": 1}),
        2 => {
            entry.as_object_mut().unwrap().remove("signature");
            stricter = Some("an entry that is none");
        }
        3 => {
            entry["signature"] = json!(1);
            stricter = Some("an entry that is none");
        }
        4 => {
            // The algorithm where no signature covers it.
            let input = format!(".{payload}");
            entry.as_object_mut().unwrap().remove("protected");
            entry["signature"] = json!(encode(&keys[key].sign(input.as_bytes())));
            entry["header"] = json!({"alg": keys[key].algorithm});
            stricter = Some("alg unprotected");
        }
        _ => {}
    }
    let mut whole = if number == 1 && random.percent(50) {
        entries.remove(0)
    } else {
        json!({"signatures": entries})
    };
    whole["payload"] = json!(payload);
    if random.percent(6) {
        whole["payload"] = json!(encode(&bytes(random, 40)));
    }
    (whole, stricter)
}

/// n - s, big-endian: the other signature that is as good.
fn negative(compact: &str) -> String {
    const ORDER: [u8; 32] = [
        0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xbc,
        0xe6, 0xfa, 0xad, 0xa7, 0x17, 0x9e, 0x84, 0xf3, 0xb9, 0xca, 0xc2, 0xfc, 0x63, 0x25, 0x51,
    ];
    let (input, signature) = compact.rsplit_once('.').unwrap();
    let mut signature = base64url::decode(signature).unwrap();
    let mut borrow = 0_i16;
    for at in (0..32).rev() {
        let digit = i16::from(ORDER[at]) - i16::from(signature[at + 32]) - borrow;
        borrow = i16::from(digit < 0);
        signature[at + 32] = u8::try_from(digit.rem_euclid(256)).unwrap();
    }
    format!("{input}.{}", encode(&signature))
}

/// A point of a small order as a key: its signatures are nobody's.
fn small_order(random: &mut Random) -> Case {
    let point = *random.pick(&[[0_u8; 32], {
        let mut one = [0; 32];
        one[0] = 1;
        one
    }]);
    let mut signature = [0; 64];
    signature[..32].copy_from_slice(&point);
    let input = format!("{}.eA", encode(br#"{"alg":"Ed25519"}"#));
    Case {
        jws: json!(format!("{input}.{}", encode(&signature))),
        jwk: json!({"kty": "OKP", "crv": "Ed25519", "x": encode(&point)}),
        stricter: Some("a small order"),
    }
}

fn case(seed: u64, keys: &[Signing], theirs: Option<&str>) -> Case {
    let random = &mut Random::new(seed);
    let key = usize::try_from(seed).unwrap() % keys.len();
    let (right, wrong) = (&keys[key], &keys[key ^ 1]);
    let jwk = if random.percent(5) {
        &wrong.public
    } else {
        &right.public
    };
    let compact = theirs.map_or_else(|| of_ours(right, random), str::to_owned);
    let (jws, stricter) = match random.below(20) {
        0..8 => (json!(compact), None),
        8..13 => {
            let broken: Break = *random.pick(&BREAKS);
            let text = broken.apply(&compact, random);
            let stricter = is_not_strict(&text).then_some("base64url");
            (json!(text), stricter)
        }
        13..15 if right.algorithm == "ES256" => (json!(negative(&compact)), None),
        13..16 => {
            let (text, stricter) = odd(right, random.pick(keys), random);
            (json!(text), stricter)
        }
        16 if random.percent(30) => return small_order(random),
        _ => in_json(keys, key, random),
    };
    Case {
        jws,
        jwk: jwk.clone(),
        stricter,
    }
}

/// What the other is asked to sign.
fn sign_question(seed: u64, keys: &[Signing]) -> Value {
    let random = &mut Random::new(seed ^ 0x5167);
    let key = &keys[usize::try_from(seed).unwrap() % keys.len()];
    json!({
        "operation": "sign", "jwk": key.private, "header": header(key, random),
        "payload": encode(&bytes(random, 80)),
    })
}

#[test]
fn what_either_signs_and_somebody_breaks_both_read_alike() {
    let keys = signing();
    let number = oracle::cases(CASES);
    let requests: Vec<Value> = (0..number / 2)
        .map(|seed| sign_question(seed, &keys))
        .collect();
    let theirs = oracle::ask("jose.mjs", &requests);
    let cases: Vec<Case> = (0..number)
        .map(|seed| {
            let made = theirs.as_ref().filter(|_| seed < number / 2);
            let made = made.map(|made| {
                made[usize::try_from(seed).unwrap()]["compact"]
                    .as_str()
                    .unwrap()
            });
            case(seed, &keys, made)
        })
        .collect();
    let ours: Vec<Option<Value>> = cases.iter().map(Case::ours).collect();
    let good = ours.iter().flatten().count();
    let half = cases.len() / 2;
    assert!((half * 3 / 4..half * 3 / 2).contains(&good), "{good}");

    let questions: Vec<Value> = cases.iter().map(Case::question).collect();
    let Some(answers) = oracle::ask("jose.mjs", &questions) else {
        return;
    };
    let mut stricter: BTreeMap<&str, usize> = BTreeMap::new();
    for ((case, ours), answer) in cases.iter().zip(&ours).zip(answers) {
        let theirs = answer.get("refused").is_none().then_some(&answer);
        match case.stricter {
            // Ours takes none of the signatures, or another one.
            Some(why) if ours.as_ref() != theirs => {
                assert!(theirs.is_some(), "{} {answer}", case.question());
                *stricter.entry(why).or_default() += 1;
            }
            _ => assert_eq!(ours.as_ref(), theirs, "{} {answer}", case.question()),
        }
    }
    // Every difference that is written down is one.
    println!("stricter than jose: {stricter:?}");
    assert_eq!(stricter.len(), 8);
}
