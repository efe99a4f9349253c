//! Who started the host. A browser says so in the arguments: Chromium gives the origin of the extension, Firefox the path of
//! the manifest and the extension's id. The browser has checked its own manifest by then; this is the second check, against
//! our list and not against a file that lies among the browser's.

use super::manifest::FILE_NAME;
use crate::error::{Argument, Failure};
use hailstone_core::wire::BridgeError;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

/// The extension's id in Chromium, which follows from its public key (`web/extension/identity.json`).
pub const CHROMIUM_ID: &str = "npnmgkfobdfbedmijlmedgkcicfnblid";
/// The extension's id in Firefox.
pub const FIREFOX_ID: &str = "{8c232140-f437-4ce6-9b74-958d830bec00}";

/// An extension, by the id that its kind of browser knows.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Extension {
    /// Thirty-two letters from a to p.
    Chromium(String),
    /// A UUID in braces, or something like an e-mail address.
    Firefox(String),
}

impl Extension {
    /// Reads an id; its shape tells the browser.
    ///
    /// # Errors
    /// [`Argument::ExtensionId`].
    pub fn parse(id: &str) -> Result<Self, Failure> {
        if id.len() == 32 && id.bytes().all(|byte| matches!(byte, b'a'..=b'p')) {
            return Ok(Self::Chromium(id.into()));
        }
        // MDN, browser_specific_settings: these characters and no others.
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_');
        let uuid = id
            .strip_prefix('{')
            .and_then(|rest| rest.strip_suffix('}'))
            .is_some_and(|uuid| {
                uuid.len() == 36 && uuid.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-')
            });
        let address = id.split_once('@').is_some_and(|(_, host)| !host.is_empty())
            && id.len() <= 80
            && id.bytes().filter(|byte| *byte == b'@').count() == 1
            && id.bytes().all(|byte| plain(byte) || byte == b'@');
        if uuid || address {
            return Ok(Self::Firefox(id.into()));
        }
        Err(Failure::ArgumentInvalid(Argument::ExtensionId))
    }
}

/// Reads the arguments behind the program's name. `None` when no browser wrote them.
pub fn from_arguments(arguments: &[String]) -> Option<Extension> {
    let extension = match arguments {
        // On Windows Chromium adds the handle of its window.
        [origin, ..] if origin.starts_with("chrome-extension://") => {
            let id = origin
                .strip_prefix("chrome-extension://")?
                .strip_suffix('/')?;
            Extension::parse(id).ok()?
        }
        [manifest, id, ..] if Path::new(manifest).file_name()? == FILE_NAME => {
            Extension::parse(id).ok()?
        }
        _ => return None,
    };
    let shape = matches!(extension, Extension::Chromium(_));
    (shape == arguments.first()?.starts_with("chrome-extension://")).then_some(extension)
}

/// Whether these arguments are a browser's, even if nothing can be read from them.
pub fn looks_like_a_browser(arguments: &[String]) -> bool {
    match arguments {
        [first, ..] if first.starts_with("chrome-extension://") => true,
        [first, _, ..] => Path::new(first)
            .file_name()
            .is_some_and(|name| name == FILE_NAME),
        _ => false,
    }
}

/// The extensions that may use the bridge: ours, and those that a person has added with `browser install`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Allowed {
    chromium: BTreeSet<String>,
    firefox: BTreeSet<String>,
}

impl Allowed {
    /// Reads the list of additions; a file that is not there is an empty list.
    ///
    /// # Errors
    /// [`Failure::File`].
    pub fn load(path: &Path) -> Result<Self, Failure> {
        match fs::read(path) {
            Ok(json) => Self::parse(&json)
                .ok_or_else(|| Failure::file(path, &ErrorKind::InvalidData.into())),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => Err(Failure::file(path, &error)),
        }
    }

    /// Reads what is in that file. `None` when it is no such list.
    pub fn parse(json: &[u8]) -> Option<Self> {
        serde_json::from_slice(json).ok()
    }

    /// Adds one. False if it was there already.
    pub fn add(&mut self, extension: &Extension) -> bool {
        match extension {
            Extension::Chromium(id) => id != CHROMIUM_ID && self.chromium.insert(id.clone()),
            Extension::Firefox(id) => id != FIREFOX_ID && self.firefox.insert(id.clone()),
        }
    }

    /// Checks one.
    ///
    /// # Errors
    /// [`BridgeError::CallerRefused`].
    pub fn check(&self, extension: Option<&Extension>) -> Result<(), BridgeError> {
        let allowed = match extension {
            Some(Extension::Chromium(id)) => id == CHROMIUM_ID || self.chromium.contains(id),
            Some(Extension::Firefox(id)) => id == FIREFOX_ID || self.firefox.contains(id),
            None => false,
        };
        if allowed {
            Ok(())
        } else {
            Err(BridgeError::CallerRefused)
        }
    }

    /// All ids for Chromium's kind of browser.
    pub fn chromium(&self) -> impl Iterator<Item = &str> {
        std::iter::once(CHROMIUM_ID).chain(self.chromium.iter().map(String::as_str))
    }

    /// All ids for Firefox.
    pub fn firefox(&self) -> impl Iterator<Item = &str> {
        std::iter::once(FIREFOX_ID).chain(self.firefox.iter().map(String::as_str))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arguments(texts: &[&str]) -> Vec<String> {
        texts.iter().map(|text| (*text).into()).collect()
    }

    #[test]
    fn our_ids_are_those_that_the_extension_is_built_with() {
        let identity = include_str!("../../../web/extension/identity.json");
        let identity: serde_json::Value = serde_json::from_str(identity).unwrap();
        assert_eq!(identity["chromiumId"], CHROMIUM_ID);
        assert_eq!(identity["firefoxId"], FIREFOX_ID);
    }

    #[test]
    fn both_kinds_of_browser_say_who_calls() {
        let origin = format!("chrome-extension://{CHROMIUM_ID}/");
        let chromium = from_arguments(&arguments(&[&origin]));
        assert_eq!(chromium, Some(Extension::Chromium(CHROMIUM_ID.into())));
        let manifest = "/ada/.mozilla/native-messaging-hosts/app.hailstone.bridge.json";
        let firefox = from_arguments(&arguments(&[manifest, FIREFOX_ID]));
        assert_eq!(firefox, Some(Extension::Firefox(FIREFOX_ID.into())));
        for caller in [chromium, firefox] {
            assert_eq!(Allowed::default().check(caller.as_ref()), Ok(()));
        }
    }

    #[test]
    fn everybody_else_is_refused() {
        let manifest = "/x/app.hailstone.bridge.json";
        let cases: [&[&str]; 10] = [
            &[],
            &["chrome-extension://"],
            &["chrome-extension://abcdefghijklmnopabcdefghijklmnop/"],
            &["chrome-extension://npnmgkfobdfbedmijlmedgkcicfnblid"],
            &["chrome-extension://npnmgkfobdfbedmijlmedgkcicfnblid/evil/"],
            &["https://npnmgkfobdfbedmijlmedgkcicfnblid/"],
            &[manifest],
            &[manifest, "other@example.org"],
            &[manifest, CHROMIUM_ID],
            &["/x/other.json", FIREFOX_ID],
        ];
        for case in cases {
            let caller = from_arguments(&arguments(case));
            assert_eq!(
                Allowed::default().check(caller.as_ref()),
                Err(BridgeError::CallerRefused),
                "{case:?}"
            );
        }
    }

    #[test]
    fn a_person_may_add_an_extension() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("extensions.json");
        let mut allowed = Allowed::load(&path).unwrap();
        let own = Extension::parse("abcdefghijklmnopabcdefghijklmnop").unwrap();
        assert!(allowed.check(Some(&own)).is_err());
        assert!(allowed.add(&own));
        assert!(!allowed.add(&own));
        fs::write(&path, serde_json::to_vec(&allowed).unwrap()).unwrap();
        assert_eq!(Allowed::load(&path).unwrap().check(Some(&own)), Ok(()));
        fs::write(&path, "nonsense").unwrap();
        assert!(Allowed::load(&path).is_err());
    }

    #[test]
    fn an_id_has_one_of_three_shapes() {
        for good in [CHROMIUM_ID, FIREFOX_ID, "wallet@example.org", "@example"] {
            assert!(Extension::parse(good).is_ok(), "{good}");
        }
        for bad in ["", "abc", "{8c232140}", "a@", "a b@c", "a@b@c", "x\"y@z"] {
            assert!(Extension::parse(bad).is_err(), "{bad}");
        }
    }
}
