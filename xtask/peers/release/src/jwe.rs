use crate::{Result, measure};
use josekit::jwe::{self, ECDH_ES, JweHeader};
use josekit::jwk::Jwk;

const PUBLIC: &[u8] = br#"{"kty":"EC","crv":"P-256","x":"weNJy2HscCSM6AEDTDg04biOvhFhyyWvOHQfeF_PxMQ","y":"e8lnCO-AlStT-NJVX-crhB7QRYhiix03illJOVAOyck"}"#;
/// RFC 7518 appendix C, Bob.
const KEY: &[u8] = br#"{"kty":"EC","crv":"P-256","x":"weNJy2HscCSM6AEDTDg04biOvhFhyyWvOHQfeF_PxMQ","y":"e8lnCO-AlStT-NJVX-crhB7QRYhiix03illJOVAOyck","d":"VEmDZpDXXK8p8N0Cndsxs924q6nS1RXFASRl6BfUqdw"}"#;

/// Encrypts an answer of two kilobytes and decrypts it, each time from a key that was never seen: a site makes one for each request.
pub(crate) fn run() -> Result {
    let plaintext = vec![b'a'; 2048];
    let mut header = JweHeader::new();
    header.set_content_encryption("A256GCM");
    let encrypt = || -> Result<String> {
        let encrypter = ECDH_ES.encrypter_from_jwk(&Jwk::from_bytes(PUBLIC)?)?;
        Ok(jwe::serialize_compact(&plaintext, &header, &encrypter)?)
    };
    measure("encrypt", encrypt)?;
    let message = encrypt()?;
    measure("decrypt", || {
        let decrypter = ECDH_ES.decrypter_from_jwk(&Jwk::from_bytes(KEY)?)?;
        Ok(jwe::deserialize_compact(&message, &decrypter)?)
    })
}
