//! The tool: what was typed, what it means, and how it went.

mod args;
mod explain;
mod output;
mod plan;

use crate::command::{
    accept_older, backup, browser_install, card_copy, card_info, card_init, card_list, card_pin,
    card_reset, card_retire, card_spare, card_test, choices, create, credential, export, host,
    import, lock, merge, present, recover, rehearse, restore, show, status, unlocker, verify,
};
use crate::error::Failure;
use clap::Parser;
use clap::error::ErrorKind;
use hailstone_core::wire::Language;
use plan::{CardPlan, Plan};
use std::ffi::OsString;
use std::process::ExitCode;

/// Runs the program with these arguments, the program's name first.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let language = language();
    let plan = match plan::started_by_browser(&arguments) {
        Some(caller) => Ok(Plan::Host { caller }),
        None => match args::Typed::try_parse_from(arguments) {
            Ok(args) => Plan::try_from(args),
            Err(error) => {
                // A broken pipe is the only way in which this fails.
                drop(error.print());
                return match error.kind() {
                    ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => ExitCode::SUCCESS,
                    _ => ExitCode::from(2),
                };
            }
        },
    };
    match plan.and_then(|plan| execute(plan, language)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            output::failure(&failure, language);
            ExitCode::FAILURE
        }
    }
}

fn execute(plan: Plan, language: Language) -> Result<(), Failure> {
    match plan {
        Plan::Host { caller } => host::run(&caller),
        Plan::Create(create) => create::run(create, language),
        Plan::Import(import) => import::run(import, language),
        Plan::Show(show) => show::run(show, language),
        Plan::Status { vault } => status::run(vault, language),
        Plan::Lock => lock::run(language),
        Plan::Backup(of) => backup::run(of, language),
        Plan::Restore(of) => restore::run(of, language),
        Plan::Recover(recover) => recover::run(recover, language),
        Plan::Choices(choices) => choices::run(choices, language),
        Plan::Export(export) => export::run(export, language),
        Plan::Rehearse(rehearse) => rehearse::run(rehearse, language),
        Plan::AcceptOlder { vault, with } => accept_older::run(vault, with.as_deref(), language),
        Plan::Merge(of) => merge::run(of, language),
        Plan::Present(present) => present::run(present, language),
        Plan::Unlocker(unlocker) => unlocker::run(unlocker, language),
        Plan::Credential(credential) => credential::run(credential, language),
        Plan::Verify(plan) => verify::run(plan, language),
        Plan::Card(plan) => with_card(plan, language),
        Plan::BrowserInstall(install) => browser_install::run(&install, language),
    }
}

fn with_card(plan: CardPlan, language: Language) -> Result<(), Failure> {
    match plan {
        CardPlan::List => card_list::run(language),
        CardPlan::Info => card_info::run(language),
        CardPlan::Init { card } => card_init::run(card.as_ref(), language),
        CardPlan::Pin { card, deed } => card_pin::run(card.as_ref(), deed, language),
        CardPlan::Copy(copy) => card_copy::run(copy, language),
        CardPlan::Reset(reset) => card_reset::run(reset, language),
        CardPlan::Retire(retire) => card_retire::run(retire, language),
        CardPlan::Spare(spare) => card_spare::run(spare, language),
        CardPlan::Test(test) => card_test::run(test, language),
        CardPlan::Trust { fingerprint } => card_init::trust(&fingerprint, language),
    }
}

/// The language of the terminal (POSIX, "Environment Variables", 8.2): the first of these that is set decides.
fn language() -> Language {
    ["LC_ALL", "LC_MESSAGES", "LANG"]
        .iter()
        .filter_map(|name| std::env::var(name).ok())
        .find(|value| !value.is_empty())
        .filter(|value| value.starts_with("de"))
        .map_or(Language::English, |_| Language::German)
}

pub(crate) use output::{failure, note, patiently, plain, say};
