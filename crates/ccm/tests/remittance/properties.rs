//! Whatever payers say and in whatever order: the ledger balances, and the same facts have the same balances.

use std::collections::BTreeMap;

use ccm::basics::*;
use ccm::claim::WordAt;
use ccm::remittance::posting::*;
use ccm::remittance::*;
use proptest::prelude::*;
use uuid::Uuid;

use crate::support::*;
use crate::whole::{post_payment, settle_in};

/// How one line's charge is split, in parts of a thousand.
#[derive(Clone, Debug)]
struct Split {
    contractual: i64,
    share: i64,
    cut: i64,
    refused: i64,
}

fn split() -> impl Strategy<Value = Split> {
    let part = || prop_oneof![3 => Just(0i64), 5 => 0i64..260];
    (part(), part(), 0i64..20, prop_oneof![4 => Just(0i64), 1 => 0i64..250])
        .prop_map(|(contractual, share, cut, refused)| Split { contractual, share, cut, refused })
}

impl Split {
    fn own(&self, charge: i64) -> String {
        let of = |parts: i64| charge * parts / 1000;
        let mut all =
            format!("CO-45 {}, PR-2 {}, CO-253 {}", of(self.contractual), of(self.share), of(self.cut));
        if self.refused > 0 {
            all += &format!(", CO-151 {}, PR-96 {}", of(self.refused) / 2, of(self.refused) / 3);
        }
        all
    }

    /// A payer after the first: it has nothing to do with what was settled before it.
    fn other(&self, charge: i64) -> String {
        let of = |parts: i64| charge * parts / 1000;
        format!("OA-23 {}, PR-3 {}, CO-45 {}", charge - of(400), of(self.share), of(self.contractual / 4))
    }
}

/// One thing that becomes known of a claim.
#[derive(Clone, Debug)]
enum News {
    Charged,
    Heard(Box<(Payment, Adjudication)>),
    Deed(MoneyDeed),
    /// The patient's record says that nothing may be asked.
    Qmb,
}

#[derive(Clone, Debug)]
struct History {
    claim: BilledClaim,
    news: Vec<News>,
}

fn history() -> impl Strategy<Value = History> {
    let charges = prop::collection::vec(1i64..30_000, 1..4);
    let splits = || prop::collection::vec(split(), 3);
    let rest = (
        prop::collection::vec((splits(), any::<bool>(), any::<bool>()), 1..4),
        prop::option::of((splits(), any::<bool>())),
        prop::collection::vec((0usize..7, 1i64..9_000), 0..6),
        (any::<bool>(), any::<bool>(), any::<bool>(), prop::bool::weighted(0.2)),
    );
    (charges, rest).prop_map(|(charges, (words, other, deeds, (qmb, write_off, has_secondary, remark)))| {
        let mut claim = claim(&charges);
        claim.qmb_term = if write_off { QmbTerm::WriteOff } else { QmbTerm::BillMedicaid };
        claim.has_secondary = has_secondary;
        let mut news = vec![News::Charged];
        let count = words.len();
        // Each word but the last is taken back.
        for (place, (splits, forwarded, last_too)) in words.into_iter().enumerate() {
            let lines: Vec<String> =
                splits.iter().zip(&charges).map(|(split, charge)| split.own(*charge)).collect();
            let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
            let status = if forwarded { ClpStatus::PrimaryForwarded } else { ClpStatus::Primary };
            let mut told = said(&claim, status, &lines);
            if remark {
                told.remarks.push("N781".into());
            }
            let on = format!("2026-12-{:02}", place + 1);
            let heard = |trace: String, told: Adjudication| {
                News::Heard(Box::new((payment(OWN, &trace, &on, std::slice::from_ref(&told), &[]), told)))
            };
            news.push(heard(format!("T{place}"), told.clone()));
            if place + 1 < count || last_too {
                news.push(heard(format!("R{place}"), reversed(&told)));
            }
        }
        if let Some((splits, back)) = other {
            let lines: Vec<String> =
                splits.iter().zip(&charges).map(|(split, charge)| split.other(*charge)).collect();
            let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
            let told = said(&claim, ClpStatus::Secondary, &lines);
            let heard = |trace: &str, told: Adjudication| {
                News::Heard(Box::new((
                    payment(OTHER, trace, "2026-12-20", std::slice::from_ref(&told), &[]),
                    told,
                )))
            };
            news.push(heard("M0", told.clone()));
            if back {
                news.push(heard("MR", reversed(&told)));
            }
        }
        for (place, (kind, cents)) in deeds.into_iter().enumerate() {
            let (id, cents) = (Uuid::from_u128(place as u128), Cents(cents));
            news.push(News::Deed(match kind {
                0 => MoneyDeed::Paid { receipt: ReceiptId(id), cents },
                1 => MoneyDeed::Hardship { decision: MoneyDecisionId(id), cents },
                2 => MoneyDeed::BadDebt { decision: MoneyDecisionId(id), cents },
                3 => MoneyDeed::Refunded { receipt: ReceiptId(id), cents },
                4 => MoneyDeed::OverpaymentFound { decision: MoneyDecisionId(id), line: None, cents },
                5 => MoneyDeed::WrittenOff { decision: MoneyDecisionId(id), line: Some(line_id(0)), cents },
                _ => {
                    MoneyDeed::BilledPatient { decision: MoneyDecisionId(id), line: Some(line_id(0)), cents }
                }
            }));
        }
        if qmb {
            news.push(News::Qmb);
        }
        History { claim, news }
    })
}

/// Everything in this order, settled after each.
fn told(history: &History, order: &[usize]) -> Ledger {
    let mut ledger = Ledger::default();
    let mut claim = history.claim.clone();
    for place in order {
        match &history.news[*place] {
            News::Charged => ledger.add(charge(&claim, day("2026-11-02"), []).unwrap().unwrap()).unwrap(),
            News::Deed(deed) => ledger.add(decide(&claim, day("2026-12-09"), deed).unwrap()).unwrap(),
            News::Qmb => claim.qmb = true,
            News::Heard(heard) => {
                let (payment, said) = &**heard;
                let find = |_: &str| Some(&claim);
                let posted = post_payment(&mut ledger, payment, std::slice::from_ref(said), find, book());
                assert!(!posted.unwrap().is_duplicate);
                let again = post_payment(&mut ledger, payment, std::slice::from_ref(said), find, book());
                assert!(again.unwrap().is_duplicate);
            }
        }
        settle_in(&mut ledger, &claim, day("2026-12-10")).unwrap();
        assert_eq!(ledger.check(), []);
    }
    ledger
}

type Stands = BTreeMap<(Account, Option<ClaimLineId>), i64>;

fn stands(ledger: &Ledger) -> Stands {
    let mut all = Stands::new();
    for posting in ledger.journals().iter().flat_map(Journal::postings) {
        *all.entry((posting.account, posting.subject.line)).or_default() += posting.cents.0;
    }
    all.retain(|_, cents| *cents != 0);
    all
}

proptest! {
    #[test]
    fn the_order_of_files_and_news_does_not_matter(
        (history, order) in history().prop_flat_map(|history| {
            let order: Vec<usize> = (0..history.news.len()).collect();
            (Just(history), Just(order).prop_shuffle())
        }),
    ) {
        let as_it_came: Vec<usize> = (0..history.news.len()).collect();
        let (one, two) = (told(&history, &as_it_came), told(&history, &order));
        prop_assert_eq!(stands(&one), stands(&two));
        prop_assert_eq!(one.balances().values().map(|cents| cents.0).sum::<i64>(), 0);
        // Each line's charge is somewhere: with whoever owes it, whoever paid it, or whoever gave it up.
        for line in &history.claim.lines {
            let on_line = stands(&one).into_iter().filter(|((_, id), _)| *id == Some(line.id));
            prop_assert_eq!(on_line.map(|(_, cents)| cents).sum::<i64>(), 0);
        }
        let claim = history.claim.claim;
        let says_so = |news: &News| match news {
            News::Qmb => true,
            News::Heard(heard) => heard.1.says_qmb(book()),
            _ => false,
        };
        let is_qmb = history.news.iter().any(says_so);
        if is_qmb {
            prop_assert_eq!(one.of_claim_account(Account::PatientReceivable, claim), Cents(0));
        }
        prop_assert!(one.of_claim_account(Account::PatientReceivable, claim).0 >= 0);
        // What was given back to a qualified beneficiary, and never came, is no share and stands here.
        prop_assert!(is_qmb || one.of_claim_account(Account::RefundPatient, claim).0 <= 0);
        // Nothing is owed to a payer beyond what it left with us.
        let left = one.of_claim_account(Account::CashClearing, claim).0.max(0);
        prop_assert!((-left..=0).contains(&one.of_claim_account(Account::RefundPayer, claim).0));
    }

    #[test]
    fn what_is_posted_and_taken_back_leaves_nothing(
        charges in prop::collection::vec(1i64..30_000, 1..4),
        splits in prop::collection::vec(split(), 3),
        forwarded in any::<bool>(),
    ) {
        let claim = claim(&charges);
        let lines: Vec<String> = splits.iter().zip(&charges).map(|(split, charge)| split.own(*charge)).collect();
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        let status = if forwarded { ClpStatus::PrimaryForwarded } else { ClpStatus::Primary };
        let told = said(&claim, status, &lines);
        let mut ledger = Ledger::default();
        for (trace, told) in [("T1", told.clone()), ("T2", reversed(&told))] {
            let paid = payment(OWN, trace, "2026-11-20", std::slice::from_ref(&told), &[]);
            post_payment(&mut ledger, &paid, std::slice::from_ref(&told), |_| Some(&claim), book()).unwrap();
        }
        prop_assert_eq!(stands(&ledger), Stands::new());
    }

    #[test]
    fn a_word_that_was_another_claim_s_leaves_nothing_whatever_else_is_known(
        history in history(),
        splits in prop::collection::vec(split(), 3),
        (is_reversal, is_of_another, remark) in any::<(bool, bool, bool)>(),
    ) {
        let mut claim = history.claim.clone();
        let as_it_came: Vec<usize> = (0..history.news.len()).collect();
        let mut ledger = told(&history, &as_it_came);
        claim.qmb |= history.news.iter().any(|news| matches!(news, News::Qmb));
        let charges = claim.lines.iter().map(|line| line.charge.0);
        let lines: Vec<String> = splits.iter().zip(charges).map(|(split, charge)| split.own(charge)).collect();
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        let mut word = said(&claim, ClpStatus::PrimaryForwarded, &lines);
        word.remarks.extend(remark.then(|| "N781".to_owned()));
        word.interest = Cents(7);
        let word = if is_reversal { reversed(&word) } else { word };
        let payer = if is_of_another { OTHER } else { OWN };
        let paid = payment(payer, "X1", "2026-12-28", std::slice::from_ref(&word), &[]);
        post_payment(&mut ledger, &paid, std::slice::from_ref(&word), |_| None, book()).unwrap();
        let before = stands(&ledger);
        for again in 0..3 {
            let at = WordAt { place: 0, again };
            for journal in match_later(&claim, &paid, at, &word, book()).unwrap() {
                ledger.add(journal).unwrap();
            }
            settle_in(&mut ledger, &claim, day("2026-12-29")).unwrap();
            prop_assert_eq!(ledger.check(), []);
            let back = unsay(&claim, (&paid, at), &word, book(), day("2026-12-30"), ledger.journals());
            ledger.add(back.unwrap().unwrap()).unwrap();
            settle_in(&mut ledger, &claim, day("2026-12-30")).unwrap();
            prop_assert_eq!(ledger.check(), []);
            prop_assert_eq!(stands(&ledger), before.clone());
        }
    }

    #[test]
    fn one_cent_wrong_anywhere_posts_nothing(
        charges in prop::collection::vec(1i64..30_000, 1..4),
        splits in prop::collection::vec(split(), 3),
        at in any::<prop::sample::Index>(),
        cents in prop_oneof![-500i64..0, 1i64..500],
    ) {
        let claim = claim(&charges);
        let lines: Vec<String> = splits.iter().zip(&charges).map(|(split, charge)| split.own(*charge)).collect();
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        let mut told = said(&claim, ClpStatus::Primary, &lines);
        let mut paid = payment(OWN, "T1", "2026-11-20", std::slice::from_ref(&told), &[("L6", -7)]);
        let mut amounts = vec![&mut paid.total, &mut paid.adjustments[0].cents, &mut told.charge, &mut told.paid];
        for line in &mut told.lines {
            amounts.extend([&mut line.charge, &mut line.paid]);
            amounts.extend(line.adjustments.iter_mut().map(|one| &mut one.cents));
        }
        let place = at.index(amounts.len());
        amounts[place].0 += cents;
        let mut ledger = Ledger::default();
        let posted = post_payment(&mut ledger, &paid, std::slice::from_ref(&told), |_| Some(&claim), book());
        prop_assert!(posted.is_err());
        prop_assert!(ledger.journals().is_empty() && ledger.payment(&paid.key).is_none());
    }

    #[test]
    fn no_amount_makes_it_panic(
        amounts in prop::collection::vec(any::<i64>(), 8),
        text in ".{0,12}",
    ) {
        let claim = claim(&[10_000]);
        let mut told = said(&claim, ClpStatus::Primary, &["CO-45 1"]);
        let mut paid = payment(OWN, &text, "2026-11-20", std::slice::from_ref(&told), &[("L6", 0)]);
        (paid.total.0, paid.adjustments[0].cents.0) = (amounts[0], amounts[1]);
        (told.charge.0, told.paid.0, told.patient_share.0) = (amounts[2], amounts[3], amounts[4]);
        (told.lines[0].charge.0, told.lines[0].paid.0) = (amounts[5], amounts[6]);
        told.lines[0].adjustments[0] = Adjustment {
            group: Group::Other,
            reason: text.clone(),
            cents: Cents(amounts[7]),
            quantity: None,
        };
        told.remarks.push(text);
        let mut ledger = Ledger::default();
        let _ = post_payment(&mut ledger, &paid, std::slice::from_ref(&told), |_| Some(&claim), book());
        let _ = denial::outcome(&told, book());
        let timers = ccm::claim::Timers::default();
        let _ = told.denials(book(), denial::Stated::default(), (OWN, paid.on), &timers);
        let terms = MoneyTerms::default();
        let _ = expected::compare(&claim, &told, ccm::people::PayerKind::MedicareFfs, book(), &terms);
    }
}
