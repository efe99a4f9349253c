//! What the bounded reader takes, `serde_json` takes too, with the same value; and it stays within its limits.
#![no_main]

use libfuzzer_sys::fuzz_target;
use serde_json::Value;

const DEPTH: usize = 16;

fuzz_target!(|text: &str| {
    if let Some(value) = hailstone_core::jose::read_json(text, 4096, DEPTH) {
        assert!(text.len() <= 4096 && depth(&value) <= DEPTH);
        assert_eq!(serde_json::from_str::<Value>(text).ok(), Some(value));
    }
});

fn depth(value: &Value) -> usize {
    match value {
        Value::Array(items) => 1 + items.iter().map(depth).max().unwrap_or(0),
        Value::Object(members) => 1 + members.values().map(depth).max().unwrap_or(0),
        _ => 0,
    }
}
