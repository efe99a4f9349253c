//! For any credential, any claims of it that can be withheld, any query and any ticks.

use crate::issuer::{PID, holder_key, issue_with, presentations, presented, receive};
use crate::support::*;
use crate::token::share;
use hailstone_core::id::RecordId;
use hailstone_core::release::{Choice, State};
use hailstone_core::sd_jwt::Pointer;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

const ID: RecordId = RecordId::from_bytes([7; 16]);

fn any_value() -> impl Strategy<Value = Value> {
    let leaf = select(vec![
        json!(1),
        json!(2),
        json!("x"),
        json!("y"),
        json!(true),
        json!(null),
    ]);
    leaf.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(Value::from),
            vec((select(vec!["a", "b", "c"]), inner), 0..4).prop_map(object),
        ]
    })
}

fn object(members: Vec<(&str, Value)>) -> Value {
    let members = members
        .into_iter()
        .map(|(name, value)| (name.into(), value));
    Value::Object(members.collect::<Map<_, _>>())
}

/// Every place below, as a pointer and as a path.
fn places(value: &Value, pointer: &Pointer, path: &[Value]) -> Vec<(Pointer, Vec<Value>)> {
    let below: Vec<(Pointer, Value, &Value)> = match value {
        Value::Object(members) => members
            .iter()
            .map(|(name, value)| (pointer.clone().name(name), json!(name), value))
            .collect(),
        Value::Array(elements) => elements
            .iter()
            .enumerate()
            .map(|(place, value)| (pointer.clone().index(place), json!(place), value))
            .collect(),
        _ => Vec::new(),
    };
    below
        .into_iter()
        .flat_map(|(pointer, step, value)| {
            let path = [path, &[step]].concat();
            let deeper = places(value, &pointer, &path);
            std::iter::once((pointer, path)).chain(deeper)
        })
        .collect()
}

/// Where a path leads to, by its definition.
fn leads(value: &Value, pointer: &Pointer, path: &[Value]) -> Vec<Pointer> {
    let Some((step, path)) = path.split_first() else {
        return vec![pointer.clone()];
    };
    match (step, value) {
        (Value::String(name), Value::Object(members)) => {
            members.get(name).map_or_else(Vec::new, |value| {
                leads(value, &pointer.clone().name(name), path)
            })
        }
        (Value::Null, Value::Array(elements)) => elements
            .iter()
            .enumerate()
            .flat_map(|(place, value)| leads(value, &pointer.clone().index(place), path))
            .collect(),
        (place, Value::Array(elements)) => {
            let place = usize::try_from(place.as_u64().unwrap()).unwrap();
            elements.get(place).map_or_else(Vec::new, |value| {
                leads(value, &pointer.clone().index(place), path)
            })
        }
        _ => Vec::new(),
    }
}

fn contains(outer: &str, inner: &str) -> bool {
    inner
        .strip_prefix(outer)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn of_a_credential_goes_out_what_was_ticked_with_its_parents_and_nothing_else(
        members in vec((select(vec!["a", "b", "c", "d"]), any_value()), 1..5),
        hidden in vec(any::<bool>(), 40),
        asked in vec((any::<Index>(), any::<bool>(), any::<bool>()), 1..5),
        sets in vec(vec(any::<Index>(), 1..4), 0..4),
        ticks in vec((any::<Index>(), any::<bool>()), 0..5),
    ) {
        let claims = object(members);
        let all = places(&claims, &Pointer::default(), &[]);
        let withheld: Vec<Pointer> = all.iter().zip(hidden.iter().cycle()).filter(|(_, hidden)| **hidden).map(|((pointer, _), _)| pointer.clone()).collect();
        let mut payload = claims.clone();
        payload["vct"] = json!(PID);
        let record = receive(&issue_with(&payload, Some(holder_key()), &withheld), &[holder_key()]).unwrap();

        let paths: Vec<Vec<Value>> = asked
            .iter()
            .map(|(place, every, elsewhere)| {
                let mut path = place.get(&all).1.clone();
                path.iter_mut().filter(|step| step.is_number() && *every).for_each(|step| *step = Value::Null);
                if *elsewhere && *every {
                    path.push(json!("nowhere"));
                }
                path
            })
            .collect();
        let queries: Vec<Value> = paths.iter().enumerate().map(|(place, path)| json!({"id": format!("c{place}"), "path": path})).collect();
        let mut query = json!({"id": "pid", "format": "dc+sd-jwt", "meta": {"vct_values": [PID]}, "claims": queries});
        if !sets.is_empty() {
            let sets: Vec<Vec<String>> = sets.iter().map(|set| set.iter().map(|place| format!("c{}", place.index(paths.len()))).collect()).collect();
            query["claim_sets"] = json!(sets);
        }
        let mut proposal = propose(&[query], vec![(ID, record)]);
        for (place, ticked) in ticks {
            let view = proposal.view();
            let shown = view.credentials.iter().flat_map(|one| &one.issued).flat_map(|one| &one.claims).collect::<Vec<_>>();
            if shown.is_empty() {
                continue;
            }
            let claim = place.get(&shown).claim.clone();
            let choice = Choice::TickIssued { credential: "pid".into(), record: ID, claim, ticked };
            prop_assert_eq!(proposal.choose(&choice), Ok(()));
        }
        let view = proposal.view();
        if view.state != State::Ready {
            prop_assert!(proposal.consent().is_err());
            return Ok(());
        }
        let pid = &view.credentials[0].issued[0];
        let sent: BTreeSet<&str> = pid.claims.iter().filter(|claim| claim.sent).map(|claim| claim.claim.as_str()).collect();
        prop_assert!(pid.claims.iter().all(|claim| !claim.sent || claim.ticked));
        let name = |path: &[Value]| path.iter().map(|step| match step {
            Value::String(name) => name.clone(),
            Value::Null => "*".into(),
            place => place.to_string(),
        }).collect::<Vec<_>>().join(".");
        let chosen: Vec<Pointer> = paths.iter().filter(|path| sent.contains(name(path).as_str())).flat_map(|path| leads(&claims, &Pointer::default(), path)).collect();

        let token = share(proposal);
        let [presentation] = presentations(&token, "pid").try_into().unwrap();
        // The issuer's JWT, then a disclosure each, then the key binding.
        let disclosed = presentation.split('~').count() - 2;
        let needed = withheld.iter().filter(|hidden| chosen.iter().any(|chosen| {
            contains(hidden.as_str(), chosen.as_str()) || contains(chosen.as_str(), hidden.as_str())
        }));
        prop_assert_eq!(disclosed, needed.count(), "what was chosen, all that it stands in, and all that is in it");
        let [answer] = presented(&token, "pid").try_into().unwrap();
        for pointer in &chosen {
            let path: Vec<Value> = all.iter().find(|(known, _)| known == pointer).unwrap().1.clone();
            // Elements that were withheld before one that was not move it.
            if path.iter().all(|step| step.is_string()) {
                prop_assert_eq!(answer.pointer(pointer.as_str()), claims.pointer(pointer.as_str()));
            }
        }
        // Each further leaf is told, by its name.
        let told: BTreeSet<&str> = pid.open.iter().map(|open| open.claim.as_str()).collect();
        for (pointer, path) in places(&answer, &Pointer::default(), &[]) {
            let names: Vec<&str> = path.iter().filter_map(Value::as_str).collect();
            let is_leaf = answer.pointer(pointer.as_str()).is_some_and(|value| !value.is_object() && !value.is_array());
            let is_own = ["cnf", "vct", "iss"].contains(&names[0]);
            let is_asked = chosen.iter().any(|chosen| {
                let chosen: Vec<&str> = chosen.as_str().split('/').skip(1).filter(|step| step.parse::<usize>().is_err()).collect();
                names.starts_with(&chosen)
            });
            prop_assert!(!is_leaf || is_own || is_asked || told.contains(names.join(".").as_str()), "{} is not told", pointer.as_str());
        }
    }
}
