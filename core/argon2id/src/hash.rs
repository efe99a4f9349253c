//! What BLAKE2b (RFC 7693) is for: the beginning and the end. This is the only file that imports `blake2`.

use crate::Cost;
use crate::block::{BLOCK_LENGTH, Block};
use blake2::{Blake2b256, Blake2b512, Digest};
use zeroize::{Zeroize, Zeroizing};

/// H_0, from which everything follows.
pub(crate) type Start = [u8; 64];

const OUT_LENGTH: u32 = 32;
const VERSION: u32 = 0x13;
const ARGON2ID: u32 = 2;

/// H_0 (RFC 9106 §3.2 step 1). Nothing where the passphrase is longer than 2^32-1 bytes.
pub(crate) fn start(passphrase: &[u8], salt: &[u8; 16], cost: Cost) -> Option<Start> {
    let mut hash = Blake2b512::new();
    for number in [
        cost.lanes,
        OUT_LENGTH,
        cost.memory,
        cost.passes,
        VERSION,
        ARGON2ID,
    ] {
        hash.update(number.to_le_bytes());
    }
    // No secret and no associated data.
    for part in [passphrase, salt, &[], &[]] {
        hash.update(u32::try_from(part.len()).ok()?.to_le_bytes());
        hash.update(part);
    }
    Some(hash.finalize().into())
}

/// One of the two blocks with which a lane begins: H' with 1024 bytes of output (§3.3, where r is 30).
pub(crate) fn first_block(start: &Start, number: u32, lane: u32) -> Block {
    let mut hash = Blake2b512::new();
    hash.update(1024_u32.to_le_bytes());
    hash.update(start);
    hash.update(number.to_le_bytes());
    hash.update(lane.to_le_bytes());
    let mut last: Zeroizing<[u8; 64]> = Zeroizing::new(hash.finalize().into());
    let mut bytes = Zeroizing::new([0; BLOCK_LENGTH]);
    // Half of each, and all of the last one.
    let (halves, _) = bytes.as_chunks_mut::<32>();
    if let [first @ .., one, other] = halves {
        for place in first {
            [*place, _] = split(&last);
            *last = Blake2b512::digest(*last).into();
        }
        [*one, *other] = split(&last);
    }
    Block::of(&bytes)
}

/// The tag: H' with 32 bytes of output.
pub(crate) fn end(last: &mut Block, out: &mut [u8; 32]) {
    let mut bytes = Zeroizing::new([0; BLOCK_LENGTH]);
    last.write(&mut bytes);
    last.zeroize();
    let mut hash = Blake2b256::new();
    hash.update(OUT_LENGTH.to_le_bytes());
    hash.update(bytes.as_slice());
    *out = hash.finalize().into();
}

fn split(hash: &[u8; 64]) -> [[u8; 32]; 2] {
    let (halves, _) = hash.as_chunks();
    halves.try_into().unwrap_or_default()
}
