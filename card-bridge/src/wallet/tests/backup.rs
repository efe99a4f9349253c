use super::*;
use hailstone_core::vault::Backup;

const OTHER: &str = "battery staple";

#[allow(clippy::unwrap_used, reason = "a helper of tests")]
impl Scene {
    pub(super) fn back_up(&mut self) -> Backup {
        self.open(None).unwrap().back_up().unwrap()
    }

    /// Opens this backup, and restores it where the vault was.
    pub(super) fn restore(&mut self, backup: &Backup) -> Result<usize, Failure> {
        let file = self.file();
        let mut desk = self.desk();
        let opened = OpenBackup::open(backup, None, &mut desk)?;
        opened
            .restore(&file, &desk.seen)
            .map(|(_, records)| records)
    }

    pub(super) fn merge(&mut self, backup: &Backup) -> Result<Merged, Failure> {
        let shut = Shut::read(&self.file())?;
        let copies = shut.unlock_with_backup(backup.clone(), None, &mut self.desk());
        let (mut wallet, mut other) = copies?;
        wallet.merge(&mut other)
    }

    /// The vault's own record.
    pub(super) fn id(&mut self) -> RecordId {
        self.open(None).unwrap().records().unwrap().opened[0].id
    }

    pub(super) fn change(&mut self, edits: &[Edit], writer: WriterId) {
        self.open(None).unwrap().change(edits, writer).unwrap();
    }

    pub(super) fn lose(&self) {
        fs::remove_file(self.file()).unwrap();
    }
}

fn address(id: RecordId, value: &str) -> Edit {
    Edit::Update(id, vec![(Field::Email, Some(value.into()))])
}

#[test]
fn a_lost_vault_is_restored_and_every_record_opened() {
    let mut scene = Scene::with_vault(&[RIGHT; 3]);
    let made = scene.back_up();
    scene.lose();
    assert_eq!(scene.restore(&made), Ok(1));
    assert_eq!(count(&mut scene.open(None).unwrap()), 1);
    let occasion = Occasion::OpenBackup { label: None };
    assert_eq!(scene.asked()[1], (occasion, None));
}

#[test]
fn a_vault_that_is_there_is_not_restored_over() {
    let mut scene = Scene::with_vault(&[RIGHT; 3]);
    let made = scene.back_up();
    let path = scene.file();
    let outcome = scene.restore(&made);
    assert_eq!(outcome, Err(Failure::VaultExists { path }));
    assert!(scene.open(None).is_ok());
}

#[test]
fn a_backup_that_does_not_open_leaves_no_file() {
    let mut scene = Scene::with_vault(&[RIGHT, "a", "b", "c"]);
    let made = scene.back_up();
    scene.lose();
    let wrong = scene.restore(&made);
    assert_eq!(wrong, Err(VaultError::PassphraseWrong.into()));
    assert!(!scene.file().exists());
}

#[test]
fn what_a_backup_has_comes_back_and_the_passphrase_of_both_is_asked_for_once() {
    let mut scene = Scene::with_vault(&[RIGHT; 9]);
    let id = scene.id();
    // Another copy, changed elsewhere.
    let elsewhere = WriterId::from_bytes([6; 16]);
    let fork = scene.back_up();
    let edits = [
        address(id, "ada@elsewhere.example"),
        email("bob@example.org"),
    ];
    scene.change(&edits, elsewhere);
    let other = scene.back_up();
    scene.lose();
    scene.restore(&fork).unwrap();
    scene.change(&[address(id, "ada@home.example")], WRITER);

    scene.prompt.asked.clear();
    let merged = Merged {
        came: 1,
        changed: 1,
        choices: 1,
        disputed: 0,
    };
    assert_eq!(scene.merge(&other), Ok(merged));
    assert_eq!(scene.asked().len(), 1);
    assert_eq!(count(&mut scene.open(None).unwrap()), 2);
    let again = Merged {
        choices: 1,
        ..Merged::default()
    };
    let before = Shut::read(&scene.file()).unwrap().revision();
    assert_eq!(scene.merge(&other), Ok(again), "nothing new");
    assert_eq!(Shut::read(&scene.file()).unwrap().revision(), before);
}

#[test]
fn what_one_copy_deleted_and_the_other_changed_is_kept_and_said() {
    let mut scene = Scene::with_vault(&[RIGHT; 8]);
    let id = scene.id();
    let fork = scene.back_up();
    scene.change(&[Edit::Delete(id)], WriterId::from_bytes([6; 16]));
    let other = scene.back_up();
    scene.lose();
    scene.restore(&fork).unwrap();
    scene.change(&[address(id, "ada@home.example")], WRITER);
    let merged = Merged {
        changed: 1,
        disputed: 1,
        ..Merged::default()
    };
    assert_eq!(scene.merge(&other), Ok(merged));
}

#[test]
fn a_backup_from_before_a_new_passphrase_asks_for_the_old_one() {
    let mut scene = Scene::with_vault(&[RIGHT, RIGHT, OTHER, OTHER, OTHER, RIGHT]);
    let old = scene.back_up();
    let mut wallet = scene.open(None).unwrap();
    wallet
        .add_unlocker(Means::Passphrase, Some("New"), &mut scene.desk())
        .unwrap();
    wallet.remove_unlocker("Passphrase").unwrap();
    wallet.rename_unlocker("New", "Passphrase").unwrap();
    scene.prompt.asked.clear();
    assert_eq!(scene.merge(&old), Ok(Merged::default()));
    let open = (Occasion::Open { label: None }, None);
    let backup = (Occasion::OpenBackup { label: None }, None);
    assert_eq!(scene.asked(), [open, backup], "and none was called wrong");
}

#[test]
fn a_backup_of_another_vault_is_refused_before_anybody_is_asked() {
    let mut other = Scene::with_vault(&[RIGHT]);
    let made = other.back_up();
    let mut scene = Scene::with_vault(&[]);
    let outcome = scene.merge(&made);
    assert_eq!(outcome, Err(VaultError::OtherVault.into()));
    assert!(scene.prompt.asked.is_empty());
}
