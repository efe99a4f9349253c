//! Links, what is fetched for them, and what is said to the answer.
#![no_main]

use hailstone_core::entropy::Seed;
use hailstone_core::release::{Link, LinkStep, Trust, redirect_of};
use hailstone_core::time::Timestamp;
use hailstone_core::trust::Anchors;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok(Some(page)) = redirect_of(text.as_bytes()) {
        assert!(page.starts_with("https://") || page.starts_with("http://"));
    }
    let anchors = Anchors::none().with_public_web();
    let trust = Trust {
        anchors: &anchors,
        now: Timestamp::from_unix(1_800_000_000),
    };
    let (uri, body) = text.split_once('\n').unwrap_or((text, ""));
    let Ok(link) = Link::parse(uri) else {
        return;
    };
    let request = match link.follow(Seed::take(&mut [7; 32]), &trust) {
        Ok(LinkStep::Fetch(call)) => {
            assert!(call.url().starts_with("https://") || call.url().starts_with("http://"));
            call.take(body, &trust)
        }
        Ok(LinkStep::Asked(request)) => Ok(request),
        Err(_) => return,
    };
    if let Ok(request) = request {
        let to = request.site().response_uri().unwrap_or_default();
        assert!(
            to.starts_with("https://") || to.starts_with("http://"),
            "{to}"
        );
    }
});
