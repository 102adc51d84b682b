//! What waits for whoever bills: answers that are late come up on their day and go when they are there, on both engines.

mod common;

use app::claim::{ClaimsQuery, claims, poll, send, submissions};
use app::ports::outside::Unwatched;
use app::reports::{BillingWork, Tray, billing_work};
use ccm::claim::AlertRule;
use common::exchanged::{answers, exported, house_at};
use common::{Ground, engines};
use testkit::house::operator;

/// Friday, the second of October: both payers get their files.
const SENT: &str = "2026-10-02T17:00:00Z";
/// The first business day after belongs to the payer; on the next one the acknowledgment is late, on the one after that the
/// payer's word, and after thirty days the money.
const LATE: [(&str, &[AlertRule]); 6] = [
    (SENT, &[]),
    ("2026-10-05T17:00:00Z", &[]),
    ("2026-10-06T17:00:00Z", &[AlertRule::NoAcknowledgment]),
    ("2026-10-07T17:00:00Z", &[AlertRule::NoAcknowledgment, AlertRule::NoClaimStatus]),
    ("2026-11-02T17:00:00Z", &WAITED_FOR),
    // Nothing came: a year after the month the payer need not take them any more.
    (
        "2027-09-02T17:00:00Z",
        &[
            AlertRule::NoAcknowledgment,
            AlertRule::NoClaimStatus,
            AlertRule::NoRemittance,
            AlertRule::FilingPassed,
        ],
    ),
];
const WAITED_FOR: [AlertRule; 3] =
    [AlertRule::NoAcknowledgment, AlertRule::NoClaimStatus, AlertRule::NoRemittance];

fn count(work: &BillingWork, rule: AlertRule) -> u64 {
    work.matters.iter().filter(|one| one.rule == rule).map(|one| one.claims).sum()
}

fn in_tray(work: &BillingWork, tray: Tray) -> u64 {
    work.trays.iter().find(|(one, _)| *one == tray).map_or(0, |(_, count)| *count)
}

#[test]
fn what_is_late_waits_for_somebody_until_it_has_come() {
    for (name, new) in engines() {
        let ground = new();
        exported(&ground, 24);
        let ground = ground.copy_with_mailboxes();
        follow(name, &ground);
    }
}

#[tokio::main]
async fn follow(name: &str, ground: &Ground) {
    let (house, store, at) = house_at(ground, SENT).await;
    let app = &house.app;
    let look = async || billing_work(app, &operator(), at).await.expect("the work");
    let unsent = look().await;
    assert_eq!(in_tray(&unsent, Tray::Unsent), 0, "{name}: files that the program carries are nobody's work");
    let report = send(app, &operator(), at, &Unwatched).await.expect("a report");
    let board = submissions(app, &operator(), at, Default::default()).await.expect("the board");
    let went: u64 = board.files.iter().map(|one| u64::try_from(one.file.claims).expect("a count")).sum();
    assert!(!report.files.is_empty() && went > 10, "{name}: {went} claims went out");
    for (instant, rules) in LATE {
        house.put_clock(instant);
        let work = look().await;
        for rule in WAITED_FOR.into_iter().chain([AlertRule::FilingPassed]) {
            let wanted = if rules.contains(&rule) { went } else { 0 };
            assert_eq!(count(&work, rule), wanted, "{name}: {rule:?} at {instant}");
        }
        for one in &work.matters {
            let query = ClaimsQuery {
                month: Some(one.month),
                payer: Some(one.payer),
                rule: Some(one.rule),
                ..ClaimsQuery::default()
            };
            let listed = claims(app, &operator(), at, &query).await.expect("a list");
            let asks = |row: &app::claim::ClaimListRow| row.alerts.iter().any(|alert| alert.rule == one.rule);
            assert!(listed.rows.iter().all(asks), "{name}: {:?} opens what it counted", one.rule);
            assert_eq!(listed.rows.len() as u64, one.claims.min(50), "{name}: {:?}", one.rule);
        }
    }
    ground.put_answers(&answers(&ground.sent_files()));
    poll(app, &operator(), at, &Unwatched).await.expect("a report");
    let work = look().await;
    for rule in [AlertRule::NoAcknowledgment, AlertRule::NoClaimStatus] {
        assert_eq!(count(&work, rule), 0, "{name}: {rule:?} has come");
    }
    let board = submissions(app, &operator(), at, Default::default()).await.expect("the board");
    let states = || board.files.iter().flat_map(|file| &file.states);
    let rejected: u64 = states().filter(|(state, _)| state.is_rejected()).map(|(_, claims)| claims).sum();
    assert!(rejected > 0, "{name}: the payer refuses some");
    assert_eq!(count(&work, AlertRule::Rejected), rejected, "{name}: each refused claim waits");
    assert!(in_tray(&work, Tray::Refused) >= rejected, "{name}: {:?}", work.trays);
    drop(house);
    store.close().await;
}
