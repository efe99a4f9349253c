//! A browser's pipe may hold anything: no frame is longer than allowed, and each is written again as the same bytes.
#![no_main]
// The file itself, without the bridge around it, which would bring SQLite and PC/SC.
#[path = "../../../card-bridge/src/host/framing.rs"]
mod framing;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let mut input = bytes;
    let mut written = Vec::new();
    while let Ok(Some(message)) = framing::read(&mut input) {
        assert!(message.len() <= framing::LONGEST);
        framing::write(&mut written, &message).unwrap();
    }
    assert!(bytes.starts_with(&written));
});
