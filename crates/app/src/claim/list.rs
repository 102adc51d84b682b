//! Claims of a closing, a page at a time, each scrubbed as it is shown.

use ccm::access::{Actor, Permission};
use ccm::basics::*;
use ccm::claim::timers::alerts;
use ccm::claim::{AlertRule, ClaimAlert, ClaimEvent, ClaimState};
use serde::Serialize;

use super::desk::{ClaimView, Desk};
use super::life::LifeClocks;
use crate::ports::ClaimEventRow;
use crate::ports::claim_lists::{ClaimCount, ClaimsWanted};
use crate::reports::PatientCard;
use crate::{App, Error, Place, Result, Work};

/// Claims of one page.
const PAGE: usize = 50;
/// Claims that one request looks through for those with problems; the next page goes on from there.
const LOOKED_THROUGH: usize = 2_000;

/// Which claims; what is `None` lets all through.
#[derive(Clone, Debug, Default)]
pub struct ClaimsQuery {
    /// `None`: the newest month that is closed.
    pub month: Option<ServiceMonth>,
    /// `None`: the newest closing.
    pub revision: Option<i64>,
    pub state: Option<ClaimState>,
    pub payer: Option<PayerId>,
    /// Nothing but claims with problems.
    pub with_problems: bool,
    /// Nothing but claims that ask for somebody today: an answer is late, a deadline is near, something was refused.
    pub is_asking: bool,
    /// Of those, nothing but what asks for this.
    pub rule: Option<AlertRule>,
    /// Those that the actor renders.
    pub is_own: bool,
    /// [`ClaimsList::next`] of the page before.
    pub after: Option<String>,
}

/// A page of a closing's claims, in the order of their numbers.
#[derive(Clone, Serialize)]
pub struct ClaimsList {
    pub schema: &'static str,
    /// `None`: no month was closed yet.
    pub month: Option<ServiceMonth>,
    pub revision: i64,
    /// Months with a closing, the newest first.
    pub months: Vec<ServiceMonth>,
    /// Of the whole closing, by practitioner, payer and state.
    #[serde(skip)]
    pub counts: Vec<ClaimCount>,
    pub rows: Vec<ClaimListRow>,
    /// For the next page; `None`: this is the last.
    pub next: Option<String>,
    /// Who the practice bills, by name.
    pub payers: Vec<(PayerId, String)>,
}

#[derive(Clone, Serialize)]
pub struct ClaimListRow {
    #[serde(flatten)]
    pub claim: ClaimView,
    #[serde(skip)]
    pub card: PatientCard,
    /// `Given Family`.
    pub practitioner_name: String,
    pub payer_name: String,
    /// What about it asks for somebody today.
    #[serde(skip)]
    pub alerts: Vec<ClaimAlert>,
}

/// Lists claims.
///
/// # Errors
/// [`Error::Forbidden`] for whoever may not see the whole practice; [`Error::NotFound`] for a closing that there is not;
/// storage's failures.
pub async fn claims(app: &App, actor: &Actor, place: Place, query: &ClaimsQuery) -> Result<ClaimsList> {
    let permission = if query.is_own { Permission::ReviewClaims } else { Permission::ReadChart };
    let mut work = app.begin_read(actor, place).await?.require(permission).await?;
    let practice = work.practice_id()?;
    let mut closings = work.tx.closures_since(practice, ServiceMonth::of(Date::MIN)).await?;
    closings.reverse();
    let months: Vec<ServiceMonth> = closings.iter().map(|row| row.month).collect();
    let payers = work.tx.payers().await?;
    let payers: Vec<(PayerId, String)> = payers.into_iter().map(|row| (row.id, row.profile.name)).collect();
    let newest = match query.month {
        Some(month) => closings.iter().find(|row| row.month == month),
        None => closings.first(),
    };
    let Some(newest) = newest else {
        if query.revision.is_some() {
            return Err(Error::NotFound("closing of that month"));
        }
        let (rows, counts) = (Vec::new(), Vec::new());
        return Ok(ClaimsList {
            schema: "perennial.claims.1",
            month: query.month,
            revision: 0,
            months,
            counts,
            rows,
            next: None,
            payers,
        });
    };
    let (month, revision) = (newest.month, query.revision.unwrap_or(newest.revision));
    if revision < 1 || revision > newest.revision {
        return Err(Error::NotFound("closing of that month"));
    }
    let counts = work.tx.claim_counts(practice, month, revision).await?;
    let clocks = LifeClocks::read(&mut work).await?;
    let mut wanted = ClaimsWanted {
        month,
        revision,
        state: query.state,
        payer: query.payer,
        practitioner: if query.is_own { actor.person() } else { None },
        asking_by: (query.is_asking || query.rule.is_some()).then(|| clocks.today()),
        rule: query.rule,
        after: query.after.clone().unwrap_or_default(),
        limit: PAGE as i64,
    };
    let (mut found, mut next, mut looked) = (Vec::new(), None, 0);
    loop {
        let page = work.tx.claims_page(practice, &wanted).await?;
        let is_last = page.len() < PAGE;
        let Some((_, last, _)) = page.last() else { break };
        wanted.after = last.clone();
        looked += page.len();
        let views = views(app, &mut work, (month, revision), &page, &clocks).await?;
        let fits = |(view, _): &(Seen, String)| !query.with_problems || !view.view.problems.is_empty();
        found.extend(views.into_iter().filter(fits));
        if is_last {
            break;
        }
        if !query.with_problems || found.len() >= PAGE || looked >= LOOKED_THROUGH {
            next = Some(wanted.after.clone());
            break;
        }
    }
    if found.len() > PAGE {
        found.truncate(PAGE);
        next = found.last().map(|(_, number)| number.clone());
    }
    let rows = rows(&mut work, found.into_iter().map(|(view, _)| view).collect(), &payers).await?;
    drop(work);
    app.audit_read(actor, place, "claims", &month.to_string(), None).await?;
    Ok(ClaimsList {
        schema: "perennial.claims.1",
        month: Some(month),
        revision,
        months,
        counts,
        rows,
        next,
        payers,
    })
}

/// A claim that was looked at.
struct Seen {
    view: ClaimView,
    alerts: Vec<ClaimAlert>,
}

/// The claims of a page, scrubbed.
async fn views(
    app: &App,
    work: &mut Work,
    (month, revision): (ServiceMonth, i64),
    page: &[(ClaimId, String, PatientId)],
    clocks: &LifeClocks,
) -> Result<Vec<(Seen, String)>> {
    let practice = work.practice_id()?;
    let patients: Vec<PatientId> = page.iter().map(|(_, _, patient)| *patient).collect();
    let claims = work.tx.claims_of(practice, month, &patients).await?;
    let desk = Desk::over(app, work, month, revision, claims).await?;
    let views = page.iter().filter_map(|(id, number, _)| {
        let kept = desk.claims.iter().find(|kept| kept.row.id == *id)?;
        let events: Vec<ClaimEvent> = kept.row.events.iter().map(ClaimEventRow::event).collect();
        let clocks = clocks.of(app, kept.row.payer, kept.row.month.first_day());
        let alerts = clocks.map(|clocks| alerts(&events, &clocks)).unwrap_or_default();
        Some((Seen { view: desk.view(app, kept), alerts }, number.clone()))
    });
    Ok(views.collect())
}

async fn rows(work: &mut Work, seen: Vec<Seen>, payers: &[(PayerId, String)]) -> Result<Vec<ClaimListRow>> {
    let practice = work.practice_id()?;
    let today = crate::work::now_date(work.now);
    let ids: Vec<PatientId> = seen.iter().map(|one| one.view.patient).collect();
    let heads = work.tx.found(practice, &ids).await?;
    let persons = work.tx.persons().await?;
    let row = |Seen { view, alerts }: Seen| {
        let head = heads.iter().find(|found| found.patient.id == view.patient)?.patient.clone();
        let person = persons.iter().find(|person| person.id == view.practitioner);
        let payer = payers.iter().find(|(id, _)| *id == view.payer);
        Some(ClaimListRow {
            card: PatientCard::of(head, today),
            practitioner_name: person
                .map(|person| format!("{} {}", person.given, person.family))
                .unwrap_or_default(),
            payer_name: payer.map(|(_, name)| name.clone()).unwrap_or_default(),
            claim: view,
            alerts,
        })
    };
    Ok(seen.into_iter().filter_map(row).collect())
}
