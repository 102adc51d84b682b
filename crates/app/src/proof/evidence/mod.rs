//! AUDIT-01: what a reviewer asks for, about one claim, in one document.
//!
//! What the claim rests on is told as it was judged: from the stored facts, by the rule set of that day. What was
//! recorded around it, and what came afterwards, is told as it stands.

mod known;
mod records;
mod time_log;
mod trail;
mod verdict;

use std::sync::Arc;

use ccm::access::Actor;
use ccm::basics::*;
use ccm::billing::RuleSet;
use ccm::claim::{Claim, ClaimStep};
use ccm::proof::evidence::*;
use sha2::{Digest, Sha256};

use self::known::Known;
pub(super) use self::known::rule_set_hash;
use crate::billing::close::StoredDetermination;
use crate::ports::{ClaimAnswer, ClaimEventRow, ClaimRow};
use crate::{App, Error, Place, Result, Work};

/// Gathers the evidence of a claim, named by its number or our id. That it was read is on record before it leaves.
///
/// # Errors
/// [`Error::NotFound`] for a claim that is not here, or not for these eyes; [`Error::Forbidden`]; storage's failures.
pub async fn evidence(app: &App, actor: &Actor, place: Place, claim: &str) -> Result<Evidence> {
    let (mut work, row) = super::guard::claim_to_read(app, actor, place, claim).await?;
    let (id, patient) = (row.id, row.patient);
    let mut all = gather(app, &mut work, vec![row]).await?;
    drop(work);
    app.audit_read(actor, place, "claim_evidence", &id.to_string(), Some(patient)).await?;
    all.pop().ok_or(Error::NotFound("claim"))
}

/// The evidence of each claim, in the order of the claims. Whether the actor may see them was asked before.
pub(super) async fn gather(app: &App, work: &mut Work, rows: Vec<ClaimRow>) -> Result<Vec<Evidence>> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let mut known = Known::read(work, &rows).await?;
    let made = rows.into_iter().map(|row| Draft::of(&known, row)).collect::<Result<Vec<_>>>()?;
    let ids: Vec<AuditEventId> =
        made.iter().flat_map(|draft| draft.events.iter().map(|event| event.id)).collect();
    known.seals = work.tx.seals_covering(&ids).await?;
    let numbered = numbers(work, &known).await?;
    let (practice, now) = (work.practice_id()?, work.now);
    made.into_iter().map(|draft| draft.told(app, &known, &numbered, practice, now)).collect()
}

/// The event behind each sealed number.
async fn numbers(work: &mut Work, known: &Known) -> Result<Vec<(AuditEventId, i64)>> {
    let firsts: Vec<i64> = known.seals.iter().map(|seal| seal.first).collect();
    let numbered = work.tx.numbered_under(&firsts).await?;
    let mut numbers: Vec<_> = numbered.into_iter().map(|one| (one.event, one.number)).collect();
    numbers.sort_unstable();
    Ok(numbers)
}

/// A claim's evidence before its seals are known.
struct Draft {
    row: ClaimRow,
    time_log: TimeLog,
    events: Vec<ccm::audit::AuditEvent>,
}

impl Draft {
    fn of(known: &Known, row: ClaimRow) -> Result<Self> {
        let basis = Basis::of(known, row.clone())?;
        let time_log = time_log::gather(&basis);
        let events = trail::touching(&basis, &time_log);
        Ok(Self { row, time_log, events })
    }

    fn told(
        self,
        app: &App,
        known: &Known,
        numbers: &[(AuditEventId, i64)],
        practice: PracticeId,
        made_at: Timestamp,
    ) -> Result<Evidence> {
        let basis = Basis::of(known, self.row)?;
        let records = records::gather(&basis);
        let audit = trail::told(app, known, self.events, numbers);
        let trace = time_log::trace(&basis, &self.time_log);
        let reviewed = basis.row.events.iter().filter(|event| event.step == ClaimStep::Reviewed);
        Ok(Evidence {
            schema: "perennial.evidence.1",
            claim_id: basis.row.id,
            number: basis.row.number.clone(),
            practice,
            patient: basis.row.patient,
            month: basis.row.month,
            revision: basis.row.revision,
            newest_revision: basis.answer.newest_revision,
            zone: basis.stored.facts.zone.clone(),
            made_at,
            verdict: verdict::page(&basis),
            enrollment: records.enrollment,
            consent: records.consent,
            initiating_visit: records.initiating_visit,
            care_plan: records.care_plan,
            conditions: records.conditions,
            supervision: time_log::supervision(&self.time_log),
            time_log: self.time_log,
            decision_making: records.decision_making,
            assessments: records.assessments,
            sign_off: reviewed.map(|event| basis.step(event)).collect(),
            claim: claim_evidence(&basis),
            trace,
            audit,
        })
    }
}

/// The claim, the answer that it was drafted from, and who is who.
struct Basis<'a> {
    row: ClaimRow,
    claim: Claim,
    answer: &'a ClaimAnswer,
    stored: &'a StoredDetermination,
    rules: Arc<RuleSet>,
    known: &'a Known,
    zone: TimeZone,
}

impl<'a> Basis<'a> {
    fn of(known: &'a Known, row: ClaimRow) -> Result<Self> {
        let wrong = |error: serde_json::Error| Error::Internal(error.to_string());
        let claim: Claim = serde_json::from_slice(&row.body).map_err(wrong)?;
        let (answer, stored) = known.answer(row.id)?;
        let rules = known.rules(stored.determination.rules.as_str())?;
        let zone = stored.facts.zone.zone();
        Ok(Self { row, claim, answer, stored, rules, known, zone })
    }

    fn person(&self, id: PersonId) -> PersonRef {
        self.known.person(id)
    }

    fn step(&self, event: &ClaimEventRow) -> Step {
        Step {
            kind: event.step.kind().to_owned(),
            at: event.at,
            person: event.actor.person().map(|person| self.person(person)),
            actor: event.actor.clone(),
            file: file_of(&event.step),
        }
    }

    /// What a rule says, in our words.
    fn words(&self, rule: ccm::billing::RuleId) -> String {
        self.rules.rule(rule).map(|rule| rule.title.clone()).unwrap_or_default()
    }
}

/// The file that a claim went into.
fn file_of(step: &ClaimStep) -> Option<ClaimFileId> {
    match step {
        ClaimStep::Queued { file } | ClaimStep::Transmitted { file, .. } => Some(*file),
        _ => None,
    }
}

fn claim_evidence(basis: &Basis<'_>) -> ClaimEvidence {
    let is_sent_in =
        |file: ClaimFileId| basis.row.events.iter().any(|event| file_of(&event.step) == Some(file));
    let files = basis.known.files.iter().filter(|file| is_sent_in(file.id)).map(|file| FileEvidence {
        is_intact: <[u8; 32]>::from(Sha256::digest(&file.body)) == file.sha256,
        file: file.id,
        name: file.name.clone(),
        receiver: file.receiver.clone(),
        interchange: file.interchange,
        claims: file.claims,
        total_cents: file.total,
        created_at: file.created_at,
        sha256: hex(&file.sha256),
    });
    ClaimEvidence {
        document: basis.claim.clone(),
        total_cents: basis.row.total,
        steps: basis.row.events.iter().map(|event| basis.step(event)).collect(),
        files: files.collect(),
    }
}
