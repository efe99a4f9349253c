//! A backup file: what is read is written again as the same bytes, with its pages in order, and its header is one. The hash
//! at its end would keep a fuzzer out, so each input is also tried with a hash that fits.
#![no_main]

use hailstone_core::vault::Backup;
use libfuzzer_sys::fuzz_target;
use sha2::{Digest, Sha256};

fuzz_target!(|bytes: &[u8]| {
    check(bytes);
    check(&[bytes, Sha256::digest(bytes).as_slice()].concat());
});

fn check(file: &[u8]) {
    let Ok(backup) = Backup::read(file) else {
        return;
    };
    assert_eq!(backup.write().as_deref(), Ok(file));
    assert!(
        backup
            .pages()
            .is_sorted_by(|(one, _), (next, _)| one < next)
    );
    let vault = backup.vault().unwrap();
    assert_eq!(vault.revision(), backup.revision());
}
