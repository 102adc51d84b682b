//! Which seconds count: the tests of ENG-12, asked of every second of every entry.

use std::collections::BTreeMap;

use ccm::billing::facts::{DepartureKind, EntryFact, MonthFacts, StayEnd, StayFact};
use ccm::enrollment::Program;

use super::calendar::{Calendar, Second, add_days};
use super::consent::{self, Consents};
use super::{Rule, identity, published, switch};

/// The seconds that count, by entry, and those that do not.
pub struct Counted {
    /// For each entry of the facts its counted seconds, in order.
    pub seconds: Vec<Vec<Second>>,
    pub left_out: BTreeMap<(usize, Rule), u64>,
}

pub fn count(facts: &MonthFacts, calendar: &Calendar) -> Counted {
    let consents: Vec<(Program, Consents)> = Program::ALL
        .into_iter()
        .map(|program| (program, consent::of_program(facts, calendar, program)))
        .collect();
    let gone = departure(facts, calendar);
    let stays: Vec<_> = facts.stays.iter().filter_map(|stay| inside(stay, facts, calendar)).collect();
    let visits = visit_days(facts, calendar);
    let mut left_out: BTreeMap<(usize, Rule), u64> = BTreeMap::new();
    let mut kept: Vec<Vec<Second>> = Vec::new();
    for (number, entry) in facts.entries.iter().enumerate() {
        // As logged, pauses or not: an entry that reaches into the month is split, not of another month.
        let elsewhere = entry.end.as_second() <= calendar.start || calendar.end <= entry.start.as_second();
        let consent = consents.iter().find(|(program, _)| *program == entry.program).map(|(_, found)| found);
        let (performer, abroad, idle) =
            (performer_flaw(entry, facts), abroad(entry, facts), !is_work(entry, facts));
        let test = |at: Second| -> Option<Rule> {
            if !calendar.holds(at) {
                return Some(if elsewhere { "TIME-10" } else { "ENG-04" });
            }
            if gone.is_some_and(|end| at >= end) {
                return Some("TIME-11");
            }
            if let Some(rule) = consent.and_then(|consent| consent.missing_at(at)) {
                return Some(rule);
            }
            if performer.is_some() {
                return performer;
            }
            if abroad {
                return Some("TIME-04");
            }
            if idle {
                return Some("TIME-05");
            }
            // BHI-04: behavioral time during a stay may count.
            let stay_counts = matches!(entry.program, Program::Bhi | Program::Cocm);
            if !stay_counts && stays.iter().any(|&(from, to)| from <= at && at < to) {
                return Some("TIME-09");
            }
            if visits[calendar.day_number(at)] {
                return Some("TIME-06");
            }
            with_another_patient(entry, facts, at).then_some("TIME-08")
        };
        let mut survivors = Vec::new();
        for at in worked(entry) {
            match test(at) {
                Some(rule) => *left_out.entry((number, rule)).or_default() += 1,
                None => survivors.push(at),
            }
        }
        kept.push(survivors);
    }
    let seconds = once(facts, calendar, kept, &mut left_out);
    Counted { seconds, left_out }
}

/// The seconds of an entry, without its pauses.
fn worked(entry: &EntryFact) -> impl Iterator<Item = Second> + '_ {
    let paused = |at: Second| {
        entry.pauses.iter().any(|pause| pause.start.as_second() <= at && at < pause.end.as_second())
    };
    (entry.start.as_second()..entry.end.as_second()).filter(move |&at| !paused(at))
}

/// TIME-11: the earliest end of what we may bill.
fn departure(facts: &MonthFacts, calendar: &Calendar) -> Option<Second> {
    facts.departures.iter().map(|departure| calendar.begins(departure.at)).min()
}

/// The last day on which we may bill: of death that day itself, of an end of cover the last covered one (CLAIM-01).
pub fn last_covered_day(facts: &MonthFacts, calendar: &Calendar) -> Option<ccm::basics::Date> {
    let last = |departure: &ccm::billing::facts::Departure| match departure.kind {
        DepartureKind::Death => calendar.day_of(departure.at),
        _ => calendar.day_at(calendar.begins(departure.at) - 1),
    };
    facts.departures.iter().map(last).min()
}

/// TIME-03, then TIME-13; own minutes and staff minutes are told apart later (`is_own`).
fn performer_flaw(entry: &EntryFact, facts: &MonthFacts) -> Option<Rule> {
    use Program::*;
    let role = entry.role.as_ref().map(|word| word.as_str().to_owned()).unwrap_or_default();
    let is = |list: &[&str]| list.contains(&&*role);
    let fits = if is(published::PRACTITIONERS) {
        // TIME-12: in CoCM, CHI and PIN it is left out.
        !matches!(entry.program, Cocm | Chi | Pin)
    } else if is(published::CLINICAL_STAFF) {
        true
    } else if is(published::CARE_MANAGERS) {
        matches!(entry.program, Bhi | Cocm)
    } else if is(published::COMMUNITY) {
        matches!(entry.program, Chi | Pin)
    } else {
        false
    };
    let supervised = if is(published::PRACTITIONERS) { Some(true) } else { entry.supervised };
    let qualified = identity::and(supervised, entry.credential_active);
    if !fits || qualified == Some(false) {
        Some("TIME-03")
    } else if entry.program == RpmInterpretation && !is_own(entry, facts) {
        Some("TIME-13")
    } else {
        // Not known to be qualified.
        qualified.is_none().then_some("TIME-03")
    }
}

/// Minutes of the billing practitioner in person (TIME-13).
pub fn is_own(entry: &EntryFact, facts: &MonthFacts) -> bool {
    entry.performer == facts.biller.practitioner
        && entry.role.as_ref().is_some_and(|role| published::PRACTITIONERS.contains(&role.as_str()))
}

fn abroad(entry: &EntryFact, facts: &MonthFacts) -> bool {
    switch::flag(facts, "exclude_non_us_time", true)
        && !entry.country.as_ref().is_some_and(|country| published::INSIDE.contains(&country.as_str()))
}

fn is_work(entry: &EntryFact, facts: &MonthFacts) -> bool {
    match entry.activity.as_ref().map(|word| word.as_str().to_owned()).as_deref() {
        Some("prior_authorization") => switch::flag(facts, "count_prior_auth", false),
        Some("in_person_staff") => switch::flag(facts, "count_unbilled_in_person_staff", false),
        Some(word) => published::WORK.contains(&word),
        None => false,
    }
}

/// TIME-09: the seconds of a stay that are left out.
fn inside(stay: &StayFact, facts: &MonthFacts, calendar: &Calendar) -> Option<(Second, Second)> {
    use ccm::basics::Moment;
    if published::NO_FACILITY.contains(&stay.kind.as_str()) {
        return None;
    }
    let partial = switch::flag(facts, "facility_day_partial", true);
    let exact = |moment| matches!(moment, Moment::Instant(_));
    let both_known = exact(stay.from)
        && match stay.to {
            StayEnd::Open => true,
            StayEnd::At(end) => exact(end),
            StayEnd::Unknown => false,
        };
    let from = if partial && both_known {
        calendar.begins(stay.from)
    } else {
        calendar.midnight(calendar.day_of(stay.from))
    };
    let to = match stay.to {
        StayEnd::Open | StayEnd::Unknown => Second::MAX,
        StayEnd::At(end) if partial && both_known => calendar.begins(end),
        StayEnd::At(end) => calendar.midnight(add_days(calendar.day_of(end), 1)),
    };
    Some((from, to))
}

/// TIME-06: for each day of the month, whether a visit of ours, or what may be one, fell on it.
fn visit_days(facts: &MonthFacts, calendar: &Calendar) -> Vec<bool> {
    let days = calendar.month.last_day().day() as usize;
    if switch::is(facts, "same_day_em", "exclude_visit_only") {
        return vec![false; days];
    }
    let ours = &facts.biller.practitioner;
    let may_be_ours = |practitioner, same_group| {
        identity::possible(practitioner, same_group, ours).iter().any(|who| *who != identity::Who::Stranger)
    };
    let visits = facts
        .visits
        .iter()
        .filter(|visit| visit.code.as_ref().is_none_or(|code| published::is_visit(code.as_str())))
        .filter(|visit| may_be_ours(visit.practitioner.as_ref(), visit.same_group))
        .map(|visit| visit.date);
    let others = facts
        .other_services
        .iter()
        .filter(|other| published::is_visit(other.code.as_str()))
        .filter(|other| may_be_ours(other.practitioner.as_ref(), other.same_group))
        .map(|other| other.date);
    let transition = facts.tcm.iter().filter_map(|tcm| tcm.visit_date);
    let mut found = vec![false; days];
    for date in visits.chain(others).chain(transition).filter(|date| calendar.month.covers(*date)) {
        found[date.day() as usize - 1] = true;
    }
    found
}

/// TIME-08.
fn with_another_patient(entry: &EntryFact, facts: &MonthFacts, at: Second) -> bool {
    !switch::is(facts, "cross_patient_overlap", "flag")
        && facts.other_patient_entries.iter().any(|other| {
            other.performer == entry.performer && other.start.as_second() <= at && at < other.end.as_second()
        })
}

/// TIME-07: each second goes to the entry that started first, then the longer, then the lower id.
fn once(
    facts: &MonthFacts,
    calendar: &Calendar,
    kept: Vec<Vec<Second>>,
    left_out: &mut BTreeMap<(usize, Rule), u64>,
) -> Vec<Vec<Second>> {
    let mut order: Vec<usize> = (0..facts.entries.len()).collect();
    order.sort_by_cached_key(|&number| {
        let entry = &facts.entries[number];
        // Length as logged: what was worked, wherever it counts.
        (entry.start.as_second(), std::cmp::Reverse(worked(entry).count()), number)
    });
    let mut taken = vec![false; (calendar.end - calendar.start) as usize];
    let mut seconds = vec![Vec::new(); kept.len()];
    for number in order {
        for &at in &kept[number] {
            let place = &mut taken[(at - calendar.start) as usize];
            if std::mem::replace(place, true) {
                *left_out.entry((number, "TIME-07")).or_default() += 1;
            } else {
                seconds[number].push(at);
            }
        }
    }
    seconds
}
