//! The PIN first, and the management key after it: cards may keep theirs where the PIN opens it.

use super::management::ManagementKey;
use super::object::Object;
use super::setup::Ready;
use super::{Card, Piv, pin};
use crate::card::Verification;
use crate::card::apdu::Response;
use crate::card::error::CardError;
use crate::card::step::Step;
use crate::card::tlv;
use crate::entropy::Seed;
use crate::secret::SecretBytes;

/// Yubico's tags for what is protected by the PIN, and for the management key in it.
const PROTECTED: u16 = 0x88;
const KEY: u16 = 0x89;

/// A card whose PIN is verified, on the way to its management key.
#[derive(Debug)]
pub struct Holder {
    card: Card,
}

impl Piv {
    /// Gives the PIN to the card, before its management key.
    ///
    /// # Errors
    /// Whatever is no answer to the question whether the PIN is right.
    pub fn verify(self, pin: &SecretBytes) -> Result<Step<Verification<Holder, Self>>, CardError> {
        pin::verify(self.card, pin, |card| Holder { card }, |card| Self { card })
    }
}

impl Holder {
    /// The management key that YubiKey Manager has put into the printed information (5FC109), which wants the PIN to be read. `None` where
    /// there is none, whatever else is there.
    ///
    /// # Errors
    /// None but of an answer that is none.
    pub fn stored_key(self) -> Result<Step<(Self, Option<ManagementKey>)>, CardError> {
        Object::PRINTED.get()?.then(|response| {
            let key = stored(&response);
            Ok(Step::Done((self, key)))
        })
    }

    /// As [`Piv::administer`].
    ///
    /// # Errors
    /// Whatever is no answer to the question whether the key is right.
    pub fn administer(
        self,
        key: ManagementKey,
        seed: Seed,
    ) -> Result<Step<Verification<Ready, Self>>, CardError> {
        let card = Piv { card: self.card };
        card.administer(key, seed)?.map(|outcome| match outcome {
            Verification::Granted(administered) => Verification::Granted(Ready::new(administered)),
            Verification::Refused(Piv { card }, error) => {
                Verification::Refused(Self { card }, error)
            }
        })
    }
}

fn stored(response: &Response) -> Option<ManagementKey> {
    if !response.status.is_ok() {
        return None;
    }
    let content = tlv::find(response.data.expose(), 0x53).ok()??;
    let protected = tlv::find(content, PROTECTED).ok()??;
    let key = tlv::find(protected, KEY).ok()??;
    ManagementKey::new(SecretBytes::new(key.to_vec()))
}
