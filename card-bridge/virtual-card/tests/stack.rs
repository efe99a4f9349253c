//! The cards through a real `pcscd`, as any client of PC/SC meets them.
//!
//! One test, for a client finds its `pcscd` by an environment variable, and this process has one environment.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test says no by panicking, in its helpers too"
)]

use std::{
    ffi::{CStr, CString},
    io::{BufRead as _, BufReader, Write as _},
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
    time::{Duration, Instant},
};

use hailstone_virtual_card::stack::PACKAGES;
use pcsc::{Card, Context, Disposition, Protocols, ReaderState, Scope, ShareMode, State};
use serde_json::{Value, json};
use x25519_dalek::{PublicKey, StaticSecret};

mod openpgp;
use openpgp::{SELECT, bytes, decipher, generate_x25519, private_tries, public_key, verify};

/// The `virtual-stack` program, driven by its lines.
struct Program {
    child: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
}

impl Program {
    fn start(cards: &str) -> (Self, Value) {
        let mut child = Command::new(env!("CARGO_BIN_EXE_virtual-stack"))
            .args(["--cards", cards, "--pins", "factory"])
            .args([
                "--card-program",
                env!("CARGO_BIN_EXE_hailstone-virtual-card"),
            ])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut program = Self {
            input: child.stdin.take(),
            output: BufReader::new(child.stdout.take().unwrap()),
            child,
        };
        let hello = program.line();
        (program, hello)
    }

    fn line(&mut self) -> Value {
        let mut line = String::new();
        self.output.read_line(&mut line).unwrap();
        serde_json::from_str(&line)
            .unwrap_or_else(|_| panic!("no stack (it says why, above). It needs: {PACKAGES}"))
    }

    fn tell(&mut self, command: &str) -> Value {
        writeln!(self.input.as_mut().unwrap(), "{command}").unwrap();
        self.line()
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        drop(self.input.take());
        self.child.wait().unwrap();
    }
}

fn readers(context: &Context) -> Vec<CString> {
    context.list_readers_owned().unwrap()
}

/// Waits until the reader reports what is expected of it, and says how long that took.
fn wait_for(context: &Context, reader: &CStr, wanted: State) -> Duration {
    let start = Instant::now();
    let mut states = [ReaderState::new(reader, State::UNAWARE)];
    loop {
        context
            .get_status_change(Duration::from_secs(5), &mut states)
            .unwrap();
        if states[0].event_state().contains(wanted) {
            return start.elapsed();
        }
        states[0].sync_current_state();
    }
}

fn connect(context: &Context, reader: &CStr) -> Card {
    wait_for(context, reader, State::PRESENT);
    context
        .connect(reader, ShareMode::Exclusive, Protocols::ANY)
        .unwrap()
}

fn transmit(card: &Card, apdu: &[u8]) -> Vec<u8> {
    let mut buffer = [0; 8192];
    card.transmit(apdu, &mut buffer).unwrap().to_vec()
}

#[test]
fn two_cards_in_a_stack_of_their_own() {
    let (mut program, hello) = Program::start("2");
    let socket = hello["PCSCLITE_CSOCK_NAME"].as_str().unwrap();
    #[expect(
        unsafe_code,
        reason = "the client library reads its socket's name from here only"
    )]
    // SAFETY: the only test of this executable, before any other thread of ours is started.
    unsafe {
        std::env::set_var("PCSCLITE_CSOCK_NAME", socket);
    }
    let context = Context::establish(Scope::User).unwrap();
    let readers = readers(&context);
    assert_eq!(readers.len(), 2, "{readers:?}");

    let host = StaticSecret::from([7; 32]);
    let mut keys = Vec::new();
    for reader in &readers {
        let card = connect(&context, reader);
        let mut send = |apdu: &[u8]| transmit(&card, apdu);
        assert_eq!(send(&bytes(SELECT)), [0x90, 0x00]);
        let related = send(&bytes("00CA006E00"));
        assert!(
            related.starts_with(&bytes("4F10D276000124010304")),
            "{related:02X?}"
        );
        let point = generate_x25519(&mut send);
        assert_eq!(verify(&mut send, 0x82, b"123456"), [0x90, 0x00]);
        let shared = send(&decipher(PublicKey::from(&host).as_bytes()));
        assert_eq!(
            shared[..32],
            *host.diffie_hellman(&PublicKey::from(point)).as_bytes()
        );
        keys.push(point);
        card.disconnect(Disposition::ResetCard)
            .map_err(|(_, e)| e)
            .unwrap();
    }
    assert_ne!(keys[0], keys[1]);

    let card = connect(&context, &readers[0]);
    let mut send = |apdu: &[u8]| transmit(&card, apdu);
    send(&bytes(SELECT));
    assert_eq!(
        send(&decipher(PublicKey::from(&host).as_bytes())),
        [0x69, 0x82],
        "the reset at the end of the last session took the PIN with it"
    );
    assert_eq!(verify(&mut send, 0x82, b"654321"), [0x63, 0xC2]);
    assert_eq!(private_tries(&mut send), 2);

    // The median, so that a busy machine does not look like a forgotten option, which costs 40 ms each time.
    let mut times: Vec<Duration> = std::iter::repeat_with(|| {
        let start = Instant::now();
        private_tries(&mut send);
        start.elapsed()
    })
    .take(50)
    .collect();
    times.sort();
    let each = times[25];
    assert!(
        each < Duration::from_millis(20),
        "{each:?} an APDU: is TCP_QUICKACK set?"
    );
    drop(card);

    assert_eq!(program.tell("remove 0"), json!({ "ok": true }));
    let removal = wait_for(&context, &readers[0], State::EMPTY);
    wait_for(&context, &readers[1], State::PRESENT);
    assert_eq!(program.tell("insert 0"), json!({ "ok": true }));
    let insertion = wait_for(&context, &readers[0], State::PRESENT);
    println!("an APDU {each:?}, removal {removal:?}, insertion {insertion:?}");

    let card = connect(&context, &readers[0]);
    let mut send = |apdu: &[u8]| transmit(&card, apdu);
    send(&bytes(SELECT));
    assert_eq!(public_key(&mut send), keys[0], "the same card came back");
    assert_eq!(private_tries(&mut send), 2);
    drop(card);

    assert_eq!(program.tell("insert 7")["ok"], json!(false));
    assert_eq!(program.tell("dance 0")["ok"], json!(false));

    let log = hello["log"].as_str().unwrap().to_owned();
    assert!(std::fs::read_to_string(&log).unwrap().contains("pcscd"));
    drop(program);
    assert!(!std::path::Path::new(&log).exists(), "nothing is left");
}
