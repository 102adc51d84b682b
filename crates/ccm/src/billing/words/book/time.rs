//! What counts as time: the order of the tests, and the words that they know.

use std::collections::BTreeMap;

use super::index::id_of;
use super::markdown::{Markdown, list, mark, switch};
use crate::billing::program::{Activity, ActivityCounts, RoleClass};
use crate::billing::ruleset::RuleSet;
use crate::billing::word::{RuleId, Word};

/// The tests of an entry in the order in which `counting` asks them (ENG-12).
const TESTS: [&[&str]; 10] = [
    &["TIME-10", "ENG-04"],
    &["TIME-11"],
    &["CONSENT-01", "CONSENT-03", "CONSENT-05"],
    &["TIME-03", "TIME-12", "TIME-13"],
    &["TIME-04"],
    &["TIME-05"],
    &["TIME-09"],
    &["TIME-06"],
    &["TIME-08"],
    &["TIME-07"],
];

pub(super) fn page(rules: &RuleSet) -> String {
    let content = &rules.content;
    let mut page = Markdown::new("What counts as time");
    page.paragraph(
        "Entries are cut to the second. The first test that a second fails leaves it out, and is named beside it; what \
         is left goes to its program.",
    );
    page.section("The tests, in this order");
    page.steps(TESTS.iter().map(|ids| {
        let told = ids.iter().map(|&id| {
            let title = rules.rule(RuleId::literal(id)).map_or("", |rule| rule.title.as_str());
            format!("{} {title}", id_of(id, rules))
        });
        told.collect::<Vec<_>>().join("; ")
    }));
    page.section("Who");
    page.paragraph("A role that is not here does not count.");
    let mut classes: Vec<(&RoleClass, Vec<Word>)> = Vec::new();
    for (&word, class) in &content.roles {
        match classes.iter_mut().find(|(known, _)| *known == class) {
            Some((_, words)) => words.push(word),
            None => classes.push((class, vec![word])),
        }
    }
    page.table(
        ["roles", "who they are", "programs", "own minutes", "supervisor on record", "paid of the fee"],
        classes.into_iter().map(|(class, words)| role(class, &words)).collect(),
    );
    page.paragraph(
        "“Own minutes”: the minutes of the billing practitioner in such a role are practitioner time; anybody else's \
         are staff time.",
    );
    page.section("What");
    page.paragraph("An activity that is not here does not count.");
    page.table(["activities", "counts", "shows"], activities(&content.activities, rules));
    page.section("Where the patient is");
    let time = &content.time;
    page.list([
        format!(
            "Left out ({}): {}, by day or by hour as {} says; but not for {}.",
            id_of("TIME-09", rules),
            list(&time.facility_stays),
            switch(crate::billing::switches::Switch::FacilityDayPartial, rules),
            list(time.facility_exempt.iter().map(|program| program.word()))
        ),
        format!("Known, and counted: {}.", list(&time.other_stays)),
    ]);
    page.section("Where the work is done");
    page.paragraph(&format!(
        "Inside the United States ({}): {}.",
        id_of("TIME-04", rules),
        list(&time.inside_countries)
    ));
    page.section("The practitioner alone");
    page.paragraph(&format!(
        "Staff minutes are left out of {}.",
        list(time.practitioner_only.iter().map(|program| program.word()))
    ));
    page.section("Visits");
    let codes = |wanted: fn(&crate::billing::ruleset::VisitCode) -> bool| {
        list(content.visits.iter().filter(move |(_, visit)| wanted(visit)).map(|(code, _)| code))
    };
    page.list([
        format!("May start CCM or PCM ({}): {}.", id_of("INIT-02", rules), codes(|visit| visit.initiating)),
        format!(
            "Time on their day is left out ({}): {}.",
            id_of("TIME-06", rules),
            codes(|visit| visit.same_day)
        ),
    ]);
    page.finish()
}

fn role(class: &RoleClass, words: &[Word]) -> [String; 6] {
    let yes = |is: bool| if is { "yes" } else { "—" }.to_owned();
    let programs = list(class.programs.iter().map(|program| program.word()));
    let programs = if programs.is_empty() { "none: never counted".to_owned() } else { programs };
    let paid = match &class.paid {
        None => "all".to_owned(),
        Some(paid) => format!("{} percent ({}){}", paid.percent, paid.source, mark(paid.verified)),
    };
    [list(words), class.note.clone(), programs, yes(class.own_time), yes(class.supervised), paid]
}

fn activities(known: &BTreeMap<Word, Activity>, rules: &RuleSet) -> Vec<[String; 3]> {
    let mut rows: Vec<(&Activity, Vec<Word>)> = Vec::new();
    for (&word, activity) in known {
        match rows.iter_mut().find(|(same, _)| *same == activity) {
            Some((_, words)) => words.push(word),
            None => rows.push((activity, vec![word])),
        }
    }
    let row = |(activity, words): (&Activity, Vec<Word>)| {
        let counts = match activity.counts {
            ActivityCounts::Yes => "yes".to_owned(),
            ActivityCounts::No => "no".to_owned(),
            ActivityCounts::If(decides) => format!("as {} says", switch(decides, rules)),
        };
        let shows = match (activity.reaches_patient, activity.plan_work) {
            (true, true) => "the patient reached, the plan worked on",
            (true, false) => "the patient reached",
            (false, true) => "the plan worked on",
            (false, false) => "—",
        };
        [list(words), counts, shows.to_owned()]
    };
    rows.into_iter().map(row).collect()
}
