//! What other rooms keep that asks for somebody: assignments, escalations, callbacks, planned contacts, drafts; and on a
//! chart its tasks and signed notes. The one seam to them: where a table joins, its query joins here, and the list
//! shows it.

use std::collections::HashMap;

use app::Result;
use app::ports::WhichTasks;
use app::ports::reports::{Beside, DocumentRow, PlannedRow, TaskRow};
use app::ports::store::Tasks;
use ccm::basics::*;
use ccm::reports::Escalation;
use db::values;

use crate::columns::{Columns, among, each, patient_list};
use crate::tx::StoreTx;

/// More tasks or notes than a chart shows at once.
pub(crate) const MOST: i64 = 50;

/// `$select … where` of a table under the name `$t`, of the patients of the list; then `$rest`.
macro_rules! of_list {
    ($engine:ident, $select:literal, $patient:literal, $practice:literal, $rest:literal) => {
        concat!($select, " where ", $practice, among!($engine $patient), $rest)
    };
}

macro_rules! both {
    ($select:literal, $patient:literal, $practice:literal, $rest:literal) => {
        (
            of_list!(lite, $select, $patient, $practice, $rest),
            of_list!(pg, $select, $patient, $practice, $rest),
        )
    };
}

const ASSIGNED_TEXT: (&str, &str) = both!(
    "select a.patient_id, a.person_id, a.from_at, a.until_at,
        (select min(e.from_at) from assignment e where e.practice_id = a.practice_id
            and e.organization_id = a.organization_id and e.ends_id = a.assignment_id)
    from assignment a",
    "a.patient_id",
    "a.practice_id = $1 and a.organization_id = $2",
    " and a.purpose = 'care' and a.ends_id is null and (a.until_at is null or a.until_at > $4)
        order by a.from_at, a.assignment_id"
);
/// An acknowledged one waits for its disposition, and no clock runs.
const ESCALATED_TEXT: (&str, &str) = both!(
    "select x.patient_id, x.opened_at, x.acknowledge_by, exists (select 1 from escalation_event k
            where k.practice_id = x.practice_id and k.organization_id = x.organization_id
                and k.escalation_id = x.escalation_id and k.kind in ('acknowledged', 'answered'))
    from escalation x",
    "x.patient_id",
    "x.practice_id = $1 and x.organization_id = $2",
    " and not exists (select 1 from escalation_event d where d.practice_id = x.practice_id
            and d.organization_id = x.organization_id and d.escalation_id = x.escalation_id and d.kind = 'disposed')
        order by x.opened_at, x.escalation_id"
);
const CALLBACKS_TEXT: (&str, &str) = both!(
    "select t.patient_id, coalesce((select e.due_on from task_event e where e.practice_id = t.practice_id
            and e.organization_id = t.organization_id and e.task_id = t.task_id and e.kind = 'postponed'
            order by e.event desc limit 1), t.due_on)
    from task t",
    "t.patient_id",
    "t.practice_id = $1 and t.organization_id = $2",
    " and t.kind = 'callback' and not exists (select 1 from task_event d where d.practice_id = t.practice_id
            and d.organization_id = t.organization_id and d.task_id = t.task_id and d.kind in ('done', 'cancelled'))"
);
const PLANNED_TEXT: (&str, &str) = both!(
    "select c.patient_id, c.from_date, c.until_date, c.recorded_at from next_contact c",
    "c.patient_id",
    "c.practice_id = $1 and c.organization_id = $2",
    " and not exists (select 1 from next_contact n where n.practice_id = c.practice_id
            and n.organization_id = c.organization_id and n.patient_id = c.patient_id
            and (n.recorded_at, n.note_id) > (c.recorded_at, c.note_id))"
);
const UNSIGNED_TEXT: (&str, &str) = both!(
    "select k.patient_id, k.opened_at from care_call k",
    "k.patient_id",
    "k.practice_id = $1 and k.organization_id = $2",
    " and k.state = 'open'"
);

db::queries! {
    ASSIGNED = { lite: ASSIGNED_TEXT.0, pg: ASSIGNED_TEXT.1 };
    ESCALATED = { lite: ESCALATED_TEXT.0, pg: ESCALATED_TEXT.1 };
    CALLBACKS = { lite: CALLBACKS_TEXT.0, pg: CALLBACKS_TEXT.1 };
    PLANNED = { lite: PLANNED_TEXT.0, pg: PLANNED_TEXT.1 };
    UNSIGNED = { lite: UNSIGNED_TEXT.0, pg: UNSIGNED_TEXT.1 };
    SIGNED_NOTES = "select note_id, outcome, signed_at from call_note
        where practice_id = $1 and organization_id = $2 and patient_id = $3 order by signed_at desc, note_id limit $4";
}

impl StoreTx {
    /// What asks for somebody, of those who have anything. The same five questions for any number of patients.
    pub(super) async fn beside(
        &mut self,
        practice: PracticeId,
        patients: &[PatientId],
        now: Timestamp,
    ) -> Result<Vec<(PatientId, Beside)>> {
        let (practice, tenant) = self.place(practice)?;
        let list = || patient_list(patients);
        let mut all: HashMap<PatientId, Beside> = HashMap::new();
        for row in &self.rows(&ASSIGNED, values![practice, tenant, list(), now]).await? {
            let mut row = Columns::of(row);
            let (patient, person) = (PatientId(row.get()?), PersonId(row.get()?));
            let (from, until, ended): (Timestamp, Option<Timestamp>, Option<Timestamp>) =
                (row.get()?, row.get()?, row.get()?);
            let until = [until, ended].into_iter().flatten().min();
            let beside = all.entry(patient).or_default();
            let turn = if from > now { Some(from) } else { until.filter(|until| *until > now) };
            beside.coordinator_changes_at = [beside.coordinator_changes_at, turn].into_iter().flatten().min();
            // Whoever has cared the longest: who learns or helps beside them takes nobody off their list.
            if from <= now && until.is_none_or(|until| until > now) {
                beside.coordinator.get_or_insert(person);
            }
        }
        for row in &self.rows(&ESCALATED, values![practice, tenant, list()]).await? {
            let mut row = Columns::of(row);
            let (patient, since, by) = (PatientId(row.get()?), row.get()?, row.get::<Timestamp>()?);
            let acknowledge_by = (!row.get::<bool>()?).then_some(by);
            all.entry(patient).or_default().escalations.push(Escalation { since, acknowledge_by });
        }
        for row in &self.rows(&CALLBACKS, values![practice, tenant, list()]).await? {
            let mut row = Columns::of(row);
            all.entry(PatientId(row.get()?)).or_default().callback_days.push(row.get()?);
        }
        for row in &self.rows(&PLANNED, values![practice, tenant, list()]).await? {
            let mut row = Columns::of(row);
            let patient = PatientId(row.get()?);
            let planned = PlannedRow { from: row.get()?, until: row.get()?, agreed_at: row.get()? };
            all.entry(patient).or_default().planned = Some(planned);
        }
        for row in &self.rows(&UNSIGNED, values![practice, tenant, list()]).await? {
            let mut row = Columns::of(row);
            all.entry(PatientId(row.get()?)).or_default().unsigned_notes.push(row.get()?);
        }
        Ok(all.into_iter().collect())
    }

    /// Open tasks, the earliest due first; signed notes, the newest first.
    pub(super) async fn chart_beside(
        &mut self,
        practice: PracticeId,
        patient: PatientId,
    ) -> Result<(Vec<TaskRow>, Vec<DocumentRow>)> {
        let tasks = self.tasks(practice, WhichTasks::OpenOf(patient), MOST).await?;
        let tasks = tasks.into_iter().map(|(task, events)| {
            let standing = task.standing(&events);
            TaskRow {
                id: task.id.0,
                kind: task.new.kind.word(),
                title: task.new.title,
                due: standing.due,
                assignee: standing.owner,
            }
        });
        let (practice, tenant) = self.place(practice)?;
        let notes = self.rows(&SIGNED_NOTES, values![practice, tenant, patient.0, MOST]).await?;
        let notes = each(&notes, |row| {
            Ok(DocumentRow { id: row.get()?, kind: "call_note", detail: row.get()?, at: row.get()? })
        });
        Ok((tasks.collect(), notes?))
    }
}
