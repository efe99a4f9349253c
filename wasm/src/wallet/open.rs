//! Creating and unlocking.

use super::{State, Wallet};
use crate::error::Failure;
use crate::host::{calibrated, make_seed, now};
use hailstone_core::card::{CardRef, Point};
use hailstone_core::id::UnlockerId;
use hailstone_core::secret::{Secret32, SecretBytes};
use hailstone_core::vault::{
    Agreeing, CardKey, Content, Edit, Locked, NewUnlocker, RecoveryKey, Refused, Unlocked,
    UnlockerKind, Vault, VaultError,
};
use wasm_bindgen::prelude::wasm_bindgen;

/// What a card must do: agree on a point with its private key.
#[wasm_bindgen]
#[derive(Debug)]
pub struct CardAgreement {
    card: CardRef,
    point: Vec<u8>,
}

#[wasm_bindgen]
impl CardAgreement {
    /// The key on a card that is wanted, as `openpgp:000F:A1B2C3D4`.
    #[wasm_bindgen(getter)]
    pub fn card(&self) -> String {
        self.card.to_string()
    }

    /// The blinded point: 32 bytes (X25519), or 65 (P-256).
    #[wasm_bindgen(getter)]
    pub fn point(&self) -> Vec<u8> {
        self.point.clone()
    }
}

impl CardAgreement {
    fn of(vault: &Vault<Agreeing>) -> Result<Self, VaultError> {
        let key = vault.card().ok_or(VaultError::UnlockerUnknown)?;
        Ok(Self {
            card: key.card()?,
            point: vault.point().as_bytes().into(),
        })
    }
}

/// The key on a card that JavaScript speaks of, and its public half: 32 bytes, or 65.
pub(super) fn card_key(card: &str, public_key: &[u8]) -> Result<(CardRef, Point), Failure> {
    let card = card.parse().map_err(|_| Failure::ARGUMENT)?;
    let public_key = Point::parse(public_key).ok_or(Failure::ARGUMENT)?;
    Ok((card, public_key))
}

#[wasm_bindgen]
impl Wallet {
    /// Creates the vault with a passphrase as its first unlocker, and leaves it unlocked.
    ///
    /// # Errors
    /// `wallet.vault_exists`, `vault.*`, `store.*`; nothing is stored then.
    #[wasm_bindgen(js_name = createWithPassphrase)]
    pub async fn create_with_passphrase(
        &self,
        label: &str,
        passphrase: String,
    ) -> Result<(), Failure> {
        let passphrase = SecretBytes::from(passphrase);
        self.create(&NewUnlocker::Passphrase {
            label,
            passphrase: &passphrase,
            cost: calibrated()?,
        })
        .await
    }

    /// Starts to create the vault with a card as its first unlocker. Nothing is stored before the card has proved
    /// that it opens the new vault: [`Wallet::finish_create_with_card`].
    ///
    /// # Errors
    /// `wallet.vault_exists`, `wallet.argument_invalid`, `vault.*`.
    #[wasm_bindgen(js_name = beginCreateWithCard)]
    pub fn begin_create_with_card(
        &self,
        label: &str,
        card: &str,
        #[wasm_bindgen(js_name = publicKey)] public_key: &[u8],
    ) -> Result<CardAgreement, Failure> {
        self.check_none()?;
        let (card, public_key) = card_key(card, public_key)?;
        let new = NewUnlocker::Card {
            label,
            key: CardKey::new(&card, &public_key),
            local: None,
        };
        let (_, created) = Vault::create(&new, now(), make_seed()?)?;
        let locked = Vault::read(created.header())?;
        let unlocker = locked
            .unlockers()
            .first()
            .map(hailstone_core::vault::Unlocker::id);
        let unlocker = unlocker.ok_or(VaultError::UnlockerUnknown)?;
        let vault = locked
            .agree_with_card(unlocker, make_seed()?)
            .map_err(|refused| refused.error)?;
        let agreement = CardAgreement::of(&vault)?;
        self.put(State::Agreeing {
            vault,
            created: Some(created),
        });
        Ok(agreement)
    }

    /// Stores the new vault if the card's answer opens it, and leaves it unlocked.
    ///
    /// # Errors
    /// `vault.card_wrong`, `vault.agreement_invalid`, `store.*`; nothing is stored then.
    #[wasm_bindgen(js_name = finishCreateWithCard)]
    pub async fn finish_create_with_card(&self, shared: &[u8]) -> Result<(), Failure> {
        let (vault, created) = match self.take()? {
            State::Agreeing {
                vault,
                created: Some(created),
            } => (vault, created),
            state => {
                self.put(state);
                return Err(Failure::OUT_OF_ORDER);
            }
        };
        let outcome = async {
            let answer = shared.try_into().map_err(|_| Failure::ARGUMENT)?;
            let vault = vault
                .reply(&answer, None)
                .map_err(|refused| refused.error)?;
            hailstone_core::vault::Store::apply(&self.store, &created).await?;
            Ok(vault)
        };
        match outcome.await {
            Ok(vault) => {
                self.put(State::Unlocked(noted(vault)));
                Ok(())
            }
            Err(failure) => {
                self.put(State::None);
                Err(failure)
            }
        }
    }

    /// Unlocks with anything but a card. `secret` is what this kind of unlocker needs: the passphrase in UTF-8 (Unicode
    /// Normalization Form C), the sixteen bytes that the words of a recovery sheet or of enough shares say, or the 32 bytes that a passkey's PRF
    /// gave for the unlocker's salt. A passphrase takes about half a second.
    ///
    /// # Errors
    /// `vault.passphrase_wrong`, `vault.recovery_wrong`, `vault.passkey_wrong`, other `vault.*`, `store.*`; the vault stays
    /// locked.
    pub async fn unlock(
        &self,
        #[wasm_bindgen(js_name = unlockerId)] unlocker_id: &str,
        secret: Vec<u8>,
    ) -> Result<(), Failure> {
        let secret = SecretBytes::new(secret);
        let vault = self.take_locked()?;
        self.finish(open_with(vault, unlocker_id, &secret)).await
    }

    /// Starts to unlock with a card; the answer goes to [`Wallet::finish_unlock_with_card`].
    ///
    /// # Errors
    /// `vault.unlocker_unknown`; the vault stays locked.
    #[wasm_bindgen(js_name = beginUnlockWithCard)]
    pub fn begin_unlock_with_card(
        &self,
        #[wasm_bindgen(js_name = unlockerId)] unlocker_id: &str,
    ) -> Result<CardAgreement, Failure> {
        let unlocker = UnlockerId::parse(unlocker_id).ok_or(VaultError::UnlockerUnknown)?;
        let seed = make_seed()?;
        match self.take_locked()?.agree_with_card(unlocker, seed) {
            Ok(vault) => {
                let agreement = CardAgreement::of(&vault);
                self.put(State::Agreeing {
                    vault,
                    created: None,
                });
                Ok(agreement?)
            }
            Err(refused) => Err(self.refuse(refused)),
        }
    }

    /// Unlocks with the card's answer, 32 bytes.
    ///
    /// # Errors
    /// `vault.card_wrong`, `vault.agreement_invalid`, other `vault.*`, `store.*`; the vault stays locked.
    #[wasm_bindgen(js_name = finishUnlockWithCard)]
    pub async fn finish_unlock_with_card(&self, shared: &[u8]) -> Result<(), Failure> {
        let answer: Result<[u8; 32], _> = shared.try_into();
        match (self.take()?, answer) {
            (
                State::Agreeing {
                    vault,
                    created: None,
                },
                Ok(answer),
            ) => self.finish(vault.reply(&answer, None)).await,
            (
                State::Agreeing {
                    vault,
                    created: None,
                },
                Err(_),
            ) => {
                self.put(State::Locked(vault.cancel()));
                Err(Failure::ARGUMENT)
            }
            (state, _) => {
                self.put(state);
                Err(Failure::OUT_OF_ORDER)
            }
        }
    }
}

impl Wallet {
    /// Creates the vault, and leaves it unlocked; nothing is stored where that fails.
    pub(super) async fn create(&self, first: &NewUnlocker<'_>) -> Result<(), Failure> {
        self.check_none()?;
        let (vault, created) = Vault::create(first, now(), make_seed()?)?;
        self.take()?;
        let applied = hailstone_core::vault::Store::apply(&self.store, &created).await;
        self.put(if applied.is_ok() {
            State::Unlocked(noted(vault))
        } else {
            State::None
        });
        Ok(applied?)
    }

    pub(super) fn check_none(&self) -> Result<(), Failure> {
        match &*self.state.borrow() {
            // A card that was asked to open a new vault and never did has made none.
            State::None
            | State::Agreeing {
                created: Some(_), ..
            } => Ok(()),
            State::Busy => Err(Failure::OUT_OF_ORDER),
            _ => Err(Failure::EXISTS),
        }
    }

    pub(super) fn take_locked(&self) -> Result<Vault<Locked>, Failure> {
        match self.take()? {
            State::Locked(vault) => Ok(vault),
            // A card that never answered does not stand in the way of another unlocker.
            State::Agreeing {
                vault,
                created: None,
            } => Ok(vault.cancel()),
            state => {
                self.put(state);
                Err(Failure::OUT_OF_ORDER)
            }
        }
    }

    pub(super) fn refuse(&self, refused: Refused) -> Failure {
        self.put(State::Locked(*refused.vault));
        refused.error.into()
    }

    /// Leaves the vault unlocked, and writes the receipts that waited for it. Where these cannot be written now they wait on:
    /// the unlock has happened all the same.
    pub(super) async fn finish(
        &self,
        unlocked: Result<Vault<Unlocked>, Refused>,
    ) -> Result<(), Failure> {
        let mut vault = unlocked.map_err(|refused| self.refuse(refused))?;
        if let Err(failure) = self.finish_restore(&mut vault).await {
            self.put(State::Locked(vault.lock()));
            return Err(failure);
        }
        self.admit(noted(vault))?;
        drop(self.write_waiting_receipts().await);
        Ok(())
    }

    pub(super) async fn write_waiting_receipts(&self) -> Result<(), Failure> {
        if self.unwritten.borrow().is_empty() {
            return Ok(());
        }
        self.unlocked(async |vault| {
            let receipts = self.unwritten.borrow().clone();
            let edits = receipts
                .into_iter()
                .map(|receipt| Edit::Insert(Content::Receipt(Box::new(receipt))));
            self.write(vault, &edits.collect::<Vec<_>>()).await?;
            self.unwritten.borrow_mut().clear();
            Ok(())
        })
        .await
    }
}

/// Opens a vault with what its unlocker needs: see [`Wallet::unlock`].
pub(super) fn open_with(
    vault: Vault<Locked>,
    unlocker: &str,
    secret: &SecretBytes,
) -> Result<Vault<Unlocked>, Refused> {
    let id = UnlockerId::parse(unlocker);
    let known = vault.unlockers().iter().find(|one| Some(one.id()) == id);
    let kind = known.map(|one| (one.id(), one.kind()));
    let error = match kind {
        Some((id, UnlockerKind::Passphrase { .. })) => {
            return vault.unlock_with_passphrase(id, secret);
        }
        Some((id, UnlockerKind::Recovery { .. })) => match RecoveryKey::read(secret) {
            Some(key) => return vault.unlock_with_recovery(id, &key),
            None => VaultError::RecoveryWrong,
        },
        Some((id, UnlockerKind::Shares { .. })) => match RecoveryKey::read(secret) {
            Some(key) => return vault.unlock_with_joined(id, &key),
            None => VaultError::RecoveryWrong,
        },
        Some((id, UnlockerKind::Passkey { .. })) => match Secret32::read(secret) {
            Some(output) => return vault.unlock_with_passkey(id, &output),
            None => VaultError::PasskeyWrong,
        },
        _ => VaultError::UnlockerUnknown,
    };
    Err(Refused {
        vault: Box::new(vault),
        error,
    })
}

/// What opened the vault is noted; that is written down with the next change.
fn noted(mut vault: Vault<Unlocked>) -> Vault<Unlocked> {
    vault.note_use(vault.opened_by(), now());
    vault
}
