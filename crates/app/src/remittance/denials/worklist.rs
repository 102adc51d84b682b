//! Everything that was not paid, by who said why: one understanding serves many.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use ccm::access::{Actor, Permission};
use ccm::basics::*;
use ccm::remittance::Proposal;
use serde::Serialize;

use super::{Desk, name_of};
use crate::ports::denials::{DenialView, Matter};
use crate::{App, Place, Result};

/// The list.
#[derive(Clone, Debug, Serialize)]
pub struct DenialsList {
    pub schema: &'static str,
    pub today: Date,
    /// The nearest last day first, then the most money.
    pub matters: Vec<DenialMatter>,
    pub claims: u64,
    pub cents: Cents,
}

/// All that waits for the same of the same payer.
#[derive(Clone, Debug, Serialize)]
pub struct DenialMatter {
    /// By which it is asked for.
    pub name: String,
    #[serde(skip)]
    pub matter: Matter,
    pub payer_name: String,
    /// `CO-97 N20`.
    pub codes: String,
    pub proposal: Proposal,
    pub claims: u64,
    pub cents: Cents,
    /// The first day on which it was said.
    pub oldest: Date,
    /// The first last day that has not gone by.
    pub first_deadline: Option<Date>,
    /// Claims whose last day has gone by.
    pub passed: u64,
}

/// What was not paid and waits: to be decided, or for an answer. That it was read goes on record.
///
/// # Errors
/// [`crate::Error::Forbidden`]; storage's failures.
pub async fn denials(app: &App, actor: &Actor, place: Place, view: DenialView) -> Result<DenialsList> {
    let mut work = app.begin_read(actor, place).await?.require(Permission::ExchangeClaims).await?;
    let practice = work.practice_id()?;
    let desk = Desk::read(&mut work).await?;
    let today = desk.today;
    let counts = work.tx.refusals_counted(practice, view, today).await?;
    drop(work);
    app.audit_read(actor, place, "denials", view.word(), None).await?;
    let mut matters: BTreeMap<String, DenialMatter> = BTreeMap::new();
    for count in counts {
        let matter = count.matter;
        let (proposal, last_day) = desk.judge(matter.payer, &matter.told, count.on, count.month);
        let name = name_of(&matter);
        let of = matters.entry(name.clone()).or_insert_with(|| DenialMatter {
            name,
            payer_name: desk.payer_name(matter.payer),
            codes: matter.told.codes(),
            matter,
            proposal,
            claims: 0,
            cents: Cents(0),
            oldest: count.on,
            first_deadline: None,
            passed: 0,
        });
        of.claims += count.claims;
        of.cents = Cents(of.cents.0.saturating_add(count.cents.0));
        of.oldest = of.oldest.min(count.on);
        match last_day {
            Some(day) if day < today => of.passed += count.claims,
            Some(day) => of.first_deadline = Some(of.first_deadline.map_or(day, |first| first.min(day))),
            None => {}
        }
    }
    let mut matters: Vec<DenialMatter> = matters.into_values().collect();
    matters.sort_by_key(|one| (one.first_deadline.unwrap_or(Date::MAX), Reverse(one.cents)));
    Ok(DenialsList {
        schema: "perennial.denials.1",
        today,
        claims: matters.iter().map(|one| one.claims).sum(),
        cents: Cents(matters.iter().fold(0, |sum: i64, one| sum.saturating_add(one.cents.0))),
        matters,
    })
}
