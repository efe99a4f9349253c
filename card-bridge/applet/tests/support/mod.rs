//! A host, a prompt and a memory, written from `docs/card-application.md` alone.
#![allow(
    dead_code,
    unreachable_pub,
    missing_docs,
    unused_imports,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "each test binary uses a part of it, and what goes wrong is a failed test"
)]

pub mod flash;
pub mod host;
pub mod random;
pub mod seen;

pub use flash::Flash;
pub use host::{Host, Reply, seal_pin};
pub use random::TestRandom;

use hailstone_applet::{Applet, dispatch::Dispatcher};

pub const AID: &[u8] = b"\xf0HAILSTONE\x01";
pub const PIN: [u8; 32] = [0x11; 32];
pub const PUK: [u8; 32] = [0x22; 32];
pub const WRONG: [u8; 32] = [0x33; 32];

pub type Card = Dispatcher<Applet<Flash, TestRandom>>;

/// A card in its reader.
pub fn card(flash: &Flash) -> Card {
    let mut card = Dispatcher::new(Applet::new(flash.clone(), TestRandom::new(7)));
    card.app().mount().unwrap();
    card
}

/// A memory with a new card in it.
pub fn formatted(blocks: usize) -> Flash {
    let flash = Flash::new(4608 + 256 * blocks);
    let mut applet = Applet::new(flash.clone(), TestRandom::new(1));
    applet.format().unwrap();
    flash
}

/// A memory with a card in use: PIN and PUK as above, 3 and 10 tries.
pub fn personalised(blocks: usize) -> Flash {
    let flash = formatted(blocks);
    let mut card = card(&flash);
    let mut host = Host::open(&mut card);
    host.personalise(&mut card).unwrap();
    flash
}

/// One byte string behind another.
pub fn join(parts: &[&[u8]]) -> Vec<u8> {
    parts.concat()
}
