//! DCQL (OpenID4VP 1.0 §6 and §7) against npm `dcql`.
//!
//! Both are held against [`model`], a slow evaluation written down word for word, in the two readings of a claims path
//! in which they differ. So the differences are exactly these, each with the paragraph that says who is right:
//!
//! | difference | `dcql` 3.0.0 | the standard, and ours |
//! | --- | --- | --- |
//! | a claim whose value is `null` | is not there | §7.1.1 selects by key; step 4 asks that something is selected, whatever it is |
//! | a component under `null` that does not fit one of the elements | that element drops out | §7.1.1 steps 2a and 2b: any selected element that is no object or array aborts with an error |
//! | `null` on an empty array | every value is found there, whatever comes after | §7.1.1 step 4: nothing selected is an error |
//! | a string on an array (`"0"`) | selects the element | §7.1.1 step 2a: an element that is no object aborts with an error |

//!
//! What `dcql` refuses to read we refuse, too, but for these: a `format` or a `type` of an authority that it does not know
//! (§6.1 and §6.1.1 leave both open: here they match nothing), and an empty array inside of `claim_sets` (§6.1 asks that
//! the outer one is not empty: here it says that none of the claims is necessary).

mod cases;
mod model;

use crate::oracle;
use cases::{Case, case};
use hailstone_core::release::{Holding, Index, Query};
use model::Reading;
use serde_json::{Value, json};

/// How many cases there are.
const CASES: u64 = 12_000;

#[test]
fn every_way_to_satisfy_a_query_is_found_as_npm_dcql_finds_it() {
    let cases: Vec<Case> = (0..CASES).map(case).collect();
    let mut differing = 0;
    let mut satisfied = 0;
    let models: Vec<(Value, Value)> = cases
        .iter()
        .map(|case| {
            let ours = model::evaluate(case, Reading::Standard);
            let theirs = model::evaluate(case, Reading::Dcql);
            differing += usize::from(ours != theirs);
            satisfied += usize::from(ours["satisfied"] == json!(true));
            (ours, theirs)
        })
        .collect();
    for (case, (standard, _)) in cases.iter().zip(&models) {
        assert_eq!(&ours(case), standard, "{}", case.to_json());
    }
    // The cases are of use: they are satisfied and not, and the two readings tell them apart.
    let third = cases.len() / 3;
    assert!((third..2 * third).contains(&satisfied), "{satisfied}");
    assert!(differing > 100, "{differing}");

    let asked: Vec<Value> = cases.iter().map(Case::to_json).collect();
    let Some(answers) = oracle::ask("dcql.mjs", &asked) else {
        return;
    };
    for ((case, (_, dcql)), answer) in asked.iter().zip(&models).zip(answers) {
        assert_eq!(&answer, dcql, "{case}");
    }
}

#[test]
fn what_npm_dcql_refuses_to_read_is_refused() {
    let cases: Vec<Value> = (0..CASES).map(cases::broken).collect();
    let read: Vec<bool> = cases
        .iter()
        .map(|query| Query::parse(query).is_ok())
        .collect();
    let accepted = read.iter().filter(|read| **read).count();
    assert!(
        (cases.len() / 20..cases.len() / 2).contains(&accepted),
        "{accepted}"
    );
    let asked: Vec<Value> = cases
        .iter()
        .map(|query| json!({"query": query, "credentials": []}))
        .collect();
    let Some(answers) = oracle::ask("dcql.mjs", &asked) else {
        return;
    };
    for ((query, read), answer) in cases.iter().zip(read).zip(answers) {
        let refused = answer.get("refused").is_some();
        let meant = cases::is_open_to_what_comes_later(query);
        assert!(
            !(refused && read && !meant),
            "read by us alone: {query} ({answer})"
        );
    }
}

/// What our code finds, with and without an index.
fn ours(case: &Case) -> Value {
    let query = Query::parse(&case.query).unwrap();
    let types: Vec<[&str; 1]> = case.credentials.iter().map(|held| [held.vct]).collect();
    let authorities: Vec<Vec<&str>> = case
        .credentials
        .iter()
        .map(|held| held.authority.iter().copied().collect())
        .collect();
    let holdings: Vec<Holding<'_>> = case
        .credentials
        .iter()
        .zip(types.iter().zip(&authorities))
        .map(|(held, (types, authorities))| Holding {
            types,
            claims: &held.claims,
            authorities,
            holder_binding: held.holder_binding,
        })
        .collect();
    let evaluation = query.evaluate(&holdings);
    assert_eq!(Index::of(&holdings).evaluate(&query), evaluation);
    let matches: Vec<Vec<Value>> = query
        .credentials()
        .iter()
        .enumerate()
        .map(|(place, query)| {
            let found = evaluation.matches(place).iter();
            found
                .map(|found| json!({"credential": found.holding, "sets": found.claim_sets(query).collect::<Vec<_>>()}))
                .collect()
        })
        .collect();
    let options: Vec<&[usize]> = (0..query.sets().len())
        .map(|set| evaluation.options(set))
        .collect();
    json!({"satisfied": evaluation.can_be_satisfied(), "matches": matches, "options": options})
}
