//! Interval arithmetic on whole seconds: what remains of an entry when stretches are cut out of it.
//!
//! An instant is taken at its second, the fraction dropped. So stretches that touch still touch, and the
//! parts of an entry add up to the entry: nothing is lost or rounded up (ENG-05).

use crate::basics::Timestamp;

/// Seconds since 1970 from `start` up to, not including, `end`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Stretch {
    pub start: i64,
    pub end: i64,
}

impl Stretch {
    /// Before any time that an entry can have, and after it.
    pub const NEVER_BEGAN: i64 = i64::MIN / 4;
    pub const NEVER_ENDS: i64 = i64::MAX / 4;

    pub fn new(start: i64, end: i64) -> Self {
        Self { start, end }
    }

    pub fn between(start: Timestamp, end: Timestamp) -> Self {
        Self { start: second_of(start), end: second_of(end) }
    }

    /// Zero where the end is not after the start.
    pub fn seconds(self) -> u64 {
        u64::try_from(self.end.saturating_sub(self.start)).unwrap_or(0)
    }

    pub fn is_empty(self) -> bool {
        self.end <= self.start
    }

    pub fn overlap(self, other: Self) -> Self {
        Self { start: self.start.max(other.start), end: self.end.min(other.end) }
    }
}

/// The second in which an instant lies.
pub fn second_of(at: Timestamp) -> i64 {
    let second = at.as_second();
    if at.subsec_nanosecond() < 0 { second - 1 } else { second }
}

/// What is left of one entry: stretches that do not overlap, in order of time. Reused from entry to entry,
/// so that a month of many patients makes no garbage.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Remaining {
    stretches: Vec<Stretch>,
}

impl Remaining {
    /// Starts over with one stretch.
    pub fn refill(&mut self, whole: Stretch) {
        self.stretches.clear();
        if !whole.is_empty() {
            self.stretches.push(whole);
        }
    }

    pub fn stretches(&self) -> &[Stretch] {
        &self.stretches
    }

    pub fn is_empty(&self) -> bool {
        self.stretches.is_empty()
    }

    pub fn seconds(&self) -> u64 {
        self.stretches.iter().fold(0, |sum, stretch| sum.saturating_add(stretch.seconds()))
    }

    /// Takes everything out. Gives the seconds taken.
    pub fn clear(&mut self) -> u64 {
        let seconds = self.seconds();
        self.stretches.clear();
        seconds
    }

    /// Takes out what lies inside `out`. Gives the seconds taken; cutting twice takes nothing more.
    pub fn cut(&mut self, out: Stretch) -> u64 {
        if out.is_empty() {
            return 0;
        }
        let mut taken = 0u64;
        let mut place = 0;
        while let Some(&stretch) = self.stretches.get(place) {
            let common = stretch.overlap(out);
            if common.is_empty() {
                place += 1;
                continue;
            }
            taken = taken.saturating_add(common.seconds());
            let before = Stretch::new(stretch.start, common.start);
            let after = Stretch::new(common.end, stretch.end);
            match (before.is_empty(), after.is_empty()) {
                (true, true) => {
                    self.stretches.remove(place);
                }
                (false, true) => self.stretches[place] = before,
                (true, false) => self.stretches[place] = after,
                (false, false) => {
                    self.stretches[place] = before;
                    self.stretches.insert(place + 1, after);
                    place += 1;
                }
            }
        }
        taken
    }

    /// Takes out what lies outside `within`. Gives the seconds taken.
    pub fn keep(&mut self, within: Stretch) -> u64 {
        self.cut(Stretch::new(Stretch::NEVER_BEGAN, within.start))
            .saturating_add(self.cut(Stretch::new(within.end, Stretch::NEVER_ENDS)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cut_takes_each_second_once() {
        let mut left = Remaining::default();
        left.refill(Stretch::new(0, 100));
        assert_eq!(left.cut(Stretch::new(40, 60)), 20);
        assert_eq!(left.cut(Stretch::new(50, 70)), 10);
        assert_eq!(left.stretches(), [Stretch::new(0, 40), Stretch::new(70, 100)]);
        assert_eq!(left.keep(Stretch::new(10, 80)), 30);
        assert_eq!(left.seconds(), 40);
        assert_eq!(left.clear(), 40);
        assert_eq!(left.cut(Stretch::new(0, 100)), 0);
    }

    #[test]
    fn an_end_before_the_start_is_nothing() {
        let mut left = Remaining::default();
        left.refill(Stretch::new(5, 5));
        assert!(left.is_empty());
        left.refill(Stretch::new(9, 5));
        assert_eq!(left.seconds(), 0);
    }

    #[test]
    fn a_fraction_of_a_second_is_dropped_on_both_sides() {
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let first = Stretch::between(at("2026-03-01T10:00:00.9Z"), at("2026-03-01T10:00:30.5Z"));
        let second = Stretch::between(at("2026-03-01T10:00:30.5Z"), at("2026-03-01T10:01:00.1Z"));
        assert_eq!(first.seconds() + second.seconds(), 60);
        assert_eq!(second_of(at("1969-12-31T23:59:59.5Z")), -1);
    }
}
