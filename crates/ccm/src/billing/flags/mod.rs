//! What a reviewer should look at. A flag holds nothing.

mod beside;

use super::determination::{Determination, Flag};
use super::reason::{Reason, ids};
use super::requirement::Requirement;
use super::scene::Scene;
use super::switches::Switch;
use super::word::{RuleId, Word};

pub(super) fn add(scene: &Scene, out: &mut Determination) {
    let (facts, prepared) = (scene.facts, scene.prepared);
    let entry = |place: usize| facts.entries.get(place).map(|entry| entry.id.clone());
    let mut flags = Flags(Vec::new());
    for &(place, seconds) in &scene.counted.late {
        scene.mark(Switch::LateEntryDays);
        if let Some(entry) = entry(place) {
            flags.add(ids::TIME_14, Reason::EntryLate { entry, seconds });
        }
    }
    for &(place, seconds) in &scene.counted.two_patients {
        if let Some(entry) = entry(place) {
            flags.add(ids::TIME_08, Reason::TwoPatients { entry, seconds });
        }
    }
    for line in &out.lines {
        let Some((_, Some(version))) = prepared.service(&line.code) else { continue };
        let asks = |wanted: fn(&Requirement) -> bool| {
            version.requires.iter().any(|asked| wanted(&asked.requirement))
        };
        if asks(|requirement| matches!(requirement, Requirement::MinutesAtLeast(_))) {
            let of_program = |item: &&super::determination::Line| item.program == line.program;
            let used = out.lines.iter().filter(of_program).map(|item| item.seconds_used).sum::<u64>();
            let counted = scene.time(line.program).pooled();
            if used == counted {
                flags.add(ids::AUDIT_02, Reason::ExactMinutes { counted_seconds: counted });
            }
        }
        if asks(|requirement| matches!(requirement, Requirement::ContactAndPlanWork(_))) {
            let time = scene.time(line.program);
            if !time.reached_patient {
                flags.add(ids::CCM_ACT_01, Reason::PatientNotReached);
            }
            if !time.plan_work {
                flags.add(ids::CCM_ACT_01, Reason::NoPlanWork);
            }
        }
        if asks(|requirement| matches!(requirement, Requirement::CarePlanOnFile))
            && let Some(reason) = capabilities(scene)
        {
            flags.add(ids::PLAN_03, reason);
        }
        if line.fee.conversion_factor.is_none()
            && prepared.rules.fees().factor(line.date_of_service).is_some()
        {
            let of = Some(facts.biller.practitioner.clone());
            let fact = Word::literal("biller.qualifying_participant");
            flags.add(ids::PAY_02, Reason::FactMissing { fact, of });
        }
        if facts.payer.qmb.is_none() {
            flags.add(ids::PAY_06, Reason::FactMissing { fact: Word::literal("payer.qmb"), of: None });
        }
    }
    beside::add(scene, out, &mut flags);
    if let (Some(confirmed), Some(payer)) = (&facts.payer.confirmed, facts.payer.kind)
        && confirmed.on.is_none()
        && !out.lines.is_empty()
    {
        flags.add(ids::ELIG_05, Reason::CoverageQuestioned { payer, said: None });
    }
    for problem in prepared.rules.switches().check(&facts.settings) {
        let switch = Word::new(&problem.path).unwrap_or(Word::literal("setting"));
        flags.add(ids::ENG_09, Reason::SettingNotOffered { switch });
    }
    out.flags = flags.0;
}

/// What is true of the month is said once, however many lines rest on it.
struct Flags(Vec<Flag>);

impl Flags {
    fn add(&mut self, rule: RuleId, reason: Reason) {
        let flag = Flag { rule, reason };
        if !self.0.contains(&flag) {
            self.0.push(flag);
        }
    }
}

/// PLAN-03 asks it of the practice, once.
fn capabilities(scene: &Scene) -> Option<Reason> {
    let needed = &scene.prepared.rules.content.programs.capabilities;
    let Some(offered) = &scene.facts.practice.capabilities else {
        return Some(Reason::FactMissing { fact: Word::literal("practice.capabilities"), of: None });
    };
    let missing: Vec<Word> = needed.iter().filter(|word| !offered.contains(word)).copied().collect();
    (!missing.is_empty()).then_some(Reason::CapabilitiesMissing { missing })
}
