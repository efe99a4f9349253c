//! `hailstone browser install`: the files by which browsers find the host.

use super::extensions_file;
use crate::cli::say;
use crate::error::Failure;
use crate::folders::{config, home};
use crate::host::caller::{Allowed, Extension};
use crate::host::manifest::{Browser, Places, in_profile, manifest};
use hailstone_core::wire::Language;
use std::env;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// What to install, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Install {
    /// For which kinds of browser.
    pub browsers: Vec<Browser>,
    /// In this user data folder only.
    pub profile: Option<PathBuf>,
    /// Allowed beside our own extension, from now on.
    pub extensions: Vec<Extension>,
}

/// Writes the manifests, and notes added extensions for the host's own check.
///
/// # Errors
/// [`Failure::File`], [`Failure::HomeAbsent`], [`Failure::SystemUnknown`].
pub fn run(install: &Install, language: Language) -> Result<(), Failure> {
    let list = extensions_file()?;
    let mut allowed = Allowed::load(&list)?;
    let mut added = false;
    for extension in &install.extensions {
        added |= allowed.add(extension);
    }
    if added {
        let json = serde_json::to_vec_pretty(&allowed)
            .map_err(|_| Failure::file(&list, &io::ErrorKind::InvalidData.into()))?;
        write(&list, &json)?;
        tell(&list, language);
    }
    let program =
        env::current_exe().map_err(|error| Failure::file(Path::new("hailstone"), &error))?;
    for browser in &install.browsers {
        let manifest = manifest(*browser, &program, &allowed);
        for file in files(*browser, install.profile.as_deref())? {
            write(&file, manifest.as_bytes())?;
            tell(&file, language);
        }
    }
    Ok(())
}

fn files(browser: Browser, profile: Option<&Path>) -> Result<Vec<PathBuf>, Failure> {
    if let Some(profile) = profile {
        return Ok(vec![in_profile(profile)]);
    }
    let places = if cfg!(target_os = "macos") {
        Places::macos(&home()?)
    } else if cfg!(unix) {
        Places::xdg(&home()?, &config()?)
    } else {
        return Err(Failure::SystemUnknown);
    };
    Ok(places.files(browser, Path::exists))
}

/// Whole or not at all: beside the file first, then in its place.
fn write(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let failed = |error: io::Error| Failure::file(path, &error);
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(failed)?;
    }
    let new = path.with_extension("new");
    fs::write(&new, bytes).map_err(failed)?;
    fs::rename(&new, path).map_err(failed)
}

fn tell(path: &Path, language: Language) {
    say(&match language {
        Language::English => format!("Wrote {}", path.display()),
        Language::German => format!("Geschrieben: {}", path.display()),
    });
}
