//! PIN/UV auth protocols one and two (CTAP 2.2 §6.5.6 and §6.5.7): a secret that platform and key share, and what is sealed
//! and authenticated with it.

use crate::card::error::CardError;
use crate::cbor::Item;
use crate::entropy::Random;
use crate::hazmat::aes::{BLOCK, cbc_decrypt, cbc_encrypt};
use crate::hazmat::hash::{hkdf, hmac_sha256, sha256_secret};
use crate::hazmat::p256::{Coordinates, SecretKey};
use crate::secret::{Secret32, SecretBytes};
use alloc::vec::Vec;
use core::fmt;

/// Which one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Protocol {
    One,
    Two,
}

impl Protocol {
    /// The better one of those in this list; a key without a list has the first (CTAP 2.2 §6.4, `pinUvAuthProtocols`).
    pub(super) fn preferred(list: Option<&Item>) -> Option<Self> {
        let Some(list) = list else {
            return Some(Self::One);
        };
        let numbers: Vec<i128> = list
            .elements()?
            .filter_map(|number| number.as_integer())
            .collect();
        [Self::Two, Self::One]
            .into_iter()
            .find(|protocol| numbers.contains(&i128::from(protocol.number())))
    }

    pub(super) const fn number(self) -> i8 {
        match self {
            Self::One => 1,
            Self::Two => 2,
        }
    }

    pub(super) fn item(self) -> Item {
        Item::integer(self.number())
    }

    /// `authenticate` of the standard, with any of its keys.
    pub(super) fn authenticate(self, key: &Secret32, message: &[u8]) -> Item {
        let tag = hmac_sha256(key, message);
        let (half, _) = tag.split_at(16);
        match self {
            Self::One => Item::bytes(half),
            Self::Two => Item::bytes(tag),
        }
    }
}

/// What platform and key share.
pub(super) struct Shared {
    protocol: Protocol,
    platform: Coordinates,
    hmac: Secret32,
    aes: Secret32,
}

impl Shared {
    /// `encapsulate` of the standard, with the key's public half as it came (COSE_Key, RFC 9052 §7).
    pub(super) fn encapsulate(
        protocol: Protocol,
        key: &Item,
        random: &mut Random,
    ) -> Result<Self, CardError> {
        Self::agree(protocol, &SecretKey::make(random), key)
    }

    fn agree(protocol: Protocol, secret: &SecretKey, key: &Item) -> Result<Self, CardError> {
        const NO_KEY: CardError = CardError::Malformed("a COSE key of P-256");
        let coordinate = |name: i8| -> Option<[u8; 32]> {
            let coordinate = key.under(name)?;
            coordinate.as_bytes()?.try_into().ok()
        };
        let (x, y) = (coordinate(-2), coordinate(-3));
        let (Some(x), Some(y)) = (x, y) else {
            return Err(NO_KEY);
        };
        let platform = secret.public_key();
        let z = secret.agree(&Coordinates { x, y }).map_err(|_| NO_KEY)?;
        let (hmac, aes) = match protocol {
            Protocol::One => {
                let both = sha256_secret(&[z.expose()]);
                (both.copy(), both)
            }
            Protocol::Two => (
                derived(&z, b"CTAP2 HMAC key")?,
                derived(&z, b"CTAP2 AES key")?,
            ),
        };
        Ok(Self {
            protocol,
            platform,
            hmac,
            aes,
        })
    }

    /// The platform's public half (§6.5.6, "getPublicKey").
    pub(super) fn key_agreement(&self) -> Item {
        Item::map([
            (1, Some(Item::integer(2))),
            (3, Some(Item::integer(-25))),
            (-1, Some(Item::integer(1))),
            (-2, Some(Item::bytes(self.platform.x))),
            (-3, Some(Item::bytes(self.platform.y))),
        ])
    }

    /// `encrypt` of the standard. The length is a multiple of sixteen in every call of this module.
    pub(super) fn encrypt(&self, plain: &[u8], random: &mut Random) -> Vec<u8> {
        let iv: [u8; BLOCK] = match self.protocol {
            Protocol::One => [0; BLOCK],
            Protocol::Two => random.make(),
        };
        let start = match self.protocol {
            Protocol::One => 0,
            Protocol::Two => BLOCK,
        };
        let mut sealed = Vec::with_capacity(start.saturating_add(plain.len()));
        sealed.extend(iv.iter().take(start));
        sealed.extend_from_slice(plain);
        let blocks = sealed.get_mut(start..).unwrap_or_default();
        let whole = cbc_encrypt(&self.aes, &iv, blocks);
        debug_assert!(whole.is_some(), "whole blocks only");
        sealed
    }

    /// `decrypt` of the standard. `None` for what is no sequence of whole blocks.
    pub(super) fn decrypt(&self, sealed: &[u8]) -> Option<SecretBytes> {
        let (iv, blocks) = match self.protocol {
            Protocol::One => ([0; BLOCK], sealed),
            Protocol::Two => {
                let (iv, blocks) = sealed.split_first_chunk::<BLOCK>()?;
                (*iv, blocks)
            }
        };
        let mut plain = SecretBytes::new(blocks.to_vec());
        cbc_decrypt(&self.aes, &iv, plain.expose_mut())?;
        Some(plain)
    }

    /// `authenticate` of the standard, with the shared secret.
    pub(super) fn authenticate(&self, message: &[u8]) -> Item {
        self.protocol.authenticate(&self.hmac, message)
    }

    pub(super) const fn protocol(&self) -> Protocol {
        self.protocol
    }
}

/// HKDF-SHA-256 with a salt of zeros (CTAP 2.2 §6.5.7, `kdf`).
fn derived(z: &Secret32, info: &[u8]) -> Result<Secret32, CardError> {
    let mut outcome = Ok(());
    let key = Secret32::fill_with(|out| outcome = hkdf(&[0; 32], z.expose(), info, out));
    outcome.map_err(|_| CardError::Malformed("a key of 32 bytes"))?;
    Ok(key)
}

impl fmt::Debug for Shared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Shared({:?}, redacted)", self.protocol)
    }
}

#[cfg(test)]
mod tests {
    //! The vectors of WebAuthn Level 3, "Test Vectors", "CTAP2 hmac-secret extension".

    use super::*;
    use crate::card::fido2::Salts;
    use crate::card::hex;
    use crate::entropy::Seed;

    const PLATFORM: &str = "0971BC7FB1BE48270ADCD3D9A5FC15D5FB0F335B3071FF36A54C007FA6C76514";
    const X: &str = "A30522C2DE402B561965C3CF949A1CAB020C6F6EA36FCF7E911AC1A0F1515300";
    const Y: &str = "9961A929ABDB2F42E6566771887D41484D889E735E3248518A53112D2B915F00";
    const SALT_1: &str = "527413EBB48293772DF30F031C5AC4650C7DE14BF9498671AE163447B6A772B3";
    const SALT_2: &str = "D68AC03329A10EE5E0EC834492BB9A96A0E547BAF563BF78CCBE8789B22E776B";
    const OUTPUT_1: &str = "3C33E07D202C3B029CC21F1722767021BF27D595933B3D2B6A1B9D5DDDC77FAE";
    const OUTPUT_2: &str = "A62A8773B19CDA90D7ED4EF72A80A804320DBD3997E2F663805AD1FD3293D50B";

    fn shared(protocol: Protocol) -> Shared {
        let mut platform: [u8; 32] = hex(PLATFORM).try_into().unwrap();
        let platform = SecretKey::from_secret(&Secret32::take(&mut platform)).unwrap();
        let authenticator = Item::map([
            (1, Some(Item::integer(2))),
            (3, Some(Item::integer(-25))),
            (-1, Some(Item::integer(1))),
            (-2, Some(Item::bytes(hex(X)))),
            (-3, Some(Item::bytes(hex(Y)))),
        ]);
        Shared::agree(protocol, &platform, &authenticator).unwrap()
    }

    fn opened(protocol: Protocol, sealed: &str) -> Vec<u8> {
        let opened = shared(protocol).decrypt(&hex(sealed)).unwrap();
        opened.expose().to_vec()
    }

    #[test]
    fn protocol_two_is_that_of_the_published_vectors() {
        let keys = shared(Protocol::Two);
        let both = [*keys.hmac.expose(), *keys.aes.expose()].concat();
        assert_eq!(
            both,
            hex(
                "0C63083DE8170101D38BCF8BD72309568DDB4550867E23404B35D85712F7C20D
                 8BC911EE23C06034CBC14290B9669BEC07739053C5A416E313EF905C79955876"
            )
        );
        let one = [
            (
                "23DDE5E3462DAF36559B85C4AC5F9656AA9BFD81C1DC2BF8533C8B9F38828547
                 86B4F500E25B4E3D81F7FC7C74236229",
                SALT_1,
            ),
            (
                "3BFAA48F7952330D63E35FF8CD5BCA48D2A12823828915749287256AB146272F
                 9FB437BF65691243C3F504BD7EA6D5E6",
                OUTPUT_1,
            ),
        ];
        for (sealed, plain) in one {
            assert_eq!(opened(Protocol::Two, sealed), hex(plain));
        }
        let two = [
            (
                "D9F4236403E0FE843A8E4E5BE764D120904C198AD6E77B089876A3391961F183
                 B0008B4CA66B91CD72AA35B6151FF981F6E5649F3C040E6615AD7DD8AE96EF23
                 B229A5C97C3F0DCD8605EEE166CE163A",
                [SALT_1, SALT_2],
            ),
            (
                "90EE52F739043BC17B3488A74306D7801DEBB5B61F18662C648A25B5B5678EDE
                 482CDAFF99A537A44F064FCB10CE6E04DFD27619DC96A0DAFF8507E499296B1E
                 ECF0981F7C8518B277A7A3018F5EC6FB",
                [OUTPUT_1, OUTPUT_2],
            ),
        ];
        for (sealed, plain) in two {
            assert_eq!(opened(Protocol::Two, sealed), hex(&plain.concat()));
        }
    }

    #[test]
    fn protocol_one_is_that_of_the_published_vectors() {
        let sealed = "AB8C878BB05D04700F077ED91845EC9C503C925CB12B327DDBEB4243C397F913";
        assert_eq!(opened(Protocol::One, sealed), hex(SALT_1));
        let mut random = Seed::take(&mut [7; 32]).expand();
        let again = shared(Protocol::One).encrypt(&hex(SALT_1), &mut random);
        assert_eq!(again, hex(sealed));
        let output = "15D4E4F3F04109B492B575C1B38C28585B6719CF8D61304215108D939F37CCFB";
        assert_eq!(opened(Protocol::One, output), hex(OUTPUT_1));
    }

    #[test]
    fn the_salts_are_those_of_the_published_vectors() {
        let first = b"WebAuthn PRF test vectors\x02";
        let second = b"WebAuthn PRF test vectors\x03";
        let salts = Salts::prf(first, Some(second));
        let (first, second) = salts.parts();
        assert_eq!(first.to_vec(), hex(SALT_1));
        assert_eq!(second.unwrap().to_vec(), hex(SALT_2));
    }

    #[test]
    fn what_was_sealed_is_opened_and_never_sealed_alike_twice() {
        let keys = shared(Protocol::Two);
        let mut random = Seed::take(&mut [7; 32]).expand();
        let (once, again) = (
            keys.encrypt(&[5; 32], &mut random),
            keys.encrypt(&[5; 32], &mut random),
        );
        assert_ne!(once, again);
        assert_eq!(keys.decrypt(&again).unwrap().expose(), [5; 32]);
        for cut in [0, 15, 17, 47] {
            let part = once.get(..cut).unwrap();
            assert!(keys.decrypt(part).is_none(), "{cut}");
        }
    }
}
