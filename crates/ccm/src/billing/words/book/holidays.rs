//! The days on which nobody is expected to call.

use std::collections::BTreeSet;

use super::index::id_of;
use super::markdown::Markdown;
use crate::billing::ruleset::RuleSet;

pub(super) fn page(rules: &RuleSet) -> String {
    let mut page = Markdown::new("Holidays");
    page.paragraph(&format!(
        "Business days ({}) are all but Saturdays, Sundays and these days. A holiday on a Saturday is observed the \
         Friday before, one on a Sunday the Monday after.",
        id_of("TCM-02", rules)
    ));
    let years: BTreeSet<i16> = rules
        .services()
        .filter_map(|service| service.life())
        .flat_map(|(from, until)| from.year()..=until.year())
        .collect();
    let head: Vec<String> =
        std::iter::once("holiday".to_owned()).chain(years.iter().map(ToString::to_string)).collect();
    let mut rows: Vec<Vec<String>> = Vec::new();
    for &year in &years {
        for (name, day) in rules.holidays().observed(year) {
            match rows.iter_mut().find(|row| row.first().is_some_and(|known| known == name)) {
                Some(row) => row.push(day.to_string()),
                None => rows.push(vec![name.to_owned(), day.to_string()]),
            }
        }
    }
    page.rows(&head, rows);
    page.finish()
}
