//! A practitioner's panel: how many patients, and of them only what asks for a physician.
//!
//! Whose patients: those whose newest episode in a program names the practitioner. The same number of questions for any panel.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use ccm::access::{Actor, Permission};
use ccm::basics::*;
use ccm::care::assessment::change::{Change, Step};
use ccm::care::escalation::EscalationState;
use ccm::care::{Interviews, Questionnaires, SupervisionTerms, TaskKind};
use ccm::claim::ClaimState;
use ccm::enrollment::{Consent, ConsentKind, Episode, Program};
use ccm::monitoring::{Course, Ranges, Reading, worsening};
use jiff::SignedDuration;

use crate::billing::complexity::asked;
use crate::care::desk::Desk;
use crate::care::{EscalationView, PatientName};
use crate::ports::boards::StandingsWanted;
use crate::ports::{AssessmentHead, EscalationRow, WhichEscalations, WhichTasks};
use crate::{App, Place, Result};

/// More than any practice should have open at once.
const MOST: i64 = 500;

/// What waits for a practitioner.
#[derive(Clone, Debug)]
pub struct Panel {
    pub as_of: Timestamp,
    pub zone: TimeZone,
    pub month: ServiceMonth,
    /// Patients of the panel.
    pub patients: usize,
    /// Seconds of the running month over the panel: what counts, and the practitioner's own among them.
    pub counted_seconds: u64,
    pub own_seconds: u64,
    /// To be answered, in the order of their clocks.
    pub escalations: Vec<EscalationView>,
    /// To be signed or returned.
    pub plans: Vec<PanelPlan>,
    pub worsening: Vec<PanelCourse>,
    pub withdrawn: Vec<PanelWithdrawal>,
    pub attestations: Vec<PanelAttestation>,
    /// Drafted claims of the newest closed month that this practitioner renders.
    pub claims: u64,
    pub claims_month: Option<ServiceMonth>,
    pub names: BTreeMap<PatientId, PatientName>,
}

#[derive(Clone, Debug)]
pub struct PanelPlan {
    pub patient: PatientId,
    pub plan: CarePlanId,
    pub version: i64,
    pub dated: Date,
}

/// A patient whose readings or scores go the wrong way.
#[derive(Clone, Debug)]
pub struct PanelCourse {
    pub patient: PatientId,
    pub courses: Vec<Course>,
    /// Newest assessments that came out worse than the ones before.
    pub scores: Vec<(AssessmentHead, Change)>,
}

#[derive(Clone, Debug)]
pub struct PanelWithdrawal {
    pub patient: PatientId,
    pub program: Program,
    pub at: Moment,
}

/// A month whose complexity somebody has asked about, or whose rules do.
#[derive(Clone, Debug)]
pub struct PanelAttestation {
    pub patient: PatientId,
    pub month: ServiceMonth,
    /// Who asked, by when, and why; `None`: the rules alone.
    pub asked: Option<(PersonId, Date, String)>,
}

/// The panel of whoever asks.
///
/// # Errors
/// [`crate::Error::Forbidden`] for who is no practitioner here; storage's failures.
pub async fn panel(app: &App, actor: &Actor, place: Place) -> Result<Panel> {
    let mut desk = Desk::read(app, actor, place, Permission::ReadChart).await?;
    desk.work = desk.work.require(Permission::Attest).await?;
    let (practice, me, now) = (desk.practice.id, desk.person, desk.work.now);
    let month = ServiceMonth::of(desk.today);
    let visible = desk.work.visible(Permission::ReadChart).await?;
    let terms = desk.work.tx.supervision_terms(practice).await?.unwrap_or_default();
    let mut mine = of_practitioner(&desk.work.tx.episodes(practice).await?, me);
    mine.retain(|patient| visible.has(*patient));
    let whom: Vec<PatientId> = mine.iter().copied().collect();

    let mut open = desk.work.tx.escalations(practice, WhichEscalations::Open, MOST).await?;
    open.retain(|row| visible.has(row.0.patient) && is_to_answer(row, me, &mine));
    let mut plans: Vec<PanelPlan> = Vec::new();
    for row in desk.work.tx.plan_standings(practice).await? {
        let waits =
            row.newest.filter(|one| !one.is_signed && !one.is_returned && one.practitioner == Some(me));
        if let Some(newest) = waits.filter(|_| visible.has(row.patient)) {
            let (plan, version, dated) = (newest.id, newest.version, newest.dated);
            plans.push(PanelPlan { patient: row.patient, plan, version, dated });
        }
    }
    plans.sort_by_key(|one| (one.dated, one.patient));
    let worsening = courses(&mut desk, &whom, &terms).await?;
    let since = now.checked_sub(days(terms.withdrawn_days)).unwrap_or(Timestamp::MIN);
    let consents = desk.work.tx.consents_of(practice, &whom).await?;
    let withdrawn = withdrawals(consents, &desk.zone, since);
    let attestations = attestations(app, &mut desk, month, &visible).await?;
    let meters = desk.work.tx.worklist_of(practice, &whom).await?;
    let meters = meters.into_iter().filter_map(|row| row.case.meter).filter(|meter| meter.month == month);
    let (mut counted_seconds, mut own_seconds) = (0, 0);
    for program in meters.flat_map(|meter| meter.programs) {
        counted_seconds += program.counted_seconds;
        own_seconds += program.own_seconds;
    }
    // As the review's page chooses its month.
    let closings = desk.work.tx.closures_since(practice, ServiceMonth::of(Date::MIN)).await?;
    let newest = closings.last().map(|row| (row.month, row.revision));
    let mut claims = 0;
    if let Some((month, revision)) = newest {
        let counts = desk.work.tx.claim_counts(practice, month, revision).await?;
        let own = counts.iter().filter(|one| one.practitioner == me && one.state == ClaimState::Draft);
        claims = own.map(|one| one.claims).sum();
    }
    let named = open.iter().map(|row| row.0.patient);
    let named = named.chain(plans.iter().map(|one| one.patient));
    let named = named.chain(worsening.iter().map(|one| one.patient));
    let named = named.chain(withdrawn.iter().map(|one| one.patient));
    let names = desk.names(named.chain(attestations.iter().map(|one| one.patient))).await?;
    let view = |row: EscalationRow| {
        let name = names.get(&row.0.patient).cloned();
        EscalationView::of(Interviews::embedded(), row, now, name)
    };
    let panel = Panel {
        as_of: now,
        zone: desk.zone.clone(),
        month,
        patients: whom.len(),
        counted_seconds,
        own_seconds,
        escalations: open.into_iter().map(view).collect(),
        plans,
        worsening,
        withdrawn,
        attestations,
        claims,
        claims_month: newest.map(|(month, _)| month),
        names,
    };
    drop(desk);
    app.audit_read(actor, place, "panel", &me.to_string(), None).await?;
    Ok(panel)
}

fn days(count: i64) -> SignedDuration {
    SignedDuration::from_hours(count.saturating_mul(24))
}

/// Patients whose newest episode in some program names the practitioner.
fn of_practitioner(episodes: &[Episode], me: PersonId) -> BTreeSet<PatientId> {
    // Later records take the earlier ones' place.
    let newest: HashMap<(PatientId, Program), PersonId> =
        episodes.iter().map(|one| ((one.patient, one.program), one.practitioner)).collect();
    newest
        .into_iter()
        .filter(|(_, practitioner)| *practitioner == me)
        .map(|((patient, _), _)| patient)
        .collect()
}

/// Nobody has answered it, and it is mine: handed to me, or to nobody while I bill for the patient or was told.
fn is_to_answer((escalation, events): &EscalationRow, me: PersonId, mine: &BTreeSet<PatientId>) -> bool {
    let standing = ccm::care::escalation::standing(events);
    let is_with_me = match standing.assigned {
        Some(person) => person == me,
        None => {
            mine.contains(&escalation.patient) || standing.notified.iter().any(|(person, _)| *person == me)
        }
    };
    standing.state < EscalationState::Answered && is_with_me
}

async fn courses(desk: &mut Desk, whom: &[PatientId], terms: &SupervisionTerms) -> Result<Vec<PanelCourse>> {
    let (practice, ranges) = (desk.practice.id, Ranges::embedded());
    let since = desk.work.now.checked_sub(days(terms.worsening_days)).unwrap_or(Timestamp::MIN);
    let codes: Vec<&str> = ranges.codes().collect();
    let at_least = usize::try_from(terms.worsening_readings).unwrap_or(usize::MAX);
    let mut readings: BTreeMap<PatientId, Vec<Reading>> = BTreeMap::new();
    for (patient, reading) in desk.work.tx.readings_of(practice, whom, &codes, since).await? {
        readings.entry(patient).or_default().push(reading);
    }
    let mut found: BTreeMap<PatientId, PanelCourse> = BTreeMap::new();
    let empty = |patient| PanelCourse { patient, courses: Vec::new(), scores: Vec::new() };
    for (patient, readings) in readings {
        let courses = worsening(&readings, ranges, at_least);
        if !courses.is_empty() {
            found.entry(patient).or_insert_with(|| empty(patient)).courses = courses;
        }
    }
    let since = desk.today.saturating_sub(jiff::Span::new().days(terms.worsening_days));
    let heads = desk.work.tx.assessments_of(practice, whom).await?;
    for (head, change) in worse_scores(heads, since) {
        found.entry(head.patient).or_insert_with(|| empty(head.patient)).scores.push((head, change));
    }
    Ok(found.into_values().collect())
}

/// Of each patient and instrument the newest score, where it came out worse than the one before and that matters.
fn worse_scores(heads: Vec<AssessmentHead>, since: Date) -> Vec<(AssessmentHead, Change)> {
    let mut series: BTreeMap<(PatientId, String), Vec<AssessmentHead>> = BTreeMap::new();
    for head in heads.into_iter().filter(|head| head.score.is_some() && head.replaced_by.is_none()) {
        series.entry((head.patient, head.instrument.clone())).or_default().push(head);
    }
    let worse = |mut all: Vec<AssessmentHead>| {
        all.sort_by_key(|head| (head.on, head.recorded.at));
        let newest = all.pop().filter(|head| head.on >= since)?;
        let before = all.pop()?;
        let instrument = Questionnaires::embedded().get(&newest.instrument)?;
        let change = instrument.change(before.score?, newest.score?);
        (change.step == Step::Worse && change.matters != Some(false)).then_some((newest, change))
    };
    series.into_values().filter_map(worse).collect()
}

/// What patients have last said of a program, where it was that they stop, and that is not long ago.
fn withdrawals(consents: Vec<Consent>, zone: &TimeZone, since: Timestamp) -> Vec<PanelWithdrawal> {
    let newest: BTreeMap<(PatientId, Program), Consent> =
        consents.into_iter().map(|one| ((one.patient, one.program), one)).collect();
    let stopped = newest.into_values().filter(|one| one.kind == ConsentKind::Revocation);
    let recent = stopped.filter(|one| one.at.latest(zone) >= since);
    recent.map(|one| PanelWithdrawal { patient: one.patient, program: one.program, at: one.at }).collect()
}

/// Asked for by a colleague, or by the rules of the running month where the attestation alone is missing.
async fn attestations(
    app: &App,
    desk: &mut Desk,
    month: ServiceMonth,
    visible: &crate::access::Visible,
) -> Result<Vec<PanelAttestation>> {
    let (practice, me) = (desk.practice.id, desk.person);
    let horizon = month.next().last_day();
    let mut found: BTreeMap<(PatientId, ServiceMonth), PanelAttestation> = BTreeMap::new();
    for (task, events) in desk.work.tx.tasks(practice, WhichTasks::DueFor(me, horizon), MOST).await? {
        let is_mine = task.standing(&events).owner == Some(me) && task.new.kind == TaskKind::Attestation;
        if let Some(patient) = task.patient.filter(|patient| is_mine && visible.has(*patient)) {
            let month = ServiceMonth::of(task.new.due);
            let asked = Some((task.opened_by, task.standing(&events).due, task.new.title));
            found.entry((patient, month)).or_insert(PanelAttestation { patient, month, asked });
        }
    }
    for rule in asked(&app.rules, month).1 {
        let wanted = StandingsWanted { rule: Some(rule), limit: MOST, ..StandingsWanted::default() };
        for (head, row) in desk.work.tx.standings_page(practice, month, &wanted).await? {
            let lacks = row
                .codes
                .iter()
                .any(|code| code.rule == Some(rule) && code.state == ccm::billing::readiness::State::Missing);
            if row.practitioner == me && lacks && visible.has(head.id) {
                let one = PanelAttestation { patient: head.id, month, asked: None };
                found.entry((head.id, month)).or_insert(one);
            }
        }
    }
    Ok(found.into_values().collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use ccm::care::escalation::{Escalation, EscalationEvent, EscalationStep};
    use ccm::care::red_flag::Severity;
    use uuid::Uuid;

    fn person(n: u128) -> PersonId {
        PersonId(Uuid::from_u128(n))
    }

    fn patient(n: u128) -> PatientId {
        PatientId(Uuid::from_u128(n))
    }

    fn episode(whose: u128, program: Program, by: u128) -> Episode {
        Episode {
            id: EpisodeId(Uuid::from_u128(whose * 10 + by)),
            patient: patient(whose),
            program,
            practitioner: person(by),
            start: "2026-01-05".parse().unwrap(),
            track: None,
        }
    }

    #[test]
    fn a_patient_is_on_the_panel_of_whom_the_newest_episode_names() {
        let all = [
            episode(1, Program::Ccm, 50),
            episode(2, Program::Ccm, 50),
            episode(2, Program::Ccm, 51),
            episode(3, Program::Ccm, 51),
            episode(3, Program::Rpm, 50),
        ];
        assert_eq!(
            of_practitioner(&all, person(50)).into_iter().collect::<Vec<_>>(),
            [patient(1), patient(3)]
        );
        assert_eq!(
            of_practitioner(&all, person(51)).into_iter().collect::<Vec<_>>(),
            [patient(2), patient(3)]
        );
    }

    #[test]
    fn an_escalation_is_answered_by_whoever_it_is_with() {
        let now: Timestamp = "2026-10-16T16:00:00Z".parse().unwrap();
        let escalation = Escalation {
            id: EscalationId(Uuid::from_u128(9)),
            patient: patient(1),
            call: None,
            source: "by_hand".into(),
            severity: Severity::Urgent,
            protocol: "falls".into(),
            opened_at: now,
            opened_by: person(60),
            acknowledge_by: now,
        };
        let mine = BTreeSet::from([patient(1)]);
        let check = |steps: Vec<EscalationStep>, me: u128, mine: &BTreeSet<PatientId>| {
            let event = |step| EscalationEvent { at: now, by: person(60), step };
            is_to_answer(&(escalation.clone(), steps.into_iter().map(event).collect()), person(me), mine)
        };
        let nobodys = BTreeSet::new();
        let told = |n| EscalationStep::Notified { person: person(n) };
        let handed = |n| EscalationStep::Reassigned { person: person(n) };
        let answered = || EscalationStep::Answered { advice: "rest".into(), way: None };
        assert!(check(vec![], 50, &mine));
        assert!(!check(vec![], 50, &nobodys));
        assert!(check(vec![told(50)], 50, &nobodys), "who was told of it");
        assert!(check(vec![told(50), EscalationStep::Acknowledged], 50, &mine), "seen is not answered");
        assert!(!check(vec![answered()], 50, &mine));
        assert!(!check(vec![handed(51)], 50, &mine), "it was handed on");
        assert!(check(vec![handed(51)], 51, &nobodys));
        assert!(check(vec![handed(51), handed(50)], 50, &nobodys), "and back");
    }
}
