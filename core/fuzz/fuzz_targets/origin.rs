//! What is read as an origin is the only spelling of it: nothing that a browser would write in another way is taken.
#![no_main]

use hailstone_core::release::Origin;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let Ok(origin) = Origin::parse(text) else {
        return;
    };
    assert_eq!(origin.as_str(), text);
    let (scheme, rest) = text.split_once("://").unwrap();
    let host = rest.trim_end_matches(|char: char| char.is_ascii_digit());
    let host = host.strip_suffix(':').unwrap_or(rest);
    let local = ["localhost", "127.0.0.1", "[::1]"].contains(&host);
    assert!(scheme == "https" || (scheme == "http" && local));
    assert!(!host.is_empty() && text.len() <= 300);
    // Nothing that would be a user, a path, a query, a fragment, an escape or another spelling of a name.
    assert!(text.bytes().all(|byte| matches!(byte, 0x21..=0x7e)));
    assert!(!rest.contains(['/', '\\', '?', '#', '@', '%']));
    assert!(!text.bytes().any(|byte| byte.is_ascii_uppercase()));
    assert!(!(scheme == "https" && rest.ends_with(":443")));
    assert!(!(scheme == "http" && rest.ends_with(":80")));
});
