//! Where things lie for this person (XDG Base Directory Specification). A variable that holds a relative path counts as
//! one that is not set.

use crate::entropy;
use crate::error::Failure;
use std::env;
use std::fs::{self, DirBuilder, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};

/// The home folder.
///
/// # Errors
/// [`Failure::HomeAbsent`].
pub(crate) fn home() -> Result<PathBuf, Failure> {
    folder("HOME").ok_or(Failure::HomeAbsent)
}

/// Settings.
pub(crate) fn config() -> Result<PathBuf, Failure> {
    folder("XDG_CONFIG_HOME").map_or_else(|| Ok(home()?.join(".config")), Ok)
}

/// Data to keep.
pub(crate) fn data() -> Result<PathBuf, Failure> {
    folder("XDG_DATA_HOME").map_or_else(|| Ok(home()?.join(".local/share")), Ok)
}

/// What a program remembers that is neither.
pub(crate) fn state() -> Result<PathBuf, Failure> {
    folder("XDG_STATE_HOME").map_or_else(|| Ok(home()?.join(".local/state")), Ok)
}

/// What programs that run now tell each other; gone when the person leaves.
pub(crate) fn running() -> Result<PathBuf, Failure> {
    folder("XDG_RUNTIME_DIR").map_or_else(state, Ok)
}

/// Writes a file that only this person may read, whole or not at all: beside its place first, then in it.
///
/// # Errors
/// [`Failure::File`], [`Failure::EntropyAbsent`].
pub(crate) fn keep(file: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let folder = file.parent().unwrap_or_else(|| Path::new("."));
    let beside = folder.join(format!("new.{}", entropy::writer()?));
    let write = || {
        let mut builder = DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(folder)?;
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut made = options.open(&beside)?;
        let written = made.write_all(bytes).and_then(|()| made.sync_all());
        written
            .and_then(|()| fs::rename(&beside, file))
            .inspect_err(|_| {
                // What matters is why it could not be written.
                drop(fs::remove_file(&beside));
            })
    };
    write().map_err(|error| Failure::file(file, &error))
}

fn folder(variable: &str) -> Option<PathBuf> {
    let path = PathBuf::from(env::var_os(variable)?);
    path.is_absolute().then_some(path)
}
