//! What of a wallet answers a query is the same with an index and without, is told by each claim on its own, and is whole.
//! The first line of the input is the query, each further one the claims of a credential, whose types are the names of
//! its members.
#![no_main]

use hailstone_core::release::{ClaimsQuery, Holding, Index, Query};
use libfuzzer_sys::fuzz_target;
use serde_json::Value;

fuzz_target!(|text: &str| {
    let mut lines = text
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let Some(Ok(query)) = lines.next().map(|value| Query::parse(&value)) else {
        return;
    };
    let claims: Vec<Value> = lines.filter(Value::is_object).take(8).collect();
    let types: Vec<Vec<&str>> = claims.iter().map(names).collect();
    let holdings: Vec<Holding<'_>> = claims
        .iter()
        .zip(&types)
        .map(|(claims, types)| Holding {
            types,
            claims,
            authorities: types,
            holder_binding: claims.get("cnf").is_some(),
        })
        .collect();
    let evaluation = query.evaluate(&holdings);
    assert_eq!(Index::of(&holdings).evaluate(&query), evaluation);
    for (place, query) in query.credentials().iter().enumerate() {
        for found in evaluation.matches(place) {
            let holding = holdings[found.holding];
            assert!(holding.holder_binding || !query.holder_binding());
            assert!(query.accepts(holding.claims));
            let sets: Vec<Vec<usize>> = query.claim_sets().map(Iterator::collect).collect();
            let satisfied: Vec<usize> = found.claim_sets(query).collect();
            assert!(!satisfied.is_empty());
            for (place, set) in sets.iter().enumerate() {
                let has = |claim: &usize| is_there(&query.claims()[*claim], holding.claims);
                assert_eq!(satisfied.contains(&place), set.iter().all(has));
            }
        }
    }
    for (place, set) in query.sets().iter().enumerate() {
        let whole = |option: &Vec<usize>| {
            let mut queries = option.iter();
            queries.all(|query| !evaluation.matches(*query).is_empty())
        };
        let found = evaluation.options(place).len();
        assert_eq!(
            set.options().iter().filter(|option| whole(option)).count(),
            found
        );
        assert!(found > 0 || !set.required() || !evaluation.can_be_satisfied());
    }
});

fn names(claims: &Value) -> Vec<&str> {
    let members = claims.as_object().into_iter();
    members
        .flat_map(|members| members.keys().map(String::as_str))
        .collect()
}

/// The slow way, by what the path selects.
fn is_there(query: &ClaimsQuery, claims: &Value) -> bool {
    let Some(selected) = query.path().select(claims) else {
        return false;
    };
    query
        .values()
        .is_none_or(|values| selected.into_iter().any(|value| values.contains(value)))
}
