//! Enough of Rust's grammar to tell code from comments and text: identifiers, string literals, punctuation.

/// What a token is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// An identifier, a keyword or a number.
    Word(String),
    /// The inside of a string or byte string literal, escapes as written.
    Text(String),
    /// One character of punctuation, but `::` is one token.
    Mark(&'static str),
}

/// A token and its line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Token {
    /// What it is.
    pub(crate) kind: Kind,
    /// Its line, from 1.
    pub(crate) line: usize,
}

impl Token {
    /// Whether it is this word.
    pub(crate) fn is_word(&self, word: &str) -> bool {
        matches!(&self.kind, Kind::Word(text) if text == word)
    }

    /// Whether it is this mark.
    pub(crate) fn is_mark(&self, mark: &str) -> bool {
        matches!(&self.kind, Kind::Mark(text) if *text == mark)
    }

    /// The word, if it is one.
    pub(crate) fn word(&self) -> Option<&str> {
        match &self.kind {
            Kind::Word(text) => Some(text),
            _ => None,
        }
    }
}

const MARKS: [(char, &str); 10] = [
    ('{', "{"),
    ('}', "}"),
    ('(', "("),
    (')', ")"),
    ('[', "["),
    (']', "]"),
    (';', ";"),
    (',', ","),
    ('#', "#"),
    ('!', "!"),
];

/// The tokens of a file.
pub(crate) fn tokens(text: &str) -> Vec<Token> {
    let mut lexer = Lexer {
        rest: text,
        line: 1,
    };
    let mut all = Vec::new();
    while let Some(token) = lexer.next_token() {
        all.push(token);
    }
    all
}

/// The same without items that exist only in tests: `#[cfg(test)]`, with or without more in it.
pub(crate) fn without_tests(all: Vec<Token>) -> Vec<Token> {
    let mut kept = Vec::with_capacity(all.len());
    let mut rest = all.as_slice();
    while let Some((token, after)) = rest.split_first() {
        if let Some(behind) = test_attribute(rest) {
            rest = skip_item(behind);
            continue;
        }
        kept.push(token.clone());
        rest = after;
    }
    kept
}

/// Behind `#[cfg(…test…)]`, when the tokens begin with it. `not(test)` is no test.
fn test_attribute(tokens: &[Token]) -> Option<&[Token]> {
    let [hash, open, cfg, ..] = tokens else {
        return None;
    };
    if !(hash.is_mark("#") && open.is_mark("[") && cfg.is_word("cfg")) {
        return None;
    }
    let end = tokens.iter().position(|token| token.is_mark("]"))?;
    let inside = tokens.get(..end)?;
    let says = |word| inside.iter().any(|token: &Token| token.is_word(word));
    (says("test") && !says("not") && !says("feature"))
        .then(|| tokens.get(end + 1..).unwrap_or_default())
}

/// Behind one item: to its `;`, or to the end of its braces.
fn skip_item(mut tokens: &[Token]) -> &[Token] {
    let mut depth = 0_usize;
    while let Some((token, after)) = tokens.split_first() {
        tokens = after;
        if token.is_mark("{") {
            depth += 1;
        } else if token.is_mark("}") {
            depth = depth.saturating_sub(1);
            if depth == 0 {
                return tokens;
            }
        } else if token.is_mark(";") && depth == 0 {
            return tokens;
        }
    }
    tokens
}

struct Lexer<'a> {
    rest: &'a str,
    line: usize,
}

impl<'a> Lexer<'a> {
    fn next_token(&mut self) -> Option<Token> {
        loop {
            let first = self.rest.chars().next()?;
            if first.is_whitespace() {
                self.take(first.len_utf8());
            } else if self.rest.starts_with("//") {
                self.take(self.rest.find('\n').unwrap_or(self.rest.len()));
            } else if self.rest.starts_with("/*") {
                self.take(comment_length(self.rest));
            } else {
                break;
            }
        }
        let line = self.line;
        let kind = self.text().unwrap_or_else(|| self.other());
        Some(Token { kind, line })
    }

    fn take(&mut self, length: usize) -> &'a str {
        let (taken, rest) = self
            .rest
            .split_at_checked(length)
            .unwrap_or((self.rest, ""));
        self.line += taken.matches('\n').count();
        self.rest = rest;
        taken
    }

    /// A string, raw string, byte string or C string.
    fn text(&mut self) -> Option<Kind> {
        let prefix = self.rest.find(|char: char| !char.is_ascii_alphabetic())?;
        let (letters, after) = self.rest.split_at_checked(prefix)?;
        if !["", "r", "b", "br", "c", "cr"].contains(&letters) {
            return None;
        }
        let hashes = after.len() - after.trim_start_matches('#').len();
        let body = after.get(hashes..)?.strip_prefix('"')?;
        let raw = letters.ends_with('r');
        if hashes > 0 && !raw {
            return None;
        }
        let close = format!("\"{}", "#".repeat(hashes));
        let length = if raw {
            body.find(&close).unwrap_or(body.len())
        } else {
            quoted_length(body)
        };
        let inside = body.get(..length).unwrap_or(body).to_owned();
        self.take(prefix + hashes + 1 + length + close.len());
        Some(Kind::Text(inside))
    }

    fn other(&mut self) -> Kind {
        if self.rest.starts_with("::") {
            self.take(2);
            return Kind::Mark("::");
        }
        let first = self.rest.chars().next().unwrap_or(' ');
        if first.is_alphanumeric() || first == '_' {
            let end = self
                .rest
                .find(|char: char| !char.is_alphanumeric() && char != '_')
                .unwrap_or(self.rest.len());
            return Kind::Word(self.take(end).to_owned());
        }
        if first == '\'' {
            // A character is text; a lifetime is a mark, followed by its name.
            if let Some(length) = character_length(self.rest) {
                let taken = self.take(length).trim_matches('\'').to_owned();
                return Kind::Text(taken);
            }
        }
        self.take(first.len_utf8());
        Kind::Mark(
            MARKS
                .iter()
                .find(|(char, _)| *char == first)
                .map_or("other", |(_, mark)| mark),
        )
    }
}

fn comment_length(text: &str) -> usize {
    let mut depth = 0_usize;
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        if rest.starts_with("/*") {
            depth += 1;
            at += 2;
        } else if rest.starts_with("*/") {
            depth = depth.saturating_sub(1);
            at += 2;
            if depth == 0 {
                break;
            }
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    at
}

fn quoted_length(body: &str) -> usize {
    let mut escaped = false;
    for (at, char) in body.char_indices() {
        match char {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at,
            _ => {}
        }
    }
    body.len()
}

fn character_length(text: &str) -> Option<usize> {
    let body = text.get(1..)?;
    if body.starts_with('\\') {
        // The quote of '\'' is escaped; the one that closes comes after at least one more character.
        return body.get(2..)?.find('\'').map(|end| end + 4);
    }
    let first = body.chars().next()?;
    body.get(first.len_utf8()..)?
        .starts_with('\'')
        .then(|| first.len_utf8() + 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        tokens(text)
            .iter()
            .filter_map(|token| token.word().map(str::to_owned))
            .collect()
    }

    #[test]
    fn comments_and_text_are_not_words() {
        assert_eq!(
            words("a /* b /* c */ d */ e // f\n\"g\" r#\"h\"i\"# b\"j\" 'k' '\\'' l<'m>"),
            ["a", "e", "l", "m"]
        );
    }

    #[test]
    fn text_is_kept_with_its_line() {
        let all = tokens("x\n\nb\"one\\\"two\"");
        assert_eq!(
            all.last(),
            Some(&Token {
                kind: Kind::Text("one\\\"two".into()),
                line: 3
            })
        );
    }

    #[test]
    fn test_items_are_left_out_and_others_kept() {
        let text = "use a; #[cfg(test)] mod tests { fn b() { c(); } } fn d() {} #[cfg(test)] use e; #[cfg(not(test))] use f; \
                    #[cfg(feature = \"testkit\")] use g;";
        let kept: Vec<String> = without_tests(tokens(text))
            .iter()
            .filter_map(|token| token.word().map(str::to_owned))
            .collect();
        for word in ["a", "d", "f", "g"] {
            assert!(kept.iter().any(|kept| kept == word), "{word}");
        }
        for word in ["b", "c", "e"] {
            assert!(!kept.iter().any(|kept| kept == word), "{word}");
        }
    }
}
