//! A paid claim that should not have been asked for: voided, and taken back by its payer. Nobody owes anything of it then.

use std::collections::BTreeMap;

use app::claim::correct;
use app::{App, Place};
use ccm::basics::*;
use ccm::claim::life::CorrectionWay;
use ccm::claim::{Acts, ClaimState};
use ccm::remittance::Account;
use ccm::remittance::ledger::Posting;
use synthetic::payer::{Temper, VoidStory};
use testkit::engines::each_place;
use testkit::house::operator;

use crate::between::Between;
use crate::{common, month_of, states, with_mailbox};

/// What stands on each account of these claims together.
async fn stands(app: &App, at: Place, claims: &[ClaimId]) -> BTreeMap<Account, i64> {
    let mut work = app.begin_read(&operator(), at).await.expect("a transaction");
    let practice = work.practice_id().expect("a practice");
    let mut all = BTreeMap::new();
    for journal in work.tx.journals_of(practice, claims).await.expect("a query") {
        let of = |one: &&Posting| one.subject.claim.is_some_and(|id| claims.contains(&id));
        for posting in journal.postings().iter().filter(of) {
            *all.entry(posting.account).or_insert(0) += posting.cents.0;
        }
    }
    all.retain(|_, cents| *cents != 0);
    all
}

#[tokio::test]
async fn a_voided_claim_is_owed_by_nobody_once_its_payer_has_taken_it_back() {
    each_place(async |place, store| {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let demo = common::write_demo(folder.path(), 76);
        let takes = "[payers.submission]\nfreq78_allowed = true\n\n[payers.submission.transport]";
        let setup = with_mailbox(&demo.setup_toml, folder.path());
        let setup = setup.replacen("[payers.submission.transport]", takes, 1);
        let (house, at) = month_of(store, folder.path(), &demo, &setup).await;
        let _place = place;
        let voids = vec![VoidStory::Refused, VoidStory::OwnNumber, VoidStory::OldNumber];
        let mut between = Between::new(&house, at, folder.path(), Temper { voids, ..Temper::generous() });
        let app = &house.app;
        between.sent().await;
        between.heard(20).await;

        let mut work = app.begin_read(&operator(), at).await.expect("a transaction");
        let practice = work.practice_id().expect("a practice");
        let mut paid = Vec::new();
        for (number, state) in states(app, at).await {
            if state == ClaimState::Posted && paid.len() < 2 {
                paid.push(work.tx.claim(practice, &number).await.expect("a query").expect("it is there").id);
            }
        }
        drop(work);
        let [one, two] = paid.as_slice() else { panic!("two were paid") };
        let before = stands(app, at, &paid).await;
        assert!(before[&Account::PatientReceivable] > 0 && before[&Account::CashClearing] > 0, "{before:?}");

        // A void asks for nothing; and one that was refused is asked again as the void that it was.
        let void = correct(app, &operator(), at, *one, CorrectionWay::Void).await.expect("drafted");
        between.reviewed().await;
        let text = between.sent().await;
        assert!(text.contains(":8*") && text.contains("REF*F8*"), "{text}");
        between.heard(3).await;
        assert_eq!(between.state(void).await, ClaimState::PayerRejected);
        assert_eq!(stands(app, at, &[*one, *two, void]).await, before, "a void is not charged");
        let again = correct(app, &operator(), at, void, CorrectionWay::Resubmission).await.expect("drafted");
        let other = correct(app, &operator(), at, *two, CorrectionWay::Void).await.expect("drafted");
        between.reviewed().await;
        let text = between.sent().await;
        assert_eq!((text.matches(":8*").count(), text.matches("REF*F8*").count()), (2, 2), "{text}");
        between.heard(20).await;

        // One was taken back under the void's own number, the other under its old one.
        let all = [*one, *two, void, again, other];
        assert_eq!(stands(app, at, &all).await, BTreeMap::new());
        for claim in [*one, *two] {
            let page = app::claim::claim(app, &operator(), at, &claim.to_string()).await.expect("a page");
            let life = page.timeline.expect("a life");
            assert_eq!(between.state(claim).await, ClaimState::Superseded);
            assert_eq!((life.acts, life.alerts.len()), (Acts::Nobody, 0), "it was expected");
        }
        for claim in [again, other] {
            assert_eq!(between.state(claim).await, ClaimState::Closed, "nothing more is heard of it");
        }
        let books = app::remittance::books(app, &operator(), at).await.expect("the books");
        assert!(books.is_balanced(), "{books:?}");
    })
    .await;
}
