//! Who signed, in a browser. What is verified here goes to the wallet's own module as JSON; nothing secret comes in.
#![cfg(target_family = "wasm")]

pub mod credential;

use hailstone_core::error::{Class, Coded};
use hailstone_core::release::{Examined, Origin, RequestError, Trust};
use hailstone_core::time::Timestamp;
use hailstone_core::trust::Anchors as CoreAnchors;
use wasm_bindgen::JsValue;
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
    pub fn add(&mut self, certificate: &[u8]) -> Result<String, JsValue> {
        self.0.add_any(certificate).map_err(failure)
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
) -> Result<String, JsValue> {
    let origin = Origin::parse(origin).map_err(failure)?;
    let trust = Trust {
        anchors: &anchors.0,
        now: now(),
    };
    let examined = Examined::over_api(protocol, &origin, data, &trust).map_err(failure)?;
    serde_json::to_string(&examined).map_err(|_| failure(RequestError::Malformed))
}

/// The time by the machine's clock.
fn now() -> Timestamp {
    #[allow(
        clippy::as_conversions,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a float-to-integer cast saturates, and Date.now() is a positive whole number"
    )]
    Timestamp::from_unix((js_sys::Date::now() / 1000.0) as u64)
}

fn failure(error: impl Coded) -> JsValue {
    as_js(error.code(), error.class())
}

fn as_js(code: &str, class: Class) -> JsValue {
    let error: JsValue = js_sys::Error::new(code).into();
    for (name, value) in [
        ("code", code.into()),
        ("class", class.as_str().into()),
        ("triesLeft", JsValue::NULL),
    ] {
        // Setting a property of a fresh object cannot fail; if it did, the message still holds the code.
        let _ = js_sys::Reflect::set(&error, &name.into(), &value);
    }
    error
}
