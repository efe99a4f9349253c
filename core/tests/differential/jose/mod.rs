//! JWS, JWE and JWK against npm `jose`.
//!
//! Each case is a message that one of the two made, whole or broken in one way, and both read it: they have to agree on whether it is
//! good, and on what it says, but for these, where ours may refuse what the other takes. Each of them is seen in every run:
//!
//! | difference | `jose` 6.2.18 | the standard, and ours |
//! | --- | --- | --- |
//! | base64url with padding, white space, `+` and `/`, or bits left over | is read | RFC 7515 §2: without padding or any other character; RFC 4648 §3.5 lets bits left over be refused, and each sequence of bytes then has one text |
//! | a member of the header twice | the last counts | RFC 7515 §4: refuse, or take the last; RFC 8725 §2.4 says why not the latter |
//! | `crit` with `b64` | is understood (RFC 7797) | no extension is understood, so all are refused (RFC 7515 §4.1.11) |
//! | `alg` in the unprotected header | counts | RFC 7515 §10.7 warns of it: only what is signed says how |
//! | an entry of `signatures` that is none | is passed over | RFC 7515 §7.2.1: each is an object with a signature |
//! | a header of more than 32 KiB, or nested deeply | is read | bounded |
//! | an Ed25519 public key of a small order | verifies what anybody signed | RFC 8032 §5.1.7 leaves it open; refused |

mod breaks;
mod jwe;
mod jws;
mod keys;
