//! The words of a recovery sheet as a person types them: what is read is written again as words that say the same.
#![no_main]

use hailstone_core::secret::SecretBytes;
use hailstone_core::vault::RecoveryKey;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|typed: &[u8]| {
    let Ok(key) = RecoveryKey::parse(&SecretBytes::new(typed.to_vec())) else {
        return;
    };
    let words = SecretBytes::from(key.words().join(" "));
    assert_eq!(RecoveryKey::parse(&words), Ok(key));
});
