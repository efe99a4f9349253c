//! How `hailstone lock` reaches every browser: a number in a file, which each host looks at again and again, and beside it a
//! file of each host, in which stands which call its browser has followed. A host holds its file locked as long as it lives,
//! so that one that was left behind is known as such.

use crate::entropy;
use crate::error::Failure;
use crate::folders;
use std::fs::{self, DirBuilder, File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

/// How long a browser has time to lock: it looks every half second, and may be at work.
const PATIENCE: Duration = Duration::from_secs(5);
const PAUSE: Duration = Duration::from_millis(50);

const CALLS: &str = "locks";
const WATCH: &str = "watch.";

/// The folder in which calls are made and heard.
#[derive(Clone, Debug)]
pub struct Locks(PathBuf);

/// Whom a call has reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reached {
    /// How many browsers have locked.
    pub locked: usize,
    /// How many are there and have not said that they did.
    pub silent: usize,
}

impl Locks {
    /// In `hailstone` in the folder for what runs now: `$XDG_RUNTIME_DIR`, else the folder for state.
    ///
    /// # Errors
    /// [`Failure::HomeAbsent`].
    pub fn usual() -> Result<Self, Failure> {
        Ok(Self::at(folders::running()?.join("hailstone")))
    }

    /// In this folder.
    pub const fn at(folder: PathBuf) -> Self {
        Self(folder)
    }

    /// The number of the last call; 0 when there was none.
    pub fn last(&self) -> u64 {
        let text = fs::read_to_string(self.0.join(CALLS)).unwrap_or_default();
        text.trim_end().parse().unwrap_or(0)
    }

    /// Calls everybody to lock, and waits until they have.
    ///
    /// # Errors
    /// [`Failure::File`], [`Failure::EntropyAbsent`].
    pub fn call(&self) -> Result<Reached, Failure> {
        let file = self.0.join(CALLS);
        let number = self.last().saturating_add(1);
        let write = |mut beside: File, path: &Path| {
            writeln!(beside, "{number}")?;
            fs::rename(path, &file)
        };
        self.make("locks-new.", write)?;
        let started = Instant::now();
        loop {
            let reached = self
                .reached(number)
                .map_err(|error| Failure::file(&self.0, &error))?;
            if reached.silent == 0 || started.elapsed() > PATIENCE {
                return Ok(reached);
            }
            thread::sleep(PAUSE);
        }
    }

    fn reached(&self, number: u64) -> io::Result<Reached> {
        let mut reached = Reached {
            locked: 0,
            silent: 0,
        };
        for entry in fs::read_dir(&self.0)? {
            let entry = entry?;
            if !entry.file_name().to_string_lossy().starts_with(WATCH) {
                continue;
            }
            // One that has just ended is gone.
            let Ok(mut file) = File::open(entry.path()) else {
                continue;
            };
            let is_gone = file.try_lock_shared().is_ok();
            let mut text = String::new();
            file.read_to_string(&mut text)?;
            let followed = text.trim_end().parse().unwrap_or(0);
            if number <= followed {
                // Also one that has ended since: its browser has locked, and has no more use for it.
                reached.locked += 1;
            } else if is_gone {
                drop(fs::remove_file(entry.path()));
            } else {
                reached.silent += 1;
            }
        }
        Ok(reached)
    }

    /// Begins to listen.
    ///
    /// # Errors
    /// As [`Locks::call`].
    pub fn watch(&self) -> Result<Watcher, Failure> {
        let (file, beside) = self.make("watch-new.", |file, path| {
            file.try_lock().map_err(|error| match error {
                TryLockError::Error(error) => error,
                TryLockError::WouldBlock => io::ErrorKind::WouldBlock.into(),
            })?;
            Ok((file, path.to_owned()))
        })?;
        // Under this name only once it is locked: until then it would look like one that was left behind.
        let name = beside
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .replace("watch-new.", WATCH);
        let path = self.0.join(name);
        fs::rename(&beside, &path).map_err(|error| Failure::file(&path, &error))?;
        Ok(Watcher {
            file,
            path,
            has_followed: false,
        })
    }

    /// Makes a file of a name that nobody has, which only this person can read, and the folder where there is none.
    fn make<T>(
        &self,
        name: &str,
        with: impl FnOnce(File, &Path) -> io::Result<T>,
    ) -> Result<T, Failure> {
        let path = self.0.join(format!("{name}{}", entropy::writer()?));
        let make = || {
            let mut folder = DirBuilder::new();
            folder.recursive(true);
            #[cfg(unix)]
            std::os::unix::fs::DirBuilderExt::mode(&mut folder, 0o700);
            folder.create(&self.0)?;
            let mut options = OpenOptions::new();
            options.write(true).create_new(true);
            #[cfg(unix)]
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
            with(options.open(&path)?, &path)
        };
        make().map_err(|error| Failure::file(&path, &error))
    }
}

/// One host's ear. Whoever calls counts it until it is dropped.
#[derive(Debug)]
pub struct Watcher {
    file: File,
    path: PathBuf,
    has_followed: bool,
}

impl Watcher {
    /// Says that the call of this number was followed.
    ///
    /// # Errors
    /// [`Failure::File`].
    pub fn followed(&mut self, number: u64) -> Result<(), Failure> {
        let write = |file: &mut File| {
            file.seek(SeekFrom::Start(0))?;
            writeln!(file, "{number}")
        };
        write(&mut self.file).map_err(|error| Failure::file(&self.path, &error))?;
        self.has_followed = true;
        Ok(())
    }
}

impl Drop for Watcher {
    fn drop(&mut self) {
        // Who called may not have looked yet, so that one that has followed stays to be counted; the next call removes it. Where
        // removing fails the next call finds it unlocked.
        if !self.has_followed {
            drop(fs::remove_file(&self.path));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_counts_who_followed_it_and_forgets_who_is_gone() {
        let folder = tempfile::tempdir().unwrap();
        let locks = Locks::at(folder.path().join("hailstone"));
        assert_eq!(locks.last(), 0);
        assert_eq!(
            locks.call(),
            Ok(Reached {
                locked: 0,
                silent: 0
            })
        );
        assert_eq!(locks.last(), 1);
        let mut one = locks.watch().unwrap();
        drop(locks.watch().unwrap());
        fs::write(folder.path().join("hailstone/watch.left-behind"), "1").unwrap();
        let other = {
            let locks = locks.clone();
            thread::spawn(move || locks.call())
        };
        while locks.last() < 2 {
            thread::sleep(PAUSE);
        }
        one.followed(2).unwrap();
        assert_eq!(
            other.join().unwrap(),
            Ok(Reached {
                locked: 1,
                silent: 0
            })
        );
        assert_eq!(
            locks.reached(3).unwrap(),
            Reached {
                locked: 0,
                silent: 1
            }
        );
        drop(one);
        let after = |number| {
            let Reached { locked, silent } = locks.reached(number).unwrap();
            (locked, silent)
        };
        assert_eq!(after(2), (1, 0), "it ended before anybody looked");
        assert_eq!(after(3), (0, 0));
        let left: Vec<_> = fs::read_dir(folder.path().join("hailstone"))
            .unwrap()
            .collect();
        assert_eq!(left.len(), 1, "{left:?}");
    }

    #[cfg(unix)]
    #[test]
    fn only_this_person_can_read_it() {
        use std::os::unix::fs::MetadataExt;
        let folder = tempfile::tempdir().unwrap();
        let locks = Locks::at(folder.path().join("hailstone"));
        let watcher = locks.watch().unwrap();
        locks.call().unwrap_or(Reached {
            locked: 0,
            silent: 0,
        });
        let mode = |path: &Path| fs::metadata(path).unwrap().mode() & 0o777;
        assert_eq!(mode(&folder.path().join("hailstone")), 0o700);
        assert_eq!(mode(&folder.path().join("hailstone/locks")), 0o600);
        assert_eq!(mode(&watcher.path), 0o600);
    }
}
