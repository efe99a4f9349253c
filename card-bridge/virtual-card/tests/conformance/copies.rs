//! A sealed copy of the vault in objects that belong to another application: two generations, of which one is whole at any time.

use hailstone_core::{
    card::{
        Verification,
        copy::{Copies, PivObjects, PrivateObjects, Rows, read},
        openpgp,
        piv::{self, ManagementKey},
    },
    entropy::Seed,
    secret::SecretBytes,
};
use sha2::{Digest, Sha256};

use super::meter::{Failure, Meter, expect, same};

/// Bytes as a copy has them: with the hash of all before behind them.
fn sealed(fill: u8, length: usize) -> Vec<u8> {
    let mut bytes = vec![fill; length - 32];
    bytes.extend(Sha256::digest(&bytes));
    bytes
}

fn objects(meter: &mut Meter<'_>) -> Result<PrivateObjects, Failure> {
    let card = meter.must(openpgp::select())?.into_private_use();
    let card = card.map_err(|error| format!("{error:?}"))?;
    let pin = SecretBytes::from(String::from("123456"));
    match meter.must(card.verify(pin))? {
        Verification::Granted(card) => Ok(PrivateObjects::of(&card)),
        Verification::Refused(_, error) => Err(format!("refused: {error:?}")),
    }
}

fn piv_objects(meter: &mut Meter<'_>) -> Result<PivObjects<piv::Administered>, Failure> {
    let card = meter.must(piv::open())?;
    let step = card.administer(ManagementKey::factory(), Seed::take(&mut [7; 32]));
    match meter.must(step)? {
        Verification::Granted(card) => meter.must(PivObjects::choose(card)),
        Verification::Refused(_, error) => Err(format!("refused: {error:?}")),
    }
}

fn put<C: Rows>(meter: &mut Meter<'_>, card: C, bytes: &[u8]) -> Result<(), Failure> {
    let copies = meter.must(read(card))?;
    let written = meter.must(copies.write(bytes))?;
    same(written.copy().bytes.as_slice(), bytes)?;
    meter.must(written.settle()).map(drop)
}

fn found<C: Rows>(copies: &Copies<C>, bytes: &[u8]) -> Result<(), Failure> {
    let found: Vec<&[u8]> = copies.all().map(|copy| copy.bytes.as_slice()).collect();
    same(found, vec![bytes])
}

/// The longest copy that is asked of an OpenPGP card: what it says that it takes. smartcard-app-openpgp 0.4.0 says 65,535 bytes and
/// answers 6F00 to a PUT DATA that comes in a chain, so it gets what goes into one command.
fn longest(meter: &mut Meter<'_>) -> Result<usize, Failure> {
    let serial = meter.must(openpgp::select())?.serial().to_string();
    let card = objects(meter)?;
    let room = meter.must(read(card))?.room();
    // FFFE is no maker's number.
    let is_it = serial.starts_with("FFFE:") && room > 65_000;
    Ok(if is_it { 200 } else { room })
}

/// On a card whose PIN is the one that cards are delivered with.
pub(crate) fn openpgp(meter: &mut Meter<'_>) {
    let Some(longest) = meter.operation("OpenPGP: room for a copy", longest) else {
        return;
    };
    for length in [200, 1024, 3072]
        .into_iter()
        .filter(|length| *length <= longest)
    {
        meter.operation(
            &format!("OpenPGP: a copy of {length} bytes is put"),
            |meter| {
                let card = objects(meter)?;
                put(meter, card, &sealed(1, length))
            },
        );
        meter.operation(
            &format!("OpenPGP: a copy of {length} bytes takes the place of it"),
            |meter| {
                let card = objects(meter)?;
                put(meter, card, &sealed(2, length))
            },
        );
        meter.operation(
            &format!("OpenPGP: a copy of {length} bytes is read"),
            |meter| {
                let card = objects(meter)?;
                let copies = meter.must(read(card))?;
                found(&copies, &sealed(2, length))
            },
        );
    }
}

/// On a card whose management key is the one that cards are delivered with.
pub(crate) fn piv(meter: &mut Meter<'_>) {
    for length in [1024, 4096, 16_384] {
        meter.operation(&format!("PIV: a copy of {length} bytes is put"), |meter| {
            let card = piv_objects(meter)?;
            put(meter, card, &sealed(1, length))
        });
        meter.operation(
            &format!("PIV: a copy of {length} bytes takes the place of it"),
            |meter| {
                let card = piv_objects(meter)?;
                put(meter, card, &sealed(2, length))
            },
        );
        meter.operation(&format!("PIV: a copy of {length} bytes is read"), |meter| {
            let card = meter.must(piv::open())?;
            let objects = meter.must(PivObjects::find(card))?;
            let copies = meter.must(read(objects))?;
            found(&copies, &sealed(2, length))?;
            expect(copies.room() >= length, "less room than it has")
        });
    }
}
