//! What is on paper, as a person types it: a recovery sheet or a recovery share. What is read is written again as words
//! that say the same, and two shares that were read are joined or refused.
#![no_main]

use hailstone_core::secret::SecretBytes;
use hailstone_core::vault::{Paper, RecoveryKey, RecoveryShare};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|typed: &[u8]| {
    let secret = |typed: &[u8]| SecretBytes::new(typed.to_vec());
    let sheet = RecoveryKey::parse(&secret(typed));
    let share = RecoveryShare::parse(&secret(typed));
    assert!(sheet.is_err() || share.is_err());
    let paper = Paper::parse(&secret(typed));
    assert_eq!(paper.is_ok(), sheet.is_ok() || share.is_ok());
    if let Ok(key) = sheet {
        let words = SecretBytes::from(key.words().join(" "));
        assert_eq!(RecoveryKey::parse(&words), Ok(key));
    }
    let Ok(share) = share else {
        return;
    };
    let words = SecretBytes::from(share.words().join(" "));
    let again = RecoveryShare::parse(&words).unwrap();
    assert_eq!(again, share);
    // One and the same is never enough.
    assert!(RecoveryShare::join(&[share, again]).is_err());
});
