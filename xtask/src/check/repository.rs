//! What a repository may hold at all.

use super::{Finding, Tree, tree::Source};
use std::collections::BTreeMap;

/// The top level as the architecture lists it; dotfiles are tools' settings, and so are the three that cargo's tools
/// look for under these names.
const TOP_LEVEL: [&str; 17] = [
    "Cargo.toml",
    "Cargo.lock",
    "core",
    "wasm",
    "card-bridge",
    "web",
    "xtask",
    "docs",
    "README.md",
    "CHANGELOG.md",
    "SECURITY.md",
    "LICENSE-MIT",
    "LICENSE-APACHE",
    "LICENSE",
    "clippy.toml",
    "rustfmt.toml",
    "deny.toml",
];

/// Files at the top level that the architecture does not list.
pub(super) fn top_level(tree: &Tree) -> Vec<Finding> {
    let mut findings: Vec<Finding> = tree
        .all()
        .filter_map(|file| file.path.split('/').next())
        .filter(|name| !name.starts_with('.') && !TOP_LEVEL.contains(name))
        .map(|name| Finding::new(name, 0, "does not belong at the top level"))
        .collect();
    findings.dedup();
    findings
}

/// Decisions without a number, or with one that is taken.
pub(super) fn decisions(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut numbers = BTreeMap::new();
    for file in tree.all() {
        let Some(name) = file.path.strip_prefix("docs/decisions/") else {
            continue;
        };
        match decision_number(name) {
            None => findings.push(Finding::new(&file.path, 0, "is not named NNNN-title.md")),
            Some(number) => {
                if let Some(other) = numbers.insert(number, name) {
                    findings.push(Finding::new(
                        &file.path,
                        0,
                        format!("has the number of {other}"),
                    ));
                }
            }
        }
    }
    findings
}

fn decision_number(name: &str) -> Option<u32> {
    let (number, title) = name.strip_suffix(".md")?.split_once('-')?;
    let allowed =
        |char: char| char.is_ascii_lowercase() || char.is_ascii_digit() || "-.".contains(char);
    (number.len() == 4 && !title.is_empty() && title.chars().all(allowed))
        .then(|| number.parse().ok())
        .flatten()
}

/// People who live in examples.
const EXAMPLES: [&str; 3] = ["person", "user/", "ada/"];

/// Absolute paths that exist on one machine only.
pub(super) fn machine_paths(tree: &Tree) -> Vec<Finding> {
    // Put together here, so that this file does not hold what it looks for.
    let starts = [
        concat!("/ro", "ot/"),
        concat!("/wo", "rk/"),
        concat!("/ho", "me/"),
        concat!("/Us", "ers/"),
    ];
    in_lines(tree, |line| {
        starts.iter().find_map(|start| {
            line.match_indices(start).find_map(|(at, _)| {
                let before = line.get(..at)?.chars().next_back();
                let inside =
                    before.is_some_and(|char| char.is_alphanumeric() || "_-.~/}*$".contains(char));
                let after = line.get(at + start.len()..)?;
                let named = after.starts_with(|char: char| char.is_alphanumeric() || char == '.');
                let example = EXAMPLES.iter().any(|name| after.starts_with(name));
                (!inside && named && !example).then(|| format!("a path of one machine: {start}…"))
            })
        })
    })
}

/// Names and addresses that mean something in one network only. Loopback is everybody's.
pub(super) fn private_hosts(tree: &Tree) -> Vec<Finding> {
    in_lines(tree, |line| {
        let suffixes = [".internal", ".corp", ".lan", ".intranet", ".localdomain"];
        let host = hosts(line)
            .find(|host| suffixes.iter().any(|suffix| host.ends_with(suffix)) || is_private(host));
        host.map(|host| format!("a private host: {host}"))
    })
}

/// What stands between `//` and the next character that no host has.
fn hosts(line: &str) -> impl Iterator<Item = &str> {
    line.match_indices("://").filter_map(|(at, mark)| {
        let rest = line.get(at + mark.len()..)?;
        let rest = rest
            .split_once('@')
            .filter(|(user, _)| !user.contains(['/', ' ']))
            .map_or(rest, |(_, rest)| rest);
        rest.get(
            ..rest
                .find(|char: char| !char.is_ascii_alphanumeric() && char != '.' && char != '-')
                .unwrap_or(rest.len()),
        )
    })
}

fn is_private(host: &str) -> bool {
    host.parse::<std::net::Ipv4Addr>()
        .is_ok_and(|address| address.is_private() || address.is_link_local())
}

/// Packages from anywhere but crates.io and the npm registry, and settings that say so.
pub(super) fn registries(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in tree.all() {
        let name = file.path.rsplit('/').next().unwrap_or_default();
        for (number, line) in file.lines() {
            let value = |key: &str| {
                line.trim()
                    .strip_prefix(key)
                    .map(|rest| rest.trim_matches(['"', ',']))
            };
            let wrong = match name {
                "Cargo.lock" => value("source = ").is_some_and(|source| {
                    source != "registry+https://github.com/rust-lang/crates.io-index"
                }),
                "package-lock.json" => value("\"resolved\": ").is_some_and(|from| {
                    from.contains("://") && !from.starts_with("https://registry.npmjs.org/")
                }),
                "Cargo.toml" => line.contains("git = \"") || line.contains("registry = \""),
                "config.toml" if file.path.contains(".cargo/") => {
                    let line = line.trim();
                    ["[source", "[registr", "registry", "replace-with"]
                        .iter()
                        .any(|start| line.starts_with(start))
                }
                ".npmrc" => line.contains("registry") || line.contains("_auth"),
                _ => false,
            };
            if wrong {
                findings.push(Finding::new(
                    &file.path,
                    number,
                    "a package from somewhere else than the public registries",
                ));
            }
        }
    }
    findings
}

/// Keys and tokens. Test vectors of a public standard are no secret: they stand in a folder named `vectors`.
pub(super) fn secrets(tree: &Tree) -> Vec<Finding> {
    let prefixes = [
        (concat!("gh", "p_"), 36),
        (concat!("github", "_pat_"), 22),
        (concat!("np", "m_"), 36),
        (concat!("AK", "IA"), 16),
        (concat!("xox", "b-"), 20),
        (concat!("ci", "o"), 32),
    ];
    in_lines(tree, |line| {
        if line.contains(concat!("-----BE", "GIN"))
            && line.contains(concat!("PRIVATE", " KEY-----"))
        {
            return Some("a private key".to_owned());
        }
        prefixes.iter().find_map(|(prefix, length)| {
            line.match_indices(prefix).find_map(|(at, _)| {
                let before = line.get(..at)?.chars().next_back();
                let after = line.get(at + prefix.len()..)?;
                let token = after
                    .chars()
                    .take_while(|char| char.is_ascii_alphanumeric())
                    .count();
                let begins = !before
                    .is_some_and(|char| char.is_ascii_alphanumeric() || "+/_-=".contains(char));
                (begins && token >= *length).then(|| format!("looks like a token ({prefix}…)"))
            })
        })
    })
}

fn in_lines(tree: &Tree, broken: impl Fn(&str) -> Option<String>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in tree.all().filter(|file| !is_made(file)) {
        for (number, line) in file.lines() {
            if let Some(what) = broken(line) {
                findings.push(Finding::new(&file.path, number, what));
            }
        }
    }
    findings
}

/// Files that others wrote: locks and published test vectors.
fn is_made(file: &Source) -> bool {
    file.path.split('/').any(|part| part == "vectors")
        || file.path.ends_with("-lock.json")
        || file.path.ends_with(".lock")
}

const LONG: usize = 400;

/// Source files that have grown: a warning, for length alone is no fault.
pub(super) fn long_files(tree: &Tree) -> Vec<Finding> {
    let endings = [".rs", ".ts", ".mts", ".js", ".mjs", ".css"];
    tree.all()
        .filter(|file| endings.iter().any(|end| file.path.ends_with(end)) && !is_made(file))
        .filter_map(|file| {
            let lines = file.text.lines().count();
            (lines > LONG)
                .then(|| Finding::new(&file.path, 0, format!("{lines} lines: split it by job")))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_top_level_is_closed() {
        let good = Tree::of(&[
            ("core/src/lib.rs", ""),
            (".ci/run", ""),
            (".gitignore", ""),
            ("README.md", ""),
        ]);
        assert_eq!(top_level(&good), []);
        assert_eq!(
            top_level(&Tree::of(&[
                ("scripts/a.sh", ""),
                ("scripts/b.sh", ""),
                ("notes.md", "")
            ]))
            .len(),
            2
        );
    }

    #[test]
    fn a_decision_has_a_number_of_its_own() {
        let good = Tree::of(&[
            ("docs/decisions/0001-pages.md", ""),
            ("docs/decisions/0002-codec.md", ""),
            ("docs/x.md", ""),
        ]);
        assert_eq!(decisions(&good), []);
        let bad = Tree::of(&[
            ("docs/decisions/0001-a.md", ""),
            ("docs/decisions/0001-b.md", ""),
            ("docs/decisions/c.md", ""),
        ]);
        assert_eq!(decisions(&bad).len(), 2);
    }

    #[test]
    fn a_path_of_a_machine_is_found() {
        let good =
            "see /home/person/x, $HOME/x, https://example.org/home/a, ./work/x and /usr/bin/x";
        assert_eq!(machine_paths(&Tree::of(&[("docs/a.md", good)])), []);
        for bad in [
            concat!("cd /ro", "ot/x"),
            concat!("\"/wo", "rk/main\""),
            concat!("(/ho", "me/anna/x)"),
        ] {
            assert_eq!(
                machine_paths(&Tree::of(&[("docs/a.md", bad)])).len(),
                1,
                "{bad}"
            );
        }
    }

    #[test]
    fn a_private_host_is_found() {
        let good = "http://localhost:8080 http://127.0.0.1/ https://example.org 10.1.2.3-rc";
        assert_eq!(private_hosts(&Tree::of(&[("README.md", good)])), []);
        for bad in [
            concat!("http://10.0", ".0.7:80/"),
            concat!("https://git.acme", ".internal/x"),
            concat!("ssh://me@192.168", ".1.1"),
        ] {
            assert_eq!(
                private_hosts(&Tree::of(&[("README.md", bad)])).len(),
                1,
                "{bad}"
            );
        }
    }

    #[test]
    fn packages_come_from_the_public_registries() {
        let good = Tree::of(&[
            (
                "Cargo.lock",
                "source = \"registry+https://github.com/rust-lang/crates.io-index\"\n",
            ),
            (
                "web/package-lock.json",
                "  \"resolved\": \"https://registry.npmjs.org/a/-/a.tgz\",\n  \"resolved\": \"sdk\",\n",
            ),
            (".cargo/config.toml", "[alias]\nxtask = \"run\"\n"),
        ]);
        assert_eq!(registries(&good), []);
        let bad = Tree::of(&[
            ("Cargo.lock", "source = \"git+https://example.org/x\"\n"),
            (
                "web/package-lock.json",
                "  \"resolved\": \"http://mirror.example/a.tgz\",\n",
            ),
            (".cargo/config.toml", "[source.crates-io]\n"),
            ("core/Cargo.toml", "x = { git = \"https://example.org\" }\n"),
        ]);
        assert_eq!(registries(&bad).len(), 4);
    }

    #[test]
    fn a_secret_is_found_and_a_vector_is_none() {
        let key = concat!("-----BE", "GIN EC PRIVATE", " KEY-----");
        assert_eq!(
            secrets(&Tree::of(&[
                ("core/tests/vectors/rfc.pem", key),
                ("a.md", "PRIVATE KEY")
            ])),
            []
        );
        let token = format!("token = \"{}{}\"", concat!("gh", "p_"), "a".repeat(36));
        assert_eq!(
            secrets(&Tree::of(&[("a.pem", key), ("b.md", &token)])).len(),
            2
        );
    }

    #[test]
    fn a_long_file_is_a_warning() {
        let long = "x\n".repeat(LONG + 1);
        let short = "x\n".repeat(LONG);
        let tree = Tree::of(&[
            ("core/src/a.rs", &long),
            ("core/src/b.rs", &short),
            ("Cargo.lock", &long),
        ]);
        assert_eq!(long_files(&tree).len(), 1);
    }
}
