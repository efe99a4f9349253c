//! Keys: agreement, signatures, and a key for each site.

use hailstone_core::card::{
    CardError, Curve, Point,
    hailstone::{Channel, KeyType, Verified},
};
use p256::elliptic_curve::sec1::ToSec1Point as _;

use super::{Known, opens};
use crate::meter::{Failure, Meter, expect, same, verifies};
use crate::person::seed;
use hailstone_core::{
    time::Timestamp,
    vault::{self, NewUnlocker, Vault},
};

pub(super) fn all(meter: &mut Meter<'_>, card: Known) {
    let key = meter.operation("Hailstone: a key of P-256", |meter| {
        let channel = card.verify(meter)?;
        let kind = KeyType::Agreement(Curve::P256);
        let (_, point) = meter.must(channel.generate(kind, 2))?;
        Ok(point)
    });
    meter.operation(
        "Hailstone: agreement on both curves is the host's",
        |meter| {
            let mut channel = card.verify(meter)?;
            for slot in [1, 2] {
                let (next, (_, public_key)) = meter.must(channel.public_key(slot))?;
                channel = agrees(meter, next, slot, &public_key)?;
            }
            Ok(())
        },
    );
    if let Some(public_key) = key {
        meter.operation("Hailstone: unlock with a key of P-256", |meter| {
            let name = card.key.card(2);
            let first = NewUnlocker::Card {
                label: "My card",
                key: vault::CardKey::new(&name, &public_key),
                local: None,
            };
            let created = Vault::create(&first, Timestamp::from_unix(1_700_000_000), seed());
            let (_, created) = created.map_err(|error| format!("{error:?}"))?;
            let channel = card.verify(meter)?;
            opens(meter, channel, created.header())?;
            expect(meter.apdus() <= 5, "more than five commands")
        });
    }
    refusals(meter, card);
    signatures(meter, card);
    meter.operation(
        "Hailstone: a key is deleted, and its slot is empty",
        |meter| {
            let channel = card.verify(meter)?;
            let (channel, ()) = meter.must(channel.delete_key(3))?;
            same(
                meter.run(channel.public_key(3)).err(),
                Some(CardError::ObjectAbsent),
            )
        },
    );
}

fn refusals(meter: &mut Meter<'_>, card: Known) {
    meter.operation(
        "Hailstone: a second key is not made in a taken slot",
        |meter| {
            for kind in [KeyType::Agreement(Curve::X25519), KeyType::Signature] {
                let channel = card.verify(meter)?;
                let outcome = meter.run(channel.generate(kind, 1));
                same(outcome.err(), Some(CardError::KeyPresent))?;
            }
            Ok(())
        },
    );
    meter.operation(
        "Hailstone: a key agrees on points of its own curve alone",
        |meter| {
            let (p256, _) = host(Curve::P256, None);
            let (x25519, _) = host(Curve::X25519, None);
            for (slot, point) in [(1, p256), (2, x25519)] {
                let channel = card.verify(meter)?;
                let outcome = meter.run(channel.agree(slot, &point));
                same(outcome.err(), Some(CardError::KeyOther))?;
            }
            Ok(())
        },
    );
    meter.operation("Hailstone: a point of small order is refused", |meter| {
        let channel = card.verify(meter)?;
        let outcome = meter.run(channel.agree(1, &Point::X25519([0; 32])));
        expect(outcome.is_err(), "it agreed")
    });
}

fn signatures(meter: &mut Meter<'_>, card: Known) {
    const DIGEST: [u8; 32] = [0x5a; 32];
    meter.operation("Hailstone: a signature", |meter| {
        let channel = card.verify(meter)?;
        let (channel, public_key) = meter.must(channel.generate(KeyType::Signature, 3))?;
        let (_, signature) = meter.must(channel.sign(3, &DIGEST))?;
        verifies(&public_key, &DIGEST, &signature)
    });
    meter.operation(
        "Hailstone: a token by a site's key (in a session: its key, a signature)",
        |meter| {
            let channel = card.verify(meter)?;
            meter.count_from_here();
            let context = [7; 32];
            let (channel, public_key) = meter.must(channel.site_key(&context))?;
            let (_, signature) = meter.must(channel.site_sign(&context, &DIGEST))?;
            same(meter.apdus(), 2)?;
            verifies(&public_key, &DIGEST, &signature)
        },
    );
    meter.operation(
        "Hailstone: each site has a key of its own, always the same",
        |meter| {
            let channel = card.verify(meter)?;
            let (channel, first) = meter.must(channel.site_key(&[7; 32]))?;
            let (channel, other) = meter.must(channel.site_key(&[8; 32]))?;
            let (_, again) = meter.must(channel.site_key(&[7; 32]))?;
            expect(first != other, "two sites have one key")?;
            same(again, first)
        },
    );
}

fn agrees(
    meter: &mut Meter<'_>,
    channel: Channel<Verified>,
    slot: u8,
    public_key: &Point,
) -> Result<Channel<Verified>, Failure> {
    let (sent, expected) = host(public_key.curve(), Some(public_key));
    let (channel, shared) = meter.must(channel.agree(slot, &sent))?;
    same(Some(*shared.expose()), expected)?;
    Ok(channel)
}

/// A point of the host's, and what it and the card must agree on.
fn host(curve: Curve, card: Option<&Point>) -> (Point, Option<[u8; 32]>) {
    match curve {
        Curve::P256 => {
            let host = p256::SecretKey::from_slice(&[7; 32]).unwrap();
            let sent = host.public_key().to_sec1_point(false);
            let shared = card.map(|card| {
                let card = p256::PublicKey::from_sec1_bytes(card.as_bytes()).unwrap();
                let shared = p256::ecdh::diffie_hellman(host.to_nonzero_scalar(), card.as_affine());
                (*shared.raw_secret_bytes()).into()
            });
            (Point::parse(sent.as_bytes()).unwrap(), shared)
        }
        Curve::X25519 => {
            let host = x25519_dalek::StaticSecret::from([7; 32]);
            let sent = x25519_dalek::PublicKey::from(&host).to_bytes();
            let shared = card.map(|card| {
                let card: [u8; 32] = card.as_bytes().try_into().unwrap();
                host.diffie_hellman(&card.into()).to_bytes()
            });
            (Point::X25519(sent), shared)
        }
    }
}
