use super::desk::{ADA_SHOWN, Desk, code, text};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::process::Output;

/// As the desk's own, but reads the words that are asked for singly from the sheet that was printed.
const READER: &str = r#"#!/bin/sh
cd "$HOME"
echo OK
while read -r line; do
  echo "$line" >> told
  case "$line" in
    SETDESC*) place=$(echo "$line" | sed -n 's/.*\(word\|Wort\) \([0-9]*\) .*/\2/p'); echo OK ;;
    GETPIN)
      if [ -n "$place" ]; then
        answer=$(sed -n 's/^<li>\([a-z]*\)<.*/\1/p' sheet.html | sed -n "${place}p" | cut -c 1-4)
      else
        answer=$(head -n 1 answers)
        sed 1d answers > rest && mv rest answers
      fi
      if [ -n "$answer" ]; then echo "D $answer"; echo OK; else echo 'ERR 83886179 cancelled'; fi ;;
    BYE) echo OK; exit ;;
    *) echo OK ;;
  esac
done
"#;

impl Desk {
    fn sheet(&self) -> PathBuf {
        self.home.path().join("sheet.html")
    }

    /// Adds a sheet with a page, whose words the person reads off it.
    pub(crate) fn add_sheet(&self, answers: &str) -> Output {
        fs::write(self.home.path().join("bin/pinentry"), READER).unwrap();
        let page = self.sheet();
        let add = ["unlocker", "add", "--recovery", "--html"];
        self.run(&[&add[..], &[page.to_str().unwrap()]].concat(), answers)
    }

    /// The words of the page.
    pub(crate) fn words(&self) -> Vec<String> {
        let page = fs::read_to_string(self.sheet()).unwrap();
        let words = page.lines().filter_map(|line| line.strip_prefix("<li>"));
        words
            .map(|line| line.strip_suffix("</li>").unwrap().into())
            .collect()
    }
}

#[test]
fn a_sheet_is_printed_rehearsed_and_brings_its_person_back() {
    let mut desk = Desk::with_ada();
    desk.told();
    let added = desk.add_sheet("correct horse");
    let said = text(&added.stdout);
    assert!(
        said.starts_with("“Recovery sheet” opens the vault, too.\n"),
        "{added:?}"
    );
    assert_eq!(desk.told().matches("To be sure that the sheet").count(), 3);
    let mode = fs::metadata(desk.sheet()).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let words = desk.words();
    assert_eq!(words.len(), 12);
    let seen = said + &text(&added.stderr);
    assert!(!words.iter().all(|word| seen.contains(word)), "{seen}");
    let status = text(&desk.run(&["status"], "").stdout);
    assert!(status.contains("  opened by       recovery sheet “Recovery sheet”\n"));
    desk.told();

    let typed = words.join(" ").to_uppercase();
    let shown = desk.run(&["show", "--with", "Recovery sheet"], &typed);
    assert_eq!(text(&shown.stdout), ADA_SHOWN, "{shown:?}");
    assert!(desk.told().contains("SETDESC Enter the twelve words"));

    desk.locale = "de_DE.UTF-8";
    let back = desk.run(&["recover"], &format!("{typed}\nnew horse\nnew horse"));
    let said = text(&back.stdout);
    assert!(
        said.starts_with("„Passphrase 2“ öffnet jetzt den Tresor"),
        "{back:?}"
    );
    assert!(desk.told().contains("SETDESC Geben Sie die zwölf Wörter"));
    let shown = desk.run(&["show", "--with", "Passphrase 2"], "new horse");
    assert_eq!(text(&shown.stdout), ADA_SHOWN);
}

#[test]
fn wrong_words_are_named_by_their_place_and_never_said_again() {
    let desk = Desk::with_ada();
    assert_eq!(code(&desk.run(&["recover"], "x")), "tool.recovery_absent");
    assert_eq!(code(&desk.add_sheet("correct horse")), "");
    desk.told();
    let zoo = |last: &str| format!("{}{last}", "zoo ".repeat(11));
    let answers = ["zoo zoo zuckerhut", "zoo zoo", &zoo("zoo")].join("\n");
    let outcome = desk.run(&["recover"], &answers);
    assert_eq!(code(&outcome), "vault.recovery_words_wrong");
    let told = desk.told();
    assert!(told.contains("SETERROR Word 3 is none that a sheet can have\n"));
    assert!(told.contains("SETERROR A sheet has twelve words, a share fifteen\n"));
    let said = text(&outcome.stderr) + &told;
    assert!(!said.contains("zuckerhut"), "{said}");
    let other = desk.run(&["recover"], &[zoo("wrong"), zoo("wrong")].join("\n"));
    assert_eq!(code(&other), "tool.recovery_cancelled");
    let other = [zoo("wrong"), zoo("wrong"), zoo("wrong")].join("\n");
    let other = desk.run(&["recover"], &other);
    assert_eq!(code(&other), "vault.recovery_wrong");
}

#[test]
fn a_sheet_that_nobody_wrote_down_opens_nothing_and_leaves_no_page() {
    let desk = Desk::with_ada();
    desk.told();
    // The desk's own pinentry reads no sheet.
    let page = desk.sheet();
    let page = page.to_str().unwrap();
    let add = ["unlocker", "add", "--recovery", "--html", page];
    for (answers, expected) in [
        ("correct horse\nx\ny\nz", "tool.rehearsal_failed"),
        ("correct horse", "tool.recovery_cancelled"),
        ("", "tool.passphrase_cancelled"),
    ] {
        assert_eq!(code(&desk.run(&add, answers)), expected);
        assert!(!desk.sheet().exists(), "{expected}");
    }
    let status = text(&desk.run(&["status"], "").stdout);
    assert!(!status.contains("recovery sheet"), "{status}");
}

#[test]
fn words_go_to_no_pipe_and_over_no_file() {
    let desk = Desk::with_ada();
    desk.told();
    let add = ["unlocker", "add", "--recovery"];
    let piped = desk.run(&add, "correct horse");
    assert_eq!(code(&piped), "tool.sheet_nowhere");
    fs::write(desk.sheet(), "mine").unwrap();
    let there = desk.add_sheet("correct horse");
    assert_eq!(code(&there), "tool.file_exists");
    assert_eq!(desk.told(), "", "nobody was asked");
    assert_eq!(fs::read(desk.sheet()).unwrap(), b"mine");
}

#[test]
fn a_removed_sheet_does_not_bring_anybody_back() {
    let desk = Desk::with_ada();
    assert_eq!(code(&desk.add_sheet("correct horse")), "");
    let first = desk.words().join(" ");
    let remove = ["unlocker", "remove", "Recovery sheet"];
    assert_eq!(code(&desk.run(&remove, "correct horse")), "");
    fs::remove_file(desk.sheet()).unwrap();
    assert_eq!(code(&desk.add_sheet("correct horse")), "");
    let outcome = desk.run(&["recover"], &[&first[..]; 3].join("\n"));
    assert_eq!(code(&outcome), "vault.recovery_wrong");
    let second = desk.words().join(" ");
    let back = desk.run(&["recover"], &format!("{second}\nnew\nnew"));
    assert_eq!(code(&back), "");
}

#[test]
fn with_a_sheet_and_a_backup_a_new_machine_has_the_vault_again() {
    let desk = Desk::with_ada();
    assert_eq!(code(&desk.add_sheet("correct horse")), "");
    let words = desk.words().join(" ");
    let backup = desk.home.path().join("ada.backup");
    let backup = backup.to_str().unwrap();
    assert_eq!(code(&desk.run(&["backup", backup], "correct horse")), "");
    fs::remove_file(desk.vault()).unwrap();

    let restore = ["restore", backup, "--with", "Recovery sheet"];
    assert_eq!(code(&desk.run(&restore, &words)), "");
    let back = desk.run(&["recover"], &format!("{words}\nnew\nnew"));
    assert_eq!(code(&back), "");
    let shown = desk.run(&["show", "--with", "Passphrase 2"], "new");
    assert_eq!(text(&shown.stdout), ADA_SHOWN);
    // Words that open both copies are asked for once.
    let merge = ["merge", backup, "--with", "Recovery sheet"];
    let merged = desk.run(&merge, &words);
    assert_eq!(
        text(&merged.stdout),
        "There was nothing new.\n",
        "{merged:?}"
    );
}
