use super::agreement::Blinding;
use super::header::Header;
use super::kind::UnlockerKind;
use super::recovery::RecoveryKey;
use super::shares::RecoveryShare;
use super::unlocked::Unlocked;
use super::unlocker::Unlocker;
use super::{CardKey, Vault, VaultError, parked, state};
use crate::card::{Curve, Point};
use crate::entropy::Seed;
use crate::hazmat::x25519::SecretKey;
use crate::id::{UnlockerId, VaultId};
use crate::secret::{Secret32, SecretBytes};
use alloc::boxed::Box;
use alloc::vec::Vec;

/// Locked: only the header is known.
#[derive(Debug)]
pub struct Locked {
    pub(super) bytes: Vec<u8>,
}

/// Waiting for a card to agree on a point.
#[derive(Debug)]
pub struct Agreeing {
    bytes: Vec<u8>,
    unlocker: UnlockerId,
    blinding: Blinding,
    point: Point,
}

/// A step that failed gives the vault back, locked as it was.
#[derive(Debug)]
pub struct Refused {
    /// The vault, to try again with.
    pub vault: Box<Vault<Locked>>,
    /// Why the step failed.
    pub error: VaultError,
}

impl Refused {
    fn new(header: Header, bytes: Vec<u8>, error: VaultError) -> Self {
        Self {
            vault: Box::new(Vault {
                header,
                state: Locked { bytes },
            }),
            error,
        }
    }
}

impl Vault<Locked> {
    /// Reads a header as a store has it.
    ///
    /// # Errors
    /// [`VaultError::HeaderMalformed`], [`VaultError::VersionTooNew`] and [`VaultError::CostOutOfRange`].
    pub fn read(header: &[u8]) -> Result<Self, VaultError> {
        Ok(Self {
            header: Header::read(header)?,
            state: Locked {
                bytes: header.into(),
            },
        })
    }

    /// The header as it was read.
    pub fn header_bytes(&self) -> &[u8] {
        &self.state.bytes
    }

    /// Opens the vault with a passphrase. It takes about half a second: Argon2id.
    ///
    /// # Errors
    /// [`VaultError::PassphraseWrong`], [`VaultError::UnlockerUnknown`], [`VaultError::DerivationFailed`], and
    /// [`VaultError::Tampered`] when the passphrase is right but the header is not what the vault wrote.
    pub fn unlock_with_passphrase(
        self,
        unlocker: UnlockerId,
        passphrase: &SecretBytes,
    ) -> Result<Vault<Unlocked>, Refused> {
        self.unlock_with(unlocker, |unlocker, vault| {
            unlocker.open_private_half(vault, passphrase)
        })
    }

    /// Opens the vault with the words of a recovery sheet.
    ///
    /// # Errors
    /// [`VaultError::RecoveryWrong`], [`VaultError::UnlockerUnknown`], and [`VaultError::Tampered`] when the sheet is the
    /// right one but the header is not what the vault wrote.
    pub fn unlock_with_recovery(
        self,
        unlocker: UnlockerId,
        key: &RecoveryKey,
    ) -> Result<Vault<Unlocked>, Refused> {
        self.unlock_with(unlocker, |unlocker, vault| {
            unlocker.recover_private_half(vault, key)
        })
    }

    /// Opens the vault with a passkey: `output` is what its PRF gave for the unlocker's salt (WebAuthn Level 3 §10.1.4,
    /// `results.first`).
    ///
    /// # Errors
    /// [`VaultError::PasskeyWrong`], [`VaultError::UnlockerUnknown`], and [`VaultError::Tampered`] when it is the right
    /// passkey but the header is not what the vault wrote.
    pub fn unlock_with_passkey(
        self,
        unlocker: UnlockerId,
        output: &Secret32,
    ) -> Result<Vault<Unlocked>, Refused> {
        self.unlock_with(unlocker, |unlocker, vault| {
            unlocker.passkey_private_half(vault, output)
        })
    }

    /// Opens the vault with recovery shares, in any order.
    ///
    /// # Errors
    /// As [`RecoveryShare::join`]; [`VaultError::RecoveryWrong`] when they are another unlocker's or one of them is forged,
    /// [`VaultError::UnlockerUnknown`], and [`VaultError::Tampered`] when they are the right ones but the header is not
    /// what the vault wrote.
    pub fn unlock_with_shares(
        self,
        unlocker: UnlockerId,
        shares: &[RecoveryShare],
    ) -> Result<Vault<Unlocked>, Refused> {
        self.unlock_with(unlocker, |unlocker, vault| {
            unlocker.joined_private_half(vault, &RecoveryShare::join(shares)?)
        })
    }

    /// Opens the vault with the key that recovery shares say together ([`RecoveryShare::join`]).
    ///
    /// # Errors
    /// As [`Self::unlock_with_shares`].
    pub fn unlock_with_joined(
        self,
        unlocker: UnlockerId,
        key: &RecoveryKey,
    ) -> Result<Vault<Unlocked>, Refused> {
        self.unlock_with(unlocker, |unlocker, vault| {
            unlocker.joined_private_half(vault, key)
        })
    }

    /// Opens the vault with what [`Vault::park`] left.
    ///
    /// # Errors
    /// [`VaultError::ParkedStale`], and [`VaultError::Tampered`] when the header is not what the vault wrote.
    pub fn resume(self, key: &Secret32, parked: &[u8]) -> Result<Vault<Unlocked>, Refused> {
        let Self {
            header,
            state: Locked { bytes },
        } = self;
        match parked::open(&header, key, parked) {
            Ok((root, by)) => finish(header, bytes, by, Ok(root)),
            Err(error) => Err(Refused::new(header, bytes, error)),
        }
    }

    /// Opens an older or equal copy of a vault with the keys of the one that is open.
    ///
    /// # Errors
    /// [`VaultError::OtherVault`]; [`VaultError::CopyNewer`] when it has had a new root since, which only one of its own
    /// unlockers gives; and [`VaultError::Tampered`] when the header is not what the vault wrote.
    pub fn unlock_beside(self, open: &Vault<Unlocked>) -> Result<Vault<Unlocked>, Refused> {
        let Self {
            header,
            state: Locked { bytes },
        } = self;
        let by = open.state.by;
        let root = if header.vault == open.header.vault {
            open.state
                .keys
                .of(header.epoch)
                .ok_or(VaultError::CopyNewer)
        } else {
            Err(VaultError::OtherVault)
        };
        finish(header, bytes, by, root.map(Secret32::copy))
    }

    /// Opens the vault with an unlocker whose private half is in the header, sealed.
    fn unlock_with(
        self,
        unlocker: UnlockerId,
        open: impl FnOnce(&Unlocker, VaultId) -> Result<SecretKey, VaultError>,
    ) -> Result<Vault<Unlocked>, Refused> {
        let Self {
            header,
            state: Locked { bytes },
        } = self;
        let shared = find(&header, unlocker).and_then(|unlocker| {
            open(unlocker, header.vault)?
                .agree(unlocker.ephemeral())
                .map_err(|_| VaultError::Tampered)
        });
        match shared {
            Ok(shared) => open_root(header, bytes, unlocker, &shared, VaultError::Tampered),
            Err(error) => Err(Refused::new(header, bytes, error)),
        }
    }

    /// Starts to open the vault with a card: see [`Vault<Agreeing>`].
    ///
    /// # Errors
    /// [`VaultError::UnlockerUnknown`] when the unlocker is not a card of this vault.
    pub fn agree_with_card(
        self,
        unlocker: UnlockerId,
        seed: Seed,
    ) -> Result<Vault<Agreeing>, Refused> {
        let Self {
            header,
            state: Locked { bytes },
        } = self;
        let blinded = find(&header, unlocker).and_then(|unlocker| {
            let (curve, point) = wanted(unlocker)?;
            Blinding::make(curve, point, &mut seed.expand())
        });
        match blinded {
            Ok((blinding, point)) => {
                let state = Agreeing {
                    bytes,
                    unlocker,
                    blinding,
                    point,
                };
                Ok(Vault { header, state })
            }
            Err(error) => Err(Refused::new(header, bytes, error)),
        }
    }
}

impl Vault<Agreeing> {
    /// The point that the card must agree on with its private key. It is blinded: neither it nor the card's answer
    /// tells anybody on the way the shared secret.
    pub const fn point(&self) -> &Point {
        &self.state.point
    }

    /// The card that is wanted, and the key on it.
    pub fn card(&self) -> Option<CardKey<'_>> {
        find(&self.header, self.state.unlocker).ok()?.card()
    }

    /// Takes the card's answer: the X25519 result, or the x coordinate of a point of P-256. `local` is the secret that this
    /// host keeps for the unlocker, if it does.
    ///
    /// # Errors
    /// [`VaultError::AgreementInvalid`] for an all-zero result or one that is not of the curve, [`VaultError::CardWrong`] when
    /// the answer opens nothing, [`VaultError::LocalSecretMissing`], [`VaultError::Tampered`] when the header is not what the
    /// vault wrote.
    pub fn reply(
        self,
        answer: &[u8; 32],
        local: Option<&Secret32>,
    ) -> Result<Vault<Unlocked>, Refused> {
        let Self {
            header,
            state:
                Agreeing {
                    bytes,
                    unlocker,
                    blinding,
                    ..
                },
        } = self;
        let shared = match blinding.remove(answer) {
            Ok(shared) => shared,
            Err(error) => return Err(Refused::new(header, bytes, error)),
        };
        let is_own_pair = find(&header, unlocker)
            .is_ok_and(|unlocker| matches!(unlocker.kind(), UnlockerKind::Card { .. }));
        if is_own_pair {
            return open_root(header, bytes, unlocker, &shared, VaultError::CardWrong);
        }
        let locked = Vault {
            header,
            state: Locked { bytes },
        };
        locked.unlock_with(unlocker, |unlocker, vault| {
            unlocker.card_private_half(vault, &shared, local)
        })
    }

    /// Gives up, the vault locked as it was.
    pub fn cancel(self) -> Vault<Locked> {
        Vault {
            header: self.header,
            state: Locked {
                bytes: self.state.bytes,
            },
        }
    }
}

fn open_root(
    header: Header,
    bytes: Vec<u8>,
    unlocker: UnlockerId,
    shared: &Secret32,
    unopened: VaultError,
) -> Result<Vault<Unlocked>, Refused> {
    let root = find(&header, unlocker).and_then(|unlocker| {
        let root = unlocker.unwrap_root(header.vault, header.epoch, shared);
        root.map_err(|_| unopened)
    });
    finish(header, bytes, unlocker, root)
}

fn finish(
    header: Header,
    bytes: Vec<u8>,
    by: UnlockerId,
    root: Result<Secret32, VaultError>,
) -> Result<Vault<Unlocked>, Refused> {
    let opened = root.and_then(|root| {
        if Header::is_authentic(&bytes, header.vault, &root) {
            state::open(&header, root)
        } else {
            Err(VaultError::Tampered)
        }
    });
    match opened {
        Ok((state, keys)) => Ok(Vault {
            header,
            state: Unlocked::new(bytes, keys, state, by),
        }),
        Err(error) => Err(Refused::new(header, bytes, error)),
    }
}

fn find(header: &Header, id: UnlockerId) -> Result<&Unlocker, VaultError> {
    header
        .unlockers
        .iter()
        .find(|unlocker| unlocker.id() == id)
        .ok_or(VaultError::UnlockerUnknown)
}

/// The point that a card is asked to agree on, before it is blinded.
fn wanted(unlocker: &Unlocker) -> Result<(Curve, &[u8; 32]), VaultError> {
    match unlocker.kind() {
        UnlockerKind::Card { .. } => Ok((Curve::X25519, unlocker.ephemeral())),
        UnlockerKind::CardKey {
            curve, ephemeral, ..
        } => Ok((*curve, ephemeral)),
        _ => Err(VaultError::UnlockerUnknown),
    }
}
