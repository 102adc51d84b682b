//! Lists whose length the format limits.

use std::ops::Deref;

/// A list of `MIN` to `MAX` values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bounded<T, const MIN: usize, const MAX: usize>(Vec<T>);

/// One or more.
pub type Many<T> = Bounded<T, 1, { usize::MAX }>;

impl<T, const MIN: usize, const MAX: usize> Bounded<T, MIN, MAX> {
    /// # Errors
    /// When there are too few or too many.
    pub fn new(values: Vec<T>) -> Result<Self, OutOfBounds> {
        let found = values.len();
        if (MIN..=MAX).contains(&found) {
            Ok(Self(values))
        } else {
            Err(OutOfBounds { least: MIN, most: MAX, found })
        }
    }

    pub fn into_vec(self) -> Vec<T> {
        self.0
    }
}

impl<T, const MIN: usize, const MAX: usize> Deref for Bounded<T, MIN, MAX> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.0
    }
}

impl<T, const MAX: usize> Default for Bounded<T, 0, MAX> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

/// Too few, or too many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{found} given where {least} to {most} fit")]
pub struct OutOfBounds {
    pub least: usize,
    pub most: usize,
    pub found: usize,
}
