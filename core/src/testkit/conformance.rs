//! The one conformance suite that every store must pass.

use super::{Trouble, WRITER, fixed_seed};
use crate::data::{Field, Kind, Record};
use crate::id::PageId;
use crate::secret::SecretBytes;
use crate::time::Timestamp;
use crate::vault::{Changes, Content, Cost, Edit, NewUnlocker, Query, Store, StoreError, Vault};
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use alloc::{format, vec};

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
    rule!(pages_are_overwritten_and_deleted());
    rule!(empty_and_large_pages_are_kept());
    rule!(many_pages_come_back_in_the_order_asked());
    rule!(pages_that_come_one_by_one_are_the_same());
    rule!(of_two_handles_the_one_that_writes_second_has_a_conflict(
        &another
    ));
    rule!(a_vault_is_still_there_after_a_restart(&reopen));
    Ok(held)
}

const A: PageId = PageId::from_number(1);
const B: PageId = PageId::from_number(u32::MAX);

fn first(put: Vec<(PageId, Vec<u8>)>) -> Changes {
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
        "pages",
        store.read(&[PageId::from_number(0), A]).await,
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
        "pages",
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
    expect("page", store.read(&[A]).await, Ok(vec![Some(vec![1])]))
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
        "pages",
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
        expect("page", handle.read(&[A]).await, Ok(vec![Some(vec![2])]))?;
    }
    Ok(())
}

async fn pages_are_overwritten_and_deleted<S: Store>(store: S) -> Outcome {
    store
        .apply(&first(vec![(A, vec![1]), (B, vec![2])]))
        .await
        .map_err(said)?;
    let absent = PageId::from_number(7);
    let changes = Changes::for_test(Some(1), 2, b"header 2", vec![(A, vec![3])], vec![B, absent]);
    store.apply(&changes).await.map_err(said)?;
    expect(
        "header",
        store.header().await,
        Ok(Some(b"header 2".to_vec())),
    )?;
    expect(
        "pages",
        store.read(&[A, B]).await,
        Ok(vec![Some(vec![3]), None]),
    )
}

async fn empty_and_large_pages_are_kept<S: Store>(store: S) -> Outcome {
    let large: Vec<u8> = (0..=255).cycle().take(1 << 20).collect();
    store
        .apply(&first(vec![(A, vec![]), (B, large.clone())]))
        .await
        .map_err(said)?;
    let read = store.read(&[A, B]).await.map_err(said)?;
    expect("kept", read == [Some(vec![]), Some(large)], true)
}

async fn many_pages_come_back_in_the_order_asked<S: Store>(store: S) -> Outcome {
    let id = |number: u16| PageId::from_number(u32::from(number) << 16 | 0xaa);
    let put = (0..1000_u16)
        .map(|number| (id(number), number.to_be_bytes().to_vec()))
        .collect();
    store.apply(&first(put)).await.map_err(said)?;
    let ids: Vec<PageId> = (0..1000).rev().map(id).collect();
    let wanted: Vec<_> = (0..1000_u16)
        .rev()
        .map(|number| Some(number.to_be_bytes().to_vec()))
        .collect();
    expect("pages", store.read(&ids).await == Ok(wanted), true)
}

async fn pages_that_come_one_by_one_are_the_same<S: Store>(store: S) -> Outcome {
    // Near each other and far apart, and some that are not there.
    let numbers = (1..40_u32).chain((1..9).map(|far| far << 20));
    let put = numbers.map(|number| (PageId::from_number(number), number.to_be_bytes().to_vec()));
    let put: Vec<_> = put.filter(|(id, _)| id.number() % 5 != 0).collect();
    store.apply(&first(put)).await.map_err(said)?;
    let asked = [
        38,
        4,
        5,
        6,
        7,
        39,
        40,
        41,
        0,
        1 << 20,
        20,
        3 << 20,
        u32::MAX,
        4,
        5,
        16,
        17,
        30,
    ];
    let asked = asked.map(PageId::from_number);
    let mut came: Vec<Vec<Option<Vec<u8>>>> = vec![vec![]; asked.len()];
    let each = |place: usize, sealed: Option<&[u8]>| {
        if let Some(came) = came.get_mut(place) {
            came.push(sealed.map(<[u8]>::to_vec));
        }
    };
    store.read_each(&asked, each).await.map_err(said)?;
    let wanted = store.read(&asked).await.map_err(said)?;
    let wanted: Vec<_> = wanted.into_iter().map(|page| vec![page]).collect();
    expect("pages", came, wanted)?;
    let none = |_: usize, _: Option<&[u8]>| {};
    expect("nothing", store.read_each(&[], none).await, Ok(()))
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
    let edits = [Edit::Insert(Content::Data(record.clone()))];
    let seed = || Ok::<_, Trouble>(fixed_seed(2));
    vault
        .write(&store, &edits, WRITER, seed)
        .await
        .map_err(told)?;
    drop(vault);

    let store = reopen(store).await;
    let header = store
        .header()
        .await
        .map_err(said)?
        .ok_or("the header is gone")?;
    let locked = Vault::read(&header).map_err(failed)?;
    let id = locked.unlockers().first().ok_or("no unlocker")?.id();
    let mut vault = locked
        .unlock_with_passphrase(id, &passphrase)
        .map_err(|refused| failed(refused.error))?;
    let all = Query::default();
    let ids = vault
        .step(&store, |vault| {
            let found = vault.query(&all)?;
            Ok(found
                .records
                .iter()
                .map(|found| found.id())
                .collect::<Vec<_>>())
        })
        .await
        .map_err(told)?;
    let (_, opened) = vault
        .open_all(&store, &ids)
        .await
        .map_err(told)?
        .pop()
        .ok_or("the record is gone")?;
    expect(
        "record",
        opened.map_err(failed)?.into_content(),
        Content::Data(record),
    )
}

fn told(trouble: Trouble) -> String {
    match trouble {
        Trouble::Vault(error) => error.to_string(),
        Trouble::Store(error) => error.to_string(),
    }
}
