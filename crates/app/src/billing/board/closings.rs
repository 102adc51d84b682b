//! How far a month's closing is: each revision as it was frozen, its claims by who renders them, its files.

use std::collections::BTreeMap;

use ccm::access::{Actor, Permission};
use ccm::basics::*;
use ccm::claim::ClaimState;
use serde::Serialize;

use super::view::{MonthBoard, ReopeningView, read};
use crate::billing::approve::Approval;
use crate::billing::differences::{LineDifference, differences};
use crate::ports::{ClaimFileRow, MonthSums};
use crate::{App, Place, Result};

/// A month's closings, the newest first.
#[derive(Clone, Serialize)]
pub struct Closings {
    pub schema: &'static str,
    pub board: MonthBoard,
    /// Answers that a change has touched and that are not looked at yet; a closing waits for them.
    pub stale: i64,
    pub revisions: Vec<RevisionView>,
    /// The newest closing's claims wait until the practice has approved it.
    pub asks_approval: bool,
    /// Of the newest closing.
    pub approval: Option<Approval>,
    /// Of the newest closing, by name.
    pub practitioners: Vec<PractitionerClaims>,
    /// Every file of the month, without its bytes.
    #[serde(skip)]
    pub files: Vec<ClaimFileRow>,
}

impl Closings {
    pub fn waits_for_approval(&self) -> bool {
        self.asks_approval && self.approval.is_none() && !self.revisions.is_empty()
    }
}

/// One closing.
#[derive(Clone, Serialize)]
pub struct RevisionView {
    pub revision: i64,
    pub closed_at: Timestamp,
    pub closed_by: Actor,
    pub sha256: String,
    pub rule_set: String,
    pub engine: String,
    pub patients: i64,
    pub patients_billed: i64,
    pub units: i64,
    pub expected: Cents,
    pub claims: u64,
    pub exported: u64,
    /// Why it was opened again before; `None`: the first.
    pub reopened: Option<ReopeningView>,
    /// What it says otherwise than the closing before.
    pub differences: Vec<LineDifference>,
    #[serde(skip)]
    pub sums: MonthSums,
}

/// A practitioner's claims of a closing, by state.
#[derive(Clone, Debug, Serialize)]
pub struct PractitionerClaims {
    pub person: PersonId,
    /// `Given Family`.
    pub name: String,
    pub drafted: u64,
    pub reviewed: u64,
    pub exported: u64,
    pub total: Cents,
}

/// Shows how far a month's closing is.
///
/// # Errors
/// As [`super::board`].
pub async fn closings(app: &App, actor: &Actor, place: Place, month: ServiceMonth) -> Result<Closings> {
    let mut work = app.begin_read(actor, place).await?.require(Permission::ReadChart).await?;
    let board = read(app, &mut work, month).await?;
    let practice = work.practice_id()?;
    let (batches, marks, _) = work.tx.staleness(practice, month).await?;
    let mut reopenings = work.tx.reopenings_of(practice, month).await?;
    let mut revisions = Vec::new();
    let mut practitioners: BTreeMap<PersonId, PractitionerClaims> = BTreeMap::new();
    let persons = work.tx.persons().await?;
    let closures = work.tx.closures_of(practice, month).await?;
    for closure in closures.into_iter().rev() {
        let sums = work.tx.month_sums(practice, month, closure.revision).await?;
        let counts = work.tx.claim_counts(practice, month, closure.revision).await?;
        if revisions.is_empty() {
            for count in &counts {
                let name = persons.iter().find(|person| person.id == count.practitioner);
                let name = name.map(|person| format!("{} {}", person.given, person.family));
                let row = practitioners.entry(count.practitioner).or_insert_with(|| PractitionerClaims {
                    person: count.practitioner,
                    name: name.unwrap_or_default(),
                    drafted: 0,
                    reviewed: 0,
                    exported: 0,
                    total: Cents(0),
                });
                match count.state {
                    ClaimState::Draft => row.drafted += count.claims,
                    ClaimState::Ready => row.reviewed += count.claims,
                    _ => row.exported += count.claims,
                }
                row.total.0 += count.total.0;
            }
        }
        let exported = counts.iter().filter(|count| !count.state.is_unsent());
        let reopened = reopenings.iter().position(|row| row.revision == closure.revision);
        revisions.push(RevisionView {
            revision: closure.revision,
            closed_at: closure.closed_at,
            closed_by: closure.closed_by,
            sha256: ccm::basics::hex(&closure.sha256),
            rule_set: ccm::basics::hex(&closure.rule_set_sha256),
            engine: closure.engine_version,
            patients: closure.patients,
            patients_billed: sums.patients_billed,
            units: sums.billed.iter().map(|(_, units, _)| units).sum(),
            expected: Cents(sums.billed.iter().map(|(_, _, cents)| cents.0).sum()),
            claims: counts.iter().map(|count| count.claims).sum(),
            exported: exported.map(|count| count.claims).sum(),
            reopened: reopened.map(|at| reopenings.swap_remove(at)).map(|row| ReopeningView {
                revision: row.revision,
                reason: row.reason,
                at: row.at,
                by: row.by,
            }),
            differences: differences(&mut work, month, closure.revision).await?,
            sums,
        });
    }
    let asks_approval = work.practice().await?.profile.asks_approval;
    let approval = match revisions.first() {
        Some(newest) => work.tx.approval(practice, month, newest.revision).await?.map(Approval::of),
        None => None,
    };
    let files = work.tx.claim_file_heads(practice, month).await?;
    drop(work);
    app.audit_read(actor, place, "month_closings", &month.to_string(), None).await?;
    let mut practitioners: Vec<PractitionerClaims> = practitioners.into_values().collect();
    practitioners.sort_by(|a, b| (&a.name, a.person).cmp(&(&b.name, b.person)));
    let schema = "perennial.month_closings.1";
    let stale = batches + marks;
    Ok(Closings { schema, board, stale, revisions, asks_approval, approval, practitioners, files })
}
