//! A payer that says afterwards that somebody is a Qualified Medicare Beneficiary (PAY-06).

use app::people::eligibility::{WhichAsked, ask};
use app::remittance::patient::{NewReceipt, account, receive};
use ccm::access::CommandId;
use ccm::basics::*;
use ccm::remittance::Account;
use ccm::remittance::statement::PaidBy;
use synthetic::payer::{StandingShares, Temper};
use testkit::engines::each_place;
use testkit::house::operator;

use crate::between::Between;
use crate::{MONTH, common, month_of, states, with_mailbox};

#[tokio::test]
async fn who_turns_out_to_be_qualified_owes_nothing_and_gets_back_what_was_paid() {
    each_place(async |place, store| {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let demo = common::write_demo(folder.path(), 76);
        let asks = "[payers.submission.eligibility]\n\n[payers.submission.transport]";
        let setup = with_mailbox(&demo.setup_toml, folder.path());
        let setup = setup.replacen("[payers.submission.transport]", asks, 1);
        let (house, at) = month_of(store, folder.path(), &demo, &setup).await;
        let _place = place;
        let all = StandingShares {
            inactive: 0,
            advantage: 0,
            qmb: 1,
            hospice: 0,
            invalid_number: 0,
            not_found: 0,
            of: 1,
        };
        let temper = Temper { standing_shares: all, ..Temper::generous() };
        let mut between = Between::new(&house, at, folder.path(), temper);
        let app = &house.app;
        between.sent().await;
        between.heard(20).await;
        let balance = async |account: Account| {
            let books = app::remittance::books(app, &operator(), at).await.expect("the books");
            books.balances.get(&account).map_or(0, |cents| cents.0)
        };
        assert!(balance(Account::PatientReceivable).await > 0);
        let mut work = app.begin_read(&operator(), at).await.expect("a transaction");
        let practice = work.practice_id().expect("a practice");
        let mut owing = None;
        for (number, _) in states(app, at).await {
            let row = work.tx.claim(practice, &number).await.expect("a query").expect("it is there");
            let balances = work.tx.balances_of(practice, &[row.patient]).await.expect("a query");
            let owed = balances.iter().find(|one| one.account == Account::PatientReceivable);
            owing = owing.or(owed.map(|one| (row.patient, one.cents)));
        }
        drop(work);
        let (patient, owed) = owing.expect("somebody owes a share");
        let on = date_of(app.now());
        let command_id = CommandId::new("check-7").expect("a name");
        let reference = "check 7".to_owned();
        let receipt = NewReceipt { command_id, cents: owed, by: PaidBy::Check, on, reference };
        receive(app, &operator(), at, patient, receipt).await.expect("on record");

        let month = MONTH.parse().expect("a month");
        ask(app, &operator(), at, month, WhichAsked::All).await.expect("a report");
        between.sent().await;
        between.heard(3).await;
        assert_eq!(balance(Account::PatientReceivable).await, 0, "nobody is asked any more");
        let view = account(app, &operator(), at, patient).await.expect("an account");
        assert_eq!((view.owed, view.credit), (Cents(0), owed));
        let books = app::remittance::books(app, &operator(), at).await.expect("the books");
        assert!(books.is_balanced(), "{books:?}");
    })
    .await;
}

fn date_of(now: Timestamp) -> Date {
    TimeZone::UTC.to_datetime(now).date()
}
