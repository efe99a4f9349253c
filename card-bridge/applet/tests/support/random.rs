//! Random numbers that are the same in every run.

use rand_core::{TryCryptoRng, TryRng};
use sha2::{Digest, Sha256};
use std::{collections::VecDeque, convert::Infallible};

/// SHA-256 of a seed and a counter; before that, bytes that were laid out.
pub struct TestRandom {
    first: VecDeque<u8>,
    seed: u64,
    count: u64,
}

impl TestRandom {
    pub fn new(seed: u64) -> Self {
        Self::after(&[], seed)
    }

    pub fn after(first: &[u8], seed: u64) -> Self {
        Self {
            first: first.iter().copied().collect(),
            seed,
            count: 0,
        }
    }

    pub fn make<const N: usize>(&mut self) -> [u8; N] {
        let mut bytes = [0; N];
        let Ok(()) = self.try_fill_bytes(&mut bytes);
        bytes
    }
}

impl TryRng for TestRandom {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok(u32::from_le_bytes(self.make()))
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        Ok(u64::from_le_bytes(self.make()))
    }

    fn try_fill_bytes(&mut self, into: &mut [u8]) -> Result<(), Infallible> {
        for byte in into {
            if self.first.is_empty() {
                let mut hash = Sha256::new();
                hash.update(self.seed.to_be_bytes());
                hash.update(self.count.to_be_bytes());
                self.count += 1;
                self.first.extend(hash.finalize());
            }
            *byte = self.first.pop_front().unwrap();
        }
        Ok(())
    }
}

impl TryCryptoRng for TestRandom {}
