//! What is known of some patients, made into cases: the month's facts with their judgment, and what stands beside them.

use std::collections::{HashMap, HashSet};

use ccm::basics::dates::{local_instant, start_of_day};
use ccm::basics::*;
use ccm::billing::facts::TcmFact;
use ccm::billing::program::ProgramRule;
use ccm::billing::requirement::Requirement;
use ccm::billing::switches::{Choices, Switch};
use ccm::billing::{MonthFacts, Prepared, RuleSet};
use ccm::enrollment::{Episode, Program};
use ccm::monitoring::Ranges;
use ccm::people::ContactPreference;
use ccm::reports::caseload::share_permille;
use ccm::reports::{
    Case, Discharge, MissingConsent, MonthMeter, PlannedContact, RankingSettings, UrgentReading, next_change,
    rank,
};

use crate::billing::{Gathered, MonthFrame};
use crate::ports::reports::{Beside, WorklistRow};
use crate::{Result, Work};

/// Who promised a day for a callback has promised it until here, by the practice's clock.
const OFFICE_ENDS: jiff::civil::Time = jiff::civil::Time::constant(17, 0, 0, 0);
/// Whoever was not spoken with for so long was not spoken with.
const LONGEST_LOOK_BACK: jiff::SignedDuration = jiff::SignedDuration::from_hours(24 * 400);

/// Rows of those among the patients who are in the month: nobody else is in the list.
///
/// # Errors
/// Storage's failures.
pub(super) async fn rows(
    frame: &MonthFrame,
    work: &mut Work,
    patients: &[PatientId],
) -> Result<Vec<WorklistRow>> {
    let (practice, now) = (frame.practice.id, work.now);
    let settings = RankingSettings::embedded();
    let gathered = frame.gather(work, patients).await?;
    let managed: Vec<PatientId> = gathered.iter().map(|one| one.patient).collect();
    if managed.is_empty() {
        return Ok(Vec::new());
    }
    let horizon = settings.horizon.urgent_reading_after();
    let since = now.checked_sub(horizon).unwrap_or(Timestamp::MIN);
    let codes: Vec<&str> = Ranges::embedded().codes().collect();
    let mut readings: HashMap<PatientId, Vec<UrgentReading>> = HashMap::new();
    for (patient, reading) in work.tx.readings_of(practice, &managed, &codes, since).await? {
        let Some(value) = reading.value else { continue };
        let flag = Ranges::embedded().flag(&reading.code, value, reading.unit.as_deref());
        if flag.is_some_and(ccm::monitoring::Flag::is_urgent) {
            let urgent = UrgentReading { code: reading.code, value, unit: reading.unit, at: reading.at };
            readings.entry(patient).or_default().push(urgent);
        }
    }
    let long_ago = now.checked_sub(LONGEST_LOOK_BACK).unwrap_or(Timestamp::MIN);
    let contacts: HashMap<PatientId, Timestamp> =
        work.tx.last_contacts_of(practice, &managed, long_ago).await?.into_iter().collect();
    let mut preferences: HashMap<PatientId, ContactPreference> =
        work.tx.preferences_of(practice, &managed).await?.into_iter().map(|one| (one.patient, one)).collect();
    let mut beside: HashMap<PatientId, Beside> =
        work.tx.beside_of(practice, &managed, now).await?.into_iter().collect();
    let mut episodes: HashMap<PatientId, Vec<Episode>> = HashMap::new();
    for episode in work.tx.episodes_of(practice, &managed).await? {
        episodes.entry(episode.patient).or_default().push(episode);
    }
    let prepared = frame.rules.for_month(frame.month, &frame.zone, &frame.settings);
    let choices = frame.rules.switches().choose(&frame.settings);
    let clock = frame.zone.zone();
    let rows = gathered.into_iter().map(|one| {
        let Gathered { patient, practitioner, facts, .. } = one;
        let programs = programs(episodes.get(&patient).map_or(&[][..], Vec::as_slice));
        let beside = beside.remove(&patient).unwrap_or_default();
        let preference = preferences.remove(&patient);
        let last_contact = contacts.get(&patient).copied();
        let judged = Judged::of(&facts, &prepared, &frame.rules, &choices, &programs, now);
        let mut urgent = readings.remove(&patient).unwrap_or_default();
        urgent.retain(|reading| last_contact.is_none_or(|at| reading.at > at));
        let (windows, zone) = match preference {
            Some(one) => (one.windows, one.zone.unwrap_or_else(|| frame.zone.clone())),
            None => (Vec::new(), frame.zone.clone()),
        };
        let case = Case {
            urgent_readings: urgent,
            escalations: beside.escalations,
            discharge: facts
                .tcm
                .as_ref()
                .and_then(|tcm| discharge(tcm, last_contact, &frame.rules, frame.month, &clock)),
            callbacks: beside
                .callback_days
                .iter()
                .filter_map(|day| local_instant(day.to_datetime(OFFICE_ENDS), &clock))
                .collect(),
            planned_contact: beside
                .planned
                .filter(|one| last_contact.is_none_or(|at| at <= one.agreed_at))
                .map(|one| PlannedContact {
                    from: start_of_day(one.from, &clock),
                    until: start_of_day(one.until.tomorrow().unwrap_or(one.until), &clock),
                }),
            unread_messages: beside.unread_messages,
            unsigned_notes: beside.unsigned_notes,
            missing_consents: judged.missing_consents,
            plan_review_by: plan_review_by(&facts, &choices, &clock),
            windows,
            zone: Some(zone),
            last_contact,
            has_died: facts
                .departures
                .iter()
                .any(|end| end.kind == ccm::billing::facts::DepartureKind::Death),
            meter: Some(judged.meter),
        };
        let first = case.meter.as_ref().and_then(MonthMeter::first_threshold);
        WorklistRow {
            patient,
            coordinator: beside.coordinator,
            practitioner: Some(practitioner),
            programs,
            month: frame.month,
            key: rank(&case, now, settings).key,
            share_permille: first.map(|(counted, needed)| share_permille(counted, needed)),
            missing_seconds: first.map_or(0, |(counted, needed)| needed - counted),
            wakes_at: [next_change(&case, now, settings), beside.coordinator_changes_at]
                .into_iter()
                .flatten()
                .min(),
            case,
            made_at: now,
        }
    });
    Ok(rows.collect())
}

fn programs(episodes: &[Episode]) -> Vec<Program> {
    let mut programs: Vec<Program> = episodes.iter().map(|one| one.program).collect();
    programs.sort_unstable();
    programs.dedup();
    programs
}

struct Judged {
    meter: MonthMeter,
    missing_consents: Vec<MissingConsent>,
}

impl Judged {
    fn of(
        facts: &MonthFacts,
        prepared: &Prepared<'_>,
        rules: &RuleSet,
        choices: &Choices,
        programs: &[Program],
        now: Timestamp,
    ) -> Self {
        let determination = prepared.evaluate(facts);
        let readiness = prepared.readiness(facts, Moment::Instant(now));
        let meter = MonthMeter::of(rules, choices, &facts.zone, (&determination, &readiness), programs);
        let asks = |program: &Program| rules.program(*program).is_some_and(|rule: &ProgramRule| rule.consent);
        let unmet: HashSet<Program> = readiness
            .codes
            .iter()
            .filter(|code| code.gaps.iter().any(|gap| gap.rule.as_str().starts_with("CONSENT-")))
            .filter_map(|code| code.program)
            .collect();
        let missing = programs.iter().filter(|program| asks(program) && unmet.contains(program));
        Self {
            meter,
            missing_consents: missing.map(|program| MissingConsent { program: *program }).collect(),
        }
    }
}

/// A discharge that waits for its contact (TCM-02), up to the end of the service's 30 days.
fn discharge(
    tcm: &TcmFact,
    last_contact: Option<Timestamp>,
    rules: &RuleSet,
    month: ServiceMonth,
    clock: &TimeZone,
) -> Option<Discharge> {
    let left = tcm.discharge?;
    let at = left.earliest(clock);
    let is_reached =
        tcm.contact_at.is_some() || last_contact.is_some_and(|contact| contact > left.latest(clock));
    let business_days = contact_business_days(rules, month)?;
    let last_day = rules.holidays().business_day_after(left.day(clock), business_days);
    let contact_by = Moment::Day(last_day).latest(clock);
    (!is_reached).then_some(Discharge { at, contact_by, attempts: tcm.failed_attempts })
}

/// As the rules of transitional care say.
fn contact_business_days(rules: &RuleSet, month: ServiceMonth) -> Option<u16> {
    let codes = &rules.program(Program::Tcm)?.transition;
    let versions = codes.iter().filter_map(|code| rules.service(code)?.version(month));
    let mut asked = versions.flat_map(|version| &version.requires);
    asked.find_map(|asked| match asked.requirement {
        Requirement::ContactWithin { business_days, .. } => Some(business_days),
        _ => None,
    })
}

/// The newest version's day and so many months (PLAN-04); `None`: there is no plan, which the month's answer says.
fn plan_review_by(facts: &MonthFacts, choices: &Choices, clock: &TimeZone) -> Option<Timestamp> {
    let months = choices.number(Switch::PlanReviewMonths)?;
    let newest =
        facts.care_plans.iter().map(|plan| plan.revised_on.unwrap_or(plan.date).max(plan.date)).max()?;
    let due = ccm::basics::dates::months_later(newest, months)?;
    Some(Moment::Day(due).earliest(clock))
}
