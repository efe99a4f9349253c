//! Presentations that are broken in one way each.

use super::cases::{AUDIENCE, HOLDER, ISSUER, NONCE, NOW, public};
use crate::random::Random;
use hailstone_core::jose::{SigningKey, base64url, jws};
use hailstone_core::sd_jwt::HashAlgorithm;
use serde_json::{Value, json};

/// A way to break one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Way {
    AnotherIssuer,
    ChangedPayload,
    Expired,
    ExpiresNow,
    NotYetValid,
    NoBinding,
    AnotherHolder,
    AnotherNonce,
    AnotherAudience,
    AnotherHash,
    BindingType,
    UnknownHash,
    NotJson,
    DisclosureTwice,
    Unreferenced,
    WithoutParent,
    DigestTwice,
    NameTaken,
    NameReserved,
    ItemInObject,
    PropertyInArray,
    DigestsNoList,
    DigestNoText,
    PlaceholderInObject,
    PlaceholderWithMore,
    MemberTwice,
    NotBase64url,
    EmptyDisclosure,
}

pub(crate) const WAYS: [Way; 28] = [
    Way::AnotherIssuer,
    Way::ChangedPayload,
    Way::Expired,
    Way::ExpiresNow,
    Way::NotYetValid,
    Way::NoBinding,
    Way::AnotherHolder,
    Way::AnotherNonce,
    Way::AnotherAudience,
    Way::AnotherHash,
    Way::BindingType,
    Way::UnknownHash,
    Way::NotJson,
    Way::DisclosureTwice,
    Way::Unreferenced,
    Way::WithoutParent,
    Way::DigestTwice,
    Way::NameTaken,
    Way::NameReserved,
    Way::ItemInObject,
    Way::PropertyInArray,
    Way::DigestsNoList,
    Way::DigestNoText,
    Way::PlaceholderInObject,
    Way::PlaceholderWithMore,
    Way::MemberTwice,
    Way::NotBase64url,
    Way::EmptyDisclosure,
];

impl Way {
    /// The code with which ours refuses it.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::AnotherIssuer | Self::ChangedPayload | Self::MemberTwice => {
                "sd_jwt.token_invalid"
            }
            Self::Expired | Self::ExpiresNow => "sd_jwt.expired",
            Self::NotYetValid => "sd_jwt.not_yet_valid",
            Self::NoBinding => "sd_jwt.binding_missing",
            Self::AnotherHolder => "sd_jwt.binding_invalid",
            Self::AnotherNonce => "sd_jwt.binding_nonce_wrong",
            Self::AnotherAudience => "sd_jwt.binding_audience_wrong",
            Self::AnotherHash => "sd_jwt.binding_hash_wrong",
            Self::BindingType => "sd_jwt.binding_type_wrong",
            Self::UnknownHash => "sd_jwt.hash_not_allowed",
            Self::NotJson | Self::ItemInObject | Self::PropertyInArray | Self::NotBase64url => {
                "sd_jwt.disclosure_invalid"
            }
            Self::DisclosureTwice | Self::DigestTwice => "sd_jwt.digest_repeated",
            Self::Unreferenced | Self::WithoutParent => "sd_jwt.disclosure_unreferenced",
            Self::NameTaken => "sd_jwt.name_taken",
            Self::NameReserved => "sd_jwt.name_reserved",
            Self::DigestsNoList
            | Self::DigestNoText
            | Self::PlaceholderInObject
            | Self::PlaceholderWithMore
            | Self::EmptyDisclosure => "sd_jwt.malformed",
        }
    }
}

fn disclosure(value: &Value) -> String {
    base64url::encode(value.to_string().as_bytes())
}

fn digest(text: &str) -> String {
    HashAlgorithm::SHA256.digest(text)
}

/// A presentation that is good but for this.
pub(crate) fn broken(way: Way, random: &mut Random) -> String {
    let key = |text: &str| SigningKey::parse(&serde_json::from_str(text).unwrap()).unwrap();
    let salt = format!("salt{}", random.below(1 << 40));
    let email = disclosure(&json!([salt, "email", random.below(1000)]));
    let item = disclosure(&json!([salt, "DE"]));
    let mut payload = json!({
        "iss": "https://issuer.example", "exp": NOW + 600, "cnf": {"jwk": public(HOLDER)},
        "_sd_alg": "sha-256", "_sd": [digest(&email)], "nationalities": [{"...": digest(&item)}],
    });
    let mut disclosures = vec![email.clone(), item.clone()];
    match way {
        Way::Expired => payload["exp"] = json!(NOW - 1 - random.below_u64(1000)),
        Way::ExpiresNow => payload["exp"] = json!(NOW),
        Way::NotYetValid => payload["nbf"] = json!(NOW + 1 + random.below_u64(1000)),
        Way::UnknownHash => {
            payload["_sd_alg"] = json!(*random.pick(&["md5", "sha-256-128", "SHA-256", ""]));
        }
        Way::NotJson => {
            let bad = base64url::encode(b"[\"salt\",\"name\"");
            payload["_sd"] = json!([digest(&email), digest(&bad)]);
            disclosures.push(bad);
        }
        Way::NotBase64url => {
            let bad = format!("{email}=");
            payload["_sd"] = json!([digest(&bad)]);
            disclosures[0] = bad;
        }
        Way::EmptyDisclosure => disclosures.push(String::new()),
        Way::DisclosureTwice => disclosures.push(random.pick(&[email, item]).clone()),
        Way::Unreferenced => disclosures.push(disclosure(&json!([salt, "stray", 1]))),
        Way::WithoutParent => {
            let inner = disclosure(&json!([salt, "street", "Main"]));
            let outer = disclosure(&json!([salt, "address", {"_sd": [digest(&inner)]}]));
            payload["_sd"] = json!([digest(&email), digest(&outer)]);
            disclosures.push(inner);
        }
        Way::DigestTwice => {
            payload[*random.pick(&["group", "other"])] = json!({"_sd": [digest(&email)]});
        }
        Way::NameTaken => payload["email"] = json!("open"),
        Way::NameReserved => {
            let bad = disclosure(&json!([salt, *random.pick(&["_sd", "..."]), []]));
            payload["_sd"] = json!([digest(&bad)]);
            disclosures[0] = bad;
        }
        Way::ItemInObject => {
            payload["_sd"] = json!([digest(&email), digest(&item)]);
            payload["nationalities"] = json!([]);
        }
        Way::PropertyInArray => {
            payload["nationalities"] = json!([{"...": digest(&email)}, {"...": digest(&item)}]);
            payload["_sd"] = json!([]);
        }
        Way::DigestsNoList => payload["more"] = json!({"_sd": *random.pick(&["text", ""])}),
        Way::DigestNoText => payload["more"] = json!({"_sd": [1]}),
        Way::PlaceholderInObject => payload["more"] = json!({"...": digest("x")}),
        Way::PlaceholderWithMore => payload["more"] = json!([{"...": digest("x"), "a": 1}]),
        _ => {}
    }
    let mut text = payload.to_string();
    if way == Way::MemberTwice {
        text.insert_str(1, "\"iss\":\"somebody\",");
    }
    let issuer = if way == Way::AnotherIssuer {
        HOLDER
    } else {
        ISSUER
    };
    let header = json!({"typ": "example+sd-jwt"});
    let mut token = jws::sign(&header, text.as_bytes(), &key(issuer));
    if way == Way::ChangedPayload {
        let parts: Vec<String> = token.split('.').map(str::to_owned).collect();
        payload["iss"] = json!("https://other.example");
        let changed = base64url::encode(payload.to_string().as_bytes());
        token = format!("{}.{changed}.{}", parts[0], parts[2]);
    }
    token.push('~');
    for disclosure in &disclosures {
        token.push_str(disclosure);
        token.push('~');
    }
    if way == Way::NoBinding {
        return token;
    }
    let hashed = if way == Way::AnotherHash { "x" } else { &token };
    let binding = json!({
        "iat": NOW, "sd_hash": digest(hashed),
        "aud": if way == Way::AnotherAudience { "https://other.example" } else { AUDIENCE },
        "nonce": if way == Way::AnotherNonce { "other" } else { NONCE },
    });
    let typ = if way == Way::BindingType {
        "JWT"
    } else {
        "kb+jwt"
    };
    let holder = if way == Way::AnotherHolder {
        ISSUER
    } else {
        HOLDER
    };
    let binding = jws::sign(
        &json!({"typ": typ}),
        binding.to_string().as_bytes(),
        &key(holder),
    );
    format!("{token}{binding}")
}
