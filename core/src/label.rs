//! Every domain-separation string of the wallet, in one enum: HKDF `info` prefixes and AEAD associated-data prefixes.
//! Two uses never share a label, so a key or a ciphertext made for one purpose is useless for another.

/// One purpose of a derived key or of a sealed message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Label {
    /// HKDF: the key that seals an unlocker's private half, from the passphrase's Argon2id output.
    UnlockerPrivateKey,
    /// AEAD: an unlocker's private half.
    UnlockerPrivateHalf,
    /// HKDF: the key that wraps the root key, from the agreement with an unlocker's public half.
    RootWrapKey,
    /// AEAD: the wrapped root key.
    RootWrap,
    /// HKDF: the key that authenticates the header, from the root key.
    HeaderMac,
    /// HKDF: the key and nonce that seal one version of one object, from the root key and a fresh salt.
    ObjectKey,
    /// AEAD: one sealed object.
    Object,
    /// HKDF: the pairwise signing key for one origin, from the vault's site secret.
    SiteKey,
}

impl Label {
    /// The bytes, with the version of the scheme in them and a terminating zero, so that no label is a prefix of
    /// another with data behind it.
    pub(crate) const fn as_bytes(self) -> &'static [u8] {
        match self {
            Self::UnlockerPrivateKey => b"hailstone/v1/unlocker-private-key\0",
            Self::UnlockerPrivateHalf => b"hailstone/v1/unlocker-private-half\0",
            Self::RootWrapKey => b"hailstone/v1/root-wrap-key\0",
            Self::RootWrap => b"hailstone/v1/root-wrap\0",
            Self::HeaderMac => b"hailstone/v1/header-mac\0",
            Self::ObjectKey => b"hailstone/v1/object-key\0",
            Self::Object => b"hailstone/v1/object\0",
            Self::SiteKey => b"hailstone/v1/site-key\0",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Label::*;

    #[test]
    fn no_label_is_a_prefix_of_another() {
        let all = [
            UnlockerPrivateKey,
            UnlockerPrivateHalf,
            RootWrapKey,
            RootWrap,
            HeaderMac,
            ObjectKey,
            Object,
            SiteKey,
        ];
        for a in all {
            for b in all {
                assert!(
                    a == b || !b.as_bytes().starts_with(a.as_bytes()),
                    "{a:?} {b:?}"
                );
            }
        }
    }
}
