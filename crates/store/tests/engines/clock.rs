//! Running clocks: what goes in comes out, one call to a patient, one clock to a person, messages once.

use app::ports::SignalRow;
use ccm::basics::*;
use ccm::time::ClockLimits;
use testkit::engines::each;

use crate::record::{self, PATIENT};
use crate::support::*;

const HOUSE: House = House::numbered(1, 11);

#[tokio::test]
async fn clocks_and_what_they_leave_come_back() {
    each(async |store| {
        HOUSE.furnish(&store).await;
        record::fill(&store, HOUSE).await;
        let (practice, clock) = (HOUSE.practice, record::clock(HOUSE, 50));
        let mut tx = HOUSE.read(&store).await;
        assert_eq!(tx.lock_clock(clock.of.person).await.unwrap().as_ref(), Some(&clock));
        assert_eq!(tx.clocks(practice).await.unwrap(), std::slice::from_ref(&clock));
        assert_eq!(tx.call_with(practice, PATIENT).await.unwrap(), Some(clock.clone()));
        assert_eq!(tx.call_with(practice, PatientId(id(101))).await.unwrap(), None);
        assert_eq!(tx.clocks_due(clock.due_at(), 9).await.unwrap(), [(practice, clock.of.person)]);
        assert_eq!(tx.clocks_due(now(), 9).await.unwrap(), []);
        let signals = tx.signals_of(practice, &[clock.of.entry]).await.unwrap();
        assert_eq!((signals.len(), &signals[0].activity_ms), (1, &vec![3, 9]));
        assert_eq!(signals[0].reading.as_ref().map(|one| one.monotonic_ms), Some(17));
        let waiting = tx.unfinished(practice, clock.of.person).await.unwrap();
        assert_eq!((waiting.len(), waiting[0].stretch.seconds()), (1, 900));
        let receipt = tx.offline_receipt("s-1").await.unwrap().unwrap();
        assert_eq!((receipt.sha256, tx.offline_receipt("s-2").await.unwrap()), ([4; 32], None));
        assert_eq!(tx.clock_limits(practice).await.unwrap(), Some(ClockLimits::default()));

        // Two segments each of an entry, a struck one, and an unfinished stretch: the struck one does not count.
        let all = (at("2026-09-01T00:00:00Z"), at("2026-10-01T00:00:00Z"));
        let mut counted = tx.counted_of(clock.of.person, all.0, all.1).await.unwrap();
        counted.sort();
        assert_eq!(counted.len(), 4);
        assert_eq!(counted[0], (at("2026-09-10T15:00:00Z"), at("2026-09-10T15:10:00Z")));
        let entries = tx.entries_of(practice, PATIENT, all.0, all.1).await.unwrap();
        assert_eq!(entries.len(), 2);
        let words = tx.entry_words_of(practice, PATIENT, all.0, all.1).await.unwrap();
        assert_eq!(words[0].reason.as_deref(), Some("secret-reason"));
        assert!(words[0].strike.is_none() && words[1].strike.is_some());
    })
    .await;
}

#[tokio::test]
async fn the_schema_lets_one_person_call_a_patient() {
    each(async |store| {
        HOUSE.furnish(&store).await;
        record::fill(&store, HOUSE).await;
        let second = record::clock(HOUSE, 51);
        let mut tx = HOUSE.begin(&store).await;
        assert!(tx.lock_clock(second.of.person).await.unwrap().is_none());
        assert!(matches!(tx.put_clock(&second).await, Err(app::Error::Conflict(_))));
        tx.rollback().await.unwrap();

        // The first one hangs up.
        let mut tx = HOUSE.begin(&store).await;
        tx.end_clock(PersonId(id(50))).await.unwrap();
        tx.lock_clock(second.of.person).await.unwrap();
        tx.put_clock(&second).await.unwrap();
        assert!(tx.lock_clock(PersonId(id(50))).await.unwrap().is_none());
        assert_eq!(tx.clocks(HOUSE.practice).await.unwrap(), [second]);
    })
    .await;
}

#[tokio::test]
async fn the_same_message_is_kept_once_and_a_stretch_is_taken_once() {
    each(async |store| {
        HOUSE.furnish(&store).await;
        record::fill(&store, HOUSE).await;
        let clock = record::clock(HOUSE, 50);
        let (practice, entry, person) = (HOUSE.practice, clock.of.entry, clock.of.person);
        let mut tx = HOUSE.begin(&store).await;
        let signals = tx.signals_of(practice, &[entry]).await.unwrap();
        tx.keep_beat(&clock, &signals[0]).await.unwrap();
        let pause =
            SignalRow { entry, kind: "pause".into(), at: now(), reading: None, activity_ms: Vec::new() };
        tx.add_signals(practice, &[pause]).await.unwrap();
        assert_eq!(tx.signals_of(practice, &[entry]).await.unwrap().len(), 2);
        let other = PersonId(id(51));
        assert!(tx.take_unfinished(practice, other, entry).await.unwrap().is_none());
        assert!(tx.take_unfinished(practice, person, entry).await.unwrap().is_some());
        assert!(tx.take_unfinished(practice, person, entry).await.unwrap().is_none());
    })
    .await;
}
