//! PC/SC, the only file that knows it.

use super::fido2::usb;
use super::{Lookout, Readers, Seen, Transport};
use ::pcsc::{
    Card, Context, Disposition, Error, MAX_BUFFER_SIZE_EXTENDED, PNP_NOTIFICATION, Protocols,
    ReaderState, Scope, ShareMode, State,
};
use hailstone_core::card::CardError;
use hailstone_core::secret::SecretBytes;
use std::ffi::CString;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};
use zeroize::Zeroizing;

/// How long another program may keep the card before we give up: an e-mail program that signs is done by then.
const PATIENCE: Duration = Duration::from_secs(2);
/// Between two attempts.
const PAUSE: Duration = Duration::from_millis(100);

/// The system's readers.
#[derive(Default)]
pub struct PcscReaders {
    context: Option<Context>,
}

impl PcscReaders {
    /// Does not connect to the service yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Runs `action` in a context that works. A service that was started anew leaves old contexts dead although they say
    /// that they are valid, so after such an error there is one more attempt in a new context.
    fn in_context<T>(&mut self, action: impl Fn(&Context) -> Result<T, Error>) -> Result<T, Error> {
        if let Some(context) = self.context.take() {
            match action(&context) {
                Err(Error::NoService | Error::ServiceStopped | Error::InvalidHandle) => {}
                outcome => {
                    self.context = Some(context);
                    return outcome;
                }
            }
        }
        let context = Context::establish(Scope::User)?;
        let outcome = action(&context);
        self.context = Some(context);
        outcome
    }
}

impl Readers for PcscReaders {
    fn with_card(&mut self) -> Result<Vec<String>, CardError> {
        let names = match self.in_context(Context::list_readers_owned) {
            Ok(names) => names,
            Err(Error::NoReadersAvailable) => Vec::new(),
            Err(error) => return Err(card_error(error)),
        };
        if names.is_empty() {
            return Err(CardError::ReaderAbsent);
        }
        let present = self
            .in_context(|context| {
                let mut states: Vec<ReaderState> = names
                    .iter()
                    .map(|name| ReaderState::new(name.clone(), State::UNAWARE))
                    .collect();
                context.get_status_change(Duration::ZERO, &mut states)?;
                Ok(states
                    .iter()
                    .filter(|state| state.event_state().contains(State::PRESENT))
                    .filter_map(|state| state.name().to_str().ok().map(String::from))
                    .collect::<Vec<_>>())
            })
            .map_err(card_error)?;
        if present.is_empty() {
            return Err(CardError::Absent);
        }
        Ok(present)
    }

    fn connect(&mut self, reader: &str) -> Result<Box<dyn Transport>, CardError> {
        let name = CString::new(reader).map_err(|_| CardError::ReaderAbsent)?;
        let deadline = Instant::now() + PATIENCE;
        loop {
            let connected = self
                .in_context(|context| context.connect(&name, ShareMode::Exclusive, Protocols::ANY));
            match connected {
                Ok(card) => return Ok(Box::new(PcscCard { card: Some(card) })),
                Err(Error::SharingViolation) if Instant::now() < deadline => thread::sleep(PAUSE),
                Err(error) => return Err(card_error(error)),
            }
        }
    }

    fn keys(&mut self) -> Vec<(String, String)> {
        usb::list()
    }

    fn connect_key(&mut self, path: &str) -> Result<Box<dyn Transport>, CardError> {
        usb::connect(path)
    }
}

/// Whether a look ends when there is another reader. macOS does not tell, so there the list is read anew every second.
const TELLS_OF_READERS: bool = !cfg!(target_os = "macos");
/// How long one look waits at most: a call to end it that comes just before it begins is not heard.
const LONGEST: Duration = Duration::from_secs(if TELLS_OF_READERS { 60 } else { 1 });
/// How often the list of readers may change while one look begins.
const ATTEMPTS: usize = 4;

/// The system's readers, looked at from outside.
#[derive(Default)]
pub struct PcscLookout {
    /// Shared with who may end a look.
    context: Arc<Mutex<Option<Context>>>,
    /// As they were at the last look.
    states: Vec<ReaderState>,
    /// Whether there was one in this context.
    has_looked: bool,
}

impl PcscLookout {
    /// Does not connect to the service yet.
    pub fn new() -> Self {
        Self::default()
    }

    fn context(&self) -> Result<Context, Error> {
        let mut context = self.context.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(context) = &*context {
            return Ok(context.clone());
        }
        Ok(context.insert(Context::establish(Scope::User)?).clone())
    }

    fn wait(&mut self) -> Result<(), Error> {
        let context = self.context()?;
        let names = match context.list_readers_owned() {
            Ok(names) => names,
            Err(Error::NoReadersAvailable) => Vec::new(),
            Err(error) => return Err(error),
        };
        let timeout = if self.has_looked {
            LONGEST
        } else {
            Duration::ZERO
        };
        // The last one is no reader: it tells that there are others.
        let news = TELLS_OF_READERS.then_some(PNP_NOTIFICATION());
        let wanted = names.iter().map(|name| &**name).chain(news);
        let mut before = std::mem::take(&mut self.states);
        let mut states: Vec<ReaderState> = wanted
            .map(|name| {
                let known = before.iter().position(|state| state.name() == name);
                known.map_or_else(
                    || ReaderState::new(name, State::UNAWARE),
                    |at| before.swap_remove(at),
                )
            })
            .collect();
        if states.is_empty() {
            thread::sleep(timeout);
        } else {
            match context.get_status_change(timeout, &mut states) {
                Ok(()) | Err(Error::Timeout | Error::Cancelled) => {}
                Err(error) => return Err(error),
            }
        }
        for state in &mut states {
            state.sync_current_state();
        }
        self.states = states;
        self.has_looked = true;
        Ok(())
    }

    fn seen(&self) -> Vec<Seen> {
        let readers = self.states.iter().filter(|state| {
            state.name() != PNP_NOTIFICATION()
                && !state
                    .event_state()
                    .intersects(State::UNKNOWN | State::IGNORE)
        });
        let seen = readers.filter_map(|state| {
            Some(Seen {
                reader: state.name().to_str().ok()?.into(),
                has_card: state.event_state().contains(State::PRESENT),
                changes: state.event_count(),
            })
        });
        seen.collect()
    }
}

impl Lookout for PcscLookout {
    fn look(&mut self) -> Result<Vec<Seen>, CardError> {
        let mut outcome = Err(Error::UnknownReader);
        for _ in 0..ATTEMPTS {
            outcome = self.wait();
            self.has_looked &= outcome.is_ok();
            // A reader that went between the list and the look.
            if outcome != Err(Error::UnknownReader) {
                break;
            }
        }
        outcome.map_err(|error| {
            // A service that was started anew leaves old contexts dead.
            *self.context.lock().unwrap_or_else(PoisonError::into_inner) = None;
            card_error(error)
        })?;
        Ok(self.seen())
    }

    fn waker(&self) -> Box<dyn Fn() + Send> {
        let context = self.context.clone();
        Box::new(move || {
            let context = context.lock().unwrap_or_else(PoisonError::into_inner);
            // Where that fails, the look ends by itself.
            if let Some(context) = &*context {
                let _not_ended = context.cancel();
            }
        })
    }
}

/// A card that nobody else can reach.
struct PcscCard {
    /// Only ever `None` while it is dropped.
    card: Option<Card>,
}

impl Transport for PcscCard {
    fn transmit(&mut self, command: &[u8]) -> Result<SecretBytes, CardError> {
        let card = self.card.as_ref().ok_or(CardError::Removed)?;
        let mut buffer = Zeroizing::new(vec![0; MAX_BUFFER_SIZE_EXTENDED]);
        let answer = card.transmit(command, &mut buffer).map_err(card_error)?;
        Ok(SecretBytes::new(answer.to_vec()))
    }
}

impl Drop for PcscCard {
    fn drop(&mut self) {
        if let Some(card) = self.card.take() {
            // A card that was taken out cannot be reset, and need not be.
            drop(card.disconnect(Disposition::ResetCard));
        }
    }
}

fn card_error(error: Error) -> CardError {
    match error {
        Error::NoService | Error::ServiceStopped | Error::Shutdown => CardError::ServiceAbsent,
        Error::NoReadersAvailable | Error::UnknownReader | Error::ReaderUnavailable => {
            CardError::ReaderAbsent
        }
        Error::NoSmartcard => CardError::Absent,
        Error::SharingViolation => CardError::InUse,
        // pcscd says "not transacted" first, and only later "removed".
        Error::RemovedCard | Error::NotTransacted | Error::ResetCard | Error::UnpoweredCard => {
            CardError::Removed
        }
        _ => CardError::Reader,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_person_can_mend_has_its_own_error() {
        assert_eq!(card_error(Error::NoService), CardError::ServiceAbsent);
        assert_eq!(card_error(Error::SharingViolation), CardError::InUse);
        assert_eq!(card_error(Error::NotTransacted), CardError::Removed);
        assert_eq!(card_error(Error::NoSmartcard), CardError::Absent);
        assert_eq!(card_error(Error::CommError), CardError::Reader);
    }
}
