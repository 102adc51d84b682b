//! Everything that a call's page and its signature rest on, gathered by a fixed number of queries.

use std::collections::BTreeMap;

use ccm::basics::*;
use ccm::care::interview::{PreviousAnswer, Situation};
use ccm::care::next_contact::{ContactFacts, DayPart, Proposal, propose};
use ccm::care::note::NotedEscalation;
use ccm::care::red_flag::{self, Raised};
use ccm::care::{EscalationStep, GoalProgress, Interviews, ListedMedication, Reconciliation, TaskKind};
use ccm::care::{escalation, goal_progress};
use ccm::enrollment::Program;

use super::desk::Desk;
use super::open::Month;
use crate::Result;
use crate::ports::{CallRow, EscalationRow, NextContactRow, TaskRow, WhichEscalations, WhichTasks};

/// More escalations than a call has, more tasks than a patient has.
const MOST: i64 = 200;

/// Work that is due for the patient's health.
const CLINICAL: [TaskKind; 3] = [TaskKind::FollowUp, TaskKind::Callback, TaskKind::Medication];

pub(super) struct Gathered {
    pub call: CallRow,
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
        Ok(Self {
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

    pub fn propose(&self, book: &Interviews, desk: &Desk, month: Option<Month>) -> Proposal {
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
            part: DayPart::of_hour(desk.zone.to_datetime(desk.work.now).hour()),
            reached: outcome.is_none_or(|outcome| outcome.reached),
            retry_days: outcome.and_then(|outcome| outcome.retry_days),
            other_window: outcome.is_some_and(|outcome| outcome.other_window),
            red_flag: gravest.map(|severity| (severity, book.severities.asks(severity).follow_up_days)),
            task_due: due.chain(planned).min(),
            minutes: month.map(|month| (month.counted_seconds, month.next_threshold_seconds)),
            preferred_part: self.last.as_ref().and_then(|last| last.part),
            preferred_days: None,
        })
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
