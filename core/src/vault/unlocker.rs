use super::VaultError;
use super::card_key::CardKey;
use super::cost::Cost;
use super::envelope::{self, Purpose};
use super::kind::UnlockerKind;
use crate::card::Curve;
use crate::entropy::Random;
use crate::hazmat::{argon2id, x25519};
use crate::id::{UnlockerId, VaultId};
use crate::label::Label;
use crate::secret::{Secret32, SecretBytes};
use alloc::string::String;
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

const LABELS: (Label, Label) = (Label::UnlockerPrivateKey, Label::UnlockerPrivateHalf);

/// One of the equal means to open the vault: an X25519 key pair whose public half stands in the header. The root key
/// is wrapped to the public half, so it can be wrapped anew without the unlocker being there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unlocker {
    id: UnlockerId,
    label: String,
    #[serde(with = "crate::octets")]
    public_key: [u8; 32],
    kind: UnlockerKind,
    wrap: Wrap,
}

/// The root key, wrapped to a public half by agreement with an ephemeral key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Wrap {
    #[serde(with = "crate::octets")]
    pub(super) ephemeral: [u8; 32],
    sealed: Vec<u8>,
}

impl Wrap {
    fn make(
        vault: VaultId,
        id: UnlockerId,
        public_key: &[u8; 32],
        root: Root<'_>,
        random: &mut Random,
    ) -> Result<Self, VaultError> {
        let secret = x25519::SecretKey::make(random);
        let shared = secret
            .agree(public_key)
            .map_err(|_| VaultError::AgreementInvalid)?;
        let ephemeral = secret.public_key();
        let place = Unlocker::place(vault, id, root.epoch);
        let purpose = wrap_purpose(&[&place, public_key, &ephemeral]);
        let sealed = envelope::seal(&shared, &ephemeral, &purpose, root.key.expose())
            .map_err(|_| VaultError::RecordTooLarge)?;
        Ok(Self { ephemeral, sealed })
    }
}

/// A fresh key pair for a new unlocker, its private half sealed.
pub(super) struct SealedHalf {
    pub(super) id: UnlockerId,
    pub(super) public_key: [u8; 32],
    pub(super) sealed: Vec<u8>,
}

impl SealedHalf {
    /// Makes a pair and seals its private half under a secret that the unlocker has.
    pub(super) fn make(
        vault: VaultId,
        secret: &Secret32,
        salt: &[u8; 16],
        (key, message): (Label, Label),
        random: &mut Random,
    ) -> Result<Self, VaultError> {
        let id = UnlockerId::make(random);
        let key_pair = x25519::SecretKey::make(random);
        let public_key = key_pair.public_key();
        let place = Unlocker::place(vault, id, 0);
        let purpose = Purpose::new(key, message, &[&place, &public_key]);
        let sealed = envelope::seal(secret, salt, &purpose, key_pair.to_secret().expose())
            .map_err(|_| VaultError::RecordTooLarge)?;
        Ok(Self {
            id,
            public_key,
            sealed,
        })
    }
}

impl Unlocker {
    /// The unlocker's identifier within its vault.
    pub const fn id(&self) -> UnlockerId {
        self.id
    }

    /// The person's name for it.
    pub fn label(&self) -> &str {
        &self.label
    }

    /// Its kind.
    pub const fn kind(&self) -> &UnlockerKind {
        &self.kind
    }

    /// The key on a card that opens it, where it is one.
    pub fn card(&self) -> Option<CardKey<'_>> {
        match &self.kind {
            UnlockerKind::Card {
                application,
                serial,
            } => Some(CardKey {
                application: *application,
                serial,
                slot: 0,
                curve: Curve::X25519,
                public_key: self.public_key,
            }),
            kind => kind.card(),
        }
    }

    /// What stays the same for its whole life; the wrapped root is bound to it.
    pub(super) fn place(vault: VaultId, id: UnlockerId, epoch: u32) -> [u8; 36] {
        let mut place = [0; 36];
        let parts = vault
            .as_bytes()
            .iter()
            .chain(id.as_bytes())
            .copied()
            .chain(epoch.to_be_bytes());
        for (byte, value) in place.iter_mut().zip(parts) {
            *byte = value;
        }
        place
    }

    /// An unlocker for a passphrase: a fresh key pair, its private half sealed.
    pub(super) fn for_passphrase(
        vault: VaultId,
        label: &str,
        passphrase: &SecretBytes,
        cost: Cost,
        root: Root<'_>,
        random: &mut Random,
    ) -> Result<Self, VaultError> {
        if passphrase.expose().is_empty() {
            return Err(VaultError::PassphraseEmpty);
        }
        let salt = random.make();
        let secret = derive(passphrase, &salt, cost.check()?)?;
        let half = SealedHalf::make(vault, &secret, &salt, LABELS, random)?;
        let kind = UnlockerKind::Passphrase {
            salt,
            cost,
            private_half: half.sealed,
        };
        Self::wrapped(vault, half.id, label, half.public_key, kind, root, random)
    }

    pub(super) fn wrapped(
        vault: VaultId,
        id: UnlockerId,
        label: &str,
        public_key: [u8; 32],
        kind: UnlockerKind,
        root: Root<'_>,
        random: &mut Random,
    ) -> Result<Self, VaultError> {
        Ok(Self {
            id,
            label: check_label(label)?.into(),
            public_key,
            kind,
            wrap: Wrap::make(vault, id, &public_key, root, random)?,
        })
    }

    /// Wraps another root, for which the unlocker need not be present.
    pub(super) fn wrap_anew(
        &mut self,
        vault: VaultId,
        root: Root<'_>,
        random: &mut Random,
    ) -> Result<(), VaultError> {
        self.wrap = Wrap::make(vault, self.id, &self.public_key, root, random)?;
        Ok(())
    }

    /// Gives it another name.
    pub(super) fn rename(&mut self, label: &str) -> Result<(), VaultError> {
        self.label = check_label(label)?.into();
        Ok(())
    }

    /// The private half of a passphrase's key pair.
    pub(super) fn open_private_half(
        &self,
        vault: VaultId,
        passphrase: &SecretBytes,
    ) -> Result<x25519::SecretKey, VaultError> {
        let UnlockerKind::Passphrase {
            salt,
            cost,
            private_half,
        } = &self.kind
        else {
            return Err(VaultError::UnlockerUnknown);
        };
        let secret = derive(passphrase, salt, cost.check()?)?;
        self.open_half(vault, &secret, salt, LABELS, private_half)
            .map_err(|_| VaultError::PassphraseWrong)
    }

    /// Opens a private half that [`SealedHalf::make`] sealed for this unlocker.
    pub(super) fn open_half(
        &self,
        vault: VaultId,
        secret: &Secret32,
        salt: &[u8; 16],
        (key, message): (Label, Label),
        sealed: &[u8],
    ) -> Result<x25519::SecretKey, HalfNotAuthentic> {
        let place = Self::place(vault, self.id, 0);
        let purpose = Purpose::new(key, message, &[&place, &self.public_key]);
        let opened =
            envelope::open(secret, salt, &purpose, sealed).map_err(|_| HalfNotAuthentic)?;
        let half = secret32(&opened).map_err(|_| HalfNotAuthentic)?;
        Ok(x25519::SecretKey::from_secret(&half))
    }

    /// The point to agree on with the unlocker's private key.
    pub(super) const fn ephemeral(&self) -> &[u8; 32] {
        &self.wrap.ephemeral
    }

    /// The root key, from the shared secret of the agreement.
    pub(super) fn unwrap_root(
        &self,
        vault: VaultId,
        epoch: u32,
        shared: &Secret32,
    ) -> Result<Secret32, WrapNotAuthentic> {
        let place = Self::place(vault, self.id, epoch);
        let purpose = wrap_purpose(&[&place, &self.public_key, &self.wrap.ephemeral]);
        let opened = envelope::open(shared, &self.wrap.ephemeral, &purpose, &self.wrap.sealed)
            .map_err(|_| WrapNotAuthentic)?;
        secret32(&opened).map_err(|_| WrapNotAuthentic)
    }
}

/// The private half did not open: the wrong secret, or a tampered header.
pub(super) struct HalfNotAuthentic;

/// The wrapped root did not open with this shared secret: the wrong key, or a tampered header.
pub(super) struct WrapNotAuthentic;

/// The root key of one epoch.
#[derive(Clone, Copy)]
pub(super) struct Root<'a> {
    pub(super) key: &'a Secret32,
    pub(super) epoch: u32,
}

fn wrap_purpose(parts: &[&[u8]]) -> Purpose {
    Purpose::new(Label::RootWrapKey, Label::RootWrap, parts)
}

fn derive(passphrase: &SecretBytes, salt: &[u8; 16], cost: Cost) -> Result<Secret32, VaultError> {
    argon2id::derive(
        passphrase.expose(),
        salt,
        cost.memory,
        cost.passes,
        cost.lanes,
    )
    .map_err(|_| VaultError::DerivationFailed)
}

pub(super) fn secret32(opened: &SecretBytes) -> Result<Secret32, VaultError> {
    Secret32::read(opened).ok_or(VaultError::Tampered)
}

/// A name that a person gave: one to a hundred characters, no control characters.
pub(super) fn check_label(label: &str) -> Result<&str, VaultError> {
    let label = label.trim();
    let good =
        !label.is_empty() && label.chars().count() <= 100 && !label.chars().any(char::is_control);
    if good {
        Ok(label)
    } else {
        Err(VaultError::LabelInvalid)
    }
}
