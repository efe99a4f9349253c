//! What is done with a card: a vault is created, opened, or given one more unlocker. It goes in steps, between which others bring what the
//! card says: once what it agreed on; or, for an application that has a channel, one sealed message after the other.

use super::{State, Wallet};
use crate::error::Failure;
use crate::host::{make_seed, now};
use hailstone_core::card::hailstone::{AwaitedKey, AwaitedSecret, Carried, CarriedKeys, Turn};
use hailstone_core::card::{CardRef, Point, hailstone};
use hailstone_core::id::UnlockerId;
use hailstone_core::secret::{Secret32, SecretBytes};
use hailstone_core::vault::{
    Agreeing, CardKey, Changes, NewUnlocker, Refused, Unlocked, Vault, VaultError,
};
use wasm_bindgen::prelude::wasm_bindgen;

/// What a card must do: agree on a point with its private key, or sign.
#[wasm_bindgen]
#[derive(Debug)]
pub struct CardAgreement {
    card: CardRef,
    point: Vec<u8>,
}

#[wasm_bindgen]
impl CardAgreement {
    /// The key on a card that is wanted, as `openpgp:000F:A1B2C3D4`.
    #[wasm_bindgen(getter)]
    pub fn card(&self) -> String {
        self.card.to_string()
    }

    /// The blinded point: 32 bytes (X25519), or 65 (P-256); or what is to be signed. Empty for a card with a channel, through which it goes sealed.
    #[wasm_bindgen(getter)]
    pub fn point(&self) -> Vec<u8> {
        self.point.clone()
    }
}

impl CardAgreement {
    pub(super) const fn of(card: CardRef, point: Vec<u8>) -> Self {
        Self { card, point }
    }
}

/// Something that is done with a card, and waits for it.
#[derive(Debug)]
pub(super) struct CardWork {
    purpose: Purpose,
    card: CardRef,
    line: Line,
    /// What the card is to open, and that it can; `None` before the public half of its key is known.
    vault: Option<Vault<Agreeing>>,
}

#[derive(Debug)]
enum Purpose {
    Create {
        label: String,
        created: Option<Changes>,
    },
    Unlock,
    Add {
        label: String,
        public_key: Option<Point>,
    },
}

/// What is waited for.
#[derive(Debug)]
enum Line {
    /// What the card agreed on.
    Plain,
    /// Something that the channel needs before its PIN is verified.
    Channel(Carried),
    Key(AwaitedKey),
    Secret(AwaitedSecret),
}

#[wasm_bindgen]
impl Wallet {
    /// Begins to do something with a card, by `purpose`; what was begun before is given up.
    ///
    /// - `create`: the vault, with the card as its first unlocker. Nothing is stored before the card has opened the new vault.
    /// - `unlock`: the vault is opened by the unlocker `id`.
    /// - `add`: one more unlocker for the open vault. Nothing is stored before the card has opened what it is to open.
    ///
    /// For the first and the last, `id` is the key on the card, and `public_key` its public half: 32 bytes, or 65. A card with a channel is
    /// asked for that itself.
    ///
    /// # Errors
    /// `wallet.vault_exists`, `wallet.locked`, `wallet.argument_invalid`, `wallet.out_of_order`, `vault.*`.
    #[wasm_bindgen(js_name = beginWithCard)]
    pub fn begin_with_card(
        &self,
        purpose: &str,
        id: &str,
        label: &str,
        #[wasm_bindgen(js_name = publicKey)] public_key: &[u8],
    ) -> Result<CardAgreement, Failure> {
        self.card.take();
        let (purpose, vault) = match purpose {
            "unlock" => (Purpose::Unlock, Some(self.agreeing(id)?)),
            "create" => {
                self.check_none()?;
                let (label, created) = (label.into(), None);
                (Purpose::Create { label, created }, None)
            }
            "add" => {
                let (label, public_key) = (label.into(), None);
                (Purpose::Add { label, public_key }, None)
            }
            _ => return Err(Failure::ARGUMENT),
        };
        let card = match vault.as_ref().and_then(Vault::card) {
            Some(key) => key.card()?,
            None => id.parse().map_err(|_| Failure::ARGUMENT)?,
        };
        let line = hailstone::CardKey::of(&card)
            .map_or(Line::Plain, |key| Line::Channel(Carried::begin(key)));
        let mut work = Box::new(CardWork {
            purpose,
            card: card.clone(),
            line,
            vault,
        });
        let mut point = Vec::new();
        if matches!(work.line, Line::Plain) {
            if work.vault.is_none() {
                let public_key = Point::parse(public_key).ok_or(Failure::ARGUMENT)?;
                self.wrap(&mut work, public_key)?;
            }
            let vault = work.vault.as_ref().ok_or(Failure::OUT_OF_ORDER)?;
            point = vault.point().as_bytes().into();
        }
        self.card.replace(Some(work));
        Ok(CardAgreement { card, point })
    }

    /// Goes on with what was brought: what the card agreed on, 32 bytes; or, for a card with a channel, what SELECT answered, then what
    /// the card answered to each message, and the sealed PIN when that was asked for. Gives what is to be done next: a message
    /// for the card; one byte where the person is to be asked for the PIN, which has so many tries left; nothing when it is done.
    ///
    /// # Errors
    /// `wallet.out_of_order` where nothing was begun. `card.*`, `vault.card_wrong`, `vault.agreement_invalid`, other `vault.*`,
    /// `store.*`, `wallet.*`; what was begun is given up then, nothing is stored, and the vault is as it was.
    #[wasm_bindgen(js_name = goOnWithCard)]
    pub async fn go_on_with_card(&self, brought: Vec<u8>) -> Result<Vec<u8>, Failure> {
        match self.turn(&SecretBytes::new(brought))? {
            Next::Bring(message) => return Ok(message),
            Next::Unlock(opened) => self.finish(opened).await?,
            Next::Create(vault, created) => self.store_new(vault, &created).await?,
            Next::Add(label, card, public_key) => {
                // Wrapped anew, since others may have written meanwhile.
                self.add(&new(&label, &card, &public_key)).await?;
            }
        }
        Ok(Vec::new())
    }
}

/// What follows from what was brought.
enum Next {
    Bring(Vec<u8>),
    Unlock(Result<Vault<Unlocked>, Refused>),
    Create(Vault<Unlocked>, Changes),
    Add(String, CardRef, Point),
}

impl Wallet {
    fn turn(&self, brought: &SecretBytes) -> Result<Next, Failure> {
        let mut work = self.card.take().ok_or(Failure::OUT_OF_ORDER)?;
        let message = match work.line {
            Line::Plain => {
                return self.opened(*work, Secret32::read(brought).ok_or(Failure::ARGUMENT)?);
            }
            Line::Secret(awaited) => {
                let secret = awaited.answer(brought.expose())?;
                work.line = Line::Plain;
                return self.opened(*work, secret);
            }
            Line::Channel(carried) => match carried.answer(brought.expose(), make_seed()?)? {
                Turn::Carry(message, then) => {
                    work.line = Line::Channel(then);
                    message
                }
                Turn::AskPin { tries_left, then } => {
                    work.line = Line::Channel(then);
                    vec![tries_left]
                }
                Turn::Verified(keys) if work.vault.is_none() => {
                    let (message, awaited) = keys.public_key(work.card.slot())?;
                    work.line = Line::Key(awaited);
                    message
                }
                Turn::Verified(keys) => {
                    work.line = Line::Plain;
                    work.ask(keys)?
                }
            },
            Line::Key(awaited) => {
                let (keys, public_key) = awaited.answer(brought.expose())?;
                work.line = Line::Plain;
                self.wrap(&mut work, public_key)?;
                work.ask(keys)?
            }
        };
        self.card.replace(Some(work));
        Ok(Next::Bring(message))
    }

    /// The card has agreed.
    fn opened(&self, work: CardWork, secret: Secret32) -> Result<Next, Failure> {
        let vault = work.vault.ok_or(Failure::OUT_OF_ORDER)?;
        let opened = vault.reply(secret.expose(), None);
        Ok(match work.purpose {
            Purpose::Unlock => {
                drop(self.take_locked()?);
                Next::Unlock(opened)
            }
            Purpose::Create { created, .. } => {
                let vault = opened.map_err(|refused| refused.error)?;
                Next::Create(vault, created.ok_or(Failure::OUT_OF_ORDER)?)
            }
            Purpose::Add { label, public_key } => {
                opened.map_err(|refused| refused.error)?;
                let public_key = public_key.ok_or(Failure::OUT_OF_ORDER)?;
                Next::Add(label, work.card, public_key)
            }
        })
    }

    /// The locked vault, once more, to be opened by a card.
    fn agreeing(&self, unlocker: &str) -> Result<Vault<Agreeing>, Failure> {
        let unlocker = UnlockerId::parse(unlocker).ok_or(VaultError::UnlockerUnknown)?;
        let State::Locked(vault) = &*self.state.borrow() else {
            return Err(Failure::OUT_OF_ORDER);
        };
        agree(vault.header_bytes(), Some(unlocker))
    }

    /// Makes what the card is to open.
    fn wrap(&self, work: &mut CardWork, public_key: Point) -> Result<(), Failure> {
        work.vault = Some(match &mut work.purpose {
            Purpose::Create { label, created } => {
                let new = new(label, &work.card, &public_key);
                let (_, changes) = Vault::create(&new, now(), make_seed()?)?;
                agree(created.insert(changes).header(), None)?
            }
            Purpose::Add {
                label,
                public_key: added,
            } => {
                let State::Unlocked(vault) = &*self.state.borrow() else {
                    return Err(Failure::LOCKED);
                };
                let new = new(label, &work.card, &public_key);
                let prepared = vault.prepare_unlocker(&new, make_seed()?)?;
                added.replace(public_key);
                agree(prepared.changes().header(), None)?
            }
            Purpose::Unlock => return Err(Failure::OUT_OF_ORDER),
        });
        Ok(())
    }
}

fn new<'a>(label: &'a str, card: &'a CardRef, public_key: &Point) -> NewUnlocker<'a> {
    NewUnlocker::Card {
        label,
        key: CardKey::new(card, public_key),
        local: None,
    }
}

/// Has a card open what this header is of, as this unlocker or the one that was added last.
fn agree(header: &[u8], unlocker: Option<UnlockerId>) -> Result<Vault<Agreeing>, Failure> {
    let vault = Vault::read(header)?;
    let newest = vault.unlockers().last().map(|unlocker| unlocker.id());
    let unlocker = unlocker.or(newest).ok_or(VaultError::UnlockerUnknown)?;
    let agreeing = vault.agree_with_card(unlocker, make_seed()?);
    Ok(agreeing.map_err(|refused| refused.error)?)
}

impl CardWork {
    /// Asks for the agreement, inside the channel.
    fn ask(&mut self, keys: CarriedKeys) -> Result<Vec<u8>, Failure> {
        let vault = self.vault.as_ref().ok_or(Failure::OUT_OF_ORDER)?;
        let (message, awaited) = keys.agree(self.card.slot(), vault.point())?;
        self.line = Line::Secret(awaited);
        Ok(message)
    }
}
