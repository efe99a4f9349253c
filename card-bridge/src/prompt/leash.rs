//! A hold on the prompt's process, so that it goes away when nobody waits for its answer any more.

use std::process::Child;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// How long a prompt may take to end by itself once it has given its answer.
const FAREWELL: Duration = Duration::from_millis(500);

/// Shared between the one who asks and the one who may call it off.
#[derive(Clone, Debug, Default)]
pub struct Leash(Arc<Mutex<State>>);

#[derive(Debug, Default)]
struct State {
    called_off: bool,
    child: Option<Child>,
}

impl Leash {
    /// Nothing is asked any more: ends the prompt that is open, and every one that would be opened.
    pub fn call_off(&self) {
        let mut state = self.state();
        state.called_off = true;
        end(state.child.take());
    }

    /// Whether everything was called off.
    pub fn called_off(&self) -> bool {
        self.state().called_off
    }

    /// Holds a new process; ends it at once when everything was called off meanwhile.
    pub(super) fn hold(&self, child: Child) {
        let mut state = self.state();
        end(state.child.replace(child));
        if state.called_off {
            end(state.child.take());
        }
    }

    /// Waits for the process to end, and ends it if it does not.
    pub(super) fn release(&self) {
        let deadline = Instant::now() + FAREWELL;
        while Instant::now() < deadline {
            match self.state().child.as_mut().map(Child::try_wait) {
                Some(Ok(None)) => thread::sleep(Duration::from_millis(5)),
                _ => break,
            }
        }
        end(self.state().child.take());
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn end(child: Option<Child>) {
    if let Some(mut child) = child {
        // It may have ended by itself, which is as good.
        drop(child.kill());
        drop(child.wait());
    }
}
