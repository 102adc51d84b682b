//! What one file of the rules says of another must be there.

use super::Content;
use crate::basics::{Hcpcs, Problem};
use crate::billing::service::Limit;
use crate::billing::word::RuleId;
use crate::enrollment::Program;

impl Content {
    /// What one file says of another must be there.
    pub(super) fn check(&self, problems: &mut Vec<Problem>) {
        let mut asked: Vec<(String, RuleId)> =
            crate::billing::reason::NAMED_IN_CODE.iter().map(|&id| ("the program".to_owned(), id)).collect();
        for service in self.services.values() {
            let place = format!("services/{}.toml", service.code);
            for version in &service.versions {
                asked.extend(version.requires.iter().map(|row| (place.clone(), row.rule)));
                let further = version.increment_seconds() > 0;
                if service.complete && service.bases.is_empty() == further {
                    problems.push(Problem::new("an_add_on_has_a_base_and_an_increment", place.clone()));
                }
                // A code without questions of its own stands for others, a unit each (FQ-01).
                let stands_alone = service.bases.is_empty() && !version.requires.is_empty();
                if stands_alone && version.units_max != Limit::Units(1) {
                    problems.push(Problem::new("a_base_has_one_unit", place.clone()));
                }
            }
            let unknown = service.bases.iter().filter(|base| !self.services.contains_key(*base));
            problems
                .extend(unknown.map(|base| Problem::new("unknown_code", place.clone()).with("code", base)));
        }
        for (place, id) in asked {
            if !self.rules.contains_key(&id) {
                problems.push(Problem::new("rule_without_an_entry", place).with("rule", id));
            }
        }
        self.check_words(problems);
        for program in Program::ALL {
            let place = format!("programs.toml: {}", program.word());
            if self.programs.order.iter().filter(|&&listed| listed == program).count() != 1 {
                problems.push(Problem::new("once_in_the_order", place.clone()));
            }
            let Some(rule) = self.programs.program.get(&program) else {
                problems.push(Problem::new("missing_program", place));
                continue;
            };
            let tracks = rule.track.iter().map(|track| &track.base);
            let levels = rule.level.iter().map(|level| &level.base);
            let others = rule.lowest.iter().chain(&rule.transition).chain([&rule.gate_code]);
            for code in tracks.chain(levels).chain(others) {
                if self.services.get(code).is_none_or(|service| service.program != program) {
                    problems.push(Problem::new("unknown_code", place.clone()).with("code", code));
                }
            }
        }
    }

    /// Devices, settings, payers and pairs speak of rules and codes that are here.
    fn check_words(&self, problems: &mut Vec<Problem>) {
        let unknown = |code: &Hcpcs, place: &str| {
            (!self.services.contains_key(code))
                .then(|| Problem::new("unknown_code", place).with("code", code))
        };
        for device in &self.devices {
            let codes = device.supply.iter().chain([&device.set_up]);
            problems.extend(codes.filter_map(|code| unknown(code, "devices.toml")));
        }
        let settings = &self.settings;
        let single = settings.single.iter().flat_map(|single| single.services.iter().chain([&single.code]));
        let own = settings.collaborative.iter().map(|own| &own.code);
        problems.extend(single.chain(own).filter_map(|code| unknown(code, "settings.toml")));
        let clinic = settings
            .single
            .iter()
            .flat_map(|single| [single.shortfall, single.after, single.election_rule, single.displaced_by]);
        let named =
            settings.settings.values().flat_map(|rule| rule.inside_visit_rule.into_iter().chain([rule.rule]));
        let after = settings.collaborative.iter().map(|own| own.after);
        let pairs = self.conflicts.iter().map(|(_, _, pair)| pair.rule);
        for rule in clinic.chain(named).chain(after).chain(pairs) {
            if !self.rules.contains_key(&rule) {
                problems.push(
                    Problem::new("rule_without_an_entry", "settings.toml, conflicts.toml").with("rule", rule),
                );
            }
        }
        for payer in self.payers.values() {
            problems.extend(payer.terms.check(&format!("payers/{}.toml", payer.kind)));
            problems.extend(self.switches.check(&payer.terms.switches));
        }
    }
}
