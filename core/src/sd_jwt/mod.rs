//! Selective disclosure for JSON Web Tokens (RFC 9901) and SD-JWT verifiable credentials
//! (draft-ietf-oauth-sd-jwt-vc, `dc+sd-jwt`): issuing ([`issue()`] what people say themselves, [`Credential`] anything else), holding and
//! presenting ([`Held`]), binding to one recipient ([`SdJwt::bind`]) and verifying ([`verify()`]).

mod binding;
mod binding_input;
mod error;
mod hash;
mod held;
mod issue;
mod issuer;
mod key_binding;
mod parts;
mod process;
mod rules;
mod self_asserted;
mod verify;

pub use binding::examine_binding;
pub use binding_input::BindingInput;
pub use error::SdJwtError;
pub use hash::HashAlgorithm;
pub use held::{Held, Pointer};
pub use issue::{Claim, Issuance, issue};
pub use issuer::{Credential, Decoys};
pub use key_binding::{KeyBinding, SdJwt, Unbound};
pub use parts::{compact, parse_json};
pub use process::process;
pub use rules::{Report, Rule};
pub use self_asserted::{SelfAsserted, verify_self_asserted};
pub use verify::{Binding, Expected, Unread, Verified, examine, verify, verify_issued};

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
