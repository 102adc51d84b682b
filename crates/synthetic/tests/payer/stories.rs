//! Each story of a claim, as the files tell it.

use jiff::Span;
use synthetic::payer::{AnswerKind, Cents, DENIALS, Denial, Outcome, Payer, Shares, Standing, Story, Temper};

use crate::files::{Batch, Sent, claim};
use crate::look::{Paid, Payment, of_kind, payments};
use crate::{answers, at_last, morning};

/// All payments of a file with one claim of this story, each with its PLB reasons.
fn told(story: Story) -> (Vec<Payment>, Outcome) {
    let temper = Temper { claims: [("TST2600001".into(), story)].into(), ..Temper::generous() };
    let (files, payer) = answers(temper, &Batch::people(1));
    let all = of_kind(&files, AnswerKind::Remittance).iter().flat_map(|file| payments(&file.text)).collect();
    (all, payer.truth().claims["TST2600001"].outcome)
}

/// `1 paid` or `22 -paid`, for each CLP, payments apart.
fn shape(payments: &[Payment]) -> String {
    let claim = |claim: &Paid| {
        let sign = match claim.paid {
            0 => "0",
            paid if paid < 0 => "-",
            _ => "+",
        };
        let whose = if claim.id == "TST2600001" { "" } else { "?" };
        format!("{}{whose}{sign}", claim.status)
    };
    let plb = |(reason, _, cents): &(String, String, i64)| {
        format!("{reason}{}", if *cents < 0 { "-" } else { "+" })
    };
    let one = |payment: &Payment| {
        let words: Vec<String> =
            payment.claims.iter().map(claim).chain(payment.plb.iter().map(plb)).collect();
        words.join(" ")
    };
    payments.iter().map(one).collect::<Vec<_>>().join(" | ")
}

#[test]
fn each_story_has_its_shape() {
    let check = |story: Story, expected: &str, outcome: Outcome| {
        let (payments, came_to) = told(story);
        assert_eq!((shape(&payments).as_str(), came_to), (expected, outcome), "{story:?}");
    };
    check(Story::Paid, "1+", Outcome::Paid);
    check(Story::Deductible, "10", Outcome::ZeroPaid);
    check(Story::PartlyDenied, "1+", Outcome::PartlyDenied);
    check(Story::Underpaid, "1+", Outcome::Paid);
    check(Story::Crossover, "19+", Outcome::Paid);
    check(Story::Qmb, "1+", Outcome::Paid);
    check(Story::ReversedTogether, "1+ | 22- 1+", Outcome::Paid);
    check(Story::ReversedApart, "1+ | 22- FB- | 1+ FB+", Outcome::Paid);
    check(Story::Takeback, "1+ | WO+ FB-", Outcome::Paid);
    check(Story::Refunded, "1+ | WO+ 72-", Outcome::Paid);
    check(Story::Interest, "1+ L6-", Outcome::Paid);
    check(Story::OldDebt, "1+ WO+", Outcome::Paid);
    check(Story::Forwarded, "230", Outcome::Forwarded);
    check(Story::WithStranger, "1+ 1?+", Outcome::Paid);
    check(Story::Denied(DENIALS[1]), "40", Outcome::Denied);
    check(Story::Unpaid, "", Outcome::Accepted);
    check(Story::Unmentioned, "", Outcome::Unanswered);
}

#[test]
fn what_stands_in_a_claim_is_what_its_story_says() {
    let only = |story| told(story).0.remove(0).claims.remove(0);
    let cas = |claim: &Paid| -> Vec<String> {
        claim.adjusted.keys().map(|(group, reason)| format!("{group}-{reason}")).collect()
    };
    let deductible = only(Story::Deductible);
    assert_eq!(cas(&deductible), ["CO-45", "PR-1"]);
    let qmb = only(Story::Qmb);
    assert_eq!(cas(&qmb), ["CO-253", "CO-45", "PR-1", "PR-2"], "the patient's share stays in");
    assert!(["N781", "N782"].iter().all(|alert| qmb.remarks.iter().any(|one| one == alert)));
    let crossover = only(Story::Crossover);
    assert!(crossover.forwarded && crossover.remarks.iter().any(|one| one == "MA18"));
    let partly = only(Story::PartlyDenied);
    assert_eq!((partly.lines[0].1 > 0, partly.lines[1].1), (true, 0));
    let forwarded = only(Story::Forwarded);
    assert_eq!((forwarded.lines.len(), forwarded.on_claim), (0, forwarded.charge));
    for denial in DENIALS {
        let Denial { group, reason, remarks } = denial;
        let claim = only(Story::Denied(denial));
        assert_eq!(cas(&claim), [format!("{group}-{reason}")]);
        assert!(remarks.iter().all(|code| claim.remarks.iter().any(|one| one == code)), "{reason}");
        let may_appeal = claim.remarks.iter().any(|one| one == "MA01");
        assert_eq!(may_appeal, denial.may_be_appealed(), "{reason}");
    }
}

#[test]
fn a_reversal_negates_what_it_reverses_and_a_correction_has_another_number() {
    let (payments, _) = told(Story::ReversedTogether);
    let (first, back, again) = (&payments[0].claims[0], &payments[1].claims[0], &payments[1].claims[1]);
    assert_eq!((back.charge, back.paid, back.share), (-first.charge, -first.paid, -first.share));
    let negated = first.adjusted.iter().map(|(code, cents)| (code.clone(), -cents)).collect();
    assert_eq!(back.adjusted, negated);
    assert_eq!(back.number, first.number);
    assert_ne!(again.number, first.number);
    assert!(again.paid > first.paid, "it was too little");

    let silent = Temper {
        claims: [("TST2600001".into(), Story::ReversedTogether)].into(),
        reversals_tell_patient_share: false,
        ..Temper::generous()
    };
    let (files, _) = answers(silent, &Batch::people(1));
    let later = payments_of(&files, 1);
    assert_eq!(later[0].claims[0].share, 0, "some payers leave it out");
}

fn payments_of(files: &[synthetic::payer::AnswerFile], number: usize) -> Vec<Payment> {
    payments(&of_kind(files, AnswerKind::Remittance)[number].text)
}

/// A second file with the same services under another number.
fn again(story: Story) -> Outcome {
    let temper = Temper { claims: [("TST2600001".into(), story)].into(), ..Temper::default() };
    let mut payer = Payer::new(3, temper);
    payer.receive(Batch::people(1).text().as_bytes(), morning()).expect("a file");
    let second = Sent { id: "TST26R0001".into(), ..claim(1) };
    let second = Batch { interchange: 42, ..Batch::of(vec![second]) };
    let later = morning().saturating_add(Span::new().days(30));
    payer.receive(second.text().as_bytes(), later).expect("a file");
    payer.deliver(at_last());
    payer.truth().claims["TST26R0001"].outcome
}

#[test]
fn what_was_decided_is_a_duplicate_and_what_was_returned_is_not() {
    assert_eq!(again(Story::Paid), Outcome::Denied, "CARC 18");
    assert_eq!(again(Story::Denied(DENIALS[1])), Outcome::Denied, "a denial is appealed, not sent again");
    assert_eq!(again(Story::Refused(synthetic::payer::REFUSALS[0])), Outcome::Paid);
    let unprocessable = DENIALS.into_iter().find(Denial::is_unprocessable).expect("one");
    assert_eq!(again(Story::Denied(unprocessable)), Outcome::Paid);
}

#[test]
fn a_number_is_used_once() {
    let mut payer = Payer::new(3, Temper::generous());
    payer.receive(Batch::people(1).text().as_bytes(), morning()).expect("a file");
    let second = Batch { interchange: 42, ..Batch::people(1) };
    payer.receive(second.text().as_bytes(), morning()).expect("a file");
    let files = payer.deliver(at_last());
    let reports = of_kind(&files, AnswerKind::ClaimAcknowledgment);
    assert!(reports[1].text.contains("STC*A3:54*"));
    assert_eq!(payer.truth().claims["TST2600001"].outcome, Outcome::Paid, "the first stands");
}

#[test]
fn what_a_person_is_decides_what_becomes_of_her_claim() {
    let shares = Shares { paid: 1, refused: 0, denied: 0, special: 0 };
    let check = |standing, outcome, code: &str| {
        let standings = [(claim(1).member, standing)].into();
        let (files, payer) = answers(Temper { standings, shares, ..Temper::default() }, &Batch::people(2));
        assert_eq!(payer.truth().claims["TST2600001"].outcome, outcome, "{standing:?}");
        let all: String = files.iter().map(|file| file.text.as_str()).collect();
        assert!(all.contains(code), "{standing:?}");
        assert_eq!(payer.truth().claims["TST2600002"].outcome, Outcome::Paid);
    };
    check(Standing::Advantage, Outcome::Denied, "CAS*CO*109*");
    check(Standing::Inactive, Outcome::Denied, "CAS*PR*27*");
    check(Standing::Hospice, Outcome::Denied, "CAS*CO*B9*");
    check(Standing::Qmb, Outcome::Paid, "LQ*HE*N782");
    check(Standing::NotFound, Outcome::Refused, "STC*A7:164:IL*");
    check(Standing::Active, Outcome::Paid, "CAS*PR*2*");
}

#[test]
fn interest_is_told_apart_from_what_was_paid() {
    let temper = Temper { claims: [("TST2600001".into(), Story::Interest)].into(), ..Temper::generous() };
    let (_, payer) = answers(temper, &Batch::people(1));
    let claim = &payer.truth().claims["TST2600001"];
    assert!(claim.interest > Cents::ZERO);
    assert_eq!(payer.truth().payments[0].amount, claim.paid + claim.interest);
}
