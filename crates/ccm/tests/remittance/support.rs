//! Claims, payments and words of payers, short.

use ccm::basics::*;
use ccm::claim::PaymentKey;
use ccm::remittance::*;
use uuid::Uuid;

pub const OWN: PayerId = PayerId(Uuid::from_u128(1));
pub const OTHER: PayerId = PayerId(Uuid::from_u128(2));

pub fn day(text: &str) -> Date {
    text.parse().unwrap()
}

/// A claim with a line for each charge.
pub fn claim(charges: &[i64]) -> BilledClaim {
    let line = |(place, cents): (usize, &i64)| BilledLine {
        id: line_id(place),
        control: format!("P1L{}", place + 1),
        code: ["99490", "99439", "99491"][place % 3].into(),
        on: day("2026-10-31"),
        charge: Cents(*cents),
        expected: None,
    };
    BilledClaim {
        claim: ClaimId(Uuid::from_u128(10)),
        number: "P1".into(),
        patient: PatientId(Uuid::from_u128(20)),
        payer: OWN,
        prior_payers: Vec::new(),
        qmb: false,
        qmb_term: QmbTerm::BillMedicaid,
        has_secondary: false,
        is_void: false,
        lines: charges.iter().enumerate().map(line).collect(),
    }
}

pub fn line_id(place: usize) -> ClaimLineId {
    ClaimLineId(Uuid::from_u128(100 + place as u128))
}

/// `CO-45 2000`: group, reason, cents.
pub fn adjustments(text: &str) -> Vec<Adjustment> {
    let one = |part: &str| {
        let (code, cents) = part.trim().split_once(' ').unwrap();
        let (group, reason) = code.split_once('-').unwrap();
        Adjustment {
            group: Group::from_word(group).unwrap(),
            reason: reason.into(),
            cents: Cents(cents.trim().parse().unwrap()),
            quantity: None,
        }
    };
    text.split(',').filter(|part| !part.trim().is_empty()).map(one).collect()
}

/// A payer's word on the first lines of a claim: what is not adjusted is paid.
pub fn said(claim: &BilledClaim, status: ClpStatus, lines: &[&str]) -> Adjudication {
    let sign = if status == ClpStatus::Reversal { -1 } else { 1 };
    let line = |(ours, text): (&BilledLine, &&str)| {
        let adjustments = adjustments(text);
        let charge = sign * ours.charge.0;
        AdjudicatedLine {
            control: Some(ours.control.clone()),
            code: ours.code.clone(),
            sent_code: None,
            on: Some(ours.on),
            charge: Cents(charge),
            paid: Cents(charge - adjustments.iter().map(|one| one.cents.0).sum::<i64>()),
            units: None,
            adjustments,
            remarks: Vec::new(),
        }
    };
    let lines: Vec<AdjudicatedLine> = claim.lines.iter().zip(lines).map(line).collect();
    let mut whole = Adjudication {
        number: claim.number.clone(),
        status,
        charge: Cents(lines.iter().map(|one| one.charge.0).sum()),
        paid: Cents(lines.iter().map(|one| one.paid.0).sum()),
        patient_share: Cents(0),
        payer_claim_number: Some("ICN1".into()),
        adjustments: Vec::new(),
        remarks: Vec::new(),
        interest: Cents(0),
        names_crossover: false,
        lines,
    };
    whole.patient_share = whole.told_share();
    whole
}

/// The same with every amount the other way.
pub fn reversed(said: &Adjudication) -> Adjudication {
    let mut back = said.clone();
    let turn = |cents: &mut Cents| cents.0 = -cents.0;
    back.status = ClpStatus::Reversal;
    back.remarks.clear();
    [&mut back.charge, &mut back.paid, &mut back.patient_share].into_iter().for_each(turn);
    back.adjustments.iter_mut().for_each(|one| turn(&mut one.cents));
    for line in &mut back.lines {
        turn(&mut line.charge);
        turn(&mut line.paid);
        line.adjustments.iter_mut().for_each(|one| turn(&mut one.cents));
    }
    back
}

/// A payment that balances.
pub fn payment(
    payer: PayerId,
    trace: &str,
    on: &str,
    claims: &[Adjudication],
    plb: &[(&str, i64)],
) -> Payment {
    let adjustments: Vec<ProviderAdjustment> = plb
        .iter()
        .map(|(code, cents)| ProviderAdjustment {
            code: (*code).into(),
            reference: Some("ICN0".into()),
            cents: Cents(*cents),
        })
        .collect();
    let total = claims.iter().map(|one| one.paid.0).sum::<i64>()
        - adjustments.iter().map(|one| one.cents.0).sum::<i64>();
    Payment {
        key: PaymentKey { payer, trace: trace.into() },
        is_notification: false,
        method: "ACH".into(),
        on: day(on),
        total: Cents(total),
        adjustments,
    }
}

pub fn book() -> &'static ReasonBook {
    ReasonBook::embedded()
}

/// What is not zero, as `account cents`, for a table.
pub fn balances(ledger: &Ledger) -> Vec<String> {
    ledger.balances().into_iter().map(|(account, cents)| format!("{} {}", account.word(), cents.0)).collect()
}
