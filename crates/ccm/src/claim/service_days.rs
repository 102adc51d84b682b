//! The days that a line is billed for (CLAIM-01): one, or from where the month's service began, for a payer that wants a span.

use super::document::ClaimLine;
use crate::basics::Date;
use crate::billing::determination::{Considered, Line, Outcome};
use crate::billing::reason::Reason;
use crate::billing::{Determination, RuleSet};
use crate::people::DatePolicy;

/// The first day of a service that is of the whole month, never before the patient agreed to it; `None` for what has a day
/// of its own.
pub fn first_day(line: &Line, judged: &Determination, rules: &RuleSet) -> Option<Date> {
    let version = rules.service(&line.code)?.version(judged.month)?;
    if !version.is_of_month() {
        return None;
    }
    let zone = judged.zone.zone();
    let of_program =
        |one: &&Considered| one.program == line.program && matches!(one.outcome, Outcome::Billed { .. });
    let findings = judged.considered.iter().filter(of_program).flat_map(|one| &one.findings);
    let agreed = findings.filter_map(|finding| match &finding.reason {
        Reason::ConsentGiven { at, .. } => Some(at.day(&zone)),
        _ => None,
    });
    let first = agreed.fold(judged.month.first_day(), Date::max);
    Some(first).filter(|first| *first < line.date_of_service)
}

impl ClaimLine {
    /// The first and the last day, as a payer wants them said.
    pub fn days(&self, wanted: DatePolicy) -> (Date, Date) {
        let first = match wanted {
            DatePolicy::Single => None,
            DatePolicy::Range => self.since,
        };
        (first.unwrap_or(self.on), self.on)
    }
}
