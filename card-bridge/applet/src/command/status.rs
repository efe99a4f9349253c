//! STATUS (HC-16), which the handshake answers, too.

use crate::channel::{self, Session};
use crate::memory::{KEYS, Memory, OBJECTS, Role};
use crate::storage::Storage;

/// The thirty-two bytes of *Status*.
pub(crate) fn status<S: Storage>(memory: &Memory<S>, session: Option<&Session>) -> channel::Status {
    let root = memory.root();
    let verified = |role| session.is_some_and(|session| session.is_verified(role));
    let flag = |bit: u8, set: bool| if set { 1 << bit } else { 0 };
    let flags = flag(0, memory.access().is_some())
        | flag(1, verified(Role::Pin))
        | flag(2, verified(Role::Puk))
        | flag(3, memory.in_transaction());
    let tries = memory.access().map_or([0; 4], |access| {
        let (pin, puk) = (&access.pin, &access.puk);
        [pin.left, pin.most, puk.left, puk.most]
    });
    let mut keys = [0; KEYS];
    for (place, key) in keys.iter_mut().zip(&root.keys) {
        *place = key.as_ref().map_or(0, |key| key.kind.byte());
    }
    let count = |objects: usize| u8::try_from(objects).unwrap_or(u8::MAX);
    let sealed_pins = session.map_or(0, Session::sealed_pins);

    let mut status = channel::Status::default();
    let parts: [&[u8]; 7] = [
        &[1, flags],
        &tries,
        &root.generation.to_be_bytes(),
        &memory.left().to_be_bytes(),
        &memory.room().to_be_bytes(),
        &[count(root.objects.len()), count(OBJECTS)],
        &keys,
    ];
    let last = sealed_pins.to_be_bytes();
    let bytes = parts.into_iter().flatten().chain(&last);
    for (place, byte) in status.iter_mut().zip(bytes) {
        *place = *byte;
    }
    status
}
