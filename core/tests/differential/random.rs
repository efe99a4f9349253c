//! The same numbers in every run.

/// SplitMix64 (Steele, Lea, Flood 2014).
pub(crate) struct Random(u64);

impl Random {
    pub(crate) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A number below `bound`, which is small.
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        let mixed = mixed ^ (mixed >> 31);
        usize::try_from(mixed % u64::try_from(bound).unwrap()).unwrap()
    }

    /// The same as a `u64`.
    pub(crate) fn below_u64(&mut self, bound: usize) -> u64 {
        u64::try_from(self.below(bound)).unwrap()
    }

    /// Yes in so many of a hundred.
    pub(crate) fn percent(&mut self, yes: usize) -> bool {
        self.below(100) < yes
    }

    pub(crate) fn pick<'a, T>(&mut self, choices: &'a [T]) -> &'a T {
        &choices[self.below(choices.len())]
    }

    /// Some of them, in their order.
    pub(crate) fn some<T: Clone>(&mut self, choices: &[T], each_percent: usize) -> Vec<T> {
        let kept = choices.iter().filter(|_| self.percent(each_percent));
        kept.cloned().collect()
    }
}
