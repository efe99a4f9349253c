//! A vault to begin with, and what opens it.

use hailstone_core::data::{Field, Kind, Record};
use hailstone_core::id::{RecordId, UnlockerId};
use hailstone_core::secret::SecretBytes;
use hailstone_core::testkit::{MemoryStore, fixed_seed, run};
use hailstone_core::time::Timestamp;
use hailstone_core::vault::{
    CardApplication, Content, Cost, Edit, INDEX, Locked, NewUnlocker, Opening, Store, Unlocked,
    Vault, VaultError,
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
        application: CardApplication::Openpgp,
        serial: "0006 12345678",
        public_key: PublicKey::from(card).to_bytes(),
    }
}

pub(crate) fn email(address: &str) -> Content {
    Content::Data(Record::new(Kind::Email).with(Field::Email, address))
}

/// A vault with one passphrase and one record, and the store that holds it.
pub(crate) fn vault() -> (Vault<Unlocked>, MemoryStore, RecordId) {
    let store = MemoryStore::default();
    let (mut vault, created) = Vault::create(
        &by_passphrase(&passphrase("one two three")),
        NOW,
        fixed_seed(1),
    )
    .unwrap();
    run(store.apply(&created)).unwrap();
    let prepared = vault
        .prepare(vec![Edit::Insert(email("ada@example.org"))], fixed_seed(2))
        .unwrap();
    run(store.apply(prepared.changes())).unwrap();
    let id = prepared.inserted()[0];
    vault.commit(prepared).unwrap();
    (vault, store, id)
}

pub(crate) fn header(store: &MemoryStore) -> Vec<u8> {
    run(store.header()).unwrap().unwrap()
}

pub(crate) fn object(store: &MemoryStore, id: RecordId) -> Vec<u8> {
    run(store.read(&[id])).unwrap().pop().unwrap().unwrap()
}

pub(crate) fn first_unlocker(vault: &Vault<Locked>) -> UnlockerId {
    vault.unlockers()[0].id()
}

/// The vault of this store, when the passphrase is right, without its index yet.
pub(crate) fn open_header(store: &MemoryStore, text: &str) -> Result<Vault<Opening>, VaultError> {
    let locked = Vault::read(&header(store))?;
    let id = first_unlocker(&locked);
    locked
        .unlock_with_passphrase(id, &passphrase(text))
        .map_err(|refused| refused.error)
}

pub(crate) fn unlock(store: &MemoryStore, text: &str) -> Result<Vault<Unlocked>, VaultError> {
    open_header(store, text)?
        .index(&object(store, INDEX))
        .map_err(|refused| refused.error)
}
