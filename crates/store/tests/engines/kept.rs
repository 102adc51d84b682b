//! Batches of an open month go to one worker each, marks that were raised meanwhile stay, and minutes shared with
//! another patient are found from both sides.

use app::ports::{Lease, NewChange, OpenMonthRow};
use ccm::basics::*;
use ccm::time::{Contact, Segment, TimeEntry};
use testkit::engines::each;

use crate::record;
use crate::support::*;

const HOUSE: House = House::numbered(1, 11);

fn lease(holder: &str, now: &str) -> Lease {
    let now = at(now);
    Lease { holder: holder.into(), now, until: now.checked_add(jiff::SignedDuration::from_secs(30)).unwrap() }
}

fn patients(numbers: std::ops::RangeInclusive<u128>) -> Vec<PatientId> {
    numbers.map(|number| PatientId(id(number))).collect()
}

async fn house_of(store: &store::SqlStore, count: u128, batch: i64) -> OpenMonthRow {
    HOUSE.furnish(store).await;
    HOUSE.admit(store, (1..=count).map(|number| patient(number, vec![])).collect()).await;
    let open = record::open_month();
    let mut tx = HOUSE.begin(store).await;
    tx.plan_month(HOUSE.practice, &open, batch).await.unwrap();
    tx.commit().await.unwrap();
    open
}

#[tokio::test]
async fn a_batch_is_one_workers_until_its_lease_is_over() {
    each(async |store| {
        let open = house_of(&store, 25, 10).await;
        let (practice, month) = (HOUSE.practice, open.month);
        let mut seen = Vec::new();
        for holder in ["a", "b", "c"] {
            let mut tx = HOUSE.begin(&store).await;
            let noon = lease(holder, "2026-10-15T12:00:00Z");
            let batch = tx.take_whole_batch(practice, month, &noon).await.unwrap().unwrap();
            seen.extend(tx.batch_patients(practice, &batch, 100).await.unwrap());
            tx.commit().await.unwrap();
        }
        assert_eq!(seen, patients(1..=25), "everybody is in one batch");
        let mut tx = HOUSE.begin(&store).await;
        let soon = lease("d", "2026-10-15T12:00:29Z");
        assert_eq!(tx.take_whole_batch(practice, month, &soon).await.unwrap(), None);
        // The first one has come to its fifth patient when it is heard of no more.
        let first = lease("a", "2026-10-15T12:00:00Z");
        assert!(tx.renew(practice, month, &first, Some(PatientId(id(5)))).await.unwrap());
        let later = lease("d", "2026-10-15T12:00:31Z");
        let taken = tx.take_whole_batch(practice, month, &later).await.unwrap().unwrap();
        assert_eq!(tx.batch_patients(practice, &taken, 100).await.unwrap(), patients(6..=10));
        assert!(!tx.renew(practice, month, &first, None).await.unwrap(), "it woke up late");
        tx.release(practice, month, "d", true).await.unwrap();
        let (whole, marks, _) = tx.staleness(practice, month).await.unwrap();
        assert_eq!((whole, marks), (2, 0));
    })
    .await;
}

#[tokio::test]
async fn a_mark_that_was_raised_meanwhile_stays() {
    each(async |store| {
        let open = house_of(&store, 25, 10).await;
        let (practice, month) = (HOUSE.practice, open.month);
        let mut tx = HOUSE.begin(&store).await;
        for holder in ["a", "b", "c"] {
            tx.take_whole_batch(practice, month, &lease(holder, "2026-10-15T12:00:00Z")).await.unwrap();
            tx.release(practice, month, holder, true).await.unwrap();
        }
        let worker = lease("w", "2026-10-15T12:00:00Z");
        assert_eq!(tx.take_marked_batches(practice, month, &worker, 64).await.unwrap(), 0);
        tx.mark_stale(practice, &[PatientId(id(3)), PatientId(id(24))]).await.unwrap();
        assert_eq!(tx.take_marked_batches(practice, month, &worker, 64).await.unwrap(), 2);
        let held = tx.marks_held(practice, month, "w", 100).await.unwrap();
        assert_eq!(held, [(PatientId(id(3)), 1), (PatientId(id(24)), 1)]);
        tx.mark_stale(practice, &[PatientId(id(3))]).await.unwrap();
        tx.unmark(practice, month, &held).await.unwrap();
        assert_eq!(tx.marks_held(practice, month, "w", 100).await.unwrap(), [(PatientId(id(3)), 2)]);
        tx.forget_open_month(practice, month).await.unwrap();
        assert_eq!(tx.staleness(practice, month).await.unwrap(), (0, 0, 0));
        assert!(tx.open_months(practice).await.unwrap().is_empty());
    })
    .await;
}

/// An entry of performer 50 with a patient; `pause` minutes after its first minute.
fn entry(number: u128, patient: u128, start: &str, minutes: i64, pause: i64) -> TimeEntry {
    let started_at = at(start);
    let segment = |after: i64, minutes: i64| Segment {
        started_at: started_at.checked_add(jiff::SignedDuration::from_mins(after)).unwrap(),
        length_seconds: minutes * 60,
        events: Vec::new(),
    };
    let segments = match pause {
        0 => vec![segment(0, minutes)],
        pause => vec![segment(0, 1), segment(1 + pause, minutes - 1)],
    };
    TimeEntry {
        id: TimeEntryId(id(number)),
        patient: PatientId(id(patient)),
        started_at,
        length_seconds: minutes * 60,
        segments,
        ..record::entry(number, start)
    }
}

#[tokio::test]
async fn shared_minutes_are_found_from_both_sides_however_long_the_entry() {
    each(async |store| {
        let open = house_of(&store, 9, 10).await;
        let practice = HOUSE.practice;
        let entries = [
            // Patients 1 and 2 share minutes; 3 begins as 2 ends.
            entry(900, 1, "2026-10-05T15:00:00Z", 20, 0),
            entry(901, 2, "2026-10-05T15:10:00Z", 20, 0),
            entry(902, 3, "2026-10-05T15:30:00Z", 20, 0),
            // A long one, and one that paused for hours, each meet somebody much later.
            entry(903, 4, "2026-10-06T10:00:00Z", 300, 0),
            entry(904, 5, "2026-10-06T14:50:00Z", 5, 0),
            entry(905, 6, "2026-10-07T10:00:00Z", 10, 400),
            entry(906, 7, "2026-10-07T16:45:00Z", 5, 0),
            // Struck: shares nothing.
            entry(907, 8, "2026-10-08T10:00:00Z", 30, 0),
            entry(908, 9, "2026-10-08T10:10:00Z", 5, 0),
        ];
        let mut tx = HOUSE.begin(&store).await;
        for one in &entries {
            let contact = Contact {
                id: ContactId(id(one.id.0.as_u128() + 100)),
                patient: one.patient,
                entry: one.id,
                note: None,
            };
            tx.add_contact(practice, one, &contact, None, recorded()).await.unwrap();
        }
        let strike = ccm::time::Strike {
            id: StrikeId(id(950)),
            entry: TimeEntryId(id(907)),
            patient: PatientId(id(8)),
            reason: "twice".into(),
        };
        tx.add_strike(practice, &strike, recorded()).await.unwrap();
        let of = patients(1..=9);
        let shared = tx.shared_minutes_of(practice, &of, open.from, open.until).await.unwrap();
        let pairs: Vec<(u128, u128)> =
            shared.iter().map(|row| (row.patient.0.as_u128(), row.with.0.as_u128())).collect();
        assert_eq!(pairs, [(1, 2), (2, 1), (4, 5), (5, 4), (6, 7), (7, 6)]);
        assert_eq!(shared[5].ends_at, at("2026-10-07T16:50:00Z"));
        // One patient alone is told the same.
        for patient in &of {
            let alone = tx.shared_minutes_of(practice, &[*patient], open.from, open.until).await.unwrap();
            let theirs: Vec<_> = shared.iter().filter(|row| row.patient == *patient).cloned().collect();
            assert_eq!(alone, theirs);
        }
        // And so is everybody at once.
        let walked = tx.shared_minutes(practice, open.from, open.until).await.unwrap();
        assert_eq!(walked.of(&of), shared);
        let ledger = tx.ledger_of(practice, &of, open.from, open.until).await.unwrap();
        assert_eq!(ledger, tx.ledger(practice, open.from, open.until).await.unwrap());

        // An entry makes the other patient's answer stale as well, and so does a strike.
        tx.mark_timed(practice, &[PatientId(id(1))], &[id(900)]).await.unwrap();
        let marked = tx.marks_of(practice, open.month, &of).await.unwrap();
        let marked: Vec<_> = marked.into_iter().map(|(patient, _)| patient.0.as_u128()).collect();
        assert_eq!(marked, [1, 2]);
        tx.mark_timed(practice, &[PatientId(id(8))], &[id(950)]).await.unwrap();
        assert_eq!(tx.marks_of(practice, open.month, &patients(8..=9)).await.unwrap().len(), 2);
        tx.commit().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn the_feed_says_whose_a_change_was() {
    each(async |store| {
        HOUSE.furnish(&store).await;
        let (practice, stream) = (HOUSE.practice, HOUSE.practice.0);
        let mut tx = HOUSE.begin(&store).await;
        let nobodys = NewChange { patient: None, ..record::change("role", id(2), 1) };
        tx.add_changes(stream, &[record::change("consent", id(1), 1), nobodys], now()).await.unwrap();
        tx.commit().await.unwrap();
        let mut tx = HOUSE.begin(&store).await;
        assert_eq!(tx.lock_cursor(practice, "answers").await.unwrap(), 0);
        tx.move_cursor(practice, "answers", 2).await.unwrap();
        assert_eq!((tx.lock_feed(stream).await.unwrap(), tx.written()), (2, 0));
        tx.commit().await.unwrap();
        let mut tx = HOUSE.read(&store).await;
        let changes = tx.changes(stream, 0, 10).await.unwrap();
        let whose: Vec<_> = changes.into_iter().map(|change| change.patient).collect();
        assert_eq!(whose, [Some(record::PATIENT), None]);
        assert_eq!(tx.lock_cursor(practice, "answers").await.unwrap(), 2);
        assert_eq!(tx.feed_position(stream).await.unwrap(), 2);
    })
    .await;
}
