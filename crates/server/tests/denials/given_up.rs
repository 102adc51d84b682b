//! What a biller lets go.

use app::Error;
use app::ports::denials::DenialView;
use app::remittance::denials::{DenialClaim, decide, denial};
use ccm::claim::ClaimState;
use ccm::remittance::Account;
use ccm::remittance::denial::Decision;
use testkit::house::operator;

use crate::{Ground, balance, disputed, listed, new, numbers};

/// What nobody judged is not asked for any more; what was paid too little is let go, and is not the patient's.
pub async fn given_up(ground: &Ground) {
    let (app, at) = (&ground.house.app, ground.at);
    let open = listed(app, at, DenialView::Open).await;
    let rejected = open.values().flatten().find(|row| row.state == ClaimState::PayerRejected);
    let rejected = rejected.expect("one that was refused before anybody judged it");
    let before = balance(app, at, Account::PayerReceivable).await;
    let drop = new(Decision::WriteOff, None, "Too late to ask anew");
    decide(app, &operator(), at, rejected.claim, &drop).await.expect("kept");
    let page = denial(app, &operator(), at, &rejected.claim.to_string()).await.expect("its page");
    assert_eq!((page.state, page.is_decided), (ClaimState::Closed, true));
    assert_eq!(page.decisions.last().map(|(one, _)| one.cents), Some(page.total));
    assert_eq!(balance(app, at, Account::PayerReceivable).await, before - page.total.0);
    assert!(!numbers(&listed(app, at, DenialView::Open).await).contains(&rejected.number));

    let only_short = |row: &&DenialClaim| {
        open.iter()
            .all(|(name, rows)| name.starts_with("short/") || rows.iter().all(|one| one.claim != row.claim))
    };
    let short = open.values().flatten().find(only_short).expect("one that was paid too little");
    let patient = new(Decision::BillPatient, None, "x");
    let refused = decide(app, &operator(), at, short.claim, &patient).await;
    assert!(matches!(&refused, Err(Error::Invalid(_))), "nobody said that it is theirs: {refused:?}");
    let disputed_before = disputed(app, at).await;
    decide(app, &operator(), at, short.claim, &new(Decision::WriteOff, None, "Not worth it"))
        .await
        .expect("kept");
    assert_eq!(disputed(app, at).await, disputed_before, "nothing of it was refused");
    assert!(!numbers(&listed(app, at, DenialView::Open).await).contains(&short.number));
}
