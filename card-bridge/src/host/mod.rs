//! The native messaging host: what a browser starts, and what ends with it. Standard output carries frames and nothing else.

pub mod asker;
pub mod caller;
mod channels;
mod copies;
pub mod desk;
pub mod dispatch;
pub mod framing;
pub mod manifest;
mod noting;
#[cfg(test)]
mod tests;
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
            while let Some(message) = next(&mut host, &waiting) {
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

/// What is to be worked on next; a card that is held is given back where there is nothing for it for too long.
fn next<R: Readers, P: Prompt>(
    host: &mut Host<R, P>,
    waiting: &mpsc::Receiver<Vec<u8>>,
) -> Option<Vec<u8>> {
    if let Some(until) = host.held_until() {
        match waiting.recv_timeout(until.saturating_duration_since(Instant::now())) {
            Ok(message) => return Some(message),
            Err(RecvTimeoutError::Timeout) => host.let_go(),
            Err(RecvTimeoutError::Disconnected) => return None,
        }
    }
    waiting.recv().ok()
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
