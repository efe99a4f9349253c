//! A copy of the vault on somebody else's card, while it is written.

use hailstone_core::card::{
    copy::{PivObjects, PrivateObjects, Rows, read},
    openpgp, piv,
};
use sha2::{Digest, Sha256};

use super::operations::{Link, Operation, Outcome, administer, granted, prepare, secret};
use hailstone_core::card::piv::ManagementKey;

/// Bytes as a copy has them: with the hash of all before behind them.
fn sealed(fill: u8, length: usize) -> Vec<u8> {
    let mut bytes = vec![fill; length - 32];
    bytes.extend(Sha256::digest(&bytes));
    bytes
}

fn old() -> Vec<u8> {
    sealed(0xaa, 3500)
}

fn new() -> Vec<u8> {
    sealed(0xbb, 3300)
}

fn put<C: Rows>(link: &mut Link<'_, '_>, card: C, bytes: &[u8]) -> Outcome<()> {
    let copies = link.run(read(card))?;
    let written = link.run(copies.write(bytes))?;
    assert_eq!(written.copy().bytes, bytes);
    link.run(written.settle()).map(drop)
}

/// The newest that is there is old or new, and another one can be written.
fn look<C: Rows>(link: &mut Link<'_, '_>, open: fn(&mut Link<'_, '_>) -> Outcome<C>) {
    let card = open(link).unwrap();
    let copies = link.run(read(card)).unwrap();
    let newest = copies.all().next().unwrap();
    assert!([old(), new()].contains(&newest.bytes));
    let after = sealed(0xcc, 3400);
    put(link, copies.into_card(), &after).unwrap();
    let card = open(link).unwrap();
    let copies = link.run(read(card)).unwrap();
    let left: Vec<&[u8]> = copies.all().map(|copy| copy.bytes.as_slice()).collect();
    assert_eq!(left, [after.as_slice()]);
}

fn piv_objects(link: &mut Link<'_, '_>) -> Outcome<PivObjects<piv::Administered>> {
    let administered = administer(link, ManagementKey::factory())?;
    link.run(PivObjects::choose(administered))
}

fn private_objects(link: &mut Link<'_, '_>) -> Outcome<PrivateObjects> {
    let card = link.run(openpgp::select())?.into_private_use()?;
    let card = granted(link.run(card.verify(secret("123456")))?)?;
    Ok(PrivateObjects::of(&card))
}

/// A card that has a copy in either of its applications, and an object in the way.
pub(crate) fn prepare_copies(link: &mut Link<'_, '_>) -> Outcome<()> {
    prepare(link)?;
    let objects = piv_objects(link)?;
    put(link, objects, &old())?;
    let objects = private_objects(link)?;
    put(link, objects, &old())
}

pub(crate) const PIV_COPY: Operation = Operation {
    act: |link| {
        let objects = piv_objects(link)?;
        put(link, objects, &new())
    },
    look: |link| look(link, piv_objects),
};

pub(crate) const OPENPGP_COPY: Operation = Operation {
    act: |link| {
        let objects = private_objects(link)?;
        put(link, objects, &new())
    },
    look: |link| look(link, private_objects),
};
