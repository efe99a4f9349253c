use alloc::borrow::Cow;
use alloc::format;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

macro_rules! fields {
    ($($(#[$doc:meta])* $variant:ident = $code:literal, $name:literal;)*) => {
        /// A field of a record, under the name that OpenID Connect Core 1.0 §5.1 gives the claim; members of the
        /// `address` claim (§5.1.1) are written with a dot.
        ///
        /// At rest a field is its number, which is never given to another field.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Field {
            $($(#[$doc])* $variant,)*
            /// A field of a later version: kept as it is.
            Later(u16),
        }

        impl Field {
            /// Every field of this version.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The number at rest.
            pub const fn code(self) -> u16 {
                match self {
                    $(Self::$variant => $code,)*
                    Self::Later(code) => code,
                }
            }

            /// The field with this number.
            pub const fn from_code(code: u16) -> Self {
                match code {
                    $($code => Self::$variant,)*
                    code => Self::Later(code),
                }
            }

            /// The claim's name, empty for a field of a later version.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                    Self::Later(_) => "",
                }
            }

            /// The claim's name; `field-` and the number for a field of a later version.
            pub fn full_name(self) -> Cow<'static, str> {
                match self {
                    Self::Later(code) => format!("field-{code}").into(),
                    field => field.name().into(),
                }
            }

            /// The field with this full name.
            pub fn from_full_name(name: &str) -> Option<Self> {
                match name.strip_prefix("field-") {
                    Some(code) => Some(Self::from_code(code.parse().ok()?)),
                    None => Self::from_name(name),
                }
            }

            /// The field with this claim name.
            pub fn from_name(name: &str) -> Option<Self> {
                match name {
                    $($name => Some(Self::$variant),)*
                    _ => None,
                }
            }
        }
    };
}

fields! {
    /// The person's own word for the record ("home", "work"). Never released.
    Label = 1, "label";
    /// Full name in displayable form.
    Name = 2, "name";
    /// Given name(s).
    GivenName = 3, "given_name";
    /// Surname(s).
    FamilyName = 4, "family_name";
    /// Middle name(s).
    MiddleName = 5, "middle_name";
    /// Casual name.
    Nickname = 6, "nickname";
    /// Date of birth, `YYYY-MM-DD`; `0000-MM-DD` without the year, `YYYY` for the year alone.
    Birthdate = 7, "birthdate";
    /// URL of the person's web page.
    Website = 8, "website";
    /// E-mail address (RFC 5322 `addr-spec`).
    Email = 9, "email";
    /// Telephone number, E.164 recommended.
    PhoneNumber = 10, "phone_number";
    /// Full postal address, lines separated by a line feed.
    Formatted = 11, "address.formatted";
    /// Street and house number, with all further lines.
    StreetAddress = 12, "address.street_address";
    /// City.
    Locality = 13, "address.locality";
    /// State, province or region.
    Region = 14, "address.region";
    /// Postal code.
    PostalCode = 15, "address.postal_code";
    /// Country name.
    Country = 16, "address.country";
    /// A credential as its issuer sent it: an SD-JWT VC in compact serialisation.
    Credential = 17, "credential";
    /// Its `vct`, and on further lines the other types that it says it is (`aka_vcts`).
    CredentialType = 18, "credential_type";
    /// Who issued it, as far as that is known: `iss`, or the name in a certificate.
    Issuer = 19, "issuer";
    /// How the issuer's key came to be believed: `key`, `did` or `certificate`.
    IssuerProof = 20, "issuer_proof";
    /// The issuer's key, a JWK.
    IssuerKey = 21, "issuer_key";
    /// The key identifiers of the authorities in the issuer's chain, base64url, a line each.
    IssuerAuthorities = 22, "issuer_authorities";
    /// Which of the person's keys the credential is bound to.
    HolderKey = 23, "holder_key";
    /// The public half of that key, a JWK.
    HolderJwk = 24, "holder_jwk";
    /// All that the credential says, JSON.
    CredentialClaims = 25, "credential_claims";
    /// Where each of its disclosures goes, JSON pointers (RFC 6901) in a JSON array.
    CredentialPlaces = 26, "credential_places";
    /// What it is signed with, the `alg` of its header.
    IssuerAlgorithm = 27, "issuer_algorithm";
}

impl Serialize for Field {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u16(self.code())
    }
}

impl<'de> Deserialize<'de> for Field {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        u16::deserialize(deserializer).map(Self::from_code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_and_names_are_unique_and_read_back() {
        for (place, field) in Field::ALL.iter().enumerate() {
            assert_eq!(Field::from_code(field.code()), *field);
            assert_eq!(Field::from_name(field.name()), Some(*field));
            assert!(
                Field::ALL[..place]
                    .iter()
                    .all(|other| other.code() != field.code())
            );
        }
        assert_eq!(Field::from_code(9999), Field::Later(9999));
    }
}
