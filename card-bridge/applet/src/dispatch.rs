//! What a card's operating system does between the wire and an application, for platforms that have none: SELECT by AID, command
//! chaining, GET RESPONSE, extended length (ISO/IEC 7816-4 §5.3, §11.2.2). Without an allocator, for one application.

use crate::app::LONGEST_DATA;
use apdu_app::{App, CommandView, Interface, VecView};
use heapless::Vec;
use iso7816::Status;

const INS_SELECT: u8 = 0xa4;
const INS_GET_RESPONSE: u8 = 0xc0;
const CHAINED: u8 = 0x10;
/// The most that an answer to a short command carries.
const SHORT: usize = 256;
/// Header, Lc and Le of an extended command around its data.
const AROUND: usize = 9;

/// The longest command on the wire.
pub const LONGEST_COMMAND: usize = LONGEST_DATA + AROUND;

/// An answer, to be sent as data and then status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Answer<'a> {
    /// The data field.
    pub data: &'a [u8],
    /// SW1 and SW2.
    pub status: [u8; 2],
}

/// One application behind the commands that belong to the card.
pub struct Dispatcher<A> {
    app: A,
    selected: bool,
    /// The parts of a chain after one another, as an extended command: header, Lc, data.
    chain: Vec<u8, LONGEST_COMMAND>,
    reply: Vec<u8, LONGEST_DATA>,
    /// How much of the reply was sent.
    sent: usize,
}

impl<A: App> Dispatcher<A> {
    /// With the card in its reader and nothing selected.
    pub const fn new(app: A) -> Self {
        Self {
            app,
            selected: false,
            chain: Vec::new(),
            reply: Vec::new(),
            sent: 0,
        }
    }

    /// The application, to mount it.
    pub const fn app(&mut self) -> &mut A {
        &mut self.app
    }

    /// What the reader does with a reset, or by taking power away.
    pub fn reset(&mut self) {
        self.forget();
        if self.selected {
            self.app.deselect();
        }
        self.selected = false;
    }

    /// Answers one command as it came over the wire.
    pub fn transmit(&mut self, apdu: &[u8]) -> Answer<'_> {
        match self.command(apdu) {
            Ok(room) => self.next_part(room),
            Err(status) => {
                // A chain's part in between is answered by a success, too, and is no end.
                if status != Status::Success {
                    self.forget();
                    self.app.deselect();
                }
                Answer {
                    data: &[],
                    status: status.into(),
                }
            }
        }
    }

    fn forget(&mut self) {
        self.chain.clear();
        self.reply.clear();
        self.sent = 0;
    }

    /// Runs a command, and returns how much of the reply may be sent at once; the status of what is not run.
    fn command(&mut self, apdu: &[u8]) -> Result<usize, Status> {
        let command = CommandView::try_from(apdu).map_err(|_| Status::WrongLength)?;
        let class = command.class().into_inner();
        if class & !CHAINED != 0 {
            return Err(Status::ClassNotSupported);
        }
        let instruction = u8::from(command.instruction());
        if instruction == INS_GET_RESPONSE && self.chain.is_empty() {
            return if self.sent < self.reply.len() {
                Ok(room(&command))
            } else {
                Err(Status::ConditionsOfUseNotSatisfied)
            };
        }
        // §11.2.2: what was not fetched before the next command is lost.
        self.reply.clear();
        self.sent = 0;

        if self.chain.is_empty() && class & CHAINED == 0 {
            run(&mut self.app, &mut self.selected, command, &mut self.reply)?;
            return Ok(room(&command));
        }
        self.collect(&command)?;
        if class & CHAINED != 0 {
            return Err(Status::Success);
        }
        let whole = CommandView::try_from(self.chain.as_slice());
        let whole = whole.map_err(|_| Status::WrongLength)?;
        run(&mut self.app, &mut self.selected, whole, &mut self.reply)?;
        self.chain.clear();
        Ok(room(&command))
    }

    /// Appends a part to the chain. Parts of one chain differ in the chaining bit, the data and Le only (§5.3.3).
    fn collect(&mut self, part: &CommandView<'_>) -> Result<(), Status> {
        let header = [0, u8::from(part.instruction()), part.p1, part.p2];
        if self.chain.is_empty() {
            self.chain
                .extend_from_slice(&header)
                .map_err(|_| Status::WrongLength)?;
            self.chain
                .extend_from_slice(&[0; 3])
                .map_err(|_| Status::WrongLength)?;
        }
        if self.chain.first_chunk() != Some(&header) {
            return Err(Status::LastCommandOfChainExpected);
        }
        self.chain
            .extend_from_slice(part.data())
            .map_err(|_| Status::WrongLength)?;
        let length = self.chain.len().saturating_sub(7);
        let length = u16::try_from(length).map_err(|_| Status::WrongLength)?;
        if let Some(place) = self.chain.get_mut(5..7) {
            place.copy_from_slice(&length.to_be_bytes());
        }
        Ok(())
    }

    /// As much of the reply as there is room for, followed by 9000 or by 61xx.
    fn next_part(&mut self, room: usize) -> Answer<'_> {
        let rest = self.reply.get(self.sent..).unwrap_or_default();
        let (data, after) = rest.split_at_checked(room).unwrap_or((rest, &[]));
        self.sent = self.sent.saturating_add(data.len());
        let status = match after.len() {
            0 => Status::Success,
            // 6100 says "256 or more".
            more => Status::MoreAvailable(u8::try_from(more).unwrap_or(0)),
        };
        Answer {
            data,
            status: status.into(),
        }
    }
}

fn run<A: App>(
    app: &mut A,
    selected: &mut bool,
    command: CommandView<'_>,
    reply: &mut VecView<u8>,
) -> Result<(), Status> {
    if command.data().len() > LONGEST_DATA {
        return Err(Status::WrongLength);
    }
    if u8::from(command.instruction()) == INS_SELECT && command.p1 == 0x04 {
        *selected = app.aid().matches(command.data());
        return if *selected {
            app.select(Interface::Contact, command, reply)
        } else {
            Err(Status::NotFound)
        };
    }
    if !*selected {
        return Err(Status::ConditionsOfUseNotSatisfied);
    }
    app.call(Interface::Contact, command, reply)
}

/// How much of an answer a command has room for.
fn room(command: &CommandView<'_>) -> usize {
    match (command.expected(), command.extended) {
        // No Le at all: T=0 hosts leave it out and fetch the reply afterwards.
        (0, _) => SHORT,
        (expected, true) => expected,
        (expected, false) => expected.min(SHORT),
    }
}
