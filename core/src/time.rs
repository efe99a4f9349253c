//! Time comes in as an argument: seconds since 1970-01-01T00:00:00Z (RFC 7519 `NumericDate`, whole seconds).

use serde::{Deserialize, Serialize};

/// Seconds since the Unix epoch, leap seconds ignored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Timestamp(u64);

impl Timestamp {
    /// From whole seconds since the Unix epoch.
    pub const fn from_unix(seconds: u64) -> Self {
        Self(seconds)
    }

    /// Whole seconds since the Unix epoch.
    pub const fn as_unix(self) -> u64 {
        self.0
    }

    /// This moment plus `seconds`; stays at the end of time rather than wrapping.
    pub const fn plus_seconds(self, seconds: u64) -> Self {
        Self(self.0.saturating_add(seconds))
    }
}
