//! The few commands of OpenPGP card 3.4 that the tests speak, over whatever carries them.

#![allow(dead_code, reason = "each test binary uses a part of it")]

/// Something that carries a command to a card and its reply back.
pub(crate) type Transmit<'a> = &'a mut dyn FnMut(&[u8]) -> Vec<u8>;

/// §7.2.1
pub(crate) const SELECT: &str = "00A4040006D2760001240100";

/// Bytes from hexadecimal digits.
pub(crate) fn bytes(hex: &str) -> Vec<u8> {
    hex.as_bytes()
        .chunks(2)
        .map(|digits| u8::from_str_radix(std::str::from_utf8(digits).unwrap(), 16).unwrap())
        .collect()
}

/// §7.2.2. `reference` is 82 for the user's PIN, 83 for the administrator's.
pub(crate) fn verify(transmit: Transmit<'_>, reference: u8, pin: &[u8]) -> Vec<u8> {
    let mut apdu = vec![0x00, 0x20, 0x00, reference, pin.len().try_into().unwrap()];
    apdu.extend_from_slice(pin);
    transmit(&apdu)
}

/// §7.2.14, in the decryption slot, with the administrator's PIN as delivered; the point of the new key.
pub(crate) fn generate_x25519(transmit: Transmit<'_>) -> [u8; 32] {
    assert_eq!(verify(transmit, 0x83, b"12345678"), [0x90, 0x00]);
    let algorithm = bytes("00DA00C20B122B060104019755010501");
    assert_eq!(transmit(&algorithm), [0x90, 0x00]);
    point_in(&transmit(&bytes("0047800002B80000")))
}

/// §7.2.14 with P1 = 81: the key that is there.
pub(crate) fn public_key(transmit: Transmit<'_>) -> [u8; 32] {
    point_in(&transmit(&bytes("0047810002B80000")))
}

fn point_in(reply: &[u8]) -> [u8; 32] {
    let point = reply
        .strip_prefix(&[0x7F, 0x49, 0x22, 0x86, 0x20][..])
        .unwrap();
    assert!(point.ends_with(&[0x90, 0x00]));
    point[..32].try_into().unwrap()
}

/// §7.2.11: the command that has the card agree on a key with `point`.
pub(crate) fn decipher(point: &[u8; 32]) -> Vec<u8> {
    let mut apdu = bytes("002A808627A6257F49228620");
    apdu.extend_from_slice(point);
    apdu.push(0x00);
    apdu
}

/// DO C4: how often the user's PIN may still be wrong.
pub(crate) fn private_tries(transmit: Transmit<'_>) -> u8 {
    transmit(&bytes("00CA00C400"))[4]
}
