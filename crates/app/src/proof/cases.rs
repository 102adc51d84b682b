//! Cases of audits from outside: opened with a letter's list, closed with an outcome. Written once.

use std::collections::HashMap;

use ccm::access::{Actor, Permission};
use ccm::basics::*;
use ccm::proof::{ListedClaim, MOST_LISTED, read_list};
use serde::Serialize;
use serde_json::json;

use super::input;
use crate::ports::{AuditCaseRow, CaseClaimRow, CaseOutcomeRow};
use crate::{App, Error, Place, Result, Work};

/// A letter as it was typed in.
#[derive(Clone, Default)]
pub struct NewCase {
    pub auditor: String,
    pub authority: String,
    pub reference: String,
    pub due_on: Option<Date>,
    /// Pasted, or the text of a file: claim numbers, a line each, or columns with a heading.
    pub list: String,
}

/// A case of the list.
#[derive(Clone, Debug, Serialize)]
pub struct CaseHead {
    pub id: AuditCaseId,
    pub auditor: String,
    pub authority: String,
    pub reference: String,
    pub due_on: Date,
    pub opened_at: Timestamp,
    pub listed: usize,
    pub matched: usize,
    pub outcome: Option<Outcome>,
}

/// How a case ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    Upheld,
    PartlyRepaid,
    Repaid,
    Withdrawn,
}

impl Outcome {
    pub const ALL: [Self; 4] = [Self::Upheld, Self::PartlyRepaid, Self::Repaid, Self::Withdrawn];

    pub fn word(self) -> &'static str {
        match self {
            Self::Upheld => "upheld",
            Self::PartlyRepaid => "partly_repaid",
            Self::Repaid => "repaid",
            Self::Withdrawn => "withdrawn",
        }
    }

    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.word() == word)
    }

    /// Whether money goes back.
    pub fn repays(self) -> bool {
        matches!(self, Self::PartlyRepaid | Self::Repaid)
    }
}

/// Opens a case: every line of the list is matched to a claim of ours, or kept as unmatched.
///
/// # Errors
/// [`Error::Invalid`] with everything that is wrong; [`Error::Forbidden`].
pub async fn open_case(app: &App, actor: &Actor, place: Place, new: &NewCase) -> Result<AuditCaseId> {
    let mut work = app.begin(actor, place).await?.require(Permission::KeepAuditCases).await?;
    let practice = work.practice_id()?;
    let mut problems = Vec::new();
    let id = AuditCaseId(work.id());
    let row = AuditCaseRow {
        id,
        auditor: input::line(&new.auditor, "auditor", &mut problems),
        authority: input::line(&new.authority, "authority", &mut problems),
        reference: input::line(&new.reference, "reference", &mut problems),
        due_on: new.due_on.unwrap_or_default(),
        opened_at: work.now,
        opened_by: work.actor.person(),
    };
    if new.due_on.is_none() {
        problems.push(Problem::new("required", "due_on"));
    }
    let listed = read_list(&new.list);
    match listed.len() {
        0 => problems.push(Problem::new("required", "list")),
        many if many > MOST_LISTED => {
            problems.push(Problem::new("too_many", "list").with("expected", MOST_LISTED));
        }
        _ => {}
    }
    if !problems.is_empty() {
        return Err(Error::Invalid(problems));
    }
    let lines = matched(&mut work, id, &listed).await?;
    work.tx.add_audit_case(practice, &row, &lines).await?;
    let found = lines.iter().filter(|line| line.claim.is_some()).count();
    work.audit("open", "audit_case", &id.to_string(), None, json!({"listed": lines.len(), "matched": found}));
    work.changed("audit_case", id, 1);
    work.commit().await?;
    Ok(id)
}

async fn matched(work: &mut Work, case: AuditCaseId, listed: &[ListedClaim]) -> Result<Vec<CaseClaimRow>> {
    let practice = work.practice_id()?;
    let names: Vec<String> = listed.iter().map(|one| one.number.clone()).collect();
    let found = work.tx.claims_named(practice, &names).await?;
    let by_name: HashMap<String, ClaimId> =
        found.iter().flat_map(|row| [(row.number.clone(), row.id), (row.id.to_string(), row.id)]).collect();
    let row = |one: &ListedClaim| CaseClaimRow {
        case,
        line: i64::try_from(one.line).unwrap_or(i64::MAX),
        said: one.number.clone(),
        claim: by_name.get(&one.number).copied(),
        repeats: one.repeats.and_then(|line| i64::try_from(line).ok()),
    };
    Ok(listed.iter().map(row).collect())
}

/// Every case, the newest first.
///
/// # Errors
/// [`Error::Forbidden`]; storage's failures.
pub async fn audit_cases(app: &App, actor: &Actor, place: Place) -> Result<Vec<CaseHead>> {
    let mut work = app.begin_read(actor, place).await?.require(Permission::KeepAuditCases).await?;
    let practice = work.practice_id()?;
    let rows = work.tx.audit_cases(practice).await?;
    let lines = work.tx.case_claims(practice, None).await?;
    let outcomes = work.tx.case_outcomes(practice).await?;
    drop(work);
    app.audit_read(actor, place, "audit_cases", "list", None).await?;
    let head = |row: AuditCaseRow| {
        let of_case = lines.iter().filter(|line| line.case == row.id);
        let outcome = outcomes.iter().find(|one| one.case == row.id);
        CaseHead {
            listed: of_case.clone().count(),
            matched: of_case.filter(|line| line.claim.is_some() && line.repeats.is_none()).count(),
            outcome: outcome.and_then(|one| Outcome::from_word(&one.outcome)),
            id: row.id,
            auditor: row.auditor,
            authority: row.authority,
            reference: row.reference,
            due_on: row.due_on,
            opened_at: row.opened_at,
        }
    };
    Ok(rows.into_iter().map(head).collect())
}

/// Closes a case with its outcome; from then on no auditor has access to it.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] where it is closed already; [`Error::Invalid`]; [`Error::Forbidden`].
pub async fn close_case(
    app: &App,
    actor: &Actor,
    place: Place,
    case: AuditCaseId,
    outcome: Outcome,
    repaid: Option<Cents>,
    note: &str,
) -> Result<()> {
    let mut work = app.begin(actor, place).await?.require(Permission::KeepAuditCases).await?;
    let practice = work.practice_id()?;
    work.tx.audit_case(practice, case).await?.ok_or(Error::NotFound("audit_case"))?;
    if work.tx.case_outcomes(practice).await?.iter().any(|one| one.case == case) {
        return Err(Error::Conflict("the case is closed already".to_owned()));
    }
    let mut problems = Vec::new();
    let note = input::note(note, "note", &mut problems);
    let repaid = repaid.unwrap_or(Cents(0));
    if outcome.repays() != (repaid.0 > 0) || repaid.0 < 0 {
        problems.push(Problem::new("does_not_fit", "repaid").with("outcome", outcome.word()));
    }
    if !problems.is_empty() {
        return Err(Error::Invalid(problems));
    }
    let (at, by) = (work.now, work.actor.person());
    let row = CaseOutcomeRow { case, outcome: outcome.word().to_owned(), repaid, note, at, by };
    work.tx.add_case_outcome(practice, &row).await?;
    let details = json!({"outcome": outcome, "repaid_cents": repaid});
    work.audit("close", "audit_case", &case.to_string(), None, details);
    work.changed("audit_case", case, 2);
    work.commit().await
}
