//! Software cards and an isolated PC/SC stack to put them in, for tests and the demonstration.
//!
//! One card is somebody else's: the three applications of the Nitrokey 3, [`opcard`], [`piv_authenticator`] and
//! [`fido_authenticator`], so that our code meets habits that are not our own. The first is under the LGPL, and therefore
//! this package is a process of its own that nothing we ship links. Another card has our own application, [`hailstone_applet`], and a
//! third one has all four beside one another.
//!
//! - [`card`] puts a card together and answers APDUs in-process;
//! - [`flash`] is a card's memory whose power can be cut at any write;
//! - [`vpcd`] connects such a card to the virtual reader of `pcscd`;
//! - [`stack`] runs `pcscd` and cards where no other process or host can see them.
//!
//! Nothing here protects anything: the random numbers come from a fixed seed, on purpose.

mod backends;
mod beside;
pub mod card;
mod dispatch;
pub mod flash;
mod hailstone;
mod large;
pub mod stack;
pub mod vpcd;
