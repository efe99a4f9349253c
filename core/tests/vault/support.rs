//! A vault to begin with, and what opens it.

use hailstone_core::card::{Application, Curve};
use hailstone_core::data::{Field, Kind, Outcome, Receipt, Record};
use hailstone_core::id::{RecordId, UnlockerId};
use hailstone_core::secret::SecretBytes;
use hailstone_core::testkit::{MemoryStore, Trouble, WRITER, fixed_seed, run};
use hailstone_core::time::Timestamp;
use hailstone_core::vault::{
    Agreeing, CardKey, Content, Cost, Edit, Locked, NewUnlocker, Opened, Prepared, Query,
    RecoveryKey, Store, Taken, Unlocked, Vault, VaultError,
};
use x25519_dalek::{PublicKey, StaticSecret};

pub(crate) const NOW: Timestamp = Timestamp::from_unix(1_790_000_000);

pub(crate) fn passphrase(text: &str) -> SecretBytes {
    SecretBytes::from(text.to_string())
}

pub(crate) fn by_passphrase(passphrase: &SecretBytes) -> NewUnlocker<'_> {
    NewUnlocker::Passphrase {
        label: "Passphrase",
        passphrase,
        cost: Cost::FLOOR,
    }
}

pub(crate) fn by_card(card: &StaticSecret) -> NewUnlocker<'static> {
    NewUnlocker::Card {
        label: "My card",
        key: openpgp_key(PublicKey::from(card).to_bytes()),
        local: None,
    }
}

pub(crate) fn openpgp_key(public_key: [u8; 32]) -> CardKey<'static> {
    CardKey {
        application: Application::Openpgp,
        serial: "0006 12345678",
        slot: 0,
        curve: Curve::X25519,
        public_key,
    }
}

/// The point for a card with an X25519 key.
pub(crate) fn point(agreeing: &Vault<Agreeing>) -> [u8; 32] {
    agreeing.point().as_bytes().try_into().unwrap()
}

pub(crate) fn by_sheet(key: &RecoveryKey) -> NewUnlocker<'_> {
    NewUnlocker::Recovery {
        label: "Recovery sheet",
        key,
    }
}

pub(crate) fn email(address: &str) -> Content {
    Content::Data(Record::new(Kind::Email).with(Field::Email, address))
}

/// A request that was refused.
pub(crate) fn receipt() -> Content {
    Content::Receipt(Box::new(Receipt {
        at: NOW,
        origin: "https://shop.example".into(),
        outcome: Outcome::Refused,
        error: None,
        purpose: vec![],
        items: vec![],
        subject: None,
        token_hash: None,
    }))
}

/// A vault with one passphrase and one record, and the store that holds it.
pub(crate) fn vault() -> (Vault<Unlocked>, MemoryStore, RecordId) {
    let words = passphrase("one two three");
    begin(&by_passphrase(&words), 1)
}

/// The same, opened by a card: no derivation that takes its time.
pub(crate) fn card_vault(card: &StaticSecret) -> (Vault<Unlocked>, MemoryStore, RecordId) {
    begin(&by_card(card), 21)
}

/// The same with any first unlocker.
pub(crate) fn begin(first: &NewUnlocker<'_>, seed: u8) -> (Vault<Unlocked>, MemoryStore, RecordId) {
    let store = MemoryStore::default();
    let (mut vault, created) = Vault::create(first, NOW, fixed_seed(seed)).unwrap();
    run(store.apply(&created)).unwrap();
    let ids = write(
        &mut vault,
        &store,
        &[Edit::Insert(email("ada@example.org"))],
        2,
    )
    .unwrap();
    (vault, store, ids[0])
}

/// Makes the edits with seeds that begin at a number.
pub(crate) fn write(
    vault: &mut Vault<Unlocked>,
    store: &MemoryStore,
    edits: &[Edit],
    seed: u8,
) -> Result<Vec<RecordId>, Trouble> {
    let mut next = seed;
    let seed = || {
        let seed = fixed_seed(next);
        next = next.wrapping_add(100);
        Ok(seed)
    };
    run(vault.write(store, edits, WRITER, seed))
}

/// Works the edits out, nothing stored.
pub(crate) fn prepare(
    vault: &mut Vault<Unlocked>,
    store: &MemoryStore,
    edits: &[Edit],
    seed: u8,
) -> Result<Prepared, Trouble> {
    run(vault.step(store, |vault| {
        vault.prepare(edits, WRITER, fixed_seed(seed))
    }))
}

pub(crate) fn keep(vault: &mut Vault<Unlocked>, store: &MemoryStore, prepared: Prepared) {
    run(vault.keep::<Trouble>(store, prepared)).unwrap();
}

/// Identifier and title of all that a query finds.
pub(crate) fn query(
    vault: &mut Vault<Unlocked>,
    store: &MemoryStore,
    query: &Query<'_>,
) -> Vec<(RecordId, String)> {
    let found = run(vault.step(store, |vault| {
        let found = vault.query(query)?;
        let records = found.records.iter();
        Ok(records
            .map(|found| (found.id(), found.title().to_string()))
            .collect())
    }));
    found.map_err(|trouble: Trouble| trouble).unwrap()
}

pub(crate) fn all(vault: &mut Vault<Unlocked>, store: &MemoryStore) -> Vec<RecordId> {
    let found = query(vault, store, &Query::default());
    found.into_iter().map(|(id, _)| id).collect()
}

pub(crate) fn read(
    vault: &mut Vault<Unlocked>,
    store: &MemoryStore,
    ids: &[RecordId],
) -> Vec<Taken> {
    run(vault.open_all::<Trouble>(store, ids)).unwrap()
}

pub(crate) fn opened(
    vault: &mut Vault<Unlocked>,
    store: &MemoryStore,
    id: RecordId,
) -> Result<Opened, VaultError> {
    read(vault, store, &[id]).pop().unwrap().1
}

pub(crate) fn content(
    vault: &mut Vault<Unlocked>,
    store: &MemoryStore,
    id: RecordId,
) -> Result<Content, VaultError> {
    opened(vault, store, id).map(Opened::into_content)
}

pub(crate) fn header(store: &MemoryStore) -> Vec<u8> {
    run(store.header()).unwrap().unwrap()
}

pub(crate) fn first_unlocker(vault: &Vault<Locked>) -> UnlockerId {
    vault.unlockers()[0].id()
}

/// The vault of this store, when the passphrase is right.
pub(crate) fn unlock(store: &MemoryStore, text: &str) -> Result<Vault<Unlocked>, VaultError> {
    let locked = Vault::read(&header(store))?;
    let id = first_unlocker(&locked);
    locked
        .unlock_with_passphrase(id, &passphrase(text))
        .map_err(|refused| refused.error)
}

/// The vault of this header, opened with a card by one of its unlockers.
pub(crate) fn unlock_by_card(
    header: &[u8],
    unlocker: usize,
    card: &StaticSecret,
) -> Result<Vault<Unlocked>, VaultError> {
    let locked = Vault::read(header)?;
    let id = locked.unlockers()[unlocker].id();
    let agreeing = locked
        .agree_with_card(id, fixed_seed(4))
        .map_err(|refused| refused.error)?;
    let point = PublicKey::from(point(&agreeing));
    let answer = card.diffie_hellman(&point).to_bytes();
    agreeing
        .reply(&answer, None)
        .map_err(|refused| refused.error)
}

/// The vault of this header, opened with a recovery sheet by one of its unlockers.
pub(crate) fn unlock_by_sheet(
    header: &[u8],
    unlocker: usize,
    key: &RecoveryKey,
) -> Result<Vault<Unlocked>, VaultError> {
    let locked = Vault::read(header)?;
    let id = locked.unlockers()[unlocker].id();
    let opened = locked.unlock_with_recovery(id, key);
    opened.map_err(|refused| refused.error)
}
