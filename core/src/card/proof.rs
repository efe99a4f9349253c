//! That a card has the key for signatures that it says it has, or which one it has where it does not say.

use super::error::CardError;
use super::point::Point;
use crate::entropy::Seed;
use crate::hazmat::p256;
use alloc::vec::Vec;

/// Random numbers for a card to sign in the place of digests, so that its signatures are of nothing: nobody knows what these would be the digests of.
#[derive(Debug)]
pub struct KeyProof {
    digests: [[u8; 32]; 2],
}

impl KeyProof {
    /// New ones.
    pub fn make(seed: Seed) -> Self {
        let mut random = seed.expand();
        Self {
            digests: [random.make(), random.make()],
        }
    }

    /// What is to be signed. No PIV card reads out a public key, so where the card has `told` none it takes two signatures to find it.
    pub fn digests(&self, told: Option<&Point>) -> &[[u8; 32]] {
        let [first, _] = &self.digests;
        match told {
            Some(_) => core::slice::from_ref(first),
            None => &self.digests,
        }
    }

    /// The public half of the key that has made these signatures (`r || s`): each leads to two keys or more that could have, and both to one
    /// (SEC 1 §4.1.6).
    ///
    /// # Errors
    /// [`CardError::Malformed`] where that is no key, or another than the card has told.
    pub fn key(&self, told: Option<&Point>, signatures: &[[u8; 64]]) -> Result<Point, CardError> {
        const EXPECTED: CardError = CardError::Malformed("signatures by the key of the card");
        let digests = self.digests(told);
        if digests.len() != signatures.len() {
            return Err(EXPECTED);
        }
        let mut pairs = digests.iter().zip(signatures);
        let (digest, signature) = pairs.next().ok_or(EXPECTED)?;
        let mut keys: Vec<Point> = points(digest, signature);
        for (digest, signature) in pairs {
            let others = points(digest, signature);
            keys.retain(|key| others.contains(key));
        }
        match told {
            Some(told) => keys.retain(|key| key == told),
            None => keys.truncate(1),
        }
        keys.pop().ok_or(EXPECTED)
    }
}

fn points(digest: &[u8; 32], signature: &[u8; 64]) -> Vec<Point> {
    let keys = p256::recover(digest, signature).into_iter();
    keys.map(|key| Point::P256(key.to_sec1())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hazmat::p256::SigningKey;
    use crate::secret::Secret32;
    use ::p256::ecdsa::signature::hazmat::PrehashSigner;
    use alloc::vec;

    /// A card's key, and what it makes of digests.
    fn card(byte: u8) -> (Point, impl Fn(&[u8; 32]) -> [u8; 64]) {
        let public = SigningKey::from_secret(&Secret32::take(&mut [byte; 32]));
        let public = public.unwrap().public_key();
        let point = [&[4][..], &public.x, &public.y].concat();
        let key = ::p256::ecdsa::SigningKey::from_slice(&[byte; 32]).unwrap();
        let sign = move |digest: &[u8; 32]| {
            let signature: ::p256::ecdsa::Signature = key.sign_prehash(digest).unwrap();
            signature.to_bytes().into()
        };
        (Point::parse(&point).unwrap(), sign)
    }

    #[test]
    fn two_signatures_tell_the_key_and_one_proves_the_key_that_is_told() {
        let (key, sign) = card(7);
        let proof = KeyProof::make(Seed::take(&mut [1; 32]));
        let [one, other] = proof.digests(None) else {
            panic!("two");
        };
        assert_ne!(one, other);
        let signatures = [sign(one), sign(other)];
        assert_eq!(proof.key(None, &signatures), Ok(key.clone()));
        assert_eq!(proof.digests(Some(&key)), [*one]);
        assert_eq!(proof.key(Some(&key), &signatures[..1]), Ok(key));
    }

    #[test]
    fn who_has_signed_something_else_or_with_another_key_has_proved_nothing() {
        let ((key, sign), (another, by_another)) = (card(7), card(8));
        let proof = KeyProof::make(Seed::take(&mut [1; 32]));
        let [one, other] = *proof.digests(None) else {
            panic!("two");
        };
        let (first, second) = (sign(&one), sign(&other));
        for wrong in [
            vec![],
            vec![first],
            vec![second, first],
            vec![first, by_another(&other)],
            vec![[0; 64], [0xff; 64]],
            vec![first, second, first],
        ] {
            assert!(proof.key(None, &wrong).is_err(), "{wrong:02x?}");
        }
        for wrong in [
            vec![],
            vec![second],
            vec![by_another(&one)],
            vec![first, second],
        ] {
            assert!(proof.key(Some(&key), &wrong).is_err(), "{wrong:02x?}");
        }
        assert!(proof.key(Some(&another), &[first]).is_err());
        assert!(proof.key(Some(&Point::X25519([9; 32])), &[first]).is_err());
    }
}
