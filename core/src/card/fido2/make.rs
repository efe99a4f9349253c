//! A new credential (authenticatorMakeCredential, CTAP 2.2 §6.1).

use super::authenticator_data::AuthenticatorData;
use super::message::{MAKE_CREDENTIAL, ok, send};
use super::pin::{Permission, Verified};
use crate::card::error::CardError;
use crate::card::step::Step;
use crate::cbor::Item;
use crate::secret::Secret32;
use alloc::string::String;
use alloc::vec::Vec;

/// ES256 and EdDSA (RFC 9053 §2.1, §2.2): every key has one of them. Nothing is ever signed for us.
const ALGORITHMS: [i8; 2] = [-7, -8];

/// What is to be made.
#[derive(Clone, Copy, Debug)]
pub struct NewCredential<'a> {
    /// The relying party's identifier.
    pub relying_party: &'a str,
    /// Its name, as programs that list credentials show it.
    pub relying_party_name: &'a str,
    /// The user handle: random bytes.
    pub user: [u8; 16],
    /// The person's name for it, as such programs show it.
    pub user_name: &'a str,
    /// Credentials of which the key must have none.
    pub excluded: &'a [&'a [u8]],
}

/// A new credential.
#[derive(Debug)]
pub struct Made {
    /// Its identifier.
    pub credential: Vec<u8>,
    /// The key of what is kept beside it, where the key keeps something (CTAP 2.2 §12.5, `largeBlobKey`).
    pub large_blob_key: Option<Secret32>,
}

impl Verified {
    /// Makes a credential that gives secrets. The key waits for a touch. It is a discoverable one where the key has such, so that it
    /// can be listed and deleted.
    ///
    /// # Errors
    /// [`CardError::CredentialPresent`], [`CardError::Full`], [`CardError::TouchMissing`], [`CardError::PrfAbsent`].
    pub fn make(self, new: &NewCredential<'_>) -> Result<Step<(Self, Made)>, CardError> {
        let relying_party = String::from(new.relying_party);
        let info = &self.session.info;
        let with_blobs = info.has_large_blobs && info.keeps_credentials;
        let excluded: Vec<Item> = info.possible(new.excluded).map(descriptor).collect();
        let parties = [
            (2, Some(relying_party_of(new))),
            (3, Some(user_of(new))),
            (4, Some(algorithms())),
            (
                5,
                Some(Item::array(excluded.iter().cloned())).filter(|_| !excluded.is_empty()),
            ),
        ];
        let extensions = Item::map([
            ("hmac-secret", Some(Item::boolean(true))),
            ("largeBlobKey", with_blobs.then(|| Item::boolean(true))),
        ]);
        let options = info
            .keeps_credentials
            .then(|| Item::map([("rk", Some(Item::boolean(true)))]));
        let token = self.token(Permission::MakeCredential, new.relying_party)?;
        token.and_then(move |(mut verified, token)| {
            let session = &mut verified.session;
            let protocol = session.shared.protocol();
            // No site checks what is signed here, so it is signed over nothing in particular.
            let hash: [u8; 32] = session.random.make();
            let mut entries = Vec::from([(1, Some(Item::bytes(hash)))]);
            entries.extend(parties);
            entries.extend([
                (6, Some(extensions)),
                (7, options),
                (8, Some(protocol.authenticate(&token, &hash))),
                (9, Some(protocol.item())),
            ]);
            let request = Item::map(entries);
            send(session.link, MAKE_CREDENTIAL, Some(&request)).then(move |response| {
                let made = made(&ok(response)?, &relying_party)?;
                Ok(Step::Done((verified, made)))
            })
        })
    }
}

fn made(answer: &Item, relying_party: &str) -> Result<Made, CardError> {
    let data = AuthenticatorData::read(answer, 2, relying_party)?;
    let has_prf = data.extension("hmac-secret");
    if has_prf.and_then(|enabled| enabled.as_bool()) != Some(true) {
        return Err(CardError::PrfAbsent);
    }
    let credential = data.credential.filter(|credential| !credential.is_empty());
    Ok(Made {
        credential: credential.ok_or(CardError::Malformed("a credential's identifier"))?,
        large_blob_key: large_blob_key(answer, 5),
    })
}

/// 32 bytes under this key of an answer.
pub(super) fn large_blob_key(answer: &Item, key: i8) -> Option<Secret32> {
    let item = answer.under(key)?;
    let bytes: &[u8; 32] = item.as_bytes()?.try_into().ok()?;
    Some(Secret32::fill_with(|place| place.copy_from_slice(bytes)))
}

/// PublicKeyCredentialDescriptor (WebAuthn Level 3 §5.8.3).
pub(super) fn descriptor(credential: &[u8]) -> Item {
    Item::map([
        ("id", Some(Item::bytes(credential))),
        ("type", Some(Item::text("public-key"))),
    ])
}

fn relying_party_of(new: &NewCredential<'_>) -> Item {
    Item::map([
        ("id", Some(Item::text(new.relying_party))),
        ("name", Some(Item::text(new.relying_party_name))),
    ])
}

fn user_of(new: &NewCredential<'_>) -> Item {
    Item::map([
        ("id", Some(Item::bytes(new.user))),
        ("name", Some(Item::text(new.user_name))),
        ("displayName", Some(Item::text(new.user_name))),
    ])
}

fn algorithms() -> Item {
    Item::array(ALGORITHMS.map(|algorithm| {
        Item::map([
            ("alg", Some(Item::integer(algorithm))),
            ("type", Some(Item::text("public-key"))),
        ])
    }))
}
