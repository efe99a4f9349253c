//! The vault's file and its folder: where they are by default, how they are made, and which places are refused.

use crate::error::Failure;
use crate::folders;
use std::fs::{self, DirBuilder, OpenOptions};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// `hailstone/vault.db` in the person's folder for data: `$XDG_DATA_HOME`, else `~/.local/share`.
///
/// # Errors
/// [`Failure::HomeAbsent`].
pub fn default_file() -> Result<PathBuf, Failure> {
    Ok(folders::data()?.join("hailstone").join("vault.db"))
}

/// The real path of a file that is there, all links followed, in a folder where nobody else can put files.
pub(super) fn settle(file: &Path) -> Result<PathBuf, Failure> {
    let real = fs::canonicalize(file).map_err(|error| match error.kind() {
        ErrorKind::NotFound => Failure::VaultAbsent { path: file.into() },
        _ => Failure::file(file, &error),
    })?;
    if !real.is_file() {
        return Err(Failure::VaultAbsent { path: file.into() });
    }
    check_folders(&real)?;
    Ok(real)
}

/// Whether [`make`] would refuse the folder, found out without making anything.
pub(super) fn check_new(file: &Path) -> Result<(), Failure> {
    match fs::canonicalize(folder_of(file)) {
        Ok(folder) => check_folders(&folder.join("vault.db")),
        // A folder that is not there yet will be the person's own.
        Err(_) => Ok(()),
    }
}

/// Makes an empty file that only this person can read, and its folder where there is none; a file that is there is left
/// alone. Gives the real path.
pub(super) fn make(file: &Path) -> Result<PathBuf, Failure> {
    let folder = folder_of(file);
    let name = file.file_name().ok_or_else(|| Failure::File {
        path: file.into(),
        reason: ErrorKind::InvalidInput,
    })?;
    private_folder(folder).map_err(|error| Failure::file(folder, &error))?;
    let folder = fs::canonicalize(folder).map_err(|error| Failure::file(folder, &error))?;
    let file = folder.join(name);
    check_folders(&file)?;
    match private_file(&file) {
        Ok(()) => Ok(file),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => settle(&file),
        Err(error) => Err(Failure::file(&file, &error)),
    }
}

fn folder_of(file: &Path) -> &Path {
    match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

fn private_folder(folder: &Path) -> std::io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

fn private_file(file: &Path) -> std::io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(file)?.sync_all()
}

/// Whoever may write in the file's folder could put a journal of their own beside it; whoever may write in a folder above
/// could put another folder in its place, unless the sticky bit forbids it, as in `/tmp`.
#[cfg(unix)]
fn check_folders(real: &Path) -> Result<(), Failure> {
    use std::os::unix::fs::MetadataExt;
    const OTHERS_WRITE: u32 = 0o002;
    const STICKY: u32 = 0o1000;
    for (height, folder) in real.ancestors().skip(1).enumerate() {
        let mode = fs::metadata(folder)
            .map_err(|error| Failure::file(folder, &error))?
            .mode();
        let open = mode & OTHERS_WRITE != 0;
        if open && (height == 0 || mode & STICKY == 0) {
            return Err(Failure::FolderOpen {
                path: folder.into(),
            });
        }
    }
    Ok(())
}

/// Other systems do not say it in a mode.
#[cfg(not(unix))]
fn check_folders(_: &Path) -> Result<(), Failure> {
    Ok(())
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};

    #[allow(clippy::unwrap_used, reason = "a helper of tests")]
    fn open_to_all(folder: &Path) {
        fs::create_dir(folder).unwrap();
        fs::set_permissions(folder, fs::Permissions::from_mode(0o777)).unwrap();
    }

    #[test]
    fn a_new_file_and_its_folders_are_for_this_person_alone() {
        let folder = tempfile::tempdir().unwrap();
        let file = make(&folder.path().join("a/b/vault.db")).unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().mode() & 0o777;
        assert_eq!(mode(&file), 0o600);
        assert_eq!(mode(file.parent().unwrap()), 0o700);
        assert_eq!(mode(&folder.path().join("a")), 0o700);
    }

    #[test]
    fn a_folder_that_everybody_may_write_in_is_refused_however_it_is_reached() {
        let folder = tempfile::tempdir().unwrap();
        let open = folder.path().join("open");
        open_to_all(&open);
        fs::create_dir(open.join("inner")).unwrap();
        symlink(&open, folder.path().join("link")).unwrap();
        fs::write(open.join("target"), "").unwrap();
        symlink(open.join("target"), folder.path().join("vault.db")).unwrap();
        let refused = Failure::FolderOpen {
            path: fs::canonicalize(&open).unwrap(),
        };
        for place in ["open/v.db", "link/v.db", "open/inner/v.db", "vault.db"] {
            let outcome = make(&folder.path().join(place));
            assert_eq!(outcome, Err(refused.clone()), "{place}");
            if place != "vault.db" {
                let found_out = check_new(&folder.path().join(place));
                assert_eq!(found_out, Err(refused.clone()), "{place}");
            }
        }
        assert_eq!(settle(&folder.path().join("vault.db")), Err(refused));
    }

    #[test]
    fn what_is_not_a_file_is_no_vault() {
        let folder = tempfile::tempdir().unwrap();
        for path in [folder.path().into(), folder.path().join("nothing")] {
            assert_eq!(settle(&path), Err(Failure::VaultAbsent { path }));
        }
    }
}
