//! What a card's operating system does between the wire and an application: SELECT by AID, command chaining, GET RESPONSE
//! and extended length (ISO/IEC 7816-4 §5.3, §11.2.2).

use apdu_app::{App, Interface};
use heapless::Vec as FixedVec;
use iso7816::{
    Status,
    command::{Command, CommandView, class::SecureMessaging},
};

/// What the OpenPGP application announces in DO 7F66, in both directions; the others are content with less.
pub(crate) const MAX_LENGTH: usize = 7609;

/// The most a response without extended length may carry.
const SHORT_RESPONSE: usize = 256;

/// §5.4.1: this part is not the last.
const CHAINING: u8 = 0x10;

const INS_SELECT: u8 = 0xA4;
const INS_GET_RESPONSE: u8 = 0xC0;

/// One application, and how it is spoken to.
pub(crate) struct Application<'a> {
    pub(crate) app: Box<dyn App + 'a>,
    /// Some applications answer on one interface only.
    pub(crate) interface: Interface,
    /// Whether it has commands of a proprietary class (ISO/IEC 7816-4 §5.4.1), as CTAP does.
    pub(crate) proprietary: bool,
    /// The longest data field that it takes.
    pub(crate) longest: usize,
    /// Whether it must hear of a command that is refused before it gets there (docs/card-application.md, HC-3).
    pub(crate) ends_when_refused: bool,
}

/// The applications behind the commands that belong to the card.
pub(crate) struct Dispatcher<'a> {
    applications: Vec<Application<'a>>,
    selected: Option<usize>,
    chain: Option<Command<MAX_LENGTH>>,
    pending: Vec<u8>,
}

impl<'a> Dispatcher<'a> {
    pub(crate) fn new(applications: Vec<Application<'a>>) -> Self {
        Self {
            applications,
            selected: None,
            chain: None,
            pending: Vec::new(),
        }
    }

    /// Forgets everything that does not survive a loss of power. What an application remembers all the same is its own
    /// habit: `piv-authenticator` keeps PIN and management key verified.
    pub(crate) fn reset(&mut self) {
        self.chain = None;
        self.pending.clear();
        self.select(None);
    }

    fn selected(&mut self) -> Option<&mut Application<'a>> {
        self.applications.get_mut(self.selected?)
    }

    /// ISO/IEC 7816-4 §11.2.2: with another application, the old one's security status ends.
    fn select(&mut self, number: Option<usize>) {
        if number != self.selected
            && let Some(old) = self.selected()
        {
            old.app.deselect();
        }
        self.selected = number;
    }

    /// Answers one command; the reply ends in its two status bytes.
    pub(crate) fn transmit(&mut self, apdu: &[u8]) -> Vec<u8> {
        self.command(apdu).unwrap_or_else(|status| {
            if let Some(selected) = self.selected()
                && selected.ends_when_refused
            {
                selected.app.deselect();
                self.chain = None;
            }
            let status: [u8; 2] = status.into();
            status.to_vec()
        })
    }

    fn command(&mut self, apdu: &[u8]) -> Result<Vec<u8>, Status> {
        let command = CommandView::try_from(apdu).map_err(|_| Status::WrongLength)?;
        let class = command.class();
        if class.into_inner() & 0x80 != 0 {
            let taken = self.selected().is_some_and(|selected| selected.proprietary);
            if !taken || class.into_inner() & !CHAINING != 0x80 {
                return Err(Status::ClassNotSupported);
            }
        } else if class.into_inner() & 0x03 != 0 {
            return Err(Status::LogicalChannelNotSupported);
        } else if class.secure_messaging() != SecureMessaging::None {
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
        let is_select = u8::from(command.instruction()) == INS_SELECT && command.p1 == 0x04;
        if is_select {
            let named =
                |application: &Application<'_>| application.app.aid().matches(command.data());
            let number = self.applications.iter().position(named);
            self.select(Some(number.ok_or(Status::NotFound)?));
        }
        let Some(Application {
            app,
            interface,
            longest,
            ..
        }) = self.selected()
        else {
            return Err(Status::ConditionsOfUseNotSatisfied);
        };
        if command.data().len() > *longest {
            return Err(Status::WrongLength);
        }
        if is_select {
            app.select(*interface, command, &mut reply)?;
        } else {
            app.call(*interface, command, &mut reply)?;
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
    first.class().into_inner() & !CHAINING == next.class().into_inner() & !CHAINING
        && first.instruction() == next.instruction()
        && (first.p1, first.p2) == (next.p1, next.p2)
}

fn success() -> Vec<u8> {
    <[u8; 2]>::from(Status::Success).to_vec()
}
