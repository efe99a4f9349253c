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
    let [
        lanes,
        out,
        memory,
        passes,
        version,
        kind,
        length,
        salt_length,
        none,
    ] = [
        cost.lanes,
        OUT_LENGTH,
        cost.memory,
        cost.passes,
        VERSION,
        ARGON2ID,
        u32::try_from(passphrase.len()).ok()?,
        16,
        0,
    ]
    .map(u32::to_le_bytes);
    Some(blake2b(&[
        &lanes,
        &out,
        &memory,
        &passes,
        &version,
        &kind,
        &length,
        passphrase,
        &salt_length,
        salt,
        // No secret and no associated data.
        &none,
        &none,
    ]))
}

/// One of the two blocks with which a lane begins: H' with 1024 bytes of output (§3.3, where r is 30).
pub(crate) fn first_block(start: &Start, number: u32, lane: u32) -> Block {
    let [length, number, lane] = [1024, number, lane].map(u32::to_le_bytes);
    let mut last = Zeroizing::new(blake2b(&[&length, start, &number, &lane]));
    let mut bytes = Zeroizing::new([0; BLOCK_LENGTH]);
    // Half of each, and all of the last one.
    let (halves, _) = bytes.as_chunks_mut::<32>();
    if let [first @ .., one, other] = halves {
        for place in first {
            [*place, _] = split(&last);
            *last = blake2b(&[&*last]);
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

/// In one place, because code that is compiled for speed is large.
#[inline(never)]
fn blake2b(parts: &[&[u8]]) -> [u8; 64] {
    let mut hash = Blake2b512::new();
    parts.iter().for_each(|part| hash.update(part));
    hash.finalize().into()
}

fn split(hash: &[u8; 64]) -> [[u8; 32]; 2] {
    let (halves, _) = hash.as_chunks();
    halves.try_into().unwrap_or_default()
}
