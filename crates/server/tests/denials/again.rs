//! Claims whose month is closed once more, and whose payer's terms are others now.

use app::claim::{ClaimView, ClaimsQuery, claims, correct, retime};
use app::remittance::denials::{DenialClaim, denial};
use app::{App, Error, Place};
use ccm::claim::ClaimState;
use ccm::claim::life::CorrectionWay;
use synthetic::payer::{Outcome, Truth};
use testkit::house::operator;

use crate::{Ground, month, reviewed_and_exported};

/// A correction that was not sent when its month was closed anew is made once more, and what that closing drafted waits for it.
pub async fn left_behind(ground: &Ground, truth: &Truth, open: &[&DenialClaim]) {
    let (app, at) = (&ground.house.app, ground.at);
    let is_refused = |row: &&&DenialClaim| {
        truth.claims.get(&row.number).map(|told| told.outcome) == Some(Outcome::Refused)
    };
    let refused = open.iter().filter(is_refused).nth(1).expect("another that was refused");
    let way = CorrectionWay::Resubmission;
    let behind = correct(app, &operator(), at, refused.claim, way).await.expect("drafted");
    let page = denial(app, &operator(), at, &behind.to_string()).await.expect("its page");
    assert!(page.ways.is_empty(), "it is to be reviewed and sent");
    app::billing::reopen(app, &operator(), at, month(), "A visit was missing").await.expect("opened");
    app::billing::close(app, &operator(), at, month()).await.expect("closed again");

    let waiting = all(app, at, ClaimsQuery { with_problems: true, ..ClaimsQuery::default() }).await;
    let says = |code: &str| waiting.iter().find(|one| one.problems.iter().any(|found| found.code == code));
    let beside = says("correction_left_behind").expect("what the new closing drafted");
    assert!(says("exported_from_earlier_closing").is_some(), "what went out is not asked twice");
    let page = denial(app, &operator(), at, &behind.to_string()).await.expect("its page");
    assert_eq!((page.state, page.ways), (ClaimState::Draft, vec![way]));
    let other = correct(app, &operator(), at, behind, CorrectionWay::Replacement).await;
    assert!(matches!(other, Err(Error::Invalid(_))), "it stays the way it was: {other:?}");
    let anew = correct(app, &operator(), at, behind, way).await.expect("drafted");
    for gone in [behind, beside.claim] {
        let page = denial(app, &operator(), at, &gone.to_string()).await.expect("its page");
        assert_eq!((page.state, page.superseded_by.map(|one| one.0)), (ClaimState::Superseded, Some(anew)));
    }
    let files = reviewed_and_exported(ground).await.concat();
    let page = denial(app, &operator(), at, &anew.to_string()).await.expect("its page");
    assert!(files.contains(&format!("CLM*{}*", page.number)), "it goes out");
    assert!(!files.contains(&format!("CLM*{}*", beside.number)), "and nothing beside it");
}

/// A payer's new terms move the days on which claims ask for somebody, with nothing having happened to the claims.
pub async fn retimed(ground: &Ground) {
    let (app, at) = (&ground.house.app, ground.at);
    let asking = async || {
        let found = all(app, at, ClaimsQuery { is_asking: true, ..ClaimsQuery::default() }).await;
        found.iter().filter(|claim| claim.state == ClaimState::Queued).count()
    };
    let before = asking().await;
    assert!(retime(app, &operator(), at).await.expect("reckoned") > 0, "those of before are reckoned once");
    assert_eq!(asking().await, before);
    let setup = ground.setup.replacen("[[payers]]", "[[payers]]\nfiling_days = 150", 1);
    ground.house.set_up(&setup).await.expect("a shorter contract");
    assert_eq!(asking().await, before);
    assert!(retime(app, &operator(), at).await.expect("reckoned") > 0);
    assert!(asking().await > before, "days are left, not months");
    assert_eq!(retime(app, &operator(), at).await.expect("reckoned"), 0);
}

/// All claims of the month that a question lets through.
async fn all(app: &App, at: Place, query: ClaimsQuery) -> Vec<ClaimView> {
    let (mut found, mut after) = (Vec::new(), None);
    loop {
        let query = ClaimsQuery { month: Some(month()), after, ..query.clone() };
        let page = claims(app, &operator(), at, &query).await.expect("a page");
        found.extend(page.rows.into_iter().map(|row| row.claim));
        match page.next {
            Some(next) => after = Some(next),
            None => return found,
        }
    }
}
