//! A key on a card that issuers can bind credentials to: one that is there, or on a card of ours a new one. What the card says of it is believed when
//! it has signed with it.

use super::inventory::{On, ToSign, find_any};
use super::signing::{Signer, ask, signed};
use super::{Readers, Transport, run};
use crate::entropy;
use crate::error::{Argument, Failure};
use crate::prompt::PinOccasion;
use hailstone_core::card::hailstone::{self, CardKey, Hailstone, KeyType};
use hailstone_core::card::openpgp::{self, Serial};
use hailstone_core::card::piv::{self, SigningSlot};
use hailstone_core::card::{CardError, CardRef, KeyProof, Point};
use hailstone_core::credential::CardHolder;

/// Which key is wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sought {
    /// The card, by any key on it; the only one there is, if not said.
    pub card: Option<CardRef>,
    /// The application's number of the key; the usual one, if not said.
    pub slot: Option<u8>,
    /// A card of ours makes a key where it has none.
    pub make: bool,
}

/// The slots of our own application for other keys than the one that opens vaults.
const OTHERS: std::ops::RangeInclusive<u8> = 2..=4;

/// Finds the key, makes it where that was asked for, and has the card sign with it. A key that is there is never replaced.
///
/// # Errors
/// [`CardError::SignatureKeyAbsent`], [`CardError::SignatureKeyUnsupported`], [`Argument::Slot`] where the card has no such key; as
/// [`super::sign`].
pub fn holder(
    readers: &mut dyn Readers,
    signer: &mut Signer<'_>,
    sought: &Sought,
) -> Result<CardHolder, Failure> {
    const WRONG_SLOT: Failure = Failure::ArgumentInvalid(Argument::Slot);
    let (mut transport, found) = find_any(readers, sought.card.as_ref())?;
    let transport = &mut *transport;
    match found.on {
        On::OpenPgp(card) => {
            let key = card.serial().signature();
            if sought.slot.is_some_and(|slot| slot != key.slot()) {
                return Err(WRONG_SLOT);
            }
            on_openpgp(transport, signer, key, card.serial())
        }
        On::Piv { name, .. } => {
            let slot = match sought.slot {
                None => SigningSlot::default(),
                Some(slot) => SigningSlot::new(slot).ok_or(WRONG_SLOT)?,
            };
            let name = name.ok_or(CardError::Unsupported("a PIV card without a name"))?;
            let opened = run(transport, piv::open())?;
            let to_sign = ToSign::Piv(opened, slot);
            proved(transport, signer, slot.card(name), to_sign, None)
        }
        On::Hailstone { key, .. } => {
            if sought.slot.is_some_and(|slot| !OTHERS.contains(&slot)) {
                return Err(WRONG_SLOT);
            }
            let opened = run(transport, hailstone::open())?;
            on_hailstone(transport, signer, &key, opened, sought)
        }
    }
}

fn on_openpgp(
    transport: &mut dyn Transport,
    signer: &mut Signer<'_>,
    key: CardRef,
    serial: Serial,
) -> Result<CardHolder, Failure> {
    let selected = run(transport, openpgp::select())?;
    if selected.serial() != serial {
        return Err(CardError::Other.into());
    }
    let signature = run(transport, selected.into_signature())?;
    let told = signature.public_key().clone();
    let to_sign = ToSign::OpenPgp(run(transport, openpgp::select())?);
    proved(transport, signer, key, to_sign, Some(&told))
}

/// Has the card sign what means nothing.
fn proved(
    transport: &mut dyn Transport,
    signer: &mut Signer<'_>,
    key: CardRef,
    to_sign: ToSign,
    told: Option<&Point>,
) -> Result<CardHolder, Failure> {
    let proof = KeyProof::make(entropy::seed()?);
    let digests = proof.digests(told);
    let occasion = PinOccasion::Prove;
    let signatures = signed(transport, signer, occasion, &key, to_sign, digests)?;
    Ok(CardHolder::new(key, &proof.key(told, &signatures)?)?)
}

fn on_hailstone(
    transport: &mut dyn Transport,
    signer: &mut Signer<'_>,
    card: &CardKey,
    opened: Hailstone,
    sought: &Sought,
) -> Result<CardHolder, Failure> {
    if !signer.known.is_known(card) {
        return Err(Failure::CardUnknown);
    }
    let channel = run(transport, opened.connect(card, entropy::seed()?))?;
    let kind = |slot: u8| {
        let keys = channel.status().keys;
        let byte = keys.get(usize::from(slot).wrapping_sub(1)).copied();
        byte.unwrap_or_default()
    };
    let signs = |slot: &u8| KeyType::of(kind(*slot)) == Some(KeyType::Signature);
    let free = |slot: &u8| kind(*slot) == 0;
    // Which slot, before anybody is asked for a PIN.
    let mut slots = match sought.slot {
        Some(slot) => slot..=slot,
        None => OTHERS,
    };
    let slot = match slots.clone().find(signs) {
        Some(slot) => slot,
        None if sought.make => slots.find(free).ok_or(CardError::SlotsTaken)?,
        None if sought.slot.is_some_and(|slot| !free(&slot)) => {
            return Err(CardError::SignatureKeyUnsupported.into());
        }
        None => return Err(CardError::SignatureKeyAbsent.into()),
    };
    let is_there = signs(&slot);
    let key = card.card(slot);
    let channel = ask(transport, signer, PinOccasion::Prove, &key, channel, *card)?;
    let (channel, told) = if is_there {
        match run(transport, channel.public_key(slot))? {
            (channel, (KeyType::Signature, point)) => (channel, point),
            _ => return Err(CardError::SignatureKeyUnsupported.into()),
        }
    } else {
        run(transport, channel.generate(KeyType::Signature, slot))?
    };
    let proof = KeyProof::make(entropy::seed()?);
    let [digest] = proof.digests(Some(&told)) else {
        return Err(CardError::Malformed("one number to sign").into());
    };
    let (_, signature) = run(transport, channel.sign(slot, digest))?;
    let key = CardHolder::new(key, &proof.key(Some(&told), &[signature])?)?;
    Ok(key)
}
