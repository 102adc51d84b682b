//! Many rows at once.

use db::{Bulk, DbError, OnConflict, Scope, Tx, Type, Value, values};
use jiff::{Timestamp, civil::date};
use uuid::Uuid;

use crate::support::{NOBODY, on_each};

db::queries! {
    COUNT = "select count(*), cast(sum(number) as bigint) from sample";
    BUMP = "update sample set number = number + $2 where id = $1";
}

const COLUMNS: &[(&str, Type)] = &[("id", Type::Int), ("number", Type::Int), ("words", Type::Text)];
const STRICT: Bulk = Bulk { table: "sample", columns: COLUMNS, on_conflict: OnConflict::Fail };
const LENIENT: Bulk = Bulk { on_conflict: OnConflict::Ignore, ..STRICT };

fn rows(ids: std::ops::Range<i64>) -> Vec<Vec<Value>> {
    ids.map(|id| values![id, 1, format!("row {id}")]).collect()
}

async fn count(tx: &mut Tx) -> (i64, i64) {
    let row = tx.query_one(&COUNT, values![]).await.unwrap();
    (row.get(0).unwrap(), row.get(1).unwrap())
}

#[tokio::test]
async fn ten_thousand_rows_and_the_ones_already_there() {
    on_each(async |db| {
        let mut tx = db.begin(&NOBODY).await.unwrap();
        assert_eq!(tx.bulk(&STRICT, rows(0..0)).await.unwrap(), 0);
        assert_eq!(tx.bulk(&STRICT, rows(0..10_001)).await.unwrap(), 10_001);
        assert_eq!(tx.bulk(&LENIENT, rows(10_000..10_010)).await.unwrap(), 9);
        assert_eq!(count(&mut tx).await, (10_010, 10_010));
        tx.commit().await.unwrap();

        let mut tx = db.begin(&NOBODY).await.unwrap();
        let taken = tx.bulk(&STRICT, rows(10_005..10_020)).await.unwrap_err();
        assert!(taken.is_unique(), "{taken}");
        drop(tx);
        let mut tx = db.begin_read(&NOBODY).await.unwrap();
        assert_eq!(count(&mut tx).await, (10_010, 10_010));
    })
    .await;
}

#[tokio::test]
async fn one_statement_over_many_rows() {
    on_each(async |db| {
        let mut tx = db.begin(&NOBODY).await.unwrap();
        tx.bulk(&STRICT, rows(0..1_000)).await.unwrap();
        let bumps = (0..2_000).map(|id| values![id, 2]).collect();
        assert_eq!(tx.exec_many(&BUMP, bumps).await.unwrap(), 1_000);
        assert_eq!(count(&mut tx).await, (1_000, 3_000));
        assert_eq!(tx.exec_many(&BUMP, vec![]).await.unwrap(), 0);
    })
    .await;
}

#[tokio::test]
async fn a_row_that_does_not_fit_is_refused_before_it_is_sent() {
    on_each(async |db| {
        let mut tx = db.begin(&NOBODY).await.unwrap();
        let wrong = tx.bulk(&STRICT, vec![values![1, "one", "row"]]).await.unwrap_err();
        assert!(matches!(wrong, DbError::Parameter { index: 2, .. }), "{wrong}");
        assert!(tx.bulk(&STRICT, vec![values![1, 1]]).await.is_err());
        // Nothing was asked of the engine, so nothing failed there.
        assert_eq!(tx.bulk(&STRICT, rows(0..1)).await.unwrap(), 1);
        tx.commit().await.unwrap();
    })
    .await;
}

const EVERYTHING: Bulk = Bulk {
    table: "sample",
    columns: &[
        ("doc", Type::Json),
        ("id", Type::Int),
        ("flag", Type::Bool),
        ("number", Type::Int),
        ("ratio", Type::Float),
        ("words", Type::Text),
        ("blob", Type::Bytes),
        ("code", Type::Uuid),
        ("at", Type::Instant),
        ("day", Type::Date),
    ],
    on_conflict: OnConflict::Fail,
};

/// Few go as arrays and many by copy: neither may tell.
#[tokio::test]
async fn every_kind_and_every_null_survives_by_either_way() {
    db::queries! {
        ALL_OF_IT = "select flag, ratio, words, blob, code, at, day from sample where id = $1";
    }
    let at: Timestamp = "2026-03-08T08:59:59.123456Z".parse().unwrap();
    let row = |id: i64| match id % 2 {
        0 => values![
            serde_json::json!({"a": [id]}),
            id,
            true,
            -id,
            0.5,
            "tab\tand\nline \\N é",
            vec![0u8, 255, 10],
            Uuid::from_u128(id as u128),
            at,
            date(1899, 12, 31)
        ],
        _ => [vec![Value::Null, Value::Int(id)], vec![Value::Null; 8]].concat(),
    };
    on_each(async |db| {
        let mut tx = db.begin(&NOBODY).await.unwrap();
        // The second of each size finds its staging table used.
        for (from, until) in [(0, 10), (10, 20), (20, 6_020), (6_020, 12_020)] {
            let count = (until - from) as u64;
            assert_eq!(tx.bulk(&EVERYTHING, (from..until).map(row).collect()).await.unwrap(), count);
        }
        for id in [0, 1, 18, 20, 21, 12_018, 12_019] {
            let found = tx.query_one(&ALL_OF_IT, values![id]).await.unwrap();
            let full = (id % 2 == 0).then_some(());
            assert_eq!(found.get::<Option<bool>>(0).unwrap(), full.map(|()| true));
            assert_eq!(found.get::<Option<f64>>(1).unwrap(), full.map(|()| 0.5));
            assert_eq!(
                found.get::<Option<String>>(2).unwrap().as_deref(),
                full.map(|()| "tab\tand\nline \\N é")
            );
            assert_eq!(found.get::<Option<Vec<u8>>>(3).unwrap(), full.map(|()| vec![0, 255, 10]));
            assert_eq!(found.get::<Option<Uuid>>(4).unwrap(), full.map(|()| Uuid::from_u128(id as u128)));
            assert_eq!(found.get::<Option<Timestamp>>(5).unwrap(), full.map(|()| at));
            assert_eq!(found.get::<Option<jiff::civil::Date>>(6).unwrap(), full.map(|()| date(1899, 12, 31)));
        }
        tx.commit().await.unwrap();
    })
    .await;
}

/// What a constraint, a policy or a trigger refuses is refused, however many rows come with it.
#[tokio::test]
async fn many_rows_are_refused_as_one_is() {
    const COUNTER: Bulk = Bulk {
        table: "counter",
        columns: &[("id", Type::Int), ("n", Type::Int)],
        on_conflict: OnConflict::Fail,
    };
    const CHILD: Bulk = Bulk {
        table: "child",
        columns: &[("id", Type::Int), ("counter", Type::Int)],
        on_conflict: OnConflict::Ignore,
    };
    const LEDGER: Bulk = Bulk {
        table: "ledger",
        columns: &[("organization_id", Type::Uuid), ("id", Type::Int), ("note", Type::Text)],
        on_conflict: OnConflict::Ignore,
    };
    on_each(async |db| {
        let some =
            |last: i64| (0..6_000i64).map(|id| values![id, if id == 5_999 { last } else { id }]).collect();
        for (bulk, last, is_right) in [
            (&COUNTER, -1, (|e| matches!(e, DbError::Check { .. })) as fn(&DbError) -> bool),
            (&CHILD, 1, |e| matches!(e, DbError::ForeignKey { .. })),
        ] {
            let mut tx = db.begin(&NOBODY).await.unwrap();
            // SQLite tells a foreign key at the statement, as PostgreSQL does.
            let refused = tx.bulk(bulk, some(last)).await.unwrap_err();
            assert!(is_right(&refused), "{refused}");
            assert!(tx.commit().await.is_err());
        }
        let (mine, theirs) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let rows = |other: Uuid| {
            (0..6_000i64).map(|id| values![if id == 1_500 { other } else { mine }, id, "note"]).collect()
        };
        let mut tx = db.begin(&Scope::of(mine)).await.unwrap();
        assert_eq!(tx.bulk(&LEDGER, rows(mine)).await.unwrap(), 6_000);
        assert_eq!(tx.bulk(&LEDGER, rows(mine)).await.unwrap(), 0);
        tx.commit().await.unwrap();
        if db.engine() == db::Engine::Postgres {
            let mut tx = db.begin(&Scope::of(mine)).await.unwrap();
            let smuggled = tx.bulk(&LEDGER, rows(theirs)).await.unwrap_err();
            assert!(smuggled.is_denied(), "{smuggled}");
        }
    })
    .await;
}

/// A staging table made in a transaction that is rolled back goes with it; the next one makes its own.
#[tokio::test]
async fn many_rows_after_a_rollback_and_after_a_commit() {
    on_each(async |db| {
        for round in 0..4 {
            let mut tx = db.begin(&NOBODY).await.unwrap();
            tx.bulk(&LENIENT, rows(0..7_000)).await.unwrap();
            match round {
                0 | 2 => tx.rollback().await.unwrap(),
                _ => tx.commit().await.unwrap(),
            }
        }
        let mut tx = db.begin_read(&NOBODY).await.unwrap();
        assert_eq!(count(&mut tx).await, (7_000, 7_000));
    })
    .await;
}
