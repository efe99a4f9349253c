//! Who signed, in a browser. What is verified here goes to the wallet's own module as JSON; nothing secret comes in.
#![cfg(target_family = "wasm")]

pub mod credential;

use hailstone_core::release::{Examined, Origin, RequestError, Trust};
use hailstone_core::trust::Anchors as CoreAnchors;
use hailstone_wasm_host::error::Failure;
use hailstone_wasm_host::given::now;
use wasm_bindgen::prelude::wasm_bindgen;

/// The authorities that are trusted: those of the public web, and those that the person added.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Anchors(CoreAnchors);

#[wasm_bindgen]
impl Anchors {
    /// Those of the public web.
    #[wasm_bindgen(constructor)]
    #[allow(
        clippy::new_without_default,
        reason = "JavaScript has constructors and no defaults"
    )]
    pub fn new() -> Self {
        Self(CoreAnchors::none().with_public_web())
    }

    /// Adds the certificate of an authority: PEM, or DER as it is. Returns the name of the authority, for the person.
    ///
    /// # Errors
    /// `certificate.*`.
    pub fn add(&mut self, certificate: &[u8]) -> Result<String, Failure> {
        Ok(self.0.add_any(certificate)?)
    }
}

/// Verifies a signed request of the Digital Credentials API and returns it for `Wallet.beginSigned`.
///
/// # Errors
/// `request.*`, `jose.*`, `certificate.*`, as an `Error` with `code`, `class` and `triesLeft`.
#[wasm_bindgen(js_name = examineRequest)]
pub fn examine_request(
    protocol: &str,
    origin: &str,
    data: &str,
    anchors: &Anchors,
) -> Result<String, Failure> {
    let origin = Origin::parse(origin)?;
    let trust = Trust {
        anchors: &anchors.0,
        now: now(),
    };
    let examined = Examined::over_api(protocol, &origin, data, &trust)?;
    serde_json::to_string(&examined).map_err(|_| RequestError::Malformed.into())
}
