//! A recovery sheet, as it is shown to be written down or printed.

mod page;

use crate::cli::{note, say};
use crate::error::Failure;
use hailstone_core::wire::Language;
use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, IsTerminal, Write};
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

pub(super) use page::{OneOf, Page};

/// Where the words go: to the eyes of a person, and never into a pipe or a log.
pub(super) enum Outlet {
    Terminal,
    Html(NewPage),
}

/// Whether there is somebody to see a sheet, for who would rather know before a person is asked for anything.
///
/// # Errors
/// [`Failure::SheetNowhere`] and [`Failure::FileExists`].
pub(super) fn check(html: Option<&Path>) -> Result<(), Failure> {
    match html {
        Some(path) if fs::symlink_metadata(path).is_ok() => {
            Err(Failure::FileExists { path: path.into() })
        }
        None if !io::stdout().is_terminal() => Err(Failure::SheetNowhere),
        _ => Ok(()),
    }
}

impl Outlet {
    /// # Errors
    /// As [`check`], and [`Failure::File`].
    pub(super) fn open(html: Option<&Path>) -> Result<Self, Failure> {
        check(html)?;
        Ok(match html {
            Some(path) => Self::Html(NewPage::make(path)?),
            None => Self::Terminal,
        })
    }

    /// # Errors
    /// [`Failure::File`].
    pub(super) fn show(&mut self, sheet: &Page<'_>) -> Result<(), Failure> {
        match self {
            Self::Terminal => {
                if let Some(share) = &sheet.share {
                    say(&share.title(sheet.language));
                }
                say(&list(sheet.words));
                note(match sheet.language {
                    Language::English => {
                        "Write the words on paper, with their numbers. They are not shown again."
                    }
                    Language::German => {
                        "Schreiben Sie die Wörter mit ihren Nummern auf Papier. Sie werden nicht noch einmal gezeigt."
                    }
                });
                Ok(())
            }
            Self::Html(page) => {
                page.write(&sheet.html())?;
                let path = page.path.display();
                note(&match sheet.language {
                    Language::English if sheet.share.is_some() => {
                        format!("Print {path} now: one of its words is asked for next.")
                    }
                    Language::German if sheet.share.is_some() => {
                        format!(
                            "Drucken Sie {path} jetzt aus: Als Nächstes wird nach einem Wort darauf gefragt."
                        )
                    }
                    Language::English => {
                        format!("Print {path} now: three of its words are asked for next.")
                    }
                    Language::German => format!(
                        "Drucken Sie {path} jetzt aus: Als Nächstes wird nach drei Wörtern darauf gefragt."
                    ),
                });
                Ok(())
            }
        }
    }

    /// The sheet opens the vault: its page stays. Gives where it is.
    pub(super) fn keep(self) -> Option<PathBuf> {
        match self {
            Self::Terminal => None,
            Self::Html(page) => Some(page.keep()),
        }
    }
}

/// A page that is being made. If nothing comes of it, the file goes away: words that open nothing only mislead.
pub(super) struct NewPage {
    path: PathBuf,
    file: File,
    kept: bool,
}

impl NewPage {
    pub(super) fn make(path: &Path) -> Result<Self, Failure> {
        let file = private_file(path).map_err(|error| match error.kind() {
            ErrorKind::AlreadyExists => Failure::FileExists { path: path.into() },
            _ => Failure::file(path, &error),
        })?;
        Ok(Self {
            path: path.into(),
            file,
            kept: false,
        })
    }

    pub(super) fn write(&mut self, html: &str) -> Result<(), Failure> {
        let written = self.file.write_all(html.as_bytes());
        written
            .and_then(|()| self.file.sync_all())
            .map_err(|error| Failure::file(&self.path, &error))
    }
}

impl NewPage {
    /// It is what it should be: the file stays. Gives where it is.
    pub(super) fn keep(mut self) -> PathBuf {
        self.kept = true;
        self.path.clone()
    }
}

impl Drop for NewPage {
    fn drop(&mut self) {
        if !self.kept {
            // What matters is why nothing came of it.
            drop(fs::remove_file(&self.path));
        }
    }
}

/// A new file that only this person can read; never one that is there already.
fn private_file(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// The words with their numbers, three in a row.
fn list(words: &[&str]) -> Zeroizing<String> {
    let mut list = Zeroizing::new(String::with_capacity(20 * words.len()));
    for (number, word) in (1..).zip(words) {
        list.push_str(&format!("{number:>4} {word:<8}"));
        if number % 3 == 0 && number < words.len() {
            list.push('\n');
        }
    }
    list
}

#[cfg(test)]
mod tests {
    use super::*;
    use hailstone_core::vault::RECOVERY_WORDS;

    #[test]
    fn the_words_stand_in_rows_with_their_numbers() {
        let list = list(&["abstract"; RECOVERY_WORDS]);
        let rows: Vec<&str> = list.lines().collect();
        assert_eq!(rows.len(), 4);
        assert_eq!(rows[0], "   1 abstract   2 abstract   3 abstract");
        assert_eq!(rows[3], "  10 abstract  11 abstract  12 abstract");
    }
}
