//! Everything that can be seen of a card, to say whether two are the same.

use super::host::{number, select};
use super::{Flash, Host, PIN, card, personalised};

/// The PIN after a change.
pub const NEW: [u8; 32] = [0x44; 32];

/// Everything that can be seen of a card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    pub card: Vec<u8>,
    pub generation: u64,
    pub tries: [u8; 2],
    pub pin: Option<[u8; 32]>,
    pub left: Vec<u8>,
    pub objects: Vec<(Vec<u8>, Vec<u8>)>,
    pub keys: Vec<Vec<u8>>,
    pub site: Option<Vec<u8>>,
}

/// Looks at a copy, since a look at the PIN writes.
pub fn look(flash: &Flash) -> Seen {
    let flash = flash.copy();
    let mut card = card(&flash);
    let shown = select(&mut card);
    assert_eq!(
        flash.written(),
        0,
        "HC-72: mounting and SELECT write nothing"
    );
    let mut host = Host::open(&mut card);
    let tries = host.tries(&mut card);
    let pin = [PIN, NEW]
        .into_iter()
        .find(|pin| host.send_pin(&mut card, [0x20, 0x00, 0x81], &[pin]).is_ok());
    let list = host.send(&mut card, [0xcb, 0x3f, 0xff], &[0x5c, 0x00]);
    let list = list.unwrap_or_default();
    let objects = list.chunks(8).map(|entry| {
        let bytes = host.get(&mut card, entry[3]).unwrap();
        (entry.to_vec(), bytes)
    });
    let objects = objects.collect();
    let keys = (1..=4).filter_map(|slot| host.send(&mut card, [0x47, 0x00, slot], &[]).ok());
    let keys = keys.collect();
    let status = host.status(&mut card);
    Seen {
        card: shown,
        generation: number(&status[6..14]),
        tries,
        pin,
        left: status[14..18].to_vec(),
        objects,
        keys,
        site: host.send(&mut card, [0x56, 0x01, 0x00], &[9; 32]).ok(),
    }
}

/// A card with two objects and two keys.
pub fn used() -> Flash {
    let flash = personalised(10);
    let mut card = card(&flash);
    let mut host = Host::open(&mut card);
    host.verify(&mut card).unwrap();
    host.put(&mut card, 0xc1, None, &[1; 300]).unwrap();
    host.put(&mut card, 0xc2, Some(0x00), &[2; 10]).unwrap();
    host.send(&mut card, [0x46, 0x01, 0x01], &[]).unwrap();
    flash
}
