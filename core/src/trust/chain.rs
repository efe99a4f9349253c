use super::anchor::Anchors;
use super::certificate::Certificate;
use super::{TrustError, algorithm};
use crate::hazmat::hash;
use crate::jose::{Jwk, base64url};
use crate::time::Timestamp;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use core::time::Duration;
use rustls_pki_types::{CertificateDer, TrustAnchor, UnixTime};
use serde_json::Value;
use webpki::{EndEntityCert, Error, ExtendedKeyUsageValidator, KeyPurposeIdIter, KeyUsage};

/// The certificates that come with a signature: the signer's own first (RFC 7515 §4.1.6).
///
/// `Debug` shows how many.
#[derive(Clone)]
pub struct Chain {
    leaf: CertificateDer<'static>,
    others: Vec<CertificateDer<'static>>,
}

/// Who vouches for the signer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Vouched {
    /// An authority that browsers trust to name web sites.
    PublicWeb,
    /// An authority that the person added, by the name in its certificate.
    Own(String),
    /// Nobody that the person's machine knows: anyone could have made these certificates.
    Nobody,
}

impl Chain {
    /// The most certificates that are read. Paths of the public web have two or three.
    pub const MAX_CERTIFICATES: usize = 8;

    /// Reads the header parameter `x5c`: an array of base64 (not base64url), DER inside.
    ///
    /// # Errors
    /// [`TrustError::Malformed`], [`TrustError::TooMany`].
    pub fn parse_x5c(x5c: &Value) -> Result<Self, TrustError> {
        let expected = TrustError::Malformed("x5c: a non-empty array of base64");
        let certificates = x5c.as_array().ok_or(expected)?;
        if certificates.len() > Self::MAX_CERTIFICATES {
            return Err(TrustError::TooMany);
        }
        let certificates = certificates
            .iter()
            .map(|text| text.as_str().and_then(base64url::decode_standard))
            .collect::<Option<Vec<_>>>()
            .ok_or(expected)?;
        Self::new(certificates)
    }

    /// From DER, the signer's own certificate first.
    ///
    /// # Errors
    /// As [`Chain::parse_x5c`].
    pub fn new(certificates: Vec<Vec<u8>>) -> Result<Self, TrustError> {
        if certificates.len() > Self::MAX_CERTIFICATES {
            return Err(TrustError::TooMany);
        }
        for certificate in &certificates {
            Certificate::parse(certificate)?;
        }
        let mut certificates = certificates.into_iter().map(CertificateDer::from);
        Ok(Self {
            leaf: certificates
                .next()
                .ok_or(TrustError::Malformed("a certificate"))?,
            others: certificates.collect(),
        })
    }

    /// Checks the signer's certificate, and looks for a path from it to an authority.
    ///
    /// A certificate to which no path leads is not an error but [`Vouched::Nobody`], which the person is told.
    ///
    /// # Errors
    /// [`TrustError::Expired`], [`TrustError::NotYetValid`], [`TrustError::NotForSignatures`], and
    /// [`TrustError::PathInvalid`] for a path that is there and breaks a rule.
    pub fn verify(&self, anchors: &Anchors, now: Timestamp) -> Result<Vouched, TrustError> {
        let leaf = Certificate::parse(&self.leaf)?;
        if !leaf.may_sign()? {
            return Err(TrustError::NotForSignatures);
        }
        let own: Vec<TrustAnchor<'_>> = anchors.own.iter().map(|own| own.anchor.clone()).collect();
        // What an authority of the person's own certifies, a mobile document's reader for one, need not be a web server.
        if let Some(anchor) = self.path(&own, AnyUsage, now)? {
            let own = anchors.own.iter().find(|own| own.anchor == anchor);
            return Ok(Vouched::Own(
                own.map(|own| own.name.clone()).unwrap_or_default(),
            ));
        }
        let public: &[TrustAnchor<'_>] = match anchors.public_web {
            true => webpki_roots::TLS_SERVER_ROOTS,
            false => &[],
        };
        let found = self.path(public, KeyUsage::server_auth(), now);
        Ok(match found {
            Ok(Some(_)) => Vouched::PublicWeb,
            // Not a web server's: then no authority of the public web speaks for it.
            Ok(None) | Err(TrustError::NotForSignatures) => Vouched::Nobody,
            Err(error) => return Err(error),
        })
    }

    /// The authority at the end of a path, if there is one.
    fn path(
        &self,
        anchors: &[TrustAnchor<'_>],
        usage: impl ExtendedKeyUsageValidator,
        now: Timestamp,
    ) -> Result<Option<TrustAnchor<'static>>, TrustError> {
        let now = UnixTime::since_unix_epoch(Duration::from_secs(now.as_unix()));
        let leaf = EndEntityCert::try_from(&self.leaf).map_err(|error| match error {
            Error::UnsupportedCriticalExtension => TrustError::PathInvalid,
            _ => TrustError::Malformed("a certificate"),
        })?;
        let may_certify = |path: &webpki::VerifiedPath<'_>| {
            let good = path.intermediate_certificates().all(|certificate| {
                let certificate = Certificate::parse(&certificate.der());
                certificate.and_then(|c| c.may_certify()) == Ok(true)
            });
            good.then_some(()).ok_or(Error::EndEntityUsedAsCa)
        };
        let path = leaf.verify_for_usage(
            algorithm::ALL,
            anchors,
            &self.others,
            now,
            usage,
            None,
            Some(&may_certify),
        );
        match path {
            Ok(path) => Ok(Some(path.anchor().to_owned())),
            Err(Error::UnknownIssuer) => Ok(None),
            Err(Error::CertExpired { .. }) => Err(TrustError::Expired),
            Err(Error::CertNotValidYet { .. }) => Err(TrustError::NotYetValid),
            Err(
                Error::CaUsedAsEndEntity
                | Error::RequiredEkuNotFoundContext(_)
                | Error::EmptyEkuExtension,
            ) => Err(TrustError::NotForSignatures),
            Err(_) => Err(TrustError::PathInvalid),
        }
    }

    /// The signer's key. Requests are signed with `ES256` (OpenID4VC HAIP 1.0 §7), so it has to be on P-256.
    ///
    /// # Errors
    /// [`TrustError::KeyUnsupported`].
    pub fn key(&self) -> Result<Jwk, TrustError> {
        Certificate::parse(&self.leaf)?.key()
    }

    /// SHA-256 of the signer's certificate: the client identifier of `x509_hash` (OpenID4VP 1.0 §5.9.3).
    pub fn leaf_hash(&self) -> [u8; 32] {
        hash::sha256(&[&self.leaf])
    }

    /// Whether the signer's certificate names this host. Host names have no case; `*` in a certificate stands for nothing
    /// here, as a request comes from one host.
    ///
    /// # Errors
    /// [`TrustError::Malformed`].
    pub fn is_for(&self, host: &str) -> Result<bool, TrustError> {
        let names = Certificate::parse(&self.leaf)?.dns_names()?;
        Ok(names.iter().any(|name| name.eq_ignore_ascii_case(host)))
    }

    /// The signer as the certificate names it, for a person to read: the organisation, else the common name.
    pub fn subject(&self) -> String {
        Certificate::parse(&self.leaf).map_or_else(|_| String::new(), |leaf| leaf.subject())
    }

    /// The `keyIdentifier` of the authority key identifier of each certificate (OpenID4VP 1.0 §6.1.1.1, `aki`).
    pub fn authority_key_identifiers(&self) -> Vec<Vec<u8>> {
        core::iter::once(&self.leaf)
            .chain(&self.others)
            .filter_map(|der| Certificate::parse(der).ok()?.authority_key_identifier())
            .collect()
    }
}

impl fmt::Debug for Chain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "Chain({} certificates)",
            self.others.len().saturating_add(1)
        )
    }
}

/// Extended key usage is the business of whoever trusts the authority.
struct AnyUsage;

impl ExtendedKeyUsageValidator for AnyUsage {
    fn validate(&self, mut usages: KeyPurposeIdIter<'_, '_>) -> Result<(), Error> {
        usages.try_for_each(|usage| usage.map(|_| ()))
    }
}
