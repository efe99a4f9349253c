//! The vault's file through the host, as a browser uses it: the real process, its frames, and several of them at once.

use crate::desk::{Desk, code, text};
use base64ct::{Base64UrlUnpadded, Encoding};
use hailstone_bridge::host::caller::CHROMIUM_ID;
use hailstone_bridge::host::framing;
use hailstone_core::id::PageId;
use hailstone_core::testkit::{run, store_conformance};
use hailstone_core::vault::{Changes, Store, StoreError};
use hailstone_core::wire::{LARGEST_WRITE, PAGES, PART, PROTOCOL};
use serde_json::{Value, json};
use std::cell::{Cell, RefCell};
use std::fs;
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::rc::Rc;
use std::thread;

/// A browser with the host that it has started.
struct Browser {
    child: Child,
    input: ChildStdin,
    output: ChildStdout,
    last: u64,
}

impl Browser {
    fn start(home: &Path) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_hailstone"))
            .arg(format!("chrome-extension://{CHROMIUM_ID}/"))
            .env("HOME", home)
            .env("XDG_RUNTIME_DIR", home.join("run"))
            .env("PCSCLITE_CSOCK_NAME", home.join("no-pcscd"))
            .env_remove("XDG_DATA_HOME")
            .env_remove("XDG_CONFIG_HOME")
            .env_remove("XDG_STATE_HOME")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let input = child.stdin.take().unwrap();
        let output = child.stdout.take().unwrap();
        let mut browser = Self {
            child,
            input,
            output,
            last: 0,
        };
        let hello = browser.ask(&json!({"type": "hello", "protocol": PROTOCOL}));
        assert_eq!(hello["response"]["protocol"], PROTOCOL);
        browser
    }

    fn send(&mut self, request: &Value) -> u64 {
        self.last += 1;
        let message = json!({"id": self.last, "request": request}).to_string();
        framing::write(&mut self.input, message.as_bytes()).unwrap();
        self.last
    }

    fn hear(&mut self) -> Value {
        let message = framing::read(&mut self.output).unwrap().unwrap();
        serde_json::from_slice(&message).unwrap()
    }

    /// The last answer, with the bytes of the events before it as `parts`.
    fn ask(&mut self, request: &Value) -> Value {
        let id = self.send(request);
        let mut parts = Vec::new();
        loop {
            let mut answer = self.hear();
            assert_eq!(answer["id"], id, "{answer}");
            match answer["event"]["bytes"].as_str() {
                Some(bytes) => parts.extend(decoded(bytes)),
                None => {
                    answer["parts"] = encoded(&parts).into();
                    return answer;
                }
            }
        }
    }

    fn watch(&mut self, seen: Option<u64>) -> Value {
        self.send(&json!({"type": "store-watch", "seen": seen}));
        self.hear()
    }

    fn header(&mut self) -> Value {
        self.ask(&json!({"type": "store-header"}))["response"]["header"].clone()
    }

    fn apply(&mut self, changes: &Changes) -> Result<(), String> {
        let bytes = changes.write().unwrap();
        let mut at = 0;
        while bytes.len() - at > PART {
            let part = encoded(&bytes[at..at + PART]);
            fault(&self.ask(&json!({"type": "store-part", "at": at, "bytes": part})))?;
            at += PART;
        }
        let part = encoded(&bytes[at..]);
        fault(&self.ask(&json!({"type": "store-apply", "at": at, "bytes": part})))
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

fn encoded(bytes: &[u8]) -> String {
    Base64UrlUnpadded::encode_string(bytes)
}

fn decoded(text: &str) -> Vec<u8> {
    Base64UrlUnpadded::decode_vec(text).unwrap()
}

fn fault(answer: &Value) -> Result<(), String> {
    match answer["error"]["code"].as_str() {
        Some(code) => Err(code.into()),
        None => Ok(()),
    }
}

/// A browser as a store.
#[derive(Clone)]
struct Line(Rc<RefCell<Browser>>);

impl Line {
    fn start(home: &Path) -> Self {
        Self(Rc::new(RefCell::new(Browser::start(home))))
    }
}

impl Store for Line {
    async fn header(&self) -> Result<Option<Vec<u8>>, StoreError> {
        let header = self.0.borrow_mut().header();
        Ok(header.as_str().map(decoded))
    }

    async fn read(&self, pages: &[PageId]) -> Result<Vec<Option<Vec<u8>>>, StoreError> {
        let numbers: Vec<u32> = pages.iter().map(|page| page.number()).collect();
        let read = json!({"type": "store-read", "pages": numbers});
        let answer = self.0.borrow_mut().ask(&read);
        let mut left = decoded(answer["parts"].as_str().unwrap());
        let lengths = answer["response"]["lengths"].as_array().unwrap();
        let pages = lengths.iter().map(|length| {
            let rest = left.split_off(usize::try_from(length.as_u64()?).unwrap());
            Some(std::mem::replace(&mut left, rest))
        });
        Ok(pages.collect())
    }

    async fn apply(&self, changes: &Changes) -> Result<(), StoreError> {
        let outcome = self.0.borrow_mut().apply(changes);
        outcome.map_err(|code| {
            assert_eq!(code, "store.conflict");
            StoreError::Conflict
        })
    }
}

#[test]
fn the_file_behind_the_host_keeps_every_rule_of_a_store() {
    let folder = tempfile::tempdir().unwrap();
    let count = Cell::new(0);
    let home = || {
        let home = folder.path().join(count.get().to_string());
        fs::create_dir_all(&home).unwrap();
        home
    };
    let held = run(store_conformance(
        async || {
            count.set(count.get() + 1);
            Line::start(&home())
        },
        async |store| {
            drop(store);
            Line::start(&home())
        },
        async |_| Line::start(&home()),
    ));
    assert_eq!(held.map(|rules| rules.len()), Ok(10));
}

fn change(base: Option<u64>, number: u8) -> Changes {
    let put = vec![(PageId::from_number(1), vec![number; 50_000])];
    Changes::for_test(base, number.into(), &[number], put, vec![])
}

#[test]
fn what_asks_for_too_much_or_makes_no_sense_is_refused_and_writes_nothing() {
    let desk = Desk::new();
    let mut browser = Browser::start(desk.home.path());
    let part = |kind: &str, at: usize, bytes: &[u8]| json!({"type": kind, "at": at, "bytes": encoded(bytes)});
    let whole = change(None, 1).write().unwrap();
    let cases = [
        (
            json!({"type": "store-read", "pages": vec![1; PAGES + 1]}),
            "bridge.too_large",
        ),
        (
            part("store-part", 0, &vec![0; PART + 1]),
            "bridge.message_invalid",
        ),
        // Not where the last part ended.
        (part("store-apply", 7, &whole), "bridge.message_invalid"),
        (
            part("store-apply", LARGEST_WRITE, &whole),
            "bridge.message_invalid",
        ),
        (
            part("store-apply", 0, &whole[1..]),
            "bridge.message_invalid",
        ),
        (
            part("store-apply", 0, &change(Some(1), 2).write().unwrap()),
            "store.conflict",
        ),
    ];
    for (request, code) in cases {
        assert_eq!(fault(&browser.ask(&request)), Err(code.into()));
    }
    assert_eq!(browser.header(), Value::Null);
    assert!(!desk.vault().exists());
    browser.apply(&change(None, 1)).unwrap();
    assert_eq!(browser.header(), "AQ");
}

#[test]
fn before_the_versions_are_met_nothing_is_said_of_the_vault() {
    let desk = Desk::new();
    let mut browser = Browser::start(desk.home.path());
    assert_eq!(
        fault(&browser.ask(&json!({"type": "hello", "protocol": 1}))),
        Err("bridge.version".into())
    );
    assert_eq!(
        fault(&browser.ask(&json!({"type": "store-header"}))),
        Err("bridge.version".into())
    );
}

#[test]
fn a_watch_tells_what_others_wrote_and_holds_up_nothing() {
    let desk = Desk::new();
    let mut one = Browser::start(desk.home.path());
    let mut other = Browser::start(desk.home.path());
    for browser in [&mut one, &mut other] {
        assert_eq!(
            browser.watch(None)["event"],
            json!({"type": "store-watching", "locks": 0})
        );
    }
    // The vault is made by one; the other hears of it, and of nothing else.
    one.apply(&change(None, 1)).unwrap();
    assert_eq!(
        other.hear()["event"],
        json!({"type": "store-changed", "revision": 1})
    );
    other.apply(&change(Some(1), 2)).unwrap();
    assert_eq!(
        one.hear()["event"],
        json!({"type": "store-changed", "revision": 2})
    );
    // The watch is open, and cards and store are answered; no card work waits for it.
    assert_eq!(
        fault(&one.ask(&json!({"type": "list-cards"}))),
        Err("card.service_absent".into())
    );
    assert_eq!(one.header(), "Ag");
    // A file put in the place of the vault's is noticed, too.
    for end in ["", "-wal", "-shm"] {
        drop(fs::remove_file(format!("{}{end}", desk.vault().display())));
    }
    for browser in [&mut one, &mut other] {
        assert_eq!(
            browser.hear()["event"],
            json!({"type": "store-changed", "revision": null})
        );
        assert_eq!(browser.header(), Value::Null);
    }
}

#[test]
fn every_browser_is_told_to_lock_and_says_when_it_has() {
    let desk = Desk::new();
    let none = desk.run(&["lock"], "");
    assert_eq!(
        text(&none.stdout),
        "Locked. No browser was using the vault's file.\n"
    );
    let browsers = [0, 1].map(|_| Browser::start(desk.home.path()));
    let listening = browsers.map(|mut browser| {
        assert_eq!(browser.watch(Some(1))["event"]["type"], "store-watching");
        thread::spawn(move || {
            assert_eq!(
                browser.hear()["event"],
                json!({"type": "store-lock", "locks": 2})
            );
            assert_eq!(
                fault(&browser.ask(&json!({"type": "store-locked"}))),
                Ok(())
            );
            browser
        })
    });
    let both = desk.run(&["lock"], "");
    assert_eq!(code(&both), "");
    assert_eq!(text(&both.stdout), "Locked in 2 browsers.\n");
    drop(listening.map(|browser| browser.join().unwrap()));

    // A host that was not there at the time of the call tells it all the same, to a browser that has not heard it yet.
    let mut late = Browser::start(desk.home.path());
    late.watch(Some(1));
    assert_eq!(
        late.hear()["event"],
        json!({"type": "store-lock", "locks": 2})
    );
    // This one does not say that it has locked.
    let silent = desk.run(&["lock"], "");
    assert_eq!(code(&silent), "tool.lock_silent");
}
