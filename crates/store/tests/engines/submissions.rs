//! What the boards of files and payments ask, on both engines: who asks for somebody, what is counted, how money stands.

use std::collections::BTreeSet;
use std::time::Duration;

use app::ports::claim_timings::{ClaimTiming, LookOn};
use app::ports::denials::{DenialView, WhichRefusals};
use app::ports::ledger::WhichAdjudications;
use app::ports::payments::{PaymentSums, SoughtClaims};
use app::ports::submissions::{FileStateCount, FilesWanted, MatterCount, MonthStateCount};
use app::ports::{ClaimEventRow, StandingRow};
use ccm::basics::*;
use ccm::claim::carriage::{CarriageEvent, CarriageStep};
use ccm::claim::{AlertRule, ClaimMatter, ClaimState, ClaimStep, PaymentKey};
use ccm::remittance::Account;
use testkit::engines::each;

use crate::record::exchange::{job_run, journal, payment, received, standing_row};
use crate::record::{self, PATIENT, actor, month};
use crate::support::*;

const HOUSE: House = House::numbered(1, 11);
const LATE: &str = "2027-07-03";

#[tokio::test]
async fn a_file_asks_until_it_is_there_and_again_when_the_day_of_a_claim_has_come() {
    each(async |store| {
        HOUSE.furnish(&store).await;
        record::fill(&store, HOUSE).await;
        let practice = HOUSE.practice;
        let file = record::claim_file().id;
        let wanted =
            |asking_by: Option<&str>| FilesWanted { asking_by: asking_by.map(day), before: None, limit: 10 };
        let mut tx = HOUSE.begin(&store).await;
        let queued = ClaimEventRow::ours(ClaimStep::Queued { file }, &actor(), now());
        tx.add_claim_events(practice, &[(record::claim().id, 2, queued)]).await.unwrap();
        let (early, late) = ("2026-10-02", LATE);
        let begun = tx.submissions(practice, wanted(Some(early))).await.unwrap();
        assert_eq!(begun.len(), 1, "nobody knows whether it is there");
        assert_eq!((begun[0].0.id, begun[0].1.len()), (file, 1));
        let there = CarriageStep::Transmitted { confirmation: Some("n".into()) };
        let there = CarriageEvent { at: now(), step: there };
        tx.add_file_event(practice, file, 2, &there, &actor()).await.unwrap();
        assert!(tx.submissions(practice, wanted(Some(early))).await.unwrap().is_empty());
        assert_eq!(tx.submissions(practice, wanted(Some(late))).await.unwrap().len(), 1);
        assert_eq!(tx.submissions(practice, wanted(None)).await.unwrap().len(), 1);
        let behind = FilesWanted { before: Some(file), ..wanted(None) };
        assert!(
            tx.submissions(practice, behind).await.unwrap().is_empty(),
            "the newest first, and it is the last"
        );
        assert_eq!(tx.submission(practice, file).await.unwrap().unwrap().name, "a.x12");
        let carriage = tx.carriage_of(practice, file).await.unwrap();
        assert_eq!(carriage[1], (there, actor()));

        for (today, asking) in [(early, 0), (late, 1)] {
            let states = tx.file_states(practice, &[file], day(today)).await.unwrap();
            let counted = FileStateCount { file, state: ClaimState::Draft, claims: 1, asking };
            assert_eq!(states, [counted], "each claim once, however often the file is in its life");
            let waits = tx.matters_counted(practice, day(today)).await.unwrap();
            let matter = record::exchange::standing_row().matters[0];
            let (payer, claims) = (record::claim().payer, asking);
            let wait = MatterCount { matter, payer, month: month(), claims, total: Cents(9_000) };
            assert_eq!(waits, if asking == 1 { vec![wait] } else { vec![] });
            let months = tx.month_states(practice, month(), day(today)).await.unwrap();
            let (state, total) = (ClaimState::Draft, Cents(9_000));
            assert_eq!(
                months,
                [MonthStateCount { month: month(), revision: 1, state, claims: 1, asking, total }]
            );
        }
        let claims = tx.claims_in_file(practice, file, "", 10).await.unwrap();
        assert_eq!((claims.len(), claims[0].number.as_str(), claims[0].patient), (1, "P1A", PATIENT));
        assert_eq!(claims[0].look_on, Some(day(LATE)));
        assert!(tx.claims_in_file(practice, file, "P1A", 10).await.unwrap().is_empty());
        assert_eq!(tx.file_names(practice, &[file]).await.unwrap(), [(file, "a.x12".to_owned())]);
        let came = received().id;
        assert_eq!(tx.received_names_of(practice, &[came]).await.unwrap(), [(came, "remit.835".to_owned())]);
    })
    .await;
}

#[tokio::test]
async fn the_day_of_a_claim_moves_unless_something_was_added_to_it_meanwhile() {
    each(async |store| {
        HOUSE.furnish(&store).await;
        record::fill(&store, HOUSE).await;
        let (practice, claim) = (HOUSE.practice, record::claim());
        let mut tx = HOUSE.begin(&store).await;
        let kept = tx.claim_timings(practice).await.unwrap();
        let timing = ClaimTiming { after: None, ..kept[0] };
        assert_eq!((kept.len(), kept[0].after), (1, Some(claim.id)));
        tx.put_claim_timing(practice, timing).await.unwrap();
        assert_eq!(tx.claim_timings(practice).await.unwrap(), [timing]);

        let waiting = tx.waiting_claims(practice, claim.payer, None, 10).await.unwrap();
        assert_eq!((waiting.len(), waiting[0].id, waiting[0].events.len()), (1, claim.id, 1));
        assert!(tx.waiting_claims(practice, claim.payer, Some(claim.id), 10).await.unwrap().is_empty());
        for (events, on, moved) in
            [(2, Some("2026-10-02"), false), (1, Some("2026-10-02"), true), (1, None, true)]
        {
            let on = on.map(day);
            let matter = |from| ClaimMatter { rule: AlertRule::NoRemittance, from, last_day: None };
            let matters = on.map(matter).into_iter().collect();
            tx.put_looks(practice, &[LookOn { claim: claim.id, events, on, matters }]).await.unwrap();
            let today = day("2026-10-02");
            let asking = tx.month_states(practice, month(), today).await.unwrap()[0].asking;
            assert_eq!(asking, u64::from(moved && on.is_some()), "{events} {on:?}");
            let waits = tx.matters_counted(practice, today).await.unwrap();
            let waits: Vec<ClaimMatter> = waits.iter().map(|one| one.matter).collect();
            assert_eq!(waits, on.filter(|_| moved).map(matter).into_iter().collect::<Vec<_>>());
        }
    })
    .await;
}

#[tokio::test]
async fn a_payment_is_summed_by_its_claims_and_by_the_ledger() {
    each(async |store| {
        HOUSE.furnish(&store).await;
        record::fill(&store, HOUSE).await;
        let practice = HOUSE.practice;
        let mut tx = HOUSE.read(&store).await;
        let id = payment().id;
        assert_eq!(tx.payments_named(practice, &[id]).await.unwrap(), [payment()]);
        let sums = tx.payment_sums(practice, &[id]).await.unwrap();
        let (charge, paid, share) = (Cents(18_000), Cents(10_000), Cents(0));
        assert_eq!(sums[&id], PaymentSums { claims: 2, unmatched: 0, charge, paid, share }, "both are known");
        let key = payment().payment.key;
        let accounts = tx.payment_accounts(practice, &key).await.unwrap();
        assert_eq!(accounts[&Account::CashClearing], journal().sum(Account::CashClearing));
        let other = PaymentKey { trace: "another".into(), ..key.clone() };
        assert_eq!(tx.payment_ids(practice, &[key.clone(), other]).await.unwrap(), [(key, id)]);
        let sought = |totals: Vec<Cents>, part: &str| SoughtClaims {
            months: vec![month()],
            totals,
            parts: vec![part.into()],
            payers: vec![record::claim().payer],
        };
        let charged =
            tx.claims_charged(practice, &sought(vec![Cents(9_000), Cents(1)], "1"), 5).await.unwrap();
        assert_eq!((charged.len(), charged[0].number.as_str()), (1, "P1A"));
        assert!(tx.claims_charged(practice, &sought(vec![Cents(8_999)], "1"), 5).await.unwrap().is_empty());
        let of = WhichAdjudications::OfClaim(record::claim().id);
        let said = tx.adjudications(practice, of, 10).await.unwrap();
        let mut places: Vec<i64> = said.iter().map(|one| one.place).collect();
        places.sort_unstable();
        assert_eq!(places, [0, 1], "also what was given to it later");
        let of = WhichAdjudications::OfMonth(month(), None);
        let said = tx.adjudications(practice, of, 10).await.unwrap();
        assert!(said.iter().any(|one| one.place == 1 && one.claim == Some(record::claim().id)), "{said:?}");
        let page = WhichAdjudications::PageOfPayment(id, 1);
        assert_eq!(tx.adjudications(practice, page, 10).await.unwrap()[0].place, 1);
    })
    .await;
}

#[tokio::test]
async fn a_payer_is_asked_about_its_own_claims_alone() {
    each(async |store| {
        HOUSE.furnish(&store).await;
        record::fill(&store, HOUSE).await;
        let practice = HOUSE.practice;
        let mut tx = HOUSE.begin(&store).await;
        let (ours, other) = (record::claim().payer, PayerId(id(71)));
        for view in [DenialView::Open, DenialView::Waiting] {
            let all = WhichRefusals::AllStanding(view, day(LATE));
            let all = tx.refusals_listed(practice, &all, ("", 0), 10).await.unwrap();
            let of = |payer| WhichRefusals::AllOfPayer(payer, view, day(LATE));
            assert_eq!(tx.refusals_listed(practice, &of(ours), ("", 0), 10).await.unwrap(), all);
            assert!(tx.refusals_listed(practice, &of(other), ("", 0), 10).await.unwrap().is_empty());
        }
        for (state, found) in [(ClaimState::Draft, 0), (ClaimState::Transmitted, 1), (ClaimState::Posted, 0)]
        {
            let row = StandingRow { state, ..standing_row() };
            tx.put_claim_standings(practice, &[row]).await.unwrap();
            for (payer, found) in [(None, found), (Some(ours), found), (Some(other), 0)] {
                let awaited = tx.claims_unanswered(practice, payer, day(LATE), 10).await.unwrap();
                assert_eq!(awaited.len(), found, "{state:?} {payer:?}");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn whoever_posts_a_payer_s_payments_is_waited_for() {
    each(async |store| {
        HOUSE.furnish(&store).await;
        let payers = BTreeSet::from([PayerId(id(70)), PayerId(id(71))]);
        let mut first = HOUSE.begin(&store).await;
        first.lock_payments(&payers, now()).await.unwrap();
        let other = async {
            let mut second = HOUSE.begin(&store).await;
            second.lock_payments(&BTreeSet::from([PayerId(id(71))]), now()).await.unwrap();
        };
        tokio::pin!(other);
        assert!(tokio::time::timeout(Duration::from_millis(300), &mut other).await.is_err(), "it waits");
        first.commit().await.unwrap();
        tokio::time::timeout(Duration::from_secs(10), other).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_job_has_one_row_that_is_made_anew() {
    each(async |store| {
        HOUSE.furnish(&store).await;
        record::fill(&store, HOUSE).await;
        let mut tx = HOUSE.begin(&store).await;
        let well = app::ports::job_runs::JobRunRow {
            well_at: Some(now()),
            failed_at: None,
            why: None,
            failures: 0,
            ..job_run()
        };
        assert_eq!(tx.job_runs().await.unwrap(), [job_run()]);
        tx.put_job_run(&well).await.unwrap();
        let kept = app::ports::job_runs::JobRunRow { well_at: Some(now()), failures: 0, ..job_run() };
        assert_eq!(tx.job_runs().await.unwrap(), [kept], "when and why it last failed is still known");
        assert_eq!(tx.written(), 0, "nothing of the record is in it");
    })
    .await;
}
