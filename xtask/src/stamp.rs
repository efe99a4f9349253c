//! Whether something must be made again: a hash over what goes in, kept beside what came out.

use crate::{
    error::{Failure, Result},
    shell::{read, write},
};
use std::{
    fs,
    hash::{DefaultHasher, Hash as _, Hasher as _},
    path::{Path, PathBuf},
};

/// Folders that are made, never source.
const MADE: [&str; 4] = ["node_modules", "dist", "target", ".git"];

/// What goes into one product.
pub(crate) struct Inputs(DefaultHasher);

impl Inputs {
    /// Inputs that begin with a name and whatever settings matter.
    pub(crate) fn new(settings: &[&str]) -> Self {
        let mut hasher = DefaultHasher::new();
        settings.hash(&mut hasher);
        Self(hasher)
    }

    /// Adds a file, or all files of a folder that are source. What is missing counts as missing.
    pub(crate) fn add(&mut self, path: &Path) -> Result<&mut Self> {
        let mut files = Vec::new();
        collect(path, &mut files)?;
        files.sort();
        for file in files {
            file.strip_prefix(path).unwrap_or(&file).hash(&mut self.0);
            fs::read(&file)
                .map_err(|error| Failure::file(&file, &error))?
                .hash(&mut self.0);
        }
        Ok(self)
    }

    /// The stamp of these inputs.
    pub(crate) fn stamp(&self, file: &Path) -> Stamp {
        Stamp {
            file: file.to_path_buf(),
            value: format!("{:016x}\n", self.0.finish()),
        }
    }
}

/// One stamp file and the value it should have.
pub(crate) struct Stamp {
    file: PathBuf,
    value: String,
}

impl Stamp {
    /// Whether the product was made from these inputs, and is still there.
    pub(crate) fn is_current(&self, products: &[PathBuf]) -> bool {
        read(&self.file).is_ok_and(|value| value == self.value)
            && products.iter().all(|path| path.exists())
    }

    /// Remembers that the product is made.
    pub(crate) fn keep(&self) -> Result {
        write(&self.file, &self.value)
    }
}

fn collect(path: &Path, files: &mut Vec<PathBuf>) -> Result {
    if path.is_file() {
        files.push(path.to_path_buf());
        return Ok(());
    }
    if !path.is_dir() {
        return Ok(());
    }
    for entry in fs::read_dir(path).map_err(|error| Failure::file(path, &error))? {
        let entry = entry.map_err(|error| Failure::file(path, &error))?;
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if MADE.contains(&name.as_ref())
            || name.ends_with(".tsbuildinfo")
            || entry.path().is_symlink()
        {
            continue;
        }
        collect(&entry.path(), files)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stamp_is_current_until_an_input_or_a_product_changes() -> Result {
        let folder = std::env::temp_dir().join(format!("hailstone-stamp-{}", std::process::id()));
        let source = folder.join("in/a.txt");
        let product = folder.join("out.txt");
        let stamp = || -> Result<Stamp> {
            Ok(Inputs::new(&["x"])
                .add(&folder.join("in"))?
                .stamp(&folder.join("stamp")))
        };
        write(&source, "one")?;
        write(&product, "made")?;
        assert!(!stamp()?.is_current(std::slice::from_ref(&product)));
        stamp()?.keep()?;
        assert!(stamp()?.is_current(std::slice::from_ref(&product)));
        write(&folder.join("in/dist/made.js"), "not source")?;
        assert!(stamp()?.is_current(std::slice::from_ref(&product)));
        write(&source, "two")?;
        assert!(!stamp()?.is_current(&[product]));
        assert!(!stamp()?.is_current(&[folder.join("gone")]));
        fs::remove_dir_all(&folder).map_err(|error| Failure::file(&folder, &error))
    }
}
