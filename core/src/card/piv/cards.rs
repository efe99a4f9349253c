//! What the cards that differ from one another answer, for the stories and the properties.

use alloc::format;
use alloc::string::String;

/// A point of P-256: twice the base point.
pub(super) const POINT: &str = concat!(
    "04",
    "7CF27B188D034F7E8A52380304B51AC3C08969E277F21B35A60B48FC47669978",
    "07775510DB8ED040293D9AC69F7430DBBA7DADE63CE982299E04B79D227873D1",
);

/// The base point (NIST SP 800-186 §3.2.1.3).
pub(super) const BASE_POINT: &str = concat!(
    "04",
    "6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296",
    "4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5",
);

/// What the card computes with it.
pub(super) const SHARED: &str = "5ECBE4D1A6330A44C8F7EF951D4BF165E6C6B721EFADA985FB41661BC6E7FD6C";

pub(super) const GUID: &str = "00112233445566778899AABBCCDDEEFF";

pub(super) const SELECT: &str = "00A4040009 A00000030800001000 00";

/// Selected by the long identifier, named by a GUID, three tries left.
pub(super) fn opened() -> String {
    format!(
        "> {SELECT}
         < 9000
         > 00CB3FFF05 5C035FC102 00
         < 5312 3410 {GUID} 9000
         > 00200080
         < 63C3"
    )
}

/// The note of a key on P-256 in slot 95, as an object.
pub(super) fn note() -> String {
    format!("DF4852 C00101 7F494C 800111 840195 C10100 8641 {POINT}")
}
