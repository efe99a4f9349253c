use super::*;
use argon2::{Algorithm, Argon2, Params, Version};

fn theirs(passphrase: &[u8], salt: &[u8; 16], cost: Cost) -> [u8; 32] {
    let params = Params::new(cost.memory, cost.passes, cost.lanes, Some(32)).unwrap();
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    let mut out = [0; 32];
    argon2
        .hash_password_into(passphrase, salt, &mut out)
        .unwrap();
    out
}

fn ours(passphrase: &[u8], salt: &[u8; 16], cost: Cost) -> Result<[u8; 32], BadCost> {
    let mut out = [0; 32];
    derive(passphrase, salt, cost, &mut out).map(|()| out)
}

#[test]
fn it_derives_what_the_argon2_crate_derives() {
    let passphrases: [&[u8]; 4] = [b"", b"a", b"correct horse battery staple", &[0xff; 300]];
    let mut made = 0_u8;
    for memory in [8, 9, 31, 32, 64, 100, 511, 512, 513, 1024, 4099] {
        for passes in [1, 2, 3, 5] {
            for lanes in [1, 2, 3, 4, 7, 16] {
                if memory < 8 * lanes {
                    continue;
                }
                let cost = Cost {
                    memory,
                    passes,
                    lanes,
                };
                made = made.wrapping_add(1);
                let passphrase = passphrases[usize::from(made) % 4];
                let salt = [made; 16];
                let expected = theirs(passphrase, &salt, cost);
                assert_eq!(ours(passphrase, &salt, cost), Ok(expected), "{cost:?}");
            }
        }
    }
}

#[test]
fn the_default_of_a_vault_is_among_what_is_compared() {
    let cost = Cost {
        memory: 65_536,
        passes: 3,
        lanes: 1,
    };
    let expected = theirs(b"passphrase", &[7; 16], cost);
    assert_eq!(ours(b"passphrase", &[7; 16], cost), Ok(expected));
}

#[test]
fn a_derivation_that_the_browsers_module_repeats() {
    let cost = Cost {
        memory: 4099,
        passes: 2,
        lanes: 3,
    };
    let derived = ours(b"correct horse battery staple", &[7; 16], cost).unwrap();
    let hex: alloc::string::String = derived
        .iter()
        .map(|byte| alloc::format!("{byte:02x}"))
        .collect();
    assert_eq!(
        hex,
        "8fdc801ee2b80c610baaf6979920046fb9481abefa9bec013fd397a6c06e5669"
    );
}

#[test]
fn parameters_outside_of_the_standard_are_refused() {
    let good = Cost {
        memory: 8,
        passes: 1,
        lanes: 1,
    };
    assert!(ours(b"", &[0; 16], good).is_ok());
    for bad in [
        Cost { memory: 7, ..good },
        Cost { passes: 0, ..good },
        Cost { lanes: 0, ..good },
        Cost { lanes: 2, ..good },
        Cost {
            memory: u32::MAX,
            lanes: LANES_MAX + 1,
            ..good
        },
    ] {
        assert_eq!(ours(b"", &[0; 16], bad), Err(BadCost), "{bad:?}");
    }
}
