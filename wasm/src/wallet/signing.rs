//! What cards sign of a release: the key bindings of credentials that an issuer has bound to keys on them. It goes in steps, as in
//! [`super::with_card`]: all signatures at once; or, for an application that has a channel, one sealed message after the other.

use super::Wallet;
use super::with_card::CardAgreement;
use crate::error::Failure;
use crate::host::make_seed;
use hailstone_core::card::CardRef;
use hailstone_core::card::hailstone::{self, AwaitedSignature, Carried, CarriedKeys, Turn};
use wasm_bindgen::prelude::wasm_bindgen;

/// What one card is to sign, and what it has signed so far.
#[derive(Debug)]
pub(super) struct Signing {
    release: u32,
    card: CardRef,
    inputs: Vec<String>,
    signatures: Vec<[u8; 64]>,
    line: Line,
}

/// What is waited for.
#[derive(Debug)]
enum Line {
    /// All signatures.
    Plain,
    /// Something that the channel needs before its PIN is verified.
    Channel(Carried),
    Signature(AwaitedSignature),
}

#[wasm_bindgen]
impl Wallet {
    /// Begins to have the next card sign that a release waits for; what was begun before is given up. What it is to sign is text, a line for each
    /// signature; nothing for a card with a channel, through which it goes.
    ///
    /// # Errors
    /// `wallet.out_of_order` where the release waits for none.
    #[wasm_bindgen(js_name = beginSigning)]
    pub fn begin_signing(&self, release: u32) -> Result<CardAgreement, Failure> {
        self.signing.take();
        let mut releases = self.releases.borrow_mut();
        let unsigned = releases.unsigned(release)?;
        let (card, wanted) = unsigned.wanted().ok_or(Failure::OUT_OF_ORDER)?;
        let (card, inputs) = (card.clone(), wanted.join("\n"));
        let line = match hailstone::CardKey::of(&card) {
            Some(key) => Line::Channel(Carried::begin(key)),
            None => Line::Plain,
        };
        let asked = match line {
            Line::Plain => inputs.clone().into_bytes(),
            _ => Vec::new(),
        };
        self.signing.replace(Some(Box::new(Signing {
            release,
            card: card.clone(),
            inputs: inputs.lines().map(String::from).collect(),
            signatures: Vec::new(),
            line,
        })));
        Ok(CardAgreement::of(card, asked))
    }

    /// Goes on with what was brought: the signatures, 64 bytes each, in the order of the lines; or, for a card with a channel, as `goOnWithCard`. Gives
    /// what is to be done next as that does, and nothing when all is signed.
    ///
    /// # Errors
    /// `release.signature_wrong`; `wallet.out_of_order` where nothing was begun, or the release is gone; `card.*`.
    #[wasm_bindgen(js_name = goOnSigning)]
    pub fn go_on_signing(&self, brought: &[u8]) -> Result<Vec<u8>, Failure> {
        let Signing {
            release,
            card,
            inputs,
            mut signatures,
            line,
        } = *self.signing.take().ok_or(Failure::OUT_OF_ORDER)?;
        let (line, message) = match line {
            Line::Plain => {
                let (all, rest) = brought.as_chunks::<64>();
                return match rest {
                    [] => self.signed(release, all),
                    _ => Err(Failure::ARGUMENT),
                };
            }
            Line::Channel(carried) => match carried.answer(brought, make_seed()?)? {
                Turn::Carry(message, then) => (Line::Channel(then), message),
                Turn::AskPin { tries_left, then } => (Line::Channel(then), vec![tries_left]),
                Turn::Verified(keys) => ask(keys, &card, inputs.first())?,
            },
            Line::Signature(awaited) => {
                let (keys, signature) = awaited.answer(brought)?;
                signatures.push(signature);
                match inputs.get(signatures.len()) {
                    None => return self.signed(release, &signatures),
                    next => ask(keys, &card, next)?,
                }
            }
        };
        self.signing.replace(Some(Box::new(Signing {
            release,
            card,
            inputs,
            signatures,
            line,
        })));
        Ok(message)
    }
}

/// Asks for the next signature, inside the channel.
fn ask(
    keys: CarriedKeys,
    card: &CardRef,
    input: Option<&String>,
) -> Result<(Line, Vec<u8>), Failure> {
    let input = input.ok_or(Failure::OUT_OF_ORDER)?;
    let (message, awaited) = keys.sign(card.slot(), input)?;
    Ok((Line::Signature(awaited), message))
}

impl Wallet {
    fn signed(&self, release: u32, signatures: &[[u8; 64]]) -> Result<Vec<u8>, Failure> {
        let mut releases = self.releases.borrow_mut();
        releases.unsigned(release)?.sign(signatures)?;
        Ok(Vec::new())
    }
}
