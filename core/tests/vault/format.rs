use crate::support::*;
use hailstone_core::testkit::fixed_seed;
use hailstone_core::vault::{Cost, NewUnlocker, VERSION, Vault, VaultError};

#[test]
fn a_later_version_and_a_hostile_cost_have_errors_of_their_own() {
    let (_, store, _) = vault();
    let mut later = header(&store);
    later[4..6].copy_from_slice(&(VERSION + 1).to_be_bytes());
    assert_eq!(Vault::read(&later).unwrap_err(), VaultError::VersionTooNew);
    assert_eq!(
        Vault::read(b"HSTV").unwrap_err(),
        VaultError::HeaderMalformed
    );
    assert_eq!(
        Vault::read(&[0; 100_000]).unwrap_err(),
        VaultError::HeaderMalformed
    );
    let words = passphrase("x");
    for cost in [
        Cost {
            memory: 1024,
            ..Cost::DEFAULT
        },
        Cost {
            memory: u32::MAX,
            ..Cost::DEFAULT
        },
        Cost {
            passes: 1000,
            ..Cost::DEFAULT
        },
        Cost {
            lanes: 255,
            ..Cost::DEFAULT
        },
    ] {
        let new = NewUnlocker::Passphrase {
            label: "x",
            passphrase: &words,
            cost,
        };
        assert_eq!(
            Vault::create(&new, NOW, fixed_seed(1)).unwrap_err(),
            VaultError::CostOutOfRange
        );
    }
}

#[test]
fn a_hostile_cost_in_a_header_is_refused_before_any_derivation() {
    let (_, store, _) = vault();
    let good = header(&store);
    // The cost stands behind the salt as three varints: 19456 (3 bytes), 2, 1.
    let place = good
        .windows(5)
        .position(|window| window == [0x80, 0x98, 0x01, 2, 1])
        .unwrap();
    let mut hostile = good.clone();
    hostile[place + 3] = 0x7f;
    assert_eq!(
        Vault::read(&hostile).unwrap_err(),
        VaultError::CostOutOfRange
    );
}
