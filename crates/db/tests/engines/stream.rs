//! Answers of any size.

use db::{Bulk, Db, DbError, OnConflict, Scope, Tx, Type, Value, values};
use uuid::Uuid;

use crate::support::{NOBODY, on_each};

db::queries! {
    NUMBERS = "select id, words from sample where id >= $1 and words <> $2 order by id";
    COUNT = "select count(*) from sample";
    LEDGER = "select id from ledger order by id";
    WRITE = "insert into ledger (organization_id, id, note) values ($1, $2, $3)";
    // Fails at the row that is zero.
    HALF_WAY = {
        lite: "select abs(case when id = 5000 then -9223372036854775807 - 1 else id end) from sample order by id",
        pg: "select 1 / (5000 - id) from sample order by id",
    };
    BROKEN = "select id from no_such_table";
}

const SAMPLE: Bulk = Bulk {
    table: "sample",
    columns: &[("id", Type::Int), ("words", Type::Text)],
    on_conflict: OnConflict::Fail,
};

async fn filled(db: &Db, rows: i64) -> Tx {
    let mut tx = db.begin(&NOBODY).await.unwrap();
    let rows = (0..rows).map(|id| values![id, format!("row {id}")]).collect();
    tx.bulk(&SAMPLE, rows).await.unwrap();
    tx
}

async fn read(tx: &mut Tx, from: i64) -> Vec<i64> {
    let mut stream = tx.stream(&NUMBERS, values![from, "row 7"]).await.unwrap();
    let mut ids = Vec::new();
    while let Some(row) = stream.next().await.unwrap() {
        let (id, words): (i64, String) = (row.get(0).unwrap(), row.get(1).unwrap());
        assert_eq!(words, format!("row {id}"));
        ids.push(id);
    }
    assert!(stream.next().await.unwrap().is_none(), "the end stays the end");
    ids
}

#[tokio::test]
async fn every_row_comes_once_and_in_order() {
    on_each(async |db| {
        let mut tx = filled(&db, 10_000).await;
        // As many as come in one piece, one fewer, one more, none.
        for from in [0, 9_000, 9_001, 8_999, 9_744, 10_000] {
            let wanted: Vec<i64> = (from..10_000).filter(|id| *id != 7).collect();
            assert_eq!(read(&mut tx, from).await, wanted);
        }
        tx.commit().await.unwrap();
        let mut tx = db.begin_read(&NOBODY).await.unwrap();
        assert_eq!(read(&mut tx, 0).await.len(), 9_999);
    })
    .await;
}

#[tokio::test]
async fn a_stream_left_early_leaves_its_transaction_usable() {
    on_each(async |db| {
        let mut tx = filled(&db, 10_000).await;
        for _ in 0..3 {
            let mut stream = tx.stream(&NUMBERS, values![0, ""]).await.unwrap();
            assert!(stream.next().await.unwrap().is_some());
        }
        drop(tx.stream(&NUMBERS, values![0, ""]).await.unwrap());
        assert_eq!(tx.query_one(&COUNT, values![]).await.unwrap().get::<i64>(0).unwrap(), 10_000);
        tx.commit().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_failure_half_way_is_the_transactions() {
    on_each(async |db| {
        let mut tx = filled(&db, 10_000).await;
        let mut stream = tx.stream(&HALF_WAY, values![]).await.unwrap();
        let failure = loop {
            match stream.next().await {
                Ok(row) => assert!(row.is_some(), "it cannot come to its end"),
                Err(error) => break error,
            }
        };
        assert!(!matches!(failure, DbError::Aborted { .. }), "{failure}");
        assert!(matches!(stream.next().await, Err(DbError::Aborted { .. })));
        drop(stream);
        assert!(matches!(tx.query(&COUNT, values![]).await, Err(DbError::Aborted { .. })));
        tx.rollback().await.unwrap();

        let mut tx = db.begin(&NOBODY).await.unwrap();
        let refused = match tx.stream(&BROKEN, values![]).await {
            Ok(mut stream) => stream.next().await.map(drop).unwrap_err(),
            Err(error) => error,
        };
        assert!(matches!(refused, DbError::Internal { .. }), "{refused}");
        assert!(tx.commit().await.is_err());
    })
    .await;
}

/// Nobody reads on, and nobody waits: the connection is free again.
#[tokio::test]
async fn a_transaction_dropped_in_mid_stream_is_rolled_back() {
    on_each(async |db| {
        let mut tx = filled(&db, 10_000).await;
        let mut stream = tx.stream(&NUMBERS, values![0, ""]).await.unwrap();
        assert!(stream.next().await.unwrap().is_some());
        drop(stream);
        drop(tx);
        let mut tx = db.begin(&NOBODY).await.unwrap();
        assert_eq!(tx.query_one(&COUNT, values![]).await.unwrap().get::<i64>(0).unwrap(), 0);
    })
    .await;
}

#[tokio::test]
async fn a_stream_sees_one_organization() {
    on_each(async |db| {
        let (one, other) = (Uuid::from_u128(1), Uuid::from_u128(2));
        for organization in [one, other] {
            let mut tx = db.begin(&Scope::of(organization)).await.unwrap();
            tx.exec(&WRITE, values![organization, 1, "written"]).await.unwrap();
            tx.commit().await.unwrap();
        }
        if db.engine() == db::Engine::Sqlite {
            return; // There every query names its organization.
        }
        let mut tx = db.begin_read(&Scope::of(one)).await.unwrap();
        let mut stream = tx.stream(&LEDGER, Vec::<Value>::new()).await.unwrap();
        assert!(stream.next().await.unwrap().is_some());
        assert!(stream.next().await.unwrap().is_none());
    })
    .await;
}
