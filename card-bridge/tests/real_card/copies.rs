//! A sealed copy of the vault on the card itself: put there, brought to another machine, and brought together again.

use super::bench::{Bench, text};
use std::fs;
use std::process::Output;

const PIN: &str = "246810";

/// A person with as many e-mail addresses.
fn people(bench: &Bench, name: &str, addresses: usize) -> String {
    let mut card = format!("BEGIN:VCARD\r\nVERSION:4.0\r\nFN:{name}\r\n");
    for number in 0..addresses {
        card.push_str(&format!("EMAIL:{name}.{number}@example.org\r\n"));
    }
    card.push_str("END:VCARD\r\n");
    let file = bench.file(&format!("{name}.vcf"));
    fs::write(&file, card).unwrap();
    file.to_str().unwrap().into()
}

/// On another machine, which has nothing but the card.
fn elsewhere(bench: &Bench, pin: &str, arguments: &[&str]) -> Output {
    drop(fs::remove_file(bench.file("typed")));
    let mut command = bench.command();
    command
        .env("HOME", bench.file("elsewhere"))
        .args(arguments)
        .env("HAILSTONE_DEMO_PIN", pin)
        .env("HAILSTONE_DEMO_PIN_STATE", bench.file("typed"));
    command.output().unwrap()
}

fn done(output: Output) -> String {
    assert!(output.status.success(), "{output:?}");
    text(&output.stdout)
}

fn refused(output: &Output, code: &str) {
    assert!(text(&output.stderr).contains(code), "{output:?}");
}

/// What both machines have, and what a card says that it has.
fn to_and_fro(bench: &Bench, pin: &str) {
    let run = |arguments: &[&str]| bench.typing(pin, arguments);
    let there = |arguments: &[&str]| elsewhere(bench, pin, arguments);
    let ada = people(bench, "Ada", 3);
    done(run(&["import", &ada]));
    refused(&run(&["card", "get"]), "[tool.card_copy_absent, person]");
    let put = done(run(&["card", "put"]));
    assert!(put.contains(": 4 of 4 records, in "), "{put}");
    assert!(put.contains(" bytes are left."), "{put}");
    let listed = done(run(&["card", "list", "--records"]));
    assert!(listed.contains("person   Ada\n"), "{listed}");
    assert!(listed.ends_with("Records: 4.\n"), "{listed}");

    // Another machine has the vault from the card alone, and adds to it.
    let made = done(there(&["card", "get"]));
    assert!(made.contains("each of which was opened: 4"), "{made}");
    let charles = people(bench, "Charles", 1);
    done(there(&["import", &charles]));
    done(there(&["card", "sync"]));
    // The first one adds something, too, without the card, and meets it when it is back.
    let mary = people(bench, "Mary", 1);
    done(run(&["import", &mary]));
    let synced = done(run(&["card", "sync"]));
    assert!(
        synced.contains("Records that came: 2; that changed: 0."),
        "{synced}"
    );
    assert!(synced.contains(": 8 of 8 records"), "{synced}");
    let synced = done(there(&["card", "sync"]));
    assert!(
        synced.contains("Records that came: 2; that changed: 0."),
        "{synced}"
    );
    let sorted = |shown: String| {
        let mut lines: Vec<String> = shown.lines().map(str::to_owned).collect();
        lines.sort();
        lines
    };
    assert_eq!(sorted(done(run(&["show"]))), sorted(done(there(&["show"]))));
    // A second time there is nothing new.
    let synced = done(run(&["card", "sync"]));
    assert!(!synced.contains("came"), "{synced}");
}

#[test]
fn an_openpgp_card_takes_the_vault_to_another_machine_and_back() {
    let bench = Bench::with_key();
    assert!(bench.run(&["create", "--card"]).status.success());
    to_and_fro(&bench, "271828");
}

#[test]
fn a_piv_card_takes_the_vault_to_another_machine_and_back() {
    let bench = Bench::new();
    let new = bench.named("piv");
    assert!(bench.run(&["card", "init", &new]).status.success());
    assert!(bench.run(&["create", "--card"]).status.success());
    // The only other application on this card has no key, and is not what is meant.
    let card = bench.named("piv");
    let ada = people(&bench, "Ada", 40);
    done(bench.run(&["import", &ada]));
    let put = done(bench.run(&["card", "put", "--card", &card]));
    assert!(put.contains(": 41 of 41 records, in "), "{put}");
    let made = done(elsewhere(
        &bench,
        "271828",
        &["card", "get", "--card", &card],
    ));
    assert!(made.contains("each of which was opened: 41"), "{made}");
}

#[test]
fn a_hailstone_card_takes_the_vault_to_another_machine_and_back() {
    let bench = Bench::with(&["--apps", "hailstone"]);
    let typed = format!("{PIN},{PIN},1357911131,1357911131");
    assert!(bench.typing(&typed, &["card", "init"]).status.success());
    assert!(bench.typing(PIN, &["create", "--card"]).status.success());
    let info = text(&bench.run(&["card", "info"]).stdout);
    let fingerprint = info.lines().find_map(|line| {
        let words: Vec<&str> = line.split_whitespace().collect();
        let is_hex = |word: &&&str| word.len() >= 4 && word.chars().all(|c| c.is_ascii_hexdigit());
        (words.iter().filter(is_hex).count() >= 8).then(|| {
            words
                .into_iter()
                .filter(|word| is_hex(&word))
                .collect::<String>()
        })
    });
    let trust = ["card", "trust", &fingerprint.unwrap()];
    done(elsewhere(&bench, PIN, &trust));
    to_and_fro(&bench, PIN);
}

#[test]
fn a_card_that_is_too_small_has_what_is_wanted_first_and_the_rest_is_not_lost() {
    let bench = Bench::with_key();
    assert!(bench.run(&["create", "--card"]).status.success());
    let there = |arguments: &[&str]| elsewhere(&bench, "271828", arguments);
    let ada = people(&bench, "Ada", 120);
    done(bench.run(&["import", &ada]));
    let put = done(bench.run(&["card", "put"]));
    assert!(put.contains(" of 121 records, in "), "{put}");
    assert!(put.contains("The others are in the vault alone."), "{put}");
    // The last one that is not there is wanted now.
    let listed = done(bench.run(&["card", "list", "--records"]));
    let shown = done(bench.run(&["show", "--json"]));
    let shown: serde_json::Value = serde_json::from_str(&shown).unwrap();
    let missing = shown["records"].as_array().unwrap().iter().rev();
    let id = |record: &serde_json::Value| record["id"].as_str().unwrap().to_owned();
    let missing = missing
        .map(id)
        .find(|id| !listed.contains(&id[..8]))
        .unwrap();
    let wanted = &missing[..8];
    done(bench.run(&["card", "put", wanted]));
    let listed = done(bench.run(&["card", "list", "--records"]));
    assert!(listed.contains(&format!("* {wanted}")), "{listed}");
    refused(
        &bench.run(&["card", "put", "zz"]),
        "[tool.record_unknown, person]",
    );
    // Elsewhere there is a part, and it says so; what is added there comes back, and nothing goes.
    let made = there(&["card", "get"]);
    assert!(
        text(&made.stderr).contains("had not room for everything"),
        "{made:?}"
    );
    let charles = people(&bench, "Charles", 1);
    done(there(&["import", &charles]));
    done(there(&["card", "sync"]));
    let synced = done(bench.run(&["card", "sync"]));
    assert!(
        synced.contains("Records that came: 2; that changed: 0."),
        "{synced}"
    );
    let listed = done(bench.run(&["card", "list", "--records"]));
    assert!(listed.contains(&format!("* {wanted}")), "{listed}");
    let released = done(bench.run(&["card", "put", "--without", wanted]));
    assert!(released.contains(" of 123 records"), "{released}");
}

#[test]
fn a_copy_of_another_vault_is_overwritten_only_when_that_is_said() {
    let bench = Bench::with_key();
    let other = bench.file("other.vault");
    let other = other.to_str().unwrap();
    assert!(bench.run(&["create", "--card"]).status.success());
    done(bench.run(&["card", "put"]));
    assert!(
        bench
            .run(&["create", "--card", "--vault", other])
            .status
            .success()
    );
    let put = ["card", "put", "--vault", other];
    refused(&bench.run(&put), "[vault.other_vault, person]");
    // The copy can be taken into safety first.
    let saved = bench.file("saved.backup");
    done(bench.run(&["card", "get", "--file", saved.to_str().unwrap()]));
    done(bench.run(&[&put[..], &["--replace"]].concat()));
    refused(&bench.run(&["card", "get"]), "[vault.other_vault, person]");
    let restored = bench.file("restored.vault");
    done(bench.run(&[
        "restore",
        saved.to_str().unwrap(),
        "--vault",
        restored.to_str().unwrap(),
    ]));
}

#[test]
fn a_vault_that_is_kept_on_its_card_says_when_the_card_is_behind() {
    let bench = Bench::with_key();
    let created = done(bench.run(&["create", "--card", "--on-card"]));
    assert!(created.contains(": 0 of 0 records, in "), "{created}");
    let behind = "is older than the vault is now: `hailstone card sync`";
    let ada = people(&bench, "Ada", 1);
    let imported = bench.run(&["import", &ada]);
    assert!(text(&imported.stderr).contains(behind), "{imported:?}");
    let synced = done(bench.run(&["card", "sync"]));
    assert!(synced.contains(": 2 of 2 records, in "), "{synced}");
    let again = bench.run(&["import", &ada]);
    assert!(!text(&again.stderr).contains(behind), "{again:?}");
    let asked = || bench.shown().matches("prompt=\"PIN:\"").count();
    let before = asked();
    let made = elsewhere(&bench, "271828", &["card", "get"]);
    assert!(done(made).contains("each of which was opened: 2"));
    // What everybody may read takes no PIN; opening it takes one.
    assert_eq!(asked(), before + 1);
    // Without a card there is none to keep it on.
    let refused = bench.run(&["create", "--on-card", "--vault", "unused.vault"]);
    assert!(
        !refused.status.success() && text(&refused.stderr).contains("--card"),
        "{refused:?}"
    );
}
