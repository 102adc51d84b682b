//! What came of a month's claims, by programs and payer; and which lines were paid less or more than expected.

use std::collections::{BTreeMap, BTreeSet};

use ccm::access::{Actor, Permission};
use ccm::basics::*;
use ccm::enrollment::Program;
use ccm::remittance::expected::{PaidAs, compare};
use ccm::remittance::{Account, MoneyTerms, ReasonBook};
use ccm::reports::money::{ClaimsAlike, MoneyOf, MonthMoney, month_money};

use crate::ports::ledger::WhichAdjudications;
use crate::ports::results::MonthBooks;
use crate::remittance::Billed;
use crate::{App, Place, Result, Work};

/// Answers of payers that one page looks through.
const LOOKED_THROUGH: i64 = 1_000;

/// A month's claims and their money.
#[derive(Clone, Debug)]
pub struct MoneyResult {
    /// With the payer's name.
    pub rows: Vec<(MoneyOf, String, MonthMoney)>,
    pub all: MonthMoney,
}

/// A line that was not paid as expected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaidOtherwise {
    pub claim: ClaimId,
    pub number: String,
    pub payer_name: String,
    pub code: String,
    pub on: Date,
    pub expected: Cents,
    pub paid: Cents,
    /// Paid less expected.
    pub difference: Cents,
    pub paid_as: PaidAs,
}

/// Some of them, and where to go on.
#[derive(Clone, Debug)]
pub struct PaidOtherwiseList {
    pub rows: Vec<PaidOtherwise>,
    /// The last answer that was looked at; `None`: all were.
    pub next: Option<(PaymentId, i64)>,
    pub tolerance: Cents,
}

/// # Errors
/// [`crate::Error::Forbidden`] for whoever closes no months; storage's failures.
pub async fn money(app: &App, actor: &Actor, place: Place, month: ServiceMonth) -> Result<MoneyResult> {
    let mut work = app.begin_read(actor, place).await?.require(Permission::CloseMonth).await?;
    let practice = work.practice().await?;
    let books = work.tx.month_books(practice.id, month).await?;
    let payers = work.tx.payers().await?;
    drop(work);
    app.audit_read(actor, place, "month_money", &month.to_string(), None).await?;
    let (rows, all) = sums(app, &practice.zone_of(month).map(ZoneName::zone).unwrap_or(TimeZone::UTC), books);
    let named = |(of, row): (MoneyOf, MonthMoney)| {
        let payer = payers.iter().find(|payer| payer.id == of.payer);
        (of, payer.map(|payer| payer.profile.name.clone()).unwrap_or_default(), row)
    };
    Ok(MoneyResult { rows: rows.into_iter().map(named).collect(), all })
}

fn sums(app: &App, zone: &TimeZone, books: MonthBooks) -> (BTreeMap<MoneyOf, MonthMoney>, MonthMoney) {
    let programs = |codes: &[String]| -> BTreeSet<Program> {
        let of = |code: &String| Some(app.rules.service(&code.parse().ok()?)?.program);
        codes.iter().filter_map(of).collect()
    };
    let of = |codes: &[String], payer: PayerId| MoneyOf { programs: programs(codes), payer };
    let claims = books.claims.iter().map(|row| ClaimsAlike {
        of: of(&row.codes, row.payer),
        state: row.state,
        outcome: row.outcome,
        claims: u64::try_from(row.claims).unwrap_or(0),
        charged: row.charged,
    });
    let claims: Vec<ClaimsAlike> = claims.collect();
    let balances =
        books.balances.iter().map(|(codes, payer, account, cents)| (of(codes, *payer), *account, *cents));
    let balances: Vec<(MoneyOf, Account, Cents)> = balances.collect();
    let days = books.paid.iter().map(|(codes, payer, sent, paid)| {
        let days = zone.to_datetime(*sent).date().until(*paid).map_or(0, |span| span.get_days());
        (of(codes, *payer), u32::try_from(days).unwrap_or(0))
    });
    let days: Vec<(MoneyOf, u32)> = days.collect();
    month_money(&claims, &balances, &days)
}

/// Lines of a month that were paid less or more than the fee lets expect, beyond the practice's tolerance; after an answer.
///
/// # Errors
/// [`crate::Error::Forbidden`] for whoever closes no months; storage's failures.
pub async fn paid_otherwise(
    app: &App,
    actor: &Actor,
    place: Place,
    month: ServiceMonth,
    after: Option<(PaymentId, i64)>,
) -> Result<PaidOtherwiseList> {
    let mut work = app.begin_read(actor, place).await?.require(Permission::CloseMonth).await?;
    let (rows, next) = page(&mut work, month, after).await?;
    drop(work);
    app.audit_read(actor, place, "paid_otherwise", &month.to_string(), None).await?;
    Ok(PaidOtherwiseList { rows, next, tolerance: MoneyTerms::default().tolerance() })
}

/// With as many questions for one answer as for a thousand.
async fn page(
    work: &mut Work,
    month: ServiceMonth,
    after: Option<(PaymentId, i64)>,
) -> Result<(Vec<PaidOtherwise>, Option<(PaymentId, i64)>)> {
    let practice = work.practice_id()?;
    let which = WhichAdjudications::OfMonth(month, after);
    let said = work.tx.adjudications(practice, which, LOOKED_THROUGH).await?;
    let is_last = (said.len() as i64) < LOOKED_THROUGH;
    let next = said.last().filter(|_| !is_last).map(|row| (row.payment, row.place));
    let claims: BTreeSet<ClaimId> = said.iter().filter_map(|row| row.claim).collect();
    let claims: Vec<String> = claims.iter().map(ToString::to_string).collect();
    let billed = Billed::named(work, &claims).await?.into_values();
    let billed: BTreeMap<ClaimId, Billed> = billed.map(|one| (one.row.id, one)).collect();
    let payers = work.tx.payers().await?;
    let (book, terms) = (ReasonBook::embedded(), MoneyTerms::default());
    let mut rows = Vec::new();
    for one in &said {
        let Some(known) = one.claim.and_then(|claim| billed.get(&claim)) else { continue };
        let Some(payer) = payers.iter().find(|payer| payer.id == known.row.payer) else { continue };
        for line in compare(&known.claim, &one.said, payer.profile.kind, book, &terms) {
            let is_otherwise = matches!(line.paid_as, PaidAs::Underpaid | PaidAs::Overpaid);
            let ours = known.claim.lines.iter().find(|ours| ours.id == line.line);
            let (Some(ours), Some(expected), Some(difference)) = (ours, line.expected, line.difference)
            else {
                continue;
            };
            if is_otherwise {
                rows.push(PaidOtherwise {
                    claim: known.row.id,
                    number: known.row.number.clone(),
                    payer_name: payer.profile.name.clone(),
                    code: ours.code.clone(),
                    on: ours.on,
                    expected,
                    paid: line.paid,
                    difference,
                    paid_as: line.paid_as,
                });
            }
        }
    }
    rows.sort_by_key(|row| row.difference);
    Ok((rows, next))
}
