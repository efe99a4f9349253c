//! FIDO2: what the core's step machine does on a security key as it is delivered, without a PIN.

use hailstone_core::{
    card::{
        CardError, Verification,
        fido2::{
            self, Evaluation, Fido2, Link, Made, NewCredential, Permission, Presence, Salts,
            Unverified, Verified,
        },
    },
    entropy::Seed,
    secret::{Secret32, SecretBytes},
};

use super::meter::{Failure, Meter, expect, same};

const PIN: &str = "246813";
const RELYING_PARTY: &str = "example.hailstone.invalid";

fn secret(text: &str) -> SecretBytes {
    SecretBytes::new(text.into())
}

fn seed(number: u8) -> Seed {
    Seed::take(&mut [number; 32])
}

fn open(meter: &mut Meter<'_>) -> Result<Fido2, Failure> {
    meter.must(fido2::open(Link::Apdu))
}

fn prepare(meter: &mut Meter<'_>) -> Result<Unverified, Failure> {
    let key = open(meter)?;
    meter.must(key.prepare(seed(1)))
}

fn verify(meter: &mut Meter<'_>, permission: Permission) -> Result<Verified, Failure> {
    let key = prepare(meter)?;
    match meter.must(key.verify(&secret(PIN), permission, RELYING_PARTY))? {
        Verification::Granted(key) => Ok(key),
        Verification::Refused(_, error) => Err(format!("refused: {error:?}")),
    }
}

fn refused(
    meter: &mut Meter<'_>,
    key: Unverified,
    expected: CardError,
) -> Result<Unverified, Failure> {
    let step = key.verify(&secret("000000"), Permission::GetAssertion, RELYING_PARTY);
    match meter.must(step)? {
        Verification::Granted(_) => Err("taken, though wrong".into()),
        Verification::Refused(key, error) => same(error, expected).map(|()| key),
    }
}

const fn wanted<'a>(excluded: &'a [&'a [u8]]) -> NewCredential<'a> {
    NewCredential {
        relying_party: RELYING_PARTY,
        relying_party_name: "Hailstone",
        user: [5; 16],
        user_name: "Hailstone",
        excluded,
    }
}

fn ask(meter: &mut Meter<'_>, made: &Made, salts: &Salts) -> Result<Evaluation, Failure> {
    let key = verify(meter, Permission::GetAssertion)?;
    let (_, evaluation) = meter.must(key.evaluate(&[&made.credential], RELYING_PARTY, salts))?;
    same(&evaluation.credential, &made.credential)?;
    Ok(evaluation)
}

/// Everything, in an order in which each operation finds what it needs.
pub(crate) fn all(meter: &mut Meter<'_>) {
    meter.operation("FIDO2: open", |meter| {
        let key = open(meter)?;
        expect(key.info().is_usable(), "it gives no secrets")?;
        expect(!key.info().has_pin(), "it has a PIN already")
    });
    meter.operation("FIDO2: without a PIN nobody is verified", |meter| {
        let key = open(meter)?;
        let outcome = meter.run(key.prepare(seed(1)));
        same(outcome.err(), Some(CardError::PinUnset))
    });
    meter.operation("FIDO2: a first PIN is set, one too short is not", |meter| {
        let key = open(meter)?;
        let outcome = meter.run(key.set_pin(&secret("123"), seed(2)));
        expect(
            matches!(outcome, Err(CardError::PinLength { .. })),
            "three characters are taken",
        )?;
        let key = open(meter)?;
        let key = meter.must(key.set_pin(&secret(PIN), seed(2)))?;
        expect(key.info().has_pin(), "it has none")?;
        expect(open(meter)?.info().has_pin(), "it says that it has none")
    });
    let Some(made) = meter.operation("FIDO2: first enrolment, of a credential", enrol) else {
        return;
    };
    credentials(meter, &made);
    large_blobs(meter, &made);
    pins(meter);
}

/// As the product does it: a credential is made, asked, and asked once more in another session.
fn enrol(meter: &mut Meter<'_>) -> Result<Made, Failure> {
    let salts = Salts::prf(&[7; 32], None);
    let key = verify(meter, Permission::MakeCredential)?;
    let (key, made) = meter.must(key.make(&wanted(&[])))?;
    let (_, once) = meter.must(key.evaluate(&[&made.credential], RELYING_PARTY, &salts))?;
    meter.reset();
    let again = ask(meter, &made, &salts)?;
    expect(
        once.first == again.first,
        "another secret for the same salt",
    )?;
    Ok(made)
}

fn credentials(meter: &mut Meter<'_>, made: &Made) {
    meter.operation("FIDO2: unlock", |meter| {
        let evaluation = ask(meter, made, &Salts::prf(&[7; 32], None))?;
        expect(evaluation.second.is_none(), "two secrets for one salt")
    });
    meter.operation("FIDO2: each salt has a secret of its own", |meter| {
        let both = ask(meter, made, &Salts::prf(&[7; 32], Some(&[8; 32])))?;
        let other = ask(meter, made, &Salts::prf(&[8; 32], None))?;
        let second = both.second.ok_or("no second secret")?;
        expect(second == other.first, "it depends on its place")?;
        expect(second != both.first, "the same for another salt")
    });
    meter.operation(
        "FIDO2: a credential is found without PIN and touch",
        |meter| {
            let key = open(meter)?;
            let step = key.has(&made.credential, RELYING_PARTY);
            let (key, here) = meter.must(step)?;
            same(here, Presence::Here)?;
            let (key, elsewhere) = meter.must(key.has(&made.credential, "other.invalid"))?;
            same(elsewhere, Presence::Hidden)?;
            let mut other = made.credential.clone();
            other[0] ^= 1;
            same(
                meter.must(key.has(&other, RELYING_PARTY))?.1,
                Presence::Hidden,
            )
        },
    );
    meter.operation("FIDO2: another relying party gets nothing", |meter| {
        let key = prepare(meter)?;
        let step = key.verify(&secret(PIN), Permission::GetAssertion, "other.invalid");
        let Verification::Granted(key) = meter.must(step)? else {
            return Err("refused".into());
        };
        let salts = Salts::prf(&[7; 32], None);
        let outcome = meter.run(key.evaluate(&[&made.credential], "other.invalid", &salts));
        same(outcome.err(), Some(CardError::CredentialAbsent))
    });
    meter.operation(
        "FIDO2: a second credential is not made beside a known one",
        |meter| {
            let key = verify(meter, Permission::MakeCredential)?;
            let outcome = meter.run(key.make(&wanted(&[&made.credential])));
            same(outcome.err(), Some(CardError::CredentialPresent))
        },
    );
}

fn large_blobs(meter: &mut Meter<'_>, made: &Made) {
    let Some(key) = &made.large_blob_key else {
        return;
    };
    // Nothing of it repeats, so it does not get smaller.
    let data: Vec<u8> = (0_u32..32)
        .flat_map(|n| hash(n).expose().to_vec())
        .collect();
    let other = Secret32::take(&mut [9; 32]);
    meter.operation("FIDO2: put 1 KiB beside a credential", |meter| {
        put(meter, key, &data)
    });
    meter.operation("FIDO2: get 1 KiB from beside a credential", |meter| {
        get(meter, key, Some(&data))
    });
    meter.operation("FIDO2: what others keep stays as it is", |meter| {
        put(meter, &other, b"theirs")?;
        put(meter, key, b"ours")?;
        get(meter, &other, Some(b"theirs"))?;
        put(meter, &other, b"")?;
        get(meter, &other, None)?;
        get(meter, key, Some(b"ours"))
    });
    meter.operation(
        "FIDO2: what there is no room for changes nothing",
        |meter| {
            let large: Vec<u8> = (0_u32..2048)
                .flat_map(|n| hash(n).expose().to_vec())
                .collect();
            let verified = verify(meter, Permission::LargeBlobWrite)?;
            let outcome = meter.run(verified.write_large_blob(key, &large, RELYING_PARTY));
            same(outcome.err(), Some(CardError::Full))?;
            get(meter, key, Some(b"ours"))
        },
    );
}

/// Bytes that look random, by the only hash at hand.
fn hash(number: u32) -> Secret32 {
    let salts = Salts::prf(&number.to_be_bytes(), None);
    let mut bytes = [0; 32];
    let shown = format!("{salts:?}");
    let mut state = u64::from(number) + 1;
    for (place, letter) in bytes.iter_mut().zip(shown.bytes().cycle().skip(20)) {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(u64::from(letter));
        *place = state.to_be_bytes()[0];
    }
    Secret32::take(&mut bytes)
}

fn put(meter: &mut Meter<'_>, key: &Secret32, data: &[u8]) -> Result<(), Failure> {
    let verified = verify(meter, Permission::LargeBlobWrite)?;
    let step = verified.write_large_blob(key, data, RELYING_PARTY);
    meter.must(step).map(drop)
}

fn get(meter: &mut Meter<'_>, key: &Secret32, expected: Option<&[u8]>) -> Result<(), Failure> {
    let step = open(meter)?.read_large_blob(key);
    let (_, read) = meter.must(step)?;
    let read = read.as_ref().map(SecretBytes::expose);
    expect(read == expected, "something else")
}

fn pins(meter: &mut Meter<'_>) {
    meter.operation(
        "FIDO2: a wrong PIN is counted, the right one restores",
        |meter| {
            let key = prepare(meter)?;
            let most = key.tries_left();
            let tries_left = most.saturating_sub(1);
            let key = refused(meter, key, CardError::PinWrong { tries_left })?;
            same(key.tries_left(), tries_left)?;
            verify(meter, Permission::GetAssertion)?;
            same(prepare(meter)?.tries_left(), most)
        },
    );
    meter.operation(
        "FIDO2: after three wrong PINs it pauses, after the last it is blocked",
        |meter| {
            let mut key = prepare(meter)?;
            let mut wrong = 0;
            loop {
                let step = key.verify(&secret("000000"), Permission::GetAssertion, RELYING_PARTY);
                wrong += 1;
                match meter.run(step) {
                    Ok(Verification::Refused(again, CardError::PinWrong { .. })) if wrong < 20 => {
                        key = again;
                    }
                    // A virtual key in a reader has power for as long as its program runs.
                    Err(CardError::PinPaused) => return same(wrong, 3),
                    Err(CardError::PinBlocked) => return Ok(()),
                    other => return Err(format!("{other:?}")),
                }
            }
        },
    );
}
