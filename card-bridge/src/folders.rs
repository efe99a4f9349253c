//! Where things lie for this person (XDG Base Directory Specification). A variable that holds a relative path counts as
//! one that is not set.

use crate::error::Failure;
use std::env;
use std::path::PathBuf;

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

fn folder(variable: &str) -> Option<PathBuf> {
    let path = PathBuf::from(env::var_os(variable)?);
    path.is_absolute().then_some(path)
}
