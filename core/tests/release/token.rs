//! What the site receives.

use crate::support::*;
use hailstone_core::data::Outcome;
use hailstone_core::entropy::Seed;
use hailstone_core::jose::{SecretJwk, base64url, jwe};
use hailstone_core::release::{Origin, PROTOCOL, Proposal, Request, State, Token};
use hailstone_core::sd_jwt::{SelfAsserted, verify_self_asserted};
use hailstone_core::secret::Secret32;
use hailstone_core::time::Timestamp;
use serde_json::{Map, Value, json};

const NOW: Timestamp = Timestamp::from_unix(1_800_000_000);

pub(crate) fn share(proposal: Proposal) -> Token {
    let consented = proposal.consent().map_err(|(_, error)| error).unwrap();
    let secret = Secret32::take(&mut [7; 32]);
    consented
        .token(&secret, NOW, Seed::take(&mut [9; 32]))
        .unwrap()
}

/// What a site does with an answer that is not encrypted: the verified claims of each token.
pub(crate) fn verified(token: &Token, vct_of: impl Fn(&str) -> String) -> Map<String, Value> {
    let data: Value = serde_json::from_str(token.data()).unwrap();
    let answers = data["vp_token"].as_object().unwrap();
    let verified = answers.iter().map(|(id, presentations)| {
        let [presentation] = presentations.as_array().unwrap().as_slice() else {
            panic!("one presentation")
        };
        let expected = SelfAsserted {
            vct: &vct_of(id),
            audience: "origin:https://shop.example",
            nonce: "n-0S6_WzA2Mj",
            now: NOW,
            leeway: 0,
            max_age: 60,
        };
        let verified = verify_self_asserted(presentation.as_str().unwrap(), &expected).unwrap();
        (id.clone(), Value::Object(verified.claims))
    });
    verified.collect()
}

fn subject(origin: &str, secret: [u8; 32]) -> Option<String> {
    let request = Request::parse(
        PROTOCOL,
        Origin::parse(origin).unwrap(),
        &plain().to_string(),
    )
    .unwrap();
    let consented = request
        .propose(records(), now())
        .consent()
        .map_err(|(_, error)| error)
        .unwrap();
    let secret = Secret32::take(&mut { secret });
    let token = consented
        .token(&secret, NOW, Seed::take(&mut [9; 32]))
        .unwrap();
    token.receipt().subject.clone()
}

#[test]
fn vp_r1_an_answer_is_one_presentation_for_each_credential() {
    let proposal = propose(
        &[
            credential("who", PERSON, &["name"]),
            credential("home", ADDRESS, &["address.locality", "address.country"]),
        ],
        records(),
    );
    let token = share(proposal);
    let claims = verified(&token, |id| {
        String::from(if id == "who" { PERSON } else { ADDRESS })
    });
    assert_eq!(claims["who"]["name"], "Ada Lovelace");
    assert_eq!(
        claims["home"]["address"],
        json!({"locality": "London", "country": "United Kingdom"})
    );
    for claims in claims.values() {
        assert_eq!(claims["iat"], NOW.as_unix());
        assert_eq!(claims["exp"], NOW.as_unix() + 600);
        let names: Vec<&str> = claims
            .as_object()
            .unwrap()
            .keys()
            .map(String::as_str)
            .collect();
        let own = ["cnf", "exp", "iat", "iss", "vct", "name", "address"];
        assert!(names.iter().all(|name| own.contains(name)), "{names:?}");
    }
    assert_eq!(
        claims["who"]["iss"], claims["home"]["iss"],
        "one identifier for one site"
    );
}

#[test]
fn vp_r1_an_optional_credential_that_is_not_included_has_no_entry() {
    let proposal = propose_query(
        json!({
            "credentials": [credential("who", PERSON, &["name"]), credential("contact", CONTACT, &["email"])],
            "credential_sets": [{"options": [["who"]]}, {"options": [["contact"]], "required": false}]
        }),
        records(),
    );
    let data: Value = serde_json::from_str(share(proposal).data()).unwrap();
    assert_eq!(data.as_object().unwrap().len(), 1);
    assert_eq!(data["vp_token"].as_object().unwrap().len(), 1);
}

#[test]
fn vp_r2_a_presentation_is_bound_to_the_origin_and_the_nonce() {
    let token = share(parse(&plain()).unwrap().propose(records(), now()));
    let data: Value = serde_json::from_str(token.data()).unwrap();
    let presentation = data["vp_token"]["contact"][0].as_str().unwrap();
    let good = SelfAsserted {
        vct: CONTACT,
        audience: "origin:https://shop.example",
        nonce: "n-0S6_WzA2Mj",
        now: NOW,
        leeway: 0,
        max_age: 60,
    };
    assert!(verify_self_asserted(presentation, &good).is_ok());
    for bad in [
        SelfAsserted {
            audience: "https://shop.example",
            ..good
        },
        SelfAsserted {
            audience: "origin:https://other.example",
            ..good
        },
        SelfAsserted {
            nonce: "other",
            ..good
        },
        SelfAsserted {
            vct: PERSON,
            ..good
        },
        SelfAsserted {
            now: NOW.plus_seconds(600),
            max_age: 6000,
            ..good
        },
    ] {
        assert!(verify_self_asserted(presentation, &bad).is_err(), "{bad:?}");
    }
}

#[test]
fn vp_r3_an_encrypted_answer_opens_with_the_sites_key_to_the_same_object() {
    for pair in [p256_pair(), x25519_pair()] {
        let token = share(
            parse(&encrypted(&[public(&pair)]))
                .unwrap()
                .propose(records(), now()),
        );
        let data: Value = serde_json::from_str(token.data()).unwrap();
        assert_eq!(data.as_object().unwrap().len(), 1);
        let response = data["response"].as_str().unwrap();
        let header = base64url::decode(response.split('.').next().unwrap()).unwrap();
        let header: Value = serde_json::from_slice(&header).unwrap();
        assert_eq!(
            (&header["alg"], &header["enc"], &header["kid"]),
            (&json!("ECDH-ES"), &json!("A256GCM"), &pair["kid"])
        );
        let opened = jwe::decrypt(response, &SecretJwk::parse(&pair).unwrap()).unwrap();
        let opened: Value = serde_json::from_slice(&opened).unwrap();
        assert!(opened["vp_token"]["contact"][0].is_string());
        assert_eq!(opened.as_object().unwrap().len(), 1);
        let other = if pair["kty"] == "EC" {
            x25519_pair()
        } else {
            p256_pair()
        };
        assert!(jwe::decrypt(response, &SecretJwk::parse(&other).unwrap()).is_err());
    }
}

#[test]
fn vp_r3_the_key_that_stands_first_is_taken_and_a128gcm_only_by_default() {
    let mut request = encrypted(&[public(&x25519_pair()), public(&p256_pair())]);
    let name = "encrypted_response_enc_values_supported";
    for (values, enc) in [
        (Some(json!(["A128GCM"])), "A128GCM"),
        (Some(json!(["A128GCM", "A256GCM"])), "A256GCM"),
        (None, "A128GCM"),
    ] {
        match values {
            Some(values) => request["client_metadata"][name] = values,
            None => drop(
                request["client_metadata"]
                    .as_object_mut()
                    .unwrap()
                    .remove(name),
            ),
        }
        let data: Value =
            serde_json::from_str(share(parse(&request).unwrap().propose(records(), now())).data())
                .unwrap();
        let header = data["response"]
            .as_str()
            .unwrap()
            .split('.')
            .next()
            .unwrap();
        let header: Value = serde_json::from_slice(&base64url::decode(header).unwrap()).unwrap();
        assert_eq!((&header["enc"], &header["kid"]), (&json!(enc), &json!("x")));
    }
}

#[test]
fn the_identifier_is_another_for_every_site_and_every_vault() {
    let shop = subject("https://shop.example", [7; 32]);
    assert_eq!(shop, subject("https://shop.example", [7; 32]));
    assert_ne!(shop, subject("https://shop.example:8443", [7; 32]));
    assert_ne!(shop, subject("https://other.example", [7; 32]));
    assert_ne!(shop, subject("https://shop.example", [8; 32]));
}

#[test]
fn the_receipt_says_what_was_sent_without_its_values() {
    let mut request = plain();
    request["dcql_query"]["credentials"] = json!([
        credential_with_sets(
            "who",
            PERSON,
            &["name", "birthdate"],
            &[&["name", "birthdate"], &["name"]]
        ),
        credential("home", ADDRESS, &["address"])
    ]);
    request["verifier_info"] =
        json!([{"format": "urn:hailstone:purpose:1", "data": {"purpose": {"en": "Delivery"}}}]);
    let token = share(parse(&request).unwrap().propose(records(), now()));
    let receipt = token.receipt();
    assert_eq!(
        (receipt.at, receipt.outcome, receipt.origin.as_str()),
        (NOW, Outcome::Shared, ORIGIN)
    );
    assert_eq!(receipt.error, None);
    assert_eq!(receipt.purpose, [("en".into(), "Delivery".into())]);
    let items: Vec<(&str, Vec<&str>)> = receipt
        .items
        .iter()
        .map(|item| {
            (
                item.vct.as_str(),
                item.claims.iter().map(String::as_str).collect(),
            )
        })
        .collect();
    assert_eq!(
        items,
        [
            (PERSON, vec!["name"]),
            (
                ADDRESS,
                vec![
                    "address.street_address",
                    "address.locality",
                    "address.country"
                ]
            )
        ]
    );
    let claims = verified(&token, |id| {
        String::from(if id == "who" { PERSON } else { ADDRESS })
    });
    assert_eq!(receipt.subject.as_deref(), claims["who"]["iss"].as_str());
    assert!(receipt.token_hash.is_some());
    let stored = serde_json::to_string(receipt).unwrap();
    assert!(!stored.contains("Lovelace") && !stored.contains("London"));
}

#[test]
fn debug_output_of_a_token_shows_lengths() {
    let token = share(parse(&plain()).unwrap().propose(records(), now()));
    let debug = format!("{token:?}");
    assert_eq!(
        debug,
        format!("Token {{ bytes: {}, tokens: 1, .. }}", token.data().len())
    );
}

#[test]
fn two_tokens_have_no_salt_and_no_key_in_common() {
    let make = |seed: u8| {
        let proposal = parse(&encrypted(&[public(&p256_pair())]))
            .unwrap()
            .propose(records(), now());
        let consented = proposal.consent().map_err(|(_, error)| error).unwrap();
        let secret = Secret32::take(&mut [7; 32]);
        consented
            .token(&secret, NOW, Seed::take(&mut [seed; 32]))
            .unwrap()
    };
    let (one, two) = (make(1), make(2));
    assert_ne!(one.receipt().token_hash, two.receipt().token_hash);
    let header = |token: &Token| token.data().split('.').next().map(String::from);
    assert_ne!(header(&one), header(&two), "the ephemeral key");
    assert_eq!(
        make(1).data(),
        one.data(),
        "and nothing but the seed decides"
    );
}

/// The headers of token and key binding, and the keys in the token.
fn signed_as(formats: &Value) -> (Vec<String>, Vec<String>) {
    let mut request = plain();
    request["client_metadata"]["vp_formats_supported"]["dc+sd-jwt"] = formats.clone();
    let token = share(parse(&request).unwrap().propose(records(), now()));
    verified(&token, |_| CONTACT.into());
    let data: Value = serde_json::from_str(token.data()).unwrap();
    let presentation = data["vp_token"]["contact"][0].as_str().unwrap();
    let (issued, rest) = presentation.split_once('~').unwrap();
    let (_, binding) = rest.rsplit_once('~').unwrap();
    let part = |jwt: &str, place: usize| -> Value {
        let part = jwt.split('.').nth(place).unwrap();
        serde_json::from_slice(&base64url::decode(part).unwrap()).unwrap()
    };
    let text = |value: &Value| String::from(value.as_str().unwrap());
    let payload = part(issued, 1);
    let kid = part(issued, 0)["kid"].clone();
    assert_eq!(text(&kid), format!("{}#0", text(&payload["iss"])));
    assert_eq!(token.receipt().subject.as_deref(), payload["iss"].as_str());
    (
        vec![
            text(&part(issued, 0)["alg"]),
            text(&part(binding, 0)["alg"]),
        ],
        vec![text(&payload["cnf"]["jwk"]["crv"]), text(&payload["iss"])],
    )
}

#[test]
fn vp_w8_own_data_is_signed_in_ed25519_where_the_site_takes_no_es256() {
    let both = |names: &[&str]| json!({"sd-jwt_alg_values": names, "kb-jwt_alg_values": names});
    let (usual, es256) = signed_as(&json!({}));
    assert_eq!(usual, ["ES256", "ES256"]);
    assert_eq!(signed_as(&both(&["Ed25519", "EdDSA", "ES256"])).0, usual);
    let (named, key) = signed_as(&both(&["EdDSA", "Ed25519"]));
    assert_eq!(named, ["Ed25519", "Ed25519"]);
    assert_eq!(key[0], "Ed25519");
    assert_ne!(key[1], es256[1]);
    // Under the older name it is the same person.
    assert_eq!(signed_as(&both(&["EdDSA"])), (vec!["EdDSA".into(); 2], key));
    // One list alone decides, too: one key makes both signatures.
    let one = signed_as(&json!({"kb-jwt_alg_values": ["Ed25519"]}));
    assert_eq!(one.0, named);
}

#[test]
fn vp_w8_own_data_is_not_offered_where_no_one_algorithm_does_for_both_signatures() {
    let mut request = plain();
    request["client_metadata"]["vp_formats_supported"]["dc+sd-jwt"] =
        json!({"sd-jwt_alg_values": ["EdDSA"], "kb-jwt_alg_values": ["ES256"]});
    let proposal = parse(&request).unwrap().propose(records(), now());
    assert_eq!(proposal.view().state, State::NothingMatches);
}
