//! What payers ask otherwise than original Medicare.

use super::markdown::{Markdown, list, mark};
use crate::billing::payer::PayerTerms;
use crate::billing::ruleset::RuleSet;

pub(super) fn page(rules: &RuleSet) -> String {
    let mut page = Markdown::new("Payers");
    page.paragraph(
        "By kind of payer. A payer's own contract, kept with the practice's payers (`terms` in the setup file), goes \
         before its kind; what neither says is as original Medicare has it.",
    );
    for kind in rules.payers() {
        page.section(&kind.label);
        page.list(terms(&kind.terms));
        page.paragraph(&format!("`{}`. Source: {}{}", kind.kind, kind.cite.join("; "), mark(kind.verified)));
    }
    page.finish()
}

/// One sentence for each term that is said.
fn terms(terms: &PayerTerms) -> Vec<String> {
    let mut said = Vec::new();
    said.extend(terms.asks_part_b.map(|asks| match asks {
        true => "Part B must be active.".to_owned(),
        false => "The payer's own cover must be active, not Part B.".to_owned(),
    }));
    if terms.needs_contract == Some(true) {
        said.push("Nothing is billed until the payer's terms are on record.".to_owned());
    }
    said.extend(terms.covered.as_ref().map(|codes| format!("Pays only {}.", list(codes))));
    said.extend(terms.not_covered.as_ref().map(|codes| format!("Does not pay {}.", list(codes))));
    said.extend(
        terms.consent_forms.as_ref().map(|forms| format!("Accepts consent that is {}.", list(forms))),
    );
    let authorized = terms.prior_authorization.as_ref();
    said.extend(authorized.map(|codes| format!("Asks for its authorization before {}.", list(codes))));
    for (code, units) in terms.units_max.iter().flatten() {
        said.push(format!("At most {units} units of {code} a month."));
    }
    said.extend(terms.filing_days.map(|days| format!("Claims within {days} days of the date of service.")));
    said.push(match terms.percent_of_medicare {
        Some(100) => "Pays the amounts of the fee schedule.".to_owned(),
        Some(percent) => format!("Pays {percent} percent of the fee schedule's amounts."),
        None => "What it pays is not known: no amount is worked out.".to_owned(),
    });
    said.extend(terms.coinsurance_percent.map(|percent| format!("The patient owes {percent} percent.")));
    said.extend(
        terms
            .switches
            .iter()
            .map(|(name, setting)| format!("Wants [{name}](switches.md#{name}) = {setting}.")),
    );
    said
}
