use super::*;
use crate::card::Channel;
use crate::card::testing::stone::Stone;
use crate::card::testing::{FakeCard, FakeReaders};
use crate::card::watch::testing::{FakeLookout, seen};
use crate::error::Failure;
use crate::locks::Locks;
use crate::prompt::Question;
use crate::prompt::testing::FakePrompt;
use hailstone_core::card::CardError;
use hailstone_core::secret::SecretBytes;
use std::io;

#[derive(Clone, Default)]
struct Pipe(Arc<Mutex<Vec<u8>>>);

impl Write for Pipe {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Pipe {
    fn messages(&self) -> Vec<String> {
        let bytes = self.0.lock().unwrap().clone();
        let mut input = bytes.as_slice();
        std::iter::from_fn(|| framing::read(&mut input).unwrap())
            .map(|message| String::from_utf8(message).unwrap())
            .collect()
    }
}

fn frames(messages: &[&str]) -> Vec<u8> {
    let mut input = Vec::new();
    for message in messages {
        framing::write(&mut input, message.as_bytes()).unwrap();
    }
    input
}

fn host() -> Host<FakeReaders, FakePrompt> {
    Host::new(
        FakeReaders::new([FakeCard::default()]),
        FakePrompt::answering(["271828"]),
    )
}

fn desk() -> StoreDesk {
    StoreDesk::new("/nowhere/vault.db".into(), Locks::at("/nowhere".into()))
}

fn no_watch() -> WatchDesk {
    WatchDesk::new(|| FakeLookout::new().1)
}

/// Gives its bytes, then waits before it ends.
struct Slow<'a>(&'a [u8], Duration);

impl Read for Slow<'_> {
    fn read(&mut self, place: &mut [u8]) -> io::Result<usize> {
        if self.0.is_empty() {
            thread::sleep(self.1);
        }
        self.0.read(place)
    }
}

const HELLO: &str = r#"{"id":1,"request":{"type":"hello","protocol":7}}"#;
const LIST: &str = r#"{"id":2,"request":{"type":"list-cards"}}"#;

#[test]
fn messages_are_answered_in_their_order() {
    let output = Pipe::default();
    let input = frames(&[HELLO, "nonsense", LIST]);
    let input = Slow(&input, Duration::from_millis(300));
    let outcome = serve(
        input,
        output.clone(),
        Ok(()),
        host(),
        desk(),
        no_watch(),
        &Leash::default(),
    );
    assert_eq!(outcome, Ok(()));
    let answers = output.messages();
    assert_eq!(answers.len(), 3, "{answers:?}");
    assert!(answers[0].contains("hello"));
    assert!(answers[1].starts_with(r#"{"id":0,"error":{"code":"bridge.message_invalid""#));
    assert!(answers[2].contains("000F:A1B2C3D4"));
}

#[test]
fn a_refused_caller_is_told_so_and_gets_nothing_else() {
    let output = Pipe::default();
    let input = frames(&[LIST, LIST]);
    let refused = Err(BridgeError::CallerRefused);
    let outcome = serve(
        &input[..],
        output.clone(),
        refused,
        host(),
        desk(),
        no_watch(),
        &Leash::default(),
    );
    assert_eq!(outcome, refused);
    assert_eq!(
        output.messages(),
        [r#"{"id":2,"error":{"code":"bridge.caller_refused","class":"person","triesLeft":null}}"#]
    );
}

#[test]
fn a_watch_tells_at_once_and_goes_on_until_the_browser_leaves() {
    const WATCH: &str = r#"{"id":7,"request":{"type":"card-watch"}}"#;
    let output = Pipe::default();
    let (hand, lookout) = FakeLookout::new();
    let mut lookout = Some(lookout);
    let watch = WatchDesk::new(move || lookout.take().unwrap());
    for has_card in [true, false] {
        hand.send(Ok(vec![seen("A", has_card, 1)])).unwrap();
    }
    // Before the version is met it is refused as everything is.
    let input = frames(&[WATCH, HELLO, WATCH, LIST]);
    let input = Slow(&input, Duration::from_millis(300));
    let leash = Leash::default();
    let outcome = serve(input, output.clone(), Ok(()), host(), desk(), watch, &leash);
    assert_eq!(outcome, Ok(()));
    let answers = output.messages();
    assert!(answers[0].contains("bridge.version"), "{answers:?}");
    let events: Vec<_> = answers.iter().filter(|one| one.contains("event")).collect();
    assert_eq!(
        events,
        [true, false].map(|has| format!(
            r#"{{"id":7,"event":{{"type":"card-readers","readers":[{{"reader":"A","hasCard":{has}}}]}}}}"#
        )).iter().collect::<Vec<_>>()
    );
    assert!(answers.iter().any(|one| one.contains("000F:A1B2C3D4")));
    // Soon nobody looks any more: what there is to be seen is not taken.
    let deadline = Instant::now() + Duration::from_secs(10);
    while hand.send(Ok(vec![])).is_ok() {
        assert!(Instant::now() < deadline, "somebody still looks");
        thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn a_frame_that_is_too_long_or_cut_off_ends_the_conversation() {
    let output = Pipe::default();
    let long = u32::MAX.to_ne_bytes();
    let outcome = serve(
        &long[..],
        output.clone(),
        Ok(()),
        host(),
        desk(),
        no_watch(),
        &Leash::default(),
    );
    assert_eq!(outcome, Err(BridgeError::MessageInvalid));
    assert!(output.messages()[0].contains("bridge.message_invalid"));
    let output = Pipe::default();
    let cut = &frames(&[HELLO])[..10];
    let outcome = serve(
        cut,
        output.clone(),
        Ok(()),
        host(),
        desk(),
        no_watch(),
        &Leash::default(),
    );
    assert_eq!(outcome, Err(BridgeError::MessageInvalid));
    assert!(output.messages().is_empty());
}

/// A prompt that waits until it is called off.
struct Waiting(Leash);

impl Prompt for Waiting {
    fn ask(&mut self, _: &Question) -> Result<SecretBytes, Failure> {
        while !self.0.called_off() {
            thread::sleep(Duration::from_millis(5));
        }
        Err(CardError::PinCancelled.into())
    }
}

#[test]
fn when_the_browser_leaves_the_prompt_goes_and_the_queue_is_not_begun() {
    let agree = r#"{"id":3,"request":{"type":"agree","card":"openpgp:000F:A1B2C3D4","point":"CQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQk","language":"en"}}"#;
    let output = Pipe::default();
    let leash = Leash::default();
    let host = Host::new(
        FakeReaders::new([FakeCard::default()]),
        Waiting(leash.clone()),
    );
    let mut messages = vec![HELLO, agree, LIST];
    // One is worked on, sixteen wait, the rest is refused at once.
    messages.extend([HELLO; QUEUE + 1]);
    let input = frames(&messages);
    let input = Slow(&input, Duration::from_millis(300));
    let started = Instant::now();
    assert_eq!(
        serve(
            input,
            output.clone(),
            Ok(()),
            host,
            desk(),
            no_watch(),
            &leash
        ),
        Ok(())
    );
    assert!(started.elapsed() < FAREWELL);
    let answers = output.messages();
    assert!(answers.iter().any(|answer| answer.contains("pin-wanted")));
    assert!(answers.iter().any(|answer| answer.contains("bridge.busy")));
    assert!(answers.last().unwrap().contains("card.pin_cancelled"));
    assert!(
        !answers.iter().any(|answer| answer.contains("cards")),
        "{answers:?}"
    );
}

#[test]
fn a_channel_that_lies_idle_is_over_and_the_card_is_free_again() {
    let (stone, known, card) = Stone::in_use();
    let channel = Channel::open(&mut stone.clone(), &known, &card).unwrap();
    let before = stone.resets();
    let mut host = host().with_channel(channel.idle());
    let (queue, waiting) = mpsc::sync_channel::<Vec<u8>>(1);
    queue.send(LIST.into()).unwrap();
    assert_eq!(next(&mut host, &waiting), Some(LIST.into()));
    assert_eq!(stone.resets(), before, "what waited comes first");
    let late = thread::spawn(move || {
        thread::sleep(Duration::from_millis(100));
        queue.send(HELLO.into()).unwrap();
    });
    assert_eq!(next(&mut host, &waiting), Some(HELLO.into()));
    assert_eq!(stone.resets(), before + 1);
    assert!(host.held_until().is_none());
    late.join().unwrap();
}
