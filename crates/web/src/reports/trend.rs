//! Readings over time: drawn by the browser from the table that stands beside.

use app::reports::sections::Series;
use ccm::monitoring::Flag;

use super::reasons::{Told, plain_unit, reading_name, with_unit};
use crate::ui::{Status, Tone};
use crate::words::Words;

/// Newest readings in the table; the drawing has the same.
const SHOWN: usize = 60;

/// Readings of one kind.
pub(crate) struct Trend {
    pub name: String,
    pub unit: String,
    pub newest: String,
    pub state: Option<Status>,
    /// Both are usual, as numbers for the drawing.
    pub usual: Option<(f64, f64)>,
    pub usual_said: String,
    /// Newest first.
    pub rows: Vec<Row>,
}

pub(crate) struct Row {
    pub at: String,
    /// Seconds since 1970.
    pub seconds: i64,
    pub value: f64,
    pub shown: String,
    /// Where it is not usual.
    pub state: Option<Status>,
}

pub(super) fn trends(all: &[Series], told: Told<'_>) -> Vec<Trend> {
    all.iter().map(|series| trend(series, told)).collect()
}

fn trend(series: &Series, told: Told<'_>) -> Trend {
    let t = told.t;
    let unit = series.unit.as_deref();
    let readings = series.at.iter().zip(&series.values).zip(&series.flags).rev().take(SHOWN);
    let rows: Vec<Row> = readings
        .map(|((at, value), flag)| Row {
            at: jiff::Timestamp::from_second(*at).map(|at| told.at(at)).unwrap_or_default(),
            seconds: *at,
            value: *value,
            shown: with_unit(*value, unit),
            state: flag.filter(|flag| *flag != Flag::Usual).map(|flag| flag_status(flag, t)),
        })
        .collect();
    Trend {
        name: reading_name(&series.code, t),
        unit: unit.map(plain_unit).unwrap_or_default().to_owned(),
        newest: rows.first().map(|row| row.shown.clone()).unwrap_or_default(),
        state: series.flags.last().copied().flatten().map(|flag| flag_status(flag, t)),
        usual: series.usual,
        usual_said: series
            .usual
            .map(|(from, to)| t.say_with("chart-usual", "range", format!("{from}–{to}")).into_owned())
            .unwrap_or_default(),
        rows,
    }
}

pub(super) fn flag_status(flag: Flag, t: Words) -> Status {
    let (key, tone) = match flag {
        Flag::Usual => ("flag-usual", Tone::Good),
        Flag::Low => ("flag-low", Tone::Watch),
        Flag::High => ("flag-high", Tone::Watch),
        Flag::UrgentLow => ("flag-urgent-low", Tone::Alarm),
        Flag::UrgentHigh => ("flag-urgent-high", Tone::Alarm),
    };
    Status::new(t.say(key), tone)
}
