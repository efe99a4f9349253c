//! Every domain-separation string of the wallet, in one enum: HKDF `info` prefixes and AEAD associated-data prefixes.
//! Two uses never share a label, so a key or a ciphertext made for one purpose is useless for another.

/// One purpose of a derived key or of a sealed message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Label {
    /// HKDF: the key that seals an unlocker's private half, from the passphrase's Argon2id output.
    UnlockerPrivateKey,
    /// AEAD: an unlocker's private half.
    UnlockerPrivateHalf,
    /// HKDF: the key that seals an unlocker's private half, from the entropy of a recovery sheet's words.
    RecoveryPrivateKey,
    /// AEAD: the same private half.
    RecoveryPrivateHalf,
    /// HKDF: the key that seals an unlocker's private half, from the output of a passkey's PRF.
    PasskeyPrivateKey,
    /// AEAD: the same private half.
    PasskeyPrivateHalf,
    /// HKDF: the secret of a card's unlocker, from what the card agrees on and a secret of the host's, if there is one.
    CardSecret,
    /// HKDF: the key that seals an unlocker's private half, from that secret.
    CardPrivateKey,
    /// AEAD: the same private half.
    CardPrivateHalf,
    /// HKDF: the key that seals an unlocker's private half, from what recovery shares say together.
    SharesPrivateKey,
    /// AEAD: the same private half.
    SharesPrivateHalf,
    /// HKDF: the key that seals a parked root, from the key of one session and a fresh salt.
    ParkedRootKey,
    /// AEAD: a parked root.
    ParkedRoot,
    /// HKDF: the key that wraps the root key, from the agreement with an unlocker's public half.
    RootWrapKey,
    /// AEAD: the wrapped root key.
    RootWrap,
    /// HKDF: the key that authenticates the header, from the root key.
    HeaderMac,
    /// HKDF: the key and nonce that seal one revision of what a header keeps to itself, from the root key and a fresh
    /// salt.
    HeaderStateKey,
    /// AEAD: what a header keeps to itself.
    HeaderState,
    /// HKDF: the key and nonce that seal one revision of one page, from the root key and a fresh salt.
    PageKey,
    /// AEAD: one sealed page.
    Page,
    /// HKDF: the key that seals the chunks of one long content, from the root key and a fresh salt.
    ContentKey,
    /// AEAD: one chunk of a long content.
    Content,
    /// The prologue of the channel to a card (docs/card-application.md section 2).
    CardChannel,
    /// HKDF: the key that seals a PIN to a card, from an agreement with the card's key.
    CardSealedPin,
    /// SHA-256: the salt of a PIN's value.
    CardPinSalt,
    /// HKDF: the pairwise signing key for one origin, from the vault's site secret.
    SiteKey,
    /// HKDF: the same for a site that takes Ed25519 alone.
    SiteKeyEd25519,
    /// HKDF: a key to which an issuer binds a credential, from the vault's site secret.
    HolderKey,
}

impl Label {
    /// The bytes, with the version of the scheme in them and a terminating zero, so that no label is a prefix of
    /// another with data behind it.
    pub(crate) const fn as_bytes(self) -> &'static [u8] {
        match self {
            Self::UnlockerPrivateKey => b"hailstone/v1/unlocker-private-key\0",
            Self::UnlockerPrivateHalf => b"hailstone/v1/unlocker-private-half\0",
            Self::RecoveryPrivateKey => b"hailstone/v1/recovery-private-key\0",
            Self::RecoveryPrivateHalf => b"hailstone/v1/recovery-private-half\0",
            Self::PasskeyPrivateKey => b"hailstone/v1/passkey-private-key\0",
            Self::PasskeyPrivateHalf => b"hailstone/v1/passkey-private-half\0",
            Self::CardSecret => b"hailstone/v1/card-secret\0",
            Self::CardPrivateKey => b"hailstone/v1/card-private-key\0",
            Self::CardPrivateHalf => b"hailstone/v1/card-private-half\0",
            Self::CardChannel => b"hailstone-card/1 channel\0",
            Self::CardSealedPin => b"hailstone-card/1 sealed pin\0",
            Self::CardPinSalt => b"hailstone-card/1 pin salt\0",
            Self::SharesPrivateKey => b"hailstone/v1/shares-private-key\0",
            Self::SharesPrivateHalf => b"hailstone/v1/shares-private-half\0",
            Self::ParkedRootKey => b"hailstone/v1/parked-root-key\0",
            Self::ParkedRoot => b"hailstone/v1/parked-root\0",
            Self::RootWrapKey => b"hailstone/v1/root-wrap-key\0",
            Self::RootWrap => b"hailstone/v1/root-wrap\0",
            Self::HeaderMac => b"hailstone/v1/header-mac\0",
            Self::HeaderStateKey => b"hailstone/v1/header-state-key\0",
            Self::HeaderState => b"hailstone/v1/header-state\0",
            Self::PageKey => b"hailstone/v1/page-key\0",
            Self::Page => b"hailstone/v1/page\0",
            Self::ContentKey => b"hailstone/v1/content-key\0",
            Self::Content => b"hailstone/v1/content\0",
            Self::SiteKey => b"hailstone/v1/site-key\0",
            Self::SiteKeyEd25519 => b"hailstone/v1/site-key-ed25519\0",
            Self::HolderKey => b"hailstone/v1/holder-key\0",
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
            RecoveryPrivateKey,
            RecoveryPrivateHalf,
            PasskeyPrivateKey,
            PasskeyPrivateHalf,
            CardChannel,
            CardSealedPin,
            CardPinSalt,
            CardSecret,
            CardPrivateKey,
            CardPrivateHalf,
            SharesPrivateKey,
            SharesPrivateHalf,
            ParkedRootKey,
            ParkedRoot,
            RootWrapKey,
            RootWrap,
            HeaderMac,
            HeaderStateKey,
            HeaderState,
            PageKey,
            Page,
            ContentKey,
            Content,
            SiteKey,
            SiteKeyEd25519,
            HolderKey,
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
