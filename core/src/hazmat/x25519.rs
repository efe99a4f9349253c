//! X25519 (RFC 7748), and blinded agreement: the point that goes to a card is multiplied by a random scalar first, so
//! that what comes back tells nobody on the way the shared secret.

use crate::entropy::Random;
use crate::secret::Secret32;
use core::fmt;
use curve25519_dalek::{MontgomeryPoint, Scalar};
use x25519_dalek::StaticSecret;
use zeroize::Zeroize;

/// A Diffie-Hellman result that is all zero: the other side's point has a small order (RFC 7748 §6.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NotContributory;

/// A private key, clamped when used.
pub(crate) struct SecretKey(StaticSecret);

impl SecretKey {
    pub(crate) fn make(random: &mut Random) -> Self {
        Self::from_secret(&random.make_secret())
    }

    pub(crate) fn from_secret(bytes: &Secret32) -> Self {
        Self(StaticSecret::from(*bytes.expose()))
    }

    /// The private bytes, to be sealed.
    pub(crate) fn to_secret(&self) -> Secret32 {
        Secret32::take(&mut self.0.to_bytes())
    }

    pub(crate) fn public_key(&self) -> [u8; 32] {
        x25519_dalek::PublicKey::from(&self.0).to_bytes()
    }

    /// The shared secret; the all-zero result is refused, so a bad one cannot be represented.
    pub(crate) fn agree(&self, public_key: &[u8; 32]) -> Result<Secret32, NotContributory> {
        let shared = self
            .0
            .diffie_hellman(&x25519_dalek::PublicKey::from(*public_key));
        if shared.was_contributory() {
            Ok(Secret32::take(&mut shared.to_bytes()))
        } else {
            Err(NotContributory)
        }
    }
}

impl fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("x25519::SecretKey(redacted)")
    }
}

/// Whether eight times the point is nothing: then it has a small order, and every agreement with it is all zero.
pub(crate) fn has_small_order(point: &[u8; 32]) -> bool {
    let eight = [true, false, false, false].into_iter();
    MontgomeryPoint(*point).mul_bits_be(eight).to_bytes() == [0; 32]
}

/// The scalar that blinds one agreement, and nothing else.
pub(crate) struct Blinding(Scalar);

impl Blinding {
    /// Blinds `point`: returns what may be sent, and the blinding that undoes it. The scalar is uniform in 1..ℓ.
    pub(crate) fn make(point: &[u8; 32], random: &mut Random) -> (Self, [u8; 32]) {
        let mut wide: [u8; 64] = random.make();
        let mut scalar = Scalar::from_bytes_mod_order_wide(&wide);
        wide.zeroize();
        if scalar == Scalar::ZERO {
            scalar = Scalar::ONE;
        }
        #[allow(
            clippy::arithmetic_side_effects,
            reason = "group operations, total on their types"
        )]
        let blinded = (MontgomeryPoint(*point) * scalar).to_bytes();
        (Self(scalar), blinded)
    }

    /// Removes the blinding from the card's answer. `point` is in the prime-order subgroup, so the card's cofactor
    /// and clamping change nothing.
    pub(crate) fn remove(self, reply: &[u8; 32]) -> Result<Secret32, NotContributory> {
        #[allow(
            clippy::arithmetic_side_effects,
            reason = "group operations, total on their types"
        )]
        let mut shared = (MontgomeryPoint(*reply) * self.0.invert()).to_bytes();
        if shared == [0; 32] {
            return Err(NotContributory);
        }
        Ok(Secret32::take(&mut shared))
    }
}

impl Drop for Blinding {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl fmt::Debug for Blinding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Blinding(redacted)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entropy::Seed;

    #[test]
    fn a_blinded_agreement_gives_the_plain_shared_secret() {
        let mut random = Seed::take(&mut [3; 32]).expand();
        let card = SecretKey::make(&mut random);
        let ephemeral = SecretKey::make(&mut random);
        let (blinding, sent) = Blinding::make(&ephemeral.public_key(), &mut random);
        let reply = card.0.diffie_hellman(&x25519_dalek::PublicKey::from(sent));
        let shared = blinding.remove(reply.as_bytes());
        assert_eq!(shared, ephemeral.agree(&card.public_key()));
        assert_ne!(&sent, &ephemeral.public_key());
    }

    #[test]
    fn an_all_zero_result_is_refused() {
        let mut random = Seed::take(&mut [4; 32]).expand();
        let key = SecretKey::make(&mut random);
        assert_eq!(key.agree(&[0; 32]), Err(NotContributory));
        let (blinding, _) = Blinding::make(&key.public_key(), &mut random);
        assert_eq!(blinding.remove(&[0; 32]), Err(NotContributory));
    }
}
