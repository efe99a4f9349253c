//! The card program, killed and started again: a Hailstone card with a state is the card it was.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    missing_docs,
    reason = "a test says no by panicking, in its helpers too"
)]

mod person;

use std::{
    fs,
    io::{Read as _, Write as _},
    net::{Ipv4Addr, TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{Child, Command},
};

use hailstone_core::card::{CardError, hailstone::Rules};
use hailstone_virtual_card::card::{App, Options, with_card};
use person::carry::{Carry, Outcome, connect, key, personalise, run, show, verify};
use person::{OTHER_PIN, PIN};

/// What vpcd says before it takes an answer.
const POWER_ON: u8 = 1;

/// The card program, and this test as its reader.
struct Program {
    child: Child,
    wire: TcpStream,
}

impl Program {
    fn start(app: App, state: &Path) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = listener.local_addr().unwrap().port().to_string();
        let child = Command::new(env!("CARGO_BIN_EXE_hailstone-virtual-card"))
            .args(["--app", app.name(), "--port", &port, "--state"])
            .arg(state)
            .stdout(std::process::Stdio::null())
            .spawn()
            .unwrap();
        let (wire, _) = listener.accept().unwrap();
        wire.set_nodelay(true).unwrap();
        let mut program = Self { child, wire };
        program.send(&[POWER_ON]).unwrap();
        program
    }

    fn send(&mut self, message: &[u8]) -> std::io::Result<()> {
        let length = u16::try_from(message.len()).unwrap().to_be_bytes();
        self.wire.write_all(&[&length[..], message].concat())
    }

    fn receive(&mut self) -> std::io::Result<Vec<u8>> {
        let mut length = [0; 2];
        self.wire.read_exact(&mut length)?;
        let mut answer = vec![0; usize::from(u16::from_be_bytes(length))];
        self.wire.read_exact(&mut answer)?;
        Ok(answer)
    }

    fn transmit(&mut self, command: &[u8]) -> Outcome<Vec<u8>> {
        self.send(command).map_err(|_| CardError::Removed)?;
        self.receive().map_err(|_| CardError::Removed)
    }

    /// SIGKILL.
    fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        self.kill();
    }
}

fn state(name: &str) -> PathBuf {
    let directory = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&directory);
    directory
}

const TAG: u32 = 0xdf21;
static OLD: [u8; 20_000] = [0xaa; 20_000];
static NEW: [u8; 15_000] = [0xbb; 15_000];

fn put(carry: &mut Carry<'_>, data: &[u8]) -> Outcome<()> {
    let key = key(carry)?;
    let channel = verify(carry, &key)?;
    run(carry, channel.put(TAG, Rules::PIN, data)).map(drop)
}

#[test]
fn a_card_that_is_killed_at_any_command_keeps_its_key_and_its_old_or_new_data() {
    killed_at_any_command(App::Hailstone, "killed");
}

#[test]
fn so_does_one_that_has_the_application_beside_others() {
    killed_at_any_command(App::Both, "killed-beside");
}

fn killed_at_any_command(app: App, name: &str) {
    let state = state(name);
    let mut program = Program::start(app, &state);
    let mut carry = |command: &[u8]| program.transmit(command);
    let owned = key(&mut carry).unwrap();
    personalise(&mut carry, &owned).unwrap();
    put(&mut carry, &OLD).unwrap();
    program.kill();
    let mut seen = [false; 2];
    for at in 0..=14 {
        let mut program = Program::start(app, &state);
        let mut sent = 0;
        let outcome = put(
            &mut |command| {
                sent += 1;
                if sent <= at {
                    return program.transmit(command);
                }
                // It is at work when it dies, or is done.
                let _ = program.send(command);
                program.kill();
                Err(CardError::Removed)
            },
            &NEW,
        );
        drop(program);
        let mut program = Program::start(app, &state);
        let mut carry = |command: &[u8]| program.transmit(command);
        let channel = verify(&mut carry, &owned).unwrap();
        let (_, found) = run(&mut carry, channel.get(TAG)).unwrap();
        let found = found.unwrap();
        let is_new = found.expose() == NEW;
        assert!(is_new || found.expose() == OLD, "killed at command {at}");
        assert!(
            is_new || outcome.is_err(),
            "what was said to be done is done"
        );
        seen[usize::from(is_new)] = true;
        put(&mut carry, &OLD).unwrap();
    }
    assert_eq!(seen, [true; 2], "old and new, both happen");
}

#[test]
fn a_card_with_a_state_counts_its_tries_over_all_its_lives() {
    let state = state("tries");
    let options = Options {
        app: App::Hailstone,
        state: Some(state.clone()),
        ..Options::default()
    };
    let owned = with_card(&options, |card| {
        let mut carry = |command: &[u8]| Ok(card.transmit(command));
        let key = key(&mut carry).unwrap();
        personalise(&mut carry, &key).unwrap();
        key
    })
    .unwrap();
    for left in [2, 1] {
        let error = with_card(&options, |card| {
            let mut carry = |command: &[u8]| Ok(card.transmit(command));
            let channel = connect(&mut carry, &owned).unwrap();
            show(&mut carry, &owned, channel, OTHER_PIN).err()
        });
        assert_eq!(
            error.unwrap(),
            Some(CardError::PinWrong { tries_left: left })
        );
    }
    with_card(&options, |card| {
        let mut carry = |command: &[u8]| Ok(card.transmit(command));
        let channel = connect(&mut carry, &owned).unwrap();
        assert_eq!(channel.status().pin_tries, (1, 3));
        show(&mut carry, &owned, channel, PIN).unwrap();
    })
    .unwrap();
    fs::write(state.join("hailstone.mem"), b"not a memory").unwrap();
    assert!(with_card(&options, |_| ()).is_err());
}

#[test]
fn cards_of_different_seeds_differ_and_of_equal_seeds_do_not() {
    let key = |seed| {
        let options = Options {
            app: App::Hailstone,
            seed,
            ..Options::default()
        };
        with_card(&options, |card| {
            key(&mut |command: &[u8]| Ok(card.transmit(command))).unwrap()
        })
        .unwrap()
    };
    assert_eq!(key(1), key(1));
    assert_ne!(key(1), key(2));
}
