//! What the site says it wants the data for: entries of `verifier_info` in our own format
//! (`docs/release-profile.md`). They are the site's words, unsigned, and shown as such.

use super::{Query, RequestError};
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;
use serde::Serialize;
use serde_json::{Map, Value};

/// One sentence of the site, in one language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Purpose {
    /// The language tag (BCP 47), empty when the site gives none.
    pub language: String,
    /// The sentence on one line, without characters that could change how the text around it reads.
    pub text: String,
}

/// The sentences of one entry, and the credential queries that they are about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Statement {
    pub(super) purposes: Vec<Purpose>,
    /// `None` for the whole request.
    pub(super) credentials: Option<Vec<usize>>,
}

/// The format of an entry that states a purpose.
const FORMAT: &str = "urn:hailstone:purpose:1";

/// The most entries of `verifier_info`: one for each credential query, and as many of other formats.
const MAX_ENTRIES: usize = 64;
/// The most languages of one statement.
const MAX_LANGUAGES: usize = 64;
/// The longest sentence, in characters, before it is cleaned.
const MAX_CHARACTERS: usize = 500;
/// The longest language tag that RFC 5646 §4.4.1 asks implementations to allow for.
const MAX_LANGUAGE_BYTES: usize = 35;

/// Reads `verifier_info` (OpenID4VP 1.0 §5.1). Entries of other formats are ignored, as are credential ids that the
/// query does not have.
pub(super) fn read(
    parameters: &Map<String, Value>,
    query: &Query,
) -> Result<Vec<Statement>, RequestError> {
    let Some(entries) = parameters.get("verifier_info") else {
        return Ok(Vec::new());
    };
    let expected =
        RequestError::PurposeInvalid("verifier_info: a non-empty array of objects with a format");
    let entries = entries.as_array().filter(|entries| !entries.is_empty());
    let entries = entries.ok_or(expected)?;
    if entries.len() > MAX_ENTRIES {
        return Err(RequestError::LimitExceeded("verifier_info"));
    }
    let mut statements = Vec::new();
    for entry in entries {
        let entry = entry.as_object().ok_or(expected)?;
        let format = entry.get("format").and_then(Value::as_str);
        if format.ok_or(expected)? == FORMAT {
            statements.push(statement(entry, query)?);
        }
    }
    Ok(statements)
}

fn statement(entry: &Map<String, Value>, query: &Query) -> Result<Statement, RequestError> {
    let expected = RequestError::PurposeInvalid("purpose: a string, or an object of strings");
    let purpose = entry.get("data").and_then(|data| data.get("purpose"));
    let mut purposes = match purpose {
        Some(Value::String(text)) => vec![sentence("", text)?],
        Some(Value::Object(texts)) if texts.len() > MAX_LANGUAGES => {
            return Err(RequestError::LimitExceeded("languages"));
        }
        Some(Value::Object(texts)) => texts
            .iter()
            .map(|(language, text)| sentence(language, text.as_str().ok_or(expected)?))
            .collect::<Result<_, _>>()?,
        _ => return Err(expected),
    };
    purposes.retain(|purpose| !purpose.text.is_empty());
    let credentials = entry
        .get("credential_ids")
        .map(|ids| places(ids, query))
        .transpose()?;
    Ok(Statement {
        purposes,
        credentials,
    })
}

fn places(ids: &Value, query: &Query) -> Result<Vec<usize>, RequestError> {
    let expected = RequestError::PurposeInvalid("credential_ids: a non-empty array of strings");
    let ids = ids.as_array().filter(|ids| !ids.is_empty());
    let ids = ids.ok_or(expected)?;
    if ids.len() > Query::MAX_CREDENTIALS {
        return Err(RequestError::LimitExceeded("credential_ids"));
    }
    let mut places = Vec::new();
    for id in ids {
        let id = id.as_str().ok_or(expected)?;
        places.extend(
            query
                .credentials()
                .iter()
                .position(|other| other.id() == id),
        );
    }
    Ok(places)
}

fn sentence(language: &str, text: &str) -> Result<Purpose, RequestError> {
    let tag = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    if language.len() > MAX_LANGUAGE_BYTES || !language.bytes().all(tag) {
        return Err(RequestError::PurposeInvalid(
            "purpose: language tags as names",
        ));
    }
    if text.chars().nth(MAX_CHARACTERS).is_some() {
        return Err(RequestError::LimitExceeded("purpose"));
    }
    Ok(Purpose {
        language: language.into(),
        text: clean(text),
    })
}

/// One line of text: white space becomes single spaces, what controls the display is dropped.
fn clean(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        let start = clean.len();
        clean.extend(word.chars().filter(|character| !is_control(*character)));
        if clean.len() > start {
            clean.push(' ');
        }
    }
    clean.truncate(clean.trim_end().len());
    clean
}

/// Controls (Unicode category Cc), and format characters that turn the direction of text around, hide it or break
/// lines. The joiners that scripts and emoji need, and the marks U+200E and U+200F, stay.
pub(crate) fn is_control(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{ad}' | '\u{180e}' | '\u{200b}' | '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_could_disguise_a_sentence_is_dropped() {
        assert_eq!(
            clean("  To send\r\n\tyour\u{0} order. "),
            "To send your order."
        );
        assert_eq!(clean("pay \u{202e}tsoc on\u{202c} fee"), "pay tsoc on fee");
        assert_eq!(clean("a\u{2067}b\u{2069}c\u{200b}d\u{feff}"), "abcd");
        assert_eq!(clean("\u{202e} \u{1b}"), "");
        assert_eq!(clean("a \u{202e} b"), "a b");
        assert_eq!(clean("👩\u{200d}🚀 für Größe"), "👩\u{200d}🚀 für Größe");
    }
}
