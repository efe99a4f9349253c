//! Section 5 and 7 of `docs/card-application.md`.
#![allow(clippy::unwrap_used, reason = "what goes wrong is a failed test")]

mod support;

use support::host::{Lengths, Traffic, number, put};
use support::{Card, Host, WRONG, card, personalised};

const PUT: [u8; 3] = [0xdb, 0x3f, 0xff];
const GET: [u8; 3] = [0xcb, 0x3f, 0xff];
const BEGIN: [u8; 3] = [0x50, 0x01, 0x00];
const COMMIT: [u8; 3] = [0x50, 0x02, 0x00];
const ABORT: [u8; 3] = [0x50, 0x03, 0x00];

fn open(blocks: usize) -> (Card, Host) {
    let mut card = card(&personalised(blocks));
    let mut host = Host::open(&mut card);
    host.verify(&mut card).unwrap();
    (card, host)
}

fn left(host: &mut Host, card: &mut Card) -> u32 {
    u32::from_be_bytes(host.status(card)[14..18].try_into().unwrap())
}

#[test]
fn hc_30_each_rule_is_kept_for_reading_and_for_writing() {
    let (mut card, mut host) = open(32);
    for rules in [0x00, 0x01, 0x02, 0x03, 0x10, 0x21, 0x30, 0x33] {
        host.put(&mut card, 0x80 | rules, Some(rules), &[rules])
            .unwrap();
    }
    for (pin, puk) in [(false, false), (true, false), (false, true), (true, true)] {
        let mut host = Host::open(&mut card);
        if pin {
            host.verify(&mut card).unwrap();
        }
        if puk {
            host.verify_puk(&mut card).unwrap();
        }
        let allowed = [true, pin, puk, false];
        for rules in [0x00, 0x01, 0x02, 0x03, 0x10, 0x21, 0x30, 0x33_u8] {
            let (read, write) = (usize::from(rules >> 4), usize::from(rules & 3));
            let tag = 0x80 | rules;
            let expected = if allowed[read] {
                Ok(vec![rules])
            } else {
                Err(0x6982)
            };
            assert_eq!(host.get(&mut card, tag), expected, "reading {rules:02x}");
            let put = host.put(&mut card, tag, None, &[rules]);
            assert_eq!(put.is_ok(), allowed[write], "writing {rules:02x}");
            if !allowed[write] {
                assert_eq!(put, Err(0x6982));
                assert_eq!(host.delete(&mut card, tag), Err(0x6982));
            }
        }
    }
}

#[test]
fn hc_30_a_new_object_and_new_rules_need_the_pin() {
    let (mut card, mut host) = open(32);
    host.put(&mut card, 0xc1, Some(0x00), &[1]).unwrap();
    let mut other = Host::open(&mut card);
    assert_eq!(other.put(&mut card, 0xc2, Some(0x00), &[1]), Err(0x6982));
    assert_eq!(other.put(&mut card, 0xc1, Some(0x33), &[1]), Err(0x6982));
    assert!(other.put(&mut card, 0xc1, Some(0x00), &[2]).is_ok());
    assert!(other.put(&mut card, 0xc1, None, &[3]).is_ok());
    assert_eq!(other.put(&mut card, 0xc1, Some(0x44), &[1]), Err(0x6a80));
    assert_eq!(other.get(&mut card, 0xc1), Ok(vec![3]));
}

#[test]
fn hc_31_what_there_is_is_told_to_who_may_read_it() {
    let (mut card, mut host) = open(32);
    host.put(&mut card, 0xc1, Some(0x01), &[1, 2]).unwrap();
    host.put(&mut card, 0xc2, None, &[]).unwrap();
    host.put(&mut card, 0xc3, Some(0x21), &[3]).unwrap();
    let free = [0, 0, 0, 0xc1, 0x01, 0, 0, 2];
    let pin = [0, 0, 0, 0xc2, 0x11, 0, 0, 0];
    let list = host.send(&mut card, GET, &[0x5c, 0x00]);
    assert_eq!(list, Ok([free, pin].concat()));
    assert_eq!(host.get(&mut card, 0xc9), Err(0x6a88));
    assert_eq!(host.delete(&mut card, 0xc9), Err(0x6a88));
    let mut other = Host::open(&mut card);
    let list = other.send(&mut card, GET, &[0x5c, 0x00]);
    assert_eq!(list, Ok(free.to_vec()));
    for tag in [0xc2, 0xc3, 0xc9] {
        assert_eq!(other.get(&mut card, tag), Err(0x6982));
    }
}

#[test]
fn hc_32_reading_starts_where_it_is_asked_to() {
    let (mut card, mut host) = open(32);
    let bytes: Vec<u8> = (0..3000_u32).map(|n| n.to_le_bytes()[0] ^ 0x5a).collect();
    host.put_long(&mut card, 0xc1, &bytes).unwrap();
    for offset in [0_u16, 1, 253, 254, 255, 508, 951, 952, 953, 2999, 3000] {
        let [a, b] = offset.to_be_bytes();
        let chunk = host.send(&mut card, GET, &[0x5c, 1, 0xc1, 0x54, 3, 0, a, b]);
        let chunk = chunk.unwrap();
        let rest = &bytes[usize::from(offset)..];
        assert_eq!(chunk[..4], 3000_u32.to_be_bytes());
        assert_eq!(chunk[4..], rest[..rest.len().min(2048)]);
    }
    let behind = host.send(&mut card, GET, &[0x5c, 1, 0xc1, 0x54, 3, 0, 0x0b, 0xb9]);
    assert_eq!(behind, Err(0x6b00));
}

#[test]
fn hc_33_put_and_delete_are_one_commit_each() {
    let (mut card, mut host) = open(32);
    let first = number(&host.put(&mut card, 0xc1, None, &[1]).unwrap());
    let second = number(&host.put(&mut card, 0xc1, None, &[2]).unwrap());
    let third = number(&host.delete(&mut card, 0xc1).unwrap());
    assert_eq!([second, third], [first + 1, first + 2]);
    assert_eq!(host.generation(&mut card), third);
    assert_eq!(host.get(&mut card, 0xc1), Err(0x6a88));
    for data in [&[][..], &[0x53, 0], &[0x5c, 1, 0x00, 0x53, 0]] {
        assert_eq!(host.send(&mut card, PUT, data), Err(0x6a80));
    }
    assert_eq!(host.append(&mut card, 0xc1, 5, &[1]), Err(0x6b00));
}

#[test]
fn hc_34_a_transaction_appends_to_the_object_that_was_begun_last() {
    let (mut card, mut host) = open(32);
    host.put(&mut card, 0xc1, None, &[9]).unwrap();
    host.send(&mut card, BEGIN, &[]).unwrap();
    assert_eq!(host.put(&mut card, 0xc1, Some(0x12), &[1, 2]), Ok(vec![]));
    assert_eq!(host.append(&mut card, 0xc1, 3, &[3]), Err(0x6b00));
    assert_eq!(host.append(&mut card, 0xc1, 2, &[3]), Ok(vec![]));
    assert_eq!(host.put(&mut card, 0xc1, None, &[1]), Err(0x6985));
    assert_eq!(host.append(&mut card, 0xc2, 2, &[3]), Err(0x6985));
    assert_eq!(host.get(&mut card, 0xc1), Ok(vec![9]), "what is committed");
    host.put(&mut card, 0xc2, None, &[4]).unwrap();
    assert_eq!(host.append(&mut card, 0xc1, 3, &[4]), Err(0x6985));
    assert_eq!(host.delete(&mut card, 0xc1), Err(0x6985));
    host.send(&mut card, COMMIT, &[]).unwrap();
    assert_eq!(host.get(&mut card, 0xc1), Ok(vec![1, 2, 3]));
    assert_eq!(host.get(&mut card, 0xc2), Ok(vec![4]));
}

#[test]
fn hc_35_begin_commit_and_abort_have_their_time() {
    let (mut card, mut host) = open(32);
    assert_eq!(host.send(&mut card, COMMIT, &[]), Err(0x6985));
    assert_eq!(host.send(&mut card, ABORT, &[]), Err(0x6985));
    host.send(&mut card, BEGIN, &[]).unwrap();
    assert_eq!(host.send(&mut card, BEGIN, &[]), Err(0x6985));
    for header in [[0x46, 0x01, 0x01], [0x54, 0x01, 0x00]] {
        assert_eq!(host.send(&mut card, header, &[]), Err(0x6985));
    }
    let before = left(&mut host, &mut card);
    host.put(&mut card, 0xc1, None, &[1; 1000]).unwrap();
    assert!(left(&mut host, &mut card) < before);
    host.send(&mut card, ABORT, &[]).unwrap();
    assert_eq!(left(&mut host, &mut card), before);
    assert_eq!(host.get(&mut card, 0xc1), Err(0x6a88));
    // A wrong PIN drops it, too, and so does logging out.
    for end in [[0x20, 0x00, 0x81], [0x20, 0xff, 0x81]] {
        host.verify(&mut card).unwrap();
        host.send(&mut card, BEGIN, &[]).unwrap();
        host.put(&mut card, 0xc1, None, &[1; 1000]).unwrap();
        if end[1] == 0 {
            assert!(host.send_pin(&mut card, end, &[&WRONG]).is_err());
        } else {
            host.send(&mut card, end, &[]).unwrap();
        }
        assert_eq!(host.send(&mut card, COMMIT, &[]), Err(0x6985));
        assert_eq!(left(&mut host, &mut card), before);
    }
}

#[test]
fn hc_35_sixteen_changes_and_sixty_four_objects_are_the_most() {
    let (mut card, mut host) = open(80);
    for start in [0, 16, 32, 48] {
        host.send(&mut card, BEGIN, &[]).unwrap();
        for tag in start..start + 16 {
            host.put(&mut card, tag_of(tag), None, &[tag]).unwrap();
        }
        let more = host.put(&mut card, 0x41, None, &[]);
        assert_eq!(more, Err(0x6a84));
        host.send(&mut card, COMMIT, &[]).unwrap();
    }
    assert_eq!(host.put(&mut card, 0x41, None, &[]), Err(0x6a84));
    assert_eq!(host.status(&mut card)[22..24], [64, 64]);
    // One is deleted in the transaction that brings another.
    host.send(&mut card, BEGIN, &[]).unwrap();
    host.delete(&mut card, tag_of(5)).unwrap();
    host.put(&mut card, 0x41, None, &[1]).unwrap();
    host.send(&mut card, COMMIT, &[]).unwrap();
    assert_eq!(host.get(&mut card, 0x41), Ok(vec![1]));
    let list = host.send(&mut card, GET, &[0x5c, 0x00]).unwrap();
    assert_eq!(list.len(), 64 * 8);
}

/// Sixty-four tags of one byte.
fn tag_of(number: u8) -> u8 {
    let number = number + 1;
    if number < 31 {
        0x80 | number
    } else {
        0xc0 + (number - 31) % 31 + 0x20 * u8::from(number > 61)
    }
}

#[test]
fn hc_36_room_is_free_again_after_the_commit() {
    let (mut card, mut host) = open(10);
    let all = left(&mut host, &mut card);
    assert_eq!(all, 2540);
    host.put(&mut card, 0xc1, None, &[1; 1270]).unwrap();
    assert_eq!(left(&mut host, &mut card), 1270);
    assert_eq!(host.put(&mut card, 0xc2, None, &[1; 1271]), Err(0x6a84));
    for round in 0..20 {
        host.put(&mut card, 0xc1, None, &[round; 1270]).unwrap();
        assert_eq!(left(&mut host, &mut card), 1270);
    }
    host.delete(&mut card, 0xc1).unwrap();
    assert_eq!(left(&mut host, &mut card), all);
    // A refusal changes nothing, and the transaction goes on.
    host.send(&mut card, BEGIN, &[]).unwrap();
    host.put(&mut card, 0xc1, None, &[1; 2000]).unwrap();
    assert_eq!(host.append(&mut card, 0xc1, 2000, &[2; 600]), Err(0x6a84));
    host.append(&mut card, 0xc1, 2000, &[2; 540]).unwrap();
    host.send(&mut card, COMMIT, &[]).unwrap();
    assert_eq!(host.get(&mut card, 0xc1).unwrap().len(), 2540);
}

#[test]
fn hc_36_an_object_may_have_all_the_room_there_is() {
    let (mut card, mut host) = open(4096 + 7);
    let all = left(&mut host, &mut card);
    assert_eq!(all, 4096 * 254);
    let bytes: Vec<u8> = (0..all)
        .map(|n| n.to_le_bytes()[1] ^ n.to_le_bytes()[0])
        .collect();
    host.put_long(&mut card, 0xc1, &bytes).unwrap();
    assert_eq!(left(&mut host, &mut card), 0);
    assert_eq!(host.put(&mut card, 0xc2, None, &[1]), Err(0x6a84));
    assert!(host.put(&mut card, 0xc2, None, &[]).is_ok());
    card.reset();
    let mut host = Host::open(&mut card);
    host.verify(&mut card).unwrap();
    assert_eq!(host.get(&mut card, 0xc1), Ok(bytes));
}

#[test]
fn hc_37_long_objects_cost_few_bytes_more_than_they_have() {
    const LENGTH: usize = 32 * 1024;
    let (mut card, mut host) = open(300);
    let bytes: Vec<u8> = (0..LENGTH).map(|n| n.to_le_bytes()[1]).collect();
    for (lengths, most_written, most_read) in
        [(Lengths::Extended, 105, 105), (Lengths::Short, 115, 110)]
    {
        host.lengths = lengths;
        host.traffic = Traffic::default();
        host.put_long(&mut card, 0xc1, &bytes).unwrap();
        let written = host.traffic;
        host.traffic = Traffic::default();
        assert_eq!(host.get(&mut card, 0xc1).as_ref(), Ok(&bytes));
        let read = host.traffic;
        println!("{lengths:?}: written with {written:?}, read with {read:?}");
        assert!(written.bytes * 100 <= LENGTH * most_written, "{written:?}");
        assert!(read.bytes * 100 <= LENGTH * most_read, "{read:?}");
    }
}

#[test]
fn hc_38_a_damaged_object_is_not_read_and_the_others_are() {
    let flash = personalised(32);
    let mut first = card(&flash);
    let mut host = Host::open(&mut first);
    host.verify(&mut first).unwrap();
    host.put(&mut first, 0xc1, None, &[0x77; 600]).unwrap();
    host.put(&mut first, 0xc2, None, &[0x66; 600]).unwrap();
    let at = flash
        .bytes()
        .iter()
        .rposition(|byte| *byte == 0x77)
        .unwrap();
    flash.flip(at);
    let mut second = card(&flash);
    let mut host = Host::open(&mut second);
    host.verify(&mut second).unwrap();
    assert_eq!(host.get(&mut second, 0xc1), Err(0x6581));
    assert_eq!(host.get(&mut second, 0xc2), Ok(vec![0x66; 600]));
    host.put(&mut second, 0xc1, None, &[1; 600]).unwrap();
    assert_eq!(host.get(&mut second, 0xc1), Ok(vec![1; 600]));
}

#[test]
fn hc_50_the_generation_grows_by_one_and_never_falls() {
    let (mut card, mut host) = open(32);
    let mut last = host.generation(&mut card);
    let mut grew = |host: &mut Host, card: &mut Card, by| {
        let now = host.generation(card);
        assert_eq!(now, last + by);
        last = now;
    };
    host.put(&mut card, 0xc1, None, &[1]).unwrap();
    grew(&mut host, &mut card, 1);
    host.send(&mut card, [0x54, 0x01, 0x00], &[]).unwrap();
    grew(&mut host, &mut card, 1);
    host.send(&mut card, [0x46, 0x01, 0x01], &[]).unwrap();
    grew(&mut host, &mut card, 1);
    host.send(&mut card, [0x48, 0x00, 0x01], &[]).unwrap();
    grew(&mut host, &mut card, 1);
    host.verify(&mut card).unwrap();
    grew(&mut host, &mut card, 0);
    host.verify_puk(&mut card).unwrap();
    host.send(&mut card, [0x58, 0x00, 0x00], &[]).unwrap();
    let mut host = Host::open(&mut card);
    host.personalise(&mut card).unwrap();
    grew(&mut host, &mut card, 2);
    let mut other = Host::open(&mut card);
    assert_eq!(other.send(&mut card, [0x54, 0x01, 0x00], &[]), Err(0x6982));
}

#[test]
fn put_data_is_written_as_the_document_says() {
    assert_eq!(
        put(0xc1, 0, None, &[7]),
        [0x5c, 1, 0xc1, 0x53, 0x82, 0, 1, 7]
    );
}
