//! Whatever is to be signed by a card is the signing input of a key binding, or is refused before any card has seen it.
#![no_main]

use hailstone_core::sd_jwt::BindingInput;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok(input) = BindingInput::parse(text) {
        assert!(!input.audience().is_empty());
        // The header has one spelling of its two members, in either order and with what white space there is.
        assert_eq!(text.matches('.').count(), 1);
    }
});
