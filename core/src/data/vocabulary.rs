use super::{Field, Kind};

/// A claim that a token type can carry: its path in the token, and the field it is read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Claim {
    /// The claims path (OpenID4VP 1.0 §7), names only: `["address", "locality"]`.
    pub path: &'static [&'static str],
    /// The field of the slot's record.
    pub field: Field,
}

/// One record that goes into a token of a type, and the claims it gives. A token of a type takes at most one record
/// for each slot; the person chooses which.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slot {
    /// The kind of record.
    pub kind: Kind,
    /// The claims that come from it.
    pub claims: &'static [Claim],
}

/// A type of self-asserted token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TokenType {
    /// The SD-JWT VC type (draft-ietf-oauth-sd-jwt-vc §2.2.2.1).
    pub vct: &'static str,
    /// The records it is made of.
    pub slots: &'static [Slot],
}

/// The type with this `vct`; the comparison is exact.
pub fn token_type(vct: &str) -> Option<&'static TokenType> {
    TYPES.iter().find(|token_type| token_type.vct == vct)
}

const fn claim(path: &'static [&'static str], field: Field) -> Claim {
    Claim { path, field }
}

/// Every type of self-asserted token, in the order in which screens show them.
pub const TYPES: &[TokenType] = &[
    TokenType {
        vct: "urn:hailstone:person:1",
        slots: &[Slot {
            kind: Kind::Person,
            claims: &[
                claim(&["name"], Field::Name),
                claim(&["given_name"], Field::GivenName),
                claim(&["family_name"], Field::FamilyName),
                claim(&["middle_name"], Field::MiddleName),
                claim(&["nickname"], Field::Nickname),
                claim(&["birthdate"], Field::Birthdate),
                claim(&["website"], Field::Website),
            ],
        }],
    },
    TokenType {
        vct: "urn:hailstone:contact:1",
        slots: &[
            Slot {
                kind: Kind::Email,
                claims: &[claim(&["email"], Field::Email)],
            },
            Slot {
                kind: Kind::Phone,
                claims: &[claim(&["phone_number"], Field::PhoneNumber)],
            },
        ],
    },
    TokenType {
        vct: "urn:hailstone:address:1",
        slots: &[Slot {
            kind: Kind::Address,
            claims: &[
                claim(&["address", "formatted"], Field::Formatted),
                claim(&["address", "street_address"], Field::StreetAddress),
                claim(&["address", "locality"], Field::Locality),
                claim(&["address", "region"], Field::Region),
                claim(&["address", "postal_code"], Field::PostalCode),
                claim(&["address", "country"], Field::Country),
            ],
        }],
    },
];

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec::Vec;

    #[test]
    fn every_claim_is_named_as_its_field_and_stands_once() {
        let mut seen = Vec::new();
        for claim in TYPES
            .iter()
            .flat_map(|t| t.slots)
            .flat_map(|slot| slot.claims)
        {
            assert_eq!(claim.path.join("."), claim.field.name());
            assert!(!seen.contains(&claim.field));
            seen.push(claim.field);
        }
    }
}
