//! What evidence is gathered from: for a list of claims or patients one statement each, however long the list is.

pub(crate) mod around;
pub(crate) mod cases;

use std::collections::HashMap;

use app::Result;
use app::ports::store::Proofs;
use app::ports::{AssessmentMade, ClaimAnswer, ClaimFileRow, ClaimRow, EntryAround, LedgerRow, Recorded};
use async_trait::async_trait;
use ccm::audit::{AuditEvent, Numbered};
use ccm::basics::*;
use ccm::care_plan::CarePlanCopy;
use ccm::proof::evidence::ConsentProof;
use ccm::time::Segment;
use db::values;

use crate::claim::claims_head;
use crate::claim::file::{file_at, files, read_file};
use crate::columns::{Columns, among, each, id_list, patient_list, text_list};
use crate::tx::StoreTx;

macro_rules! answers {
    ($from:literal, $join:literal) => {
        concat!(
            "select c.claim_id, c.patient_id, c.month, c.revision, d.sha256, d.body_sealed, m.closed_at,
                (select max(n.revision) from month_closure n where n.practice_id = c.practice_id
                    and n.organization_id = c.organization_id and n.month = c.month)
            from ",
            $from,
            $join,
            " determination d on d.practice_id = c.practice_id and d.organization_id = c.organization_id
                and d.patient_id = c.patient_id and d.month = c.month and d.revision = c.revision
            left join month_closure m on m.practice_id = c.practice_id and m.organization_id = c.organization_id
                and m.month = c.month and m.revision = c.revision"
        )
    };
}

macro_rules! of_months {
    ($months:literal) => {
        concat!(
            "select c.claim_id from claim c where c.practice_id = $1 and c.organization_id = $2 and c.month in (",
            $months,
            ") and c.revision = (select max(m.revision) from month_closure m where m.practice_id = c.practice_id
                and m.organization_id = c.organization_id and m.month = c.month)
            order by c.claim_id"
        )
    };
}

db::queries! {
    CLAIMS_BY_IDS = {
        lite: concat!(claims_head!(), among!(lite "claim_id"), " order by created_at, number"),
        pg: concat!(claims_head!(), among!(pg "claim_id"), " order by created_at, number"),
    };
    CLAIMS_BY_NUMBERS = {
        lite: concat!(claims_head!(), " and number in (select value from json_each($3)) order by created_at, number"),
        pg: concat!(claims_head!(),
            " and number = any (array(select jsonb_array_elements_text($3))) order by created_at, number"),
    };
    ANSWERS = {
        lite: answers!("json_each($3) w cross join claim c on c.practice_id = $1 and c.organization_id = $2
                and c.claim_id = unhex(w.value) ", "cross join"),
        pg: answers!("(select * from claim where practice_id = $1 and organization_id = $2
                and claim_id = any (array(select cast(value as uuid) from jsonb_array_elements_text($3)))) c ", "join"),
    };
    FILES = {
        lite: files!(", f.body_sealed", among!(lite "f.file_id"), " order by f.created_at, f.file_id"),
        pg: files!(", f.body_sealed", among!(pg "f.file_id"), " order by f.created_at, f.file_id"),
    };
    OF_MONTHS = {
        lite: of_months!("select value from json_each($3)"),
        pg: of_months!("select jsonb_array_elements_text($3)"),
    };
}

#[async_trait]
impl Proofs for StoreTx {
    async fn claims_named(&mut self, practice: PracticeId, names: &[String]) -> Result<Vec<ClaimRow>> {
        let (practice_id, tenant) = self.place(practice)?;
        let ids: Vec<ClaimId> = names.iter().filter_map(|name| name.parse().ok()).collect();
        let mut found = Vec::new();
        if !ids.is_empty() {
            let params = values![practice_id, tenant, id_list(ids.iter().map(|id| id.0))];
            found = self.claims_with(&CLAIMS_BY_IDS, practice, params).await?;
        }
        let numbers = names.iter().map(String::as_str).filter(|name| name.parse::<ClaimId>().is_err());
        let numbers: Vec<&str> = numbers.collect();
        if !numbers.is_empty() {
            let params = values![practice_id, tenant, text_list(numbers)];
            let named = self.claims_with(&CLAIMS_BY_NUMBERS, practice, params).await?;
            let is_new = |row: &ClaimRow| found.iter().all(|known: &ClaimRow| known.id != row.id);
            let named: Vec<ClaimRow> = named.into_iter().filter(is_new).collect();
            found.extend(named);
        }
        Ok(found)
    }

    async fn answers_behind(&mut self, practice: PracticeId, claims: &[ClaimId]) -> Result<Vec<ClaimAnswer>> {
        let (practice_id, tenant) = self.place(practice)?;
        let params = values![practice_id, tenant, id_list(claims.iter().map(|id| id.0))];
        let rows = self.rows(&ANSWERS, params).await?;
        let keys = self.keyring().await?;
        each(&rows, |row| {
            let (claim, patient) = (ClaimId(row.get()?), PatientId(row.get()?));
            let (month, revision): (ServiceMonth, i64) = (row.parsed()?, row.get()?);
            let sha256 = row.hash()?;
            let place = crate::billing::determinations::body_at(practice, patient, month, revision);
            let body = keys.open(&place, row.get()?)?;
            let closed_at = row.get()?;
            let newest_revision = row.get::<Option<i64>>()?.unwrap_or(revision);
            Ok(ClaimAnswer { claim, sha256, body, closed_at, newest_revision })
        })
    }

    async fn entries_listed(
        &mut self,
        practice: PracticeId,
        patients: &[PatientId],
        from: Timestamp,
        until: Timestamp,
    ) -> Result<Vec<LedgerRow>> {
        let more = values![patient_list(patients)];
        self.entries(&crate::time::queries::ENTRIES_LISTED, practice, (from, until), more).await
    }

    async fn entries_around(
        &mut self,
        practice: PracticeId,
        patients: &[PatientId],
        from: Timestamp,
        until: Timestamp,
    ) -> Result<HashMap<TimeEntryId, EntryAround>> {
        self.words_around(practice, patients, (from, until)).await
    }

    async fn segments_listed(
        &mut self,
        practice: PracticeId,
        patients: &[PatientId],
        from: Timestamp,
        until: Timestamp,
    ) -> Result<HashMap<TimeEntryId, Vec<Segment>>> {
        self.segments_around(practice, patients, (from, until)).await
    }

    async fn copies_listed(
        &mut self,
        practice: PracticeId,
        patients: &[PatientId],
    ) -> Result<Vec<(CarePlanCopy, Recorded)>> {
        self.copies_around(practice, patients).await
    }

    async fn consents_recorded(
        &mut self,
        practice: PracticeId,
        patients: &[PatientId],
    ) -> Result<HashMap<ConsentId, (Recorded, Option<ConsentProof>)>> {
        self.consents_around(practice, patients).await
    }

    async fn assessments_listed(
        &mut self,
        practice: PracticeId,
        patients: &[PatientId],
        from: Date,
        until: Date,
    ) -> Result<Vec<AssessmentMade>> {
        self.assessments_around(practice, patients, (from, until)).await
    }

    async fn files_listed(
        &mut self,
        practice: PracticeId,
        files: &[ClaimFileId],
    ) -> Result<Vec<ClaimFileRow>> {
        if files.is_empty() {
            return Ok(Vec::new());
        }
        let (practice_id, tenant) = self.place(practice)?;
        let params = values![practice_id, tenant, id_list(files.iter().map(|id| id.0))];
        let rows = self.rows(&FILES, params).await?;
        let keys = self.keyring().await?;
        each(&rows, |row: &mut Columns<'_>| {
            let mut file = read_file(row)?;
            file.body = keys.open(&file_at(practice, file.id.0), row.get()?)?;
            Ok(file)
        })
    }

    async fn events_about(&mut self, patients: &[PatientId]) -> Result<Vec<AuditEvent>> {
        self.events_of_all(patients).await
    }

    async fn numbered_under(&mut self, firsts: &[i64]) -> Result<Vec<Numbered>> {
        self.numbered_of(firsts).await
    }

    async fn claims_of_months(
        &mut self,
        practice: PracticeId,
        months: &[ServiceMonth],
    ) -> Result<Vec<ClaimId>> {
        let (practice_id, tenant) = self.place(practice)?;
        let months: Vec<String> = months.iter().map(ToString::to_string).collect();
        let params = values![practice_id, tenant, text_list(months.iter().map(String::as_str))];
        each(&self.rows(&OF_MONTHS, params).await?, |row| Ok(ClaimId(row.get()?)))
    }
}
