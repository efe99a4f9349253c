//! What can be wrong with a credential, in English.

use super::super::pair;
use hailstone_core::credential::CredentialError as Credential;
use hailstone_core::sd_jwt::SdJwtError as Token;
use hailstone_core::trust::TrustError as Trust;

pub(super) fn explain(error: Credential) -> (String, String) {
    match error {
        Credential::Token(Token::Expired) => pair(
            "The credential has expired.",
            "Ask the issuer for a new one.",
        ),
        Credential::Token(Token::NotYetValid) => pair(
            "The credential is not valid yet.",
            "Add it when it is; look at this machine's clock, too.",
        ),
        Credential::Token(Token::TokenInvalid(_)) => pair(
            "The credential was not signed with this issuer's key, or was changed since.",
            "Check that it is complete and that the key is the issuer's; then ask the issuer for it again.",
        ),
        Credential::Token(Token::BindingUnexpected) => pair(
            "This was shown to somebody; an issuer hands out a credential without a holder's signature.",
            "Ask the issuer for the credential itself.",
        ),
        Credential::Token(_) => pair(
            "This is no credential as SD-JWT VC has them.",
            "Check that the file is complete: it is one long line with “~” in it. Only this format is read.",
        ),
        Credential::Trust(Trust::Expired | Trust::NotYetValid) => pair(
            "The issuer's certificate is not valid now.",
            "Ask the issuer for a credential with a certificate that is; look at this machine's clock, too.",
        ),
        Credential::Trust(_) => pair(
            "The issuer's certificate, or a certificate that was given for an authority, breaks a rule.",
            "Ask the issuer. If you have their key from themselves, give it with --issuer-key.",
        ),
        Credential::IssuerKeyUnknown => pair(
            "Nothing in the credential leads to a key that may be believed to be the issuer's.",
            "Get the issuer's key (a JWK) from themselves and give it with --issuer-key, or the certificate of their authority with --anchor.",
        ),
        Credential::IssuerKeyInvalid => pair(
            "What was given as the issuer's key is no public key for signatures.",
            "Give a file with one JWK: P-256 or Ed25519, without its private part.",
        ),
        Credential::IssuerMismatch => pair(
            "The credential says that it is from somebody else than its certificate.",
            "Do not use it. Ask the issuer.",
        ),
        Credential::KeyNotOurs => pair(
            "The credential is bound to a key that this vault does not have.",
            "Make one with `hailstone credential key`, and have the issuer bind the credential to it.",
        ),
        Credential::TypeReserved => pair(
            "The credential has a type that is only for what people say about themselves.",
            "Do not use it. Ask the issuer for one of a type of their own.",
        ),
        Credential::RecordDamaged => pair(
            "The record does not hold what a credential needs.",
            "Remove it, and add the credential again.",
        ),
    }
}
