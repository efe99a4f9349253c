//! A note of how far a vault had come: what is read is kept as the same bytes, and says nothing new to itself.
#![no_main]

use hailstone_core::vault::Witness;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(witness) = Witness::parse(bytes) else {
        return;
    };
    assert_eq!(Witness::parse(&witness.to_bytes()), Ok(witness.clone()));
    assert_eq!(witness.clone().join(&witness), Ok(witness));
});
