//! CCM: track, threshold, units (section 6).

use ccm::billing::facts::{DecisionMakingFact, EntryFact, MonthFacts};
use ccm::enrollment::Program;

use super::identity::{and, any};
use super::published::{self, minutes};
use super::scene::Scene;
use super::{Outcome, Rule, UNKNOWN, claim, conflict, patient, switch, visit};

pub struct Chronic {
    pub outcome: Outcome,
    pub buckets: Vec<(&'static str, u64)>,
    /// A gate stopped it, or nothing asked for it (INIT-08).
    pub stopped: bool,
    pub asked: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Track {
    Complex,
    Practitioner,
    Pooled,
}

impl Track {
    fn base(self) -> &'static str {
        match self {
            Self::Complex => "99487",
            Self::Practitioner => "99491",
            Self::Pooled => "99490",
        }
    }
}

pub fn judge(scene: &Scene) -> Chronic {
    let facts = scene.facts;
    let (own, staff) = (scene.own(Program::Ccm), scene.staff(Program::Ccm));
    let pooled = own + staff;
    let asked = scene.is_asked(Program::Ccm);
    let complexity = decision_making(facts);
    let chosen = choose(facts, own, staff, complexity);
    let track = chosen.unwrap_or(Track::Pooled);
    let buckets = match track {
        Track::Practitioner => vec![("ccm_qhp", own), ("ccm_staff", staff)],
        _ => vec![("ccm_staff", pooled)],
    };
    let gate = unknown_track(facts).or_else(|| gates(scene, track.base()));
    let outcome = match gate {
        _ if !asked => Outcome::default(),
        Some(rule) => Outcome::hold(track.base(), rule),
        None => {
            let mut outcome = match chosen {
                None => Outcome::hold("99490", "CCM-TIME-01"),
                Some(track) => bill(scene, track, own, pooled),
            };
            // CCM-MDM-02: beside the fallback, whatever comes of that.
            outcome.held.extend(complex_held(facts, pooled, own, complexity));
            outcome
        }
    };
    Chronic { outcome, buckets, stopped: gate.is_some(), asked }
}

/// ENG-13 up to the conflicts.
fn gates(scene: &Scene, base: &'static str) -> Option<Rule> {
    scene
        .opening(Program::Ccm, scene.calendar.end)
        .or_else(|| patient::conditions(scene.facts, 2, 12, "ELIG-01"))
        .or_else(|| visit::initiating(scene, Program::Ccm))
        .or_else(|| patient::plan(scene.facts))
        .or_else(|| conflict::first(scene.facts, base, &[]))
}

fn declared(facts: &MonthFacts) -> Option<&str> {
    facts.declared_track.as_ref().map(|word| word.as_str())
}

/// A word outside the lists is held (section 21).
fn unknown_track(facts: &MonthFacts) -> Option<Rule> {
    let known = declared(facts).is_none_or(|word| ["non_complex", "complex", "qhp"].contains(&word));
    (!known).then_some(UNKNOWN)
}

/// CCM-SEL-01.
fn choose(facts: &MonthFacts, own: u64, staff: u64, complexity: Option<bool>) -> Option<Track> {
    let pooled = own + staff;
    let complex = complexity == Some(true) && pooled >= minutes(60);
    match declared(facts) {
        Some("complex") if complex => return Some(Track::Complex),
        Some("qhp") if own >= minutes(30) => return Some(Track::Practitioner),
        Some("non_complex") if pooled >= minutes(20) => return Some(Track::Pooled),
        _ => (),
    }
    if complex {
        Some(Track::Complex)
    } else if own >= minutes(30) && staff < minutes(20) {
        Some(Track::Practitioner)
    } else if pooled >= minutes(20) {
        Some(Track::Pooled)
    } else {
        None
    }
}

/// CCM-MDM-01, as far as it is known.
fn decision_making(facts: &MonthFacts) -> Option<bool> {
    let serves = |record: &DecisionMakingFact| {
        let level = record.level.as_ref().map(|level| ["moderate", "high"].contains(&level.as_str()));
        let ours = record.practitioner.as_ref().map(|name| *name == facts.biller.practitioner);
        and(and(Some(facts.month.covers(record.date)), level), and(record.signed, ours))
    };
    let made = any(facts.decision_making.iter().map(serves));
    if made != Some(true) || !switch::flag(facts, "complex_needs_revision", false) {
        return made;
    }
    let plan = patient::plan_in_force(facts);
    Some(plan.is_some_and(|plan| {
        facts.month.covers(plan.date) || plan.revised_on.is_some_and(|day| facts.month.covers(day))
    }))
}

/// CCM-MDM-02.
fn complex_held(
    facts: &MonthFacts,
    pooled: u64,
    own: u64,
    complexity: Option<bool>,
) -> Option<(&'static str, Rule)> {
    let wanted = !facts.decision_making.is_empty() || declared(facts) == Some("complex");
    let other_track = match declared(facts) {
        Some("non_complex") => pooled >= minutes(20),
        Some("qhp") => own >= minutes(30),
        _ => false,
    };
    let rule = match complexity {
        Some(true) => return None,
        Some(false) => "CCM-MDM-01",
        None => UNKNOWN,
    };
    (wanted && !other_track && pooled >= minutes(60)).then_some(("99487", rule))
}

/// CCM-TIME-01 to 04, then CCM-ACT-01's switch and CLAIM-06.
fn bill(scene: &Scene, track: Track, own: u64, pooled: u64) -> Outcome {
    let facts = scene.facts;
    let limit = |name: &str, default: u64| {
        let set = switch::number(facts, name, i64::try_from(default).ok());
        set.and_then(|set| u64::try_from(set).ok()).unwrap_or(default)
    };
    let (add_on, first, further, time, cap) = match track {
        Track::Pooled => ("99439", 20, 20, pooled, 2),
        Track::Complex => ("99489", 60, 30, pooled, limit("max_99489", 4)),
        Track::Practitioner => ("99437", 30, 30, own, limit("max_99437", 2)),
    };
    let whole = (time - minutes(first)) / minutes(further);
    let units = whole.min(cap);
    let used = minutes(first) + units * minutes(further);
    let service = claim::date_of_service(scene, Program::Ccm, track == Track::Practitioner, used);
    if let Some(rule) =
        silent(scene).or_else(|| claim::late(scene, service)).or_else(|| patient::diagnoses(facts, 2, 12))
    {
        return Outcome::hold(track.base(), rule);
    }
    let mut outcome = Outcome { lines: vec![(track.base(), 1), (add_on, units)], held: Vec::new() };
    if track == Track::Complex && whole > cap {
        outcome.held.push((add_on, "CCM-TIME-03"));
    }
    outcome
}

/// CCM-ACT-01: with its switch, a month without plan work or without reaching anybody is held.
fn silent(scene: &Scene) -> Option<Rule> {
    let asked = switch::flag(scene.facts, "require_contact", false);
    let is_of = |entry: &EntryFact, words: &[&str]| {
        entry.activity.as_ref().is_some_and(|word| words.contains(&word.as_str()))
    };
    let reached = scene
        .has_work(Program::Ccm, |entry| is_of(entry, published::REACHES) || entry.live_contact == Some(true));
    let planned = scene.has_work(Program::Ccm, |entry| is_of(entry, published::PLAN_WORK));
    (asked && !(reached && planned)).then_some("CCM-ACT-01")
}
