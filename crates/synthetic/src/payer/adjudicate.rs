//! A claim and its story become what is paid, and when: line by line, to the cent (interop.md §4).

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use super::cents::Cents;
use super::payments::{Entry, ProviderAdjustment};
use super::sent::{Claim, Line};
use super::settled::{Adjustment, Settled, SettledLine};
use super::story::{Denial, Story};
use super::temper::{Days, Fees};

/// What an adjudicator goes by.
pub(super) struct Desk<'a> {
    pub fees: &'a Fees,
    pub days: Days,
    pub received: Date,
    /// CLP07 of the claim, and of a correction of it.
    pub number: String,
    pub corrected_number: String,
}

/// How much of the fee is allowed, what of the deductible is open, and which lines are denied.
#[derive(Clone, Copy)]
struct Way {
    allowed_percent: u32,
    deductible: Deductible,
    last_line_denied: bool,
}

#[derive(Clone, Copy, PartialEq)]
enum Deductible {
    Met,
    /// Half of what is allowed on the first line is still open.
    Partly,
    Open,
}

const FULL: Way = Way { allowed_percent: 100, deductible: Deductible::Met, last_line_denied: false };

/// What is told of a claim, each with the day of its payment.
pub(super) fn settle(desk: &Desk<'_>, claim: &Claim, story: Story) -> Vec<(Date, Entry)> {
    let first = workday(desk.received, desk.days.until_payment);
    let later = workday(first, desk.days.until_correction);
    let last = workday(later, desk.days.until_correction);
    let paid = desk.paid(claim, FULL);
    let amount = paid.paid();
    let reference = format!("{}{}", desk.number, claim.member);
    let provider = |day, reason, reference: &str, cents| {
        (day, Entry::Provider(ProviderAdjustment { reason, reference: reference.to_owned(), cents }))
    };
    let on = |day, claim| (day, Entry::Claim(Box::new(claim)));
    let now = |claim| on(first, claim);
    match story {
        Story::Paid => vec![now(paid)],
        Story::Deductible => vec![now(desk.paid(claim, Way { deductible: Deductible::Open, ..FULL }))],
        Story::PartlyDenied => vec![now(desk.paid(claim, Way { last_line_denied: true, ..FULL }))],
        Story::Underpaid => vec![now(desk.paid(claim, Way { allowed_percent: 90, ..FULL }))],
        Story::Crossover => {
            let mut forwarded = paid;
            forwarded.status = "19";
            forwarded.remarks.push("MA18");
            forwarded.forwarded_to = Some(("LANTERN SUPPLEMENTAL", "55123"));
            vec![now(forwarded)]
        }
        Story::Qmb => {
            let mut held = desk.paid(claim, Way { deductible: Deductible::Partly, ..FULL });
            for line in &mut held.lines {
                let alerts = line.adjustments.iter().filter(|one| one.group == "PR");
                line.remarks = alerts.map(|one| if one.reason == "1" { "N781" } else { "N782" }).collect();
            }
            vec![now(held)]
        }
        Story::ReversedTogether => {
            let short = desk.paid(claim, Way { allowed_percent: 90, ..FULL });
            let back = short.reversed();
            vec![now(short), on(later, back), on(later, desk.corrected(paid))]
        }
        Story::ReversedApart => {
            let less = desk.paid(claim, Way { allowed_percent: 80, ..FULL });
            let back = paid.reversed();
            vec![now(paid), on(later, back), on(last, desk.corrected(less))]
        }
        Story::Takeback => vec![now(paid), provider(later, "WO", &reference, amount)],
        Story::Refunded => vec![
            now(paid),
            provider(later, "WO", &reference, amount),
            provider(later, "72", &reference, -amount),
        ],
        Story::Interest => {
            let interest = amount.percent(1).max(Cents(1));
            vec![now(paid), provider(first, "L6", &reference, -interest)]
        }
        Story::OldDebt => {
            let old = format!("1{}{}", desk.number.get(1..).unwrap_or_default(), claim.member);
            vec![now(paid), provider(first, "WO", &old, amount.percent(25))]
        }
        Story::Forwarded => vec![now(desk.not_ours(claim))],
        Story::WithStranger => {
            let mut stranger = paid.clone();
            stranger.claim = format!("OTHER{}", desk.corrected_number);
            stranger.number = desk.corrected_number.clone();
            for (place, line) in stranger.lines.iter_mut().enumerate() {
                line.id = format!("OTHER{}", place + 1);
            }
            vec![now(paid), now(stranger)]
        }
        Story::Denied(denial) => vec![now(desk.denied(claim, denial))],
        Story::Refused(_) | Story::Unmentioned | Story::Unpaid => Vec::new(),
    }
}

/// So many days on; never on a weekend.
pub(super) fn workday(from: Date, days: i32) -> Date {
    let day = from.saturating_add(days.days());
    let wait = match day.weekday() {
        Weekday::Saturday => 2,
        Weekday::Sunday => 1,
        _ => 0,
    };
    day.saturating_add(wait.days())
}

impl Desk<'_> {
    fn paid(&self, claim: &Claim, way: Way) -> Settled {
        let count = claim.lines.len();
        let lines = claim.lines.iter().enumerate().map(|(place, line)| {
            if way.last_line_denied && place + 1 == count {
                return denied_line(line, Denial::UNITS);
            }
            let allowed = self.allowed(line).percent(way.allowed_percent);
            let deductible = match way.deductible {
                Deductible::Open => allowed,
                Deductible::Partly if place == 0 => allowed.percent(50),
                _ => Cents::ZERO,
            };
            self.paid_line(line, allowed, deductible)
        });
        let lines = lines.collect();
        Settled { lines, remarks: vec!["MA01"], ..self.blank(claim, "1") }
    }

    /// Never more than was asked for.
    fn allowed(&self, line: &Line) -> Cents {
        // No number of units reaches this.
        let units: i64 = line.units.parse().unwrap_or(1).clamp(1, 999);
        let fee = match self.fees.allowed.get(&line.code) {
            Some(fee) => Cents(fee.0.saturating_mul(units)),
            None => line.charged().percent(self.fees.other_percent),
        };
        fee.min(line.charged())
    }

    fn paid_line(&self, line: &Line, allowed: Cents, deductible: Cents) -> SettledLine {
        let above = line.charged() - allowed;
        let coinsurance = (allowed - deductible).percent(self.fees.coinsurance_percent);
        let payable = allowed - deductible - coinsurance;
        let sequestered = payable.percent(self.fees.sequestration_percent);
        let adjustments = [
            ("CO", "45", above),
            ("CO", "253", sequestered),
            ("PR", "1", deductible),
            ("PR", "2", coinsurance),
        ];
        let adjustments = adjustments.into_iter().filter(|(_, _, cents)| *cents != Cents::ZERO);
        SettledLine {
            adjustments: adjustments
                .map(|(group, reason, cents)| Adjustment { group, reason, cents })
                .collect(),
            allowed: Some(allowed),
            ..blank_line(line)
        }
    }

    fn corrected(&self, mut settled: Settled) -> Settled {
        settled.number = self.corrected_number.clone();
        settled
    }

    fn denied(&self, claim: &Claim, denial: Denial) -> Settled {
        let lines = claim.lines.iter().map(|line| denied_line(line, denial)).collect();
        let mut remarks: Vec<&'static str> =
            denial.remarks.iter().copied().filter(|code| is_of_claim(code)).collect();
        if denial.may_be_appealed() {
            remarks.insert(0, "MA01");
        }
        Settled { lines, remarks, ..self.blank(claim, "4") }
    }

    /// Sent on, unseen: no line is told of.
    fn not_ours(&self, claim: &Claim) -> Settled {
        let all = Adjustment { group: "CO", reason: "109", cents: claim.charged() };
        Settled { adjustments: vec![all], remarks: vec!["N418"], ..self.blank(claim, "23") }
    }

    fn blank(&self, claim: &Claim, status: &'static str) -> Settled {
        Settled {
            claim: claim.id.clone(),
            status,
            charge: claim.charged(),
            adjustments: Vec::new(),
            lines: Vec::new(),
            number: self.number.clone(),
            filing: claim.filing.clone(),
            place: claim.place.clone(),
            frequency: claim.frequency.clone(),
            patient: claim.patient.clone(),
            member: claim.member.clone(),
            rendering: claim.rendering.clone(),
            remarks: Vec::new(),
            forwarded_to: None,
            received: self.received,
        }
    }
}

fn denied_line(line: &Line, denial: Denial) -> SettledLine {
    let all = Adjustment { group: denial.group, reason: denial.reason, cents: line.charged() };
    SettledLine {
        adjustments: Some(all).filter(|all| all.cents != Cents::ZERO).into_iter().collect(),
        is_denied: true,
        remarks: denial.remarks.iter().copied().filter(|code| !is_of_claim(code)).collect(),
        ..blank_line(line)
    }
}

/// Codes that begin with MA stand in the claim's MOA, the others on its lines.
fn is_of_claim(remark: &str) -> bool {
    remark.starts_with("MA")
}

fn blank_line(line: &Line) -> SettledLine {
    SettledLine {
        procedure: line.procedure(),
        charge: line.charged(),
        adjustments: Vec::new(),
        units: line.units.clone(),
        is_denied: false,
        on: line.on,
        id: line.id.clone(),
        allowed: None,
        remarks: Vec::new(),
    }
}
