//! Programs: where they are, and whether they have started.

use std::{
    env,
    io::{BufRead as _, BufReader, Read},
    path::PathBuf,
    sync::mpsc,
    thread,
    time::Duration,
};

use super::StackError;

/// How long a process may take to say that it has started.
pub(super) const PATIENCE: Duration = Duration::from_secs(15);

/// The first line of a process's output, or `None` when it ends or takes too long.
pub(super) fn first_line(output: Option<impl Read + Send + 'static>) -> Option<String> {
    let output = output?;
    let (sender, receiver) = mpsc::channel();
    // A thread, for a pipe has no timeout; it ends with the process at the latest.
    thread::spawn(move || {
        let mut line = String::new();
        let _ = BufReader::new(output).read_line(&mut line);
        let _ = sender.send(line);
    });
    let line = receiver.recv_timeout(PATIENCE).ok()?;
    line.strip_suffix('\n').map(Into::into)
}

pub(super) fn installed(tool: &str) -> bool {
    let path = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&path)
        .chain(["/usr/sbin".into(), "/sbin".into()])
        .any(|directory| directory.join(tool).exists())
}

/// Cargo puts programs in one directory and tests in `deps` below it.
pub(super) fn card_program() -> Result<PathBuf, StackError> {
    let own = env::current_exe()?;
    own.ancestors()
        .skip(1)
        .take(2)
        .map(|directory| directory.join("hailstone-virtual-card"))
        .find(|program| program.exists())
        .ok_or_else(|| {
            StackError::Start(
                "hailstone-virtual-card is not built (cargo build -p hailstone-virtual-card)"
                    .into(),
            )
        })
}
