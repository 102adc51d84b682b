//! Close a month: bring its answers up to date, verify that they are, freeze them, draft the claims. Twice is once.
//!
//! The answers are there before: kept current as the day goes ([`super::refresh`]). So the closing itself writes one row,
//! and from that moment the schema lets nobody alter what the revision says.

use std::collections::BTreeMap;

use ccm::access::{Actor, Permission};
use ccm::basics::*;
use ccm::billing::ENGINE;
use serde::Serialize;
use sha2::{Digest, Sha256};

pub use super::answer::StoredDetermination;
use super::differences::{LineDifference, differences};
use super::follow::READER;
use super::frame::MonthFrame;
use super::refresh::{RefreshOptions, open_revision, refresh};
use crate::ports::{ClosureRow, MonthSums};
use crate::{App, Error, Place, Result, Work};

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
    /// What a month that was opened again says otherwise than the closing before.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub differences: Vec<LineDifference>,
}

/// Closes a practice's month and drafts its claims. A draft that was interrupted is continued.
///
/// # Errors
/// [`Error::Conflict`] before the month is over in the practice's time zone; [`Error::Contended`] when the record changes
/// faster than answers do; [`Error::Forbidden`]; storage's failures.
pub async fn close(app: &App, actor: &Actor, place: Place, month: ServiceMonth) -> Result<CloseReport> {
    close_with(app, actor, place, month, &RefreshOptions::default()).await
}

/// As [`close`], with so many workers, watched.
///
/// # Errors
/// As [`close`].
pub async fn close_with(
    app: &App,
    actor: &Actor,
    place: Place,
    month: ServiceMonth,
    options: &RefreshOptions,
) -> Result<CloseReport> {
    let mut report = freeze(app, actor, place, month, options).await?;
    report.claims += crate::claim::draft(app, actor, place, month, report.revision, options).await?;
    Ok(report)
}

/// How often the record may change between the last answer and the closing.
const ATTEMPTS: u32 = 20;

/// The closing without its claims: brings the answers up to date, verifies that they have seen every change, and freezes
/// them in one short transaction.
///
/// # Errors
/// As [`close`].
pub async fn freeze(
    app: &App,
    actor: &Actor,
    place: Place,
    month: ServiceMonth,
    options: &RefreshOptions,
) -> Result<CloseReport> {
    for _ in 0..ATTEMPTS {
        let mut work = app.begin_read(actor, place).await?.require(Permission::CloseMonth).await?;
        let practice = work.practice_id()?;
        let Some(revision) = open_revision(&mut work, month).await? else {
            let closure = work.tx.newest_closure(practice, month).await?;
            let closure = closure.ok_or_else(|| Error::Internal("a closed month without closing".into()))?;
            let sums = work.tx.month_sums(practice, month, closure.revision).await?;
            let claims = work.tx.claim_count(practice, month, closure.revision).await?;
            let mut told = report(practice, &closure, sums);
            told.was_closed = true;
            told.claims = claims as usize;
            told.differences = differences(&mut work, month, closure.revision).await?;
            return Ok(told);
        };
        let frame = MonthFrame::read(app, &mut work, month).await?;
        if !frame.is_over(work.now) {
            return Err(Error::Conflict(format!("{month} is not over in {}", frame.zone)));
        }
        drop(work);
        match refresh(app, actor, place, month, options).await {
            // Planned anew by somebody else meanwhile, or closed: look again.
            Err(Error::Contended | Error::Conflict(_)) => continue,
            refreshed => {
                refreshed?;
            }
        }
        let Some(seen) = look(app, actor, place, month).await? else { continue };
        options.progress.fail_point("before_closing");
        if let Some(closure) = seal(app, actor, place, revision, &seen, options).await? {
            options.progress.fail_point("after_closing");
            let mut report = report(practice, &closure, seen.sums);
            if frame.is_vintage_missing {
                report.findings.push("vintage_missing".to_owned());
            }
            if revision > 1 {
                let mut work = app.begin_read(actor, place).await?;
                report.differences = differences(&mut work, month, revision).await?;
            }
            return Ok(report);
        }
    }
    Err(Error::Contended)
}

/// All answers of a month, as one snapshot shows them.
struct Seen {
    month: ServiceMonth,
    state: State,
    patients: i64,
    sha256: [u8; 32],
    sums: MonthSums,
}

/// What must still be so when the closing is written.
#[derive(PartialEq)]
struct State {
    /// The last change, which the answers have seen.
    position: i64,
    basis: [u8; 32],
    generation: i64,
    /// How often answers were written.
    writes: i64,
}

impl State {
    /// `None` when anything is stale.
    async fn read(work: &mut Work, month: ServiceMonth, head: i64) -> Result<Option<Self>> {
        let practice = work.practice_id()?;
        let position = work.tx.lock_cursor(practice, READER).await?;
        let open = work.tx.lock_open_month(practice, month).await?;
        let (batches, marks, writes) = work.tx.staleness(practice, month).await?;
        Ok(open.filter(|_| position == head && batches + marks == 0).map(|open| Self {
            position,
            basis: open.basis,
            generation: open.generation,
            writes,
        }))
    }
}

/// Reads what the closing will say. `None`: something has become stale again.
async fn look(app: &App, actor: &Actor, place: Place, month: ServiceMonth) -> Result<Option<Seen>> {
    let mut work = app.begin_read(actor, place).await?;
    let practice = work.practice_id()?;
    let head = work.tx.feed_position(practice.0).await?;
    let Some(state) = State::read(&mut work, month, head).await? else { return Ok(None) };
    let Some(revision) = open_revision(&mut work, month).await? else { return Ok(None) };
    let mut all = Sha256::new();
    let mut bytes = 0;
    for hashes in work.tx.answer_hashes(practice, month, revision).await? {
        bytes += hashes.len();
        all.update(hashes);
    }
    let sums = work.tx.month_sums(practice, month, revision).await?;
    Ok(Some(Seen { month, state, patients: (bytes / 32) as i64, sha256: all.finalize().into(), sums }))
}

/// Writes the closing, if all is still as it was seen: nobody can add to the practice's feed or change its setup until
/// this transaction ends. `None`: something changed.
async fn seal(
    app: &App,
    actor: &Actor,
    place: Place,
    revision: i64,
    seen: &Seen,
    options: &RefreshOptions,
) -> Result<Option<ClosureRow>> {
    let mut work = app.begin(actor, place).await?;
    let (practice, month) = (work.practice_id()?, seen.month);
    let head = work.tx.lock_feed(practice.0).await?;
    work.tx.lock_feed(place.organization.0).await?;
    let state = State::read(&mut work, month, head).await?;
    let frame = MonthFrame::read(app, &mut work, month).await?;
    let is_as_seen = state.as_ref() == Some(&seen.state)
        && frame.basis == seen.state.basis
        && open_revision(&mut work, month).await? == Some(revision);
    if !is_as_seen {
        work.tx.rollback().await?;
        return Ok(None);
    }
    let rules_hash: [u8; 32] = Sha256::digest(app.rules.bytes()).into();
    let now = work.now;
    work.tx.keep_rule_set(rules_hash, app.rules.bytes(), now).await?;
    let closure = ClosureRow {
        id: ClosureId(work.id()),
        month,
        revision,
        rule_set_sha256: rules_hash,
        engine_version: ENGINE.to_owned(),
        zone: frame.zone.to_string(),
        patients: seen.patients,
        sha256: seen.sha256,
        position: Some(seen.state.position),
        closed_at: work.now,
        closed_by: work.actor.clone(),
    };
    work.tx.add_closure(practice, &closure).await?;
    work.tx.mark_linked_to_lines(practice, month, revision).await?;
    work.tx.forget_open_month(practice, month).await?;
    let details = serde_json::json!({
        "month": month, "revision": revision, "patients": seen.patients, "position": seen.state.position,
        "sha256": hex(&seen.sha256), "rule_set": hex(&rules_hash), "engine": ENGINE,
    });
    work.audit("close", "month_closure", &closure.id.to_string(), None, details);
    work.changed("month_closure", closure.id, revision);
    options.progress.fail_point("in_closing");
    work.commit().await?;
    Ok(Some(closure))
}

fn report(practice: PracticeId, closure: &ClosureRow, sums: MonthSums) -> CloseReport {
    CloseReport {
        schema: "perennial.close.1",
        month: closure.month,
        practice,
        closure: closure.id,
        revision: closure.revision,
        was_closed: false,
        rule_set: hex(&closure.rule_set_sha256),
        engine: closure.engine_version.clone(),
        zone: closure.zone.clone(),
        patients: closure.patients as usize,
        patients_billed: sums.patients_billed as usize,
        claims: 0,
        expected: Cents(sums.billed.iter().map(|(_, _, cents)| cents.0).sum()),
        billed: sums.billed.into_iter().map(|(code, units, _)| (code, units as u64)).collect(),
        held: sums.held.into_iter().map(|(rule, count)| (rule, count as u64)).collect(),
        left_out_seconds: sums.left_out.into_iter().map(|(rule, seconds)| (rule, seconds as u64)).collect(),
        sha256: hex(&closure.sha256),
        findings: Vec::new(),
        differences: Vec::new(),
    }
}
