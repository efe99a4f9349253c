//! Any bytes are a list of data objects or are refused, and every value lies within them.
#![no_main]

use hailstone_core::card::tlv;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(list) = tlv::parse(bytes) {
        let values: usize = list.iter().map(|tlv| tlv.value.len()).sum();
        assert!(values <= bytes.len());
        // As constructed objects are read: one level down.
        for object in list {
            let _ = tlv::parse(object.value);
        }
    }
});
