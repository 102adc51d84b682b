//! What a device says of its own two clocks.

use serde::{Deserialize, Serialize};

use crate::basics::{Problem, Timestamp};

/// The longest name of a device or of one of its boots.
const LONGEST_NAME: usize = 64;
/// A device that has been up for longer than this has a broken clock: thirty years.
const LONGEST_UPTIME_MS: i64 = 1_000_000_000_000;

/// A message's stamp. The wall clock may jump; the monotonic one only goes on, and begins anew with each boot: a
/// reload of the page, a new tab, another program.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reading {
    /// A name that the device gave itself, 1 to 64 of `A-Z a-z 0-9 . _ -`.
    pub device: String,
    /// A name for this run of its monotonic clock, likewise.
    pub boot: String,
    /// Grows with each message of a boot. The same number again is the same message again.
    pub seq: i64,
    pub wall: Timestamp,
    /// Milliseconds since some instant of the boot.
    pub monotonic_ms: i64,
}

impl Reading {
    /// Where a monotonic figure comes from: figures of different sources say nothing about one another.
    pub fn source(&self) -> String {
        format!("{}/{}", self.device, self.boot)
    }

    /// All that no honest device says.
    pub fn problems(&self, path: &str) -> Vec<Problem> {
        let mut problems = Vec::new();
        for (name, text) in [("device", &self.device), ("boot", &self.boot)] {
            if !is_name(text) {
                let problem = Problem::new("name", format!("{path}.{name}"));
                problems.push(problem.with("expected", "1 to 64 of A-Z a-z 0-9 . _ -"));
            }
        }
        for (name, figure) in [("seq", self.seq), ("monotonic_ms", self.monotonic_ms)] {
            if !(0..=LONGEST_UPTIME_MS).contains(&figure) {
                problems.push(
                    Problem::new("out_of_range", format!("{path}.{name}")).with("expected", "0 to 10^12"),
                );
            }
        }
        problems
    }
}

/// Whether a text may name a device, a boot or an offline segment.
pub(super) fn is_name(text: &str) -> bool {
    let fits = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-');
    (1..=LONGEST_NAME).contains(&text.len()) && text.bytes().all(fits)
}

/// Whether a monotonic figure is one that a device can have.
pub(super) fn is_uptime(figure: i64) -> bool {
    (0..=LONGEST_UPTIME_MS).contains(&figure)
}
