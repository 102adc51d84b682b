//! Escalations and tasks, each with its events. Titles, advice and reasons are sealed.

use std::collections::HashMap;

use app::Result;
use app::ports::store::Tasks;
use app::ports::{EscalationRow, TaskRow, WhichEscalations, WhichTasks};
use async_trait::async_trait;
use ccm::basics::*;
use ccm::care::{Escalation, EscalationEvent, NewTask, Task, TaskEvent, TaskStep};
use db::values;
use uuid::Uuid;

use super::calls::opened_json;
use crate::ahead::Asked;
use crate::columns::{Columns, among, each, id_list, json};
use crate::sealed::At;
use crate::tx::StoreTx;

macro_rules! escalations {
    (open $($where:tt)*) => {
        escalations!(
            "and not exists (select 1 from escalation_event d where d.practice_id = x.practice_id
                and d.organization_id = x.organization_id and d.escalation_id = x.escalation_id
                and d.kind = 'disposed') ",
            $($where)*
        )
    };
    ($($where:tt)*) => {
        concat!(
            "select x.escalation_id, x.patient_id, x.call_id, x.source, x.severity, x.protocol, x.opened_at,
                x.opened_by, x.acknowledge_by
            from escalation x where x.practice_id = $1 and x.organization_id = $2 ",
            $($where)*,
            " order by x.acknowledge_by, x.escalation_id limit $3"
        )
    };
}

/// Tasks by their due day and owner as their events have them.
macro_rules! tasks {
    (open $($where:tt)*) => {
        tasks!(
            "not exists (select 1 from task_event d where d.practice_id = t.practice_id
                and d.organization_id = t.organization_id and d.task_id = t.task_id
                and d.kind in ('done', 'cancelled'))",
            $($where)*
        )
    };
    ($($where:tt)*) => {
        concat!(
            "select t.task_id, t.patient_id, t.kind, t.due_on, t.owner_id, t.origin, t.title_sealed, t.recorded_at,
                t.recorded_by
            from (select q.*, coalesce((select e.due_on from task_event e where e.practice_id = q.practice_id
                    and e.organization_id = q.organization_id and e.task_id = q.task_id and e.kind = 'postponed'
                    order by e.event desc limit 1), q.due_on) as due_now,
                case when exists (select 1 from task_event e where e.practice_id = q.practice_id
                    and e.organization_id = q.organization_id and e.task_id = q.task_id and e.kind = 'reassigned')
                then (select e.owner_id from task_event e where e.practice_id = q.practice_id
                    and e.organization_id = q.organization_id and e.task_id = q.task_id and e.kind = 'reassigned'
                    order by e.event desc limit 1)
                else q.owner_id end as owner_now
                from task q where q.practice_id = $1 and q.organization_id = $2) t
            where ",
            $($where)*,
            " order by t.due_now, t.task_id limit $3"
        )
    };
}

macro_rules! events {
    ($engine:ident, $select:literal, $id:literal) => {
        concat!(
            $select,
            " where practice_id = $1 and organization_id = $2",
            among!($engine $id),
            " order by ", $id, ", event"
        )
    };
}

db::queries! {
    ADD_ESCALATION = "insert into escalation (practice_id, organization_id, escalation_id, patient_id, call_id, source,
            severity, protocol, opened_at, opened_by, acknowledge_by)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    ADD_ESCALATION_EVENT = "insert into escalation_event (practice_id, organization_id, escalation_id, event, kind,
            step_sealed, at, by_id)
        values ($1, $2, $3, $4, $5, $6, $7, $8)";
    ESCALATION = escalations!("and x.escalation_id = $4");
    ESCALATIONS_OF_CALL = escalations!("and x.call_id = $4");
    ESCALATIONS_OF_ASSESSMENT = escalations!(
        "and x.escalation_id in (select o.escalation_id from assessment_opened o where o.practice_id = x.practice_id
            and o.organization_id = x.organization_id and o.assessment_id = $4)");
    OPEN_ESCALATIONS_OF = escalations!(open "and x.patient_id = $4");
    ESCALATIONS_SINCE = escalations!("and x.patient_id = $4 and x.opened_at >= $5");
    OPEN_ESCALATIONS = escalations!(open "");
    ESCALATION_EVENTS = {
        lite: events!(lite, "select escalation_id, event, step_sealed, at, by_id from escalation_event",
            "escalation_id"),
        pg: events!(pg, "select escalation_id, event, step_sealed, at, by_id from escalation_event", "escalation_id"),
    };
    ADD_TASK = "insert into task (practice_id, organization_id, task_id, patient_id, kind, due_on, owner_id, origin,
            title_sealed, recorded_at, recorded_by)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    ADD_TASK_EVENT = "insert into task_event (practice_id, organization_id, task_id, event, kind, due_on, owner_id,
            step_sealed, at, by_id)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    TASK = tasks!("t.task_id = $4");
    OPEN_TASKS_OF = tasks!(open " and t.patient_id = $4");
    TASKS_DUE = tasks!(open " and t.due_now <= $4");
    TASKS_DUE_FOR = tasks!(open " and t.due_now <= $4 and (t.owner_now is null or t.owner_now = $5)");
    TASK_EVENTS = {
        lite: events!(lite, "select task_id, event, step_sealed, at, by_id from task_event", "task_id"),
        pg: events!(pg, "select task_id, event, step_sealed, at, by_id from task_event", "task_id"),
    };
}

fn escalation_step_at(practice: Uuid, id: Uuid, event: i64) -> At {
    At::column("escalation_event.step_sealed").id(practice).id(id).number(event)
}

fn task_step_at(practice: Uuid, id: Uuid, event: i64) -> At {
    At::column("task_event.step_sealed").id(practice).id(id).number(event)
}

fn title_at(practice: Uuid, id: Uuid) -> At {
    At::column("task.title_sealed").id(practice).id(id)
}

impl StoreTx {
    /// Which tasks, as a question.
    pub(crate) fn tasks_question(
        &self,
        practice: PracticeId,
        which: WhichTasks,
        limit: i64,
    ) -> Result<Asked> {
        let (practice, tenant) = self.place(practice)?;
        let mut params = values![practice, tenant, limit];
        let query = match which {
            WhichTasks::One(id) => {
                params.push(id.0.into());
                &TASK
            }
            WhichTasks::OpenOf(patient) => {
                params.push(patient.0.into());
                &OPEN_TASKS_OF
            }
            WhichTasks::Due(by) => {
                params.push(by.into());
                &TASKS_DUE
            }
            WhichTasks::DueFor(person, by) => {
                params.extend(values![by, person.0]);
                &TASKS_DUE_FOR
            }
        };
        Ok((query, params))
    }
}

#[async_trait]
impl Tasks for StoreTx {
    async fn add_escalation(&mut self, practice: PracticeId, escalation: &Escalation) -> Result<()> {
        let (practice, tenant) = self.place(practice)?;
        let params = values![
            practice,
            tenant,
            escalation.id.0,
            escalation.patient.0,
            escalation.call.map(|call| call.0),
            &escalation.source,
            escalation.severity.word(),
            &escalation.protocol,
            escalation.opened_at,
            escalation.opened_by.0,
            escalation.acknowledge_by,
        ];
        self.write(&ADD_ESCALATION, params).await.map(drop)
    }

    async fn add_escalation_event(
        &mut self,
        practice: PracticeId,
        id: EscalationId,
        number: usize,
        event: &EscalationEvent,
    ) -> Result<()> {
        let (practice, tenant) = self.place(practice)?;
        let number = i64::try_from(number).unwrap_or(i64::MAX);
        let sealed = self.sealed_json(&escalation_step_at(practice, id.0, number), &event.step).await?;
        let (kind, at, by) = (event.step.kind(), event.at, event.by.0);
        let params = values![practice, tenant, id.0, number, kind, sealed, at, by];
        self.write(&ADD_ESCALATION_EVENT, params).await.map(drop)
    }

    async fn escalations(
        &mut self,
        practice: PracticeId,
        which: WhichEscalations,
        limit: i64,
    ) -> Result<Vec<EscalationRow>> {
        let (practice, tenant) = self.place(practice)?;
        let mut params = values![practice, tenant, limit];
        let query = match which {
            WhichEscalations::One(id) => {
                params.push(id.0.into());
                &ESCALATION
            }
            WhichEscalations::OfCall(call) => {
                params.push(call.0.into());
                &ESCALATIONS_OF_CALL
            }
            WhichEscalations::OfAssessment(assessment) => {
                params.push(assessment.0.into());
                &ESCALATIONS_OF_ASSESSMENT
            }
            WhichEscalations::OpenOf(patient) => {
                params.push(patient.0.into());
                &OPEN_ESCALATIONS_OF
            }
            WhichEscalations::OpenedSince(patient, since) => {
                params.extend(values![patient.0, since]);
                &ESCALATIONS_SINCE
            }
            WhichEscalations::Open => &OPEN_ESCALATIONS,
        };
        let rows = self.rows(query, params).await?;
        let found = each(&rows, |row| {
            Ok(Escalation {
                id: EscalationId(row.get()?),
                patient: PatientId(row.get()?),
                call: row.get::<Option<_>>()?.map(CallId),
                source: row.get()?,
                severity: row.word()?,
                protocol: row.get()?,
                opened_at: row.get()?,
                opened_by: PersonId(row.get()?),
                acknowledge_by: row.get()?,
            })
        })?;
        if found.is_empty() {
            return Ok(Vec::new());
        }
        let ids = id_list(found.iter().map(|one| one.id.0));
        let rows = self.rows(&ESCALATION_EVENTS, values![practice, tenant, ids]).await?;
        let keys = self.keyring().await?;
        let mut events: HashMap<Uuid, Vec<EscalationEvent>> = HashMap::new();
        for row in &rows {
            let mut row = Columns::of(row);
            let (id, number): (Uuid, i64) = (row.get()?, row.get()?);
            let step = opened_json(&keys, &escalation_step_at(practice, id, number), row.get()?)?;
            let event = EscalationEvent { step, at: row.get()?, by: PersonId(row.get()?) };
            events.entry(id).or_default().push(event);
        }
        let with = |one: Escalation| {
            let events = events.remove(&one.id.0).unwrap_or_default();
            (one, events)
        };
        Ok(found.into_iter().map(with).collect())
    }

    async fn add_task(&mut self, practice: PracticeId, task: &Task) -> Result<()> {
        let (practice, tenant) = self.place(practice)?;
        let title = self.keyring().await?.seal(&title_at(practice, task.id.0), task.new.title.as_bytes())?;
        let params = values![
            practice,
            tenant,
            task.id.0,
            task.patient.map(|patient| patient.0),
            task.new.kind.word(),
            task.new.due,
            task.new.owner.map(|owner| owner.0),
            json(&task.origin)?,
            title,
            task.opened_at,
            task.opened_by.0,
        ];
        self.write(&ADD_TASK, params).await.map(drop)
    }

    async fn add_task_event(
        &mut self,
        practice: PracticeId,
        id: TaskId,
        number: usize,
        event: &TaskEvent,
    ) -> Result<()> {
        let (practice, tenant) = self.place(practice)?;
        let number = i64::try_from(number).unwrap_or(i64::MAX);
        let sealed = self.sealed_json(&task_step_at(practice, id.0, number), &event.step).await?;
        let (due, owner) = match &event.step {
            TaskStep::Postponed { due, .. } => (Some(*due), None),
            TaskStep::Reassigned { owner } => (None, owner.map(|owner| owner.0)),
            _ => (None, None),
        };
        let (kind, at, by) = (event.step.kind(), event.at, event.by.0);
        let params = values![practice, tenant, id.0, number, kind, due, owner, sealed, at, by];
        self.write(&ADD_TASK_EVENT, params).await.map(drop)
    }

    async fn tasks(&mut self, practice: PracticeId, which: WhichTasks, limit: i64) -> Result<Vec<TaskRow>> {
        let (query, params) = self.tasks_question(practice, which, limit)?;
        let (practice, tenant) = self.place(practice)?;
        let rows = self.rows(query, params).await?;
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let keys = self.keyring().await?;
        let found = each(&rows, |row| {
            let id = TaskId(row.get()?);
            let patient = row.get::<Option<_>>()?.map(PatientId);
            let (kind, due) = (row.word()?, row.get()?);
            let owner = row.get::<Option<_>>()?.map(PersonId);
            let origin = row.json()?;
            let title = keys.open_text(&title_at(practice, id.0), row.get()?)?;
            let (opened_at, opened_by) = (row.get()?, PersonId(row.get()?));
            Ok(Task { id, patient, new: NewTask { kind, title, due, owner }, origin, opened_at, opened_by })
        })?;
        let ids = id_list(found.iter().map(|one| one.id.0));
        let rows = self.rows(&TASK_EVENTS, values![practice, tenant, ids]).await?;
        let mut events: HashMap<Uuid, Vec<TaskEvent>> = HashMap::new();
        for row in &rows {
            let mut row = Columns::of(row);
            let (id, number): (Uuid, i64) = (row.get()?, row.get()?);
            let step = opened_json(&keys, &task_step_at(practice, id, number), row.get()?)?;
            let event = TaskEvent { step, at: row.get()?, by: PersonId(row.get()?) };
            events.entry(id).or_default().push(event);
        }
        let with = |one: Task| {
            let events = events.remove(&one.id.0).unwrap_or_default();
            (one, events)
        };
        Ok(found.into_iter().map(with).collect())
    }
}
