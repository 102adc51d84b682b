//! The kept list of the day: pages of it, counts over it, and its rows made anew.

use std::sync::Arc;

use app::Result;
use app::ports::reports::{Beside, PatientHead, WorklistRow, WorklistWanted};
use app::ports::store::Worklists;
use async_trait::async_trait;
use ccm::basics::*;
use ccm::enrollment::Program;
use ccm::monitoring::Reading;
use ccm::reports::{CaseloadCounts, RankKey};
use db::{Value, values};
use uuid::Uuid;

use super::caseload;
use crate::ahead::Asked;
use crate::columns::{Columns, among, each, json, patient_list};
use crate::error::unreadable;
use crate::tx::StoreTx;

/// Who a row is about, of the patient under the name `p`.
macro_rules! head {
    () => {
        "p.patient_id, p.family, p.given, p.born_on, p.sex, p.language, p.deceased, p.name_key"
    };
}
pub(crate) use head;

/// A row of the list under the name `w`.
macro_rules! row {
    () => {
        "w.patient_id, w.coordinator_id, w.practitioner_id, w.programs, w.month, w.place, w.due_at, w.pace, w.share,
            w.missing_seconds, w.facts, w.wakes_at, w.made_at"
    };
}

/// In the order of its index, which stops where the page is full. The share is reckoned with, so that nobody looks for it in
/// an index of its own and then sorts all that is found.
macro_rules! page {
    ($($of:tt)?) => {
        concat!(
            "select ", head!(), ", w.revision from worklist w join patient p on p.practice_id = w.practice_id
                and p.organization_id = w.organization_id and p.patient_id = w.patient_id
            where w.practice_id = $1 and w.organization_id = $2
                and (w.place, w.due_at, w.pace, w.patient_id) > ($3, $4, $5, $6)
                and w.place < $7 and w.share + 0 >= $8 and w.share + 0 < $9",
            $($of,)?
            " order by w.place, w.due_at, w.pace, w.patient_id limit $10"
        )
    };
}

macro_rules! counts {
    ($($of:tt)?) => {
        concat!(
            "select count(*), count(case when share >= 1000 then 1 end),
                count(case when share >= $3 and share < 1000 then 1 end),
                count(case when share >= 0 and share < $3 then 1 end), count(case when share < 0 then 1 end),
                cast(coalesce(sum(missing_seconds), 0) as bigint)
            from worklist where practice_id = $1 and organization_id = $2",
            $($of)?
        )
    };
}

macro_rules! rows_of {
    ($($of:tt)*) => {
        concat!("select w.revision, ", row!(), " from worklist w where w.practice_id = $1 and w.organization_id = $2", $($of)*)
    };
}

db::queries! {
    PAGE = page!();
    PAGE_OF = page!(" and w.coordinator_id = $11");
    PAGE_AMONG = {
        lite: page!(" and w.patient_id in (select unhex(value) from json_each($11))"),
        pg: page!(" and w.patient_id = any (array(select cast(value as uuid) from jsonb_array_elements_text($11)))"),
    };
    COUNTS = counts!();
    COUNTS_OF = counts!(" and coordinator_id = $4");
    COUNTS_AMONG = {
        lite: counts!(" and patient_id in (select unhex(value) from json_each($4))"),
        pg: counts!(" and patient_id = any (array(select cast(value as uuid) from jsonb_array_elements_text($4)))"),
    };
    ROWS_OF = { lite: rows_of!(among!(lite "w.patient_id")), pg: rows_of!(among!(pg "w.patient_id")) };
    GONE = {
        lite: concat!("delete from worklist indexed by sqlite_autoindex_worklist_1 where practice_id = $1 and organization_id = $2", among!(lite "patient_id")),
        pg: concat!("delete from worklist where practice_id = $1 and organization_id = $2", among!(pg "patient_id")),
    };
}

crate::bulk::bulks! {
    NEW_ROW = "worklist", Fail, [
        "practice_id": Uuid, "organization_id": Uuid, "patient_id": Uuid, "coordinator_id": Uuid,
        "practitioner_id": Uuid, "programs": Json, "month": Text, "place": Int, "due_at": Instant, "pace": Int,
        "share": Int, "missing_seconds": Int, "facts": Json, "wakes_at": Instant, "made_at": Instant, "revision": Int,
    ];
}

/// Stands for no share: no time counts.
const NO_SHARE: i64 = -1;

pub(crate) fn read_head(row: &mut Columns<'_>) -> Result<PatientHead> {
    Ok(PatientHead {
        id: PatientId(row.get()?),
        family: row.get()?,
        given: row.get()?,
        born_on: row.get()?,
        sex: row.get()?,
        language: row.get()?,
        has_died: row.get::<Option<String>>()?.is_some(),
        name_key: row.get::<Option<String>>()?.unwrap_or_default(),
    })
}

pub(super) fn read_row(row: &mut Columns<'_>) -> Result<WorklistRow> {
    let patient = PatientId(row.get()?);
    let (coordinator, practitioner) =
        (row.get::<Option<_>>()?.map(PersonId), row.get::<Option<_>>()?.map(PersonId));
    let programs: Vec<Program> = row.json()?;
    let month = row.parsed()?;
    let place = u16::try_from(row.get::<i64>()?).map_err(|_| unreadable("worklist.place"))?;
    let key = RankKey { place, due: row.get()?, pace: row.get()? };
    let share_permille = u32::try_from(row.get::<i64>()?).ok();
    let missing_seconds =
        u64::try_from(row.get::<i64>()?).map_err(|_| unreadable("worklist.missing_seconds"))?;
    let (case, wakes_at, made_at) = (row.json()?, row.get()?, row.get()?);
    Ok(WorklistRow {
        patient,
        coordinator,
        practitioner,
        programs,
        month,
        key,
        share_permille,
        missing_seconds,
        case,
        wakes_at,
        made_at,
    })
}

impl StoreTx {
    /// A page of the list, as a question.
    pub(crate) fn page_question(&self, practice: PracticeId, wanted: &WorklistWanted) -> Result<Asked> {
        let (practice, tenant) = self.place(practice)?;
        // Before everything: no place is below zero.
        let first = (RankKey { place: 0, due: Timestamp::UNIX_EPOCH, pace: -1 }, PatientId(Uuid::nil()));
        let (key, patient) = wanted.after.unwrap_or(first);
        let share = wanted.share.unwrap_or((NO_SHARE, i64::MAX));
        let mut params = values![
            practice,
            tenant,
            i64::from(key.place),
            key.due,
            key.pace,
            patient.0,
            i64::from(wanted.place_under),
            share.0,
            share.1,
            wanted.limit,
        ];
        let query = match (&wanted.among, wanted.coordinator) {
            (Some(patients), _) => {
                params.push(patient_list(patients));
                &PAGE_AMONG
            }
            (None, Some(person)) => {
                params.extend(values![person.0]);
                &PAGE_OF
            }
            (None, None) => &PAGE,
        };
        Ok((query, params))
    }

    /// Rows by their patients, each with the change of the list that brought it.
    pub(super) async fn rows_of(
        &mut self,
        practice: Uuid,
        patients: &[PatientId],
    ) -> Result<Vec<(i64, WorklistRow)>> {
        let rows = self.rows(&ROWS_OF, values![practice, self.tenant()?, patient_list(patients)]).await?;
        each(&rows, |row| Ok((row.get()?, read_row(row)?)))
    }
}

#[async_trait]
impl Worklists for StoreTx {
    async fn worklist_page(
        &mut self,
        practice: PracticeId,
        wanted: &WorklistWanted,
    ) -> Result<Vec<(PatientHead, Arc<WorklistRow>)>> {
        let (query, params) = self.page_question(practice, wanted)?;
        let rows = self.rows(query, params).await?;
        let page = each(&rows, |row| Ok((read_head(row)?, row.get()?)))?;
        let wanted: Vec<(PatientId, i64)> = page.iter().map(|(head, at)| (head.id, *at)).collect();
        let known = self.known_rows(practice.0, &wanted).await?;
        let row = |(head, _): (PatientHead, _)| known.get(&head.id).map(|row| (head, Arc::clone(row)));
        Ok(page.into_iter().filter_map(row).collect())
    }

    async fn worklist_of(
        &mut self,
        practice: PracticeId,
        patients: &[PatientId],
    ) -> Result<Vec<WorklistRow>> {
        let (practice, _) = self.place(practice)?;
        let rows = self.rows_of(practice, patients).await?;
        Ok(rows.into_iter().map(|(_, row)| row).collect())
    }

    async fn caseload_counts(
        &mut self,
        practice: PracticeId,
        wanted: &WorklistWanted,
        expected_permille: u32,
    ) -> Result<CaseloadCounts> {
        let (practice, tenant) = self.place(practice)?;
        let expected_permille = i64::from(expected_permille);
        let mut params = values![practice, tenant, expected_permille];
        if let Some(patients) = &wanted.among {
            params.push(patient_list(patients));
            return caseload::read(self.row(&COUNTS_AMONG, params).await?.as_ref());
        }
        let coordinator = wanted.coordinator.map(|person| person.0);
        let query = if coordinator.is_some() { &COUNTS_OF } else { &COUNTS };
        params.extend(coordinator.map(Value::from));
        self.counted(caseload::Whose { practice, coordinator, expected_permille }, query, params).await
    }

    async fn replace_worklist(
        &mut self,
        practice: PracticeId,
        patients: &[PatientId],
        rows: &[WorklistRow],
    ) -> Result<()> {
        let (practice, tenant) = self.place(practice)?;
        let revision = self.list_changes(practice).await?;
        self.write_uncounted(&GONE, vec![values![practice, tenant, patient_list(patients)]]).await?;
        let line = |row: &WorklistRow| -> Result<Vec<Value>> {
            Ok(values![
                practice,
                tenant,
                row.patient.0,
                row.coordinator.map(|id| id.0),
                row.practitioner.map(|id| id.0),
                json(&row.programs)?,
                row.month.to_string(),
                i64::from(row.key.place),
                row.key.due,
                row.key.pace,
                row.share_permille.map_or(NO_SHARE, i64::from),
                i64::try_from(row.missing_seconds).unwrap_or(i64::MAX),
                json(&row.case)?,
                row.wakes_at,
                row.made_at,
                revision,
            ])
        };
        let rows: Vec<Vec<Value>> = rows.iter().map(line).collect::<Result<_>>()?;
        self.insert_uncounted(&NEW_ROW, rows).await.map(drop)
    }

    async fn mark_worklist(&mut self, practice: PracticeId, patients: &[PatientId]) -> Result<()> {
        self.mark(practice, patients).await
    }

    async fn mark_worklist_timed(
        &mut self,
        practice: PracticeId,
        patients: &[PatientId],
        entries_and_strikes: &[Uuid],
    ) -> Result<()> {
        self.mark_timed(practice, patients, entries_and_strikes).await
    }

    async fn mark_whole_worklist(&mut self, practice: PracticeId) -> Result<()> {
        self.mark_whole(practice).await
    }

    async fn is_any_waking(
        &mut self,
        practice: PracticeId,
        now: Timestamp,
        month: ServiceMonth,
    ) -> Result<bool> {
        self.wakes(practice, now, month).await
    }

    async fn mark_waking(&mut self, practice: PracticeId, now: Timestamp, month: ServiceMonth) -> Result<()> {
        self.mark_by_clock(practice, now, month).await
    }

    async fn worklist_marks(&mut self, practice: PracticeId, limit: i64) -> Result<Vec<(PatientId, i64)>> {
        self.marks(practice, limit).await
    }

    async fn unmark_worklist(&mut self, practice: PracticeId, marks: &[(PatientId, i64)]) -> Result<()> {
        self.unmark_rows(practice, marks).await
    }

    async fn readings_of(
        &mut self,
        practice: PracticeId,
        patients: &[PatientId],
        codes: &[&str],
        since: Timestamp,
    ) -> Result<Vec<(PatientId, Reading)>> {
        self.readings(practice, patients, codes, since).await
    }

    async fn last_contacts_of(
        &mut self,
        practice: PracticeId,
        patients: &[PatientId],
        since: Timestamp,
    ) -> Result<Vec<(PatientId, Timestamp)>> {
        self.last_contacts(practice, patients, since).await
    }

    async fn beside_of(
        &mut self,
        practice: PracticeId,
        patients: &[PatientId],
        now: Timestamp,
    ) -> Result<Vec<(PatientId, Beside)>> {
        self.beside(practice, patients, now).await
    }

    async fn index_names(&mut self, practice: PracticeId, limit: i64) -> Result<u64> {
        self.name_unnamed(practice, limit).await
    }
}
