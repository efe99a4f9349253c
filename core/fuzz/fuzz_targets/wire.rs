//! What is read as a message of the extension's is written and read again as the same; so is a card's own name.
#![no_main]

use hailstone_core::card::openpgp::Serial;
use hailstone_core::wire::Incoming;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(message) = Incoming::parse(bytes) {
        let written = serde_json::to_vec(&message).unwrap();
        assert_eq!(Incoming::parse(&written), Ok(message));
    }
    if let Ok(text) = str::from_utf8(bytes)
        && let Some(serial) = Serial::parse(text)
    {
        assert_eq!(serial.to_string(), text);
    }
});
