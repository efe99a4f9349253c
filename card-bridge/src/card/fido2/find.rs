//! Which security keys are there.

use super::super::inventory::nearest;
use super::super::{Readers, Transport, run};
use super::of_a_key;
use crate::error::Failure;
use hailstone_core::card::CardError;
use hailstone_core::card::fido2::{self, Fido2, Link};

/// Where a security key is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// On a reader, or one that is a reader itself.
    Reader(String),
    /// On USB, as a device for human interfaces.
    Usb {
        /// By which it is opened.
        path: String,
        /// As its maker calls it.
        name: String,
    },
}

/// A security key, held for us alone, that has said what it can.
pub(super) struct Key {
    pub(super) place: Place,
    pub(super) transport: Box<dyn Transport>,
    pub(super) fido: Fido2,
}

impl Place {
    /// As the person is told of it.
    pub(super) fn name(&self) -> &str {
        match self {
            Self::Reader(name) | Self::Usb { name, .. } => name,
        }
    }

    pub(super) fn open(&self, readers: &mut dyn Readers) -> Result<Key, CardError> {
        let (mut transport, link) = match self {
            Self::Reader(name) => (readers.connect(name)?, Link::Apdu),
            Self::Usb { path, .. } => (readers.connect_key(path)?, Link::Message),
        };
        let fido = run(&mut *transport, fido2::open(link))?;
        let place = self.clone();
        Ok(Key {
            place,
            transport,
            fido,
        })
    }
}

/// All security keys that can open a vault, each once, as `look` sees them; and what stood in the way of the others.
pub(super) fn each<T>(
    readers: &mut dyn Readers,
    mut look: impl FnMut(Key) -> Result<T, CardError>,
) -> (Vec<T>, CardError) {
    self::look(readers, |key| {
        if !key.fido.info().is_usable() {
            return Err(CardError::PrfAbsent);
        }
        look(key)
    })
}

/// All security keys, likewise.
///
/// One that is on a reader and on USB at the same time is told by its model, so of two of one model, each connected in another
/// way, only the one on the reader is seen.
pub(super) fn look<T>(
    readers: &mut dyn Readers,
    mut look: impl FnMut(Key) -> Result<T, CardError>,
) -> (Vec<T>, CardError) {
    let mut obstacle = CardError::Absent;
    // That there is no reader, or no service for one, is no obstacle: a key may be on USB.
    let on_readers = readers.with_card().unwrap_or_default();
    let on_usb = readers.keys().into_iter();
    let on_usb = on_usb.map(|(path, name)| Place::Usb { path, name });
    let places: Vec<Place> = on_readers
        .into_iter()
        .map(Place::Reader)
        .chain(on_usb)
        .collect();
    let mut seen = Vec::new();
    let mut found = Vec::new();
    for place in places {
        let looked = place.open(readers).and_then(|key| {
            let model = *key.fido.info().aaguid();
            if matches!(place, Place::Usb { .. }) && seen.contains(&model) {
                return Ok(None);
            }
            if matches!(place, Place::Reader(_)) {
                seen.push(model);
            }
            look(key).map(Some)
        });
        match looked {
            Ok(Some(outcome)) => found.push(outcome),
            Ok(None) => {}
            Err(error) => obstacle = nearest(obstacle, error),
        }
    }
    (found, obstacle)
}

/// The only one there is.
///
/// # Errors
/// [`Failure::KeyAbsent`], [`Failure::KeysSeveral`], and what stands in the way of one that is there.
pub(super) fn only(readers: &mut dyn Readers) -> Result<Key, Failure> {
    let (mut found, obstacle) = each(readers, Ok);
    match (found.pop(), found.is_empty()) {
        (None, _) => Err(of_a_key(obstacle)),
        (Some(key), true) => Ok(key),
        _ => Err(Failure::KeysSeveral),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hailstone_core::secret::SecretBytes;

    /// What a key with `hmac-secret` and a PIN says of itself (CTAP 2.2 §6.4), but for its model.
    const INFO: &[u8] = b"\x00\xa4\x01\x81\x68FIDO_2_1\x02\x81\x6bhmac-secret\x03\x50";
    const OPTIONS: &[u8] = b"\x04\xa1\x69clientPin\xf5";

    /// Keys of these models; with none, what stands in the way.
    struct Keys {
        on_readers: Result<Vec<u8>, CardError>,
        on_usb: Vec<Result<u8, CardError>>,
    }

    struct Model(u8);

    impl Transport for Model {
        fn transmit(&mut self, command: &[u8]) -> Result<SecretBytes, CardError> {
            let mut answer = INFO.to_vec();
            answer.extend([self.0; 16]);
            answer.extend(OPTIONS);
            match command {
                [0, 0xa4, ..] => answer = vec![0x90, 0x00],
                [0x80, 0x10, ..] => answer.extend([0x90, 0x00]),
                _ => {}
            }
            Ok(SecretBytes::new(answer))
        }
    }

    impl Readers for Keys {
        fn with_card(&mut self) -> Result<Vec<String>, CardError> {
            let models = self.on_readers.clone()?;
            Ok(models.iter().map(u8::to_string).collect())
        }

        fn connect(&mut self, reader: &str) -> Result<Box<dyn Transport>, CardError> {
            Ok(Box::new(Model(reader.parse().unwrap())))
        }

        fn keys(&mut self) -> Vec<(String, String)> {
            let numbers = 0..self.on_usb.len();
            numbers.map(|n| (n.to_string(), "Key".into())).collect()
        }

        fn connect_key(&mut self, path: &str) -> Result<Box<dyn Transport>, CardError> {
            let model = self.on_usb[path.parse::<usize>().unwrap()]?;
            Ok(Box::new(Model(model)))
        }
    }

    fn only_of(
        on_readers: Result<Vec<u8>, CardError>,
        on_usb: Vec<Result<u8, CardError>>,
    ) -> Result<String, Failure> {
        let mut keys = Keys { on_readers, on_usb };
        only(&mut keys).map(|key| key.place.name().into())
    }

    #[test]
    fn one_key_is_found_on_whichever_wire_it_is() {
        assert_eq!(only_of(Ok(vec![1]), vec![]), Ok("1".into()));
        let no_service = || Err(CardError::ServiceAbsent);
        assert_eq!(only_of(no_service(), vec![Ok(1)]), Ok("Key".into()));
        assert_eq!(only_of(no_service(), vec![]), Err(Failure::KeyAbsent));
    }

    #[test]
    fn a_key_on_both_wires_counts_once_and_two_keys_count_twice() {
        assert_eq!(only_of(Ok(vec![1]), vec![Ok(1)]), Ok("1".into()));
        for (on_readers, on_usb) in [
            (vec![1], vec![Ok(2)]),
            (vec![1, 1], vec![]),
            (vec![], vec![Ok(1), Ok(1)]),
        ] {
            assert_eq!(only_of(Ok(on_readers), on_usb), Err(Failure::KeysSeveral));
        }
    }

    #[test]
    fn what_stands_in_the_way_of_a_key_is_told_rather_than_that_there_is_none() {
        let no_reader = Err(CardError::ReaderAbsent);
        let forbidden = vec![Err(CardError::Forbidden)];
        assert_eq!(
            only_of(no_reader, forbidden),
            Err(CardError::Forbidden.into())
        );
        // One that works is taken all the same.
        let both = vec![Err(CardError::InUse), Ok(1)];
        assert_eq!(only_of(Ok(vec![]), both), Ok("Key".into()));
    }
}
