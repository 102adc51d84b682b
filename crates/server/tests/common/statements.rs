//! What patients owe once payers have answered: held against the ledger's postings, to the cent.

use std::collections::{BTreeMap, BTreeSet};

use app::ports::patient_money::Owing;
use app::remittance::patient::*;
use app::{App, Place};
use ccm::access::CommandId;
use ccm::basics::document::Print;
use ccm::basics::*;
use ccm::enrollment::OutreachTerms;
use ccm::remittance::Account;
use ccm::remittance::refund::OwedTo;
use ccm::remittance::statement::PaidBy;
use testkit::house::{House, operator};

/// What stands on an account, by patient, of all claims together: summed from the postings one by one.
async fn standing(house: &House, at: Place, account: Account) -> BTreeMap<PatientId, i64> {
    let mut work = house.app.begin_read(&operator(), at).await.expect("a transaction");
    let practice = work.practice_id().expect("a practice");
    let heads = work.tx.claims(practice, "2026-09".parse().expect("a month")).await.expect("claims");
    let ids: Vec<ClaimId> = heads.iter().map(|row| row.id).collect();
    let mut sums: BTreeMap<PatientId, i64> = BTreeMap::new();
    for journal in work.tx.journals_of(practice, &ids).await.expect("journals") {
        for posting in journal.postings().iter().filter(|posting| posting.account == account) {
            if let Some(patient) = posting.subject.patient {
                *sums.entry(patient).or_default() += posting.cents.0;
            }
        }
    }
    sums.retain(|_, cents| *cents != 0);
    sums
}

async fn qualified(house: &House, at: Place, patients: &[PatientId]) -> BTreeSet<PatientId> {
    let mut work = house.app.begin_read(&operator(), at).await.expect("a transaction");
    let practice = work.practice_id().expect("a practice");
    let coverages = work.tx.coverages_of(practice, patients).await.expect("coverages");
    coverages.into_iter().filter(|(_, one)| one.qmb == Some(true)).map(|(patient, _)| patient).collect()
}

async fn listed(house: &House, at: Place, owing: Owing) -> Vec<(PatientId, Cents, Cents)> {
    let mut all = Vec::new();
    let mut after = None;
    loop {
        let page = statements(&house.app, &operator(), at, owing, after).await.expect("a page");
        all.extend(page.rows.iter().map(|row| (row.card.id, row.owed, row.asked)));
        after = page.next;
        if after.is_none() {
            return all;
        }
    }
}

/// Runs after a payer's answers were taken in, a week and more ago.
pub async fn hold(house: &House, at: Place) {
    let app = &house.app;
    let owed = standing(house, at, Account::PatientReceivable).await;
    assert!(owed.len() > 3, "patients bear something: {owed:?}");
    assert!(owed.values().all(|cents| *cents > 0), "{owed:?}");
    let mut work = app.begin_read(&operator(), at).await.expect("a transaction");
    let practice = work.practice_id().expect("a practice");
    let claims = work.tx.claims(practice, "2026-09".parse().expect("a month")).await.expect("claims");
    drop(work);
    let mut everybody: Vec<PatientId> = claims.iter().map(|row| row.patient).collect();
    everybody.sort_unstable();
    everybody.dedup();
    let qualified = qualified(house, at, &everybody).await;
    assert!(!qualified.is_empty(), "the demo knows qualified beneficiaries");
    assert!(owed.keys().all(|patient| !qualified.contains(patient)), "PAY-06");

    // Whoever owes something is in one list, with what the postings come to.
    let mut told: BTreeMap<PatientId, i64> = BTreeMap::new();
    for owing in Owing::ALL {
        for (patient, owes, _) in listed(house, at, owing).await {
            assert_eq!(told.insert(patient, owes.0), None, "in one list alone");
        }
    }
    assert_eq!(told, owed);
    // What lists read from balances is what the ledger lets ask.
    for owing in Owing::ALL {
        for (patient, _, asked) in listed(house, at, owing).await {
            let view = account(app, &operator(), at, patient).await.expect("an account");
            assert_eq!(view.asked, asked, "{owing:?}");
        }
    }

    // A statement lacks the office's number until somebody has set it.
    let due = listed(house, at, Owing::Due).await;
    assert!(!due.is_empty());
    let none = make_due_statements(app, &operator(), at).await.expect("a report");
    assert!(none.made.is_empty() && !none.refused.is_empty(), "nothing goes out with a hole in it");
    assert_eq!(none.refused.len(), due.len(), "whoever cannot have one keeps nobody else waiting");
    let terms = OutreachTerms { office_phone: Some("503 555 0142".into()), ..OutreachTerms::default() };
    app::enrollment::set_outreach_terms(app, &operator(), at, terms).await.expect("terms");
    let mut made = Vec::new();
    loop {
        let page = make_due_statements(app, &operator(), at).await.expect("a report");
        assert!(page.refused.is_empty(), "{:?}", page.refused);
        if page.made.is_empty() {
            break;
        }
        made.extend(page.made);
    }
    assert_eq!(made.len(), due.len());
    for (patient, _, asked) in &due {
        let view = account(app, &operator(), at, *patient).await.expect("an account");
        let (head, _) = view.statements.first().expect("a statement");
        assert_eq!(head.owed, *asked);
        let months = view.months.iter().filter(|month| month.refused.is_none());
        assert_eq!(head.owed.0, months.map(|month| month.owes.0).sum::<i64>(), "to the cent");
        assert_eq!(view.owed.0, owed[patient]);
        let again = make_statement(app, &operator(), at, *patient, Print::Standard).await;
        assert!(refused(again, "nothing_new"), "not twice without news");
        let file = statement_file(app, &operator(), at, *patient, head.id).await.expect("the file");
        assert_eq!(i64::try_from(file.len()).expect("a length"), head.bytes);
    }
    for patient in &qualified {
        let one = make_statement(app, &operator(), at, *patient, Print::Standard).await;
        assert!(refused(one, "nothing_to_ask"), "a qualified beneficiary is never billed");
    }
    assert!(listed(house, at, Owing::Due).await.is_empty());

    // Sent: all of them in one mail.
    let today = account(app, &operator(), at, due[0].0).await.expect("an account").today;
    let mail = NewStatementDelivery {
        statements: made.iter().map(|(_, id)| *id).collect(),
        way: "mail".into(),
        on: today,
        proof: "Mailed at the post office by us".into(),
        corrects: None,
    };
    deliver_statements(app, &operator(), at, mail).await.expect("on record");
    assert_eq!(listed(house, at, Owing::Asked).await.len(), due.len());
    pays(house, at, due[0].0, today).await;
    let books = app::remittance::books(app, &operator(), at).await.expect("the books");
    assert!(books.is_balanced(), "{books:?}");
}

/// To patients, to payers.
fn totals(list: &RefundsList) -> [Cents; 2] {
    [OwedTo::Patient, OwedTo::Payer].map(|to| {
        let all = list.rows.iter().filter(|one| one.owed.to == to).map(|one| one.owed.cents);
        Cents::sum(all).expect("a sum")
    })
}

fn refused<T>(outcome: app::Result<T>, code: &str) -> bool {
    matches!(outcome, Err(app::Error::Invalid(problems)) if problems.iter().any(|one| one.code == code))
}

fn command(app: &App) -> CommandId {
    CommandId::new(&app.ids.next().to_string()).expect("an id is a name")
}

/// One of them pays, and it bounces; pays in parts; cannot pay all; pays too much and gets it back.
async fn pays(house: &House, at: Place, patient: PatientId, today: Date) {
    let app = &house.app;
    let view = async || account(app, &operator(), at, patient).await.expect("an account");
    let owed = view().await.owed;
    let receipt = |cents, reference: &str| NewReceipt {
        command_id: command(app),
        cents,
        by: PaidBy::Check,
        on: today,
        reference: reference.to_owned(),
    };
    let card = receive(app, &operator(), at, patient, receipt(owed, "4111 1111 1111 1111")).await;
    assert!(refused(card, "card_number"));
    let endless = receive(app, &operator(), at, patient, receipt(Cents(i64::MAX), "check 1041")).await;
    assert!(refused(endless, "out_of_range"));
    let before = NewReceipt { on: "2020-01-01".parse().expect("a day"), ..receipt(owed, "check 1041") };
    assert!(refused(receive(app, &operator(), at, patient, before).await, "before_the_money"));
    // A button pressed twice is one payment; another one under the same name is none.
    let check = receipt(owed, "check 1042");
    let paid = receive(app, &operator(), at, patient, check.clone()).await.expect("on record");
    let again = receive(app, &operator(), at, patient, check.clone()).await.expect("answered as before");
    assert_eq!((again, view().await.credit), (paid, Cents(0)));
    let other = NewReceipt { reference: "check 9".to_owned(), ..check };
    assert!(refused(receive(app, &operator(), at, patient, other).await, "command_id_reused"));
    assert_eq!(view().await.owed, Cents(0));
    let bounced = || NewReversal { receipt: paid, on: today, reason: "returned by the bank".to_owned() };
    reverse(app, &operator(), at, patient, bounced()).await.expect("on record");
    let twice = reverse(app, &operator(), at, patient, bounced()).await;
    assert!(matches!(twice, Err(app::Error::Conflict(_))), "{twice:?}");
    assert_eq!(view().await.owed, owed, "it is owed again");

    let manager = house.staff(at, "quintero").await.expect("somebody of ours");
    let new = NewPlan { parts: 2, first_due: today };
    agree_plan(app, &manager, at, patient, new).await.expect("agreed");
    let other = agree_plan(app, &manager, at, patient, new).await;
    assert!(matches!(other, Err(app::Error::Conflict(_))), "one at a time");
    let half = view().await.plan.expect("a plan").plan.instalments()[0].cents;
    receive(app, &operator(), at, patient, receipt(half, "check 1043")).await.expect("on record");
    let plan = view().await.plan.expect("a plan");
    assert!(plan.fits && plan.paid == half && plan.behind == Cents(0));
    let left = Cents(owed.0 - half.0);
    let hardship =
        |cents, basis: &str| NewHardship { command_id: command(app), cents, basis: basis.to_owned() };
    let too_much = forgive(app, &manager, at, patient, hardship(Cents(left.0 + 1), "as shown")).await;
    assert!(refused(too_much, "more_than_owed"));
    let empty = forgive(app, &manager, at, patient, hardship(Cents(1), "  ")).await;
    assert!(refused(empty, "required"), "nothing is waived without what it rests on");
    forgive(app, &manager, at, patient, hardship(Cents(1), "Two children, one income, as shown"))
        .await
        .expect("on record");
    assert!(!view().await.plan.expect("a plan").fits, "the plan is for more than is owed");
    end_plan(app, &manager, at, patient, "to agree on another").await.expect("ended");
    assert_eq!(view().await.owed, Cents(left.0 - 1));

    receive(app, &operator(), at, patient, receipt(Cents(left.0 + 499), "check 1044"))
        .await
        .expect("on record");
    // Whoever pays all of it needs no cent forgiven: what is beyond the share goes back, and no more.
    assert_eq!((view().await.owed, view().await.credit), (Cents(0), Cents(499)));
    let list = refunds(app, &operator(), at).await.expect("a list");
    let mine: Vec<&RefundView> = list.rows.iter().filter(|one| one.card.id == patient).collect();
    assert_eq!(
        mine.iter().map(|one| (one.owed.to, one.owed.cents)).collect::<Vec<_>>(),
        [(OwedTo::Patient, Cents(499))]
    );
    let nothing = use_credit(app, &operator(), at, patient).await;
    assert!(refused(nothing, "nothing_to_use"), "nothing is owed that it could be used for");
    assert_eq!(list.totals, totals(&list), "all of it is listed");
    let back = |cents| NewRefund {
        command_id: command(app),
        claim: mine[0].number.clone(),
        to: OwedTo::Patient,
        cents,
        on: today,
        reference: "check 77".to_owned(),
    };
    assert!(refused(refund(app, &operator(), at, back(Cents(500))).await, "more_than_owed"));
    // Two who give the same money back at once do not both.
    let who = operator();
    let (one, two) = (refund(app, &who, at, back(Cents(499))), refund(app, &who, at, back(Cents(499))));
    let (one, two) = tokio::join!(one, two);
    assert!(one.is_ok() != two.is_ok(), "{one:?} {two:?}");
    assert!(refused(if one.is_ok() { two } else { one }, "more_than_owed"));
    assert_eq!((view().await.credit, view().await.owed), (Cents(0), Cents(0)));

    // A payer paid too much, and gets it back in time.
    let number = mine[0].number.clone();
    let found = |cents| NewOverpayment {
        command_id: command(app),
        claim: number.clone(),
        cents: Cents(cents),
        on: today,
        reason: "billed for two units".to_owned(),
    };
    find_overpayment(app, &operator(), at, found(700)).await.expect("on record");
    let list = refunds(app, &operator(), at).await.expect("a list");
    let theirs = list.rows.iter().find(|one| one.number == number).expect("it is owed");
    assert_eq!((theirs.owed.to, theirs.owed.cents, theirs.owed.found_on), (OwedTo::Payer, Cents(700), today));
    let until = today.checked_add(jiff::Span::new().days(60)).expect("a day");
    assert_eq!(theirs.owed.return_until, until);
    let back = NewRefund { to: OwedTo::Payer, ..back(Cents(700)) };
    refund(app, &operator(), at, back).await.expect("on record");
    let list = refunds(app, &operator(), at).await.expect("a list");
    assert!(list.rows.iter().all(|one| one.number != number));
    // What went back is not found a second time.
    let month = view().await.months.into_iter().find(|one| one.number == number).expect("its month");
    let twice = find_overpayment(app, &operator(), at, found(month.paid.0 - 699)).await;
    assert!(refused(twice, "more_than_paid"));
    // What the balances say is what the postings come to.
    for one in [Account::PatientReceivable, Account::RefundPatient, Account::RefundPayer] {
        let sums = standing(house, at, one).await;
        assert_eq!(sums.get(&patient), None, "{one:?}");
    }
}
