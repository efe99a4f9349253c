//! The cards that go through the suite, and what carries commands to them.
//!
//! Another card is another [`Card`]: with its name, what is on it, and how it is put into a reader.

use std::{ffi::CString, path::PathBuf, time::Duration};

use hailstone_core::card::CardError;
use hailstone_core::card::fido2::{Link, open};
use hailstone_virtual_card::{
    card::{App, VirtualCard},
    stack::{Stack, StackError, StackOptions},
};
use pcsc::{Context, Disposition, Protocols, ReaderState, Scope, ShareMode, State};

use super::meter::{CardUnderTest, Failure, Meter};
use super::{fido2, hailstone, openpgp, piv};

/// A card that the suite knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Card {
    /// The three applications of the Nitrokey 3, in this package.
    Nitrokey,
    /// `tests/openpgp-card`, in Python.
    Python,
    /// `hailstone-applet`.
    Hailstone,
    /// All four applications on one card.
    Both,
}

/// What is on a card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Application {
    OpenPgp,
    Piv,
    Fido2,
    Hailstone,
}

impl Application {
    pub(crate) const ALL: [Self; 4] = [Self::OpenPgp, Self::Piv, Self::Fido2, Self::Hailstone];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::OpenPgp => "openpgp",
            Self::Piv => "piv",
            Self::Fido2 => "fido2",
            Self::Hailstone => "hailstone",
        }
    }

    /// Whether a card has it at all.
    pub(crate) fn is_on(self, meter: &mut Meter<'_>) -> bool {
        let absent = match self {
            Self::OpenPgp => meter.run(hailstone_core::card::openpgp::open()).err(),
            Self::Piv => meter.run(hailstone_core::card::piv::open()).err(),
            Self::Fido2 => meter.run(open(Link::Apdu)).err(),
            Self::Hailstone => meter.run(hailstone_core::card::hailstone::open()).err(),
        };
        absent != Some(CardError::ApplicationAbsent)
    }

    pub(crate) fn run(self, meter: &mut Meter<'_>) {
        match self {
            Self::OpenPgp => openpgp::all(meter),
            Self::Piv => piv::all(meter),
            Self::Fido2 => fido2::all(meter),
            Self::Hailstone => hailstone::all(meter),
        }
    }
}

impl Card {
    pub(crate) const ALL: [Self; 4] = [Self::Nitrokey, Self::Python, Self::Hailstone, Self::Both];

    /// As the table calls it.
    pub(crate) const fn title(self) -> &'static str {
        match self {
            Self::Nitrokey => {
                "Nitrokey 3, virtual: opcard 1.11.0, piv-authenticator 0.7.0, fido-authenticator 0.4.0-rc.4"
            }
            Self::Python => "smartcard-app-openpgp 0.4.0",
            Self::Hailstone => "Hailstone card application 1, virtual",
            Self::Both => {
                "Hailstone card application 1 beside OpenPGP, PIV and FIDO2: one Nitrokey 3, virtual"
            }
        }
    }

    pub(crate) const fn applications(self) -> &'static [Application] {
        match self {
            Self::Nitrokey => &[Application::OpenPgp, Application::Piv, Application::Fido2],
            Self::Python => &[Application::OpenPgp],
            Self::Hailstone => &[Application::Hailstone],
            Self::Both => &Application::ALL,
        }
    }

    /// What the card program of this package has to be told, where it is that one.
    pub(crate) const fn in_rust(self) -> Option<App> {
        match self {
            Self::Nitrokey => Some(App::Nitrokey),
            Self::Hailstone => Some(App::Hailstone),
            Self::Both => Some(App::Both),
            Self::Python => None,
        }
    }

    /// A `pcscd` of its own, with this card in it.
    pub(crate) fn insert(self) -> Result<Stack, Failure> {
        let package = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
        let mut options = StackOptions::with_apps(&[self.in_rust().unwrap_or_default()]);
        match self {
            Self::Nitrokey | Self::Hailstone | Self::Both => {
                options.program = Some(env!("CARGO_BIN_EXE_hailstone-virtual-card").into());
            }
            Self::Python => {
                let python = package.join("../../target/tools/openpgp-card/bin/python");
                if !python.exists() {
                    return Err("its environment is missing: cargo xtask setup".into());
                }
                options.interpreter = Some(python);
                options.program = Some(package.join("tests/openpgp-card/card.py"));
            }
        }
        Stack::start(options).map_err(|error: StackError| error.to_string())
    }
}

impl CardUnderTest for VirtualCard<'_> {
    fn transmit(&mut self, command: &[u8]) -> Vec<u8> {
        VirtualCard::transmit(self, command)
    }

    fn reset(&mut self) {
        VirtualCard::reset(self);
    }
}

/// A card in a reader of PC/SC.
pub(crate) struct InReader(pcsc::Card);

impl InReader {
    /// The card in the reader of this name, or in the first that has one. No card for five seconds is an error.
    pub(crate) fn connect(wanted: Option<&str>) -> Result<Self, Failure> {
        let said = |error: pcsc::Error| format!("PC/SC: {error}");
        let context = Context::establish(Scope::User).map_err(said)?;
        let readers = context.list_readers_owned().map_err(said)?;
        let named = |reader: &&CString| wanted.is_none_or(|name| reader.to_string_lossy() == name);
        let reader = readers
            .iter()
            .find(named)
            .ok_or_else(|| format!("no such reader; there are {readers:?}"))?;
        let mut states = [ReaderState::new(reader.as_c_str(), State::UNAWARE)];
        while !states[0].event_state().contains(State::PRESENT) {
            states[0].sync_current_state();
            context
                .get_status_change(Duration::from_secs(5), &mut states)
                .map_err(said)?;
        }
        context
            .connect(reader, ShareMode::Exclusive, Protocols::ANY)
            .map(Self)
            .map_err(said)
    }
}

impl CardUnderTest for InReader {
    fn transmit(&mut self, command: &[u8]) -> Vec<u8> {
        let mut buffer = vec![0; 0x1_0010];
        match self.0.transmit(command, &mut buffer) {
            Ok(answer) => answer.to_vec(),
            // No answer at all, which the core's machines refuse.
            Err(error) => {
                eprintln!("PC/SC: {error}");
                Vec::new()
            }
        }
    }

    fn reset(&mut self) {
        let again = self
            .0
            .reconnect(ShareMode::Exclusive, Protocols::ANY, Disposition::ResetCard);
        if let Err(error) = again {
            eprintln!("PC/SC: {error}");
        }
    }
}
