//! The whole chain, shown: a site asks, the wallet answers, in a real browser. The driver is `web/e2e`; here it gets
//! everything it needs, built.

use crate::{
    build,
    error::{Failure, Result},
    setup::{self, Needs, Tool, wasm_target::Choice},
    shell::Project,
};
use clap::{Args, ValueEnum};
use std::{
    fs,
    io::ErrorKind,
    os::unix::{fs::symlink, process::CommandExt as _},
    path::PathBuf,
    process::Command,
};

/// A language of the screens.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Language {
    /// English
    #[default]
    En,
    /// German
    De,
}

/// What is shown, and how.
#[derive(Args, Debug)]
pub(crate) struct Options {
    /// Without a window; pictures go to demo-output.
    #[arg(long)]
    headless: bool,
    /// With the data on a (virtual) smart card, through the bridge.
    #[arg(long)]
    card: bool,
    /// A vCard file to import instead of the invented person.
    #[arg(long, value_name = "FILE")]
    vcard: Option<PathBuf>,
    /// The language of the screens.
    #[arg(long, value_enum, default_value_t)]
    lang: Language,
    /// The compiler for wasm32.
    #[arg(long, value_enum, default_value_t, env = "HAILSTONE_WASM_TOOLCHAIN")]
    wasm_toolchain: Choice,
}

impl Options {
    /// What the tests show: the sample, without a window.
    pub(crate) fn played(card: bool, wasm_toolchain: Choice) -> Self {
        Self {
            headless: true,
            card,
            vcard: None,
            lang: Language::default(),
            wasm_toolchain,
        }
    }
}

const DRIVER: &str = "web/e2e/dist/demo.js";

/// `cargo xtask demo`
pub(crate) fn run(project: &Project, options: &Options) -> Result {
    prepare(project, options)?;
    let mut driver = project.node(DRIVER, &[]);
    configure(project, options, &mut driver)?;
    // The driver takes our place: Ctrl-C and signals are its own, and it ends what it started and nothing else.
    let error = driver.exec();
    Err(Failure::new(format!("node does not start: {error}")))
}

/// The same, as a test: with a log, and with the pictures in a folder of its own below `target/hailstone/demo`, because
/// those in demo-output are the person's.
pub(crate) fn test(project: &Project, options: &Options) -> Result {
    prepare(project, options)?;
    let name = if options.card { "card" } else { "passphrase" };
    let folder = project.output("demo").join(name);
    // The driver puts demo-output beside the `web` that it is started from. So it is started through a link.
    let link = folder.join("web");
    fs::create_dir_all(&folder).map_err(|error| Failure::file(&folder, &error))?;
    match fs::remove_file(&link) {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            return Err(Failure::file(&link, &error));
        }
        _ => {}
    }
    symlink(project.path("web"), &link).map_err(|error| Failure::file(&link, &error))?;
    let mut driver = project.command("node");
    driver
        .arg("--preserve-symlinks-main")
        .arg(folder.join(DRIVER));
    configure(project, options, &mut driver)?;
    project.quiet(&format!("demo {name}"), &mut driver)
}

/// Everything that the driver needs.
fn prepare(project: &Project, options: &Options) -> Result {
    if let Some(file) = options.vcard.as_ref().filter(|file| !file.is_file()) {
        return Err(Failure::new(format!("{} is no file", file.display()))
            .remedy("name a vCard file (.vcf)"));
    }
    let needs = Needs {
        node: true,
        browsers: true,
        native: options.card,
        cards: options.card,
        tools: &[Tool::Geckodriver],
        ..Needs::default()
    };
    setup::ensure(project, &needs)?;
    build::run(
        project,
        build::Options {
            wasm_toolchain: options.wasm_toolchain,
            ..build::Options::default()
        },
    )?;
    build::e2e(project)?;
    if options.card {
        build::native(project)?;
    }
    Ok(())
}

/// Gives the driver its arguments and says where the products are.
fn configure(project: &Project, options: &Options, driver: &mut Command) -> Result {
    driver.args(arguments(options));
    if let Some(file) = &options.vcard {
        let file = file
            .canonicalize()
            .map_err(|error| Failure::file(file, &error))?;
        driver.arg("--vcard").arg(file);
    }
    driver.envs(build::products(project));
    Ok(())
}

fn arguments(options: &Options) -> Vec<&'static str> {
    let mut arguments = Vec::new();
    if options.headless {
        arguments.push("--headless");
    }
    if options.card {
        arguments.push("--card");
    }
    arguments.push("--lang");
    arguments.push(match options.lang {
        Language::En => "en",
        Language::De => "de",
    });
    arguments
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_tested_is_the_demonstration_that_a_person_can_start() {
        let options = Options::played(false, Choice::Auto);
        assert_eq!(arguments(&options), ["--headless", "--lang", "en"]);
        let options = Options::played(true, Choice::Auto);
        let card = ["--headless", "--card", "--lang", "en"];
        assert_eq!(arguments(&options), card);
    }

    #[test]
    fn flags_go_on_to_the_driver() {
        let options = Options {
            headless: true,
            card: true,
            vcard: None,
            lang: Language::De,
            wasm_toolchain: Choice::Auto,
        };
        assert_eq!(
            arguments(&options),
            ["--headless", "--card", "--lang", "de"]
        );
    }
}
