//! Wallets and queries that have something to do with each other, and queries with one thing wrong.

use crate::random::Random;
use serde_json::{Map, Value, json};

const TYPES: [&str; 3] = ["urn:a", "urn:b", "urn:c"];
const AUTHORITIES: [&str; 3] = ["AAAA", "s9tIpPmhxdiuNkHMEWNpYim8S8Y", "BBBB"];
const NAMES: [&str; 5] = ["a", "b", "c", "d", "0"];

pub(crate) struct Held {
    pub(crate) vct: &'static str,
    pub(crate) claims: Value,
    pub(crate) authority: Option<&'static str>,
    pub(crate) holder_binding: bool,
}

pub(crate) struct Case {
    pub(crate) query: Value,
    pub(crate) credentials: Vec<Held>,
}

impl Case {
    pub(crate) fn to_json(&self) -> Value {
        let credentials = self.credentials.iter().map(|held| {
            json!({
                "vct": held.vct, "claims": held.claims, "authority": held.authority,
                "holder_binding": held.holder_binding
            })
        });
        json!({"query": self.query, "credentials": credentials.collect::<Vec<_>>()})
    }
}

/// The case of this number.
pub(crate) fn case(number: u64) -> Case {
    let random = &mut Random::new(number.wrapping_mul(0x1000_0001));
    let count = 1 + random.below(5);
    let credentials: Vec<Held> = (0..count).map(|_| held(random)).collect();
    let query = query(random, &credentials);
    Case { query, credentials }
}

/// A query in which one member, somewhere, was changed to anything.
pub(crate) fn broken(number: u64) -> Value {
    let mut query = case(number).query;
    let random = &mut Random::new(number.wrapping_add(1 << 40));
    spoil(random, &mut query);
    query
}

/// Whether a query has what we read and npm `dcql` does not, and means to.
pub(crate) fn is_open_to_what_comes_later(query: &Value) -> bool {
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    list(&query["credentials"]).iter().any(|credential| {
        let known = ["aki", "etsi_tl", "openid_federation"].map(Value::from);
        let authorities = list(&credential["trusted_authorities"]);
        credential["format"] != "dc+sd-jwt"
            || authorities
                .iter()
                .any(|authority| !known.contains(&authority["type"]))
            || list(&credential["claim_sets"]).contains(&json!([]))
    })
}

fn spoil(random: &mut Random, value: &mut Value) {
    match value {
        Value::Object(members) if !members.is_empty() => {
            let names: Vec<String> = members.keys().cloned().collect();
            let name = random.pick(&names);
            if random.percent(12) {
                members.remove(name);
            } else {
                spoil(random, &mut members[name]);
            }
        }
        Value::Array(elements) if !elements.is_empty() && random.percent(75) => {
            let place = random.below(elements.len());
            spoil(random, &mut elements[place]);
        }
        value => *value = anything(random),
    }
}

fn anything(random: &mut Random) -> Value {
    random
        .pick(&[
            json!(null),
            json!(true),
            json!(-1),
            json!(1),
            json!(0.5),
            json!(""),
            json!("a b"),
            json!("q0"),
            json!("dc+sd-jwt"),
            json!([]),
            json!([null]),
            json!(["a"]),
            json!([[]]),
            json!([["q0"]]),
            json!({}),
            json!({"a": 1}),
        ])
        .clone()
}

fn held(random: &mut Random) -> Held {
    Held {
        vct: random.pick::<&str>(&TYPES),
        claims: members(random, 3),
        authority: random.percent(40).then(|| *random.pick(&AUTHORITIES)),
        holder_binding: random.percent(85),
    }
}

fn members(random: &mut Random, depth: usize) -> Value {
    let names = random.some(&NAMES, 65);
    let members = names
        .into_iter()
        .map(|name| (name.into(), value(random, depth)));
    Value::Object(members.collect::<Map<String, Value>>())
}

fn value(random: &mut Random, depth: usize) -> Value {
    match random.below(if depth == 0 { 6 } else { 12 }) {
        0..=1 => json!(random.below(3)),
        2..=3 => json!(*random.pick(&["x", "y", "z"])),
        4 => json!(random.percent(50)),
        5 => json!(null),
        6..=8 => members(random, depth - 1),
        _ => {
            let count = random.below(4);
            (0..count).map(|_| value(random, depth - 1)).collect()
        }
    }
}

fn query(random: &mut Random, held: &[Held]) -> Value {
    let count = 1 + random.below(4);
    let credentials: Vec<Value> = (0..count)
        .map(|place| credential_query(random, place, held))
        .collect();
    let mut query = json!({"credentials": credentials});
    if random.percent(50) {
        let ids: Vec<String> = (0..count).map(|place| format!("q{place}")).collect();
        let sets = 1 + random.below(3);
        let sets: Vec<Value> = (0..sets).map(|_| credential_set(random, &ids)).collect();
        query["credential_sets"] = json!(sets);
    }
    query
}

fn credential_set(random: &mut Random, ids: &[String]) -> Value {
    let options = 1 + random.below(3);
    let options: Vec<Vec<String>> = (0..options)
        .map(|_| match random.some(ids, 40) {
            option if option.is_empty() => vec![random.pick(ids).clone()],
            option => option,
        })
        .collect();
    let mut set = json!({"options": options});
    if random.percent(50) {
        set["required"] = json!(random.percent(50));
    }
    set
}

fn credential_query(random: &mut Random, place: usize, held: &[Held]) -> Value {
    // Mostly about something that is there.
    let about = random.pick(held);
    let mut types = vec![if random.percent(80) {
        about.vct
    } else {
        *random.pick(&TYPES)
    }];
    if random.percent(30) {
        types.push(*random.pick(&TYPES));
    }
    let mut query =
        json!({"id": format!("q{place}"), "format": "dc+sd-jwt", "meta": {"vct_values": types}});
    if random.percent(20) {
        query["multiple"] = json!(random.percent(50));
    }
    if random.percent(30) {
        query["require_cryptographic_holder_binding"] = json!(random.percent(50));
    }
    if random.percent(15) {
        let values = match random.some(&AUTHORITIES, 50) {
            values if values.is_empty() => vec![AUTHORITIES[0]],
            values => values,
        };
        query["trusted_authorities"] = json!([{"type": "aki", "values": values}]);
    }
    if random.percent(15) {
        return query;
    }
    let count = 1 + random.below(4);
    let claims: Vec<Value> = (0..count)
        .map(|place| claims_query(random, place, &about.claims))
        .collect();
    if random.percent(45) {
        let ids: Vec<String> = (0..count).map(|place| format!("c{place}")).collect();
        let sets = 1 + random.below(4);
        let sets: Vec<Vec<String>> = (0..sets)
            .map(|_| match random.some(&ids, 50) {
                set if set.is_empty() => vec![random.pick(&ids).clone()],
                set => set,
            })
            .collect();
        query["claim_sets"] = json!(sets);
    }
    query["claims"] = json!(claims);
    query
}

fn claims_query(random: &mut Random, place: usize, claims: &Value) -> Value {
    let (path, found) = path(random, claims);
    let mut query = json!({"id": format!("c{place}"), "path": path});
    if random.percent(30) {
        let mut values = vec![
            random
                .pick(&[
                    json!("x"),
                    json!("y"),
                    json!(0),
                    json!(1),
                    json!(true),
                    json!("1"),
                ])
                .clone(),
        ];
        if random.percent(60) && (found.is_string() || found.is_u64() || found.is_boolean()) {
            values.push(found);
        }
        query["values"] = json!(values);
    }
    query
}

/// A path along the claims, which may leave them, and what it led to.
fn path(random: &mut Random, claims: &Value) -> (Vec<Value>, Value) {
    let mut path = Vec::new();
    let mut at = claims;
    loop {
        let next = match at {
            Value::Object(members) if !members.is_empty() && random.percent(93) => {
                let (name, value) = members.iter().nth(random.below(members.len())).unwrap();
                path.push(json!(name));
                value
            }
            Value::Array(elements) if !elements.is_empty() && random.percent(90) => {
                let place = random.below(elements.len());
                path.push(if random.percent(65) {
                    json!(null)
                } else {
                    json!(place)
                });
                &elements[place]
            }
            _ => {
                path.push(
                    random
                        .pick(&[
                            json!("a"),
                            json!("0"),
                            json!("e"),
                            json!(null),
                            json!(0),
                            json!(2),
                        ])
                        .clone(),
                );
                &Value::Null
            }
        };
        at = next;
        let is_leaf = !at.is_object() && !at.is_array();
        if is_leaf && random.percent(97) || random.percent(30) {
            return (path, at.clone());
        }
    }
}
