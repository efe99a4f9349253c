//! Of requests, and of who makes them, in English.

use super::pair;
use crate::error::SiteFault;
use hailstone_core::release::RequestError as Request;
use hailstone_core::trust::TrustError as Trust;

pub(super) fn words(error: Request) -> (&'static str, &'static str) {
    match error {
        Request::TooLarge => (
            "The request is too large.",
            "The site has to ask for less at once.",
        ),
        Request::TooDeep => (
            "The request is nested too deeply.",
            "The site has to put it right.",
        ),
        Request::Malformed => (
            "The request cannot be read.",
            "The site has to put it right.",
        ),
        Request::LimitExceeded(_) => (
            "The request asks for too many things at once.",
            "The site has to ask for less.",
        ),
        Request::ProtocolUnsupported => (
            "The site speaks a protocol that Hailstone does not.",
            "There is nothing that you can do here.",
        ),
        Request::OriginInvalid => (
            "The site has no address that an answer could be bound to.",
            "Open the site by its own address.",
        ),
        Request::NonceMissing => (
            "The request is not marked as new, so an answer could be used twice.",
            "The site has to put it right.",
        ),
        Request::NonceInvalid => (
            "The mark that makes the request unique is not valid.",
            "The site has to put it right.",
        ),
        Request::ResponseTypeUnsupported => (
            "The site wants a kind of answer that Hailstone does not give.",
            "The site has to put it right.",
        ),
        Request::ResponseModeUnsupported => (
            "The site wants the answer in a way that Hailstone does not send it.",
            "The site has to put it right.",
        ),
        Request::QueryMissing => (
            "The request does not say what it asks for.",
            "The site has to put it right.",
        ),
        Request::QueryInvalid(_) => (
            "What the request asks for is not written as the standard says.",
            "The site has to put it right.",
        ),
        Request::TransactionDataUnsupported => (
            "The site wants a transaction signed, which Hailstone does not do.",
            "There is nothing that you can do here.",
        ),
        Request::MetadataInvalid(_) => (
            "What the site says about itself is not valid.",
            "The site has to put it right.",
        ),
        Request::EncryptionKeyMissing => (
            "The site wants an encrypted answer, but sent no key for it.",
            "The site has to put it right.",
        ),
        Request::EncryptionKeyInvalid => (
            "The key that the site sent is not valid.",
            "The site has to put it right.",
        ),
        Request::AlgorithmUnsupported => (
            "The site wants an encryption that Hailstone does not use.",
            "The site has to put it right.",
        ),
        Request::FormatUnsupported => (
            "The site does not take the kind of proof that Hailstone gives.",
            "There is nothing that you can do here.",
        ),
        Request::PurposeInvalid(_) => (
            "What the site says it wants the data for cannot be read.",
            "The site has to put it right.",
        ),
        Request::ClientUnsupported => (
            "The site says who it is in a way that Hailstone cannot check.",
            "The site has to use a name that can be checked.",
        ),
        Request::ClientInvalid(_) => (
            "The site does not prove the name that it gives.",
            "Do not go on unless you know the site; it has to put this right.",
        ),
        Request::AttestationUntrusted => (
            "Somebody whom this wallet does not know vouches for the site.",
            "Add the authority under Safety if you trust it, and ask again.",
        ),
        Request::ObjectInvalid(_) => (
            "The signed request is not written as the standard says.",
            "The site has to put it right.",
        ),
        Request::OriginUnexpected => (
            "The request was signed for another site than this one.",
            "Do not go on: somebody may have copied it.",
        ),
        Request::AudienceInvalid => (
            "The signed request is not meant for a wallet.",
            "The site has to put it right.",
        ),
        Request::Expired => (
            "The request is too old.",
            "Start again on the site. If that does not help, look at the clock of this computer.",
        ),
        Request::NotYetValid => (
            "The request is from the future.",
            "Look at the clock of this computer.",
        ),
        Request::LinkInvalid(_) => (
            "The link is not a request that Hailstone understands.",
            "Copy it whole, or have the site show it again.",
        ),
        Request::MethodInvalid => (
            "The site wants its request fetched in a way that the standard does not know.",
            "The site has to put it right.",
        ),
        Request::WalletNonceMismatch => (
            "What the site sent is not an answer to this wallet.",
            "Start again on the site.",
        ),
        Request::ResponseUriInvalid(_) => (
            "The site wants the answer sent to a place that is not its own.",
            "Do not go on; the site has to put it right.",
        ),
        Request::Object(_) => (
            "The signature of the request is not good.",
            "Do not go on; the site has to put it right.",
        ),
        Request::Certificate(error) => certificate(error),
    }
}

pub(super) fn certificate(error: Trust) -> (&'static str, &'static str) {
    match error {
        Trust::Malformed(_) => (
            "The certificate cannot be read.",
            "Use the file as its maker gave it: one certificate, PEM or DER.",
        ),
        Trust::TooMany => (
            "There are more certificates than can be checked.",
            "The site has to send only those that are needed.",
        ),
        Trust::Expired => (
            "The certificate has expired.",
            "Look at the clock of this computer. If it is right, the site has to renew its certificate.",
        ),
        Trust::NotYetValid => (
            "The certificate is not valid yet.",
            "Look at the clock of this computer.",
        ),
        Trust::NotForSignatures => (
            "The certificate was not made to sign requests.",
            "The site has to use another.",
        ),
        Trust::KeyUnsupported => (
            "The certificate has a kind of key that Hailstone does not verify requests with.",
            "The site has to use a key on P-256.",
        ),
        Trust::PathInvalid => (
            "The certificates break a rule of those who gave them out.",
            "Do not go on; the site has to put it right.",
        ),
    }
}

pub(super) fn site(fault: SiteFault) -> (String, String) {
    match fault {
        SiteFault::Unreachable => pair(
            "The site could not be reached, or did not answer in time.",
            "Look at the network and try the link again; nothing was lost.",
        ),
        SiteFault::TooLarge => pair(
            "The site answered with more than a request can be.",
            "The site has to put it right.",
        ),
        SiteFault::Local => pair(
            "The link names an address on this machine.",
            "If you are developing that site, use --local; otherwise do not go on.",
        ),
        SiteFault::Answered => pair(
            "The site has the answer, but what it said to that cannot be read.",
            "Look on the site whether it goes on there.",
        ),
        SiteFault::Refused { status } => pair(
            format!("The site refused, with HTTP status {status}."),
            "Start again on the site: a link can often be used once only.",
        ),
    }
}
