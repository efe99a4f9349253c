//! OpenPGP card: what the core's step machines do on a card as it is delivered.

use hailstone_core::{
    card::{
        CardError, Point, Step, Verification,
        openpgp::{self, Decryption, DecryptionKey, OpenPgp, Pin, Verified},
    },
    secret::SecretBytes,
    time::Timestamp,
};
use x25519_dalek::{PublicKey, StaticSecret};

use super::copies;
use super::meter::{Failure, Meter, expect, same, verifies};

const PIN: &str = "123456";
const ADMIN_PIN: &str = "12345678";

fn secret(text: &str) -> SecretBytes {
    SecretBytes::new(text.into())
}

fn open(meter: &mut Meter<'_>) -> Result<OpenPgp, Failure> {
    meter.must(openpgp::open())
}

fn decryption(meter: &mut Meter<'_>) -> Result<Decryption, Failure> {
    let card = open(meter)?.into_decryption();
    card.map_err(|error| format!("{error:?}"))
}

fn verify(meter: &mut Meter<'_>, card: Decryption) -> Result<Verified, Failure> {
    match meter.must(card.verify(secret(PIN)))? {
        Verification::Granted(card) => Ok(card),
        Verification::Refused(_, error) => Err(format!("refused: {error:?}")),
    }
}

fn refuse(
    meter: &mut Meter<'_>,
    card: Decryption,
    expected: CardError,
) -> Result<Decryption, Failure> {
    match meter.must(card.verify(secret("654321")))? {
        Verification::Granted(_) => Err("a wrong PIN was taken".into()),
        Verification::Refused(card, error) => same(error, expected).map(|()| card),
    }
}

fn agrees(meter: &mut Meter<'_>, card: Verified, key: &Point) -> Result<(), Failure> {
    let host = StaticSecret::from([7; 32]);
    let sent = Point::X25519(PublicKey::from(&host).to_bytes());
    let shared = meter.must(card.decipher(&sent))?;
    let Point::X25519(key) = *key else {
        return Err(format!("{key:?}"));
    };
    same(
        *shared.expose(),
        host.diffie_hellman(&key.into()).to_bytes(),
    )
}

/// By a key that another program has made, as it would: algorithm attributes C1, the key, its fingerprint C7 (OpenPGP card 3.4.1 §7.2.14).
fn sign(meter: &mut Meter<'_>) -> Result<(), Failure> {
    const ECDSA_P256: [u8; 9] = [0x13, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07];
    let card = meter.must(openpgp::select())?;
    // smartcard-app-openpgp counts its keys from nought in DE, so that which of the two it says depends on the other keys.
    match meter.run(card.into_signature()).err() {
        Some(CardError::SignatureKeyAbsent | CardError::SignatureKeyUnsupported) => {}
        other => return Err(format!("{other:?}")),
    }
    let verify = [&[0x00, 0x20, 0x00, 0x83, 8][..], ADMIN_PIN.as_bytes()].concat();
    let attributes = [&[0x00, 0xda, 0x00, 0xc1, 9][..], &ECDSA_P256].concat();
    let generate = vec![0x00, 0x47, 0x80, 0x00, 2, 0xb6, 0x00, 0x00];
    let fingerprint = [&[0x00, 0xda, 0x00, 0xc7, 20][..], &[0x5a; 20]].concat();
    for command in [verify, attributes, generate, fingerprint] {
        let answer = meter.transmit(&command);
        expect(answer.ends_with(&[0x90, 0x00]), "no key can be made")?;
    }
    meter.reset();
    meter.count_from_here();
    let digest = [0x5a; 32];
    let card = meter.must(openpgp::select())?;
    let card = meter.must(card.into_signature())?;
    let key = card.public_key().clone();
    let step = card.verify(secret(PIN));
    let Verification::Granted(card) = meter.must(step)? else {
        return Err("the PIN was refused".into());
    };
    let signature = meter.must(card.sign(&digest))?;
    verifies(&key, &digest, &signature)
}

/// Everything, in an order in which each operation finds what it needs. The last one blocks the PIN.
pub(crate) fn all(meter: &mut Meter<'_>) {
    meter.operation("OpenPGP: open", |meter| {
        let card = open(meter)?;
        same(card.key(), &DecryptionKey::Absent)?;
        same(
            (card.tries_left(Pin::User), card.tries_left(Pin::Admin)),
            (3, 3),
        )
    });
    meter.operation("OpenPGP: a wrong admin PIN is counted", |meter| {
        let slot = open(meter)?.into_empty_slot();
        let slot = slot.map_err(|error| format!("{error:?}"))?;
        let step = slot.verify(secret("87654321"));
        match meter.must(step)? {
            Verification::Granted(_) => Err("a wrong PIN was taken".into()),
            Verification::Refused(_, error) => same(error, CardError::PinWrong { tries_left: 2 }),
        }
    });
    let made = meter.operation(
        "OpenPGP: first enrolment, of a key that the card makes",
        |meter| {
            let slot = open(meter)?.into_empty_slot();
            let slot = slot.map_err(|error| format!("{error:?}"))?;
            let step = slot.verify(secret(ADMIN_PIN));
            let Verification::Granted(slot) = meter.must(step)? else {
                return Err("the admin PIN was refused".into());
            };
            let key = meter.must(slot.generate(Timestamp::from_unix(1_700_000_000)))?;
            same(open(meter)?.key(), &DecryptionKey::Usable(key.clone()))?;
            let card = decryption(meter)?;
            let card = verify(meter, card)?;
            agrees(meter, card, &key)?;
            Ok(key)
        },
    );
    let Some(key) = made else { return };
    meter.operation("OpenPGP: a second key is not made", |meter| {
        let outcome = open(meter)?.into_empty_slot();
        same(outcome.err(), Some(CardError::KeyPresent))
    });
    meter.operation("OpenPGP: unlock", |meter| {
        let card = meter.must(openpgp::select())?;
        let card = meter.must(card.into_decryption(key.curve()))?;
        let card = verify(meter, card)?;
        agrees(meter, card, &key)
    });
    meter.operation("OpenPGP: a signature by a key of P-256", sign);
    copies::openpgp(meter);
    meter.operation(
        "OpenPGP: a wrong PIN is counted, the right one restores",
        |meter| {
            let card = decryption(meter)?;
            let card = refuse(meter, card, CardError::PinWrong { tries_left: 2 })?;
            same(card.tries_left(), 2)?;
            verify(meter, card)?;
            meter.reset();
            same(decryption(meter)?.tries_left(), 3)
        },
    );
    meter.operation("OpenPGP: a reset ends the verification of a PIN", |meter| {
        let card = decryption(meter)?;
        let card = verify(meter, card)?;
        meter.reset();
        decryption(meter)?;
        expect(
            meter.run(card.decipher(&Point::X25519([9; 32]))).is_err(),
            "it agreed",
        )
    });
    meter.operation("OpenPGP: a PIN is blocked by its last try", |meter| {
        let mut card = decryption(meter)?;
        for tries_left in (0..3).rev() {
            let expected = match tries_left {
                0 => CardError::PinBlocked,
                tries_left => CardError::PinWrong { tries_left },
            };
            card = refuse(meter, card, expected)?;
        }
        same(decryption(meter)?.tries_left(), 0)
    });
    meter.operation(
        "OpenPGP: a card in use is not made new without its PINs",
        |meter| {
            let card = meter.must(openpgp::select())?;
            expect(card.has_life_cycle(), "the card has no life cycle")?;
            same(meter.run(card.reset()).err(), Some(CardError::PinNeeded))
        },
    );
    meter.operation("OpenPGP: a card is made new by its admin PIN", |meter| {
        reset(meter)?;
        let card = open(meter)?;
        same(card.key(), &DecryptionKey::Absent)?;
        same(card.tries_left(Pin::User), 3)
    });
    meter.operation("OpenPGP: a reset that broke off is finished", |meter| {
        let card = meter.must(openpgp::select())?.into_administration();
        let step = card.verify(secret(ADMIN_PIN));
        let Verification::Granted(card) = meter.must(step)? else {
            return Err("the admin PIN was refused".into());
        };
        let Step::Send(terminate) = card.reset().map_err(|error| format!("{error:?}"))? else {
            return Err("nothing is sent".into());
        };
        let answer = meter.transmit(terminate.command());
        same(answer, vec![0x90, 0x00])?;
        meter.reset();
        // smartcard-app-openpgp breaks off in the middle of an answer of its own: 6F00.
        let told = meter.run(openpgp::select()).err();
        expect(
            matches!(
                told,
                Some(CardError::Terminated | CardError::ApplicationAbsent)
            ),
            "a card without an application is one with it",
        )?;
        meter.must(openpgp::finish_reset())?;
        open(meter).map(drop)
    });
    meter.operation(
        "OpenPGP: a card whose PINs are blocked is made new",
        |meter| {
            let mut card = meter.must(openpgp::select())?.into_administration();
            while card.tries_left() > 0 {
                let step = card.verify(secret("87654321"));
                let Verification::Refused(again, _) = meter.must(step)? else {
                    return Err("a wrong PIN was taken".into());
                };
                card = again;
            }
            block_pin(meter)?;
            let card = meter.must(openpgp::select())?;
            meter.must(card.reset())?;
            same(open(meter)?.tries_left(Pin::Admin), 3)
        },
    );
}

fn reset(meter: &mut Meter<'_>) -> Result<(), Failure> {
    let card = meter.must(openpgp::select())?.into_administration();
    let step = card.verify(secret(ADMIN_PIN));
    match meter.must(step)? {
        Verification::Granted(card) => meter.must(card.reset()),
        Verification::Refused(_, error) => Err(format!("refused: {error:?}")),
    }
}

fn block_pin(meter: &mut Meter<'_>) -> Result<(), Failure> {
    for _ in 0..3 {
        let card = meter.must(openpgp::select())?;
        let step = card.change(Pin::User, secret("654321"), &secret("654322"));
        meter.must(step)?;
    }
    Ok(())
}
