mod access;
mod backup;
mod card_copy;
mod choices;

use super::*;
use crate::card::testing::{FakeCard, FakeReaders, PUBLIC_KEY};
use crate::prompt::testing::FakePrompt;
use crate::prompt::{Occasion, PassphraseMistake, Question};
use hailstone_core::card::CardError;
use hailstone_core::card::{Application, Curve};
use hailstone_core::data::{Field, Record};
use hailstone_core::vault::{CardKey, NewUnlocker, StoreError};
use std::fs;
use std::path::PathBuf;
use tempfile::TempDir;

const RIGHT: &str = "correct horse";
const WRITER: WriterId = WriterId::from_bytes([5; 16]);

/// A folder, no card and a person with these answers.
struct Scene {
    folder: TempDir,
    readers: FakeReaders,
    prompt: FakePrompt,
}

#[allow(clippy::unwrap_used, reason = "a helper of tests")]
impl Scene {
    fn new(answers: impl IntoIterator<Item = &'static str>) -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
            readers: FakeReaders::failing(CardError::ServiceAbsent),
            prompt: FakePrompt::answering(answers),
        }
    }

    /// With a vault in which there is one record.
    fn with_vault(answers: &[&'static str]) -> Self {
        let both = [RIGHT, RIGHT].into_iter().chain(answers.iter().copied());
        let mut scene = Self::new(both);
        let mut wallet = scene.create(Means::Passphrase).unwrap();
        wallet.change(&[email("ada@example.org")], WRITER).unwrap();
        scene.prompt.asked.clear();
        scene
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("vault.db")
    }

    fn create(&mut self, first: Means) -> Result<Wallet, Failure> {
        let file = self.file();
        Wallet::create(&file, first, None, &mut self.desk())
    }

    fn open(&mut self, with: Option<&str>) -> Result<Wallet, Failure> {
        Shut::read(&self.file())?.unlock(with, &mut self.desk())
    }

    fn desk(&mut self) -> Desk<'_> {
        Desk {
            readers: &mut self.readers,
            prompt: &mut self.prompt,
            language: Language::English,
            seen: Seen::within(self.folder.path().join("seen")),
        }
    }

    /// What the person was told about their passphrases.
    fn asked(&self) -> Vec<(Occasion, Option<PassphraseMistake>)> {
        let asked = self
            .prompt
            .asked
            .iter()
            .filter_map(|question| match question {
                Question::Passphrase(question) => {
                    Some((question.occasion.clone(), question.mistake))
                }
                Question::Pin(_)
                | Question::KeyPin(_)
                | Question::Recovery(_)
                | Question::ManagementKey(_) => None,
            });
        asked.collect()
    }
}

fn email(address: &str) -> Edit {
    Edit::Insert(Content::Data(
        Record::new(Kind::Email).with(Field::Email, address),
    ))
}

#[allow(clippy::unwrap_used, reason = "a helper of tests")]
fn count(wallet: &mut Wallet) -> usize {
    wallet.records().unwrap().opened.len()
}

#[test]
fn a_passphrase_is_chosen_twice_alike_and_never_empty() {
    let mut scene = Scene::new(["", "one", "other", RIGHT, RIGHT, RIGHT]);
    scene.create(Means::Passphrase).unwrap();
    assert_eq!(
        scene.asked(),
        [
            (Occasion::New, None),
            (Occasion::New, Some(PassphraseMistake::Empty)),
            (Occasion::Repeat, None),
            (Occasion::New, Some(PassphraseMistake::Different)),
            (Occasion::Repeat, None),
        ]
    );
    assert_eq!(count(&mut scene.open(None).unwrap()), 0);
}

#[test]
fn giving_up_leaves_no_file() {
    let mut scene = Scene::new([RIGHT]);
    let outcome = scene.create(Means::Passphrase);
    assert_eq!(outcome.unwrap_err(), Failure::PassphraseCancelled);
    assert!(!scene.file().exists());
}

#[test]
fn a_second_vault_is_refused_before_anybody_is_asked() {
    let mut scene = Scene::with_vault(&[RIGHT, RIGHT]);
    let outcome = scene.create(Means::Passphrase);
    let path = scene.file();
    assert_eq!(outcome.unwrap_err(), Failure::VaultExists { path });
    assert!(scene.prompt.asked.is_empty());
}

#[test]
fn a_wrong_passphrase_is_asked_for_again() {
    let mut scene = Scene::with_vault(&["wrong", RIGHT]);
    assert_eq!(count(&mut scene.open(None).unwrap()), 1);
    let open = Occasion::Open { label: None };
    let wrong = Some(PassphraseMistake::Wrong);
    assert_eq!(scene.asked(), [(open.clone(), None), (open, wrong)]);
}

#[test]
fn after_three_wrong_passphrases_or_none_the_vault_stays_shut() {
    let mut scene = Scene::with_vault(&["a", "b", "c", RIGHT]);
    let outcome = scene.open(None).unwrap_err();
    assert_eq!(outcome, VaultError::PassphraseWrong.into());
    assert!(scene.open(None).is_ok());
    let outcome = scene.open(None).unwrap_err();
    assert_eq!(outcome, Failure::PassphraseCancelled);
}

#[test]
fn a_card_that_does_not_open_the_vault_does_not_become_its_unlocker() {
    // The fake card's answer to a point has nothing to do with its public key.
    let mut scene = Scene::new(["271828"]);
    scene.readers = FakeReaders::new([FakeCard::default()]);
    let outcome = scene.create(Means::Card(None)).unwrap_err();
    assert_eq!(outcome, VaultError::CardWrong.into());
    assert!(!scene.file().exists());
}

#[test]
fn a_card_must_have_a_key_and_be_the_one_that_is_meant() {
    let other = "openpgp:0006:00000001".parse().ok();
    let cases = [
        (vec![FakeCard::empty()], None, CardError::KeyAbsent.into()),
        (vec![FakeCard::default()], other, CardError::Other.into()),
        (vec![FakeCard::default(); 2], None, Failure::CardsSeveral),
    ];
    for (cards, card, expected) in cases {
        let mut scene = Scene::new([]);
        scene.readers = FakeReaders::new(cards);
        assert_eq!(scene.create(Means::Card(card)).unwrap_err(), expected);
        assert!(scene.prompt.asked.is_empty());
    }
}

#[test]
fn of_several_unlockers_a_card_in_a_reader_goes_first_and_a_label_before_all() {
    let mut scene = Scene::with_vault(&[RIGHT, RIGHT, "271828", RIGHT]);
    let wallet = scene.open(None).unwrap();
    let card = NewUnlocker::Card {
        label: "Blue",
        key: CardKey {
            application: Application::Openpgp,
            serial: "000F:A1B2C3D4",
            slot: 0,
            curve: Curve::X25519,
            public_key: PUBLIC_KEY,
        },
        local: None,
    };
    let prepared = wallet
        .vault
        .prepare_unlocker(&card, entropy::seed().unwrap());
    wallet.store.apply(prepared.unwrap().changes()).unwrap();

    scene.prompt.asked.clear();
    assert!(scene.open(None).is_ok(), "no card, so the passphrase");
    assert_eq!(scene.asked().len(), 1);
    scene.readers = FakeReaders::new([FakeCard::default()]);
    let outcome = scene.open(None).unwrap_err();
    assert_eq!(outcome, VaultError::CardWrong.into(), "the fake one");
    assert_eq!(scene.prompt.pins_asked().len(), 1);
    assert!(scene.open(Some("Passphrase")).is_ok());
    let outcome = scene.open(Some("Red")).unwrap_err();
    let label = "Red".into();
    assert_eq!(outcome, Failure::UnlockerUnknown { label });
}

#[test]
fn what_another_program_writes_meanwhile_is_neither_read_nor_overwritten() {
    let mut scene = Scene::with_vault(&[RIGHT, RIGHT, RIGHT]);
    let mut one = scene.open(None).unwrap();
    let mut other = scene.open(None).unwrap();
    other.change(&[email("ada@work.example")], WRITER).unwrap();
    assert_eq!(count(&mut one), 1);
    let outcome = one.change(&[email("ada@home.example")], WRITER);
    assert_eq!(outcome, Err(StoreError::Conflict.into()));
    assert_eq!(count(&mut scene.open(None).unwrap()), 2);
}
