//! A card with OpenPGP, PIV and FIDO2, or with our own application, or with all of them, in memory or in a file, answering APDUs.
//!
//! ```
//! use hailstone_virtual_card::card::{Options, with_card};
//!
//! let reply = with_card(&Options::default(), |card| {
//!     card.transmit(&[0x00, 0xA4, 0x04, 0x00, 0x06, 0xD2, 0x76, 0x00, 0x01, 0x24, 0x01, 0x00])
//! })?;
//! assert_eq!(reply, [0x90, 0x00]);
//! # Ok::<(), std::io::Error>(())
//! ```

use std::{
    cell::RefCell,
    fs, io,
    path::{Path, PathBuf},
    rc::Rc,
};

use apdu_app::Interface;
use fido_authenticator::{Conforming, LargeBlobsConfig};
use rand_chacha::ChaCha8Rng;
use rand_core::SeedableRng as _;
use trussed::{
    ClientImplementation,
    pipe::{ServiceEndpoint, TrussedChannel},
    platform::{Platform, Syscall},
    service::Service,
    types::CoreContext,
    virt::{StorageConfig, Store, StoreConfig, UserInterface},
};
use trussed_core::types::{Location, PathBuf as ClientPath};

use crate::{
    backends::{Backends, Contexts, ORDER, Service as Backend},
    beside::{self, Made},
    dispatch::{Application, Dispatcher, MAX_LENGTH},
    flash::Flash,
    hailstone,
    large::{LargeFile, not_a_memory},
};

/// The serial number of a card that was given none.
pub const DEFAULT_SERIAL: [u8; 4] = [0, 0, 0, 1];

/// OpenPGP card 3.4 §4.2.1: FFFE is for random serial numbers handed out without a manufacturer's prefix, that is, tests.
const MANUFACTURER: [u8; 2] = [0xFF, 0xFE];

/// CTAP 2.1 §6.10: at least 1024 bytes; as much as a Nitrokey 3 has.
const LARGE_BLOBS: usize = 4096;

/// The files of a card's internal and external memory.
const INTERNAL: &str = "int.lfs";
const EXTERNAL: &str = "ext.lfs";

/// The size of a card's flash, as [`StorageConfig::filesystem`] has it.
const FLASH: u64 = 512 * 128;

/// What is on a card.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum App {
    /// OpenPGP, PIV and FIDO2, as on a Nitrokey 3.
    #[default]
    Nitrokey,
    /// The Hailstone card application (docs/card-application.md).
    Hailstone,
    /// All four, in one firmware: the Hailstone application is a client of the services that the others have.
    Both,
}

impl App {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Nitrokey, Self::Hailstone, Self::Both];

    /// As the card program is told.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Nitrokey => "nitrokey",
            Self::Hailstone => "hailstone",
            Self::Both => "nitrokey+hailstone",
        }
    }

    /// The one of this name.
    pub fn of(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|app| app.name() == name)
    }
}

/// Which PINs a new card has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Pins {
    /// Those that cards are delivered with.
    #[default]
    Factory,
    /// Those of a person who has changed them: [`OWN_PIN`], [`OWN_ADMIN_PIN`], [`OWN_PUK`].
    Own,
    /// The same, and on OpenPGP there is a key of P-256 for signatures.
    Signing,
}

impl Pins {
    /// As the card program is told.
    pub fn of(name: &str) -> Option<Self> {
        match name {
            "factory" => Some(Self::Factory),
            "own" => Some(Self::Own),
            "signing" => Some(Self::Signing),
            _ => None,
        }
    }
}

/// The PIN of OpenPGP and PIV.
pub const OWN_PIN: &str = "271828";
/// The Admin PIN of OpenPGP.
pub const OWN_ADMIN_PIN: &str = "27182818";
/// The PUK of PIV.
pub const OWN_PUK: &str = "31415926";

/// What distinguishes one card from another.
#[derive(Clone, Debug)]
pub struct Options {
    /// What is on it.
    pub app: App,
    /// The serial number in the application identifier. A Hailstone card draws its own.
    pub serial: [u8; 4],
    /// Where random numbers start: cards of different seeds have different keys, and equal ones the same.
    pub seed: u64,
    /// Which PINs it has when it is new. A Hailstone card is delivered with none.
    pub pins: Pins,
    /// A directory for the card's memories: `int.lfs` and `ext.lfs`, or, for our application alone, `hailstone.mem`. `None` for a card that forgets.
    pub state: Option<PathBuf>,
    /// Memories in place of those; a state comes first for a Hailstone card.
    pub flash: Option<Flash>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            app: App::default(),
            serial: DEFAULT_SERIAL,
            seed: 0,
            pins: Pins::default(),
            state: None,
            flash: None,
        }
    }
}

/// A card that is in its reader and powered.
pub struct VirtualCard<'a>(Inside<'a>);

enum Inside<'a> {
    Firmware(Box<Dispatcher<'a>>),
    Hailstone(Box<hailstone::Card>),
}

impl VirtualCard<'_> {
    /// Answers one command APDU; the reply ends in two status bytes.
    pub fn transmit(&mut self, apdu: &[u8]) -> Vec<u8> {
        match &mut self.0 {
            Inside::Firmware(dispatcher) => dispatcher.transmit(apdu),
            Inside::Hailstone(card) => card.transmit(apdu),
        }
    }

    /// Resets the card as a reader does: no application is selected and no PIN verified afterwards.
    pub fn reset(&mut self) {
        match &mut self.0 {
            Inside::Firmware(dispatcher) => dispatcher.reset(),
            Inside::Hailstone(card) => card.reset(),
        }
    }
}

/// Runs `f` with a card; the card ends when `f` returns.
///
/// # Errors
/// When the directory of `options.state` cannot be made, or holds what is not the memory of such a card.
pub fn with_card<R>(options: &Options, f: impl FnOnce(&mut VirtualCard<'_>) -> R) -> io::Result<R> {
    match options.app {
        App::Nitrokey | App::Both => with_firmware(options, f),
        App::Hailstone => {
            let card = Box::new(hailstone::Card::insert(options)?);
            Ok(f(&mut VirtualCard(Inside::Hailstone(card))))
        }
    }
}

fn with_firmware<R>(options: &Options, f: impl FnOnce(&mut VirtualCard<'_>) -> R) -> io::Result<R> {
    let is_new = match (&options.flash, &options.state) {
        (Some(flash), _) => !flash.is_formatted(),
        (None, Some(directory)) => !directory.join(INTERNAL).exists(),
        (None, None) => true,
    };
    let [internal, external] = memories(options)?;
    let mut stores = StoreConfig {
        internal,
        external,
        volatile: StorageConfig::ram(),
    };
    Ok(stores
        .with_store(|store| {
            let channels = [(); 4].map(|()| TrussedChannel::new());
            let mut requesters = Vec::new();
            let mut endpoints = Vec::new();
            // `None` never comes of it: a channel can be split once and these are new, and the names are short.
            let names = [
                ("opcard", ORDER),
                ("piv", ORDER),
                ("fido", ORDER),
                (beside::NAME, beside::ORDER),
            ];
            for (channel, (name, order)) in channels.iter().zip(names) {
                let (requester, responder) = channel.split()?;
                let context = CoreContext::new(ClientPath::try_from(name).ok()?);
                requesters.push(requester);
                endpoints.push(ServiceEndpoint::new(responder, context, order));
            }
            let firmware = Firmware {
                rng: ChaCha8Rng::seed_from_u64(options.seed),
                store,
                ui: UserInterface::new(),
            };
            let inline = Inline(Rc::new(RefCell::new(Running {
                service: Service::with_dispatch(firmware, Backends::new(Location::Internal)),
                endpoints,
            })));
            let mut clients = requesters
                .into_iter()
                .map(|requester| Client::new(requester, inline.clone(), None));
            let mut applications = vec![
                openpgp(clients.next()?, options),
                piv(clients.next()?),
                fido(clients.next()?),
            ];
            if options.app == App::Both {
                let made = if is_new { Made::Now } else { Made::Before };
                applications.push(beside::application(clients.next()?, made)?);
            }
            let dispatcher = Dispatcher::new(applications);
            let mut card = VirtualCard(Inside::Firmware(Box::new(dispatcher)));
            if is_new && options.pins != Pins::Factory {
                personalise(&mut card, options.pins == Pins::Signing);
            }
            Some(f(&mut card))
        })
        .ok_or(io::ErrorKind::Other)?)
}

/// As a person does it with a card as it is delivered: OpenPGP card 3.4.1 §7.2.3, NIST SP 800-73-5 part 2 §3.2.2. A card that does not
/// take it has the PINs of before, which shows.
fn personalise(card: &mut VirtualCard<'_>, signing: bool) {
    const OPENPGP: [u8; 6] = [0xd2, 0x76, 0x00, 0x01, 0x24, 0x01];
    const PIV: [u8; 9] = [0xa0, 0x00, 0x00, 0x03, 0x08, 0x00, 0x00, 0x10, 0x00];
    let mut send = |header: [u8; 4], data: &[u8]| {
        let length = u8::try_from(data.len()).unwrap_or(0);
        card.transmit(&[&header[..], &[length], data].concat());
    };
    let both = |old: &str, new: &str| [old, new].concat().into_bytes();
    send([0x00, 0xa4, 0x04, 0x00], &OPENPGP);
    send([0x00, 0x24, 0x00, 0x81], &both("123456", OWN_PIN));
    send([0x00, 0x24, 0x00, 0x83], &both("12345678", OWN_ADMIN_PIN));
    if signing {
        // Algorithm attributes, the key, its fingerprint (OpenPGP card 3.4.1 §4.4.3.10, §7.2.14).
        let ecdsa_p256 = [0x13, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07];
        send([0x00, 0x20, 0x00, 0x83], OWN_ADMIN_PIN.as_bytes());
        send([0x00, 0xda, 0x00, 0xc1], &ecdsa_p256);
        send([0x00, 0x47, 0x80, 0x00], &[0xb6, 0x00]);
        send([0x00, 0xda, 0x00, 0xc7], &[0x5a; 20]);
    }
    send([0x00, 0xa4, 0x04, 0x00], &PIV);
    let padded = [b"123456\xff\xff", OWN_PIN.as_bytes(), b"\xff\xff"].concat();
    send([0x00, 0x24, 0x00, 0x80], &padded);
    send([0x00, 0x24, 0x00, 0x81], &both("12345678", OWN_PUK));
    card.reset();
}

fn openpgp<'a>(client: Client<'a>, options: &Options) -> Application<'a> {
    let mut card_options = opcard::Options::default();
    card_options.manufacturer = MANUFACTURER;
    card_options.serial = options.serial;
    card_options.storage = Location::Internal;
    Application {
        app: Box::new(opcard::Card::new(client, card_options)),
        interface: Interface::Contact,
        proprietary: false,
        longest: MAX_LENGTH,
        ends_when_refused: false,
    }
}

/// Its GUID is drawn from the card's random numbers, as on a Nitrokey. It looks for everything where `storage` says, but
/// writes what a PUK needs to the external memory (piv-authenticator 0.7.0, `state.rs`), so there everything goes.
fn piv(client: Client<'_>) -> Application<'_> {
    let options = piv_authenticator::Options::new().storage(Location::External);
    Application {
        app: Box::new(piv_authenticator::Authenticator::new(client, options)),
        interface: Interface::Contact,
        proprietary: false,
        longest: MAX_LENGTH,
        ends_when_refused: false,
    }
}

/// Somebody always touches it.
fn fido(client: Client<'_>) -> Application<'_> {
    let mut config = fido_authenticator::Config::new(MAX_LENGTH);
    config.large_blobs = Some(LargeBlobsConfig {
        location: Location::Internal,
        max_size: LARGE_BLOBS,
    });
    config.nfc_transport = true;
    Application {
        app: Box::new(fido_authenticator::Authenticator::new(
            client,
            Conforming {},
            config,
        )),
        interface: Interface::Contactless,
        proprietary: true,
        longest: MAX_LENGTH,
        ends_when_refused: false,
    }
}

/// The internal memory and the external one, which is larger where our own application is beside the others.
fn memories(options: &Options) -> io::Result<[StorageConfig<'static>; 2]> {
    let is_large = options.app == App::Both;
    Ok(match (&options.flash, &options.state) {
        (Some(flash), _) => flash.memories(is_large),
        (None, None) if is_large => Flash::default().memories(true),
        (None, None) => [StorageConfig::ram(), StorageConfig::ram()],
        (None, Some(directory)) => {
            fs::create_dir_all(directory)?;
            let external = directory.join(EXTERNAL);
            [
                in_file(&directory.join(INTERNAL))?,
                match is_large {
                    true => LargeFile::memory(&external)?,
                    false => in_file(&external)?,
                },
            ]
        }
    })
}

fn in_file(file: &Path) -> io::Result<StorageConfig<'static>> {
    match fs::metadata(file) {
        Ok(found) if found.len() != FLASH => Err(not_a_memory(file)),
        _ => Ok(StorageConfig::filesystem(file.to_owned())),
    }
}

pub(crate) type Client<'a> = ClientImplementation<'a, Inline<'a>, Backends>;

/// The services run where they are called, at once: trussed's own runner looks for work once a millisecond from a second
/// thread, which would be most of the time that an APDU takes.
#[derive(Clone)]
pub(crate) struct Inline<'a>(Rc<RefCell<Running<'a>>>);

struct Running<'a> {
    service: Service<Firmware<'a>, Backends>,
    endpoints: Vec<ServiceEndpoint<'a, Backend, Contexts>>,
}

impl Syscall for Inline<'_> {
    fn syscall(&mut self) {
        let mut running = self.0.borrow_mut();
        let Running { service, endpoints } = &mut *running;
        service.process(endpoints);
    }
}

/// A firmware without a chip. Its own type rather than trussed's virtual platform, whose seed cannot be chosen.
struct Firmware<'a> {
    rng: ChaCha8Rng,
    store: Store<'a>,
    ui: UserInterface,
}

impl<'a> Platform for Firmware<'a> {
    type R = ChaCha8Rng;
    type S = Store<'a>;
    type UI = UserInterface;

    fn rng(&mut self) -> &mut ChaCha8Rng {
        &mut self.rng
    }

    fn store(&self) -> Store<'a> {
        self.store
    }

    fn user_interface(&mut self) -> &mut UserInterface {
        &mut self.ui
    }
}
