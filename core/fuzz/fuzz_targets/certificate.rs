//! Certificates, whole chains of them: whatever comes is read or refused, and nobody vouches for what the fuzzer made.
#![no_main]

use hailstone_core::time::Timestamp;
use hailstone_core::trust::{Anchors, Chain, Vouched};
use libfuzzer_sys::fuzz_target;

/// An authority that signed some of the seeds.
const ROOT: &[u8] = include_bytes!("../../src/trust/tests/certificates/root-p256.der");
/// What it signed, or an authority that it signed; they are among the seeds.
const SIGNED: [&[u8]; 3] = [
    include_bytes!("../../src/trust/tests/certificates/leaf.der"),
    include_bytes!("../../src/trust/tests/certificates/mail.der"),
    include_bytes!("../../src/trust/tests/certificates/leaf-between.der"),
];

fuzz_target!(|input: &[u8]| {
    let mut anchors = Anchors::none().with_public_web();
    let _ = anchors.add_any(input);
    let mut anchors = Anchors::none().with_public_web();
    let _ = anchors.add(ROOT);

    // The first two bytes say how long the first certificate is; the rest is the second.
    let Some((length, rest)) = input.split_first_chunk::<2>() else {
        return;
    };
    let at = usize::from(u16::from_be_bytes(*length)).min(rest.len());
    let (first, second) = rest.split_at(at);
    let mut certificates = vec![first.to_vec()];
    if !second.is_empty() {
        certificates.push(second.to_vec());
    }
    if let Ok(value) = serde_json::from_slice(input) {
        let _ = Chain::parse_x5c(&value);
    }
    let Ok(chain) = Chain::new(certificates) else {
        return;
    };
    let _ = (chain.key(), chain.is_for("shop.example"), chain.subject());
    let _ = chain.authority_key_identifiers();
    let vouched = chain.verify(&anchors, Timestamp::from_unix(1_800_000_000));
    // Nobody can make the fuzzer's own certificates good.
    assert!(
        !matches!(vouched, Ok(Vouched::Own(_))) || SIGNED.contains(&first),
        "{vouched:?}"
    );
});
