use super::desk::{ADA_SHOWN, Desk, code, text};

const ADDED: &str = "“At work” opens the vault, too.\n";

#[test]
fn a_second_passphrase_is_added_listed_renamed_and_the_first_one_removed() {
    let mut desk = Desk::with_ada();
    desk.told();
    let add = ["unlocker", "add", "--passphrase", "--label", "At work"];
    let added = desk.run(&add, "correct horse\nbattery\nbattery");
    assert_eq!(text(&added.stdout), ADDED);
    assert!(desk.told().contains("SETDESC Choose one more passphrase"));
    let shown = desk.run(&["show", "--with", "At work"], "battery");
    assert_eq!(text(&shown.stdout), ADA_SHOWN);

    let rename = ["unlocker", "rename", "At work", "Office"];
    let renamed = desk.run(&rename, "correct horse");
    assert_eq!(text(&renamed.stdout), "“At work” is called “Office” now.\n");
    let list = desk.run(&["unlocker", "list", "--with", "Office"], "battery");
    let listed = text(&list.stdout);
    let lines: Vec<&str> = listed.lines().collect();
    assert_eq!(lines.len(), 6, "{listed}");
    let of_list = [lines[0], lines[1], lines[3], lines[4]];
    let kind = "  kind            passphrase";
    assert_eq!(of_list, ["Passphrase", kind, "Office", kind]);
    assert!(lines[2].starts_with("  last use        20"), "{listed}");
    assert!(lines[5].ends_with('Z'), "{listed}");

    desk.locale = "de_DE.UTF-8";
    let remove = ["unlocker", "remove", "Passphrase", "--with", "Office"];
    let removed = desk.run(&remove, "battery");
    assert!(
        text(&removed.stdout).contains("Kopien und Sicherungen von vorher lassen sich damit noch"),
        "{removed:?}"
    );
    let shown = desk.run(&["show"], "correct horse\nbattery");
    assert!(desk.told().contains("SETERROR Falsche Passphrase\n"));
    assert_eq!(code(&shown), "");
    let last = desk.run(&["unlocker", "remove", "Office"], "battery");
    assert_eq!(code(&last), "vault.unlocker_last");
}

#[test]
fn a_label_that_is_taken_or_unknown_is_named() {
    let desk = Desk::with_ada();
    let add = ["unlocker", "add", "--passphrase"];
    let added = desk.run(&add, "correct horse\nbattery\nbattery");
    // On a busy machine it also says that the passphrase is being checked.
    let said = text(&added.stderr);
    assert!(
        said.ends_with(
            "hailstone: The vault has something called “Passphrase” already.\n  \
             Choose another label. Nothing was written.\n  [tool.label_taken, person]\n"
        ),
        "{said}"
    );
    let remove = desk.run(&["unlocker", "remove", "Blue"], "correct horse");
    assert_eq!(code(&remove), "tool.unlocker_unknown");
    let card = desk.run(&["unlocker", "add", "--card"], "correct horse");
    assert_eq!(code(&card), "card.service_absent");
}
