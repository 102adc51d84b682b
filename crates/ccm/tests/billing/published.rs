//! Our rules against the research that they were written from: the matrix, the codes, the unit edits, the prose.

use std::collections::{BTreeMap, BTreeSet};

use ccm::basics::{Date, Hcpcs, ServiceMonth};
use ccm::billing::conflicts::{Allowed, Scope, Within};
use ccm::billing::requirement::Requirement;
use ccm::billing::service::Limit;
use ccm::billing::{RuleSet, Settings, embedded};

use super::{own_cases, shared};

/// One row of the matrix as both sides can write it.
type Row = (String, String, &'static str, String, String, String, bool);

fn row(a: &str, b: &str, scope: &str, rest: (&str, String, String, bool)) -> Row {
    let (a, b) = (a.min(b).to_owned(), a.max(b).to_owned());
    let scope = match scope {
        "same_practitioner" => "same_practitioner",
        "same_group" => "same_group",
        _ => "any_practitioner",
    };
    (a, b, scope, rest.0.to_owned(), rest.1, rest.2, rest.3)
}

/// A code, or every code of a range such as `90951-90970`.
fn spread(code: &str) -> Vec<String> {
    match code.split_once('-').and_then(|(a, b)| Some((a.parse::<u32>().ok()?, b.parse::<u32>().ok()?))) {
        Some((first, last)) => (first..=last).map(|code| code.to_string()).collect(),
        None => vec![code.to_owned()],
    }
}

#[test]
fn the_matrix_is_the_published_one_pair_by_pair() {
    let Some(text) = shared("spec/concurrency.csv") else { return };
    let mut published: BTreeSet<Row> = BTreeSet::new();
    for line in text.lines().skip(1) {
        let cells: Vec<&str> = line.splitn(8, ',').collect();
        let [a, b, scope, allowed, from, until, rule, source] = cells[..] else { panic!("{line}") };
        for (a, b) in spread(a).iter().flat_map(|a| spread(b).into_iter().map(move |b| (a.clone(), b))) {
            let name = |code: &str| match code {
                "GLOBAL_SURGERY" => "global_surgery".to_owned(),
                "EM_SAME_DAY" => "visit_same_day".to_owned(),
                code => code.to_owned(),
            };
            let dates = format!("{from}..{until}");
            let rest = (allowed, dates, rule.to_owned(), !source.contains("UNVERIFIED"));
            published.insert(row(&name(&a), &name(&b), scope, rest));
        }
    }
    let ours: BTreeSet<Row> = RuleSet::embedded()
        .conflicts()
        .iter()
        .map(|(a, b, pair)| {
            let allowed = match pair.allowed {
                Allowed::No => "no",
                Allowed::DistinctTime => "distinct_time",
                Allowed::WithModifier => "with_modifier",
                Allowed::Yes => "yes",
            };
            let scope = match pair.scope {
                Scope::SamePractitioner => "same_practitioner",
                Scope::SameGroup => "same_group",
                Scope::AnyPractitioner => "any_practitioner",
            };
            let until = pair.until.map_or(String::new(), |until| until.to_string());
            let dates = format!("{}..{until}", pair.from);
            let rest = (allowed, dates, pair.rule.to_string(), pair.verified);
            row(&a.to_string(), &b.to_string(), scope, rest)
        })
        .collect();
    for (side, rows) in [("only published", &published - &ours), ("only ours", &ours - &published)] {
        for row in &rows {
            println!("{side}: {row:?}");
        }
    }
    assert!(published == ours);
    assert!(ours.len() > 2000, "{}", ours.len());
}

#[test]
fn only_supply_and_transition_look_beyond_the_month() {
    for (a, b, pair) in RuleSet::embedded().conflicts().iter() {
        let within = match pair.rule.as_str() {
            "CONC-10" => Within::Window,
            "CONC-25" => Within::DaysOfDischarge(30),
            _ => Within::Month,
        };
        assert_eq!(pair.within, within, "{a} {b}");
    }
}

/// The rows of `codes.csv`: their cells by the header's names, the quoted label aside.
fn code_rows() -> Option<Vec<BTreeMap<String, String>>> {
    let text = shared("spec/codes.csv")?;
    let header: Vec<&str> = text.lines().next()?.split(',').collect();
    let cells = |line: &str| -> Vec<String> {
        let (mut cells, mut quoted) = (vec![String::new()], false);
        for letter in line.chars() {
            match (letter, cells.last_mut()) {
                ('"', _) => quoted = !quoted,
                (',', _) if !quoted => cells.push(String::new()),
                (letter, Some(cell)) => cell.push(letter),
                (_, None) => {}
            }
        }
        cells
    };
    let named = |line: &str| header.iter().map(|name| (*name).to_owned()).zip(cells(line)).collect();
    Some(text.lines().skip(1).map(named).collect())
}

#[test]
fn minutes_units_bases_and_days_are_the_published_ones() {
    let Some(rows) = code_rows() else { return };
    let edits = shared("data/ncci_mue_care_2026q2.csv");
    let edit = |code: &str| -> Option<u32> {
        let line = edits.as_ref()?.lines().find(|line| line.split(',').next() == Some(code))?;
        line.split(',').nth(1)?.parse().ok()
    };
    let choices = RuleSet::embedded().switches().choose(&Settings::new());
    let mut compared = 0;
    for row in &rows {
        let code: Hcpcs = row["code"].parse().unwrap();
        let Some(service) = RuleSet::embedded().service(&code) else { continue };
        let from: Date = row["effective_from"].parse().unwrap();
        let month = ServiceMonth::of(from);
        let version = service.version(month).unwrap_or_else(|| panic!("{code} in {month}"));
        // A clinic's single code has the thresholds of what it stands for.
        let stands_for_others = version.requires.is_empty();
        let number = |name: &str| row[name].parse::<u64>().ok();
        if row["base_or_addon"] == "addon" && row["parent_code"] != "initiating_visit" {
            let parents: Vec<&str> = row["parent_code"].split('|').collect();
            let bases: Vec<String> = match &service.bases[..] {
                [] => asked_bases(version),
                bases => bases.iter().map(ToString::to_string).collect(),
            };
            assert_eq!(bases, parents, "{code}");
            assert_eq!(version.increment_seconds(), number("increment_minutes").unwrap_or(0) * 60, "{code}");
        } else if !stands_for_others {
            assert_eq!(version.first_seconds(), number("first_minutes").unwrap_or(0) * 60, "{code}");
            assert!(service.bases.is_empty(), "{code}");
        }
        let days = version.requires.iter().find_map(|asked| match asked.requirement {
            Requirement::DeviceDays(days) => Some(u64::from(days)),
            _ => None,
        });
        assert_eq!(days, number("days_of_data_min"), "{code} from {from}");
        let units = version.units_max.units(&choices);
        match (row["max_units_per_month"].parse::<u32>().ok(), edit(row["code"].as_str())) {
            (Some(published), _) => assert_eq!(units, published, "{code}"),
            (None, Some(edit)) => assert_eq!(units, edit, "{code}"),
            (None, None) => assert!(matches!(version.units_max, Limit::Units(_)), "{code}"),
        }
        let until: Date = row["effective_to"].parse().unwrap();
        assert!(service.in_force(from) && service.in_force(until), "{code} {from}..{until}");
        let beyond = |day: Date| !rows.iter().any(|row| row["code"] == code.as_str() && covers(row, day));
        for day in [from.yesterday().unwrap(), until.tomorrow().unwrap()] {
            assert_eq!(service.in_force(day), !beyond(day), "{code} on {day}");
        }
        compared += 1;
    }
    assert!(compared > 120, "{compared}");
}

fn covers(row: &BTreeMap<String, String>, day: Date) -> bool {
    let date = |name: &str| row[name].parse::<Date>().unwrap();
    date("effective_from") <= day && day <= date("effective_to")
}

/// The bases that an APCM add-on asks for (CONC-22).
fn asked_bases(version: &ccm::billing::service::Version) -> Vec<String> {
    let asked = version.requires.iter().find_map(|asked| match &asked.requirement {
        Requirement::BaseBilledAmong(codes) => Some(codes.iter().map(ToString::to_string).collect()),
        _ => None,
    });
    asked.unwrap_or_default()
}

/// The ids of the prose: those that it sets in bold at the head of a rule.
fn prose_rules() -> Option<BTreeSet<String>> {
    let text = shared("spec/billing-rules.md")?;
    let head = |line: &str| {
        let rest = line.strip_prefix("- **").or_else(|| line.strip_prefix("| **"))?;
        Some(rest.split_once("**")?.0.to_owned())
    };
    Some(text.lines().filter_map(head).collect())
}

#[test]
fn every_rule_of_the_prose_has_an_entry_and_no_other_has() {
    let Some(prose) = prose_rules() else { return };
    let ours: BTreeSet<String> = RuleSet::embedded().rules().map(|(id, _)| id.to_string()).collect();
    let missing: Vec<_> = prose.difference(&ours).collect();
    let strange: Vec<_> = ours.difference(&prose).collect();
    assert!(missing.is_empty() && strange.is_empty(), "missing {missing:?}, strange {strange:?}");
    assert!(prose.len() > 170, "{}", prose.len());
}

/// Rules that hold a code, leave minutes out or price a line: each is under test in a case of ours.
#[test]
fn every_rule_that_a_case_can_show_is_shown_by_one() {
    let Some(prose) = prose_rules() else { return };
    let shown: BTreeSet<String> = own_cases().flat_map(|case| case.rule_ids).collect();
    // What the case format has no words for, and rules that speak of paper, files or stored answers.
    let silent = [
        "TIME-14",
        "CONSENT-06",
        "PLAN-03",
        "CCM-ACT-01",
        "CCM-BILL-01",
        "CCM-BILL-02",
        "RPM-01",
        "RPM-04",
        "RPM-11",
        "COCM-03",
        "APCM-02",
        "APCM-07",
        "PIN-02",
        "FQ-06",
        "FQ-09",
        "FQ-10",
        "CLAIM-03",
        "CLAIM-04",
        "CLAIM-08",
        "PAY-03",
        "PAY-04",
        "PAY-05",
        "PAY-07",
        "PAY-08",
        "PAY-09",
        "ELIG-05",
    ];
    let unshown: Vec<&String> = prose
        .iter()
        .filter(|id| !shown.contains(*id) && !silent.contains(&id.as_str()))
        .filter(|id| !id.starts_with("AUDIT") && !id.starts_with("PAYER"))
        .collect();
    assert!(unshown.is_empty(), "{unshown:?}");
    assert!(embedded::CASES.len() > 15);
}
