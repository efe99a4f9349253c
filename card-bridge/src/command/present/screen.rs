//! What would be sent, as numbered lines on a terminal. Everything a person can change has a number; the rest is shown so that
//! nothing goes out unseen.

use super::words;
use crate::cli::{plain, say};
use crate::clock;
use hailstone_core::release::{
    Choice, ClaimView, CredentialView, IssuedView, Proof, ProposalView, Purpose, Request,
};
use hailstone_core::wire::Language;
use std::io::{self, BufRead, Write};

/// What the person typed.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Answer {
    Choose(Choice),
    Share,
    Refuse,
    Unknown,
}

/// Lines, and what each number among them changes.
pub(super) struct Screen {
    lines: Vec<String>,
    choices: Vec<Choice>,
    language: Language,
}

/// Who asks, what was proved of them, and where the answer goes; before the person opens anything for them.
pub(super) fn introduce(request: &Request, response_uri: &str, language: Language) {
    let named = match request.proof() {
        Proof::Certificate { name, .. } | Proof::Attested { name, .. } if !name.is_empty() => name,
        _ => request.site().origin().as_str(),
    };
    say(&format!("{} {}", plain(named), words::asks(language)));
    if named != request.site().name() {
        say(&format!("  ({})", plain(request.site().name())));
    }
    say(&format!("  {}", words::proof(request.proof(), language)));
    let way = match request.is_encrypted() {
        true => words::encrypted(language),
        false => words::in_the_clear(language),
    };
    say(&format!("  {way} {}", plain(response_uri)));
    say(&format!("  {}", purpose(&request.purpose(), language)));
}

/// The site's own words, in the person's language if it has them.
fn purpose(said: &[Purpose], language: Language) -> String {
    let wanted = match language {
        Language::English => "en",
        Language::German => "de",
    };
    let is = |tag: &'static str| {
        move |one: &&Purpose| {
            let primary = one.language.split('-').next().unwrap_or_default();
            primary.eq_ignore_ascii_case(tag)
        }
    };
    let best = said.iter().find(is(wanted)).or(said.iter().find(is("en")));
    match best.or(said.first()) {
        Some(best) => format!("{} “{}”", words::site_says(language), plain(&best.text)),
        None => words::no_purpose(language).into(),
    }
}

impl Screen {
    pub(super) fn of(view: &ProposalView, language: Language) -> Self {
        let mut screen = Self {
            lines: Vec::new(),
            choices: Vec::new(),
            language,
        };
        for set in view.choices.iter().filter(|set| set.options.len() > 1) {
            screen.lines.push(String::new());
            screen.lines.push(words::one_of(language).into());
            for option in &set.options {
                let choice = Choice::Option {
                    set: set.set,
                    option: option.option,
                };
                let types: Vec<String> = option.types.iter().map(|t| screen.kind(t)).collect();
                screen.pick(option.chosen, &types.join(" + "), choice);
            }
        }
        for credential in &view.credentials {
            screen.credential(credential);
        }
        screen
    }

    pub(super) fn print(&self) {
        for line in &self.lines {
            say(line);
        }
        say("");
    }

    /// What the person types next. Nobody there is no consent.
    pub(super) fn ask(&self) -> Answer {
        drop(write!(io::stderr(), "{} ", words::prompt(self.language)));
        drop(io::stderr().flush());
        let mut typed = String::new();
        match io::stdin().lock().read_line(&mut typed) {
            Ok(0) | Err(_) => Answer::Refuse,
            Ok(_) => self.read(typed.trim()),
        }
    }

    fn read(&self, typed: &str) -> Answer {
        if typed == words::share(self.language) {
            return Answer::Share;
        }
        if typed == words::refuse(self.language) {
            return Answer::Refuse;
        }
        let number = typed.parse::<usize>().ok();
        let choice = number
            .and_then(|number| number.checked_sub(1))
            .and_then(|place| self.choices.get(place));
        choice.map_or(Answer::Unknown, |choice| Answer::Choose(choice.clone()))
    }

    fn credential(&mut self, credential: &CredentialView) {
        self.lines.push(String::new());
        let word = match credential.required {
            true => words::needed(self.language),
            false => words::if_you_like(self.language),
        };
        let title = format!("{} ({word})", self.kind(&credential.vct));
        match credential.required {
            true => self.lines.push(title),
            false => {
                let choice = Choice::Include {
                    credential: credential.id.clone(),
                    included: !credential.included,
                };
                self.tick(credential.included, &title, choice);
            }
        }
        if !credential.purpose.is_empty() {
            let said = purpose(&credential.purpose, self.language);
            self.lines.push(format!("      {said}"));
        }
        if let Some(own) = credential.own.filter(|_| !credential.issued.is_empty()) {
            let choice = Choice::Answer {
                credential: credential.id.clone(),
                record: None,
                chosen: !credential.multiple || !own,
            };
            self.pick(own, words::own_data(self.language), choice);
        }
        self.records(credential);
        for claim in &credential.claims {
            self.claim(claim, || Choice::Tick {
                credential: credential.id.clone(),
                claim: claim.claim.clone(),
                ticked: !claim.ticked,
            });
        }
        for issued in &credential.issued {
            self.issued(credential, issued);
        }
    }

    /// Our own types have words; of others there is only the name.
    fn kind(&self, vct: &str) -> String {
        words::kind(vct, self.language).map_or_else(|| plain(vct), String::from)
    }

    fn records(&mut self, credential: &CredentialView) {
        for (slot, view) in credential.slots.iter().enumerate() {
            if view.alternatives.len() < 2 {
                continue;
            }
            for alternative in &view.alternatives {
                let label = match &alternative.label {
                    Some(label) => format!("{} ({})", plain(&alternative.title), plain(label)),
                    None => plain(&alternative.title),
                };
                let choice = Choice::Record {
                    credential: credential.id.clone(),
                    slot,
                    record: alternative.id,
                };
                self.pick(alternative.id == view.chosen, &label, choice);
            }
        }
    }

    fn issued(&mut self, credential: &CredentialView, issued: &IssuedView) {
        let mut title = match &issued.label {
            Some(label) => format!("{} ({})", self.kind(&issued.vct), plain(label)),
            None => self.kind(&issued.vct),
        };
        title.push_str(", ");
        title.push_str(&words::issued_by(
            &issued.issuer,
            issued.proof,
            self.language,
        ));
        if let Some(until) = issued.until {
            title.push_str(&format!(
                ", {} {}",
                words::until(self.language),
                clock::write(until)
            ));
        }
        let choice = Choice::Answer {
            credential: credential.id.clone(),
            record: Some(issued.record),
            chosen: !credential.multiple || !issued.chosen,
        };
        self.pick(issued.chosen, &title, choice);
        if !issued.chosen {
            return;
        }
        match &issued.card {
            Some(card) => {
                let words = words::bound_to_card(&plain(card), self.language);
                self.lines.push(format!("      {words}"));
            }
            None if issued.bound => {
                self.lines
                    .push(format!("      {}", words::bound(self.language)));
            }
            None => {}
        }
        for claim in &issued.claims {
            self.claim(claim, || Choice::TickIssued {
                credential: credential.id.clone(),
                record: issued.record,
                claim: claim.claim.clone(),
                ticked: !claim.ticked,
            });
        }
        for open in &issued.open {
            let name = plain(&open.claim);
            let word = words::goes_along(self.language);
            self.lines.push(format!(
                "      [x] {name:<22} {} ({word})",
                plain(&open.value)
            ));
        }
    }

    fn claim(&mut self, claim: &ClaimView, change: impl FnOnce() -> Choice) {
        let text = format!("{:<22} {}", plain(&claim.claim), plain(&claim.value));
        if claim.required {
            let mark = if claim.sent { 'x' } else { ' ' };
            let word = words::needed(self.language);
            self.lines.push(format!("      [{mark}] {text} ({word})"));
        } else {
            self.tick(claim.ticked, &text, change());
        }
    }

    fn tick(&mut self, ticked: bool, text: &str, choice: Choice) {
        let mark = if ticked { "[x]" } else { "[ ]" };
        self.numbered(mark, text, choice);
    }

    fn pick(&mut self, chosen: bool, text: &str, choice: Choice) {
        let mark = if chosen { "(o)" } else { "( )" };
        self.numbered(mark, text, choice);
    }

    fn numbered(&mut self, mark: &str, text: &str, choice: Choice) {
        self.choices.push(choice);
        let number = self.choices.len();
        self.lines.push(format!(" {number:>3}  {mark} {text}"));
    }
}
