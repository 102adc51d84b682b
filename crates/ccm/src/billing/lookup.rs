//! A map that is made once for a month and read for every patient: a hash map whose hash is as quick as its keys are
//! short. What is in it comes from `rules/`, so nobody can choose keys that collide.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

pub(super) type Lookup<K, V> = HashMap<K, V, BuildHasherDefault<Fold>>;

/// Eight bytes at a time, folded by multiplication. The last eight may overlap those before: nothing is copied.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Fold(u64);

/// An odd number without a pattern: the fraction of the golden ratio.
const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;

impl Fold {
    fn fold(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(23) ^ word).wrapping_mul(GOLDEN);
    }
}

impl Hasher for Fold {
    fn write(&mut self, bytes: &[u8]) {
        let Some(last) = bytes.last_chunk::<8>() else {
            // No key here is as short as that.
            return bytes.iter().for_each(|byte| self.fold(u64::from(*byte)));
        };
        for word in bytes.as_chunks::<8>().0 {
            self.fold(u64::from_ne_bytes(*word));
        }
        self.fold(u64::from_ne_bytes(*last));
    }

    fn finish(&self) -> u64 {
        // The map reads both ends of the number, and a product is well mixed only at its upper one.
        self.0 ^ (self.0 >> 32)
    }
}
