//! What was typed of `verify`, and what it means.

use crate::cli::args::Verify as Typed;
use crate::command::verify::Verify;

pub(super) fn plan(typed: Typed) -> Verify {
    Verify {
        file: typed.file,
        json: typed.json,
        audience: typed.audience,
        nonce: typed.nonce,
        issuer_key: typed.issuer_key,
        anchors: typed.anchor,
        status_list: typed.status_list,
        status_key: typed.status_key,
        key: typed.key,
        typ: typed.typ,
        max_age: typed.max_age,
        at: typed.at,
    }
}
