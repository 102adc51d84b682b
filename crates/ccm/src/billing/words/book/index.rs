//! The first page: how to read the others, and every code.

use super::markdown::{Markdown, list, mark, rule};
use super::{file, program};
use crate::billing::ruleset::RuleSet;
use crate::billing::service::Service;
use crate::billing::word::RuleId;
use crate::billing::words::program_name;
use crate::enrollment::Program;

const PAGES: [(&str, &str); 9] = [
    (
        "time.md",
        "What counts as time: roles, activities, stays, visits, and the order in which minutes are tested",
    ),
    (
        "settings.md",
        "Settings: physician practice, RHC, FQHC, hospital outpatient department, critical access hospital",
    ),
    ("payers.md", "What payers ask otherwise than original Medicare"),
    ("switches.md", "Switches: what a practice may settle otherwise, and what that risks"),
    ("devices.md", "Devices, and the supply codes that their days give"),
    ("holidays.md", "Holidays, for business days"),
    ("edits.md", "NCCI edits: units of a day, add-ons, pairs"),
    ("money.md", "Conversion factors, the patient's share, places of service"),
    ("by-id.md", "Every rule by its id: source, and the next step where it holds a code"),
];

pub(super) fn page(rules: &RuleSet) -> String {
    let mut page = Markdown::new("The billing rules");
    page.paragraph(
        "Made from `rules/` by `cargo xtask rules-docs`; a test compares. Change the data, not these pages. They are \
         a research specification and no legal or coding advice; a certified coder signs off before live claims. The \
         names of codes are our own words, not CPT's.",
    );
    page.section("How to read it");
    page.list([
        "A **month** is judged by the rules of that month; an amount is that of the date of service.".to_owned(),
        "Each code asks its **questions** in order. The first that is answered no, or cannot be answered, holds the \
         code and is the reason you see. A missing fact is never taken for a yes."
            .to_owned(),
        "Minutes are summed to the second and never rounded up. A second counts to one program.".to_owned(),
        format!(
            "Of two of our own codes that exclude each other, the one whose program comes first stays ({}). What \
             somebody has billed already goes before all of them. A held code displaces nothing.",
            id_of("ENG-11", rules)
        ),
        "A **rule** has an id, such as `CCM-TIME-01`. It stands on every hold; look it up under \
         [by-id.md](by-id.md)."
            .to_owned(),
        "A **switch** is a judgment that your practice may settle otherwise; the value in brackets is the default, \
         the cautious reading."
            .to_owned(),
        "**†** means: we have not held it against its source yet.".to_owned(),
        "`perennial rules show CODE --on DATE` says the same of one code on a terminal, with the rules you have \
         loaded."
            .to_owned(),
    ]);
    page.section("Programs, in the order in which they are judged");
    let codes = |program: Program| list(program::services(rules, program).map(|service| &service.code));
    page.table(
        ["", "program", "codes"],
        rules
            .programs()
            .order
            .iter()
            .enumerate()
            .map(|(place, &program)| {
                let name = format!("[{}]({})", program_name(program), file(program));
                [(place + 1).to_string(), format!("{name}, {}", program.word()), codes(program)]
            })
            .collect(),
    );
    page.section("The other pages");
    page.list(PAGES.iter().map(|(name, what)| format!("[{what}]({name})")));
    page.section("Every code");
    page.table(["code", "what it is", "dates of service", "program"], rules.services().map(row).collect());
    page.finish()
}

fn row(service: &Service) -> [String; 4] {
    let life = service.life().map_or(String::new(), |(from, until)| format!("{from} to {until}"));
    let verified = service.versions.iter().all(|version| version.verified);
    let program = format!("[{}]({})", service.program.word(), file(service.program));
    [service.code.to_string(), service.label.to_string(), format!("{life}{}", mark(verified)), program]
}

/// A rule's link, or its bare id where the rules do not have it.
pub(super) fn id_of(id: &'static str, rules: &RuleSet) -> String {
    let id = RuleId::literal(id);
    if rules.rule(id).is_some() { rule(id) } else { id.to_string() }
}
