//! The vault's file and its folder: where they are by default, how they are made, and which places are refused.

use crate::error::Failure;
use crate::folders;
use std::fs::{self, DirBuilder, File, OpenOptions};
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
    match private_file(&file).and_then(|made| made.sync_all()) {
        Ok(()) => Ok(file),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => settle(&file),
        Err(error) => Err(Failure::file(&file, &error)),
    }
}

pub(super) fn folder_of(file: &Path) -> &Path {
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

/// A new file that only this person can read.
pub(super) fn private_file(file: &Path) -> std::io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(file)
}

/// Whoever may write in the file's folder could put a journal of their own beside it; whoever may write in a folder above
/// could put another folder in its place, unless the sticky bit forbids it, as in `/tmp`. A folder's owner always may.
#[cfg(unix)]
fn check_folders(real: &Path) -> Result<(), Failure> {
    use std::os::unix::fs::MetadataExt;
    let me = own_user()?;
    for (height, folder) in real.ancestors().skip(1).enumerate() {
        let metadata = fs::metadata(folder).map_err(|error| Failure::file(folder, &error))?;
        let access = Access {
            mode: metadata.mode(),
            owner: metadata.uid(),
            group: metadata.gid(),
        };
        if access.is_open(me, height == 0) {
            return Err(Failure::FolderOpen {
                path: folder.into(),
            });
        }
    }
    Ok(())
}

/// Who we are, as the owner of this process's own folder; of the home folder on systems that have no such thing.
#[cfg(unix)]
fn own_user() -> Result<u32, Failure> {
    use std::os::unix::fs::MetadataExt;
    if let Ok(process) = fs::metadata("/proc/self") {
        return Ok(process.uid());
    }
    let home = folders::home()?;
    let metadata = fs::metadata(&home).map_err(|error| Failure::file(&home, &error))?;
    Ok(metadata.uid())
}

/// Who may do what with a folder.
#[cfg(unix)]
struct Access {
    mode: u32,
    owner: u32,
    group: u32,
}

#[cfg(unix)]
impl Access {
    /// Whether anybody but this person and the administrator may put things in the folder, or take away what is there.
    fn is_open(&self, me: u32, holds_the_file: bool) -> bool {
        const ADMINISTRATOR: u32 = 0;
        const GROUP_WRITES: u32 = 0o020;
        const OTHERS_WRITE: u32 = 0o002;
        const STICKY: u32 = 0o1000;
        if self.owner != me && self.owner != ADMINISTRATOR {
            return true;
        }
        // Some systems give each person a group of their own, of the same number, and let it write in their folders.
        let group = self.mode & GROUP_WRITES != 0 && self.group != self.owner;
        let others = self.mode & OTHERS_WRITE != 0;
        (group || others) && (holds_the_file || self.mode & STICKY == 0)
    }
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
    fn a_folder_is_open_when_another_person_may_change_what_is_in_it() {
        let me = 1000;
        // Mode, owner, group; whether it is open as the folder of the file, and further up.
        let cases = [
            (0o755, me, me, false, false),
            (0o700, me, 100, false, false),
            (0o755, 0, 0, false, false),
            // A group of the person's own, or the administrator's; then one that others are in.
            (0o775, me, me, false, false),
            (0o775, 0, 0, false, false),
            (0o775, me, 100, true, true),
            (0o2775, 0, 50, true, true),
            // Whoever owns a folder can give themselves every right.
            (0o755, 1001, me, true, true),
            (0o1777, 1001, me, true, true),
            (0o777, me, me, true, true),
            (0o1777, 0, 0, true, false),
            (0o1770, me, 100, true, false),
        ];
        for (mode, owner, group, file, above) in cases {
            let access = Access { mode, owner, group };
            assert_eq!(access.is_open(me, true), file, "{mode:o} {owner} {group}");
            assert_eq!(access.is_open(me, false), above, "{mode:o} {owner} {group}");
        }
    }

    #[test]
    fn we_are_whoever_owns_what_we_make() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(own_user(), Ok(fs::metadata(folder.path()).unwrap().uid()));
    }

    #[test]
    fn what_is_not_a_file_is_no_vault() {
        let folder = tempfile::tempdir().unwrap();
        for path in [folder.path().into(), folder.path().join("nothing")] {
            assert_eq!(settle(&path), Err(Failure::VaultAbsent { path }));
        }
    }
}
