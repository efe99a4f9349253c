//! Which room of `web/` may import which.

use super::{Finding, Tree, script::code};

/// A room and what its files may import besides each other.
struct Room {
    folder: &'static str,
    rooms: &'static [&'static str],
    packages: &'static [&'static str],
}

const PROTOCOL: &str = "@hailstone/protocol";

const ROOMS: [Room; 9] = [
    Room {
        folder: "web/protocol/src",
        rooms: &[],
        packages: &[],
    },
    Room {
        folder: "web/sdk/src",
        rooms: &[],
        packages: &[PROTOCOL, "jose"],
    },
    // A site as any: the SDK, and Node for its server.
    Room {
        folder: "web/demo-site/src",
        rooms: &[],
        packages: &["@hailstone/site", "node:"],
    },
    Room {
        folder: "web/extension/src/shared",
        rooms: &[],
        packages: &[PROTOCOL],
    },
    Room {
        folder: "web/extension/src/platform",
        rooms: &["web/extension/src/shared"],
        packages: &[PROTOCOL],
    },
    Room {
        folder: "web/extension/src/content",
        rooms: &["web/extension/src/shared", "web/extension/src/platform"],
        packages: &[PROTOCOL],
    },
    // Files of other programs and certificates are read where the person chooses them, by modules that have no keys.
    Room {
        folder: "web/extension/src/ui",
        rooms: &["web/extension/src/shared", "web/extension/src/platform"],
        packages: &[
            PROTOCOL,
            "lit",
            "@hailstone/wasm-interchange",
            "@hailstone/wasm-trust",
        ],
    },
    Room {
        folder: "web/extension/src/offscreen",
        rooms: &["web/extension/src/shared", "web/extension/src/platform"],
        packages: &[
            PROTOCOL,
            "@hailstone/wasm",
            "@hailstone/wasm-copies",
            "@hailstone/wasm-trust",
        ],
    },
    // In Firefox the background's page is the core's home, so it starts what lives in `offscreen`.
    Room {
        folder: "web/extension/src/background",
        rooms: &[
            "web/extension/src/shared",
            "web/extension/src/platform",
            "web/extension/src/offscreen",
        ],
        packages: &[PROTOCOL],
    },
];

/// Imports that cross a wall.
pub(super) fn imports(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for room in &ROOMS {
        for file in tree.scripts(room.folder).filter(|file| file.is_product()) {
            for (line, name) in file
                .lines()
                .flat_map(|(number, line)| specifiers(code(line)).map(move |name| (number, name)))
            {
                if !room.allows(&file.path, name) {
                    findings.push(Finding::new(
                        &file.path,
                        line,
                        format!("{} may not import {name}", room.folder),
                    ));
                }
            }
        }
    }
    findings
}

impl Room {
    fn allows(&self, importer: &str, name: &str) -> bool {
        if name.starts_with('.') {
            let path = resolve(importer, name);
            return std::iter::once(&self.folder).chain(self.rooms).any(|room| {
                path == *room
                    || path
                        .strip_prefix(room)
                        .is_some_and(|rest| rest.starts_with('/'))
            });
        }
        self.packages.iter().any(|package| {
            name == *package
                || name
                    .strip_prefix(package)
                    .is_some_and(|rest| package.ends_with(':') || rest.starts_with('/'))
        })
    }
}

/// What a line imports: `from 'x'`, `import 'x'`, `import('x')`.
fn specifiers(line: &str) -> impl Iterator<Item = &str> {
    [
        "from '",
        "from \"",
        "import '",
        "import \"",
        "import('",
        "import(\"",
    ]
    .into_iter()
    .filter_map(|start| {
        let rest = line.get(line.find(start)? + start.len()..)?;
        rest.get(..rest.find(['\'', '"'])?)
    })
}

/// A relative import as a path from the top level.
fn resolve(importer: &str, name: &str) -> String {
    let mut parts: Vec<&str> = importer.split('/').collect();
    parts.pop();
    for part in name.split('/') {
        match part {
            "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_room_imports_what_the_table_says() {
        let good = Tree::of(&[
            (
                "web/extension/src/content/relay.ts",
                "import { x } from '../shared/x.js';\nimport type { Y } from '@hailstone/protocol/page';",
            ),
            (
                "web/extension/src/ui/popup.ts",
                "import { html } from 'lit/html.js';\nimport './style.js';",
            ),
            (
                "web/demo-site/src/server.ts",
                "import { createServer } from 'node:http';",
            ),
            (
                "web/extension/test/x.ts",
                "import { x } from '../src/ui/popup.js';",
            ),
        ]);
        assert_eq!(imports(&good), []);
    }

    #[test]
    fn an_import_through_a_wall_is_found() {
        let bad = Tree::of(&[
            (
                "web/extension/src/content/relay.ts",
                "import { x } from '../ui/popup.js';\nconst w = await import('@hailstone/wasm');",
            ),
            (
                "web/extension/src/ui/popup.ts",
                "import '../background/native-port.js';",
            ),
            (
                "web/sdk/src/ask.ts",
                "import { z } from '../../extension/src/shared/z.js';",
            ),
            ("web/protocol/src/page.ts", "import 'lit';"),
        ]);
        assert_eq!(imports(&bad).len(), 5);
    }
}
