//! From submitted to paid: the demo's September goes out to a payer of our own making, which shares no code with our readers;
//! what it answers in the weeks after is taken in, and our books are held against what it says really happened.

#[path = "../common/mod.rs"]
mod common;

mod between;
mod later;
mod qualified;
mod shared;
mod taken_back;
mod wrong_claim;

use std::collections::BTreeSet;
use std::path::Path;

use app::claim::{Arrived, ClaimsQuery, InMemory, claims, export, poll, receive, send, take_in};
use app::ports::outside::Unwatched;
use app::remittance::{match_claim, unmatched_claims};
use app::{App, Place};
use ccm::basics::*;
use ccm::claim::ClaimState;
use ccm::remittance::Account;
use jiff::ToSpan;
use jiff::civil::{DateTime, date};
use synthetic::payer::{Outcome, Payer, Story, Temper, Truth};
use testkit::engines::each_place;
use testkit::house::{House, operator};

const MONTH: &str = "2026-09";

/// The demo's setup file, with folders between the practice and Medicare.
fn with_mailbox(setup: &str, folder: &Path) -> String {
    let path = |name: &str| folder.join(name).to_str().expect("a path").to_owned();
    synthetic::with_mailbox(setup, &path("out"), &path("in"))
}

/// Everything until the files of claims lie ready.
async fn month(store: store::SqlStore, folder: &Path) -> (House, Place) {
    let demo = common::write_demo(folder, 76);
    month_of(store, folder, &demo, &with_mailbox(&demo.setup_toml, folder)).await
}

/// The same with so many patients that every share of what a payer may say has its claims.
async fn large_month(store: store::SqlStore, folder: &Path) -> (House, Place) {
    let demo = common::write_demo(folder, 240);
    month_of(store, folder, &demo, &with_mailbox(&demo.setup_toml, folder)).await
}

/// What the payer was told to do, and has done: about seventy of a hundred paid, ten returned, ten denied for many reasons,
/// the others in every other way there is.
fn has_all_shares(truth: &Truth) {
    let all: Vec<(Story, Outcome)> =
        truth.claims.values().filter_map(|claim| Some((claim.story?, claim.outcome))).collect();
    let share = |of: &dyn Fn(&Story) -> bool| {
        100 * all.iter().filter(|(story, _)| of(story)).count() / all.len().max(1)
    };
    let paid = share(&|story| matches!(story, Story::Paid));
    let returned = share(&|story| matches!(story, Story::Refused(_)));
    let denied = share(&|story| matches!(story, Story::Denied(_)));
    assert!((62..=78).contains(&paid) && (6..=14).contains(&returned), "{paid} {returned}");
    assert!((6..=14).contains(&denied), "{denied}");
    let reasons: BTreeSet<&str> = all
        .iter()
        .filter_map(|(story, _)| match story {
            Story::Denied(denial) => Some(denial.reason),
            _ => None,
        })
        .collect();
    assert!(reasons.len() >= 8, "{reasons:?}");
    for wanted in
        [Story::ReversedTogether, Story::ReversedApart, Story::Crossover, Story::Qmb, Story::Takeback]
    {
        assert!(all.iter().any(|(story, _)| *story == wanted), "{wanted:?}");
    }
    assert!(
        truth.payments.iter().any(|payment| !payment.adjustments.is_empty()),
        "money of the provider's level"
    );
}

async fn month_of(
    store: store::SqlStore,
    folder: &Path,
    demo: &synthetic::Demo,
    setup: &str,
) -> (House, Place) {
    let (house, at) = common::demo::told(store, folder, demo, setup).await;
    let month = MONTH.parse().expect("a month");
    app::billing::close(&house.app, &operator(), at, month).await.expect("the month is over");
    common::demo::reviewed(&house, at, month).await;
    export(&house.app, &operator(), at, month).await.expect("there is something to export");
    (house, at)
}

async fn states(app: &App, at: Place) -> Vec<(String, ClaimState)> {
    let mut all = Vec::new();
    let mut query = ClaimsQuery::default();
    loop {
        let page = claims(app, &operator(), at, &query).await.expect("a page");
        all.extend(page.rows.into_iter().map(|row| (row.claim.number, row.claim.state)));
        match page.next {
            Some(next) => query.after = Some(next),
            None => return all,
        }
    }
}

/// Where a claim must stand by what the payer says became of it.
fn fits(outcome: Outcome, state: ClaimState) -> bool {
    match outcome {
        Outcome::InterchangeRefused => state == ClaimState::InterchangeRejected,
        Outcome::SetRefused => state == ClaimState::SyntaxRejected,
        Outcome::Refused => state == ClaimState::PayerRejected,
        Outcome::Unanswered => state <= ClaimState::SyntaxOk,
        Outcome::Accepted => matches!(state, ClaimState::PayerAccepted | ClaimState::Pended),
        Outcome::Paid
        | Outcome::ZeroPaid
        | Outcome::PartlyDenied
        | Outcome::Denied
        | Outcome::Forwarded
        | Outcome::Reversed => state == ClaimState::Posted,
    }
}

#[tokio::test]
async fn what_went_out_comes_back_and_every_cent_of_it_stands_in_the_books() {
    each_place(async |place, store| {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let (house, at) = large_month(store, folder.path()).await;
        let _place = place;
        let (out, inbox) = (folder.path().join("out"), folder.path().join("in"));
        std::fs::create_dir_all(&out).expect("a folder");
        std::fs::create_dir_all(&inbox).expect("a folder");
        let app = &house.app;

        let sent = send(app, &operator(), at, &Unwatched).await.expect("a report");
        let outcomes: Vec<&str> = sent.files.iter().map(|file| file.outcome).collect();
        assert!(outcomes.contains(&"sent"), "{outcomes:?}");
        let again = send(app, &operator(), at, &Unwatched).await.expect("a report");
        assert!(again.files.iter().all(|file| file.outcome == "by_hand"), "what is there is not sent twice");

        let mut payer = Payer::new(7, Temper { repeats_payments: true, ..Temper::default() });
        let arrived = date(2026, 10, 2).at(10, 0, 0, 0);
        for file in std::fs::read_dir(&out).expect("a folder") {
            let bytes = std::fs::read(file.expect("a file").path()).expect("bytes");
            payer.receive(&bytes, arrived).expect("a file that a payer takes");
        }
        let (mut quarantined, mut duplicates) = (Vec::new(), 0);
        let mut hour: DateTime = arrived;
        while hour < date(2027, 3, 1).at(0, 0, 0, 0) {
            hour = hour.checked_add(1.days()).expect("a day");
            let answers = payer.deliver(hour);
            if answers.is_empty() {
                continue;
            }
            for answer in answers {
                std::fs::write(inbox.join(&answer.name), &answer.text).expect("a file");
            }
            house.put_clock(&TimeZone::UTC.to_timestamp(hour).expect("an instant").to_string());
            let polled = poll(app, &operator(), at, &Unwatched).await.expect("a report");
            assert!(polled.troubles.is_empty(), "{:?}", polled.troubles);
            for taken in polled.taken {
                if taken.outcome == "quarantined" {
                    quarantined.push(taken.clone());
                }
                let payments = taken.posted.iter().flat_map(|posted| &posted.payments);
                duplicates += payments.filter(|payment| payment.is_duplicate).count();
            }
            let books = app::remittance::books(app, &operator(), at).await.expect("the books");
            assert!(books.is_balanced(), "{books:?}");
        }
        assert!(quarantined.is_empty(), "{quarantined:#?}");
        assert!(duplicates > 0, "each payment came twice");
        let nothing = poll(app, &operator(), at, &Unwatched).await.expect("a report");
        assert_eq!((nothing.received, nothing.taken.len()), (0, 0));

        let truth = payer.truth();
        let stand = states(app, at).await;
        assert!(truth.claims.len() > 120, "{}", truth.claims.len());
        has_all_shares(truth);
        for (number, told) in &truth.claims {
            let Some((_, state)) = stand.iter().find(|(known, _)| known == number) else { continue };
            assert!(fits(told.outcome, *state), "{number}: {:?} {state:?}", told.outcome);
        }

        // Cash is what the payments came to; each claim has what the payer says that it paid for it.
        let books = app::remittance::books(app, &operator(), at).await.expect("the books");
        let cash = books.balances.get(&Account::CashClearing).map_or(0, |cents| cents.0);
        let paid: i64 = truth.payments.iter().map(|payment| payment.amount.0).sum();
        assert_eq!(cash, paid);
        let strangers: i64 = truth.payments.iter().map(|payment| payment.strangers_paid.0).sum();
        assert_eq!(books.unmatched.0, strangers);
        let mut work = app.begin_read(&operator(), at).await.expect("a transaction");
        let practice = work.practice_id().expect("a practice");
        for (number, told) in &truth.claims {
            let Some(row) = work.tx.claim(practice, number).await.expect("a query") else { continue };
            let journals = work.tx.journals_of(practice, &[row.id]).await.expect("a query");
            let of = |account| -> i64 {
                let postings = journals.iter().flat_map(|journal| journal.postings());
                let fitting =
                    postings.filter(|one| one.account == account && one.subject.claim == Some(row.id));
                fitting.map(|one| one.cents.0).sum()
            };
            if told.told > 0 {
                assert_eq!(of(Account::CashClearing), told.paid.0, "{number}");
                assert_eq!(of(Account::PatientShare), 0, "{number}: the share is settled");
            }
        }
        drop(work);

        boards_agree(app, at).await;
        house.put_clock("2027-03-15T17:00:00Z");
        common::statements::hold(&house, at).await;
        let books = app::remittance::books(app, &operator(), at).await.expect("the books");

        // Somebody finds out whose the stranger's money is.
        let lost = unmatched_claims(app, &operator(), at).await.expect("a list");
        let lost = lost.iter().find(|one| one.paid_cents.0 > 0).expect("the payer pays for strangers too");
        let found = (lost.payment, lost.place);
        let (number, _) = truth.claims.iter().find(|(_, told)| told.told == 0).expect("one never paid");
        match_claim(app, &operator(), at, found, number).await.expect("it is posted");
        let again = match_claim(app, &operator(), at, found, number).await;
        assert!(matches!(again, Err(app::Error::Conflict(_))), "{again:?}");
        let after = app::remittance::books(app, &operator(), at).await.expect("the books");
        assert!(after.is_balanced());
        assert_eq!(after.unmatched.0, books.unmatched.0 - lost.paid_cents.0);
        wrong_claim::goes_back(app, at, found, number, &books).await;
        wrong_claim::leaves_nothing_owed(app, at, found, number).await;
    })
    .await;
}

/// What boards show is what happened: each payment balances, each file's claims are counted once, each claim tells its life.
async fn boards_agree(app: &App, at: Place) {
    let board = app::remittance::payments(app, &operator(), at, None).await.expect("a board");
    assert!(!board.payments.is_empty());
    let mut strangers = 0;
    for head in board.payments {
        let shown = app::remittance::payment(app, &operator(), at, head.row.id, 0).await.expect("a page");
        assert!(shown.is_balanced(), "{}: {:?}", head.row.payment.key.trace, shown.accounts);
        assert_eq!(head.sums.claims, u64::try_from(head.row.claims).expect("a count"));
        strangers += head.sums.unmatched;
    }
    let lost = app::remittance::unmatched_money(app, &operator(), at).await.expect("a list");
    assert_eq!(u64::try_from(lost.len()).expect("a count"), strangers);
    let query = app::claim::SubmissionsQuery::default();
    let sent = app::claim::submissions(app, &operator(), at, query).await.expect("a board");
    for one in &sent.files {
        let counted: u64 = one.states.iter().map(|(_, claims)| claims).sum();
        assert_eq!(counted, u64::try_from(one.file.claims).expect("a count"), "{}", one.file.name);
    }
    let listed = states(app, at).await;
    let months: u64 = sent.months.iter().flat_map(|month| &month.states).map(|one| one.claims).sum();
    assert_eq!(months, u64::try_from(listed.len()).expect("a count"), "each claim once");
    let (posted, _) =
        listed.iter().find(|(_, state)| *state == ClaimState::Posted).expect("something was paid");
    let page = app::claim::claim(app, &operator(), at, posted).await.expect("a page");
    let life = page.timeline.expect("a life");
    assert!(
        life.events.iter().any(|event| event.payment.is_some() && event.said.is_some()),
        "with the payer's word"
    );
    assert!(
        life.events.iter().filter(|event| event.received.is_some()).count() >= 2,
        "and the files that said so"
    );
    assert!(life.money.iter().any(|line| line.paid.0 > 0 || line.share.0 > 0 || line.disputed.0 > 0));
    for line in &life.money {
        let told = line.paid.0 + line.contractual.0 + line.sequestration.0 + line.share.0 + line.disputed.0;
        assert_eq!(line.charge.0, told + line.open.0, "{line:?}: every cent of a charge stands somewhere");
    }
}

/// Every broken file of `fixtures/`, one after the other: kept, told of, and not a cent posted.
#[tokio::test]
async fn of_a_file_with_anything_wrong_in_it_nothing_counts() {
    each_place(async |place, store| {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let (house, at) = month(store, folder.path()).await;
        let _place = place;
        let app = &house.app;
        let before =
            (states(app, at).await, app::remittance::books(app, &operator(), at).await.expect("books"));
        let broken = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/x12/broken");
        let mut files = 0;
        for file in std::fs::read_dir(broken).expect("the fixtures") {
            let path = file.expect("a file").path();
            if path.extension().is_none_or(|end| end != "x12") {
                continue;
            }
            files += 1;
            let bytes = std::fs::read(&path).expect("bytes");
            let arrived = Arrived { name: "broken.x12", way: "hand", payer: None };
            let kept = receive(app, &operator(), at, arrived, &mut InMemory::of(bytes.clone())).await;
            if bytes.is_empty() {
                assert!(matches!(kept, Err(app::Error::Invalid(_))), "there is nothing to keep");
                continue;
            }
            let (row, was_known) = kept.expect("kept");
            assert!(!was_known, "{}", path.display());
            let taken = take_in(app, &operator(), at, row.id).await.expect("told of");
            // A file of others' kinds is told of as nothing to read.
            assert_eq!(taken.outcome, "quarantined", "{}", path.display());
            let reasons = taken.problems.iter().filter(|one| one.code != "not_for_us");
            let is_remittance = taken.kinds.is_empty() || taken.kinds.contains(&"remittance");
            assert!(reasons.count() > 0 || !is_remittance, "{}: refused for what is wrong", path.display());
            let arrived = Arrived { name: "again.x12", way: "hand", payer: None };
            let (again, was_known) =
                receive(app, &operator(), at, arrived, &mut InMemory::of(bytes)).await.expect("kept");
            assert!(was_known && again.id == row.id, "the same bytes are one file");
        }
        assert!(files >= 40, "{files}");
        let after =
            (states(app, at).await, app::remittance::books(app, &operator(), at).await.expect("books"));
        assert_eq!(before, after);
    })
    .await;
}
