//! What is in a frame (`docs/card-application.md` section 3), one file for each section.

mod keys;
mod objects;
mod pins;
mod status;

use crate::channel::{LONGEST, OVERHEAD, Session};
use crate::memory::{Memory, PutError, Role};
use crate::storage::{Storage, StorageFault};
use apdu_app::VecView;
use heapless::Vec;
use iso7816::Status;
use rand_core::CryptoRng;
use zeroize::Zeroize as _;

pub(crate) use status::status;

/// The longest data of a command that is not PUT DATA: a sealed PIN that personalises.
const SMALL: usize = 128;

/// Where a command stops before it has an answer's data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stop {
    /// With this status, and the session goes on.
    With(Status),
    /// With this status, which may be a success, and the session ends behind it.
    AndEnd(Status),
}

impl From<Status> for Stop {
    fn from(status: Status) -> Self {
        Self::With(status)
    }
}

impl From<StorageFault> for Stop {
    fn from(_: StorageFault) -> Self {
        Self::With(Status::MemoryFailure)
    }
}

impl From<PutError> for Stop {
    fn from(error: PutError) -> Self {
        Self::With(match error {
            PutError::Full => Status::NotEnoughMemory,
            PutError::Order => Status::ConditionsOfUseNotSatisfied,
            PutError::Offset => Status::WrongParameters,
            PutError::Fault => Status::MemoryFailure,
        })
    }
}

/// Everything that a command may use.
pub(crate) struct Context<'a, S, R> {
    pub(crate) memory: &'a mut Memory<S>,
    pub(crate) random: &'a mut R,
    pub(crate) card_public: &'a [u8; 32],
    pub(crate) session: &'a mut Session,
}

/// Runs the command in `text`, and leaves the answer's data in its place.
pub(crate) fn run<S: Storage, R: CryptoRng>(
    context: &mut Context<'_, S, R>,
    text: &mut VecView<u8>,
) -> Result<(), Stop> {
    let Some((&[ins, p1, p2], data)) = text.as_slice().split_first_chunk() else {
        return Err(Status::WrongLength.into());
    };
    let header = [ins, p1, p2];
    if context.memory.access().is_none() && !matches!(header, [0x52, ..] | [0x24, 0x01, ..]) {
        return Err(Status::ConditionsOfUseNotSatisfied.into());
    }
    // The one command whose data may be long; its answer is short, so it reads from where the answer will be.
    if header == [0xdb, 0x3f, 0xff] {
        let outcome = context.put_data(data);
        crate::channel::wipe(text);
        return match outcome? {
            Some(generation) => push(text, &generation.to_be_bytes()),
            None => Ok(()),
        };
    }
    let mut small = Vec::<u8, SMALL>::new();
    let fits = small.extend_from_slice(data).is_ok();
    crate::channel::wipe(text);
    let outcome = if fits {
        context.small(header, &small, text)
    } else {
        Err(Status::WrongLength.into())
    };
    small.as_mut_slice().zeroize();
    outcome
}

impl<S: Storage, R: CryptoRng> Context<'_, S, R> {
    // Apart from PUT DATA and its like, whose stack a key's operation does not need on top of its own.
    #[inline(never)]
    fn small(
        &mut self,
        header: [u8; 3],
        data: &[u8],
        answer: &mut VecView<u8>,
    ) -> Result<(), Stop> {
        let [_, p1, _] = header;
        match header {
            [0x52, 0x00, 0x00] => {
                empty(data)?;
                push(answer, &status(self.memory, Some(self.session)))
            }
            [0x24, 0x01, 0x00] => self.personalise(data),
            [0x20, 0x00, reference] => self.verify(role(reference)?, data),
            [0x20, 0xff, reference] => self.log_out(role(reference)?, data),
            [0x24, 0x00, reference] => self.change(role(reference)?, data),
            [0x2c, 0x00, 0x81] => self.unblock(data),
            [0xcb, 0x3f, 0xff] => self.get_data(data, answer),
            [0xee, 0x3f, 0xff] => match self.delete_data(data)? {
                Some(generation) => push(answer, &generation.to_be_bytes()),
                None => Ok(()),
            },
            [0x50, 0x01..=0x03, 0x00] => self.transaction(p1, data, answer),
            [0x54, 0x00 | 0x01, 0x00] => self.generation(p1 == 0x01, data, answer),
            [0x46, kind, slot] => self.generate_key(kind, slot, data, answer),
            [0x47, 0x00, slot] => self.public_key(slot, data, answer),
            [0x48, 0x00, slot] => self.delete_key(slot, data),
            [0x2a, 0x80, slot] => self.agree(slot, data, answer),
            [0x2a, 0x9e, slot] => self.sign(slot, data, answer),
            [0x56, 0x01, 0x00] => self.site_public_key(data, answer),
            [0x56, 0x02, 0x00] => self.site_sign(data, answer),
            [0x58, 0x00, 0x00] => self.factory_reset(data),
            [
                0x20 | 0x24 | 0x2a | 0x2c | 0x47 | 0x48 | 0x50 | 0x52 | 0x54 | 0x56 | 0x58 | 0xcb
                | 0xdb | 0xee,
                _,
                _,
            ] => Err(Status::IncorrectP1OrP2Parameter.into()),
            _ => Err(Status::InstructionNotSupportedOrInvalid.into()),
        }
    }

    /// Needs what is verified in this session.
    fn needs(&self, role: Role) -> Result<(), Stop> {
        if self.session.is_verified(role) {
            Ok(())
        } else {
            Err(Status::SecurityStatusNotSatisfied.into())
        }
    }

    /// Commands that commit on their own do not mix with changes that are being collected.
    fn needs_no_transaction(&self) -> Result<(), Stop> {
        if self.memory.in_transaction() {
            Err(Status::ConditionsOfUseNotSatisfied.into())
        } else {
            Ok(())
        }
    }

    /// GENERATION and BUMP.
    fn generation(
        &mut self,
        bump: bool,
        data: &[u8],
        answer: &mut VecView<u8>,
    ) -> Result<(), Stop> {
        empty(data)?;
        let generation = if bump {
            self.needs(Role::Pin)?;
            self.needs_no_transaction()?;
            self.memory.commit_root(|_| {})?
        } else {
            self.memory.root().generation
        };
        push(answer, &generation.to_be_bytes())
    }

    fn factory_reset(&mut self, data: &[u8]) -> Result<(), Stop> {
        empty(data)?;
        let blocked = self
            .memory
            .access()
            .is_some_and(|access| access.pin.left == 0 && access.puk.left == 0);
        if !blocked {
            self.needs(Role::Puk)?;
        }
        match self.memory.reset(self.random) {
            Ok(()) => Err(Stop::AndEnd(Status::Success)),
            Err(StorageFault) => Err(Stop::AndEnd(Status::MemoryFailure)),
        }
    }
}

fn role(reference: u8) -> Result<Role, Stop> {
    Role::from_reference(reference).ok_or(Status::IncorrectP1OrP2Parameter.into())
}

fn empty(data: &[u8]) -> Result<(), Stop> {
    if data.is_empty() {
        Ok(())
    } else {
        Err(Status::WrongLength.into())
    }
}

/// Data of exactly this length.
fn exactly<const N: usize>(data: &[u8]) -> Result<&[u8; N], Stop> {
    data.try_into().map_err(|_| Status::WrongLength.into())
}

/// Appends to an answer. Each fits [`LONGEST`]; a platform that has less room than it must cannot be answered.
fn push(answer: &mut VecView<u8>, bytes: &[u8]) -> Result<(), Stop> {
    answer
        .extend_from_slice(bytes)
        .map_err(|_| Status::UnspecifiedCheckingError.into())
}

const _: () = assert!(
    SMALL + OVERHEAD < LONGEST,
    "a small command fits into a frame"
);
