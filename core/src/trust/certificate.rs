//! One certificate, as far as the path builder does not look at it.

use super::TrustError;
use crate::jose::Jwk;
use alloc::string::String;
use alloc::vec::Vec;
use x509_cert::der::Decode;
use x509_cert::der::oid::ObjectIdentifier;
use x509_cert::ext::pkix::name::GeneralName;
use x509_cert::ext::pkix::{AuthorityKeyIdentifier, KeyUsage, SubjectAltName};

/// RFC 5480 §2.1.1.
const EC_PUBLIC_KEY: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.2.1");
/// RFC 5480 §2.1.1.1.
const P256: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.3.1.7");
/// What is shown of a name, in characters.
const MAX_SHOWN: usize = 100;

pub(super) struct Certificate(x509_cert::Certificate);

impl Certificate {
    pub(super) fn parse(der: &[u8]) -> Result<Self, TrustError> {
        x509_cert::Certificate::from_der(der)
            .map(Self)
            .map_err(|_| TrustError::Malformed("a certificate"))
    }

    /// RFC 5280 §4.2.1.3: whether the key may make signatures that are not on certificates.
    pub(super) fn may_sign(&self) -> Result<bool, TrustError> {
        Ok(self
            .key_usage()?
            .is_none_or(|usage| usage.digital_signature()))
    }

    /// Whether the key may sign certificates.
    pub(super) fn may_certify(&self) -> Result<bool, TrustError> {
        Ok(self.key_usage()?.is_none_or(|usage| usage.key_cert_sign()))
    }

    fn key_usage(&self) -> Result<Option<KeyUsage>, TrustError> {
        let found = self.0.tbs_certificate().get_extension::<KeyUsage>();
        let found = found.map_err(|_| TrustError::Malformed("one key usage"))?;
        Ok(found.map(|(_, usage)| usage))
    }

    /// The public key, which has to be on P-256.
    pub(super) fn key(&self) -> Result<Jwk, TrustError> {
        let info = self.0.tbs_certificate().subject_public_key_info();
        let curve = info.algorithm.parameters.as_ref();
        let curve = curve.and_then(|parameters| parameters.decode_as::<ObjectIdentifier>().ok());
        if info.algorithm.oid != EC_PUBLIC_KEY || curve != Some(P256) {
            return Err(TrustError::KeyUnsupported);
        }
        let point = info.subject_public_key.as_bytes();
        let (x, y) = point
            .and_then(|point| point.strip_prefix(&[0x04]))
            .and_then(|point| point.split_at_checked(32))
            .ok_or(TrustError::KeyUnsupported)?;
        let (Ok(x), Ok(y)) = (x.try_into(), y.try_into()) else {
            return Err(TrustError::KeyUnsupported);
        };
        Jwk::p256(x, y).map_err(|_| TrustError::KeyUnsupported)
    }

    /// The host names that it is for, as they stand in it (RFC 5280 §4.2.1.6).
    pub(super) fn dns_names(&self) -> Result<Vec<String>, TrustError> {
        let found = self.0.tbs_certificate().get_extension::<SubjectAltName>();
        let found = found.map_err(|_| TrustError::Malformed("one list of names"))?;
        let names = found.map(|(_, names)| names.0).unwrap_or_default();
        Ok(names
            .into_iter()
            .filter_map(|name| match name {
                GeneralName::DnsName(name) => Some(name.as_str().into()),
                _ => None,
            })
            .collect())
    }

    /// Which key signed it (RFC 5280 §4.2.1.1).
    pub(super) fn authority_key_identifier(&self) -> Option<Vec<u8>> {
        let found = self.0.tbs_certificate();
        let (_, identifier) = found
            .get_extension::<AuthorityKeyIdentifier>()
            .ok()
            .flatten()?;
        Some(identifier.key_identifier?.as_bytes().to_vec())
    }

    /// The subject for a person to read: the organisation, else the common name, else nothing. It is the signer's own word
    /// until a path leads from it to an authority.
    pub(super) fn subject(&self) -> String {
        let subject = self.0.tbs_certificate().subject();
        let organisation = subject.organization().ok().flatten();
        let name = organisation.or_else(|| subject.common_name().ok().flatten());
        name.map(|name| shown(&name.value())).unwrap_or_default()
    }
}

/// No control or formatting characters, and no more than a line.
fn shown(name: &str) -> String {
    name.chars()
        .filter(|character| !crate::release::is_control(*character))
        .take(MAX_SHOWN)
        .collect()
}
