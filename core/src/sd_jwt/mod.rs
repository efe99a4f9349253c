//! Selective disclosure for JSON Web Tokens (RFC 9901) and SD-JWT verifiable credentials
//! (draft-ietf-oauth-sd-jwt-vc, `dc+sd-jwt`): making self-asserted tokens, binding them to one recipient, and the
//! verification of either. SHA-256 and `ES256`, compact serialisation only.

mod error;
mod issue;
mod key_binding;
mod process;
mod verify;

pub use error::SdJwtError;
pub use issue::{Claim, Issuance, SdJwt, issue};
pub use key_binding::KeyBinding;
pub use process::process;
pub use verify::{
    Binding, Expected, SelfAsserted, Verified, verify, verify_issued, verify_self_asserted,
};

/// The media type in the header of a token, and in that of a key binding (RFC 9901 §4.3).
const TOKEN_TYPE: &str = "dc+sd-jwt";
const BINDING_TYPE: &str = "kb+jwt";

/// Names with a meaning of their own at any level (RFC 9901 §4.1).
const DIGESTS: &str = "_sd";
const PLACEHOLDER: &str = "...";
const HASH_NAME: &str = "_sd_alg";

/// Claims that are never selectively disclosed (SD-JWT VC §2.2.2.2).
const ALWAYS_PLAIN: [&str; 8] = [
    "iss",
    "nbf",
    "exp",
    "cnf",
    "vct",
    "vct#integrity",
    "aka_vcts",
    "status",
];

fn is_reserved(name: &str) -> bool {
    [DIGESTS, PLACEHOLDER, HASH_NAME].contains(&name)
}

#[cfg(test)]
mod tests;
