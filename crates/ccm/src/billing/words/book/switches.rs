//! Every switch, by its name.

use super::markdown::{Markdown, list, mark, rule};
use crate::billing::ruleset::RuleSet;
use crate::billing::switches::Switch;

pub(super) fn page(rules: &RuleSet) -> String {
    let mut page = Markdown::new("Switches");
    page.paragraph(
        "Where the sources leave room, the cautious reading is the default, and a practice may settle it otherwise in \
         its setup file; a payer's contract goes before the practice. Every answer names the switches that mattered.",
    );
    let known = Switch::ALL.iter().filter_map(|&switch| Some((switch, rules.switches().rule(switch)?)));
    for (switch, said) in known {
        let values = list(said.values.iter().map(|value| match value.to_string().as_str() {
            "number" => "any whole number".to_owned(),
            value => format!("`{value}`"),
        }));
        page.section(switch.name());
        page.list([
            format!("Turns: {}.", said.turns),
            format!("Default: `{}`. It may be: {values}.", said.default),
            format!("Risk: {}.", said.risks),
            format!("Rule: {}{}", rule(said.rule), mark(said.verified)),
        ]);
    }
    page.finish()
}
