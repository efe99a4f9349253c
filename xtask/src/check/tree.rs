//! The files of the project as git sees them: tracked, or new and not ignored.

use crate::{
    error::Result,
    shell::{Project, capture},
};
use std::{cell::OnceCell, fs};

use super::lexer::{self, Token};

/// One file.
pub(crate) struct Source {
    /// Its path from the top level, with slashes.
    pub(crate) path: String,
    /// Its text; empty when it is not text.
    pub(crate) text: String,
    tokens: OnceCell<Vec<Token>>,
}

impl Source {
    /// The tokens of a Rust file without those of its tests.
    pub(crate) fn tokens(&self) -> &[Token] {
        self.tokens
            .get_or_init(|| lexer::without_tests(lexer::tokens(&self.text)))
    }

    /// Whether it is source of a package's library or program, not of its tests, benches or examples.
    pub(crate) fn is_product(&self) -> bool {
        let aside = [
            "tests",
            "test",
            "benches",
            "examples",
            "fuzz",
            "fuzz_targets",
        ];
        !self.path.split('/').any(|part| aside.contains(&part)) && !self.path.ends_with("/tests.rs")
    }

    /// Lines with their numbers.
    pub(crate) fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        (1..).zip(self.text.lines())
    }
}

/// All files.
pub(crate) struct Tree {
    files: Vec<Source>,
}

impl Tree {
    /// Reads them.
    pub(crate) fn load(project: &Project) -> Result<Self> {
        let list = capture(project.command("git").args([
            "ls-files",
            "-z",
            "--cached",
            "--others",
            "--exclude-standard",
        ]))?;
        let files = list
            .split('\0')
            .filter(|path| !path.is_empty())
            .filter_map(|path| {
                // A file that is tracked and deleted has nothing to say.
                let bytes = fs::read(project.path(path)).ok()?;
                Some(Source::new(
                    path,
                    String::from_utf8(bytes).unwrap_or_default(),
                ))
            })
            .collect();
        Ok(Self { files })
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.files.len()
    }

    /// Every file.
    pub(crate) fn all(&self) -> impl Iterator<Item = &Source> {
        self.files.iter()
    }

    /// One file.
    pub(crate) fn file(&self, path: &str) -> Option<&Source> {
        self.files.iter().find(|file| file.path == path)
    }

    /// Rust files below a folder.
    pub(crate) fn rust(&self, folder: &str) -> impl Iterator<Item = &Source> {
        self.below(folder, &[".rs"])
    }

    /// TypeScript and JavaScript files below a folder.
    pub(crate) fn scripts(&self, folder: &str) -> impl Iterator<Item = &Source> {
        self.below(folder, &[".ts", ".mts", ".js", ".mjs"])
    }

    fn below(&self, folder: &str, endings: &'static [&str]) -> impl Iterator<Item = &Source> {
        let prefix = format!("{folder}/");
        self.files.iter().filter(move |file| {
            file.path.starts_with(&prefix) && endings.iter().any(|end| file.path.ends_with(end))
        })
    }

    /// A tree for a test of a rule.
    #[cfg(test)]
    pub(crate) fn of(files: &[(&str, &str)]) -> Self {
        Self {
            files: files
                .iter()
                .map(|(path, text)| Source::new(path, (*text).to_owned()))
                .collect(),
        }
    }
}

impl Source {
    fn new(path: &str, text: String) -> Self {
        Self {
            path: path.to_owned(),
            text,
            tokens: OnceCell::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tests_and_benches_are_not_the_product() {
        let tree = Tree::of(&[
            ("core/src/id.rs", ""),
            ("core/tests/all.rs", ""),
            ("core/src/jose/tests.rs", ""),
        ]);
        let product: Vec<&str> = tree
            .rust("core")
            .filter(|f| f.is_product())
            .map(|f| f.path.as_str())
            .collect();
        assert_eq!(product, ["core/src/id.rs"]);
        assert_eq!(tree.rust("core/src").count(), 2);
        assert_eq!(tree.scripts("core").count(), 0);
    }
}
