//! In what a determination differs from what a case expects: every difference, nothing but differences.

use serde::{Deserialize, Serialize};

use super::format::{Case, Expected};
use crate::basics::Cents;
use crate::billing::RuleSet;
use crate::billing::determination::{Determination, Line, PatientShare};
use crate::billing::facts::Key;
use crate::enrollment::Program;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Difference {
    /// Key of `expected`, and what under it.
    pub at: String,
    pub expected: String,
    pub found: String,
}

/// Compares a determination of the case's own facts.
pub fn compare(case: &Case, found: &Determination, rules: &RuleSet) -> Vec<Difference> {
    compare_with(case, found, rules, &|key| key.as_str().parse().ok())
}

/// Compares a determination whose entries have other ids: `entry_number` gives the case's id of each.
pub fn compare_with(
    case: &Case,
    found: &Determination,
    rules: &RuleSet,
    entry_number: &dyn Fn(&Key) -> Option<u64>,
) -> Vec<Difference> {
    let mut comparison = Comparison { expected: &case.expected, found, rules, differences: Vec::new() };
    comparison.lines_and_holds();
    comparison.minutes(entry_number);
    comparison.dates();
    comparison.amounts();
    comparison.differences
}

struct Comparison<'a> {
    expected: &'a Expected,
    found: &'a Determination,
    rules: &'a RuleSet,
    differences: Vec<Difference>,
}

impl Comparison<'_> {
    fn differ(&mut self, at: &str, expected: impl ToString, found: impl ToString) {
        self.differences.push(Difference {
            at: at.to_owned(),
            expected: expected.to_string(),
            found: found.to_string(),
        });
    }

    /// Compares two lists in any order, equal items as often as they occur.
    fn same_items(&mut self, at: &str, mut expected: Vec<String>, mut found: Vec<String>) {
        expected.retain(|item| match found.iter().position(|other| other == item) {
            Some(place) => {
                found.swap_remove(place);
                false
            }
            None => true,
        });
        if expected.is_empty() && found.is_empty() {
            return;
        }
        let list = |mut items: Vec<String>| {
            items.sort();
            if items.is_empty() { "nothing".to_owned() } else { items.join(", ") }
        };
        self.differ(at, list(expected), list(found));
    }

    fn lines_and_holds(&mut self) {
        if let Some(lines) = &self.expected.lines {
            let expected = lines.iter().map(|line| format!("{} x {}", line.code, line.units)).collect();
            let found =
                self.found.lines.iter().map(|line| format!("{} x {}", line.code, line.units)).collect();
            self.same_items("lines", expected, found);
        }
        if let Some(held) = &self.expected.held {
            let expected = held.iter().map(|held| format!("{} {}", held.rule_id, held.code)).collect();
            let found = self.found.held.iter().map(|held| format!("{} {}", held.rule, held.code)).collect();
            self.same_items("held", expected, found);
        }
    }

    fn minutes(&mut self, entry_number: &dyn Fn(&Key) -> Option<u64>) {
        if let Some(minutes) = &self.expected.minutes_counted {
            let mut buckets: std::collections::BTreeMap<_, _> =
                self.found.minutes.iter().map(|item| (item.bucket, item.seconds)).collect();
            for (bucket, &expected) in minutes {
                let seconds = buckets.remove(bucket).unwrap_or(0);
                if !near(expected, seconds) {
                    self.differ(&format!("minutes_counted.{bucket}"), expected, in_minutes(seconds));
                }
            }
            for (bucket, seconds) in buckets {
                self.differ(&format!("minutes_counted.{bucket}"), "nothing", in_minutes(seconds));
            }
        }
        if let Some(excluded) = &self.expected.excluded {
            let item = |entry: String, rule: &dyn std::fmt::Display, minutes: f64| {
                format!("entry {entry}: {minutes:.2} minutes by {rule}")
            };
            let expected =
                excluded.iter().map(|out| item(out.entry.to_string(), &out.rule_id, out.minutes)).collect();
            let found = self
                .found
                .left_out
                .iter()
                .map(|out| {
                    let entry = entry_number(&out.entry).map_or(out.entry.to_string(), |id| id.to_string());
                    item(entry, &out.rule, in_minutes(out.seconds))
                })
                .collect();
            self.same_items("excluded", expected, found);
        }
        if let Some(expected) = self.expected.unbilled_minutes
            && !near(expected, self.found.unbilled_seconds)
        {
            self.differ("unbilled_minutes", expected, in_minutes(self.found.unbilled_seconds));
        }
    }

    /// The base line of CCM or PCM.
    fn base(&self) -> Option<&Line> {
        self.found.lines.iter().find(|line| {
            matches!(line.program, Program::Ccm | Program::Pcm)
                && line.seconds_used > 0
                && self.rules.service(&line.code).is_some_and(|service| service.bases.is_empty())
        })
    }

    fn dates(&mut self) {
        let date = self.base().map(|line| line.date_of_service);
        let shown = date.map_or("no base line".to_owned(), |date| date.to_string());
        if let Some(expected) = self.expected.date_of_service
            && date != Some(expected)
        {
            self.differ("date_of_service", expected, &shown);
        }
        if let Some(limit) = self.expected.date_of_service_not_after
            && date.is_none_or(|date| date > limit)
        {
            self.differ("date_of_service_not_after", limit, &shown);
        }
        if let Some(expected) = &self.expected.modifier_25_on {
            let found = self.found.modifier_25.as_ref().map(|modifier| &modifier.code);
            if found != Some(expected) {
                self.differ("modifier_25_on", expected, found.map_or("nothing", |code| code.as_str()));
            }
        }
    }

    fn amounts(&mut self) {
        if let Some(expected) = &self.expected.conversion_factor {
            let found = self.base().and_then(|line| line.fee.conversion_factor);
            if expected.parse() != found.ok_or(rust_decimal::Error::ErrorString(String::new())) {
                self.differ(
                    "conversion_factor",
                    expected,
                    found.map_or("nothing".to_owned(), |factor| factor.to_string()),
                );
            }
        }
        let tables = [
            (
                "amount_usd",
                &self.expected.amount_usd,
                (|line| line.fee.national_nonfacility) as fn(&Line) -> _,
            ),
            ("local_amount_usd", &self.expected.local_amount_usd, |line| line.fee.local_nonfacility),
            ("facility_amount_usd", &self.expected.facility_amount_usd, |line| line.fee.national_facility),
        ];
        for (name, table, amount) in tables {
            for (code, expected) in table.iter().flatten() {
                let line = self.found.lines.iter().find(|line| line.code == *code);
                let found: Option<Cents> = line.and_then(amount);
                if found.is_none() || found != Cents::parse(expected) {
                    let found = found.map_or("nothing".to_owned(), |cents| cents.to_string());
                    self.differ(&format!("{name}.{code}"), expected, found);
                }
            }
        }
        if let Some(expected) = &self.expected.patient_bill_usd {
            let lines = &self.found.lines;
            let nothing = !lines.is_empty() && lines.iter().all(|line| line.patient == PatientShare::Nothing);
            if !nothing || Cents::parse(expected) != Some(Cents(0)) {
                let found = if nothing { "0.00" } else { "a share, or not known" };
                self.differ("patient_bill_usd", expected, found);
            }
        }
    }
}

fn in_minutes(seconds: u64) -> f64 {
    seconds as f64 / 60.0
}

/// To a hundredth of a minute.
fn near(expected: f64, seconds: u64) -> bool {
    (expected - in_minutes(seconds)).abs() < 0.01
}
