//! A key on a card, of either curve. What the card agrees on seals the private half of a pair of the unlocker's own, so that the
//! root is wrapped anew without the card, as for every other kind. A second secret that never leaves a host may be needed beside the
//! card.

use super::VaultError;
use super::agreement;
use super::kind::UnlockerKind;
use super::unlocker::{HalfNotAuthentic, Root, SealedHalf, Unlocker, check_label};
use crate::card::{Application, CardRef, Curve, Point};
use crate::entropy::Random;
use crate::hazmat::{hash, x25519};
use crate::id::VaultId;
use crate::label::Label;
use crate::secret::Secret32;

const LABELS: (Label, Label) = (Label::CardPrivateKey, Label::CardPrivateHalf);

/// Which key, on which card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CardKey<'a> {
    /// The application on the card.
    pub application: Application,
    /// The application's own name for this card.
    pub serial: &'a str,
    /// The application's own number of the key (PIV: the key reference, SP 800-73-5 Part 1 Table 4b); 0 where it has one only.
    pub slot: u8,
    /// The key's curve.
    pub curve: Curve,
    /// The public half: a u coordinate (RFC 7748 §5), or the x coordinate of a point of P-256.
    pub public_key: [u8; 32],
}

impl<'a> CardKey<'a> {
    /// The key that a card says it has.
    pub fn new(card: &'a CardRef, public_key: &Point) -> Self {
        Self {
            application: card.application(),
            serial: card.serial(),
            slot: card.slot(),
            curve: public_key.curve(),
            public_key: public_key.x(),
        }
    }

    /// Which key it is.
    ///
    /// # Errors
    /// [`VaultError::HeaderMalformed`] for a name that no card has.
    pub fn card(&self) -> Result<CardRef, VaultError> {
        CardRef::new(self.application, self.serial, self.slot)
            .map_err(|_| VaultError::HeaderMalformed)
    }
}

impl Unlocker {
    /// An unlocker for a key on a card.
    pub(super) fn for_card_key(
        vault: VaultId,
        label: &str,
        card: &CardKey<'_>,
        local: Option<&Secret32>,
        root: Root<'_>,
        random: &mut Random,
    ) -> Result<Self, VaultError> {
        check_label(card.serial)?;
        let (ephemeral, shared) = agreement::with_fresh_key(card.curve, &card.public_key, random)?;
        let secret = secret(card, &ephemeral, &shared, local);
        let salt = random.make();
        let half = SealedHalf::make(vault, &secret, &salt, LABELS, random)?;
        let kind = UnlockerKind::CardKey {
            application: card.application,
            serial: card.serial.into(),
            slot: card.slot,
            curve: card.curve,
            card_key: card.public_key,
            ephemeral,
            local: local.is_some(),
            salt,
            private_half: half.sealed,
        };
        Self::wrapped(vault, half.id, label, half.public_key, kind, root, random)
    }

    /// The private half, from what the card agreed on.
    pub(super) fn card_private_half(
        &self,
        vault: VaultId,
        shared: &Secret32,
        local: Option<&Secret32>,
    ) -> Result<x25519::SecretKey, VaultError> {
        let UnlockerKind::CardKey {
            ephemeral,
            local: wants_local,
            salt,
            private_half,
            ..
        } = self.kind()
        else {
            return Err(VaultError::UnlockerUnknown);
        };
        let card = self.card().ok_or(VaultError::UnlockerUnknown)?;
        let local = match (wants_local, local) {
            (false, _) => None,
            (true, Some(local)) => Some(local),
            (true, None) => return Err(VaultError::LocalSecretMissing),
        };
        let secret = secret(&card, ephemeral, shared, local);
        self.open_half(vault, &secret, salt, LABELS, private_half)
            .map_err(|HalfNotAuthentic| VaultError::CardWrong)
    }
}

/// `application (1) || slot (1) || curve (1) || local (1) || card's public half (32) || ephemeral (32) || serial`.
fn secret(
    card: &CardKey<'_>,
    ephemeral: &[u8; 32],
    shared: &Secret32,
    local: Option<&Secret32>,
) -> Secret32 {
    let application = match card.application {
        Application::Openpgp => 0,
        Application::Piv => 1,
        Application::Hailstone => 2,
    };
    let curve = match card.curve {
        Curve::X25519 => 0,
        Curve::P256 => 1,
    };
    let numbers = [application, card.slot, curve, u8::from(local.is_some())];
    let context: [&[u8]; 4] = [
        &numbers,
        &card.public_key,
        ephemeral,
        card.serial.as_bytes(),
    ];
    // RFC 5869 §2.2: without a salt, as many zeros as the hash has bytes.
    let none = Secret32::take(&mut [0; 32]);
    let salt = local.unwrap_or(&none).expose();
    hash::derive_key(Label::CardSecret, salt, shared, &context)
}
