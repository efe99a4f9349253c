//! From a site's request to the token it receives: OpenID4VP 1.0 over the Digital Credentials API
//! (`openid4vp-v1-unsigned`), answered with self-asserted SD-JWT VCs.
//!
//! Each state consumes the one before it, so that nothing goes out without a consent:
//!
//! ```text
//! Request ── propose(records) ──► Proposal ── consent() ──► Consented ── token(..) ──► Token
//!    └── end(outcome) ─► Receipt      └── end(outcome) ─► Receipt   │          (with its Receipt)
//!                                                                   └─ begin(..) ► Unsigned ─ sign(..), finish() ► Token
//! ```
//!
//! Refusal, a closed window and "nothing matches" end in a [`Receipt`](crate::data::Receipt) for the person alone;
//! there is nothing in it for the site, so the three cannot be told apart there (OpenID4VP 1.0 §15.4.1, §15.9.2).
//!
//! # Example
//!
//! ```
//! use hailstone_core::data::{Field, Kind, Record};
//! use hailstone_core::entropy::Seed;
//! use hailstone_core::id::RecordId;
//! use hailstone_core::release::{Origin, Request};
//! use hailstone_core::secret::Secret32;
//! use hailstone_core::time::Timestamp;
//!
//! let data = r#"{
//!   "response_type": "vp_token", "response_mode": "dc_api", "nonce": "n-0S6_WzA2Mj",
//!   "client_metadata": {"vp_formats_supported": {"dc+sd-jwt": {}}},
//!   "dcql_query": {"credentials": [{
//!     "id": "contact", "format": "dc+sd-jwt", "meta": {"vct_values": ["urn:hailstone:contact:1"]},
//!     "claims": [{"path": ["email"]}]
//!   }]}
//! }"#;
//! let request = Request::parse("openid4vp-v1-unsigned", Origin::parse("https://shop.example")?, data)?;
//!
//! let record = Record::new(Kind::Email).with(Field::Email, "ada@example.org");
//! let proposal = request.propose(vec![(RecordId::from_bytes([1; 16]), record)], Timestamp::from_unix(1_800_000_000));
//! assert_eq!(proposal.view().credentials[0].claims[0].value, "ada@example.org");
//!
//! // The person presses Share.
//! let consented = proposal.consent().map_err(|(_, error)| error)?;
//! let site_secret = Secret32::take(&mut [7; 32]);
//! let token = consented.token(&site_secret, Timestamp::from_unix(1_800_000_000), Seed::take(&mut [9; 32]))?;
//! assert!(token.data().starts_with(r#"{"vp_token":{"contact":["#));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Releasing without a consent does not compile
//!
//! With one, it does; each of the examples below leaves out one thing of this:
//! ```
//! # use hailstone_core::{entropy::Seed, release::{Choice, Consented, Proposal}, secret::Secret32, time::Timestamp};
//! fn release(mut proposal: Proposal, choice: &Choice, secret: &Secret32, now: Timestamp, seed: Seed) {
//!     let _ = proposal.choose(choice);
//!     if let Ok(consented) = proposal.consent() {
//!         let consented: Consented = consented;
//!         let _ = consented.token(secret, now, seed);
//!     }
//! }
//! ```
//! A proposal has no token:
//! ```compile_fail,E0599
//! # use hailstone_core::{entropy::Seed, release::Proposal, secret::Secret32, time::Timestamp};
//! fn release(proposal: Proposal, secret: &Secret32, now: Timestamp, seed: Seed) {
//!     let _ = proposal.token(secret, now, seed);
//! }
//! ```
//! Nor has a request:
//! ```compile_fail,E0599
//! # use hailstone_core::{entropy::Seed, release::Request, secret::Secret32, time::Timestamp};
//! fn release(request: Request, secret: &Secret32, now: Timestamp, seed: Seed) {
//!     let _ = request.token(secret, now, seed);
//! }
//! ```
//! Nobody else can make a consent:
//! ```compile_fail,E0451
//! # use hailstone_core::release::{Consented, Request};
//! fn release(request: Request) -> Consented {
//!     Consented { request, items: Vec::new() }
//! }
//! ```
//! ```compile_fail,E0599
//! # use hailstone_core::release::Consented;
//! let consented = Consented::default();
//! ```
//! What waits for a card is made of a consent, too:
//! ```compile_fail,E0451
//! # use hailstone_core::{data::Receipt, release::{Request, Unsigned}};
//! fn release(request: Request) -> Unsigned {
//!     Unsigned { request, items: Vec::new() }
//! }
//! ```
//! A consent is for one token:
//! ```compile_fail,E0382
//! # use hailstone_core::{entropy::Seed, release::Consented, secret::Secret32, time::Timestamp};
//! fn release(consented: Consented, secret: &Secret32, now: Timestamp, one: Seed, two: Seed) {
//!     let _ = consented.token(secret, now, one);
//!     let _ = consented.token(secret, now, two);
//! }
//! ```
//! It cannot be copied for a second one:
//! ```compile_fail,E0277
//! # use hailstone_core::release::Consented;
//! fn twice(consented: &Consented) -> Consented {
//!     Consented::clone(consented)
//! }
//! ```
//! And a proposal that was consented to cannot be changed afterwards:
//! ```compile_fail,E0382
//! # use hailstone_core::release::{Choice, Proposal};
//! fn change(mut proposal: Proposal, choice: &Choice) {
//!     let _ = proposal.consent();
//!     let _ = proposal.choose(choice);
//! }
//! ```

mod answer;
mod boxes;
mod candidate;
mod client;
mod consent;
mod error;
mod formats;
mod issued;
mod link;
mod mask;
mod origin;
mod part;
mod proposal;
mod purpose;
mod query;
mod request;
mod site;
mod token;
mod unsigned;
mod view;
mod wanted;

pub use client::{Examined, Proof, Trust};
pub use consent::Consented;
pub use error::{ReleaseError, RequestError};
pub use link::{Call, Link, Method, Step as LinkStep, redirect_of};
pub use origin::Origin;
pub use proposal::Proposal;
pub use purpose::Purpose;
pub(crate) use purpose::is_control;
pub use query::{
    ClaimsQuery, CredentialQuery, CredentialSet, Evaluation, Format, Holding, Index, Match, Path,
    Query, Step, TrustedAuthority,
};
pub use request::{MULTISIGNED, PROTOCOL, Request, SIGNED};
pub use site::Site;
pub use token::Token;
pub use unsigned::Unsigned;
pub use view::{
    AlternativeView, Choice, ClaimView, CredentialView, IssuedView, OpenView, OptionView,
    ProposalView, SetView, SlotView, State,
};
