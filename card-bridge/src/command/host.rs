//! `hailstone host`: what a browser starts.

use super::{extensions_file, terminal};
use crate::card::{PcscLookout, PcscReaders};
use crate::error::Failure;
use crate::host::asker::Asker;
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
    let caller = from_arguments(caller);
    let access = allowed.check(caller.as_ref());
    let asker = Asker::of_this_process(caller.as_ref());
    let leash = Leash::default();
    let prompt = Pinentry::new(leash.clone(), terminal()).on_behalf_of(asker);
    let host = Host::new(PcscReaders::new(), prompt);
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
