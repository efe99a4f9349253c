//! `hailstone present`: a link's request, answered from the vault with what the person chooses (OpenID4VP 1.0 §5.10, §8.2).

mod screen;
mod words;

use super::{authorities, prompt, remind_of_copy, vault_file};
use crate::card::PcscReaders;
use crate::cli::{self, note, patiently, say};
use crate::clock;
use crate::entropy;
use crate::error::{Failure, SiteFault};
use crate::http::Sites;
use crate::seen::Seen;
use crate::wallet::{Desk, Shut, Wallet};
use crate::writer;
use hailstone_core::data::Outcome;
use hailstone_core::release::{
    Call, Link, LinkStep, Method, Proposal, ReleaseError, Request, Trust, redirect_of,
};
use hailstone_core::wire::Language;
use screen::{Answer, Screen};
use std::io::{self, IsTerminal};
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// Which link to answer from which vault.
#[derive(Debug, PartialEq, Eq)]
pub struct Present {
    /// The link.
    pub uri: String,
    /// Certificates of authorities, besides those that are always trusted.
    pub anchors: Vec<PathBuf>,
    /// `http` to this machine is taken.
    pub local: bool,
    /// Where the site wants the browser to go on, it is only said.
    pub no_browser: bool,
    /// The vault's file, if not the usual one.
    pub vault: Option<PathBuf>,
    /// The label of what to open the vault with.
    pub with: Option<String>,
}

/// The most that is read of what a site says to an answer.
const MAX_REPLY: usize = 16 << 10;

/// Answers it.
///
/// # Errors
/// [`Failure::Request`] and [`Failure::Site`] before anybody is asked for anything; as [`Shut::unlock`];
/// [`Failure::NothingMatches`] and [`Failure::NotShared`] when nothing went out; [`Failure::ConfirmationAbsent`] where there is nobody to
/// consent.
pub fn run(present: Present, language: Language) -> Result<(), Failure> {
    let link = Link::parse(&present.uri)?;
    if !io::stdin().is_terminal() {
        return Err(Failure::ConfirmationAbsent);
    }
    let anchors = authorities::read(&present.anchors)?;
    let trust = Trust {
        anchors: &anchors,
        now: clock::now(),
    };
    let sites = Sites::new(present.local);
    let request = match link.follow(entropy::seed()?, &trust)? {
        LinkStep::Asked(request) => request,
        LinkStep::Fetch(call) => {
            let fetched = patiently(words::fetching(language), || fetch(&sites, &call))?;
            call.take(&fetched, &trust)?
        }
    };
    let Some(response_uri) = request.site().response_uri().map(String::from) else {
        return Err(Failure::NotShared);
    };
    screen::introduce(&request, &response_uri, language);

    let mut desk = Desk {
        readers: &mut PcscReaders::new(),
        prompt: &mut prompt(),
        language,
        seen: Seen::own(),
    };
    let shut = Shut::read(&vault_file(present.vault)?)?;
    let mut wallet = shut.unlock(present.with.as_deref(), &mut desk)?;
    let token = consent(&request, &mut wallet, &mut desk)?;
    let reply = patiently(words::sending(language), || {
        sites.post(&response_uri, token.data(), "application/json", MAX_REPLY)
    })?;
    say(words::sent(language));
    remind_of_copy(&wallet, language);
    let page = redirect_of(&reply).map_err(|_| Failure::Site(SiteFault::Answered))?;
    if let Some(page) = page {
        go_on(&page, present.no_browser, language);
    }
    Ok(())
}

fn fetch(sites: &Sites, call: &Call) -> Result<String, Failure> {
    let bytes = match call.method() {
        Method::Get => sites.get(call.url(), Call::ACCEPT, Call::MAX_BYTES),
        Method::Post(form) => sites.post(call.url(), form, Call::ACCEPT, Call::MAX_BYTES),
    };
    String::from_utf8(bytes?).map_err(|_| hailstone_core::release::RequestError::Malformed.into())
}

/// Has the person choose until they share or refuse. However it ends, there is a receipt.
fn consent(
    request: &Request,
    wallet: &mut Wallet,
    desk: &mut Desk<'_>,
) -> Result<hailstone_core::release::Token, Failure> {
    let language = desk.language;
    let (records, damaged) = wallet.of_kinds(&request.kinds())?;
    if damaged {
        note(words::damaged(language));
    }
    let writer = writer::own()?;
    let propose = || request.clone().propose(records.clone(), clock::now());
    let mut proposal = propose();
    if proposal.matches_nothing() {
        wallet.keep_receipt(proposal.end(Outcome::NothingMatched, clock::now()), writer)?;
        return Err(Failure::NothingMatches);
    }
    loop {
        let shown = Screen::of(&proposal.view(), language);
        shown.print();
        match shown.ask() {
            Answer::Choose(choice) => {
                // It was made from the view, so it is there.
                if let Err(error) = proposal.choose(&choice) {
                    return Err(release(&error));
                }
            }
            Answer::Unknown => note(words::unknown(language)),
            Answer::Refuse => {
                wallet.keep_receipt(proposal.end(Outcome::Refused, clock::now()), writer)?;
                return Err(Failure::NotShared);
            }
            Answer::Share => match proposal.consent() {
                Ok(consented) => match wallet.share(consented, writer, desk) {
                    // Nothing went out: the card may be put right, or what is bound to it left out.
                    Err(
                        failure @ (Failure::Card(_)
                        | Failure::CardUnknown
                        | Failure::SignatureWrong),
                    ) => {
                        cli::failure(&failure, language);
                        proposal = propose();
                    }
                    outcome => return outcome,
                },
                Err((back, error)) => proposal = again(*back, &error, language)?,
            },
        }
    }
}

/// Something is missing that the person can put right.
fn again(
    proposal: Proposal,
    error: &ReleaseError,
    language: Language,
) -> Result<Proposal, Failure> {
    match error {
        ReleaseError::Incomplete => {
            note(words::incomplete(language));
            Ok(proposal)
        }
        error => Err(release(error)),
    }
}

fn release(error: &ReleaseError) -> Failure {
    use hailstone_core::error::Coded;
    Failure::Release { code: error.code() }
}

/// §8.2: the browser goes on where the site says. It is an `https` address, so no program of this machine is started by it but a browser.
fn go_on(page: &str, no_browser: bool, language: Language) {
    say(&format!("{} {page}", words::goes_on(language)));
    if no_browser
        || std::env::var_os("DISPLAY")
            .or(std::env::var_os("WAYLAND_DISPLAY"))
            .is_none()
    {
        return;
    }
    let opener = Command::new("xdg-open")
        .arg(page)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    // Where there is no such program, the person has the address.
    drop(opener);
}
