//! Which security keys there are, and what they say of themselves.

use super::super::Readers;
use super::find::look;

/// A security key. It is not held any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// As its maker or its reader is called.
    pub name: String,
    /// The make and model (CTAP 2.2 §6.4, `aaguid`).
    pub model: [u8; 16],
    /// Whether it can open a vault: it gives secrets, and verifies a person by a PIN.
    pub is_usable: bool,
    /// Whether it has a PIN.
    pub has_pin: bool,
}

/// All of them, each once.
pub fn list(readers: &mut dyn Readers) -> Vec<Listed> {
    let (found, _) = look(readers, |key| {
        let info = key.fido.info();
        Ok(Listed {
            name: key.place.name().into(),
            model: *info.aaguid(),
            is_usable: info.is_usable(),
            has_pin: info.has_pin(),
        })
    });
    found
}
