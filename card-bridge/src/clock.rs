//! The system's clock, and how a time is written.

use hailstone_core::time::Timestamp;
use std::time::{SystemTime, UNIX_EPOCH};

/// This moment. A clock before 1970 says nothing; that is written as 1970.
pub fn now() -> Timestamp {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    Timestamp::from_unix(since.map_or(0, |since| since.as_secs()))
}

/// A time in UTC as RFC 3339 §5.6 writes it: `2026-09-20T12:00:00Z`.
pub fn write(time: Timestamp) -> String {
    const DAY: u64 = 86_400;
    let (days, second) = (time.as_unix() / DAY, time.as_unix() % DAY);
    let (year, month, day) = date(days);
    let (hour, minute) = (second / 3600, second / 60 % 60);
    format!(
        "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{:02}Z",
        second % 60
    )
}

/// The date of a day counted from 1970-01-01, in the Gregorian calendar. The year is taken to begin in March, so that the
/// leap day is its last, and years are counted in eras of 400, which all have 146,097 days.
fn date(days: u64) -> (u64, u64, u64) {
    // From 0000-03-01.
    let days = days + 719_468;
    let (era, day) = (days / 146_097, days % 146_097);
    let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    // From March on, five months have 153 days, over and over.
    let month = (5 * day + 2) / 153;
    let day = day - (153 * month + 2) / 5 + 1;
    let (month, carry) = if month < 10 {
        (month + 3, 0)
    } else {
        (month - 9, 1)
    };
    (era * 400 + year + carry, month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_written_as_in_the_standard() {
        for (seconds, written) in [
            (0, "1970-01-01T00:00:00Z"),
            (951_782_400, "2000-02-29T00:00:00Z"),
            (1_709_251_199, "2024-02-29T23:59:59Z"),
            (1_790_000_000, "2026-09-21T14:13:20Z"),
            (4_107_542_400, "2100-03-01T00:00:00Z"),
        ] {
            assert_eq!(write(Timestamp::from_unix(seconds)), written);
        }
    }
}
