//! The vault's rules, through its public face.
#![allow(clippy::unwrap_used, reason = "tests, and helpers of tests")]

mod backup;
mod beside;
mod bulk;
mod clock;
mod excerpt;
mod following;
mod format;
mod frozen;
mod merging;
mod merging_credentials;
mod opening;
mod records;
mod recovery;
mod renewal;
mod rollback;
mod scanning;
mod shares;
mod support;
mod tampering;
mod unlockers;
mod version_three;
mod version_two;
mod writing;
