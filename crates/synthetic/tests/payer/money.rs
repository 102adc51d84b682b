//! What is paid: shares that hold, sums that balance to the cent, and a truth that is that of the files.

use std::collections::{BTreeMap, BTreeSet};

use synthetic::payer::{
    AnswerFile, AnswerKind, Cents, DENIALS, Delimiters, Fees, Outcome, Payer, REFUSALS, SPECIALS, Story,
    Temper,
};

use crate::files::{Batch, claim};
use crate::look::{Payment, balance, of_kind, payments, segments};
use crate::{answers, at_last, morning};

fn paid(files: &[AnswerFile]) -> Vec<Payment> {
    of_kind(files, AnswerKind::Remittance).iter().flat_map(|file| payments(&file.text)).collect()
}

/// Everything that can be told of a claim, and then the shares.
fn everything() -> Temper {
    let mut first = SPECIALS.to_vec();
    first.extend(DENIALS.map(Story::Denied));
    first.extend(REFUSALS.map(Story::Refused));
    first.extend([Story::Unmentioned, Story::Unpaid]);
    Temper { first, ..Temper::default() }
}

#[test]
fn of_two_hundred_claims_the_shares_are_exact_and_denials_of_every_kind() {
    let (_, payer) = answers(Temper::default(), &Batch::people(200));
    let stories: Vec<Story> = payer.truth().claims.values().filter_map(|claim| claim.story).collect();
    let count = |is: &dyn Fn(&Story) -> bool| stories.iter().filter(|story| is(story)).count();
    assert_eq!(count(&|story| *story == Story::Paid), 140);
    assert_eq!(count(&|story| matches!(story, Story::Refused(_))), 20);
    assert_eq!(count(&|story| matches!(story, Story::Denied(_))), 20);
    assert!(SPECIALS.iter().all(|special| stories.contains(special)));
    let reasons: BTreeSet<&str> = stories
        .iter()
        .filter_map(|story| match story {
            Story::Denied(denial) => Some(denial.reason),
            _ => None,
        })
        .collect();
    assert!(reasons.len() >= 8, "{reasons:?}");
}

#[test]
fn every_payment_balances_and_the_truth_is_what_the_files_say() {
    for seed in 0..12 {
        let mut temper = everything();
        temper.claims_per_payment = 1 + seed as usize * 5;
        temper.fees.other_percent = 40 + seed as u32 * 5;
        temper.fees.allowed.insert("99490".into(), Cents(6_049 + seed as i64));
        let mut payer = Payer::new(seed, temper);
        payer.receive(Batch::people(120).text().as_bytes(), morning()).expect("a file");
        let told = paid(&payer.deliver(at_last()));
        let truth = payer.truth();
        assert_eq!(told.len(), truth.payments.len());
        let mut by_claim: BTreeMap<String, (i64, i64, i64, i64)> = BTreeMap::new();
        for (payment, known) in told.iter().zip(&truth.payments) {
            balance(payment).unwrap_or_else(|why| panic!("seed {seed}, {}: {why}", payment.trace));
            assert_eq!((&payment.trace, payment.amount), (&known.trace, known.amount.0));
            for claim in &payment.claims {
                let sums = by_claim.entry(claim.id.clone()).or_default();
                let adjusted: i64 = claim.adjusted.values().sum::<i64>() - claim.share;
                *sums = (sums.0 + claim.charge, sums.1 + claim.paid, sums.2 + claim.share, sums.3 + adjusted);
            }
        }
        let mut strangers = 0;
        for (id, (charge, paid, share, adjusted)) in by_claim {
            let Some(claim) = truth.claims.get(&id) else {
                strangers += paid;
                continue;
            };
            assert_eq!(
                (claim.paid.0, claim.patient_share.0, claim.adjusted.0),
                (paid, share, adjusted),
                "{id}"
            );
            assert_eq!(charge, claim.charge.0, "{id}: told in full, and once");
            assert_eq!(charge, paid + share + adjusted, "{id}");
        }
        assert!(strangers > 0);
        assert_eq!(truth.payments.iter().map(|one| one.strangers_paid.0).sum::<i64>(), strangers);
        let open = truth.claims.values().filter(|claim| {
            matches!(claim.outcome, Outcome::Accepted | Outcome::Reversed | Outcome::Unanswered)
        });
        assert_eq!(open.count(), 2, "all but those that were to stay open came to an end");
    }
}

#[test]
fn the_cent_is_where_the_rules_put_it() {
    let mut fees = Fees { allowed: [("99490".into(), Cents(6_049))].into(), ..Fees::default() };
    fees.allowed.insert("99439".into(), Cents(4_533));
    let (files, _) = answers(Temper { fees, ..Temper::generous() }, &Batch::people(1));
    let claim = paid(&files)[0].claims[0].clone();
    // 66.50 charged, 60.49 allowed: 12.10 is the patient's, 2 % of 48.39 are 0.97, paid 47.42.
    // 96.00 charged, two at 45.33 are 90.66: 18.13, 2 % of 72.53 are 1.45, paid 71.08.
    assert_eq!(claim.lines, [(6_650, 4_742, 6_650 - 4_742), (9_600, 7_108, 9_600 - 7_108)]);
    let cas = |group: &str, reason: &str| claim.adjusted[&(group.to_owned(), reason.to_owned())];
    assert_eq!((cas("CO", "45"), cas("CO", "253"), cas("PR", "2")), (601 + 534, 97 + 145, 1_210 + 1_813));
    assert_eq!((claim.paid, claim.share), (4_742 + 7_108, 1_210 + 1_813));
}

#[test]
fn what_cannot_be_taken_back_is_carried_until_there_is_money() {
    let temper = Temper { claims: [("TST2600001".into(), Story::Takeback)].into(), ..Temper::generous() };
    let mut payer = Payer::new(7, temper);
    payer.receive(Batch::people(1).text().as_bytes(), morning()).expect("a file");
    let first = paid(&payer.deliver(at_last()));
    let amount = first[0].amount;
    let kinds: Vec<(&str, i64)> =
        first[1].plb.iter().map(|(reason, _, cents)| (reason.as_str(), *cents)).collect();
    assert_eq!(kinds, [("WO", amount), ("FB", -amount)]);
    assert_eq!((first[1].amount, first[1].handling.as_str(), first[1].claims.len()), (0, "H", 0));
    assert!(first[1].plb[0].1.starts_with(&first[0].claims[0].number));

    let next = Batch { interchange: 42, ..Batch::of(vec![claim(2), claim(3)]) };
    payer.receive(next.text().as_bytes(), at_last()).expect("a file");
    let second = paid(&payer.deliver(at_last().saturating_add(jiff::Span::new().days(60))));
    assert_eq!(second[0].plb.len(), 1);
    assert_eq!((second[0].plb[0].0.as_str(), second[0].plb[0].2), ("FB", amount));
    assert_eq!(second[0].amount, amount, "two were paid, one was owed");
    assert_eq!(payer.truth().claims["TST2600001"].taken_back, Cents(amount));
}

#[test]
fn a_file_that_comes_twice_is_the_same_payment_under_another_number() {
    let temper = Temper { repeats_payments: true, ..Temper::generous() };
    let (files, payer) = answers(temper, &Batch::people(3));
    let twice = of_kind(&files, AnswerKind::Remittance);
    assert_eq!(twice.len(), 2);
    assert_ne!(segments(&twice[0].text)[0][13], segments(&twice[1].text)[0][13]);
    assert!(twice[1].text.contains("~\r\n") && !twice[0].text.contains('\n'));
    let [first, second] = [0, 1].map(|n| format!("{:?}", payments(&twice[n].text)));
    assert_eq!(first, second);
    assert_eq!(payer.truth().payments.len(), 1);
}

#[test]
fn a_large_payment_is_several_sets_of_one_file() {
    let (files, payer) = answers(Temper { claims_per_payment: 2, ..Temper::generous() }, &Batch::people(5));
    let text = &of_kind(&files, AnswerKind::Remittance)[0].text;
    let sizes: Vec<usize> = payments(text).iter().map(|payment| payment.claims.len()).collect();
    assert_eq!(sizes, [2, 2, 1]);
    let traces: BTreeSet<&str> = payer.truth().payments.iter().map(|one| one.trace.as_str()).collect();
    assert_eq!(traces.len(), 3);
}

#[test]
fn other_delimiters_and_the_same_seed_say_the_same() {
    let delimiters =
        Delimiters { element: '|', repetition: '!', component: '>', segment: '\'', breaks_lines: true };
    let told = |temper: Temper| answers(temper, &Batch::people(60)).0;
    let usual = told(everything());
    assert_eq!(usual, told(everything()), "byte for byte");
    let strange = told(Temper { delimiters, ..everything() });
    for (one, other) in usual.iter().zip(&strange) {
        assert!(!other.text.contains(['*', '~', ':']), "{}", other.name);
        // The ISA tells its own delimiters; everything else is equal.
        assert_eq!(segments(&one.text)[1..], segments(&other.text)[1..], "{}", one.name);
    }
}
