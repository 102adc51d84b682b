//! What is charged, taken back, and laid on the patient, when payers and people think again.

use ccm::basics::*;
use ccm::claim::life::Outcome;
use ccm::claim::{Acts, ClaimStanding, ClaimState};
use ccm::remittance::posting::*;
use ccm::remittance::*;
use uuid::Uuid;

use crate::support::*;
use crate::whole::*;

#[test]
fn what_was_withdrawn_is_charged_again_when_it_is_judged_after_all_and_a_void_never() {
    let mut desk = Desk::new(&[10_000]);
    assert!(!desk.charge(), "it stands");
    assert!(desk.withdraw() && !desk.withdraw());
    desk.stands(&[]);
    assert!(desk.charge());
    desk.hear(OWN, "T1", "2026-11-20", desk.said(ClpStatus::Primary, &[PAID]));
    assert_eq!(desk.ledger.account(Account::PayerReceivable), Cents(0));
    assert!(desk.withdraw() && desk.charge(), "as often as it happens");

    let mut void =
        Desk { ledger: Ledger::default(), claim: BilledClaim { is_void: true, ..claim(&[10_000]) } };
    assert!(!void.charge() && !void.withdraw());
    void.hear(OWN, "T1", "2026-11-20", void.said(ClpStatus::Denied, &["CO-16 10000"]));
    void.stands(&[]);
}

#[test]
fn a_replaced_claim_is_owed_until_its_payer_has_taken_it_back() {
    let mut desk = Desk::new(&[10_000]);
    let first = desk.said(ClpStatus::Primary, &[PAID]);
    desk.hear(OWN, "T1", "2026-11-20", first.clone());
    let mut now = ClaimStanding {
        state: ClaimState::Superseded,
        since: "2026-11-25T12:00:00Z".parse().unwrap(),
        outcome: Some(Outcome::Paid),
        adjudged: None,
        payer_claim_number: None,
        unposted: Vec::new(),
        is_in_doubt: false,
        is_surprised: false,
        superseded_by: Some(ClaimId(Uuid::from_u128(11))),
        acts: Acts::Nobody,
    };
    let over = |desk: &Desk, now: &ClaimStanding| {
        withdraw_replaced(&desk.claim, day("2026-12-04"), now, desk.ledger.journals()).unwrap()
    };
    assert_eq!(over(&desk, &now), None, "its payment stands");
    desk.hear(OWN, "T2", "2026-12-04", reversed(&first));
    now.outcome = Some(Outcome::Reversed);
    desk.ledger.add(over(&desk, &now).unwrap()).unwrap();
    desk.stands(&[]);
    assert_eq!(over(&desk, &now), None, "once");
}

#[test]
fn what_is_refused_as_the_patient_s_waits_until_somebody_lays_it_on_them() {
    let mut desk = Desk::new(&[10_000, 7_000]);
    let first = desk.said(ClpStatus::Primary, &[PAID, "PR-31 7000"]);
    desk.hear(OWN, "T1", "2026-11-20", first.clone());
    let owed = |desk: &Desk| {
        (desk.ledger.account(Account::PatientReceivable).0, desk.ledger.account(Account::Disputed).0)
    };
    assert_eq!(owed(&desk), (1600, 7000));
    let line = Some(line_id(1));
    desk.deed(&MoneyDeed::BilledPatient { decision: decision(1), line, cents: Cents(7000) });
    assert_eq!(owed(&desk), (8600, 0));
    // The payer takes the refusal back: the patient owes nothing of it any more, and nobody else does.
    desk.hear(OWN, "T2", "2026-12-04", reversed(&first));
    desk.stands(&["charges -17000", "payer_receivable 17000"]);
    desk.hear(OWN, "T3", "2026-12-18", desk.said(ClpStatus::Primary, &[PAID, "CO-45 7000"]));
    assert_eq!(owed(&desk), (1600, 0));
}

#[test]
fn what_remarks_relieve_the_patient_of_is_not_asked_of_them() {
    let mut desk = Desk::new(&[10_000, 7_000]);
    let mut told = desk.said(ClpStatus::Primary, &[PAID, "CO-50 7000"]);
    told.lines[1].remarks = vec!["M27".into()];
    desk.hear(OWN, "T1", "2026-11-20", told.clone());
    assert_eq!(desk.ledger.account(Account::PatientReceivable), Cents(1600), "another line");
    let mut desk = Desk::new(&[10_000, 7_000]);
    told.lines[0].remarks = vec!["M27".into()];
    desk.hear(OWN, "T1", "2026-11-20", told.clone());
    assert_eq!(desk.ledger.account(Account::PatientReceivable), Cents(0));
    assert_eq!(desk.ledger.account(Account::Disputed), Cents(8600));
    let line = Some(line_id(0));
    desk.deed(&MoneyDeed::WrittenOff { decision: decision(1), line, cents: Cents(1600) });
    assert_eq!(desk.ledger.account(Account::Disputed), Cents(7000), "given up stays given up");
    told.lines.iter_mut().for_each(|line| line.remarks.clear());
    desk.hear(OWN, "T2", "2026-12-04", reversed(&told));
    desk.stands(&["charges -17000", "payer_receivable 17000"]);
}

#[test]
fn the_newest_of_one_payment_s_words_is_the_one_at_the_last_place() {
    let mut desk = Desk::new(&[10_000]);
    let filler =
        |n: usize| Adjudication { number: format!("X{n}"), ..desk.said(ClpStatus::Primary, &[PAID]) };
    let mut said: Vec<Adjudication> = (0..8).map(filler).collect();
    let forwarded = desk.said(ClpStatus::PrimaryForwarded, &[PAID]);
    said.extend([reversed(&forwarded), forwarded, desk.said(ClpStatus::Primary, &[PAID])]);
    desk.hear(OWN, "T0", "2026-11-19", desk.said(ClpStatus::PrimaryForwarded, &[PAID]));
    let paid = payment(OWN, "T1", "2026-11-20", &said, &[]);
    desk.hear(OWN, "T2", "2026-11-18", reversed(&desk.said(ClpStatus::PrimaryForwarded, &[PAID])));
    desk.post(&paid, &said).unwrap();
    assert_eq!(
        desk.ledger.account(Account::PatientReceivable),
        Cents(1600),
        "the tenth place, not the ninth"
    );
}
