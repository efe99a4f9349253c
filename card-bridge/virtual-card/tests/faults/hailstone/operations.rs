//! What is done to a card while it is disturbed, and what must hold afterwards.

use hailstone_core::card::{
    CardError, Curve,
    hailstone::{self, CardKey, KeyType, PinUse, Reference, Rules},
};

use super::{OLD, OTHER_TAG, TAG, afar};
use crate::person::carry::{
    self, Carry, Outcome, connect, granted, personalise, run, show, verify, verify_puk,
};
use crate::person::{OTHER_PIN, OTHER_PUK, PIN, PUK, sealed};

pub(super) struct Operation {
    pub(super) name: &'static str,
    pub(super) act: fn(&mut Carry<'_>, &CardKey) -> Outcome<()>,
    /// Whether it was done, undone or broken off.
    pub(super) look: fn(&mut Carry<'_>, &CardKey) -> Outcome<()>,
}

const NEW: [u8; 4500] = [0xbb; 4500];

/// Whether the card is in order, and its PIN has all its tries once it was right.
fn in_order(carry: &mut Carry<'_>, key: &CardKey) -> Outcome<()> {
    let channel = verify(carry, key)?;
    let channel = run(carry, channel.refresh())?;
    assert_eq!(channel.status().pin_tries, (3, 3));
    let (_, (_, point)) = run(carry, channel.public_key(1))?;
    assert_eq!(point.curve(), Curve::X25519);
    Ok(())
}

/// The two objects.
fn objects(carry: &mut Carry<'_>, key: &CardKey) -> Outcome<[Option<Vec<u8>>; 2]> {
    let channel = verify(carry, key)?;
    let (channel, first) = run(carry, channel.get(TAG))?;
    let (_, second) = run(carry, channel.get(OTHER_TAG))?;
    Ok([first, second].map(|found| found.map(|found| found.expose().to_vec())))
}

fn is(found: Option<&Vec<u8>>, expected: &[u8]) -> bool {
    found.is_some_and(|found| found == expected)
}

/// Some PIN opens, and is made the usual one.
fn one_of(carry: &mut Carry<'_>, key: &CardKey, pins: [&str; 2]) -> Outcome<()> {
    for pin in pins {
        let channel = connect(carry, key)?;
        match show(carry, key, channel, pin) {
            Err(CardError::PinWrong { .. }) => (),
            other => return other.map(drop),
        }
    }
    panic!("neither PIN");
}

/// The one of this name.
pub(super) fn named(name: &str) -> &'static Operation {
    static OPERATIONS: [Operation; 13] = ALL;
    OPERATIONS
        .iter()
        .find(|operation| operation.name == name)
        .unwrap()
}

pub(super) const ALL: [Operation; 13] = [
    Operation {
        name: "unlock, from a core elsewhere",
        act: |carry, key| afar::unlock(carry, &mut |message| message, key).map(drop),
        look: in_order,
    },
    Operation {
        name: "unlock",
        act: |carry, key| {
            let channel = verify(carry, key)?;
            let (channel, (_, point)) = run(carry, channel.public_key(1))?;
            run(carry, channel.agree(1, &point)).map(drop)
        },
        look: in_order,
    },
    Operation {
        name: "a token",
        act: |carry, key| {
            let channel = verify(carry, key)?;
            let (channel, _) = run(carry, channel.site_key(&[7; 32]))?;
            run(carry, channel.site_sign(&[7; 32], &[8; 32])).map(drop)
        },
        look: in_order,
    },
    Operation {
        name: "put a small object",
        act: |carry, key| {
            let channel = verify(carry, key)?;
            run(carry, channel.put(TAG, Rules::PIN, &NEW[..100])).map(drop)
        },
        look: |carry, key| {
            let [first, _] = objects(carry, key)?;
            assert!(is(first.as_ref(), &OLD) || is(first.as_ref(), &NEW[..100]));
            in_order(carry, key)
        },
    },
    Operation {
        name: "put two objects in one commit",
        act: |carry, key| {
            let channel = verify(carry, key)?;
            let both = [
                (TAG, Rules::PIN, &NEW[..]),
                (OTHER_TAG, Rules::PIN, &NEW[..20]),
            ];
            run(carry, channel.put_all(&both)).map(drop)
        },
        look: |carry, key| {
            let [first, second] = objects(carry, key)?;
            let old = is(first.as_ref(), &OLD) && is(second.as_ref(), &OLD[..10]);
            let new = is(first.as_ref(), &NEW) && is(second.as_ref(), &NEW[..20]);
            assert!(old || new);
            in_order(carry, key)
        },
    },
    Operation {
        name: "get an object",
        act: |carry, key| {
            let channel = verify(carry, key)?;
            let (_, found) = run(carry, channel.get(TAG))?;
            assert!(is(
                found.map(|found| found.expose().to_vec()).as_ref(),
                &OLD
            ));
            Ok(())
        },
        look: in_order,
    },
    Operation {
        name: "delete an object",
        act: |carry, key| {
            let channel = verify(carry, key)?;
            run(carry, channel.delete(TAG)).map(drop)
        },
        look: |carry, key| {
            let [first, second] = objects(carry, key)?;
            assert!(first.is_none() || is(first.as_ref(), &OLD));
            assert!(is(second.as_ref(), &OLD[..10]));
            in_order(carry, key)
        },
    },
    Operation {
        name: "make a key",
        act: |carry, key| {
            let channel = verify(carry, key)?;
            run(carry, channel.generate(KeyType::Agreement(Curve::P256), 2)).map(drop)
        },
        look: |carry, key| {
            let channel = verify(carry, key)?;
            let (channel, point) = match channel.status().keys[1] {
                0 => run(carry, channel.generate(KeyType::Agreement(Curve::P256), 2))?,
                _ => {
                    let (channel, (_, point)) = run(carry, channel.public_key(2))?;
                    (channel, point)
                }
            };
            run(carry, channel.agree(2, &point))?;
            in_order(carry, key)
        },
    },
    Operation {
        name: "change the PIN",
        act: |carry, key| {
            let channel = connect(carry, key)?;
            let purpose = PinUse::Change(Reference::Pin);
            let both = sealed(&channel, key, purpose, &[PIN, OTHER_PIN]);
            granted(run(carry, channel.change(Reference::Pin, &both))?).map(drop)
        },
        look: |carry, key| one_of(carry, key, [PIN, OTHER_PIN]),
    },
    Operation {
        name: "change the PUK",
        act: |carry, key| {
            let channel = connect(carry, key)?;
            let purpose = PinUse::Change(Reference::Puk);
            let both = sealed(&channel, key, purpose, &[PUK, OTHER_PUK]);
            granted(run(carry, channel.change(Reference::Puk, &both))?).map(drop)
        },
        look: |carry, key| {
            for puk in [PUK, OTHER_PUK] {
                let channel = connect(carry, key)?;
                let purpose = PinUse::Verify(Reference::Puk);
                let puk = sealed(&channel, key, purpose, &[puk]);
                if granted(run(carry, channel.verify_puk(&puk))?).is_ok() {
                    return in_order(carry, key);
                }
            }
            panic!("neither PUK");
        },
    },
    Operation {
        name: "unblock the PIN",
        act: |carry, key| {
            let channel = connect(carry, key)?;
            let both = sealed(&channel, key, PinUse::Unblock, &[PUK, OTHER_PIN]);
            granted(run(carry, channel.unblock(&both))?).map(drop)
        },
        look: |carry, key| one_of(carry, key, [PIN, OTHER_PIN]),
    },
    Operation {
        name: "factory reset",
        act: |carry, key| {
            let channel = verify_puk(carry, key)?;
            run(carry, channel.reset())
        },
        look: old_or_new_card,
    },
    Operation {
        name: "bump the generation",
        act: |carry, key| {
            let channel = verify(carry, key)?;
            run(carry, channel.bump()).map(drop)
        },
        look: in_order,
    },
];

/// The card of before with all that was on it, or another one that has nothing and can be personalised.
fn old_or_new_card(carry: &mut Carry<'_>, key: &CardKey) -> Outcome<()> {
    let found = run(carry, hailstone::open())?;
    let now = found.key();
    if now == *key {
        let [first, second] = objects(carry, key)?;
        assert!(is(first.as_ref(), &OLD) && is(second.as_ref(), &OLD[..10]));
        return in_order(carry, key);
    }
    assert!(!found.is_in_use());
    assert_eq!(connect(carry, key).err(), Some(CardError::Other));
    let channel = connect(carry, &now)?;
    assert_eq!(
        (channel.status().objects.0, channel.status().keys),
        (0, [0; 4])
    );
    personalise(carry, &now).map(drop)
}

/// A new card gets PIN and PUK.
pub(super) const PERSONALISE: Operation = Operation {
    name: "personalise",
    act: |carry, key| personalise(carry, key).map(drop),
    look: |carry, key| {
        let found = run(carry, hailstone::open())?;
        if !found.is_in_use() {
            personalise(carry, key)?;
        }
        verify(carry, key)?;
        carry::verify_puk(carry, key).map(drop)
    },
};
