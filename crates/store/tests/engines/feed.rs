//! The change feed and the control numbers under many committers at once.

use testkit::engines::each;

use crate::record;
use crate::support::*;

const HOUSE: House = House::numbered(1, 11);
const COMMITTERS: i64 = 20;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn positions_are_gapless_and_in_commit_order() {
    each(async |store| {
        HOUSE.furnish(&store).await;
        let stream = HOUSE.practice.0;
        let write = |number: i64| {
            let store = store.clone();
            tokio::spawn(async move {
                let mut tx = HOUSE.begin(&store).await;
                // Each a few changes; every fourth thinks better of it, and leaves no gap.
                let changes: Vec<_> =
                    (0..=number % 3).map(|n| record::change("task", id(n as u128), number)).collect();
                tx.add_changes(stream, &changes, now()).await.unwrap();
                tokio::task::yield_now().await;
                match number % 4 {
                    3 => tx.rollback().await.unwrap(),
                    _ => tx.commit().await.unwrap(),
                }
            })
        };
        let writers: Vec<_> = (0..COMMITTERS).map(write).collect();
        let wanted: i64 = (0..COMMITTERS).filter(|n| n % 4 != 3).map(|n| n % 3 + 1).sum();
        // A reader that follows the feed never sees a position appear behind it.
        let (mut seen, mut after) = (0, 0);
        while seen < wanted {
            let mut tx = HOUSE.read(&store).await;
            for change in tx.changes(stream, after, 7).await.unwrap() {
                assert_eq!(change.position, after + 1);
                after = change.position;
                seen += 1;
            }
            drop(tx);
            tokio::time::sleep(std::time::Duration::from_millis(1)).await;
        }
        for writer in writers {
            writer.await.unwrap();
        }
        let mut tx = HOUSE.read(&store).await;
        assert_eq!(tx.changes(stream, 0, 1_000).await.unwrap().len() as i64, wanted);
        assert_eq!(tx.written(), 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn control_numbers_are_given_once() {
    each(async |store| {
        HOUSE.furnish(&store).await;
        let take = |count: i64| {
            let store = store.clone();
            tokio::spawn(async move {
                let mut tx = HOUSE.begin(&store).await;
                let first = tx.take_number("isa", count).await.unwrap();
                tx.commit().await.unwrap();
                (first..first + count).collect::<Vec<_>>()
            })
        };
        let takers: Vec<_> = (1..=COMMITTERS).map(|n| take(n % 3 + 1)).collect();
        let mut all = Vec::new();
        for taker in takers {
            all.extend(taker.await.unwrap());
        }
        all.sort_unstable();
        assert_eq!(all, (1..=all.len() as i64).collect::<Vec<_>>());
        let mut tx = HOUSE.begin(&store).await;
        assert_eq!(tx.take_number("gs", 1).await.unwrap(), 1);
        assert!(tx.take_number("gs", 0).await.is_err());
    })
    .await;
}
