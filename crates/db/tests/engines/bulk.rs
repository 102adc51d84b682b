//! Many rows at once.

use db::{Bulk, DbError, OnConflict, Tx, Type, Value, values};

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
