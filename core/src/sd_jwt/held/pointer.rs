use alloc::string::String;
use core::fmt::Write;

/// A place in the claims of a credential, as a JSON pointer (RFC 6901): `/address/street_address`, `/nationalities/0`. The empty one is
/// the whole.
///
/// ```
/// use hailstone_core::sd_jwt::Pointer;
/// let pointer = Pointer::default().name("nationalities").index(0);
/// assert_eq!(pointer.as_str(), "/nationalities/0");
/// assert_eq!(Pointer::default().name("a/b~c").as_str(), "/a~1b~0c");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pointer(String);

impl Pointer {
    /// A member of the object here.
    #[must_use]
    pub fn name(mut self, name: &str) -> Self {
        self.push_name(name);
        self
    }

    /// An element of the array here, from 0.
    #[must_use]
    pub fn index(mut self, index: usize) -> Self {
        self.push_index(index);
        self
    }

    /// As text (RFC 6901 §3).
    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub(super) fn push_name(&mut self, name: &str) {
        self.0.push('/');
        for character in name.chars() {
            match character {
                '~' => self.0.push_str("~0"),
                '/' => self.0.push_str("~1"),
                other => self.0.push(other),
            }
        }
    }

    pub(super) fn push_index(&mut self, index: usize) {
        // To a string there is no way to fail.
        let _ = write!(self.0, "/{index}");
    }

    pub(super) fn truncate(&mut self, length: usize) {
        self.0.truncate(length);
    }

    /// The pointers to what this stands in, and itself; not the whole.
    pub(super) fn prefixes(&self) -> impl Iterator<Item = &str> {
        let ends = self.0.match_indices('/').map(|(at, _)| at).skip(1);
        let ends = ends.chain((!self.0.is_empty()).then_some(self.0.len()));
        ends.map(|end| self.0.get(..end).unwrap_or_default())
    }

    /// What every pointer to something inside begins with.
    pub(super) fn inside(&self) -> String {
        let mut inside = String::with_capacity(self.0.len().saturating_add(1));
        inside.push_str(&self.0);
        inside.push('/');
        inside
    }
}
