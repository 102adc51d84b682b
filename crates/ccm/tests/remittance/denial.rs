//! From a payer's codes to what we propose, and which of them are the same.

use ccm::basics::*;
use ccm::claim::life::{ClaimStatus, Outcome, PayerWord};
use ccm::claim::{Acts, Timers};
use ccm::remittance::denial::*;
use ccm::remittance::*;
use uuid::Uuid;

use crate::support::*;

fn step(group: &str, code: &str, remarks: &[&str], stated: Stated) -> String {
    let group = Group::from_word(group).unwrap();
    let found = propose(book(), group, code, remarks.iter().copied(), stated);
    format!("{} {}{}", found.cause.word(), found.step.word(), if found.may_appeal { " appeal" } else { "" })
}

#[test]
fn each_reason_has_its_step_and_a_remark_goes_before_it() {
    let none = Stated::default();
    let table: [(&str, &str, &[&str], &str); 18] = [
        ("CO", "45", &[], "contractual write_off"),
        ("CO", "253", &[], "sequestration write_off"),
        ("OA", "18", &[], "duplicate ask_payer"),
        ("OA", "18", &["N522"], "duplicate wait"),
        ("CO", "97", &[], "bundled write_off appeal"),
        ("CO", "B15", &[], "qualifying appeal appeal"),
        ("CO", "B20", &[], "other_provider ask_payer appeal"),
        ("CO", "109", &[], "other_payer send_to_other_payer"),
        ("CO", "151", &[], "limit appeal appeal"),
        ("CO", "29", &[], "filing appeal appeal"),
        ("CO", "133", &[], "pending wait"),
        // Adjudicated with something missing: reopened. Unprocessable: never adjudicated, so sent anew.
        ("CO", "16", &["MA01"], "information reopen appeal"),
        ("CO", "16", &["MA130", "MA01"], "information correct_and_resend"),
        // What only says "see the remark" takes the remark's cause.
        ("CO", "96", &["N115"], "necessity appeal appeal"),
        ("CO", "16", &["N290"], "provider ask_payer appeal"),
        ("PR", "2", &[], "patient_share bill_patient"),
        ("PR", "204", &[], "not_covered ask_payer appeal"),
        ("CO", "1", &[], "patient_share ask_payer"),
    ];
    for (group, code, remarks, expected) in table {
        assert_eq!(step(group, code, remarks, none), expected, "{group}-{code} {remarks:?}");
    }
}

#[test]
fn the_patient_is_billed_only_when_nobody_else_is_left() {
    let secondary = Stated { has_secondary: true, ..Stated::default() };
    let passed_on = Stated { is_forwarded: true, has_secondary: true, qmb: true };
    assert_eq!(step("PR", "2", &[], secondary), "patient_share bill_secondary");
    assert_eq!(step("PR", "2", &[], passed_on), "patient_share wait");
    assert_eq!(step("PR", "2", &["MA18"], Stated::default()), "patient_share wait");
    assert_eq!(step("PR", "2", &["N782"], Stated::default()), "patient_share write_off");
    assert_eq!(step("PR", "2", &["M27"], Stated::default()), "patient_share write_off");
    assert_eq!(step("PR", "2", &["MA13"], Stated::default()), "patient_share bill_patient", "PR is theirs");
    for group in ["CO", "PR", "OA", "PI"] {
        for reason in book().reasons() {
            let qmb = Stated { qmb: true, ..Stated::default() };
            let found = propose(book(), Group::from_word(group).unwrap(), &reason.code, [], qmb);
            assert_ne!(found.step, NextStep::BillPatient, "{group}-{}", reason.code);
        }
    }
}

#[test]
fn what_no_table_knows_is_said_to_be_unknown() {
    let found = propose(book(), Group::Contractual, "9ZZ\u{7}<b>", ["Q1"], Stated::default());
    assert_eq!((found.cause, found.step, found.acts), (CauseGroup::Other, NextStep::AskPayer, Acts::Biller));
    assert_eq!((found.is_known, found.is_verified), (false, false));
    assert_eq!(found.label, "CO 9ZZb: a reason that is not in our tables");
    assert_eq!(book().money_to("9ZZ"), MoneyTo::Disputed, "nothing is given up unread");
}

#[test]
fn what_a_remittance_made_of_a_claim() {
    let claim = claim(&[10_000, 7_000]);
    let table: [(ClpStatus, &[&str], Option<Outcome>); 11] = [
        (ClpStatus::Primary, &["CO-45 2000, PR-2 1600", "CO-45 7000"], Some(Outcome::Paid)),
        (ClpStatus::Primary, &["CO-45 2000, PR-1 8000", "CO-45 7000"], Some(Outcome::ZeroPaid)),
        (ClpStatus::Primary, &["CO-45 2000, PR-2 1600", "CO-97 7000"], Some(Outcome::PartiallyDenied)),
        (ClpStatus::Primary, &["CO-45 2000, PR-1 8000", "CO-97 7000"], Some(Outcome::PartiallyDenied)),
        (ClpStatus::Primary, &["CO-109 10000", "CO-109 7000"], Some(Outcome::Denied)),
        (ClpStatus::Denied, &["CO-109 10000", "CO-109 7000"], Some(Outcome::Denied)),
        (ClpStatus::Primary, &["PR-31 10000", "PR-31 7000"], Some(Outcome::Denied)),
        (ClpStatus::Primary, &["CO-45 2000, PR-2 1600", "PR-96 7000"], Some(Outcome::PartiallyDenied)),
        (ClpStatus::Reversal, &["", ""], Some(Outcome::Reversed)),
        (ClpStatus::NotTheirs, &["OA-109 10000", "OA-109 7000"], Some(Outcome::Denied)),
        (ClpStatus::Predetermination, &["CO-45 10000", "CO-45 7000"], None),
    ];
    for (status, lines, expected) in table {
        assert_eq!(outcome(&said(&claim, status, lines), book()), expected, "{status:?} {lines:?}");
    }
}

#[test]
fn a_denial_has_its_step_its_key_and_its_last_day() {
    let claim = claim(&[10_000, 7_000]);
    let mut told = said(&claim, ClpStatus::Primary, &["CO-45 2000, PR-2 1600", "CO-97 7000"]);
    told.lines[1].remarks = vec!["N20".into()];
    told.remarks = vec!["MA01".into()];
    let timers = Timers::default();
    let on = day("2026-11-20");
    let found = told.denials(book(), Stated::default(), (OWN, on), &timers);
    let [denial] = &found[..] else { panic!("one") };
    assert_eq!(
        (denial.line, denial.cents, denial.appeal_until),
        (Some(1), Cents(7000), Some(day("2027-03-20")))
    );
    assert_eq!(denial.proposal.cause, CauseGroup::Bundled);
    assert_eq!(denial.key.to_string(), format!("denial/{OWN}/CO/97/N20"));
    let kept = serde_json::to_string(&denial.key).unwrap();
    assert_eq!(serde_json::from_str::<AlikeKey>(&kept).unwrap(), denial.key);
    // A remark that only informs makes no other matter of it.
    told.remarks.clear();
    assert_eq!(told.denials(book(), Stated::default(), (OWN, on), &timers)[0].key, denial.key);
    assert_eq!(reversed(&told).denials(book(), Stated::default(), (OWN, on), &timers), []);
}

#[test]
fn all_alike_are_found_over_all_months() {
    let rule = AlikeKey::error("CCM-TIME-01".parse().unwrap());
    let denial = AlikeKey::denial(OWN, CauseGroup::Bundled, Group::Contractual, "97", None);
    let one = |key: &AlikeKey, claim: u128, month: &str, refused, received| Candidate {
        key: key.clone(),
        claim: ClaimId(Uuid::from_u128(claim)),
        month: month.parse().unwrap(),
        refused: Cents(refused),
        received: Cents(received),
    };
    let all = [
        one(&rule, 1, "2026-03", 0, 6200),
        one(&rule, 1, "2026-03", 0, 4700),
        one(&denial, 2, "2026-04", 7000, 0),
        one(&rule, 3, "2025-12", 0, 6100),
        one(&denial, 4, "2026-06", 7000, 100),
    ];
    let found = gather(&rule, &all).unwrap();
    assert_eq!((found.claims.len(), found.to_refund, found.refused), (2, Cents(17_000), Cents(0)));
    assert_eq!((found.first.to_string(), found.last.to_string()), ("2025-12".into(), "2026-03".into()));
    let found = gather(&denial, &all).unwrap();
    assert_eq!((found.claims.len(), found.to_refund, found.refused), (2, Cents(0), Cents(14_000)));
    assert_eq!(gather(&AlikeKey::error("X-01".parse().unwrap()), &all), None);
}

#[test]
fn denials_are_worked_by_payer_and_cause_the_nearest_deadline_first() {
    let open = |claim: u128, payer, cause, cents, until: Option<&str>| OpenDenial {
        claim: ClaimId(Uuid::from_u128(claim)),
        payer,
        cause,
        step: NextStep::Appeal,
        acts: Acts::Biller,
        cents: Cents(cents),
        appeal_until: until.map(day),
    };
    let groups = worklist(
        [
            open(1, OWN, CauseGroup::Limit, 100, Some("2027-03-20")),
            open(2, OWN, CauseGroup::Limit, 300, Some("2027-02-20")),
            open(2, OWN, CauseGroup::Limit, 50, Some("2026-12-01")),
            open(3, OTHER, CauseGroup::Limit, 900, None),
            open(4, OWN, CauseGroup::OtherPayer, 9_000, None),
        ],
        day("2026-12-24"),
    );
    let told: Vec<_> = groups
        .iter()
        .map(|one| (one.payer, one.cause, one.claims.len(), one.cents.0, one.first_deadline, one.passed))
        .collect();
    assert_eq!(
        told,
        [
            (OWN, CauseGroup::Limit, 2, 450, Some(day("2027-02-20")), 1),
            (OWN, CauseGroup::OtherPayer, 1, 9_000, None, 0),
            (OTHER, CauseGroup::Limit, 1, 900, None, 0),
        ]
    );
}

#[test]
fn a_remittance_is_an_event_of_the_claim() {
    let claim = claim(&[10_000]);
    let told = Adjudication {
        remarks: vec!["MA18".into()],
        ..said(&claim, ClpStatus::Primary, &["CO-45 2000, PR-2 1600"])
    };
    let paid = payment(OTHER, "T1", "2026-11-20", std::slice::from_ref(&told), &[]);
    let event = posting::adjudged(&claim, &paid, 3, &told, book()).unwrap();
    assert_eq!(
        (event.turn, event.outcome, event.word.place),
        (ccm::claim::life::PayerTurn::After, Outcome::Paid, 3)
    );
    assert_eq!((event.patient_share, event.is_forwarded, event.status.as_str()), (Cents(1600), true, "1"));
}

#[test]
fn the_gravest_of_several_statuses_counts() {
    let status =
        |category: &str| ClaimStatus { category: category.into(), status: "20".into(), entity: None };
    let table: [(&[&str], Option<&str>); 8] = [
        (&["A1"], Some("payer_received")),
        (&["A0"], Some("payer_received")),
        (&["A2"], Some("payer_accepted")),
        (&["A2", "A7"], Some("payer_rejected")),
        (&["P1"], Some("payer_pended")),
        (&["R4", "A1"], Some("payer_pended")),
        (&["F1"], None),
        (&["ZZ"], None),
    ];
    for (categories, expected) in table {
        let word =
            PayerWord { status: categories.iter().map(|one| status(one)).collect(), ..PayerWord::default() };
        let step = StatusBook::embedded().step(word);
        assert_eq!(step.as_ref().map(|step| step.kind()), expected, "{categories:?}");
    }
    let told = ClaimStatus { entity: Some("85".into()), ..status("A7") };
    assert_eq!(told.to_string(), "A7:20:85");
}
