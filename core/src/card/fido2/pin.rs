//! The PIN (authenticatorClientPIN, CTAP 2.2 §6.5): how many tries are left, a first one, and the tokens that it is good for.

use super::message::{
    CLIENT_PIN, Link, PIN_INVALID, PIN_POLICY_VIOLATION, answered, error, ok, send,
};
use super::protocol::Shared;
use super::{Fido2, Info};
use crate::card::Verification;
use crate::card::error::CardError;
use crate::card::step::Step;
use crate::cbor::Item;
use crate::entropy::{Random, Seed};
use crate::hazmat::hash::sha256_secret;
use crate::secret::{Secret32, SecretBytes};
use alloc::string::String;
use core::fmt;

/// CTAP 2.2 §6.5.1: at most 63 bytes of UTF-8.
const MOST: u8 = 63;
/// What a new PIN is filled up to (§6.5.5.5).
const PADDED: usize = 64;

/// What a token is wanted for (CTAP 2.2 §6.5.5.7, `permissions`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Permission {
    /// To make a credential.
    MakeCredential,
    /// To ask one.
    GetAssertion,
    /// To write large blobs.
    LargeBlobWrite,
}

impl Permission {
    const fn bits(self) -> i8 {
        match self {
            Self::MakeCredential => 0x01,
            Self::GetAssertion => 0x02,
            Self::LargeBlobWrite => 0x10,
        }
    }
}

/// A conversation that shares a secret with the key.
pub(super) struct Session {
    pub(super) link: Link,
    pub(super) info: Info,
    pub(super) random: Random,
    pub(super) shared: Shared,
    tries_left: u8,
}

/// A key that waits for its PIN.
pub struct Unverified(Session);

/// A key that was shown its PIN.
pub struct Verified {
    pub(super) session: Session,
    pin_hash: SecretBytes,
    token: Option<(Permission, Secret32)>,
}

impl Fido2 {
    /// Agrees on a secret with the key, and asks how many tries the PIN has left.
    ///
    /// # Errors
    /// [`CardError::PrfAbsent`], [`CardError::PinUnset`], [`CardError::PinBlocked`], [`CardError::PinPaused`].
    pub fn prepare(self, seed: Seed) -> Result<Step<Unverified>, CardError> {
        if !self.info.is_usable() {
            return Err(CardError::PrfAbsent);
        }
        if !self.info.has_pin() {
            return Err(CardError::PinUnset);
        }
        agree(self.link, self.info, seed.expand())
    }

    /// Gives a key without a PIN its first one, which the host has brought to Unicode Normalization Form C.
    ///
    /// # Errors
    /// [`CardError::PinLength`] for one that the key does not take. Nothing was set then.
    pub fn set_pin(self, pin: &SecretBytes, seed: Seed) -> Result<Step<Self>, CardError> {
        let Self { link, mut info } = self;
        let too_short = CardError::PinLength {
            least: info.least_pin(),
            most: MOST,
        };
        let characters = core::str::from_utf8(pin.expose()).map_or(0, |pin| pin.chars().count());
        let length = pin.expose().len();
        if characters < usize::from(info.least_pin()) || length > usize::from(MOST) {
            return Err(too_short);
        }
        let mut padded = SecretBytes::new(alloc::vec![0; PADDED]);
        for (place, byte) in padded.expose_mut().iter_mut().zip(pin.expose()) {
            *place = *byte;
        }
        let protocol = info.protocol.ok_or(CardError::PrfAbsent)?;
        let mut random = seed.expand();
        key_agreement(link, protocol.number())?.and_then(move |key| {
            let shared = Shared::encapsulate(protocol, &key, &mut random)?;
            let sealed = shared.encrypt(padded.expose(), &mut random);
            let request = Item::map([
                (1, Some(protocol.item())),
                (2, Some(Item::integer(0x03))),
                (3, Some(shared.key_agreement())),
                (4, Some(shared.authenticate(&sealed))),
                (5, Some(Item::bytes(sealed))),
            ]);
            send(link, CLIENT_PIN, Some(&request)).then(move |response| {
                match answered(response)?.0 {
                    0 => {
                        info.pin = Some(true);
                        Ok(Step::Done(Self { link, info }))
                    }
                    PIN_POLICY_VIOLATION => Err(too_short),
                    status => Err(error(status)),
                }
            })
        })
    }
}

impl Unverified {
    /// How many tries the PIN has left, at least one. After three wrong ones in a row the key wants to be without power first.
    pub const fn tries_left(&self) -> u8 {
        self.0.tries_left
    }

    /// Shows the key its PIN, for a token with this permission at this relying party; each later step gets a token of its own.
    ///
    /// # Errors
    /// [`CardError::PinBlocked`], [`CardError::PinPaused`] after too many wrong ones.
    pub fn verify(
        self,
        pin: &SecretBytes,
        permission: Permission,
        relying_party: &str,
    ) -> Result<Step<Verification<Verified, Self>>, CardError> {
        let hash = sha256_secret(&[pin.expose()]);
        let (pin_hash, _) = hash.expose().split_at(16);
        let pin_hash = SecretBytes::new(pin_hash.to_vec());
        let asked = ask_token(self.0, &pin_hash, permission, relying_party)?;
        asked.and_then(move |asked| match asked {
            Asked::Token(session, token) => Ok(Step::Done(Verification::Granted(Verified {
                session,
                pin_hash,
                token: Some((permission, token)),
            }))),
            // The key has another key pair now, and one try less.
            Asked::Wrong(session) => {
                agree(session.link, session.info, session.random)?.map(|unverified: Unverified| {
                    let tries_left = unverified.tries_left();
                    Verification::Refused(unverified, CardError::PinWrong { tries_left })
                })
            }
        })
    }
}

impl Verified {
    /// A token for one step: the one from the PIN's verification if it fits, else a new one. A key takes the permissions of a token
    /// back once it was touched (CTAP 2.2 §6.1.2 step 15).
    pub(super) fn token(
        mut self,
        permission: Permission,
        relying_party: &str,
    ) -> Result<Step<(Self, Secret32)>, CardError> {
        if let Some((granted, token)) = self.token.take()
            && granted == permission
        {
            return Ok(Step::Done((self, token)));
        }
        let Self {
            session, pin_hash, ..
        } = self;
        ask_token(session, &pin_hash, permission, relying_party)?.and_then(|asked| match asked {
            Asked::Token(session, token) => {
                let verified = Self {
                    session,
                    pin_hash,
                    token: None,
                };
                Ok(Step::Done((verified, token)))
            }
            Asked::Wrong(_) => Err(CardError::Ctap(PIN_INVALID)),
        })
    }
}

enum Asked {
    Token(Session, Secret32),
    Wrong(Session),
}

/// getPinUvAuthTokenUsingPinWithPermissions, or getPinToken of a key that has no permissions (CTAP 2.2 §6.5.5.7).
fn ask_token(
    mut session: Session,
    pin_hash: &SecretBytes,
    permission: Permission,
    relying_party: &str,
) -> Result<Step<Asked>, CardError> {
    let shared = &session.shared;
    let has_permissions = session.info.has_permissions;
    let sealed = shared.encrypt(pin_hash.expose(), &mut session.random);
    let request = Item::map([
        (1, Some(shared.protocol().item())),
        (
            2,
            Some(Item::integer(if has_permissions { 0x09 } else { 0x05 })),
        ),
        (3, Some(shared.key_agreement())),
        (6, Some(Item::bytes(sealed))),
        (9, has_permissions.then(|| Item::integer(permission.bits()))),
        (
            10,
            has_permissions.then(|| Item::text(String::from(relying_party))),
        ),
    ]);
    send(session.link, CLIENT_PIN, Some(&request)).then(move |response| match answered(response)? {
        (0, body) => {
            let token = token(&session.shared, &body)?;
            Ok(Step::Done(Asked::Token(session, token)))
        }
        (PIN_INVALID, _) => Ok(Step::Done(Asked::Wrong(session))),
        (status, _) => Err(error(status)),
    })
}

/// A token has 32 bytes, or 16 with protocol one. It is the key of an HMAC only, which fills a shorter key up with zeros (RFC 2104 §2).
fn token(shared: &Shared, body: &Item) -> Result<Secret32, CardError> {
    const EXPECTED: CardError = CardError::Malformed("a token of 16 or 32 bytes");
    let sealed = body.under(2).ok_or(EXPECTED)?;
    let token = sealed.as_bytes().and_then(|sealed| shared.decrypt(sealed));
    let token = token.ok_or(EXPECTED)?;
    if !matches!(token.expose().len(), 16 | 32) {
        return Err(EXPECTED);
    }
    Ok(Secret32::fill_with(|place| {
        for (place, byte) in place.iter_mut().zip(token.expose()) {
            *place = *byte;
        }
    }))
}

/// getPINRetries and getKeyAgreement.
fn agree(link: Link, info: Info, mut random: Random) -> Result<Step<Unverified>, CardError> {
    let protocol = info.protocol.ok_or(CardError::PrfAbsent)?;
    let request = Item::map([(1, Some(protocol.item())), (2, Some(Item::integer(0x01)))]);
    send(link, CLIENT_PIN, Some(&request)).then(move |response| {
        let body = ok(response)?;
        let tries_left: u8 = body
            .under(3)
            .and_then(|tries| tries.as_unsigned())
            .ok_or(CardError::Malformed("the tries of a PIN"))?;
        if tries_left == 0 {
            return Err(CardError::PinBlocked);
        }
        if body.under(4).and_then(|state| state.as_bool()) == Some(true) {
            return Err(CardError::PinPaused);
        }
        key_agreement(link, protocol.number())?.and_then(move |key| {
            let shared = Shared::encapsulate(protocol, &key, &mut random)?;
            Ok(Step::Done(Unverified(Session {
                link,
                info,
                random,
                shared,
                tries_left,
            })))
        })
    })
}

fn key_agreement(link: Link, protocol: i8) -> Result<Step<Item>, CardError> {
    let request = Item::map([
        (1, Some(Item::integer(protocol))),
        (2, Some(Item::integer(0x02))),
    ]);
    send(link, CLIENT_PIN, Some(&request)).then(|response| {
        let key = ok(response)?.under(1);
        let key = key.ok_or(CardError::Malformed("a key for an agreement"))?;
        Ok(Step::Done(key))
    })
}

impl fmt::Debug for Unverified {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Unverified(redacted)")
    }
}

impl fmt::Debug for Verified {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Verified(redacted)")
    }
}
