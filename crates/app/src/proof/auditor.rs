//! A reviewer from outside: read-only, the claims of their cases, until a day.

use ccm::access::{Actor, Permission, Standing};
use ccm::basics::*;
use serde_json::json;

use super::{case, guard};
use crate::care::PatientName;
use crate::ports::CaseAccessRow;
use crate::{App, Error, Place, Result, Work};

/// The longest that a case stays open to an auditor.
const LONGEST_DAYS: i64 = 366;

/// Lets an auditor look at the claims of a case until an instant.
///
/// # Errors
/// [`Error::Invalid`] for an end that has passed or is more than a year away; [`Error::NotFound`] for no case, or somebody
/// who is no auditor here; [`Error::Conflict`] where they have access, or the case is closed; [`Error::Forbidden`].
pub async fn give_access(
    app: &App,
    actor: &Actor,
    place: Place,
    case: AuditCaseId,
    person: PersonId,
    until: Timestamp,
) -> Result<CaseAccessId> {
    let mut work = app.begin(actor, place).await?.require(Permission::KeepAuditCases).await?;
    let (practice, now) = (work.practice_id()?, work.now);
    work.tx.audit_case(practice, case).await?.ok_or(Error::NotFound("audit_case"))?;
    let latest = now.saturating_add(jiff::SignedDuration::from_hours(24 * LONGEST_DAYS)).unwrap_or(now);
    if until <= now || until > latest {
        return Err(Error::invalid(Problem::new("out_of_range", "until").with("days_at_most", LONGEST_DAYS)));
    }
    let held = work.tx.held_roles(person).await?;
    if !crate::work::standings_at(&app.rules, &held, Some(practice), now).has(Standing::Auditor) {
        return Err(Error::NotFound("auditor"));
    }
    if work.tx.case_outcomes(practice).await?.iter().any(|one| one.case == case) {
        return Err(Error::Conflict("the case is closed".to_owned()));
    }
    let open = guard::standing(work.tx.case_accesses(practice).await?, now);
    if open.iter().any(|row| row.case == case && row.person == person) {
        return Err(Error::Conflict("they have access already".to_owned()));
    }
    let (id, by) = (CaseAccessId(work.id()), work.actor.person());
    let row = CaseAccessRow { id, case, person, from: now, until, by, ends: None };
    keep(&mut work, row, "grant").await?;
    work.commit().await?;
    Ok(id)
}

/// Ends an access, from now on.
///
/// # Errors
/// [`Error::NotFound`] for one that there is not, or that has ended; [`Error::Forbidden`].
pub async fn end_access(
    app: &App,
    actor: &Actor,
    place: Place,
    case: AuditCaseId,
    id: CaseAccessId,
) -> Result<()> {
    let mut work = app.begin(actor, place).await?.require(Permission::KeepAuditCases).await?;
    let (practice, now) = (work.practice_id()?, work.now);
    let open = guard::standing(work.tx.case_accesses(practice).await?, now);
    let row =
        open.into_iter().find(|row| row.id == id && row.case == case).ok_or(Error::NotFound("access"))?;
    let (end, by) = (CaseAccessId(work.id()), work.actor.person());
    let row = CaseAccessRow { id: end, from: now, by, ends: Some(id), ..row };
    keep(&mut work, row, "end").await?;
    work.commit().await
}

async fn keep(work: &mut Work, row: CaseAccessRow, action: &str) -> Result<()> {
    let practice = work.practice_id()?;
    work.tx.add_case_access(practice, &row).await?;
    let details = json!({"person": row.person, "case": row.case, "until": row.until});
    work.audit(action, "case_access", &row.id.to_string(), None, details);
    work.changed("audit_case", row.case, 1);
    Ok(())
}

/// A case that is open to the actor, with its claims.
pub struct CaseForReview {
    pub id: AuditCaseId,
    pub authority: String,
    pub reference: String,
    pub until: Timestamp,
    pub claims: Vec<ReviewClaim>,
}

pub struct ReviewClaim {
    pub id: ClaimId,
    pub number: String,
    pub patient: PatientName,
    pub month: ServiceMonth,
}

/// What an auditor has come for. That it was listed is on record.
///
/// # Errors
/// [`Error::Forbidden`]; storage's failures.
pub async fn cases_for_review(app: &App, actor: &Actor, place: Place) -> Result<Vec<CaseForReview>> {
    let mut work = app.begin_read(actor, place).await?.require_some(Permission::ReadChart).await?;
    let practice = work.practice_id()?;
    let accesses = guard::open_to_me(&mut work).await?;
    if accesses.is_empty() {
        return Ok(Vec::new());
    }
    let rows = work.tx.audit_cases(practice).await?;
    let lines = work.tx.case_claims(practice, None).await?;
    let claims = case::claims_of(&mut work, &lines).await?;
    let ids: Vec<PatientId> = claims.values().map(|claim| claim.patient).collect();
    let patients = work.tx.patients_of(practice, &ids).await?;
    drop(work);
    app.audit_read(actor, place, "audit_cases", "for_review", None).await?;
    let shown = |access: CaseAccessRow| {
        let row = rows.iter().find(|row| row.id == access.case)?;
        let of_case = lines.iter().filter(|line| line.case == access.case && line.repeats.is_none());
        let claims = of_case.filter_map(|line| {
            let claim = claims.get(&line.claim?)?;
            let patient = patients.iter().find(|patient| patient.id == claim.patient);
            Some(ReviewClaim {
                id: claim.id,
                number: claim.number.clone(),
                patient: patient.map(case::name_of).unwrap_or_else(|| PatientName(String::new())),
                month: claim.month,
            })
        });
        Some(CaseForReview {
            id: row.id,
            authority: row.authority.clone(),
            reference: row.reference.clone(),
            until: access.until,
            claims: claims.collect(),
        })
    };
    Ok(accesses.into_iter().filter_map(shown).collect())
}
