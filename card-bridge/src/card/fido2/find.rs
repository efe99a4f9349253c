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
///
/// One that is on a reader and on USB at the same time is told by its model, so of two of one model, each connected in another
/// way, only the one on the reader is seen.
pub(super) fn each<T>(
    readers: &mut dyn Readers,
    mut look: impl FnMut(Key) -> Result<T, CardError>,
) -> (Vec<(Place, T)>, CardError) {
    let mut obstacle = CardError::Absent;
    let on_readers = match readers.with_card() {
        Ok(names) => names,
        Err(error) => {
            obstacle = error;
            Vec::new()
        }
    };
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
            if !key.fido.info().is_usable() {
                return Err(CardError::PrfAbsent);
            }
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
            Ok(Some(outcome)) => found.push((place, outcome)),
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
    let (found, obstacle) = each(readers, |_| Ok(()));
    match found.as_slice() {
        [] => Err(of_a_key(obstacle)),
        [(place, ())] => place.open(readers).map_err(of_a_key),
        _ => Err(Failure::KeysSeveral),
    }
}
