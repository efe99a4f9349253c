//! What was typed of credentials, and what it means.

use crate::cli::args::Credential as Typed;
use crate::command::credential::{Credential, Deed};

pub(super) fn plan(typed: Typed) -> Credential {
    let (deed, place, opening) = match typed {
        Typed::Add {
            file,
            issuer_key,
            anchor,
            label,
            place,
            opening,
        } => {
            let deed = Deed::Add {
                file,
                issuer_key,
                anchors: anchor,
                label,
            };
            (deed, place, opening)
        }
        Typed::List { place, opening } => (Deed::List, place, opening),
        Typed::Show {
            record,
            place,
            opening,
        } => (Deed::Show { record }, place, opening),
        Typed::Remove {
            record,
            place,
            opening,
        } => (Deed::Remove { record }, place, opening),
        Typed::Key {
            label,
            place,
            opening,
        } => (Deed::Key { label }, place, opening),
    };
    Credential {
        deed,
        vault: place.vault,
        with: opening.with,
    }
}
