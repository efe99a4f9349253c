use super::text_of;
use crate::sd_jwt::{Held, Pointer};
use alloc::string::String;
use alloc::vec::Vec;
use serde_json::Value;

/// What a credential says of itself rather than of its holder (SD-JWT VC §2.2.2.2, RFC 7519 §4.1).
const OF_ITSELF: [&str; 11] = [
    "iss",
    "iat",
    "nbf",
    "exp",
    "cnf",
    "vct",
    "vct#integrity",
    "aka_vcts",
    "status",
    "jti",
    "aud",
];

/// The leaves before which no disclosure stands but those that the chosen places need, with their names and values; the
/// chosen ones themselves are not among them.
pub(super) fn claims(held: &Held, claims: &Value, chosen: &[Pointer]) -> Vec<(String, String)> {
    let mut open = Open {
        held,
        chosen,
        found: Vec::new(),
    };
    if let Value::Object(members) = claims {
        for (name, value) in members {
            if !OF_ITSELF.contains(&name.as_str()) {
                open.walk(Pointer::default().name(name), name.clone(), value);
            }
        }
    }
    open.found
}

struct Open<'a> {
    held: &'a Held,
    chosen: &'a [Pointer],
    found: Vec<(String, String)>,
}

impl Open<'_> {
    fn walk(&mut self, pointer: Pointer, name: String, value: &Value) {
        let here = pointer.as_str();
        let is_on_the_way = |chosen: &Pointer| {
            let rest = chosen.as_str().strip_prefix(here);
            rest.is_some_and(|rest| rest.starts_with('/'))
        };
        let is_chosen = self.chosen.iter().any(|chosen| chosen.as_str() == here);
        let is_withheld = self.held.places().any(|place| place == here);
        if is_chosen || is_withheld && !self.chosen.iter().any(is_on_the_way) {
            return;
        }
        match value {
            Value::Object(members) if !members.is_empty() => {
                for (member, value) in members {
                    let mut below = name.clone();
                    below.push('.');
                    below.push_str(member);
                    self.walk(pointer.clone().name(member), below, value);
                }
            }
            Value::Array(elements) if !elements.is_empty() => {
                for (place, value) in elements.iter().enumerate() {
                    self.walk(pointer.clone().index(place), name.clone(), value);
                }
            }
            // Nothing but the container of what is withheld.
            Value::Object(_) | Value::Array(_) => {}
            leaf => self.found.push((name, text_of(leaf))),
        }
    }
}
