//! PCM: track, threshold, units (section 7).

use ccm::enrollment::Program;

use super::published::minutes;
use super::scene::Scene;
use super::{Outcome, Rule, claim, conflict, patient, switch, visit};

pub struct Principal {
    pub outcome: Outcome,
    pub buckets: Vec<(&'static str, u64)>,
}

/// `displaced_by`: the CCM base that this month bills, if it does.
pub fn judge(scene: &Scene, displaced_by: Option<&'static str>) -> Principal {
    let facts = scene.facts;
    let (own, staff) = (scene.own(Program::Pcm), scene.staff(Program::Pcm));
    let pooled = own + staff;
    let declared = facts.declared_track.as_ref().map(|word| word.as_str());
    let enough = minutes(30);
    // PCM-TIME-01: CCM-SEL-01 without complex and with 30 for 20.
    let personal = match declared {
        Some("qhp") if own >= enough => true,
        Some("non_complex") if pooled >= enough => false,
        _ => own >= enough && staff < enough,
    };
    let (base, add_on, time, cap) = if personal {
        ("99424", "99425", own, switch::number(facts, "max_99425", Some(2)).unwrap_or(2))
    } else {
        ("99426", "99427", pooled, 2)
    };
    let buckets =
        if personal { vec![("pcm_qhp", own), ("pcm_staff", staff)] } else { vec![("pcm_staff", pooled)] };
    let outcome = if !scene.is_asked(Program::Pcm) {
        Outcome::default()
    } else if let Some(rule) = gates(scene, base, displaced_by) {
        Outcome::hold(base, rule)
    } else if time < enough {
        Outcome::hold("99426", "PCM-TIME-01")
    } else {
        let units = ((time - enough) / enough).min(u64::try_from(cap).unwrap_or(0));
        let service = claim::date_of_service(scene, Program::Pcm, personal, enough + units * enough);
        match claim::late(scene, service).or_else(|| patient::diagnoses(facts, 1, 3)) {
            Some(rule) => Outcome::hold(base, rule),
            None => Outcome { lines: vec![(base, 1), (add_on, units)], held: Vec::new() },
        }
    };
    Principal { outcome, buckets }
}

fn gates(scene: &Scene, base: &'static str, displaced_by: Option<&'static str>) -> Option<Rule> {
    let also: Vec<&str> = displaced_by.into_iter().collect();
    scene
        .opening(Program::Pcm, scene.calendar.end)
        .or_else(|| patient::conditions(scene.facts, 1, 3, "ELIG-02"))
        .or_else(|| visit::initiating(scene, Program::Pcm))
        .or_else(|| visit::repeated(scene))
        .or_else(|| patient::plan(scene.facts))
        .or_else(|| conflict::first(scene.facts, base, &also))
}
