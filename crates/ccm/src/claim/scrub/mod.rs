//! What is wrong with a claim? Everything at once, each problem with its place: `lines[0].pointers[2]`.
//!
//! Codes of problems are stable. The month rules of interop.md §3 are asked of the rule set: which codes there are,
//! how many units, what may not share a claim. Nothing here names a code. A problem never holds what the chart says.

mod address;
mod lines;
mod month;
mod parties;

use crate::basics::{Date, Hcpcs, Problem};
use crate::billing::service::Version;
use crate::billing::switches::Choices;
use crate::billing::{Form, RuleSet, Service, Settings, Word};
use crate::care_plan::ConditionCatalog;
use crate::people::PracticeProfile;

use super::document::{Claim, MOST_CHARGE};
use super::ub04::Institutional;

/// What a claim is held against.
pub struct ScrubContext<'a> {
    /// The billing provider.
    pub practice: &'a PracticeProfile,
    pub rules: &'a RuleSet,
    /// The practice's switches; some are caps of units.
    pub settings: &'a Settings,
    pub catalog: &'a ConditionCatalog,
    /// The practice's local day on which the file would be written.
    pub file_date: Date,
    /// The payer takes replacements and voids. Medicare Part B takes originals alone.
    pub takes_replacements: bool,
}

/// Everything in the way of this claim's becoming part of a file; empty: nothing is.
pub fn scrub(claim: &Claim, context: &ScrubContext<'_>) -> Vec<Problem> {
    let mut problems = Vec::new();
    claim_itself(claim, context, &mut problems);
    parties::check(claim, context, &mut problems);
    let rulebook = Rulebook::of(claim, context);
    lines::check(claim, context, &rulebook, &mut problems);
    month::check(claim, &rulebook, &mut problems);
    problems
}

const LONGEST_NUMBER: usize = 20;

fn claim_itself(claim: &Claim, context: &ScrubContext<'_>, problems: &mut Vec<Problem>) {
    let number = claim.number.as_bytes();
    if !(1..=LONGEST_NUMBER).contains(&number.len())
        || !number.iter().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
    {
        problems.push(Problem::new("claim_number", "number").with("expected", "1 to 20 of A-Z 0-9"));
    }
    // FQ-06, FQ-09: a clinic's and a Method II hospital's services go on the UB-04.
    if claim.form == Form::Institutional {
        if claim.type_of_bill.is_none() {
            problems.push(Problem::new("required", "type_of_bill"));
        }
        if Institutional::embedded().revenue(&context.practice.setting).is_none() {
            problems.push(Problem::new("revenue_code", "form"));
        }
    }
    let place = claim.place_of_service.as_bytes();
    if place.len() != 2 || !place.iter().all(u8::is_ascii_digit) {
        problems
            .push(Problem::new("place_of_service_shape", "place_of_service").with("expected", "two digits"));
    } else if Word::new(&claim.place_of_service)
        .ok()
        .and_then(|word| context.rules.fees().rate(word))
        .is_none()
    {
        problems.push(Problem::new("place_of_service_unknown", "place_of_service"));
    }
    frequency(claim, context, problems);
    match claim.total() {
        None => problems.push(Problem::new("total", "lines")),
        Some(total) if total > MOST_CHARGE => {
            problems.push(Problem::new("total", "lines").with("most_cents", MOST_CHARGE.0));
        }
        Some(_) => {}
    }
}

/// CLM05-3. 7 replaces, 8 takes back; both name the payer's own claim.
fn frequency(claim: &Claim, context: &ScrubContext<'_>, problems: &mut Vec<Problem>) {
    let named = claim.payer_claim_number.as_ref().is_some_and(|number| !number.trim().is_empty());
    match claim.frequency.as_str() {
        "1" if named => problems.push(Problem::new("payer_claim_number_unexpected", "payer_claim_number")),
        "1" => {}
        "7" | "8" => {
            if !context.takes_replacements {
                problems.push(Problem::new("frequency_not_allowed", "frequency"));
            }
            if !named {
                problems.push(Problem::new("required", "payer_claim_number"));
            }
        }
        _ => problems.push(Problem::new("frequency_unknown", "frequency").with("expected", "1, 7 or 8")),
    }
}

/// The rules of the claim's month, line by line.
struct Rulebook<'a> {
    /// For each line: its service, and the version for the month.
    lines: Vec<Option<(&'a Service, Option<&'a Version>)>>,
    /// For each line: the version of the code to which it is added.
    bases: Vec<Option<&'a Version>>,
    choices: Choices,
    rules: &'a RuleSet,
}

impl<'a> Rulebook<'a> {
    fn of(claim: &Claim, context: &ScrubContext<'a>) -> Self {
        let rules = context.rules;
        let find = |code| {
            let service = rules.service(code)?;
            Some((service, service.version(claim.month)))
        };
        let lines: Vec<_> = claim.lines.iter().map(|line| find(&line.code)).collect();
        let base = |line: &Option<(&'a Service, Option<&'a Version>)>| {
            let (service, _) = (*line)?;
            let on_claim = |base: &&Hcpcs| claim.lines.iter().any(|line| line.code == **base);
            let base = service.bases.iter().find(on_claim).or(service.bases.first())?;
            rules.service(base)?.version(claim.month)
        };
        let bases = lines.iter().map(base).collect();
        Self { lines, bases, choices: rules.switches().choose(context.settings), rules }
    }

    /// What is asked of a line, and of the code that it is added to.
    fn versions(&self, line: usize) -> impl Iterator<Item = &'a Version> {
        let own = self.lines.get(line).copied().flatten().and_then(|(_, version)| version);
        own.into_iter().chain(self.bases.get(line).copied().flatten())
    }
}
