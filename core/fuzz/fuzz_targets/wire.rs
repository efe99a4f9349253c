//! What is read as a message of the extension's is written and read again as the same; so are a card's own
//! name, and changes for a store.
#![no_main]

use hailstone_core::card::openpgp::Serial;
use hailstone_core::vault::Changes;
use hailstone_core::wire::Incoming;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(message) = Incoming::parse(bytes) {
        let written = serde_json::to_vec(&message).unwrap();
        assert_eq!(Incoming::parse(&written), Ok(message));
    }
    if let Some(changes) = Changes::read(bytes) {
        assert_eq!(changes.write().as_deref(), Ok(bytes));
    }
    if let Ok(text) = str::from_utf8(bytes)
        && let Some(serial) = Serial::parse(text)
    {
        assert_eq!(serial.to_string(), text);
    }
});
