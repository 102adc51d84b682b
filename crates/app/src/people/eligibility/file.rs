//! One file of questions to one payer: its numbers, its bytes, and which question stands where in it.

use std::collections::BTreeMap;

use ccm::basics::*;
use ccm::people::verification::EligibilityBook;
use sha2::{Digest, Sha256};

use super::ask::{AskReport, AskedFile, NotAsked};
use crate::claim::wire::{Wire, has_way};
use crate::ports::eligibility::PEOPLE_PER_SET;
use crate::ports::{ClaimFileRow, FileKind, InquiryBatch, InquiryPerson, InquiryRow, InquirySet, PayerRow};
use crate::{App, Error, Result, Work};

/// Whom a question is about.
#[derive(Clone)]
pub(super) struct Asked {
    pub patient: PatientId,
    pub person: InquiryPerson,
}

/// What a file to one payer is written from.
pub(super) struct Desk<'a> {
    pub app: &'a App,
    pub practice: &'a ccm::people::Practice,
    pub payer: &'a PayerRow,
    pub month: ServiceMonth,
    pub local: jiff::civil::DateTime,
}

impl Desk<'_> {
    /// Writes and keeps one file. Whom the writer refuses is left out; nothing is kept where that is everybody.
    pub async fn write(&self, work: &mut Work, mut people: Vec<Asked>, report: &mut AskReport) -> Result<()> {
        let wire = Wire::of(&self.payer.profile);
        let interchange = work.tx.take_number(&wire.scope("isa"), 1).await?;
        let group = work.tx.take_number(&wire.scope("gs"), 1).await?;
        let batch = work.tx.take_number("batch", 1).await?;
        let batch = format!("EB{}{batch:07}", self.local.date().strftime("%Y%m%d"));
        let count = i64::try_from(people.len()).map_err(|_| Error::Internal("too many".into()))?;
        let first = work.tx.take_number("inquiry", count).await?;
        let start = self.month.first_day();
        for (number, one) in (first..).zip(people.iter_mut()) {
            one.person.trace = format!("E{:02}{:02}{number:07}", start.year().rem_euclid(100), start.month());
        }
        let reference = |set: usize| format!("{batch}S{}", set + 1);
        let bytes = loop {
            let sets = people.chunks(PEOPLE_PER_SET).enumerate().map(|(n, some)| InquirySet {
                reference: reference(n),
                people: some.iter().map(|one| one.person.clone()).collect(),
            });
            let asked = InquiryBatch {
                practice: &self.practice.profile,
                payer: &self.payer.profile,
                sets: sets.collect(),
                service_type: &EligibilityBook::embedded().asking.service_type,
                interchange_number: interchange,
                group_number: group,
                local: self.local,
                is_production: self.app.is_production,
            };
            match self.app.inquiry_writer.write(&asked) {
                Ok(bytes) => break bytes,
                Err(refused) if refused.batch.is_empty() && !refused.claims.is_empty() => {
                    let mut refused: BTreeMap<usize, Vec<Problem>> = refused.claims.into_iter().collect();
                    let mut rest = Vec::new();
                    for (n, one) in people.into_iter().enumerate() {
                        match refused.remove(&n) {
                            Some(problems) => {
                                report.left_out.push(NotAsked { patient: one.patient, problems });
                            }
                            None => rest.push(one),
                        }
                    }
                    if rest.is_empty() {
                        return Ok(());
                    }
                    if !refused.is_empty() {
                        return Err(Error::Internal("a question was refused that was not asked".into()));
                    }
                    people = rest;
                }
                Err(refused) => return Err(Error::Invalid(refused.batch)),
            }
        };
        let file = ClaimFileRow {
            id: ClaimFileId(work.id()),
            month: self.month,
            name: wire.file_name(FileKind::Eligibility, interchange),
            receiver: wire.receiver.1.to_owned(),
            submitter: Some(wire.submitter.1.to_owned()),
            goes_by_itself: has_way(self.app, &self.payer.profile),
            interchange,
            group: Some(group),
            batch: Some(batch.clone()),
            kind: FileKind::Eligibility,
            claims: i64::try_from(people.len()).unwrap_or(i64::MAX),
            total: Cents(0),
            sha256: Sha256::digest(&bytes).into(),
            body: bytes,
            created_at: work.now,
        };
        let rows: Vec<InquiryRow> = people
            .iter()
            .enumerate()
            .map(|(n, one)| InquiryRow {
                id: InquiryId(work.id()),
                patient: one.patient,
                payer: self.payer.id,
                month: self.month,
                file: file.id,
                trace: one.person.trace.clone(),
                reference: reference(n / PEOPLE_PER_SET),
                asked_on: self.local.date(),
                asked_at: work.now,
            })
            .collect();
        work.tx.add_claim_file(self.practice.id, &file).await?;
        work.tx.add_inquiries(self.practice.id, &rows).await?;
        let details = serde_json::json!({
            "month": self.month, "interchange": interchange, "people": rows.len(), "sha256": hex(&file.sha256),
        });
        work.audit("ask", "claim_file", &file.id.to_string(), None, details);
        work.changed("claim_file", file.id, 1);
        for row in &rows {
            let details = serde_json::json!({"file": file.id, "month": self.month});
            work.audit("ask", "coverage_inquiry", &row.id.to_string(), Some(row.patient), details);
        }
        report.asked += rows.len();
        report.files.push(AskedFile {
            file: file.id,
            name: file.name,
            payer: self.payer.profile.name.clone(),
            people: rows.len(),
        });
        Ok(())
    }
}
