//! For the tests of hosts: a store in memory, and the one conformance suite that every store must pass.

use crate::data::{Field, Kind, Record};
use crate::entropy::Seed;
use crate::id::RecordId;
use crate::secret::SecretBytes;
use crate::time::Timestamp;
use crate::vault::{Changes, Content, Cost, Edit, INDEX, NewUnlocker, Store, StoreError, Vault};
use alloc::collections::BTreeMap;
use alloc::rc::Rc;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use alloc::{format, vec};
use core::cell::RefCell;
use core::future::Future;
use core::pin::pin;
use core::task::{Context, Poll, Waker};

/// A seed that is always the same.
pub fn fixed_seed(number: u8) -> Seed {
    Seed::take(&mut [number; 32])
}

/// Runs a future that never waits: that of a store without real asynchrony.
///
/// # Panics
/// If the future waits.
#[allow(clippy::panic, reason = "only tests call it")]
pub fn run<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("this store's futures never wait"),
    }
}

/// A store in memory. A clone is a second handle of the same store.
#[derive(Clone, Debug, Default)]
pub struct MemoryStore(Rc<RefCell<Contents>>);

#[derive(Debug, Default)]
struct Contents {
    revision: Option<u64>,
    header: Option<Vec<u8>>,
    objects: BTreeMap<RecordId, Vec<u8>>,
}

impl Store for MemoryStore {
    async fn header(&self) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(self.0.borrow().header.clone())
    }

    async fn read(&self, ids: &[RecordId]) -> Result<Vec<Option<Vec<u8>>>, StoreError> {
        let contents = self.0.borrow();
        Ok(ids
            .iter()
            .map(|id| contents.objects.get(id).cloned())
            .collect())
    }

    async fn apply(&self, changes: &Changes) -> Result<(), StoreError> {
        let mut contents = self.0.borrow_mut();
        if contents.revision != changes.base() {
            return Err(StoreError::Conflict);
        }
        contents.revision = Some(changes.revision());
        contents.header = Some(changes.header().to_vec());
        for id in changes.delete() {
            contents.objects.remove(id);
        }
        for (id, sealed) in changes.put() {
            contents.objects.insert(*id, sealed.clone());
        }
        Ok(())
    }
}

type Outcome = Result<(), String>;

/// Runs every rule of the contract of [`Store`] and returns the names of those that held. `fresh` makes an empty
/// store; `reopen` closes one and opens it again, as after a restart; `another` opens a second handle beside the first.
///
/// # Errors
/// The first rule that did not hold, and how.
pub async fn store_conformance<S: Store>(
    fresh: impl AsyncFn() -> S,
    reopen: impl AsyncFn(S) -> S,
    another: impl AsyncFn(&S) -> S,
) -> Result<Vec<&'static str>, String> {
    let mut held = vec![];
    macro_rules! rule {
        ($rule:ident($($argument:expr),*)) => {
            $rule(fresh().await, $($argument),*).await.map_err(|why| format!("{}: {why}", stringify!($rule)))?;
            held.push(stringify!($rule));
        };
    }
    rule!(a_fresh_store_is_empty());
    rule!(what_was_applied_is_read_back());
    rule!(a_second_creation_is_a_conflict());
    rule!(changes_for_another_revision_are_a_conflict_and_change_nothing());
    rule!(objects_are_overwritten_and_deleted());
    rule!(empty_and_large_objects_are_kept());
    rule!(many_objects_come_back_in_the_order_asked());
    rule!(of_two_handles_the_one_that_writes_second_has_a_conflict(
        &another
    ));
    rule!(a_vault_is_still_there_after_a_restart(&reopen));
    Ok(held)
}

const A: RecordId = RecordId::from_bytes([1; 16]);
const B: RecordId = RecordId::from_bytes([2; 16]);

fn first(put: Vec<(RecordId, Vec<u8>)>) -> Changes {
    Changes::for_test(None, 1, b"header 1", put, vec![])
}

fn expect<T: PartialEq + core::fmt::Debug>(what: &str, found: T, wanted: T) -> Outcome {
    if found == wanted {
        Ok(())
    } else {
        Err(format!("{what}: wanted {wanted:?}, found {found:?}"))
    }
}

fn said(error: StoreError) -> String {
    error.to_string()
}

async fn a_fresh_store_is_empty<S: Store>(store: S) -> Outcome {
    expect("header", store.header().await, Ok(None))?;
    expect(
        "objects",
        store.read(&[INDEX, A]).await,
        Ok(vec![None, None]),
    )
}

async fn what_was_applied_is_read_back<S: Store>(store: S) -> Outcome {
    store
        .apply(&first(vec![(A, vec![1, 2, 3])]))
        .await
        .map_err(said)?;
    expect(
        "header",
        store.header().await,
        Ok(Some(b"header 1".to_vec())),
    )?;
    expect(
        "objects",
        store.read(&[B, A, A]).await,
        Ok(vec![None, Some(vec![1, 2, 3]), Some(vec![1, 2, 3])]),
    )
}

async fn a_second_creation_is_a_conflict<S: Store>(store: S) -> Outcome {
    store
        .apply(&first(vec![(A, vec![1])]))
        .await
        .map_err(said)?;
    let again = Changes::for_test(None, 1, b"other", vec![(A, vec![9])], vec![]);
    expect(
        "second creation",
        store.apply(&again).await,
        Err(StoreError::Conflict),
    )?;
    expect(
        "header",
        store.header().await,
        Ok(Some(b"header 1".to_vec())),
    )?;
    expect("object", store.read(&[A]).await, Ok(vec![Some(vec![1])]))
}

async fn changes_for_another_revision_are_a_conflict_and_change_nothing<S: Store>(
    store: S,
) -> Outcome {
    let early = Changes::for_test(Some(4), 5, b"header 5", vec![(B, vec![5])], vec![]);
    expect(
        "before creation",
        store.apply(&early).await,
        Err(StoreError::Conflict),
    )?;
    expect("still empty", store.header().await, Ok(None))?;
    store
        .apply(&first(vec![(A, vec![1])]))
        .await
        .map_err(said)?;
    let stale = Changes::for_test(Some(2), 3, b"header 3", vec![(B, vec![3])], vec![A]);
    expect(
        "stale",
        store.apply(&stale).await,
        Err(StoreError::Conflict),
    )?;
    expect(
        "header",
        store.header().await,
        Ok(Some(b"header 1".to_vec())),
    )?;
    expect(
        "objects",
        store.read(&[A, B]).await,
        Ok(vec![Some(vec![1]), None]),
    )
}

/// Two handles that have both read the same revision: the check and the write are one step.
async fn of_two_handles_the_one_that_writes_second_has_a_conflict<S: Store>(
    store: S,
    another: &impl AsyncFn(&S) -> S,
) -> Outcome {
    store
        .apply(&first(vec![(A, vec![1])]))
        .await
        .map_err(said)?;
    let other = another(&store).await;
    let by = |writer: u8| Changes::for_test(Some(1), 2, &[writer], vec![(A, vec![writer])], vec![]);
    expect("first writer", store.apply(&by(2)).await, Ok(()))?;
    expect(
        "second writer",
        other.apply(&by(3)).await,
        Err(StoreError::Conflict),
    )?;
    for handle in [&store, &other] {
        expect("header", handle.header().await, Ok(Some(vec![2])))?;
        expect("object", handle.read(&[A]).await, Ok(vec![Some(vec![2])]))?;
    }
    Ok(())
}

async fn objects_are_overwritten_and_deleted<S: Store>(store: S) -> Outcome {
    store
        .apply(&first(vec![(A, vec![1]), (B, vec![2])]))
        .await
        .map_err(said)?;
    let absent = RecordId::from_bytes([7; 16]);
    let changes = Changes::for_test(Some(1), 2, b"header 2", vec![(A, vec![3])], vec![B, absent]);
    store.apply(&changes).await.map_err(said)?;
    expect(
        "header",
        store.header().await,
        Ok(Some(b"header 2".to_vec())),
    )?;
    expect(
        "objects",
        store.read(&[A, B]).await,
        Ok(vec![Some(vec![3]), None]),
    )
}

async fn empty_and_large_objects_are_kept<S: Store>(store: S) -> Outcome {
    let large: Vec<u8> = (0..=255).cycle().take(1 << 20).collect();
    store
        .apply(&first(vec![(A, vec![]), (B, large.clone())]))
        .await
        .map_err(said)?;
    let read = store.read(&[A, B]).await.map_err(said)?;
    expect("kept", read == [Some(vec![]), Some(large)], true)
}

async fn many_objects_come_back_in_the_order_asked<S: Store>(store: S) -> Outcome {
    let id = |number: u16| {
        let mut bytes = [0xaa; 16];
        bytes
            .iter_mut()
            .zip(number.to_be_bytes())
            .for_each(|(place, byte)| *place = byte);
        RecordId::from_bytes(bytes)
    };
    let put = (0..1000_u16)
        .map(|number| (id(number), number.to_be_bytes().to_vec()))
        .collect();
    store.apply(&first(put)).await.map_err(said)?;
    let ids: Vec<RecordId> = (0..1000).rev().map(id).collect();
    let wanted: Vec<_> = (0..1000_u16)
        .rev()
        .map(|number| Some(number.to_be_bytes().to_vec()))
        .collect();
    expect("objects", store.read(&ids).await == Ok(wanted), true)
}

async fn a_vault_is_still_there_after_a_restart<S: Store>(
    store: S,
    reopen: &impl AsyncFn(S) -> S,
) -> Outcome {
    let passphrase = SecretBytes::from(String::from("correct horse battery staple"));
    let unlocker = NewUnlocker::Passphrase {
        label: "Passphrase",
        passphrase: &passphrase,
        cost: Cost::FLOOR,
    };
    let now = Timestamp::from_unix(1_790_000_000);
    let failed = |error: crate::vault::VaultError| error.to_string();
    let (mut vault, created) = Vault::create(&unlocker, now, fixed_seed(1)).map_err(failed)?;
    store.apply(&created).await.map_err(said)?;
    let record = Record::new(Kind::Email).with(Field::Email, "ada@example.org");
    let edits = vec![Edit::Insert(Content::Data(record.clone()))];
    let prepared = vault.prepare(edits, fixed_seed(2)).map_err(failed)?;
    store.apply(prepared.changes()).await.map_err(said)?;
    vault.commit(prepared).map_err(failed)?;
    drop(vault);

    let store = reopen(store).await;
    let header = store
        .header()
        .await
        .map_err(said)?
        .ok_or("the header is gone")?;
    let locked = Vault::read(&header).map_err(failed)?;
    let id = locked.unlockers().first().ok_or("no unlocker")?.id();
    let opening = locked
        .unlock_with_passphrase(id, &passphrase)
        .map_err(|refused| failed(refused.error))?;
    let sealed = store
        .read(&[INDEX])
        .await
        .map_err(said)?
        .pop()
        .flatten()
        .ok_or("the index is gone")?;
    let vault = opening
        .index(&sealed)
        .map_err(|refused| failed(refused.error))?;
    let (id, _) = vault.entries().next().ok_or("the record is gone")?;
    let sealed = store
        .read(&[id])
        .await
        .map_err(said)?
        .pop()
        .flatten()
        .ok_or("the record is gone")?;
    expect(
        "record",
        vault.open(id, &sealed).map_err(failed)?,
        Content::Data(record),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_memory_store_conforms() {
        let held = run(store_conformance(
            async || MemoryStore::default(),
            async |store| store,
            async |store| store.clone(),
        ));
        assert_eq!(held.map(|rules| rules.len()), Ok(9));
    }
}
