use super::desk::{ADA, ADA_SHOWN, Desk, code, text};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;

impl Desk {
    fn state(&self) -> PathBuf {
        self.home.path().join(".local/state/hailstone")
    }

    /// Writes a record that there was not before.
    fn write(&self, address: &str) {
        let card = self.home.path().join("one.vcf");
        let lines = [
            "BEGIN:VCARD",
            "VERSION:4.0",
            "FN:X",
            &format!("EMAIL:{address}"),
            "END:VCARD",
        ];
        fs::write(&card, lines.join("\r\n") + "\r\n").unwrap();
        let import = ["import", card.to_str().unwrap()];
        assert_eq!(code(&self.run(&import, "correct horse")), "");
    }

    fn writer_now(&self) -> String {
        fs::read_to_string(self.state().join("writer")).unwrap()
    }

    /// The vault's file as it is; it is whole, for nobody has it open.
    fn copy(&self) -> Vec<u8> {
        assert!(!self.vault().with_extension("db-wal").exists());
        fs::read(self.vault()).unwrap()
    }
}

#[test]
fn an_older_file_in_the_vaults_place_is_noticed_and_nothing_is_written_to_it() {
    let mut desk = Desk::with_ada();
    let old = desk.copy();
    desk.write("new@example.org");
    let new = desk.copy();
    let writer = desk.writer_now();
    fs::write(desk.vault(), &old).unwrap();

    for command in [
        &["show"][..],
        &["import", ADA],
        &["unlocker", "list"],
        &["unlocker", "rename", "Passphrase", "x"],
        &["backup", "b.hailstone"],
        &["rehearse"],
    ] {
        let outcome = desk.run(command, "correct horse");
        assert_eq!(code(&outcome), "vault.rolled_back", "{command:?}");
        assert_eq!(text(&outcome.stdout), "");
    }
    assert_eq!(desk.copy(), old);
    assert_eq!(desk.writer_now(), writer);
    desk.locale = "de_DE.UTF-8";
    let german = text(&desk.run(&["show"], "correct horse").stderr);
    assert!(
        german.starts_with("hailstone: Dieser Tresor ist älter als damals"),
        "{german}"
    );
    desk.locale = "C";

    // The newer one is as good as ever.
    fs::write(desk.vault(), &new).unwrap();
    assert_eq!(code(&desk.run(&["show"], "correct horse")), "");

    // Or the older one is all there is: it goes on under another writer, and nobody cries wolf again.
    fs::write(desk.vault(), &old).unwrap();
    let accepted = desk.run(&["accept-older"], "correct horse");
    assert_eq!(code(&accepted), "");
    assert!(
        text(&accepted.stdout).contains("with change 2 as its last; 3 had been seen"),
        "{accepted:?}"
    );
    assert_ne!(desk.writer_now(), writer);
    assert_eq!(
        text(&desk.run(&["show"], "correct horse").stdout),
        ADA_SHOWN
    );
    desk.write("other@example.org");
    assert_eq!(code(&desk.run(&["show"], "correct horse")), "");
}

#[test]
fn what_was_seen_is_private_and_a_wrong_note_is_named() {
    let desk = Desk::with_ada();
    let seen = desk.state().join("seen");
    let notes: Vec<_> = fs::read_dir(&seen)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    assert_eq!(notes.len(), 1, "{notes:?}");
    let mode = |path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&notes[0]), 0o600);
    assert_eq!(mode(&seen), 0o700);
    fs::write(&notes[0], "HSTW").unwrap();
    let outcome = desk.run(&["show"], "correct horse");
    assert_eq!(code(&outcome), "vault.witness_malformed");
    assert_eq!(code(&desk.run(&["accept-older"], "correct horse")), "");
    assert_eq!(code(&desk.run(&["show"], "correct horse")), "");
}

#[test]
fn a_backup_that_is_restored_on_purpose_is_no_rollback() {
    let desk = Desk::with_ada();
    let backup = desk.home.path().join("ada.backup");
    let backup = backup.to_str().unwrap();
    assert_eq!(code(&desk.run(&["backup", backup], "correct horse")), "");
    desk.write("new@example.org");
    let newer = desk.copy();
    fs::remove_file(desk.vault()).unwrap();
    assert_eq!(code(&desk.run(&["restore", backup], "correct horse")), "");
    for address in ["a@example.org", "b@example.org"] {
        desk.write(address);
    }
    // The file from before the restore lacks what was written since.
    fs::write(desk.vault(), newer).unwrap();
    assert_eq!(
        code(&desk.run(&["show"], "correct horse")),
        "vault.rolled_back"
    );
}
