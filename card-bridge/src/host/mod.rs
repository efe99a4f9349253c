//! The native messaging host: what a browser starts, and what ends with it. Standard output carries frames and nothing else.

pub mod caller;
pub mod desk;
pub mod dispatch;
pub mod framing;
pub mod manifest;
mod noting;
pub mod watch;

use crate::card::Readers;
use crate::prompt::{Leash, Prompt};
use desk::StoreDesk;
use dispatch::{Host, Met};
use framing::FrameError;
use hailstone_core::wire::{BridgeError, Incoming, NO_ID, Outgoing, Request, Unreadable};
use std::io::{Read, Write};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};
use watch::WatchDesk;

/// How many messages may wait while one is worked on.
const QUEUE: usize = 16;
/// How often it is looked whether another program has written to the vault, or calls to lock it.
const GLANCE: Duration = Duration::from_millis(400);
/// How long the work on a card may go on after the browser has left: long enough to reset the card.
const FAREWELL: Duration = Duration::from_secs(5);

/// Serves one browser until it leaves. `access` is what [`caller::Allowed::check`] said; a caller that is refused is told so
/// in answer to its first message. Cards and the store are worked on apart, so that neither waits for the other. `leash` must be the one that holds the prompt.
///
/// # Errors
/// [`BridgeError::CallerRefused`], [`BridgeError::MessageInvalid`] after a frame that was none.
pub fn serve<R, P>(
    mut input: impl Read,
    output: impl Write + Send + 'static,
    access: Result<(), BridgeError>,
    host: Host<R, P>,
    desk: StoreDesk,
    watch: WatchDesk,
    leash: &Leash,
) -> Result<(), BridgeError>
where
    R: Readers + Send + 'static,
    P: Prompt + Send + 'static,
{
    let output = Output(Arc::new(Mutex::new(output)));
    if let Err(refused) = access {
        if let Ok(Some(message)) = framing::read(&mut input) {
            output.send(&Outgoing::error(id_of(&message), &refused));
        }
        return Err(refused);
    }
    let (queue, waiting) = mpsc::sync_channel::<Vec<u8>>(QUEUE);
    let (end, ended) = mpsc::channel::<()>();
    let (store, store_worker) = {
        let (store, waiting) = mpsc::sync_channel::<Incoming>(QUEUE);
        let (output, end, met) = (output.clone(), end.clone(), host.met());
        let worker = thread::spawn(move || {
            let _end = end;
            tend(desk, &met, &waiting, &output);
        });
        (store, worker)
    };
    let worker = {
        let output = output.clone();
        let leash = leash.clone();
        let (mut host, mut watch) = (host, watch);
        thread::spawn(move || {
            // Dropped at the end of the work, however it ends.
            let _end = end;
            for message in waiting {
                if leash.called_off() {
                    break;
                }
                if let Some(id) = asks_to_watch(&message) {
                    match host.met().check() {
                        Ok(()) => {
                            let output = output.clone();
                            watch.watch(id, move |outgoing| output.send(outgoing));
                        }
                        Err(error) => output.send(&Outgoing::error(id, &error)),
                    }
                    continue;
                }
                host.handle(&message, &mut |outgoing| output.send(outgoing));
            }
        })
    };
    let outcome = loop {
        match framing::read(&mut input) {
            Ok(Some(message)) => {
                let refused = match Incoming::parse(&message) {
                    Ok(incoming) if StoreDesk::takes(&incoming.request) => {
                        let id = incoming.id;
                        store.try_send(incoming).err().map(|_| id)
                    }
                    _ => queue.try_send(message).err().map(|refused| {
                        let (mpsc::TrySendError::Full(message)
                        | mpsc::TrySendError::Disconnected(message)) = refused;
                        id_of(&message)
                    }),
                };
                if let Some(id) = refused {
                    output.send(&Outgoing::error(id, &BridgeError::Busy));
                }
            }
            Ok(None) => break Ok(()),
            Err(FrameError::TooLong) => {
                let error = BridgeError::MessageInvalid;
                output.send(&Outgoing::error(NO_ID, &error));
                break Err(error);
            }
            Err(FrameError::Truncated | FrameError::Pipe(_)) => {
                break Err(BridgeError::MessageInvalid);
            }
        }
    };
    // Nobody waits any more: no prompt stays on the screen, and what is queued is not begun.
    leash.call_off();
    drop((queue, store));
    if ended.recv_timeout(FAREWELL) == Err(RecvTimeoutError::Disconnected) {
        drop((worker.join(), store_worker.join()));
    }
    outcome
}

/// The work of the store, and a look around whenever there is none, and at the latest after a while of it.
fn tend(
    mut desk: StoreDesk,
    met: &Met,
    waiting: &mpsc::Receiver<Incoming>,
    output: &Output<impl Write>,
) {
    let mut send = |outgoing: &Outgoing| output.send(outgoing);
    let mut looked = Instant::now();
    loop {
        match waiting.recv_timeout(GLANCE.saturating_sub(looked.elapsed())) {
            Ok(Incoming { id, request }) => match met.check() {
                Ok(()) => desk.handle(id, request, &mut send),
                Err(error) => send(&Outgoing::error(id, &error)),
            },
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return,
        }
        if looked.elapsed() >= GLANCE {
            desk.look(&mut send);
            looked = Instant::now();
        }
    }
}

fn asks_to_watch(message: &[u8]) -> Option<u64> {
    let Incoming { id, request } = Incoming::parse(message).ok()?;
    matches!(request, Request::CardWatch {}).then_some(id)
}

fn id_of(message: &[u8]) -> u64 {
    match Incoming::parse(message) {
        Ok(Incoming { id, .. }) | Err(Unreadable { id }) => id,
    }
}

struct Output<W>(Arc<Mutex<W>>);

impl<W> Clone for Output<W> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<W: Write> Output<W> {
    fn send(&self, outgoing: &Outgoing) {
        let message = zeroize::Zeroizing::new(outgoing.to_json());
        let mut output = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // A browser that has left reads no answer; its end of the input says so soon.
        drop(framing::write(&mut *output, &message));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
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
            FakePrompt::answering(["123456"]),
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

    const HELLO: &str = r#"{"id":1,"request":{"type":"hello","protocol":4}}"#;
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
            [
                r#"{"id":2,"error":{"code":"bridge.caller_refused","class":"person","triesLeft":null}}"#
            ]
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
        // Nobody looks any more: what there is to be seen is not taken.
        assert!(hand.send(Ok(vec![])).is_err());
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
}
