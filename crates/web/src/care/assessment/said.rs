//! What lists and results say of a score.

use app::care::{AssessmentFact, History};
use app::ports::AssessmentHead;
use ccm::basics::Date;
use ccm::care::Instrument;
use ccm::care::assessment::{Change, DueWhy, Step, Tone as BandTone};
use fluent::FluentArgs;

use crate::reports::trend::{Row, Trend};
use crate::ui::{Status, Tone};
use crate::words::Words;

/// Newest scores of a drawing and its table.
const SHOWN: usize = 60;

/// A band as a status; where there is none, that there is no score.
pub(super) fn band_status(instrument: &Instrument, head: &AssessmentHead, t: Words) -> Status {
    let band = head.band.as_deref().and_then(|word| instrument.band(word));
    match band {
        None => Status::new(t.say_with("asm-no-score", "count", head.missing), Tone::Plain),
        Some(band) => {
            let tone = match band.tone {
                BandTone::Good => Tone::Good,
                BandTone::Plain => Tone::Plain,
                BandTone::Watch => Tone::Watch,
                BandTone::Alarm => Tone::Alarm,
            };
            Status::new(band.en.clone(), tone)
        }
    }
}

/// `Score 12 of 27`; nothing without a score.
pub(super) fn score(instrument: &Instrument, head: &AssessmentHead, t: Words) -> Option<String> {
    let mut args = FluentArgs::new();
    args.set("score", head.score?.to_string());
    args.set("most", instrument.range().1.to_string());
    Some(t.say_all("asm-score", &args).into_owned())
}

/// Better or worse than before, and whether that matters.
pub(super) fn change(instrument: &Instrument, change: &Change, t: Words) -> Vec<String> {
    let (key, tone) = match change.step {
        Step::Better => ("asm-better", true),
        Step::Worse => ("asm-worse", true),
        Step::Same => ("asm-same", false),
    };
    let mut args = FluentArgs::new();
    let points = ccm::care::assessment::Score { tenths: change.tenths.abs() };
    args.set("points", points.to_string());
    args.set("before", change.before.to_string());
    let mut said = vec![t.say_all(key, &args).into_owned()];
    if let (true, Some(smallest), Some(matters)) = (tone, &instrument.change, change.matters) {
        let key = if matters { "asm-matters" } else { "asm-matters-not" };
        said.push(t.say_with(key, "points", smallest.points).into_owned());
        if !smallest.verified {
            said.push(t.say("asm-change-unverified").into_owned());
        }
    }
    said
}

pub(super) fn why(why: &DueWhy<'_>, t: Words) -> String {
    let mut args = FluentArgs::new();
    let key = match why {
        DueWhy::LedBy { instrument, on } => {
            args.set("title", instrument.title.en.clone());
            args.set("on", t.date(*on));
            "asm-why-led"
        }
        DueWhy::Again { last, every_days } => {
            args.set("on", t.date(*last));
            args.set("days", i64::from(*every_days));
            "asm-why-again"
        }
        DueWhy::Never => "asm-why-never",
    };
    t.say_all(key, &args).into_owned()
}

/// Drawings with their tables, for each instrument that was ever given.
pub(crate) fn assessment_trends(heads: &[AssessmentHead], t: Words) -> Vec<Trend> {
    AssessmentFact::all(heads).iter().filter_map(|fact| trend(&fact.history, t)).collect()
}

pub(super) fn trend(history: &History, t: Words) -> Option<Trend> {
    let instrument = history.instrument;
    let newest = history.all.first()?;
    let rows = history.all.iter().filter_map(|head| {
        let score = head.score?;
        Some(Row {
            at: t.date(head.on),
            seconds: seconds(head.on),
            value: score.as_f64(),
            shown: score.to_string(),
            state: Some(band_status(instrument, head, t)),
        })
    });
    Some(Trend {
        name: instrument.title.en.clone(),
        unit: String::new(),
        newest: newest.score.map(|score| score.to_string()).unwrap_or_default(),
        state: Some(band_status(instrument, newest, t)),
        usual: None,
        usual_said: t.date(newest.on),
        rows: rows.take(SHOWN).collect(),
    })
}

/// Noon of a day, in seconds since 1970: a drawing's axis has days.
fn seconds(day: Date) -> i64 {
    let noon = day.at(12, 0, 0, 0).to_zoned(jiff::tz::TimeZone::UTC);
    noon.map(|noon| noon.timestamp().as_second()).unwrap_or_default()
}
