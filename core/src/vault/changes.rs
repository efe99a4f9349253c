use super::StoreError;
use crate::id::PageId;
use alloc::vec::Vec;
use core::fmt;

/// One write of a vault, as a value. A store applies it whole or not at all, and only on top of the revision it was
/// made for.
#[derive(Clone, PartialEq, Eq)]
pub struct Changes {
    pub(super) base: Option<u64>,
    pub(super) revision: u64,
    pub(super) header: Vec<u8>,
    pub(super) put: Vec<(PageId, Vec<u8>)>,
    pub(super) delete: Vec<PageId>,
}

impl Changes {
    /// The revision that the store must hold for the changes to apply; `None` when there must be no vault yet.
    pub const fn base(&self) -> Option<u64> {
        self.base
    }

    /// The revision that the store holds afterwards.
    pub const fn revision(&self) -> u64 {
        self.revision
    }

    /// The new header.
    pub fn header(&self) -> &[u8] {
        &self.header
    }

    /// Sealed pages to write, over what is there under the same number.
    pub fn put(&self) -> &[(PageId, Vec<u8>)] {
        &self.put
    }

    /// Pages to remove.
    pub fn delete(&self) -> &[PageId] {
        &self.delete
    }

    /// As bytes, for a store in another process: the base (1 and 8 bytes, or 0), the revision (8), the header, the number of
    /// pages to write (4), each as its number (4) and itself, the number of those to remove (4), and theirs (4 each); before
    /// header and page their length (4). Numbers are big-endian.
    ///
    /// # Errors
    /// [`StoreError::Full`] for what is too large for that.
    pub fn write(&self) -> Result<Vec<u8>, StoreError> {
        let room = self.put.iter().map(|(_, sealed)| sealed.len());
        let room = room.fold(self.header.len(), usize::saturating_add);
        let lists = self.put.len().saturating_add(self.delete.len());
        let room = room.saturating_add(lists.saturating_mul(8));
        let mut bytes = Vec::with_capacity(room.saturating_add(32));
        match self.base {
            None => bytes.push(0),
            Some(base) => {
                bytes.push(1);
                bytes.extend_from_slice(&base.to_be_bytes());
            }
        }
        bytes.extend_from_slice(&self.revision.to_be_bytes());
        put_length(&mut bytes, self.header.len())?;
        bytes.extend_from_slice(&self.header);
        put_length(&mut bytes, self.put.len())?;
        for (page, sealed) in &self.put {
            bytes.extend_from_slice(&page.number().to_be_bytes());
            put_length(&mut bytes, sealed.len())?;
            bytes.extend_from_slice(sealed);
        }
        put_length(&mut bytes, self.delete.len())?;
        for page in &self.delete {
            bytes.extend_from_slice(&page.number().to_be_bytes());
        }
        Ok(bytes)
    }

    /// Reads what [`Changes::write`] wrote; `None` for anything else. Whether it belongs to a vault only a core can tell that
    /// opens it.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let left = &mut &*bytes;
        let base = match take::<1>(left)? {
            [0] => None,
            [1] => Some(u64::from_be_bytes(take(left)?)),
            _ => return None,
        };
        let revision = u64::from_be_bytes(take(left)?);
        let header = take_part(left)?;
        let mut put = Vec::new();
        for _ in 0..u32::from_be_bytes(take(left)?) {
            put.push((take_page(left)?, take_part(left)?));
        }
        let mut delete = Vec::new();
        for _ in 0..u32::from_be_bytes(take(left)?) {
            delete.push(take_page(left)?);
        }
        left.is_empty().then_some(Self {
            base,
            revision,
            header,
            put,
            delete,
        })
    }

    /// Changes made by hand, for tests of stores.
    #[cfg(any(test, feature = "testkit"))]
    pub fn for_test(
        base: Option<u64>,
        revision: u64,
        header: &[u8],
        put: Vec<(PageId, Vec<u8>)>,
        delete: Vec<PageId>,
    ) -> Self {
        Self {
            base,
            revision,
            header: header.into(),
            put,
            delete,
        }
    }
}

fn put_length(bytes: &mut Vec<u8>, length: usize) -> Result<(), StoreError> {
    let length = u32::try_from(length).map_err(|_| StoreError::Full)?;
    bytes.extend_from_slice(&length.to_be_bytes());
    Ok(())
}

fn take<const N: usize>(left: &mut &[u8]) -> Option<[u8; N]> {
    let (taken, rest) = left.split_first_chunk::<N>()?;
    *left = rest;
    Some(*taken)
}

fn take_page(left: &mut &[u8]) -> Option<PageId> {
    take(left).map(|number| PageId::from_number(u32::from_be_bytes(number)))
}

fn take_part(left: &mut &[u8]) -> Option<Vec<u8>> {
    let length = usize::try_from(u32::from_be_bytes(take(left)?)).ok()?;
    let (part, rest) = left.split_at_checked(length)?;
    *left = rest;
    Some(part.into())
}

impl fmt::Debug for Changes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Changes")
            .field("base", &self.base)
            .field("revision", &self.revision)
            .field("put", &self.put.len())
            .field("delete", &self.delete.len())
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec;
    use proptest::prelude::*;

    #[test]
    fn nothing_but_whole_changes_is_read() {
        let id = PageId::from_number;
        let put = vec![(id(1), vec![1, 2, 3]), (id(u32::MAX), vec![])];
        let changes = Changes::for_test(Some(4), 5, b"header", put, vec![id(7)]);
        let bytes = changes.write().unwrap();
        assert_eq!(Changes::read(&bytes), Some(changes));
        for length in 0..bytes.len() {
            assert_eq!(Changes::read(&bytes[..length]), None, "{length}");
        }
        assert_eq!(Changes::read(&[&*bytes, &[0]].concat()), None);
        let mut other = bytes;
        other[0] = 2;
        assert_eq!(Changes::read(&other), None);
    }

    proptest! {
        #[test]
        fn what_is_read_is_written_the_same(bytes: Vec<u8>) {
            if let Some(changes) = Changes::read(&bytes) {
                prop_assert_eq!(changes.write(), Ok(bytes));
            }
        }
    }
}
