//! Keys (section 6).

use super::{Context, Stop, empty, exactly, push};
use crate::hazmat::{hash, p256, x25519};
use crate::label::Label;
use crate::memory::{Key, KeyKind, Role};
use crate::secret::Secret;
use crate::storage::Storage;
use apdu_app::VecView;
use iso7816::Status;
use rand_core::CryptoRng;

const NO_SUCH_SLOT: Stop = Stop::With(Status::IncorrectP1OrP2Parameter);
const NO_SUCH_KEY: Stop = Stop::With(Status::KeyReferenceNotFound);
const NOT_FOR_THIS: Stop = Stop::With(Status::ConditionsOfUseNotSatisfied);
const NOT_A_POINT: Stop = Stop::With(Status::IncorrectDataParameter);

impl<S: Storage, R: CryptoRng> Context<'_, S, R> {
    /// GENERATE KEY (HC-40).
    pub(super) fn generate_key(
        &mut self,
        kind: u8,
        slot: u8,
        data: &[u8],
        answer: &mut VecView<u8>,
    ) -> Result<(), Stop> {
        empty(data)?;
        self.needs(Role::Pin)?;
        self.needs_no_transaction()?;
        let kind = KeyKind::from_byte(kind).ok_or(NO_SUCH_SLOT)?;
        if self.slot(slot)?.is_some() {
            return Err(NOT_FOR_THIS);
        }
        let key = Key::make(kind, self.random);
        push_public(&key, answer)?;
        self.set_slot(slot, Some(key))
    }

    /// PUBLIC KEY.
    pub(super) fn public_key(
        &self,
        slot: u8,
        data: &[u8],
        answer: &mut VecView<u8>,
    ) -> Result<(), Stop> {
        empty(data)?;
        let key = self.key(slot)?;
        push(answer, &[key.kind.byte()])?;
        push_public(key, answer)
    }

    /// DELETE KEY.
    pub(super) fn delete_key(&mut self, slot: u8, data: &[u8]) -> Result<(), Stop> {
        empty(data)?;
        self.key(slot)?;
        self.needs_no_transaction()?;
        self.set_slot(slot, None)
    }

    /// AGREE (HC-41).
    pub(super) fn agree(
        &self,
        slot: u8,
        data: &[u8],
        answer: &mut VecView<u8>,
    ) -> Result<(), Stop> {
        let key = self.key(slot)?;
        let shared = match key.kind {
            KeyKind::X25519Agreement => {
                x25519::agree(&key.private, exactly(data)?).map_err(|_| NOT_A_POINT)?
            }
            KeyKind::P256Agreement => {
                p256::agree(&key.private, exactly(data)?).map_err(|_| NOT_A_POINT)?
            }
            KeyKind::P256Signature => return Err(NOT_FOR_THIS),
        };
        push(answer, shared.expose())
    }

    /// SIGN (HC-42).
    pub(super) fn sign(&self, slot: u8, data: &[u8], answer: &mut VecView<u8>) -> Result<(), Stop> {
        let key = self.key(slot)?;
        if key.kind != KeyKind::P256Signature {
            return Err(NOT_FOR_THIS);
        }
        push_signature(&key.private, exactly(data)?, answer)
    }

    /// The public half of a site key (HC-44).
    pub(super) fn site_public_key(
        &self,
        data: &[u8],
        answer: &mut VecView<u8>,
    ) -> Result<(), Stop> {
        self.needs(Role::Pin)?;
        let private = self.site_key(exactly(data)?)?;
        let public = p256::public_key(&private).map_err(|_| Status::UnspecifiedCheckingError)?;
        push(answer, &public)
    }

    /// A signature by a site key.
    pub(super) fn site_sign(&self, data: &[u8], answer: &mut VecView<u8>) -> Result<(), Stop> {
        self.needs(Role::Pin)?;
        let data: &[u8; 64] = exactly(data)?;
        let (context, digest) = data.split_at(32);
        let private = self.site_key(exactly(context)?)?;
        push_signature(&private, exactly(digest)?, answer)
    }

    fn site_key(&self, context: &[u8; 32]) -> Result<Secret<32>, Stop> {
        let seed = self.memory.root().seed.expose();
        let label = Label::SiteKey.as_bytes();
        (0..=u8::MAX)
            .map(|count| hash::derive(&[], seed, &[label, context, &[count]]))
            .find(p256::is_scalar)
            // One candidate in 2^32 is no scalar; 256 in a row are none.
            .ok_or(Status::UnspecifiedCheckingError.into())
    }

    /// A key that may be used now (HC-43).
    fn key(&self, slot: u8) -> Result<&Key, Stop> {
        self.needs(Role::Pin)?;
        self.slot(slot)?.ok_or(NO_SUCH_KEY)
    }

    fn slot(&self, slot: u8) -> Result<Option<&Key>, Stop> {
        let place = place(slot).ok_or(NO_SUCH_SLOT)?;
        let key = self.memory.root().keys.get(place).ok_or(NO_SUCH_SLOT)?;
        Ok(key.as_ref())
    }

    fn set_slot(&mut self, slot: u8, key: Option<Key>) -> Result<(), Stop> {
        let place = place(slot).ok_or(NO_SUCH_SLOT)?;
        self.memory.commit_root(|root| {
            if let Some(place) = root.keys.get_mut(place) {
                *place = key;
            }
        })?;
        Ok(())
    }
}

/// Slots are numbered from one.
fn place(slot: u8) -> Option<usize> {
    slot.checked_sub(1).map(usize::from)
}

fn push_public(key: &Key, answer: &mut VecView<u8>) -> Result<(), Stop> {
    match key.kind {
        KeyKind::X25519Agreement => push(answer, &x25519::public_key(&key.private)),
        KeyKind::P256Agreement | KeyKind::P256Signature => {
            let public =
                p256::public_key(&key.private).map_err(|_| Status::UnspecifiedCheckingError)?;
            push(answer, &public)
        }
    }
}

fn push_signature(
    private: &Secret<32>,
    digest: &[u8; 32],
    answer: &mut VecView<u8>,
) -> Result<(), Stop> {
    let signature = p256::sign(private, digest).map_err(|_| Status::UnspecifiedCheckingError)?;
    push(answer, &signature)
}
