//! Two 64-bit words that go through the same operations, and pairs of such pairs.

pub(crate) use two::Pair;

/// SIMD of wasm32.
#[cfg(all(target_family = "wasm", target_feature = "simd128"))]
mod two {
    use core::arch::wasm32::{
        u16x8_shuffle, u32x4_shuffle, u64x2, u64x2_add, u64x2_extmul_high_u32x4,
        u64x2_extmul_low_u32x4, u64x2_extract_lane, u64x2_shl, u64x2_shr, u64x2_shuffle, v128,
        v128_or, v128_xor,
    };
    #[derive(Clone, Copy)]
    #[repr(transparent)]
    pub(crate) struct Pair(v128);

    impl Pair {
        pub(crate) const ZERO: Self = Self(u64x2(0, 0));

        #[inline(always)]
        pub(crate) fn new([first, second]: [u64; 2]) -> Self {
            Self(u64x2(first, second))
        }

        #[inline(always)]
        pub(crate) fn words(self) -> [u64; 2] {
            [
                u64x2_extract_lane::<0>(self.0),
                u64x2_extract_lane::<1>(self.0),
            ]
        }

        #[inline(always)]
        pub(crate) fn xor(self, other: Self) -> Self {
            Self(v128_xor(self.0, other.0))
        }

        #[inline(always)]
        pub(crate) fn rotate_right_32(self) -> Self {
            Self(u32x4_shuffle::<1, 0, 3, 2>(self.0, self.0))
        }

        #[inline(always)]
        pub(crate) fn rotate_right_24(self) -> Self {
            Self(v128_or(u64x2_shr(self.0, 24), u64x2_shl(self.0, 40)))
        }

        #[inline(always)]
        pub(crate) fn rotate_right_16(self) -> Self {
            Self(u16x8_shuffle::<1, 2, 3, 0, 5, 6, 7, 4>(self.0, self.0))
        }

        #[inline(always)]
        pub(crate) fn rotate_right_63(self) -> Self {
            Self(v128_or(u64x2_shr(self.0, 63), u64x2_add(self.0, self.0)))
        }

        /// The second word of this pair and the first of the other.
        #[inline(always)]
        pub(crate) fn slide(self, other: Self) -> Self {
            Self(u64x2_shuffle::<1, 2>(self.0, other.0))
        }

        /// `x + y + 2 * low(x) * low(y)` of each word, `low` being its lower half. The halves of two pairs are brought together
        /// first, because SIMD multiplies what lies side by side.
        #[inline(always)]
        pub(crate) fn multiply_add([x, z]: [Self; 2], [y, w]: [Self; 2]) -> [Self; 2] {
            let left = u32x4_shuffle::<0, 2, 4, 6>(x.0, z.0);
            let right = u32x4_shuffle::<0, 2, 4, 6>(y.0, w.0);
            let sum = |x: v128, y: v128, product: v128| {
                Self(u64x2_add(u64x2_add(x, product), u64x2_add(y, product)))
            };
            [
                sum(x.0, y.0, u64x2_extmul_low_u32x4(left, right)),
                sum(z.0, w.0, u64x2_extmul_high_u32x4(left, right)),
            ]
        }
    }
}

/// The same for any machine.
#[cfg(not(all(target_family = "wasm", target_feature = "simd128")))]
mod two {
    #[derive(Clone, Copy)]
    pub(crate) struct Pair([u64; 2]);

    impl Pair {
        pub(crate) const ZERO: Self = Self([0; 2]);

        #[inline(always)]
        pub(crate) const fn new(words: [u64; 2]) -> Self {
            Self(words)
        }

        #[inline(always)]
        pub(crate) const fn words(self) -> [u64; 2] {
            self.0
        }

        #[inline(always)]
        pub(crate) fn xor(self, other: Self) -> Self {
            self.with(other, |x, y| x ^ y)
        }

        #[inline(always)]
        pub(crate) fn rotate_right_32(self) -> Self {
            Self(self.0.map(|word| word.rotate_right(32)))
        }

        #[inline(always)]
        pub(crate) fn rotate_right_24(self) -> Self {
            Self(self.0.map(|word| word.rotate_right(24)))
        }

        #[inline(always)]
        pub(crate) fn rotate_right_16(self) -> Self {
            Self(self.0.map(|word| word.rotate_right(16)))
        }

        #[inline(always)]
        pub(crate) fn rotate_right_63(self) -> Self {
            Self(self.0.map(|word| word.rotate_right(63)))
        }

        #[inline(always)]
        pub(crate) const fn slide(self, other: Self) -> Self {
            let ([_, second], [first, _]) = (self.0, other.0);
            Self([second, first])
        }

        #[inline(always)]
        pub(crate) fn multiply_add([x, z]: [Self; 2], [y, w]: [Self; 2]) -> [Self; 2] {
            let low = |word: u64| word & u64::from(u32::MAX);
            let one = |x: u64, y: u64| {
                let product = low(x).wrapping_mul(low(y));
                x.wrapping_add(y)
                    .wrapping_add(product)
                    .wrapping_add(product)
            };
            [x.with(y, one), z.with(w, one)]
        }

        #[inline(always)]
        fn with(self, other: Self, one: impl Fn(u64, u64) -> u64) -> Self {
            let ([a, b], [c, d]) = (self.0, other.0);
            Self([one(a, c), one(b, d)])
        }
    }
}
