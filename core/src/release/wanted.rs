//! A credential query applied to one of our token types: paths resolved to fields, once, so that a record is held
//! against numbers and not against JSON.

use super::mask::Mask;
use super::query::{ClaimsQuery, CredentialQuery};
use crate::data::{Claim, Record, TokenType};
use alloc::string::String;
use alloc::vec::Vec;

/// What a query asks of one token type.
pub(super) struct Wanted {
    pub(super) token_type: &'static TokenType,
    /// The fields that any of the claims leads to, each once, in the site's order.
    pub(super) fields: Vec<WantedField>,
    /// The query's claims, in its order.
    claims: Vec<WantedClaim>,
    /// The combinations of claims that the type can have, in the site's order.
    pub(super) sets: Vec<Mask>,
}

/// A field, and the slot whose record it is read from.
pub(super) struct WantedField {
    pub(super) slot: usize,
    pub(super) claim: &'static Claim,
}

struct WantedClaim {
    slot: usize,
    /// Places in [`Wanted::fields`]; more than one where the path leads to an object. Empty for a claim that is in no
    /// set that can be satisfied.
    fields: Mask,
    /// The strings that the site takes, if not any.
    values: Option<Vec<String>>,
}

/// What one record has of what is wanted.
#[derive(Clone, Copy, Default)]
pub(super) struct Offer {
    pub(super) claims: Mask,
    pub(super) fields: Mask,
}

impl Wanted {
    /// `None` when no combination of claims is one that the type has.
    pub(super) fn resolve(query: &CredentialQuery, token_type: &'static TokenType) -> Option<Self> {
        // DQ-8: a self-asserted token has no issuer that anybody vouches for.
        if !query.trusted_authorities().is_empty() {
            return None;
        }
        let found: Vec<_> = query
            .claims()
            .iter()
            .map(|claim| resolve_claim(claim, token_type))
            .collect();
        let known: Mask = places(&found)
            .filter_map(|(place, claim)| claim.is_some().then_some(place))
            .collect();
        let mut sets = query.claim_masks().to_vec();
        sets.retain(|set| known.contains_all(*set));
        let used = sets.iter().copied().fold(Mask::EMPTY, Mask::or);
        if sets.is_empty() {
            return None;
        }

        let mut fields: Vec<WantedField> = Vec::new();
        let mut claims = Vec::new();
        for (place, found) in places(&found) {
            let Some((slot, leads_to)) = found.as_ref().filter(|_| used.contains(place)) else {
                claims.push(WantedClaim {
                    slot: usize::MAX,
                    fields: Mask::EMPTY,
                    values: None,
                });
                continue;
            };
            let place_of = |claim: &'static Claim| {
                let known = fields.iter().position(|field| field.claim == claim);
                known.unwrap_or_else(|| {
                    fields.push(WantedField { slot: *slot, claim });
                    fields.len().saturating_sub(1)
                })
            };
            let mask = leads_to.iter().copied().map(place_of).collect();
            claims.push(WantedClaim {
                slot: *slot,
                fields: mask,
                values: query.claims().get(place).and_then(strings),
            });
        }
        Some(Self {
            token_type,
            fields,
            claims,
            sets,
        })
    }

    /// The slots that any claim is read from, in the order of the type.
    pub(super) fn slots(&self) -> impl Iterator<Item = usize> {
        let is_used = |slot: &usize| self.fields.iter().any(|field| field.slot == *slot);
        (0..self.token_type.slots.len()).filter(is_used)
    }

    /// The claims that are read from a slot.
    pub(super) fn claims_of(&self, slot: usize) -> Mask {
        places(&self.claims)
            .filter_map(|(place, claim)| (claim.slot == slot).then_some(place))
            .collect()
    }

    /// What a record offers in a slot: the claims it has with a value that the site takes (DQ-4: any other value is
    /// as good as none), and the fields that they lead to.
    pub(super) fn offer(&self, slot: usize, record: &Record) -> Offer {
        let present: Mask = places(&self.fields)
            .filter(|(_, field)| field.slot == slot && record.field(field.claim.field).is_some())
            .map(|(place, _)| place)
            .collect();
        let mut offer = Offer::default();
        for (place, claim) in places(&self.claims) {
            let fields = claim.fields.and(present);
            if claim.slot == slot && !fields.is_empty() && self.takes(claim, record) {
                offer.claims = offer.claims.or(Mask::of(place));
                offer.fields = offer.fields.or(fields);
            }
        }
        offer
    }

    /// The fields that the claims lead to, among those that are there.
    pub(super) fn fields_of(&self, claims: Mask, present: Mask) -> Mask {
        places(&self.claims)
            .filter(|(place, _)| claims.contains(*place))
            .fold(Mask::EMPTY, |fields, (_, claim)| fields.or(claim.fields))
            .and(present)
    }

    fn takes(&self, claim: &WantedClaim, record: &Record) -> bool {
        let Some(values) = &claim.values else {
            return true;
        };
        // `resolve_claim` lets `values` stand only where the path leads to one field.
        places(&self.fields)
            .filter(|(place, _)| claim.fields.contains(*place))
            .filter_map(|(_, field)| record.field(field.claim.field))
            .any(|value| values.iter().any(|taken| taken == value))
    }
}

/// The slot and the fields that a claim's path leads to. A path leads into one slot, because no two slots of a type
/// share the first name of a claim (a test of this module says so).
fn resolve_claim(
    query: &ClaimsQuery,
    token_type: &'static TokenType,
) -> Option<(usize, Vec<&'static Claim>)> {
    let (slot, claims) = places(token_type.slots).find_map(|(place, slot)| {
        let claims = slot.claims.iter();
        let claims: Vec<_> = claims
            .filter(|claim| query.path().leads_to(claim.path))
            .collect();
        (!claims.is_empty()).then_some((place, claims))
    })?;
    let is_object = claims
        .iter()
        .any(|claim| claim.path.len() > query.path().steps().len());
    if query.values().is_some() && (is_object || strings(query)?.is_empty()) {
        // Our values are strings: no object, number or boolean is ever equal to one (DQ-4).
        return None;
    }
    Some((slot, claims))
}

fn strings(query: &ClaimsQuery) -> Option<Vec<String>> {
    let strings = query.values()?.iter().filter_map(|value| value.as_str());
    Some(strings.map(String::from).collect())
}

/// The elements with their places.
fn places<T>(elements: &[T]) -> impl Iterator<Item = (usize, &T)> {
    elements.iter().enumerate()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::TYPES;

    #[test]
    fn no_two_slots_of_a_type_share_the_first_name_of_a_claim() {
        for token_type in TYPES {
            for (place, slot) in places(token_type.slots) {
                let others = token_type.slots.iter().skip(place + 1);
                let others: Vec<_> = others.flat_map(|slot| slot.claims).collect();
                for claim in slot.claims {
                    assert!(others.iter().all(|other| other.path[0] != claim.path[0]));
                }
            }
        }
    }

    #[test]
    fn the_fields_of_a_type_fit_a_mask() {
        for token_type in TYPES {
            let claims = token_type.slots.iter().flat_map(|slot| slot.claims);
            assert!(claims.count() <= Mask::PLACES);
        }
    }
}
