//! TA1, 999 and 277CA: what was taken, what went back, and where it was at fault.

use jiff::civil::date;
use synthetic::payer::{AnswerKind, InterchangeStory, Outcome, Payer, SetStory, Story, Temper};

use crate::files::{Batch, Sent, claim};
use crate::look::{all, cents, of_kind, segments};
use crate::{answers, at_last, morning};

fn one(files: &[synthetic::payer::AnswerFile], kind: AnswerKind) -> &str {
    let found = of_kind(files, kind);
    assert_eq!(found.len(), 1, "{kind:?}");
    &found[0].text
}

#[test]
fn a_clean_file_is_answered_by_each_in_its_time() {
    let (files, _) = answers(Temper::generous(), &Batch::people(3));
    let order: Vec<_> = files.iter().map(|file| (file.kind, file.arrives)).collect();
    assert_eq!(
        order,
        [
            (AnswerKind::Ta1, date(2026, 10, 2).at(9, 25, 0, 0)),
            (AnswerKind::Acknowledgment, date(2026, 10, 2).at(9, 55, 0, 0)),
            // Friday's file, Monday's report.
            (AnswerKind::ClaimAcknowledgment, date(2026, 10, 5).at(6, 30, 0, 0)),
            (AnswerKind::Remittance, date(2026, 10, 16).at(5, 15, 0, 0)),
        ]
    );
    assert_eq!(all(one(&files, AnswerKind::Ta1), "TA1"), ["TA1*000000041*261002*0915*A*000"]);
    let text = one(&files, AnswerKind::Acknowledgment);
    assert_eq!(all(text, "AK1"), ["AK1*HC*41*005010X222A1"]);
    assert_eq!(all(text, "AK2"), ["AK2*837*0001*005010X222A1"]);
    assert_eq!((all(text, "IK5"), all(text, "AK9")), (vec!["IK5*A".into()], vec!["AK9*A*1*1*1".into()]));
    let text = one(&files, AnswerKind::ClaimAcknowledgment);
    assert!(all(text, "TRN").contains(&"TRN*2*LARK00041S1".to_owned()));
    assert_eq!(all(text, "REF").len(), 3, "each claim has its number");
    for file in &files {
        let isa = &segments(&file.text)[0];
        assert_eq!((isa[6].trim_end(), isa[8].trim_end()), ("HARBOR01", "LARKSUB"), "the way back");
        assert_eq!(file.text.find('~').expect("an end"), 105, "an ISA of 106 characters");
    }
}

#[test]
fn a_batch_is_told_in_full_by_its_sums() {
    let temper = Temper { claims: [("TST2600004".into(), Story::Unmentioned)].into(), ..Temper::default() };
    let (files, payer) = answers(temper, &Batch::people(40));
    let text = one(&files, AnswerKind::ClaimAcknowledgment);
    let count =
        |name: &str| payer.truth().claims.values().filter(|c| format!("{:?}", c.outcome) == name).count();
    let (refused, silent) = (count("Refused"), count("Unanswered"));
    assert!(refused >= 2 && silent == 1);
    let taken = 40 - refused - silent;
    for (quantity, expected) in [("90", taken), ("AA", refused), ("QA", taken), ("QC", refused)] {
        assert!(all(text, "QTY").contains(&format!("QTY*{quantity}*{expected}")), "{quantity}");
    }
    let sums: i64 =
        all(text, "AMT").iter().map(|one| cents(one.rsplit('*').next().expect("an amount"))).sum();
    assert_eq!(sums, 2 * 39 * 16_250, "at both levels, all claims that are told of");
    assert!(!text.contains("TST2600004"));
    assert_eq!(
        all(text, "STC").iter().filter(|one| one.contains("*U*16250") || one.contains("*U*162.5")).count(),
        refused
    );
}

#[test]
fn the_same_interchange_again_is_refused_and_changes_nothing() {
    let mut payer = Payer::new(7, Temper::generous());
    let batch = Batch { wants_ta1: false, ..Batch::people(2) };
    payer.receive(batch.text().as_bytes(), morning()).expect("a file");
    let first = payer.deliver(at_last());
    assert!(of_kind(&first, AnswerKind::Ta1).is_empty(), "nobody asked for it");
    let before = format!("{:?}", payer.truth());
    payer.receive(batch.text().as_bytes(), morning()).expect("a file");
    let second = payer.deliver(at_last());
    assert_eq!(all(one(&second, AnswerKind::Ta1), "TA1"), ["TA1*000000041*261002*0915*R*025"]);
    assert_eq!(second.len(), 1);
    assert_eq!(format!("{:?}", payer.truth()), before);
}

/// What is told of a whole interchange or set.
#[test]
fn what_is_told_of_a_whole_file_is_answered_so() {
    struct Expected {
        ta1: &'static str,
        ik5: &'static [&'static str],
        ak9: &'static str,
        reports: usize,
        outcome: Outcome,
    }
    let check = |interchange: InterchangeStory, sets: &[SetStory], expected: Expected| {
        let temper = Temper { interchanges: vec![interchange], sets: sets.to_vec(), ..Temper::generous() };
        let batch = Batch { sets: vec![vec![claim(1), claim(2)], vec![claim(3)]], ..Batch::people(0) };
        let (files, payer) = answers(temper, &batch);
        let told = |kind, id: &str| -> Vec<String> {
            of_kind(&files, kind).iter().flat_map(|file| all(&file.text, id)).collect()
        };
        let name = format!("{interchange:?} {sets:?}");
        let ta1 = told(AnswerKind::Ta1, "TA1").iter().map(|one| one[26..].to_owned()).collect::<String>();
        assert_eq!(ta1, expected.ta1, "{name}");
        assert_eq!(told(AnswerKind::Acknowledgment, "IK5"), expected.ik5, "{name}");
        assert_eq!(told(AnswerKind::Acknowledgment, "AK9").concat(), expected.ak9, "{name}");
        assert_eq!(told(AnswerKind::ClaimAcknowledgment, "ST").len(), expected.reports, "{name}");
        assert_eq!(payer.truth().claims["TST2600001"].outcome, expected.outcome, "{name}");
    };
    use InterchangeStory as Whole;
    check(
        Whole::AcceptedWithErrors,
        &[],
        Expected {
            ta1: "E*024",
            ik5: &["IK5*A", "IK5*A"],
            ak9: "AK9*A*2*2*2",
            reports: 2,
            outcome: Outcome::Paid,
        },
    );
    check(
        Whole::Refused("006"),
        &[],
        Expected { ta1: "R*006", ik5: &[], ak9: "", reports: 0, outcome: Outcome::InterchangeRefused },
    );
    check(
        Whole::Silent,
        &[],
        Expected { ta1: "", ik5: &[], ak9: "", reports: 0, outcome: Outcome::Unanswered },
    );
    check(
        Whole::Accepted,
        &[SetStory::Refused],
        Expected {
            ta1: "A*000",
            ik5: &["IK5*R*5", "IK5*A"],
            ak9: "AK9*P*2*2*1",
            reports: 1,
            outcome: Outcome::SetRefused,
        },
    );
    check(
        Whole::Accepted,
        &[SetStory::Refused, SetStory::Refused],
        Expected {
            ta1: "A*000",
            ik5: &["IK5*R*5", "IK5*R*5"],
            ak9: "AK9*R*2*2*0",
            reports: 0,
            outcome: Outcome::SetRefused,
        },
    );
    check(
        Whole::Accepted,
        &[SetStory::AcceptedWithErrors],
        Expected {
            ta1: "A*000",
            ik5: &["IK5*E*5", "IK5*A"],
            ak9: "AK9*E*2*2*2",
            reports: 2,
            outcome: Outcome::Paid,
        },
    );
    let unheard = |story, reports, outcome| {
        let ik5 = &["IK5*A", "IK5*A"];
        let expected = Expected { ta1: "A*000", ik5, ak9: "AK9*A*2*2*2", reports, outcome };
        check(Whole::Accepted, &[story], expected);
    };
    unheard(SetStory::RefusedAtReceiver, 2, Outcome::Refused);
    unheard(SetStory::RefusedAtProvider, 2, Outcome::Refused);
    unheard(SetStory::Unanswered, 1, Outcome::Unanswered);
}

#[test]
fn a_batch_that_goes_back_as_a_whole_names_no_claim() {
    for (story, level, status) in [
        (SetStory::RefusedAtReceiver, "HL*2*1*21*0", "STC*A3:24:41*20261005*U*325"),
        (SetStory::RefusedAtProvider, "HL*3*2*19*0", "STC*A7:562:85**U*325"),
    ] {
        let (files, _) = answers(Temper { sets: vec![story], ..Temper::generous() }, &Batch::people(2));
        let text = one(&files, AnswerKind::ClaimAcknowledgment);
        assert_eq!(all(text, "HL").last().map(String::as_str), Some(level));
        assert_eq!(all(text, "STC").last().map(String::as_str), Some(status));
        assert!(!text.contains("TST26"));
    }
}

#[test]
fn a_999_says_where_the_fault_is() {
    let (files, _) =
        answers(Temper { sets: vec![SetStory::Refused], ..Temper::generous() }, &Batch::people(1));
    let text = one(&files, AnswerKind::Acknowledgment);
    let place: usize = all(text, "IK3")[0].split('*').nth(2).expect("a place").parse().expect("a number");
    // The interchange and group headers stand before ST, which is the first.
    let sent = segments(&Batch::people(1).text());
    assert_eq!(sent[place + 1][..2], ["NM1", "IL"]);
    assert_eq!(all(text, "CTX"), ["CTX*CLM01:TST2600001"]);
    assert_eq!(all(text, "IK4"), ["IK4*9*67*7*1EG4TE0MK01"]);
}

#[test]
fn a_broken_frame_is_refused_where_it_is_broken() {
    let whole = Batch::people(1).text();
    let count = all(&whole, "SE")[0].clone();
    let check = |from: &str, to: &str, kind, id: &str, expected: &str| {
        assert!(whole.contains(from), "{from}");
        let mut payer = Payer::new(7, Temper::generous());
        payer.receive(whole.replace(from, to).as_bytes(), morning()).expect("a file");
        let files = payer.deliver(at_last());
        assert_eq!(all(one(&files, kind), id), [expected], "{from}");
        assert!(of_kind(&files, AnswerKind::Remittance).is_empty(), "{from}");
        assert!(of_kind(&files, AnswerKind::ClaimAcknowledgment).is_empty(), "{from}");
    };
    let ack = AnswerKind::Acknowledgment;
    check(&count, "SE*99*0001", ack, "IK5", "IK5*R*4");
    check("*0001~GE", "*0002~GE", ack, "IK5", "IK5*R*3");
    check("GE*1*41", "GE*2*41", ack, "AK9", "AK9*R*2*1*0*5");
    check("GE*1*41", "GE*1*42", ack, "AK9", "AK9*R*1*1*0*4");
    check("IEA*1*000000041", "IEA*1*000000042", AnswerKind::Ta1, "TA1", "TA1*000000041*261002*0915*R*001");
    check("IEA*1*", "IEA*2*", AnswerKind::Ta1, "TA1", "TA1*000000041*261002*0915*R*021");
}

/// Faults of ours come back, whatever was told.
#[test]
fn what_is_wrong_with_a_claim_comes_back() {
    let check = |change: &dyn Fn(&mut Sent), expected: &str| {
        let mut wrong = claim(1);
        change(&mut wrong);
        let (files, payer) = answers(Temper::generous(), &Batch::of(vec![wrong, claim(2)]));
        let text = one(&files, AnswerKind::ClaimAcknowledgment);
        let returned: Vec<String> = all(text, "STC").into_iter().filter(|one| one.contains("*U*")).collect();
        assert_eq!(returned.len(), 1, "{expected}");
        assert!(returned[0].starts_with(&format!("STC*{expected}*")), "{returned:?} {expected}");
        assert_eq!(payer.truth().claims["TST2600001"].outcome, Outcome::Refused);
        assert_eq!(payer.truth().claims["TST2600002"].outcome, Outcome::Paid);
    };
    check(&|one| one.total = Some("162.49"), "A8:400");
    check(&|one| one.total = Some("abc"), "A8:400");
    check(&|one| one.member = "1EG4TE0MS01".into(), "A7:164:IL");
    check(&|one| one.frequency = "7", "A3:535");
    check(&|one| one.on = "20261003", "A8:187");
    check(&|one| one.on = "20261332", "A8:187");
    check(&|one| one.lines.clear(), "A6:454");
    let batch = Batch { billing_npi: "1999000016", ..Batch::people(1) };
    let (files, _) = answers(Temper::generous(), &batch);
    assert!(one(&files, AnswerKind::ClaimAcknowledgment).contains("STC*A7:562:85*20261005*U*162.5"));
}
