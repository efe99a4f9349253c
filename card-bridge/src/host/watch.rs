//! The watch over the readers that one conversation has.

use crate::card::{Lookout, Watch};
use hailstone_core::wire::{Event, Outgoing};

/// Begins watches, one at a time, each with a lookout of its own.
pub struct WatchDesk {
    begin: Box<dyn FnMut(Tell) -> Watch + Send>,
    watch: Option<Watch>,
}

type Tell = Box<dyn FnMut(Event) + Send>;

impl WatchDesk {
    /// `lookout` makes what is looked from.
    pub fn new<L: Lookout>(mut lookout: impl FnMut() -> L + Send + 'static) -> Self {
        Self {
            begin: Box::new(move |tell| Watch::begin(lookout(), tell)),
            watch: None,
        }
    }

    /// Answers a request to watch with everything that happens from now on.
    pub fn watch(&mut self, id: u64, mut send: impl FnMut(&Outgoing) + Send + 'static) {
        // The one before it ends first.
        self.watch = None;
        let tell = Box::new(move |event| send(&Outgoing::event(id, event)));
        self.watch = Some((self.begin)(tell));
    }
}
