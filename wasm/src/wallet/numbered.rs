//! A few values by number, in a row: a tree would be some kilobytes more in the module.

/// Values by number.
#[derive(Debug)]
pub(super) struct Numbered<T>(Vec<(u32, T)>);

impl<T> Numbered<T> {
    pub(super) fn get(&self, number: &u32) -> Option<&T> {
        self.0.iter().find(|one| one.0 == *number).map(|one| &one.1)
    }

    pub(super) fn get_mut(&mut self, number: &u32) -> Option<&mut T> {
        let found = self.0.iter_mut().find(|one| one.0 == *number);
        found.map(|one| &mut one.1)
    }

    /// Puts a value in, in place of the one that has this number.
    pub(super) fn insert(&mut self, number: u32, value: T) {
        match self.get_mut(&number) {
            Some(there) => *there = value,
            None => self.0.push((number, value)),
        }
    }

    pub(super) fn remove(&mut self, number: &u32) -> Option<T> {
        let place = self.0.iter().position(|one| one.0 == *number)?;
        Some(self.0.remove(place).1)
    }

    /// Makes another value of each.
    pub(super) fn change(&mut self, mut change: impl FnMut(T) -> T) {
        let all = core::mem::take(&mut self.0).into_iter();
        self.0 = all.map(|(number, value)| (number, change(value))).collect();
    }
}

impl<T> Default for Numbered<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}
