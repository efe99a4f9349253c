//! The manifest by which a browser finds the host, and where each browser looks for it.

use super::caller::Allowed;
use hailstone_core::wire::HOST_NAME;
use serde_json::json;
use std::path::{Path, PathBuf};

/// Browsers find the manifest under the host's name.
pub const FILE_NAME: &str = "app.hailstone.bridge.json";

const DESCRIPTION: &str = "Hailstone: cards for the wallet in the browser";

/// The kinds of browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Browser {
    /// Chromium and everything made from it.
    Chromium,
    /// Firefox and everything made from it.
    Firefox,
}

/// The manifest for one kind of browser, which starts `program`.
pub fn manifest(browser: Browser, program: &Path, allowed: &Allowed) -> String {
    let program = program.to_string_lossy();
    let manifest = match browser {
        Browser::Chromium => json!({
            "name": HOST_NAME,
            "description": DESCRIPTION,
            "path": program,
            "type": "stdio",
            "allowed_origins": allowed.chromium().map(|id| format!("chrome-extension://{id}/")).collect::<Vec<_>>(),
        }),
        Browser::Firefox => json!({
            "name": HOST_NAME,
            "description": DESCRIPTION,
            "path": program,
            "type": "stdio",
            "allowed_extensions": allowed.firefox().collect::<Vec<_>>(),
        }),
    };
    format!("{manifest:#}\n")
}

/// Where a person's browsers keep their settings on this system.
#[derive(Clone, Debug)]
pub struct Places {
    /// Folders of browsers of Chromium's kind, the plain Chromium first.
    chromium: Vec<PathBuf>,
    /// Folder of Firefox, and the name of its folder of manifests.
    firefox: Vec<PathBuf>,
    firefox_folder: &'static str,
}

const CHROMIUM_FOLDER: &str = "NativeMessagingHosts";

impl Places {
    /// Linux and other systems of that kind.
    pub fn xdg(home: &Path, config: &Path) -> Self {
        Self {
            chromium: under(
                config,
                &[
                    "chromium",
                    "google-chrome",
                    "google-chrome-beta",
                    "BraveSoftware/Brave-Browser",
                    "microsoft-edge",
                    "vivaldi",
                ],
            ),
            firefox: vec![home.join(".mozilla"), config.join("mozilla")],
            firefox_folder: "native-messaging-hosts",
        }
    }

    /// macOS.
    pub fn macos(home: &Path) -> Self {
        let support = home.join("Library/Application Support");
        Self {
            chromium: under(
                &support,
                &[
                    "Chromium",
                    "Google/Chrome",
                    "BraveSoftware/Brave-Browser",
                    "Microsoft Edge",
                    "Vivaldi",
                ],
            ),
            firefox: vec![support.join("Mozilla")],
            firefox_folder: CHROMIUM_FOLDER,
        }
    }

    /// The files to write: for each browser that is there (as `exists` says), and for the plain one in any case.
    pub fn files(&self, browser: Browser, exists: impl Fn(&Path) -> bool) -> Vec<PathBuf> {
        let (folders, inner) = match browser {
            Browser::Chromium => (&self.chromium, CHROMIUM_FOLDER),
            Browser::Firefox => (&self.firefox, self.firefox_folder),
        };
        let there: Vec<_> = folders.iter().filter(|folder| exists(folder)).collect();
        let chosen = if there.is_empty() {
            folders.iter().take(1).collect()
        } else {
            there
        };
        chosen
            .into_iter()
            .map(|folder| folder.join(inner).join(FILE_NAME))
            .collect()
    }
}

/// The file to write for one user data folder of Chromium's kind.
pub fn in_profile(profile: &Path) -> PathBuf {
    profile.join(CHROMIUM_FOLDER).join(FILE_NAME)
}

fn under(folder: &Path, names: &[&str]) -> Vec<PathBuf> {
    names.iter().map(|name| folder.join(name)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;

    #[test]
    fn the_file_has_the_name_of_the_host() {
        assert_eq!(FILE_NAME, format!("{HOST_NAME}.json"));
    }

    #[test]
    fn each_browser_gets_the_list_that_it_reads() {
        let program = Path::new("/opt/hailstone/hailstone");
        let read = |browser| -> Value {
            serde_json::from_str(&manifest(browser, program, &Allowed::default())).unwrap()
        };
        let chromium = read(Browser::Chromium);
        assert_eq!(chromium["name"], "app.hailstone.bridge");
        assert_eq!(chromium["type"], "stdio");
        assert_eq!(chromium["path"], "/opt/hailstone/hailstone");
        assert_eq!(
            chromium["allowed_origins"][0],
            "chrome-extension://npnmgkfobdfbedmijlmedgkcicfnblid/"
        );
        assert!(chromium.get("allowed_extensions").is_none());
        let firefox = read(Browser::Firefox);
        assert_eq!(
            firefox["allowed_extensions"][0],
            "{8c232140-f437-4ce6-9b74-958d830bec00}"
        );
        assert!(firefox.get("allowed_origins").is_none());
    }

    #[test]
    fn the_browsers_that_are_there_are_served_and_the_plain_one_otherwise() {
        let places = Places::xdg(Path::new("/h"), Path::new("/h/.config"));
        let files = |browser, there: &[&str]| {
            places
                .files(browser, |path| there.iter().any(|p| path == Path::new(p)))
                .iter()
                .map(|path| path.to_string_lossy().into_owned())
                .collect::<Vec<_>>()
        };
        assert_eq!(
            files(Browser::Chromium, &[]),
            ["/h/.config/chromium/NativeMessagingHosts/app.hailstone.bridge.json"]
        );
        assert_eq!(
            files(
                Browser::Chromium,
                &["/h/.config/vivaldi", "/h/.config/google-chrome"]
            ),
            [
                "/h/.config/google-chrome/NativeMessagingHosts/app.hailstone.bridge.json",
                "/h/.config/vivaldi/NativeMessagingHosts/app.hailstone.bridge.json"
            ]
        );
        assert_eq!(
            files(Browser::Firefox, &[]),
            ["/h/.mozilla/native-messaging-hosts/app.hailstone.bridge.json"]
        );
    }
}
