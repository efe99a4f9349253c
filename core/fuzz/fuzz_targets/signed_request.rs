//! Signed requests: whatever comes is examined or refused, and what is examined was made for this origin.
#![no_main]

use hailstone_core::release::{Examined, MULTISIGNED, Origin, Proof, Request, SIGNED, Trust};
use hailstone_core::time::Timestamp;
use hailstone_core::trust::Anchors;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let Ok(origin) = Origin::parse("https://shop.example") else {
        return;
    };
    let anchors = Anchors::none().with_public_web();
    let trust = Trust {
        anchors: &anchors,
        now: Timestamp::from_unix(1_800_000_000),
    };
    for protocol in [SIGNED, MULTISIGNED] {
        if let Ok(examined) = Examined::over_api(protocol, &origin, text, &trust) {
            assert!(!matches!(
                examined.proof(),
                Proof::Address | Proof::Attested { .. }
            ));
            let _ = Request::from_examined(origin.clone(), examined);
        }
    }
    // What the other module hands over is read as well as what a site sends.
    if let Ok(examined) = Examined::parse(text) {
        let _ = Request::from_examined(origin, examined);
    }
});
