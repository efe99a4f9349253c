//! PIV: what the core's step machines do on a card as it is delivered.

use hailstone_core::{
    card::{
        CardError, Curve, KeyProof, Point, Verification,
        piv::{
            self, Administered, Agreement, Content, Doomed, Key, MOST, ManagementKey, Object, Piv,
            Reset, Secret, SigningSlot, Spent, Verified, Write,
        },
    },
    entropy::Seed,
    secret::SecretBytes,
};
use p256::elliptic_curve::sec1::ToSec1Point as _;

use super::copies;
use super::meter::{Failure, Meter, expect, same, verifies};

const PIN: &str = "123456";
const PUK: &str = "12345678";

fn secret(text: &str) -> SecretBytes {
    SecretBytes::new(text.into())
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

fn open(meter: &mut Meter<'_>) -> Result<Piv, Failure> {
    meter.must(piv::open())
}

fn administer(meter: &mut Meter<'_>, card: Piv) -> Result<Administered, Failure> {
    let step = card.administer(ManagementKey::factory(), Seed::take(&mut [7; 32]));
    granted(meter.must(step)?)
}

fn verify(meter: &mut Meter<'_>, card: Agreement) -> Result<Verified, Failure> {
    granted(meter.must(card.verify(&secret(PIN)))?)
}

/// Everything, in an order in which each operation finds what it needs.
pub(crate) fn all(meter: &mut Meter<'_>) {
    meter.operation("PIV: open", |meter| {
        let card = open(meter)?;
        expect(card.name().is_some(), "the card has no name")?;
        same(card.tries_left(), Some(3))
    });
    meter.operation("PIV: a wrong management key is refused", |meter| {
        let card = open(meter)?;
        let wrong = SecretBytes::new(vec![9; 24]);
        let wrong = ManagementKey::new(wrong).ok_or("24 bytes are no key")?;
        let step = card.administer(wrong, Seed::take(&mut [7; 32]));
        let card = refused(meter.must(step)?, CardError::ManagementKeyWrong)?;
        administer(meter, card).map(drop)
    });
    let Some(key) = meter.operation("PIV: first enrolment, of a key that the card makes", enrol)
    else {
        return;
    };
    meter.operation("PIV: a second key is not made", |meter| {
        let card = open(meter)?;
        let card = administer(meter, card)?;
        let card = granted(meter.must(card.verify(&secret(PIN)))?)?;
        let outcome = meter.run(card.generate(Curve::P256));
        same(outcome.err(), Some(CardError::KeyPresent))
    });
    meter.operation("PIV: the key is found again", |meter| {
        let found = open(meter)?.find();
        same(meter.must(found)?.key.as_ref(), Some(&key))
    });
    meter.operation("PIV: unlock", |meter| {
        let card = open(meter)?.into_agreement(key.clone());
        let card = verify(meter, card)?;
        agrees(meter, card, &key)?;
        expect(meter.apdus() <= 5, "more than five commands")
    });
    meter.operation(
        "PIV: a wrong PIN is counted, the right one restores",
        |meter| {
            let card = open(meter)?.into_agreement(key.clone());
            let two = CardError::PinWrong { tries_left: 2 };
            let card = refused(meter.must(card.verify(&secret("654321")))?, two)?;
            same(card.tries_left(), Some(2))?;
            verify(meter, card)?;
            meter.must(piv::forget())?;
            same(open(meter)?.tries_left(), Some(3))
        },
    );
    meter.operation("PIV: no agreement after the PIN is forgotten", |meter| {
        let card = open(meter)?.into_agreement(key.clone());
        let card = verify(meter, card)?;
        meter.must(piv::forget())?;
        expect(meter.run(card.agree(point(&key).0)).is_err(), "it agreed")
    });
    meter.operation("PIV: two signatures tell the key that made them", sign);
    objects(meter);
    copies::piv(meter);
    pins(meter);
}

/// As the product does it: a key, and one real agreement before anybody is told of success.
fn enrol(meter: &mut Meter<'_>) -> Result<Key, Failure> {
    let card = open(meter)?;
    let card = administer(meter, card)?;
    let card = granted(meter.must(card.verify(&secret(PIN)))?)?;
    let key = meter.must(card.generate(Curve::X25519))?;
    let card = open(meter)?.into_agreement(key.clone());
    let card = verify(meter, card)?;
    agrees(meter, card, &key)?;
    Ok(key)
}

/// By a key that another program has made in 9C, which wants the PIN before each signature.
fn sign(meter: &mut Meter<'_>) -> Result<(), Failure> {
    let signed = |meter: &mut Meter<'_>, digest: &[u8; 32]| {
        let card = open(meter)?.into_signing(SigningSlot::Signature);
        let card = granted(meter.must(card.verify(&secret(PIN)))?)?;
        Ok::<_, Failure>(meter.run(card.sign(digest)))
    };
    let outcome = signed(meter, &[1; 32])?;
    same(outcome.err(), Some(CardError::SignatureKeyAbsent))?;
    let card = open(meter)?;
    administer(meter, card)?;
    let made = meter.transmit(&[0x00, 0x47, 0x00, 0x9c, 5, 0xac, 3, 0x80, 1, 0x11, 0x00]);
    expect(made.ends_with(&[0x90, 0x00]), "no key can be made")?;
    meter.reset();
    meter.count_from_here();
    let mut signatures = Vec::new();
    let proof = KeyProof::make(Seed::take(&mut [7; 32]));
    for digest in proof.digests(None) {
        let signature = signed(meter, digest)?;
        signatures.push(signature.map_err(|error| format!("{error:?}"))?);
    }
    meter.must(piv::forget())?;
    let key = proof.key(None, &signatures);
    let key = key.map_err(|error| format!("{error:?}"))?;
    let point = made
        .windows(65)
        .find(|part| part.starts_with(&[0x04]) && *part == key.as_bytes());
    expect(point.is_some(), "another key than the card has made")?;
    let mut both = proof.digests(None).iter().zip(&signatures);
    both.try_for_each(|(digest, signature)| verifies(&key, digest, signature))
}

/// A point for this key, and what both sides must agree on.
fn point(key: &Key) -> (Point, [u8; 32]) {
    match key.public_key {
        Point::P256(card) => {
            let host = p256::SecretKey::from_slice(&[7; 32]).unwrap();
            let card = p256::PublicKey::from_sec1_bytes(&card).unwrap();
            let shared = p256::ecdh::diffie_hellman(host.to_nonzero_scalar(), card.as_affine());
            let sent = host.public_key().to_sec1_point(false);
            let sent = Point::parse(sent.as_bytes()).unwrap();
            (sent, (*shared.raw_secret_bytes()).into())
        }
        Point::X25519(card) => {
            let host = x25519_dalek::StaticSecret::from([7; 32]);
            let sent = x25519_dalek::PublicKey::from(&host).to_bytes();
            let shared = host.diffie_hellman(&card.into()).to_bytes();
            (Point::X25519(sent), shared)
        }
    }
}

fn agrees(meter: &mut Meter<'_>, card: Verified, key: &Key) -> Result<(), Failure> {
    let (sent, expected) = point(key);
    same(*meter.must(card.agree(sent))?.expose(), expected)
}

fn objects(meter: &mut Meter<'_>) {
    let slot = piv::Slot::new(0x82).unwrap();
    let object = slot.certificate();
    for (name, length) in [("1 KiB", 1024), ("as much as an object takes", MOST)] {
        let data: Vec<u8> = (0..length).map(|n: usize| n.to_le_bytes()[0]).collect();
        meter.operation(&format!("PIV: put {name}"), |meter| {
            let card = open(meter)?;
            let card = administer(meter, card)?;
            match meter.must(card.write(object, &data))? {
                Write::Done(_) => Ok(()),
                Write::NoSuchObject(_) => Err("the card has no such object".into()),
            }
        });
        meter.operation(&format!("PIV: get {name}"), |meter| {
            let read = open(meter)?.read(object);
            match meter.must(read)?.content {
                Content::Ours(read) => expect(read.expose() == data, "other data"),
                other => Err(format!("{other:?}")),
            }
        });
    }
    meter.operation("PIV: delete an object", |meter| {
        let card = open(meter)?;
        let card = administer(meter, card)?;
        let Write::Done(card) = meter.must(card.write(object, &[]))? else {
            return Err("the card has no such object".into());
        };
        match meter.must(card.read(object))?.content {
            Content::Absent => Ok(()),
            other => Err(format!("{other:?}")),
        }
    });
    meter.operation("PIV: an object of another program is left alone", |meter| {
        let read = open(meter)?.read(object);
        let read = meter.must(read)?;
        expect(matches!(read.content, Content::Absent), "it is in use")?;
        administer(meter, read.card)?;
        // As any program would put a certificate there.
        let [a, b, c] = object.tag();
        let foreign = [
            0x00, 0xdb, 0x3f, 0xff, 0x0a, 0x5c, 3, a, b, c, 0x53, 3, 0x70, 1, 0xaa,
        ];
        same(meter.transmit(&foreign), vec![0x90, 0x00])?;
        let card = open(meter)?;
        let card = administer(meter, card)?;
        let outcome = meter.run(card.write(object, b"ours"));
        same(outcome.err(), Some(CardError::ObjectTaken))?;
        let read = open(meter)?.read(object);
        let content = meter.must(read)?.content;
        expect(matches!(content, Content::Foreign), "it is gone")?;
        let delete = [0x00, 0xdb, 0x3f, 0xff, 7, 0x5c, 3, a, b, c, 0x53, 0];
        same(meter.transmit(&delete), vec![0x90, 0x00])
    });
    meter.operation(
        "PIV: a free object is written, or refused by name",
        |meter| {
            let card = open(meter)?;
            let card = administer(meter, card)?;
            let free = Object::free(0).ok_or("no free object")?;
            meter.must(card.write(free, b"ours")).map(drop)
        },
    );
}

fn pins(meter: &mut Meter<'_>) {
    meter.operation("PIV: change the management key", |meter| {
        let new = || ManagementKey::new(SecretBytes::new(vec![0x5a; 24])).unwrap();
        let card = open(meter)?;
        let card = administer(meter, card)?;
        meter.must(card.replace_key(&new()))?;
        let card = open(meter)?;
        let step = card.administer(ManagementKey::factory(), Seed::take(&mut [7; 32]));
        let card = refused(meter.must(step)?, CardError::ManagementKeyWrong)?;
        let step = card.administer(new(), Seed::take(&mut [7; 32]));
        let card = granted(meter.must(step)?)?;
        meter
            .must(card.replace_key(&ManagementKey::factory()))
            .map(drop)
    });
    meter.operation("PIV: change the PIN", |meter| {
        let card = open(meter)?;
        let wrong = card.change(Secret::Pin, &secret("000000"), &secret("111111"));
        let two = CardError::PinWrong { tries_left: 2 };
        let card = refused(meter.must(wrong)?, two)?;
        let there = card.change(Secret::Pin, &secret(PIN), &secret("87654321"));
        let card = granted(meter.must(there)?)?;
        let back = card.change(Secret::Pin, &secret("87654321"), &secret(PIN));
        granted(meter.must(back)?).map(drop)
    });
    meter.operation(
        "PIV: a PIN is blocked by its last try, and unblocked by the PUK",
        |meter| {
            let mut card = open(meter)?;
            for tries_left in (0..3).rev() {
                let expected = match tries_left {
                    0 => CardError::PinBlocked,
                    tries_left => CardError::PinWrong { tries_left },
                };
                let step = card.change(Secret::Pin, &secret("000000"), &secret("111111"));
                card = refused(meter.must(step)?, expected)?;
            }
            same(open(meter)?.tries_left(), Some(0))?;
            // How many tries a PUK has is the maker's choice.
            let wrong = card.unblock(&secret("87654321"), &secret(PIN));
            let card = match meter.must(wrong)? {
                Verification::Refused(card, CardError::PinWrong { .. }) => card,
                _ => return Err("a wrong PUK is not counted".into()),
            };
            granted(meter.must(card.unblock(&secret(PUK), &secret(PIN)))?)?;
            same(open(meter)?.tries_left(), Some(3))
        },
    );
    meter.operation("PIV: a PUK is dead after its last try", |meter| {
        let mut card = open(meter)?;
        // How many tries it has is the maker's choice; the field in the status word ends at fifteen.
        for _ in 0..=15 {
            let step = card.unblock(&secret("87654321"), &secret(PIN));
            match meter.must(step)? {
                Verification::Refused(again, CardError::PinWrong { .. }) => card = again,
                Verification::Refused(again, CardError::PinBlocked) => {
                    let right = again.unblock(&secret(PUK), &secret(PIN));
                    return refused(meter.must(right)?, CardError::PinBlocked).map(drop);
                }
                _ => return Err("a wrong PUK is not counted".into()),
            }
        }
        Err("a PUK may be wrong for ever".into())
    });
    meter.operation(
        "PIV: a card whose PIN and PUK are blocked is made new",
        |meter| {
            let card = open(meter)?;
            let Reset::NotYet(card) = meter.must(card.reset())? else {
                return Err("it was made new though its PIN was not blocked".into());
            };
            let card = spent(meter, card, Secret::Pin)?;
            let card = spent(meter, card, Secret::Puk)?;
            let Reset::Done = meter.must(card.reset())? else {
                return Err("it is not made new though its PIN and PUK are blocked".into());
            };
            let card = open(meter)?;
            let found = meter.must(card.find())?;
            expect(found.key.is_none(), "the key is still there")?;
            same(found.card.tries_left(), Some(3))
        },
    );
}

/// Has every try of the PIN or the PUK used up.
fn spent(meter: &mut Meter<'_>, mut card: Doomed, which: Secret) -> Result<Doomed, Failure> {
    for _ in 0..=255 {
        match meter.must(card.spend(which, *b"77777777"))? {
            Spent::Again(again) => card = again,
            Spent::Blocked(card) => return Ok(card),
        }
    }
    Err("it is never blocked".into())
}
