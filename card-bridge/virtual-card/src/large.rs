//! The larger external memory of a card in a file: that of trussed's virtual platform has one size.

use std::{
    fs::{self, File, OpenOptions},
    io,
    os::unix::fs::FileExt as _,
    path::Path,
};

use littlefs2::{
    consts::{U8, U512},
    driver::Storage,
    io::{Error, Result},
};
use trussed::virt::StorageConfig;

use crate::flash::{BLOCK, ERASED, LARGE};

/// Such a file.
pub(crate) struct LargeFile(File);

impl LargeFile {
    /// The memory in the file of this name, to be formatted where there is none.
    pub(crate) fn memory(path: &Path) -> io::Result<StorageConfig<'static>> {
        let length = u64::try_from(BLOCK * LARGE).unwrap_or(u64::MAX);
        let format = match fs::metadata(path) {
            Ok(found) if found.len() == length => false,
            Ok(_) => return Err(not_a_memory(path)),
            Err(_) => true,
        };
        let mut options = OpenOptions::new();
        let file = options
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(path)?;
        file.set_len(length)?;
        Ok(StorageConfig {
            storage: Box::new(Self(file)),
            format,
        })
    }

    fn write_at(&self, offset: usize, bytes: &[u8]) -> Result<usize> {
        let offset = u64::try_from(offset).map_err(|_| Error::NO_SPACE)?;
        match self.0.write_all_at(bytes, offset) {
            Ok(()) => Ok(bytes.len()),
            Err(_) => Err(Error::IO),
        }
    }
}

pub(crate) fn not_a_memory(path: &Path) -> io::Error {
    io::Error::new(
        io::ErrorKind::InvalidData,
        format!("{} is not the memory of a card", path.display()),
    )
}

impl Storage for LargeFile {
    const READ_SIZE: usize = 16;
    const WRITE_SIZE: usize = 16;
    const BLOCK_SIZE: usize = BLOCK;
    const BLOCK_COUNT: usize = LARGE;

    type CACHE_SIZE = U512;
    type LOOKAHEAD_SIZE = U8;

    fn read(&mut self, offset: usize, buffer: &mut [u8]) -> Result<usize> {
        let offset = u64::try_from(offset).map_err(|_| Error::NO_SPACE)?;
        match self.0.read_exact_at(buffer, offset) {
            Ok(()) => Ok(buffer.len()),
            Err(_) => Err(Error::IO),
        }
    }

    fn write(&mut self, offset: usize, data: &[u8]) -> Result<usize> {
        self.write_at(offset, data)
    }

    fn erase(&mut self, offset: usize, length: usize) -> Result<usize> {
        self.write_at(offset, &vec![ERASED; length])
    }
}
