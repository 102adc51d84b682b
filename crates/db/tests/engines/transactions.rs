//! All or nothing, one after the other.

use std::time::Duration;

use db::{Db, DbError, Engine, Options, Tx, retry, values};

use crate::support::{NOBODY, SCHEMA, on_each, places, sqlite};

db::queries! {
    NEW = "insert into counter (id, n) values ($1, 0)";
    ADD = "update counter set n = n + $2 where id = $1";
    READ = "select n from counter where id = $1";
    ADOPT = "insert into child (id, counter) values ($1, $2)";
    // Something that takes seconds.
    SLOW = {
        lite: "with recursive t(n) as (select 1 union all select n + 1 from t where n < 200000000)
            select count(*) from t",
        pg: "select pg_sleep(20)",
    };
}

async fn counters(db: &Db, ids: impl IntoIterator<Item = i64>) {
    let mut tx = db.begin(&NOBODY).await.unwrap();
    for id in ids {
        tx.exec(&NEW, values![id]).await.unwrap();
    }
    tx.commit().await.unwrap();
}

async fn read(tx: &mut Tx, id: i64) -> Option<i64> {
    tx.query_opt(&READ, values![id]).await.unwrap().map(|row| row.get(0).unwrap())
}

/// Adds one, for good.
async fn add(mut tx: Tx, id: i64) -> db::Result<()> {
    tx.exec(&ADD, values![id, 1]).await?;
    tx.commit().await
}

async fn committed(db: &Db, id: i64) -> Option<i64> {
    read(&mut db.begin_read(&NOBODY).await.unwrap(), id).await
}

#[tokio::test(flavor = "multi_thread")]
async fn concurrent_writers_lose_nothing() {
    on_each(async |db| {
        counters(&db, [1]).await;
        let writers = (0..20).map(|_| {
            let db = db.clone();
            tokio::spawn(async move {
                for _ in 0..10 {
                    add(db.begin(&NOBODY).await.unwrap(), 1).await.unwrap();
                }
            })
        });
        for writer in writers.collect::<Vec<_>>() {
            writer.await.unwrap();
        }
        assert_eq!(committed(&db, 1).await, Some(200));
    })
    .await;
}

/// Tells this test program, started once more, which database to write to.
const OTHER_PROGRAM: &str = "DB_TEST_OTHER_PROGRAM";

async fn add_fifty(url: &str) {
    let db = Db::open(url, Options::default()).await.unwrap();
    db.migrate(&[SCHEMA]).await.unwrap();
    for _ in 0..50 {
        retry(&db, &NOBODY, 20, |tx| add(tx, 1)).await.unwrap();
    }
}

#[tokio::test]
async fn the_other_program() {
    if let Ok(url) = std::env::var(OTHER_PROGRAM) {
        add_fifty(&url).await;
    }
}

#[tokio::test]
async fn two_programs_write_to_one_database() {
    for place in places() {
        let db = place.open().await;
        db.migrate(&[SCHEMA]).await.unwrap();
        counters(&db, [1]).await;
        let mut other = std::process::Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "transactions::the_other_program"])
            .env(OTHER_PROGRAM, &place.url)
            .stdout(std::process::Stdio::null())
            .spawn()
            .unwrap();
        add_fifty(&place.url).await;
        assert!(other.wait().unwrap().success());
        assert_eq!(committed(&db, 1).await, Some(100));
    }
}

#[tokio::test]
async fn what_is_not_committed_never_was() {
    on_each(async |db| {
        let mut tx = db.begin(&NOBODY).await.unwrap();
        tx.exec(&NEW, values![1]).await.unwrap();
        drop(tx);
        let mut tx = db.begin(&NOBODY).await.unwrap();
        assert_eq!(read(&mut tx, 1).await, None);
        tx.exec(&NEW, values![1]).await.unwrap();
        tx.rollback().await.unwrap();
        assert_eq!(committed(&db, 1).await, None);
    })
    .await;
}

#[tokio::test]
async fn a_statement_nobody_waits_for_is_stopped() {
    on_each(async |db| {
        let began = std::time::Instant::now();
        let mut tx = db.begin(&NOBODY).await.unwrap();
        tx.exec(&NEW, values![1]).await.unwrap();
        let slow = tx.query(&SLOW, values![]);
        assert!(tokio::time::timeout(Duration::from_millis(100), slow).await.is_err());
        // What it did is unknown, so what follows it is refused.
        let next = tx.exec(&NEW, values![2]).await.unwrap_err();
        assert!(matches!(next, DbError::Aborted { .. }));
        drop(tx);
        counters(&db, [3]).await;
        assert_eq!(committed(&db, 1).await, None);
        assert!(began.elapsed() < Duration::from_secs(5), "{:?}", began.elapsed());
    })
    .await;
}

#[tokio::test]
async fn after_an_error_only_a_rollback_is_left() {
    on_each(async |db| {
        counters(&db, [1]).await;
        let mut tx = db.begin(&NOBODY).await.unwrap();
        tx.exec(&NEW, values![2]).await.unwrap();
        assert!(tx.exec(&NEW, values![1]).await.unwrap_err().is_unique());
        let next = tx.exec(&NEW, values![3]).await.unwrap_err();
        assert!(matches!(next, DbError::Aborted { .. }), "{next}");
        assert!(tx.commit().await.is_err());
        assert_eq!(committed(&db, 2).await, None);
    })
    .await;
}

#[tokio::test]
async fn the_schema_refuses_alike() {
    on_each(async |db| {
        counters(&db, [1]).await;
        let mut tx = db.begin(&NOBODY).await.unwrap();
        let orphan = tx.exec(&ADOPT, values![1, 77]).await.unwrap_err();
        assert!(matches!(orphan, DbError::ForeignKey { .. }), "{orphan}");
        drop(tx);
        let mut tx = db.begin(&NOBODY).await.unwrap();
        let negative = tx.exec(&ADD, values![1, -1]).await.unwrap_err();
        assert!(matches!(negative, DbError::Check { .. }), "{negative}");
        drop(tx);
        let mut tx = db.begin_read(&NOBODY).await.unwrap();
        let written = tx.exec(&ADD, values![1, 1]).await.unwrap_err();
        assert!(written.is_denied(), "{written}");
    })
    .await;
}

#[tokio::test]
async fn a_read_sees_one_snapshot() {
    on_each(async |db| {
        counters(&db, [1]).await;
        let mut reader = db.begin_read(&NOBODY).await.unwrap();
        assert_eq!(read(&mut reader, 1).await, Some(0));
        let mut tx = db.begin(&NOBODY).await.unwrap();
        tx.exec(&ADD, values![1, 5]).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(read(&mut reader, 1).await, Some(0));
        reader.commit().await.unwrap();
        assert_eq!(committed(&db, 1).await, Some(5));
    })
    .await;
}

#[tokio::test]
async fn a_conflict_is_tried_again_and_nothing_else_is() {
    on_each(async |db| {
        counters(&db, [1]).await;
        let mut tries = 0;
        let done = retry(&db, &NOBODY, 5, |mut tx| {
            tries += 1;
            let is_early = tries < 3;
            async move {
                tx.exec(&ADD, values![1, 1]).await?;
                match is_early {
                    true => Err(DbError::Conflict { query: "test" }),
                    false => tx.commit().await,
                }
            }
        })
        .await;
        done.unwrap();
        assert_eq!(tries, 3);
        assert_eq!(committed(&db, 1).await, Some(1));

        let mut tries = 0;
        let taken = retry(&db, &NOBODY, 5, |mut tx| {
            tries += 1;
            async move { tx.exec(&NEW, values![1]).await }
        })
        .await;
        assert!(taken.unwrap_err().is_unique());
        assert_eq!(tries, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deadlock_ends_in_both_being_done() {
    on_each(async |db| {
        if db.engine() == Engine::Sqlite {
            return; // One writer at a time cannot meet itself.
        }
        counters(&db, [1, 2]).await;
        let both = |first: i64, second: i64| {
            let db = db.clone();
            tokio::spawn(async move {
                retry(&db, &NOBODY, 5, |mut tx| async move {
                    tx.exec(&ADD, values![first, 1]).await?;
                    tokio::time::sleep(Duration::from_millis(100)).await;
                    add(tx, second).await
                })
                .await
            })
        };
        let (one, other) = (both(1, 2), both(2, 1));
        one.await.unwrap().unwrap();
        other.await.unwrap().unwrap();
        assert_eq!((committed(&db, 1).await, committed(&db, 2).await), (Some(2), Some(2)));
    })
    .await;
}

#[tokio::test]
async fn the_queue_has_an_end_and_the_wait_too() {
    for place in places() {
        let limits =
            Options { wait: Duration::from_millis(300), waiting: 1, connections: 1, ..Options::default() };
        let db = place.open_with(limits).await;
        db.migrate(&[SCHEMA]).await.unwrap();
        let held = db.begin(&NOBODY).await.unwrap();
        let (one, other) = tokio::join!(db.begin(&NOBODY), db.begin(&NOBODY));
        for refused in [one.err(), other.err()] {
            assert!(matches!(refused, Some(DbError::Unavailable { .. })), "{refused:?}");
        }
        held.commit().await.unwrap();
        db.begin(&NOBODY).await.unwrap().commit().await.unwrap();
    }
}

#[tokio::test]
async fn another_programs_lock_is_a_conflict() {
    let place = sqlite();
    let impatient = Options { busy: Duration::from_millis(50), ..Options::default() };
    let (one, other) = (place.open().await, place.open_with(impatient).await);
    one.migrate(&[SCHEMA]).await.unwrap();
    let _held = one.begin(&NOBODY).await.unwrap();
    let refused = other.begin(&NOBODY).await.err().unwrap();
    assert!(refused.is_retryable(), "{refused}");
}

#[tokio::test]
async fn closing_ends_what_is_open_and_folds_the_log() {
    let place = sqlite();
    let db = place.open().await;
    db.migrate(&[SCHEMA]).await.unwrap();
    let clone = db.clone();
    counters(&db, [1]).await;
    db.close().await;
    assert!(matches!(clone.begin(&NOBODY).await.err(), Some(DbError::Unavailable { .. })));
    assert!(!std::fs::exists(format!("{}-wal", place.url)).unwrap());
    assert_eq!(committed(&place.open().await, 1).await, Some(0));
}

#[tokio::test]
async fn several_questions_are_asked_as_one() {
    on_each(async |db| {
        counters(&db, [1, 2]).await;
        let mut reading = db.begin_read(&NOBODY).await.unwrap();
        let asked = || vec![(&READ, values![2]), (&READ, values![7]), (&READ, values![1])];
        let found = |answers: Vec<Vec<db::Row>>| -> Vec<Vec<i64>> {
            let of = |rows: Vec<db::Row>| rows.iter().map(|row| row.get(0).unwrap()).collect();
            answers.into_iter().map(of).collect()
        };
        assert_eq!(found(reading.query_many(asked()).await.unwrap()), [vec![0], vec![], vec![0]]);
        add(db.begin(&NOBODY).await.unwrap(), 2).await.unwrap();
        // The first of them took the snapshot for all that follow.
        assert_eq!(found(reading.query_many(asked()).await.unwrap()), [vec![0], vec![], vec![0]]);
        // What is wrong with one is wrong with all, and ends the transaction.
        let wrong = vec![(&READ, values![1]), (&READ, values!["one", 2])];
        assert!(reading.query_many(wrong).await.is_err());
        assert!(matches!(reading.query(&READ, values![1]).await, Err(DbError::Aborted { .. })));
        reading.rollback().await.unwrap();
        // Begun and never asked: nothing was, and nothing is left behind.
        db.begin(&NOBODY).await.unwrap().commit().await.unwrap();
        db.begin_read(&NOBODY).await.unwrap().rollback().await.unwrap();
        drop(db.begin_read(&NOBODY).await.unwrap());
        assert_eq!(committed(&db, 2).await, Some(1));
        assert!(db.begin_read(&NOBODY).await.unwrap().query_many(Vec::new()).await.unwrap().is_empty());
    })
    .await;
}
