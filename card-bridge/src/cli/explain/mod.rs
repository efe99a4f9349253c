//! For each failure: what happened, and what to do. A failure without its pair does not compile.

mod english;
mod german;

use super::output::plain;
use crate::error::Failure;
use hailstone_core::wire::Language;

/// What happened, what to do.
pub(super) fn explain(failure: &Failure, language: Language) -> (String, String) {
    match language {
        Language::English => english::explain(failure),
        Language::German => german::explain(failure),
    }
}

fn pair(what: impl Into<String>, remedy: impl Into<String>) -> (String, String) {
    (what.into(), remedy.into())
}
