//! DCQL as its text says it, slow and without a thought for memory, in two readings of a claims path.

use super::cases::{Case, Held};
use serde_json::{Value, json};

/// How a claims path is read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reading {
    /// OpenID4VP 1.0 §7.1.1.
    Standard,
    /// npm `dcql` 3.0.0.
    Dcql,
}

pub(crate) fn evaluate(case: &Case, reading: Reading) -> Value {
    let queries = elements(&case.query["credentials"]);
    let matches: Vec<Vec<Value>> = queries
        .iter()
        .map(|query| {
            let held = case.credentials.iter().enumerate();
            held.filter_map(|(place, held)| {
                let sets = claim_sets(query, held, reading)?;
                Some(json!({"credential": place, "sets": sets}))
            })
            .collect()
        })
        .collect();
    let answered = |id: &Value| {
        let place = queries.iter().position(|query| query["id"] == *id);
        !matches[place.unwrap()].is_empty()
    };
    let all: Vec<&Value> = queries.iter().map(|query| &query["id"]).collect();
    let all_required = json!([{"options": [all]}]);
    let sets = match &case.query["credential_sets"] {
        Value::Null => &all_required,
        sets => sets,
    };
    let options: Vec<Vec<usize>> = elements(sets)
        .iter()
        .map(|set| {
            let options = elements(&set["options"]).iter().enumerate();
            options
                .filter(|(_, option)| elements(option).iter().all(answered))
                .map(|(place, _)| place)
                .collect()
        })
        .collect();
    let satisfied = elements(sets)
        .iter()
        .zip(&options)
        .all(|(set, whole)| set["required"] == json!(false) || !whole.is_empty());
    json!({"satisfied": satisfied, "matches": matches, "options": options})
}

/// The claim sets that a credential satisfies; `None` when it does not answer the query.
fn claim_sets(query: &Value, held: &Held, reading: Reading) -> Option<Vec<usize>> {
    let is_type = elements(&query["meta"]["vct_values"]).contains(&json!(held.vct));
    let is_bound =
        held.holder_binding || query["require_cryptographic_holder_binding"] == json!(false);
    let is_trusted = match &query["trusted_authorities"] {
        Value::Null => true,
        authorities => elements(authorities).iter().any(|authority| {
            let is_named = |key| elements(&authority["values"]).contains(&json!(key));
            authority["type"] == json!("aki") && held.authority.is_some_and(is_named)
        }),
    };
    if !is_type || !is_bound || !is_trusted {
        return None;
    }
    let claims = match &query["claims"] {
        Value::Null => return Some(vec![0]),
        claims => elements(claims),
    };
    let is_there = |claim: &Value| {
        let path = elements(&claim["path"]);
        let accepts = |value: &Value| match &claim["values"] {
            Value::Null => reading == Reading::Standard || !value.is_null(),
            values => elements(values).contains(value),
        };
        match reading {
            Reading::Standard => {
                selected(&held.claims, path).is_some_and(|found| found.into_iter().any(accepts))
            }
            Reading::Dcql => leads(&held.claims, path, &accepts),
        }
    };
    let satisfied: Vec<usize> = match &query["claim_sets"] {
        Value::Null => (0..usize::from(claims.iter().all(is_there))).collect(),
        sets => {
            let has = |id: &Value| {
                claims
                    .iter()
                    .any(|claim| claim["id"] == *id && is_there(claim))
            };
            let sets = elements(sets).iter().enumerate();
            sets.filter(|(_, set)| elements(set).iter().all(has))
                .map(|(place, _)| place)
                .collect()
        }
    };
    (!satisfied.is_empty()).then_some(satisfied)
}

/// §7.1.1, step by step; `None` is the error.
fn selected<'a>(claims: &'a Value, path: &[Value]) -> Option<Vec<&'a Value>> {
    let mut selected = vec![claims];
    for component in path {
        let mut next = Vec::new();
        for value in selected {
            match component {
                Value::String(key) => next.extend(value.as_object()?.get(key)),
                Value::Null => next.extend(value.as_array()?),
                index => {
                    let index = usize::try_from(index.as_u64()?).ok()?;
                    next.extend(value.as_array()?.get(index));
                }
            }
        }
        if next.is_empty() {
            return None;
        }
        selected = next;
    }
    Some(selected)
}

/// Whether any branch of the path ends in a value that is accepted; a branch that does not fit is passed over, an array
/// is an object whose keys are its places, and every element of nothing is accepted.
fn leads(value: &Value, path: &[Value], accepts: &impl Fn(&Value) -> bool) -> bool {
    let Some((component, path)) = path.split_first() else {
        return accepts(value);
    };
    let next = match (component, value) {
        (Value::String(key), Value::Object(members)) => members.get(key),
        (Value::String(key), Value::Array(elements)) => {
            let place: Option<usize> = key.parse().ok();
            place.and_then(|place| elements.get(place))
        }
        (Value::Null, Value::Array(elements)) => {
            return elements.is_empty()
                || elements.iter().any(|element| leads(element, path, accepts));
        }
        (index, Value::Array(elements)) => {
            let place = index.as_u64().and_then(|index| usize::try_from(index).ok());
            place.and_then(|place| elements.get(place))
        }
        _ => None,
    };
    next.is_some_and(|next| leads(next, path, accepts))
}

fn elements(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}
