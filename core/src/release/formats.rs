//! What the site can read: the format, and the algorithms of both of its signatures (OpenID4VP 1.0 §5.1, Appendix B.3.4).

use super::RequestError;
use super::answer::names_of;
use crate::jose::Algorithm;
use alloc::string::String;
use alloc::vec::Vec;
use serde_json::{Map, Value};

/// In the order in which we sign our own: what every site knows comes first, and a name that is out of use last (RFC 9864 §3.2).
const ALGORITHMS: [Algorithm; 3] = [Algorithm::Es256, Algorithm::Ed25519, Algorithm::EdDsa];

/// The algorithms that the site lists for `dc+sd-jwt`; none where it takes any.
pub(super) struct Formats {
    /// `sd-jwt_alg_values`
    issuers: Vec<String>,
    /// `kb-jwt_alg_values`
    bindings: Vec<String>,
}

impl Formats {
    /// Reads `client_metadata.vp_formats_supported`, which the site has to state as we know it from nowhere else (§5.1). `dc+sd-jwt` has
    /// to be in it, and an algorithm of ours in each list.
    pub(super) fn read(parameters: &Map<String, Value>) -> Result<Self, RequestError> {
        let expected = RequestError::MetadataInvalid("vp_formats_supported: an object of objects");
        let metadata = parameters.get("client_metadata");
        let formats = metadata.and_then(|metadata| metadata.get("vp_formats_supported"));
        let formats = formats.and_then(Value::as_object).ok_or(expected)?;
        let format = formats
            .get("dc+sd-jwt")
            .ok_or(RequestError::FormatUnsupported)?;
        let format = format.as_object().ok_or(expected)?;
        let formats = Self {
            issuers: listed(format.get("sd-jwt_alg_values"))?,
            bindings: listed(format.get("kb-jwt_alg_values"))?,
        };
        let ours = |list: &[String]| ALGORITHMS.iter().any(|one| takes(list, one.as_str()));
        if ours(&formats.issuers) && ours(&formats.bindings) {
            Ok(formats)
        } else {
            Err(RequestError::FormatUnsupported)
        }
    }

    /// What the person's own data is signed in, where the site takes it for both signatures, which one key makes.
    pub(super) fn own(&self) -> Option<Algorithm> {
        let mut algorithms = ALGORITHMS.into_iter();
        algorithms
            .find(|one| takes(&self.issuers, one.as_str()) && takes(&self.bindings, one.as_str()))
    }

    /// Whether the site takes an issuer's signature under this algorithm.
    pub(super) fn takes_issuer(&self, name: &str) -> bool {
        takes(&self.issuers, name)
    }

    /// Whether it takes a key binding under this one.
    pub(super) fn takes_binding(&self, algorithm: Algorithm) -> bool {
        takes(&self.bindings, algorithm.as_str())
    }
}

fn takes(list: &[String], name: &str) -> bool {
    list.is_empty() || list.iter().any(|taken| taken == name)
}

fn listed(names: Option<&Value>) -> Result<Vec<String>, RequestError> {
    let expected = "sd-jwt_alg_values, kb-jwt_alg_values: non-empty arrays of strings";
    let mut listed = Vec::new();
    if let Some(names) = names {
        for name in names_of(names, expected)? {
            listed.push(name.into());
        }
    }
    Ok(listed)
}
