//! Where a practice bills from: forms, rates, the single code of a clinic's month.

use super::markdown::{Markdown, either, list, rule, switch};
use crate::basics::Date;
use crate::billing::ruleset::RuleSet;
use crate::billing::setting::{Collaborative, Form, RateBasis, SettingRule, Single, Terms};
use crate::billing::word::Word;

pub(super) fn page(rules: &RuleSet) -> String {
    let known = rules.settings_rules();
    let mut page = Markdown::new("Settings");
    page.paragraph(
        "Where the practice bills from. A practice whose setting is not on this page has every code held.",
    );
    page.table(
        ["setting", "word in the setup file", "claim", "rate", "rule"],
        known
            .settings
            .iter()
            .map(|(word, setting)| {
                let (claim, rate) = if setting.methods.is_empty() {
                    (claim(&setting.terms), rate(&setting.terms))
                } else {
                    ("by its method".to_owned(), "by its method".to_owned())
                };
                [setting.label.clone(), format!("`{word}`"), claim, rate, rule(setting.rule)]
            })
            .collect(),
    );
    for setting in known.settings.values() {
        let facts = facts(setting, rules);
        if !facts.is_empty() {
            page.section(&title(&setting.label));
            page.list(facts);
        }
    }
    if let Some(known) = &known.single {
        single(&mut page, known, rules);
    }
    if let Some(known) = &known.collaborative {
        collaborative(&mut page, known, rules);
    }
    page.finish()
}

fn claim(terms: &Terms) -> String {
    let mut text = match terms.form {
        Form::Professional => "professional: 837P, CMS-1500".to_owned(),
        Form::Institutional => "institutional: 837I, UB-04".to_owned(),
    };
    if let Some(bill) = terms.type_of_bill {
        text.push_str(&format!(", type of bill {bill}"));
    }
    if !terms.revenue_codes.is_empty() {
        text.push_str(&format!(", revenue codes {}", either(&terms.revenue_codes)));
    }
    text
}

fn rate(terms: &Terms) -> String {
    let rate = match terms.rate {
        RateBasis::Place => "by place of service and locality",
        RateBasis::National => "national, outside a facility, no locality",
        RateBasis::Facility => "the locality's amount in a facility",
    };
    if terms.percent == 100 { rate.to_owned() } else { format!("{} percent of {rate}", terms.percent) }
}

fn facts(setting: &SettingRule, rules: &RuleSet) -> Vec<String> {
    let mut facts = Vec::new();
    if !setting.deductible {
        facts.push("The Part B deductible is not asked.".to_owned());
    }
    if !setting.inside_visit.is_empty() {
        let by = setting.inside_visit_rule.map_or(String::new(), |id| format!(" ({})", rule(id)));
        facts.push(format!("{} pays inside the visit's rate, and is held{by}.", list(&setting.inside_visit)));
    }
    if let Some(component) = setting.component_switch {
        facts.push(format!(
            "Where {} is set, the hospital bills for its staff's work too, and the patient owes a share of each.",
            switch(component, rules)
        ));
    }
    if let Some(method) = setting.method_switch {
        facts.push(format!("Says by {} how it bills; every code is held until then.", switch(method, rules)));
        let terms = setting.methods.iter();
        facts.extend(terms.map(|(word, terms)| format!("Method {word}: {}; {}.", claim(terms), rate(terms))));
    }
    facts
}

fn single(page: &mut Markdown, single: &Single, rules: &RuleSet) {
    page.section(&format!("{} for a clinic's month", single.code));
    page.paragraph(&format!("At a {}.", names(&single.settings, rules)));
    let before = single.elected_from.yesterday().unwrap_or(single.elected_from);
    let after = next(single.until);
    page.table(
        ["dates of service", "what is billed"],
        vec![
            [format!("until {before}"), format!("{}, one unit for each service that is met", single.code)],
            [
                format!("{} to {}", single.elected_from, single.until),
                format!(
                    "what the clinic elected by {}, the single code or the individual ones, never both in a month; \
                     held by {} until it says",
                    switch(single.election, rules),
                    rule(single.election_rule)
                ),
            ],
            [format!("from {after}"), format!("the individual codes; {} is held by {}", single.code, rule(single.after))],
        ],
    );
    page.list([
        format!("One unit each for what these codes stand for, asked in this order: {}.", list(&single.services)),
        "Each asks the questions and the conflicts of its own code. Minutes beyond the first unit pay nothing.".to_owned(),
        format!("Remote monitoring also by {} days with data in a window that ends in the month.", single.device_days),
        format!("Short of minutes: held on {} by {}.", single.code, rule(single.shortfall)),
        format!(
            "The election does not touch {}.",
            list(single.election_exempt.iter().map(|program| program.word()))
        ),
        format!("Where APCM is billed, each of the services is held by {}, before any other conflict.", rule(single.displaced_by)),
    ]);
}

fn collaborative(page: &mut Markdown, own: &Collaborative, rules: &RuleSet) {
    page.section(&format!("{} for collaborative care", own.code));
    page.list([
        format!("At a {}, until {}; whatever was elected.", names(&own.settings, rules), own.until),
        format!(
            "{} minutes in the first month of an episode, {} in a later one, always in full.",
            own.first_month_minutes, own.later_month_minutes
        ),
        format!(
            "From {} it is held by {}; the codes of {} take its place.",
            next(own.until),
            rule(own.after),
            own.program.word()
        ),
    ]);
}

fn next(day: Date) -> Date {
    day.tomorrow().unwrap_or(day)
}

fn title(label: &str) -> String {
    let mut letters = label.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

fn names(words: &[Word], rules: &RuleSet) -> String {
    let name = |word: &Word| {
        let label = rules.settings_rules().settings.get(word).map(|setting| setting.label.clone());
        label.unwrap_or_else(|| word.to_string())
    };
    either(words.iter().map(name))
}
