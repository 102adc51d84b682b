//! Money that goes back, or waits for somebody: to patients, to payers, from a payer who does not come.

use ccm::basics::*;
use ccm::remittance::posting::*;
use ccm::remittance::*;
use uuid::Uuid;

use crate::support::*;
use crate::whole::*;

#[test]
fn what_was_given_back_of_a_payment_that_never_came_is_owed_and_nobody_loses_it() {
    let given_back_for_nothing = |claim_is_qmb: bool| {
        let mut desk = Desk::new(&[10_000]);
        desk.claim.qmb = claim_is_qmb;
        desk.hear(OWN, "T1", "2026-11-20", desk.said(ClpStatus::Primary, &["CO-45 2000"]));
        desk.deed(&MoneyDeed::Paid { receipt: receipt(1), cents: Cents(1000) });
        desk.deed(&MoneyDeed::Refunded { receipt: receipt(2), cents: Cents(1000) });
        // The bank took the check back.
        desk.deed(&MoneyDeed::Paid { receipt: receipt(3), cents: Cents(-1000) });
        desk
    };
    let desk = given_back_for_nothing(false);
    assert_eq!(desk.ledger.account(Account::PatientReceivable), Cents(1000));
    assert_eq!(desk.ledger.account(Account::RefundPatient), Cents(0));
    // It is no share of a qualified beneficiary's, so it never stands where shares do.
    let desk = given_back_for_nothing(true);
    assert_eq!(desk.ledger.account(Account::PatientReceivable), Cents(0));
    assert_eq!(desk.ledger.account(Account::RefundPatient), Cents(1000));
}

#[test]
fn a_patient_s_money_on_one_month_is_used_for_another() {
    let mut desk = Desk::new(&[10_000]);
    desk.hear(OWN, "T1", "2026-11-20", desk.said(ClpStatus::Primary, &[PAID]));
    let rich = BilledClaim { claim: ClaimId(Uuid::from_u128(11)), ..desk.claim.clone() };
    let gave = MoneyDeed::Paid { receipt: receipt(1), cents: Cents(5000) };
    desk.ledger.add(decide(&rich, day("2026-12-01"), &gave).unwrap()).unwrap();
    settle_in(&mut desk.ledger, &rich, day("2026-12-01")).unwrap();
    assert_eq!(desk.ledger.credit_of(rich.patient), Cents(5000));
    let parts = [(&rich, Cents(-1600)), (&desk.claim, Cents(1600))];
    let deed = SharedDeed::Paid { receipt: receipt(2) };
    desk.ledger.add(decide_together(day("2026-12-02"), deed, parts).unwrap()).unwrap();
    settle_in(&mut desk.ledger, &rich, day("2026-12-02")).unwrap();
    desk.settle();
    assert_eq!(desk.ledger.credit_of(rich.patient), Cents(3400));
    assert_eq!(desk.ledger.account(Account::PatientReceivable), Cents(0));
    assert_eq!(desk.ledger.account(Account::PatientMoney), Cents(5000), "none of it came or went");
}

#[test]
fn what_a_payer_takes_back_by_itself_is_not_owed_to_it_again() {
    let mut desk = Desk::new(&[10_000]);
    let first = desk.said(ClpStatus::Primary, &[PAID]);
    desk.hear(OWN, "T1", "2026-11-20", first.clone());
    desk.deed(&MoneyDeed::OverpaymentFound { decision: decision(1), line: None, cents: Cents(4800) });
    assert_eq!(desk.ledger.account(Account::RefundPayer), Cents(-4800));
    desk.hear(OWN, "T2", "2026-12-04", reversed(&first));
    desk.stands(&["charges -10000", "payer_receivable 10000"]);
    // It pays anew, and what we found is owed of that.
    desk.hear(OWN, "T3", "2026-12-18", desk.said(ClpStatus::Primary, &["CO-45 6000"]));
    assert_eq!(desk.ledger.account(Account::RefundPayer), Cents(-4000), "no more than was paid");
}

#[test]
fn a_share_that_waits_for_another_payer_ends_when_somebody_says_that_nobody_else_pays() {
    let decided = |desk: &mut Desk| {
        let waiting = waits_for_another(&desk.claim, desk.ledger.of_claim(desk.claim.claim));
        assert_eq!(waiting, [(Some(line_id(0)), Cents(1600))]);
        let journal = nobody_else(&desk.claim, day("2026-12-01"), decision(1), &waiting).unwrap();
        desk.ledger.add(journal).unwrap();
        desk.settle();
    };
    let mut desk = Desk::new(&[10_000]);
    desk.hear(OWN, "T1", "2026-11-20", desk.said(ClpStatus::PrimaryForwarded, &[PAID]));
    decided(&mut desk);
    let rest = ["contractual 2000", "sequestration 128", "cash_clearing 6272"];
    desk.stands(&[&["charges -10000", "patient_receivable 1600"], &rest[..]].concat());
    assert!(waits_for_another(&desk.claim, desk.ledger.of_claim(desk.claim.claim)).is_empty());
    // Another payer comes after all: it stands as if nobody had said so.
    desk.hear(OTHER, "M1", "2026-12-28", desk.said(ClpStatus::Secondary, &["OA-23 8400, PR-3 500"]));
    desk.stands(&[
        "charges -10000",
        "patient_receivable 500",
        "contractual 2000",
        "sequestration 128",
        "cash_clearing 7372",
    ]);
    let mut desk = Desk::new(&[10_000]);
    desk.claim.qmb = true;
    desk.hear(OWN, "T1", "2026-11-20", desk.said(ClpStatus::Primary, &[PAID]));
    decided(&mut desk);
    desk.stands(&["charges -10000", "contractual 2000", "sequestration 128", "qmb_write_off 1600", rest[2]]);
}
