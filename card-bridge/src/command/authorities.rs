//! Whom the person trusts to say who a site or an issuer is: the authorities that browsers trust, those in `hailstone/authorities` in the folder for
//! settings, and those named for this once.

use crate::error::Failure;
use crate::folders;
use hailstone_core::trust::Anchors;
use std::fs::{self, File};
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

/// A certificate has one or two thousand bytes.
const MAX_LENGTH: u64 = 64 << 10;

pub(super) fn read(named: &[PathBuf]) -> Result<Anchors, Failure> {
    let mut anchors = Anchors::none().with_public_web();
    let kept = folders::config()?.join("hailstone").join("authorities");
    for path in listed(&kept)?.iter().chain(named) {
        let mut bytes = Vec::new();
        File::open(path)
            .and_then(|file| file.take(MAX_LENGTH).read_to_end(&mut bytes))
            .map_err(|error| Failure::file(path, &error))?;
        anchors
            .add_any(&bytes)
            .map_err(|error| Failure::Authority {
                path: path.clone(),
                error,
            })?;
    }
    Ok(anchors)
}

fn listed(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(Failure::file(folder, &error)),
    };
    let mut paths = entries
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<Vec<_>, _>>()
        .map_err(|error| Failure::file(folder, &error))?;
    paths.retain(|path| path.is_file());
    paths.sort();
    Ok(paths)
}
