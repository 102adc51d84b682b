//! What CMS's claim edits say of our codes, and as of when.

use std::collections::BTreeMap;

use super::markdown::{Markdown, list};
use crate::basics::{Date, Hcpcs};
use crate::billing::edits::{Mai, ModifierIndicator, PairAnswer};
use crate::billing::ruleset::RuleSet;

pub(super) fn page(rules: &RuleSet) -> String {
    let mut page = Markdown::new("NCCI edits");
    page.paragraph(
        "For our own codes, by the newest tables that are built in. Each table has a vintage, the day from which CMS \
         put it in force; an answer names it. Newer tables are loaded with `perennial reference import`.",
    );
    let codes: Vec<&Hcpcs> = rules.services().map(|service| &service.code).collect();
    let Some(on) = rules.services().filter_map(|service| service.life()).map(|(_, until)| until).max() else {
        return page.finish();
    };
    units(&mut page, &codes, on, rules);
    add_ons(&mut page, &codes, on, rules);
    pairs(&mut page, &codes, on, rules);
    page.finish()
}

fn units(page: &mut Markdown, codes: &[&Hcpcs], on: Date, rules: &RuleSet) {
    let mut rows: BTreeMap<(Date, u32, u8), Vec<&Hcpcs>> = BTreeMap::new();
    let mut silent = Vec::new();
    for &code in codes {
        match rules.edits().mue(code, on) {
            Some(edit) => rows.entry((edit.vintage, edit.units, indicator(edit.mai))).or_default().push(code),
            None => silent.push(code),
        }
    }
    page.section("Most units of a day (MUE)");
    let row = |((vintage, units, mai), codes): ((Date, u32, u8), Vec<&Hcpcs>)| {
        [units.to_string(), list(codes), mai.to_string(), vintage.to_string()]
    };
    page.table(["units", "codes", "indicator", "vintage"], rows.into_iter().map(row).collect());
    page.paragraph(
        "Indicator 1: counted by claim line. 2: by day, from policy; more is never paid. 3: by day; more may be paid on \
         evidence.",
    );
    if !silent.is_empty() {
        page.paragraph(&format!("No edit is published for {}.", list(silent)));
    }
}

fn indicator(mai: Mai) -> u8 {
    match mai {
        Mai::Line => 1,
        Mai::DayPolicy => 2,
        Mai::DayClinical => 3,
    }
}

fn add_ons(page: &mut Markdown, codes: &[&Hcpcs], on: Date, rules: &RuleSet) {
    page.section("What an add-on may be added to");
    let row = |code: &&Hcpcs| {
        let primaries = rules.edits().primaries(code, on)?;
        let others = if primaries.contractor_may_name_others() { "yes" } else { "no" };
        Some([code.to_string(), list(primaries.codes()), others.to_owned(), primaries.vintage.to_string()])
    };
    page.table(
        ["add-on", "beside", "the contractor may name others", "vintage"],
        codes.iter().filter_map(row).collect(),
    );
}

/// What one code takes away from others on a day: never together, and together with a modifier.
#[derive(Default)]
struct Taken<'a> {
    never: Vec<&'a Hcpcs>,
    with_modifier: Vec<&'a Hcpcs>,
    vintage: Option<Date>,
}

fn pairs(page: &mut Markdown, codes: &[&Hcpcs], on: Date, rules: &RuleSet) {
    page.section("Pairs of a day (PTP)");
    page.paragraph("The code on the left is paid, the others are not; with an NCCI modifier, some are.");
    let mut rows = Vec::new();
    let mut silent: BTreeMap<Date, Vec<&Hcpcs>> = BTreeMap::new();
    for &column1 in codes {
        let mut taken = Taken::default();
        for &column2 in codes.iter().filter(|&&other| other != column1) {
            match rules.pair(column1, column2, on) {
                PairAnswer::Bars { modifier, vintage } => {
                    taken.vintage = Some(vintage);
                    match modifier {
                        ModifierIndicator::Never => taken.never.push(column2),
                        ModifierIndicator::Allowed => taken.with_modifier.push(column2),
                    }
                }
                PairAnswer::TooOld { vintage, code } if code == *column1 => {
                    let codes = silent.entry(vintage).or_default();
                    if codes.last() != Some(&column1) {
                        codes.push(column1);
                    }
                }
                PairAnswer::TooOld { .. } | PairAnswer::Free { .. } | PairAnswer::NoTable => {}
            }
        }
        if let Some(vintage) = taken.vintage {
            let row =
                [column1.to_string(), list(taken.never), list(taken.with_modifier), vintage.to_string()];
            rows.push(row.map(|cell| if cell.is_empty() { "—".to_owned() } else { cell }));
        }
    }
    page.table(["paid", "not paid", "paid with a modifier", "vintage"], rows);
    for (vintage, codes) in silent {
        page.paragraph(&format!(
            "The table of {vintage} is older than {}, and says nothing of them: a code younger than the table is for a \
             person to look at.",
            list(codes)
        ));
    }
}
