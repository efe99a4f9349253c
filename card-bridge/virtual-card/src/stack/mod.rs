//! `pcscd` with virtual cards, where no other host, user or `pcscd` meets them.
//!
//! vpcd listens on every interface and `pcscd` knows a single place for its socket. So both run in namespaces of their own:
//! the network has a loopback device only, and `/run` is a directory of this stack. A Unix socket crosses network
//! namespaces by its path, so clients outside reach the stack through [`CSOCK_NAME`]. Stacks run beside one another.
//!
//! ```no_run
//! use hailstone_virtual_card::stack::{CSOCK_NAME, Stack, StackOptions};
//!
//! let mut stack = Stack::start(StackOptions::with_cards(2))?;
//! std::process::Command::new("gpg").arg("--card-status").env(CSOCK_NAME, stack.socket()).status()?;
//! stack.remove(0)?;
//! stack.insert(0)?; // the same card, with the same keys
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod error;
mod program;
mod supervisor;

use std::{
    fs,
    io::Write as _,
    path::{Path, PathBuf},
    process::{Child, ChildStdin, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

pub use error::StackError;
use program::{PATIENCE, card_program, first_line, installed};
use supervisor::{DRIVER, Namespaces, socket_in};

use crate::{card::App, vpcd::FIRST_PORT};

/// The environment variable by which a PC/SC client finds a `pcscd` that is not the system's.
pub const CSOCK_NAME: &str = "PCSCLITE_CSOCK_NAME";

/// The reader has two slots: vpcd counts slots, not devices, so a second device would read the first one's cards.
pub const SLOTS: usize = 2;

/// The packages that a stack is made of, and those that building needs.
pub const PACKAGES: &str = "apt-get install pcscd vsmartcard-vpcd libpcsclite-dev libclang1-14 libclang-common-14-dev iproute2";

/// What to start.
#[derive(Clone, Debug, Default)]
pub struct StackOptions {
    /// For each card its further arguments, as `hailstone-virtual-card` takes them; at most [`SLOTS`].
    pub cards: Vec<Vec<String>>,
    /// The card program. `None` for `hailstone-virtual-card` next to this executable or one directory above it.
    pub program: Option<PathBuf>,
    /// What runs the program, where that is a script.
    pub interpreter: Option<PathBuf>,
}

impl StackOptions {
    /// `count` cards with OpenPGP, PIV and FIDO2.
    pub fn with_cards(count: usize) -> Self {
        Self::with_apps(&vec![App::default(); count])
    }

    /// Cards with these applications, that differ in serial number (00000001 and so on) and in keys, and that nothing survives.
    pub fn with_apps(apps: &[App]) -> Self {
        let arguments = |(number, app): (usize, &App)| {
            let (serial, seed) = (format!("{number:08X}"), number.to_string());
            let app: &[&str] = match app {
                // Other card programs know no such option.
                App::Nitrokey => &[],
                App::Hailstone | App::Both => &["--app", app.name()],
            };
            let app = app.iter().map(|word| (*word).to_owned());
            ["--serial".into(), serial, "--seed".into(), seed]
                .into_iter()
                .chain(app)
                .collect()
        };
        Self {
            cards: (1..).zip(apps).map(arguments).collect(),
            ..Self::default()
        }
    }
}

/// A running `pcscd` and its cards. Dropping it ends exactly these processes and removes their files.
#[derive(Debug)]
pub struct Stack {
    directory: PathBuf,
    /// The interpreter, where there is one, and the program.
    program: Vec<PathBuf>,
    supervisor: Child,
    /// Closing this is what ends the supervisor.
    hold: Option<ChildStdin>,
    namespaces: Namespaces,
    slots: Vec<Slot>,
}

#[derive(Debug)]
struct Slot {
    args: Vec<String>,
    card: Option<Child>,
}

impl Stack {
    /// Starts `pcscd` and inserts every card; returns when the readers have noticed them.
    ///
    /// # Errors
    /// When something is not installed, or does not come up within fifteen seconds.
    pub fn start(options: StackOptions) -> Result<Self, StackError> {
        if options.cards.len() > SLOTS {
            return Err(StackError::NoSuchSlot(options.cards.len() - 1));
        }
        for tool in ["pcscd", "ip", "unshare", "nsenter"] {
            if !installed(tool) {
                return Err(StackError::Missing(tool.into()));
            }
        }
        if !Path::new(DRIVER).exists() {
            return Err(StackError::Missing(format!("the reader driver {DRIVER}")));
        }
        let program = match options.program {
            Some(program) => program,
            None => card_program()?,
        };
        let program = options.interpreter.into_iter().chain([program]).collect();

        let mut stack = Self::supervise(program)?;
        for args in options.cards {
            stack.slots.push(Slot { args, card: None });
            stack.insert(stack.slots.len() - 1)?;
        }
        Ok(stack)
    }

    /// The socket for [`CSOCK_NAME`] in the environment of every client of this stack.
    pub fn socket(&self) -> PathBuf {
        socket_in(&self.directory)
    }

    /// What `pcscd` has to say. It holds no APDU.
    pub fn log(&self) -> PathBuf {
        self.directory.join("pcscd.log")
    }

    /// Takes the card out of its slot. `pcscd` reports it within about 400 ms. Nothing happens to an empty slot.
    ///
    /// # Errors
    /// When there is no such slot or the process does not end.
    pub fn remove(&mut self, slot: usize) -> Result<(), StackError> {
        let slot = self
            .slots
            .get_mut(slot)
            .ok_or(StackError::NoSuchSlot(slot))?;
        if let Some(mut card) = slot.card.take() {
            card.kill()?;
            card.wait()?;
        }
        Ok(())
    }

    /// Kills `pcscd`, as the system does with a program that hangs, and starts another one, which finds the cards in their slots. Every client
    /// of the first one is cut off.
    ///
    /// # Errors
    /// When it does not come up again.
    pub fn restart(&mut self) -> Result<(), StackError> {
        let inserted: Vec<usize> = (0..self.slots.len())
            .filter(|slot| self.slots[*slot].card.is_some())
            .collect();
        // Each card ends with the reader that it is in. It hangs up first: a port whose server did cannot be listened on for a minute.
        for slot in &inserted {
            self.remove(*slot)?;
        }
        // So that whoever listens there next is the new one.
        fs::remove_file(self.socket())?;
        let gone = || StackError::Start("the supervisor is gone".into());
        let hold = self.hold.as_mut().ok_or_else(gone)?;
        writeln!(hold, "again")?;
        hold.flush()?;
        if !self.listens() {
            return Err(StackError::Start("pcscd does not come up again".into()));
        }
        for slot in inserted {
            self.insert(slot)?;
        }
        Ok(())
    }

    /// Puts the card back, the same one with its keys and counters. Returns when the reader has noticed it. Nothing happens
    /// to a card that is in.
    ///
    /// # Errors
    /// When there is no such slot or the card does not reach its reader.
    pub fn insert(&mut self, slot: usize) -> Result<(), StackError> {
        let number = slot;
        let slot = self
            .slots
            .get_mut(number)
            .ok_or(StackError::NoSuchSlot(number))?;
        if let Some(card) = &mut slot.card
            && card.try_wait()?.is_none()
        {
            return Ok(());
        }
        let failed = |said: String| StackError::Card(number, said);
        let offset = u16::try_from(number).map_err(|_| StackError::NoSuchSlot(number))?;
        let complaints = self.directory.join(format!("card-{number}.log"));
        let before = powered(&self.directory);
        let mut command = Command::new("nsenter");
        command
            .arg(format!("--target={}", self.supervisor.id()))
            .args(self.namespaces.nsenter())
            .args(&self.program)
            .args(["--port", &(FIRST_PORT + offset).to_string()]);
        if !slot.args.iter().any(|arg| arg == "--state") {
            command
                .arg("--state")
                .arg(self.directory.join(format!("card-{number}")));
        }
        let mut card = command
            .args(&slot.args)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(fs::File::create(&complaints)?)
            .spawn()?;
        let output = card.stdout.take();
        let line = first_line(output);
        slot.card = Some(card);
        if line.as_deref() == Some("ready") && self.powers_more_than(before) {
            return Ok(());
        }
        let said = fs::read_to_string(&complaints).unwrap_or_default();
        self.remove(number)?;
        Err(failed(said.trim().into()))
    }
}

impl Stack {
    /// Waits until `pcscd` says that it has powered another card: clients hear of it then, and not when the card hears of its reader.
    fn powers_more_than(&self, before: usize) -> bool {
        let deadline = Instant::now() + PATIENCE;
        while Instant::now() < deadline {
            if powered(&self.directory) > before {
                return true;
            }
            thread::sleep(Duration::from_millis(5));
        }
        false
    }
}

/// How often `pcscd` powered a card that it found in a slot, or that was put into one.
fn powered(directory: &Path) -> usize {
    let log = fs::read(directory.join("pcscd.log")).unwrap_or_default();
    String::from_utf8_lossy(&log).matches("Card ATR: ").count()
}

impl Drop for Stack {
    fn drop(&mut self) {
        for slot in 0..self.slots.len() {
            let _ = self.remove(slot);
        }
        drop(self.hold.take());
        let _ = self.supervisor.wait();
        // The supervisor does it too, but not when it failed early.
        let _ = fs::remove_dir_all(&self.directory);
    }
}
