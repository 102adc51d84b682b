use std::sync::Arc;

use app::time::{self, Ended, Finish, Resume, Started, Stop};
use ccm::time::clock::{Face, PauseReason};
use ccm::time::{ClockEventKind, ClockMode};
use testkit::engines;

use crate::{Clinic, each};

fn seconds(ended: &Option<Ended>) -> i64 {
    match ended {
        Some(Ended::Recorded { seconds, .. } | Ended::Unfinished { seconds, .. }) => *seconds,
        _ => 0,
    }
}

#[tokio::test]
async fn a_stretch_is_measured_and_can_be_walked_down_to_its_events() {
    each(async |clinic| {
        let answer = clinic.start(&clinic.nurse, clinic.patients[0], ClockMode::Chart, "c1").await;
        let entry = answer.clock.unwrap().entry;
        // The same request again is the same clock.
        let again = clinic.start(&clinic.nurse, clinic.patients[0], ClockMode::Chart, "c1").await;
        assert_eq!(again.clock.unwrap().entry, entry);
        for (seq, second) in (1..).zip((30..=300).step_by(30)) {
            let answer = clinic.beat(&clinic.nurse, entry, seq, second).await;
            assert_eq!(
                answer.clock.map(|clock| (clock.counted_seconds, clock.face)),
                Some((second, Face::Running))
            );
        }
        clinic.wait_until(330);
        let stopped = clinic.stop(&clinic.nurse, entry).await;
        assert!(matches!(stopped.ended, Some(Ended::Recorded { seconds: 330, .. })), "{stopped:?}");
        let again = clinic.stop(&clinic.nurse, entry).await;
        assert_eq!((again.ended, again.clock), (None, None));

        let log = clinic.log(clinic.patients[0]).await;
        assert_eq!((log.measured_seconds, log.entries.len()), (330, 1));
        let logged = &log.entries[0];
        assert_eq!(
            (logged.entry, logged.credential_active, logged.live_contact),
            (entry, Some(true), Some(true))
        );
        let kinds: Vec<_> = logged.segments[0].events.iter().map(|event| event.kind).collect();
        assert_eq!(kinds, [ClockEventKind::Start, ClockEventKind::Activity, ClockEventKind::Stop]);
        assert_eq!(logged.signals.len(), 12);
        assert!(logged.clocks_disagree.is_empty());
    })
    .await;
}

#[tokio::test]
async fn six_hundred_seconds_unanswered_end_at_the_last_activity() {
    each(async |clinic| {
        let answer = clinic.start(&clinic.nurse, clinic.patients[0], ClockMode::Chart, "c1").await;
        let entry = answer.clock.unwrap().entry;
        clinic.beat(&clinic.nurse, entry, 1, 45).await;
        let organization = clinic.place.organization;
        clinic.wait_until(644);
        assert_eq!(time::sweep(&clinic.house.app, organization).await.unwrap(), Default::default());
        clinic.wait_until(645);
        assert_eq!(time::sweep(&clinic.house.app, organization).await.unwrap().paused, 1);
        assert_eq!(time::sweep(&clinic.house.app, organization).await.unwrap(), Default::default());
        let clock = time::mine(&clinic.house.app, &clinic.nurse, clinic.place).await.unwrap().clock.unwrap();
        assert_eq!(
            (clock.face, clock.paused, clock.counted_seconds),
            (Face::Paused, Some(PauseReason::Vanished), 45)
        );

        // Back again: in a new segment of the same entry.
        clinic.wait_until(1_000);
        let resume = Resume { entry, reading: None };
        let resumed = time::resume(&clinic.house.app, &clinic.nurse, clinic.place, resume).await.unwrap();
        assert!(matches!(resumed, Started::Running(_)));
        clinic.wait_until(1_060);
        assert_eq!(seconds(&clinic.stop(&clinic.nurse, entry).await.ended), 105);
        let log = clinic.log(clinic.patients[0]).await;
        let lengths: Vec<i64> = log.entries[0].segments.iter().map(|one| one.length_seconds).collect();
        assert_eq!(lengths, [45, 60]);

        // Nobody comes back: after a day it is put on record with what it had counted.
        let answer = clinic.start(&clinic.nurse, clinic.patients[1], ClockMode::Chart, "c2").await;
        clinic.beat(&clinic.nurse, answer.clock.unwrap().entry, 9, 1_080).await;
        clinic.wait_until(1_680);
        assert_eq!(time::sweep(&clinic.house.app, organization).await.unwrap().paused, 1);
        clinic.wait_until(1_680 + 86_400);
        let both = tokio::join!(
            time::sweep(&clinic.house.app, organization),
            time::sweep(&clinic.house.app, organization)
        );
        assert_eq!(both.0.unwrap().ended + both.1.unwrap().ended, 1);
        assert_eq!(clinic.logged(clinic.patients[1]).await, [20]);
    })
    .await;
}

#[tokio::test]
async fn starting_with_another_patient_ends_the_first_and_nothing_is_lost() {
    each(async |clinic| {
        let mut first = clinic.start_of(clinic.patients[0], ClockMode::Chart, "c1");
        first.activity = None;
        time::start(&clinic.house.app, &clinic.nurse, clinic.place, first).await.unwrap();
        clinic.wait_until(90);
        let second = clinic.start(&clinic.nurse, clinic.patients[1], ClockMode::Call, "c2").await;
        assert!(matches!(second.ended, Some(Ended::Unfinished { seconds: 90, .. })), "{second:?}");
        assert_eq!(clinic.logged(clinic.patients[0]).await, Vec::<i64>::new());

        let waiting = time::unfinished(&clinic.house.app, &clinic.nurse, clinic.place).await.unwrap();
        assert_eq!((waiting.len(), waiting[0].seconds), (1, 90));
        assert!(time::unfinished(&clinic.house.app, &clinic.other, clinic.place).await.unwrap().is_empty());
        let finish = |activity: &str| Finish {
            entry: waiting[0].entry,
            activity: activity.into(),
            live_contact: None,
            note: None,
        };
        let wrong = time::finish(&clinic.house.app, &clinic.nurse, clinic.place, finish("juggling")).await;
        assert!(matches!(wrong, Err(app::Error::Invalid(_))));
        let stolen =
            time::finish(&clinic.house.app, &clinic.other, clinic.place, finish("record_review")).await;
        assert!(matches!(stolen, Err(app::Error::NotFound(_))));
        let done =
            time::finish(&clinic.house.app, &clinic.nurse, clinic.place, finish("record_review")).await;
        assert_eq!(seconds(&done.ok()), 90);
        assert_eq!(clinic.logged(clinic.patients[0]).await, [90]);
        clinic.wait_until(100);
        let ended = time::stop_any(&clinic.house.app, &clinic.nurse, clinic.place).await.unwrap();
        assert_eq!(seconds(&ended.ended), 10);
    })
    .await;
}

#[tokio::test]
async fn of_two_who_call_the_same_patient_at_once_one_does() {
    for place in engines::Place::all() {
        let (one, two) = (Arc::new(place.store().await), Arc::new(place.store().await));
        let here = Clinic::open(one, "2026-03-02T15:00:00Z").await;
        let there = Clinic::over(two, here.place, "2026-03-02T15:00:00Z").await;
        for round in 0..4 {
            let patient = here.patients[round % 2];
            let call = |who: &str| here.start_of(patient, ClockMode::Call, &format!("{who}-{round}"));
            let both = tokio::join!(
                time::start(&here.house.app, &here.nurse, here.place, call("n")),
                time::start(&there.house.app, &there.other, there.place, call("o")),
            );
            let (mine, theirs) = (both.0.unwrap(), both.1.unwrap());
            let refused = |started: &Started| matches!(started, Started::CallUnderWay { .. });
            assert!(refused(&mine) != refused(&theirs), "{mine:?} {theirs:?}");
            let (refusal, caller) = if refused(&mine) { (mine, &here.other) } else { (theirs, &here.nurse) };
            let Started::CallUnderWay { person, since } = refusal else { unreachable!("it was refused") };
            assert_eq!((Some(person), since), (caller.person(), here.at(0)));
            let running = time::running(&here.house.app, &here.nurse, here.place).await.unwrap();
            assert_eq!(running.len(), 1);
            // Work on the chart beside a call is nobody's refusal; the ledger counts the minute once.
            let reader = if caller == &here.nurse { &here.other } else { &here.nurse };
            here.start(reader, patient, ClockMode::Chart, &format!("chart-{round}")).await;
            time::stop_any(&here.house.app, reader, here.place).await.unwrap();
            time::stop_any(&here.house.app, caller, here.place).await.unwrap();
        }
    }
}

#[tokio::test]
async fn a_server_that_is_killed_finds_its_clocks_again() {
    for place in engines::Place::all() {
        let clinic = Clinic::open(Arc::new(place.store().await), "2026-03-02T15:00:00Z").await;
        let answer = clinic.start(&clinic.nurse, clinic.patients[0], ClockMode::Chart, "c1").await;
        let entry = answer.clock.unwrap().entry;
        clinic.beat(&clinic.nurse, entry, 1, 30).await;
        let at = clinic.place;
        drop(clinic);

        let clinic = Clinic::over(Arc::new(place.store().await), at, "2026-03-02T15:00:00Z").await;
        let beaten = clinic.beat(&clinic.nurse, entry, 2, 60).await;
        assert_eq!(beaten.clock.map(|clock| (clock.entry, clock.counted_seconds)), Some((entry, 60)));
        // At the next sign-in nothing was heard for a while: suspended, and asked.
        clinic.wait_until(200);
        let found = time::at_sign_in(&clinic.house.app, &clinic.nurse, clinic.place).await.unwrap();
        let clock = found.clock.unwrap();
        assert_eq!((clock.face, clock.counted_seconds), (Face::Paused, 60));
        let stop =
            Stop { entry, reading: None, activity: None, live_contact: None, note: Some("as said".into()) };
        let ended = time::stop(&clinic.house.app, &clinic.nurse, clinic.place, stop).await.unwrap();
        assert_eq!(seconds(&ended.ended), 60);
    }
}

#[tokio::test]
async fn the_month_edge_is_the_practices_midnight_and_clock_changes_add_nothing() {
    engines::each(async |store| {
        // Ten seconds before midnight of the last of March, in Los Angeles.
        let clinic = Clinic::open(Arc::new(store), "2026-04-01T06:59:50Z").await;
        let answer = clinic.start(&clinic.nurse, clinic.patients[0], ClockMode::Chart, "c1").await;
        clinic.wait_until(30);
        clinic.stop(&clinic.nurse, answer.clock.unwrap().entry).await;
        let log = clinic.log(clinic.patients[0]).await;
        assert_eq!((log.entries.len(), log.entries[0].length_seconds), (1, 30));
        let april = "2026-04".parse().unwrap();
        let april =
            time::month_log(&clinic.house.app, &clinic.nurse, clinic.place, clinic.patients[0], april)
                .await
                .unwrap();
        assert_eq!(april.entries.len(), 1);
    })
    .await;
    engines::each(async |store| {
        // One minute before two in the night in which it becomes three.
        let clinic = Clinic::open(Arc::new(store), "2026-03-08T09:59:00Z").await;
        let answer = clinic.start(&clinic.nurse, clinic.patients[0], ClockMode::Call, "c1").await;
        clinic.wait_until(120);
        assert_eq!(seconds(&clinic.stop(&clinic.nurse, answer.clock.unwrap().entry).await.ended), 120);
    })
    .await;
}
