use super::Request;
use super::candidate::Candidate;
use crate::credential::Credential;
use crate::sd_jwt::Pointer;
use alloc::string::String;
use alloc::sync::Arc;
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

/// One presentation.
pub(super) struct Item {
    /// The name of the credential query.
    pub(super) id: String,
    pub(super) source: Source,
}

/// Where it comes from.
pub(super) enum Source {
    /// What the person says about themselves: a token to be issued.
    Own(Own),
    /// What an issuer says about them.
    Issued(Presented),
}

/// One token to be issued.
pub(super) struct Own {
    pub(super) vct: &'static str,
    pub(super) claims: Vec<ConsentedClaim>,
}

/// A credential of an issuer's, and which of its claims go out.
pub(super) struct Presented {
    pub(super) credential: Arc<Credential>,
    pub(super) pointers: Vec<Pointer>,
    /// The names of everything that goes out with it.
    pub(super) names: Vec<String>,
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

impl Own {
    /// What goes out of a candidate that is satisfied.
    pub(super) fn of(candidate: &Candidate) -> Self {
        let sent = candidate.lines().filter(|line| line.selected);
        Self {
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

impl Item {
    /// Its type, and the names of its claims.
    pub(super) fn summary(&self) -> (&str, Vec<String>) {
        match &self.source {
            Source::Own(own) => {
                let names = own.claims.iter().map(|claim| claim.name.into());
                (own.vct, names.collect())
            }
            Source::Issued(presented) => (presented.credential.vct(), presented.names.clone()),
        }
    }
}

impl fmt::Debug for Consented {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let claims = self.items.iter().map(|item| item.summary().1.len());
        f.debug_struct("Consented")
            .field("site", self.request.site())
            .field("tokens", &self.items.len())
            .field("claims", &claims.fold(0, usize::saturating_add))
            .finish_non_exhaustive()
    }
}
