//! Invariants in TypeScript files that one line shows.

use super::{Finding, Tree};

/// What is product in `web/`.
const ROOMS: [&str; 4] = [
    "web/protocol/src",
    "web/sdk/src",
    "web/extension/src",
    "web/demo-site/src",
];

/// Invariant 10: the extension's console is used by the file for logging, the SDK's never.
pub(super) fn no_console(tree: &Tree) -> Vec<Finding> {
    find(
        tree,
        &["web/protocol/src", "web/sdk/src", "web/extension/src"],
        |path, line| {
            (uses(line, "console") && !path.ends_with("/log.ts"))
                .then(|| "the console: use the logger, which takes codes and lengths".to_owned())
        },
    )
}

/// The browser's own interface is wrapped by one folder.
pub(super) fn platform_only(tree: &Tree) -> Vec<Finding> {
    find(
        tree,
        &["web/protocol/src", "web/sdk/src", "web/extension/src"],
        |path, line| {
            let name = ["chrome", "browser"]
                .into_iter()
                .find(|name| uses(line, name))?;
            (!path.starts_with("web/extension/src/platform/"))
                .then(|| format!("`{name}.` outside the platform folder"))
        },
    )
}

/// Cryptography in TypeScript is the SDK's alone.
pub(super) fn no_cryptography(tree: &Tree) -> Vec<Finding> {
    find(tree, &ROOMS, |path, line| {
        let imports = |package: &str| {
            ["'", "\""]
                .iter()
                .any(|quote| line.contains(&format!("{quote}{package}{quote}")))
        };
        let found = ["jose", "@sd-jwt/sd-jwt-vc"]
            .into_iter()
            .find(|package| imports(package));
        let found = found.or_else(|| line.contains("crypto.subtle").then_some("crypto.subtle"))?;
        (!path.starts_with("web/sdk/")).then(|| format!("`{found}` outside web/sdk"))
    })
}

fn find(
    tree: &Tree,
    rooms: &[&str],
    broken: impl Fn(&str, &str) -> Option<String>,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in rooms
        .iter()
        .flat_map(|room| tree.scripts(room))
        .filter(|file| file.is_product())
    {
        for (number, line) in file.lines() {
            if let Some(what) = broken(&file.path, code(line)) {
                findings.push(Finding::new(&file.path, number, what));
            }
        }
    }
    findings
}

/// A line without its comment. Good enough: an address in text has no white space before its slashes.
pub(super) fn code(line: &str) -> &str {
    let trimmed = line.trim_start();
    if ["//", "/*", "*"]
        .iter()
        .any(|start| trimmed.starts_with(start))
    {
        return "";
    }
    line.find(" // ")
        .and_then(|end| line.get(..end))
        .unwrap_or(line)
}

/// Whether a line reaches into an object of this name.
fn uses(line: &str, name: &str) -> bool {
    line.match_indices(name).any(|(at, _)| {
        let before = line.get(..at).and_then(|text| text.chars().next_back());
        let after = line.get(at + name.len()..).unwrap_or_default();
        let inside = |char: char| char.is_alphanumeric() || "_-$'\"`".contains(char);
        !before.is_some_and(inside)
            && (after.starts_with('[') || after.starts_with("?.") || member(after))
    })
}

/// `.name`, and not the end of a sentence in a text.
fn member(after: &str) -> bool {
    after
        .strip_prefix('.')
        .is_some_and(|rest| rest.starts_with(|char: char| char.is_ascii_alphabetic()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_object_is_used_when_something_of_it_is_named() {
        assert!(uses("await chrome.runtime.connect()", "chrome"));
        assert!(uses("globalThis.browser?.tabs", "browser"));
        assert!(!uses("'Close the browser. Then'", "browser"));
        assert!(!uses("my_browser.x", "browser"));
        assert!(!uses("const browser = 1", "browser"));
    }

    #[test]
    fn the_console_belongs_to_the_logger() {
        let log = "console.error(code);";
        assert_eq!(
            no_console(&Tree::of(&[("web/extension/src/shared/log.ts", log)])),
            []
        );
        assert_eq!(
            no_console(&Tree::of(&[(
                "web/extension/src/ui/popup.ts",
                "  // console.log(x)"
            )])),
            []
        );
        assert_eq!(
            no_console(&Tree::of(&[("web/extension/src/ui/popup.ts", log)])).len(),
            1
        );
        assert_eq!(
            no_console(&Tree::of(&[("web/sdk/src/ask.ts", log)])).len(),
            1
        );
    }

    #[test]
    fn the_browser_is_named_in_the_platform_folder() {
        let line = "export const id = chrome.runtime.id;";
        assert_eq!(
            platform_only(&Tree::of(&[(
                "web/extension/src/platform/runtime.ts",
                line
            )])),
            []
        );
        assert_eq!(
            platform_only(&Tree::of(&[(
                "web/extension/src/background/index.ts",
                line
            )]))
            .len(),
            1
        );
    }

    #[test]
    fn the_sdk_alone_does_cryptography() {
        let good = Tree::of(&[
            ("web/sdk/src/verify.ts", "import { importJWK } from 'jose';"),
            (
                "web/extension/test/token.test.ts",
                "import { jwtVerify } from 'jose';",
            ),
        ]);
        assert_eq!(no_cryptography(&good), []);
        let bad = Tree::of(&[
            (
                "web/demo-site/src/server.ts",
                "import { importJWK } from 'jose';",
            ),
            (
                "web/extension/src/ui/x.ts",
                "crypto.subtle.digest('SHA-256', b)",
            ),
        ]);
        assert_eq!(no_cryptography(&bad).len(), 2);
    }
}
