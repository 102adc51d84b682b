//! Whose plans wait for somebody: drafts, signatures, copies, reviews.

use std::collections::BTreeMap;

use ccm::access::{Actor, Permission};
use ccm::basics::dates::months_later;
use ccm::basics::*;

use crate::care::PatientName;
use crate::care::desk::Desk;
use crate::ports::PlanStandingRow;
use crate::{App, Place, Result};

/// What a plan waits for first; without any of it, nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PlanStanding {
    Returned,
    AwaitingSignature,
    Draft,
    ReviewDue,
    CopyToGive,
    Signed,
}

impl PlanStanding {
    pub const ALL: [Self; 6] = [
        Self::Returned,
        Self::AwaitingSignature,
        Self::Draft,
        Self::ReviewDue,
        Self::CopyToGive,
        Self::Signed,
    ];

    pub fn word(self) -> &'static str {
        match self {
            Self::Returned => "returned",
            Self::AwaitingSignature => "awaiting_signature",
            Self::Draft => "draft",
            Self::ReviewDue => "review_due",
            Self::CopyToGive => "copy_to_give",
            Self::Signed => "signed",
        }
    }

    fn of(row: &PlanStandingRow, review_by: Option<Date>, soon: Date) -> Self {
        match &row.newest {
            Some(newest) if !newest.is_signed && newest.is_returned => Self::Returned,
            Some(newest) if !newest.is_signed => Self::AwaitingSignature,
            _ if row.draft.is_some() => Self::Draft,
            Some(_) if review_by.is_some_and(|day| day <= soon) => Self::ReviewDue,
            Some(newest) if !newest.is_copy_given => Self::CopyToGive,
            _ => Self::Signed,
        }
    }
}

#[derive(Clone, Debug)]
pub struct PlanListed {
    pub patient: PatientId,
    pub name: PatientName,
    pub standing: PlanStanding,
    /// Id, number and day of the newest version.
    pub newest: Option<(CarePlanId, i64, Date)>,
    pub review_by: Option<Date>,
    pub has_draft: bool,
    /// The billing practitioner, who signs.
    pub practitioner: Option<PersonId>,
}

/// How many days ahead a review is shown as due.
const AHEAD_DAYS: i64 = 30;

/// Everybody's plan whose chart the reader may see: those that wait first, the review that is due soonest first.
///
/// # Errors
/// [`crate::Error::Forbidden`].
pub async fn plan_list(app: &App, actor: &Actor, place: Place) -> Result<Vec<PlanListed>> {
    let mut desk = Desk::read(app, actor, place, Permission::ReadChart).await?;
    let visible = desk.work.visible(Permission::ReadChart).await?;
    let months = desk.review_months()?;
    let soon = desk.today.saturating_add(jiff::Span::new().days(AHEAD_DAYS));
    let mut rows = desk.work.tx.plan_standings(desk.practice.id).await?;
    rows.retain(|row| visible.has(row.patient));
    let mut names: BTreeMap<_, _> = desk.names(rows.iter().map(|row| row.patient)).await?;
    let mut listed: Vec<PlanListed> = rows
        .into_iter()
        .filter_map(|row| {
            let newest = row.newest.as_ref();
            let as_set = newest.and_then(|one| months_later(one.dated, months?));
            let review_by = as_set.into_iter().chain(newest.and_then(|one| one.review_on)).min();
            Some(PlanListed {
                name: names.remove(&row.patient)?,
                standing: PlanStanding::of(&row, review_by, soon),
                newest: newest.map(|one| (one.id, one.version, one.dated)),
                review_by,
                has_draft: row.draft.is_some(),
                practitioner: newest.and_then(|one| one.practitioner),
                patient: row.patient,
            })
        })
        .collect();
    listed.sort_by_key(|one| (one.standing, one.review_by, one.patient));
    drop(desk);
    app.audit_read(actor, place, "care_plan", "list", None).await?;
    Ok(listed)
}
