//! Keys of P-256.

use super::*;

#[test]
fn a_card_without_curve25519_gets_a_key_of_p256() {
    let text = format!(
        "{}
         > 00200083 08 3132333435363738
         < 9000
         > 00DA00C2 0B {X25519}
         < 6A80
         > 00DA00C2 09 {P256}
         < 9000
         > 0047800002 B800 00
         < 7F4943 8641 {P256_KEY} 9000
         > 00DA00C8 14 {P256_FINGERPRINT}
         < 9000
         > 00DA00CF 04 6553F100
         < 9000",
        EMPTY.opened("6A88")
    );
    let mut story = Story::read(&text);
    let slot = story.play(open()).unwrap().into_empty_slot().unwrap();
    let Verification::Granted(administered) = story.play(slot.verify(pin("12345678"))).unwrap()
    else {
        panic!("the admin PIN was refused");
    };
    let made = story.play(administered.generate(Timestamp::from_unix(1_700_000_000)));
    assert_eq!(made.unwrap().as_bytes(), hex(P256_KEY));
    story.end();
}

/// PSO: DECIPHER with a point of P-256 (OpenPGP card 3.4.1 §7.2.11), and a point of the other curve, which is not sent.
#[test]
fn a_key_of_p256_agrees_on_points_of_p256_alone() {
    let text = format!(
        "{}
         > 00200082 06 313233343536
         < 9000
         > 002A8086 48 A646 7F4943 8641 {P256_KEY} 00
         < {SHARED} 9000",
        P256_CARD.opened(&format!("7F4943 8641 {P256_KEY} 9000"))
    );
    for (sent, expected) in [
        (hex(P256_KEY), Ok(hex(SHARED))),
        (hex(POINT), Err(CardError::KeyOther)),
    ] {
        let mut story = Story::read(&text);
        let decryption = story.play(open()).unwrap().into_decryption().unwrap();
        assert_eq!(decryption.curve(), Curve::P256);
        let Verification::Granted(verified) = story.play(decryption.verify(pin("123456"))).unwrap()
        else {
            panic!("the PIN was refused");
        };
        let sent = Point::parse(&sent).unwrap();
        let shared = story.play(verified.decipher(&sent));
        assert_eq!(shared.map(|shared| shared.expose().to_vec()), expected);
    }
}
