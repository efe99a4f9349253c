//! Our own application: what the core's step machine does on a new card, to its factory reset.

mod keys;
mod objects;
mod pins;

use hailstone_core::{
    card::{
        CardError, Curve, Verification,
        hailstone::{
            self, CardKey, Channel, KeyType, Open, PinUse, Reference, Unblocking, Verified,
        },
    },
    time::Timestamp,
    vault::{self, NewUnlocker, Vault},
};

use super::meter::{Failure, Meter, expect, same};
use super::person::{PIN, PUK, sealed, seed};

/// How commands go over the wire.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wire {
    /// As the card announces.
    Extended,
    /// For readers that carry no others.
    Short,
}

/// A card whose key is known.
#[derive(Clone, Copy)]
struct Known {
    key: CardKey,
    wire: Wire,
}

impl Known {
    fn connect(self, meter: &mut Meter<'_>) -> Result<Channel<Open>, Failure> {
        let mut card = meter.must(hailstone::open())?;
        if self.wire == Wire::Short {
            card = card.in_short_commands();
        }
        meter.must(card.connect(&self.key, seed()))
    }

    fn verify(self, meter: &mut Meter<'_>) -> Result<Channel<Verified>, Failure> {
        let channel = self.connect(meter)?;
        granted(self.show(meter, channel, PIN)?)
    }

    fn show(
        self,
        meter: &mut Meter<'_>,
        channel: Channel<Open>,
        pin: &str,
    ) -> Result<Verification<Channel<Verified>, Channel<Open>>, Failure> {
        let pin = sealed(&channel, &self.key, PinUse::Verify(Reference::Pin), &[pin]);
        meter.must(channel.verify(&pin))
    }

    fn verify_puk(self, meter: &mut Meter<'_>) -> Result<Channel<Unblocking>, Failure> {
        let channel = self.connect(meter)?;
        let purpose = PinUse::Verify(Reference::Puk);
        let puk = sealed(&channel, &self.key, purpose, &[PUK]);
        granted(meter.must(channel.verify_puk(&puk))?)
    }

    fn personalise(self, meter: &mut Meter<'_>) -> Result<Channel<Open>, Failure> {
        let channel = self.connect(meter)?;
        let both = sealed(&channel, &self.key, PinUse::Personalise, &[PIN, PUK]);
        meter.must(channel.personalise(&both))
    }
}

fn granted<G, R>(outcome: Verification<G, R>) -> Result<G, Failure> {
    match outcome {
        Verification::Granted(card) => Ok(card),
        Verification::Refused(_, error) => Err(format!("refused: {error:?}")),
    }
}

fn refused<G, R>(outcome: Verification<G, R>, expected: CardError) -> Result<R, Failure> {
    match outcome {
        Verification::Granted(_) => Err("taken, though wrong".into()),
        Verification::Refused(card, error) => same(error, expected).map(|()| card),
    }
}

/// Everything, in an order in which each operation finds what it needs.
pub(crate) fn all(meter: &mut Meter<'_>) {
    let Some(card) = meter.operation("Hailstone: open a channel to a new card", |meter| {
        new_card(meter, Wire::Extended)
    }) else {
        return;
    };
    let enrolled = meter.operation(
        "Hailstone: first enrolment, of a key that the card makes",
        |meter| enrol(meter, card),
    );
    let Some(header) = enrolled else {
        return;
    };
    meter.operation(
        "Hailstone: a card in use is not personalised again",
        |meter| {
            let channel = card.connect(meter)?;
            expect(channel.status().in_use, "it says that it is new")?;
            let both = sealed(&channel, &card.key, PinUse::Personalise, &[PIN, PUK]);
            let outcome = meter.run(channel.personalise(&both));
            same(outcome.err(), Some(CardError::KeyPresent))
        },
    );
    meter.operation("Hailstone: unlock", |meter| {
        unlock(meter, card, &header)?;
        expect(meter.apdus() <= 5, "more than five commands")
    });
    meter.operation(
        "Hailstone: a card of another key is not spoken to",
        |meter| {
            let found = meter.must(hailstone::open())?;
            let other = "hailstone:".to_owned() + &"5a".repeat(32);
            let other = CardKey::of(&other.parse().map_err(|_| "no card")?).ok_or("no key")?;
            let outcome = found.connect(&other, seed()).err();
            same(outcome, Some(CardError::Other))?;
            same(meter.apdus(), 1)
        },
    );
    keys::all(meter, card);
    objects::all(meter, card, "Hailstone");
    pins::all(meter, card);
    reset(meter, card);
    in_short_commands(meter);
}

/// A card as it is delivered, and its key, which a person compares or takes as it is in hand.
fn new_card(meter: &mut Meter<'_>, wire: Wire) -> Result<Known, Failure> {
    let found = meter.must(hailstone::open())?;
    expect(!found.is_in_use(), "the card is in use")?;
    let key = found.key();
    let channel = meter.must(found.connect(&key, seed()))?;
    let status = channel.status();
    same(status.in_use, false)?;
    same(status.keys, [0; 4])?;
    same(status.objects.0, 0)?;
    Ok(Known { key, wire })
}

/// As the product does it: PIN and PUK, a key, and one real unwrap before anybody is told of success. Gives the vault's header.
fn enrol(meter: &mut Meter<'_>, card: Known) -> Result<Vec<u8>, Failure> {
    let channel = card.personalise(meter)?;
    same(channel.status().pin_tries, (3, 3))?;
    same(channel.status().puk_tries, (10, 10))?;
    let channel = granted(card.show(meter, channel, PIN)?)?;
    let kind = KeyType::Agreement(Curve::X25519);
    let (channel, public_key) = meter.must(channel.generate(kind, 1))?;
    let name = card.key.card(1);
    let first = NewUnlocker::Card {
        label: "My card",
        key: vault::CardKey::new(&name, &public_key),
        local: None,
    };
    let created = Vault::create(&first, Timestamp::from_unix(1_700_000_000), seed());
    let (_, created) = created.map_err(|error| format!("{error:?}"))?;
    opens(meter, channel, created.header())?;
    Ok(created.header().to_vec())
}

/// The vault asks for a blinded agreement, and is open after it.
fn opens(meter: &mut Meter<'_>, channel: Channel<Verified>, header: &[u8]) -> Result<(), Failure> {
    let locked = Vault::read(header).map_err(|error| format!("{error:?}"))?;
    let unlocker = locked.unlockers().first().ok_or("no unlocker")?.id();
    let agreeing = locked.agree_with_card(unlocker, seed());
    let agreeing = agreeing.map_err(|refused| format!("{:?}", refused.error))?;
    let slot = agreeing.card().ok_or("no card")?.slot;
    let (_, shared) = meter.must(channel.agree(slot, agreeing.point()))?;
    let open = agreeing.reply(shared.expose(), None);
    open.map(drop)
        .map_err(|refused| format!("{:?}", refused.error))
}

fn unlock(meter: &mut Meter<'_>, card: Known, header: &[u8]) -> Result<(), Failure> {
    let channel = card.verify(meter)?;
    opens(meter, channel, header)
}

fn reset(meter: &mut Meter<'_>, card: Known) {
    meter.operation("Hailstone: no factory reset without the PUK", |meter| {
        let channel = card.connect(meter)?;
        let outcome = meter.run(channel.reset());
        same(outcome.err(), Some(CardError::PinNeeded))
    });
    meter.operation(
        "Hailstone: a factory reset makes another card of it",
        |meter| {
            let channel = card.verify_puk(meter)?;
            meter.must(channel.reset())?;
            let found = meter.must(hailstone::open())?;
            let outcome = found.connect(&card.key, seed()).err();
            same(outcome, Some(CardError::Other))?;
            let again = new_card(meter, card.wire)?;
            expect(again.key != card.key, "the same card")
        },
    );
}

fn in_short_commands(meter: &mut Meter<'_>) {
    let enrolled = meter.operation("Hailstone, short commands: first enrolment", |meter| {
        let card = new_card(meter, Wire::Short)?;
        Ok((card, enrol(meter, card)?))
    });
    let Some((card, header)) = enrolled else {
        return;
    };
    meter.operation("Hailstone, short commands: unlock", |meter| {
        unlock(meter, card, &header)?;
        expect(meter.apdus() <= 5, "more than five commands")
    });
    objects::all(meter, card, "Hailstone, short commands");
    meter.operation(
        "Hailstone: a card whose PIN and PUK are blocked is reset",
        |meter| {
            pins::block_both(meter, card)?;
            let channel = card.connect(meter)?;
            meter.must(channel.reset())?;
            new_card(meter, card.wire).map(drop)
        },
    );
}
