//! Whole flows: npm `@openid4vc/openid4vp` asks, in every response mode, unsigned and signed by each kind of client; the wallet
//! answers; the library reads the answer, and what is in it is verified with the nonce and the audience that the library expects.

use crate::oracle;
use hailstone_core::data::{Field, Kind, Record};
use hailstone_core::entropy::Seed;
use hailstone_core::id::RecordId;
use hailstone_core::jose::{SigningKey, base64url};
use hailstone_core::release::{
    Examined, Link, LinkStep, Origin, PROTOCOL, Proof, Proposal, Request, Token, Trust,
};
use hailstone_core::sd_jwt::{SelfAsserted, verify_self_asserted};
use hailstone_core::secret::Secret32;
use hailstone_core::time::Timestamp;
use hailstone_core::trust::{Anchors, Chain};
use serde_json::{Map, Value, json};
use std::time::{SystemTime, UNIX_EPOCH};

const LEAF: &[u8] = include_bytes!("../../src/trust/tests/certificates/leaf.der");
const LEAF_KEY: &[u8] = include_bytes!("../../src/trust/tests/certificates/leaf.p8");
const ROOT: &[u8] = include_bytes!("../../src/trust/tests/certificates/root-p256.der");

/// The host of the certificate, so that every kind of client may have its answer there.
const ORIGIN: &str = "https://shop.example";
const CONTACT: &str = "urn:hailstone:contact:1";

#[derive(Clone, Copy, PartialEq, Eq)]
enum Client {
    /// Nobody signs.
    None,
    SanDns,
    Hash,
    Did,
}

/// One way to ask.
struct Way {
    mode: &'static str,
    client: Client,
    curve: &'static str,
    enc: &'static str,
    /// What both signatures of a token have to be.
    algorithm: &'static str,
}

fn ways() -> Vec<Way> {
    let mut ways = Vec::new();
    for mode in ["dc_api", "dc_api.jwt", "direct_post", "direct_post.jwt"] {
        for client in [Client::None, Client::SanDns, Client::Hash, Client::Did] {
            let keys: &[_] = match mode.ends_with(".jwt") {
                true => &[
                    ("P-256", "A256GCM"),
                    ("P-256", "A128GCM"),
                    ("X25519", "A256GCM"),
                    ("X25519", "A192GCM"),
                ],
                false => &[("P-256", "A256GCM")],
            };
            let algorithm = match client {
                Client::None | Client::SanDns => "ES256",
                Client::Hash => "EdDSA",
                Client::Did => "Ed25519",
            };
            ways.extend(keys.iter().map(|&(curve, enc)| Way {
                mode,
                client,
                curve,
                enc,
                algorithm,
            }));
        }
    }
    ways
}

fn now() -> Timestamp {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    Timestamp::from_unix(now.as_secs())
}

/// As OpenSSL writes a P-256 key (RFC 5958): the scalar at byte 36, the point at the end.
fn signing() -> Value {
    let point = &LEAF_KEY[LEAF_KEY.len() - 64..];
    json!({
        "kty": "EC", "crv": "P-256", "d": base64url::encode(&LEAF_KEY[36..68]),
        "x": base64url::encode(&point[..32]), "y": base64url::encode(&point[32..])
    })
}

fn case(way: &Way) -> Value {
    use base64ct::{Base64, Encoding};
    let did = SigningKey::parse(&signing()).unwrap().public_jwk().to_did();
    let chain = Chain::new(vec![LEAF.to_vec()]).unwrap();
    let client = match way.client {
        Client::None if way.mode.starts_with("dc_api") => None,
        Client::None => Some(format!("redirect_uri:{ORIGIN}/answer")),
        Client::SanDns => Some("x509_san_dns:shop.example".into()),
        Client::Hash => Some(format!(
            "x509_hash:{}",
            base64url::encode(&chain.leaf_hash())
        )),
        Client::Did => Some(format!("decentralized_identifier:{did}")),
    };
    json!({
        "step": "request", "mode": way.mode, "signed": way.client != Client::None,
        "curve": way.curve, "enc": way.enc, "algorithm": way.algorithm, "origin": ORIGIN, "client": client,
        "certificate": Base64::encode_string(LEAF), "signing": signing(),
        "did": (way.client == Client::Did).then_some(did),
        "query": {
            "credentials": [{
                "id": "contact", "format": "dc+sd-jwt", "meta": {"vct_values": [CONTACT]},
                "claims": [{"path": ["email"]}]
            }]
        }
    })
}

/// What the wallet makes of a request, as it would reach it.
fn take(asked: &Value) -> Request {
    let mut anchors = Anchors::none().with_public_web();
    anchors.add(ROOT).unwrap();
    let trust = Trust {
        anchors: &anchors,
        now: now(),
    };
    let origin = Origin::parse(ORIGIN).unwrap();
    if let Some(uri) = asked["uri"].as_str() {
        let link = Link::parse(uri).unwrap();
        return match link.follow(Seed::take(&mut [3; 32]), &trust).unwrap() {
            LinkStep::Asked(request) => *request,
            LinkStep::Fetch(call) => {
                assert_eq!(call.url(), format!("{ORIGIN}/request"));
                *call
                    .take(asked["object"].as_str().unwrap(), &trust)
                    .unwrap()
            }
        };
    }
    let data = asked["data"].to_string();
    match asked["protocol"].as_str().unwrap() {
        PROTOCOL => Request::parse(PROTOCOL, origin, &data).unwrap(),
        signed => {
            let examined = Examined::over_api(signed, &origin, &data, &trust).unwrap();
            Request::from_examined(origin, examined).unwrap()
        }
    }
}

fn share(proposal: Proposal) -> Token {
    let consented = proposal.consent().map_err(|(_, error)| error).unwrap();
    let secret = Secret32::take(&mut [7; 32]);
    consented
        .token(&secret, now(), Seed::take(&mut [9; 32]))
        .unwrap()
}

/// As the site's server has it: the object from the page, or the fields of the form.
fn response(token: &Token, overapi: bool) -> Value {
    if overapi {
        return serde_json::from_str(token.data()).unwrap();
    }
    let fields = form_urlencoded::parse(token.data().as_bytes());
    let fields: Map<String, Value> = fields
        .map(|(name, value)| {
            let value = match name.as_ref() {
                "vp_token" => serde_json::from_str(&value).unwrap(),
                _ => value.into(),
            };
            (name.into_owned(), value)
        })
        .collect();
    fields.into()
}

#[test]
fn an_unmodified_verifier_asks_and_accepts_the_answer_in_every_mode() {
    let ways = ways();
    let cases: Vec<Value> = ways.iter().map(case).collect();
    let Some(asked) = oracle::ask("openid4vp.mjs", &cases) else {
        return;
    };
    let record = Record::new(Kind::Email).with(Field::Email, "ada@example.org");
    let mut audiences = Vec::new();
    let mut answers = Vec::new();
    for ((way, case), asked) in ways.iter().zip(&cases).zip(&asked) {
        let request = take(asked);
        let proof = match way.client {
            Client::None => matches!(request.proof(), Proof::Address),
            Client::SanDns | Client::Hash => matches!(request.proof(), Proof::Certificate { .. }),
            Client::Did => matches!(request.proof(), Proof::Key { .. }),
        };
        assert!(proof, "{} {:?}", way.mode, request.proof());
        assert_eq!(request.is_encrypted(), way.mode.ends_with(".jwt"));
        let over_api = way.mode.starts_with("dc_api");
        let token =
            share(request.propose(vec![(RecordId::from_bytes([1; 16]), record.clone())], now()));
        // VP-R2
        audiences.push(match over_api {
            true => format!("origin:{ORIGIN}"),
            false => case["client"].as_str().unwrap().to_owned(),
        });
        answers.push(json!({
            "step": "answer", "kept": asked["kept"], "response": response(&token, over_api),
            "origin": over_api.then_some(ORIGIN)
        }));
    }
    // Each is spoiled, too: the answer to one request is none to another.
    let swapped: Vec<Value> = (0..answers.len())
        .map(|at| {
            let mut answer = answers[at].clone();
            answer["response"] = answers[(at + 1) % answers.len()]["response"].clone();
            answer
        })
        .collect();
    let found = oracle::ask("openid4vp.mjs", &answers).unwrap();
    for (((way, asked), audience), found) in ways.iter().zip(&asked).zip(&audiences).zip(&found) {
        let what = format!("{} with {} {}: {found}", way.mode, way.curve, way.enc);
        assert_eq!(found["type"], "dcql", "{what}");
        let encrypted = way.mode.ends_with(".jwt").then_some("Encrypted");
        assert_eq!(found["encrypted"].as_str(), encrypted, "{what}");
        assert_eq!(found["nonce"], asked["kept"]["payload"]["nonce"], "{what}");
        let presentations = found["presentations"]["contact"].as_array().unwrap();
        assert_eq!(presentations.len(), 1, "{what}");
        let algorithms = json!([[way.algorithm, way.algorithm]]);
        assert_eq!(found["algorithms"], algorithms, "{what}");
        let expected = SelfAsserted {
            vct: CONTACT,
            audience,
            nonce: found["nonce"].as_str().unwrap(),
            now: now(),
            leeway: 5,
            max_age: 120,
        };
        let verified = verify_self_asserted(presentations[0].as_str().unwrap(), &expected).unwrap();
        assert_eq!(verified.claims["email"], "ada@example.org", "{what}");
    }
    for (at, found) in oracle::ask("openid4vp.mjs", &swapped)
        .unwrap()
        .iter()
        .enumerate()
    {
        // Refused at once where the key or the state is another; else the token in it is for another nonce.
        let accepted = found["presentations"]["contact"][0]
            .as_str()
            .is_some_and(|token| {
                let expected = SelfAsserted {
                    vct: CONTACT,
                    audience: &audiences[at],
                    nonce: found["nonce"].as_str().unwrap(),
                    now: now(),
                    leeway: 5,
                    max_age: 120,
                };
                verify_self_asserted(token, &expected).is_ok()
            });
        assert!(!accepted, "{found}");
    }
    println!("{} flows with @openid4vc/openid4vp", ways.len());
}
