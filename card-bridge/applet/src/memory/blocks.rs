//! Which blocks are in use. It is worked out when the memory is mounted, and never stored.

/// The most blocks.
pub(crate) const MOST: u16 = 4096;
/// The length of a block in the memory.
pub(crate) const BLOCK: u32 = 256;
/// What of it is an object's: the rest is the number of the next block.
pub(crate) const ROOM: u32 = 254;

/// One bit a block.
pub(crate) struct Blocks {
    used: [u8; 512],
    count: u16,
    free: u16,
    /// Where to look next: going round spreads the writing over the memory.
    from: u16,
}

impl Blocks {
    /// All free. `count` is at most [`MOST`].
    pub(crate) const fn new(count: u16) -> Self {
        Self {
            used: [0; 512],
            count,
            free: count,
            from: 0,
        }
    }

    pub(crate) const fn count(&self) -> u16 {
        self.count
    }

    pub(crate) const fn free(&self) -> u16 {
        self.free
    }

    /// Takes a free block.
    pub(crate) fn take(&mut self) -> Option<u16> {
        let after = self.from..self.count;
        let before = 0..self.from.min(self.count);
        let block = after.chain(before).find(|block| !self.is_used(*block))?;
        self.set(block, true);
        self.from = block.saturating_add(1);
        Some(block)
    }

    fn is_used(&self, block: u16) -> bool {
        let (byte, bit) = place(block);
        self.used.get(byte).is_none_or(|byte| byte & bit != 0)
    }

    /// Marks a block; false when there is no such block, or it was marked so already.
    pub(crate) fn set(&mut self, block: u16, used: bool) -> bool {
        if block >= self.count || self.is_used(block) == used {
            return false;
        }
        let (byte, bit) = place(block);
        if let Some(byte) = self.used.get_mut(byte) {
            *byte ^= bit;
        }
        self.free = if used {
            self.free.saturating_sub(1)
        } else {
            self.free.saturating_add(1)
        };
        true
    }
}

fn place(block: u16) -> (usize, u8) {
    (usize::from(block >> 3), 1 << (block & 7))
}

/// How many blocks so many bytes take.
pub(crate) const fn needed(bytes: u32) -> u32 {
    bytes.div_ceil(ROOM)
}
