//! One bounded reader for JSON (RFC 8259) that comes from outside: its size and its nesting are checked before any
//! value is built, and an object with two members of one name is refused, as two readers could disagree about it.

use alloc::string::String;
use alloc::vec::Vec;
use core::cell::Cell;
use core::fmt;
use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

/// What a reader accepts at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Limits {
    /// Bytes of text.
    pub(crate) size: usize,
    /// Arrays and objects inside of each other; `serde_json` itself stops at 127.
    pub(crate) depth: usize,
}

/// Why a text was not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum JsonError {
    /// Not one JSON value with nothing but white space around it.
    Malformed,
    /// More bytes than the limit.
    TooLarge,
    /// More nesting than the limit.
    TooDeep,
    /// Two members of one object have the same name.
    DuplicateName,
}

/// Reads one JSON value within `limits`.
///
/// # Errors
/// See [`JsonError`]; size is looked at first, then nesting, then the rest.
pub(crate) fn read(text: &str, limits: Limits) -> Result<Value, JsonError> {
    if text.len() > limits.size {
        return Err(JsonError::TooLarge);
    }
    if is_deeper_than(text, limits.depth) {
        return Err(JsonError::TooDeep);
    }
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let repeated = Cell::new(false);
    let value = UniqueNames {
        repeated: &repeated,
    };
    let value = value
        .deserialize(&mut deserializer)
        .and_then(|value| deserializer.end().map(|()| value));
    match value {
        _ if repeated.get() => Err(JsonError::DuplicateName),
        value => value.map_err(|_| JsonError::Malformed),
    }
}

/// [`read`] from bytes, which must be UTF-8 (RFC 8259 §8.1), and only for an object.
///
/// # Errors
/// [`JsonError::Malformed`] for another encoding or another kind of value; else as [`read`].
pub(crate) fn read_object(bytes: &[u8], limits: Limits) -> Result<Map<String, Value>, JsonError> {
    if bytes.len() > limits.size {
        return Err(JsonError::TooLarge);
    }
    let text = core::str::from_utf8(bytes).map_err(|_| JsonError::Malformed)?;
    match read(text, limits)? {
        Value::Object(members) => Ok(members),
        _ => Err(JsonError::Malformed),
    }
}

/// A value as text. [`Value`]'s own way to be shown says the same, and would bring along what makes errors of input and output.
pub(crate) fn text(value: &Value) -> String {
    // A value is made of strings, numbers and lists of them: there is no way to fail on these.
    serde_json::to_string(value).unwrap_or_default()
}

/// Writes a string as JSON does, at the end of a text that is being built.
pub(crate) fn append_string(out: &mut String, string: &str) {
    let is_plain = |byte: u8| byte >= b' ' && byte != b'"' && byte != b'\\';
    if string.bytes().all(is_plain) {
        out.push('"');
        out.push_str(string);
        out.push('"');
    } else {
        out.push_str(&text(&Value::from(string)));
    }
}

/// Writes a value as [`text`] does, at the end of a text that is being built.
pub(crate) fn append(out: &mut String, value: &Value) {
    match value {
        Value::String(string) => append_string(out, string),
        other => out.push_str(&text(other)),
    }
}

/// Counts brackets outside of strings; in a text that is not JSON the count may be off, and the parser refuses it.
fn is_deeper_than(text: &str, limit: usize) -> bool {
    // With so few of them, wherever they stand, there is nothing to follow.
    let opening = text.bytes().filter(|byte| matches!(byte, b'[' | b'{'));
    if opening.count() <= limit {
        return false;
    }
    let (mut depth, mut in_string, mut escaped) = (0_usize, false, false);
    for byte in text.bytes() {
        if in_string {
            match byte {
                _ if escaped => escaped = false,
                b'\\' => escaped = true,
                b'"' => in_string = false,
                _ => {}
            }
            continue;
        }
        match byte {
            b'"' => in_string = true,
            b'[' | b'{' => {
                depth = depth.saturating_add(1);
                if depth > limit {
                    return true;
                }
            }
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    false
}

/// Builds a [`Value`] as `serde_json` does, but takes note of a repeated member name. That is no error of the deserializer's: to make one
/// of a text of ours it would bring with it what finds line and column in such a text.
#[derive(Clone, Copy)]
struct UniqueNames<'a> {
    repeated: &'a Cell<bool>,
}

impl<'de> DeserializeSeed<'de> for UniqueNames<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for UniqueNames<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON value")
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        Ok(Number::from_f64(value).map_or(Value::Null, Value::Number))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.into()))
    }

    fn visit_string<E: Error>(self, value: String) -> Result<Value, E> {
        Ok(Value::String(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut values = Vec::new();
        while let Some(value) = items.next_element_seed(self)? {
            values.push(value);
        }
        Ok(Value::Array(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut members = Map::new();
        while let Some(Name(name)) = entries.next_key()? {
            let value = entries.next_value_seed(self)?;
            if members.insert(name, value).is_some() {
                self.repeated.set(true);
            }
        }
        Ok(Value::Object(members))
    }
}

struct Name(String);

impl<'de> Deserialize<'de> for Name {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::format;
    use proptest::prelude::*;
    use serde_json::json;

    const LIMITS: Limits = Limits { size: 64, depth: 3 };

    #[test]
    fn a_value_within_the_limits_is_read_as_serde_json_reads_it() {
        for text in [
            r#"{"a":[1,-2,2.5,"x\"]\\",null,true],"b":{"c":{}}}"#,
            " 7 ",
            "18446744073709551615",
            r#""\ud83d\ude00""#,
        ] {
            let expected: Value = serde_json::from_str(text).unwrap();
            assert_eq!(read(text, LIMITS), Ok(expected), "{text}");
        }
    }

    #[test]
    fn a_text_over_the_size_is_refused_before_anything_else() {
        let text = format!("[{}", " ".repeat(64));
        assert_eq!(read(&text, LIMITS), Err(JsonError::TooLarge));
        assert_eq!(
            read_object(text.as_bytes(), LIMITS),
            Err(JsonError::TooLarge)
        );
    }

    #[test]
    fn nesting_over_the_depth_is_refused_before_a_value_is_built() {
        assert_eq!(read("[[[]]]", LIMITS), Ok(json!([[[]]])));
        assert_eq!(read("[[[[]]]]", LIMITS), Err(JsonError::TooDeep));
        assert_eq!(read(r#"[{"a":[{"#, LIMITS), Err(JsonError::TooDeep));
        assert_eq!(read(r#""[[[[[[""#, LIMITS), Ok(json!("[[[[[[")));
    }

    #[test]
    fn a_repeated_member_name_is_refused_however_it_is_written() {
        assert_eq!(
            read(r#"{"a":1,"b":2,"a":1}"#, LIMITS),
            Err(JsonError::DuplicateName)
        );
        assert_eq!(
            read(r#"[{"x":{"a":1,"\u0061":2}}]"#, LIMITS),
            Err(JsonError::DuplicateName)
        );
        assert_eq!(read(r#"{"a":{"a":1}}"#, LIMITS), Ok(json!({"a": {"a": 1}})));
    }

    #[test]
    fn what_is_not_one_json_value_is_refused() {
        for text in [
            "",
            " ",
            "{",
            "{}{}",
            "[1,]",
            "nul",
            "1e999",
            r#""\ud800""#,
            "{a:1}",
            "\u{feff}{}",
            "]",
            "\"\t\"",
        ] {
            assert_eq!(read(text, LIMITS), Err(JsonError::Malformed), "{text:?}");
        }
        assert_eq!(read_object(b"[]", LIMITS), Err(JsonError::Malformed));
        assert_eq!(
            read_object(b"{\"a\":\"\xff\"}", LIMITS),
            Err(JsonError::Malformed)
        );
    }

    proptest! {
        #[test]
        fn a_string_is_written_as_serde_json_writes_it(string in ".{0,20}|[\"\\\\ a-z\u{0}-\u{20}\u{7f}]{0,20}") {
            let mut out = String::from(",");
            append(&mut out, &Value::from(string.as_str()));
            append(&mut out, &json!([string.as_str()]));
            prop_assert_eq!(out, format!(",{}[{}]", json!(string), json!(string)));
        }

        #[test]
        fn any_text_is_read_or_refused(text in "[\\[\\]{}\",:0-9a-z\\\\ ]{0,80}|.{0,40}") {
            let limits = Limits { size: 4096, depth: 64 };
            if let Ok(value) = read(&text, limits) {
                prop_assert_eq!(Some(value), serde_json::from_str::<Value>(&text).ok());
            }
        }
    }
}
