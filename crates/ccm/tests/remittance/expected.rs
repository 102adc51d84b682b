//! Paid against expected, and what is owed back.

use ccm::basics::*;
use ccm::claim::Timers;
use ccm::people::PayerKind;
use ccm::remittance::expected::*;
use ccm::remittance::posting::*;
use ccm::remittance::refund::*;
use ccm::remittance::*;
use uuid::Uuid;

use crate::support::*;
use crate::whole::post_payment;
use crate::whole::settle_in;

#[test]
fn a_payment_is_held_against_the_fee_less_the_share_less_the_cut() {
    let terms = MoneyTerms::default();
    let check = |fee: Option<i64>, kind, lines: &[&str], expected: &[(PaidAs, Option<i64>)]| {
        let mut claim = claim(&[10_000]);
        claim.lines[0].expected = fee.map(Cents);
        let told = said(&claim, ClpStatus::Primary, lines);
        let found = compare(&claim, &told, kind, book(), &terms);
        let found: Vec<_> =
            found.iter().map(|one| (one.paid_as, one.difference.map(|cents| cents.0))).collect();
        assert_eq!(found, expected, "{lines:?}");
    };
    let medicare = PayerKind::MedicareFfs;
    let paid = "CO-45 2000, PR-2 1600, CO-253 128";
    check(Some(8000), medicare, &[paid], &[(PaidAs::Expected, Some(0))]);
    check(Some(8002), medicare, &[paid], &[(PaidAs::Expected, Some(-2))]);
    check(Some(8050), medicare, &[paid], &[(PaidAs::Underpaid, Some(-49))]);
    check(Some(7900), medicare, &[paid], &[(PaidAs::Overpaid, Some(98))]);
    check(None, medicare, &[paid], &[(PaidAs::Unknown, None)]);
    // Only federal payments are cut.
    check(Some(8000), PayerKind::Commercial, &["CO-45 2000, PR-2 1600"], &[(PaidAs::Expected, Some(0))]);
    // Nobody pays more than is charged; a deductible leaves nothing to pay; a refusal is no underpayment.
    check(Some(12_000), medicare, &["PR-2 2000, CO-253 160"], &[(PaidAs::Expected, Some(0))]);
    check(Some(8000), medicare, &["CO-45 2000, PR-1 8000"], &[(PaidAs::Expected, Some(0))]);
    check(Some(8000), medicare, &["CO-97 10000"], &[]);
}

#[test]
fn the_cut_is_rounded_half_up_once() {
    let check = |fee, share, points, expected| {
        assert_eq!(
            expected_payment(Cents(fee), Cents(i64::MAX), Cents(share), points),
            Some(Cents(expected))
        );
    };
    check(125, 0, 200, 122); // 2.5 of 125
    check(124, 0, 200, 122); // 2.48
    check(100, 150, 200, 0);
    check(i64::MAX, 0, 10_000, 0);
    assert_eq!(expected_payment(Cents(i64::MIN), Cents(0), Cents(1), 200), None);
}

#[test]
fn what_is_owed_back_has_a_last_day_and_is_not_paid_twice() {
    let claim = claim(&[10_000]);
    let mut ledger = Ledger::default();
    let id = Uuid::from_u128;
    let deed = |ledger: &mut Ledger, on: &str, deed: MoneyDeed| {
        ledger.add(decide(&claim, day(on), &deed).unwrap()).unwrap();
        settle_in(ledger, &claim, day(on)).unwrap();
    };
    let owed = |ledger: &Ledger| {
        refunds_owed(ledger, [claim.claim], &Timers::default())
            .into_iter()
            .map(|one| format!("{} {} {} {}", one.to.word(), one.cents.0, one.found_on, one.return_until))
            .collect::<Vec<_>>()
    };
    ledger.add(charge(&claim, day("2026-11-02"), []).unwrap().unwrap()).unwrap();
    let all = said(&claim, ClpStatus::Primary, &["CO-45 3728"]);
    let paid = payment(OWN, "T1", "2026-11-20", std::slice::from_ref(&all), &[]);
    post_payment(&mut ledger, &paid, &[all], |_| Some(&claim), book()).unwrap();
    deed(&mut ledger, "2026-12-01", MoneyDeed::Paid { receipt: ReceiptId(id(1)), cents: Cents(1600) });
    let found = MoneyDeed::OverpaymentFound {
        decision: MoneyDecisionId(id(1)),
        line: Some(line_id(0)),
        cents: Cents(6272),
    };
    deed(&mut ledger, "2026-12-05", found);
    assert_eq!(owed(&ledger), ["patient 1600 2026-12-01 2027-01-30", "payer 6272 2026-12-05 2027-02-03"]);
    assert_eq!(
        may_refund(&ledger, claim.claim, OwedTo::Patient, Cents(1601)),
        Err(RefundError::MoreThanOwed)
    );
    assert_eq!(may_refund(&ledger, claim.claim, OwedTo::Patient, Cents(0)), Err(RefundError::Nothing));
    assert_eq!(may_refund(&ledger, claim.claim, OwedTo::Payer, Cents(6272)), Ok(()));
    deed(&mut ledger, "2026-12-10", MoneyDeed::Refunded { receipt: ReceiptId(id(2)), cents: Cents(1600) });
    deed(
        &mut ledger,
        "2026-12-11",
        MoneyDeed::OverpaymentReturned { decision: MoneyDecisionId(id(2)), cents: Cents(6000) },
    );
    assert_eq!(owed(&ledger), ["payer 272 2026-12-05 2027-02-03"], "the clock of what is left runs on");
    deed(&mut ledger, "2026-12-20", MoneyDeed::Paid { receipt: ReceiptId(id(3)), cents: Cents(10) });
    assert_eq!(owed(&ledger)[1], "patient 10 2026-12-20 2027-02-18", "another matter, another clock");
    let all = refunds_owed(&ledger, [claim.claim], &Timers::default());
    let pressing =
        |today| all.iter().map(|one| one.is_pressing(&Timers::default(), day(today))).collect::<Vec<_>>();
    assert_eq!(pressing("2027-01-03"), [false, false]);
    assert_eq!(pressing("2027-01-04"), [true, false]);
}
