//! The sealer's lease, the numbering, and the chain that comes of it.

use app::ports::Tx;
use ccm::audit::{Numbered, verify};
use ccm::basics::*;
use db::Engine;
use testkit::engines::each;

use crate::record::{self, event};
use crate::support::*;

const HOUSE: House = House::numbered(1, 11);

/// Numbers and seals what waits, as the use case does; answers how many events that were.
async fn seal(tx: &mut dyn Tx) -> app::Result<usize> {
    let events = tx.unnumbered(1_000).await?;
    let last = tx.last_seal().await?;
    let first = last.as_ref().map_or(1, |seal| seal.last + 1);
    let previous = last.map_or([0; 32], |seal| seal.sha256);
    let rows: Vec<_> =
        (first..).zip(&events).map(|(n, event)| (n, event.at, event.id, event.sha256())).collect();
    let Some((last, ..)) = rows.last().copied() else { return Ok(0) };
    let numbered: Vec<_> = rows
        .iter()
        .map(|(number, _, event, sha256)| Numbered { number: *number, event: *event, sha256: *sha256 })
        .collect();
    tx.add_seal(&record::seal(HOUSE, first, last, previous, &numbered), &rows).await?;
    Ok(rows.len())
}

#[tokio::test]
async fn only_one_sealer_has_the_lease() {
    each(async |store| {
        HOUSE.furnish(&store).await;
        let take = async |holder: &str, now: &str, until: &str| {
            let mut tx = HOUSE.begin(&store).await;
            let token = tx.take_lease("sealer", holder, at(now), at(until)).await.unwrap();
            tx.commit().await.unwrap();
            token
        };
        let (start, end) = ("2026-09-15T12:00:00Z", "2026-09-15T12:00:10Z");
        let both = tokio::join!(take("a", start, end), take("b", start, end));
        assert!(matches!(both, (Some(1), None) | (None, Some(1))), "{both:?}");
        let (holder, other) = if both.0.is_some() { ("a", "b") } else { ("b", "a") };
        assert_eq!(take(holder, start, end).await, Some(1), "renewing keeps the token");
        assert_eq!(take(other, end, "2026-09-15T12:00:20Z").await, None, "held to the last instant");
        assert_eq!(take(other, "2026-09-15T12:00:10.000001Z", "2026-09-15T12:00:20Z").await, Some(2));
        assert_eq!(take(holder, "2026-09-15T12:00:15Z", end).await, None, "who wakes up late is fenced off");
    })
    .await;
}

#[tokio::test]
async fn events_come_back_as_they_were_sealed() {
    each(async |store| {
        HOUSE.furnish(&store).await;
        record::fill(&store, HOUSE).await;
        let mut tx = HOUSE.begin(&store).await;
        assert_eq!(tx.unnumbered(10).await.unwrap(), [event(HOUSE, 501, now())]);
        assert_eq!(seal(&mut *tx).await.unwrap(), 1);
        assert_eq!(seal(&mut *tx).await.unwrap(), 0);
        let events = tx.events(None, 10).await.unwrap();
        assert_eq!(events, [event(HOUSE, 500, now()), event(HOUSE, 501, now())]);
        let after = tx.events(Some((events[0].at, events[0].id)), 10).await.unwrap();
        assert_eq!(after, events[1..]);
        assert_eq!(tx.events_of(record::PATIENT).await.unwrap(), events);
        let chain = tx.chain().await.unwrap();
        let hash_of = |id| events.iter().find(|event| event.id == id).map(ccm::audit::AuditEvent::sha256);
        assert_eq!(verify(&chain.numbered, &chain.seals, hash_of, |_, _| true), []);
        let covering = tx.seals_covering(&[events[1].id]).await.unwrap();
        assert_eq!(covering, [chain.seals[1].clone()]);
        assert_eq!(tx.last_seal().await.unwrap(), chain.seals.last().cloned());
        assert_eq!(tx.written(), 0);
    })
    .await;
}

#[tokio::test]
async fn a_transaction_that_was_slow_or_had_a_wrong_clock_is_numbered_all_the_same() {
    each(async |store| {
        HOUSE.furnish(&store).await;
        let slow = match store.db().engine() {
            // SQLite has one writer: nobody overtakes anybody.
            Engine::Sqlite => None,
            Engine::Postgres => {
                let mut slow = HOUSE.begin(&store).await;
                slow.add_events(&[event(HOUSE, 1, at("2026-09-15T11:00:00Z"))]).await.unwrap();
                Some(slow)
            }
        };
        for (number, at) in [(2, now()), (3, at("2026-09-15T12:30:00Z")), (4, at("2001-01-01T00:00:00Z"))] {
            let mut tx = HOUSE.begin(&store).await;
            tx.add_events(&[event(HOUSE, number, at)]).await.unwrap();
            tx.commit().await.unwrap();
            let mut tx = HOUSE.begin(&store).await;
            assert_eq!(seal(&mut *tx).await.unwrap(), 1);
            tx.commit().await.unwrap();
        }
        let mut tx = HOUSE.begin(&store).await;
        assert_eq!(seal(&mut *tx).await.unwrap(), 0, "what is not committed has no number");
        tx.rollback().await.unwrap();
        if let Some(slow) = slow {
            slow.commit().await.unwrap();
            let mut tx = HOUSE.begin(&store).await;
            assert_eq!(seal(&mut *tx).await.unwrap(), 1);
            tx.commit().await.unwrap();
            let mut tx = HOUSE.read(&store).await;
            let last = tx.chain().await.unwrap().numbered.pop().unwrap();
            assert_eq!((last.number, last.event), (4, AuditEventId(id(1))));
        }
    })
    .await;
}

#[tokio::test]
async fn two_that_seal_at_once_make_one_chain() {
    each(async |store| {
        HOUSE.furnish(&store).await;
        let mut tx = HOUSE.begin(&store).await;
        tx.add_events(&[event(HOUSE, 1, now()), event(HOUSE, 2, now())]).await.unwrap();
        tx.commit().await.unwrap();
        let attempt = async || {
            let mut tx = HOUSE.begin(&store).await;
            let sealed = seal(&mut *tx).await?;
            tx.commit().await?;
            app::Result::Ok(sealed)
        };
        let (one, other) = tokio::join!(attempt(), attempt());
        let sealed: usize = [&one, &other].into_iter().flatten().sum();
        assert_eq!(sealed, 2, "{one:?} {other:?}");
        let mut tx = HOUSE.read(&store).await;
        assert_eq!(tx.chain().await.unwrap().numbered.len(), 2);
    })
    .await;
}
