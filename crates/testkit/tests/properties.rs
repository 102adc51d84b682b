//! What must hold of any month, in any program.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use ccm::billing::facts::{EntryFact, MonthFacts};
use ccm::billing::{Determination, RuleSet, evaluate};
use jiff::SignedDuration;
use proptest::prelude::*;
use testkit::months::{Reach, any_month, run, wild::wild_month};

/// Months in each property, but for `PERENNIAL_MONTHS`.
const MONTHS: u32 = 2000;

fn judged(facts: &MonthFacts) -> Determination {
    evaluate(facts, RuleSet::embedded())
}

fn need(holds: bool, what: impl FnOnce() -> String) -> Result<(), String> {
    if holds { Ok(()) } else { Err(what()) }
}

/// A file of the shared folder beside the workspace; a plain notice where it is not there.
fn shared(path: &str) -> Option<String> {
    let whole = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared").join(path);
    let text = std::fs::read_to_string(whole).ok();
    if text.is_none() {
        println!("skipped: ../shared/{path} is not here");
    }
    text
}

/// Length of an entry as logged, pauses taken out.
fn worked(entry: &EntryFact) -> i64 {
    seconds(entry).count() as i64
}

fn seconds(entry: &EntryFact) -> impl Iterator<Item = i64> + '_ {
    let paused = |at: i64| {
        entry.pauses.iter().any(|pause| pause.start.as_second() <= at && at < pause.end.as_second())
    };
    (entry.start.as_second()..entry.end.as_second()).filter(move |&at| !paused(at))
}

type Answer = (BTreeMap<String, u32>, Vec<String>, BTreeMap<String, u64>, BTreeMap<String, u64>);

/// Lines, holds, buckets and what was left out, whatever their order.
fn answer(found: &Determination) -> Answer {
    let mut held: Vec<_> = found.held.iter().map(|held| format!("{} {}", held.code, held.rule)).collect();
    held.sort();
    let mut left_out = BTreeMap::new();
    for item in &found.left_out {
        *left_out.entry(format!("{} {}", item.entry, item.rule)).or_default() += item.seconds;
    }
    (
        found.lines.iter().map(|line| (line.code.to_string(), line.units)).collect(),
        held,
        found.minutes.iter().map(|bucket| (bucket.bucket.to_string(), bucket.seconds)).collect(),
        left_out,
    )
}

fn counted(found: &Determination) -> u64 {
    found.minutes.iter().map(|bucket| bucket.seconds).sum()
}

#[test]
fn the_order_of_entries_does_not_matter() {
    let months = any_month(Reach::All).prop_flat_map(|facts| {
        let order = Just((0..facts.entries.len()).collect::<Vec<_>>()).prop_shuffle();
        (Just(facts), order)
    });
    run::each_with(
        months,
        MONTHS,
        |(facts, _)| facts,
        |(facts, order)| {
            let ranks: BTreeSet<_> = facts.entries.iter().map(|entry| (entry.start, worked(entry))).collect();
            if ranks.len() < facts.entries.len() {
                // Of two that start together and last as long the lower id is kept: there the order says something.
                return Ok(());
            }
            let mut shuffled = facts.clone();
            shuffled.entries = order.iter().map(|&place| facts.entries[place].clone()).collect();
            shuffled.other_services.reverse();
            shuffled.stays.reverse();
            shuffled.other_patient_entries.reverse();
            let (before, after) = (answer(&judged(facts)), answer(&judged(&shuffled)));
            need(before == after, || format!("in order: {before:?}\nshuffled: {after:?}"))
        },
    );
}

#[test]
fn a_strike_undoes_exactly_its_entry() {
    run::each_with(
        (any_month(Reach::All), any::<prop::sample::Index>()),
        MONTHS,
        |(facts, _)| facts,
        |(facts, place)| {
            if facts.entries.is_empty() {
                return Ok(());
            }
            let rules = RuleSet::embedded();
            let prepared = rules.for_month(facts.month, &facts.zone, &facts.settings);
            let mut without = facts.clone();
            let struck = without.entries.remove(place.index(facts.entries.len()));
            let never = prepared.evaluate(&without);
            let with = prepared.evaluate(facts);
            // Judged in between, the month with the entry leaves no trace on the one without.
            need(prepared.evaluate(&without) == never, || "the struck entry left a trace".into())?;
            let mut others = answer(&with).3;
            others.retain(|name, _| !name.starts_with(&format!("{} ", struck.id)));
            let alone = answer(&never).3;
            let mut given_back = 0;
            for (name, seconds) in &others {
                let still = alone.get(name).copied().unwrap_or(0);
                if name.ends_with("TIME-07") && still <= *seconds {
                    given_back += seconds - still;
                } else {
                    need(still == *seconds, || format!("{name}: {seconds} s with, {still} s without"))?;
                }
            }
            need(alone.keys().all(|name| others.contains_key(name)), || {
                format!("left out only after the strike: {others:?} {alone:?}")
            })?;
            // What the entry counted, and what it took from nobody else, is what the month loses.
            let own: u64 = answer(&with)
                .3
                .iter()
                .filter(|(name, _)| name.starts_with(&format!("{} ", struck.id)))
                .map(|(_, seconds)| seconds)
                .sum();
            let lost = worked(&struck) as u64 - own - given_back;
            need(counted(&with) == counted(&never) + lost, || {
                format!("{} s with, {} s without, {lost} s lost", counted(&with), counted(&never))
            })
        },
    );
}

#[test]
fn no_second_counts_twice() {
    run::each(Reach::All, MONTHS, |facts| {
        let (start, end) = facts.month.bounds(&facts.zone.zone());
        let inside = |at: &i64| start.as_second() <= *at && *at < end.as_second();
        let mut all: Vec<i64> = facts.entries.iter().flat_map(seconds).filter(inside).collect();
        all.sort_unstable();
        all.dedup();
        let found = judged(facts);
        need(counted(&found) <= all.len() as u64, || {
            format!("{} s counted of {} s worked", counted(&found), all.len())
        })?;
        // Every second of work is either counted or left out with a rule, once.
        let logged: i64 = facts.entries.iter().map(worked).sum();
        let left_out: u64 = found.left_out.iter().map(|item| item.seconds).sum();
        need(counted(&found) + left_out == logged as u64, || {
            format!("{} s counted and {left_out} s left out of {logged} s", counted(&found))
        })?;
        // No family's units stand for more than its program counted.
        let mut used: BTreeMap<_, u64> = BTreeMap::new();
        for line in &found.lines {
            *used.entry(line.program).or_default() += line.seconds_used;
        }
        let time = |program| {
            found.minutes.iter().filter(|time| time.program == program).map(|time| time.seconds).sum::<u64>()
        };
        let midpoint = facts.settings.contains_key("cocm_time");
        need(midpoint || used.iter().all(|(&program, &used)| used <= time(program)), || {
            format!("used {used:?}, counted {:?}", found.minutes)
        })
    });
}

/// Add-ons and their bases, as section 6 to 12 and `codes.csv` pair them.
const BASES: &[(&str, &[&str])] = &[
    ("99439", &["99490"]),
    ("99489", &["99487"]),
    ("99437", &["99491"]),
    ("99427", &["99426"]),
    ("99425", &["99424"]),
    ("99458", &["99457"]),
    ("98981", &["98980"]),
    ("99494", &["99492", "99493"]),
    ("G0022", &["G0019"]),
    ("G0024", &["G0023"]),
    ("G0146", &["G0140"]),
    ("G0568", &["G0556", "G0557", "G0558"]),
    ("G0569", &["G0556", "G0557", "G0558"]),
    ("G0570", &["G0556", "G0557", "G0558"]),
];

#[test]
fn no_line_stands_without_its_base() {
    run::each(Reach::All, MONTHS, |facts| {
        let found = judged(facts);
        let billed = |code: &str| found.lines.iter().any(|line| line.code.as_str() == code);
        for (add_on, bases) in BASES {
            need(!billed(add_on) || bases.iter().any(|base| billed(base)), || {
                format!("{add_on} without its base")
            })?;
        }
        let codes: BTreeSet<_> = found.lines.iter().map(|line| line.code.as_str()).collect();
        need(codes.len() == found.lines.len(), || "a code stands on two lines".into())?;
        need(found.lines.iter().all(|line| line.units > 0), || "a line without units".into())
    });
}

#[test]
fn no_cap_is_exceeded() {
    let Some(table) = shared("data/ncci_mue_care_2026q2.csv") else { return };
    let caps: BTreeMap<String, u32> = table
        .lines()
        .skip(1)
        .filter_map(|line| {
            let mut fields = line.split(',');
            Some((fields.next()?.to_owned(), fields.next()?.parse().ok()?))
        })
        .collect();
    assert!(caps.len() > 50, "the table of unit limits was not understood");
    run::each(Reach::All, MONTHS, |facts| {
        // Busier than people are: caps are met.
        let mut busy = facts.clone();
        for entry in &mut busy.entries {
            entry.end = entry.end.checked_add(SignedDuration::from_hours(3)).unwrap_or(entry.end);
        }
        let found = judged(&busy);
        for line in &found.lines {
            let cap = caps.get(line.code.as_str()).copied().unwrap_or(u32::MAX);
            need(line.units <= cap, || format!("{} units of {}, {cap} at most", line.units, line.code))?;
        }
        Ok(())
    });
}

#[test]
fn one_more_second_never_lowers_what_counts() {
    run::each_with(
        (any_month(Reach::All), any::<prop::sample::Index>()),
        MONTHS,
        |(facts, _)| facts,
        |(facts, place)| {
            if facts.entries.is_empty() {
                return Ok(());
            }
            let mut longer = facts.clone();
            let entry = &mut longer.entries[place.index(facts.entries.len())];
            if entry.end < entry.start {
                return Ok(());
            }
            entry.end = entry.end.checked_add(SignedDuration::from_secs(1)).unwrap_or(entry.end);
            let (before, after) = (judged(facts), judged(&longer));
            need(counted(&after) >= counted(&before), || {
                format!("{} s before, {} s after", counted(&before), counted(&after))
            })
        },
    );
}

#[test]
fn nothing_panics_and_the_same_is_answered_twice() {
    run::each_with(
        wild_month(),
        MONTHS,
        |facts| facts,
        |facts| {
            let (once, twice) = (judged(facts), judged(facts));
            let written = serde_json::to_string(&once).map_err(|error| error.to_string())?;
            need(once == twice, || "two answers to one month".into())?;
            let read: Determination = serde_json::from_str(&written).map_err(|error| error.to_string())?;
            need(read == once, || "the answer does not read back as it was written".into())
        },
    );
}

#[test]
fn every_hold_names_a_rule_of_the_specification() {
    let Some(text) = shared("spec/billing-rules.md") else { return };
    // `**CCM-TIME-01**` in a list, `| **CONC-01** |` in the table.
    let ids: BTreeSet<&str> = text
        .split("**")
        .filter(|part| {
            part.len() <= 15 && part.contains('-') && part.ends_with(|last: char| last.is_ascii_digit())
        })
        .collect();
    assert!(ids.len() > 150 && ids.contains("CONC-33") && ids.contains("ENG-13"), "{ids:?}");
    run::each(Reach::All, MONTHS, |facts| {
        let found = judged(facts);
        let held = found.held.iter().flat_map(|held| [Some(held.rule), held.asked_by]).flatten();
        let left_out = found.left_out.iter().map(|item| item.rule);
        let asked = found.considered.iter().flat_map(|code| code.findings.iter().map(|finding| finding.rule));
        let flagged = found.flags.iter().map(|flag| flag.rule);
        for rule in held.chain(left_out).chain(asked).chain(flagged) {
            need(ids.contains(rule.as_str()), || format!("{rule} is not in the specification"))?;
        }
        Ok(())
    });
}
