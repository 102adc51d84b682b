//! Unknown money that was given to the wrong claim.

use app::claim::{Timeline, correct};
use app::remittance::denials::{NewDecision, decide};
use app::remittance::{Books, match_claim, unmatch_claim, unmatched_claims};
use app::{App, Place};
use ccm::basics::*;
use ccm::claim::life::CorrectionWay;
use ccm::remittance::denial::Decision;
use testkit::house::operator;

use crate::states;

/// Taken from it everything stands as before, and given to it again as it stood then; what was said is kept.
pub async fn goes_back(app: &App, at: Place, found: (PaymentId, i64), number: &str, before: &Books) {
    let books = async || app::remittance::books(app, &operator(), at).await.expect("the books");
    let life = async || {
        app::claim::claim(app, &operator(), at, number).await.expect("a page").timeline.expect("a life")
    };
    let (given_books, given) = (books().await, life().await);
    assert_eq!(paid(&given), ("posted", true));
    for _ in 0..2 {
        unmatch_claim(app, &operator(), at, found).await.expect("it is taken away");
        assert_eq!(books().await.balances, before.balances);
        let now = life().await;
        assert!(now.state < given.state && !paid(&now).1, "{:?} {:?}", now.state, now.money);
        let again = unmatch_claim(app, &operator(), at, found).await;
        assert!(matches!(again, Err(app::Error::Conflict(_))), "{again:?}");
        let lost = unmatched_claims(app, &operator(), at).await.expect("a list");
        assert!(lost.iter().any(|one| (one.payment, one.place) == found), "somebody looks at it again");
        match_claim(app, &operator(), at, found, number).await.expect("it is posted");
        assert_eq!(books().await.balances, given_books.balances);
        let now = life().await;
        assert_eq!((now.state, now.money), (given.state, given.money.clone()));
    }
    let told = life().await.events.len() - given.events.len();
    assert_eq!(told, 4, "each time: that it was taken away, and what was said of it");
}

fn paid(life: &Timeline) -> (&'static str, bool) {
    (life.state.word(), life.money.iter().any(|line| line.paid.0 != 0))
}

/// Given to a claim that was given up, or that another was asked in place of, it leaves nothing owed when it is taken away.
pub async fn leaves_nothing_owed(app: &App, at: Place, found: (PaymentId, i64), from: &str) {
    unmatch_claim(app, &operator(), at, found).await.expect("it is taken away");
    let refused = states(app, at).await.into_iter().filter(|(_, state)| state.is_rejected());
    let refused: Vec<String> = refused.map(|(number, _)| number).take(2).collect();
    let [given_up, replaced] = refused.as_slice() else { panic!("two were refused: {refused:?}") };
    let id = async |number: &str| {
        let mut work = app.begin_read(&operator(), at).await.expect("a transaction");
        let practice = work.practice_id().expect("a practice");
        work.tx.claim(practice, number).await.expect("a query").expect("it is there").id
    };
    let note = "Too late to ask anew".to_owned();
    let give_up = NewDecision { decision: Decision::WriteOff, until: None, note };
    decide(app, &operator(), at, id(given_up).await, &give_up).await.expect("kept");
    correct(app, &operator(), at, id(replaced).await, CorrectionWay::Resubmission).await.expect("drafted");
    for number in [given_up, replaced] {
        let before = app::remittance::books(app, &operator(), at).await.expect("the books");
        match_claim(app, &operator(), at, found, number).await.expect("it is posted");
        unmatch_claim(app, &operator(), at, found).await.expect("it is taken away");
        let after = app::remittance::books(app, &operator(), at).await.expect("the books");
        assert_eq!(after.balances, before.balances, "{number}");
    }
    match_claim(app, &operator(), at, found, from).await.expect("it is posted");
}
