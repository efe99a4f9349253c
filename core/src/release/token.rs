use super::ReleaseError;
use super::answer::Answer;
use super::consent::{Consented, Item, Own, Presented, Source};
use super::unsigned::{Presentation, Unsigned};
use crate::credential::Holder;
use crate::data::{Outcome, Receipt, ReceiptItem};
use crate::entropy::{Random, Seed};
use crate::hazmat::hash;
use crate::jose::{Algorithm, Signer, SiteKey, jwe};
use crate::sd_jwt::{self, Claim, Issuance, KeyBinding};
use crate::secret::Secret32;
use crate::time::Timestamp;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use serde_json::{Map, Value};
use zeroize::Zeroize;

/// What the site receives, and the person's own record of it.
///
/// `Debug` shows lengths and counts.
pub struct Token {
    data: String,
    receipt: Receipt,
}

/// How long a token can be accepted, in seconds: it is made for one answer and never used again
/// (`docs/release-profile.md`).
const LIFETIME: u64 = 600;

impl Consented {
    /// Issues one SD-JWT VC for each credential of the person's own data, all under the key that `site_secret` gives for this
    /// site, and takes those of issuers as they are; binds each to the site and the request's nonce (OpenID4VP 1.0
    /// Appendix A.2, B.3.6), and encrypts the answer if the request says so (§8.3).
    ///
    /// `site_secret` is the vault's secret for pairwise keys; `now` becomes `iat`, and ten minutes later `exp`.
    ///
    /// # Errors
    /// [`ReleaseError::Issuance`], [`ReleaseError::Encryption`]: defects of ours, as everything was checked before.
    /// [`ReleaseError::CardNeeded`] where a credential is bound to a key on a card: see [`Consented::begin`].
    pub fn token(
        self,
        site_secret: &Secret32,
        now: Timestamp,
        seed: Seed,
    ) -> Result<Token, ReleaseError> {
        self.begin(site_secret, now, seed)?.finish()
    }

    /// [`Consented::token`] up to where cards sign the key bindings of what was bound to keys on them.
    ///
    /// # Errors
    /// [`ReleaseError::Issuance`].
    pub fn begin(
        self,
        site_secret: &Secret32,
        now: Timestamp,
        seed: Seed,
    ) -> Result<Unsigned, ReleaseError> {
        let Self { request, items } = self;
        let site = request.site();
        // Of a site that cannot read own data nothing of it was proposed.
        let algorithm = request.formats().own().unwrap_or(Algorithm::Es256);
        let key = SiteKey::derive(algorithm, site_secret, site.name());
        let binding = KeyBinding {
            audience: &site.audience(),
            nonce: request.nonce(),
            issued_at: now,
        };
        let mut random = seed.expand();
        let mut presentations = Vec::with_capacity(items.len());
        for item in &items {
            presentations.push(match &item.source {
                Source::Own(own) => {
                    Presentation::Whole(issue(own, &key, &binding, sub_seed(&mut random))?)
                }
                Source::Issued(presented) => present(presented, site_secret, &binding),
            });
        }
        // Without self-asserted data, nothing says the pairwise name.
        let is_own = items
            .iter()
            .any(|item| matches!(item.source, Source::Own(_)));
        Ok(Unsigned {
            subject: is_own.then(|| key.public_jwk().to_did()),
            seed: sub_seed(&mut random),
            made: now,
            request,
            items,
            presentations,
        })
    }
}

/// Puts together what is signed.
pub(super) fn finish(unsigned: Unsigned) -> Result<Token, ReleaseError> {
    let Unsigned {
        request,
        items,
        presentations,
        subject,
        made,
        seed,
    } = unsigned;
    let site = request.site();
    let mut signed = Vec::with_capacity(presentations.len());
    for presentation in presentations {
        match presentation {
            Presentation::Whole(presentation) => signed.push(presentation),
            Presentation::Waiting(..) => return Err(ReleaseError::CardNeeded),
        }
    }
    let parts: Vec<&[u8]> = signed.iter().map(|p| p.as_bytes()).collect();
    let token_hash = hash::sha256(&parts);

    let mut vp_token = Map::new();
    for (item, presentation) in items.iter().zip(signed) {
        match vp_token.get_mut(&item.id) {
            Some(Value::Array(answers)) => answers.push(presentation.into()),
            _ => drop(vp_token.insert(item.id.clone(), Vec::from([presentation]).into())),
        }
    }
    let data = match request.answer() {
        Answer::Plain => site.plain(vp_token),
        Answer::Encrypted {
            recipient,
            encryption,
        } => {
            let mut response = site.response(vp_token);
            let jwe = jwe::encrypt(response.as_bytes(), recipient, *encryption, seed)
                .map_err(ReleaseError::Encryption);
            response.zeroize();
            site.encrypted(&jwe?)
        }
    };
    let receipt = Receipt {
        items: items.iter().map(receipt_item).collect(),
        subject,
        token_hash: Some(token_hash),
        ..request.receipt(Outcome::Shared, made)
    };
    Ok(Token { data, receipt })
}

impl Token {
    /// For a page, JSON of the object that it finds in `DigitalCredential.data` (Appendix A.4): `{"vp_token":{…}}` or
    /// `{"response":"<JWE>"}`. For a link, the form that is posted (§8.2, §8.3.1): `vp_token=…&state=…` or `response=<JWE>`.
    pub fn data(&self) -> &str {
        &self.data
    }

    /// The receipt, to be stored before the token goes out.
    pub const fn receipt(&self) -> &Receipt {
        &self.receipt
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Token")
            .field("bytes", &self.data.len())
            .field("tokens", &self.receipt.items.len())
            .finish_non_exhaustive()
    }
}

/// A credential of an issuer's, unchanged, with the disclosures that were consented to; bound by the key that it names,
/// if it names one (OpenID4VP 1.0 §B.3.6).
fn present(
    presented: &Presented,
    site_secret: &Secret32,
    binding: &KeyBinding<'_>,
) -> Presentation {
    let token = presented.credential.held().present(&presented.pointers);
    match presented.credential.holder() {
        None => Presentation::Whole(token.as_str().into()),
        Some(Holder::Vault(key)) => {
            Presentation::Whole(token.bind(binding, &key.signing_key(site_secret)))
        }
        Some(Holder::Card(holder)) => {
            Presentation::Waiting(token.unbound(binding, Holder::ALGORITHM), holder.clone())
        }
    }
}

/// An SD-JWT+KB with every claim of the item disclosed.
fn issue(
    item: &Own,
    key: &SiteKey,
    binding: &KeyBinding<'_>,
    seed: Seed,
) -> Result<String, ReleaseError> {
    let values: Vec<Value> = item
        .claims
        .iter()
        .map(|claim| Value::from(claim.value.as_str()))
        .collect();
    let claims: Vec<Claim<'_>> = item
        .claims
        .iter()
        .zip(&values)
        .map(|(claim, value)| Claim {
            path: claim.path,
            value,
        })
        .collect();
    let issuance = Issuance {
        vct: item.vct,
        issued_at: binding.issued_at,
        expires_at: binding.issued_at.plus_seconds(LIFETIME),
        claims: &claims,
    };
    let token = sd_jwt::issue(&issuance, key, seed).map_err(ReleaseError::Issuance)?;
    Ok(token.bind(binding, key))
}

fn receipt_item(item: &Item) -> ReceiptItem {
    let (vct, claims) = item.summary();
    ReceiptItem {
        vct: vct.into(),
        claims,
    }
}

/// Each operation has a seed of its own, all expanded from the one that came in.
fn sub_seed(random: &mut Random) -> Seed {
    Seed::take(&mut random.make())
}
