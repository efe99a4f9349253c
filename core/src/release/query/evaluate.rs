//! What of a wallet answers a query (OpenID4VP 1.0 §6.4): every way of it, as places in lists.
//!
//! Work is linear in the credentials that are looked at, and stops at the first claim that rules a credential out. Only
//! what matches leaves anything behind: two words for each match, none for the rest.

use super::{CredentialQuery, Format, Query};
use crate::release::mask::Mask;
use alloc::collections::BTreeMap;
use alloc::vec::Vec;
use serde_json::Value;

/// An SD-JWT VC as a query sees it.
#[derive(Clone, Copy, Debug)]
pub struct Holding<'a> {
    /// Its `vct`, then every type that it is known to be as well: what its type extends, and `aka_vcts` (SD-JWT VC
    /// §2.2.2.1, §6.4).
    pub types: &'a [&'a str],
    /// Everything that it can say, with all disclosures in their places.
    pub claims: &'a Value,
    /// The key identifiers of the authorities in its issuer's certificate chain, base64url (OpenID4VP 1.0 §6.1.1.1);
    /// none for an issuer without a chain.
    pub authorities: &'a [&'a str],
    /// Whether the wallet can prove possession of the key that it is bound to.
    pub holder_binding: bool,
}

/// Holdings by their types, for wallets in which most of them have nothing to do with a query.
#[derive(Debug)]
pub struct Index<'a> {
    holdings: &'a [Holding<'a>],
    by_type: BTreeMap<&'a str, Vec<usize>>,
}

impl<'a> Index<'a> {
    /// Sorts the places of the holdings by type.
    pub fn of(holdings: &'a [Holding<'a>]) -> Self {
        let mut by_type: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (place, holding) in holdings.iter().enumerate() {
            for name in holding.types {
                by_type.entry(name).or_default().push(place);
            }
        }
        Self { holdings, by_type }
    }

    /// [`Query::evaluate`], looking at the types that the query names only.
    pub fn evaluate(&self, query: &Query) -> Evaluation {
        let queries = query.credentials.iter();
        let matches = queries.map(|query| {
            let mut places: Vec<usize> = query
                .types()
                .filter_map(|name| self.by_type.get(name))
                .flatten()
                .copied()
                .collect();
            // A holding of two types that the site takes stands in both lists.
            places.sort_unstable();
            places.dedup();
            let holdings = places
                .into_iter()
                .filter_map(|place| Some((place, self.holdings.get(place)?)));
            query.matches(holdings)
        });
        Evaluation::new(query, matches.collect())
    }
}

/// One holding that answers a credential query.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Match {
    /// Its place among the holdings.
    pub holding: usize,
    claims: Mask,
}

impl Match {
    /// The places of the claim sets that it satisfies, in the site's order; at least one.
    pub fn claim_sets<'a>(&self, query: &'a CredentialQuery) -> impl Iterator<Item = usize> + 'a {
        let claims = self.claims;
        let sets = query.claim_sets.iter().enumerate();
        sets.filter(move |(_, set)| claims.contains_all(**set))
            .map(|(place, _)| place)
    }
}

/// Every way to satisfy a query, as structure: for each credential query what answers it, and for each credential set
/// which options are whole. Any match of any query of any whole option may be chosen, independently of the others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evaluation {
    matches: Vec<Vec<Match>>,
    options: Vec<Vec<usize>>,
    can_be_satisfied: bool,
}

impl Evaluation {
    fn new(query: &Query, matches: Vec<Vec<Match>>) -> Self {
        let answered = |place: usize| {
            matches
                .get(place)
                .is_some_and(|found: &Vec<Match>| !found.is_empty())
        };
        let options = query.whole_options(answered);
        let can_be_satisfied = query.can_be_satisfied(&options);
        Self {
            matches,
            options,
            can_be_satisfied,
        }
    }

    /// Whether every required credential set has an option that is whole. If not, nothing is returned at all (DQ-6).
    pub const fn can_be_satisfied(&self) -> bool {
        self.can_be_satisfied
    }

    /// What answers the credential query at this place, in the order of the holdings.
    pub fn matches(&self, query: usize) -> &[Match] {
        self.matches.get(query).map_or(&[], Vec::as_slice)
    }

    /// The options of the credential set at this place of which every query is answered, in the site's order.
    pub fn options(&self, set: usize) -> &[usize] {
        self.options.get(set).map_or(&[], Vec::as_slice)
    }
}

impl Query {
    /// What of the holdings answers this query. [`Index`] does the same for many queries over the same holdings.
    pub fn evaluate(&self, holdings: &[Holding<'_>]) -> Evaluation {
        let queries = self.credentials.iter();
        let matches = queries.map(|query| query.matches(holdings.iter().enumerate()));
        Evaluation::new(self, matches.collect())
    }

    /// For each credential set, the options of which every credential query is answered.
    pub(in crate::release) fn whole_options(
        &self,
        answered: impl Fn(usize) -> bool,
    ) -> Vec<Vec<usize>> {
        let is_whole = |option: &[usize]| option.iter().all(|place| answered(*place));
        let whole = |set: &super::CredentialSet| {
            let options = set.options.iter().enumerate();
            let whole = options.filter(|(_, option)| is_whole(option));
            whole.map(|(place, _)| place).collect()
        };
        self.sets.iter().map(whole).collect()
    }

    /// Whether every required set has one of these options.
    pub(in crate::release) fn can_be_satisfied(&self, whole_options: &[Vec<usize>]) -> bool {
        let mut sets = self.sets.iter().zip(whole_options);
        sets.all(|(set, options)| !set.required || !options.is_empty())
    }
}

impl CredentialQuery {
    /// The types of SD-JWT VC that the site takes; none for another format.
    pub(in crate::release) fn types(&self) -> impl Iterator<Item = &str> {
        let types: &[_] = match &self.format {
            Format::SdJwtVc { vct_values } => vct_values,
            Format::Mdoc { .. } | Format::Other(_) => &[],
        };
        types.iter().map(alloc::string::String::as_str)
    }

    /// Whether the site takes this type (DQ-9).
    pub(in crate::release) fn takes_type(&self, name: &str) -> bool {
        match &self.format {
            Format::SdJwtVc { vct_values } => vct_values.iter().any(|taken| taken == name),
            Format::Mdoc { .. } | Format::Other(_) => false,
        }
    }

    fn matches<'a>(&self, holdings: impl Iterator<Item = (usize, &'a Holding<'a>)>) -> Vec<Match> {
        holdings
            .filter_map(|(holding, held)| {
                let claims = self.matched(held)?;
                Some(Match { holding, claims })
            })
            .collect()
    }

    /// The claims of a holding that answer this query, or `None` when it does not: another type (DQ-9), no binding to
    /// a key of ours (DQ-7), another issuer (DQ-8), or no claim set of which every claim is there (DQ-2, DQ-3).
    pub(in crate::release) fn matched(&self, holding: &Holding<'_>) -> Option<Mask> {
        if !holding.types.iter().any(|name| self.takes_type(name))
            || self.holder_binding && !holding.holder_binding
            || !self.trusts(holding.authorities)
        {
            return None;
        }
        self.accepted(holding.claims)
    }

    /// The claims that are there with a value that the site takes, if they make up one of the claim sets. Claims that
    /// no set needs, or that only sets need of which another claim is missing, are not looked at.
    pub(super) fn accepted(&self, claims: &Value) -> Option<Mask> {
        let mut accepted = Mask::EMPTY;
        let mut missing = Mask::EMPTY;
        for (place, query) in self.claims.iter().enumerate() {
            let is_needed = |set: &Mask| set.contains(place) && set.and(missing).is_empty();
            if !self.claim_sets.iter().any(is_needed) {
                continue;
            }
            if query.accepts(claims) {
                accepted = accepted.or(Mask::of(place));
                continue;
            }
            missing = missing.or(Mask::of(place));
            if !self
                .claim_sets
                .iter()
                .any(|set| set.and(missing).is_empty())
            {
                return None;
            }
        }
        Some(accepted)
    }

    /// §6.1.1: one of the authorities is in the issuer's chain. Of the types that it may be named by we know `aki`;
    /// by any other, nothing that we hold is known to belong to it.
    fn trusts(&self, authorities: &[&str]) -> bool {
        let mut trusted = self.trusted_authorities.iter();
        let names = |authority: &super::TrustedAuthority| {
            let mut values = authority.values.iter();
            authority.kind == "aki" && values.any(|value| authorities.contains(&value.as_str()))
        };
        self.trusted_authorities.is_empty() || trusted.any(names)
    }
}
