use super::{TrustError, certificate::Certificate};
use crate::jose::base64url;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use rustls_pki_types::{CertificateDer, TrustAnchor};

/// The authorities that a path may end at: those that browsers trust to name web sites, and those that the person added.
///
/// `Debug` shows how many.
#[derive(Clone, Default)]
pub struct Anchors {
    pub(super) public_web: bool,
    pub(super) own: Vec<Own>,
}

/// An authority that the person added.
#[derive(Clone)]
pub(super) struct Own {
    pub(super) anchor: TrustAnchor<'static>,
    pub(super) name: String,
}

impl Anchors {
    /// The most authorities that a person adds.
    pub const MAX_OWN: usize = 64;

    /// Nobody is trusted.
    pub fn none() -> Self {
        Self::default()
    }

    /// With the authorities that Mozilla's programme lets name web sites (`webpki-roots`).
    #[must_use]
    pub fn with_public_web(mut self) -> Self {
        self.public_web = true;
        self
    }

    /// [`Anchors::add`], of a file that holds one certificate: PEM (RFC 7468) or DER. Returns the authority's name.
    ///
    /// # Errors
    /// As [`Anchors::add`].
    pub fn add_any(&mut self, file: &[u8]) -> Result<String, TrustError> {
        let der = match core::str::from_utf8(file) {
            Ok(text) if text.contains("-----BEGIN") => {
                base64url::decode_pem(text, "CERTIFICATE")
                    .ok_or(TrustError::Malformed("one certificate as PEM"))?
            }
            _ => file.to_vec(),
        };
        self.add(&der)?;
        Ok(self
            .own
            .last()
            .map(|own| own.name.clone())
            .unwrap_or_default())
    }

    /// Adds the certificate of an authority, DER, which the person trusts by their own decision.
    ///
    /// # Errors
    /// [`TrustError::Malformed`] when it is no certificate, [`TrustError::TooMany`] over [`Anchors::MAX_OWN`].
    pub fn add(&mut self, der: &[u8]) -> Result<(), TrustError> {
        if self.own.len() >= Self::MAX_OWN {
            return Err(TrustError::TooMany);
        }
        let name = Certificate::parse(der)?.subject();
        let der = CertificateDer::from(der);
        let anchor = webpki::anchor_from_trusted_cert(&der)
            .map_err(|_| TrustError::Malformed("the certificate of an authority"))?
            .to_owned();
        self.own.push(Own { anchor, name });
        Ok(())
    }
}

impl fmt::Debug for Anchors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Anchors")
            .field("public_web", &self.public_web)
            .field("own", &self.own.len())
            .finish()
    }
}
