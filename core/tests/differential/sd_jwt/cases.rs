use crate::random::Random;
use hailstone_core::sd_jwt::Pointer;
use serde_json::{Map, Value, json};

/// When everything happens.
pub(crate) const NOW: u64 = 1_800_000_000;
pub(crate) const AUDIENCE: &str = "https://verifier.example";
pub(crate) const NONCE: &str = "bm9uY2U";

/// RFC 7518 appendix C, Bob and Alice: issuer and holder.
pub(crate) const ISSUER: &str = r#"{"kty":"EC","crv":"P-256","x":"weNJy2HscCSM6AEDTDg04biOvhFhyyWvOHQfeF_PxMQ","y":"e8lnCO-AlStT-NJVX-crhB7QRYhiix03illJOVAOyck","d":"VEmDZpDXXK8p8N0Cndsxs924q6nS1RXFASRl6BfUqdw"}"#;
pub(crate) const HOLDER: &str = r#"{"kty":"EC","crv":"P-256","x":"gI0GAILBdu7T53akrFmMyGcsF3n5dO7MmwNBHKW5SV0","y":"SLW_xSffzlPWrHEVI30DHM_4egVwt3NQqeUD7nMFpps","d":"0_NxaRPUMQoAJt50Gz8YiTr8gRTwyEaCumd-MToTmIo"}"#;

pub(crate) fn public(private: &str) -> Value {
    let mut public: Value = serde_json::from_str(private).unwrap();
    public.as_object_mut().unwrap().remove("d");
    public
}

/// A step of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    Name(String),
    Index(usize),
}

pub(crate) type Path = Vec<Step>;

pub(crate) fn pointer(path: &[Step]) -> Pointer {
    path.iter()
        .fold(Pointer::default(), |pointer, step| match step {
            Step::Name(name) => pointer.name(name),
            Step::Index(index) => pointer.index(*index),
        })
}

/// A credential to be issued: claims, what of them is disclosable, and what of that is presented.
pub(crate) struct Case {
    pub(crate) payload: Map<String, Value>,
    pub(crate) disclosable: Vec<Path>,
    pub(crate) chosen: Vec<Path>,
    pub(crate) hash: &'static str,
    pub(crate) decoys: usize,
}

/// No dots: the other writes a path with them.
const NAMES: [&str; 8] = ["a", "b", "given name", "é", "x_y", "a-b", "~", "/"];

pub(crate) fn case(seed: u64) -> Case {
    let random = &mut Random::new(seed);
    let mut payload = Map::new();
    for _ in 0..1 + random.below(5) {
        payload.insert((*random.pick(&NAMES)).into(), value(random, 3));
    }
    let mut all = Vec::new();
    places(&Value::Object(payload.clone()), &mut Vec::new(), &mut all);
    let each = *random.pick(&[20, 50, 90]);
    let disclosable = random.some(&all, each);
    let chosen = random.some(&disclosable, 40);
    payload.insert("iss".into(), json!("https://issuer.example"));
    payload.insert("exp".into(), json!(NOW + 600));
    payload.insert("cnf".into(), json!({"jwk": public(HOLDER)}));
    Case {
        payload,
        disclosable,
        chosen,
        hash: ["sha-256", "sha-384", "sha-512"][random.below(3)],
        decoys: random.below(3),
    }
}

fn value(random: &mut Random, depth: usize) -> Value {
    match random.below(if depth == 0 { 5 } else { 8 }) {
        0 => Value::Null,
        1 => json!(random.percent(50)),
        2 => json!(i64::try_from(random.below(1 << 31)).unwrap() - (1 << 30)),
        3 => json!(*random.pick(&["", "x", "é\u{1f600}\"\\\u{7f}", "a~b/c.d", "\u{2028}\t"])),
        4 => json!(*random.pick(&[Value::from(0), json!({}), json!([])])),
        5 => (0..random.below(4))
            .map(|_| value(random, depth - 1))
            .collect(),
        _ => {
            let members = (0..random.below(4))
                .map(|_| ((*random.pick(&NAMES)).to_owned(), value(random, depth - 1)));
            Value::Object(members.collect())
        }
    }
}

/// Every place in a value, what is around before what is inside.
fn places(value: &Value, here: &mut Path, found: &mut Vec<Path>) {
    let mut inside: Vec<(Step, &Value)> = Vec::new();
    match value {
        Value::Object(members) => inside.extend(
            members
                .iter()
                .map(|(name, value)| (Step::Name(name.clone()), value)),
        ),
        Value::Array(items) => inside.extend(
            items
                .iter()
                .enumerate()
                .map(|(index, value)| (Step::Index(index), value)),
        ),
        _ => {}
    }
    for (step, value) in inside {
        here.push(step);
        found.push(here.clone());
        places(value, here, found);
        here.pop();
    }
}

impl Case {
    /// What is disclosed when [`Case::chosen`] is: also what it stands in, and what is inside of it.
    pub(crate) fn disclosed(&self) -> Vec<&Path> {
        let meets = |path: &&Path| {
            let mut chosen = self.chosen.iter();
            chosen.any(|chosen| chosen.starts_with(path) || path.starts_with(chosen))
        };
        self.disclosable.iter().filter(meets).collect()
    }

    /// How the other is told what is disclosable: `_sd` lists the names and places of one level, the rest leads further down.
    pub(crate) fn issuing_frame(&self) -> Value {
        let mut frame = json!({"_sd_decoy": self.decoys});
        for path in &self.disclosable {
            let (last, above) = path.split_last().unwrap();
            let level = above.iter().fold(&mut frame, |level, step| {
                let level = level.as_object_mut().unwrap();
                level.entry(key(step)).or_insert_with(|| json!({}))
            });
            let level = level.as_object_mut().unwrap();
            let listed = level.entry("_sd").or_insert_with(|| json!([]));
            listed.as_array_mut().unwrap().push(match last {
                Step::Name(name) => json!(name),
                Step::Index(index) => json!(index),
            });
        }
        frame
    }

    /// How the other is told what to disclose.
    pub(crate) fn presenting_frame(&self) -> Value {
        let mut frame = json!({});
        for path in self.disclosed() {
            let mut level = &mut frame;
            for step in path {
                let members = level.as_object_mut().unwrap();
                level = members.entry(key(step)).or_insert_with(|| json!({}));
            }
        }
        frame
    }
}

fn key(step: &Step) -> String {
    match step {
        Step::Name(name) => name.clone(),
        Step::Index(index) => index.to_string(),
    }
}
