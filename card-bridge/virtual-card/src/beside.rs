//! Our own application in a firmware beside others, as `hailstone_applet::trussed` has it.

use apdu_app::Interface;
use hailstone_applet::{
    Applet, LONGEST_DATA,
    trussed::{Files, random},
};
use trussed::backend::BackendId;
use trussed_core::types::Location;

use crate::{backends::Service, card::Client, dispatch::Application};

/// The firmware's name for it: the directory of its files, where no other application gets.
pub(crate) const NAME: &str = "hailstone";

/// Who answers it: files and random numbers are the core's, and the others' services are no business of its.
pub(crate) const ORDER: &[BackendId<Service>] = &[BackendId::Core];

/// 64 KiB.
const FILES: u16 = 128;

/// When the card was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Made {
    Now,
    Before,
}

/// The application, mounted; a card that is made now is formatted first. None comes of it when the memory failed.
pub(crate) fn application(mut client: Client<'_>, made: Made) -> Option<Application<'_>> {
    let random = random(&mut client).ok()?;
    let mut files = Files::new(client, Location::External, FILES);
    if made == Made::Now {
        files.reserve().ok()?;
    }
    let mut applet = Box::new(Applet::new(files, random));
    match made {
        Made::Now => applet.format(),
        Made::Before => applet.mount(),
    }
    .ok()?;
    Some(Application {
        app: applet,
        interface: Interface::Contact,
        proprietary: false,
        longest: LONGEST_DATA,
        ends_when_refused: true,
    })
}
