//! Patients' money: it reads back as it was written, balances are the postings' sums, and lists say how far it is.

use ::store::SqlStore;
use app::ports::patient_money::{MoneyKind, MoneyRow, Owing, OwingTerms, StatementHead};
use app::ports::store::Store;
use ccm::basics::*;
use ccm::remittance::ledger::{Move, Subject, Why};
use ccm::remittance::refund::OwedTo;
use ccm::remittance::{Account, Journal};
use testkit::engines::each;

use crate::record::{self, PATIENT, account, claim};
use crate::support::*;

const HOUSE: House = House::numbered(1, 11);

fn owes(name: &str, why: Why, account: Account, cents: i64) -> Journal {
    let of = |account| (account, Subject::claim(claim().id, PATIENT, None));
    let one = Move { cents: Cents(cents), debit: of(account), credit: of(Account::Charges) };
    Journal::of(why, name, day("2026-11-01"), [one]).unwrap()
}

async fn standing(store: &SqlStore, terms: OwingTerms) -> Vec<(Owing, i64, Cents, Cents)> {
    let mut tx = store.begin_read(Some(HOUSE.organization)).await.unwrap();
    let counts = tx.owing_counts(HOUSE.practice, terms).await.unwrap();
    for (owing, patients, asked, owed) in &counts {
        let rows = tx.owing(HOUSE.practice, terms, *owing, None, 10).await.unwrap();
        assert_eq!((*patients, rows[0].asked, rows[0].owed), (1, *asked, *owed));
        assert_eq!((rows[0].patient, rows[0].owing), (PATIENT, *owing));
        let after = tx.owing(HOUSE.practice, terms, *owing, Some(PATIENT), 10).await.unwrap();
        assert!(after.is_empty());
    }
    counts
}

#[tokio::test]
async fn who_owes_is_due_until_it_is_told_and_again_with_news() {
    each(async |store| {
        HOUSE.furnish(&store).await;
        record::fill(&store, HOUSE).await;
        let small = Cents(100);
        let terms = |quiet_since| OwingTerms { small_balance: small, quiet_since };
        let later = |minutes: i64| now() + jiff::SignedDuration::from_mins(minutes);
        let add = async |journals: &[Journal], at| {
            let mut tx = store.begin(Some(HOUSE.organization)).await.unwrap();
            tx.add_journals(HOUSE.practice, journals, at).await.unwrap();
            tx.add_events(&[record::event(HOUSE, 9_000 + u128::from(at.as_second().unsigned_abs()), at)])
                .await
                .unwrap();
            tx.commit().await.unwrap();
        };
        // What the record holds has no patient's part: the payer owes less than nothing there.
        let before = standing(&store, terms(later(60))).await;
        assert!(before.is_empty(), "{before:?}");
        let share = owes("1", Why::Matched, Account::PatientReceivable, 1_600);
        let back = owes("2", Why::Matched, Account::PayerReceivable, 5_000);
        add(&[share, back], later(1)).await;
        let due = standing(&store, terms(later(60))).await;
        assert_eq!(due, [(Owing::Due, 1, Cents(1_600), Cents(1_600))]);
        let fresh = standing(&store, terms(now())).await;
        assert_eq!(fresh[0].0, Owing::Waiting, "there was news only just now");
        let few = OwingTerms { small_balance: Cents(1_601), quiet_since: later(60) };
        assert_eq!(standing(&store, few).await, [(Owing::Waiting, 1, Cents(0), Cents(1_600))]);

        // Money of the patient's own is used first.
        add(&[owes("5", Why::Matched, Account::RefundPatient, -5)], later(4)).await;
        assert_eq!(standing(&store, terms(later(60))).await, [(Owing::Waiting, 1, Cents(0), Cents(1_600))]);
        let mut tx = store.begin_read(Some(HOUSE.organization)).await.unwrap();
        assert_eq!(tx.credit_totals(HOUSE.practice).await.unwrap(), [(OwedTo::Patient, Cents(5))]);
        drop(tx);
        add(&[owes("6", Why::Matched, Account::RefundPatient, 5)], later(5)).await;
        // The same journal from two who did not see one another: look again.
        let mut tx = store.begin(Some(HOUSE.organization)).await.unwrap();
        let twice = owes("6", Why::Matched, Account::RefundPatient, 5);
        let twice = tx.add_journals(HOUSE.practice, &[twice], later(1)).await;
        assert!(matches!(twice, Err(app::Error::Contended)), "{twice:?}");
        drop(tx);

        let told =
            StatementHead { id: StatementId(id(380)), number: 2, moved_at: later(5), ..account::statement() };
        let mut tx = store.begin(Some(HOUSE.organization)).await.unwrap();
        tx.add_statement(HOUSE.practice, &told, b"a file").await.unwrap();
        tx.add_events(&[record::event(HOUSE, 8_001, now())]).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(standing(&store, terms(later(60))).await[0].0, Owing::Unsent);

        // Another payer owes something: nothing may be asked. When it stops to, there is news.
        add(&[owes("3", Why::Matched, Account::OtherReceivable, 10)], later(6)).await;
        assert_eq!(standing(&store, terms(later(60))).await[0].0, Owing::Waiting);
        add(&[owes("4", Why::Matched, Account::OtherReceivable, -10)], later(7)).await;
        assert_eq!(standing(&store, terms(later(60))).await[0].0, Owing::Due);

        let mut tx = store.begin_read(Some(HOUSE.organization)).await.unwrap();
        let balances = tx.balances_of(HOUSE.practice, &[PATIENT]).await.unwrap();
        let journals = tx.journals_of(HOUSE.practice, &[claim().id]).await.unwrap();
        for one in Account::ALL {
            let postings =
                journals.iter().flat_map(Journal::postings).filter(|posting| posting.account == one);
            let sum: i64 = postings.map(|posting| posting.cents.0).sum();
            let kept = balances.iter().find(|row| row.account == one && row.claim == claim().id);
            assert_eq!(kept.map_or(0, |row| row.cents.0), sum, "{one:?}");
        }
        let statements = tx.statements_of(HOUSE.practice, PATIENT).await.unwrap();
        assert_eq!(statements, [told.clone(), account::statement()]);
        let file = tx.statement_file(HOUSE.practice, PATIENT, told.id).await.unwrap();
        assert_eq!(file.as_deref(), Some(b"a file".as_slice()));
        let deeds = tx.money_deeds(HOUSE.practice, &[PATIENT]).await.unwrap();
        assert!(deeds.contains(&account::receipt()));
        assert_eq!(tx.on_plans(HOUSE.practice, None, 5).await.unwrap(), [PATIENT]);
        assert_eq!(tx.account_events(HOUSE.practice, &[PATIENT]).await.unwrap().len(), 1);
        drop(tx);

        // A receipt is taken back once.
        let back = |n| MoneyRow {
            id: MoneyDeedId(id(n)),
            kind: MoneyKind::Reversal,
            reverses: Some(account::receipt().id),
            ..account::receipt()
        };
        let mut tx = store.begin(Some(HOUSE.organization)).await.unwrap();
        tx.add_money_deed(HOUSE.practice, &back(391)).await.unwrap();
        let twice = tx.add_money_deed(HOUSE.practice, &back(392)).await;
        assert!(matches!(twice, Err(app::Error::Conflict(_))), "{twice:?}");
    })
    .await;
}

#[tokio::test]
async fn two_who_move_the_same_money_do_it_one_after_the_other() {
    each(async |store| {
        HOUSE.furnish(&store).await;
        record::fill(&store, HOUSE).await;
        let mut first = HOUSE.begin(&store).await;
        first.lock_accounts(HOUSE.practice, &[PATIENT], now()).await.unwrap();
        let second = async {
            let mut tx = HOUSE.begin(&store).await;
            tx.lock_accounts(HOUSE.practice, &[PATIENT], now()).await.unwrap();
        };
        let mut second = std::pin::pin!(second);
        let waits = tokio::time::timeout(std::time::Duration::from_millis(200), &mut second).await;
        assert!(waits.is_err(), "the second has the account while the first has it");
        first.rollback().await.unwrap();
        second.await;
    })
    .await;
}
