//! Every parser of what comes from outside has a fuzz target. A parser is a public function of the core or of
//! interchange whose name says that it reads; a target that calls it by `Type::function` or `module::function` counts.
//! The bridge is a program, so there the function need not be public to the world. A call with a constant tries nothing.

use super::{
    Finding, Tree,
    lexer::{Kind, Token},
    tree::Source,
};

/// Rooms whose input comes from a site, a card, a store, a file, a browser or a prompt.
const ROOMS: [&str; 12] = [
    "core/src/card",
    "core/src/jose",
    "core/src/release",
    "core/src/sd_jwt",
    "core/src/status_list",
    "core/src/trust",
    "core/src/vault",
    "core/src/wire",
    "core/interchange/src",
    "card-bridge/applet/src",
    "card-bridge/src/host",
    "card-bridge/src/prompt",
];

/// Where what is visible to the program alone counts as public.
const PROGRAM: &str = "card-bridge/";

/// Names of functions that read.
const READS: [&str; 5] = ["parse", "decode", "from_slice", "process", "read"];

const TARGETS: &str = "core/fuzz";

/// Parsers that stand behind another: the parser, and the type and function of the one that a target calls.
const REACHED: [(&str, &str, &str); 7] = [
    ("tlv::parse_get", "Dispatcher", "transmit"),
    ("tlv::parse_put", "Dispatcher", "transmit"),
    ("tlv::parse_tag", "Dispatcher", "transmit"),
    ("base64url::decode", "jws", "verify"),
    ("Jwk::parse", "Jwk", "parse_text"),
    ("Query::parse", "Request", "parse"),
    ("Serial::parse", "Incoming", "parse"),
];

/// Parsers that no target calls.
pub(super) fn every_parser(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in ROOMS
        .into_iter()
        .flat_map(|room| files(tree, room))
        .filter(|file| file.is_product())
    {
        for (owner, name, line) in parsers(file) {
            let full = format!("{owner}::{name}");
            let reached = REACHED
                .iter()
                .find(|(parser, _, _)| *parser == full)
                .map(|(_, owner, name)| (*owner, *name));
            let called = tree.rust(TARGETS).any(|target| {
                calls(target, &file.path, &owner, &name)
                    || reached.is_some_and(|(owner, name)| calls(target, "", owner, name))
            });
            if !called {
                findings.push(Finding::new(
                    &file.path,
                    line,
                    format!("no target in {TARGETS} calls {full}"),
                ));
            }
        }
    }
    findings
}

/// The files of a room that is a folder or one file.
fn files<'a>(tree: &'a Tree, room: &'a str) -> impl Iterator<Item = &'a Source> {
    tree.rust(room).chain(tree.file(&format!("{room}.rs")))
}

/// Public functions that read bytes or text, each with the type or module that it belongs to.
fn parsers(file: &Source) -> Vec<(String, String, usize)> {
    let tokens = file.tokens();
    let mut found = Vec::new();
    let mut owner: Option<String> = None;
    let mut depth = 0_usize;
    for (at, token) in tokens.iter().enumerate() {
        let rest = tokens.get(at + 1..).unwrap_or_default();
        if token.is_mark("{") {
            depth += 1;
        } else if token.is_mark("}") {
            depth = depth.saturating_sub(1);
            if depth == 0 {
                owner = None;
            }
        } else if depth == 0 && token.is_word("impl") {
            owner = implemented(rest);
        } else if token.is_word("pub")
            && let item = visible(rest, file)
            && let [function, name, ..] = item
            && function.is_word("fn")
            && let Some(name_word) = name.word()
            && READS
                .iter()
                .any(|read| name_word == *read || name_word.starts_with(&format!("{read}_")))
            && takes_input(item)
        {
            let owner = owner.clone().unwrap_or_else(|| module(&file.path));
            found.push((owner, name_word.to_owned(), name.line));
        }
    }
    found
}

/// What stands behind `pub`, or behind `pub(super)` and its like in a program.
fn visible<'a>(tokens: &'a [Token], file: &Source) -> &'a [Token] {
    match tokens {
        [open, _, close, rest @ ..]
            if file.path.starts_with(PROGRAM) && open.is_mark("(") && close.is_mark(")") =>
        {
            rest
        }
        rest => rest,
    }
}

/// The last word before the braces, outside of generics: `impl<'a> Parser<'a>`, `impl Trait for Type`.
fn implemented(tokens: &[Token]) -> Option<String> {
    let head = tokens
        .split(|token| token.is_mark("{") || token.is_word("where"))
        .next()?;
    let start = head
        .iter()
        .position(|token| token.is_word("for"))
        .map_or(0, |at| at + 1);
    head.get(start..)?
        .iter()
        .filter_map(Token::word)
        .find(|word| word.starts_with(|char: char| char.is_ascii_uppercase()) && word.len() > 1)
        .map(str::to_owned)
}

/// Whether the parameters have bytes, text, JSON or a pipe in them; a function of `&self` alone reads nothing from outside.
fn takes_input(tokens: &[Token]) -> bool {
    tokens
        .split(|token| token.is_mark("{") || token.is_mark(";"))
        .next()
        .unwrap_or_default()
        .split(|token| token.is_mark(")"))
        .next()
        .unwrap_or_default()
        .iter()
        .any(|token| {
            ["u8", "str", "String", "Value", "Read"]
                .iter()
                .any(|word| token.is_word(word))
        })
}

fn module(path: &str) -> String {
    let mut parts = path
        .trim_end_matches(".rs")
        .trim_end_matches("/mod")
        .trim_end_matches("/lib")
        .rsplit('/');
    parts.next().unwrap_or_default().to_owned()
}

/// Whether a target calls `owner::name`. A function of a module may come from the module or the crate above, and be
/// called by its name alone.
fn calls(target: &Source, path: &str, owner: &str, name: &str) -> bool {
    let tokens = target.tokens();
    let above = path.rsplit('/').nth(1).unwrap_or_default();
    let is_function = owner == module(path);
    let owns = |token: &Token| {
        let others = [above, "hailstone_interchange"];
        token.is_word(owner) || (is_function && others.iter().any(|other| token.is_word(other)))
    };
    let qualified = (0..tokens.len()).any(|at| match tokens.get(at..) {
        Some([first, mark, second, rest @ ..]) => {
            owns(first) && mark.is_mark("::") && second.is_word(name) && !of_a_constant(rest)
        }
        _ => false,
    });
    let alone = || {
        is_function
            && tokens.iter().any(owns)
            && tokens.windows(2).any(|window| match window {
                [function, open] => function.is_word(name) && open.is_mark("("),
                _ => false,
            })
    };
    qualified || alone()
}

/// Whether the arguments are one text and nothing else.
fn of_a_constant(tokens: &[Token]) -> bool {
    matches!(
        tokens,
        [open, text, close, ..]
            if open.is_mark("(") && matches!(text.kind, Kind::Text(_)) && close.is_mark(")")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const PARSER: &str = "impl<'a> Request<'a> { pub fn parse(data: &'a str) -> Self { x } pub fn parse_self(&self) {} }\n\
                          pub fn decode(text: &str) {}\npub(crate) fn read(bytes: &[u8]) {}";

    #[test]
    fn a_parser_belongs_to_its_type_or_module() {
        let tree = Tree::of(&[("core/src/release/request.rs", PARSER)]);
        let found: Vec<_> = tree.rust("core").flat_map(parsers).collect();
        assert_eq!(
            found,
            [
                ("Request".to_owned(), "parse".to_owned(), 1),
                ("request".to_owned(), "decode".to_owned(), 2)
            ]
        );
    }

    #[test]
    fn a_function_may_be_called_through_the_module_above() {
        let source = "pub fn process(text: &str) {}";
        let target = "use hailstone_core::sd_jwt::{SdJwt, process}; fn f(x: &str) { process(x) }";
        let tree = Tree::of(&[
            ("core/src/sd_jwt/process.rs", source),
            ("core/fuzz/fuzz_targets/sd_jwt.rs", target),
        ]);
        assert_eq!(every_parser(&tree), []);
    }

    #[test]
    fn a_parser_without_target_is_found() {
        let target = "fuzz_target!(|data: &str| { let _ = Request::parse(data); let _ = request::decode(data); });";
        let good = Tree::of(&[
            ("core/src/release/request.rs", PARSER),
            ("core/fuzz/fuzz_targets/request.rs", target),
        ]);
        assert_eq!(every_parser(&good), []);
        let bad = Tree::of(&[
            ("core/src/release/request.rs", PARSER),
            ("core/src/wire.rs", "pub fn parse(b: &[u8]) {}"),
        ]);
        assert_eq!(every_parser(&bad).len(), 3);
    }

    #[test]
    fn in_a_program_what_a_module_shows_to_its_neighbours_counts_and_so_does_a_pipe() {
        let source = "pub(super) fn read_reply(input: &mut impl Read) {}\nfn read(text: &str) {}";
        let tree = Tree::of(&[("card-bridge/src/prompt/assuan.rs", source)]);
        assert_eq!(every_parser(&tree).len(), 1);
        let target = "fuzz_target!(|b: &[u8]| { assuan::read_reply(&mut b); });";
        let tree = Tree::of(&[
            ("card-bridge/src/prompt/assuan.rs", source),
            ("core/fuzz/fuzz_targets/assuan.rs", target),
        ]);
        assert_eq!(every_parser(&tree), []);
    }

    #[test]
    fn a_call_with_a_constant_is_no_fuzzing() {
        let source = "impl Origin { pub fn parse(text: &str) -> Self { x } }";
        let tree = |target| {
            Tree::of(&[
                ("core/src/release/origin.rs", source),
                ("core/fuzz/fuzz_targets/x.rs", target),
            ])
        };
        let constant = "fn f() { Origin::parse(\"https://shop.example\"); }";
        assert_eq!(every_parser(&tree(constant)).len(), 1);
        let input = "fn f(text: &str) { Origin::parse(text); }";
        assert_eq!(every_parser(&tree(input)), []);
    }
}
