//! Which codes a month puts to the test: by its minutes, its devices, a discharge, a level, or by name.

mod minutes;
mod supply;
mod transition;

pub(super) use minutes::{AddOn, buckets, decision_making, longer_track, seconds_of};
pub(super) use supply::plan as supply;

use super::determination::Finding;
use super::facts::{DepartureKind, DeviceFact, Key, MonthFacts, RequestedCode, TcmFact};
use super::prepared::Prepared;
use super::program::{Level, ProgramRule, Track};
use super::reason::{Reason, ids};
use super::requirement::Requirement;
use super::scene::{Scene, enough};
use super::service::{Service, Version};
use crate::basics::{Answer, Date, Hcpcs};
use crate::enrollment::Program;

/// A base code under test, with what it would bill.
pub(super) struct Plan<'a> {
    pub program: Program,
    pub service: &'a Service,
    /// `None`: the code is not in force in the month.
    pub version: Option<&'a Version>,
    /// Whose name a gate's hold takes: another where the minutes reach no code (ENG-07).
    pub named: &'a Service,
    pub track: Option<&'a Track>,
    pub level: Option<&'a Level>,
    /// Counted for this code.
    pub seconds: u64,
    /// From which its first unit is reached.
    pub needed_seconds: u64,
    pub add_on: Option<AddOn<'a>>,
    pub date_of_service: Date,
    pub subject: Subject<'a>,
}

/// What put the code to the test.
#[derive(Clone, Copy)]
pub(super) enum Subject<'a> {
    Minutes,
    Window(&'a DeviceFact),
    /// `None`: asked for by name, with no discharge on record.
    Discharge(Option<&'a TcmFact>),
    /// The month itself.
    Enrollment,
    /// The practice, by name; who asked.
    Request(Option<&'a Key>),
}

impl<'a> Plan<'a> {
    /// A code without minutes.
    fn without_minutes(
        program: Program,
        (service, version): (&'a Service, Option<&'a Version>),
        date_of_service: Date,
        subject: Subject<'a>,
    ) -> Self {
        Self {
            program,
            service,
            version,
            named: service,
            track: None,
            level: None,
            seconds: 0,
            needed_seconds: 0,
            add_on: None,
            date_of_service,
            subject,
        }
    }
}

/// Everything of a program that is put to the test, in the order of ENG-11.
pub(super) fn plans<'a>(scene: &Scene<'a>, program: Program, rule: &'a ProgramRule) -> Vec<Plan<'a>> {
    let mut plans = Vec::new();
    plans.extend(supply::plan(scene, program));
    for request in requests(scene.facts, program, scene) {
        if base_program(scene, &request.code).is_none_or(|base| base == program) {
            plans.extend(by_name(scene, program, rule, request));
        }
    }
    if !rule.transition.is_empty() {
        plans.extend(transition::plan(scene, program, rule));
    }
    if !rule.level.is_empty() && is_month_asked(scene, program) {
        plans.extend(by_level(scene, program, rule));
    }
    plans.extend(add_ons_from_elsewhere(scene, program));
    if !rule.track.is_empty() && is_time_asked(scene, program, rule) {
        plans.extend(minutes::plan(scene, program, rule));
    }
    plans
}

/// Whether anything of the month can put a code of the program to the test: of most programs nothing does.
pub(super) fn is_in_question(scene: &Scene, program: Program) -> bool {
    let facts = scene.facts;
    let by_record = !facts.requested.is_empty() || !facts.devices.is_empty() || facts.tcm.is_some();
    by_record || is_month_asked(scene, program)
}

/// ENG-07: entries, a device, a discharge, an enrollment in APCM or a request bring a program into question.
pub(super) fn is_month_asked(scene: &Scene, program: Program) -> bool {
    scene.time(program).asked
        || (program == Program::Apcm && scene.facts.enrolled.contains(&Program::Apcm))
        || requests(scene.facts, program, scene).next().is_some()
}

/// Whether the program's minutes are asked for: by an entry, or by the name of one of its codes.
pub(super) fn is_time_asked(scene: &Scene, program: Program, rule: &ProgramRule) -> bool {
    scene.time(program).asked
        || requests(scene.facts, program, scene).any(|request| of_minutes(scene, rule, &request.code))
}

fn of_minutes(scene: &Scene, rule: &ProgramRule, code: &Hcpcs) -> bool {
    let of_track =
        |code: &Hcpcs| rule.track.iter().any(|track| track.base == *code) || rule.lowest.contains(code);
    of_track(code)
        || scene.prepared.rules.service(code).is_some_and(|service| service.bases.iter().any(of_track))
}

/// What the practice asks for of a program.
fn requests<'a>(
    facts: &'a MonthFacts,
    program: Program,
    scene: &Scene<'a>,
) -> impl Iterator<Item = &'a RequestedCode> + use<'a> {
    let rules = scene.prepared.rules;
    facts
        .requested
        .iter()
        .filter(move |request| rules.service(&request.code).is_some_and(|service| service.program == program))
}

/// A code that nothing but its name brings up: an APCM add-on, a device's set-up.
fn by_name<'a>(
    scene: &Scene<'a>,
    program: Program,
    rule: &'a ProgramRule,
    request: &'a RequestedCode,
) -> Option<Plan<'a>> {
    let listed = rule.transition.iter().chain(rule.level.iter().map(|level| &level.base));
    let stands_for_others = |version: &Version| version.requires.is_empty();
    let asks_for_visit = |version: &Version| {
        version.requires.iter().any(|asked| asked.requirement == Requirement::ExtraPlanning)
    };
    let (service, version) = scene.prepared.service(&request.code)?;
    if listed.clone().any(|code| *code == request.code)
        || of_minutes(scene, rule, &request.code)
        || version.is_some_and(|version| stands_for_others(version) || asks_for_visit(version))
    {
        return None;
    }
    if let Some(set_up) = supply::set_up(scene, program, &request.code) {
        return Some(set_up);
    }
    let subject = Subject::Request(request.practitioner.as_ref());
    Some(Plan::without_minutes(program, (service, version), last_day(scene), subject))
}

/// Codes of other programs that are added to a base of this one (APCM-05). They come with it, and so before every
/// code that stands alone (ENG-11).
fn add_ons_from_elsewhere<'a>(scene: &Scene<'a>, program: Program) -> impl Iterator<Item = Plan<'a>> {
    scene.facts.requested.iter().filter_map(move |request| {
        let own = scene.prepared.rules.service(&request.code)?.program;
        let is_added_here = own != program && base_program(scene, &request.code) == Some(program);
        is_added_here.then(|| by_name(scene, own, scene.prepared.program(own)?, request))?
    })
}

/// The program whose codes an add-on of another program asks for.
fn base_program(scene: &Scene, code: &Hcpcs) -> Option<Program> {
    let (_, version) = scene.prepared.service(code)?;
    version?.requires.iter().find_map(|asked| match &asked.requirement {
        Requirement::BaseBilledAmong(codes) => {
            scene.prepared.rules.service(codes.first()?).map(|base| base.program)
        }
        _ => None,
    })
}

/// APCM-01: the first level whose facts are there; where they are not known, the first that they may give.
fn by_level<'a>(scene: &Scene<'a>, program: Program, rule: &'a ProgramRule) -> Option<Plan<'a>> {
    let level = rule.level.iter().find(|level| level_answer(scene, level) != Answer::NotMet)?;
    let service = scene.prepared.service(&level.base)?;
    let plan = Plan::without_minutes(program, service, last_day(scene), Subject::Enrollment);
    Some(Plan { level: Some(level), ..plan })
}

/// Whether the facts give a level.
pub(super) fn level_answer(scene: &Scene, level: &Level) -> Answer {
    let conditions = scene.conditions_like(&level.conditions());
    let (_, answer) = enough(conditions.iter().map(|(_, answer)| *answer), level.conditions_at_least);
    match (answer, level.qmb, scene.facts.payer.qmb) {
        (Answer::NotMet, ..) | (_, true, Some(false)) => Answer::NotMet,
        (Answer::Unknown, ..) | (_, true, None) => Answer::Unknown,
        _ => Answer::Met,
    }
}

/// CLAIM-01: the last day of the month, or of life or cover. Never before the month, whatever ended before it.
pub(super) fn last_day(scene: &Scene) -> Date {
    last_day_of(scene.facts, scene.prepared)
}

/// As [`last_day`], of facts that nobody has begun to judge.
pub(super) fn last_day_of(facts: &MonthFacts, prepared: &Prepared) -> Date {
    let covered = covered_until(facts, prepared).unwrap_or(Date::MAX);
    covered.clamp(prepared.month.first_day(), prepared.month.last_day())
}

/// The last day of life and cover; `None`: no end is known.
pub(super) fn last_covered_day(scene: &Scene) -> Option<Date> {
    covered_until(scene.facts, scene.prepared)
}

fn covered_until(facts: &MonthFacts, prepared: &Prepared) -> Option<Date> {
    let days = facts.departures.iter().map(|end| match (end.kind, end.at) {
        (DepartureKind::Death, at) => at.day(&prepared.clock),
        // The first moment that is not covered: the second before it was.
        (_, at) => prepared.local_day(prepared.earliest(at).saturating_sub(1)),
    });
    days.min()
}

/// Whether the code is in force on the date of service (ENG-02).
pub(super) fn in_force(scene: &Scene, service: &Service, has_version: bool, on: Date) -> Finding {
    let life = service.life();
    let reason = Reason::InForce { on, from: life.map(|life| life.0), until: life.map(|life| life.1) };
    scene.finding(ids::ENG_02, Answer::met_if(has_version && service.in_force(on)), reason)
}

impl<'a> Plan<'a> {
    /// A service that the clinic's single code stands for: own plus staff minutes, at the individual threshold.
    pub fn for_single(
        scene: &Scene<'a>,
        program: Program,
        service: (&'a Service, Option<&'a Version>),
        on: Date,
    ) -> Self {
        let needed_seconds = service.1.map_or(0, Version::first_seconds);
        let seconds = scene.time(program).pooled();
        Plan { seconds, needed_seconds, ..Plan::without_minutes(program, service, on, Subject::Minutes) }
    }
}
