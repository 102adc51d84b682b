//! Write the reviewed claims of a month as files, one for each receiver. Nothing wrong becomes a file; what is right
//! does not wait for it. A file is written once: asking again gives the same bytes with the same numbers.

use std::collections::BTreeMap;

use ccm::access::{Actor, Permission};
use ccm::basics::*;
use ccm::billing::Form;
use ccm::claim::ClaimStep;
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::desk::{Desk, Kept};
use super::life::{LifeClocks, Living, News, append};
use super::wire::{Wire, has_way};
use crate::billing::approve::require_approval;
use crate::ports::claims::ClaimBatch;
use crate::ports::{ClaimFileRow, FileKind};
use crate::{App, Error, Place, Result, Work};

/// The month's files, and the claims that are in none.
#[derive(Clone, Serialize)]
pub struct ExportReport {
    pub schema: &'static str,
    pub month: ServiceMonth,
    pub practice: PracticeId,
    /// Claims that went into a file just now.
    pub exported: usize,
    pub exported_before: usize,
    /// All files of the month, in the order in which they were written.
    pub files: Vec<ExportedFile>,
    pub left_out: Vec<LeftOutClaim>,
}

#[derive(Clone, Serialize)]
pub struct ExportedFile {
    pub file: ClaimFileId,
    pub name: String,
    pub receiver: String,
    /// ISA13.
    pub interchange: i64,
    pub claims: i64,
    pub total_cents: Cents,
    /// Of the bytes, in hexadecimal.
    pub sha256: String,
    pub created_at: Timestamp,
    /// Written just now; else it is the same file again.
    pub is_new: bool,
    /// What to send.
    #[serde(skip)]
    pub bytes: Vec<u8>,
}

/// A claim that stays, and why.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LeftOutClaim {
    pub claim: ClaimId,
    pub number: String,
    pub patient: PatientId,
    pub problems: Vec<Problem>,
}

impl LeftOutClaim {
    fn new(kept: &Kept, problems: Vec<Problem>) -> Self {
        Self { claim: kept.row.id, number: kept.row.number.clone(), patient: kept.row.patient, problems }
    }
}

/// Exports what is reviewed and without problems.
///
/// # Errors
/// [`Error::Conflict`] when the month is not closed, when the practice has still to approve it, or when there is nothing to
/// export and nothing was exported before; [`Error::Invalid`] when a payer profile cannot be written; [`Error::Forbidden`].
pub async fn export(app: &App, actor: &Actor, place: Place, month: ServiceMonth) -> Result<ExportReport> {
    let mut work = app.begin(actor, place).await?.require(Permission::ExportClaims).await?;
    let desk = Desk::open(app, &mut work, month).await?;
    require_approval(&mut work, month, desk.revision).await?;
    let mut files: Vec<ExportedFile> =
        work.tx.claim_files(desk.practice.id, month).await?.into_iter().map(|row| view(row, false)).collect();

    let mut left_out = Vec::new();
    let mut exported_before = 0;
    let mut by_wire: BTreeMap<(Wire<'_>, FileKind), Vec<&Kept>> = BTreeMap::new();
    for kept in &desk.claims {
        if kept.is_exported() {
            exported_before += usize::from(kept.went_out());
            continue;
        }
        let mut problems = desk.problems(app, kept);
        if !kept.is_reviewed() {
            problems.insert(0, Problem::new("not_reviewed", "review").with("rule", "CLAIM-08"));
        }
        match desk.payers.get(&kept.row.payer) {
            Some(payer) if problems.is_empty() => {
                by_wire.entry((Wire::of(payer), kind(kept))).or_default().push(kept);
            }
            _ => left_out.push(LeftOutClaim::new(kept, problems)),
        }
    }

    let mut exported = 0;
    for ((wire, kind), claims) in by_wire {
        if let Some((row, count)) =
            write_file(app, &mut work, &desk, (&wire, kind), claims, &mut left_out).await?
        {
            exported += count;
            files.push(view(row, true));
        }
    }
    if files.is_empty() {
        let unreviewed =
            left_out.iter().filter(|claim| claim.problems.iter().any(|one| one.code == "not_reviewed"));
        return Err(Error::Conflict(format!(
            "no claim of {month} can be exported: of {}, {} are not reviewed",
            left_out.len(),
            unreviewed.count(),
        )));
    }
    files.sort_by(|a, b| (a.created_at, &a.name).cmp(&(b.created_at, &b.name)));
    left_out.sort_by(|a, b| a.number.cmp(&b.number));
    if exported == 0 {
        work.tx.rollback().await?;
        app.audit_read(actor, place, "claim_files", &month.to_string(), None).await?;
    } else {
        work.commit().await?;
    }
    Ok(ExportReport {
        schema: "perennial.export.1",
        month,
        practice: desk.practice.id,
        exported,
        exported_before,
        files,
        left_out,
    })
}

/// Each form has files of its own.
fn kind(kept: &Kept) -> FileKind {
    match kept.claim.form {
        Form::Professional => FileKind::Professional,
        Form::Institutional => FileKind::Institutional,
    }
}

/// Writes and keeps one file, with the numbers it takes. Claims that the writer refuses are left out; `None` when
/// that is all of them.
async fn write_file(
    app: &App,
    work: &mut Work,
    desk: &Desk,
    (wire, kind): (&Wire<'_>, FileKind),
    mut claims: Vec<&Kept>,
    left_out: &mut Vec<LeftOutClaim>,
) -> Result<Option<(ClaimFileRow, usize)>> {
    let interchange = work.tx.take_number(&wire.scope("isa"), 1).await?;
    let group = work.tx.take_number(&wire.scope("gs"), 1).await?;
    let batch = work.tx.take_number("batch", 1).await?;
    let local = desk.zone.to_datetime(work.now);
    let name_of_batch = format!("PB{}{batch:07}", local.date().strftime("%Y%m%d"));
    let bytes = loop {
        let pairs = claims.iter().filter_map(|kept| Some((desk.payers.get(&kept.row.payer)?, &kept.claim)));
        let asked = ClaimBatch {
            practice: &desk.practice.profile,
            claims: pairs.collect(),
            interchange_number: interchange,
            group_number: group,
            batch: name_of_batch.clone(),
            at: work.now,
            local,
            is_production: app.is_production,
        };
        match app.claim_writer.write(&asked) {
            Ok(bytes) => break bytes,
            Err(refused) if refused.batch.is_empty() && !refused.claims.is_empty() => {
                let mut refused: BTreeMap<usize, Vec<Problem>> = refused.claims.into_iter().collect();
                let mut rest = Vec::new();
                for (n, kept) in claims.into_iter().enumerate() {
                    match refused.remove(&n) {
                        Some(problems) => left_out.push(LeftOutClaim::new(kept, problems)),
                        None => rest.push(kept),
                    }
                }
                if !refused.is_empty() {
                    return Err(Error::Internal(
                        "the claim writer refused a claim that it was not given".into(),
                    ));
                }
                if rest.is_empty() {
                    return Ok(None);
                }
                claims = rest;
            }
            Err(refused) => return Err(Error::Invalid(refused.batch)),
        }
    };
    let total = Cents::sum(claims.iter().map(|kept| kept.row.total));
    let row = ClaimFileRow {
        id: ClaimFileId(work.id()),
        month: desk.month,
        name: wire.file_name(kind, interchange),
        kind,
        receiver: wire.receiver.1.to_owned(),
        submitter: Some(wire.submitter.1.to_owned()),
        goes_by_itself: desk.payers.values().any(|payer| Wire::of(payer) == *wire && has_way(app, payer)),
        interchange,
        group: Some(group),
        batch: Some(name_of_batch),
        claims: claims.len() as i64,
        total: total.ok_or_else(|| Error::Internal("totals that do not fit".into()))?,
        sha256: Sha256::digest(&bytes).into(),
        body: bytes,
        created_at: work.now,
    };
    keep(work, desk, &row, &claims).await?;
    Ok(Some((row, claims.len())))
}

async fn keep(work: &mut Work, desk: &Desk, file: &ClaimFileRow, claims: &[&Kept]) -> Result<()> {
    work.tx.add_claim_file(desk.practice.id, file).await?;
    let details = serde_json::json!({
        "month": file.month, "interchange": file.interchange, "claims": file.claims, "sha256": hex(&file.sha256),
    });
    work.audit("export", "claim_file", &file.id.to_string(), None, details);
    work.changed("claim_file", file.id, 1);
    let clocks = LifeClocks::read(work).await?;
    let news = claims.iter().map(|kept| News {
        claim: Living::of(&kept.row),
        steps: vec![ClaimStep::Queued { file: file.id }],
        details: serde_json::json!({"file": file.id.to_string()}),
    });
    append(work, &clocks, None, news.collect()).await.map(drop)
}

fn view(row: ClaimFileRow, is_new: bool) -> ExportedFile {
    ExportedFile {
        file: row.id,
        name: row.name,
        receiver: row.receiver,
        interchange: row.interchange,
        claims: row.claims,
        total_cents: row.total,
        sha256: hex(&row.sha256),
        created_at: row.created_at,
        is_new,
        bytes: row.body,
    }
}
