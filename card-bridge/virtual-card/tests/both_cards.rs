//! A stack whose readers hold different cards: each has its own applications, and our own is the same card after it was taken out.
//!
//! One test, for a client finds its `pcscd` by an environment variable, and this process has one environment.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    missing_docs,
    reason = "a test says no by panicking, in its helpers too"
)]

mod person;

use std::{ffi::CStr, time::Duration};

use hailstone_core::card::{CardError, openpgp};
use hailstone_virtual_card::{
    card::App,
    stack::{CSOCK_NAME, Stack, StackOptions},
};
use pcsc::{Card, Context, Disposition, Protocols, ReaderState, Scope, ShareMode, State};
use person::carry::{Outcome, key, personalise, run, verify};

fn wait_for(context: &Context, reader: &CStr, wanted: State) {
    let mut states = [ReaderState::new(reader, State::UNAWARE)];
    while !states[0].event_state().contains(wanted) {
        states[0].sync_current_state();
        context
            .get_status_change(Duration::from_secs(5), &mut states)
            .unwrap();
    }
}

fn connect(context: &Context, reader: &CStr) -> Card {
    wait_for(context, reader, State::PRESENT);
    context
        .connect(reader, ShareMode::Exclusive, Protocols::ANY)
        .unwrap()
}

fn transmit(card: &Card, command: &[u8]) -> Outcome<Vec<u8>> {
    let mut buffer = [0; 8192];
    let answer = card.transmit(command, &mut buffer);
    answer.map(<[u8]>::to_vec).map_err(|_| CardError::Removed)
}

#[test]
fn each_reader_has_the_card_that_was_asked_for() {
    let mut options = StackOptions::with_apps(&[App::Nitrokey, App::Hailstone]);
    options.program = Some(env!("CARGO_BIN_EXE_hailstone-virtual-card").into());
    let mut stack = Stack::start(options).unwrap();
    #[expect(
        unsafe_code,
        reason = "the client library reads its socket's name from here only"
    )]
    // SAFETY: the only test of this executable; the threads of the stack read no environment.
    unsafe {
        std::env::set_var(CSOCK_NAME, stack.socket());
    }
    let context = Context::establish(Scope::User).unwrap();
    let readers = context.list_readers_owned().unwrap();

    let card = connect(&context, &readers[0]);
    let mut carry = |command: &[u8]| transmit(&card, command);
    assert!(run(&mut carry, openpgp::open()).is_ok());
    assert_eq!(key(&mut carry), Err(CardError::ApplicationAbsent));

    let card = connect(&context, &readers[1]);
    let mut carry = |command: &[u8]| transmit(&card, command);
    let absent = run(&mut carry, openpgp::open()).err();
    assert_eq!(absent, Some(CardError::ApplicationAbsent));
    let owned = key(&mut carry).unwrap();
    personalise(&mut carry, &owned).unwrap();
    let channel = verify(&mut carry, &owned).unwrap();

    stack.remove(1).unwrap();
    let outcome = run(&mut carry, channel.refresh());
    assert_eq!(outcome.err(), Some(CardError::Removed));
    // pcscd 1.9.9 calls a reader empty as soon as a reset fails, and then does not notice a card that is put in before it has looked.
    let _ = card.disconnect(Disposition::LeaveCard);
    wait_for(&context, &readers[1], State::EMPTY);
    stack.insert(1).unwrap();
    let card = connect(&context, &readers[1]);
    let mut carry = |command: &[u8]| transmit(&card, command);
    assert!(
        verify(&mut carry, &owned).is_ok(),
        "the same card came back"
    );
}
