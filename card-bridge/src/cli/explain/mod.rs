//! For each failure: what happened, and what to do. A failure without its pair does not compile.

mod english;
mod german;

use super::output::plain;
use crate::error::Failure;
use hailstone_core::release::RequestError;
use hailstone_core::wire::Language;

/// What happened, what to do.
pub(super) fn explain(failure: &Failure, language: Language) -> (String, String) {
    match language {
        Language::English => english::explain(failure),
        Language::German => german::explain(failure),
    }
}

/// With the standard's own code, which the site's developer looks for.
fn of_request(error: RequestError, (what, remedy): (&str, &str)) -> (String, String) {
    pair(
        what,
        format!("{remedy} (OpenID4VP: {})", error.standard_code()),
    )
}

fn pair(what: impl Into<String>, remedy: impl Into<String>) -> (String, String) {
    (what.into(), remedy.into())
}
