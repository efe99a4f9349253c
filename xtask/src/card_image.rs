//! The card application, linked for a card's processor: that it builds there, and what it takes. The limits are in the linker script,
//! which has no more flash and working memory than they allow.

use crate::{
    error::{Failure, Result},
    shell::{Project, capture},
};
use std::{fs, path::Path};

/// The processor of the Nitrokey 3 and of most that run such firmware: a Cortex-M4 or M33 with its floating-point registers.
const TARGET: &str = "thumbv7em-none-eabihf";
const PACKAGE: &str = "hailstone-applet";
const IMAGE: &str = "hailstone-card-image";
const SCRIPT: &str = "card-bridge/applet/image/link.ld";

/// `cargo xtask card-image`
pub(crate) fn run(project: &Project) -> Result {
    let sizes = sizes(project)?;
    println!(
        "{IMAGE}: {} bytes of flash, {} bytes of working memory and {} for the stack",
        sizes.flash, sizes.memory, sizes.stack
    );
    Ok(())
}

/// Links the image, and measures it.
pub(crate) fn sizes(project: &Project) -> Result<Sizes> {
    ensure_target(project)?;
    let image = ["--locked", "--package", PACKAGE, "--bin", IMAGE];
    let to = ["--features", "image", "--target", TARGET];
    let mut clippy = project.cargo(&["clippy"]);
    clippy.args(image).args(to).args(["--", "-D", "warnings"]);
    project.quiet("clippy of the card's image", &mut clippy)?;

    // No part of the image: what a firmware takes that has other applications, too.
    let beside = ["--locked", "--package", PACKAGE, "--lib"];
    let with = ["--features", "trussed", "--target", TARGET];
    let mut clippy = project.cargo(&["clippy"]);
    clippy
        .args(beside)
        .args(with)
        .args(["--", "-D", "warnings"]);
    project.quiet("clippy of the application beside others", &mut clippy)?;

    let mut link = project.cargo(&["rustc", "--profile", "card"]);
    link.args(image).args(to).args(["--", "-C"]);
    link.arg(format!("link-arg=-T{}", project.path(SCRIPT).display()));
    project
        .quiet("link the card's image", &mut link)
        .map_err(|failure| {
            failure.remedy(format!(
                "where a section \"will not fit in region\", the application outgrew {SCRIPT}"
            ))
        })?;

    let path = project.target(TARGET).join("card").join(IMAGE);
    Sizes::of(&path)
}

fn ensure_target(project: &Project) -> Result {
    let has = |project: &Project| -> Result<bool> {
        let mut rustc = project.command("rustc");
        rustc.args(["--print", "target-libdir", "--target", TARGET]);
        Ok(Path::new(capture(&mut rustc)?.trim()).is_dir())
    };
    if has(project)? {
        return Ok(());
    }
    println!("-- setup: the Rust target {TARGET}");
    let mut rustup = project.command("rustup");
    project.quiet("rustup target add", rustup.args(["target", "add", TARGET]))?;
    if has(project)? {
        return Ok(());
    }
    Err(Failure::new(format!(
        "rustup added {TARGET} to another toolchain than this one"
    )))
}

/// What a linked image takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Sizes {
    /// Code, constants, and the first values of what is in working memory.
    pub(crate) flash: u32,
    /// What is in working memory from beginning to end.
    pub(crate) memory: u32,
    /// What is kept free for the stack.
    pub(crate) stack: u32,
}

impl Sizes {
    fn of(path: &Path) -> Result<Self> {
        let image = fs::read(path).map_err(|error| Failure::file(path, &error))?;
        Self::parse(&image)
            .ok_or_else(|| Failure::new(format!("{} is no 32-bit ELF file", path.display())))
    }

    /// From the section headers (System V ABI, chapter 4).
    fn parse(image: &[u8]) -> Option<Self> {
        const CLASS_32_LITTLE_ENDIAN: &[u8] = b"\x7fELF\x01\x01";
        const ALLOCATED: u32 = 2;
        if !image.starts_with(CLASS_32_LITTLE_ENDIAN) {
            return None;
        }
        let headers = usize::try_from(word(image, 0x20)?).ok()?;
        let length = usize::from(half(image, 0x2e)?);
        let count = usize::from(half(image, 0x30)?);
        let header = |number: usize| image.get(headers + number * length..);
        let names = header(usize::from(half(image, 0x32)?))?;
        let names = image.get(usize::try_from(word(names, 0x10)?).ok()?..)?;
        let mut sizes = Self::default();
        for number in 0..count {
            let section = header(number)?;
            if word(section, 0x08)? & ALLOCATED == 0 {
                continue;
            }
            let name = names.get(usize::try_from(word(section, 0x00)?).ok()?..)?;
            let name = name.split(|byte| *byte == 0).next()?;
            let size = word(section, 0x14)?;
            match name {
                b".stack" => sizes.stack += size,
                b".bss" => sizes.memory += size,
                b".data" => {
                    sizes.memory += size;
                    sizes.flash += size;
                }
                _ => sizes.flash += size,
            }
        }
        Some(sizes)
    }
}

fn word(bytes: &[u8], at: usize) -> Option<u32> {
    let bytes = bytes.get(at..)?.first_chunk()?;
    Some(u32::from_le_bytes(*bytes))
}

fn half(bytes: &[u8], at: usize) -> Option<u16> {
    let bytes = bytes.get(at..)?.first_chunk()?;
    Some(u16::from_le_bytes(*bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An ELF file with sections of these names, flags and sizes.
    fn elf(sections: &[(&str, u32, u32)]) -> Vec<u8> {
        let mut names = vec![0];
        let mut headers = Vec::new();
        let names_at = 0x34;
        for (name, flags, size) in sections {
            let name_at = u32::try_from(names.len()).unwrap_or_default();
            names.extend(name.bytes().chain([0]));
            let mut header = [0_u32; 10];
            [header[0], header[2], header[4], header[5]] = [name_at, *flags, names_at, *size];
            headers.extend(header.into_iter().flat_map(u32::to_le_bytes));
        }
        let mut image = vec![0; 0x34];
        image[..6].copy_from_slice(b"\x7fELF\x01\x01");
        let headers_at = u32::try_from(0x34 + names.len()).unwrap_or_default();
        image[0x20..0x24].copy_from_slice(&headers_at.to_le_bytes());
        image[0x2e..0x30].copy_from_slice(&40_u16.to_le_bytes());
        let count = u16::try_from(sections.len()).unwrap_or_default();
        image[0x30..0x32].copy_from_slice(&count.to_le_bytes());
        [image, names, headers].concat()
    }

    #[test]
    fn sections_are_counted_where_they_are() {
        let image = elf(&[
            (".text", 6, 1000),
            (".rodata", 2, 20),
            (".data", 3, 3),
            (".bss", 3, 400),
            (".stack", 3, 50),
            (".comment", 0, 9999),
        ]);
        let expected = Sizes {
            flash: 1023,
            memory: 403,
            stack: 50,
        };
        assert_eq!(Sizes::parse(&image), Some(expected));
        assert_eq!(Sizes::parse(b"\x7fELF\x02\x01"), None);
        assert_eq!(Sizes::parse(&image[..image.len() - 1]), Some(expected));
        assert_eq!(Sizes::parse(&image[..0x40]), None);
    }
}
