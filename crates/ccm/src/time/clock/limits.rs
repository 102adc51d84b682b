//! How long a clock runs without a sign of its person: data with bounds (`limits.toml`), set by each practice.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::ClockMode;
use crate::basics::{Bounds, Problem};

/// What a practice has set. A clock keeps the limits that it was started under.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ClockLimits {
    /// Without activity for so long, the person is asked whether they are still at it.
    pub chart_ask_seconds: i64,
    /// Without an answer for so long after the last activity, the segment has ended there.
    pub chart_stop_seconds: i64,
    pub call_ask_seconds: i64,
    pub call_stop_seconds: i64,
    pub paused_seconds: i64,
    /// How far back an entry may be typed in.
    pub manual_past_days: i64,
    /// How old the first event of an offline journal may be.
    pub offline_past_hours: i64,
}

#[derive(Deserialize)]
struct File {
    limit: Vec<Bounds>,
}

static BOUNDS: LazyLock<Vec<Bounds>> = LazyLock::new(|| {
    let file: File = toml::from_str(include_str!("limits.toml")).expect("our own table reads");
    file.limit
});

/// When a person is asked, and when the segment has ended, in milliseconds after the last activity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IdleLimits {
    pub ask_ms: i64,
    pub stop_ms: i64,
}

impl ClockLimits {
    /// Every figure's name, default and bounds, for the page of settings.
    pub fn bounds() -> &'static [Bounds] {
        &BOUNDS
    }

    /// The figures by their names.
    pub fn figures(&self) -> [(&'static str, i64); 7] {
        [
            ("chart_ask_seconds", self.chart_ask_seconds),
            ("chart_stop_seconds", self.chart_stop_seconds),
            ("call_ask_seconds", self.call_ask_seconds),
            ("call_stop_seconds", self.call_stop_seconds),
            ("paused_seconds", self.paused_seconds),
            ("manual_past_days", self.manual_past_days),
            ("offline_past_hours", self.offline_past_hours),
        ]
    }

    /// Everything that is wrong: figures out of bounds, and an end that comes before its question.
    pub fn problems(&self) -> Vec<Problem> {
        let mut problems = Bounds::check(&BOUNDS, self.figures());
        for (name, ask, stop) in [
            ("chart_stop_seconds", self.chart_ask_seconds, self.chart_stop_seconds),
            ("call_stop_seconds", self.call_ask_seconds, self.call_stop_seconds),
        ] {
            if stop <= ask {
                problems.push(
                    Problem::new("ends_before_it_asks", name).with("expected", "more than the question's"),
                );
            }
        }
        problems
    }

    pub fn idle(&self, mode: ClockMode) -> IdleLimits {
        let (ask, stop) = match mode {
            ClockMode::Chart => (self.chart_ask_seconds, self.chart_stop_seconds),
            ClockMode::Call => (self.call_ask_seconds, self.call_stop_seconds),
        };
        IdleLimits { ask_ms: ask.saturating_mul(1_000), stop_ms: stop.saturating_mul(1_000) }
    }
}

impl Default for ClockLimits {
    fn default() -> Self {
        let of = |name| Bounds::usual(&BOUNDS, name);
        Self {
            chart_ask_seconds: of("chart_ask_seconds"),
            chart_stop_seconds: of("chart_stop_seconds"),
            call_ask_seconds: of("call_ask_seconds"),
            call_stop_seconds: of("call_stop_seconds"),
            paused_seconds: of("paused_seconds"),
            manual_past_days: of("manual_past_days"),
            offline_past_hours: of("offline_past_hours"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_has_every_figure_within_its_bounds() {
        let usual = ClockLimits::default();
        assert_eq!(usual.problems(), []);
        assert_eq!(ClockLimits::bounds().len(), usual.figures().len());
        for (name, figure) in usual.figures() {
            assert!(BOUNDS.iter().any(|one| one.name == name && one.default == figure), "{name}");
        }
        assert_eq!(usual.idle(ClockMode::Chart), IdleLimits { ask_ms: 120_000, stop_ms: 600_000 });
        assert_eq!(usual.idle(ClockMode::Call), IdleLimits { ask_ms: 1_800_000, stop_ms: 3_600_000 });
    }

    #[test]
    fn every_wrong_figure_is_told_at_once() {
        let wrong = ClockLimits { chart_ask_seconds: 600, paused_seconds: 0, ..ClockLimits::default() };
        let codes: Vec<String> =
            wrong.problems().into_iter().map(|one| format!("{} {}", one.path, one.code)).collect();
        assert_eq!(codes, ["paused_seconds out_of_range", "chart_stop_seconds ends_before_it_asks"]);
    }
}
