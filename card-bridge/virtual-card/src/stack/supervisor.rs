//! The shell that holds the namespaces and `pcscd` in them.

use std::{
    env,
    fs::{self, DirBuilder, File},
    io::Read as _,
    os::unix::{
        fs::{DirBuilderExt as _, MetadataExt as _},
        net::UnixStream,
    },
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use super::{
    Stack, StackError,
    program::{PATIENCE, first_line},
};
use crate::vpcd::FIRST_PORT;

pub(super) const DRIVER: &str = "/usr/lib/pcsc/drivers/serial/libifdvpcd.so";

/// The address of a Unix socket holds no more (unix(7)), its end included.
const SOCKET_PATH: usize = 107;

/// Runs within the namespaces, for as long as somebody holds its standard input: even when this process is killed, pcscd
/// ends, and with it every card. A line of input kills pcscd and starts another one. `$1` is the directory of the stack.
const SUPERVISOR: &str = r#"
PATH="$PATH:/usr/sbin:/sbin"
ip link set lo up && mount --bind "$1" /run || exit 70
extra=
case "$(pcscd --help 2>&1)" in *--disable-polkit*) extra=--disable-polkit ;; esac
begin() {
  PCSCLITE_HP_DROPDIR=/run/no-usb-readers pcscd --foreground --info $extra \
    --config /run/reader.conf.d >>/run/pcscd.log 2>&1 </dev/null &
  daemon=$!
}
begin
echo up
while read -r _; do
  kill -9 "$daemon"
  wait "$daemon"
  begin
done
kill "$daemon"
wait "$daemon"
rm -rf -- "$1"
"#;

/// Which namespaces the stack lives in. An ordinary user may make the others only within a user namespace.
#[derive(Clone, Copy, Debug)]
pub(super) enum Namespaces {
    AsRoot,
    AsUser,
}

impl Namespaces {
    fn unshare(self) -> &'static str {
        match self {
            Self::AsRoot => "-mn",
            Self::AsUser => "-Urmn",
        }
    }

    /// The cards need the network only: they keep their files where the caller named them.
    pub(super) fn nsenter(self) -> &'static [&'static str] {
        match self {
            Self::AsRoot => &["--net"],
            Self::AsUser => &["--user", "--net", "--preserve-credentials"],
        }
    }
}

impl Stack {
    pub(super) fn supervise(program: Vec<PathBuf>) -> Result<Self, StackError> {
        let root = fs::metadata("/proc/self")?.uid() == 0;
        // Root in a container may lack the right to make namespaces, yet have it within a user namespace.
        let attempts: &[Namespaces] = if root {
            &[Namespaces::AsRoot, Namespaces::AsUser]
        } else {
            &[Namespaces::AsUser]
        };
        let mut said = String::new();
        for namespaces in attempts {
            let directory = make_directory()?;
            let mut supervisor = Command::new("unshare")
                .arg(namespaces.unshare())
                .args(["sh", "-c", SUPERVISOR, "stack"])
                .arg(&directory)
                .stdin(Stdio::piped())
                .stdout(Stdio::piped())
                .stderr(fs::File::create(directory.join("supervisor.log"))?)
                .spawn()?;
            let hold = supervisor.stdin.take();
            let output = supervisor.stdout.take();
            let stack = Self {
                directory,
                program: program.clone(),
                supervisor,
                hold,
                namespaces: *namespaces,
                slots: Vec::new(),
            };
            if first_line(output).as_deref() == Some("up") && stack.listens() {
                return Ok(stack);
            }
            for log in ["supervisor.log", "pcscd.log"] {
                said.push_str(&fs::read_to_string(stack.directory.join(log)).unwrap_or_default());
            }
        }
        Err(StackError::Start(said.trim().into()))
    }

    pub(super) fn listens(&self) -> bool {
        let deadline = Instant::now() + PATIENCE;
        while Instant::now() < deadline {
            if UnixStream::connect(self.socket()).is_ok() {
                return true;
            }
            thread::sleep(Duration::from_millis(2));
        }
        false
    }
}

/// A directory that only this user enters, with the configuration of the reader. Nobody else can have made it before: its
/// name is random, and one that is there, be it a link, is an error.
fn make_directory() -> Result<PathBuf, StackError> {
    let mut random = [0; 8];
    File::open("/dev/urandom")?.read_exact(&mut random)?;
    let name = format!("hailstone-stack-{:016x}", u64::from_ne_bytes(random));
    let directory = env::temp_dir().join(name);
    if socket_in(&directory).as_os_str().len() > SOCKET_PATH {
        return Err(StackError::Start(format!(
            "{} is too long a path for a socket (set TMPDIR)",
            directory.display()
        )));
    }
    let mut private = DirBuilder::new();
    private.mode(0o700);
    private.create(&directory)?;
    for part in ["pcscd", "reader.conf.d", "no-usb-readers"] {
        private.create(directory.join(part))?;
    }
    // 0x8C7B is port 35963; vpcd takes the next one for its second slot.
    let reader = format!(
        "FRIENDLYNAME \"Virtual PCD\"\nDEVICENAME /dev/null:0x{FIRST_PORT:X}\nLIBPATH {DRIVER}\nCHANNELID 0x{FIRST_PORT:X}\n"
    );
    fs::write(directory.join("reader.conf.d/vpcd"), reader)?;
    Ok(directory)
}

pub(super) fn socket_in(directory: &Path) -> PathBuf {
    directory.join("pcscd/pcscd.comm")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_else_enters_a_stack_or_guesses_its_name() -> Result<(), StackError> {
        let directories = [make_directory()?, make_directory()?];
        assert_ne!(directories[0], directories[1]);
        for directory in directories {
            assert_eq!(fs::metadata(&directory)?.mode() & 0o777, 0o700);
            fs::remove_dir_all(directory)?;
        }
        Ok(())
    }
}
