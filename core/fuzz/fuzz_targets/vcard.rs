//! A vCard: whatever is read has something in it, and no field is empty.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let Ok(records) = hailstone_interchange::read_vcard(text) else {
        return;
    };
    assert!(!records.is_empty());
    assert!(
        records
            .iter()
            .flat_map(|record| record.fields())
            .all(|(_, value)| !value.trim().is_empty())
    );
});
