//! What is said of each rule.

use super::item::{Item, Outcome};
use super::{english, german};
use crate::cli::plain;
use hailstone_core::wire::Language;
use serde_json::{Value, json};

/// What a rule asks for, and what it means that it does not hold.
pub(super) struct Words {
    pub(super) rule: &'static str,
    pub(super) broken: &'static str,
}

pub(super) fn words(rule: &str, language: Language) -> Option<Words> {
    match language {
        Language::English => english::words(rule),
        Language::German => german::words(rule),
    }
}

pub(super) fn text(items: &[Item], language: Language) -> Vec<String> {
    let mut lines = Vec::new();
    for item in items {
        let title = item.title.as_deref().map(plain).unwrap_or_default();
        lines.push(format!("{} {title}", item.kind.as_str()).trim().to_owned());
        for row in &item.rows {
            let words = words(row.rule, language);
            let rule = words.as_ref().map_or(row.rule, |words| words.rule);
            let mark = match (row.outcome, language) {
                (Outcome::Held, Language::English) => "holds",
                (Outcome::Held, Language::German) => "gilt",
                (Outcome::Failed(_), Language::English) => "FAILS",
                (Outcome::Failed(_), Language::German) => "FEHLER",
                (Outcome::Unchecked(_), Language::English) => "open",
                (Outcome::Unchecked(_), Language::German) => "offen",
            };
            lines.push(format!("  {mark:<6} {rule} ({})", row.clause));
            lines.extend(match row.outcome {
                Outcome::Held => None,
                Outcome::Failed(code) => {
                    let broken = words.map_or("", |words| words.broken);
                    Some(format!("         {broken} [{code}]"))
                }
                Outcome::Unchecked(option) => Some(format!("         {}", open(option, language))),
            });
        }
        if item.holds() {
            lines.extend(item.issuer.as_ref().map(|issuer| {
                let who = match issuer.name() {
                    "" => item
                        .claims
                        .as_ref()
                        .and_then(|claims| claims.get("iss")?.as_str()),
                    name => Some(name),
                };
                let (who, proof) = (plain(who.unwrap_or("?")), issuer.proof().as_str());
                match language {
                    Language::English => format!("  issuer: {who} ({proof})"),
                    Language::German => format!("  Aussteller: {who} ({proof})"),
                }
            }));
            for (name, value) in item.claims.iter().flatten() {
                lines.push(format!("  {}: {}", plain(name), plain(&value.to_string())));
            }
        }
    }
    lines
}

/// Why a rule was not looked at, and what to give.
fn open(option: &str, language: Language) -> String {
    match (option, language) {
        ("FILE", Language::English) => {
            "Not looked at: give the whole presentation, with its token before the key binding."
                .into()
        }
        ("FILE", Language::German) => {
            "Nicht geprüft: Geben Sie die ganze Vorlage, mit dem Token vor der Schlüsselbindung."
                .into()
        }
        (option, Language::English) => format!("Not looked at: give {option}."),
        (option, Language::German) => format!("Nicht geprüft: Geben Sie {option} an."),
    }
}

/// `{ verified, items: [{ kind, query?, issuer?: { name, proof }, rules: [{ rule, clause, outcome, code?, option? }], claims? }] }`;
/// `outcome` is `held`, `failed` or `not_checked`. Issuer and claims are there only where everything holds.
pub(super) fn json(items: &[Item], verified: bool) -> String {
    let items: Vec<Value> = items.iter().map(item).collect();
    format!("{:#}", json!({"verified": verified, "items": items}))
}

fn item(item: &Item) -> Value {
    let rules: Vec<Value> = item
        .rows
        .iter()
        .map(|row| {
            let mut rule = json!({"rule": row.rule, "clause": row.clause, "outcome": "held"});
            match row.outcome {
                Outcome::Held => {}
                Outcome::Failed(code) => {
                    rule["outcome"] = "failed".into();
                    rule["code"] = code.into();
                }
                Outcome::Unchecked(option) => {
                    rule["outcome"] = "not_checked".into();
                    rule["option"] = option.into();
                }
            }
            rule
        })
        .collect();
    let mut shown = json!({"kind": item.kind.as_str(), "rules": rules});
    if let Some(query) = &item.title {
        shown["query"] = query.as_str().into();
    }
    if item.holds() {
        if let Some(issuer) = &item.issuer {
            shown["issuer"] = json!({"name": issuer.name(), "proof": issuer.proof().as_str()});
        }
        if let Some(claims) = &item.claims {
            shown["claims"] = Value::Object(claims.clone());
        }
    }
    shown
}
