//! G0506: planning beyond the initiating visit (INIT-08).

use super::chronic::Chronic;
use super::scene::Scene;
use super::{Outcome, UNKNOWN, claim, identity, patient, visit};

const CODE: &str = "G0506";

pub fn judge(scene: &Scene, chronic: &Chronic) -> Outcome {
    let facts = scene.facts;
    // Asked for by a visit of the month at which the practitioner did it.
    let asks = facts
        .visits
        .iter()
        .filter(|visit| facts.month.covers(visit.date) && visit.extra_planning == Some(true));
    // Once, with the visit that started CCM: the best of them.
    let rules = asks.map(|asked| {
        let late_visit = match facts.service_start {
            None => Some(UNKNOWN),
            Some(start) => (asked.date > start).then_some("INIT-08"),
        };
        // The practitioner who bills did it personally: a colleague's visit does not serve.
        let ours = asked.practitioner.as_ref().map(|name| *name == facts.biller.practitioner);
        let qualifies = match identity::and(visit::qualifies(asked, facts), ours) {
            Some(true) => None,
            Some(false) => Some("INIT-08"),
            None => Some(UNKNOWN),
        };
        // Before, or in the same service month (ENG-10).
        let counts = |day| day <= asked.date || facts.month.covers(day);
        let billed_before =
            facts.other_services.iter().any(|other| other.code.as_str() == CODE && counts(other.date));
        patient::setting(facts)
            .or(qualifies)
            .or(late_visit)
            .or_else(|| (chronic.stopped || !chronic.asked).then_some("INIT-08"))
            .or_else(|| billed_before.then_some("CONC-29"))
            .or_else(|| claim::late(scene, asked.date))
    });
    let rules: Vec<_> = rules.collect();
    if rules.iter().any(Option::is_none) {
        return Outcome { lines: vec![(CODE, 1)], held: Vec::new() };
    }
    rules.first().copied().flatten().map_or_else(Outcome::default, |rule| Outcome::hold(CODE, rule))
}
