//! Everything that a call's page and its signature rest on, gathered by a fixed number of queries.

use std::collections::BTreeMap;

use ccm::basics::*;
use ccm::billing::readiness::Measure;
use ccm::care::interview::{PreviousAnswer, Situation};
use ccm::care::next_contact::{ContactFacts, DayPart, Proposal, propose};
use ccm::care::note::NotedEscalation;
use ccm::care::red_flag::{self, Raised};
use ccm::care::{EscalationStep, GoalProgress, Interviews, ListedMedication, Reconciliation, TaskKind};
use ccm::care::{escalation, goal_progress};
use ccm::enrollment::Program;
use ccm::people::{ContactPreference, Patient};

use super::desk::Desk;
use super::sign::BEFORE;
use crate::ports::{
    CallRow, EscalationRow, NextContactRow, OpenEntryRow, TaskRow, WhichEscalations, WhichTasks,
};
use crate::{Error, Result};

/// More escalations than a call has, more tasks than a patient has.
const MOST: i64 = 200;

/// Work that is due for the patient's health.
const CLINICAL: [TaskKind; 3] = [TaskKind::FollowUp, TaskKind::Callback, TaskKind::Medication];

pub(super) struct Gathered {
    pub call: CallRow,
    pub patient: Patient,
    /// What the patient wishes of calls, as they last said it.
    pub preference: Option<ContactPreference>,
    /// The caller's time with this patient that stands in no note yet.
    pub entries: Vec<OpenEntryRow>,
    /// Counted seconds of the month in the call's program, and what the next threshold asks.
    pub minutes: Option<(i64, i64)>,
    pub conditions: Vec<Icd10Cm>,
    pub programs: Vec<Program>,
    pub previous: Vec<PreviousAnswer>,
    pub medications: Vec<ListedMedication>,
    pub reconciled: Option<(Date, Reconciliation)>,
    pub goals: Vec<String>,
    pub progress: BTreeMap<String, (Date, GoalProgress)>,
    pub escalations: Vec<EscalationRow>,
    pub tasks: Vec<TaskRow>,
    pub last: Option<NextContactRow>,
}

impl Gathered {
    pub async fn of(desk: &mut Desk, call: CallRow) -> Result<Self> {
        let (practice, patient, today) = (desk.practice.id, call.patient, desk.today);
        let tx = &mut desk.work.tx;
        let mut conditions: Vec<Icd10Cm> = Vec::new();
        let known = tx.conditions_of(practice, &[patient]).await?;
        conditions.extend(
            known.into_iter().filter(|(_, one)| one.is_active_on(today)).filter_map(|(_, one)| one.icd10),
        );
        conditions.extend(tx.confirmations_of(practice, &[patient]).await?.into_iter().map(|one| one.icd10));
        let episodes = tx.episodes_of(practice, &[patient]).await?;
        let mut programs: Vec<Program> = episodes.iter().map(|episode| episode.program).collect();
        programs.push(call.program);
        let goals = goal_progress::goals_of(&tx.plan_elements(practice, patient).await?);
        let progress = tx.progress(practice, patient).await?;
        let from = call.opened_at.checked_sub(BEFORE).unwrap_or(call.opened_at);
        let entries = tx.open_entries(practice, patient, call.opened_by, from).await?;
        let row = tx.worklist_of(practice, &[patient]).await?.pop();
        let minutes = row.and_then(|row| {
            let meter = row.case.meter.filter(|meter| meter.month == ServiceMonth::of(today))?;
            let program = meter.programs.into_iter().find(|one| one.program == call.program)?;
            let next =
                program.thresholds.iter().filter(|one| one.measure == Measure::Seconds && !one.is_barred);
            let next = next.filter(|one| one.missing() > 0).min_by_key(|one| one.missing())?;
            Some((i64::try_from(next.counted).ok()?, i64::try_from(next.needed).ok()?))
        });
        Ok(Self {
            patient: tx.patient(practice, patient).await?.ok_or(Error::NotFound("patient"))?,
            preference: tx.preferences_of(practice, &[patient]).await?.pop(),
            entries,
            minutes,
            conditions,
            programs,
            previous: tx.previous_answers(practice, patient).await?,
            medications: tx.medication_list(practice, patient).await?,
            reconciled: tx.newest_reconciliation(practice, patient).await?,
            goals,
            // Later progress takes the earlier one's place.
            progress: progress.into_iter().map(|(on, one)| (one.goal.clone(), (on, one))).collect(),
            escalations: tx.escalations(practice, WhichEscalations::OfCall(call.id), MOST).await?,
            tasks: tx.tasks(practice, WhichTasks::OpenOf(patient), MOST).await?,
            last: tx.next_contact(practice, patient).await?,
            call,
        })
    }

    pub fn situation(&self, today: Date) -> Situation<'_> {
        Situation {
            conditions: &self.conditions,
            programs: &self.programs,
            today,
            previous: &self.previous,
            given: &self.call.draft.answers,
        }
    }

    /// Escalations as the note speaks of them.
    pub fn noted(&self) -> Vec<NotedEscalation> {
        self.escalations.iter().map(noted).collect()
    }

    pub fn propose(&self, book: &Interviews, desk: &Desk) -> Proposal {
        let outcome = self.call.draft.outcome.as_deref().and_then(|word| book.outcomes.get(word));
        let in_error = |row: &&EscalationRow| {
            escalation::standing(&row.1).disposition.as_deref() == Some(escalation::ENTERED_IN_ERROR)
        };
        let gravest = self.escalations.iter().filter(|row| !in_error(row)).map(|row| row.0.severity).min();
        let clinical = self.tasks.iter().filter(|(task, _)| CLINICAL.contains(&task.new.kind));
        let due = clinical.map(|(task, events)| task.standing(events).due);
        let planned =
            self.call.draft.tasks.iter().filter(|task| CLINICAL.contains(&task.kind)).map(|task| task.due);
        propose(&ContactFacts {
            today: desk.today,
            part: DayPart::of_hour(self.zone(desk).to_datetime(desk.work.now).hour()),
            reached: outcome.is_none_or(|outcome| outcome.reached),
            retry_days: outcome.and_then(|outcome| outcome.retry_days),
            other_window: outcome.is_some_and(|outcome| outcome.other_window),
            red_flag: gravest.map(|severity| (severity, book.severities.asks(severity).follow_up_days)),
            task_due: due.chain(planned).min(),
            minutes: self.minutes,
            preferred_part: self.preferred_part(),
            preferred_days: None,
        })
    }
}

impl Gathered {
    /// The patient's clock; the practice's where nothing else was told.
    pub fn zone(&self, desk: &Desk) -> TimeZone {
        let told = self.preference.as_ref().and_then(|one| one.zone.as_ref());
        told.map_or_else(|| desk.zone.clone(), ZoneName::zone)
    }

    /// The part of the day in which all of the patient's windows begin; else the one agreed on last.
    fn preferred_part(&self) -> Option<DayPart> {
        let windows = self.preference.iter().flat_map(|one| &one.windows);
        let mut parts = windows.map(|window| DayPart::of_hour(window.from.hour()));
        let first = parts.next();
        let of_windows = first.filter(|first| parts.all(|part| part == *first));
        of_windows.or_else(|| self.last.as_ref().and_then(|last| last.part))
    }
}

fn noted((escalation, events): &EscalationRow) -> NotedEscalation {
    let ended = events.iter().find_map(|event| match &event.step {
        EscalationStep::Disposed { disposition, reason } => Some((disposition.clone(), reason.clone())),
        _ => None,
    });
    let (disposition, reason) = ended.map_or((None, None), |(word, reason)| (Some(word), reason));
    NotedEscalation {
        id: escalation.id,
        source: escalation.source.clone(),
        severity: escalation.severity,
        disposition,
        reason,
    }
}

/// Red flags of a call's answers that none of its escalations stands for: as grave, and not called an error.
pub(super) fn unraised(book: &Interviews, call: &CallRow, escalations: &[EscalationRow]) -> Vec<Raised> {
    let stands_for = |flag: &Raised| {
        escalations.iter().any(|(escalation, events)| {
            escalation.source == flag.source
                && escalation.severity <= flag.severity
                && escalation::standing(events).disposition.as_deref() != Some(escalation::ENTERED_IN_ERROR)
        })
    };
    red_flag::raised(book, &call.draft.answers).into_iter().filter(|flag| !stands_for(flag)).collect()
}
