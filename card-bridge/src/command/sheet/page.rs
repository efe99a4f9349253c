//! The sheet as one page for a printer, with all that it needs in it.

use hailstone_core::id::VaultId;
use hailstone_core::wire::Language;
use hailstone_interchange::Code;
use zeroize::Zeroizing;

/// What stands on a sheet.
pub(in crate::command) struct Page<'a> {
    pub(in crate::command) vault: VaultId,
    pub(in crate::command) label: &'a str,
    /// The day, as `2026-09-21`.
    pub(in crate::command) date: &'a str,
    pub(in crate::command) words: &'a [&'static str],
    /// Which of several shares it is, if it is one.
    pub(in crate::command) share: Option<OneOf>,
    pub(in crate::command) language: Language,
}

/// One of several shares.
pub(in crate::command) struct OneOf {
    pub(in crate::command) number: u8,
    pub(in crate::command) count: u8,
    pub(in crate::command) threshold: u8,
    pub(in crate::command) set: [u8; 2],
}

impl OneOf {
    pub(super) fn title(&self, language: Language) -> String {
        let Self {
            number,
            count,
            set: [one, two],
            ..
        } = self;
        match language {
            Language::English => {
                format!("Recovery share {number} of {count}, set {one:02x}{two:02x}")
            }
            Language::German => format!("Teilblatt {number} von {count}, Satz {one:02x}{two:02x}"),
        }
    }

    fn what(&self, language: Language) -> String {
        let Self {
            count, threshold, ..
        } = self;
        match language {
            Language::English => format!(
                "Any {threshold} of the {count} shares of this set open the Hailstone vault together. Fewer say nothing about it. \
                 Give them to people or places that are not lost, and not robbed, together."
            ),
            Language::German => format!(
                "Je {threshold} der {count} Teilblätter dieses Satzes öffnen zusammen den Hailstone-Tresor. Weniger sagen nichts \
                 über ihn. Geben Sie sie Menschen oder Orten, die nicht zugleich verloren gehen oder bestohlen werden."
            ),
        }
    }
}

/// The sentences of the page.
struct Texts {
    language: &'static str,
    title: &'static str,
    what: &'static str,
    vault: &'static str,
    made: &'static str,
    name: &'static str,
    todo: [&'static str; 4],
    code: &'static str,
}

const ENGLISH: Texts = Texts {
    language: "en",
    title: "Recovery sheet",
    what: "With these words your Hailstone vault can be opened, by you and by anybody who reads them.",
    vault: "Vault",
    made: "Made",
    name: "Name",
    todo: [
        "Keep this sheet where you keep what cannot be replaced, and show it to nobody.",
        "Delete the file from which it was printed.",
        "It opens your vault or a backup of it, not an empty machine: keep backups in another place. From one: \
         <code>hailstone restore FILE --with NAME</code>, with the name that stands above.",
        "To use it: install Hailstone, run <code>hailstone recover</code>, and enter the words in their order.",
    ],
    code: "The same words, for a camera.",
};

const GERMAN: Texts = Texts {
    language: "de",
    title: "Wiederherstellungsblatt",
    what: "Mit diesen Wörtern lässt sich Ihr Hailstone-Tresor öffnen: von Ihnen und von jedem, der sie liest.",
    vault: "Tresor",
    made: "Gemacht am",
    name: "Name",
    todo: [
        "Bewahren Sie dieses Blatt dort auf, wo Sie Unersetzliches aufbewahren, und zeigen Sie es niemandem.",
        "Löschen Sie die Datei, aus der es gedruckt wurde.",
        "Es öffnet Ihren Tresor oder eine Sicherung davon, keinen leeren Rechner: Bewahren Sie Sicherungen anderswo auf. \
         Aus einer: <code>hailstone restore DATEI --with NAME</code>, mit dem Namen von oben.",
        "So benutzen Sie es: Installieren Sie Hailstone, starten Sie <code>hailstone recover</code> und geben Sie die Wörter \
         der Reihe nach ein.",
    ],
    code: "Dieselben Wörter für eine Kamera.",
};

const STYLE: &str = "body{font:16px/1.5 sans-serif;color:#000;background:#fff;max-width:42rem;margin:2rem auto;padding:0 1rem}\
    ol.words{columns:3;font:600 1.25rem/2 monospace;border:2px solid;padding:1rem 1rem 1rem 3.5rem}\
    ol.words li{break-inside:avoid}\
    dt{float:left;clear:left;min-width:8rem}dd{margin:0 0 0 8rem;overflow-wrap:anywhere}\
    figure{margin:1rem 0;text-align:center;break-inside:avoid}svg{width:6cm;height:6cm}";

impl Page<'_> {
    pub(super) fn html(&self) -> Zeroizing<String> {
        let texts = match self.language {
            Language::English => ENGLISH,
            Language::German => GERMAN,
        };
        let (title, what) = match &self.share {
            Some(share) => (share.title(self.language), share.what(self.language)),
            None => (texts.title.into(), texts.what.into()),
        };
        let words = Zeroizing::new(self.words.join(" "));
        let code = Code::draw(&words).map(|code| code.svg());
        let code = code.unwrap_or_default();
        // Enough for all of it: a string that grows would leave copies behind.
        let mut html = Zeroizing::new(String::with_capacity(code.len() + 8192));
        let Texts {
            language,
            vault,
            made,
            name,
            todo,
            code: caption,
            ..
        } = texts;
        let mut put = |part: &str| html.push_str(part);
        put(&format!(
            "<!doctype html>\n<html lang=\"{language}\">\n<meta charset=\"utf-8\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
             <meta name=\"viewport\" content=\"width=device-width\">\n<title>Hailstone: {title}</title>\n\
             <style>{STYLE}</style>\n<h1>{title}</h1>\n<p>{what}</p>\n<ol class=\"words\">\n"
        ));
        for word in self.words {
            put("<li>");
            put(word);
            put("</li>\n");
        }
        put(&format!(
            "</ol>\n<dl>\n<dt>{vault}</dt><dd>{}</dd>\n<dt>{made}</dt><dd>{}</dd>\n<dt>{name}</dt><dd>{}</dd>\n</dl>\n<ul>\n",
            self.vault,
            self.date,
            escape(self.label)
        ));
        for line in todo {
            put(&format!("<li class=\"todo\">{line}</li>\n"));
        }
        put("</ul>\n<figure>");
        put(&code);
        put(&format!(
            "<figcaption>{caption}</figcaption></figure>\n</html>\n"
        ));
        html
    }
}

/// A text of the person's own, as text of a page (HTML §13.3).
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;
    use hailstone_core::vault::RECOVERY_WORDS;

    fn page(language: Language) -> String {
        let page = Page {
            vault: VaultId::from_bytes([1; 16]),
            label: "In the <safe> & \"sound\"",
            date: "2026-09-21",
            words: &["zoo"; RECOVERY_WORDS],
            share: None,
            language,
        };
        page.html().to_string()
    }

    #[test]
    fn a_page_has_words_vault_day_advice_and_code_and_fetches_nothing() {
        for (language, title) in [
            (Language::English, "Recovery sheet"),
            (Language::German, "Wiederherstellungsblatt"),
        ] {
            let page = page(language);
            assert_eq!(page.matches("<li>zoo</li>").count(), RECOVERY_WORDS);
            assert_eq!(page.matches("<li class=\"todo\">").count(), 4);
            for part in [
                title,
                "2026-09-21",
                &VaultId::from_bytes([1; 16]).to_string(),
                "In the &lt;safe&gt; &amp; &quot;sound&quot;",
                "hailstone recover",
                "hailstone restore",
                "<svg",
            ] {
                assert!(page.contains(part), "{part}");
            }
            let elsewhere = page.replace("http://www.w3.org/2000/svg", "");
            for fetched in ["http:", "https:", "src=", "href=", "url(", "<script"] {
                assert!(!elsewhere.contains(fetched), "{fetched}");
            }
            assert!(page.len() < 80_000, "{}", page.len());
        }
    }
}
