//! The management key (9B), and what it allows: mutual authentication with GENERAL AUTHENTICATE (NIST SP 800-73-5 part 2
//! §3.2.4, appendix A.1).

use super::agreement::{answered, authenticating};
use super::object::{self, Object, Read, Write};
use super::setup::Ready;
use super::{Card, Piv, pin, send};
use crate::card::Verification;
use crate::card::apdu::Command;
use crate::card::error::CardError;
use crate::card::step::Step;
use crate::card::tlv;
use crate::entropy::Seed;
use crate::hazmat::{aes, tdes};
use crate::secret::SecretBytes;
use alloc::vec::Vec;
use subtle::ConstantTimeEq;

/// NIST SP 800-73-5 part 1 table 6.
const MANAGEMENT_KEY: u8 = 0x9b;

/// Yubico's instruction to set it; P2 = FF is for one that wants no touch.
const SET_KEY: u8 = 0xff;

/// What YubiKeys, Nitrokeys and CanoKeys are delivered with, for Triple DES and for AES-192.
const FACTORY: [u8; 24] = [
    1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 6, 7, 8,
];

/// The key that allows changes, of 16, 24 or 32 bytes.
#[derive(Debug)]
pub struct ManagementKey(SecretBytes);

/// The ciphers that a management key may be for (NIST SP 800-78-5 table 9).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cipher {
    TripleDes,
    Aes128,
    Aes192,
    Aes256,
}

impl Cipher {
    const fn identifier(self) -> u8 {
        match self {
            Self::TripleDes => 0x03,
            Self::Aes128 => 0x08,
            Self::Aes192 => 0x0a,
            Self::Aes256 => 0x0c,
        }
    }

    const fn block(self) -> usize {
        match self {
            Self::TripleDes => tdes::BLOCK,
            Self::Aes128 | Self::Aes192 | Self::Aes256 => aes::BLOCK,
        }
    }
}

impl ManagementKey {
    /// A key of a length that some cipher has; `None` for any other.
    pub fn new(bytes: SecretBytes) -> Option<Self> {
        matches!(bytes.expose().len(), 16 | 24 | 32).then_some(Self(bytes))
    }

    /// Reads hexadecimal digits, with or without spaces; `None` for anything that is no key.
    pub fn parse(digits: &SecretBytes) -> Option<Self> {
        let mut half = None;
        let mut bytes = SecretBytes::default();
        let room = bytes.room(32);
        let mut places = room.iter_mut();
        let mut length = 0_usize;
        for digit in digits.expose().iter().filter(|digit| **digit != b' ') {
            let value = u8::try_from(char::from(*digit).to_digit(16)?).ok()?;
            half = match half.take() {
                None => Some(value << 4),
                Some(high) => {
                    *places.next()? = high | value;
                    length = length.saturating_add(1);
                    None
                }
            };
        }
        let whole = half.is_none();
        let bytes = bytes.expose().get(..length)?;
        whole.then(|| Self::new(SecretBytes::new(bytes.to_vec())))?
    }

    /// The key that cards are delivered with.
    pub fn factory() -> Self {
        Self(SecretBytes::new(FACTORY.into()))
    }

    /// Whether it is that one, which everybody knows: a person is told to have it changed.
    pub fn is_factory(&self) -> bool {
        self.0.expose() == FACTORY
    }

    /// The ciphers that the key may be for, the newer first.
    const fn ciphers(length: usize) -> &'static [Cipher] {
        match length {
            16 => &[Cipher::Aes128],
            24 => &[Cipher::Aes192, Cipher::TripleDes],
            _ => &[Cipher::Aes256],
        }
    }

    /// One block, encrypted in place.
    fn encrypt(&self, block: &mut [u8]) -> Option<()> {
        let key = self.0.expose();
        match block.len() {
            tdes::BLOCK => tdes::encrypt(key, block.try_into().ok()?),
            _ => aes::encrypt(key, block.try_into().ok()?),
        }
    }

    fn decrypt(&self, block: &mut [u8]) -> Option<()> {
        let key = self.0.expose();
        match block.len() {
            tdes::BLOCK => tdes::decrypt(key, block.try_into().ok()?),
            _ => aes::decrypt(key, block.try_into().ok()?),
        }
    }
}

/// A card that takes changes. No PIN is verified.
#[derive(Debug)]
pub struct Administered {
    card: Card,
    /// What its management key is for.
    cipher: Cipher,
}

impl Piv {
    /// Shows the card that we have the management key, and has the card show that it has it, too. The key itself never goes
    /// over the wire. There is no counter: a wrong key costs nothing.
    ///
    /// # Errors
    /// Whatever is no answer to the question whether the key is right.
    pub fn administer(
        self,
        key: ManagementKey,
        seed: Seed,
    ) -> Result<Step<Verification<Administered, Self>>, CardError> {
        let ciphers = ManagementKey::ciphers(key.0.expose().len());
        witness(self.card, key, seed, ciphers)
    }
}

type Outcome = Result<Step<Verification<Administered, Piv>>, CardError>;

fn refused(card: Card) -> Outcome {
    let error = CardError::ManagementKeyWrong;
    Ok(Step::Done(Verification::Refused(Piv { card }, error)))
}

/// Asks for a witness: a secret of the card's, encrypted. Which cipher the card's key is for shows in what it refuses.
fn witness(card: Card, key: ManagementKey, seed: Seed, ciphers: &'static [Cipher]) -> Outcome {
    const EXPECTED: CardError = CardError::Malformed("a witness of one block");
    let Some((cipher, others)) = ciphers.split_first() else {
        return refused(card);
    };
    let request = tlv::write(0x80, &[])?;
    authenticating(cipher.identifier(), MANAGEMENT_KEY, &request)?.then(move |response| {
        if !response.status.is_ok() {
            return witness(card, key, seed, others);
        }
        let witness = answered(response.data.expose(), 0x80, EXPECTED)?;
        if witness.len() != cipher.block() {
            return Err(EXPECTED);
        }
        let mut witness = SecretBytes::new(witness.to_vec());
        key.decrypt(witness.expose_mut()).ok_or(EXPECTED)?;
        prove(card, key, seed, *cipher, &witness)
    })
}

/// Returns the witness decrypted, and gives the card a challenge to encrypt.
fn prove(
    card: Card,
    key: ManagementKey,
    seed: Seed,
    cipher: Cipher,
    witness: &SecretBytes,
) -> Outcome {
    const EXPECTED: CardError =
        CardError::Malformed("the proof that the card has the management key, too");
    let random: [u8; aes::BLOCK] = seed.expand().make();
    let mut challenge: Vec<u8> = random.into_iter().take(cipher.block()).collect();
    let mut template = tlv::write(0x80, witness.expose())?;
    template.extend(tlv::write(0x81, &challenge)?);
    authenticating(cipher.identifier(), MANAGEMENT_KEY, &template)?.then(move |response| {
        if !response.status.is_ok() {
            return refused(card);
        }
        let proof = answered(response.data.expose(), 0x82, EXPECTED)?;
        key.encrypt(&mut challenge).ok_or(EXPECTED)?;
        if !bool::from(proof.ct_eq(&challenge)) {
            return Err(EXPECTED);
        }
        Ok(Step::Done(Verification::Granted(Administered {
            card,
            cipher,
        })))
    })
}

impl Administered {
    #[cfg(test)]
    pub(super) const fn without_proof(card: Card) -> Self {
        Self {
            card,
            cipher: Cipher::Aes256,
        }
    }

    /// Gives the card another management key, for the same cipher, by Yubico's extension that Nitrokeys, CanoKeys and
    /// PivApplet know, too. The standard leaves it to the makers.
    ///
    /// # Errors
    /// [`CardError::Unsupported`] for a key that the cipher does not take, and of a card without the extension.
    pub fn replace_key(self, key: &ManagementKey) -> Result<Step<Self>, CardError> {
        const UNSUPPORTED: CardError = CardError::Unsupported("another management key");
        let bytes = key.0.expose();
        let length = u8::try_from(bytes.len()).map_err(|_| UNSUPPORTED)?;
        if !ManagementKey::ciphers(bytes.len()).contains(&self.cipher) {
            return Err(UNSUPPORTED);
        }
        let mut data = Vec::with_capacity(bytes.len().saturating_add(3));
        data.extend([self.cipher.identifier(), MANAGEMENT_KEY, length]);
        data.extend_from_slice(bytes);
        let command = Command::new(SET_KEY, 0xff, 0xff).with(SecretBytes::new(data));
        send(command).then(|response| {
            response.ok().map_err(|_| UNSUPPORTED)?;
            Ok(Step::Done(self))
        })
    }

    /// Reads an object.
    ///
    /// # Errors
    /// Whatever is neither its content nor its absence.
    pub fn read(self, object: Object) -> Result<Step<Read<Self>>, CardError> {
        object.read(self)
    }

    /// Writes an object of ours, or one that is empty; with no data, deletes it.
    ///
    /// # Errors
    /// [`CardError::ObjectTaken`] where another program's data is, [`CardError::Full`].
    pub fn write(self, object: Object, data: &[u8]) -> Result<Step<Write>, CardError> {
        object::write(self, object, data)
    }

    /// Gives the PIN to the card, on the way to a new key: only with the PIN can it be told whether a slot is empty, and
    /// that the new key works.
    ///
    /// # Errors
    /// Whatever is no answer to the question whether the PIN is right.
    pub fn verify(self, pin: &SecretBytes) -> Result<Step<Verification<Ready, Self>>, CardError> {
        let cipher = self.cipher;
        pin::verify(
            self.card,
            pin,
            move |card| Ready::new(Self { card, cipher }),
            move |card| Self { card, cipher },
        )
    }
}
