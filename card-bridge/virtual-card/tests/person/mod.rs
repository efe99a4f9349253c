//! The person with a Hailstone card, and the prompt that they type into.

#![allow(dead_code, reason = "each test binary uses a part of it")]

pub(crate) mod carry;

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

use hailstone_core::{
    card::hailstone::{CardKey, Channel, PinRequest, PinUse, PinValue, Reference, seal},
    entropy::Seed,
    secret::SecretBytes,
};

pub(crate) const PIN: &str = "123456";
pub(crate) const PUK: &str = "12345678";
pub(crate) const OTHER_PIN: &str = "654321";
pub(crate) const OTHER_PUK: &str = "87654321";

/// A seed that nothing else in this process has.
pub(crate) fn seed() -> Seed {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    let mut bytes = [0; 32];
    let number = NEXT.fetch_add(1, Ordering::Relaxed).to_be_bytes();
    bytes[..8].copy_from_slice(&number);
    Seed::take(&mut bytes)
}

/// What the prompt gives out for what was typed: PIN and PUK to personalise, the old and the new one to change, PUK and new PIN to
/// unblock.
pub(crate) fn sealed<S: 'static>(
    channel: &Channel<S>,
    card: &CardKey,
    purpose: PinUse,
    typed: &[&str],
) -> Vec<u8> {
    sealed_for(&channel.pin_request(purpose), card, typed)
}

pub(crate) fn sealed_for(request: &PinRequest, card: &CardKey, typed: &[&str]) -> Vec<u8> {
    let references = match request.purpose {
        PinUse::Personalise => vec![Reference::Pin, Reference::Puk],
        PinUse::Verify(reference) => vec![reference],
        PinUse::Change(reference) => vec![reference, reference],
        PinUse::Unblock => vec![Reference::Puk, Reference::Pin],
    };
    let values: Vec<_> = references
        .into_iter()
        .zip(typed)
        .map(|(reference, typed)| value(reference, typed, request.serial))
        .collect();
    let values: Vec<&PinValue> = values.iter().map(AsRef::as_ref).collect();
    seal(card, request, &values, seed()).unwrap()
}

/// Stretching takes its time, so each is stretched once.
fn value(reference: Reference, typed: &str, serial: [u8; 8]) -> Arc<PinValue> {
    type Known = HashMap<(Reference, String, [u8; 8]), Arc<PinValue>>;
    static KNOWN: Mutex<Option<Known>> = Mutex::new(None);
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    let stretch = || {
        let pin = SecretBytes::new(typed.into());
        Arc::new(PinValue::derive(reference, &pin, &serial).unwrap())
    };
    known
        .get_or_insert_default()
        .entry((reference, typed.into(), serial))
        .or_insert_with(stretch)
        .clone()
}
