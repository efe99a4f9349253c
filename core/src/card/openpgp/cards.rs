//! Cards of the stories: what each says of itself, put together from the values that real ones answer.

use crate::card::story::hex;
use alloc::format;
use alloc::string::String;

pub(super) const SELECT: &str = "00A40400 06 D27600012401 00";
pub(super) const READ_KEY: &str = "0047810002 B800 00";
pub(super) const X25519: &str = "122B060104019755010501";
pub(super) const RSA: &str = "010800001100";
pub(super) const KEY: &str = "0D79AE9FB128FAB67BEEA71D0DAA1E67A773C0D05B5C5AF1054B67CA00DEEC67";
pub(super) const POINT: &str = "DE9EDB7D7B7DC1B4D35B61C2ECE435373F8343C85B78674DADFC7E146F882B4F";
pub(super) const SHARED: &str = "4A5D9D5BA4CE2DE1728E3BF480350F25E07E21C947D19E3376F09B3C1E161742";
pub(super) const DECIPHER: &str = "002A8086 27 A625 7F4922 8620 DE9EDB7D7B7DC1B4D35B61C2ECE435373F8343C85B78674DADFC7E146F882B4F 00";
pub(super) const P256: &str = "122A8648CE3D030107";
pub(super) const P256_KEY: &str = "04C9B601FF0602B00BB34F0F46C88BCD52091CE517D9FFB70F78EF7ECD3C115F6C76BCA14FEF7225EDE213B3AEAE4A8860D287A04F586A05CBEF57D8C2313B7A2A";
pub(super) const P256_FINGERPRINT: &str = "674E1B075BCF798C7874EB7C9CC931CE4BCABA18";
pub(super) const NO_KEY: &str = "0000000000000000000000000000000000000000";
pub(super) const A_KEY: &str = "ADEA7CEDD516F654290D4E9A85B6172CA0EF8D4B";

/// What differs between cards.
#[derive(Clone, Copy)]
pub(super) struct Card {
    pub(super) serial: &'static str,
    pub(super) capabilities: &'static str,
    pub(super) historical: &'static str,
    pub(super) limits: &'static str,
    pub(super) algorithm: &'static str,
    pub(super) pins: &'static str,
    pub(super) fingerprint: &'static str,
    pub(super) key_information: &'static str,
    pub(super) touch: &'static str,
    /// Of the signature key: C1, its part of C5, D6.
    pub(super) signature: &'static str,
    pub(super) signature_fingerprint: &'static str,
    pub(super) signature_touch: &'static str,
}

pub(super) const NITROKEY_3: Card = Card {
    serial: "000F A1B2C3D4",
    capabilities: "3F001000100010000001",
    historical: "0031F573C001E0059000",
    limits: "02021DB9 02021DB9",
    algorithm: X25519,
    pins: "017F7F7F030003",
    fingerprint: A_KEY,
    key_information: "010002010300",
    touch: "0020",
    signature: "132B06010401DA470F01",
    signature_fingerprint: NO_KEY,
    signature_touch: "",
};
pub(super) const CANOKEY: Card = Card {
    serial: "F1D0 00000007",
    capabilities: "7400053C048000FF0000",
    historical: "0031C573C00140059000",
    limits: "0202053C 0202053C",
    pins: "01404040030003",
    ..NITROKEY_3
};
pub(super) const SMARTPGP: Card = Card {
    serial: "AFAF 00000001",
    capabilities: "FF030020048000FF0000",
    historical: "0031F573C00180059000",
    limits: "",
    ..NITROKEY_3
};
pub(super) const YUBIKEY_5: Card = Card {
    serial: "0006 12345678",
    capabilities: "7D000BFE080000FF0000",
    historical: "00730000E0059000",
    limits: "02020BFE 02020BFE",
    touch: "0120",
    ..NITROKEY_3
};
/// A card whose key is on P-256, which is all that it has.
pub(super) const P256_CARD: Card = Card {
    algorithm: P256,
    fingerprint: P256_FINGERPRINT,
    ..SMARTPGP
};
pub(super) const EMPTY: Card = Card {
    algorithm: RSA,
    fingerprint: NO_KEY,
    key_information: "010002000300",
    ..NITROKEY_3
};

pub(super) fn object(tag: &str, value: &str) -> String {
    let length = hex(value).len();
    match length {
        0 => String::new(),
        1..=0x7f => format!("{tag}{length:02X}{value}"),
        _ => format!("{tag}82{length:04X}{value}"),
    }
}

impl Card {
    /// DO 6E.
    pub(super) fn related(&self) -> String {
        let aid = format!("D27600012401 0304 {} 0000", self.serial);
        let fingerprints = format!("{}{}{NO_KEY}", self.signature_fingerprint, self.fingerprint);
        let discretionary = [
            object("C0", self.capabilities),
            object("C1", self.signature),
            object("C2", self.algorithm),
            object("C3", RSA),
            object("C4", self.pins),
            object("C5", &fingerprints),
            object("DE", self.key_information),
            object("D6", self.signature_touch),
            object("D7", self.touch),
        ]
        .concat();
        let all = [
            object("4F", &aid),
            object("5F52", self.historical),
            object("7F66", self.limits),
            object("73", &discretionary),
        ]
        .concat();
        object("6E", &all)
    }

    /// The story up to an open application; `read` is the answer to the question for the key.
    pub(super) fn opened(&self, read: &str) -> String {
        format!("{}\n> {READ_KEY}\n< {read}", self.selected())
    }

    /// The story up to where the key would be asked for.
    pub(super) fn selected(&self) -> String {
        let kdf = match u8::from_str_radix(&self.capabilities[..2], 16).unwrap() & 1 {
            0 => "",
            _ => "> 00CA00F9 00\n< F903810100 9000",
        };
        format!(
            "> {SELECT}\n< 9000\n> 00CA006E 00\n< {} 9000\n{kdf}",
            self.related()
        )
    }
}
