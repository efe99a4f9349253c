//! Errors as JavaScript sees them: an `Error` whose message is the code, with `code`, `class` and `triesLeft`.

use hailstone_core::error::{Class, Coded};
use wasm_bindgen::JsValue;

/// An error on its way out.
#[derive(Debug)]
pub struct Failure {
    code: &'static str,
    class: Class,
    tries_left: Option<u8>,
}

impl Failure {
    /// A call that does not fit the wallet's state: a defect of the caller's.
    pub const OUT_OF_ORDER: Self = Self {
        code: "wallet.out_of_order",
        class: Class::Ours,
        tries_left: None,
    };
    /// There is a vault already.
    pub const EXISTS: Self = Self {
        code: "wallet.vault_exists",
        class: Class::Person,
        tries_left: None,
    };
    /// The vault is locked.
    pub const LOCKED: Self = Self {
        code: "wallet.locked",
        class: Class::Person,
        tries_left: None,
    };
    /// Another program has changed what opens the vault; it is locked now.
    pub const SUPERSEDED: Self = Self {
        code: "wallet.superseded",
        class: Class::Person,
        tries_left: None,
    };
    /// An argument from JavaScript is not of the declared type.
    pub const ARGUMENT: Self = Self {
        code: "wallet.argument_invalid",
        class: Class::Ours,
        tries_left: None,
    };
    /// Some of what the vault has in it did not open.
    pub const PARTLY_DAMAGED: Self = Self {
        code: "wallet.partly_damaged",
        class: Class::Person,
        tries_left: None,
    };
    /// The browser gave no random bytes.
    pub const NO_ENTROPY: Self = Self {
        code: "wallet.no_entropy",
        class: Class::Ours,
        tries_left: None,
    };

    /// The browser's own cryptography cannot be had.
    pub const NO_CRYPTOGRAPHY: Self = Self {
        code: "wallet.no_cryptography",
        class: Class::Ours,
        tries_left: None,
    };

    /// What happened, for programs.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        self.code
    }

    /// Whose turn it is.
    #[must_use]
    pub const fn class(&self) -> Class {
        self.class
    }
}

impl<E: Coded> From<E> for Failure {
    fn from(error: E) -> Self {
        Self {
            code: error.code(),
            class: error.class(),
            tries_left: error.tries_left(),
        }
    }
}

impl From<Failure> for JsValue {
    fn from(failure: Failure) -> Self {
        let error: Self = js_sys::Error::new(failure.code).into();
        let tries_left = failure.tries_left.map_or(Self::NULL, Self::from);
        for (name, value) in [
            ("code", failure.code.into()),
            ("class", failure.class.as_str().into()),
            ("triesLeft", tries_left),
        ] {
            // Setting a property of a fresh object cannot fail; if it did, the message still holds the code.
            let _ = js_sys::Reflect::set(&error, &name.into(), &value);
        }
        error
    }
}
