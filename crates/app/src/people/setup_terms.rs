//! A payer's contract in the setup file (`[payers.terms]`): what it asks otherwise than the rules of its kind.

use std::collections::BTreeMap;

use ccm::basics::Problem;
use ccm::billing::RuleSet;
use ccm::billing::payer::PayerTerms;
use serde::Deserialize;

/// Reads and checks a contract's terms; every problem is noted with its path.
pub(super) fn read(
    path: &str,
    raw: toml::Table,
    rules: &RuleSet,
    problems: &mut Vec<Problem>,
) -> Option<PayerTerms> {
    let before = problems.len();
    // Term by term, so that one wrong term does not hide the next.
    for (name, value) in &raw {
        let alone = toml::Table::from_iter([(name.clone(), value.clone())]);
        if let Err(error) = PayerTerms::deserialize(alone) {
            problems
                .push(Problem::new("payer_term", format!("{path}.{name}")).with("expected", error.message()));
        }
    }
    if problems.len() > before {
        return None;
    }
    let terms = PayerTerms::deserialize(raw).ok()?;
    problems.extend(terms.check(path));
    let forms = &rules.programs().consent_forms;
    if terms.consent_forms.iter().flatten().any(|form| !forms.contains(form)) {
        let known: Vec<&str> = forms.iter().map(|form| form.as_str()).collect();
        problems.push(
            Problem::new("unknown_word", format!("{path}.consent_forms")).with("expected", known.join(", ")),
        );
    }
    let set: BTreeMap<String, serde_json::Value> = terms
        .switches
        .iter()
        .filter_map(|(name, setting)| Some((name.to_string(), serde_json::to_value(setting).ok()?)))
        .collect();
    let switches = format!("{path}.switches");
    problems.extend(
        rules.settings(&set).err().unwrap_or_default().into_iter().map(|problem| problem.under(&switches)),
    );
    Some(terms)
}
