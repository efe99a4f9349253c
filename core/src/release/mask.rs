/// A set of places below 64, in a list whose length the request's limits keep to that.
///
/// Whether a record satisfies a claim set is then one comparison, however many sets the site sends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Mask(u64);

impl Mask {
    /// How many places there are.
    pub(super) const PLACES: usize = 64;

    /// No place at all.
    pub(super) const EMPTY: Self = Self(0);

    /// One place. One that is out of range would be lost, so lists are kept to [`Mask::PLACES`] where they are read.
    pub(super) fn of(place: usize) -> Self {
        debug_assert!(place < Self::PLACES, "the list is too long for a mask");
        let bit = u32::try_from(place)
            .ok()
            .and_then(|place| 1_u64.checked_shl(place));
        Self(bit.unwrap_or_default())
    }

    pub(super) fn contains(self, place: usize) -> bool {
        !self.and(Self::of(place)).is_empty()
    }

    pub(super) const fn contains_all(self, other: Self) -> bool {
        other.0 & !self.0 == 0
    }

    pub(super) const fn is_empty(self) -> bool {
        self.0 == 0
    }

    pub(super) const fn len(self) -> u32 {
        self.0.count_ones()
    }

    #[must_use]
    pub(super) const fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    #[must_use]
    pub(super) const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    #[must_use]
    pub(super) const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }
}

impl FromIterator<usize> for Mask {
    fn from_iter<I: IntoIterator<Item = usize>>(places: I) -> Self {
        places.into_iter().map(Self::of).fold(Self::EMPTY, Self::or)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mask_is_a_set_of_places() {
        let mask: Mask = [0, 5, 63].into_iter().collect();
        assert_eq!(mask.len(), 3);
        assert!(mask.contains(63) && !mask.contains(62));
        assert!(mask.contains_all(Mask::of(5)) && !mask.contains_all(Mask::of(6)));
        assert!(mask.contains_all(Mask::EMPTY) && !Mask::EMPTY.contains_all(mask));
        assert_eq!(mask.without(Mask::of(0)), Mask::of(5).or(Mask::of(63)));
        assert!(mask.and(Mask::of(1)).is_empty());
    }
}
