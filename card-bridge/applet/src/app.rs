//! The application as a platform sees it (`docs/card-application.md` section 1).

use crate::channel::{self, ANSWER, COMMAND, LONGEST, Session};
use crate::command::{self, Context, Stop, status};
use crate::hazmat::x25519;
use crate::memory::{Memory, MountError};
use crate::storage::Storage;
use apdu_app::{CommandView, Interface, VecView};
use heapless::Vec;
use iso7816::{Aid, Status};
use rand_core::CryptoRng;

/// The application identifier: F0, "HAILSTONE", version 1.
pub const AID: Aid = Aid::new(b"\xf0HAILSTONE\x01");

/// The longest data field of a command and of an answer: a platform has that much room.
pub const LONGEST_DATA: usize = LONGEST;

const VERSION: u8 = 1;
/// The length of *Card*.
const CARD: usize = 46;

/// The application.
pub struct Applet<S, R> {
    memory: Memory<S>,
    random: R,
    card_public: [u8; 32],
    session: Option<Session>,
}

impl<S, R> Applet<S, R> {
    /// Over a memory that is not mounted yet. It is `const` and mounting happens in place, so that the whole of it may be a static and
    /// never passes over the stack.
    pub const fn new(storage: S, random: R) -> Self {
        Self {
            memory: Memory::new(storage),
            random,
            card_public: [0; 32],
            session: None,
        }
    }
}

impl<S: Storage, R: CryptoRng> Applet<S, R> {
    /// Makes a new, not personalised card of the memory, and mounts it; whatever was there is lost. A power cut leaves the memory
    /// unformatted.
    ///
    /// # Errors
    /// [`MountError`] when the memory is too small or fails.
    pub fn format(&mut self) -> Result<(), MountError> {
        self.session = None;
        self.memory.format(&mut self.random)?;
        self.read_card_key();
        Ok(())
    }

    /// Mounts the memory, without writing to it. Until then every command is refused.
    ///
    /// # Errors
    /// [`MountError::Unformatted`] when there is no card in the memory, others when it fails.
    pub fn mount(&mut self) -> Result<(), MountError> {
        self.session = None;
        self.memory.mount()?;
        self.read_card_key();
        Ok(())
    }

    fn read_card_key(&mut self) {
        self.card_public = x25519::public_key(&self.memory.root().card_key);
    }

    /// HC-14.
    fn end_session(&mut self) {
        self.session = None;
        self.memory.abort();
    }

    /// *Card*, which is also in the prologue of the handshake.
    fn card(&self) -> [u8; CARD] {
        let longest = u16::try_from(LONGEST).unwrap_or(u16::MAX).to_be_bytes();
        let state = u8::from(self.memory.access().is_some());
        let head = [VERSION, state];
        let serial = &self.memory.root().serial;
        let parts: [&[u8]; 5] = [&head, &longest, &longest, serial, &self.card_public];
        let mut card = [0; CARD];
        for (place, byte) in card.iter_mut().zip(parts.into_iter().flatten()) {
            *place = *byte;
        }
        card
    }

    #[inline(never)]
    fn handshake(&mut self, data: &[u8], reply: &mut VecView<u8>) -> Result<(), Status> {
        self.end_session();
        let message: &[u8; COMMAND] = data.try_into().map_err(|_| Status::WrongLength)?;
        if !self.memory.is_mounted() {
            return Err(Status::MemoryFailure);
        }
        self.memory
            .finish_reset()
            .map_err(|_| Status::MemoryFailure)?;
        let (session, answer): (Session, Vec<u8, ANSWER>) = channel::respond(
            &self.memory.root().card_key,
            &self.card_public,
            &self.card(),
            &status(&self.memory, None),
            message,
            &mut self.random,
        )
        .map_err(|_| Status::IncorrectSecureMessagingDataObjects)?;
        reply
            .extend_from_slice(&answer)
            .map_err(|_| Status::WrongLength)?;
        self.session = Some(session);
        Ok(())
    }

    /// One frame. The session stays where it is, so that ending it wipes the only copy of its keys.
    fn frame(&mut self, data: &[u8], text: &mut VecView<u8>) -> Result<(), Status> {
        const REFUSED: Status = Status::IncorrectSecureMessagingDataObjects;
        let session = self.session.as_mut().ok_or(REFUSED)?;
        if data.len() > LONGEST || text.capacity() < LONGEST {
            return Err(Status::WrongLength);
        }
        if !self.memory.is_mounted() {
            return Err(Status::MemoryFailure);
        }
        text.extend_from_slice(data)
            .map_err(|_| Status::WrongLength)?;
        session.open(text).map_err(|_| REFUSED)?;
        let mut context = Context {
            memory: &mut self.memory,
            random: &mut self.random,
            card_public: &self.card_public,
            session,
        };
        let (status, goes_on) = match command::run(&mut context, text) {
            Ok(()) => (Status::Success, true),
            Err(Stop::With(status)) => (status, true),
            Err(Stop::AndEnd(status)) => (status, false),
        };
        if status != Status::Success {
            channel::wipe(text);
        }
        text.extend_from_slice(&<[u8; 2]>::from(status))
            .map_err(|_| Status::WrongLength)?;
        session.seal(text).map_err(|_| REFUSED)?;
        if !goes_on {
            self.end_session();
            // After a factory reset the card has another one.
            self.read_card_key();
        }
        Ok(())
    }
}

impl<S, R> iso7816::App for Applet<S, R> {
    fn aid(&self) -> Aid {
        AID
    }
}

impl<S: Storage, R: CryptoRng> apdu_app::App for Applet<S, R> {
    fn select(
        &mut self,
        _interface: Interface,
        _apdu: CommandView<'_>,
        reply: &mut VecView<u8>,
    ) -> apdu_app::Result {
        self.end_session();
        reply.clear();
        if !self.memory.is_mounted() {
            return Err(Status::MemoryFailure);
        }
        reply
            .extend_from_slice(&self.card())
            .map_err(|_| Status::WrongLength)
    }

    fn deselect(&mut self) {
        self.end_session();
    }

    fn call(
        &mut self,
        _interface: Interface,
        apdu: CommandView<'_>,
        reply: &mut VecView<u8>,
    ) -> apdu_app::Result {
        reply.clear();
        let header = [
            apdu.class().into_inner(),
            u8::from(apdu.instruction()),
            apdu.p1,
            apdu.p2,
        ];
        let outcome = match header {
            [0x00, 0x86, 0x00, 0x00] => self.handshake(apdu.data(), reply),
            [0x00, 0xc2, 0x00, 0x00] => self.frame(apdu.data(), reply),
            // HC-3: whatever it is, it is not for a card in a session.
            _ => Err(Status::ExectedSecureMessagingDataObjectsMissing),
        };
        if outcome.is_err() {
            self.end_session();
            channel::wipe(reply);
        }
        outcome
    }
}
