//! PIN and PUK (section 4). Every value comes in a sealed PIN.

use super::{Context, Stop, empty, role};
use crate::channel::{Purpose, SEALED, unseal};
use crate::memory::{Access, Reference, Role, Verifier};
use crate::secret::Secret;
use crate::storage::Storage;
use iso7816::Status;
use rand_core::CryptoRng;

const MOST_TRIES: u8 = 15;

// Not inlined: their values are on the stack for as long as they run, and not below a key's operation.
impl<S: Storage, R: CryptoRng> Context<'_, S, R> {
    /// PERSONALISE (HC-20): both values and both counters, in one commit.
    #[inline(never)]
    pub(super) fn personalise(&mut self, data: &[u8]) -> Result<(), Stop> {
        if self.memory.access().is_some() {
            return Err(Status::ConditionsOfUseNotSatisfied.into());
        }
        let opened = self.unseal::<66>([0x24, 0x01, 0x00], data)?;
        let (pin, rest) = value(opened.expose())?;
        let (puk, tries) = value(rest)?;
        let &[pin_tries @ 1..=MOST_TRIES, puk_tries @ 1..=MOST_TRIES] = tries else {
            return Err(Status::IncorrectDataParameter.into());
        };
        let access = Access {
            pin: self.reference(Role::Pin, pin_tries, &pin),
            puk: self.reference(Role::Puk, puk_tries, &puk),
        };
        Ok(self.memory.set_access(access)?)
    }

    /// VERIFY (HC-21, HC-26).
    #[inline(never)]
    pub(super) fn verify(&mut self, role: Role, data: &[u8]) -> Result<(), Stop> {
        if data.is_empty() {
            return match self.left(role)? {
                _ if self.session.is_verified(role) => Ok(()),
                0 => Err(Status::OperationBlocked.into()),
                left => Err(Status::RemainingRetries(left).into()),
            };
        }
        let opened = self.unseal::<32>([0x20, 0x00, role.reference()], data)?;
        self.compare(role, &opened)?;
        self.memory.change_access(|access| {
            let reference = access.of_mut(role);
            reference.left = reference.most;
        })?;
        self.session.set_verified(role, true);
        Ok(())
    }

    /// No longer verified.
    pub(super) fn log_out(&mut self, role: Role, data: &[u8]) -> Result<(), Stop> {
        empty(data)?;
        self.forget(role);
        Ok(())
    }

    /// CHANGE REFERENCE DATA (HC-28).
    #[inline(never)]
    pub(super) fn change(&mut self, role: Role, data: &[u8]) -> Result<(), Stop> {
        let opened = self.unseal::<64>([0x24, 0x00, role.reference()], data)?;
        let (old, new) = value(opened.expose())?;
        let (new, _) = value(new)?;
        self.compare(role, &old)?;
        let most = self.most(role)?;
        let reference = self.reference(role, most, &new);
        self.memory
            .change_access(|access| *access.of_mut(role) = reference)?;
        self.session.set_verified(role, true);
        Ok(())
    }

    /// RESET RETRY COUNTER (HC-29).
    #[inline(never)]
    pub(super) fn unblock(&mut self, data: &[u8]) -> Result<(), Stop> {
        let opened = self.unseal::<64>([0x2c, 0x00, role(0x81)?.reference()], data)?;
        let (puk, new) = value(opened.expose())?;
        let (new, _) = value(new)?;
        self.compare(Role::Puk, &puk)?;
        let most = self.most(Role::Pin)?;
        let pin = self.reference(Role::Pin, most, &new);
        self.memory.change_access(|access| {
            access.pin = pin;
            access.puk.left = access.puk.most;
        })?;
        // Whoever was in with the old PIN is out.
        self.forget(Role::Pin);
        Ok(())
    }

    /// Takes a try, for good, and only then compares (HC-24).
    fn compare(&mut self, role: Role, given: &Secret<32>) -> Result<(), Stop> {
        if self.left(role)? == 0 {
            return Err(Status::OperationBlocked.into());
        }
        self.memory.change_access(|access| {
            let reference = access.of_mut(role);
            reference.left = reference.left.saturating_sub(1);
        })?;
        let given = Verifier::derive(&self.memory.root().serial, role, given);
        let known = self.memory.access().ok_or(Status::MemoryFailure)?.of(role);
        if known.verifier.matches(&given) {
            return Ok(());
        }
        let left = known.left;
        self.forget(role);
        Err(Status::RemainingRetries(left).into())
    }

    /// Ends a verification, and what it allowed (HC-25, HC-35).
    fn forget(&mut self, role: Role) {
        self.session.set_verified(role, false);
        self.memory.abort();
    }

    /// Opens a sealed PIN, which counts whether it opens or not (HC-23).
    fn unseal<const N: usize>(
        &mut self,
        operation: [u8; 3],
        data: &[u8],
    ) -> Result<Secret<N>, Stop> {
        if data.len() != N.saturating_add(SEALED) {
            return Err(Status::WrongLength.into());
        }
        const REFUSED: Stop = Stop::AndEnd(Status::IncorrectSecureMessagingDataObjects);
        let count = self.session.count_sealed_pin().map_err(|_| REFUSED)?;
        let purpose = Purpose {
            session: self.session.hash(),
            operation,
            count,
        };
        let root = self.memory.root();
        unseal(&root.card_key, self.card_public, &purpose, data).map_err(|_| REFUSED)
    }

    fn reference(&self, role: Role, tries: u8, value: &Secret<32>) -> Reference {
        Reference {
            most: tries,
            left: tries,
            verifier: Verifier::derive(&self.memory.root().serial, role, value),
        }
    }

    fn left(&self, role: Role) -> Result<u8, Stop> {
        let access = self.memory.access().ok_or(Status::MemoryFailure)?;
        Ok(access.of(role).left)
    }

    fn most(&self, role: Role) -> Result<u8, Stop> {
        let access = self.memory.access().ok_or(Status::MemoryFailure)?;
        Ok(access.of(role).most)
    }
}

/// The next value of a plaintext whose length is known, and what follows.
fn value(bytes: &[u8]) -> Result<(Secret<32>, &[u8]), Stop> {
    bytes
        .split_at_checked(32)
        .and_then(|(value, rest)| Some((Secret::copy_of(value)?, rest)))
        .ok_or(Status::WrongLength.into())
}
