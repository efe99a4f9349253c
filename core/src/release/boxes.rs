//! The boxes that a person ticks, and what a site's combinations of claims make of them.

use super::mask::Mask;

/// Whether boxes that the site can do without start ticked. They do not: less is enough, and what goes beyond it is the
/// person's own doing.
const OPTIONAL_STARTS_TICKED: bool = false;

/// What the person decided: which boxes were touched, and how they stand.
#[derive(Clone, Copy, Default)]
pub(super) struct Boxes {
    touched: Mask,
    ticks: Mask,
}

impl Boxes {
    pub(super) fn set(&mut self, place: usize, ticked: bool) {
        self.touched = self.touched.or(Mask::of(place));
        self.ticks = self.ticks.without(Mask::of(place));
        if ticked {
            self.ticks = self.ticks.or(Mask::of(place));
        }
    }

    /// How the boxes stand: as they start where the person touched none. They start as the smallest complete combination,
    /// the site's first among equals, or as `required` where there is none; where everything else is optional, that is what
    /// is required and no more.
    pub(super) fn ticked(
        self,
        combinations: impl Iterator<Item = Mask>,
        required: Mask,
        offered: Mask,
    ) -> Mask {
        let start = if OPTIONAL_STARTS_TICKED {
            offered
        } else {
            combinations
                .min_by_key(|places| places.len())
                .unwrap_or(required)
        };
        start.without(self.touched).or(self.ticks).and(offered)
    }
}

/// DQ-2: the first combination, in the site's order, all of whose boxes are ticked.
pub(super) fn selected(mut combinations: impl Iterator<Item = Mask>, ticked: Mask) -> Option<Mask> {
    combinations.find(|places| ticked.contains_all(*places))
}
