//! How many commands a card took, and how long it worked on them.

use super::{Readers, Transport};
use hailstone_core::card::CardError;
use hailstone_core::secret::SecretBytes;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// What was counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// Commands, each with its answer.
    pub apdus: u32,
    /// From the commands to the answers, the reader and its service included.
    pub time: Duration,
}

/// Readers whose cards are counted.
pub struct Metered<R> {
    readers: R,
    count: Arc<Mutex<Count>>,
}

impl<R> Metered<R> {
    /// Nothing is counted yet.
    pub fn new(readers: R) -> Self {
        Self {
            readers,
            count: Arc::default(),
        }
    }

    /// What was counted since the last time.
    pub fn take(&self) -> Count {
        std::mem::take(&mut *self.count.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl<R: Readers> Readers for Metered<R> {
    fn with_card(&mut self) -> Result<Vec<String>, CardError> {
        self.readers.with_card()
    }

    fn connect(&mut self, reader: &str) -> Result<Box<dyn Transport>, CardError> {
        Ok(Box::new(Counted {
            transport: self.readers.connect(reader)?,
            count: self.count.clone(),
        }))
    }

    fn keys(&mut self) -> Vec<(String, String)> {
        self.readers.keys()
    }

    fn connect_key(&mut self, path: &str) -> Result<Box<dyn Transport>, CardError> {
        Ok(Box::new(Counted {
            transport: self.readers.connect_key(path)?,
            count: self.count.clone(),
        }))
    }
}

struct Counted {
    transport: Box<dyn Transport>,
    count: Arc<Mutex<Count>>,
}

impl Transport for Counted {
    fn transmit(&mut self, command: &[u8]) -> Result<SecretBytes, CardError> {
        let start = Instant::now();
        let answer = self.transport.transmit(command);
        let mut count = self.count.lock().unwrap_or_else(PoisonError::into_inner);
        count.apdus += 1;
        count.time += start.elapsed();
        answer
    }
}
