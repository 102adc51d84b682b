//! Whose rows, and what is written once.

use db::{Db, Engine, Scope, Tx, values};
use uuid::Uuid;

use crate::support::{NOBODY, on_each};

db::queries! {
    WRITE = "insert into ledger (organization_id, id, note) values ($1, $2, $3)";
    ALTER = "update ledger set note = $2 where organization_id = $1";
    STRIKE = "delete from ledger where organization_id = $1";
    REPLACE = {
        lite: "insert or replace into ledger (organization_id, id, note) values ($1, 1, $2)",
        pg: "insert into ledger (organization_id, id, note) values ($1, 1, $2)
            on conflict (organization_id, id) do update set note = excluded.note",
    };
    // The predicate is forgotten on purpose.
    FORGETFUL = "select id from ledger";
    MINE = "select id from ledger where organization_id = $1";
}

const ONE: Uuid = Uuid::from_u128(1);
const OTHER: Uuid = Uuid::from_u128(2);

async fn written(db: &Db, organization: Uuid) {
    let mut tx = db.begin(&Scope::of(organization)).await.unwrap();
    tx.exec(&WRITE, values![organization, 1, "written"]).await.unwrap();
    tx.commit().await.unwrap();
}

async fn count(tx: &mut Tx, query: &db::Query, params: Vec<db::Value>) -> usize {
    tx.query(query, params).await.unwrap().len()
}

#[tokio::test]
async fn a_ledger_is_only_added_to() {
    on_each(async |db| {
        written(&db, ONE).await;
        for (query, params) in
            [(&ALTER, values![ONE, "altered"]), (&STRIKE, values![ONE]), (&REPLACE, values![ONE, "altered"])]
        {
            let mut tx = db.begin(&Scope::of(ONE)).await.unwrap();
            let refused = tx.exec(query, params).await.unwrap_err();
            assert!(refused.is_denied(), "{refused}");
        }
        let mut tx = db.begin_read(&Scope::of(ONE)).await.unwrap();
        assert_eq!(count(&mut tx, &MINE, values![ONE]).await, 1);
    })
    .await;
}

#[tokio::test]
async fn a_query_without_its_predicate_sees_no_other_organization() {
    on_each(async |db| {
        if db.engine() == Engine::Sqlite {
            return; // It has no row-level security: there every query names its organization.
        }
        written(&db, ONE).await;
        written(&db, OTHER).await;
        let mut tx = db.begin_read(&Scope::of(ONE)).await.unwrap();
        assert_eq!(count(&mut tx, &FORGETFUL, values![]).await, 1);
        assert_eq!(count(&mut tx, &MINE, values![OTHER]).await, 0);
        drop(tx);
        let mut tx = db.begin_read(&NOBODY).await.unwrap();
        assert_eq!(count(&mut tx, &FORGETFUL, values![]).await, 0);
        drop(tx);
        // Nor is a row smuggled into it.
        let mut tx = db.begin(&Scope::of(ONE)).await.unwrap();
        assert!(tx.exec(&WRITE, values![OTHER, 9, "smuggled"]).await.unwrap_err().is_denied());
    })
    .await;
}

/// The setting ends with its transaction: the pool's next user starts without it.
#[tokio::test]
async fn a_connection_forgets_whom_it_worked_for() {
    on_each(async |db| {
        written(&db, ONE).await;
        let mut tx = db.begin(&Scope::of(ONE)).await.unwrap();
        assert_eq!(count(&mut tx, &FORGETFUL, values![]).await, 1);
        drop(tx);
        let mut tx = db.begin(&NOBODY).await.unwrap();
        let seen = count(&mut tx, &FORGETFUL, values![]).await;
        assert_eq!(seen, if db.engine() == Engine::Sqlite { 1 } else { 0 });
    })
    .await;
}
