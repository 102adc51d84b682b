//! Devices: which program they serve, and what their days of data give.

use super::index::id_of;
use super::markdown::{Markdown, list};
use crate::basics::Hcpcs;
use crate::billing::requirement::Requirement;
use crate::billing::ruleset::RuleSet;

pub(super) fn page(rules: &RuleSet) -> String {
    let mut page = Markdown::new("Devices");
    page.paragraph(&format!(
        "Days with data in a window of 30 days give the supply code, the most demanding first ({}). A window belongs to \
         the month in which it ends ({}). A device whose word is not here serves no program.",
        id_of("RPM-02", rules),
        id_of("RPM-10", rules)
    ));
    let devices = rules.content.devices.iter();
    page.table(
        ["devices", "program", "supply", "set-up"],
        devices
            .map(|device| {
                let supply = device.supply.iter().map(|code| supply(code, rules));
                [
                    list(&device.words),
                    device.program.word().to_owned(),
                    list(supply),
                    device.set_up.to_string(),
                ]
            })
            .collect(),
    );
    page.finish()
}

/// A supply code with its days, and its first day where it came later than the rules begin.
fn supply(code: &Hcpcs, rules: &RuleSet) -> String {
    let versions = rules.service(code).map_or(&[][..], |service| &service.versions);
    let days =
        versions.iter().flat_map(|version| &version.requires).find_map(|asked| match asked.requirement {
            Requirement::DeviceDays(days) => Some(format!(" ({days} days)")),
            _ => None,
        });
    let begin = rules.services().filter_map(|service| service.life()).map(|(from, _)| from).min();
    let later = versions.first().filter(|version| Some(version.from) != begin);
    let from = later.map_or(String::new(), |version| format!(" from {}", version.from));
    format!("{code}{}{from}", days.unwrap_or_default())
}
