//! Invariant 2: in each crate, one file for each foreign crate that matters.

use super::{
    Finding, Tree,
    lexer::{Kind, Token},
};
use std::collections::BTreeSet;

/// A crate that one file of a room may import, and no other file of that room.
struct Place {
    room: &'static str,
    crates: &'static [&'static str],
    file: &'static str,
}

const PLACES: [Place; 29] = [
    Place {
        room: "core/src",
        crates: &["cbor4ii"],
        file: "core/src/cbor.rs",
    },
    Place {
        room: "core/src",
        crates: &["miniz_oxide"],
        file: "core/src/deflate.rs",
    },
    Place {
        room: "core/src",
        crates: &["vsss_rs"],
        file: "core/src/vault/shares.rs",
    },
    Place {
        room: "core/src",
        crates: &["bip39"],
        file: "core/src/vault/words.rs",
    },
    Place {
        room: "core/interchange/src",
        crates: &["qrcode"],
        file: "core/interchange/src/qr.rs",
    },
    Place {
        room: "core/aead/src",
        crates: &["aes_gcm"],
        file: "core/aead/src/lib.rs",
    },
    Place {
        room: "core/src",
        crates: &["hailstone_aead"],
        file: "core/src/hazmat/aead.rs",
    },
    Place {
        room: "core/src",
        crates: &["aes"],
        file: "core/src/hazmat/aes.rs",
    },
    Place {
        room: "core/src",
        crates: &["des"],
        file: "core/src/hazmat/tdes.rs",
    },
    Place {
        room: "core/src",
        crates: &["argon2"],
        file: "core/src/hazmat/argon2id.rs",
    },
    Place {
        room: "core/argon2id/src",
        crates: &["blake2"],
        file: "core/argon2id/src/hash.rs",
    },
    Place {
        room: "core/src",
        crates: &["x25519_dalek", "curve25519_dalek"],
        file: "core/src/hazmat/x25519.rs",
    },
    Place {
        room: "core/src",
        crates: &["ed25519_dalek"],
        file: "core/src/hazmat/ed25519.rs",
    },
    Place {
        room: "core/src",
        crates: &["p256", "primeorder"],
        file: "core/src/hazmat/p256.rs",
    },
    Place {
        room: "core/src",
        crates: &["p384"],
        file: "core/src/hazmat/p384.rs",
    },
    Place {
        room: "core/src",
        crates: &["rsa"],
        file: "core/src/hazmat/rsa.rs",
    },
    Place {
        room: "core/src",
        crates: &["x509_cert"],
        file: "core/src/trust/certificate.rs",
    },
    Place {
        room: "core/src",
        crates: &["webpki_roots"],
        file: "core/src/trust/chain.rs",
    },
    Place {
        room: "core/src",
        crates: &["sha2", "hmac", "hkdf"],
        file: "core/src/hazmat/hash.rs",
    },
    Place {
        room: "core/src",
        crates: &["sha1"],
        file: "core/src/hazmat/sha1.rs",
    },
    Place {
        room: "core/src",
        crates: &["chacha20"],
        file: "core/src/entropy.rs",
    },
    Place {
        room: "core/src",
        crates: &["base64ct"],
        file: "core/src/jose/base64url.rs",
    },
    Place {
        room: "card-bridge/applet/src",
        crates: &["aes_gcm"],
        file: "card-bridge/applet/src/hazmat/aead.rs",
    },
    Place {
        room: "card-bridge/applet/src",
        crates: &["x25519_dalek"],
        file: "card-bridge/applet/src/hazmat/x25519.rs",
    },
    Place {
        room: "card-bridge/applet/src",
        crates: &["p256"],
        file: "card-bridge/applet/src/hazmat/p256.rs",
    },
    Place {
        room: "card-bridge/applet/src",
        crates: &["sha2", "hkdf"],
        file: "card-bridge/applet/src/hazmat/hash.rs",
    },
    Place {
        room: "card-bridge/src",
        crates: &["pcsc"],
        file: "card-bridge/src/card/pcsc.rs",
    },
    Place {
        room: "card-bridge/src",
        crates: &["hidapi"],
        file: "card-bridge/src/card/fido2/usb.rs",
    },
    Place {
        room: "card-bridge/src",
        crates: &["rusqlite"],
        file: "card-bridge/src/store/sqlite.rs",
    },
];

/// Names that one file of a room may use, whichever it is.
struct Alone {
    room: &'static str,
    what: &'static str,
    is_one: fn(&str) -> bool,
}

const ALONE: [Alone; 3] = [
    Alone {
        room: "wasm",
        what: "IndexedDB",
        is_one: |word| word.starts_with("Idb"),
    },
    Alone {
        room: "wasm",
        what: "SubtleCrypto",
        is_one: |word| ["SubtleCrypto", "CryptoKey"].contains(&word),
    },
    Alone {
        room: "card-bridge/src",
        what: "getrandom",
        is_one: |word| word == "getrandom",
    },
];

/// Files that import what another file is for.
pub(super) fn one_place(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for place in &PLACES {
        for file in tree
            .rust(place.room)
            .filter(|file| file.is_product() && file.path != place.file)
        {
            for (name, line) in crate_roots(file.tokens()) {
                if place.crates.contains(&name) {
                    findings.push(Finding::new(
                        &file.path,
                        line,
                        format!("`{name}` is imported by {} only", place.file),
                    ));
                }
            }
        }
    }
    for alone in &ALONE {
        let users: Vec<Finding> = tree
            .rust(alone.room)
            .filter(|file| file.is_product())
            .filter_map(|file| {
                let user = file
                    .tokens()
                    .iter()
                    .find(|token| token.word().is_some_and(alone.is_one))?;
                Some(Finding::new(
                    &file.path,
                    user.line,
                    format!("{} is used by more than one file", alone.what),
                ))
            })
            .collect();
        if users.len() > 1 {
            findings.extend(users);
        }
    }
    findings
}

/// The first words of all paths that can name a crate, with their lines. A word that the file binds to something of
/// its own (`use crate::hazmat::p256`, `mod p256`) names no crate.
pub(super) fn crate_roots(tokens: &[Token]) -> Vec<(&str, usize)> {
    let mut roots = Vec::new();
    let mut local = BTreeSet::new();
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        let rest = tokens.get(at + 1..).unwrap_or_default();
        let before = at.checked_sub(1).and_then(|at| tokens.get(at));
        if token.is_word("use") {
            let length = rest
                .iter()
                .position(|token| token.is_mark(";"))
                .unwrap_or(rest.len());
            use_tree(
                rest.get(..length).unwrap_or_default(),
                &mut roots,
                &mut local,
            );
            at += length;
        } else if token.is_word("mod") {
            local.extend(rest.first().and_then(Token::word));
        } else if token.is_word("extern")
            && rest.first().is_some_and(|token| token.is_word("crate"))
        {
            roots.extend(
                rest.get(1)
                    .and_then(|token| Some((token.word()?, token.line))),
            );
        } else if let Some(word) = token.word()
            && rest.first().is_some_and(|token| token.is_mark("::"))
            && !before.is_some_and(|token| token.is_mark("::"))
        {
            roots.push((word, token.line));
        }
        at += 1;
    }
    roots.retain(|(word, _)| !local.contains(word));
    roots
}

/// One `use`, between the keyword and the semicolon.
fn use_tree<'a>(
    tokens: &'a [Token],
    roots: &mut Vec<(&'a str, usize)>,
    local: &mut BTreeSet<&'a str>,
) {
    let grouped = tokens.first().is_some_and(|token| token.is_mark("{"));
    // The module before each open brace: `{self, ..}` binds its name.
    let mut owners = Vec::new();
    let mut last_word = "";
    for (at, token) in tokens.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| tokens.get(at));
        match &token.kind {
            Kind::Mark("{") => owners.push(last_word),
            Kind::Mark("}") => {
                owners.pop();
            }
            Kind::Word(word) if word != "as" => {
                let first = match before {
                    None => true,
                    Some(before) if before.is_mark("::") => at == 1,
                    Some(before) => {
                        let begins = before.is_mark("{") || before.is_mark(",");
                        grouped && owners.len() == 1 && begins
                    }
                };
                let last = tokens
                    .get(at + 1)
                    .is_none_or(|next| next.is_mark(",") || next.is_mark("}"));
                if first {
                    roots.push((word, token.line));
                } else if word == "self" {
                    // `use p256::{self, SecretKey}` binds the crate to its own name, and hides nothing.
                    let root = roots.last().map(|(root, _)| *root);
                    local.extend(owners.last().filter(|owner| Some(**owner) != root));
                } else if last {
                    local.insert(word);
                }
                last_word = word;
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::lexer;

    fn roots(text: &str) -> Vec<String> {
        crate_roots(&lexer::tokens(text))
            .into_iter()
            .map(|(name, _)| name.to_owned())
            .collect()
    }

    #[test]
    fn a_path_begins_with_its_crate() {
        assert_eq!(roots("use p256::{SecretKey, ecdsa::Sig};"), ["p256"]);
        assert_eq!(roots("use ::p256 as curve;"), ["p256"]);
        assert_eq!(
            roots("use {sha2::Sha256, hmac::{Hmac, Mac}};"),
            ["sha2", "hmac"]
        );
        assert_eq!(roots("fn f() { p256::ecdsa::sign(); }"), ["p256"]);
        assert_eq!(roots("extern crate alloc;"), ["alloc"]);
    }

    #[test]
    fn a_module_of_the_same_name_is_no_crate() {
        assert_eq!(
            roots("use crate::hazmat::{aead, p256}; fn f() { p256::sign(); }"),
            ["crate"]
        );
        assert_eq!(
            roots("mod p256; fn f() { p256::sign(); }"),
            Vec::<String>::new()
        );
        assert_eq!(roots("fn f() { hazmat::p256::sign(); }"), ["hazmat"]);
    }

    #[test]
    fn a_crate_in_its_place_is_found_nowhere_else() {
        let good = Tree::of(&[
            ("core/src/hazmat/x25519.rs", "use x25519_dalek::PublicKey;"),
            (
                "core/src/vault/mod.rs",
                "// x25519_dalek::PublicKey\n#[cfg(test)] mod tests { use x25519_dalek::PublicKey; }",
            ),
            ("core/tests/vectors.rs", "use p256::SecretKey;"),
            ("wasm/src/store.rs", "use web_sys::IdbDatabase;"),
        ]);
        assert_eq!(one_place(&good), []);
        let bad = Tree::of(&[
            ("core/src/vault/mod.rs", "\nuse x25519_dalek::PublicKey;"),
            ("wasm/src/store.rs", "use web_sys::IdbDatabase;"),
            ("wasm/src/other.rs", "use web_sys::IdbRequest;"),
        ]);
        let found: Vec<String> = one_place(&bad).iter().map(ToString::to_string).collect();
        assert_eq!(
            found,
            [
                "core/src/vault/mod.rs:2: `x25519_dalek` is imported by core/src/hazmat/x25519.rs only",
                "wasm/src/store.rs:1: IndexedDB is used by more than one file",
                "wasm/src/other.rs:1: IndexedDB is used by more than one file",
            ]
        );
    }
}
