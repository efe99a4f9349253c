//! Whatever is read as a request can be proposed, shown and, if it is ready, consented to; and its bounds hold.
#![no_main]

use hailstone_core::data::{Field, Kind, Record};
use hailstone_core::id::RecordId;
use hailstone_core::release::{Origin, PROTOCOL, Request, State};
use hailstone_core::time::Timestamp;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let Ok(origin) = Origin::parse("https://shop.example") else {
        return;
    };
    let Ok(request) = Request::parse(PROTOCOL, origin, text) else {
        return;
    };
    assert!(text.len() <= Request::MAX_BYTES);
    let proposal = request.propose(records(), Timestamp::from_unix(1_800_000_000));
    let view = proposal.view();
    for claim in view
        .credentials
        .iter()
        .flat_map(|credential| &credential.claims)
    {
        assert!(!claim.sent || claim.ticked);
    }
    assert_eq!(proposal.consent().is_ok(), view.state == State::Ready);
});

fn records() -> Vec<(RecordId, Record)> {
    let records = [
        Record::new(Kind::Person)
            .with(Field::Name, "a")
            .with(Field::Birthdate, "b"),
        Record::new(Kind::Person).with(Field::Name, "b"),
        Record::new(Kind::Email).with(Field::Email, "a"),
        Record::new(Kind::Address)
            .with(Field::Locality, "a")
            .with(Field::Country, "b"),
    ];
    let ids = (1..).map(|number| RecordId::from_bytes([number; 16]));
    ids.zip(records).collect()
}
