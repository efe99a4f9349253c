use super::desk::{Desk, code, text};
use std::fs;
use std::os::unix::fs::PermissionsExt;

#[test]
fn an_export_has_every_field_and_is_only_written_by_who_means_it() {
    let desk = Desk::with_ada();
    desk.told();
    let file = desk.home.path().join("ada.json");
    let name = file.to_str().unwrap();
    let unmeant = desk.run(&["export", name], "correct horse");
    assert_eq!(code(&unmeant), "tool.export_in_the_clear");
    assert!(!file.exists());
    assert_eq!(desk.told(), "", "nobody was asked");
    let meant = ["export", name, "--in-the-clear"];
    assert_eq!(
        code(&desk.run(&meant, "wrong")),
        "tool.passphrase_cancelled"
    );
    assert!(!file.exists());

    let made = desk.run(&meant, "correct horse");
    assert_eq!(code(&made), "");
    assert!(text(&made.stderr).contains("Whoever has this file can read everything in it."));
    assert_eq!(
        fs::metadata(&file).unwrap().permissions().mode() & 0o777,
        0o600
    );
    let written = fs::read_to_string(&file).unwrap();
    let all: serde_json::Value = serde_json::from_str(&written).unwrap();
    assert_eq!(all["format"], "hailstone-export");
    assert_eq!(all["version"], 1);
    assert_eq!(all["records"].as_array().unwrap().len(), 7);

    // Field for field what `show` shows.
    let shown = desk.run(&["show", "--json"], "correct horse");
    let shown: serde_json::Value = serde_json::from_slice(&shown.stdout).unwrap();
    assert_eq!(all["vault"], shown["vault"]);
    for record in shown["records"].as_array().unwrap() {
        let mut exported = all["records"].as_array().unwrap().iter();
        let exported = exported.find(|one| one["id"] == record["id"]).unwrap();
        assert_eq!(exported["kind"], record["kind"]);
        assert_eq!(exported["fields"], record["fields"]);
        assert_eq!(exported.get("choices"), None);
    }
    let again = desk.run(&meant, "correct horse");
    assert_eq!(code(&again), "tool.file_exists");
    assert_eq!(fs::read_to_string(&file).unwrap(), written);
}

#[test]
fn nothing_waits_for_a_choice_in_a_vault_that_was_never_merged() {
    let mut desk = Desk::with_ada();
    let none = desk.run(&["choices"], "correct horse");
    assert_eq!(text(&none.stdout), "Nothing waits for a choice.\n");
    let settle = ["choices", "settle", "00", "email", "1"];
    assert_eq!(
        code(&desk.run(&settle, "correct horse")),
        "tool.choice_unknown"
    );
    assert_eq!(
        code(&desk.run(&["choices", "settle", "00", "email"], "")),
        "tool.choice_unknown"
    );
    desk.locale = "de_DE.UTF-8";
    let none = desk.run(&["choices"], "correct horse");
    assert_eq!(text(&none.stdout), "Nichts wartet auf eine Wahl.\n");
}
