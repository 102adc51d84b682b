//! Money for claims that nobody here knows, with the claims of ours that it may be for. A person says which; nothing here
//! does it for them.

use std::collections::{BTreeSet, HashMap};

use ccm::access::{Actor, Permission};
use ccm::basics::*;
use ccm::remittance::Adjudication;

use crate::claim::inbox::payer_names;
use crate::ports::ledger::{AdjudicationRow, PaymentRow, WhichAdjudications};
use crate::ports::payments::{ChargedClaim, SoughtClaims};
use crate::reports::PatientCard;
use crate::{App, Place, Result};

/// More than a practice should leave lying about.
const MOST: i64 = 500;
/// Claims of ours that are held against all of it.
const MOST_CHARGED: i64 = 2_000;
/// Fewer digits than these are in many numbers.
const TELLING_DIGITS: usize = 5;
/// Proposals beside one amount.
const PROPOSED: usize = 3;

/// What was paid for one number that nobody here gave.
pub struct UnmatchedMoney {
    pub payment: PaymentId,
    /// Its place in the payment, from 0.
    pub place: i64,
    pub trace: String,
    pub paid_on: Date,
    pub payer_name: String,
    pub said: Adjudication,
    /// The likeliest first.
    pub candidates: Vec<Candidate>,
}

/// A claim of ours that it may be for.
#[derive(Clone)]
pub struct Candidate {
    pub claim: ChargedClaim,
    pub card: PatientCard,
}

/// All of it, payment by payment. That it was read goes on record.
///
/// # Errors
/// [`crate::Error::Forbidden`]; storage's failures.
pub async fn unmatched_money(app: &App, actor: &Actor, place: Place) -> Result<Vec<UnmatchedMoney>> {
    let mut work = app.begin_read(actor, place).await?.require(Permission::ExchangeClaims).await?;
    let practice = work.practice_id()?;
    let rows = work.tx.adjudications(practice, WhichAdjudications::Unmatched, MOST).await?;
    let payments: BTreeSet<PaymentId> = rows.iter().map(|row| row.payment).collect();
    let payments: Vec<PaymentId> = payments.into_iter().collect();
    let payments: HashMap<PaymentId, PaymentRow> =
        work.tx.payments_named(practice, &payments).await?.into_iter().map(|row| (row.id, row)).collect();
    let charged = work.tx.claims_charged(practice, &sought(&rows, &payments), MOST_CHARGED).await?;
    let proposed: Vec<(AdjudicationRow, Vec<ChargedClaim>)> = rows
        .into_iter()
        .map(|row| {
            let payer = payments.get(&row.payment).map(|one| one.payment.key.payer);
            let fitting = fitting(&row.said, payer, &charged);
            (row, fitting)
        })
        .collect();
    let patients: BTreeSet<PatientId> =
        proposed.iter().flat_map(|(_, claims)| claims.iter().map(|claim| claim.patient)).collect();
    let patients: Vec<PatientId> = patients.into_iter().collect();
    let today = crate::work::now_date(work.now);
    let mut cards: HashMap<PatientId, PatientCard> = HashMap::with_capacity(patients.len());
    for found in work.tx.found(practice, &patients).await? {
        cards.insert(found.patient.id, PatientCard::of(found.patient, today));
    }
    let payers = payer_names(&mut work).await?;
    drop(work);
    app.audit_read(actor, place, "adjudications", "unmatched", None).await?;
    let told = proposed.into_iter().filter_map(|(row, claims)| {
        let payment = &payments.get(&row.payment)?.payment;
        let candidate = |claim: ChargedClaim| {
            let card = cards.get(&claim.patient).cloned()?;
            Some(Candidate { claim, card })
        };
        Some(UnmatchedMoney {
            payment: row.payment,
            place: row.place,
            trace: payment.key.trace.clone(),
            paid_on: payment.on,
            payer_name: payers.get(&payment.key.payer).cloned().unwrap_or_default(),
            candidates: claims.into_iter().filter_map(candidate).collect(),
            said: row.said,
        })
    });
    Ok(told.collect())
}

fn sought(rows: &[AdjudicationRow], payments: &HashMap<PaymentId, PaymentRow>) -> SoughtClaims {
    let months: BTreeSet<ServiceMonth> = rows.iter().flat_map(|row| months(&row.said)).collect();
    let totals: BTreeSet<Cents> = rows.iter().map(|row| charged(&row.said)).collect();
    let parts: BTreeSet<&str> = rows.iter().filter_map(|row| core(&row.said.number)).collect();
    let payers: BTreeSet<PayerId> = payments.values().map(|row| row.payment.key.payer).collect();
    SoughtClaims {
        months: months.into_iter().collect(),
        totals: totals.into_iter().collect(),
        parts: parts.into_iter().map(str::to_owned).collect(),
        payers: payers.into_iter().collect(),
    }
}

/// The longest stretch of digits of a number: what is left of it when a payer cuts it, or puts something before or behind.
/// `None`: too few to tell claims apart.
fn core(number: &str) -> Option<&str> {
    let stretches = number.split(|one: char| !one.is_ascii_digit());
    stretches.max_by_key(|digits| digits.len()).filter(|digits| digits.len() >= TELLING_DIGITS)
}

/// Months that the money is for, by the days of its lines.
fn months(said: &Adjudication) -> impl Iterator<Item = ServiceMonth> + '_ {
    said.lines.iter().filter_map(|line| line.on).map(ServiceMonth::of)
}

/// A reversal has the same charge the other way.
fn charged(said: &Adjudication) -> Cents {
    Cents(said.charge.0.saturating_abs())
}

/// Claims of the same charge and month. Those billed to whoever pays come first, then those whose numbers look alike.
fn fitting(
    said: &Adjudication,
    payer: Option<PayerId>,
    charged_claims: &[ChargedClaim],
) -> Vec<ChargedClaim> {
    let total = charged(said);
    let of: BTreeSet<ServiceMonth> = months(said).collect();
    let fits = |claim: &&ChargedClaim| claim.total == total && of.contains(&claim.month);
    let mut fitting: Vec<&ChargedClaim> = charged_claims.iter().filter(fits).collect();
    fitting.sort_by_key(|claim| {
        let is_others = Some(claim.payer) != payer;
        let alike = likeness(&said.number, &claim.number);
        (is_others, std::cmp::Reverse(alike), claim.number.clone())
    });
    fitting.into_iter().take(PROPOSED).cloned().collect()
}

/// Letters and digits that two numbers share at their ends: payers cut numbers, or put something before or behind.
fn likeness(theirs: &str, ours: &str) -> usize {
    let plain = |text: &str| -> Vec<u8> {
        text.bytes().filter(u8::is_ascii_alphanumeric).map(|byte| byte.to_ascii_uppercase()).collect()
    };
    let (theirs, ours) = (plain(theirs), plain(ours));
    let same = |pairs: &mut dyn Iterator<Item = (&u8, &u8)>| pairs.take_while(|(a, b)| a == b).count();
    same(&mut theirs.iter().zip(&ours)) + same(&mut theirs.iter().rev().zip(ours.iter().rev()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_likeliest_claim_comes_first_and_another_charge_or_month_not_at_all() {
        let payer = |n: u128| PayerId(uuid::Uuid::from_u128(n));
        let claim = |number: &str, of: u128, month: &str, total: i64| ChargedClaim {
            claim: ClaimId(uuid::Uuid::from_u128(9)),
            number: number.to_owned(),
            patient: PatientId(uuid::Uuid::from_u128(8)),
            payer: payer(of),
            month: month.parse().unwrap(),
            total: Cents(total),
            state: ccm::claim::ClaimState::Transmitted,
        };
        let all = [
            claim("2609A00001", 2, "2026-09", 9_000),
            claim("2609A00007", 1, "2026-09", 9_000),
            claim("2609A00042", 1, "2026-09", 9_000),
            claim("2609A00043", 1, "2026-09", 8_000),
            claim("2608A00042", 1, "2026-08", 9_000),
        ];
        let line: ccm::remittance::AdjudicatedLine = serde_json::from_value(serde_json::json!({
            "control": null, "code": "99490", "sent_code": null, "on": "2026-09-30", "charge": 9000, "paid": 5000,
            "units": null, "adjustments": [], "remarks": []
        }))
        .unwrap();
        let said = Adjudication {
            number: "X2609A00042".into(),
            status: ccm::remittance::ClpStatus::Primary,
            charge: Cents(-9_000),
            paid: Cents(-5_000),
            patient_share: Cents(0),
            payer_claim_number: None,
            adjustments: Vec::new(),
            remarks: Vec::new(),
            interest: Cents(0),
            names_crossover: false,
            lines: vec![line],
        };
        let found: Vec<String> =
            fitting(&said, Some(payer(1)), &all).into_iter().map(|claim| claim.number).collect();
        assert_eq!(found, ["2609A00042", "2609A00007", "2609A00001"]);
        assert_eq!(
            ["P26090000042R1", "XP2609000004", "A-17-b"].map(core),
            [Some("26090000042"), Some("2609000004"), None]
        );
    }
}
