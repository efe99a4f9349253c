//! The memory that a platform gives, as little as can be asked for.

/// The memory did not do what it was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StorageFault;

/// Bytes that stay when power goes (`docs/card-application.md` section 9).
///
/// A power cut may tear [`Storage::write`] between any two bytes, and leave the byte that was being written as anything. What was
/// written before a [`Storage::sync`] that returned is there afterwards; before it, writes may arrive in any order. On flash, a
/// translation (a file of littlefs, for example) belongs below.
pub trait Storage {
    /// How many bytes there are. It never changes.
    fn capacity(&self) -> u32;

    /// Fills `into` from `offset`.
    ///
    /// # Errors
    /// [`StorageFault`] when it cannot, or the range is not within the capacity.
    fn read(&mut self, offset: u32, into: &mut [u8]) -> Result<(), StorageFault>;

    /// Replaces bytes from `offset`.
    ///
    /// # Errors
    /// [`StorageFault`] when it cannot, or the range is not within the capacity.
    fn write(&mut self, offset: u32, bytes: &[u8]) -> Result<(), StorageFault>;

    /// Returns when everything that was written is there for good.
    ///
    /// # Errors
    /// [`StorageFault`] when that cannot be said.
    fn sync(&mut self) -> Result<(), StorageFault>;
}

impl<S: Storage + ?Sized> Storage for &mut S {
    fn capacity(&self) -> u32 {
        (**self).capacity()
    }

    fn read(&mut self, offset: u32, into: &mut [u8]) -> Result<(), StorageFault> {
        (**self).read(offset, into)
    }

    fn write(&mut self, offset: u32, bytes: &[u8]) -> Result<(), StorageFault> {
        (**self).write(offset, bytes)
    }

    fn sync(&mut self) -> Result<(), StorageFault> {
        (**self).sync()
    }
}
