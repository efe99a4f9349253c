//! The class that the extension talks to. Calls come one at a time (the extension queues them); a call that is still
//! waiting for the store makes the next one fail with `wallet.out_of_order` rather than mix with it.

mod copies;
mod credentials;
mod merging;
mod numbered;
mod open;
mod parked;
mod passkey;
mod records;
mod releases;
mod seen;
mod signing;
mod together;
mod unlockers;
mod with_card;

use crate::error::Failure;
use crate::host::{make_seed, make_writer};
use crate::indexed_db::IndexedDb;
use crate::place::{FileLine, Place};
use crate::status::{Notes, Unlocker, WalletStatus};
use crate::typed;
use core::cell::{Cell, RefCell};
use core::pin::Pin;
use hailstone_core::data::{Kind, Receipt};
use hailstone_core::error::Coded;
use hailstone_core::id::{RecordId, WriterId};
use hailstone_core::vault::{
    Backup, Edit, Locked, Opened, Query, Store, Taken, Unlocked, Vault, VaultError, Witness,
};
use releases::Releases;
use signing::Signing;
use tsify::Ts;
use wasm_bindgen::prelude::wasm_bindgen;
use with_card::CardWork;

/// One vault and its store, with what is open of it.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Wallet {
    store: Place,
    /// In whose name this installation writes.
    writer: Cell<WriterId>,
    /// What was seen of vaults, by this wallet and before it.
    seen: RefCell<Vec<Witness>>,
    state: RefCell<State>,
    /// What waits for a card.
    card: RefCell<Option<Box<CardWork>>>,
    /// What a card is to sign of a release.
    signing: RefCell<Option<Box<Signing>>>,
    releases: RefCell<Releases>,
    /// A backup that becomes the vault as soon as it is opened.
    restoring: RefCell<Option<Backup>>,
    /// Receipts of requests that ended while the vault was locked; written at the next unlock.
    unwritten: RefCell<Vec<Receipt>>,
    /// Whether everything opened when records were read last.
    is_whole: Cell<bool>,
}

#[derive(Debug)]
enum State {
    None,
    Locked(Vault<Locked>),
    Unlocked(Vault<Unlocked>),
    /// A call is under way.
    Busy,
}

#[wasm_bindgen]
impl Wallet {
    /// Opens the database and reads the header, where there is one. With a `file` the vault is there, and the database has
    /// only what this installation needs to write to it.
    ///
    /// # Errors
    /// `store.*` and `vault.*`.
    pub async fn open(
        #[wasm_bindgen(js_name = databaseName)] database_name: String,
        file: Option<FileLine>,
    ) -> Result<Wallet, Failure> {
        let store = Place::new(IndexedDb::open(&database_name).await?, file);
        let state = match store.header().await? {
            Some(header) => State::Locked(Vault::read(&header)?),
            None => State::None,
        };
        let writer = store.writer(make_writer()?).await?;
        Ok(Self {
            store,
            writer: Cell::new(writer),
            seen: RefCell::default(),
            state: RefCell::new(state),
            card: RefCell::default(),
            signing: RefCell::default(),
            releases: RefCell::default(),
            restoring: RefCell::default(),
            unwritten: RefCell::default(),
            is_whole: Cell::new(true),
        })
    }

    /// Whether there is a vault, whether it is unlocked, and its unlockers.
    ///
    /// # Errors
    /// `wallet.out_of_order` while another call is under way.
    pub fn status(&self) -> Result<Ts<WalletStatus>, Failure> {
        let status = match &*self.state.borrow() {
            State::None => WalletStatus::None,
            State::Locked(vault) => WalletStatus::Locked {
                restoring: self.is_restoring(),
                vault_id: vault.id().to_string(),
                unlockers: unlockers(vault),
            },
            State::Unlocked(vault) => WalletStatus::Unlocked {
                vault_id: vault.id().to_string(),
                unlockers: unlockers(vault),
                notes: Notes::of(vault),
            },
            State::Busy => return Err(Failure::OUT_OF_ORDER),
        };
        typed(&status)
    }

    /// Forgets every key, what waits for a card, and a backup that was not opened yet. A request that waits for an answer stays; it needs an unlock
    /// first.
    ///
    /// # Errors
    /// `wallet.out_of_order` while another call is under way.
    pub fn lock(&self) -> Result<(), Failure> {
        let state = match self.take()? {
            State::Unlocked(vault) => State::Locked(vault.lock()),
            state => state,
        };
        let state = match self.restoring.take() {
            Some(_) => State::None,
            None => state,
        };
        self.card.take();
        self.releases.borrow_mut().forget_values();
        self.put(state);
        Ok(())
    }
}

impl Wallet {
    /// Takes the state out for the time of a call.
    fn take(&self) -> Result<State, Failure> {
        match self.state.replace(State::Busy) {
            State::Busy => Err(Failure::OUT_OF_ORDER),
            state => Ok(state),
        }
    }

    fn put(&self, state: State) {
        self.state.replace(state);
    }

    /// Runs a call on the unlocked vault.
    async fn unlocked<T>(
        &self,
        call: impl AsyncFnOnce(&mut Vault<Unlocked>) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        match self.take()? {
            State::Unlocked(mut vault) => {
                let outcome = call(&mut vault).await;
                self.put_back(vault, outcome.as_ref().err()).await;
                outcome
            }
            state => {
                self.put(state);
                Err(Failure::LOCKED)
            }
        }
    }

    /// Keeps the vault open after a call, but for a failure that says that it is another one by now.
    async fn put_back(&self, vault: Vault<Unlocked>, failure: Option<&Failure>) {
        let changed = [Failure::SUPERSEDED.code(), VaultError::RolledBack.code()];
        self.put(match failure {
            Some(failure) if changed.contains(&failure.code()) => self.locked_anew(vault).await,
            _ => State::Unlocked(vault),
        });
    }

    /// Makes these edits, all or none.
    async fn write(&self, vault: &mut Vault<Unlocked>, edits: &[Edit]) -> Result<(), Failure> {
        self.together(vault, async |vault: &mut Vault<Unlocked>| {
            vault
                .write(&self.store, edits, self.writer.get(), make_seed)
                .await
                .map(drop)
        })
        .await
    }

    /// Makes these edits in the unlocked vault, all or none. One future for all who do nothing else: a copy of it in each would be
    /// some kilobytes of the module.
    fn edit(&self, edits: Vec<Edit>) -> Pin<Box<dyn Future<Output = Result<(), Failure>> + '_>> {
        Box::pin(async move {
            self.unlocked(async |vault| self.write(vault, &edits).await)
                .await
        })
    }

    /// Opens every record of the kinds that are wanted. One that was tampered with is left out, which
    /// [`Wallet::check_whole`] says afterwards; the others stay readable.
    async fn contents(
        &self,
        vault: &mut Vault<Unlocked>,
        kinds: &[Kind],
    ) -> Result<Vec<One>, Failure> {
        let query = Query {
            kinds: Some(kinds),
            ..Query::default()
        };
        let step = self.together(vault, async |vault: &mut Vault<Unlocked>| {
            let (ids, damaged) = vault
                .step::<_, Failure>(&self.store, |vault| {
                    let found = vault.query(&query)?;
                    let records = found.records.iter();
                    let ids: Vec<_> = records.map(|one| (one.id(), one.is_disputed())).collect();
                    Ok((ids, found.damaged))
                })
                .await?;
            let (ids, disputed): (Vec<_>, Vec<_>) = ids.into_iter().unzip();
            let taken = vault.open_all::<Failure>(&self.store, &ids).await?;
            let taken: Vec<_> = taken.into_iter().zip(disputed).collect();
            Ok((taken, damaged))
        });
        let (taken, damaged) = step.await?;
        let asked = taken.len();
        let open = |((id, opened), disputed): (Taken, bool)| {
            let opened = opened.ok()?;
            Some(One {
                id,
                disputed,
                opened,
            })
        };
        let opened: Vec<_> = taken.into_iter().filter_map(open).collect();
        self.is_whole.set(damaged == 0 && opened.len() == asked);
        Ok(opened)
    }
}

/// A record, opened.
struct One {
    id: RecordId,
    /// One copy has deleted it, and another has changed it.
    disputed: bool,
    opened: Opened,
}

fn unlockers<S>(vault: &Vault<S>) -> Vec<Unlocker> {
    vault.unlockers().iter().map(Unlocker::from).collect()
}
