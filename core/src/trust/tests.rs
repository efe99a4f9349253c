use super::*;
use crate::time::Timestamp;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use proptest::prelude::*;
use serde_json::json;

macro_rules! der {
    ($name:literal) => {
        include_bytes!(concat!("tests/certificates/", $name, ".der")).as_slice()
    };
}

/// 2027-06-01, when all of them are valid.
const NOW: Timestamp = Timestamp::from_unix(1_811_808_000);
/// Before the day they were made.
const EARLY: Timestamp = Timestamp::from_unix(1_700_000_000);
/// After ten years.
const LATE: Timestamp = Timestamp::from_unix(2_200_000_000);

fn anchors(ders: &[&[u8]]) -> Anchors {
    let mut anchors = Anchors::none().with_public_web();
    for der in ders {
        anchors.add(der).unwrap();
    }
    anchors
}

fn chain(ders: &[&[u8]]) -> Chain {
    Chain::new(ders.iter().map(|der| der.to_vec()).collect()).unwrap()
}

fn verify(ders: &[&[u8]], anchor: &[u8]) -> Result<Vouched, TrustError> {
    chain(ders).verify(&anchors(&[anchor]), NOW)
}

fn own() -> Result<Vouched, TrustError> {
    Ok(Vouched::Own("Example Authority".into()))
}

#[test]
fn a_path_ends_at_an_authority_that_the_person_added() {
    assert_eq!(verify(&[der!("leaf")], der!("root-p256")), own());
    assert_eq!(
        verify(&[der!("leaf-between"), der!("between")], der!("root-p256")),
        own()
    );
    // The root itself may be among them.
    let whole = [der!("leaf-between"), der!("between"), der!("root-p256")];
    assert_eq!(verify(&whole, der!("root-p256")), own());
}

#[test]
fn certificates_are_signed_with_p_256_p_384_and_rsa() {
    for (leaf, root) in [
        (der!("leaf-p384"), der!("root-p384")),
        (der!("leaf-p384-sha256"), der!("root-p384")),
        (der!("leaf-rsa"), der!("root-rsa2048")),
        (der!("leaf-rsa-sha512"), der!("root-rsa2048")),
        (der!("leaf-pss"), der!("root-rsa2048")),
    ] {
        assert_eq!(verify(&[leaf], root), own());
        // A signature with one bit turned.
        let mut turned = leaf.to_vec();
        *turned.last_mut().unwrap() ^= 1;
        let refused =
            Chain::new(alloc::vec![turned]).and_then(|c| c.verify(&anchors(&[root]), NOW));
        assert!(
            matches!(
                refused,
                Err(TrustError::PathInvalid | TrustError::Malformed(_))
            ),
            "{refused:?}"
        );
    }
    // 1,024 bits are no signature's worth.
    assert_eq!(
        verify(&[der!("leaf-rsa1024")], der!("root-rsa1024")),
        Err(TrustError::PathInvalid)
    );
}

#[test]
fn without_a_path_nobody_vouches() {
    let nobody = Ok(Vouched::Nobody);
    assert_eq!(verify(&[der!("leaf-rsa")], der!("root-p256")), nobody);
    // The authority between was left out.
    assert_eq!(verify(&[der!("leaf-between")], der!("root-p256")), nobody);
    // Bringing the root along does not make it trusted.
    let chain = chain(&[der!("leaf"), der!("root-p256")]);
    assert_eq!(chain.verify(&anchors(&[]), NOW), nobody);
    assert_eq!(chain.verify(&Anchors::none(), NOW), nobody);
    assert_eq!(verify(&[der!("self")], der!("root-p256")), nobody);
}

#[test]
fn an_authority_of_the_same_name_with_another_key_is_another() {
    assert_eq!(
        verify(&[der!("leaf-stranger")], der!("root-p256")),
        Err(TrustError::PathInvalid)
    );
    assert_eq!(verify(&[der!("leaf-stranger")], der!("stranger")), own());
}

#[test]
fn each_end_of_the_validity_is_kept() {
    let (chain, anchors) = (chain(&[der!("leaf")]), anchors(&[der!("root-p256")]));
    assert_eq!(chain.verify(&anchors, EARLY), Err(TrustError::NotYetValid));
    assert_eq!(chain.verify(&anchors, LATE), Err(TrustError::Expired));
    // Also where nobody vouches: an old request is not a new one by an unknown signer.
    let nobody = Anchors::none();
    assert_eq!(chain.verify(&nobody, LATE), Err(TrustError::Expired));
}

#[test]
fn rules_for_authorities_between_are_kept() {
    let root = der!("root-p256");
    for (leaf, others) in [
        // pathlen:0 with an authority below.
        (
            der!("leaf-narrow"),
            &[der!("below-narrow"), der!("narrow")][..],
        ),
        // A name constraint to another domain.
        (der!("leaf-elsewhere"), &[der!("elsewhere")]),
        // A key that may not sign certificates.
        (der!("leaf-no-certify"), &[der!("no-certify")]),
    ] {
        let mut ders = alloc::vec![leaf];
        ders.extend_from_slice(others);
        assert_eq!(verify(&ders, root), Err(TrustError::PathInvalid));
    }
    // A leaf is no authority.
    assert_ne!(verify(&[der!("leaf-between"), der!("leaf")], root), own());
}

#[test]
fn a_certificate_for_something_else_signs_nothing() {
    let root = der!("root-p256");
    let refused = Err(TrustError::NotForSignatures);
    assert_eq!(verify(&[der!("not-signing")], root), refused);
    assert_eq!(verify(&[der!("self-authority")], root), refused);
    assert_eq!(
        verify(&[der!("critical-unknown")], root),
        Err(TrustError::PathInvalid)
    );
    // What a web server or a mailbox has may sign for an authority of the person's own.
    assert_eq!(verify(&[der!("web-server")], root), own());
    assert_eq!(verify(&[der!("mail")], root), own());
}

#[test]
fn the_key_is_on_p_256() {
    let key = chain(&[der!("leaf")]).key().unwrap();
    assert_eq!(key, chain(&[der!("leaf-rsa")]).key().unwrap());
    for other in [der!("leaf-on-p384"), der!("root-rsa2048")] {
        assert_eq!(chain(&[other]).key(), Err(TrustError::KeyUnsupported));
    }
}

#[test]
fn names_are_compared_whole() {
    let chain_of = |der| chain(&[der]);
    let leaf = chain_of(der!("leaf"));
    assert_eq!(leaf.is_for("shop.example"), Ok(true));
    assert_eq!(leaf.is_for("SHOP.example"), Ok(true));
    for other in [
        "",
        "example",
        "op.example",
        "a.shop.example",
        "a.wild.example",
        "Shop Ltd",
    ] {
        assert_eq!(leaf.is_for(other), Ok(false), "{other}");
    }
    assert_eq!(chain_of(der!("no-names")).is_for("shop.example"), Ok(false));
    assert_eq!(leaf.subject(), "Shop Ltd");
}

#[test]
fn authorities_are_named_by_their_keys() {
    let aki = chain(&[der!("leaf-between"), der!("between")]).authority_key_identifiers();
    assert_eq!(aki.len(), 2);
    assert!(aki.iter().all(|identifier| identifier.len() == 20));
    assert_ne!(aki[0], aki[1]);
}

#[test]
fn x5c_is_an_array_of_base64_and_bounded() {
    use base64ct::{Base64, Encoding};
    let text = Base64::encode_string(der!("leaf"));
    let chain = Chain::parse_x5c(&json!([text])).unwrap();
    assert_eq!(
        chain.leaf_hash(),
        crate::hazmat::hash::sha256(&[der!("leaf")])
    );
    for bad in [
        json!([]),
        json!({}),
        json!("text"),
        json!([7]),
        json!([""]),
        json!([text.replace('+', "-").replace('/', "_") + "="]),
        json!([text, "AAAA"]),
        json!(null),
    ] {
        let refused = Chain::parse_x5c(&bad);
        assert!(matches!(refused, Err(TrustError::Malformed(_))), "{bad}");
    }
    let many: Vec<String> = core::iter::repeat_n(text, 9).collect();
    assert_eq!(
        Chain::parse_x5c(&json!(many)).map(|_| ()),
        Err(TrustError::TooMany)
    );
}

#[test]
fn what_follows_a_certificate_is_refused() {
    let mut longer = der!("leaf").to_vec();
    longer.push(0);
    assert!(Chain::new(alloc::vec![longer.clone()]).is_err());
    assert!(Anchors::none().add(&longer).is_err());
    assert!(Anchors::none().add(b"").is_err());
}

#[test]
fn nothing_of_a_certificate_stands_in_debug() {
    let shown = alloc::format!(
        "{:?} {:?}",
        chain(&[der!("leaf")]),
        anchors(&[der!("root-p256")])
    );
    assert_eq!(
        shown,
        "Chain(1 certificates) Anchors { public_web: true, own: 1 }".to_string()
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]
    #[test]
    fn a_certificate_with_one_byte_changed_is_never_vouched_for(place in 0usize..4000, bits in 1u8..=255) {
        let mut der = der!("leaf").to_vec();
        let place = place % der.len();
        der[place] ^= bits;
        let vouched = Chain::new(alloc::vec![der])
            .and_then(|chain| chain.verify(&anchors(&[der!("root-p256")]), NOW));
        prop_assert!(!matches!(vouched, Ok(Vouched::Own(_))), "{:?}", vouched);
    }
}
