//! Argon2id version 1.3 (RFC 9106).

use crate::secret::Secret32;

/// The cost could not be used: the parameters are outside of RFC 9106, or there is not enough memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct BadCost;

/// Derives thirty-two bytes from a passphrase. `memory` is in KiB.
pub(crate) fn derive(
    passphrase: &[u8],
    salt: &[u8; 16],
    memory: u32,
    passes: u32,
    lanes: u32,
) -> Result<Secret32, BadCost> {
    let mut outcome = Ok(());
    let key = Secret32::fill_with(|out| {
        outcome = machine::derive(passphrase, salt, memory, passes, lanes, out);
    });
    outcome.map(|()| key)
}

/// In a browser, where the crate knows no SIMD. It derives the same.
#[cfg(target_family = "wasm")]
mod machine {
    use super::BadCost;
    use hailstone_argon2id::Cost;

    pub(super) fn derive(
        passphrase: &[u8],
        salt: &[u8; 16],
        memory: u32,
        passes: u32,
        lanes: u32,
        out: &mut [u8; 32],
    ) -> Result<(), BadCost> {
        let cost = Cost {
            memory,
            passes,
            lanes,
        };
        hailstone_argon2id::derive(passphrase, salt, cost, out).map_err(|_| BadCost)
    }
}

#[cfg(not(target_family = "wasm"))]
mod machine {
    use super::BadCost;
    use alloc::vec::Vec;
    use argon2::{Algorithm, Argon2, Block, Params, Version};
    use zeroize::Zeroize;

    pub(super) fn derive(
        passphrase: &[u8],
        salt: &[u8; 16],
        memory: u32,
        passes: u32,
        lanes: u32,
        out: &mut [u8; 32],
    ) -> Result<(), BadCost> {
        let params = Params::new(memory, passes, lanes, Some(32)).map_err(|_| BadCost)?;
        let mut blocks = Blocks::new(params.block_count())?;
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into_with_memory(passphrase, salt, out, &mut blocks.0)
            .map_err(|_| BadCost)
    }

    /// The memory that the derivation fills. What is left in it at the end determines the key, so it is wiped.
    struct Blocks(Vec<Block>);

    impl Blocks {
        fn new(count: usize) -> Result<Self, BadCost> {
            let mut blocks = Vec::new();
            blocks.try_reserve_exact(count).map_err(|_| BadCost)?;
            blocks.resize(count, Block::new());
            Ok(Self(blocks))
        }
    }

    impl Drop for Blocks {
        fn drop(&mut self) {
            self.0.iter_mut().for_each(Zeroize::zeroize);
        }
    }
}
