//! A patient's month against its thresholds: a bar with a mark for each, and always the words.

use app::reports::view::{MeterView, ProgramMeterView, ThresholdView};
use ccm::billing::readiness::{Measure, Performer};
use ccm::reports::ThresholdState;
use fluent::FluentArgs;

use super::person::named;
use crate::ui::{Mark, Meter, Status, Tone};
use crate::words::Words;

/// One program's bar.
pub(super) struct Bar {
    pub program: &'static str,
    pub meter: Meter,
    /// How far it is, and to what.
    pub said: String,
    /// Every threshold with its state; a list shows none of them.
    pub thresholds: Vec<Status>,
}

pub(super) fn bars(view: &MeterView, t: Words) -> Vec<Bar> {
    view.programs.iter().map(|one| bar(one, Shown::All, t)).collect()
}

/// The bar that a list shows: of the program that counts time and is nearest to its next threshold.
pub(super) fn nearest(view: &MeterView, t: Words) -> Option<Bar> {
    nearest_program(view).map(|one| bar(one, Shown::Near, t))
}

/// How far it is, and to what, without the bar.
pub(super) fn nearest_said(view: &MeterView, t: Words) -> Option<String> {
    nearest_program(view).map(|one| said(one, t))
}

fn nearest_program(view: &MeterView) -> Option<&ProgramMeterView> {
    let missing = |one: &ProgramMeterView| {
        let open = marked(one).filter(|threshold| threshold.state == ThresholdState::Reachable);
        open.map(|threshold| threshold.missing).min().unwrap_or(u64::MAX)
    };
    let timed = view.programs.iter().filter(|one| marked(one).next().is_some());
    timed.min_by_key(|one| missing(one))
}

/// How far a bar reaches.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shown {
    /// To the threshold after the next one: what a person can do something about today.
    Near,
    All,
}

/// The thresholds that the bar's own seconds work towards.
fn marked(one: &ProgramMeterView) -> impl Iterator<Item = &ThresholdView> {
    one.thresholds.iter().filter(|view| {
        let threshold = &view.threshold;
        threshold.measure == Measure::Seconds
            && !threshold.only_if_declared
            && threshold.counted == one.counted_seconds
    })
}

fn bar(one: &ProgramMeterView, shown: Shown, t: Words) -> Bar {
    let mark = |view: &ThresholdView| Mark {
        at_seconds: view.threshold.needed,
        label: view.threshold.code.as_str().to_owned(),
    };
    let mut marks: Vec<Mark> = marked(one).map(mark).collect();
    if shown == Shown::Near {
        marks.sort_by_key(|mark| mark.at_seconds);
        let next = marks.partition_point(|mark| mark.at_seconds <= one.counted_seconds);
        marks.truncate(next + 2);
    }
    Bar {
        program: one.program.word(),
        meter: Meter::new(one.program.word(), one.counted_seconds, marks),
        said: said(one, t),
        thresholds: match shown {
            Shown::Near => Vec::new(),
            Shown::All => one.thresholds.iter().map(|view| threshold(view, t)).collect(),
        },
    }
}

/// `14 min 10 s of 20 min · 5 min 50 s more for 99490`, `20 min reached`, or that it can no longer be.
fn said(one: &ProgramMeterView, t: Words) -> String {
    let done = t.length(one.counted_seconds);
    let line = |key: &str, view: &ThresholdView| {
        let mut args = FluentArgs::new();
        args.set("done", done.as_str());
        args.set("missing", t.length(view.missing));
        args.set("needed", t.length(view.threshold.needed));
        args.set("code", view.threshold.code.as_str());
        t.say_all(key, &args).into_owned()
    };
    let of = |state: ThresholdState| move |view: &&ThresholdView| view.state == state;
    if let Some(next) = marked(one).find(of(ThresholdState::Reachable)) {
        return line("month-to-next", next);
    }
    if let Some(lost) = marked(one).find(of(ThresholdState::OutOfReach)) {
        return line("month-out-of-reach", lost);
    }
    match marked(one).filter(of(ThresholdState::Reached)).last() {
        Some(reached) => line("month-reached", reached),
        None => done,
    }
}

fn threshold(view: &ThresholdView, t: Words) -> Status {
    let one = &view.threshold;
    let amount = |number: u64| match one.measure {
        Measure::Seconds => t.length(number),
        Measure::DeviceDays => t.say_with("month-days", "count", number).into_owned(),
    };
    let by: Vec<String> = one.by.iter().map(|who| named("performer", performer(*who), t)).collect();
    let mut args = FluentArgs::new();
    args.set("code", one.code.as_str());
    args.set("needed", amount(one.needed));
    args.set("missing", amount(view.missing));
    args.set("by", by.join(&t.say("month-or")));
    let (key, tone) = match view.state {
        ThresholdState::Reached => ("month-threshold-reached", Tone::Good),
        ThresholdState::Reachable if by.is_empty() => ("month-threshold-open", Tone::Open),
        ThresholdState::Reachable => ("month-threshold-open-by", Tone::Open),
        ThresholdState::OutOfReach => ("month-threshold-lost", Tone::Plain),
    };
    let mut words = t.say_all(key, &args).into_owned();
    if one.only_if_declared {
        words.push_str(&t.say("month-if-declared"));
    }
    Status::new(words, tone)
}

fn performer(who: Performer) -> &'static str {
    match who {
        Performer::ClinicalStaff => "clinical_staff",
        Performer::BillingPractitioner => "billing_practitioner",
        Performer::Patient => "patient",
    }
}
