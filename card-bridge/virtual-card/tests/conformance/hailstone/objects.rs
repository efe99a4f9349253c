//! Objects: what they take, and that all of a commit is there.

use hailstone_core::card::{
    CardError,
    hailstone::{Rule, Rules},
};

use super::{Known, Wire};
use crate::meter::{Meter, expect, same};

const SIZES: [(&str, u32, usize); 3] = [
    ("1 KiB", 0xdf21, 1024),
    ("4 KiB", 0xdf24, 4096),
    ("32 KiB", 0xdf60, 32768),
];

/// Bytes that are no others' in their place.
fn content(length: usize, salt: usize) -> Vec<u8> {
    (0..length)
        .map(|n| (n.wrapping_mul(31) ^ (n >> 8) ^ salt).to_le_bytes()[0])
        .collect()
}

pub(super) fn all(meter: &mut Meter<'_>, card: Known, title: &str) {
    for (name, tag, length) in SIZES {
        let data = content(length, 1);
        meter.operation(&format!("{title}: put {name} (in a session)"), |meter| {
            let channel = card.verify(meter)?;
            meter.count_from_here();
            meter.must(channel.put(tag, Rules::PIN, &data))?;
            // HC-37, and the figures of the issue.
            expect(
                length < 32768 || within(meter, length, 115),
                "too many bytes",
            )
        });
        meter.operation(&format!("{title}: get {name} (in a session)"), |meter| {
            let channel = card.verify(meter)?;
            meter.count_from_here();
            let (_, found) = meter.must(channel.get(tag))?;
            let found = found.ok_or("there is none")?;
            expect(found.expose() == data, "other data")?;
            let most = match card.wire {
                Wire::Extended => 105,
                Wire::Short => 110,
            };
            expect(
                length < 32768 || within(meter, length, most),
                "too many bytes",
            )
        });
    }
    meter.operation(&format!("{title}: list and delete objects"), |meter| {
        let mut channel = card.verify(meter)?;
        for (_, tag, _) in SIZES {
            (channel, _) = meter.must(channel.delete(tag))?;
        }
        let (channel, listed) = meter.must(channel.list())?;
        same(listed, vec![])?;
        let (_, found) = meter.must(channel.get(0xdf21))?;
        expect(found.is_none(), "it is there")
    });
    if card.wire == Wire::Extended {
        commits(meter, card);
        rules(meter, card);
    }
}

/// Whether what went over the wire is at most so many hundredths of the data.
fn within(meter: &Meter<'_>, length: usize, hundredths: usize) -> bool {
    meter.bytes() * 100 <= length * hundredths
}

fn commits(meter: &mut Meter<'_>, card: Known) {
    let (a, b, c) = (content(3000, 2), content(10, 3), content(5000, 4));
    meter.operation("Hailstone: three objects in one commit", |meter| {
        let channel = card.verify(meter)?;
        let before = channel.status().generation;
        let rules = Rules::PIN;
        let objects = [
            (0x5a, rules, &a[..]),
            (0xdf7f, rules, &b[..]),
            (0x5fc101, rules, &c[..]),
        ];
        let (channel, generation) = meter.must(channel.put_all(&objects))?;
        same(generation, before + 1)?;
        let (channel, listed) = meter.must(channel.list())?;
        let listed: Vec<_> = listed.iter().map(|line| (line.tag, line.length)).collect();
        same(listed, vec![(0x5a, 3000), (0xdf7f, 10), (0x5fc101, 5000)])?;
        let (_, found) = meter.must(channel.get(0x5fc101))?;
        expect(found.is_some_and(|found| found.expose() == c), "other data")
    });
    meter.operation(
        "Hailstone: what there is no room for changes nothing",
        |meter| {
            let channel = card.verify(meter)?;
            let room = usize::try_from(channel.status().bytes_left).map_err(|_| "too large")?;
            let objects = [
                (0x5a, Rules::PIN, &b"new"[..]),
                (0xdf22, Rules::PIN, &vec![0; room][..]),
            ];
            let outcome = meter.run(channel.put_all(&objects));
            same(outcome.err(), Some(CardError::Full))?;
            let channel = card.verify(meter)?;
            let (_, found) = meter.must(channel.get(0x5a))?;
            expect(
                found.is_some_and(|found| found.expose() == a),
                "it has changed",
            )
        },
    );
    meter.operation("Hailstone: an object is replaced, and emptied", |meter| {
        let channel = card.verify(meter)?;
        let (channel, _) = meter.must(channel.put(0x5a, Rules::PIN, b"new"))?;
        let (channel, _) = meter.must(channel.put(0xdf7f, Rules::PIN, b""))?;
        let (channel, found) = meter.must(channel.get(0x5a))?;
        expect(
            found.is_some_and(|found| found.expose() == b"new"),
            "the old data",
        )?;
        let (_, found) = meter.must(channel.get(0xdf7f))?;
        expect(
            found.is_some_and(|found| found.expose().is_empty()),
            "no empty object",
        )
    });
}

fn rules(meter: &mut Meter<'_>, card: Known) {
    meter.operation(
        "Hailstone: without the PIN free objects are read alone",
        |meter| {
            let free = Rules {
                read: Rule::Free,
                write: Rule::Pin,
            };
            let channel = card.verify(meter)?;
            meter.must(channel.put(0xdf30, free, b"for all"))?;
            let channel = card.connect(meter)?;
            let (channel, listed) = meter.must(channel.list())?;
            same(listed.len(), 1)?;
            same(listed.first().map(|line| line.rules), Some(free))?;
            let (channel, found) = meter.must(channel.get(0xdf30))?;
            expect(
                found.is_some_and(|found| found.expose() == b"for all"),
                "other data",
            )?;
            let outcome = meter.run(channel.get(0x5a)).err();
            same(outcome, Some(CardError::PinNeeded))
        },
    );
    meter.operation("Hailstone: what nobody may write stays", |meter| {
        let fixed = Rules {
            read: Rule::Pin,
            write: Rule::Never,
        };
        let channel = card.verify(meter)?;
        let (channel, _) = meter.must(channel.put(0xdf31, fixed, b"for good"))?;
        let outcome = meter.run(channel.put(0xdf31, Rules::PIN, b"other"));
        same(outcome.err(), Some(CardError::PinNeeded))?;
        let channel = card.verify(meter)?;
        let outcome = meter.run(channel.delete(0xdf31)).err();
        same(outcome, Some(CardError::PinNeeded))
    });
    meter.operation(
        "Hailstone: the generation grows with every commit",
        |meter| {
            let channel = card.verify(meter)?;
            let before = channel.status().generation;
            let (channel, put) = meter.must(channel.put(0xdf32, Rules::PIN, b"1"))?;
            let (channel, deleted) = meter.must(channel.delete(0xdf32))?;
            let (channel, bumped) = meter.must(channel.bump())?;
            same([put, deleted, bumped], [1, 2, 3].map(|more| before + more))?;
            same(meter.must(channel.refresh())?.status().generation, bumped)
        },
    );
}
