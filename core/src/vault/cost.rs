use super::VaultError;
use crate::hazmat::argon2id;
use serde::{Deserialize, Serialize};

/// How long deriving a key from a new passphrase shall take.
const AIM_MILLISECONDS: u64 = 500;

/// The cost of deriving a key from a passphrase with Argon2id (RFC 9106).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cost {
    /// Memory in KiB.
    pub memory: u32,
    /// Passes over the memory.
    pub passes: u32,
    /// Lanes.
    pub lanes: u32,
}

impl Cost {
    /// The least that a header may ask for.
    pub const FLOOR: Self = Self {
        memory: 19_456,
        passes: 2,
        lanes: 1,
    };
    /// The most that a header may ask for, so that a hostile one cannot stop the machine.
    pub const CEILING: Self = Self {
        memory: 1_048_576,
        passes: 16,
        lanes: 16,
    };
    /// What a new passphrase gets: 64 MiB, three passes.
    pub const DEFAULT: Self = Self {
        memory: 65_536,
        passes: 3,
        lanes: 1,
    };

    /// What a new passphrase gets on a machine where deriving at the cost `trial` took so long: about half a second. That
    /// is passes over [`Cost::DEFAULT`]'s memory; a machine that is too slow for two of them gets less memory, down to the
    /// floor. The time grows with memory and passes, so one trial is enough: [`Cost::FLOOR`] is over soonest.
    #[must_use]
    pub fn calibrated(trial: Self, took_milliseconds: u32) -> Self {
        // How many KiB this machine passes over in the time.
        let work = u64::from(trial.memory)
            .saturating_mul(u64::from(trial.passes))
            .saturating_mul(AIM_MILLISECONDS)
            .div_euclid(u64::from(took_milliseconds.max(1)));
        let within = |value: u64, floor: u32, ceiling: u32| {
            u32::try_from(value)
                .unwrap_or(u32::MAX)
                .clamp(floor, ceiling)
        };
        let (floor, memory) = (Self::FLOOR, Self::DEFAULT.memory);
        let passes = work.div_euclid(u64::from(memory));
        if passes >= u64::from(floor.passes) {
            let passes = within(passes, floor.passes, Self::CEILING.passes);
            return Self {
                memory,
                passes,
                lanes: 1,
            };
        }
        let whole = work.div_euclid(u64::from(floor.passes).saturating_mul(1024));
        let memory = within(whole.saturating_mul(1024), floor.memory, memory);
        Self {
            memory,
            passes: floor.passes,
            lanes: 1,
        }
    }

    /// Derives a key from nothing at this cost, for a host that measures how long its machine takes.
    ///
    /// # Errors
    /// [`VaultError::CostOutOfRange`] and [`VaultError::DerivationFailed`].
    pub fn try_out(self) -> Result<(), VaultError> {
        let Self {
            memory,
            passes,
            lanes,
        } = self.check()?;
        let outcome = argon2id::derive(&[], &[0; 16], memory, passes, lanes);
        outcome.map(drop).map_err(|_| VaultError::DerivationFailed)
    }

    pub(super) fn check(self) -> Result<Self, VaultError> {
        let within = |value, floor, ceiling| floor <= value && value <= ceiling;
        let good = within(self.memory, Self::FLOOR.memory, Self::CEILING.memory)
            && within(self.passes, Self::FLOOR.passes, Self::CEILING.passes)
            && within(self.lanes, Self::FLOOR.lanes, Self::CEILING.lanes);
        if good {
            Ok(self)
        } else {
            Err(VaultError::CostOutOfRange)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(trial: Cost, took: u32) -> (u32, u32) {
        let cost = Cost::calibrated(trial, took);
        assert_eq!(cost.check(), Ok(cost));
        assert_eq!(cost.lanes, 1);
        (cost.memory, cost.passes)
    }

    #[test]
    fn a_cost_is_calibrated_to_half_a_second_between_floor_and_ceiling() {
        // One pass over the default's 64 MiB takes 50 ms here, then 100, 200.
        let trial = Cost {
            passes: 1,
            ..Cost::DEFAULT
        };
        assert_eq!(of(trial, 50), (65_536, 10));
        assert_eq!(of(trial, 100), (65_536, 5));
        assert_eq!(of(trial, 200), (65_536, 2));
        // Too slow for two passes over so much: less memory, in whole MiB, and never less than the floor.
        assert_eq!(of(trial, 400), (40_960, 2));
        assert_eq!(of(trial, 60_000), (Cost::FLOOR.memory, 2));
        assert_eq!(of(trial, u32::MAX), (Cost::FLOOR.memory, 2));
        // As fast as no machine is.
        assert_eq!(of(trial, 0), (65_536, 16));
    }

    #[test]
    fn a_trial_at_the_floor_says_the_same_as_one_at_the_default() {
        // 38,912 KiB in 20 ms are as fast as 196,608 KiB in 101 ms.
        assert_eq!(of(Cost::FLOOR, 20), of(Cost::DEFAULT, 101));
        for took in 1..2000 {
            let (memory, passes) = of(Cost::FLOOR, took);
            let (slower_memory, slower_passes) = of(Cost::FLOOR, took + 1);
            assert!(slower_memory <= memory && slower_passes <= passes, "{took}");
        }
    }
}
