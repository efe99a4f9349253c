//! Every domain-separation string of the application (`docs/card-application.md`, the table of labels), in one enum.

/// One purpose of a hash or of a derived key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Label {
    /// The prologue of the handshake, before what SELECT answered.
    Channel,
    /// HKDF: the key that seals a PIN's value to the card.
    SealedPin,
    /// SHA-256: what the card keeps of a value.
    Verifier,
    /// HKDF: the pairwise key for one context.
    SiteKey,
}

impl Label {
    /// The bytes, with a terminating zero, so that no label is a prefix of another with data behind it.
    pub(crate) const fn as_bytes(self) -> &'static [u8] {
        match self {
            Self::Channel => b"hailstone-card/1 channel\0",
            Self::SealedPin => b"hailstone-card/1 sealed pin\0",
            Self::Verifier => b"hailstone-card/1 verifier\0",
            Self::SiteKey => b"hailstone-card/1 site key\0",
        }
    }
}
