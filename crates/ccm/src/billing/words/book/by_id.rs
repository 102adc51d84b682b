//! Every rule by its id.

use super::markdown::{Markdown, mark};
use crate::billing::ruleset::RuleSet;

/// What the groups of ids are about, in the order of the specification.
const GROUPS: [(&str, &str); 21] = [
    ("ENG", "The engine"),
    ("TIME", "Time"),
    ("CONSENT", "Consent"),
    ("INIT", "The initiating visit"),
    ("ELIG", "Who may be managed"),
    ("PLAN", "The care plan"),
    ("CCM", "Chronic care management"),
    ("PCM", "Principal care management"),
    ("TCM", "Transitional care management"),
    ("RPM", "Remote monitoring"),
    ("BHI", "Behavioral health integration"),
    ("COCM", "Collaborative care"),
    ("APCM", "Advanced primary care management"),
    ("CHI", "Community health integration"),
    ("PIN", "Principal illness navigation"),
    ("FQ", "Clinics and hospitals"),
    ("CLAIM", "The claim"),
    ("PAY", "Money"),
    ("PAYER", "Payers"),
    ("CONC", "What may share a month"),
    ("AUDIT", "What a reviewer asks for"),
];

pub(super) fn page(rules: &RuleSet) -> String {
    let mut page = Markdown::new("Every rule by its id");
    page.paragraph("“Next” is the one step to take where the rule holds a code or leaves minutes out.");
    let is_known = |group: &str| GROUPS.iter().any(|(known, _)| *known == group);
    for (group, title) in GROUPS.into_iter().chain([("", "Others")]) {
        let mut members = rules
            .rules()
            .filter(|(id, _)| {
                let own = id.as_str().split('-').next().unwrap_or_default();
                own == group || (group.is_empty() && !is_known(own))
            })
            .peekable();
        if members.peek().is_some() {
            page.section(title);
        }
        for (id, rule) in members {
            page.part(id.as_str());
            page.paragraph(&format!("{}.", rule.title));
            page.paragraph(&format!(
                "Source: {}{}. Next: {}",
                rule.cite.join("; "),
                mark(rule.verified),
                rule.action
            ));
        }
    }
    page.finish()
}
