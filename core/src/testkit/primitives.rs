//! Single primitives, for a benchmark that holds ours beside somebody else's. No product code comes this way.

use crate::hazmat::argon2id;
use crate::vault::Cost;

/// Argon2id version 1.3, 32 bytes; `None` where there is no memory for it.
pub fn derive_argon2id(passphrase: &[u8], salt: &[u8; 16], cost: Cost) -> Option<[u8; 32]> {
    let Cost {
        memory,
        passes,
        lanes,
    } = cost;
    let derived = argon2id::derive(passphrase, salt, memory, passes, lanes).ok()?;
    Some(*derived.expose())
}
