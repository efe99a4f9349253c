use crate::error::{Class, Coded, display_code};
use crate::jose::JoseError;

/// Why the status of a credential is not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StatusError {
    /// `status.reference_invalid`: the credential's `status` is not what the draft's §6.2 asks for. Holds what was expected.
    ReferenceInvalid(&'static str),
    /// `status.mechanism_unknown`: the credential's `status` has no `status_list`, but something else.
    MechanismUnknown,
    /// `status.token_invalid`: the status list token is no JWS, or not signed by the key that is known to be its issuer's.
    TokenInvalid(JoseError),
    /// `status.type_wrong`: its `typ` is not `statuslist+jwt`.
    TypeWrong,
    /// `status.claim_missing`: a claim of it is absent or of another type. Holds its name.
    ClaimMissing(&'static str),
    /// `status.subject_wrong`: it is another list than the one that the credential refers to.
    SubjectWrong,
    /// `status.expired`: the time is at or after `exp`.
    Expired,
    /// `status.not_yet_valid`: it was made in the future.
    NotYetValid,
    /// `status.list_invalid`: the list is not bytes in ZLIB, or larger than is read.
    ListInvalid,
    /// `status.index_outside`: the list is not so long.
    IndexOutside,
}

impl Coded for StatusError {
    fn code(&self) -> &'static str {
        match self {
            Self::ReferenceInvalid(_) => "status.reference_invalid",
            Self::MechanismUnknown => "status.mechanism_unknown",
            Self::TokenInvalid(_) => "status.token_invalid",
            Self::TypeWrong => "status.type_wrong",
            Self::ClaimMissing(_) => "status.claim_missing",
            Self::SubjectWrong => "status.subject_wrong",
            Self::Expired => "status.expired",
            Self::NotYetValid => "status.not_yet_valid",
            Self::ListInvalid => "status.list_invalid",
            Self::IndexOutside => "status.index_outside",
        }
    }

    fn class(&self) -> Class {
        match self {
            Self::Expired | Self::NotYetValid => Class::Retry,
            _ => Class::Hostile,
        }
    }
}

display_code!(StatusError);
