use crate::time::Timestamp;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use serde::{Deserialize, Serialize};

/// How a request ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// The person agreed and the token went to the site.
    Shared,
    /// The person said no.
    Refused,
    /// The person closed the window.
    Closed,
    /// Nothing in the vault matched.
    NothingMatched,
    /// The request broke a rule.
    Invalid,
    /// The page, the tab or the extension's process went away before the person decided.
    Aborted,
}

/// The owner's own record of one release or refusal: which claims, never their values.
///
/// `Debug` shows how it ended and how many tokens went out, never to whom.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Receipt {
    /// When the request ended.
    pub at: Timestamp,
    /// The site's origin, as the browser gave it.
    pub origin: String,
    /// How it ended.
    pub outcome: Outcome,
    /// The stable code of the error that ended it, for [`Outcome::Invalid`].
    pub error: Option<String>,
    /// What the site said it wanted the data for: pairs of language tag (BCP 47, may be empty) and sentence.
    pub purpose: Vec<(String, String)>,
    /// What was released; empty unless shared.
    pub items: Vec<ReceiptItem>,
    /// The pairwise identifier under which it was released (`did:jwk`).
    pub subject: Option<String>,
    /// SHA-256 over the presentations as they were sent, in the order of `items`.
    pub token_hash: Option<[u8; 32]>,
}

impl fmt::Debug for Receipt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Receipt")
            .field("outcome", &self.outcome)
            .field("items", &self.items.len())
            .finish_non_exhaustive()
    }
}

/// One token of a release.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ReceiptItem {
    /// Its type.
    pub vct: String,
    /// The names of the claims in it, members with a dot (`address.locality`).
    pub claims: Vec<String>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::{format, vec};

    #[test]
    fn debug_output_of_a_receipt_names_neither_site_nor_claim() {
        let receipt = Receipt {
            at: Timestamp::from_unix(1_790_000_000),
            origin: "https://shop.example".into(),
            outcome: Outcome::Shared,
            error: None,
            purpose: vec![("en".into(), "To deliver".into())],
            items: vec![ReceiptItem {
                vct: "urn:hailstone:contact:1".into(),
                claims: vec!["email".into()],
            }],
            subject: Some("did:jwk:x".into()),
            token_hash: None,
        };
        assert_eq!(
            format!("{receipt:?}"),
            "Receipt { outcome: Shared, items: 1, .. }"
        );
    }
}
