//! Unknown money that was given to the wrong claim.

use app::claim::Timeline;
use app::remittance::{Books, match_claim, unmatch_claim, unmatched_claims};
use app::{App, Place};
use ccm::basics::*;
use testkit::house::operator;

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
