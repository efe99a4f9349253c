//! The watch over the readers, in front of a real `pcscd`.

use super::bench::Bench;
use super::host::{Host, OURS};
use serde_json::{Value, json};
use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Stdio;
use std::thread;
use std::time::{Duration, Instant};

/// What the next event says: whether a card is in the one reader, `None` where the service is absent.
fn next(host: &mut Host) -> Option<bool> {
    let event = host.receive()["event"].clone();
    if event["type"] == "card-service-absent" {
        return None;
    }
    assert_eq!(event["type"], "card-readers", "{event}");
    let readers = event["readers"].as_array().unwrap();
    let has_card = |reader: &Value| reader["hasCard"].as_bool().unwrap();
    Some(readers.iter().any(has_card))
}

#[test]
fn insertion_and_removal_are_told_as_they_happen() {
    let mut bench = Bench::new();
    let mut host = bench.host(OURS, "271828").met();
    host.send(json!({"type": "card-watch"}));
    assert_eq!(next(&mut host), Some(true));
    for has_card in [false, true, false] {
        let started = Instant::now();
        bench.tell(if has_card { "insert 0" } else { "remove 0" });
        assert_eq!(next(&mut host), Some(has_card));
        assert!(started.elapsed() < Duration::from_secs(5));
        eprintln!("told after {:?}", started.elapsed());
    }
    assert!(host.leave() < Duration::from_secs(2));
}

#[test]
fn a_watch_leaves_the_card_to_others_and_says_nothing_of_what_they_do() {
    let mut bench = Bench::with_key();
    let mut host = bench.host(OURS, "271828").met();
    host.send(json!({"type": "card-watch"}));
    assert_eq!(next(&mut host), Some(true));
    // Opens the card exclusively, and resets it.
    assert!(bench.run(&["card", "info"]).status.success());
    assert!(bench.run(&["card", "list"]).status.success());
    bench.tell("remove 0");
    assert_eq!(next(&mut host), Some(false));
}

#[test]
fn a_service_that_stops_is_said_to_be_absent_and_the_watch_goes_on_with_the_next_one() {
    let first = Bench::new();
    let second = Bench::new();
    let folder = tempfile::tempdir().unwrap();
    let socket = folder.path().join("s");
    let point_at = |bench: &Bench| {
        drop(fs::remove_file(&socket));
        symlink(Path::new(bench.socket()), &socket).unwrap();
    };
    point_at(&first);
    let mut child = first
        .command()
        .arg(OURS)
        .env("PCSCLITE_CSOCK_NAME", &socket)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut host = Host {
        input: child.stdin.take(),
        output: child.stdout.take().unwrap(),
        child,
    }
    .met();
    host.send(json!({"type": "card-watch"}));
    assert_eq!(next(&mut host), Some(true));
    drop(first);
    // A reader may go before its service does.
    while next(&mut host).is_some() {}
    let before = ticks(&host);
    thread::sleep(Duration::from_secs(3));
    let used = ticks(&host) - before;
    assert!(used < 30, "{used} ticks in three seconds without a service");
    point_at(&second);
    while next(&mut host) != Some(true) {}
    assert!(host.leave() < Duration::from_secs(2));
}

/// The time on a processor that the host has used, in hundredths of a second (proc(5): fields 14 and 15 of `stat`).
fn ticks(host: &Host) -> u64 {
    let Ok(stat) = fs::read_to_string(format!("/proc/{}/stat", host.child.id())) else {
        return 0;
    };
    let (_, fields) = stat.rsplit_once(')').unwrap();
    let fields = fields.split_whitespace().skip(11).take(2);
    fields.map(|field| field.parse::<u64>().unwrap()).sum()
}
