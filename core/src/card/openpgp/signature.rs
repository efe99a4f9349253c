//! The signature key, where it is one of P-256: PSO: COMPUTE DIGITAL SIGNATURE (OpenPGP card 3.4.1 §7.2.10). It is the person's own, for their
//! mail too, so it signs nothing but what an issuer bound to it.

use super::application::{Application, Serial};
use super::judgement::{self, Shown};
use super::key::{self, SignatureAlgorithm};
use super::{Pin, Selected, Verification, send};
use crate::card::apdu::Command;
use crate::card::error::CardError;
use crate::card::point::{Curve, Point};
use crate::card::status::Status;
use crate::card::step::Step;
use crate::card::{self, CardRef};
use crate::secret::SecretBytes;
use alloc::string::ToString;

/// Control reference template of the signature key (OpenPGP card 3.4.1 §7.2.14). Its tag is what the key is called in a [`CardRef`].
const SLOT: [u8; 2] = [0xb6, 0x00];

/// PW1 for one signature, or for several (OpenPGP card 3.4.1 §7.2.2).
const FOR_SIGNATURES: u8 = 0x81;

/// A card whose signature key is of P-256. No PIN is verified.
#[derive(Debug)]
pub struct Signature {
    application: Application,
    public_key: Point,
}

/// The same, and the key may be used, once.
#[derive(Debug)]
pub struct SignatureVerified {
    application: Application,
}

impl Serial {
    /// The signature key of the card with this serial.
    pub fn signature(self) -> CardRef {
        let [reference, _] = SLOT;
        CardRef::known(card::Application::Openpgp, self.to_string(), reference)
    }

    /// The card that is named, where its signature key is.
    pub fn of_signature(card: &CardRef) -> Option<Self> {
        Self::parse(card.serial()).filter(|serial| serial.signature() == *card)
    }
}

impl Selected {
    /// Towards one signature: reads the public half of the key.
    ///
    /// # Errors
    /// [`CardError::SignatureKeyAbsent`], [`CardError::SignatureKeyUnsupported`].
    pub fn into_signature(self) -> Result<Step<Signature>, CardError> {
        let application = self.application;
        match application.signature_algorithm {
            _ if !application.signature_announced() => return Err(CardError::SignatureKeyAbsent),
            SignatureAlgorithm::P256 => {}
            SignatureAlgorithm::Other => return Err(CardError::SignatureKeyUnsupported),
        }
        let read = Command::new(0x47, 0x81, 0x00)
            .with(SecretBytes::new(SLOT.into()))
            .answered();
        send(read, application.lengths).then(|response| {
            if response.status == Status::DATA_NOT_FOUND {
                return Err(CardError::SignatureKeyAbsent);
            }
            let public_key = key::point(Curve::P256, response.ok()?.expose())?;
            Ok(Step::Done(Signature {
                application,
                public_key,
            }))
        })
    }
}

impl Signature {
    /// The card's own name.
    pub const fn serial(&self) -> Serial {
        self.application.serial
    }

    /// The public half of the key, as the card tells it.
    pub const fn public_key(&self) -> &Point {
        &self.public_key
    }

    /// How many tries the PIN has left.
    pub const fn tries_left(&self) -> u8 {
        self.application.pin.tries(Pin::User)
    }

    /// Gives the PIN to the card, for one signature. A PIN that the card's own rules exclude is refused without using a try.
    ///
    /// # Errors
    /// Whatever is no answer to the question whether the PIN is right.
    pub fn verify(
        self,
        pin: SecretBytes,
    ) -> Result<Step<Verification<SignatureVerified, Self>>, CardError> {
        let public_key = self.public_key;
        let shown = Shown {
            which: Pin::User,
            reference: FOR_SIGNATURES,
        };
        judgement::verify_as(
            self.application,
            shown,
            pin,
            |application| SignatureVerified { application },
            move |application| Self {
                application,
                public_key,
            },
        )
    }
}

impl SignatureVerified {
    /// A signature (`r || s`) of a digest. The card counts it.
    ///
    /// # Errors
    /// [`CardError::TouchMissing`] where nobody touched a card that wants it; [`CardError::Malformed`] for a signature that is none of P-256.
    pub fn sign(self, digest: &[u8; 32]) -> Result<Step<[u8; 64]>, CardError> {
        const EXPECTED: CardError = CardError::Malformed("a signature of 64 bytes");
        let sign = Command::new(0x2a, 0x9e, 0x9a)
            .with(SecretBytes::new((*digest).into()))
            .answered();
        let touch = self.application.signature_touch;
        send(sign, self.application.lengths).then(move |response| match response.status {
            Status::DATA_NOT_FOUND => Err(CardError::SignatureKeyAbsent),
            Status::SECURITY_NOT_SATISFIED | Status::CONDITIONS_NOT_SATISFIED if touch => {
                Err(CardError::TouchMissing)
            }
            _ => {
                let answer = response.ok()?;
                let signature = answer.expose().try_into().map_err(|_| EXPECTED)?;
                Ok(Step::Done(signature))
            }
        })
    }
}
