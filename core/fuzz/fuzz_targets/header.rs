//! A vault's header. A hostile one is refused before its passphrase derivation costs anything; what parses has a cost
//! within the bounds.
#![no_main]

use hailstone_core::vault::{Cost, UnlockerKind, Vault};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|header: &[u8]| {
    let Ok(vault) = Vault::read(header) else {
        return;
    };
    assert!(!vault.unlockers().is_empty());
    for unlocker in vault.unlockers() {
        match unlocker.kind() {
            UnlockerKind::Passphrase { cost, .. } => {
                assert!(cost.memory <= Cost::CEILING.memory && cost.passes <= Cost::CEILING.passes);
            }
            UnlockerKind::Passkey { credential, .. } => {
                assert!((1..=1023).contains(&credential.len()));
            }
            UnlockerKind::Shares {
                threshold, count, ..
            } => {
                assert!(2 <= *threshold && threshold <= count && *count <= 8);
            }
            UnlockerKind::Card { .. }
            | UnlockerKind::CardKey { .. }
            | UnlockerKind::Recovery { .. } => {}
        }
    }
});
