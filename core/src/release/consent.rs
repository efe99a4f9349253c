use super::Request;
use super::candidate::Candidate;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use zeroize::Zeroize;

/// The person's consent to one proposal: the claims that go out. Nothing else of the person's data is left in it.
///
/// Only [`Proposal::consent`](super::Proposal::consent) makes one. `Debug` shows the origin and counts.
pub struct Consented {
    pub(super) request: Request,
    pub(super) items: Vec<Item>,
}

/// One token to be issued.
pub(super) struct Item {
    /// The name of the credential query.
    pub(super) id: String,
    pub(super) vct: &'static str,
    pub(super) claims: Vec<ConsentedClaim>,
}

/// One claim that goes out.
pub(super) struct ConsentedClaim {
    pub(super) path: &'static [&'static str],
    pub(super) name: &'static str,
    pub(super) value: String,
}

impl Drop for ConsentedClaim {
    fn drop(&mut self) {
        self.value.zeroize();
    }
}

impl Item {
    /// What goes out of a candidate that is satisfied.
    pub(super) fn of(candidate: &Candidate) -> Self {
        let sent = candidate.lines().filter(|line| line.selected);
        Self {
            id: candidate.id.clone(),
            vct: candidate.token_type().vct,
            claims: sent
                .map(|line| ConsentedClaim {
                    path: line.path,
                    name: line.name,
                    value: line.value.into(),
                })
                .collect(),
        }
    }
}

impl fmt::Debug for Consented {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let claims = self.items.iter().map(|item| item.claims.len());
        f.debug_struct("Consented")
            .field("site", self.request.site())
            .field("tokens", &self.items.len())
            .field("claims", &claims.fold(0, usize::saturating_add))
            .finish_non_exhaustive()
    }
}
