//! The core's vault over the module's own IndexedDB store, one step of a person a call. A recovery sheet opens it, so that
//! no Argon2id hides what is measured.

use crate::error::Failure;
use crate::host::{make_seed, make_writer, now};
use crate::indexed_db::IndexedDb;
use core::fmt;
use hailstone_core::data::{Field, Kind, Record};
use hailstone_core::id::{RecordId, WriterId};
use hailstone_core::vault::{
    Content, Edit, NewUnlocker, Query, RecoveryKey, Seen, Store, Unlocked, Vault, VaultError,
};
use wasm_bindgen::prelude::wasm_bindgen;

/// How many hits a list shows at once.
const SHOWN: usize = 50;

/// An open vault of contacts.
#[wasm_bindgen]
pub struct Contacts {
    store: IndexedDb,
    vault: Vault<Unlocked>,
    writer: WriterId,
}

impl fmt::Debug for Contacts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Contacts")
    }
}

/// A sheet that anybody has.
fn sheet() -> RecoveryKey {
    RecoveryKey::take(&mut [7; 16])
}

#[wasm_bindgen]
impl Contacts {
    /// Makes a vault: three texts for each contact, one contact after the other.
    ///
    /// # Errors
    /// `vault.*`, `store.*`.
    pub async fn make(database: String, texts: Vec<String>) -> Result<(), Failure> {
        let store = IndexedDb::open(&database).await?;
        let writer = store.writer(make_writer()?).await?;
        let first = NewUnlocker::Recovery {
            label: "Sheet",
            key: &sheet(),
        };
        let (mut vault, created) = Vault::create(&first, now(), make_seed()?)?;
        store.apply(&created).await?;
        let (contacts, _) = texts.as_chunks::<3>();
        let edits: Vec<Edit> = contacts.iter().map(insert).collect();
        vault
            .write::<Failure>(&store, &edits, writer, make_seed)
            .await
            .map(drop)
    }

    /// Opens the vault, as a person who unlocks it.
    ///
    /// # Errors
    /// `vault.*`, `store.*`.
    pub async fn open(database: String) -> Result<Contacts, Failure> {
        let store = IndexedDb::open(&database).await?;
        let writer = store.writer(make_writer()?).await?;
        let header = store.header().await?.unwrap_or_default();
        let locked = Vault::read(&header)?;
        let unlocker = locked
            .unlockers()
            .first()
            .ok_or(VaultError::UnlockerUnknown)?;
        let unlocker = unlocker.id();
        let vault = locked
            .unlock_with_recovery(unlocker, &sheet())
            .map_err(|refused| refused.error)?;
        Ok(Self {
            store,
            vault,
            writer,
        })
    }

    /// The titles of all contacts, and behind them their identifiers in the same order, each ended by U+0000: one long text goes out
    /// in a fraction of the time that thousands of short ones need.
    ///
    /// # Errors
    /// `vault.*`, `store.*`.
    pub async fn list(&mut self) -> Result<String, Failure> {
        self.vault
            .step::<_, Failure>(&self.store, |vault| {
                let found = vault.query(&Query::default())?.records;
                let mut list = String::new();
                for one in &found {
                    put(&mut list, one.title());
                }
                for one in &found {
                    put(&mut list, &one.id().to_string());
                }
                Ok(list)
            })
            .await
    }

    /// Opens one contact: its second text.
    ///
    /// # Errors
    /// `vault.*`, `store.*`.
    #[wasm_bindgen(js_name = lookUp)]
    pub async fn look_up(&mut self, id: String) -> Result<Option<String>, Failure> {
        let ids = [parse(&id)?];
        let taken = self.vault.open_all::<Failure>(&self.store, &ids).await?;
        let Some((_, opened)) = taken.into_iter().next() else {
            return Ok(None);
        };
        Ok(match opened?.into_content() {
            Content::Data(record) => record.field(Field::Website).map(Into::into),
            Content::Receipt(_) => None,
        })
    }

    /// What a person sees who types these words (lower case): how many titles have them, then the first fifty.
    ///
    /// # Errors
    /// `vault.*`, `store.*`.
    pub async fn search(&mut self, words: String) -> Result<Vec<String>, Failure> {
        let matches = |title: &str| holds(title.as_bytes(), words.as_bytes());
        let query = Query {
            matches: Some(&matches),
            ..Query::default()
        };
        self.vault
            .step::<_, Failure>(&self.store, |vault| {
                let found = vault.query(&query)?.records;
                let shown = found.iter().take(SHOWN).map(|one| one.title().to_owned());
                Ok(core::iter::once(found.len().to_string())
                    .chain(shown)
                    .collect())
            })
            .await
    }

    /// Changes one text of one contact, durably.
    ///
    /// # Errors
    /// `vault.*`, `store.*`.
    pub async fn save(&mut self, id: String, text: String) -> Result<(), Failure> {
        let edit = Edit::Update(parse(&id)?, vec![(Field::Nickname, Some(text))]);
        self.vault
            .write::<Failure>(&self.store, &[edit], self.writer, make_seed)
            .await
            .map(drop)
    }

    /// Opens every contact, and hands all their texts over, each ended by U+0000.
    ///
    /// # Errors
    /// `vault.*`, `store.*`.
    #[wasm_bindgen(js_name = readAll)]
    pub async fn read_all(&mut self) -> Result<String, Failure> {
        let mut texts = String::new();
        let show = |seen: Result<Seen<'_>, (RecordId, VaultError)>| {
            for (_, text) in seen.iter().flat_map(Seen::fields) {
                put(&mut texts, text);
            }
        };
        self.vault.scan::<Failure>(&self.store, show).await?;
        Ok(texts)
    }
}

fn put(texts: &mut String, text: &str) {
    texts.push_str(text);
    texts.push('\0');
}

fn insert([name, email, nickname]: &[String; 3]) -> Edit {
    let record = Record::new(Kind::Person)
        .with(Field::Name, name)
        // A person's record has no field for it, and how long a text is does not depend on the field.
        .with(Field::Website, email)
        .with(Field::Nickname, nickname);
    Edit::Insert(Content::Data(record))
}

fn parse(id: &str) -> Result<RecordId, Failure> {
    RecordId::parse(id).ok_or(Failure::ARGUMENT)
}

/// Whether the text has the words, letters of ASCII being the same in both cases; the words are in lower case.
fn holds(text: &[u8], words: &[u8]) -> bool {
    let same = |here: &[u8]| here.eq_ignore_ascii_case(words);
    words.is_empty() || text.windows(words.len()).any(same)
}
