//! A month's board through the whole program, on both engines: every count opens exactly whom it counted, before and after
//! the closing, and claims go from draft to file.

use app::billing::board::{self, MonthBoard, StandingsQuery};
use app::claim::ClaimsQuery;
use app::{Error, Place};
use ccm::access::Actor;
use ccm::basics::*;
use ccm::billing::readiness::State;
use ccm::claim::ClaimState;
use testkit::engines::each;
use testkit::house::operator;

use crate::day::{Day, consent, contact, enroll, named};

fn month() -> ServiceMonth {
    "2026-09".parse().unwrap()
}

/// Three in the program: one at threshold, one short of time, one without a word of consent.
async fn practice(day: &Day) {
    let people = vec![named("M-1", "Able", "A"), named("M-2", "Baker", "B"), named("M-3", "Charlie", "C")];
    day.admit(1, people).await;
    let lines = ["M-1", "M-2", "M-3"].map(enroll).concat()
        + &["M-1", "M-2"].map(consent).concat()
        + &contact("M-1", 25)
        + &contact("M-2", 17);
    day.record("nurse", &lines).await;
    day.keep().await;
}

async fn reckoned(day: &Day, at: Place) -> MonthBoard {
    board::reckon(&day.house.app, &operator(), at, month()).await.unwrap();
    board::board(&day.house.app, &day.nurse, at, month()).await.unwrap()
}

#[tokio::test]
async fn every_count_of_a_board_opens_whom_it_counted() {
    each(async |store| {
        let day = Day::over(store).await;
        practice(&day).await;
        let (app, at) = (&day.house.app, day.at);
        let before = board::board(app, &day.nurse, at, month()).await.unwrap();
        assert!(before.as_of.is_none() && before.counts.patients.is_empty(), "nothing is kept yet");
        let seen = reckoned(&day, at).await;
        assert!(seen.as_of.is_some() && !seen.is_over && seen.closing.is_none());
        let people: u64 = seen.counts.patients.iter().map(|(_, count)| count).sum();
        assert_eq!(people + seen.counts.unasked, 3);
        let listed = async |query: StandingsQuery| {
            board::standings(app, &day.nurse, at, month(), &query).await.unwrap().rows.len() as u64
        };
        for (state, count) in &seen.counts.patients {
            let query = StandingsQuery { state: Some(*state), ..StandingsQuery::default() };
            assert_eq!(listed(query).await, *count, "{state:?}");
        }
        for one in &seen.counts.codes {
            let query = StandingsQuery {
                state: Some(one.state),
                code: Some(one.code.clone()),
                rule: one.rule,
                after: None,
            };
            assert_eq!(listed(query).await, one.patients, "{} {:?} {:?}", one.code, one.state, one.rule);
        }
        for (rule, state, count) in &seen.counts.rules {
            let query =
                StandingsQuery { state: Some(*state), rule: Some(*rule), ..StandingsQuery::default() };
            assert_eq!(listed(query).await, *count, "{rule} {state:?}");
            let known = app.rules.rule(*rule).unwrap();
            assert!(!known.action.is_empty(), "{rule} says what to do");
        }
        assert!(seen.counts.rules.iter().any(|(_, state, _)| *state == State::Missing));

        // Keeping it again looks at nobody; a change looks at whom it names.
        assert_eq!(board::keep(app, &operator(), at, month()).await.unwrap(), 0);
        day.record("nurse", &consent("M-3")).await;
        let after = reckoned(&day, at).await;
        assert_ne!(after.counts.rules, seen.counts.rules, "a consent is on record now");
        // A new day looks at everybody.
        day.house.put_clock("2026-09-25T17:00:00Z");
        assert_eq!(board::keep(app, &operator(), at, month()).await.unwrap(), 3);
        let forecast = board::forecast(app, &day.nurse, at, month()).await.unwrap();
        assert_eq!(forecast.pace.unwrap().everybody.counts.assigned, 3);
        let stranger = Actor::Staff { person: PersonId(crate::support::id(9)), login: "stranger".into() };
        let refused = board::board(app, &stranger, at, month()).await;
        assert!(matches!(refused, Err(Error::Forbidden(_))));
        let wrong = StandingsQuery { after: Some("none".into()), ..StandingsQuery::default() };
        let wrong = board::standings(app, &day.nurse, at, month(), &wrong).await;
        assert!(matches!(wrong, Err(Error::Invalid(_))));
    })
    .await;
}

#[tokio::test]
async fn a_board_stays_with_its_closing_and_both_revisions_are_shown() {
    each(async |store| {
        let day = Day::over(store).await;
        practice(&day).await;
        let (app, at) = (&day.house.app, day.at);
        day.house.put_clock("2026-10-02T17:00:00Z");
        let open = reckoned(&day, at).await;
        assert!(open.is_over && open.closing.is_none());
        let closed = app::billing::close(app, &operator(), at, month()).await.unwrap();
        let second = app::billing::close(app, &operator(), at, month()).await.unwrap();
        assert!(!closed.was_closed && second.was_closed, "the second is told");
        board::keep(app, &operator(), at, month()).await.unwrap();
        let seen = board::board(app, &day.nurse, at, month()).await.unwrap();
        assert!(seen.is_closed());
        assert_eq!(seen.counts.patients, open.counts.patients, "closing changes nobody's state");

        // Late work changes nothing that is closed, and is listed.
        day.house.put_clock("2026-10-02T18:00:00Z");
        day.record("nurse", &contact("M-2", 7)).await;
        board::keep(app, &operator(), at, month()).await.unwrap();
        let still = board::board(app, &day.nurse, at, month()).await.unwrap();
        assert_eq!(still.counts, seen.counts);
        let late = app::billing::late(app, &day.nurse, at, month()).await.unwrap();
        assert_eq!((late.entries.len(), late.patients.len()), (1, 1));
        assert_eq!(late.entries[0].performer_name, "Noor Reed");

        app::billing::reopen(app, &operator(), at, month(), "late call").await.unwrap();
        let again = board::board(app, &day.nurse, at, month()).await.unwrap();
        assert!(!again.is_closed());
        assert_eq!((again.revision(), again.reopening.map(|one| one.reason)), (2, Some("late call".into())));
        app::billing::close(app, &operator(), at, month()).await.unwrap();
        let closings = board::closings(app, &day.nurse, at, month()).await.unwrap();
        let revisions: Vec<i64> = closings.revisions.iter().map(|one| one.revision).collect();
        assert_eq!(revisions, [2, 1]);
        assert_eq!(closings.revisions[0].reopened.as_ref().map(|one| one.reason.as_str()), Some("late call"));
        assert_ne!(closings.revisions[0].sha256, closings.revisions[1].sha256);
    })
    .await;
}

#[tokio::test]
async fn where_the_practice_asks_to_approve_nothing_goes_out_before() {
    each(async |store| {
        let day = Day::over(store).await;
        practice(&day).await;
        let (app, at) = (&day.house.app, day.at);
        let doctor = day.house.staff(at, "doctor").await.unwrap();
        let approve = async |who: &Actor, seen| app::billing::approve(app, who, at, month(), seen).await;
        app::people::settings::ask_approval(app, &operator(), at, true).await.unwrap();
        assert!(matches!(approve(&doctor, None).await, Err(Error::Conflict(_))), "it is not closed");
        day.house.put_clock("2026-10-02T17:00:00Z");
        let closed = app::billing::close(app, &operator(), at, month()).await.unwrap();
        let refused = app::claim::export(app, &operator(), at, month()).await.err().unwrap();
        assert!(refused.to_string().contains("approval"), "{refused}");
        let waits = board::closings(app, &day.nurse, at, month()).await.unwrap();
        assert!(waits.waits_for_approval());
        assert!(matches!(approve(&day.nurse, None).await, Err(Error::Forbidden(_))));
        assert!(matches!(approve(&doctor, Some(7)).await, Err(Error::Conflict(_))), "another was seen");
        let first = approve(&doctor, Some(closed.revision)).await.unwrap();
        assert_eq!(first.sha256, closed.sha256);
        day.house.put_clock("2026-10-02T18:00:00Z");
        assert_eq!(approve(&doctor, None).await.unwrap(), first, "twice is once");
        let refused = app::claim::export(app, &operator(), at, month()).await.err();
        assert!(refused.is_none_or(|error| !error.to_string().contains("approval")));

        app::billing::reopen(app, &operator(), at, month(), "late call").await.unwrap();
        app::billing::close(app, &operator(), at, month()).await.unwrap();
        let again = board::closings(app, &day.nurse, at, month()).await.unwrap();
        assert!(again.waits_for_approval(), "another closing is another approval");
    })
    .await;
}

#[tokio::test]
async fn claims_are_listed_from_a_month_that_has_some() {
    each(async |store| {
        let day = Day::over(store).await;
        let (app, at) = (&day.house.app, day.at);
        let none = app::claim::claims(app, &day.nurse, at, &ClaimsQuery::default()).await.unwrap();
        assert!(none.month.is_none() && none.rows.is_empty());
        practice(&day).await;
        day.house.put_clock("2026-10-02T17:00:00Z");
        let closed = app::billing::close(app, &operator(), at, month()).await.unwrap();
        let all = app::claim::claims(app, &day.nurse, at, &ClaimsQuery::default()).await.unwrap();
        assert_eq!((all.month, all.rows.len()), (Some(month()), closed.claims));
        let counted: u64 = all.counts.iter().map(|count| count.claims).sum();
        assert_eq!(counted as usize, closed.claims);
        for state in ClaimState::ALL {
            let query = ClaimsQuery { state: Some(state), ..ClaimsQuery::default() };
            let listed = app::claim::claims(app, &day.nurse, at, &query).await.unwrap().rows;
            assert!(listed.iter().all(|row| row.claim.state == state));
        }
        let query = ClaimsQuery { revision: Some(7), ..ClaimsQuery::default() };
        assert!(matches!(app::claim::claims(app, &day.nurse, at, &query).await, Err(Error::NotFound(_))));
        let nothing =
            app::claim::exported_file(app, &operator(), at, ClaimFileId(crate::support::id(1))).await;
        assert!(matches!(nothing, Err(Error::NotFound(_))));
        let denied = app::claim::exported_file(app, &day.nurse, at, ClaimFileId(crate::support::id(1))).await;
        assert!(matches!(denied, Err(Error::Forbidden(_))));
    })
    .await;
}
