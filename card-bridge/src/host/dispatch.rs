//! One message in, its answers out.

use super::noting::Noting;
use crate::card::{self, Known, Progress, Readers};
use crate::error::Failure;
use crate::prompt::Prompt;
use hailstone_core::wire::{
    BridgeError, Card, Event, Incoming, Outgoing, PROTOCOL, Point, Request, Response, Shared,
    Unreadable,
};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// What the host works with.
pub struct Host<R, P> {
    readers: R,
    prompt: P,
    met: Met,
}

/// Whether the other side has said the protocol that is spoken here.
#[derive(Clone, Debug, Default)]
pub struct Met(Arc<AtomicBool>);

impl Met {
    /// What an unknown version means by a request is unknown, too.
    ///
    /// # Errors
    /// [`BridgeError::Version`].
    pub fn check(&self) -> Result<(), BridgeError> {
        if self.0.load(Ordering::Acquire) {
            Ok(())
        } else {
            Err(BridgeError::Version)
        }
    }
}

impl<R: Readers, P: Prompt> Host<R, P> {
    /// Over these readers, asking by this prompt.
    pub fn new(readers: R, prompt: P) -> Self {
        Self {
            readers,
            prompt,
            met: Met::default(),
        }
    }

    /// Whether the other side has been met, for who else serves it.
    pub fn met(&self) -> Met {
        self.met.clone()
    }

    /// Answers one message, to the end.
    pub fn handle(&mut self, message: &[u8], send: &mut dyn FnMut(&Outgoing)) {
        let Incoming { id, request } = match Incoming::parse(message) {
            Ok(incoming) => incoming,
            Err(Unreadable { id }) => {
                return send(&Outgoing::error(id, &BridgeError::MessageInvalid));
            }
        };
        let mut progress = |progress| {
            let event = match progress {
                Progress::PinWanted => Event::PinWanted,
                Progress::CardWorking => Event::CardWorking,
            };
            send(&Outgoing::event(id, event));
        };
        let answer = match self.answer(request, &mut progress) {
            Ok(response) => Outgoing::response(id, response),
            Err(failure) => Outgoing::error(id, &failure),
        };
        send(&answer);
    }

    fn answer(
        &mut self,
        request: Request,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<Response, Failure> {
        match request {
            Request::Hello { protocol } => {
                self.met.0.store(protocol == PROTOCOL, Ordering::Release);
                self.met.check()?;
                Ok(Response::Hello {
                    protocol: PROTOCOL,
                    version: env!("CARGO_PKG_VERSION").into(),
                })
            }
            Request::ListCards {} => {
                self.met.check()?;
                let found = card::list(&mut self.readers)?;
                let known = Known::read()?;
                // A card is shown once, and once more for each other application that could open a vault at once.
                let is_first = |of: &card::Found| {
                    let first = found.iter().find(|one| one.reader == of.reader);
                    first.is_some_and(|first| core::ptr::eq(first, of))
                };
                let shown = found
                    .iter()
                    .filter(|one| one.is_ready(&known) || is_first(one));
                Ok(Response::Cards {
                    cards: shown.filter_map(|one| describe(one, &known)).collect(),
                })
            }
            Request::Agree {
                card,
                point: Point(point),
                language,
            } => {
                self.met.check()?;
                let mut readers = Noting::over(&mut self.readers);
                let shared = card::agree(
                    &mut readers,
                    &mut self.prompt,
                    progress,
                    &Known::read()?,
                    &card,
                    &point,
                    language,
                )?;
                Ok(Response::Agreed {
                    shared: Shared(*shared.expose()),
                    reader: readers.last(),
                })
            }
            // The watch's, and the desk's.
            Request::CardWatch {}
            | Request::StoreHeader {}
            | Request::StoreRead { .. }
            | Request::StorePart { .. }
            | Request::StoreApply { .. }
            | Request::StoreWatch { .. }
            | Request::StoreLocked {} => Err(BridgeError::MessageInvalid.into()),
        }
    }
}

/// `None` for a card without a name, which nothing can be asked of.
fn describe(found: &card::Found, known: &Known) -> Option<Card> {
    Some(Card {
        card: found.card()?,
        public_key: found.public_key(known).ok().map(Point),
        pin_tries_left: found.tries_left(),
        reader: found.reader.clone(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::card::testing::{FakeCard, FakeReaders};
    use crate::prompt::testing::FakePrompt;

    const AGREE: &str = r#"{"id":3,"request":{"type":"agree","card":"openpgp:000F:A1B2C3D4","point":"CQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQk","language":"en"}}"#;

    const LIST: &str = r#"{"id":2,"request":{"type":"list-cards"}}"#;
    const TOO_EARLY: &str =
        r#""error":{"code":"bridge.version","class":"person","triesLeft":null}}"#;

    fn hello(protocol: u32) -> String {
        format!(r#"{{"id":1,"request":{{"type":"hello","protocol":{protocol}}}}}"#)
    }

    fn ask<R: Readers, P: Prompt>(host: &mut Host<R, P>, message: &str) -> Vec<String> {
        let mut sent = Vec::new();
        host.handle(message.as_bytes(), &mut |outgoing| {
            sent.push(String::from_utf8(outgoing.to_json()).unwrap());
        });
        sent
    }

    /// What is sent in answer to a message after a hello.
    fn talk(readers: FakeReaders, pins: &[&'static str], message: &str) -> Vec<String> {
        let mut host = Host::new(readers, FakePrompt::answering(pins.iter().copied()));
        assert_eq!(ask(&mut host, &hello(PROTOCOL)).len(), 1);
        ask(&mut host, message)
    }

    #[test]
    fn the_version_is_met_first() {
        let readers = FakeReaders::new([FakeCard::default()]);
        let mut host = Host::new(readers, FakePrompt::answering(["271828"]));
        let early = |id: u8| [format!(r#"{{"id":{id},{TOO_EARLY}"#)];
        assert_eq!(ask(&mut host, LIST), early(2));
        assert_eq!(ask(&mut host, AGREE), early(3));
        assert_eq!(ask(&mut host, &hello(PROTOCOL - 1)), early(1));
        assert_eq!(ask(&mut host, LIST), early(2));
        assert_eq!(
            ask(&mut host, &hello(PROTOCOL)),
            [concat!(
                r#"{"id":1,"response":{"type":"hello","protocol":4,"version":""#,
                env!("CARGO_PKG_VERSION"),
                r#""}}"#
            )]
        );
        assert!(ask(&mut host, LIST)[0].contains("000F:A1B2C3D4"));
        // Nobody was asked for a PIN before.
        assert!(ask(&mut host, AGREE)[2].contains("agreed"));
    }

    #[test]
    fn cards_are_listed_with_and_without_a_key() {
        let readers = FakeReaders::new([FakeCard::default(), FakeCard::empty()]);
        assert_eq!(
            talk(readers, &[], LIST),
            [concat!(
                r#"{"id":2,"response":{"type":"cards","cards":["#,
                r#"{"reader":"0","card":"openpgp:000F:A1B2C3D4","publicKey":"BQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQU","pinTriesLeft":3},"#,
                r#"{"reader":"1","card":"openpgp:000F:A1B2C3D4","publicKey":null,"pinTriesLeft":3}]}}"#
            )]
        );
    }

    #[test]
    fn an_agreement_tells_its_steps_and_then_the_outcome() {
        assert_eq!(
            talk(FakeReaders::new([FakeCard::default()]), &["271828"], AGREE),
            [
                r#"{"id":3,"event":{"type":"pin-wanted"}}"#,
                r#"{"id":3,"event":{"type":"card-working"}}"#,
                r#"{"id":3,"response":{"type":"agreed","shared":"BgYGBgYGBgYGBgYGBgYGBgYGBgYGBgYGBgYGBgYGBgY","reader":"0"}}"#,
            ]
        );
    }

    #[test]
    fn what_cannot_be_agreed_upon_is_refused_without_asking_for_a_pin() {
        let other = AGREE.replace("A1B2C3D4", "00000001");
        let cases = [
            (FakeCard::default(), other.as_str(), "card.other"),
            (FakeCard::empty(), AGREE, "card.key_absent"),
            (
                FakeCard::without_application(),
                AGREE,
                "card.application_absent",
            ),
            (FakeCard::in_use(), AGREE, "card.in_use"),
        ];
        for (card, message, code) in cases {
            let sent = talk(FakeReaders::new([card]), &["271828"], message);
            assert_eq!(sent.len(), 1, "{sent:?}");
            assert!(sent[0].contains(&format!(r#""code":"{code}""#)), "{sent:?}");
        }
    }

    #[test]
    fn a_person_who_gives_up_after_a_wrong_pin_is_reported_with_the_tries() {
        let sent = talk(FakeReaders::new([FakeCard::default()]), &["000000"], AGREE);
        assert_eq!(
            sent.last().unwrap(),
            r#"{"id":3,"error":{"code":"card.pin_wrong","class":"person","triesLeft":2}}"#
        );
    }

    #[test]
    fn what_is_no_message_is_answered_as_invalid() {
        for message in [
            "",
            "{",
            r#"{"id":9,"request":{"type":"transmit","apdu":"00"}}"#,
        ] {
            let sent = talk(FakeReaders::new([]), &[], message);
            assert_eq!(sent.len(), 1);
            assert!(sent[0].contains("bridge.message_invalid"), "{sent:?}");
        }
    }
}
