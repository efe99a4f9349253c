//! A backup's file: written whole or not at all, and never over another one.

use super::paths;
use crate::error::Failure;
use hailstone_core::vault::Backup;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::Path;
use std::process;

/// Whether there is nothing under this name yet, for who would rather know before a person is asked for anything.
///
/// # Errors
/// [`Failure::FileExists`].
pub fn check_free(file: &Path) -> Result<(), Failure> {
    if fs::symlink_metadata(file).is_ok() {
        Err(Failure::FileExists { path: file.into() })
    } else {
        Ok(())
    }
}

/// Writes a backup into a new file, mode 0600. When this returns, it is on the disk.
///
/// # Errors
/// [`Failure::FileExists`] and [`Failure::File`]; there is no new file then.
pub fn write(file: &Path, backup: &Backup) -> Result<(), Failure> {
    check_free(file)?;
    let bytes = backup.write()?;
    let failed = |error: io::Error| match error.kind() {
        ErrorKind::AlreadyExists => Failure::FileExists { path: file.into() },
        _ => Failure::file(file, &error),
    };
    let mut name = file
        .file_name()
        .ok_or_else(|| failed(ErrorKind::InvalidInput.into()))?
        .to_owned();
    name.push(format!(".{}.new", process::id()));
    let beside = file.with_file_name(name);
    let mut made = paths::private_file(&beside).map_err(|error| Failure::file(&beside, &error))?;
    let written = made
        .write_all(&bytes)
        .and_then(|()| made.sync_all())
        .and_then(|()| name_anew(&beside, file));
    if written.is_err() {
        // What matters is why it was not written.
        drop(fs::remove_file(&beside));
    }
    written.map_err(failed)
}

/// Reads a backup.
///
/// # Errors
/// [`Failure::File`], and as [`Backup::read`].
pub fn read(file: &Path) -> Result<Backup, Failure> {
    let bytes = fs::read(file).map_err(|error| Failure::file(file, &error))?;
    Ok(Backup::read(&bytes)?)
}

/// A second name never takes the place of another file, as a new name does; but not every file system, least of all that of
/// a memory stick, lets a file have two.
fn name_anew(beside: &Path, file: &Path) -> io::Result<()> {
    match fs::hard_link(beside, file) {
        Ok(()) => fs::remove_file(beside)?,
        Err(error) if error.kind() == ErrorKind::AlreadyExists => return Err(error),
        Err(_) if fs::symlink_metadata(file).is_ok() => {
            return Err(ErrorKind::AlreadyExists.into());
        }
        Err(_) => fs::rename(beside, file)?,
    }
    // On Unix, a name is on the disk once its folder is.
    if cfg!(unix) {
        File::open(paths::folder_of(file))?.sync_all()?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use hailstone_core::card::{Application, Curve};
    use hailstone_core::testkit::fixed_seed;
    use hailstone_core::time::Timestamp;
    use hailstone_core::vault::{CardKey, NewUnlocker, Vault};

    #[allow(clippy::unwrap_used, reason = "a helper of tests")]
    fn backup() -> Backup {
        let mut base = [0; 32];
        base[0] = 9;
        let card = NewUnlocker::Card {
            label: "Card",
            key: CardKey {
                application: Application::Openpgp,
                serial: "1",
                slot: 0,
                curve: Curve::X25519,
                public_key: base,
            },
            local: None,
        };
        let created = Vault::create(&card, Timestamp::from_unix(1), fixed_seed(1));
        let (mut vault, changes) = created.unwrap();
        let store = hailstone_core::testkit::MemoryStore::default();
        let run = hailstone_core::testkit::run(async {
            hailstone_core::vault::Store::apply(&store, &changes).await?;
            vault.back_up::<Failure>(&store).await
        });
        run.unwrap()
    }

    #[test]
    fn it_is_written_for_this_person_alone_and_nothing_else_stays() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("vault.backup");
        write(&file, &backup()).unwrap();
        assert_eq!(read(&file), Ok(backup()));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        #[cfg(unix)]
        {
            use std::os::unix::fs::MetadataExt;
            assert_eq!(fs::metadata(&file).unwrap().mode() & 0o777, 0o600);
        }
    }

    #[test]
    fn another_file_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("vault.backup");
        fs::write(&file, "mine").unwrap();
        let path = file.clone();
        let refused = Err(Failure::FileExists { path });
        assert_eq!(write(&file, &backup()), refused);
        let beside = folder.path().join("beside");
        fs::write(&beside, "new").unwrap();
        // It came to be there after we looked.
        let outcome = name_anew(&beside, &file).map_err(|error| error.kind());
        assert_eq!(outcome, Err(ErrorKind::AlreadyExists));
        assert_eq!(fs::read(&file).unwrap(), b"mine");
    }

    #[test]
    fn without_a_folder_there_is_no_backup() {
        let folder = tempfile::tempdir().unwrap();
        let outcome = write(&folder.path().join("nowhere/vault.backup"), &backup());
        assert!(matches!(outcome, Err(Failure::File { .. })), "{outcome:?}");
    }
}
