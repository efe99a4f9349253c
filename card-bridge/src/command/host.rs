//! `hailstone host`: what a browser starts.

use super::{extensions_file, terminal};
use crate::card::{PcscLookout, PcscReaders};
use crate::error::Failure;
use crate::host::caller::{Allowed, from_arguments};
use crate::host::desk::StoreDesk;
use crate::host::dispatch::Host;
use crate::host::serve;
use crate::host::watch::WatchDesk;
use crate::locks::Locks;
use crate::prompt::{Leash, Pinentry};
use crate::store::default_file;
use std::io;

/// Serves the extension that these arguments name.
///
/// # Errors
/// As [`serve`].
pub fn run(caller: &[String]) -> Result<(), Failure> {
    // Without a list of additions our own extension is still allowed.
    let allowed = extensions_file()
        .and_then(|path| Allowed::load(&path))
        .unwrap_or_default();
    let access = allowed.check(from_arguments(caller).as_ref());
    let leash = Leash::default();
    let host = Host::new(PcscReaders::new(), Pinentry::new(leash.clone(), terminal()));
    let desk = StoreDesk::new(default_file()?, Locks::usual()?);
    Ok(serve(
        io::stdin(),
        io::stdout(),
        access,
        host,
        desk,
        WatchDesk::new(PcscLookout::new),
        &leash,
    )?)
}
