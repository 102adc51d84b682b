//! Minutes against thresholds: a bar, its marks, and what is missing in words.

use crate::words::Words;

/// A threshold on the bar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    pub at_seconds: u64,
    /// Whose it is: a code.
    pub label: String,
}

/// Ready for the macro of `ui/meter.html`. The drawing repeats the words and is hidden from those who listen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meter {
    pub label: String,
    pub seconds: u64,
    marks: Vec<Mark>,
}

impl Meter {
    pub fn new(label: impl Into<String>, seconds: u64, mut marks: Vec<Mark>) -> Self {
        marks.sort_by_key(|mark| mark.at_seconds);
        Self { label: label.into(), seconds, marks }
    }

    /// The bar's end: a little behind the last threshold, or what was done where that is more.
    fn end(&self) -> u64 {
        let last = self.marks.last().map_or(0, |mark| mark.at_seconds);
        (last + last / 10).max(self.seconds).max(1)
    }

    /// Of a thousand.
    pub fn filled(&self) -> u64 {
        self.seconds.saturating_mul(1_000) / self.end()
    }

    /// Of a thousand, each.
    pub fn marks(&self) -> Vec<u64> {
        self.marks.iter().map(|mark| mark.at_seconds.saturating_mul(1_000) / self.end()).collect()
    }

    /// `14 min 10 s; 5 min 50 s to 99490`, or that everything is reached.
    pub fn words(&self, t: &Words) -> String {
        let done = t.length(self.seconds);
        match self.marks.iter().find(|mark| mark.at_seconds > self.seconds) {
            Some(next) => {
                let mut args = fluent::FluentArgs::new();
                args.set("done", done);
                args.set("missing", t.length(next.at_seconds - self.seconds));
                args.set("threshold", next.label.as_str());
                t.say_all("meter-missing", &args).into_owned()
            }
            None if self.marks.is_empty() => done,
            None => t.say_with("meter-reached", "done", done).into_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meter(seconds: u64) -> Meter {
        let mark = |minutes: u64, label: &str| Mark { at_seconds: minutes * 60, label: label.into() };
        Meter::new("CCM", seconds, vec![mark(40, "99439"), mark(20, "99490")])
    }

    #[test]
    fn one_second_short_is_said() {
        let t = Words::default();
        assert_eq!(meter(1_199).words(&t), "19\u{a0}min 59\u{a0}s. 1\u{a0}s more for 99490");
        assert_eq!(meter(1_200).words(&t), "20\u{a0}min. 20\u{a0}min more for 99439");
        assert_eq!(meter(2_400).words(&t), "40\u{a0}min. Every threshold is reached");
    }

    #[test]
    fn the_bar_holds_whatever_was_done() {
        for seconds in [0, 1, 2_640, 100_000, u64::MAX / 2_000] {
            let meter = meter(seconds);
            assert!(meter.filled() <= 1_000 && meter.marks().iter().all(|at| *at <= 1_000), "{seconds}");
        }
        assert_eq!(Meter::new("none", 0, Vec::new()).filled(), 0);
    }
}
