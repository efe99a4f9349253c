use super::CredentialError;
use crate::card::{CardError, CardRef, Point};
use crate::data::{Field, Kind, Record};
use crate::entropy::Seed;
use crate::jose::{Algorithm, Jwk, KeyType, SigningKey, base64url};
use crate::secret::Secret32;
use alloc::format;
use alloc::string::String;

/// The key that a credential is bound to, as a record names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Holder {
    /// One that the vault makes again whenever it signs.
    Vault(HolderKey),
    /// One on a card, which signs itself.
    Card(CardHolder),
}

impl Holder {
    /// What either signs a key binding in.
    pub(crate) const ALGORITHM: Algorithm = Algorithm::Es256;

    /// The key that a record of a credential names; `None` where it names none.
    ///
    /// # Errors
    /// [`CredentialError::RecordDamaged`] where it names one in a way that is not ours: what is bound to a key never goes out without it.
    pub fn of(record: &Record) -> Result<Option<Self>, CredentialError> {
        let Some(text) = record.field(Field::HolderKey) else {
            return Ok(None);
        };
        let holder = match text.strip_prefix(ON_CARD) {
            Some(card) => CardHolder::of(card, record).map(Self::Card),
            None => HolderKey::of(text).map(Self::Vault),
        };
        holder.map(Some).ok_or(CredentialError::RecordDamaged)
    }
}

/// A key of the vault's for an issuer to bind one credential to. A vault has as many as it wants, each made again from the
/// vault's secret and sixteen bytes that mean nothing without it; no two credentials share one, so that no two issuers and
/// no two sites see the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HolderKey {
    salt: [u8; 16],
}

/// How they are written in a record.
const IN_VAULT: &str = "vault:";
const ON_CARD: &str = "card:";

impl HolderKey {
    /// A new one.
    pub fn make(seed: Seed) -> Self {
        Self {
            salt: seed.expand().make(),
        }
    }

    fn of(text: &str) -> Option<Self> {
        let salt = base64url::decode(text.strip_prefix(IN_VAULT)?).ok()?;
        let salt = salt.try_into().ok()?;
        Some(Self { salt })
    }

    /// A record that waits for the credential that will be bound to this key. The public half, to be handed to an issuer, is in
    /// its field [`Field::HolderJwk`].
    pub fn waiting(&self, label: &str, site_secret: &Secret32) -> Record {
        waiting(label, &self.to_text(), &self.public_jwk(site_secret))
    }

    /// The public half.
    pub fn public_jwk(&self, site_secret: &Secret32) -> Jwk {
        self.signing_key(site_secret).public_jwk()
    }

    pub(crate) fn signing_key(&self, site_secret: &Secret32) -> SigningKey {
        SigningKey::derive_holder(site_secret, &self.salt)
    }

    fn to_text(self) -> String {
        format!("{IN_VAULT}{}", base64url::encode(&self.salt))
    }
}

/// A key on a card for an issuer to bind credentials to. It is the same for every issuer and every site that sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardHolder {
    card: CardRef,
    key: Jwk,
}

impl CardHolder {
    /// Of what a card has told and proved.
    ///
    /// # Errors
    /// [`CardError::KeyUnsupported`] for a key that is none of P-256.
    pub fn new(card: CardRef, key: &Point) -> Result<Self, CardError> {
        let (Point::P256(_), Some((x, y))) = (key, key.as_bytes().get(1..).and_then(halves)) else {
            return Err(CardError::KeyUnsupported);
        };
        let key = Jwk::p256(x, y).map_err(|_| CardError::KeyUnsupported)?;
        Ok(Self { card, key })
    }

    fn of(card: &str, record: &Record) -> Option<Self> {
        let key = Jwk::parse_text(record.field(Field::HolderJwk)?).ok()?;
        let card = card.parse().ok()?;
        (key.key_type() == KeyType::P256).then_some(Self { card, key })
    }

    /// As [`HolderKey::waiting`].
    pub fn waiting(&self, label: &str) -> Record {
        waiting(label, &format!("{ON_CARD}{}", self.card), &self.key)
    }

    /// Which key on which card.
    pub const fn card(&self) -> &CardRef {
        &self.card
    }

    /// The public half.
    pub const fn public_jwk(&self) -> &Jwk {
        &self.key
    }
}

fn halves(bytes: &[u8]) -> Option<([u8; 32], [u8; 32])> {
    let (x, y) = bytes.split_at_checked(32)?;
    Some((x.try_into().ok()?, y.try_into().ok()?))
}

fn waiting(label: &str, holder: &str, key: &Jwk) -> Record {
    Record::new(Kind::Credential)
        .with(Field::Label, label)
        .with(Field::HolderKey, holder)
        .with(Field::HolderJwk, &key.to_json())
}
