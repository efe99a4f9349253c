//! The one session that a conversation may have with a card for the copy of the vault on it. What passes is sealed bytes of the vault.

use crate::card::{self, CopySession, Known, Person, Progress, Put, Readers};
use crate::error::Failure;
use hailstone_core::card::{CardError, CardRef};
use hailstone_core::id::VaultId;
use hailstone_core::vault::{Backup, VaultError};
use hailstone_core::wire::{BridgeError, Bytes, Event, PART, Response};
use std::time::{Duration, Instant};

/// How long the core may think about what is on the card.
const IDLE: Duration = Duration::from_secs(30);

/// Whom a PIN is asked of, and who is told what.
pub(super) struct Counter<'a> {
    pub(super) person: Person<'a>,
    pub(super) progress: &'a mut dyn FnMut(Progress),
}

/// Holds the session, if there is one. Whatever goes wrong with it ends it, and so does dropping this.
#[derive(Default)]
pub(super) struct CopyDesk(Option<Session>);

struct Session {
    card: CopySession,
    until: Instant,
}

impl CopyDesk {
    /// Reads what is there.
    pub(super) fn read(
        &mut self,
        readers: &mut dyn Readers,
        card: &CardRef,
        counter: Counter<'_>,
    ) -> Result<(Vec<Event>, Response), Failure> {
        let Counter {
            mut person,
            progress,
        } = counter;
        let found = card::copies(readers, &mut person, progress, &Known::read()?, card)?;
        Ok((told(&found), Response::CopyRead {}))
    }

    /// Takes the card, and reads what is there.
    pub(super) fn open(
        &mut self,
        readers: &mut dyn Readers,
        card: &CardRef,
        counter: Counter<'_>,
    ) -> Result<(Vec<Event>, Response), Failure> {
        let Counter {
            mut person,
            progress,
        } = counter;
        let session = CopySession::open(readers, &mut person, progress, &Known::read()?, card)?;
        Ok(self.opened(session))
    }

    /// Goes on with a session that was opened.
    pub(super) fn opened(&mut self, session: CopySession) -> (Vec<Event>, Response) {
        let found = told(session.found());
        let room = room(&session);
        self.keep(session);
        (found, Response::CopyOpened { room })
    }

    /// Writes a copy of the vault of which the others are: the card of one vault does not get another one's by accident.
    pub(super) fn write(
        &mut self,
        bytes: &[u8],
        counter: Counter<'_>,
    ) -> Result<Response, Failure> {
        let Session { card, .. } = self.0.take().ok_or(BridgeError::MessageInvalid)?;
        let vault = vault_of(bytes)?;
        let mut known = card.found().iter().filter_map(|copy| vault_of(copy).ok());
        if bytes.len() > room(&card) {
            return Err(CardError::Full.into());
        }
        if known.any(|known| known != vault) {
            return Err(VaultError::OtherVault.into());
        }
        let Counter {
            mut person,
            progress,
        } = counter;
        Ok(match card.write(bytes, &mut person, progress)? {
            Put::Written(written) => {
                // The browser has opened it before it was sent, and the card gave back the same.
                written.settle()?;
                Response::CopyWritten {}
            }
            Put::Less(session) => {
                let room = room(&session);
                self.keep(session);
                Response::CopyLess { room }
            }
        })
    }

    pub(super) fn close(&mut self) {
        self.0 = None;
    }

    /// When the session is over, unless it is used before.
    pub(super) fn until(&self) -> Option<Instant> {
        self.0.as_ref().map(|session| session.until)
    }

    fn keep(&mut self, card: CopySession) {
        let until = Instant::now() + IDLE;
        self.0 = Some(Session { card, until });
    }
}

/// No more than fits into one message.
fn room(session: &CopySession) -> usize {
    session.room().min(PART)
}

fn vault_of(copy: &[u8]) -> Result<VaultId, VaultError> {
    Ok(Backup::read(copy)?.vault()?.id())
}

fn told(found: &[Vec<u8>]) -> Vec<Event> {
    let found = found.iter().filter(|copy| copy.len() <= PART);
    let event = |copy: &Vec<u8>| Event::CopyFound {
        bytes: Bytes(copy.clone()),
    };
    found.map(event).collect()
}

#[cfg(test)]
mod tests;
