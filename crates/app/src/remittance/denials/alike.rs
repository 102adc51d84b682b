//! All of the same, over all months: whoever has understood one denial finds the others, and what has to go back.

use ccm::access::{Actor, Permission};
use ccm::basics::*;
use ccm::remittance::Proposal;
use ccm::remittance::denial::RefusalKind;
use serde::Serialize;

use super::claims::page;
use super::{DenialClaim, Desk, named, propose};
use crate::ports::denials::{AlikeMonth, WhichRefusals};
use crate::{App, Place, Result};

/// A matter as it ever was.
#[derive(Clone, Serialize)]
pub struct Alike {
    pub schema: &'static str,
    pub name: String,
    pub codes: String,
    pub payer_name: String,
    #[serde(skip)]
    pub kind: RefusalKind,
    pub today: Date,
    pub proposal: Proposal,
    /// The first month first.
    #[serde(skip)]
    pub months: Vec<AlikeMonth>,
    pub claims: u64,
    pub refused: Cents,
    pub paid: Cents,
    /// What the ledger owes back to payers and patients for its claims.
    pub to_refund: Cents,
    /// A page of them, whether they stand or not.
    pub rows: Vec<DenialClaim>,
    pub next: Option<String>,
}

/// Finds all like one. That it was read goes on record.
///
/// # Errors
/// [`crate::Error::NotFound`] for the name of no matter; [`crate::Error::Forbidden`]; storage's failures.
pub async fn alike(app: &App, actor: &Actor, place: Place, name: &str, after: Option<&str>) -> Result<Alike> {
    let matter = named(name)?;
    let mut work = app.begin_read(actor, place).await?.require(Permission::ExchangeClaims).await?;
    let practice = work.practice_id()?;
    let desk = Desk::read(&mut work).await?;
    let months = work.tx.alike_months(practice, &matter).await?;
    let (rows, next) = page(&mut work, &desk, &WhichRefusals::Ever(matter.clone()), after).await?;
    drop(work);
    app.audit_read(actor, place, "denials", "alike", None).await?;
    let told = rows.first().map_or(&matter.told, |(_, listed)| &listed.row.refusal.told);
    let sum = |of: fn(&AlikeMonth) -> Cents| {
        Cents(months.iter().fold(0, |sum: i64, month| sum.saturating_add(of(month).0)))
    };
    Ok(Alike {
        schema: "perennial.alike.1",
        name: name.to_owned(),
        codes: told.codes(),
        payer_name: desk.payer_name(matter.payer),
        kind: told.kind,
        today: desk.today,
        proposal: propose(told),
        claims: months.iter().map(|month| month.claims).sum(),
        refused: sum(|month| month.refused),
        paid: sum(|month| month.paid),
        to_refund: sum(|month| month.to_refund),
        rows: rows.into_iter().map(|(row, _)| row).collect(),
        next,
        months,
    })
}
