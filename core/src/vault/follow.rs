use super::header::Header;
use super::unlocked::Unlocked;
use super::{Vault, VaultError, state};
use core::mem;

impl Vault<Unlocked> {
    /// Goes on from a header that another program has written to the same store meanwhile. Pages of the index that are at hand
    /// and still hold stay at hand.
    ///
    /// # Errors
    /// Whatever this vault's root does not vouch for. Nothing has changed then, and only locking is left: what opens the vault
    /// now may be other unlockers than those that opened it here. [`VaultError::OtherVault`]; [`VaultError::ChangesStale`]
    /// and [`VaultError::RolledBack`] for a header that is older than this one; [`VaultError::Tampered`] for another epoch, and for what was not written by
    /// somebody with the root; and what a header can have against it.
    pub fn follow(&mut self, bytes: &[u8]) -> Result<(), VaultError> {
        if bytes == self.state.bytes {
            return Ok(());
        }
        let header = Header::read(bytes)?;
        if header.vault != self.header.vault {
            return Err(VaultError::OtherVault);
        }
        let root = self.state.keys.current();
        if header.epoch != root.epoch || !Header::is_authentic(bytes, header.vault, root.key) {
            return Err(VaultError::Tampered);
        }
        if header.revision <= self.header.revision {
            return Err(VaultError::ChangesStale);
        }
        let (state, keys) = state::open(&header, root.key.copy())?;
        let mut next = Self {
            header,
            state: Unlocked::new(bytes.into(), keys, state, self.state.by),
        };
        next.compare(&self.witness())?;
        next.state.cache = mem::take(&mut self.state.cache);
        next.state.cache.forget_damage();
        *self = next;
        Ok(())
    }
}
