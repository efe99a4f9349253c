//! Which program has started this one, as the person who is asked for a PIN is told of it. What a caller says of itself is its own word;
//! which program it is, the system says.

use super::caller::Extension;
use hailstone_core::wire::Language;
use std::path::PathBuf;

/// Who asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asker {
    /// A browser that we know.
    Browser(&'static str),
    /// A program that starts us as a browser does.
    Program(String),
    /// The system does not say.
    Unknown,
}

/// How the programs of browsers are called, by how their names begin.
const BROWSERS: [(&str, &str); 10] = [
    ("firefox", "Firefox"),
    ("librewolf", "LibreWolf"),
    ("chromium", "Chromium"),
    ("google-chrome", "Chrome"),
    ("chrome", "Chrome"),
    ("brave", "Brave"),
    ("msedge", "Edge"),
    ("microsoft-edge", "Edge"),
    ("vivaldi", "Vivaldi"),
    ("opera", "Opera"),
];

impl Asker {
    /// The one that started this process, which calls itself a browser of this kind.
    pub fn of_this_process(extension: Option<&Extension>) -> Self {
        Self::of(parent().as_deref(), extension)
    }

    fn of(program: Option<&str>, extension: Option<&Extension>) -> Self {
        let Some(program) = program else {
            return Self::Unknown;
        };
        let known = BROWSERS.iter().find(|(name, _)| program.starts_with(name));
        let is_firefox = |name: &str| matches!(name, "Firefox" | "LibreWolf");
        let speaks_as_firefox = matches!(extension, Some(Extension::Firefox(_)));
        match known {
            Some((_, name)) if is_firefox(name) == speaks_as_firefox => Self::Browser(name),
            _ => Self::Program(shown(program)),
        }
    }

    /// A sentence for the prompt.
    pub fn sentence(&self, language: Language) -> String {
        match (self, language) {
            (Self::Browser(name), Language::English) => format!("{name} asks for it."),
            (Self::Browser(name), Language::German) => format!("Danach fragt {name}."),
            (Self::Program(name), Language::English) => {
                format!("The program “{name}” asks for it, as a browser does.")
            }
            (Self::Program(name), Language::German) => {
                format!("Danach fragt das Programm „{name}“, wie ein Browser.")
            }
            (Self::Unknown, Language::English) => "A browser asks for it.".into(),
            (Self::Unknown, Language::German) => "Danach fragt ein Browser.".into(),
        }
    }
}

/// The name of the program's file.
#[cfg(target_os = "linux")]
fn parent() -> Option<String> {
    let process = std::os::unix::process::parent_id();
    let program: PathBuf = std::fs::read_link(format!("/proc/{process}/exe")).ok()?;
    Some(program.file_name()?.to_string_lossy().into_owned())
}

#[cfg(not(target_os = "linux"))]
fn parent() -> Option<String> {
    None::<PathBuf>.map(|_| String::new())
}

/// As much of a name as says who it is, and nothing that moves what stands around it.
fn shown(program: &str) -> String {
    let plain = |sign: &char| sign.is_ascii_alphanumeric() || matches!(sign, '-' | '.' | '_' | '+');
    program.chars().filter(plain).take(40).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::host::caller::{CHROMIUM_ID, FIREFOX_ID};

    #[test]
    fn a_browser_is_named_and_whoever_only_calls_itself_one_is_named_as_what_it_is() {
        let chromium = Extension::Chromium(CHROMIUM_ID.into());
        let firefox = Extension::Firefox(FIREFOX_ID.into());
        for (program, extension, asker) in [
            ("firefox-esr", &firefox, Asker::Browser("Firefox")),
            ("chromium", &chromium, Asker::Browser("Chromium")),
            ("chrome", &chromium, Asker::Browser("Chrome")),
            ("brave-browser", &chromium, Asker::Browser("Brave")),
            ("python3.13", &chromium, Asker::Program("python3.13".into())),
            ("firefox", &chromium, Asker::Program("firefox".into())),
            ("chromium", &firefox, Asker::Program("chromium".into())),
            ("a\n“ b", &firefox, Asker::Program("ab".into())),
        ] {
            assert_eq!(Asker::of(Some(program), Some(extension)), asker);
        }
        assert_eq!(Asker::of(None, Some(&firefox)), Asker::Unknown);
    }

    #[test]
    fn the_person_is_told_in_both_languages() {
        let asker = Asker::Browser("Firefox");
        assert_eq!(asker.sentence(Language::English), "Firefox asks for it.");
        assert_eq!(asker.sentence(Language::German), "Danach fragt Firefox.");
        let other = Asker::Program("python3".into());
        assert!(other.sentence(Language::English).contains("“python3”"));
        assert!(other.sentence(Language::German).contains("„python3“"));
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn the_system_says_who_it_is() {
        let Asker::Program(name) = Asker::of_this_process(None) else {
            panic!("a test is not started by a browser");
        };
        assert!(!name.is_empty());
    }
}
