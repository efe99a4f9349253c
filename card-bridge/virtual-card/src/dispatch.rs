//! What a card's operating system does between the wire and an application: SELECT by AID, command chaining, GET RESPONSE
//! and extended length (ISO/IEC 7816-4 §5.3, §11.2.2).

use apdu_app::{App, Interface};
use heapless::Vec as FixedVec;
use iso7816::{
    Status,
    command::{Command, CommandView, class::SecureMessaging},
};

/// What the application announces in DO 7F66, in both directions.
const MAX_LENGTH: usize = 7609;

/// The most a response without extended length may carry.
const SHORT_RESPONSE: usize = 256;

const INS_SELECT: u8 = 0xA4;
const INS_GET_RESPONSE: u8 = 0xC0;

/// One application behind the commands that belong to the card.
pub(crate) struct Dispatcher<A: App> {
    app: A,
    selected: bool,
    chain: Option<Command<MAX_LENGTH>>,
    pending: Vec<u8>,
}

impl<A: App> Dispatcher<A> {
    pub(crate) fn new(app: A) -> Self {
        Self {
            app,
            selected: false,
            chain: None,
            pending: Vec::new(),
        }
    }

    /// Forgets everything that does not survive a loss of power.
    pub(crate) fn reset(&mut self) {
        self.chain = None;
        self.pending.clear();
        if self.selected {
            self.app.deselect();
            self.selected = false;
        }
    }

    /// Answers one command; the reply ends in its two status bytes.
    pub(crate) fn transmit(&mut self, apdu: &[u8]) -> Vec<u8> {
        self.command(apdu).unwrap_or_else(|status| {
            let status: [u8; 2] = status.into();
            status.to_vec()
        })
    }

    fn command(&mut self, apdu: &[u8]) -> Result<Vec<u8>, Status> {
        let command = CommandView::try_from(apdu).map_err(|_| Status::WrongLength)?;
        let class = command.class();
        if class.into_inner() & 0x80 != 0 {
            return Err(Status::ClassNotSupported);
        }
        if class.into_inner() & 0x03 != 0 {
            return Err(Status::LogicalChannelNotSupported);
        }
        if class.secure_messaging() != SecureMessaging::None {
            return Err(Status::SecureMessagingNotSupported);
        }

        if u8::from(command.instruction()) == INS_GET_RESPONSE && self.chain.is_none() {
            return if self.pending.is_empty() {
                Err(Status::ConditionsOfUseNotSatisfied)
            } else {
                Ok(self.next_part(&command))
            };
        }
        // §11.2.2: what was not fetched before the next command is lost.
        self.pending.clear();

        if let Some(mut whole) = self.chain.take() {
            if !same_command(&whole.as_view(), &command) {
                return Err(Status::LastCommandOfChainExpected);
            }
            whole
                .extend_from_command_view(command)
                .map_err(|_| Status::WrongLength)?;
            // The length fields of the last part say how the reply may come.
            whole.extended = command.extended;
            if class.chain().not_the_last() {
                self.chain = Some(whole);
                return Ok(success());
            }
            return self.run(whole.as_view());
        }
        if command.data().len() > MAX_LENGTH {
            return Err(Status::WrongLength);
        }
        if class.chain().not_the_last() {
            self.chain = Some(command.to_owned().map_err(|_| Status::WrongLength)?);
            return Ok(success());
        }
        self.run(command)
    }

    fn run(&mut self, command: CommandView<'_>) -> Result<Vec<u8>, Status> {
        let mut reply = FixedVec::<u8, MAX_LENGTH>::new();
        if u8::from(command.instruction()) == INS_SELECT && command.p1 == 0x04 {
            if !self.app.aid().matches(command.data()) {
                return Err(Status::NotFound);
            }
            self.selected = true;
            self.app.select(Interface::Contact, command, &mut reply)?;
        } else if self.selected {
            self.app.call(Interface::Contact, command, &mut reply)?;
        } else {
            return Err(Status::ConditionsOfUseNotSatisfied);
        }
        self.pending = reply.to_vec();
        Ok(self.next_part(&command))
    }

    /// Takes as much of the pending reply as `command` has room for, followed by 9000 or by 61xx.
    fn next_part(&mut self, command: &CommandView<'_>) -> Vec<u8> {
        let room = match (command.expected(), command.extended) {
            // No Le at all: T=0 hosts leave it out and fetch the reply afterwards.
            (0, _) => SHORT_RESPONSE,
            (expected, true) => expected.min(MAX_LENGTH),
            (expected, false) => expected.min(SHORT_RESPONSE),
        };
        let rest = self.pending.split_off(room.min(self.pending.len()));
        let mut part = core::mem::replace(&mut self.pending, rest);
        let status = match self.pending.len() {
            0 => Status::Success,
            // 6100 says "256 or more".
            more => Status::MoreAvailable(u8::try_from(more).unwrap_or(0)),
        };
        part.extend_from_slice(&<[u8; 2]>::from(status));
        part
    }
}

/// Parts of one chain differ in the chaining bit, the data and the expected length only (§5.3.3).
fn same_command(first: &CommandView<'_>, next: &CommandView<'_>) -> bool {
    const CHAINING: u8 = 0x10;
    first.class().into_inner() & !CHAINING == next.class().into_inner() & !CHAINING
        && first.instruction() == next.instruction()
        && (first.p1, first.p2) == (next.p1, next.p2)
}

fn success() -> Vec<u8> {
    <[u8; 2]>::from(Status::Success).to_vec()
}
