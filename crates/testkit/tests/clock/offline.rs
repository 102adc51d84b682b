use app::Error;
use app::time::{self, Ended};
use ccm::enrollment::Program;
use ccm::time::clock::{Face, JournalEvent, JournalEventKind, OfflineJournal};
use ccm::time::{ClockMode, TimeSource};

use crate::{Clinic, each};

/// Events at so many seconds; sent at the last of them.
fn journal(clinic: &Clinic, segment: &str, events: &[(JournalEventKind, i64)], sent: i64) -> OfflineJournal {
    let event = |(seq, &(kind, seconds)): (i64, &(JournalEventKind, i64))| {
        let reading = clinic.reading(seq, seconds);
        JournalEvent { kind, boot: reading.boot, seq, wall: reading.wall, monotonic_ms: reading.monotonic_ms }
    };
    OfflineJournal {
        segment: segment.into(),
        patient: clinic.patients[0],
        program: Program::Ccm,
        activity: Some("phone_call_patient".into()),
        mode: ClockMode::Call,
        continues: None,
        sent: clinic.reading(1_000, sent),
        events: (1_i64..).zip(events).map(event).collect(),
    }
}

#[tokio::test]
async fn what_was_kept_without_network_counts_once() {
    use JournalEventKind::*;
    each(async |clinic| {
        let (app, nurse, place) = (&clinic.house.app, &clinic.nurse, clinic.place);
        let entry = clinic.start(nurse, clinic.patients[0], ClockMode::Call, "c1").await.clock.unwrap().entry;
        clinic.beat(nurse, entry, 1, 60).await;
        // From the last beat on nothing arrived for ten minutes.
        let events = [(Start, 0), (Activity, 60), (Activity, 400), (Stop, 660)];
        clinic.wait_until(700);
        let sent = journal(&clinic, "s-1", &events, 700);
        let answer = time::offline(app, nurse, place, sent.clone()).await.unwrap();
        assert!(matches!(answer.ended, Ended::Recorded { seconds: 600, .. }), "{answer:?}");
        assert_eq!(answer.counted_already_seconds, 60);
        let clock = time::mine(app, nurse, place).await.unwrap().clock.unwrap();
        assert_eq!((clock.face, clock.counted_seconds), (Face::Paused, 60));

        // Sent again, by a device that never saw the answer; then another one under the same name.
        clinic.wait_until(720);
        let again = OfflineJournal { sent: clinic.reading(1_001, 720), ..sent.clone() };
        assert_eq!(time::offline(app, nurse, place, again).await.unwrap(), answer);
        let other = journal(&clinic, "s-1", &[(Start, 680), (Stop, 690)], 720);
        assert!(matches!(time::offline(app, nurse, place, other).await, Err(Error::Invalid(_))));
        // The same time under another name is counted already.
        let renamed = OfflineJournal { segment: "s-2".into(), sent: clinic.reading(1_002, 720), ..sent };
        let nothing = time::offline(app, nurse, place, renamed).await.unwrap();
        assert!(matches!(nothing.ended, Ended::Nothing { .. }), "{nothing:?}");

        clinic.stop(nurse, entry).await;
        let log = clinic.log(clinic.patients[0]).await;
        assert_eq!(log.measured_seconds, 660);
        let offline = log.entries.iter().find(|entry| entry.source == TimeSource::Offline).unwrap();
        assert_eq!((offline.length_seconds, offline.signals.len()), (600, 4));
    })
    .await;
}

#[tokio::test]
async fn a_journal_that_lies_is_refused_whole() {
    use JournalEventKind::*;
    each(async |clinic| {
        let mut wrong = journal(&clinic, "s 1", &[(Start, -1), (Stop, 5_000)], 0);
        wrong.activity = Some("juggling".into());
        let refused = time::offline(&clinic.house.app, &clinic.nurse, clinic.place, wrong).await.unwrap_err();
        let Error::Invalid(problems) = refused else { panic!("{refused:?}") };
        let codes: Vec<&str> = problems.iter().map(|one| one.code.as_str()).collect();
        assert_eq!(codes, ["unknown_word", "name", "after_sending", "in_future"]);
        assert_eq!(clinic.logged(clinic.patients[0]).await, Vec::<i64>::new());
    })
    .await;
}
