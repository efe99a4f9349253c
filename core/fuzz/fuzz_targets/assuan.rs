//! A pinentry may say anything: no answer is longer than a line, and what it is asked stays one line.
#![no_main]
// The file itself, without the bridge around it, which would bring SQLite and PC/SC.
#[path = "../../../card-bridge/src/prompt/assuan.rs"]
mod assuan;

use assuan::{Assuan, Reply};
use libfuzzer_sys::fuzz_target;

const LONGEST: usize = 1000;

fuzz_target!(|bytes: &[u8]| {
    let mut input = bytes;
    let mut replies = 0;
    while let Ok(reply) = assuan::read_reply(&mut input) {
        if let Reply::Ok(data) = reply {
            assert!(data.expose().len() <= LONGEST);
        }
        replies += 1;
    }

    let text: String = String::from_utf8_lossy(bytes).chars().take(200).collect();
    let mut output = Vec::new();
    let mut asked = 0;
    if let Ok(mut assuan) = Assuan::greet(bytes, &mut output) {
        while assuan.ask("SETDESC", &text).is_ok() {
            asked += 1;
        }
    }
    assert!(asked <= replies);
    let lines: Vec<&[u8]> = output.split_inclusive(|byte| *byte == b'\n').collect();
    assert!(lines.len() <= asked + 1);
    assert!(lines.iter().all(|line| line.starts_with(b"SETDESC")));
    assert!(lines.iter().all(|line| line.len() <= LONGEST));
});
