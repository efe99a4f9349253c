use super::desk::{ADA, ADA_SHOWN, Desk, code, text};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;

impl Desk {
    /// A file in the home folder.
    fn file(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    /// With Ada's data, and a backup of it under this name.
    fn with_backup(name: &str) -> (Self, PathBuf) {
        let desk = Self::with_ada();
        let file = desk.file(name);
        let made = desk.run(&["backup", file.to_str().unwrap()], "correct horse");
        assert_eq!(code(&made), "");
        desk.told();
        (desk, file)
    }

    fn writer(&self) -> String {
        fs::read_to_string(self.file(".local/state/hailstone/writer")).unwrap()
    }
}

#[test]
fn a_lost_vault_is_restored_from_its_backup_and_goes_on_as_a_new_writer() {
    let (mut desk, file) = Desk::with_backup("ada.backup");
    let name = file.to_str().unwrap();
    let mode = fs::metadata(&file).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let bytes = fs::read(&file).unwrap();
    assert!(bytes.starts_with(b"HSTB"));
    assert!(!bytes.windows(8).any(|part| part == b"Lovelace"));

    let there = desk.run(&["restore", name], "correct horse");
    assert_eq!(code(&there), "tool.vault_exists");
    assert_eq!(desk.told(), "", "nobody was asked");
    let before = desk.writer();
    fs::remove_file(desk.vault()).unwrap();
    let wrong = desk.run(&["restore", name], "a\nb\nc\ncorrect horse");
    assert_eq!(code(&wrong), "vault.passphrase_wrong");
    assert!(!desk.vault().exists());
    assert_eq!(desk.writer(), before);
    desk.locale = "de_DE.UTF-8";
    let restored = desk.run(&["restore", name], "correct horse");
    let said = text(&restored.stdout);
    assert!(
        said.ends_with(": 7 Einträge, die alle geöffnet wurden.\n"),
        "{said}"
    );
    assert_ne!(desk.writer(), before);
    let shown = desk.run(&["show"], "correct horse");
    assert_eq!(text(&shown.stdout), ADA_SHOWN);
}

#[test]
fn a_backup_is_never_written_over_another_file() {
    let (desk, file) = Desk::with_backup("ada.backup");
    let before = fs::read(&file).unwrap();
    let again = desk.run(&["backup", file.to_str().unwrap()], "correct horse");
    assert_eq!(
        text(&again.stderr),
        format!(
            "hailstone: There is a file {} already. It was left alone.\n  \
             Name a file that is not there yet.\n  [tool.file_exists, person]\n",
            file.display()
        )
    );
    assert_eq!(desk.told(), "", "nobody was asked");
    assert_eq!(fs::read(&file).unwrap(), before);
}

#[test]
fn a_file_that_is_no_whole_backup_is_refused_before_anybody_is_asked() {
    let (desk, file) = Desk::with_backup("ada.backup");
    let whole = fs::read(&file).unwrap();
    let cut = desk.file("cut.backup");
    fs::write(&cut, &whole[..whole.len() / 2]).unwrap();
    fs::remove_file(desk.vault()).unwrap();
    for file in [cut.to_str().unwrap(), ADA] {
        let outcome = desk.run(&["restore", file], "correct horse");
        assert_eq!(code(&outcome), "vault.backup_malformed");
    }
    assert_eq!(code(&desk.run(&["restore", "/nowhere"], "x")), "tool.file");
    assert_eq!(desk.told(), "");
    assert!(!desk.vault().exists());
}

#[test]
fn what_was_added_after_a_backup_comes_back_from_a_later_one() {
    let (desk, early) = Desk::with_backup("early.backup");
    let early = early.to_str().unwrap();
    let card = "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Bob\r\nEMAIL:bob@example.org\r\nEND:VCARD\r\n";
    fs::write(desk.file("bob.vcf"), card).unwrap();
    let bob = desk.file("bob.vcf");
    let added = desk.run(&["import", bob.to_str().unwrap()], "correct horse");
    assert_eq!(code(&added), "");
    let late = desk.file("late.backup");
    let late = late.to_str().unwrap();
    assert_eq!(code(&desk.run(&["backup", late], "correct horse")), "");

    let nothing = desk.run(&["merge", early], "correct horse");
    assert_eq!(text(&nothing.stdout), "There was nothing new.\n");
    fs::remove_file(desk.vault()).unwrap();
    assert_eq!(code(&desk.run(&["restore", early], "correct horse")), "");
    // One passphrase for both: a second question would find no answer.
    let merged = desk.run(&["merge", late], "correct horse");
    assert_eq!(
        text(&merged.stdout),
        "Records that came: 2; that changed: 0.\n",
        "{merged:?}"
    );
    let shown = text(&desk.run(&["show"], "correct horse").stdout);
    assert!(shown.contains("bob@example.org"), "{shown}");

    let other = Desk::with_ada();
    other.told();
    let refused = other.run(&["merge", late], "correct horse");
    assert_eq!(code(&refused), "vault.other_vault");
    assert_eq!(other.told(), "", "nobody was asked");
}
