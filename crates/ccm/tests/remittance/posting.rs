//! Remittances of every kind, and where their money stands afterwards.

use ccm::basics::*;
use ccm::remittance::posting::*;
use ccm::remittance::*;

use crate::support::*;
use crate::whole::*;

#[test]
fn a_paid_line_leaves_the_payer_owing_nothing() {
    let mut desk = Desk::new(&[10_000]);
    desk.stands(&["charges -10000", "payer_receivable 10000"]);
    desk.hear(OWN, "T1", "2026-11-20", desk.said(ClpStatus::Primary, &[PAID]));
    desk.stands(&[
        "charges -10000",
        "patient_receivable 1600",
        "contractual 2000",
        "sequestration 128",
        "cash_clearing 6272",
    ]);
    let line = Some(line_id(0));
    assert_eq!(desk.ledger.of_line(Account::CashClearing, desk.claim.claim, line), Cents(6272));
    assert_eq!(desk.ledger.of_patient(Account::PatientReceivable, desk.claim.patient), Cents(1600));
}

#[test]
fn a_refused_line_waits_until_somebody_gives_it_up() {
    let mut desk = Desk::new(&[10_000, 7_000]);
    desk.hear(OWN, "T1", "2026-11-20", desk.said(ClpStatus::Primary, &[PAID, "CO-97 7000"]));
    assert_eq!(desk.ledger.account(Account::Disputed), Cents(7000));
    let deed = MoneyDeed::WrittenOff { decision: decision(1), line: Some(line_id(1)), cents: Cents(7000) };
    desk.deed(&deed);
    assert_eq!(desk.ledger.account(Account::Disputed), Cents(0));
    assert!(desk.ledger.add(decide(&desk.claim, day("2026-12-01"), &deed).unwrap()).is_err(), "said once");
    // The payer thinks again: what was given up comes back by itself.
    let before = desk.said(ClpStatus::Primary, &[PAID, "CO-97 7000"]);
    desk.hear(OWN, "T2", "2026-12-20", reversed(&before));
    desk.hear(OWN, "T3", "2026-12-20", desk.said(ClpStatus::Primary, &[PAID, "CO-45 1000, PR-2 1200"]));
    desk.stands(&[
        "charges -17000",
        "patient_receivable 2800",
        "contractual 3000",
        "sequestration 128",
        "cash_clearing 11072",
    ]);
}

#[test]
fn a_qualified_beneficiary_owes_nothing_whenever_we_learn_of_it() {
    let rest = ["charges -10000", "contractual 2000", "sequestration 128", "cash_clearing 6272"];
    let with = |share: &'static str| [rest[0], share, rest[1], rest[2], rest[3]];
    // Known before.
    let mut desk = Desk::new(&[10_000]);
    desk.claim.qmb = true;
    desk.hear(OWN, "T1", "2026-11-20", desk.said(ClpStatus::Primary, &[PAID]));
    desk.stands(&with("other_receivable 1600"));
    // The payer says so.
    let mut desk = Desk::new(&[10_000]);
    let mut told = desk.said(ClpStatus::Primary, &[PAID]);
    told.lines[0].remarks = vec!["N782".into()];
    desk.hear(OWN, "T1", "2026-11-20", told);
    desk.stands(&with("other_receivable 1600"));
    // The practice does not bill Medicaid.
    let mut desk = Desk::new(&[10_000]);
    (desk.claim.qmb, desk.claim.qmb_term) = (true, QmbTerm::WriteOff);
    desk.hear(OWN, "T1", "2026-11-20", desk.said(ClpStatus::Primary, &[PAID]));
    assert_eq!(desk.ledger.account(Account::QmbWriteOff), Cents(1600));
    // After the patient has paid a part and was forgiven the other.
    let mut desk = Desk::new(&[10_000]);
    desk.hear(OWN, "T1", "2026-11-20", desk.said(ClpStatus::Primary, &[PAID]));
    desk.deed(&MoneyDeed::Paid { receipt: receipt(1), cents: Cents(1000) });
    desk.deed(&MoneyDeed::Hardship { decision: decision(1), cents: Cents(600) });
    assert_eq!(desk.ledger.account(Account::PatientReceivable), Cents(0));
    desk.claim.qmb = true;
    desk.settle();
    desk.stands(&[
        "charges -10000",
        "other_receivable 1600",
        "contractual 2000",
        "sequestration 128",
        "cash_clearing 6272",
        "patient_money 1000",
        "refund_patient -1000",
    ]);
    // Medicaid pays nothing: its word, too, leaves the patient with nothing.
    desk.hear(OTHER, "M1", "2026-12-20", desk.said(ClpStatus::Secondary, &["OA-23 8400, PR-2 1600"]));
    desk.deed(&MoneyDeed::Refunded { receipt: receipt(2), cents: Cents(1000) });
    desk.stands(&[
        "charges -10000",
        "contractual 2000",
        "sequestration 128",
        "qmb_write_off 1600",
        "cash_clearing 6272",
    ]);
}

#[test]
fn what_was_passed_on_is_not_asked_of_the_patient_until_the_next_payer_has_spoken() {
    let mut desk = Desk::new(&[10_000]);
    desk.hear(OWN, "T1", "2026-11-20", desk.said(ClpStatus::PrimaryForwarded, &[PAID]));
    assert_eq!(desk.ledger.account(Account::OtherReceivable), Cents(1600));
    assert_eq!(desk.ledger.account(Account::PatientReceivable), Cents(0));
    desk.hear(OTHER, "M1", "2026-11-28", desk.said(ClpStatus::Secondary, &["OA-23 8400, PR-3 500"]));
    desk.stands(&[
        "charges -10000",
        "patient_receivable 500",
        "contractual 2000",
        "sequestration 128",
        "cash_clearing 7372",
    ]);
    // Nobody said that it would be passed on, and the next payer paid all the same.
    let mut desk = Desk::new(&[10_000]);
    desk.hear(OWN, "T1", "2026-11-20", desk.said(ClpStatus::Primary, &[PAID]));
    desk.hear(OTHER, "M1", "2026-11-28", desk.said(ClpStatus::Secondary, &["OA-23 8400, PR-3 500"]));
    assert_eq!(desk.ledger.account(Account::PatientReceivable), Cents(500));
    assert_eq!(desk.ledger.account(Account::OtherReceivable), Cents(0));
    // By a remark alone.
    let mut desk = Desk::new(&[10_000]);
    let told = Adjudication { remarks: vec!["MA18".into()], ..desk.said(ClpStatus::Primary, &[PAID]) };
    desk.hear(OWN, "T1", "2026-11-20", told);
    assert_eq!(desk.ledger.account(Account::PatientReceivable), Cents(0));
}

#[test]
fn what_the_patient_got_back_is_owed_again_when_there_is_a_share_again() {
    let mut desk = Desk::new(&[10_000]);
    let first = desk.said(ClpStatus::Primary, &[PAID]);
    desk.hear(OWN, "T1", "2026-11-20", first.clone());
    desk.deed(&MoneyDeed::Paid { receipt: receipt(1), cents: Cents(1600) });
    desk.hear(OWN, "T2", "2026-12-04", reversed(&first));
    assert_eq!(desk.ledger.account(Account::RefundPatient), Cents(-1600));
    desk.deed(&MoneyDeed::Refunded { receipt: receipt(2), cents: Cents(1600) });
    desk.hear(OWN, "T3", "2026-12-18", desk.said(ClpStatus::Primary, &["CO-45 1000, PR-1 9000"]));
    desk.stands(&["charges -10000", "patient_receivable 9000", "contractual 1000"]);
}

#[test]
fn where_another_payer_was_asked_first_only_the_last_one_s_share_is_the_patient_s() {
    let mut desk = Desk::new(&[10_000]);
    desk.claim.prior_payers = vec![OTHER];
    // The employer's plan allows eighty and pays sixty; Medicare pays fifteen of the twenty that are left.
    desk.hear(OTHER, "E1", "2026-11-12", desk.said(ClpStatus::Primary, &["CO-45 2000, PR-2 2000"]));
    desk.hear(OWN, "T1", "2026-11-20", desk.said(ClpStatus::Secondary, &["OA-23 8000, PR-2 500"]));
    desk.stands(&["charges -10000", "patient_receivable 500", "contractual 2000", "cash_clearing 7500"]);
}

#[test]
fn what_is_taken_back_leaves_nothing_and_what_follows_stands_alone() {
    let mut desk = Desk::new(&[10_000]);
    let first = desk.said(ClpStatus::PrimaryForwarded, &[PAID]);
    desk.hear(OWN, "T1", "2026-11-20", first.clone());
    desk.hear(OWN, "T2", "2026-12-04", reversed(&first));
    desk.stands(&["charges -10000", "payer_receivable 10000"]);
    assert_eq!(desk.ledger.journals().len(), 5, "nothing was overwritten");
    desk.hear(OWN, "T3", "2026-12-04", desk.said(ClpStatus::Primary, &["CO-45 1000, PR-1 9000"]));
    desk.stands(&["charges -10000", "patient_receivable 9000", "contractual 1000"]);
}

#[test]
fn adjustments_of_the_payment_stand_apart_and_interest_finds_its_claim() {
    let mut desk = Desk::new(&[10_000]);
    let mut told = desk.said(ClpStatus::Primary, &[PAID]);
    told.interest = Cents(42);
    let told = [told];
    let plb = [("L6", -42), ("WO", 1000), ("FB", -300), ("72", 50), ("CS", 7), ("ZZ", 1)];
    let paid = payment(OWN, "T1", "2026-11-20", &told, &plb);
    assert_eq!(paid.total, Cents(6272 + 42 - 1000 + 300 - 50 - 7 - 1));
    desk.post(&paid, &told).unwrap();
    desk.stands(&[
        "charges -10000",
        "patient_receivable 1600",
        "contractual 2000",
        "sequestration 128",
        "interest -42",
        "recovery 1050",
        "provider_level -292",
        "cash_clearing 5556",
    ]);
    assert_eq!(desk.ledger.of_payment(Account::CashClearing, &paid.key), paid.total);
    assert_eq!(desk.ledger.of_claim_account(Account::Interest, desk.claim.claim), Cents(-42));
    let named = desk.ledger.journals().iter().filter_map(Journal::reference);
    assert!(named.into_iter().any(|told| told == "WO ICN0"), "a taking back names the claim of an old file");
}

#[test]
fn the_same_payment_twice_is_one_and_another_under_its_name_is_refused() {
    let mut desk = Desk::new(&[10_000]);
    let told = [desk.said(ClpStatus::Primary, &[PAID])];
    let paid = payment(OWN, "T1", "2026-11-20", &told, &[]);
    assert!(!desk.post(&paid, &told).unwrap().is_duplicate);
    let before = balances(&desk.ledger);
    assert!(desk.post(&paid, &told).unwrap().is_duplicate);
    let more = Payment { total: Cents(1), ..paid.clone() };
    assert_eq!(desk.post(&more, &told).unwrap_err()[0].code, "payment_differs");
    assert_eq!(balances(&desk.ledger), before);
    desk.ledger.add(deposited(&paid.key, day("2026-11-23"), Cents(6270)).unwrap()).unwrap();
    assert_eq!(
        desk.ledger.of_payment(Account::CashClearing, &paid.key),
        Cents(2),
        "what the bank still owes"
    );
    assert_eq!(desk.ledger.check(), []);
    let elsewhere = payment(OTHER, "T1", "2026-11-20", &told, &[]);
    assert!(!desk.post(&elsewhere, &told).unwrap().is_duplicate, "another payer's number is another payment");
}

#[test]
fn money_for_an_unknown_claim_is_counted_and_finds_its_claim_later() {
    let mut desk = Desk::new(&[10_000]);
    let told = [desk.said(ClpStatus::Primary, &[PAID])];
    let paid = payment(OWN, "T1", "2026-11-20", &told, &[]);
    let posted = post_payment(&mut desk.ledger, &paid, &told, |_| None, book()).unwrap();
    assert_eq!((posted.claims, posted.unmatched), (vec![], vec![0]));
    desk.stands(&["charges -10000", "payer_receivable 10000", "unmatched -6272", "cash_clearing 6272"]);
    for journal in match_later(&desk.claim, &paid, 0.into(), &told[0], book()).unwrap() {
        desk.ledger.add(journal).unwrap();
    }
    desk.settle();
    let mut known = Desk::new(&[10_000]);
    known.post(&paid, &told).unwrap();
    assert_eq!(balances(&desk.ledger), balances(&known.ledger));
    assert_eq!(desk.ledger.check(), []);
}

#[test]
fn what_moves_no_money_posts_nothing() {
    let mut desk = Desk::new(&[10_000]);
    desk.hear(OWN, "T1", "2026-11-20", desk.said(ClpStatus::Predetermination, &["CO-45 2000, PR-2 8000"]));
    desk.hear(OWN, "T2", "2026-11-20", desk.said(ClpStatus::NotTheirs, &["OA-109 10000"]));
    desk.stands(&["charges -10000", "payer_receivable 10000"]);
    desk.withdraw();
    desk.stands(&[]);
}

#[test]
fn a_line_is_found_by_its_name_else_by_what_it_says() {
    let mut claim = claim(&[10_000, 7_000, 9_000]);
    claim.lines[2].code = "99439".into();
    let ids = |claim: &BilledClaim, lines: &[AdjudicatedLine]| {
        let place = |id: ClaimLineId| (0..3).find(|place| line_id(*place) == id).unwrap();
        match_lines(claim, lines).into_iter().map(|id| id.map(place)).collect::<Vec<_>>()
    };
    let mut told = said(&claim, ClpStatus::Primary, &["", "", ""]).lines;
    told.reverse();
    assert_eq!(ids(&claim, &told), [Some(2), Some(1), Some(0)]);
    told.iter_mut().for_each(|line| line.control = None);
    assert_eq!(ids(&claim, &told), [Some(2), Some(1), Some(0)], "by charge");
    told[0].charge = Cents(1);
    assert_eq!(ids(&claim, &told)[0], Some(2), "the only one of its code that is left");
    told[1].charge = Cents(2);
    assert_eq!(ids(&claim, &told), [None, None, Some(0)], "either might be meant");
    told[2].on = Some(day("2026-10-30"));
    assert_eq!(ids(&claim, &told)[2], None, "another day");
    told[2].on = None;
    (told[2].sent_code, told[2].code) = (Some("99490".into()), "99487".into());
    assert_eq!(ids(&claim, &told)[2], Some(0), "as it was sent");
}

#[test]
fn a_payment_tells_everything_that_does_not_balance() {
    let desk = Desk::new(&[10_000, 7_000]);
    let good = desk.said(ClpStatus::Primary, &[PAID, "CO-97 7000"]);
    let check = |spoil: &dyn Fn(&mut Payment, &mut Adjudication), expected: &[&str]| {
        let mut told = good.clone();
        let mut paid = payment(OWN, "T1", "2026-11-20", &[told.clone()], &[("WO", 500)]);
        spoil(&mut paid, &mut told);
        let found: Vec<String> = adjudication::problems(&paid, &[told.clone()])
            .iter()
            .map(|one| format!("{}@{}", one.code, one.path))
            .collect();
        assert_eq!(found, expected);
        let mut desk = Desk::new(&[10_000, 7_000]);
        let before = balances(&desk.ledger);
        assert_eq!(desk.post(&paid, &[told]).is_err(), !expected.is_empty());
        assert!(expected.is_empty() || balances(&desk.ledger) == before, "not one cent");
    };
    check(&|_, _| (), &[]);
    check(&|_, told| told.lines[1].paid.0 += 1, &["line_balance@claim[0].line[1]"]);
    check(&|_, told| told.paid.0 += 1, &["claim_balance@claim[0]", "payment_balance@payment.total"]);
    check(&|_, told| told.patient_share.0 -= 1, &["patient_share@claim[0]"]);
    check(&|paid, _| paid.total.0 += 1, &["payment_balance@payment.total"]);
    check(&|paid, _| paid.adjustments[0].cents.0 = 0, &["payment_balance@payment.total"]);
    check(&|paid, _| paid.is_notification = true, &["notification_with_money@payment.total"]);
    check(&|paid, _| paid.key.trace = " ".into(), &["required@payment.trace"]);
    check(&|_, told| told.charge.0 = i64::MIN, &["amount_out_of_range@claim[0]"]);
    check(&|paid, _| paid.total.0 = i64::MAX, &["amount_out_of_range@payment"]);
}

#[test]
fn a_journal_that_does_not_sum_to_zero_is_not_read() {
    let journal = charge(&claim(&[10_000]), day("2026-11-02"), []).unwrap().unwrap();
    let kept = serde_json::to_string(&journal).unwrap();
    assert_eq!(serde_json::from_str::<Journal>(&kept).unwrap(), journal);
    let wrong = kept.replacen("10000", "10001", 1);
    assert!(serde_json::from_str::<Journal>(&wrong).unwrap_err().to_string().contains("sum to zero"));
    for account in Account::ALL {
        assert_eq!(Account::from_word(account.word()), Some(account));
    }
}
