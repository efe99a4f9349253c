//! Insertion and removal, as they happen. A watch never connects to a card.

use hailstone_core::card::CardError;
use hailstone_core::wire::{CardReader, Event};
use std::convert::Infallible;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

/// How long a service that does not answer is left alone: nothing tells that it is back.
const ABSENT: Duration = Duration::from_secs(1);
/// A look that shows nothing new and took less than this is followed by a pause of as much: not every change that wakes us is one
/// of cards, and a system that never lets us wait must not keep us busy.
const BRAKE: Duration = Duration::from_millis(100);

/// One reader, as it was seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// Its name.
    pub reader: String,
    /// Whether a card is in it.
    pub has_card: bool,
    /// How many cards were put in or taken out so far, where the system counts that.
    pub changes: u32,
}

/// Where readers can be seen from.
pub trait Lookout: Send + 'static {
    /// All readers: at once where it is the first look or the last one failed, else when something may have changed.
    ///
    /// # Errors
    /// [`CardError::ServiceAbsent`] and whatever else keeps it from being known.
    fn look(&mut self) -> Result<Vec<Seen>, CardError>;

    /// What ends a look that waits, from another thread.
    fn waker(&self) -> Box<dyn Fn() + Send>;
}

/// A watch that is under way, in a thread of its own. Dropping it ends it.
pub struct Watch {
    /// Nothing is ever sent: that it is gone is what is said.
    end: Option<mpsc::Sender<Infallible>>,
    wake: Box<dyn Fn() + Send>,
}

impl Watch {
    /// Tells what is there at once, and then every change.
    pub fn begin(lookout: impl Lookout, tell: impl FnMut(Event) + Send + 'static) -> Self {
        let wake = lookout.waker();
        let (end, ended) = mpsc::channel();
        thread::spawn(move || keep_looking(lookout, tell, &ended));
        Self {
            end: Some(end),
            wake,
        }
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.end = None;
        (self.wake)();
    }
}

fn keep_looking(
    mut lookout: impl Lookout,
    mut tell: impl FnMut(Event),
    ended: &mpsc::Receiver<Infallible>,
) {
    let mut told = None;
    let mut pause = Duration::ZERO;
    while ended.recv_timeout(pause) == Err(RecvTimeoutError::Timeout) {
        let started = Instant::now();
        let sight = lookout.look().ok();
        if ended.try_recv() == Err(mpsc::TryRecvError::Disconnected) {
            return;
        }
        let news = news(told.as_ref(), &sight);
        pause = match (&sight, news.is_empty()) {
            (None, _) => ABSENT,
            (Some(_), true) if started.elapsed() < BRAKE => BRAKE,
            (Some(_), _) => Duration::ZERO,
        };
        for event in news {
            tell(event);
        }
        told = Some(sight);
    }
}

/// The readers, or that nobody can tell.
type Sight = Option<Vec<Seen>>;

/// What is to be told of a sight after the one before it.
fn news(before: Option<&Sight>, now: &Sight) -> Vec<Event> {
    let Some(now) = now else {
        return match before {
            Some(None) => Vec::new(),
            Some(Some(_)) | None => vec![Event::CardServiceAbsent],
        };
    };
    let Some(Some(before)) = before else {
        return vec![event(now, |_| false)];
    };
    let was_changed = |seen: &Seen| {
        let same = |one: &&Seen| one.reader == seen.reader;
        let earlier = before.iter().find(same);
        earlier.is_some_and(|one| one.has_card && one.changes != seen.changes)
    };
    let mut news = Vec::new();
    if now.iter().any(|seen| seen.has_card && was_changed(seen)) {
        news.push(event(now, was_changed));
    }
    let shown = |all: &[Seen]| -> Vec<(String, bool)> {
        let one = |seen: &Seen| (seen.reader.clone(), seen.has_card);
        all.iter().map(one).collect()
    };
    if !news.is_empty() || shown(before) != shown(now) {
        news.push(event(now, |_| false));
    }
    news
}

/// The readers as a message has them, with those that are `out` as empty.
fn event(seen: &[Seen], out: impl Fn(&Seen) -> bool) -> Event {
    let reader = |seen: &Seen| CardReader {
        reader: seen.reader.clone(),
        has_card: seen.has_card && !out(seen),
    };
    Event::CardReaders {
        readers: seen.iter().map(reader).collect(),
    }
}

#[cfg(test)]
pub(crate) mod testing {
    use super::*;
    use std::sync::{Arc, Mutex, PoisonError};

    /// Gives what is put into it, one after the other, and waits for more.
    pub(crate) struct FakeLookout {
        sights: mpsc::Receiver<Result<Vec<Seen>, CardError>>,
        wake: Arc<Mutex<Option<Hand>>>,
    }

    pub(crate) type Hand = mpsc::Sender<Result<Vec<Seen>, CardError>>;

    impl FakeLookout {
        pub(crate) fn new() -> (Hand, Self) {
            let (hand, sights) = mpsc::channel();
            let wake = Arc::new(Mutex::new(Some(hand.clone())));
            (hand, Self { sights, wake })
        }
    }

    impl Lookout for FakeLookout {
        fn look(&mut self) -> Result<Vec<Seen>, CardError> {
            self.sights.recv().unwrap_or(Err(CardError::Reader))
        }

        fn waker(&self) -> Box<dyn Fn() + Send> {
            let wake = self.wake.clone();
            Box::new(move || {
                let hand = wake.lock().unwrap_or_else(PoisonError::into_inner).take();
                drop(hand.map(|hand| hand.send(Err(CardError::Reader))));
            })
        }
    }

    pub(crate) fn seen(reader: &str, has_card: bool, changes: u32) -> Seen {
        Seen {
            reader: reader.into(),
            has_card,
            changes,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::testing::{FakeLookout, seen};
    use super::*;

    const PATIENCE: Duration = Duration::from_secs(10);

    fn readers(all: &[(&str, bool)]) -> Event {
        let reader = |&(reader, has_card): &(&str, bool)| CardReader {
            reader: reader.into(),
            has_card,
        };
        Event::CardReaders {
            readers: all.iter().map(reader).collect(),
        }
    }

    fn one(has_card: bool, changes: u32) -> Sight {
        Some(vec![seen("A", has_card, changes)])
    }

    #[test]
    fn what_is_there_is_told_at_once_and_then_only_what_changes() {
        assert_eq!(news(None, &Some(vec![])), [readers(&[])]);
        assert_eq!(news(None, &one(true, 1)), [readers(&[("A", true)])]);
        assert_eq!(news(Some(&one(true, 1)), &one(true, 1)), []);
        assert_eq!(
            news(Some(&one(true, 1)), &one(false, 2)),
            [readers(&[("A", false)])]
        );
        assert_eq!(
            news(Some(&one(false, 2)), &one(true, 3)),
            [readers(&[("A", true)])]
        );
        assert_eq!(news(Some(&one(true, 3)), &Some(vec![])), [readers(&[])]);
    }

    #[test]
    fn a_card_that_was_out_between_two_looks_is_told_as_out_and_in() {
        let before = Some(vec![seen("A", true, 1), seen("B", true, 1)]);
        let now = Some(vec![seen("A", true, 3), seen("B", true, 1)]);
        assert_eq!(
            news(Some(&before), &now),
            [
                readers(&[("A", false), ("B", true)]),
                readers(&[("A", true), ("B", true)])
            ]
        );
        // In and out again: there is none, as before.
        assert_eq!(news(Some(&one(false, 1)), &one(false, 3)), []);
    }

    #[test]
    fn a_service_that_is_absent_is_told_once_and_so_is_its_return() {
        assert_eq!(news(None, &None), [Event::CardServiceAbsent]);
        assert_eq!(news(Some(&None), &None), []);
        assert_eq!(news(Some(&one(true, 1)), &None), [Event::CardServiceAbsent]);
        assert_eq!(news(Some(&None), &one(true, 1)), [readers(&[("A", true)])]);
    }

    #[test]
    fn a_watch_goes_on_through_an_absent_service_and_ends_when_it_is_dropped() {
        let (hand, lookout) = FakeLookout::new();
        let (told, events) = mpsc::channel();
        let watch = Watch::begin(lookout, move |event| drop(told.send(event)));
        hand.send(Ok(vec![seen("A", true, 1)])).unwrap();
        hand.send(Err(CardError::ServiceAbsent)).unwrap();
        hand.send(Ok(vec![seen("A", false, 2)])).unwrap();
        for expected in [
            readers(&[("A", true)]),
            Event::CardServiceAbsent,
            readers(&[("A", false)]),
        ] {
            assert_eq!(events.recv_timeout(PATIENCE), Ok(expected));
        }
        drop(watch);
        // The thread is gone when what it told by is.
        assert_eq!(
            events.recv_timeout(PATIENCE),
            Err(RecvTimeoutError::Disconnected)
        );
    }

    #[test]
    fn a_lookout_that_never_waits_keeps_nobody_busy() {
        struct Restless(mpsc::Sender<()>);
        impl Lookout for Restless {
            fn look(&mut self) -> Result<Vec<Seen>, CardError> {
                self.0.send(()).unwrap();
                Ok(vec![seen("A", true, 1)])
            }
            fn waker(&self) -> Box<dyn Fn() + Send> {
                Box::new(|| {})
            }
        }
        let (looked, looks) = mpsc::channel();
        let watch = Watch::begin(Restless(looked), |_| {});
        thread::sleep(5 * BRAKE);
        drop(watch);
        assert!(looks.iter().count() <= 7);
    }
}
