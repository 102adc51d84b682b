//! CLAIM-08: a claim waits until the practitioner who renders it has looked at it.

use ccm::access::{Actor, Permission};
use ccm::basics::*;
use ccm::claim::{ClaimState, ClaimStep};
use serde::Serialize;

use super::desk::{ClaimView, Desk};
use super::life::{LifeClocks, Living, News, append};
use crate::{App, Error, Place, Result};

/// What became of each claim of the month.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ReviewReport {
    pub schema: &'static str,
    pub month: ServiceMonth,
    pub practice: PracticeId,
    pub practitioner: PersonId,
    pub reviewed: usize,
    pub reviewed_before: usize,
    pub not_theirs: usize,
    /// Reviewed, now or before, and still with problems: these cannot become part of a file.
    pub with_problems: usize,
    pub claims: Vec<ReviewedClaim>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ReviewedClaim {
    pub outcome: ReviewOutcome,
    #[serde(flatten)]
    pub claim: ClaimView,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ReviewOutcome {
    Reviewed,
    ReviewedBefore,
    /// Another practitioner renders it.
    NotTheirs,
}

/// Reviews the claims of a closed month that are the actor's to render: all, or those named by number or id.
/// Doing it again changes nothing.
///
/// # Errors
/// [`Error::Conflict`] when the month is not closed; [`Error::Forbidden`] for whoever is no practitioner here;
/// [`Error::Invalid`] with each name in `only` that no claim of the month has.
pub async fn review(
    app: &App,
    actor: &Actor,
    place: Place,
    month: ServiceMonth,
    only: Option<&[String]>,
) -> Result<ReviewReport> {
    let mut work = app.begin(actor, place).await?.require(Permission::ReviewClaims).await?;
    let practitioner = actor.person().ok_or(Error::Forbidden("review_claims"))?;
    let desk = Desk::open(app, &mut work, month).await?;
    let is_named =
        |claim: &super::desk::Kept, name: &str| claim.row.number == name || claim.row.id.to_string() == name;
    if let Some(names) = only {
        let unknown = |(n, name): (usize, &String)| {
            let is_known = desk.claims.iter().any(|claim| is_named(claim, name));
            (!is_known).then(|| Problem::new("unknown_claim", format!("claims[{n}]")))
        };
        let problems: Vec<Problem> = names.iter().enumerate().filter_map(unknown).collect();
        if !problems.is_empty() {
            return Err(Error::Invalid(problems));
        }
    }

    let mut news = Vec::new();
    let mut claims = Vec::new();
    for kept in &desk.claims {
        if only.is_some_and(|names| !names.iter().any(|name| is_named(kept, name))) {
            continue;
        }
        let mut view = desk.view(app, kept);
        let outcome = match () {
            () if kept.row.practitioner != practitioner => ReviewOutcome::NotTheirs,
            () if kept.is_reviewed() => ReviewOutcome::ReviewedBefore,
            () => {
                let details = serde_json::json!({"number": kept.row.number, "problems": view.problems.len()});
                let (claim, steps) = (Living::of(&kept.row), vec![ClaimStep::Reviewed]);
                news.push(News { claim, steps, details });
                view.state = ClaimState::Ready;
                ReviewOutcome::Reviewed
            }
        };
        claims.push(ReviewedClaim { outcome, claim: view });
    }

    if news.is_empty() {
        work.tx.rollback().await?;
        app.audit_read(actor, place, "claims", &month.to_string(), None).await?;
    } else {
        let clocks = LifeClocks::read(&mut work).await?;
        append(&mut work, &clocks, None, news).await?;
        work.commit().await?;
    }
    let count = |outcome| claims.iter().filter(|claim| claim.outcome == outcome).count();
    Ok(ReviewReport {
        schema: "perennial.review.1",
        month,
        practice: desk.practice.id,
        practitioner,
        reviewed: count(ReviewOutcome::Reviewed),
        reviewed_before: count(ReviewOutcome::ReviewedBefore),
        not_theirs: count(ReviewOutcome::NotTheirs),
        with_problems: claims
            .iter()
            .filter(|claim| claim.outcome != ReviewOutcome::NotTheirs && !claim.claim.problems.is_empty())
            .count(),
        claims,
    })
}
