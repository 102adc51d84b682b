//! CLAIM-07, CCM-ONE-01 and the matrix of section 17: what else is billed for the month, by others and by us.

use super::super::conflicts::{Conflicts, Pair, Scope, Within};
use super::super::determination::Finding;
use super::super::facts::{Key, OtherService};
use super::super::plan::{Plan, Subject};
use super::super::reason::Reason;
use super::super::scene::{Scene, word};
use super::super::word::{RuleId, Word};
use crate::basics::{Answer, Date, Hcpcs};

/// The first service that is known to conflict, else the first that may.
fn none_of<'a>(
    scene: &Scene,
    rule: RuleId,
    services: impl Iterator<Item = &'a OtherService>,
    conflicts: impl Fn(&OtherService) -> Option<bool>,
) -> Finding {
    let mut possible = None;
    for service in services {
        let reason = || Reason::BilledAlready {
            service: service.id.clone(),
            code: service.code.clone(),
            on: service.date,
            by: service.practitioner.clone().map(Box::new),
        };
        match conflicts(service) {
            Some(true) => return scene.finding(rule, Answer::NotMet, reason()),
            None => possible = possible.or_else(|| Some(reason())),
            Some(false) => {}
        }
    }
    match possible {
        Some(reason) => scene.finding(rule, Answer::Unknown, reason),
        None => scene.finding(rule, Answer::Met, Reason::NothingElseBilled),
    }
}

fn in_month<'a>(scene: &Scene<'a>) -> impl Iterator<Item = &'a OtherService> {
    let month = scene.prepared.month;
    scene.facts.other_services.iter().filter(move |service| month.covers(service.date))
}

/// CLAIM-07: the same code by the same practitioner in the month.
pub(in crate::billing) fn billed_twice(scene: &Scene, code: &Hcpcs, rule: RuleId) -> Finding {
    let same = in_month(scene).filter(|service| service.code == *code);
    none_of(scene, rule, same, |service| scene.is_by_us(service))
}

pub fn one_practitioner(scene: &Scene, plan: &Plan, rule: RuleId) -> Finding {
    let codes = scene.prepared.program(plan.program).map_or(&[][..], |program| &program.one_practitioner);
    let of_program = in_month(scene).filter(|service| codes.contains(&service.code));
    none_of(scene, rule, of_program, |service| scene.is_by_us(service).map(|is_ours| !is_ours))
}

pub(in crate::billing) fn never_billed(scene: &Scene, code: &Hcpcs, rule: RuleId) -> Finding {
    let same = scene.facts.other_services.iter().filter(|service| service.code == *code);
    none_of(scene, rule, same, |_| Some(true))
}

/// TCM-06: who is paid the global fee of an operation does not bill it.
pub fn not_surgeon(scene: &Scene, rule: RuleId) -> Finding {
    let month = scene.prepared.month;
    let ours = scene.facts.global_surgery.iter().find(|surgery| {
        scene.is_ours(Some(&surgery.practitioner)) == Some(true)
            && surgery.from <= month.last_day()
            && month.first_day() <= surgery.to
    });
    match ours {
        None => scene.finding(rule, Answer::Met, Reason::NothingElseBilled),
        Some(surgery) => {
            let reason = Reason::GlobalSurgery { from: surgery.from, until: surgery.to };
            scene.finding(rule, Answer::NotMet, reason)
        }
    }
}

/// CONC-22: the base is billed in this month by whoever asks for the add-on.
pub fn base_billed(scene: &Scene, plan: &Plan, rule: RuleId, among: &[Hcpcs]) -> Finding {
    let asked_by_us = match plan.subject {
        Subject::Request(Some(by)) => scene.is_ours(Some(by)) == Some(true),
        _ => true,
    };
    let here = scene.billed.borrow().iter().any(|ours| among.iter().any(|code| word(code) == ours.code));
    let before = || {
        in_month(scene).any(|service| {
            among.contains(&service.code) && scene.is_ours(service.practitioner.as_ref()) == Some(true)
        })
    };
    if asked_by_us && (here || before()) {
        let code = among.iter().find(|code| scene.billed.borrow().iter().any(|ours| ours.code == word(code)));
        let code = code.or(among.first()).cloned();
        let reason = code.map_or(Reason::NothingElseBilled, |code| Reason::Base { code });
        return scene.finding(rule, Answer::Met, reason);
    }
    scene.finding(rule, Answer::NotMet, Reason::BaseNotBilled { among: among.to_vec() })
}

/// ENG-10: the code under test against everything that is known to be billed.
pub fn of_plan(scene: &Scene, plan: &Plan, rule: RuleId) -> Finding {
    let reach = match plan.subject {
        Subject::Window(device) => Reach::Window(device.window_start, device.window_end),
        Subject::Discharge(Some(tcm)) => match tcm.discharge {
            Some(at) => Reach::Discharge(at.day(&scene.prepared.clock)),
            None => Reach::Month,
        },
        _ => Reach::Month,
    };
    find(scene, super::code_of(plan), plan.date_of_service, rule, reach, |_, _| true)
}

/// As [`of_plan`], of a code without a plan.
pub(in crate::billing) fn no_conflict(scene: &Scene, code: Word, on: Date, rule: RuleId) -> Finding {
    find(scene, code, on, rule, Reach::Month, |_, _| true)
}

/// FQ-04: the pairs of one rule alone; `besides` are codes of ours that the code under test stands for.
pub(in crate::billing) fn displaced(
    scene: &Scene,
    code: Word,
    on: Date,
    only: RuleId,
    besides: &[Hcpcs],
) -> Finding {
    let stands_for = |other: Word| besides.iter().any(|code| word(code) == other);
    find(scene, code, on, only, Reach::Month, |pair, beside| {
        pair.rule == only && !(beside.service.is_none() && stands_for(beside.code))
    })
}

/// The days in which another service stands in our way, beside the month.
#[derive(Clone, Copy)]
enum Reach {
    Month,
    Window(Date, Date),
    /// The day of our discharge.
    Discharge(Date),
}

impl Reach {
    fn covers(self, scene: &Scene, within: Within, day: Date) -> bool {
        match (within, self) {
            (Within::Window, Self::Window(from, until)) => from <= day && day <= until,
            (Within::DaysOfDischarge(days), Self::Discharge(left)) => {
                left.until(day).is_ok_and(|span| span.get_days().abs() < days)
            }
            _ => scene.prepared.month.covers(day),
        }
    }
}

/// A service, an operation or a code of our own that stands beside the code under test.
struct Beside {
    code: Word,
    on: Date,
    by: Option<Key>,
    service: Option<Key>,
    /// How near its biller is to us, or may be.
    scopes: &'static [Scope],
}

/// The lowest rule that says no for certain, else the lowest that may.
fn find(
    scene: &Scene,
    code: Word,
    on: Date,
    rule: RuleId,
    reach: Reach,
    matters: impl Fn(&Pair, &Beside) -> bool,
) -> Finding {
    let matrix = scene.prepared.rules.conflicts();
    let mut worst: Option<(&Pair, Answer, Beside)> = None;
    let mut meet = |beside: Beside| {
        let holds = |scope: &Scope| {
            let pair = matrix.find(code, beside.code, *scope, on)?;
            // Of what the month already holds of ours, nothing lies outside the month or the window.
            let near = beside.service.is_none() || reach.covers(scene, pair.within, beside.on);
            if !near || !matters(pair, &beside) {
                return None;
            }
            if let Some(switch) = pair.unless {
                scene.mark(switch);
            }
            pair.holds(&scene.prepared.choices).then_some(pair)
        };
        let Some(pair) = beside.scopes.iter().find_map(holds) else { return };
        // Where it stands in the way however near its biller is, nothing is missing.
        let answer = match beside.scopes.iter().all(|scope| holds(scope).is_some()) {
            true => Answer::NotMet,
            false => Answer::Unknown,
        };
        let rank = |pair: &Pair, answer: Answer| (answer != Answer::NotMet, pair.rule);
        if worst.as_ref().is_none_or(|(known, other, _)| rank(pair, answer) < rank(known, *other)) {
            worst = Some((pair, answer, beside));
        }
    };
    for billed in scene.billed.borrow().iter() {
        let by = Some(scene.facts.biller.practitioner.clone());
        meet(Beside { code: billed.code, on: billed.on, by, service: None, scopes: &SCOPES[..1] });
    }
    for service in &scene.facts.other_services {
        meet(Beside {
            code: word(&service.code),
            on: service.date,
            by: service.practitioner.clone(),
            service: Some(service.id.clone()),
            scopes: scopes(scene, service),
        });
    }
    let month = scene.prepared.month;
    for surgery in &scene.facts.global_surgery {
        if surgery.from <= month.last_day() && month.first_day() <= surgery.to {
            let is_ours = scene.is_ours(Some(&surgery.practitioner)) == Some(true);
            meet(Beside {
                code: Conflicts::GLOBAL_SURGERY,
                on: surgery.from,
                by: Some(surgery.practitioner.clone()),
                service: None,
                scopes: if is_ours { &SCOPES[..1] } else { &SCOPES[2..] },
            });
        }
    }
    let Some((pair, answer, beside)) = worst else {
        return scene.finding(rule, Answer::Met, Reason::NothingElseBilled);
    };
    let reason = Reason::Conflict {
        code: beside.code,
        on: beside.on,
        by: beside.by.map(Box::new),
        service: beside.service.map(Box::new),
        scope: pair.scope,
        source: pair.source.clone(),
        verified: pair.verified,
    };
    scene.finding(pair.rule, answer, reason)
}

/// The narrower first.
const SCOPES: [Scope; 3] = [Scope::SamePractitioner, Scope::SameGroup, Scope::AnyPractitioner];

/// How near a service's biller is to us; every scope that is possible, where we do not know.
fn scopes(scene: &Scene, service: &OtherService) -> &'static [Scope] {
    match (scene.is_by_us(service), service.same_group) {
        (Some(true), _) => &SCOPES[..1],
        (_, Some(false)) => &SCOPES[2..],
        (Some(false), Some(true)) => &SCOPES[1..2],
        (Some(false), None) => &SCOPES[1..],
        (None, Some(true)) => &SCOPES[..2],
        (None, None) => &SCOPES,
    }
}
