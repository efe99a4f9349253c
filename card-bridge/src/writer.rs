//! Who this program is among those that write to a vault: an identifier of this person on this machine, made once.
//!
//! It lies beside no vault, so that a vault's file can be copied without it: two copies that were changed by the same
//! writer could not be told apart.

use crate::entropy;
use crate::error::Failure;
use crate::folders;
use hailstone_core::id::WriterId;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// `hailstone/writer` in the person's folder for state: `$XDG_STATE_HOME`, else `~/.local/state`.
///
/// # Errors
/// [`Failure::HomeAbsent`], [`Failure::File`], [`Failure::EntropyAbsent`].
pub fn own() -> Result<WriterId, Failure> {
    at(&file()?)
}

/// From now on this program is another writer. For who goes back to an earlier state of a vault: the changes that follow get
/// numbers that may be taken already, by changes that this writer made from there before.
///
/// # Errors
/// As [`own`].
pub fn renew() -> Result<WriterId, Failure> {
    replace(&file()?)
}

fn file() -> Result<PathBuf, Failure> {
    Ok(folders::state()?.join("hailstone").join("writer"))
}

fn at(file: &Path) -> Result<WriterId, Failure> {
    match fs::read_to_string(file) {
        Ok(text) => match WriterId::parse(text.trim_end()) {
            Some(writer) => Ok(writer),
            // Cut off while it was written, so never used.
            None => replace(file),
        },
        Err(error) if error.kind() == ErrorKind::NotFound => replace(file),
        Err(error) => Err(Failure::file(file, &error)),
    }
}

fn replace(file: &Path) -> Result<WriterId, Failure> {
    let writer = entropy::writer()?;
    folders::keep(file, format!("{writer}\n").as_bytes())?;
    Ok(writer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_made_once_and_stays() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("hailstone/writer");
        let writer = at(&file).unwrap();
        assert_eq!(at(&file), Ok(writer));
        fs::write(&file, "0123").unwrap();
        let again = at(&file).unwrap();
        assert_ne!(again, writer);
        assert_eq!(at(&file), Ok(again));
        assert_eq!(
            fs::read_dir(folder.path().join("hailstone"))
                .unwrap()
                .count(),
            1
        );
    }
}
