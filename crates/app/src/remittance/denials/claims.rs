//! The claims of one matter, a page at a time: how much, since when, until when, and who works on it.

use std::collections::HashMap;

use ccm::access::{Actor, Permission};
use ccm::basics::*;
use ccm::claim::ClaimState;
use ccm::remittance::Proposal;
use ccm::remittance::denial::{Decision, RefusalKind};
use serde::Serialize;

use super::{Desk, named, persons, propose, who};
use crate::ports::denials::{DenialView, ListedRefusal, WhichRefusals};
use crate::reports::PatientCard;
use crate::{App, Place, Result, Work};

/// Claims of one page.
pub const PAGE: usize = 50;

/// A page of a matter's claims, in the order of their numbers.
#[derive(Clone, Serialize)]
pub struct DenialClaims {
    pub schema: &'static str,
    pub name: String,
    pub codes: String,
    pub payer_name: String,
    #[serde(skip)]
    pub kind: RefusalKind,
    pub proposal: Proposal,
    pub today: Date,
    pub rows: Vec<DenialClaim>,
    /// For the next page; `None`: this is the last.
    pub next: Option<String>,
}

/// One of them.
#[derive(Clone, Serialize)]
pub struct DenialClaim {
    pub claim: ClaimId,
    pub number: String,
    #[serde(skip)]
    pub card: PatientCard,
    pub month: ServiceMonth,
    pub codes: String,
    pub cents: Cents,
    pub state: ClaimState,
    /// Nothing came after it.
    pub stands: bool,
    pub on: Date,
    /// Days since it was said.
    pub age_days: i64,
    pub last_day: Option<Date>,
    pub decision: Option<Decision>,
    pub until: Option<Date>,
    /// Whoever decided last.
    pub works: Option<String>,
}

/// Lists what stands of a matter. That it was read goes on record.
///
/// # Errors
/// [`crate::Error::NotFound`] for the name of no matter; [`crate::Error::Forbidden`]; storage's failures.
pub async fn denial_claims(
    app: &App,
    actor: &Actor,
    place: Place,
    name: &str,
    view: DenialView,
    after: Option<&str>,
) -> Result<DenialClaims> {
    let matter = named(name)?;
    let mut work = app.begin_read(actor, place).await?.require(Permission::ExchangeClaims).await?;
    let desk = Desk::read(&mut work).await?;
    let which = WhichRefusals::Standing(matter.clone(), view, desk.today);
    let (rows, next) = page(&mut work, &desk, &which, after).await?;
    drop(work);
    app.audit_read(actor, place, "denials", view.word(), None).await?;
    let told = rows.first().map_or(&matter.told, |(_, listed)| &listed.row.refusal.told);
    Ok(DenialClaims {
        schema: "perennial.denial_claims.1",
        name: name.to_owned(),
        codes: told.codes(),
        payer_name: desk.payer_name(matter.payer),
        kind: told.kind,
        proposal: propose(told),
        today: desk.today,
        rows: rows.into_iter().map(|(row, _)| row).collect(),
        next,
    })
}

/// A page of refusals as people read them.
pub(super) async fn page(
    work: &mut Work,
    desk: &Desk,
    which: &WhichRefusals,
    after: Option<&str>,
) -> Result<(Vec<(DenialClaim, ListedRefusal)>, Option<String>)> {
    let practice = work.practice_id()?;
    let after = after.and_then(|after| after.rsplit_once('.'));
    let after = after.and_then(|(number, item)| Some((number, item.parse().ok()?))).unwrap_or(("", 0));
    let listed = work.tx.refusals_listed(practice, which, after, PAGE as i64 + 1).await?;
    let has_more = listed.len() > PAGE;
    let listed: Vec<ListedRefusal> = listed.into_iter().take(PAGE).collect();
    let next = listed.last().filter(|_| has_more).map(|last| format!("{}.{}", last.number, last.row.item));
    let patients: Vec<PatientId> = listed.iter().map(|one| one.patient).collect();
    let heads = work.tx.found(practice, &patients).await?;
    let cards = heads.into_iter().map(|found| (found.patient.id, PatientCard::of(found.patient, desk.today)));
    let cards: HashMap<PatientId, PatientCard> = cards.collect();
    let persons = persons(work).await?;
    let rows = listed.into_iter().filter_map(|one| {
        let refusal = &one.row.refusal;
        let (_, last_day) = desk.judge(one.row.payer, &refusal.told, refusal.on, one.month);
        let row = DenialClaim {
            claim: one.row.claim,
            number: one.number.clone(),
            card: cards.get(&one.patient)?.clone(),
            month: one.month,
            codes: refusal.told.codes(),
            cents: refusal.cents,
            state: one.state,
            stands: one.stands,
            on: refusal.on,
            age_days: days_between(refusal.on, desk.today),
            last_day,
            decision: one.decision.as_ref().map(|(decision, ..)| *decision),
            until: one.decision.as_ref().and_then(|(_, until, _)| *until),
            works: one.decision.as_ref().map(|(.., by)| who(by, &persons)),
        };
        Some((row, one))
    });
    Ok((rows.collect(), next))
}

pub(super) fn days_between(from: Date, until: Date) -> i64 {
    from.until(until).map_or(0, |span| i64::from(span.get_days()))
}
