//! Signatures by a key on a card: of key bindings, for credentials that an issuer has bound to it (RFC 9901 §4.3), and of nothing else. The PIN is
//! typed once; a card that wants it before each signature is shown it again, and it is wiped at the end.

use super::agree::Asking;
use super::inventory::{ToSign, find_signing};
use super::pin::{self, Progress, Subject, Taken, Unverified};
use super::{Known, Readers, Transport, run};
use crate::entropy;
use crate::error::Failure;
use crate::prompt::{PinKind, PinOccasion, Prompt};
use hailstone_core::card::hailstone::{CardKey, Channel, Open, Verified};
use hailstone_core::card::openpgp::{self, SignatureVerified};
use hailstone_core::card::piv::{self, SigningVerified};
use hailstone_core::card::{CardError, CardRef, Step, Verification};
use hailstone_core::sd_jwt::BindingInput;
use hailstone_core::secret::SecretBytes;
use hailstone_core::wire::{BridgeError, Language};

/// Whom to ask, and of what.
pub struct Signer<'a> {
    /// How the person is asked for the PIN.
    pub prompt: &'a mut dyn Prompt,
    /// Who is told how it goes.
    pub progress: &'a mut dyn FnMut(Progress),
    /// The cards of ours that a PIN may be sealed to.
    pub known: &'a Known,
    /// In which language.
    pub language: Language,
}

/// Signatures (`r || s`) of these signing inputs, all of one answer, by this key on a card. The card is held alone meanwhile, and reset at the end.
///
/// # Errors
/// [`BridgeError::MessageInvalid`] for what is no key binding, before any card is looked for; [`CardError`] in all its kinds, and those of the prompt;
/// [`Failure::CardUnknown`] for a card of ours that is not among those that are known.
pub fn sign(
    readers: &mut dyn Readers,
    signer: &mut Signer<'_>,
    card: &CardRef,
    inputs: &[&str],
) -> Result<Vec<[u8; 64]>, Failure> {
    let invalid = || Failure::from(BridgeError::MessageInvalid);
    let inputs: Result<Vec<_>, _> = inputs.iter().map(|one| BindingInput::parse(one)).collect();
    let inputs = inputs.map_err(|_| invalid())?;
    let first = inputs.first().ok_or_else(invalid)?;
    let audience = first.audience();
    if inputs.iter().any(|input| input.audience() != audience) {
        return Err(invalid());
    }
    let digests: Vec<[u8; 32]> = inputs.iter().map(|input| *input.digest()).collect();
    let occasion = PinOccasion::Sign {
        audience: Some(audience.into()),
    };
    let (mut transport, to_sign) = find_signing(readers, card)?;
    signed(&mut *transport, signer, occasion, card, to_sign, &digests)
}

/// The same of digests, by a card that is found already.
pub(super) fn signed(
    transport: &mut dyn Transport,
    signer: &mut Signer<'_>,
    occasion: PinOccasion,
    card: &CardRef,
    to_sign: ToSign,
    digests: &[[u8; 32]],
) -> Result<Vec<[u8; 64]>, Failure> {
    if let (ToSign::Hailstone(_), Some(key)) = (&to_sign, CardKey::of(card))
        && !signer.known.is_known(&key)
    {
        return Err(Failure::CardUnknown);
    }
    let mut asking = signer.asking(transport, occasion, card);
    match to_sign {
        ToSign::OpenPgp(selected) => {
            let mut selected = Some(selected);
            let open = |transport: &mut dyn Transport| {
                let card = match selected.take() {
                    Some(selected) => selected,
                    None => run(transport, openpgp::select())?,
                };
                Ok(run(transport, card.into_signature())?)
            };
            one_by_one(&mut asking, open, SignatureVerified::sign, digests)
        }
        ToSign::Piv(opened, slot) => {
            let mut opened = Some(opened);
            let open = |transport: &mut dyn Transport| {
                let card = match opened.take() {
                    Some(opened) => opened,
                    None => run(transport, piv::open())?,
                };
                Ok(card.into_signing(slot))
            };
            let signatures = one_by_one(&mut asking, open, SigningVerified::sign, digests);
            // Some cards keep a verified PIN through the reset.
            run(asking.transport, piv::forget())?;
            signatures
        }
        ToSign::Hailstone(selected) => {
            let key = CardKey::of(card).ok_or(CardError::Other)?;
            let channel = run(asking.transport, selected.connect(&key, entropy::seed()?))?;
            let mut channel = asking.verified(pin::Sealing { channel, key })?;
            let mut signatures = Vec::with_capacity(digests.len());
            for digest in digests {
                let signing = channel.sign(card.slot(), digest);
                let (back, signature) = run(asking.transport, signing)?;
                channel = back;
                signatures.push(signature);
            }
            Ok(signatures)
        }
    }
}

/// Asks for the PIN of a card of ours.
pub(super) fn ask(
    transport: &mut dyn Transport,
    signer: &mut Signer<'_>,
    occasion: PinOccasion,
    card: &CardRef,
    channel: Channel<Open>,
    key: CardKey,
) -> Result<Channel<Verified>, Failure> {
    let mut asking = signer.asking(transport, occasion, card);
    asking.verified(pin::Sealing { channel, key })
}

impl Signer<'_> {
    fn asking<'a>(
        &'a mut self,
        transport: &'a mut dyn Transport,
        occasion: PinOccasion,
        card: &CardRef,
    ) -> Asking<'a> {
        Asking {
            transport,
            prompt: self.prompt,
            progress: self.progress,
            subject: Subject {
                pin: PinKind::User,
                occasion,
                card: card.clone(),
                language: self.language,
            },
        }
    }
}

/// The PIN goes to the card before each signature: for one in 9C a PIV card wants that, and an OpenPGP card unless it is told otherwise.
fn one_by_one<C>(
    asking: &mut Asking<'_>,
    mut open: impl FnMut(&mut dyn Transport) -> Result<C, Failure>,
    sign: impl Fn(C::Granted, &[u8; 32]) -> Result<Step<[u8; 64]>, CardError>,
    digests: &[[u8; 32]],
) -> Result<Vec<[u8; 64]>, Failure>
where
    C: Unverified + Send + 'static,
    C::Granted: Send + 'static,
{
    let (granted, pin) = asking.personal(|transport| open(transport).map(Keeping))?;
    let mut granted = Some(granted);
    let mut signatures = Vec::with_capacity(digests.len());
    for digest in digests {
        let card = match granted.take() {
            Some(granted) => granted,
            None => {
                (asking.progress)(Progress::CardWorking);
                let card = open(asking.transport)?;
                again(asking.transport, card, &pin)?
            }
        };
        signatures.push(run(asking.transport, sign(card, digest))?);
    }
    Ok(signatures)
}

/// A PIN that was right is right once more.
fn again<C: Unverified>(
    transport: &mut dyn Transport,
    card: C,
    pin: &SecretBytes,
) -> Result<C::Granted, Failure> {
    match card.verify(copied(pin)) {
        Ok(step) => match run(transport, step)? {
            Verification::Granted(granted) => Ok(granted),
            Verification::Refused(_, error) => Err(error.into()),
        },
        Err((_, failure)) => Err(failure),
    }
}

/// A card that is shown its PIN more than once: what was right is given back, to be wiped when that is done.
struct Keeping<C>(C);

impl<C> Unverified for Keeping<C>
where
    C: Unverified + Send + 'static,
    C::Granted: Send + 'static,
{
    type Granted = (C::Granted, SecretBytes);

    fn tries_left(&self) -> Option<u8> {
        self.0.tries_left()
    }

    fn verify(self, pin: SecretBytes) -> Result<Taken<Self>, (Self, Failure)> {
        let kept = copied(&pin);
        match self.0.verify(pin) {
            Ok(step) => Ok(step.and_then(|step| {
                step.map(move |outcome| match outcome {
                    Verification::Granted(granted) => Verification::Granted((granted, kept)),
                    Verification::Refused(card, error) => Verification::Refused(Self(card), error),
                })
            })),
            Err((card, failure)) => Err((Self(card), failure)),
        }
    }
}

/// A second one of a value that is shown twice.
fn copied(value: &SecretBytes) -> SecretBytes {
    SecretBytes::new(value.expose().to_vec())
}

impl Unverified for openpgp::Signature {
    type Granted = openpgp::SignatureVerified;

    fn tries_left(&self) -> Option<u8> {
        Some(self.tries_left())
    }

    fn verify(self, pin: SecretBytes) -> Result<Taken<Self>, (Self, Failure)> {
        Ok(self.verify(pin))
    }
}

impl Unverified for piv::Signing {
    type Granted = piv::SigningVerified;

    fn tries_left(&self) -> Option<u8> {
        self.tries_left()
    }

    fn verify(self, pin: SecretBytes) -> Result<Taken<Self>, (Self, Failure)> {
        Ok(self.verify(&pin))
    }
}
