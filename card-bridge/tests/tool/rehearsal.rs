use super::desk::{Desk, code, text};

const YET: &str = "No restore of this vault has been rehearsed yet: `hailstone rehearse`, with the sheet at hand.";

#[test]
fn the_tool_says_so_until_a_restore_was_rehearsed_for_real() {
    let mut desk = Desk::with_ada();
    let listed = desk.run(&["unlocker", "list"], "correct horse");
    assert!(text(&listed.stderr).contains("There is no way back into this vault yet"));
    let status = |desk: &Desk| text(&desk.run(&["status"], "").stdout);
    assert!(
        status(&desk).contains("rehearsed       never"),
        "{}",
        status(&desk)
    );
    assert_eq!(
        code(&desk.run(&["rehearse"], "correct horse")),
        "tool.recovery_absent"
    );

    let added = desk.add_sheet("correct horse");
    assert_eq!(code(&added), "");
    assert!(
        text(&added.stderr).contains(YET),
        "three words are no rehearsal: {added:?}"
    );
    let words = desk.words().join(" ");
    // The same unlocker proves nothing, wrong words neither.
    let same = desk.run(
        &["rehearse", "--by", "Passphrase"],
        "correct horse\ncorrect horse",
    );
    assert_eq!(code(&same), "vault.rehearsal_same");
    let zoo = format!("{}wrong", "zoo ".repeat(11));
    let wrong = ["correct horse", &zoo, &zoo, &zoo].join("\n");
    assert_eq!(
        code(&desk.run(&["rehearse"], &wrong)),
        "vault.recovery_wrong"
    );
    assert!(status(&desk).contains("rehearsed       never"));

    let answers = format!("correct horse\n{words}");
    let rehearsed = desk.run(&["rehearse"], &answers);
    assert_eq!(code(&rehearsed), "");
    assert!(text(&rehearsed.stdout).starts_with("Rehearsed: “Recovery sheet” opens the vault"));
    assert!(!status(&desk).contains("never"), "{}", status(&desk));
    let listed = desk.run(&["unlocker", "list"], "correct horse");
    assert!(!text(&listed.stderr).contains("rehears"), "{listed:?}");

    // With a backup, in German.
    let backup = desk.home.path().join("ada.backup");
    let backup = backup.to_str().unwrap();
    assert_eq!(code(&desk.run(&["backup", backup], "correct horse")), "");
    desk.locale = "de_DE.UTF-8";
    let rehearsed = desk.run(&["rehearse", backup], &answers);
    assert!(
        text(&rehearsed.stdout).starts_with("Geprobt: „Recovery sheet“ öffnet die Sicherung"),
        "{rehearsed:?}"
    );
    desk.locale = "C";

    // That sheet goes, and the rehearsal with it.
    let remove = ["unlocker", "remove", "Recovery sheet"];
    assert_eq!(code(&desk.run(&remove, "correct horse")), "");
    assert!(status(&desk).contains("rehearsed       never"));
}

#[test]
fn who_came_back_with_the_sheet_has_rehearsed() {
    let desk = Desk::with_ada();
    assert_eq!(code(&desk.add_sheet("correct horse")), "");
    let words = desk.words().join(" ");
    let back = desk.run(&["recover"], &format!("{words}\nnew\nnew"));
    assert_eq!(code(&back), "");
    assert!(!text(&back.stderr).contains(YET), "{back:?}");
    assert!(!text(&desk.run(&["status"], "").stdout).contains("never"));
}
