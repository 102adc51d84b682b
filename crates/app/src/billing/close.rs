//! Close a month: judge every patient of it by the rules of the month, keep the answers for ever, draft the claims.
//! Twice is once.

use std::collections::BTreeMap;

use ccm::access::{Actor, Permission};
use ccm::basics::*;
use ccm::billing::{Determination, ENGINE, MonthFacts};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::gather::{Gathered, GatheredMonth, gather};
use crate::ports::{ClosureRow, DeterminationRow, LineRow};
use crate::{App, Error, Place, Result};

/// What the month came to.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CloseReport {
    pub schema: &'static str,
    pub month: ServiceMonth,
    pub practice: PracticeId,
    pub closure: ClosureId,
    pub revision: i64,
    /// It had been closed before: this is that answer.
    pub was_closed: bool,
    pub rule_set: String,
    pub engine: String,
    pub zone: String,
    pub patients: usize,
    pub patients_billed: usize,
    pub claims: usize,
    /// Units by code.
    pub billed: BTreeMap<String, u64>,
    /// What may be expected by the fee schedule, in cents; lines whose amount is not known are not in it.
    pub expected: Cents,
    /// Held services by rule.
    pub held: BTreeMap<String, u64>,
    /// Seconds left out by rule.
    pub left_out_seconds: BTreeMap<String, u64>,
    /// SHA-256 over all results, in hexadecimal.
    pub sha256: String,
    pub findings: Vec<String>,
}

/// A stored answer with the facts it was given on.
#[derive(Clone, Serialize, Deserialize)]
pub struct StoredDetermination {
    pub facts: MonthFacts,
    pub determination: Determination,
}

/// Closes a practice's month.
///
/// # Errors
/// [`Error::Conflict`] before the month is over in the practice's time zone; [`Error::Forbidden`]; storage's failures.
pub async fn close(app: &App, actor: &Actor, place: Place, month: ServiceMonth) -> Result<CloseReport> {
    let mut work = app.begin(actor, place).await?.require(Permission::CloseMonth).await?;
    let practice = work.practice_id()?;
    if let Some(closure) = work.tx.newest_closure(practice, month).await? {
        let rows = work.tx.determinations(practice, month, closure.revision).await?;
        let claims = work
            .tx
            .claims(practice, month)
            .await?
            .iter()
            .filter(|claim| claim.revision == closure.revision)
            .count();
        return Ok(report(practice, &closure, &rows, claims, true, Vec::new()));
    }
    let gathered = gather(app, &mut work, month, None).await?;
    let (_, month_ends) = month.bounds(&gathered.zone.zone());
    if work.now < month_ends {
        return Err(Error::Conflict(format!("{month} is not over in {}", gathered.zone)));
    }
    let rules_hash: [u8; 32] = Sha256::digest(app.rules.bytes()).into();
    let now = work.now;
    work.tx.keep_rule_set(rules_hash, app.rules.bytes(), now).await?;

    let revision = 1;
    let mut rows = Vec::with_capacity(gathered.patients.len());
    let mut determinations = Vec::with_capacity(gathered.patients.len());
    let mut all = Sha256::new();
    let settings = app.rules.settings(&gathered.practice.profile.switches).map_err(Error::Invalid)?;
    let prepared = app.rules.for_month(month, &gathered.zone, &settings);
    for one in &gathered.patients {
        let determination = prepared.evaluate(&one.facts);
        let row = row(DeterminationId(work.id()), one, &determination)?;
        all.update(row.sha256);
        rows.push(row);
        determinations.push((one.patient, determination));
    }
    let closure = ClosureRow {
        id: ClosureId(work.id()),
        month,
        revision,
        rule_set_sha256: rules_hash,
        engine_version: ENGINE.to_owned(),
        zone: gathered.zone.to_string(),
        patients: rows.len() as i64,
        sha256: all.finalize().into(),
        closed_at: work.now,
        closed_by: work.actor.clone(),
    };
    work.tx.add_closure(practice, &closure).await?;
    work.tx.add_determinations(practice, month, revision, rows.clone()).await?;
    let claims = crate::claim::draft(app, &mut work, &gathered, revision, &determinations).await?;
    let report = report(practice, &closure, &rows, claims, false, findings(&gathered));
    let details = serde_json::json!({
        "month": month, "revision": revision, "patients": report.patients, "claims": claims,
        "sha256": report.sha256, "rule_set": report.rule_set,
    });
    work.audit("close", "month_closure", &closure.id.to_string(), None, details);
    work.changed("month_closure", closure.id, revision);
    work.commit().await?;
    Ok(report)
}

fn findings(month: &GatheredMonth) -> Vec<String> {
    if month.is_vintage_missing { vec!["vintage_missing".to_owned()] } else { Vec::new() }
}

/// The row that keeps an answer: the bytes are the answer, the columns make lists.
fn row(id: DeterminationId, one: &Gathered, determination: &Determination) -> Result<DeterminationRow> {
    let stored = StoredDetermination { facts: one.facts.clone(), determination: determination.clone() };
    let body = serde_json::to_vec(&stored).map_err(|error| Error::Internal(error.to_string()))?;
    let exclusions = determination.left_out.iter().filter_map(|left| {
        Some((left.entry.as_str().parse().ok()?, left.rule.to_string(), left.seconds as i64))
    });
    Ok(DeterminationRow {
        id,
        patient: one.patient,
        practitioner: one.practitioner,
        payer: one.payer,
        sha256: Sha256::digest(&body).into(),
        body,
        lines: determination
            .lines
            .iter()
            .map(|line| LineRow {
                code: line.code.clone(),
                units: i64::from(line.units),
                on: line.date_of_service,
                amount: line.fee.expected,
            })
            .collect(),
        holds: determination.held.iter().map(|held| (held.rule.to_string(), held.code.to_string())).collect(),
        exclusions: exclusions.collect(),
    })
}

fn report(
    practice: PracticeId,
    closure: &ClosureRow,
    rows: &[DeterminationRow],
    claims: usize,
    was_closed: bool,
    findings: Vec<String>,
) -> CloseReport {
    let mut report = CloseReport {
        schema: "perennial.close.1",
        month: closure.month,
        practice,
        closure: closure.id,
        revision: closure.revision,
        was_closed,
        rule_set: hex(&closure.rule_set_sha256),
        engine: closure.engine_version.clone(),
        zone: closure.zone.clone(),
        patients: rows.len(),
        patients_billed: rows.iter().filter(|row| !row.lines.is_empty()).count(),
        claims,
        billed: BTreeMap::new(),
        expected: Cents(0),
        held: BTreeMap::new(),
        left_out_seconds: BTreeMap::new(),
        sha256: hex(&closure.sha256),
        findings,
    };
    for row in rows {
        for line in &row.lines {
            *report.billed.entry(line.code.to_string()).or_default() += line.units as u64;
            report.expected.0 += line.amount.map_or(0, |amount| amount.0 * line.units);
        }
        for (rule, _) in &row.holds {
            *report.held.entry(rule.clone()).or_default() += 1;
        }
        for (_, rule, seconds) in &row.exclusions {
            *report.left_out_seconds.entry(rule.clone()).or_default() += *seconds as u64;
        }
    }
    report
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
