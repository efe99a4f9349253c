use super::*;
use crate::card::testing::stone::{PIN, Stone, seed};
use crate::prompt::testing::FakePrompt;
use hailstone_core::secret::SecretBytes;
use hailstone_core::testkit::{MemoryStore, Trouble, run};
use hailstone_core::time::Timestamp;
use hailstone_core::vault::{Cost, NewUnlocker, Store, Vault};
use hailstone_core::wire::Language;

/// A copy of some vault that there was not before.
fn copy() -> Vec<u8> {
    let passphrase = SecretBytes::from(String::from("correct horse battery staple"));
    let first = NewUnlocker::Passphrase {
        label: "At home",
        passphrase: &passphrase,
        cost: Cost::FLOOR,
    };
    let (mut vault, created) =
        Vault::create(&first, Timestamp::from_unix(1_790_000_000), seed()).unwrap();
    let store = MemoryStore::default();
    run(store.apply(&created)).unwrap();
    let backup = run(vault.back_up::<Trouble>(&store)).unwrap();
    backup.write().unwrap()
}

struct Scene {
    stone: Stone,
    known: Known,
    card: CardRef,
    prompt: FakePrompt,
    desk: CopyDesk,
}

impl Scene {
    fn new() -> Self {
        let (stone, known, card) = Stone::in_use();
        Self {
            stone,
            known,
            card,
            prompt: FakePrompt::answering([PIN; 8]),
            desk: CopyDesk::default(),
        }
    }

    /// What is found there, and the room for more.
    fn open(&mut self) -> Result<(Vec<Event>, usize), Failure> {
        let mut person = Person {
            prompt: &mut self.prompt,
            language: Language::English,
        };
        let mut readers = self.stone.clone();
        let (known, card) = (&self.known, &self.card);
        let session = CopySession::open(&mut readers, &mut person, &mut |_| (), known, card)?;
        match self.desk.opened(session) {
            (found, Response::CopyOpened { room }) => Ok((found, room)),
            (_, other) => panic!("{other:?}"),
        }
    }

    fn write(&mut self, bytes: &[u8]) -> Result<Response, Failure> {
        let person = Person {
            prompt: &mut self.prompt,
            language: Language::English,
        };
        let progress = &mut |_| ();
        self.desk.write(bytes, Counter { person, progress })
    }
}

#[test]
fn a_copy_is_written_and_found_again_and_the_card_is_reset_after_each() {
    let mut scene = Scene::new();
    let (found, room) = scene.open().unwrap();
    assert_eq!(found, []);
    assert!(room > 2048, "{room}");
    let before = scene.stone.resets();
    assert!(scene.desk.until().is_some());
    let copy = copy();
    assert_eq!(scene.write(&copy), Ok(Response::CopyWritten {}));
    assert!(scene.desk.until().is_none());
    assert_eq!(scene.stone.resets(), before + 1);
    let (found, _) = scene.open().unwrap();
    assert_eq!(found, [Event::CopyFound { bytes: Bytes(copy) }]);
    scene.desk.close();
    assert_eq!(scene.stone.resets(), before + 2);
}

#[test]
fn nothing_but_a_copy_of_the_vault_that_is_there_is_written() {
    let mut scene = Scene::new();
    let refused = Err(BridgeError::MessageInvalid.into());
    assert_eq!(scene.write(&copy()), refused, "no card is held");
    scene.open().unwrap();
    let malformed = Err(VaultError::BackupMalformed.into());
    assert_eq!(scene.write(b"anything"), malformed);
    assert_eq!(scene.write(&copy()), refused, "it is held no more");
    scene.open().unwrap();
    scene.write(&copy()).unwrap();
    let (before, _) = scene.open().unwrap();
    let other = Err(VaultError::OtherVault.into());
    assert_eq!(scene.write(&copy()), other);
    assert_eq!(scene.open().unwrap().0, before);
}

#[test]
fn a_card_that_is_gone_before_it_is_written_says_so() {
    let mut scene = Scene::new();
    scene.open().unwrap();
    scene.stone.take_out();
    assert_eq!(scene.write(&copy()), Err(CardError::Removed.into()));
    assert!(scene.desk.until().is_none());
}

#[test]
fn a_card_that_is_not_known_is_asked_for_nothing() {
    let mut scene = Scene::new();
    scene.known = Known::default();
    assert_eq!(scene.open(), Err(Failure::CardUnknown));
    assert_eq!(scene.prompt.pins_asked().len(), 0);
}
