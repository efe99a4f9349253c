use crate::data::{Field, Kind, Record};
use crate::entropy::Seed;
use crate::jose::{Algorithm, Jwk, SigningKey, base64url};
use crate::secret::Secret32;
use alloc::format;
use alloc::string::String;

/// A key of the vault's for an issuer to bind one credential to. A vault has as many as it wants, each made again from the
/// vault's secret and sixteen bytes that mean nothing without it; no two credentials share one, so that no two issuers and
/// no two sites see the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HolderKey {
    salt: [u8; 16],
}

/// How it is written in a record.
const PREFIX: &str = "vault:";

impl HolderKey {
    /// What it signs a key binding in.
    pub(crate) const ALGORITHM: Algorithm = Algorithm::Es256;

    /// A new one.
    pub fn make(seed: Seed) -> Self {
        Self {
            salt: seed.expand().make(),
        }
    }

    /// The key that a record of a credential names.
    pub fn of(record: &Record) -> Option<Self> {
        let salt = record.field(Field::HolderKey)?.strip_prefix(PREFIX)?;
        let salt = base64url::decode(salt).ok()?.try_into().ok()?;
        Some(Self { salt })
    }

    /// A record that waits for the credential that will be bound to this key. The public half, to be handed to an issuer, is in
    /// its field [`Field::HolderJwk`].
    pub fn waiting(&self, label: &str, site_secret: &Secret32) -> Record {
        Record::new(Kind::Credential)
            .with(Field::Label, label)
            .with(Field::HolderKey, &self.to_text())
            .with(Field::HolderJwk, &self.public_jwk(site_secret).to_json())
    }

    /// The public half.
    pub fn public_jwk(&self, site_secret: &Secret32) -> Jwk {
        self.signing_key(site_secret).public_jwk()
    }

    pub(crate) fn signing_key(&self, site_secret: &Secret32) -> SigningKey {
        SigningKey::derive_holder(site_secret, &self.salt)
    }

    fn to_text(self) -> String {
        format!("{PREFIX}{}", base64url::encode(&self.salt))
    }
}
