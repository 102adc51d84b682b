//! Questions to payers about their coverage of patients, the answers, and who settled what differs. All written once; what
//! a payer said and why somebody decided is sealed.

pub(crate) mod queries;

use std::collections::HashMap;

use app::Result;
use app::ports::eligibility::InquiryName;
use app::ports::store::Eligibility;
use app::ports::{
    CoverageAnswerRow, CoverageDecisionRow, Inquired, InquiryCounts, InquiryRow, WhichInquiries,
};
use async_trait::async_trait;
use ccm::basics::*;
use db::{Value, values};
use uuid::Uuid;

use self::queries::*;
use crate::columns::{Columns, each, id_list, json, patient_list, word};
use crate::error::unreadable;
use crate::sealed::{At, Keyring, Packer};
use crate::tx::StoreTx;

crate::bulk::bulks! {
    NEW_INQUIRY = "coverage_inquiry", Fail, [
        "practice_id": Uuid, "organization_id": Uuid, "inquiry_id": Uuid, "patient_id": Uuid, "payer_id": Uuid,
        "month": Text, "file_id": Uuid, "trace": Text, "reference": Text, "asked_on": Date, "asked_at": Instant,
    ];
    NEW_ANSWER = "coverage_answer", Fail, [
        "practice_id": Uuid, "organization_id": Uuid, "answer_id": Uuid, "inquiry_id": Uuid, "patient_id": Uuid,
        "payer_id": Uuid, "month": Text, "received_id": Uuid, "on_date": Date, "is_rejected": Bool,
        "differs": Bool, "body_sealed": Bytes, "answered_at": Instant,
    ];
}

fn answer_at(practice: Uuid, id: Uuid) -> At {
    At::column("coverage_answer.body_sealed").id(practice).id(id)
}

fn reason_at(practice: Uuid, id: Uuid) -> At {
    At::column("coverage_decision.reason_sealed").id(practice).id(id)
}

fn read_inquiry(row: &mut Columns<'_>) -> Result<InquiryRow> {
    Ok(InquiryRow {
        id: InquiryId(row.get()?),
        patient: PatientId(row.get()?),
        payer: PayerId(row.get()?),
        month: row.parsed()?,
        file: ClaimFileId(row.get()?),
        trace: row.get()?,
        reference: row.get()?,
        asked_on: row.get()?,
        asked_at: row.get()?,
    })
}

fn read_answer(practice: Uuid, keys: &Keyring, row: &mut Columns<'_>) -> Result<CoverageAnswerRow> {
    let id: Uuid = row.get()?;
    let (inquiry, patient, payer) = (row.get()?, row.get()?, row.get()?);
    let (month, received, differs) = (row.parsed()?, row.get()?, row.get()?);
    let body = keys.open(&answer_at(practice, id), row.get()?)?;
    Ok(CoverageAnswerRow {
        id: CoverageAnswerId(id),
        inquiry: InquiryId(inquiry),
        patient: PatientId(patient),
        payer: PayerId(payer),
        month,
        received: ReceivedId(received),
        answer: serde_json::from_slice(&body).map_err(|_| unreadable("an answer about coverage"))?,
        differs,
        at: row.get()?,
    })
}

impl StoreTx {
    async fn coverage_answers(
        &mut self,
        practice: Uuid,
        query: &db::Query,
        params: Vec<Value>,
    ) -> Result<Vec<CoverageAnswerRow>> {
        let rows = self.rows(query, params).await?;
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let keys = self.keyring().await?;
        each(&rows, |row| read_answer(practice, &keys, row))
    }

    /// Questions with the newest answer to each: one that says something goes before one that does not.
    async fn with_answers(&mut self, practice: PracticeId, asked: Vec<InquiryRow>) -> Result<Vec<Inquired>> {
        if asked.is_empty() {
            return Ok(Vec::new());
        }
        let (practice, tenant) = self.place(practice)?;
        let ids = id_list(asked.iter().map(|row| row.id.0));
        let mut newest: HashMap<InquiryId, CoverageAnswerRow> = HashMap::new();
        for row in self.coverage_answers(practice, &ANSWERS_TO, values![practice, tenant, ids]).await? {
            let says_more =
                |known: &CoverageAnswerRow| known.answer.is_rejected() && !row.answer.is_rejected();
            if newest.get(&row.inquiry).is_none_or(says_more) {
                newest.insert(row.inquiry, row);
            }
        }
        Ok(asked
            .into_iter()
            .map(|row| {
                let answer = newest.remove(&row.id);
                (row, answer)
            })
            .collect())
    }
}

#[async_trait]
impl Eligibility for StoreTx {
    async fn panel_after(
        &mut self,
        practice: PracticeId,
        by: Date,
        after: Option<PatientId>,
        limit: i64,
    ) -> Result<Vec<PatientId>> {
        let (practice, tenant) = self.place(practice)?;
        let after = after.map_or(Uuid::nil(), |id| id.0);
        let rows = self.rows(&PANEL, values![practice, tenant, by, after, limit]).await?;
        each(&rows, |row| Ok(PatientId(row.get()?)))
    }

    async fn add_inquiries(&mut self, practice: PracticeId, rows: &[InquiryRow]) -> Result<()> {
        let (practice, tenant) = self.place(practice)?;
        let row = |one: &InquiryRow| {
            values![
                practice,
                tenant,
                one.id.0,
                one.patient.0,
                one.payer.0,
                one.month.to_string(),
                one.file.0,
                &one.trace,
                &one.reference,
                one.asked_on,
                one.asked_at,
            ]
        };
        self.insert(&NEW_INQUIRY, rows.iter().map(row).collect()).await.map(drop)
    }

    async fn inquiries_named(
        &mut self,
        practice: PracticeId,
        names: &[InquiryName],
    ) -> Result<Vec<InquiryRow>> {
        let (practice, tenant) = self.place(practice)?;
        let (mut traces, mut references) = (Vec::new(), Vec::new());
        for name in names {
            match name {
                InquiryName::Trace(trace) => traces.push(trace),
                InquiryName::Reference(reference) => references.push(reference),
            }
        }
        let mut found: Vec<InquiryRow> = Vec::new();
        for (query, names) in [(&NAMED_BY_TRACE, traces), (&NAMED_BY_REFERENCE, references)] {
            if names.is_empty() {
                continue;
            }
            let rows = self.rows(query, values![practice, tenant, json(&names)?]).await?;
            for row in each(&rows, read_inquiry)? {
                if found.iter().all(|known| known.id != row.id) {
                    found.push(row);
                }
            }
        }
        Ok(found)
    }

    async fn inquired_of(
        &mut self,
        practice: PracticeId,
        patients: &[PatientId],
        month: ServiceMonth,
    ) -> Result<Vec<Inquired>> {
        let (id, tenant) = self.place(practice)?;
        let params = values![id, tenant, patient_list(patients), month.to_string()];
        let asked = each(&self.rows(&INQUIRED_OF, params).await?, read_inquiry)?;
        self.with_answers(practice, asked).await
    }

    async fn inquired_in(
        &mut self,
        practice: PracticeId,
        month: ServiceMonth,
        which: WhichInquiries,
        after: Option<PatientId>,
        limit: i64,
    ) -> Result<Vec<Inquired>> {
        let (id, tenant) = self.place(practice)?;
        let query = match which {
            WhichInquiries::All => &INQUIRED,
            WhichInquiries::Unanswered => &INQUIRED_UNANSWERED,
            WhichInquiries::Rejected => &INQUIRED_REJECTED,
            WhichInquiries::Differing => &INQUIRED_DIFFERING,
        };
        let after = after.map_or(Uuid::nil(), |id| id.0);
        let rows = self.rows(query, values![id, tenant, month.to_string(), after, limit]).await?;
        self.with_answers(practice, each(&rows, read_inquiry)?).await
    }

    async fn inquiry_counts(
        &mut self,
        practice: PracticeId,
        month: ServiceMonth,
        by: Date,
    ) -> Result<InquiryCounts> {
        let (practice, tenant) = self.place(practice)?;
        let panel = self.rows(&PANEL_COUNT, values![practice, tenant, by]).await?;
        let counts = self.rows(&INQUIRY_COUNTS, values![practice, tenant, month.to_string()]).await?;
        let panel = each(&panel, |row| row.get())?.into_iter().next().unwrap_or_default();
        let counts = each(&counts, |row| {
            Ok(InquiryCounts {
                panel,
                asked: row.get()?,
                answered: row.get()?,
                rejected: row.get()?,
                differing: row.get()?,
            })
        })?;
        Ok(counts.into_iter().next().unwrap_or_default())
    }

    async fn add_coverage_answers(&mut self, practice: PracticeId, rows: &[CoverageAnswerRow]) -> Result<()> {
        let (practice, tenant) = self.place(practice)?;
        let (keys, mut packer) = (self.keyring().await?, Packer::new()?);
        let mut all = Vec::with_capacity(rows.len());
        for one in rows {
            let body = serde_json::to_vec(&one.answer).map_err(|_| unreadable("an answer about coverage"))?;
            all.push(values![
                practice,
                tenant,
                one.id.0,
                one.inquiry.0,
                one.patient.0,
                one.payer.0,
                one.month.to_string(),
                one.received.0,
                one.answer.on,
                one.answer.is_rejected(),
                one.differs,
                packer.seal(&keys, &answer_at(practice, one.id.0), &body)?,
                one.at,
            ]);
        }
        self.insert(&NEW_ANSWER, all).await.map(drop)
    }

    async fn coverage_answers_of(
        &mut self,
        practice: PracticeId,
        patients: &[PatientId],
        months: (ServiceMonth, ServiceMonth),
    ) -> Result<Vec<CoverageAnswerRow>> {
        let (id, tenant) = self.place(practice)?;
        let (first, last) = (months.0.to_string(), months.1.to_string());
        let params = values![id, tenant, patient_list(patients), first, last];
        self.coverage_answers(id, &ANSWERS_OF, params).await
    }

    async fn coverage_history(
        &mut self,
        practice: PracticeId,
        patient: PatientId,
        limit: i64,
    ) -> Result<Vec<CoverageAnswerRow>> {
        let (id, tenant) = self.place(practice)?;
        self.coverage_answers(id, &ANSWER_HISTORY, values![id, tenant, patient.0, limit]).await
    }

    async fn add_coverage_decision(&mut self, practice: PracticeId, row: &CoverageDecisionRow) -> Result<()> {
        let (practice, tenant) = self.place(practice)?;
        let keys = self.keyring().await?;
        let sealed = keys.seal(&reason_at(practice, row.id.0), row.reason.as_bytes())?;
        let params = values![
            practice,
            tenant,
            row.id.0,
            row.patient.0,
            row.month.to_string(),
            word(&row.question)?,
            word(&row.stands)?,
            sealed,
            row.at,
            json(&row.by)?,
        ];
        self.write(&ADD_DECISION, params).await.map(drop)
    }

    async fn coverage_decisions_of(
        &mut self,
        practice: PracticeId,
        patients: &[PatientId],
        months: (ServiceMonth, ServiceMonth),
    ) -> Result<Vec<CoverageDecisionRow>> {
        let (practice, tenant) = self.place(practice)?;
        let (first, last) = (months.0.to_string(), months.1.to_string());
        let params = values![practice, tenant, patient_list(patients), first, last];
        let rows = self.rows(&DECISIONS_OF, params).await?;
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let keys = self.keyring().await?;
        each(&rows, |row| {
            let id: Uuid = row.get()?;
            let (patient, month) = (PatientId(row.get()?), row.parsed()?);
            let (question, stands) = (row.word()?, row.word()?);
            let reason = keys.open(&reason_at(practice, id), row.get()?)?;
            Ok(CoverageDecisionRow {
                id: CoverageDecisionId(id),
                patient,
                month,
                question,
                stands,
                reason: String::from_utf8(reason).map_err(|_| unreadable("a reason"))?,
                by: row.json()?,
                at: row.get()?,
            })
        })
    }
}
