//! The record of PIN and PUK. It counts for one epoch of the root only, so that a factory reset is one root record; and there is
//! always one, so that a card whose record is damaged is not taken for a new one.

use super::slot::{Reader, Writer};
use crate::hazmat::hash;
use crate::label::Label;
use crate::secret::Secret;
use crate::storage::{Storage, StorageFault};
use subtle::ConstantTimeEq as _;

/// PIN or PUK.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    Pin,
    Puk,
}

impl Role {
    /// The reference in P2.
    pub(crate) const fn reference(self) -> u8 {
        match self {
            Self::Pin => 0x81,
            Self::Puk => 0x83,
        }
    }

    /// From P2.
    pub(crate) const fn from_reference(reference: u8) -> Option<Self> {
        match reference {
            0x81 => Some(Self::Pin),
            0x83 => Some(Self::Puk),
            _ => None,
        }
    }
}

/// What the card keeps of a value (section 4).
pub(crate) struct Verifier([u8; 32]);

impl Verifier {
    pub(crate) fn derive(serial: &[u8; 8], role: Role, value: &Secret<32>) -> Self {
        let label = Label::Verifier.as_bytes();
        let reference = [role.reference()];
        Self(hash::sha256(&[label, serial, &reference, value.expose()]))
    }

    /// In the same time wherever they differ.
    pub(crate) fn matches(&self, other: &Self) -> bool {
        self.0.ct_eq(&other.0).into()
    }
}

/// One of the two, with its counter.
pub(crate) struct Reference {
    pub(crate) most: u8,
    pub(crate) left: u8,
    pub(crate) verifier: Verifier,
}

impl Reference {
    const LENGTH: usize = 34;

    fn read<S: Storage>(body: &mut Reader<'_, S>) -> Result<Self, StorageFault> {
        let [most, left] = body.take()?;
        let verifier = Verifier(body.take()?);
        Ok(Self {
            most,
            left: left.min(most),
            verifier,
        })
    }

    fn write<S: Storage>(&self, body: &mut Writer<'_, S>) -> Result<(), StorageFault> {
        body.put(&[self.most, self.left])?;
        body.put(&self.verifier.0)
    }
}

/// Both.
pub(crate) struct Access {
    pub(crate) pin: Reference,
    pub(crate) puk: Reference,
}

impl Access {
    pub(super) const LENGTH: u16 = 4 + 2 * 34;

    pub(crate) const fn of(&self, role: Role) -> &Reference {
        match role {
            Role::Pin => &self.pin,
            Role::Puk => &self.puk,
        }
    }

    pub(crate) const fn of_mut(&mut self, role: Role) -> &mut Reference {
        match role {
            Role::Pin => &mut self.pin,
            Role::Puk => &mut self.puk,
        }
    }

    /// The record; nothing in one of a card that is not personalised. A reference that allows no tries is none.
    pub(super) fn read<S: Storage>(body: &mut Reader<'_, S>) -> Result<Option<Self>, StorageFault> {
        let pin = Reference::read(body)?;
        let puk = Reference::read(body)?;
        Ok((pin.most > 0 && puk.most > 0).then_some(Self { pin, puk }))
    }

    pub(super) fn write<S: Storage>(
        access: Option<&Self>,
        body: &mut Writer<'_, S>,
        epoch: u32,
    ) -> Result<(), StorageFault> {
        body.put(&epoch.to_be_bytes())?;
        match access {
            Some(access) => {
                access.pin.write(body)?;
                access.puk.write(body)
            }
            None => body.put(&[0; Reference::LENGTH * 2]),
        }
    }
}
