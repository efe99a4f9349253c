//! Our own card application behind its own dispatcher, with its memory in a file or in a [`Flash`].

use std::{
    fs::{self, File, OpenOptions},
    io,
    os::unix::fs::FileExt as _,
    path::Path,
};

use chacha20::{ChaCha20Rng, rand_core::SeedableRng as _};
use hailstone_applet::{Applet, MountError, Storage, StorageFault, dispatch::Dispatcher};
use sha2::{Digest as _, Sha256};

use crate::{
    card::Options,
    flash::{Flash, SIZE},
};

/// The memory of a card whose state is kept.
const FILE: &str = "hailstone.mem";

/// The application, mounted, in its reader.
pub(crate) struct Card(Dispatcher<Applet<Memory, ChaCha20Rng>>);

impl Card {
    /// The card of the state, or a new one that is not personalised.
    pub(crate) fn insert(options: &Options) -> io::Result<Self> {
        let mut memory = match (&options.state, &options.flash) {
            (Some(directory), _) => Memory::in_file(directory, options.seed)?,
            (None, flash) => {
                let flash = flash.clone().unwrap_or_default();
                flash.format_once(|| formatted(options.seed))?;
                Memory::Flash(flash)
            }
        };
        let random = random(options.seed, &memory.bytes()?);
        let mut dispatcher = Dispatcher::new(Applet::new(memory, random));
        dispatcher.app().mount().map_err(not_a_card)?;
        Ok(Self(dispatcher))
    }

    pub(crate) fn transmit(&mut self, apdu: &[u8]) -> Vec<u8> {
        let answer = self.0.transmit(apdu);
        [answer.data, &answer.status].concat()
    }

    pub(crate) fn reset(&mut self) {
        self.0.reset();
    }
}

/// A memory with a new card in it.
fn formatted(seed: u64) -> io::Result<Vec<u8>> {
    let flash = Flash::default();
    let mut applet = Applet::new(flash.clone(), random(seed, &[]));
    applet.format().map_err(not_a_card)?;
    Memory::Flash(flash).bytes()
}

/// Another stream for every state of the memory: a card that is put in again does not draw the numbers it had before.
fn random(seed: u64, memory: &[u8]) -> ChaCha20Rng {
    let start = Sha256::new()
        .chain_update(seed.to_be_bytes())
        .chain_update(memory)
        .finalize();
    ChaCha20Rng::from_seed(start.into())
}

fn not_a_card(error: MountError) -> io::Error {
    io::Error::new(
        io::ErrorKind::InvalidData,
        format!("not the memory of a card: {error:?}"),
    )
}

/// Where the bytes of a card are.
pub(crate) enum Memory {
    Flash(Flash),
    File(File),
}

impl Memory {
    /// The file is there whole or not at all: a card is formatted beside it, and then takes its name.
    fn in_file(directory: &Path, seed: u64) -> io::Result<Self> {
        fs::create_dir_all(directory)?;
        let path = directory.join(FILE);
        if !path.exists() {
            let new = directory.join(format!("{FILE}.new"));
            fs::write(&new, formatted(seed)?)?;
            fs::rename(&new, &path)?;
        }
        let file = OpenOptions::new().read(true).write(true).open(path)?;
        Ok(Self::File(file))
    }

    fn bytes(&mut self) -> io::Result<Vec<u8>> {
        let mut bytes = vec![0; SIZE];
        self.read(0, &mut bytes)
            .map_err(|_| not_a_card(MountError::Fault))?;
        Ok(bytes)
    }
}

impl Storage for Memory {
    fn capacity(&self) -> u32 {
        match self {
            Self::Flash(flash) => flash.capacity(),
            Self::File(file) => {
                let length = file.metadata().map_or(0, |metadata| metadata.len());
                u32::try_from(length).unwrap_or(u32::MAX)
            }
        }
    }

    fn read(&mut self, offset: u32, into: &mut [u8]) -> Result<(), StorageFault> {
        match self {
            Self::Flash(flash) => flash.read(offset, into),
            Self::File(file) => file
                .read_exact_at(into, offset.into())
                .map_err(|_| StorageFault),
        }
    }

    fn write(&mut self, offset: u32, bytes: &[u8]) -> Result<(), StorageFault> {
        match self {
            Self::Flash(flash) => flash.write(offset, bytes),
            Self::File(file) => file
                .write_all_at(bytes, offset.into())
                .map_err(|_| StorageFault),
        }
    }

    fn sync(&mut self) -> Result<(), StorageFault> {
        match self {
            Self::Flash(flash) => flash.sync(),
            // The end of this process loses nothing of what it wrote, and that of the machine is not what is tested.
            Self::File(_) => Ok(()),
        }
    }
}
