//! From facts to a determination: one pure function.
//!
//! Count the seconds (ENG-12); put each program's codes to the test in the order of ENG-11; ask a code's questions
//! in their order, the first that fails holds it (ENG-13); bill what is left.

use std::borrow::Cow;
use std::cell::{Cell, OnceCell, RefCell};

use super::check;
use super::clinic;
use super::counting::count;
use super::determination::{
    ClaimForm, Considered, Determination, Finding, Held, LeftOut, NextThreshold, Outcome,
};
use super::facts::{MonthFacts, VisitFact};
use super::flags;
use super::line;
use super::payer::PayerTerms;
use super::plan::{self, Plan, Subject};
use super::prepared::Prepared;
use super::program::ProgramRule;
use super::reason::{Reason, ids};
use super::requirement::{Requirement, Requires};
use super::ruleset::RuleSet;
use super::scene::{Scene, word};
use super::word::Word;
use crate::basics::{Answer, Cents, Date, Hcpcs};
use crate::enrollment::Program;

/// What a month supports, and why. Pure: the same facts and rules give the same answer for ever.
///
/// For many patients of one practice, prepare the rules once with [`RuleSet::for_month`].
pub fn evaluate(facts: &MonthFacts, rules: &RuleSet) -> Determination {
    rules.for_month(facts.month, &facts.zone, &facts.settings).evaluate(facts)
}

impl Prepared<'_> {
    /// As [`evaluate`]. Facts of another month, zone or practice are judged by their own; so are those of a payer
    /// who wants a switch otherwise (PAYER-01).
    pub fn evaluate(&self, facts: &MonthFacts) -> Determination {
        self.evaluate_leaving(facts, &[])
    }

    /// What one unit of a code would be worth on a day in this patient's month (PAY-01): at the practice's place and
    /// locality, in the biller's role, by the payer's terms. `None` where one of these is not known.
    pub fn expected_for(&self, facts: &MonthFacts, code: &Hcpcs, on: Date) -> Option<Cents> {
        let payer = terms(facts, self.rules);
        let setting = self.rules.content.settings.of(facts.practice.setting);
        super::line::unit_fee(facts, self, (setting, payer.as_deref()), code, on).expected
    }

    /// As if the practice claimed nothing of some programs: their time is counted as ever, and stays unbilled.
    pub(super) fn evaluate_leaving(&self, facts: &MonthFacts, left: &[Program]) -> Determination {
        let payer = terms(facts, self.rules);
        let switches = payer.as_ref().map(|terms| &terms.switches).filter(|switches| !switches.is_empty());
        let Some(switches) = switches else {
            if self.fits(facts) {
                return determine(facts, self, payer, left);
            }
            let own = self.rules.for_month(facts.month, &facts.zone, &facts.settings);
            return determine(facts, &own, payer, left);
        };
        let mut settings = facts.settings.clone();
        settings.extend(switches.clone());
        let own = self.rules.for_month(facts.month, &facts.zone, &settings);
        determine(facts, &own, payer, left)
    }
}

/// The payer's terms: of its kind, under its own contract.
fn terms<'a>(facts: &'a MonthFacts, rules: &'a RuleSet) -> Option<Cow<'a, PayerTerms>> {
    let kind = rules.content.payers.get(&facts.payer.kind?)?;
    Some(match &facts.payer.terms {
        None => Cow::Borrowed(&kind.terms),
        Some(own) => Cow::Owned(own.over(&kind.terms)),
    })
}

fn determine(
    facts: &MonthFacts,
    prepared: &Prepared,
    payer: Option<Cow<PayerTerms>>,
    left: &[Program],
) -> Determination {
    let counted = count(facts, payer.as_deref(), prepared);
    let settings = &prepared.rules.content.settings;
    let scene = Scene {
        facts,
        prepared,
        switches: Cell::new(counted.switches),
        counted: &counted,
        setting: settings.of(facts.practice.setting),
        mode: settings.mode(facts, prepared),
        payer,
        billed: RefCell::default(),
        listed: OnceCell::new(),
    };
    let mut out = Determination {
        engine: prepared.engine.clone(),
        rules: prepared.hash.clone(),
        month: facts.month,
        zone: facts.zone.clone(),
        practitioner: facts.biller.practitioner.clone(),
        lines: Vec::new(),
        held: Vec::new(),
        considered: Vec::new(),
        minutes: Vec::new(),
        left_out: Vec::with_capacity(counted.excluded.len()),
        unbilled_seconds: 0,
        next: Vec::new(),
        switches: Vec::new(),
        flags: Vec::new(),
        modifier_25: None,
        claim: ClaimForm::default(),
    };
    out.left_out.extend(counted.excluded.iter().filter_map(|item| {
        let entry = facts.entries.get(item.entry)?.id.clone();
        Some(LeftOut { entry, rule: item.rule, seconds: item.seconds, answer: item.answer })
    }));
    for &program in &prepared.rules.programs().order {
        let Some(rule) = prepared.program(program) else { continue };
        match clinic::pays_for(&scene, program) {
            Some(single) => clinic::set_aside(&scene, program, single, &mut out),
            None => determine_program(&scene, program, rule, left.contains(&program), &mut out),
        }
    }
    clinic::single(&scene, &mut out);
    clinic::ended_codes(&scene, &mut out);
    requested_codes(&scene, &mut out);
    flags::add(&scene, &mut out);
    line::settle(&scene, &mut out);
    out
}

fn determine_program<'a>(
    scene: &Scene<'a>,
    program: Program,
    rule: &'a ProgramRule,
    is_left: bool,
    out: &mut Determination,
) {
    if scene.time(program).asked {
        plan::buckets(scene, program, rule, &mut out.minutes);
    }
    if is_left {
        return;
    }
    let mut ccm_stopped = false;
    if plan::is_in_question(scene, program) {
        for plan in plan::plans(scene, program, rule) {
            ccm_stopped = judge(scene, &plan, rule, out);
        }
    }
    if program == Program::Ccm
        && let Some(visit) = check::planning_visit(scene)
    {
        extra_planning(scene, program, visit, ccm_stopped, out);
    }
}

/// Asks a code's questions, and bills or holds it. Answers whether a gate stopped it.
fn judge<'a>(scene: &Scene<'a>, plan: &Plan<'a>, rule: &ProgramRule, out: &mut Determination) -> bool {
    let first = out.considered.len();
    let Asked { findings, failure } = ask(scene, plan, rule);
    let stopped = failure.as_ref().is_some_and(|failure| failure.is_gate);
    if matches!(plan.subject, Subject::Minutes) {
        other_tracks(scene, plan, rule, stopped, out);
        next_threshold(scene, plan, out);
    }
    // A gate's hold names the code that the month would give (ENG-07).
    let code = if stopped { &plan.named.code } else { &plan.service.code };
    let outcome = match &failure {
        None => {
            line::push(scene, plan, out);
            Outcome::Billed { units: 1 }
        }
        Some(failure) => {
            out.held.extend(findings.get(failure.place).map(|finding| scene.held(code, finding)));
            Outcome::Held
        }
    };
    let track = plan.track.map(|track| track.word);
    let considered = Considered { code: code.clone(), program: plan.program, track, outcome, findings };
    out.considered.insert(first, considered);
    stopped
}

/// The finding that holds a code.
struct Failure {
    place: usize,
    /// Whether it was asked before the minutes.
    is_gate: bool,
}

/// The findings of a code; the first that is not met is the failure.
struct Asked {
    findings: Vec<Finding>,
    failure: Option<Failure>,
}

impl Asked {
    fn ask(&mut self, is_gate: bool, question: impl FnOnce(&mut Vec<Finding>)) {
        let before = self.findings.len();
        question(&mut self.findings);
        if self.failure.is_none() {
            let mut new = self.findings.iter().enumerate().skip(before);
            let failed = new.find(|(_, finding)| !finding.answer.is_met());
            self.failure = failed.map(|(place, _)| Failure { place, is_gate });
        }
    }
}

/// Every question, in order.
fn ask(scene: &Scene, plan: &Plan, rule: &ProgramRule) -> Asked {
    let requires = plan.version.map_or(&[][..], |version| &version.requires);
    let is_first = |asked: &&Requires| asked.requirement.is_first();
    // Beside its own questions: the code's life, the payer's word, the track.
    let mut to = Asked { findings: Vec::with_capacity(requires.len() + 3), failure: None };
    for asked in requires.iter().filter(is_first) {
        to.ask(true, |findings| check::check(scene, plan, asked, findings));
    }
    to.ask(true, |findings| {
        findings.push(plan::in_force(scene, plan.service, plan.version.is_some(), plan.date_of_service));
        check::setting(scene, plan.program, &plan.service.code, findings);
    });
    for asked in requires.iter().filter(|asked| !is_first(asked)) {
        to.ask(asked.requirement.is_gate(), |findings| check::check(scene, plan, asked, findings));
    }
    if rule.declares {
        to.ask(false, |findings| findings.push(declared_track(scene, plan, rule)));
    }
    if !plan.service.complete {
        let reason = Reason::RulesIncomplete { of: word(&plan.service.code) };
        to.ask(false, |findings| findings.push(scene.finding(ids::ENG_09, Answer::Unknown, reason)));
    }
    to
}

/// CCM-SEL-01: the track that the practice named, and the one that was used.
fn declared_track(scene: &Scene, plan: &Plan, rule: &ProgramRule) -> Finding {
    let declared = scene.facts.declared_track;
    let programs = &scene.prepared.rules.programs().program;
    let knows = |rule: &ProgramRule, word| rule.track.iter().any(|track| track.word == word);
    let unknown = declared.filter(|&word| {
        !knows(rule, word) && !programs.values().any(|other| other.declares && knows(other, word))
    });
    match unknown {
        Some(word) => {
            let reason = Reason::WordNotKnown { fact: Word::literal("declared_track"), word };
            scene.finding(ids::CCM_SEL_01, Answer::Unknown, reason)
        }
        None => {
            let reason = Reason::Track { declared, used: plan.track.map(|track| track.word) };
            scene.finding(ids::CCM_SEL_01, Answer::Met, reason)
        }
    }
}

/// The tracks that were not used, and CCM-MDM-02: complex care that lacks only its decision making is held
/// beside what is billed instead.
fn other_tracks(
    scene: &Scene,
    plan: &Plan,
    rule: &ProgramRule,
    stopped_by_gate: bool,
    out: &mut Determination,
) {
    if !rule.declares {
        return;
    }
    let facts = scene.facts;
    let used = plan.track.map(|track| track.word);
    for track in rule.track.iter().filter(|track| track.base != plan.service.code) {
        let Some((service, Some(version))) = scene.prepared.service(&track.base) else { continue };
        let counted_seconds = plan::seconds_of(scene.time(plan.program), Some(track));
        let needed_seconds = version.first_seconds();
        let enough = counted_seconds >= needed_seconds;
        let threshold =
            version.requires.iter().find(|asked| matches!(asked.requirement, Requirement::MinutesAtLeast(_)));
        let mut findings: Vec<Finding> = threshold
            .map(|asked| {
                let reason = Reason::Minutes { counted_seconds, needed_seconds };
                scene.finding(asked.rule, Answer::met_if(enough), reason)
            })
            .into_iter()
            .collect();
        let mut outcome = Outcome::NotChosen;
        if let Some(decision) = plan::decision_making(scene, version) {
            let was_meant = !facts.decision_making.is_empty() || facts.declared_track == Some(track.word);
            let other_declared = facts.declared_track.is_some() && facts.declared_track == used;
            if enough && was_meant && !decision.answer.is_met() && !stopped_by_gate && !other_declared {
                out.held.push(scene.held(&service.code, &decision));
                outcome = Outcome::Held;
            }
            findings.push(decision);
        }
        let (code, program) = (service.code.clone(), plan.program);
        out.considered.push(Considered { code, program, track: Some(track.word), outcome, findings });
    }
}

fn next_threshold<'a>(scene: &Scene<'a>, plan: &Plan<'a>, out: &mut Determination) {
    let first = plan.version.map_or(0, |version| version.first_seconds());
    let (code, at_seconds) = match &plan.add_on {
        _ if plan.seconds < plan.needed_seconds => (&plan.service.code, plan.needed_seconds),
        // A code between the lowest and the full one: the full one's threshold.
        None => match plan::longer_track(scene, plan) {
            Some((service, at_seconds)) => (&service.code, at_seconds),
            None => return,
        },
        Some(add_on) if add_on.units < add_on.units_max && add_on.above_guard.is_none() => {
            let increment = add_on.version.increment_seconds();
            let last = add_on.version.last_increment_seconds(&scene.prepared.choices);
            let full = u64::from(add_on.units).saturating_mul(increment);
            (&add_on.service.code, first.saturating_add(full).saturating_add(last))
        }
        Some(_) => return,
    };
    let missing_seconds = at_seconds.saturating_sub(plan.seconds);
    out.next.push(NextThreshold { program: plan.program, code: code.clone(), at_seconds, missing_seconds });
}

/// INIT-08: G0506 has its own date and its own questions; CCM may fall short of minutes.
fn extra_planning(
    scene: &Scene,
    program: Program,
    visit: &VisitFact,
    ccm_stopped: bool,
    out: &mut Determination,
) {
    let state = check::PlanningScene { has_work: scene.time(program).asked, stopped: ccm_stopped };
    for service in scene.prepared.rules.services().filter(|service| service.program == program) {
        let version = service.version(scene.prepared.month);
        let requires = version.map_or(&[][..], |version| &version.requires);
        if !requires.iter().any(|asked| asked.requirement == Requirement::ExtraPlanning) {
            continue;
        }
        let mut findings = vec![plan::in_force(scene, service, true, visit.date)];
        check::setting(scene, program, &service.code, &mut findings);
        for asked in requires {
            findings.extend(match &asked.requirement {
                Requirement::ExtraPlanning => Some(check::extra_planning(scene, asked.rule, visit, &state)),
                Requirement::NeverBilledBefore => Some(check::never_billed(scene, &service.code, asked.rule)),
                Requirement::NoConflict => {
                    Some(check::no_conflict(scene, word(&service.code), visit.date, asked.rule))
                }
                Requirement::FiledWithin { months } => {
                    Some(check::filed(scene, asked.rule, visit.date, *months))
                }
                _ => None,
            });
        }
        let failure: Option<Held> = findings
            .iter()
            .find(|finding| !finding.answer.is_met())
            .map(|finding| scene.held(&service.code, finding));
        let outcome = match failure {
            Some(held) => {
                out.held.push(held);
                Outcome::Held
            }
            None => {
                line::push_single(scene, program, service, visit.date, out);
                Outcome::Billed { units: 1 }
            }
        };
        let (code, program) = (service.code.clone(), service.program);
        out.considered.push(Considered { code, program, track: None, outcome, findings });
    }
}

/// Codes that were asked for and of which we have no requirements: a line of one unit where the matrix knows the
/// code and nothing stands in its way; held where nothing here speaks of it.
fn requested_codes(scene: &Scene, out: &mut Determination) {
    for request in &scene.facts.requested {
        let code: &Hcpcs = &request.code;
        if scene.prepared.rules.service(code).is_some() {
            continue;
        }
        let on = plan::last_day(scene);
        let twice = check::billed_twice(scene, code, ids::CLAIM_07);
        let finding = if !scene.prepared.rules.conflicts().knows(word(code)) {
            scene.finding(ids::ENG_09, Answer::Unknown, Reason::RulesIncomplete { of: word(code) })
        } else if !twice.answer.is_met() {
            twice
        } else {
            check::no_conflict(scene, word(code), on, ids::ENG_10)
        };
        if finding.answer.is_met() {
            line::push_named(scene, code, request.practitioner.as_ref(), on, out);
        } else {
            out.held.push(scene.held(code, &finding));
        }
    }
}
