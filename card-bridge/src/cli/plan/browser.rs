//! What was typed of browsers, and what it means.

use crate::cli::args::{Browser as Typed, BrowserKind};
use crate::command::browser_install::Install;
use crate::error::{Argument, Failure};
use crate::host::caller::Extension;
use crate::host::manifest::Browser;

pub(super) fn plan(typed: Typed) -> Result<Install, Failure> {
    let Typed::Install {
        browser,
        profile,
        extension_id,
    } = typed;
    if profile.is_some() && browser != BrowserKind::Chromium {
        return Err(Failure::ArgumentInvalid(Argument::BrowserNeeded));
    }
    let extensions: Vec<Extension> = extension_id
        .iter()
        .map(|id| Extension::parse(id))
        .collect::<Result<_, _>>()?;
    let browsers = match browser {
        BrowserKind::Chromium => vec![Browser::Chromium],
        BrowserKind::Firefox => vec![Browser::Firefox],
        BrowserKind::All => vec![Browser::Chromium, Browser::Firefox],
    };
    if !extensions.iter().all(|id| browsers.contains(&kind(id))) {
        return Err(Failure::ArgumentInvalid(Argument::ExtensionId));
    }
    Ok(Install {
        browsers,
        profile,
        extensions,
    })
}

const fn kind(extension: &Extension) -> Browser {
    match extension {
        Extension::Chromium(_) => Browser::Chromium,
        Extension::Firefox(_) => Browser::Firefox,
    }
}
