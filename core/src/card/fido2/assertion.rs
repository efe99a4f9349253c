//! A credential is asked (authenticatorGetAssertion, CTAP 2.2 §6.2), with `hmac-secret` (§12.7).

use super::authenticator_data::AuthenticatorData;
use super::make::{descriptor, large_blob_key};
use super::message::{GET_ASSERTION, answered, ok, send};
use super::pin::{Permission, Session, Verified};
use super::{Fido2, Salts};
use crate::card::error::CardError;
use crate::card::step::Step;
use crate::cbor::Item;
use crate::secret::{Secret32, SecretBytes};
use alloc::string::String;
use alloc::vec::Vec;

/// What a credential gave.
#[derive(Debug)]
pub struct Evaluation {
    /// Which one it was.
    pub credential: Vec<u8>,
    /// For the first salt.
    pub first: Secret32,
    /// For the second, where there was one.
    pub second: Option<Secret32>,
    /// The key of what is kept beside the credential, where the key keeps something.
    pub large_blob_key: Option<Secret32>,
}

/// Whether a key has a credential, as far as it tells without a PIN.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// It has.
    Here,
    /// It has not, or hides it from those whom it has not verified (CTAP 2.2 §12.1, `credProtect`).
    Hidden,
}

impl Fido2 {
    /// Whether the key has this credential. Nobody has to touch it (CTAP 2.2 §6.2.1, the option `up`).
    ///
    /// # Errors
    /// None but of an answer that is none.
    pub fn has(
        self,
        credential: &[u8],
        relying_party: &str,
    ) -> Result<Step<(Self, Presence)>, CardError> {
        let Some(possible) = self.info.possible(&[credential]).next() else {
            return Ok(Step::Done((self, Presence::Hidden)));
        };
        let request = Item::map([
            (1, Some(Item::text(relying_party))),
            (2, Some(Item::bytes([0; 32]))),
            (3, Some(Item::array([descriptor(possible)]))),
            (5, Some(Item::map([("up", Some(Item::boolean(false)))]))),
        ]);
        send(self.link, GET_ASSERTION, Some(&request)).then(move |response| {
            let presence = match answered(response)?.0 {
                0 => Presence::Here,
                _ => Presence::Hidden,
            };
            Ok(Step::Done((self, presence)))
        })
    }
}

impl Verified {
    /// Asks one of these credentials for the secrets of these salts. The key waits for a touch.
    ///
    /// # Errors
    /// [`CardError::CredentialAbsent`] when it has none of them, [`CardError::TouchMissing`], [`CardError::PrfAbsent`] when the
    /// credential was made without `hmac-secret`.
    pub fn evaluate(
        self,
        credentials: &[&[u8]],
        relying_party: &str,
        salts: &Salts,
    ) -> Result<Step<(Self, Evaluation)>, CardError> {
        let info = &self.session.info;
        let possible: Vec<Vec<u8>> = info.possible(credentials).map(<[u8]>::to_vec).collect();
        if possible.is_empty() {
            return Err(CardError::CredentialAbsent);
        }
        let relying_party = String::from(relying_party);
        let salts = salts.clone();
        let token = self.token(Permission::GetAssertion, &relying_party)?;
        token.and_then(move |(mut verified, token)| {
            let session = &mut verified.session;
            let protocol = session.shared.protocol();
            let hash: [u8; 32] = session.random.make();
            let request = Item::map([
                (1, Some(Item::text(relying_party.as_str()))),
                (2, Some(Item::bytes(hash))),
                (
                    3,
                    Some(Item::array(possible.iter().map(|id| descriptor(id)))),
                ),
                (4, Some(extensions(session, &salts))),
                (6, Some(protocol.authenticate(&token, &hash))),
                (7, Some(protocol.item())),
            ]);
            send(session.link, GET_ASSERTION, Some(&request)).then(move |response| {
                let answer = ok(response)?;
                let evaluation = read(
                    &verified.session,
                    &answer,
                    &relying_party,
                    &salts,
                    &possible,
                )?;
                Ok(Step::Done((verified, evaluation)))
            })
        })
    }
}

fn extensions(session: &mut Session, salts: &Salts) -> Item {
    let (first, second) = salts.parts();
    let mut plain = Vec::from(*first);
    plain.extend(second.into_iter().flatten());
    let shared = &session.shared;
    let sealed = shared.encrypt(&plain, &mut session.random);
    // Keys from before protocol two do not know the last parameter.
    let protocol = shared.protocol();
    let numbered = (protocol.number() > 1).then(|| protocol.item());
    let secret = Item::map([
        (1, Some(shared.key_agreement())),
        (2, Some(Item::bytes(sealed.as_slice()))),
        (3, Some(shared.authenticate(&sealed))),
        (4, numbered),
    ]);
    let with_blobs = session.info.has_large_blobs;
    Item::map([
        ("hmac-secret", Some(secret)),
        ("largeBlobKey", with_blobs.then(|| Item::boolean(true))),
    ])
}

fn read(
    session: &Session,
    answer: &Item,
    relying_party: &str,
    salts: &Salts,
    asked: &[Vec<u8>],
) -> Result<Evaluation, CardError> {
    const OTHER: CardError = CardError::Malformed("one of the credentials that were asked for");
    let data = AuthenticatorData::read(answer, 2, relying_party)?;
    let sealed = data.extension("hmac-secret").ok_or(CardError::PrfAbsent)?;
    let opened = sealed
        .as_bytes()
        .and_then(|sealed| session.shared.decrypt(sealed));
    let (first, second) = secrets(&opened.unwrap_or_default(), salts.parts().1.is_some())?;
    let named = answer.under(1).and_then(|named| named.under("id"));
    let credential = match (named, asked) {
        (Some(named), asked) => {
            let named = named.as_bytes().unwrap_or_default();
            let known = asked.iter().find(|known| known.as_slice() == named);
            known.ok_or(OTHER)?
        }
        // Of one alone it need not say which (§6.2.2 step 15).
        (None, [only]) => only,
        (None, _) => return Err(OTHER),
    };
    Ok(Evaluation {
        credential: credential.clone(),
        first,
        second,
        large_blob_key: large_blob_key(answer, 7),
    })
}

/// As many secrets of 32 bytes as there were salts.
fn secrets(
    opened: &SecretBytes,
    has_second: bool,
) -> Result<(Secret32, Option<Secret32>), CardError> {
    const EXPECTED: CardError = CardError::Malformed("a secret of 32 bytes for each salt");
    let copied = |bytes: &[u8; 32]| Secret32::fill_with(|place| place.copy_from_slice(bytes));
    let (first, rest) = opened.expose().split_first_chunk::<32>().ok_or(EXPECTED)?;
    let second: Option<&[u8; 32]> = rest.try_into().ok();
    if second.is_some() != has_second || (second.is_none() && !rest.is_empty()) {
        return Err(EXPECTED);
    }
    Ok((copied(first), second.map(copied)))
}
