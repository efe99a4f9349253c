//! A card that is to open a vault as well as those that do: found among the readers, or waited for.

use super::{Found, Known, Lookout, On, Readers, Watch, is_same, list};
use crate::error::Failure;
use hailstone_core::card::{CardError, CardRef};
use hailstone_core::wire::Event;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::{Duration, Instant};

/// How often a person who is waited for is told that they are.
const REMINDER: Duration = Duration::from_secs(30);

/// What a spare may be, and what it may not.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'a> {
    /// The cards that open the vault already: whatever else is on one of them is no spare of it.
    pub old: &'a [CardRef],
    /// The card that the person means.
    pub named: Option<&'a CardRef>,
}

/// The card that can be the spare; `None` where there is none yet.
///
/// # Errors
/// [`Failure::CardsSeveral`]; [`CardError::KeyRsa`] and [`CardError::KeyUnsupported`] of the only one that is there.
pub fn spare(
    readers: &mut dyn Readers,
    known: &Known,
    wanted: Wanted<'_>,
) -> Result<Option<Found>, Failure> {
    let found = match list(readers) {
        Ok(found) => found,
        Err(error @ (CardError::ServiceAbsent | CardError::InUse)) => return Err(error.into()),
        // Taken out, put in, not quite there.
        Err(_) => return Ok(None),
    };
    let is_old = |reader: &str| {
        let mut here = found.iter().filter(|one| one.reader == reader);
        here.any(|one| {
            let card = one.card();
            card.is_some_and(|card| wanted.old.iter().any(|old| is_same(old, &card)))
        })
    };
    let old: Vec<String> = found
        .iter()
        .map(|one| one.reader.clone())
        .filter(|reader| is_old(reader))
        .collect();
    let is_meant = |one: &Found| match (wanted.named, one.card()) {
        (None, _) => true,
        (Some(named), Some(card)) => is_same(named, &card),
        (Some(_), None) => false,
    };
    let mut obstacle = None;
    let mut usable = Vec::new();
    for one in found {
        if old.contains(&one.reader) || !is_meant(&one) {
            continue;
        }
        match one.public_key(known) {
            Ok(_) | Err(CardError::KeyAbsent) => usable.push(one),
            Err(error) => obstacle = Some(error),
        }
    }
    usable.sort_by_key(|one| match one.on {
        On::Hailstone { .. } => 0,
        On::OpenPgp(_) => 1,
        On::Piv { .. } => 2,
    });
    let mut usable = usable.into_iter();
    match (usable.next(), obstacle) {
        (Some(first), _) if usable.any(|other| other.reader != first.reader) => {
            Err(Failure::CardsSeveral)
        }
        (Some(first), _) => Ok(Some(first)),
        (None, Some(error)) => Err(error.into()),
        (None, None) => Ok(None),
    }
}

/// The same as soon as it is put in. `remind` is told how long it is still waited for.
///
/// # Errors
/// [`Failure::SpareAbsent`] where nobody came, and as [`spare`].
pub fn wait_for_spare(
    readers: &mut dyn Readers,
    lookout: impl Lookout,
    known: &Known,
    wanted: Wanted<'_>,
    patience: Duration,
    remind: &mut dyn FnMut(Duration),
) -> Result<Found, Failure> {
    let (tell, told) = mpsc::channel::<Event>();
    let _watch = Watch::begin(lookout, move |event| {
        // Whoever waited has what they waited for.
        let _over = tell.send(event);
    });
    let deadline = Instant::now() + patience;
    loop {
        let left = deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(Failure::SpareAbsent);
        }
        match told.recv_timeout(left.min(REMINDER)) {
            Ok(_) => match spare(readers, known, wanted) {
                Ok(Some(found)) => return Ok(found),
                // In the moment of its insertion another program may look at it, too.
                Ok(None) | Err(Failure::Card(CardError::ServiceAbsent | CardError::InUse)) => {}
                Err(failure) => return Err(failure),
            },
            Err(RecvTimeoutError::Timeout) => {
                remind(deadline.saturating_duration_since(Instant::now()));
            }
            Err(RecvTimeoutError::Disconnected) => return Err(Failure::SpareAbsent),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::card::Seen;
    use crate::card::testing::{FakeCard, FakeReaders};

    const OLD: &str = "openpgp:000F:A1B2C3D4";

    fn found(cards: Vec<FakeCard>, old: &[CardRef]) -> Result<Option<Found>, Failure> {
        let mut readers = FakeReaders::new(cards);
        let named = None;
        spare(&mut readers, &Known::default(), Wanted { old, named })
    }

    #[test]
    fn the_card_that_opens_the_vault_is_no_spare_of_itself() {
        let old = [OLD.parse().unwrap()];
        assert!(found(vec![FakeCard::default()], &old).unwrap().is_none());
        assert!(found(vec![FakeCard::empty()], &[]).unwrap().is_some());
        assert!(found(vec![], &[]).unwrap().is_none());
        assert!(
            found(vec![FakeCard::without_application()], &[])
                .unwrap()
                .is_none()
        );
    }

    #[test]
    fn of_two_cards_it_is_not_guessed_which() {
        let outcome = found(vec![FakeCard::empty(), FakeCard::empty()], &[]);
        assert_eq!(outcome.unwrap_err(), Failure::CardsSeveral);
    }

    /// Says that something changed whenever it is asked, twenty times a second.
    struct Restless;

    impl Lookout for Restless {
        fn look(&mut self) -> Result<Vec<Seen>, CardError> {
            std::thread::sleep(Duration::from_millis(50));
            let reader = "0".into();
            Ok(vec![Seen {
                reader,
                has_card: true,
                changes: 0,
            }])
        }

        fn waker(&self) -> Box<dyn Fn() + Send> {
            Box::new(|| {})
        }
    }

    #[test]
    fn it_is_waited_for_and_not_for_ever() {
        let known = Known::default();
        let old = [OLD.parse().unwrap()];
        let wait = |card: FakeCard, old: &[CardRef]| {
            let mut readers = FakeReaders::new([card]);
            let named = None;
            let patience = Duration::from_millis(400);
            wait_for_spare(
                &mut readers,
                Restless,
                &known,
                Wanted { old, named },
                patience,
                &mut |_| {},
            )
        };
        assert!(wait(FakeCard::empty(), &[]).is_ok());
        let outcome = wait(FakeCard::default(), &old);
        assert_eq!(outcome.unwrap_err(), Failure::SpareAbsent);
    }
}
