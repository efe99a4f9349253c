use crate::release::RequestError;
use alloc::string::String;

/// The client identifier prefixes that are taken (OpenID4VP 1.0 §5.9.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::release) enum Prefix {
    RedirectUri,
    X509SanDns,
    X509Hash,
    DecentralizedIdentifier,
    VerifierAttestation,
}

/// A client identifier, always whole: prefix, colon and the rest (§14.8).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::release) struct ClientId {
    whole: String,
    pub(in crate::release) prefix: Prefix,
    /// Where the rest begins.
    rest: usize,
}

/// The longest client identifier, in bytes: it goes into tokens and onto the screen. A `did:jwk` of P-256 has 180.
const MAX_BYTES: usize = 2048;

impl ClientId {
    /// Reads one. Nobody is registered here beforehand, so one without a prefix is unknown (§5.9.2); `origin:` belongs to
    /// the wallet and is never read (§5.9.3).
    pub(in crate::release) fn parse(text: &str) -> Result<Self, RequestError> {
        if text.len() > MAX_BYTES || text.bytes().any(|byte| !byte.is_ascii_graphic()) {
            return Err(RequestError::ClientInvalid(
                "client_id: 2,048 characters of ASCII",
            ));
        }
        let (prefix, rest) = text
            .split_once(':')
            .ok_or(RequestError::ClientUnsupported)?;
        let prefix_bytes = prefix.len();
        let prefix = match prefix {
            "redirect_uri" => Prefix::RedirectUri,
            "x509_san_dns" => Prefix::X509SanDns,
            "x509_hash" => Prefix::X509Hash,
            "decentralized_identifier" => Prefix::DecentralizedIdentifier,
            "verifier_attestation" => Prefix::VerifierAttestation,
            _ => return Err(RequestError::ClientUnsupported),
        };
        if rest.is_empty() {
            return Err(RequestError::ClientInvalid(
                "client_id: something after its prefix",
            ));
        }
        Ok(Self {
            whole: text.into(),
            prefix,
            rest: prefix_bytes.saturating_add(1),
        })
    }

    pub(in crate::release) fn as_str(&self) -> &str {
        &self.whole
    }

    /// What stands after the prefix.
    pub(in crate::release) fn rest(&self) -> &str {
        self.whole.get(self.rest..).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vp_w6_a_prefix_that_is_not_known_is_refused() {
        for text in [
            "",
            "shop.example",
            "https://shop.example",
            "openid_federation:https://shop.example",
            "origin:https://shop.example",
            "web-origin:https://shop.example",
            "did:jwk:abc",
            "X509_san_dns:shop.example",
            "x509_san_uri:https://shop.example",
            ":shop.example",
        ] {
            assert_eq!(
                ClientId::parse(text),
                Err(RequestError::ClientUnsupported),
                "{text}"
            );
        }
        for text in [
            "x509_hash:",
            "x509_san_dns:a b",
            "x509_san_dns:ä",
            "x509_san_dns:a\n",
        ] {
            let refused = ClientId::parse(text);
            assert!(
                matches!(refused, Err(RequestError::ClientInvalid(_))),
                "{text}"
            );
        }
    }

    #[test]
    fn vp_w6_the_identifier_is_whole() {
        let id = ClientId::parse("decentralized_identifier:did:jwk:abc").unwrap();
        assert_eq!(id.prefix, Prefix::DecentralizedIdentifier);
        assert_eq!(id.rest(), "did:jwk:abc");
        assert_eq!(id.as_str(), "decentralized_identifier:did:jwk:abc");
    }
}
