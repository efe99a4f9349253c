use super::QueryError;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;
use serde_json::Value;

/// One component of a claims path pointer (OpenID4VP 1.0 §7).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// A string: the member of this name.
    Name(String),
    /// `null`: every element.
    Every,
    /// A non-negative integer: the element at this place.
    At(u64),
}

/// A claims path pointer (OpenID4VP 1.0 §7): `["address", "locality"]`, `["nationalities", null]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Path(Vec<Step>);

impl Path {
    /// The components, at least one.
    pub fn steps(&self) -> &[Step] {
        &self.0
    }

    /// Reads the JSON form.
    pub(super) fn parse(value: &Value) -> Result<Self, QueryError> {
        let expected =
            QueryError("path: a non-empty array of strings, nulls and non-negative integers");
        let steps = value.as_array().filter(|steps| !steps.is_empty());
        let steps = steps.ok_or(expected)?.iter().map(|step| match step {
            Value::String(name) => Ok(Step::Name(name.clone())),
            Value::Null => Ok(Step::Every),
            step => step.as_u64().map(Step::At).ok_or(expected),
        });
        steps.collect::<Result<_, _>>().map(Self)
    }

    /// What the path selects in a credential's claims (OpenID4VP 1.0 §7.1.1), or `None` where the algorithm ends in an
    /// error: a component that does not fit what it is applied to, or nothing left at the end.
    pub fn select<'a>(&self, claims: &'a Value) -> Option<Vec<&'a Value>> {
        let mut selected = vec![claims];
        for step in &self.0 {
            selected = step.apply(&selected)?;
        }
        (!selected.is_empty()).then_some(selected)
    }

    /// Whether anything that the path selects is `taken`, found without keeping what is selected. Where the algorithm
    /// ends in an error, nothing is: a component that does not fit spoils the whole selection, wherever it is met.
    pub(super) fn leads_to_any(&self, claims: &Value, taken: &impl Fn(&Value) -> bool) -> bool {
        walk(&self.0, claims, taken).unwrap_or(false)
    }

    /// Whether the path, names only, leads to `names` or to an object on the way there.
    pub(in super::super) fn leads_to(&self, names: &[&str]) -> bool {
        self.0.len() <= names.len()
            && self
                .0
                .iter()
                .zip(names)
                .all(|(step, name)| matches!(step, Step::Name(step) if step == name))
    }
}

/// A component of a path that does not fit what it is applied to.
struct Misfit;

fn walk(steps: &[Step], value: &Value, taken: &impl Fn(&Value) -> bool) -> Result<bool, Misfit> {
    let Some((step, steps)) = steps.split_first() else {
        return Ok(taken(value));
    };
    let next = match step {
        Step::Name(name) => value.as_object().ok_or(Misfit)?.get(name),
        Step::At(place) => {
            let elements = value.as_array().ok_or(Misfit)?;
            let place = usize::try_from(*place).ok();
            place.and_then(|place| elements.get(place))
        }
        Step::Every => {
            let mut found = false;
            for element in value.as_array().ok_or(Misfit)? {
                found |= walk(steps, element, taken)?;
            }
            return Ok(found);
        }
    };
    next.map_or(Ok(false), |next| walk(steps, next, taken))
}

impl Step {
    fn apply<'a>(&self, selected: &[&'a Value]) -> Option<Vec<&'a Value>> {
        let mut next = Vec::new();
        for value in selected {
            match self {
                Self::Name(name) => next.extend(value.as_object()?.get(name)),
                Self::Every => next.extend(value.as_array()?),
                Self::At(place) => {
                    let elements = value.as_array()?;
                    next.extend(
                        usize::try_from(*place)
                            .ok()
                            .and_then(|place| elements.get(place)),
                    );
                }
            }
        }
        Some(next)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn select(path: Value) -> Option<Vec<Value>> {
        // The credential of OpenID4VP 1.0 §7.3, in our own words.
        let claims = json!({
            "name": "Arthur Dent",
            "address": {"street_address": "42 Market Street", "locality": "Milliways"},
            "degrees": [{"type": "Bachelor", "university": "Betelgeuse"}, {"type": "Master", "university": "Betelgeuse"}, {"none": 1}],
            "nationalities": ["British", "Betelgeusian"]
        });
        let path = Path::parse(&path).expect("a path");
        path.select(&claims)
            .map(|values| values.into_iter().cloned().collect())
    }

    #[test]
    fn dq_5_a_string_selects_a_member() {
        assert_eq!(select(json!(["name"])), Some(vec![json!("Arthur Dent")]));
        assert_eq!(
            select(json!(["address", "locality"])),
            Some(vec![json!("Milliways")])
        );
        let address = json!({"street_address": "42 Market Street", "locality": "Milliways"});
        assert_eq!(select(json!(["address"])), Some(vec![address]));
    }

    #[test]
    fn dq_5_null_selects_every_element() {
        assert_eq!(
            select(json!(["nationalities", null])),
            Some(vec![json!("British"), json!("Betelgeusian")])
        );
    }

    #[test]
    fn dq_5_an_integer_selects_one_element() {
        assert_eq!(
            select(json!(["nationalities", 1])),
            Some(vec![json!("Betelgeusian")])
        );
    }

    #[test]
    fn dq_5_a_missing_key_or_index_drops_the_element() {
        assert_eq!(
            select(json!(["degrees", null, "type"])),
            Some(vec![json!("Bachelor"), json!("Master")])
        );
    }

    #[test]
    fn dq_5_an_empty_selection_is_an_error() {
        assert_eq!(select(json!(["email"])), None);
        assert_eq!(select(json!(["nationalities", 2])), None);
        assert_eq!(select(json!(["nationalities", u64::MAX])), None);
    }

    #[test]
    fn dq_5_a_component_that_does_not_fit_is_an_error() {
        assert_eq!(select(json!(["name", "first"])), None);
        assert_eq!(select(json!(["name", 0])), None);
        assert_eq!(select(json!(["address", null])), None);
        assert_eq!(select(json!(["nationalities", "0"])), None);
    }

    #[test]
    fn dq_5_anything_else_is_not_a_path() {
        for path in [
            json!([]),
            json!("name"),
            json!([-1]),
            json!([1.5]),
            json!([true]),
            json!([["a"]]),
            json!([{}]),
        ] {
            assert!(Path::parse(&path).is_err(), "{path}");
        }
    }

    #[test]
    fn a_path_leads_to_a_claim_and_to_the_object_that_holds_it() {
        let leads_to = |path: Value| {
            Path::parse(&path)
                .expect("a path")
                .leads_to(&["address", "locality"])
        };
        assert!(leads_to(json!(["address"])));
        assert!(leads_to(json!(["address", "locality"])));
        assert!(!leads_to(json!(["locality"])));
        assert!(!leads_to(json!(["address", null])));
        assert!(!leads_to(json!(["address", "locality", "x"])));
    }
}
