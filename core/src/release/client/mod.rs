//! Who asks: the client identifier of a request, and what its signature proves about it (OpenID4VP 1.0 §5.9).

mod attestation;
mod examined;
mod object;
mod prefix;

pub use examined::Examined;
pub(super) use prefix::{ClientId, Prefix};

use crate::time::Timestamp;
use crate::trust::Anchors;
use alloc::string::String;
use serde::Serialize;

/// What proofs are held against: the authorities that are trusted, and the time.
#[derive(Clone, Copy, Debug)]
pub struct Trust<'a> {
    /// The authorities.
    pub anchors: &'a Anchors,
    /// Now.
    pub now: Timestamp,
}

/// What is known of who asks, beyond the address: the words of the consent window are chosen by it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Proof {
    /// The address alone: the origin of the page, or where the answer goes.
    Address,
    /// An authority certified the signer.
    Certificate {
        /// The host name (`x509_san_dns`), or the subject of the certificate (`x509_hash`).
        name: String,
        /// The authority that the person added; none for one that browsers trust.
        authority: Option<String>,
    },
    /// The request is signed, and nobody that the person's machine trusts vouches for the signer.
    UnknownSigner {
        /// What the signer's certificate calls them: their own word.
        name: String,
    },
    /// The request is signed with a key that says nothing about its owner but that it is the same as before.
    Key {
        /// Its `did:jwk`.
        did: String,
    },
    /// Somebody that the person trusts attested who the site is (`verifier_attestation`).
    Attested {
        /// The name in the attestation.
        name: String,
        /// Who attests.
        authority: String,
    },
}

impl Proof {
    /// How much it says: where several signatures are good, the highest is shown.
    const fn rank(&self) -> u8 {
        match self {
            Self::Address => 0,
            Self::UnknownSigner { .. } => 1,
            Self::Key { .. } => 2,
            Self::Certificate { .. } => 3,
            Self::Attested { .. } => 4,
        }
    }
}
